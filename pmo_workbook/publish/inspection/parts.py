"""Parts of a package that carry something along: comments, macros, caches, links, settings of machines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pmo_workbook.errors import NotAWorkbookError
from pmo_workbook.publish.inspection.book import Book
from pmo_workbook.publish.inspection.categories import Category, Finding, shortened
from pmo_workbook.publish.inspection.reader import CONTENT_TYPES, Link, Parts, local

_KINDS: dict[str, Category] = {
    "comments": Category.COMMENTS,
    "threadedComment": Category.THREADS,
    "person": Category.PERSONS,
    "custom-properties": Category.CUSTOM_PROPERTIES,
    "classificationlabels": Category.PROPERTIES,
    "powerPivotData": Category.DATA_MODEL,
    "webextension": Category.CONTENT_ADDINS,
    "webextensiontaskpanes": Category.TASK_PANES,
    "pivotTable": Category.PIVOTS,
    "pivotCacheDefinition": Category.PIVOTS,
    "pivotCacheRecords": Category.PIVOTS,
    "slicer": Category.SLICERS,
    "slicerCache": Category.SLICERS,
    "timeline": Category.SLICERS,
    "timelineCache": Category.SLICERS,
    "oleObject": Category.EMBEDDED,
    "package": Category.EMBEDDED,
    "vbaProject": Category.MACROS,
    "vbaProjectSignature": Category.MACROS,
    "vbaProjectSignatureAgile": Category.MACROS,
    "vbaProjectSignatureV3": Category.MACROS,
    "wordVbaData": Category.MACROS,
    "xlMacrosheet": Category.MACROS,
    "xlIntlMacrosheet": Category.MACROS,
    "dialogsheet": Category.MACROS,
    "attachedToolbars": Category.RIBBON,
    "extensibility": Category.RIBBON,
    "ui": Category.RIBBON,
    "userCustomization": Category.RIBBON,
    "ctrlProp": Category.CONTROLS,
    "control": Category.CONTROLS,
    "activeXControlBinary": Category.CONTROLS,
    "externalLink": Category.EXTERNAL_LINKS,
    "externalLinkPath": Category.EXTERNAL_LINKS,
    "xlPathMissing": Category.EXTERNAL_LINKS,
    "xlStartup": Category.EXTERNAL_LINKS,
    "xlAlternateStartup": Category.EXTERNAL_LINKS,
    "xlLibrary": Category.EXTERNAL_LINKS,
    "externalLinkLongPath": Category.LONG_REFERENCES,
    "alternateUrls": Category.LONG_REFERENCES,
    "volatileDependencies": Category.REAL_TIME,
    "survey": Category.SURVEYS,
    "customProperty": Category.SHEET_PROPERTIES,
    "ink": Category.INK,
    "customXml": Category.CUSTOM_XML,
    "customXmlProps": Category.CUSTOM_XML,
    "xmlMaps": Category.CUSTOM_XML,
    "tableSingleCells": Category.CUSTOM_XML,
    "connections": Category.CONNECTIONS,
    "queryTable": Category.CONNECTIONS,
    "printerSettings": Category.PRINTER,
    "thumbnail": Category.THUMBNAIL,
    "revisionHeaders": Category.REVISIONS,
    "revisionLog": Category.REVISIONS,
    "usernames": Category.REVISIONS,
    "namedSheetView": Category.VIEWS,
    "origin": Category.SIGNATURES,
    "signature": Category.SIGNATURES,
    "certificate": Category.SIGNATURES,
    "rdRichValue": Category.LINKED_DATA,
    "rdRichValueStructure": Category.LINKED_DATA,
    "rdRichValueTypes": Category.LINKED_DATA,
    "rdArray": Category.LINKED_DATA,
    "rdSupportingPropertyBag": Category.LINKED_DATA,
    "rdSupportingPropertyBagStructure": Category.LINKED_DATA,
    "richValueRel": Category.LINKED_DATA,
    "hyperlink": Category.HYPERLINKS,
    "chartUserShapes": Category.CHART_DATA,
    "diagramData": Category.OTHER,
}
_HARMLESS = frozenset(
    {"officeDocument", "core-properties", "extended-properties", "worksheet", "chartsheet", "styles", "theme"}
    | {"sharedStrings", "drawing", "chart", "chartStyle", "chartColorStyle", "table", "image", "calcChain"}
    | {"sheetMetadata", "vmlDrawing"}
)
"""Kinds that are looked into elsewhere, or that hold nothing but the look."""
_WORDS = {
    Category.COMMENTS: ("author", "t"),
    Category.THREADS: ("text",),
    Category.CUSTOM_PROPERTIES: ("lpwstr", "lpstr", "i4", "filetime", "bool"),
}
_ATTRIBUTES = {
    Category.PERSONS: ("displayName", "userId"),
    Category.CONNECTIONS: ("name", "connection", "command"),
    Category.PIVOTS: ("refreshedBy", "name"),
}
_MOST = 5


def in_parts(book: Book) -> Iterator[Finding]:
    """Findings among the parts of a workbook and what they point at.

    Args:
        book: The workbook.

    Yields:
        A finding a part, or several where it holds words of people; parts of unknown kind and those that nothing
        leads to.
    """
    reached: dict[str, list[tuple[str, Link]]] = defaultdict(list)
    for source in ("", *(name for name in book.parts.names if not name.endswith(".rels"))):
        for link in book.parts.links(source):
            if link.outside:
                category = _KINDS.get(link.kind, Category.EXTERNAL_LINKS)
                yield Finding(category, book.titles.get(source.lower(), source), shortened(link.target))
            else:
                reached[link.target.lower()].append((source, link))
    for name in book.parts.names:
        if name == CONTENT_TYPES or name.endswith((".rels", "/")):
            continue
        if name.lower() not in reached:
            yield Finding(Category.OTHER, name, "no other part leads to it")
        for source, link in reached[name.lower()]:
            yield from _part(book.parts, name, link, book.titles.get(source.lower(), name))


def _part(parts: Parts, name: str, link: Link, place: str) -> Iterator[Finding]:
    if link.kind == "vmlDrawing":
        yield from _old_drawing(parts.read(name), place)
        return
    if link.kind in _HARMLESS:
        return
    category = _KINDS.get(link.kind, Category.OTHER)
    words = list(_words(parts, name, category))[:_MOST]
    for text in words or [name]:
        yield Finding(category, place, shortened(text))


def _words(parts: Parts, name: str, category: Category) -> Iterator[str]:
    tags, attributes = _WORDS.get(category, ()), _ATTRIBUTES.get(category, ())
    if not (tags or attributes) or not name.lower().endswith(".xml"):
        return
    try:
        root = parts.root(name)
    except NotAWorkbookError:
        return
    for element in root.iter():
        if local(element) in tags and (element.text or "").strip():
            yield element.text or ""
        yield from (value for attribute in attributes if (value := element.get(attribute, "")))


def _old_drawing(data: bytes, place: str) -> Iterator[Finding]:
    """Legacy drawings carry notes, which are found with the comments, and controls, and pictures of headers."""
    kinds = [text.split(b'"')[0].decode("ascii", "replace") for text in data.split(b'ObjectType="')[1:]]
    for kind in sorted(set(kinds) - {"Note"}):
        yield Finding(Category.CONTROLS, place, f"{kinds.count(kind)} of kind {kind}")
    if b"<v:imagedata" in data:
        yield Finding(Category.HEADERS, place, "a picture in a header, a footer or a note")
