"""Reading cells again and again: the same object for as long as they hold the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from . import formats
from .content import Content
from .formats import FormatGroup
from .kept_ranges import Place
from .values import Cell, Position, Stored

_TRUTH = (0.0, 1.0)
"""Numbers that may be truth values."""
_FEW = 8
"""Numbers in a column of several formats that are asked for their formats one by one."""
_SMALL = 500
"""Cells of which the formulas are read as they are; of more it is asked first which have one."""
Data = tuple[tuple[Stored | None, ...], ...]


@dataclass(frozen=True, eq=False)
class Held:
    """What cells hold; the same object again for as long as they hold the same.

    Attributes:
        values: Rows of text, numbers, booleans, dates and errors; an empty cell is an empty string.
        formulas: Formulas in Excel's syntax by position, where they were asked for.
    """

    values: Sequence[Sequence[Cell]]
    formulas: Mapping[Position, str]


class Column(NamedTuple):
    """Numbers in one column of a range, from the first to the last.

    Attributes:
        cells: Where they stand in the document.
        place: Place of the column in the range, from 0.
        first: Row of the first of them in the range, from 0.
        height: Rows of the cells.
        groups: Their number formats, as rectangles of the cells.
    """

    cells: Place
    place: int
    first: int
    height: int
    groups: tuple[FormatGroup, ...]

    @property
    def is_mixed(self) -> bool:
        """Whether they have several formats."""
        return len(self.groups) > 1

    def in_range(self) -> Iterator[FormatGroup]:
        """The formats, as rectangles of the range."""
        for key, areas in self.groups:
            moved = ((top + self.first, self.place, bottom + self.first, self.place) for top, _, bottom, _ in areas)
            yield FormatGroup(key, tuple(moved))


class _Before(NamedTuple):
    """What was seen when cells were read last, and the document's day zero, where that matters."""

    seen: tuple[Data, dict[Position, str]]
    columns: list[Column]
    held: Held
    zero: dt.datetime | None = None


class Holder:
    """Keeps what cells of one document held.

    Args:
        content: Reader of the document.
    """

    def __init__(self, content: Content) -> None:
        self._content = content
        self._memory = content.memory
        self._before: dict[tuple[str, int, int, int, int], _Before] = {}
        self._changes = 0

    def meant(self, place: Place) -> Held:
        """Values of a range as they are meant: numbers that are shown as dates are dates. No formulas."""
        return self._memory.contents(("meant", place), lambda: self._hold("meant", place, self._read_meant))

    def stored(self, place: Place) -> Held:
        """Values of a range as they are stored, and formulas: a date is its number."""
        return self._memory.contents(("stored", place), lambda: self._hold("stored", place, self._read_stored))

    def _hold(self, kind: str, place: Place, read: Callable[[Place, _Before | None], _Before]) -> Held:
        if self._changes != self._memory.changes:
            self._changes = self._memory.changes
            self._before.clear()
        # A table mostly grows downwards: what it held when it was shorter is not kept.
        key = (kind, *place[:4])
        now = read(place, self._before.pop(key, None))
        if not any(None in row for row in now.seen[0]):
            # Of an error the stored value does not tell which it is.
            self._before[key] = now
        self._memory.read_lately().append((place, now.held.values))
        return now.held

    def _read_meant(self, place: Place, before: _Before | None) -> _Before:
        cells = self._memory.cells(place)
        data: Data = cells.getDataArray()
        zero = self._content.zero
        same = before is not None and (before.seen[0], before.zero) == (data, zero)
        if before is not None and same and all(map(self._looks_the_same, before.columns)):
            return before
        values: list[list[Cell]] = [list(row) for row in data]
        columns = list(self._columns(place, data))
        for column in columns:
            self._content.interpret(values, column.in_range())
        self._content.name_errors(cells, values)
        return _Before((data, {}), columns, Held(tuple(map(tuple, values)), {}), zero)

    def _read_stored(self, place: Place, before: _Before | None) -> _Before:
        cells = self._memory.cells(place)
        data: Data = cells.getDataArray()
        written = self._formulas(place, data)
        same = before is not None and before.seen == (data, written)
        if before is not None and same and all(map(self._looks_the_same, before.columns)):
            return before
        values: list[list[Cell]] = [list(row) for row in data]
        columns = list(self._columns(place, [[value if value in _TRUTH else None for value in row] for row in data]))
        for column in columns:
            truths = (group for group in column.in_range() if self._content.formats.is_boolean(group.key))
            self._content.interpret(values, truths)
        self._content.name_errors(cells, values)
        formulas = {at: self._content.to_excel(text) for at, text in written.items()}
        return _Before((data, written), columns, Held(tuple(map(tuple, values)), formulas))

    def _formulas(self, place: Place, data: Data) -> dict[Position, str]:
        """Formulas of a range as Calc writes them."""
        cells = self._memory.cells(place)
        if len(data) * len(data[0]) <= _SMALL:
            written = cells.getFormulaArray()
            if not any(text.startswith(("=", "{=")) for row in written for text in row):
                return {}
            return {(i, j): written[i][j] for i, j in self._content.formula_positions(cells)}
        sheet, left, top, *_ = place
        found: dict[Position, str] = {}
        for first, start, last, end in self._content.formula_areas(cells):
            part = self._memory.cells((sheet, left + start, top + first, left + end, top + last))
            for i, row in enumerate(part.getFormulaArray(), first):
                found |= {(i, j): text for j, text in enumerate(row, start)}
        return found

    def _columns(self, place: Place, data: Sequence[Sequence[Stored | None]]) -> Iterator[Column]:
        """The columns of a range that hold numbers, with their formats."""
        for index, column in enumerate(zip(*data, strict=True)):
            rows = [row for row, value in enumerate(column) if isinstance(value, float)]
            if not rows:
                continue
            found = self._column(place, index, rows[0], rows[-1])
            if found.is_mixed and len(rows) <= _FEW:
                yield from (self._column(place, index, row, row) for row in rows)
            else:
                yield found

    def _column(self, place: Place, index: int, first: int, last: int) -> Column:
        sheet, left, top, *_ = place
        cells = sheet, left + index, top + first, left + index, top + last
        height = last - first + 1
        return Column(cells, index, first, height, self._formats_of(cells, height))

    def _looks_the_same(self, column: Column) -> bool:
        return column.groups == self._formats_of(column.cells, column.height)

    def _formats_of(self, cells: Place, height: int) -> tuple[FormatGroup, ...]:
        return tuple(formats.of_column(self._memory.cells(cells), height))
