"""Other names for sheets, tables and columns wherever parts of the workbook refer to them."""

from __future__ import annotations

from collections.abc import Collection

from lxml import etree

from pmo_workbook.addresses import split_sheet
from pmo_workbook.hosts.table_xml import column_name
from pmo_workbook.ooxml.package import Package, parse_xml, to_bytes
from pmo_workbook.ooxml.workbook import Workbook, unescaped
from pmo_workbook.upgrade.moved import Words

_FORMULAS = ("f", "formula", "formula1", "formula2", "calculatedColumnFormula", "totalsRowFormula", "definedName")
_MARKED_TABLE = "pmo_issue_table"
"""Defined name beside which a formula names a table as a text."""


def reword(workbook: Workbook, words: Words, parts: Collection[str] | None = None) -> None:
    """Change names in formulas, defined names, dropdowns, charts, pivot tables and links, and where they are given.

    Args:
        workbook: The workbook; its package takes the new parts.
        words: New titles, tables and headers by the old ones.
        parts: Parts to change; None for all.
    """
    if not (words.titles or words.tables or words.headers):
        return
    package = workbook.package
    tables = {table.part: table.name for table in workbook.tables}
    for part in package.names() if parts is None else parts:
        if part.endswith(".xml") and part.startswith("xl/") and _mentions(package, part, words):
            before = package.read(part)
            root = parse_xml(before)
            for element in root.iter(etree.Element):
                _reword(element, words, tables.get(part, ""))
            if etree.tostring(root) != etree.tostring(parse_xml(before)):
                package.replace(part, to_bytes(root))


def reword_names(root: etree._Element, words: Words, place: int) -> None:
    """Change names in the defined names that are limited to one sheet.

    Args:
        root: Root of the workbook part.
        words: New names by the old ones.
        place: Place of the sheet among the tabs.
    """
    for name in root.iter("{*}definedName"):
        if name.get("localSheetId") == str(place):
            name.text = words.formula(name.text or "")


def _mentions(package: Package, part: str, words: Words) -> bool:
    """Whether a part may refer to one of the names; nearly none does, and to look is quicker than to parse."""
    names = [*words.titles, *words.tables, *(header for _, header in words.headers)]
    needles = [name.replace("&", "&amp;").replace("<", "&lt;").encode() for name in names]
    return any(needle in package.read(part) for needle in needles)


def _reword(element: etree._Element, words: Words, table: str) -> None:
    """Change the names in one element.

    Args:
        element: The element.
        words: New names by the old ones.
        table: Name of the table whose part it is; empty for any other part.
    """
    match etree.QName(element).localname:
        case name if name in _FORMULAS and element.text:
            element.text = _formula(element.text, words, table)
        case "hyperlink":
            _change(element, "location", words.formula(element.get("location", "")) if _leads(element, words) else "")
        case "worksheetSource":
            _change(element, "sheet", words.titles.get(element.get("sheet", ""), ""))
            _change(element, "name", words.tables.get(element.get("name", ""), ""))
        case "sheet":
            _change(element, "name", words.titles.get(element.get("name", ""), ""))
        case "table" if table:
            for attribute in ("name", "displayName"):
                _change(element, attribute, words.tables.get(element.get(attribute, ""), ""))
        case "tableColumn":
            header = words.headers.get((table, unescaped(element.get("name", ""))), "")
            _change(element, "name", column_name(header))


def _change(element: etree._Element, attribute: str, value: str) -> None:
    if value:
        element.set(attribute, value)


def _leads(link: etree._Element, words: Words) -> bool:
    """Whether a link leads to a sheet with another title."""
    title, rest = split_sheet(link.get("location", ""))
    return bool(rest) and title in words.titles


def _formula(formula: str, words: Words, table: str) -> str:
    found = words.formula(formula, table)
    if _MARKED_TABLE in found:
        for old, now in words.tables.items():
            found = found.replace(f'"{old}"', f'"{now}"')
    return found
