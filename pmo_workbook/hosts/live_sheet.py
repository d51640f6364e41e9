"""One worksheet of an open workbook while blocks are put onto it: read in blocks, changed in memory, written in blocks.

Nothing is written before `LiveSheet.rectangles` are; until then a tab can still be left alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pmo_workbook.hosts.cells import Content
from pmo_workbook.hosts.live_program import is_foreign, literal, supported
from pmo_workbook.ooxml.addresses import Area

if TYPE_CHECKING:
    import xlwings as xw

DAY_ZERO: Final = {False: dt.datetime(1899, 12, 30), True: dt.datetime(1904, 1, 1)}
"""Day zero of a workbook's dates, by whether they count from 1904."""
_MOST_AT_ONCE: Final = 100_000
"""Cells in one write."""
_SAME_TIME: Final = 1e-8
"""Days, about a millisecond: programs hand over dates to the millisecond."""


@dataclass(frozen=True)
class LiveCell:
    """What a cell holds.

    Attributes:
        value: Its value: text, number, truth value or date and time.
        formula: Its formula with the equals sign, empty when it has none.
    """

    value: Any
    formula: str = ""


class LiveSheet:
    """A worksheet of an open workbook; see `surface.Surface`.

    Attributes:
        sheet: The worksheet.
        moves_totals: The program itself takes the totals row away and brings it back, see `live_table`.
    """

    def __init__(self, sheet: xw.Sheet, date1904: bool) -> None:
        self.sheet = sheet
        self.moves_totals = False
        self._zero = DAY_ZERO[date1904]
        self._loaded: list[Area] = []
        self._written: list[Area] = []
        self._writing: Area | None = None
        self._others: list[tuple[str, Area]] | None = None
        self._old: dict[tuple[int, int], LiveCell] = {}
        self._new: dict[tuple[int, int], LiveCell | None] = {}

    def range(self, area: Area) -> xw.Range:
        """The cells of a rectangle."""
        return self.sheet.range((area.first_row, area.first_column), (area.last_row, area.last_column))

    def load(self, area: Area) -> None:
        """Read the cells of a rectangle, unless they were: its values in one call, its formulas in another."""
        if any(area.within(known) for known in self._loaded):
            return
        self._loaded.append(area)
        cells = self.range(area)
        values = cells.options(ndim=2, err_to_str=True).value
        formulas = as_rows(cells.formula, area.width)
        for row, (line, written) in enumerate(zip(values, formulas, strict=True), area.first_row):
            for column, (value, formula) in enumerate(zip(line, written, strict=True), area.first_column):
                # the "formula" of a constant is its text
                is_formula = isinstance(formula, str) and formula.startswith(("=", "{=")) and formula != value
                if is_formula or value not in (None, ""):
                    self._old[row, column] = LiveCell(value, formula if is_formula else "")

    def cell(self, row: int, column: int) -> LiveCell | None:
        """What a cell holds, or is to hold; None for an empty one."""
        at = row, column
        return self._new[at] if at in self._new else self._old.get(at)

    def know(self, row: int, column: int, cell: LiveCell) -> None:
        """Take a cell as it can be written anywhere instead of how it was read."""
        self._old[row, column] = cell

    def occupied(self, area: Area) -> Iterator[tuple[int, int]]:
        """See `surface.Surface.occupied`."""
        for row in range(area.first_row, area.last_row + 1):
            for column in range(area.first_column, area.last_column + 1):
                if self.cell(row, column) is not None:
                    yield row, column

    def has_formula(self, row: int, column: int) -> bool:
        """See `surface.Surface.has_formula`."""
        cell = self.cell(row, column)
        return cell is not None and bool(cell.formula)

    def merged(self, area: Area) -> list[Area]:
        """The first merged range in a rectangle; see `surface.Surface.merged`."""
        return [found] if (found := self._first_merged(area)) else []

    def _first_merged(self, area: Area) -> Area | None:
        # None stands for some cells being merged and others not
        if self.range(area).merge_cells is False:
            return None
        if area.height == area.width == 1:
            return area_of(self.range(area).merge_area)
        for half in _halves(area):
            if found := self._first_merged(half):
                return found
        return None

    def arrays(self, area: Area) -> Iterator[Area]:
        """See `surface.Surface.arrays`; asked only of cells with formulas that are not links of ours."""
        seen: list[Area] = []
        for row, column in self.occupied(area):
            cell = self._old.get((row, column))
            if cell is None or not cell.formula or cell.formula.startswith("=HYPERLINK("):
                continue
            if not any(found.holds(row, column) for found in seen) and self._in_array(row, column):
                seen.append(self._array_around(row, column))
                yield seen[-1]

    def _in_array(self, row: int, column: int) -> bool:
        return row > 0 < column and bool(self.range(Area(row, column, row, column)).has_array)

    def _array_around(self, row: int, column: int) -> Area:
        top, left, bottom, right = row, column, row, column
        while self._in_array(top - 1, column):
            top -= 1
        while self._in_array(bottom + 1, column):
            bottom += 1
        while self._in_array(row, left - 1):
            left -= 1
        while self._in_array(row, right + 1):
            right += 1
        return Area(top, left, bottom, right)

    def other_ranges(self, own: str) -> list[Area]:
        """Ranges of tables and pivot tables on the sheet.

        Args:
            own: Name of the table that is left out.
        """
        if self._others is None:
            pivots = supported(lambda: [("", area_of(pivot.range)) for pivot in self.sheet.pivot_tables]) or []
            self._others = [(table.name.casefold(), area_of(table.range)) for table in self.sheet.tables] + pivots
        return [area for name, area in self._others if name != own.casefold()]

    def put(self, row: int, column: int, content: Content | None) -> None:
        """See `surface.Surface.put`."""
        self._new[row, column] = None if content is None else _cell(content)

    def put_formula(self, row: int, column: int, formula: str) -> None:
        """See `surface.Surface.put_formula`."""
        self._new[row, column] = LiveCell(None, f"={formula}")

    def take(self, row: int, column: int) -> LiveCell | None:
        """See `surface.Surface.take`."""
        if self.moves_totals:
            return None
        found = self.cell(row, column)
        self._new[row, column] = None
        return found

    def place(self, row: int, column: int, cell: LiveCell) -> None:
        """See `surface.Surface.place`."""
        self._new[row, column] = cell

    def unhide(self, first_row: int, last_row: int) -> None:
        """Nothing to do: the program shows the rows when the filter is cleared."""

    def rectangles(self, apart: Iterable[int] = ()) -> list[Area]:
        """Rectangles that cover all cells to be written; those in which nothing changes are left out.

        Args:
            apart: Rows that are written by themselves.
        """
        cut = set(apart)
        return [area for area in _rectangles(self._new, cut) if any(self._differs(at) for at in _cells(area))]

    def write(self, area: Area) -> None:
        """Write the new cells of a rectangle in one call."""
        self._writing = area
        self._write(area, self._new)
        self._writing = None
        self._written.append(area)

    def restore(self) -> None:
        """Write the cells of all rectangles as they were that were written since."""
        for area in self._written:
            self._write(area, self._old)
        if self._writing:
            try:
                self._write(self._writing, self._old)
            except Exception as error:
                # what refuses the new values, because it is protected, refuses the old ones too
                if not is_foreign(error):
                    raise

    def _write(self, area: Area, cells: Mapping[tuple[int, int], LiveCell | None]) -> None:
        at_once = max(1, _MOST_AT_ONCE // area.width)
        for first in range(area.first_row, area.last_row + 1, at_once):
            part = area._replace(first_row=first, last_row=min(first + at_once - 1, area.last_row))
            # raw: plain texts and numbers need no conversion, and xlwings' own asks the program for names each time
            self.range(part).raw_value = [
                [self._to_write(cells.get((row, column))) for column in _columns(part)] for row in _rows(part)
            ]

    def _to_write(self, cell: LiveCell | None) -> str | float:
        """A cell as it is handed to the program; a date as its number, so that no format changes."""
        if cell is None:
            return ""
        if cell.formula:
            return cell.formula
        if isinstance(cell.value, dt.datetime):
            return (cell.value - self._zero) / dt.timedelta(days=1)
        written: str | float = literal(cell.value) if isinstance(cell.value, str) else cell.value
        return written

    def _differs(self, at: tuple[int, int]) -> bool:
        old, new = self._old.get(at), self._new[at]
        if old is None or new is None:
            return old is not new
        if old.formula or new.formula:
            return old.formula != new.formula
        if isinstance(old.value, dt.datetime) and isinstance(new.value, float):
            return abs((old.value - self._zero) / dt.timedelta(days=1) - new.value) > _SAME_TIME
        return bool(old.value != new.value or isinstance(old.value, bool) != isinstance(new.value, bool))


def as_rows(found: Any, width: int) -> Sequence[Sequence[Any]]:
    """What a range gives, as rows: a single cell comes bare, and a single row from some programs flat.

    Args:
        found: What it gave.
        width: Columns of the range.
    """
    if not isinstance(found, list | tuple):
        return [[found]]
    if found and isinstance(found[0], list | tuple):
        return found
    return [found] if len(found) == width and width > 1 else [[cell] for cell in found]


def area_of(cells: xw.Range) -> Area:
    """Where a range stands."""
    height, width = cells.shape
    return Area(cells.row, cells.column, cells.row + height - 1, cells.column + width - 1)


def _cell(content: Content) -> LiveCell:
    if content.kind == "n":
        return LiveCell(float(content.value))
    if content.kind == "b":
        return LiveCell(content.value == "1")
    return LiveCell(content.value, f"={content.formula}" if content.formula else "")


def _rows(area: Area) -> range:
    return range(area.first_row, area.last_row + 1)


def _columns(area: Area) -> range:
    return range(area.first_column, area.last_column + 1)


def _cells(area: Area) -> Iterator[tuple[int, int]]:
    return ((row, column) for row in _rows(area) for column in _columns(area))


def _halves(area: Area) -> tuple[Area, Area]:
    if area.height > 1:
        middle = (area.first_row + area.last_row) // 2
        return area._replace(last_row=middle), area._replace(first_row=middle + 1)
    middle = (area.first_column + area.last_column) // 2
    return area._replace(last_column=middle), area._replace(first_column=middle + 1)


def _rectangles(cells: Iterable[tuple[int, int]], cut: set[int]) -> list[Area]:
    """Cover cells with few rectangles: runs down a column, then equal runs side by side."""
    runs: list[Area] = []
    for column, row in sorted((column, row) for row, column in cells):
        last = runs[-1] if runs else None
        if last and last.first_column == column and last.last_row == row - 1 and not {row - 1, row} & cut:
            runs[-1] = last._replace(last_row=row)
        else:
            runs.append(Area(row, column, row, column))
    found: dict[tuple[int, int], list[Area]] = {}
    for run in runs:
        same = found.setdefault((run.first_row, run.last_row), [])
        if same and same[-1].last_column == run.first_column - 1:
            same[-1] = same[-1]._replace(last_column=run.first_column)
        else:
            same.append(run)
    return [area for areas in found.values() for area in areas]
