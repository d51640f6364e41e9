"""The copy as a package: content types, relationships, workbook part and properties, all written anew."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lxml import etree

from pmo_workbook.ooxml.package import (
    CONTENT_TYPES,
    CONTENT_TYPES_NS,
    DECLARATION,
    RELATIONS_NS,
    relations_part,
    to_bytes,
)
from pmo_workbook.ooxml.rawzip import new_archive
from pmo_workbook.ooxml.workbook import MAIN, OFFICE_DOCUMENT, RELATION_ID
from pmo_workbook.publish.clean.allow import main, new_root

OFFICE = OFFICE_DOCUMENT.removesuffix("officeDocument")
LANGUAGE = "en-GB"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_CORE_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DUBLIN = "http://purl.org/dc/elements/1.1/"
_EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
TYPES = {
    "workbook": _SHEET + "sheet.main+xml",
    "worksheet": _SHEET + "worksheet+xml",
    "table": _SHEET + "table+xml",
    "styles": _SHEET + "styles+xml",
    "sharedStrings": _SHEET + "sharedStrings+xml",
    "theme": "application/vnd.openxmlformats-officedocument.theme+xml",
    "drawing": "application/vnd.openxmlformats-officedocument.drawing+xml",
    "chart": "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
    "core-properties": "application/vnd.openxmlformats-package.core-properties+xml",
    "extended-properties": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
}
"""Content type of every kind of part that a copy can have; pictures go by their extension."""
_VERSION = re.compile(r"\d{2}\.\d{4}")


class Archive:
    """Parts with their content types and relationships."""

    def __init__(self) -> None:
        self._parts: dict[str, bytes] = {}
        self._types: dict[str, str] = {}
        self._relations: dict[str, list[tuple[str, str]]] = {}

    def add(self, name: str, kind: str, data: bytes) -> None:
        """Add a part.

        Args:
            name: Its name.
            kind: Its kind, a key of `TYPES`, or ``image``.
            data: Its bytes.
        """
        self._parts[name] = data
        if kind != "image":
            self._types[name] = TYPES[kind]

    def relate(self, part: str, kind: str, target: str) -> str:
        """Let a part point at another.

        Args:
            part: The part; empty for the package.
            kind: Last word of the relationship's type.
            target: Name of the other part.

        Returns:
            Id of the relationship.
        """
        known = self._relations.setdefault(part, [])
        known.append((_CORE_RELATION if kind == "core-properties" else OFFICE + kind, target))
        return f"rId{len(known)}"

    def to_bytes(self) -> bytes:
        """The file; the same parts give the same bytes."""
        return new_archive(self._all())

    def _all(self) -> Iterable[tuple[str, bytes]]:
        yield CONTENT_TYPES, self._content_types()
        for part, relations in self._relations.items():
            yield relations_part(part), _relations(relations)
        yield from self._parts.items()

    def _content_types(self) -> bytes:
        root = new_root(f"{{{CONTENT_TYPES_NS}}}Types", CONTENT_TYPES_NS)
        defaults = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
        for extension in ("png", "jpeg"):
            if any(name.endswith(f".{extension}") for name in self._parts):
                defaults[extension] = f"image/{extension}"
        for extension, kind in defaults.items():
            etree.SubElement(root, f"{{{CONTENT_TYPES_NS}}}Default", Extension=extension, ContentType=kind)
        for name, kind in self._types.items():
            etree.SubElement(root, f"{{{CONTENT_TYPES_NS}}}Override", PartName=f"/{name}", ContentType=kind)
        return to_bytes(root)


def _relations(relations: Sequence[tuple[str, str]]) -> bytes:
    root = new_root(f"{{{RELATIONS_NS}}}Relationships", RELATIONS_NS)
    for number, (kind, target) in enumerate(relations, 1):
        etree.SubElement(root, f"{{{RELATIONS_NS}}}Relationship", Id=f"rId{number}", Type=kind, Target=f"/{target}")
    return to_bytes(root)


def workbook_part(
    sheets: Sequence[tuple[str, str]], names: Iterable[tuple[str, str, int | None]], *, date1904: bool
) -> bytes:
    """The workbook part.

    Args:
        sheets: Title and relationship id of each sheet, in order.
        names: Defined names: name, formula, number of the sheet (from 0) that it is limited to.
        date1904: Whether dates count from 1904.
    """
    root = new_root(main("workbook"), MAIN, r=OFFICE.rstrip("/"))
    version = etree.SubElement(root, main("fileVersion"))
    for key, value in (("appName", "xl"), ("lastEdited", "7"), ("lowestEdited", "7"), ("rupBuild", "22228")):
        version.set(key, value)
    properties = etree.SubElement(root, main("workbookPr"), defaultThemeVersion="124226")
    if date1904:
        properties.set("date1904", "1")
    views = etree.SubElement(root, main("bookViews"))
    etree.SubElement(views, main("workbookView"), xWindow="240", yWindow="15", windowWidth="16095", windowHeight="9660")
    listed = etree.SubElement(root, main("sheets"))
    for number, (title, identity) in enumerate(sheets, 1):
        element = etree.SubElement(listed, main("sheet"), name=title, sheetId=str(number))
        element.set(RELATION_ID, identity)
    found = list(names)
    if found:
        defined = etree.SubElement(root, main("definedNames"))
        for name, formula, scope in found:
            element = etree.SubElement(defined, main("definedName"), name=name)
            if scope is not None:
                element.set("localSheetId", str(scope))
            element.text = formula
    etree.SubElement(root, main("calcPr"), calcId="191029")
    return to_bytes(root)


def core_properties(title: str) -> bytes:
    """Title and language; no author, no times."""
    root = etree.Element(f"{{{_CORE}}}coreProperties", nsmap={"cp": _CORE, "dc": _DUBLIN})
    etree.SubElement(root, f"{{{_DUBLIN}}}title").text = title
    etree.SubElement(root, f"{{{_DUBLIN}}}language").text = LANGUAGE
    return to_bytes(root)


def extended_properties(version: str) -> bytes:
    """The kind of program that a reader of the file should take it for.

    Args:
        version: Version of Excel that the source names. What a chart leaves unsaid means different things before and
            after version 14, so the copy must name the same.
    """
    said = version if _VERSION.fullmatch(version) else "12.0000"
    return (
        DECLARATION
        + (
            f'<Properties xmlns="{_EXTENDED}"><Application>Microsoft Excel</Application>'
            f"<AppVersion>{said}</AppVersion></Properties>"
        ).encode()
    )
