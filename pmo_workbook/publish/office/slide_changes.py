"""The slides about what changed since the last publication."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pmo_workbook.layout.sentences import shorten
from pmo_workbook.publish.office.slide_frame import GAP, base
from pmo_workbook.publish.office.slide_look import Deck
from pmo_workbook.publish.office.slide_parts import (
    SECOND,
    Cell,
    Column,
    Para,
    TableLook,
    head_height,
    pages,
    table,
    text_box,
)
from pmo_workbook.publish.records import Publication

_CHANGE_COLUMNS: Final = (
    Column("Kind", 0.9),
    Column("What", 2.2),
    Column("Field", 1.4),
    Column("Before", 2.6),
    Column("Now", 2.6),
)


_RESTATED_COLUMNS: Final = (
    Column("Figure", 1.6),
    Column("Of", 1.2),
    Column("As published", 1.3, "r"),
    Column("Now", 1.3, "r"),
    Column("Why", 4.2),
)


_LONGEST_VALUE: Final = 160


def draw_changes(deck: Deck, publication: Publication) -> None:
    """Draw what changed; no slide without a publication before.

    Args:
        deck: The deck.
        publication: What is published.
    """
    changes = publication.changes
    if changes is None:
        return
    title = f"What changed since {changes.since}"
    notes = base(publication, f"Compared with the publication of {changes.since}.")
    if not changes:
        slide = deck.slide(title, notes)
        text_box(slide, deck.area, [Para("No definition and no figure published before is different.", 20)])
        return
    definitions = [
        (
            Cell(one.kind, colour=SECOND),
            Cell(shorten(one.item, 100), bold=True),
            Cell(one.field or ("added" if one.after or not one.before else "removed")),
            Cell(shorten(one.before, _LONGEST_VALUE) or "–"),
            Cell(shorten(one.after, _LONGEST_VALUE) or "–"),
        )
        for one in changes.definitions
    ]
    figures = [
        (Cell(o.what, bold=True), Cell(o.period), Cell(o.before), Cell(o.after, bold=True), Cell(shorten(o.why, 300)))
        for o in changes.restatements
    ]
    parts = [("Figures published before that are different now", _RESTATED_COLUMNS, figures)]
    parts.append(("Definitions", _CHANGE_COLUMNS, definitions))
    _stacked(deck, title, notes, [part for part in parts if part[2]])


_Part = tuple[str, Sequence[Column], Sequence[tuple[Cell, ...]]]


def _stacked(deck: Deck, title: str, notes: str, parts: Sequence[_Part]) -> None:
    """Tables with headings, one below the other, on as many slides as they need."""
    heading, least = 26.0, 90.0
    slide, room = None, deck.area
    for name, columns, rows in parts:
        left = list(rows)
        while left:
            if slide is None or room.height < least:
                slide, room = deck.slide(title, notes), deck.area
                title = title if title.endswith("(continued)") else f"{title} (continued)"
            text_box(slide, room.strip(heading), [Para(name, 16, bold=True)])
            inner = room.below(heading)
            part = pages(left, columns, inner, TableLook(spread=deck.spread))[0]
            too_high = head_height(columns, inner.width, TableLook(spread=deck.spread)) + 40 > inner.height
            if too_high:
                slide = None
                continue
            room = table(slide, inner, columns, part, f"Table: {name}").below(GAP)
            left = left[len(part) :]
            slide = slide if not left else None
