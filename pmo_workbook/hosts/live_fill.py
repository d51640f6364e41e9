"""Puts rows and stamps into the input tables of an open workbook; the twin of `fill.Filler` for the closed file.

Changes are gathered first and written by blocks; only cells that change are written, so formulas beside them stay.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any

from pmo_workbook.addresses import Area
from pmo_workbook.binding import BoundTable, no_table
from pmo_workbook.errors import InputError, WriteError
from pmo_workbook.hosts.live_formulas import fill_formulas, only_formulas
from pmo_workbook.hosts.live_program import literal, patient, still, translated, undisturbed
from pmo_workbook.sheets import BY_KEY
from pmo_workbook.tables import RawTable

if TYPE_CHECKING:
    import xlwings as xw


@dataclass
class OpenTable:
    """An input table of an open workbook that is being filled.

    Attributes:
        bound: The table as it was read.
        cells: New values by worksheet row and column.
        last_row: Worksheet row of its last row that is not blank, new ones included.
        first_new: Worksheet row of the first that was appended; 0 when none was.
        left: Fields that were given but have no column, with the number of values dropped.
    """

    bound: BoundTable
    last_row: int
    first_new: int = 0
    cells: dict[tuple[int, int], Any] = field(default_factory=dict)
    left: dict[str, int] = field(default_factory=dict)

    @property
    def raw(self) -> RawTable:
        """The table as the workbook held it."""
        return self.bound.table

    def put(self, row: int, values: Mapping[str, Any]) -> None:
        """Note the values of some cells of a row."""
        for name, value in values.items():
            column = self.bound.places.get(name)
            if column is not None:
                self.cells[row, column] = value
            elif value is not None:
                self.left[name] = self.left.get(name, 0) + 1


class LiveFiller:
    """Fills input tables of one open workbook; nothing is written before `save`.

    Args:
        book: The workbook.
        tables: Its input tables as they were read.
    """

    def __init__(self, book: xw.Book, tables: Mapping[str, BoundTable]) -> None:
        self._book = book
        self._tables = tables
        self._open: dict[str, OpenTable] = {}

    def table(self, key: str) -> OpenTable:
        """Open an input table for filling.

        Args:
            key: Key of the sheet.

        Raises:
            NoFrameworkError: The workbook has no such table.
        """
        if key not in self._open:
            bound = self._tables.get(key)
            if bound is None:
                raise no_table(BY_KEY[key])
            self._open[key] = OpenTable(bound, self._last_filled(bound))
        return self._open[key]

    def _last_filled(self, bound: BoundTable) -> int:
        """Worksheet row of the last that holds more than formulas; the header's when there is none."""
        raw = bound.table
        sure = max((row for row, _ in bound.rows()), default=raw.header_row)
        rows = enumerate(raw.rows, raw.first_row)
        more = {row for row, values in rows if row > sure and any(value is not None for value in values)}
        if more:
            with translated(f"{self._book.name} cannot be read"), patient():
                area = Area(sure + 1, raw.first_column, max(more), raw.last_column)
                more -= only_formulas(self._book.sheets[raw.sheet], area)
        return max(more, default=sure)

    def append(self, key: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Note rows to be written under the last one of a table that is not blank."""
        table = self.table(key)
        table.first_new = table.first_new or table.last_row + 1
        for values in rows:
            table.last_row += 1
            table.put(table.last_row, values)

    def update(self, key: str, row: int, values: Mapping[str, Any]) -> None:
        """Note cells of a row that exists."""
        self.table(key).put(row, values)

    def save(self) -> None:
        """Write what was noted; the workbook itself is not saved, that is the user's.

        Raises:
            InputError: A totals row or cells below a table are in the way.
            WorkbookError: The program is busy or refuses.
        """
        doing = f"{self._book.name} could not be filled"
        with translated(doing, WriteError), patient(), still(self._book), undisturbed(self._book):
            found = {table.name.casefold(): table for sheet in self._book.sheets for table in sheet.tables}
            work = [(table, found.get(table.raw.name.casefold())) for table in self._open.values() if table.cells]
            for table, excel in work:
                self._refuse(table, excel)
            for table, excel in work:
                self._write(table, excel)

    def _refuse(self, table: OpenTable, excel: xw.main.Table | None) -> None:
        raw = table.raw
        if excel is not None and excel.show_totals and table.last_row > raw.last_row:
            raise InputError(f"Switch the totals row of the table {raw.name} off, then try again.")
        first = raw.last_row + 1
        if table.last_row >= first:
            values = self._range(table, first, raw.first_column, table.last_row, raw.last_column)
            if any(value not in (None, "") for row in values.options(ndim=2).value for value in row):
                raise InputError(
                    f"Cells below the table on {raw.sheet} are in the way of new rows; move them away, then try again."
                )

    def _write(self, table: OpenTable, excel: xw.main.Table | None) -> None:
        for column in sorted({column for _, column in table.cells}):
            rows = sorted(row for row, at in table.cells if at == column)
            for _, run in groupby(enumerate(rows), lambda item: item[1] - item[0]):
                block = [row for _, row in run]
                values = [[_handed(table.cells[row, column])] for row in block]
                cells = self._range(table, block[0], column, block[-1], column)
                looks = self._range(table, table.raw.first_row, column, table.raw.first_row, column)
                shown = looks.number_format if any(isinstance(row[0], dt.date) for row in values) else None
                cells.value = values
                if shown and block[-1] > table.raw.first_row:
                    cells.number_format = shown
        if excel is None:
            return
        raw = table.raw
        end = raw.last_row - raw.below
        last = max(table.last_row, end)
        if last > excel.range.last_cell.row:
            excel.resize(self._range(table, raw.header_row, raw.first_column, last, raw.last_column))
        first = min(table.first_new or end + 1, end + 1)
        area = Area(raw.header_row, raw.first_column, end, raw.last_column)
        fill_formulas(self._book.sheets[raw.sheet], area, range(first, table.last_row + 1))

    def _range(self, table: OpenTable, first_row: int, first_column: int, last_row: int, last_column: int) -> xw.Range:
        return self._book.sheets[table.raw.sheet].range((first_row, first_column), (last_row, last_column))


def visible(book: xw.Book, title: str, rows: Sequence[int]) -> set[int]:
    """Rows that the user sees: a selection dragged over a filtered list takes in the hidden ones.

    Args:
        book: The workbook.
        title: Title of the sheet.
        rows: Worksheet rows.
    """
    with translated(f"{title} cannot be read"), patient():
        sheet = book.sheets[title]
        return {row for row in rows if sheet.range((row, 1)).row_height}


def _handed(value: Any) -> Any:
    """A value as it is handed over; a date alone as its midnight."""
    if isinstance(value, str):
        return literal(value)
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.datetime.combine(value, dt.time())
    return value
