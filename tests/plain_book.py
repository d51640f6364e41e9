"""A small workbook with one named block and one table, for tests of what a write does to cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter

from pmo_workbook.blocks import Block, Cell, Listing, Tab
from pmo_workbook.hosts.file import FileHost
from tests.foreign import Parts

SHEET = "xl/worksheets/sheet1.xml"
HEADERS = ("Id", "Name", "Days")
TOTALS: dict[str, Any] = {
    "total_row": True,
    "columns": [
        {"header": "Id", "total_string": "Total"},
        {"header": "Name"},
        {"header": "Days", "total_function": "sum"},
    ],
}
Sheet = xlsxwriter.worksheet.Worksheet


def make(path: Path, more: Callable[[xlsxwriter.Workbook, Sheet], object] | None = None, **options: Any) -> Path:
    """A workbook with the named block ``Tiles`` (B2:C3) and the table ``Calls`` (A10:C13) on the sheet ``It's``."""
    table = {"name": "Calls", "columns": [{"header": header} for header in HEADERS], **options.pop("table", {})}
    book = xlsxwriter.Workbook(path, options)
    sheet = book.add_worksheet("It's")
    styled = book.add_format({"num_format": "0.00"})
    sheet.set_column("B:B", 10, styled)
    sheet.add_table(9, 0, 12 + bool(table.get("total_row")), 2, table)
    book.define_name("Tiles", "='It''s'!$B$2:$C$3")
    if more:
        more(book, sheet)
    book.close()
    return path


def write(path: Path, *blocks: Block) -> list[str]:
    with FileHost(path) as host:
        return [problem.why for problem in host.write([Tab("tab", blocks)])]


def calls(*rows: Sequence[Cell], headers: tuple[str, ...] = HEADERS) -> Listing:
    return Listing("Calls", headers, tuple(tuple(row) for row in rows))


def numbered(count: int) -> Listing:
    return calls(*[(f"R-{n}", f"name {n}", n) for n in range(1, count + 1)])


def sheet_of(path: Path) -> openpyxl.worksheet.worksheet.Worksheet:
    return openpyxl.load_workbook(path)["It's"]


def values(path: Path, area: str) -> list[list[object]]:
    return [[cell.value for cell in row] for row in sheet_of(path)[area]]


def raw_cell(path: Path, address: str) -> str:
    found = re.search(
        rf'<(?:x:)?c r="{address}"[^>]*?(?:/>|>.*?</(?:x:)?c>)', Parts.of(path)[SHEET].decode(), re.DOTALL
    )
    return found[0] if found else ""
