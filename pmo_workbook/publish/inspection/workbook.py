"""What the workbook part and the document's properties tell: hidden sheets and names, paths, people."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pmo_workbook.publish.inspection.book import Book
from pmo_workbook.publish.inspection.categories import Category, Finding, shortened
from pmo_workbook.publish.inspection.reach import titles_in
from pmo_workbook.publish.inspection.reader import FALSE, local

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


def in_workbook(book: Book) -> Iterator[Finding]:
    """Findings in the workbook part and in the properties.

    Args:
        book: The workbook.
    """
    for sheet in book.sheets:
        if sheet.state != "visible":
            state = "very hidden" if sheet.state == "veryHidden" else "hidden"
            yield Finding(Category.HIDDEN_SHEETS, sheet.title, state)
        if sheet.kind == "dialogsheet" or "acrosheet" in sheet.kind:
            yield Finding(Category.MACROS, sheet.title, sheet.kind)
    for element in book.root.iter():
        category = _ELEMENTS.get(local(element))
        if category is Category.PROTECTION and set(element.attrib.values()) <= {*FALSE}:
            continue
        if category is not None:
            values = " ".join(element.attrib.values())
            yield Finding(category, book.part, shortened(f"{local(element)} {values}"))
    yield from _names(book)
    yield from _properties(book)


def _names(book: Book) -> Iterator[Finding]:
    titles = {sheet.title.casefold() for sheet in book.sheets}
    for name in book.names:
        text = name.text
        if name.hidden:
            yield Finding(Category.HIDDEN_NAMES, name.name, shortened(text))
        elif "#REF!" in text or _TEXT.search(text) or _OUTSIDE.search(text) or name.comment:
            yield Finding(Category.NAMES, name.name, shortened(f"{text} {name.comment}"))
        elif any(title.casefold() not in titles for title in titles_in(text)):
            yield Finding(Category.NAMES, name.name, shortened(text))
        elif name.runs:
            yield Finding(Category.MACROS, name.name, shortened(text))


def _properties(book: Book) -> Iterator[Finding]:
    listed = {sheet.title for sheet in book.sheets} | {name.name for name in book.names}
    for link in book.parts.links(""):
        if link.kind not in ("core-properties", "extended-properties") or not book.parts.has(link.target):
            continue
        root = book.parts.root(link.target)
        for element in root.iter():
            tag, text = local(element), (element.text or "").strip()
            if text and tag not in _MEANT and tag not in _MACHINE:
                yield Finding(Category.PROPERTIES, tag, shortened(text))
        for entry in root.iterfind("{*}TitlesOfParts/{*}vector/{*}lpstr"):
            text = entry.text or ""
            if text not in listed and "!" not in text:
                yield Finding(Category.PROPERTIES, "TitlesOfParts", shortened(text))
