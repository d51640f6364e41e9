"""Putting the blocks of generated tabs into an open workbook, all or nothing.

The way of a tab: find each block and read what is there → see what is in its way → note the new cells in memory →
resize tables and write rectangle by rectangle. When anything fails, what was read is written back, in all tabs.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Final

from pmo_workbook.addresses import MAX_COLUMN, MAX_ROW, Area
from pmo_workbook.blocks import Cell, Grid, Listing, Tab
from pmo_workbook.errors import WriteError
from pmo_workbook.hosts.base import Skipped
from pmo_workbook.hosts.fitting import fitted, fitted_lines, fixed_columns
from pmo_workbook.hosts.live_memory import LiveMemory
from pmo_workbook.hosts.live_names import Tables, area_of_name
from pmo_workbook.hosts.live_program import date1904, is_foreign
from pmo_workbook.hosts.live_sheet import LiveSheet, area_of, live_cell
from pmo_workbook.hosts.live_table import LiveTable
from pmo_workbook.hosts.placing import cells_deleted, name_deleted, place, table_deleted
from pmo_workbook.hosts.regions import Contents, GridRegion, ListRegion, Region
from pmo_workbook.template_version import VERSION

if TYPE_CHECKING:
    import xlwings as xw

_LAST: Final = "start"
_MOST_AT_ONCE: Final = 20_000
"""Cells in one read of grids that lie apart."""


class LiveWrite:
    """One write; keeps the sheets and tables it has met."""

    def __init__(self, book: xw.Book, tables: Tables, memory: LiveMemory, template: int = VERSION) -> None:
        """Take an open workbook.

        Args:
            book: The workbook.
            tables: Its tables.
            memory: Which tabs needed no change before; kept up to date.
            template: Version of the template that the workbook follows.
        """
        self.template = template
        self._memory = memory
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
        changed: list[LiveTable] = []
        try:
            # Start says that a refresh was made: last, so that it is true even when Python is killed on the way.
            for tab in sorted(tabs, key=lambda tab: tab.key == _LAST):
                if not self._stands(tab):
                    skipped += self._write(tab, changed)
        except BaseException as error:
            self._take_back(changed, error)
            raise
        return skipped

    def _write(self, tab: Tab, changed: list[LiveTable]) -> list[Skipped]:
        self._read_grids(tab)
        regions, problems = place(tab, self)
        for region in regions:
            region.write()
        sheets = {id(region.sheet): region.sheet for region in regions if isinstance(region.sheet, LiveSheet)}
        lists = [region.table for region in regions if isinstance(region, ListRegion)]
        tables = [table for table in lists if isinstance(table, LiveTable)]
        same = all(table.area == table.table.ref for table in tables) and not any(
            sheet.changes() for sheet in sheets.values()
        )
        evidence = self._evidence(tab) if same and regions and not problems else None
        if evidence is not None:
            self._memory.tabs[tab.key] = evidence, tab
        else:
            changed += tables
            self._flush(list(sheets.values()), tables)
        return problems

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
        block = fitted_lines(block, area.height, self.template)
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
        block = fitted(block, table.columns, self.template)
        rows = block.rows or ((None,) * len(block.headers),)
        head, *stored = self._contents((block.headers, *rows))
        columns = table.place(block.headers, fixed_columns(block))
        region = ListRegion(sheet, table, block.headers, head, stored, columns)
        for area in _beyond(table.area, region.target):
            sheet.load(area)
        return region

    def other_areas(self, region: Region) -> list[Area]:
        """Ranges in a region's way; see `placing.Finder`."""
        if isinstance(region, ListRegion) and isinstance(region.sheet, LiveSheet):
            return region.sheet.other_ranges(region.table.table.name)
        return []

    def _stands(self, tab: Tab) -> bool:
        """Whether the same tab needed no change before, and what is there is the same since."""
        evidence, before = self._memory.tabs.pop(tab.key, (None, None))
        if evidence is None or before != tab or evidence != self._evidence(tab):
            return False
        self._memory.tabs[tab.key] = evidence, tab
        return True

    def _evidence(self, tab: Tab) -> Hashable | None:
        """What a write of a tab depends on: marks of what is there, and where; None where the program gives none."""
        tables = [(table, table.parent.name, area_of(table.range)) for table in self._lists(tab)]
        found: list[Hashable] = [self._date1904, _truths(tab)]
        for title, area in [*self._around_grids(tab), *((title, area) for _, title, area in tables)]:
            mark = self._sheet(title).mark(area) if area.height * area.width <= _MOST_AT_ONCE else None
            if mark is None:
                return None
            found.append((title, area, mark))
        found += [
            (table.show_headers, table.show_totals, bool(self._sheet(title).merged(area)))
            for table, title, area in tables
        ]
        return *found, *(self._name(block.name) for block in tab.blocks if isinstance(block, Grid))

    def _read_grids(self, tab: Tab) -> None:
        for title, around in self._around_grids(tab):
            if around.height * around.width <= _MOST_AT_ONCE:
                self._sheet(title).load(around)

    def _around_grids(self, tab: Tab) -> list[tuple[str, Area]]:
        """Sheets and rectangles around all grids of a tab, to be read at once: they lie close together."""
        areas: dict[str, list[Area]] = {}
        for block in tab.blocks:
            found = self._name(block.name) if isinstance(block, Grid) else None
            if found and found[1]:
                areas.setdefault(found[0], []).append(found[1])
        return [(title, _around(some)) for title, some in areas.items()]

    def _lists(self, tab: Tab) -> list[xw.main.Table]:
        """The tables of a tab."""
        tables = [self._found.find(block.table) for block in tab.blocks if isinstance(block, Listing)]
        return [table for table in tables if table is not None]

    def _name(self, name: str) -> tuple[str, Area | None] | None:
        if name not in self._names:
            self._names[name] = area_of_name(self._book, name)
        return self._names[name]

    def _sheet(self, title: str) -> LiveSheet:
        if title not in self._sheets:
            self._sheets[title] = LiveSheet(self._book.sheets[title], self._date1904)
        return self._sheets[title]

    def _contents(self, rows: Sequence[Sequence[Cell]]) -> Contents:
        return [[live_cell(value, self._date1904) for value in row] for row in rows]

    def _flush(self, sheets: Sequence[LiveSheet], tables: Sequence[LiveTable]) -> None:
        totals = self._totals_rows(tables)
        later: list[tuple[LiveSheet, Area]] = []
        for table in tables:
            table.begin()
        for sheet in sheets:
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
        for sheet in sheets:
            sheet.settle()

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


def _truths(tab: Tab) -> tuple[int, ...]:
    """Which cells of a tab, counted through, hold a truth value: Python takes it for equal to one or zero."""
    cells = (cell for block in tab.blocks for row in block.rows for cell in row)
    return tuple(place for place, cell in enumerate(cells) if cell is True or cell is False)


def _around(areas: Sequence[Area]) -> Area:
    rows, columns, last_rows, last_columns = zip(*areas, strict=True)
    return Area(min(rows), min(columns), max(last_rows), max(last_columns))


def _beyond(old: Area, new: Area) -> list[Area]:
    """What a table covers in addition, as far as the worksheet reaches: on its right, and below."""
    bottom, right = min(new.last_row, MAX_ROW), min(new.last_column, MAX_COLUMN)
    found = []
    if right > old.last_column:
        found.append(Area(old.first_row, old.last_column + 1, max(bottom, old.last_row), right))
    if bottom > old.last_row:
        found.append(Area(old.last_row + 1, old.first_column, bottom, old.last_column))
    return found
