"""Fingerprints of what cells accept and of how they are marked, wherever their table stands."""

from __future__ import annotations

import copy
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from pmo_workbook.addresses import MAX_ROW, Area, column_letters, column_number, parse_area
from pmo_workbook.ooxml.workbook import MAIN, TablePart
from pmo_workbook.renamed import present

MARK, RULE = f"{{{MAIN}}}conditionalFormatting", f"{{{MAIN}}}cfRule"

_CELL = re.compile(r"(\$?)\b([A-Z]{1,3})(\$?)([0-9]{1,7})\b")


@dataclass(frozen=True)
class Check:
    """A data validation of a worksheet.

    Attributes:
        element: The element.
        areas: The cells it holds for.
    """

    element: etree._Element
    areas: tuple[Area, ...]

    def holds(self, row: int, column: int) -> bool:
        """Whether it holds for a cell."""
        return any(area.holds(row, column) for area in self.areas)


def checks_on(root: etree._Element) -> list[Check]:
    """The data validations of a worksheet."""
    return [
        Check(element, areas_of(element.get("sqref", "")))
        for element in root.iterfind(f"{{{MAIN}}}dataValidations/{{{MAIN}}}dataValidation")
    ]


def areas_of(sqref: str) -> tuple[Area, ...]:
    """The rectangles of a list of addresses."""
    return tuple(area for address in sqref.split() if (area := parse_area(address)))


def check_of(checks: list[Check], row: int, column: int) -> etree._Element | None:
    """The data validation that holds for a cell."""
    return next((check.element for check in checks if check.holds(row, column)), None)


def check_print(element: etree._Element | None) -> str:
    """Fingerprint of what cells accept and say, wherever their table stands.

    Args:
        element: The data validation; None for none.

    Returns:
        The fingerprint; empty for none.
    """
    if element is None:
        return ""
    kept = [element.get(name, "") for name in ("type", "operator", "errorStyle", "errorTitle", "error", "promptTitle")]
    kept += [element.get("prompt", ""), "1" if element.get("allowBlank") in ("1", "true") else ""]
    formulas = [child.text or "" for child in element if child.tag != f"{{{MAIN}}}extLst"]
    return fingerprint("\n".join([*kept, *(_CELL.sub("#", formula) for formula in formulas)]))


def canonical(element: etree._Element) -> str:
    """An element as text that does not depend on prefixes and the order of attributes."""
    attributes = " ".join(f"{name!s}={value!r}" for name, value in sorted(element.attrib.items()))
    inner = "".join(canonical(child) for child in element.iterchildren(etree.Element))
    return f"<{element.tag!s} {attributes}>{(element.text or '').strip()}{inner}</>"


def fingerprint(text: str) -> str:
    """Short fingerprint of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Mark:
    """A conditional format of some columns of a table.

    Attributes:
        rule: The rule.
        area: First of its areas, for whose first cell its formulas are written.
        columns: Columns of the table that it holds for, 0-based.
        print: Fingerprint of what it marks, wherever the table stands; its colours do not count.
    """

    rule: etree._Element
    area: Area
    columns: tuple[int, ...]
    print: str


def marks_on(root: etree._Element, table: TablePart, name: str) -> Iterator[Mark]:
    """Conditional formats of the rows of a table.

    Args:
        root: Root of its worksheet.
        table: The table.
        name: Its name in the template.
    """
    headers = [present("column", name, header) for header in table.columns]
    first = table.ref.first_row + table.header_rows
    for element in root.iterfind(MARK):
        areas = areas_of(element.get("sqref", ""))
        places = range(table.ref.first_column, table.ref.last_column + 1)
        held = [place for place in places if any(area.holds(first, place) for area in areas)]
        if held:
            columns = tuple(place - table.ref.first_column for place in held)
            for rule in element.iterchildren(RULE):
                yield Mark(rule, areas[0], columns, _print(rule, areas[0], table.ref, headers))


def _print(rule: etree._Element, area: Area, table: Area, headers: Sequence[str]) -> str:
    plain = copy.deepcopy(rule)
    for name in ("priority", "dxfId"):
        plain.attrib.pop(name, "")
    for extension in plain.findall(f"{{{MAIN}}}extLst"):
        plain.remove(extension)
    for formula in plain.iter(f"{{{MAIN}}}formula"):
        formula.text = _CELL.sub(lambda found: _place(found, table, headers), formula.text or "")
    return fingerprint(f"{area.first_row - table.first_row} {canonical(plain)}")


def _place(found: re.Match[str], table: Area, headers: Sequence[str]) -> str:
    """A cell by the header of its column and its distance from the header row."""
    column, row = column_number(found[2]) - table.first_column, int(found[4])
    name = headers[column] if 0 <= column < len(headers) else column_letters(column_number(found[2]))
    return f"[{name} {row - table.first_row if row < MAX_ROW else row}]"
