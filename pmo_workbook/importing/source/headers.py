"""In which row a table begins: files often have a title and a few lines about themselves above it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from pmo_workbook.binding import columns_at, header_key
from pmo_workbook.sheets import BY_KEY
from pmo_workbook.tables import is_blank

_LOOKED_AT: Final = 60
"""Rows among which the headers are sought."""


def header_at(rows: Sequence[Sequence[Any]], wanted: Sequence[str]) -> int:
    """Find the row of the headers.

    It is the first with all headers that a mapping names, else the first with those of our own sheets, else the first
    that is about as wide as the table and holds nothing but different texts.

    Args:
        rows: Rows that are not blank.
        wanted: Headers that a mapping names; may be empty.

    Returns:
        Its position; the first where none looks like one.
    """
    head = rows[:_LOOKED_AT]
    asked = {header_key(header) for header in wanted}
    if asked:
        best = max(range(len(head)), key=lambda at: (len(asked & _keys(head[at])), -at))
        if len(asked & _keys(head[best])) * 2 > len(asked):
            return best
    for at, row in enumerate(head):
        if {"request_id"} <= columns_at(BY_KEY["requests"], [str(cell) for cell in row if not is_blank(cell)]).keys():
            return at
    width = _width(rows[: 4 * _LOOKED_AT])
    for at, row in enumerate(head):
        filled = [cell for cell in row if not is_blank(cell)]
        if len(filled) * 2 > width and (width < 2 or len(filled) > 1) and _are_headers(filled):
            return at
    return 0


def _keys(row: Sequence[Any]) -> set[str]:
    return {header_key(str(cell)) for cell in row if not is_blank(cell)}


def _width(rows: Sequence[Sequence[Any]]) -> int:
    """Cells of most rows, up to the last that is filled."""
    widths = Counter(max((at + 1 for at, cell in enumerate(row) if not is_blank(cell)), default=0) for row in rows)
    return max(widths, key=lambda width: (widths[width], width))


def _are_headers(cells: Sequence[Any]) -> bool:
    """Whether cells are texts, none of them a bare number."""
    return all(isinstance(cell, str) and not cell.strip().replace(".", "").replace(",", "").isdigit() for cell in cells)
