"""Puts rows into the input tables of a closed workbook: for a new sample, an imported log, public holidays.

Only the sheet and the table that are filled change, and the calculation mark where a formula may read them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

from pmo_workbook.addresses import Area, cell_address
from pmo_workbook.binding import BoundTable, no_table
from pmo_workbook.errors import InputError
from pmo_workbook.hosts.calculation import drop_stale_chain, recalculate_on_load
from pmo_workbook.hosts.cells import Content, encode
from pmo_workbook.hosts.own_formulas import ColumnFormula, column_formulas, fill_formulas
from pmo_workbook.hosts.row_heights import fit_rows, wrapping_styles
from pmo_workbook.hosts.sheet_xml import SheetXml
from pmo_workbook.ooxml.inuse import only_run
from pmo_workbook.ooxml.package import parse_xml, to_bytes
from pmo_workbook.ooxml.workbook import MAIN, TablePart, Workbook
from pmo_workbook.sheets import BY_KEY, Sheet

_TABLE_COLUMN = f"{{{MAIN}}}tableColumn"


@dataclass
class InputTable:
    """An input table that is being filled.

    Attributes:
        sheet: What the table is.
        part: Where it is in the workbook.
        cells: The XML of its worksheet.
        last_row: Worksheet row of its last row that is not blank; the header's when all are blank.
        columns: Worksheet columns (1-based) by field name.
        left: Fields that were given but have no column, with the number of values dropped.
        added: Area of the rows that were appended; None when none were.
        formulas: Formulas of its calculated columns by worksheet column.
    """

    sheet: Sheet
    part: TablePart
    cells: SheetXml
    last_row: int
    columns: dict[str, int]
    left: dict[str, int] = field(default_factory=dict)
    added: Area | None = None
    formulas: Mapping[int, ColumnFormula] = field(default_factory=dict)

    def append(self, rows: Sequence[Mapping[str, Any]], date1904: bool) -> None:
        """Write rows under the last one that is not blank.

        Args:
            rows: Values by field name; None leaves the cell blank.
            date1904: Whether the workbook's dates count from 1904.

        Raises:
            InputError: Cells below the table are in the way.
        """
        area = self.part.ref
        target = Area(area.last_row + 1, area.first_column, self.last_row + len(rows), area.last_column)
        below = next(self.cells.occupied(target._replace(first_row=max(area.last_row, self.last_row) + 1)), None)
        if below is not None:
            raise InputError(
                f"The cell {cell_address(*below)} on {self.part.sheet.title} is in the way of new rows; "
                "move it away from below the table, then try again."
            )
        styles = self._styles()
        first_new = max(self.last_row, self.cells.last_row) + 1 - (self.last_row + 1)
        self.cells.append_rows(self._below(rows[first_new:], self.last_row + 1 + first_new, date1904, styles))
        for row, values in enumerate(rows, self.last_row + 1):
            if row - self.last_row <= first_new:
                for name, value in values.items():
                    self._put(row, name, value, date1904, styles)
        first = self.added.first_row if self.added else self.last_row + 1
        self.last_row += len(rows)
        self.added = Area(first, area.first_column, self.last_row, area.last_column) if rows else self.added

    def fill_formulas(self) -> None:
        """Fill the user's calculated columns in the rows that are new to the table, as Excel does.

        These are the rows that were appended and those typed right below the table, which it takes in.
        """
        area = self.part.ref
        first = min(self.added.first_row if self.added else area.last_row + 1, area.last_row + 1)
        fill_formulas(self.cells, self.formulas, area, range(first, self.last_row + 1))

    def _below(
        self, rows: Sequence[Mapping[str, Any]], first: int, date1904: bool, styles: Mapping[int, str]
    ) -> Iterator[tuple[int, dict[int, tuple[Content, str]]]]:
        """New rows below all that the sheet has, for writing them in one go."""
        for name, number in Counter(name for row in rows for name, value in row.items() if value is not None).items():
            if name not in self.columns:
                self.left[name] = self.left.get(name, 0) + number
        for row, values in enumerate(rows, first):
            contents = {}
            for name, value in values.items():
                column = self.columns.get(name) if value is not None else None
                if column is not None and (content := encode(value, date1904)) is not None:
                    contents[column] = content, styles.get(column, "")
            yield row, dict(sorted(contents.items()))

    def update(self, row: int, values: Mapping[str, Any], date1904: bool) -> None:
        """Write some cells of a row that exists.

        Args:
            row: Worksheet row.
            values: Values by field name; None empties the cell.
            date1904: Whether the workbook's dates count from 1904.
        """
        for name, value in values.items():
            self._put(row, name, value, date1904, {})

    def add_columns(self, headers: Mapping[str, str]) -> None:
        """Add columns at the right end of the table.

        Args:
            headers: Header by field name.

        Raises:
            InputError: Cells beside the table are in the way.
        """
        area = self.part.ref
        wider = Area(area.first_row, area.last_column + 1, area.last_row, area.last_column + len(headers))
        beside = next(self.cells.occupied(wider), None)
        if beside is not None:
            raise InputError(
                f"The cell {cell_address(*beside)} on {self.part.sheet.title} is in the way of new columns."
            )
        header_cell = self.cells.cell(area.first_row, area.last_column)
        style = header_cell.get("s") if header_cell is not None else None
        for column, (name, header) in enumerate(headers.items(), area.last_column + 1):
            fresh = self.cells.cell(area.first_row, column) is None
            self.cells.put(area.first_row, column, encode(header, date1904=False))
            cell = self.cells.cell(area.first_row, column)
            if fresh and cell is not None and style:
                cell.set("s", style)
            self.columns[name] = column

    def _put(self, row: int, name: str, value: Any, date1904: bool, styles: Mapping[int, str]) -> None:
        column = self.columns.get(name)
        if column is None:
            if value is not None:
                self.left[name] = self.left.get(name, 0) + 1
            return
        fresh = self.cells.cell(row, column) is None
        self.cells.put(row, column, encode(value, date1904))
        self._like_above(row, column, styles, fresh=fresh)

    def _like_above(self, row: int, column: int, styles: Mapping[int, str], *, fresh: bool) -> None:
        """Give a new cell the style that its column has in the last row."""
        cell = self.cells.cell(row, column)
        if fresh and cell is not None and column in styles:
            cell.set("s", styles[column])

    def _styles(self) -> dict[int, str]:
        """Styles of the last row, where cells have their own: new rows look like it."""
        if self.last_row <= self.part.ref.first_row:
            return {}
        found = {column: self.cells.cell(self.last_row, column) for column in self.columns.values()}
        return {
            column: str(cell.attrib["s"]) for column, cell in found.items() if cell is not None and "s" in cell.attrib
        }


class Filler:
    """Fills input tables of one workbook, then puts the changed parts into its package.

    Args:
        workbook: The workbook; nothing is saved until its package is.
        tables: Its input tables as they were read.
    """

    def __init__(self, workbook: Workbook, tables: Mapping[str, BoundTable]) -> None:
        self._workbook = workbook
        self._tables = tables
        self._open: dict[str, InputTable] = {}

    def table(self, key: str) -> InputTable:
        """Open an input table for filling.

        Args:
            key: Key of the sheet.

        Raises:
            NoFrameworkError: The workbook has no such table.
            InputError: The table has a totals row or no header row.
        """
        if key not in self._open:
            self._open[key] = self._opened(BY_KEY[key])
        return self._open[key]

    def append(self, key: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Write rows under the last one of a table; see `InputTable.append`."""
        self.table(key).append(rows, self._workbook.date1904)

    def update(self, key: str, row: int, values: Mapping[str, Any]) -> None:
        """Write some cells of a row that exists; see `InputTable.update`."""
        self.table(key).update(row, values, self._workbook.date1904)

    def save(self, path: Path | None = None) -> None:
        """Put what changed into the file, in one step.

        Args:
            path: Where to; None takes the place of the file that was opened.

        Raises:
            InUseError: The file is open elsewhere, or was changed meanwhile.
            WriteError: It could not be written; it is as it was.
        """
        package = self._workbook.package
        touched = {table.part.sheet.part: table.cells for table in self._open.values() if table.cells.touched}
        styles = self._workbook.related("styles")
        wrapping = wrapping_styles(package.read(styles)) if styles else {}
        for table in self._open.values():
            if table.cells.touched:
                table.fill_formulas()
                if table.added is not None and not table.sheet.log:
                    fit_rows(table.cells, wrapping, table.added)
                package.replace(table.part.sheet.part, table.cells.to_bytes())
                package.replace(table.part.part, _resized(package.read(table.part.part), table))
        drop_stale_chain(self._workbook, touched)
        recalculate_on_load(self._workbook)
        with only_run(path or package.path):
            package.save(path)

    def _opened(self, sheet: Sheet) -> InputTable:
        bound = self._tables.get(sheet.key)
        part = self._workbook.table(bound.table.name if bound else sheet.table)
        if part is not None and (part.totals_rows or not part.header_rows):
            raise InputError(
                f"Switch the totals row of the table {part.name} off and its header row on, then try again."
            )
        if part is None or bound is None:
            raise no_table(sheet)
        package = self._workbook.package
        cells, formulas = SheetXml(package.read(part.sheet.part)), column_formulas(package.read(part.part), part.ref)
        last = _last_filled(cells, part.ref, formulas)
        return InputTable(sheet, part, cells, last, dict(bound.places), formulas=formulas)


