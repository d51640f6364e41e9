"""Putting the blocks of generated tabs into an open workbook, all or nothing.

The way of a write: find each block and read what is there → see what is in its way → note the new cells in memory →
resize tables and write rectangle by rectangle. Until the last step nothing is changed; if that fails, what was read
is written back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pmo_workbook.errors import WriteError
from pmo_workbook.hosts.base import Skipped
from pmo_workbook.hosts.cells import encode
from pmo_workbook.hosts.live_names import area_of_name
from pmo_workbook.hosts.live_program import date1904, is_foreign
from pmo_workbook.hosts.live_sheet import LiveSheet, other_ranges
from pmo_workbook.hosts.live_table import LiveTable
from pmo_workbook.hosts.placing import cells_deleted, name_deleted, place, table_deleted
from pmo_workbook.hosts.regions import Contents, GridRegion, ListRegion, Region
from pmo_workbook.layout.blocks import Cell, Grid, Listing, Tab
from pmo_workbook.ooxml.addresses import Area

if TYPE_CHECKING:
    import xlwings as xw


class LiveWrite:
    """One write; keeps the sheets and tables it has met."""

    def __init__(self, book: xw.Book) -> None:
        self._book = book
        self._date1904 = date1904(book)
        self._sheets: dict[str, LiveSheet] = {}
        self._tables: dict[str, LiveTable] = {}
        self._found = {table.name.casefold(): table for sheet in book.sheets for table in sheet.tables}

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
        found = area_of_name(self._book, block.name)
        if found is None:
            return name_deleted(block)
        title, area = found
        if area is None or title not in self._titles:
            return cells_deleted(block)
        sheet = self._sheet(title)
        sheet.load(area)
        return GridRegion(block.name, sheet, area, self._contents(block.rows))

    def listing(self, block: Listing) -> ListRegion | Skipped:
        """The table of a list; see `placing.Finder`."""
        key = block.table.casefold()
        found = self._found.get(key)
        if found is None:
            return table_deleted(block)
        if key not in self._tables:
            self._tables[key] = LiveTable(found, self._sheet(found.parent.name))
        table = self._tables[key]
        rows = block.rows or ((None,) * len(block.headers),)
        sheet = self._sheet(table.table.sheet.title)
        region = ListRegion(sheet, table, block.headers, self._contents(rows), table.place(block.headers))
        old, new = table.area, region.target
        within = (min(new.last_row, _DEEPEST), min(new.last_column, _WIDEST))
        sheet.load(Area(old.first_row, old.first_column, max(old.last_row, within[0]), max(old.last_column, within[1])))
        return region

    def other_areas(self, region: Region) -> list[Area]:
        """Ranges in a region's way; see `placing.Finder`."""
        own = region.table.table.name if isinstance(region, ListRegion) else ""
        sheet = region.sheet
        return other_ranges(sheet.sheet, own) if isinstance(sheet, LiveSheet) else []
