"""What drawings, charts and pictures give away."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pmo_workbook.ooxml.package import Package, parse_xml
from pmo_workbook.ooxml.workbook import Workbook
from pmo_workbook.publish.clean.allow import local
from pmo_workbook.publish.clean.charts import CHART
from pmo_workbook.publish.clean.drawings import SHEET_DRAWING
from pmo_workbook.publish.clean.pictures import hidden_bytes, picture_kind
from pmo_workbook.publish.clean.scope import Scope
from pmo_workbook.publish.inspection.categories import Category, Finding, shortened

_X, _Q = f"{{{SHEET_DRAWING}}}", f"{{{CHART}}}"
_TRUE = ("1", "true")


def in_drawings(workbook: Workbook, scope: Scope) -> Iterator[Finding]:
    """Findings in all drawings, charts and pictures of a workbook, whoever points at them.

    Args:
        workbook: The workbook.
        scope: Its visible sheets.
    """
    package = workbook.package
    titles = {sheet.part: sheet.title for sheet in workbook.sheets}
    kinds: dict[str, tuple[str, str]] = {}
    for source in package.names():
        if not source.endswith(".rels"):
            for relation in package.relations(source):
                if not relation.external and package.has(relation.target_part):
                    kinds[relation.target_part] = (relation.kind, titles.get(source, relation.target_part))
    for part, (kind, place) in kinds.items():
        if kind == "drawing":
            yield from _drawing(package, part, place)
        elif kind == "chart":
            yield from _chart(parse_xml(package.read(part)), part, scope)
        elif kind == "image":
            yield from _picture(package.read(part), part)


def _drawing(package: Package, part: str, place: str) -> Iterator[Finding]:
    for element in parse_xml(package.read(part)).iter(etree.Element):
        tag = local(element)
        if tag == "cNvPr":
            if element.get("hidden") in _TRUE:
                yield Finding(Category.INVISIBLE, place, f"hidden object {shortened(element.get('name', ''))}")
            words = " ".join(element.get(name, "") for name in ("title", "descr")).strip()
            if words:
                yield Finding(Category.ALT_TEXTS, place, shortened(words))
        elif tag == "contentPart":
            yield Finding(Category.INK, place, "ink, or content of another kind")
        elif tag in ("webextensionref", "webExtensionRef"):
            yield Finding(Category.CONTENT_ADDINS, place, "a content add-in")
        if element.get("macro"):
            yield Finding(Category.MACROS, place, f"an object calls {shortened(element.get('macro', ''))}")
        if element.get("textlink"):
            yield Finding(Category.FORMULAS, place, f"an object shows {shortened(element.get('textlink', ''))}")


def _chart(root: etree._Element, part: str, scope: Scope) -> Iterator[Finding]:
    for formula in root.iter(f"{_Q}f"):
        if scope.place(formula.text or "") is None:
            yield Finding(Category.CHART_DATA, part, shortened(formula.text or ""))
    for element in root.iter(etree.Element):
        if local(element) == "externalData":
            yield Finding(Category.EXTERNAL_LINKS, part, "the chart's data is in another file")
        if local(element) == "pivotSource":
            yield Finding(Category.PIVOTS, part, shortened(element.findtext(f"{_Q}name") or ""))
        if local(element) in ("oddHeader", "oddFooter") and (element.text or "").strip():
            yield Finding(Category.HEADERS, part, shortened(element.text or ""))
        if local(element) == "ext" and len(element):
            yield Finding(Category.EXTENSIONS, part, element.get("uri", ""))


def _picture(data: bytes, part: str) -> Iterator[Finding]:
    if not picture_kind(data):
        yield Finding(Category.IMAGES, part, "of a kind that can carry texts")
    elif size := hidden_bytes(data):
        yield Finding(Category.IMAGES, part, f"{size} bytes that do not show")
