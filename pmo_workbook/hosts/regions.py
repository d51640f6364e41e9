"""Where one block goes on its worksheet, what is in its way, and putting it there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pmo_workbook.addresses import MAX_COLUMN, MAX_ROW, Area, cell_address
from pmo_workbook.hosts.surface import Columns, ListTable, Surface

Contents = Sequence[Sequence[Any]]
"""Rows of what a worksheet's `put` takes."""


@dataclass(frozen=True)
class GridRegion:
    """A rectangle of fixed size.

    Attributes:
        what: Its defined name.
        sheet: The worksheet.
        area: Its cells.
        rows: What they store.
    """

    what: str
    sheet: Surface
    area: Area
    rows: Contents

    @property
    def target(self) -> Area:
        """All cells it covers when it is written."""
        return self.area

    def in_the_way(self, others: Sequence[Area]) -> str:  # noqa: ARG002 - a grid does not grow
        """What forbids writing, as a sentence; empty when nothing does.

        Args:
            others: Ranges of tables and pivot tables on the sheet.
        """
        height, width = len(self.rows), len(self.rows[0]) if self.rows else 0
        if (height, width) != (self.area.height, self.area.width):
            return (
                f"The block {self.what} has {self.area.height} rows and {self.area.width} columns now "
                f"instead of {height} and {width}; undo what was inserted or deleted there."
            )
        return _array_in_the_way(self.sheet, self.area)

    def write(self) -> None:
        """Put the values in place."""
        for row, contents in enumerate(self.rows, self.area.first_row):
            for column, content in enumerate(contents, self.area.first_column):
                self.sheet.put(row, column, content)


