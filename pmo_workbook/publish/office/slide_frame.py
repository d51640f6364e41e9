"""What several slides share: their notes, a size at which a table fits, the gap between parts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pmo_workbook.publish.office.slide_look import Box, Deck
from pmo_workbook.publish.office.slide_parts import (
    SMALL,
    Cell,
    Column,
    TableLook,
    evenly,
    whole_words,
)
from pmo_workbook.publish.records import Publication

GAP: Final = 24.0
"""Room between two parts of a slide, points."""

NARROW: Final = 760.0
"""A content area narrower than this, points, does not take a chart and a table side by side."""


def base(publication: Publication, *parts: str) -> str:
    """Notes of a slide: what its figures rest on.

    Args:
        publication: What is published.
        *parts: Lines above the period; empty ones are left out.
    """
    whole = (*parts, f"Period: {publication.period}, 12 closed months; as of {publication.as_of_words}.")
    return "\n".join(part for part in whole if part)


def fitted(
    deck: Deck, rows: Sequence[tuple[Cell, ...]], columns: Sequence[Column], room: Box
) -> tuple[TableLook, list[list[tuple[Cell, ...]]]]:
    """Choose the largest size at which all rows fit one slide; the smallest and several slides when none does.

    Args:
        deck: The deck.
        rows: All rows.
        columns: Columns of the table.
        room: Room for the table on a slide.

    Returns:
        Sizes, and the rows of each slide; no slide without rows.
    """
    for size in (15.0, 14.0, 13.0, SMALL):
        look = TableLook(size=size, spread=deck.spread)
        tables = evenly(rows, columns, room, look)
        if len(tables) <= 1 and whole_words(rows, columns, room.width, look):
            break
    return look, tables


def numbered(title: str, number: int, of: int) -> str:
    """A title, with its place in a row of slides where there are several.

    Args:
        title: The title.
        number: Number of the slide, from 0.
        of: How many there are.
    """
    return title if of < 2 else f"{title} ({number + 1} of {of})"
