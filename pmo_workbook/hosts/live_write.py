"""Putting the blocks of generated tabs into an open workbook, all or nothing.

The way of a write: find each block and read what is there → see what is in its way → note the new cells in memory →
resize tables and write rectangle by rectangle. Until the last step nothing is changed; if that fails, what was read
is written back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from pmo_workbook.errors import WriteError
from pmo_workbook.hosts.base import Skipped
from pmo_workbook.hosts.cells import encode
from pmo_workbook.hosts.live_names import Tables, area_of_name
from pmo_workbook.hosts.live_program import date1904, is_foreign
from pmo_workbook.hosts.live_sheet import LiveSheet
from pmo_workbook.hosts.live_table import LiveTable
from pmo_workbook.hosts.placing import cells_deleted, name_deleted, place, table_deleted
from pmo_workbook.hosts.regions import Contents, GridRegion, ListRegion, Region
from pmo_workbook.layout.blocks import Cell, Grid, Listing, Tab
from pmo_workbook.ooxml.addresses import MAX_COLUMN, MAX_ROW, Area

if TYPE_CHECKING:
    import xlwings as xw

_MOST_AT_ONCE: Final = 20_000
"""Cells in one read of grids that lie apart."""


class LiveWrite:
    """One write; keeps the sheets and tables it has met."""

    def __init__(self, book: xw.Book, tables: Tables) -> None:
        """Take an open workbook.

        Args:
            book: The workbook.
            tables: Its tables.
        """
        self._book = book
        self._date1904 = date1904(book)
        self._sheets: dict[str, LiveSheet] = {}
        self._tables: dict[str, LiveTable] = {}
        self._found = tables
        self._names: dict[str, tuple[str, Area | None] | None] = {}

    def run(self, tabs: Sequence[Tab]) -> list[Skipped]:
        """Write the tabs.

        Args:
            tabs: What to write.

        Returns:
            What was skipped and why.

        Raises:
            WriteError: It failed in the middle, and what was written could not be taken back.
        """
        skipped: list[Skipped] = []
        changing: list[LiveTable] = []
        for tab in tabs:
            self._read_grids(tab)
            regions, problems = place(tab, self)
            skipped += problems
            for region in regions:
                region.write()
                if isinstance(region, ListRegion) and isinstance(region.table, LiveTable):
                    changing.append(region.table)
        try:
            self._flush(changing)
        except BaseException as error:
            self._take_back(changing, error)
            raise
        return skipped

    def grid(self, block: Grid) -> GridRegion | Skipped:
        """The rectangle of a grid; see `placing.Finder`."""
        found = self._name(block.name)
        if found is None:
            return name_deleted(block)
        title, area = found
        if area is None:
            return cells_deleted(block)
        sheet = self._sheet(title)
        sheet.load(area)
        return GridRegion(block.name, sheet, area, self._contents(block.rows))

    def listing(self, block: Listing) -> ListRegion | Skipped:
        """The table of a list; see `placing.Finder`."""
        key = block.table.casefold()
        if key not in self._tables:
            found = self._found.find(block.table)
            if found is None:
                return table_deleted(block)
            self._tables[key] = LiveTable(found, self._sheet(found.parent.name))
        table = self._tables[key]
        sheet = table.sheet
        rows = block.rows or ((None,) * len(block.headers),)
        region = ListRegion(sheet, table, block.headers, self._contents(rows), table.place(block.headers))
        for area in _beyond(table.area, region.target):
            sheet.load(area)
        return region

    def other_areas(self, region: Region) -> list[Area]:
        """Ranges in a region's way; see `placing.Finder`."""
        if isinstance(region, ListRegion) and isinstance(region.sheet, LiveSheet):
            return region.sheet.other_ranges(region.table.table.name)
        return []

    def _read_grids(self, tab: Tab) -> None:
        """Read what is in all grids of a tab at once: they lie close together."""
        areas: dict[str, list[Area]] = {}
        for block in tab.blocks:
            found = self._name(block.name) if isinstance(block, Grid) else None
            if found and found[1]:
                areas.setdefault(found[0], []).append(found[1])
        for title, some in areas.items():
            rows, columns, last_rows, last_columns = zip(*some, strict=True)
            around = Area(min(rows), min(columns), max(last_rows), max(last_columns))
            if around.height * around.width <= _MOST_AT_ONCE:
                self._sheet(title).load(around)

    def _name(self, name: str) -> tuple[str, Area | None] | None:
        if name not in self._names:
            self._names[name] = area_of_name(self._book, name)
        return self._names[name]

    def _sheet(self, title: str) -> LiveSheet:
        if title not in self._sheets:
            self._sheets[title] = LiveSheet(self._book.sheets[title], self._date1904)
        return self._sheets[title]

    def _contents(self, rows: Sequence[Sequence[Cell]]) -> Contents:
        return [[encode(value, self._date1904) for value in row] for row in rows]

    def _flush(self, tables: Sequence[LiveTable]) -> None:
        for table in tables:
            table.begin()
        totals = self._totals_rows(tables)
        later: list[tuple[LiveSheet, Area]] = []
        for sheet in self._sheets.values():
            own = totals.get(id(sheet), set())
            for area in sheet.rectangles(own):
                if area.first_row in own:
                    later.append((sheet, area))
                else:
                    sheet.write(area)
        for table in tables:
            table.end()
        for sheet, area in later:
            sheet.write(area)

    def _take_back(self, tables: Sequence[LiveTable], error: BaseException) -> None:
        try:
            for table in reversed(tables):
                table.undo()
            for sheet in self._sheets.values():
                sheet.restore()
            for table in tables:
                table.end()
        except Exception as second:
            if not is_foreign(second):
                raise
            raise WriteError(
                f"Writing into {self._book.name} failed half-way, and what was written could not be taken back; "
                f"close the workbook without saving it."
            ) from error

    @staticmethod
    def _totals_rows(tables: Sequence[LiveTable]) -> dict[int, set[int]]:
        """Totals rows by sheet: what goes there is written once the program has brought them back."""
        found: dict[int, set[int]] = {}
        for table in tables:
            if table.totals_row:
                found.setdefault(id(table.sheet), set()).add(table.totals_row)
        return found


def _beyond(old: Area, new: Area) -> list[Area]:
    """What a table covers in addition, as far as the worksheet reaches: on its right, and below."""
    bottom, right = min(new.last_row, MAX_ROW), min(new.last_column, MAX_COLUMN)
    found = []
    if right > old.last_column:
        found.append(Area(old.first_row, old.last_column + 1, max(bottom, old.last_row), right))
    if bottom > old.last_row:
        found.append(Area(old.last_row + 1, old.first_column, bottom, old.last_column))
    return found
