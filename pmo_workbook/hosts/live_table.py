"""One Excel Table on a generated tab of an open workbook: what it becomes is noted first and done at the end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, get_args

from pmo_workbook.addresses import Area
from pmo_workbook.hosts.live_program import forget_columns, literal, supported
from pmo_workbook.hosts.live_sheet import LiveCell, LiveSheet, area_of
from pmo_workbook.hosts.surface import Columns, placed
from pmo_workbook.hosts.table_xml import stands_somewhere
from pmo_workbook.models import RaciCode
from pmo_workbook.ooxml.workbook import SheetPart, TablePart

if TYPE_CHECKING:
    import xlwings as xw

_PIECES: Final = re.compile(r"""("(?:[^"]|"")*"|'(?:[^']|'')*'!?|[\w.]*)(\[(?:[^\[\]]|\[[^\[\]]*\])*\])""")
"""A text, a title or a name, and the part in brackets of a table that follows."""
_RACI: Final = frozenset(get_args(RaciCode))


class LiveTable:
    """A table of an open workbook; see `surface.ListTable`.

    Attributes:
        table: What the table was when it was found; its part has no name.
        area: Its range as it is to be, header and totals rows included.
        columns: Header texts as they are to be, in order.
        filtered: Always false: the program itself shows the rows again.
    """

    def __init__(self, table: xw.main.Table, sheet: LiveSheet) -> None:
        self._live = table
        self._sheet = sheet
        area = area_of(table.range)
        title = sheet.sheet.name
        sheet.load(area)
        self.table = TablePart(
            name=table.name,
            part="",
            sheet=SheetPart(title=title, part=title, sheet_id=0, state="visible", code_name=""),
            ref=area,
            columns=self._headers(area),
            header_rows=int(table.show_headers),
            totals_rows=int(table.show_totals),
        )
        self.area = area
        self.columns = self.table.columns
        self.filtered = False
        self._hides_totals = bool(self.table.totals_rows) and _can_show_totals(table)
        self._name_totals()
        sheet.moves_totals = sheet.moves_totals or self._hides_totals

    def _name_totals(self) -> None:
        """Put the table's name into formulas of the totals row that speak of ``[Days]``, so that they can be moved."""
        row = self.totals_row
        for column in range(self.area.first_column, self.area.last_column + 1) if row else ():
            cell = self._sheet.cell(row, column)
            if cell is not None and cell.formula:
                formula = _PIECES.sub(lambda piece: (piece[1] or self.table.name) + piece[2], cell.formula)
                self._sheet.know(row, column, LiveCell(cell.value, formula))

    def _headers(self, area: Area) -> tuple[str, ...]:
        if not self._live.show_headers:
            return tuple(column.name for column in self._live.columns)
        cells = (self._sheet.cell(area.first_row, column) for column in range(area.first_column, area.last_column + 1))
        return tuple("" if cell is None else str(cell.value) for cell in cells)

    @property
    def first_data_row(self) -> int:
        """Worksheet row of the first data row."""
        return self.area.first_row + self.table.header_rows

    @property
    def last_data_row(self) -> int:
        """Worksheet row of the last data row."""
        return self.area.last_row - self.table.totals_rows

    @property
    def sheet(self) -> LiveSheet:
        """The worksheet that it lies on."""
        return self._sheet

    @property
    def totals_row(self) -> int:
        """Worksheet row of the totals as it is to be; 0 when there is none."""
        return self.area.last_row if self.table.totals_rows else 0

    def place(self, headers: Sequence[str], fixed: int = 0) -> Columns:
        """Find the columns for a list's headers.

        Columns of other headers are the user's, and safe, but for those of roles that are gone: what holds nothing but
        RACI codes, or nothing at all where a header of ours is new. The record that the closed file keeps does not
        help, because programs tell no column ids.

        Args:
            headers: The headers of the list.
            fixed: How many of the first keep the place that their columns have; see `surface.placed`.
        """
        wanted = {header.casefold() for header in headers}
        others = [index for index, name in enumerate(self.columns) if name.casefold() not in wanted]
        renamed = len(others) > len(self.columns) - len(wanted)
        theirs = tuple(index for index in others if not self._of_a_role(index, renamed))
        return placed(headers, self.columns, theirs, fixed)

    def _of_a_role(self, index: int, blank_too: bool) -> bool:
        cells = [self._sheet.cell(row, self.area.first_column + index) for row in self._data_rows()]
        filled = [cell for cell in cells if cell is not None]
        return (bool(filled) or blank_too) and all(not cell.formula and cell.value in _RACI for cell in filled)

    def _data_rows(self) -> range:
        before = self.table
        return range(before.ref.first_row + before.header_rows, before.ref.last_row + 1 - before.totals_rows)

    def calculated(self, index: int) -> str:
        """Formula that fills a column; see `surface.ListTable.calculated`."""
        column = self.table.ref.first_column + index
        cells = [self._sheet.cell(row, column) for row in self._data_rows()]
        formulas = {"" if cell is None else cell.formula for cell in cells}
        formula = formulas.pop() if len(formulas) == 1 else ""
        return formula[1:] if formula and not stands_somewhere(formula) else ""

    def resize(self, headers: Sequence[str], columns: Columns, area: Area) -> list[int]:
        """Note the new headers and range; see `surface.ListTable.resize`."""
        old = self.columns
        new = [*old[: columns.width], *[""] * (columns.width - len(old))]
        for header, index in zip(headers, columns.ours, strict=True):
            new[index] = header
        self.area, self.columns = area, tuple(new)
        return [
            index for index, name in enumerate(new) if index >= len(old) or name.casefold() != old[index].casefold()
        ]

    def begin(self) -> None:
        """Clear the filter and give the table its new range, before cells are written: none is moved by that."""
        if self._live.show_autofilter:
            supported(self._live.autofilter.clear)
        self._take_range(self.area)
        if self.area.width > self.table.ref.width:
            forget_columns(self._live)
        self._free_headers()

    def end(self) -> None:
        """Bring the totals row back, after cells were written."""
        if self._hides_totals:
            self._live.show_totals = True

    def undo(self) -> None:
        """Give the table back the range that it had; its cells are to be restored after that."""
        self._take_range(self.table.ref)

    def _take_range(self, area: Area) -> None:
        """Excel takes a new range only without the totals row, whose formulas it keeps while the row is off."""
        if self._hides_totals:
            self._live.show_totals = False
            area = area._replace(last_row=area.last_row - 1)
        if area_of(self._live.range) != area:
            self._live.resize(self._sheet.range(area))

    def _free_headers(self) -> None:
        """Give moving headers other names for a moment: Excel changes a header that another column has still."""
        old = [name.casefold() for name in self.table.columns]
        stays = [index < len(old) and old[index] == name.casefold() for index, name in enumerate(self.columns)]
        moving = any(name.casefold() in old and not same for name, same in zip(self.columns, stays, strict=True))
        if moving and self.table.header_rows:
            free = [f"~{index}" if not same else literal(self.columns[index]) for index, same in enumerate(stays)]
            self._sheet.range(self.area._replace(last_row=self.area.first_row)).value = [free]


def _can_show_totals(table: xw.main.Table) -> bool:
    """Whether the program switches totals rows off and on; this leaves them on."""

    def switch() -> bool:
        table.show_totals = True
        return True

    return bool(supported(switch))
