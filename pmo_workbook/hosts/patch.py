"""Writing generated tabs into the package: values only, within the regions that are ours.

The way of a write: find each block by its name → see what is in its way → change cells and table → refresh what
depends on the changed cells. A tab whose blocks collide with a user's cell stays as it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import chain

from pmo_workbook.addresses import Area, parse_area
from pmo_workbook.blocks import Cell, Grid, Listing, Tab
from pmo_workbook.hosts.base import Skipped
from pmo_workbook.hosts.calculation import drop_stale_chain, recalculate_on_load
from pmo_workbook.hosts.cells import encode
from pmo_workbook.hosts.changes import Changes
from pmo_workbook.hosts.charts import refresh_caches
from pmo_workbook.hosts.fitting import fitted, fitted_lines, fixed_columns
from pmo_workbook.hosts.formulas import any_reads
from pmo_workbook.hosts.placing import cells_deleted, name_deleted, place, table_deleted
from pmo_workbook.hosts.regions import Contents, GridRegion, ListRegion, Region
from pmo_workbook.hosts.row_heights import fit_rows, wrapping_styles
from pmo_workbook.hosts.sheet_xml import SheetXml
from pmo_workbook.hosts.table_xml import TableXml
from pmo_workbook.ooxml.package import parse_xml
from pmo_workbook.ooxml.workbook import MAIN, SheetPart, Workbook
from pmo_workbook.renamed import called
from pmo_workbook.template_version import VERSION


def patch(workbook: Workbook, tabs: Sequence[Tab], template: int = VERSION) -> list[Skipped]:
    """Replace the parts that the tabs change; nothing is saved.

    Args:
        workbook: The workbook; its package holds the new parts afterwards.
        tabs: What to write.
        template: Version of the template that the workbook follows.

    Returns:
        What was skipped and why.

    Raises:
        NotAWorkbookError: A part that must be changed is damaged.
    """
    return _Patch(workbook, template).run(tabs)


class _Patch:
    """One write; keeps the sheets and tables it has opened."""

    def __init__(self, workbook: Workbook, template: int) -> None:
        self.template = template
        self._workbook = workbook
        self._sheets: dict[str, SheetXml] = {}
        self._tables: dict[str, TableXml] = {}
        self._pivots: dict[str, list[Area]] = {}

    def run(self, tabs: Sequence[Tab]) -> list[Skipped]:
        skipped = [problem for tab in tabs for problem in self._tab(tab)]
        self._replace_parts()
        return skipped

    def _tab(self, tab: Tab) -> list[Skipped]:
        regions, skipped = place(tab, self)
        for region in regions:
            before = region.table.area if isinstance(region, ListRegion) else None
            region.write()
            if before and isinstance(region, ListRegion):
                self._fit_rows(region, before)
        return skipped

    def _fit_rows(self, region: ListRegion, before: Area) -> None:
        table, target = region.table, region.table.area
        sheet = self._sheets[table.table.sheet.part]
        last = target.last_row - table.table.totals_rows
        rows = Area(table.first_data_row, target.first_column, last, target.last_column)
        fit_rows(sheet, self._wrapping, rows, range(target.last_row + 1, before.last_row + 1))

    @cached_property
    def _wrapping(self) -> dict[str, float]:
        """Cell formats that wrap their text."""
        part = self._workbook.related("styles")
        return wrapping_styles(self._workbook.package.read(part)) if part else {}

    def grid(self, block: Grid) -> GridRegion | Skipped:
        """The rectangle of a grid; see `placing.Finder`."""
        name = self._workbook.name(block.name)
        if name is None:
            return name_deleted(block)
        sheet = self._workbook.sheet(name.sheet) if name.area else None
        if sheet is None or name.area is None or sheet.kind != "worksheet":
            return cells_deleted(block)
        block = fitted_lines(block, name.area.height, self.template)
        return GridRegion(block.name, self._sheet(sheet), name.area, self._contents(block.rows))

    def listing(self, block: Listing) -> ListRegion | Skipped:
        """The table of a list; see `placing.Finder`."""
        names = called("table", "", block.table)
        found = next(filter(None, map(self._workbook.table, names)), None)
        if found is None:
            return table_deleted(block)
        table = self._tables.get(found.part)
        if table is None:
            table = self._tables[found.part] = TableXml(self._workbook.package.read(found.part), found)
        block = fitted(block, table.columns, self.template)
        rows = block.rows or ((None,) * len(block.headers),)
        head, *stored = self._contents((block.headers, *rows))
        columns = table.place(block.headers, fixed_columns(block))
        return ListRegion(self._sheet(found.sheet), table, block.headers, head, stored, columns)

    def _sheet(self, sheet: SheetPart) -> SheetXml:
        if sheet.part not in self._sheets:
            self._sheets[sheet.part] = SheetXml(self._workbook.package.read(sheet.part))
            self._pivots[sheet.part] = self._pivot_areas(sheet)
        return self._sheets[sheet.part]

    def _contents(self, rows: Sequence[Sequence[Cell]]) -> Contents:
        date1904 = self._workbook.date1904
        return [[encode(value, date1904) for value in row] for row in rows]

    def other_areas(self, region: Region) -> list[Area]:
        """Ranges in a region's way; see `placing.Finder`."""
        part = next(part for part, sheet in self._sheets.items() if sheet is region.sheet)
        own = region.table.table.part if isinstance(region, ListRegion) else ""
        areas = [
            self._tables[table.part].area if table.part in self._tables else table.ref
            for table in self._workbook.tables
            if table.sheet.part == part and table.part != own
        ]
        return areas + self._pivots[part]

    def _pivot_areas(self, sheet: SheetPart) -> list[Area]:
        package = self._workbook.package
        areas = []
        for relation in package.relations(sheet.part):
            if relation.kind == "pivotTable" and package.has(relation.target_part):
                location = parse_xml(package.read(relation.target_part)).find(f"{{{MAIN}}}location")
                area = parse_area(location.get("ref", "")) if location is not None else None
                areas += [area] if area else []
        return areas

    def _replace_parts(self) -> None:
        package = self._workbook.package
        written = {part: sheet for part, sheet in self._sheets.items() if sheet.touched}
        for part, sheet in written.items():
            package.replace(part, sheet.to_bytes())
        for part, table in self._tables.items():
            data = table.to_bytes()
            if data != package.read(part):
                package.replace(part, data)
        changes = Changes(self._workbook, written, self._table_areas())
        refresh_caches(self._workbook, changes, written)
        drop_stale_chain(self._workbook, written)
        if any(sheet.uncalculated for sheet in written.values()) or any_reads(self._workbook, changes, written):
            recalculate_on_load(self._workbook)

    def _table_areas(self) -> list[tuple[str, Area]]:
        old = ((table.name, table.ref) for table in self._workbook.tables if table.sheet.part in self._sheets)
        new = ((table.table.name, table.area) for table in self._tables.values())
        return list(chain(old, new))