@dataclass(frozen=True)
class ListRegion:
    """A table that takes the size of its list.

    Attributes:
        sheet: The worksheet.
        table: The table.
        headers: Its headers.
        head: What its header row stores.
        rows: What its rows store; at least one.
        columns: Where the headers go.
    """

    sheet: Surface
    table: ListTable
    headers: tuple[str, ...]
    head: Sequence[Any]
    rows: Contents
    columns: Columns

    @property
    def what(self) -> str:
        """Name of the table."""
        return self.table.table.name

    @property
    def target(self) -> Area:
        """All cells the table covers when it is written."""
        old = self.table.area
        return Area(
            old.first_row,
            old.first_column,
            self.table.first_data_row + len(self.rows) - 1 + self.table.table.totals_rows,
            old.first_column + self.columns.width - 1,
        )

    def in_the_way(self, others: Sequence[Area]) -> str:
        """What forbids writing, as a sentence; empty when nothing does.

        Args:
            others: Ranges of other tables and pivot tables on the sheet.
        """
        target, old = self.target, self.table.area
        if target.last_row > MAX_ROW or target.last_column > MAX_COLUMN:
            return f"The table {self.what} would reach beyond the end of the sheet."
        if self.columns.in_the_way >= 0:
            name = self.table.columns[self.columns.in_the_way]
            cell = cell_address(old.first_row, old.first_column + self.columns.in_the_way)
            return (
                f"The column {name} (cell {cell}), which is not one of ours, is in the way of the table {self.what}, "
                f"whose columns change; move it out of the table."
            )
        for area in self._growth():
            for row, column in self.sheet.occupied(area):
                return _cell_sentence(row, column, self.what)
        for area in (*self.sheet.merged(target), *others):
            if area.meets(target) and not (area in others and area.meets(old)):
                return _cell_sentence(area.first_row, area.first_column, self.what)
        return self._totals_in_the_way() or _array_in_the_way(self.sheet, target)

    def write(self) -> None:
        """Resize the table and put the values in place."""
        old, target, moved_from = self.table.area, self.target, self.table.last_data_row
        if self.table.filtered:
            self.sheet.unhide(old.first_row, old.last_row)
        first, last = self.table.first_data_row, target.last_row - self.table.table.totals_rows
        totals = self._take_totals() if last != moved_from else {}
        changed_columns = self.table.resize(self.headers, self.columns, target)
        self._write_headers(changed_columns)
        own = [old.first_column + index for index in self.columns.ours]
        for row, contents in enumerate(self.rows, first):
            for column, content in zip(own, contents, strict=True):
                self.sheet.put(row, column, content)
        for area in self._shrinkage(old, target, own):
            for row in range(area.first_row, area.last_row + 1):
                for column in range(area.first_column, area.last_column + 1):
                    self.sheet.put(row, column, None)
        self._follow_their_columns(moved_from, last)
        if totals and last < moved_from:
            for column in own:
                self.sheet.take(target.last_row, column)
        for column, cell in totals.items():
            self.sheet.place(target.last_row, column, cell)
        if self.table.table.totals_rows:
            for index in changed_columns:
                self.sheet.put(target.last_row, old.first_column + index, None)

    def _growth(self) -> Iterator[Area]:
        """Cells that the table takes in, its users' columns left out: those are theirs before and after."""
        old, target = self.table.area, self.target
        if target.last_column > old.last_column:
            yield Area(old.first_row, old.last_column + 1, target.last_row, target.last_column)
        if target.last_row > old.last_row:
            for index in range(min(old.width, target.width)):
                if index not in self.columns.theirs:
                    column = old.first_column + index
                    yield Area(old.last_row + 1, column, target.last_row, column)

    def _shrinkage(self, old: Area, target: Area, own: Sequence[int]) -> Iterator[Area]:
        if target.last_column < old.last_column:
            yield Area(old.first_row, target.last_column + 1, old.last_row, old.last_column)
        if target.last_row < old.last_row:
            for column in own:
                yield Area(target.last_row + 1, column, old.last_row, column)

    def _totals_in_the_way(self) -> str:
        row, old = self.target.last_row, self.table.area
        if not self.table.table.totals_rows or row >= old.last_row:
            return ""
        for index in self.columns.theirs:
            if self._occupied(row, old.first_column + index) and not self.table.calculated(index):
                return _cell_sentence(row, old.first_column + index, f"the totals row of {self.what}")
        return ""

    def _take_totals(self) -> dict[int, Any]:
        totals: dict[int, Any] = {}
        if self.table.table.totals_rows:
            for column in range(self.table.area.first_column, self.table.area.last_column + 1):
                cell = self.sheet.take(self.table.area.last_row, column)
                if cell is not None and column <= self.target.last_column:
                    totals[column] = cell
        return totals

    def _write_headers(self, changed: Sequence[int]) -> None:
        if self.table.table.header_rows:
            for header, stored, index in zip(self.headers, self.head, self.columns.ours, strict=True):
                if index in changed or self.table.table.columns[index] != header:
                    self.sheet.put(self.table.area.first_row, self.table.area.first_column + index, stored)

    def _follow_their_columns(self, old_last: int, new_last: int) -> None:
        """Fill the user's calculated columns in new rows, and take their formulas out of rows that are gone."""
        for index in self.columns.theirs:
            formula, column = self.table.calculated(index), self.table.area.first_column + index
            if not formula:
                continue
            for row in range(old_last + 1, new_last + 1):
                if not self._occupied(row, column):
                    self.sheet.put_formula(row, column, formula)
            for row in range(new_last + 1, old_last + 1):
                if self.sheet.has_formula(row, column):
                    self.sheet.put(row, column, None)

    def _occupied(self, row: int, column: int) -> bool:
        return any(self.sheet.occupied(Area(row, column, row, column)))


Region = GridRegion | ListRegion


def _array_in_the_way(sheet: Surface, area: Area) -> str:
    for array in sheet.arrays(area):
        if not array.within(area):
            return (
                f"The array formula in {array.address()} reaches into cells that are generated; "
                f"move it, then refresh again."
            )
    return ""


def _cell_sentence(row: int, column: int, what: str) -> str:
    return (
        f"Cell {cell_address(row, column)} is in the way of {what}, which needs the space; move it, then refresh again."
    )
