"""What the workbook part and the document's properties tell: hidden sheets and names, paths, people."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from pmo_workbook.ooxml.package import Package, parse_xml
from pmo_workbook.ooxml.workbook import Workbook
from pmo_workbook.publish.clean.allow import local, main
from pmo_workbook.publish.inspection.categories import Category, Finding, shortened

_MEANT = frozenset({"title", "language"})
_MACHINE = frozenset(
    {"Application", "AppVersion", "DocSecurity", "ScaleCrop", "LinksUpToDate", "SharedDoc", "HyperlinksChanged"}
    | {"HeadingPairs", "TitlesOfParts", "Properties", "coreProperties", "vector", "variant", "lpstr", "i4"}
)
_TEXT = re.compile(r'^\{?"')
_OUTSIDE = re.compile(r"\[\d+\]|\[[^\]]+\.xl\w+\]|file:|https?:", re.IGNORECASE)
_ELEMENTS = {
    "absPath": Category.ABSOLUTE_PATH,
    "revisionPtr": Category.REVISIONS,
    "fileSharing": Category.PROTECTION,
    "workbookProtection": Category.PROTECTION,
    "customWorkbookView": Category.VIEWS,
    "dataModel": Category.DATA_MODEL,
    "externalReference": Category.EXTERNAL_LINKS,
    "smartTagType": Category.OTHER,
    "webPublishObject": Category.OTHER,
    "pivotCache": Category.PIVOTS,
}


def in_workbook(workbook: Workbook) -> Iterator[Finding]:
    """Findings in the workbook part and in the properties.

    Args:
        workbook: The workbook.
    """
    root = parse_xml(workbook.package.read(workbook.part))
    for sheet in workbook.sheets:
        if sheet.state != "visible":
            state = "very hidden" if sheet.state == "veryHidden" else "hidden"
            yield Finding(Category.HIDDEN_SHEETS, sheet.title, state)
        if sheet.kind == "dialogsheet" or "acrosheet" in sheet.kind:
            yield Finding(Category.MACROS, sheet.title, sheet.kind)
    for element in root.iter(etree.Element):
        category = _ELEMENTS.get(local(element))
        if category is not None:
            values = " ".join(str(value) for value in element.attrib.values())
            yield Finding(category, workbook.part, shortened(f"{local(element)} {values}"))
    yield from _names(root)
    yield from _properties(workbook.package, {sheet.title for sheet in workbook.sheets})


def _names(root: etree._Element) -> Iterator[Finding]:
    for name in root.iterfind(f"{main('definedNames')}/{main('definedName')}"):
        said, text = name.get("name", ""), name.text or ""
        if name.get("hidden") in ("1", "true"):
            yield Finding(Category.HIDDEN_NAMES, said, shortened(text))
        elif "#REF!" in text or _TEXT.search(text) or _OUTSIDE.search(text) or name.get("comment"):
            yield Finding(Category.NAMES, said, shortened(f"{text} {name.get('comment', '')}"))
        elif name.get("vbProcedure") or name.get("xlm") or name.get("function"):
            yield Finding(Category.MACROS, said, shortened(text))


def _properties(package: Package, titles: set[str]) -> Iterator[Finding]:
    for relation in package.relations(""):
        if relation.kind not in ("core-properties", "extended-properties") or not package.has(relation.target_part):
            continue
        root = parse_xml(package.read(relation.target_part))
        for element in root.iter(etree.Element):
            tag, text = local(element), (element.text or "").strip()
            if text and tag not in _MEANT and tag not in _MACHINE:
                yield Finding(Category.PROPERTIES, tag, shortened(text))
        listed = root.iterfind("{*}TitlesOfParts/{*}vector/{*}lpstr")
        for entry in listed:
            text = entry.text or ""
            if text not in titles and "!" not in text and not _is_name(package, text):
                yield Finding(Category.PROPERTIES, "TitlesOfParts", shortened(text))


def _is_name(package: Package, text: str) -> bool:
    """Whether a title listed in the properties is a defined name of the workbook."""
    part = next((found.target_part for found in package.relations("") if found.kind == "officeDocument"), "")
    names = parse_xml(package.read(part)).iterfind(f"{main('definedNames')}/{main('definedName')}")
    return any(name.get("name") == text for name in names)
