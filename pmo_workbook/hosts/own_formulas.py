"""Calculated columns of an Excel Table in a closed file: what Excel writes into them when a row is typed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lxml import etree

from pmo_workbook.addresses import Area, cell_address, moved_down
from pmo_workbook.hosts.sheet_xml import TRUE, SheetXml
from pmo_workbook.ooxml.package import parse_xml
from pmo_workbook.ooxml.workbook import MAIN

_COLUMNS = f"{{{MAIN}}}tableColumns/{{{MAIN}}}tableColumn"
_FORMULA = f"{{{MAIN}}}calculatedColumnFormula"
_WITNESSES = 20


@dataclass(frozen=True)
class ColumnFormula:
    """The formula of a calculated column.

    Attributes:
        text: Its text without equals sign, as the table part has it: addresses are those of the first data row.
        array: Whether each cell has it as an array formula of its own.
    """

    text: str
    array: bool


def column_formulas(data: bytes, area: Area) -> dict[int, ColumnFormula]:
    """Formulas of the calculated columns of a table by worksheet column.

    Args:
        data: Bytes of the table part.
        area: Where the table is.
    """
    found: dict[int, ColumnFormula] = {}
    for column, element in enumerate(parse_xml(data).iterfind(_COLUMNS), area.first_column):
        formula = element.find(_FORMULA)
        text = (formula.text or "").removeprefix("=") if formula is not None else ""
        if formula is not None and text.strip():
            found[column] = ColumnFormula(text, formula.get("array") in TRUE)
    return found


def fill_formulas(cells: SheetXml, formulas: Mapping[int, ColumnFormula], area: Area, rows: Iterable[int]) -> None:
    """Give rows that came to a table the formulas of its calculated columns, where their cells hold nothing.

    Args:
        cells: The worksheet.
        formulas: The formulas by worksheet column.
        area: Where the table was, header included.
        rows: Worksheet rows that came to it.
    """
    wanted = list(rows)
    for column, formula in formulas.items():
        blank = [row for row in wanted if not cells.is_occupied(row, column)]
        if blank:
            _fill(cells, column, formula, area, blank)


def _fill(cells: SheetXml, column: int, formula: ColumnFormula, area: Area, blank: list[int]) -> None:
    first = area.first_row + 1
    text, origin = formula.text, first
    if moved_down(text, 1) != text:
        text, origin = _as_in_a_row(cells, column, text, Area(first, column, area.last_row, column))
    like = _nearest(cells, column, blank[0] - 1, first)
    for row in blank:
        _put(cells, row, column, ColumnFormula(moved_down(text, row - origin), formula.array), like)


def _as_in_a_row(cells: SheetXml, column: int, text: str, body: Area) -> tuple[str, int]:
    """The formula with the row whose addresses it has.

    Programs disagree on the row that the addresses in the table part are those of, above all after rows were deleted.
    The cells know it: where none of the last ones has the formula as of the first data row, what most of them have.
    """
    rows = [row for row in range(body.last_row, body.first_row - 1, -1) if cells.has_formula(row, column)][:_WITNESSES]
    found = {row: cells.formula(row, column) for row in rows}
    if not found or any(one == moved_down(text, row - body.first_row) for row, one in found.items()):
        return text, body.first_row
    return usual(found, body.last_row)[0], body.last_row


def usual(formulas: Mapping[int, str], row: int) -> tuple[str, int]:
    """The formula that most cells of a column have.

    Args:
        formulas: Their formulas by worksheet row; at least one.
        row: The row, below them, as whose the formula is given.

    Returns:
        The formula and how many have it.
    """
    return Counter(moved_down(text, row - above) for above, text in formulas.items()).most_common(1)[0]


def _nearest(cells: SheetXml, column: int, row: int, first: int) -> etree._Element | None:
    """The cell that a new one shall look like: the nearest above with a formula, else the one in the first row."""
    above = next((at for at in range(row, first - 1, -1) if cells.has_formula(at, column)), first)
    return cells.cell(above, column)


def _put(cells: SheetXml, row: int, column: int, formula: ColumnFormula, like: etree._Element | None) -> None:
    cells.put_formula(row, column, formula.text)
    cell = cells.cell(row, column)
    assert cell is not None, "a formula was put there"
    if like is not None and (style := like.get("s")):
        cell.set("s", style)
    if formula.array:
        cell[0].attrib.update({"t": "array", "ref": cell_address(row, column)})
    # by its metadata Excel tells a formula that may spill from one in braces
    if like is not None and (metadata := like.get("cm")) and formula.array:
        cell.set("cm", metadata)