def _last_filled(cells: SheetXml, area: Area, formulas: Collection[int]) -> int:
    """Last row with more than the formulas of calculated columns, rows typed right below the table included."""

    def filled(rows: Area) -> Iterator[int]:
        for row, column in cells.occupied(rows):
            if column not in formulas or not cells.has_formula(row, column):
                yield row

    last = max(filled(area._replace(first_row=area.first_row + 1)), default=area.first_row)
    row = area.last_row + 1
    while last == row - 1 and next(filled(area._replace(first_row=row, last_row=row)), None):
        last, row = row, row + 1
    return last


def _resized(data: bytes, table: InputTable) -> bytes:
    root = parse_xml(data)
    old = table.part.ref
    last_column = max((old.last_column, *table.columns.values()))
    area = Area(old.first_row, old.first_column, max(old.last_row, table.last_row), last_column)
    root.set("ref", area.address())
    root.attrib.pop("insertRow", "")
    for auto_filter in root.findall(f"{{{MAIN}}}autoFilter"):
        auto_filter.set("ref", area.address())
    parent = root.find(f"{{{MAIN}}}tableColumns")
    if parent is not None and area.width > old.width:
        next_id = max(int(column.get("id", "0")) for column in parent) + 1
        headers = {at: table.cells.cell(old.first_row, at) for at in range(old.last_column + 1, last_column + 1)}
        for offset, cell in enumerate(headers.values()):
            name = "".join(map(str, cell.itertext())) if cell is not None else ""
            etree.SubElement(parent, _TABLE_COLUMN).attrib.update({"id": str(next_id + offset), "name": name})
        parent.set("count", str(area.width))
    return to_bytes(root)
