"""Formulas of the user's own columns in the new rows of an open table.

No program tells which columns are calculated ones, and a table grows without its formulas when it is not a person who
types. So the cells above tell: what most of the last rows have goes into the new ones, as Excel extends lists.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Final, Literal

from pmo_workbook.addresses import Area, moved_down
from pmo_workbook.hosts.live_program import as_rows, contents_of
from pmo_workbook.hosts.own_formulas import usual

if TYPE_CHECKING:
    import xlwings as xw

_LOOKED_AT: Final = 5
"""Excel itself looks at the last five rows."""


def fill_formulas(sheet: xw.Sheet, area: Area, rows: range) -> None:
    """Give the new rows of a table the formulas that most of the rows above have, where their cells hold nothing.

    Args:
        sheet: The worksheet; the table's range takes the rows in already.
        area: Where the table was before, header included.
        rows: Worksheet rows that came to it.
    """
    first = area.first_row + 1
    last = max(rows.start - 1, min(area.last_row, first))
    above = range(max(first, last - _LOOKED_AT + 1), last + 1)
    if not rows or not above:
        return
    for column, formulas in _formulas(sheet, area, above).items():
        text, cells = usual(formulas, max(rows[-1], last))
        if 2 * cells > len(above):
            _fill(sheet, column, (text, max(rows[-1], last)), rows, max(formulas))


def only_formulas(sheet: xw.Sheet, area: Area) -> set[int]:
    """Worksheet rows of a rectangle that hold formulas and nothing else.

    Args:
        sheet: The worksheet.
        area: The rectangle.
    """
    found = contents_of(_range(sheet, area))
    return {
        area.first_row + down
        for down, line in enumerate(found.values)
        if all(value in (None, "") or (down, across) in found.formulas for across, value in enumerate(line))
    }


def _formulas(sheet: xw.Sheet, area: Area, rows: range) -> Mapping[int, Mapping[int, str]]:
    """Formulas of some rows of a table by worksheet column and row."""
    cells = _range(sheet, area._replace(first_row=rows[0], last_row=rows[-1]))
    found: dict[int, dict[int, str]] = {}
    positions = contents_of(cells).formulas
    texts = as_rows(getattr(cells, _spelling(cells)), area.width) if positions else []
    for down, across in positions:
        found.setdefault(area.first_column + across, {})[rows[0] + down] = texts[down][across]
    return found


def _fill(sheet: xw.Sheet, column: int, formula: tuple[str, int], rows: range, like: int) -> None:
    text, origin = formula
    shown = sheet.range((like, column)).number_format
    for block in _blank(sheet, column, rows):
        cells = _range(sheet, Area(block[0], column, block[-1], column))
        if text.startswith("{"):
            for row in block:
                sheet.range((row, column)).formula_array = moved_down(text, row - origin)[1:-1]
        else:
            setattr(cells, _spelling(cells), [[moved_down(text, row - origin)] for row in block])
        if shown:
            cells.number_format = shown


def _blank(sheet: xw.Sheet, column: int, rows: range) -> Iterator[Sequence[int]]:
    """Rows in which a column holds nothing, in runs."""
    found = contents_of(_range(sheet, Area(rows[0], column, rows[-1], column)))
    blank = [
        row
        for down, (row, line) in enumerate(zip(rows, found.values, strict=True))
        if line[0] in (None, "") and (down, 0) not in found.formulas
    ]
    for _, run in groupby(enumerate(blank), lambda item: item[1] - item[0]):
        yield [row for _, row in run]


def _spelling(cells: xw.Range) -> Literal["formula2", "formula"]:
    """How formulas are read and written: the older way would keep one from reaching over several cells.

    Excel before 2019 has the older way alone.
    """
    try:
        cells.formula2  # noqa: B018 - asking is the test
    except (AttributeError, NotImplementedError):
        return "formula"
    return "formula2"


def _range(sheet: xw.Sheet, area: Area) -> xw.Range:
    return sheet.range((area.first_row, area.first_column), (area.last_row, area.last_column))
