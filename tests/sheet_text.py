"""A table drawn in text, so that a test reads like the sheet.

    Request ID | Service ID | Submitted
    REQ-1      | SVC-01     | 2026-03-02 09:15

A cell is read as Excel would read what is typed: dates, numbers, TRUE and FALSE, errors such as #N/A; nothing is blank.
Quotes keep text as it is: '12', 'SVC-01 '.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pmo_workbook.addresses import parse_cell
from pmo_workbook.binding import BoundTable, bind
from pmo_workbook.sheets import BY_KEY
from pmo_workbook.tables import RawTable

_DATE = re.compile(r"\d{4}-\d\d-\d\d( \d\d:\d\d(:\d\d)?)?")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_TIME = re.compile(r"(\d\d):(\d\d)")


def sheet(key: str, text: str, *, at: str = "B3", title: str = "", below: int = 0) -> BoundTable:
    """Read a drawn table.

    Args:
        key: Key of the sheet.
        text: The table: one line a row, cells apart by ``|``, the first line is the header.
        at: Address of the first header.
        title: Title of the sheet; empty takes the usual one.
        below: How many of the last rows stand below the table.
    """
    lines = [line for line in text.strip("\n").splitlines() if line.strip()]
    header, *rows = [[cell.strip() for cell in line.split("|")] for line in lines]
    row, column = parse_cell(at)
    errors = {
        (row + 1 + down, column + right): cell
        for down, cells in enumerate(rows)
        for right, cell in enumerate(cells)
        if cell.startswith("#")
    }
    values = [[cell_value(cell) for cell in [*cells, *[""] * (len(header) - len(cells))]] for cells in rows]
    name = BY_KEY[key].table
    raw = RawTable(name, title or BY_KEY[key].title, row, column, tuple(header), values, below, errors)
    return bind(BY_KEY[key], raw)


def sheets(texts: Mapping[str, str]) -> dict[str, BoundTable]:
    """Drawn tables by sheet key."""
    return {key: sheet(key, text) for key, text in texts.items()}


def holding(table: BoundTable, rows: Sequence[Sequence[Any]]) -> BoundTable:
    """The table with other rows."""
    return replace(table, table=replace(table.table, rows=rows))


def cell_value(text: str) -> Any:
    """What Excel would keep of a typed text."""
    if not text or text.startswith("#"):
        return None
    if text in ("TRUE", "FALSE"):
        return text == "TRUE"
    if text[0] == text[-1] == "'" and len(text) > 1:
        return text[1:-1]
    if _DATE.fullmatch(text):
        return dt.datetime.fromisoformat(text)
    if _NUMBER.fullmatch(text):
        return float(text)
    if found := _TIME.fullmatch(text):
        return dt.time(int(found[1]), int(found[2]))
    return text
