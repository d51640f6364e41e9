"""One worksheet of an open workbook while blocks are put onto it: read in blocks, changed in memory, written in blocks.

Nothing is written before `LiveSheet.rectangles` are; until then a tab can still be left alone.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pmo_workbook.addresses import Area
from pmo_workbook.blocks import Cell
from pmo_workbook.epochs import day_zero
from pmo_workbook.hosts.cells import clean, encode
from pmo_workbook.hosts.live_program import contents_of, is_foreign, literal, supported

if TYPE_CHECKING:
    import xlwings as xw

_MOST_AT_ONCE: Final = 100_000
"""Cells in one write."""
_GAP: Final = 5
"""Rows without a change that are rather written along than skipped by a write of its own."""
_SAME_TIME: Final = 1e-8
"""Days, about a millisecond: programs hand over dates to the millisecond."""


class LiveCell(NamedTuple):
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
        self._zero = day_zero(date1904)
        self._loaded: list[Area] = []
        self._written: list[Area] = []
        self._writing: Area | None = None
        self._others: list[tuple[str, Area]] | None = None
        self._old: dict[tuple[int, int], LiveCell] = {}
        self._now: dict[tuple[int, int], LiveCell | None] = {}
        self._new: dict[tuple[int, int], LiveCell | None] = {}

    def range(self, area: Area) -> xw.Range:
        """The cells of a rectangle."""
        return self.sheet.range((area.first_row, area.first_column), (area.last_row, area.last_column))

    def mark(self, area: Area) -> object | None:
        """Tells whether a rectangle holds the same as before, see `live_program.Contents`; not what it holds."""
        return contents_of(self.range(area)).mark

    def load(self, area: Area) -> None:
        """Read the cells of a rectangle, unless they were: its values in one call, its formulas in another."""
        if any(area.within(known) for known in self._loaded):
            return
        self._loaded.append(area)
        found = contents_of(self.range(area))
        for row, values in enumerate(found.values, area.first_row):
            for column, value in enumerate(values, area.first_column):
                if value not in (None, "") and (row, column) not in self._now:
                    self._old[row, column] = LiveCell(value)
        for (down, across), formula in found.formulas.items():
            at = area.first_row + down, area.first_column + across
            if at not in self._now:
                self._old[at] = LiveCell(found.values[down][across], formula)

    def cell(self, row: int, column: int) -> LiveCell | None:
        """What a cell holds, or is to hold; None for an empty one."""
        at = row, column
        return self._new[at] if at in self._new else self._held(at)

    def _held(self, at: tuple[int, int]) -> LiveCell | None:
        """What a cell holds now."""
        return self._now[at] if at in self._now else self._old.get(at)

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

    def put(self, row: int, column: int, content: LiveCell | None) -> None:
        """See `surface.Surface.put`."""
        self._new[row, column] = content

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

    def changes(self) -> set[tuple[int, int]]:
        """Cells that are to hold something else than they do."""
        return {at for at in self._new if self._differs(at)}

    def rectangles(self, apart: Iterable[int] = ()) -> list[Area]:
        """Rectangles that cover all cells that change; cells to be written that do not may come along.

        Args:
            apart: Rows that are written by themselves.
        """
        changes = self.changes()
        if not changes:
            return []
        found = [[at for at in changes if area.holds(*at)] for area in _rectangles(self._new, set(apart))]
        return [_around(group) for cells in found for group in _groups(sorted(cells))]

    def write(self, area: Area) -> None:
        """Write the new cells of a rectangle in one call."""
        self._writing = area
        self._write(area, self._new)
        self._writing = None
        self._written.append(area)

    def settle(self) -> None:
        """Take the new cells for what is there: they were written."""
        self._now |= self._new
        self._new.clear()
        self._others = None

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
        old, new = self._held(at), self._new[at]
        if old is None or new is None:
            return old is not new
        if old == new and type(old.value) is type(new.value):
            return False
        if old.formula or new.formula:
            return old.formula != new.formula
        if isinstance(old.value, dt.datetime) and isinstance(new.value, float):
            return abs((old.value - self._zero) / dt.timedelta(days=1) - new.value) > _SAME_TIME
        return bool(old.value != new.value or isinstance(old.value, bool) != isinstance(new.value, bool))


def area_of(cells: xw.Range) -> Area:
    """Where a range stands."""
    height, width = cells.shape
    return Area(cells.row, cells.column, cells.row + height - 1, cells.column + width - 1)


def live_cell(value: Cell, date1904: bool) -> LiveCell | None:
    """A value as a cell holds it, just as `cells.encode` stores it in a file.

    Args:
        value: The value.
        date1904: Whether the workbook's dates count from 1904.
    """
    if type(value) is str:
        return LiveCell(clean(value)) if value else None
    if type(value) is int or (type(value) is float and math.isfinite(value)):
        return LiveCell(float(value))
    content = encode(value, date1904)
    if content is None:
        return None
    if content.kind == "n":
        return LiveCell(float(content.value))
    if content.kind == "b":
        return LiveCell(content.value == "1")
    return LiveCell(content.value, f"={content.formula}" if content.formula else "")


def _rows(area: Area) -> range:
    return range(area.first_row, area.last_row + 1)


def _columns(area: Area) -> range:
    return range(area.first_column, area.last_column + 1)


def _around(cells: Sequence[tuple[int, int]]) -> Area:
    rows, columns = zip(*cells, strict=True)
    return Area(min(rows), min(columns), max(rows), max(columns))


def _groups(cells: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Split cells, sorted by row, where too many rows lie between them."""
    groups: list[list[tuple[int, int]]] = []
    for cell in cells:
        if not groups or cell[0] > groups[-1][-1][0] + _GAP:
            groups.append([])
        groups[-1].append(cell)
    return groups


def _halves(area: Area) -> tuple[Area, Area]:
    if area.height > 1:
        middle = (area.first_row + area.last_row) // 2
        return area._replace(last_row=middle), area._replace(first_row=middle + 1)
    middle = (area.first_column + area.last_column) // 2
    return area._replace(last_column=middle), area._replace(first_column=middle + 1)


def _rectangles(cells: Iterable[tuple[int, int]], cut: set[int]) -> list[Area]:
    """Cover cells with few rectangles: runs down a column, then equal runs side by side."""
    rows_of: dict[int, list[int]] = {}
    for row, column in cells:
        rows_of.setdefault(column, []).append(row)
    found: dict[tuple[int, int], list[Area]] = {}
    for column in sorted(rows_of):
        for first, last in _runs(sorted(rows_of[column]), cut):
            same = found.setdefault((first, last), [])
            if same and same[-1].last_column == column - 1:
                same[-1] = same[-1]._replace(last_column=column)
            else:
                same.append(Area(first, column, last, column))
    return [area for areas in found.values() for area in areas]


def _runs(rows: Sequence[int], cut: set[int]) -> Iterator[tuple[int, int]]:
    """First and last row of each stretch without a gap; rows that are cut stand alone."""
    first = last = rows[0]
    for row in rows[1:]:
        if row != last + 1 or last in cut or row in cut:
            yield first, last
            first = row
        last = row
    yield first, last
