"""Which cells a write has changed, and whether a reference reaches one of them."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping

from pmo_workbook.addresses import Area, parse_area, references_in, split_sheet
from pmo_workbook.hosts.sheet_xml import SheetXml
from pmo_workbook.ooxml.workbook import Workbook


class Changes:
    """The changed cells of all sheets, and the names by which formulas reach them."""

    def __init__(self, workbook: Workbook, sheets: Mapping[str, SheetXml], tables: Iterable[tuple[str, Area]]) -> None:
        """Index the changes.

        Args:
            workbook: The workbook as it was.
            sheets: Worksheets that were written to, by part.
            tables: Name of each table on them with the range to look at (old and new one as two entries).
        """
        self._columns: dict[str, dict[int, list[int]]] = {}
        for sheet in workbook.sheets:
            if sheet.part in sheets and sheets[sheet.part].changed:
                self._columns[sheet.title.casefold()] = _by_column(sheets[sheet.part].changed)
        titles = {table.name.casefold(): table.sheet.title for table in workbook.tables}
        self.tables = {name.casefold() for name, area in tables if self.touches(titles.get(name.casefold(), ""), area)}
        self.names: set[str] = set()
        self._find_names(workbook)

    def __bool__(self) -> bool:
        return bool(self._columns)

    @property
    def titles(self) -> set[str]:
        """Titles of the changed sheets, case-folded."""
        return set(self._columns)

    def touches(self, title: str, area: Area) -> bool:
        """Whether a range holds a changed cell."""
        columns = self._columns.get(title.casefold())
        if not columns:
            return False
        for column, rows in columns.items():
            if area.first_column <= column <= area.last_column:
                at = bisect_left(rows, area.first_row)
                if at < len(rows) and rows[at] <= area.last_row:
                    return True
        return False

    def read_by(self, formula: str, own_title: str, *, anywhere: bool = False) -> bool:
        """Whether a formula reads a changed cell.

        Args:
            formula: The formula without an equals sign.
            own_title: Title of the sheet it stands on, for references without a sheet.
            anywhere: Take a reference to a changed sheet for one to a changed cell, as is due for the formula that a
                range of cells shares, each with its own shift.
        """
        return any(self._reaches(reference, own_title, anywhere) for reference in references_in(formula))

    def _reaches(self, reference: str, own_title: str, anywhere: bool) -> bool:
        title, rest = split_sheet(reference.removeprefix("[0]!"))
        if ":" in title:  # a reference through several sheets
            return True
        area = parse_area(rest.rstrip("#"))
        if area is not None:
            title = title or own_title
            return self.touches(title, area) or (anywhere and title.casefold() in self._columns)
        name = rest.partition("[")[0].casefold()
        if not name and "!" not in rest:  # a column of the table that the formula stands in
            return own_title.casefold() in self._columns
        if name in self.tables or name in self.names:
            return True
        return title.casefold() in self._columns and ":" in rest

    def _find_names(self, workbook: Workbook) -> None:
        waiting = {entry.name.casefold(): entry for entry in workbook.names}
        while found := {
            key
            for key, entry in waiting.items()
            if (
                self.touches(entry.sheet, entry.area)
                if entry.area
                else self.read_by(entry.text, entry.scope, anywhere=True)
            )
        }:
            self.names |= found
            for key in found:
                del waiting[key]


def _by_column(cells: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    columns: dict[int, list[int]] = defaultdict(list)
    for row, column in sorted(cells):
        columns[column].append(row)
    return dict(columns)
