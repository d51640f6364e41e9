"""A workbook as the rules look at it: openpyxl's reading beside the raw parts."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from tests.witness.formulas import Area, address, area
from tests.witness.opc import Element, Package
from tests.witness.sheet_scan import SheetScan
from tests.witness.workbook_lint import Book

GENERATED = frozenset(
    ["Start", "Summary", "SLA Report", "Watchlist", "RACI", "RACI Load", "Catalogue", "Coverage", "Issues"]
)
"""Titles of the generated tabs; every other sheet is for input."""


@dataclass(frozen=True, order=True)
class Violation:
    """A place where a workbook does not keep to a rule.

    Attributes:
        sheet: Title of the sheet; empty for the workbook as a whole.
        cell: Address of a cell or range; empty for the sheet as a whole.
        text: What is wrong.
    """

    sheet: str
    cell: str
    text: str

    def __str__(self) -> str:
        return f"{self.sheet or '(workbook)'}!{self.cell}: {self.text}"


@dataclass(frozen=True)
class PlacedTable:
    """An Excel Table and where it lies.

    Attributes:
        name: Its name.
        sheet: Title of its sheet.
        box: Its whole range, with header and totals.
        columns: Header texts, in order.
        totals: How many totals rows it has.
        root: Root of its part.
    """

    name: str
    sheet: str
    box: Area
    columns: tuple[str, ...]
    totals: int
    root: Element

    @property
    def rows(self) -> range:
        """Numbers of its data rows."""
        return range(self.box.top + 1, self.box.bottom - self.totals + 1)

    def column(self, header: str) -> int | None:
        """Sheet column of a header, None if the table does not have it."""
        found = [number for number, name in enumerate(self.columns, self.box.left) if name == header]
        return found[0] if found else None

    @property
    def is_input(self) -> bool:
        """It lies on a sheet that people fill."""
        return self.sheet not in GENERATED


@dataclass(frozen=True)
class Formula:
    """A formula anywhere in the workbook.

    Attributes:
        sheet: Title of the sheet, or empty.
        cell: Address, or words such as ``name Ids``.
        text: The formula without ``=``.
        kind: ``cell``, ``validation``, ``conditional``, ``name`` or ``chart``.
    """

    sheet: str
    cell: str
    text: str
    kind: str


class Subject:
    """A workbook under examination; everything is read when first asked for.

    Args:
        path: The file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def package(self) -> Package:
        """The parts."""
        return Package.read(self.path)

    @cached_property
    def book(self) -> Book:
        """The parts with sheets, tables and names looked up."""
        return Book.read(self.package)

    @cached_property
    def formulas(self) -> Workbook:
        """The workbook with formulas, by openpyxl."""
        return self._load(data_only=False)

    @cached_property
    def values(self) -> Workbook:
        """The workbook with cached values, by openpyxl."""
        return self._load(data_only=True)

    def _load(self, data_only: bool) -> Workbook:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return load_workbook(self.path, data_only=data_only)

    @cached_property
    def titles(self) -> list[str]:
        """Titles of the worksheets, by tab order."""
        return [sheet.name for sheet in self.book.sheets if sheet.kind == "worksheet"]

    @cached_property
    def scans(self) -> dict[str, SheetScan]:
        """Raw worksheet parts by title."""
        return {s.name: self.book.scans[s.part] for s in self.book.sheets if s.part in self.book.scans}

    @cached_property
    def tables(self) -> list[PlacedTable]:
        """All tables, by tab order."""
        titles = {sheet.part: sheet.name for sheet in self.book.sheets}
        return [
            PlacedTable(
                table.name,
                titles[table.sheet],
                area(table.root.get("ref")),
                tuple(table.columns),
                int(table.root.get("totalsRowCount", 0)),
                table.root,
            )
            for table in self.book.tables
        ]

    def tables_of(self, title: str) -> list[PlacedTable]:
        """Tables on a sheet."""
        return [table for table in self.tables if table.sheet == title]

    def table(self, name: str) -> PlacedTable | None:
        """A table by name."""
        return next((table for table in self.tables if table.name.casefold() == name.casefold()), None)

    def value(self, title: str, row: int, column: int) -> Any:
        """Value of a cell (cached, for a formula); text without content is None."""
        # ws.cell() would create what is not there and make each later walk longer.
        cell = self.values[title]._cells.get((row, column))
        return None if cell is None or cell.value == "" else cell.value

    def column_values(self, table: PlacedTable, header: str) -> Iterator[tuple[int, Any]]:
        """Row number and value of each filled cell of a column; nothing if there is no such column."""
        column = table.column(header)
        if column is not None:
            for row in table.rows:
                value = self.value(table.sheet, row, column)
                if value is not None:
                    yield row, value

    @cached_property
    def told(self) -> set[tuple[str, str]]:
        """Sheet and address of the cells that the Issues tab tells the reader about."""
        table = self.table("Issues")
        if table is None or table.column("Sheet") is None or table.column("Cell") is None:
            return set()
        cells = dict(self.column_values(table, "Cell"))
        return {(str(sheet), str(cells.get(row, ""))) for row, sheet in self.column_values(table, "Sheet")}

    @cached_property
    def cell_formulas(self) -> list[Formula]:
        """Formulas of cells, shared ones written out."""
        found = []
        for sheet in self.formulas.worksheets:
            for (row, column), cell in sorted(sheet._cells.items()):
                text = cell.value.text if isinstance(cell.value, ArrayFormula) else cell.value
                if cell.data_type == "f" and isinstance(text, str):
                    found.append(Formula(sheet.title, address(row, column), text.removeprefix("="), "cell"))
        return found

    @cached_property
    def other_formulas(self) -> list[Formula]:
        """Formulas of validations, conditional formats, charts and defined names."""
        found = []
        for title, scan in self.scans.items():
            for item in scan.root.iterfind("{*}dataValidations/{*}dataValidation"):
                texts = [item.findtext("{*}formula1"), item.findtext("{*}formula2")]
                found += [Formula(title, item.get("sqref", ""), text, "validation") for text in texts if text]
            for holder in scan.root.iterfind("{*}conditionalFormatting"):
                texts = [formula.text for formula in holder.iterfind("{*}cfRule/{*}formula")]
                found += [Formula(title, holder.get("sqref", ""), text, "conditional") for text in texts if text]
            for chart in self.charts(title):
                texts = [item.text for item in self.package.tree(chart).iter("{*}f")]
                found += [Formula(title, chart, text, "chart") for text in texts if text]
        names = [Formula("", f"name {item.get('name')}", item.text or "", "name") for item in self.book.names]
        return found + names

    def drawings(self, title: str) -> list[str]:
        """Drawing parts of a sheet."""
        return self.package.related(self.scans[title].part, "drawing")

    def charts(self, title: str) -> list[str]:
        """Chart parts of a sheet."""
        return [chart for drawing in self.drawings(title) for chart in self.package.related(drawing, "chart")]


def is_built_in(name: str) -> bool:
    """A defined name of Excel's own, such as the print area."""
    return name.startswith("_xlnm.")


def without_texts(formula: str) -> str:
    """A formula with the contents of its quoted texts taken out."""
    return re.sub(r'"(?:[^"]|"")*"', '""', formula)


@lru_cache(maxsize=8)
def _subject(path: Path, changed: int) -> Subject:
    return Subject(path)


def subject(path: Path) -> Subject:
    """A workbook under examination; read once as long as the file stays as it is."""
    return _subject(path, path.stat().st_mtime_ns)
