"""The vocabulary of laying out: blocks of values and where the workbook keeps them.

A *grid* is a rectangle of fixed size, found in the workbook by a defined name. A *list* is an Excel Table on a
generated tab, found by its table name; it grows and shrinks. Neither knows a sheet name, an address or a format.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Link:
    """A cell that jumps to another cell of the same workbook.

    Attributes:
        text: What the reader sees.
        sheet: Title of the sheet to jump to, as it is called now.
        cell: Address on that sheet, such as ``F14``.
    """

    text: str
    sheet: str
    cell: str = "A1"


Cell = str | float | int | bool | dt.date | dt.datetime | Link | None
"""A value of a generated cell. ``None`` empties the cell and keeps its format; dates carry no time zone."""


@dataclass(frozen=True)
class Grid:
    """Values for a rectangle of fixed size.

    Attributes:
        name: Defined name of the rectangle.
        rows: Values by row; exactly the size of the named rectangle.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Listing:
    """Values for an Excel Table of a generated tab.

    Attributes:
        table: Name of the Excel Table.
        headers: Header texts, unique and not empty; the table is resized to them.
        rows: Values by row, each as long as `headers`; may be empty (the table then keeps one blank row).
    """

    table: str
    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


Block = Grid | Listing

ANCHOR = "go_"
"""Begins the defined name of a sheet's first cell, by which links and hosts find it whatever it is called."""


@dataclass(frozen=True)
class Tab:
    """All blocks of one generated tab; written together or not at all.

    Attributes:
        key: Which generated tab, e.g. ``sla_report``.
        blocks: What goes onto it.
    """

    key: str
    blocks: tuple[Block, ...]


def grid(name: str, rows: Sequence[Sequence[Cell]], shape: tuple[int, int]) -> Grid:
    """Pad or check values to the size of their rectangle.

    Args:
        name: Defined name of the rectangle.
        rows: At most ``shape[0]`` rows of at most ``shape[1]`` values.
        shape: Rows and columns of the rectangle.

    Returns:
        The grid, filled up with ``None``.

    Raises:
        ValueError: There are more values than the rectangle holds.
    """
    height, width = shape
    if len(rows) > height or any(len(row) > width for row in rows):
        raise ValueError(f"{name} holds {height} x {width} values; got {len(rows)} rows")
    filled = [tuple(row) + (None,) * (width - len(row)) for row in rows]
    filled += [(None,) * width] * (height - len(filled))
    return Grid(name, tuple(filled))
