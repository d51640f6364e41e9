"""The last slide: what is asked of the reader, and the reviews that come next."""

from __future__ import annotations

from typing import Any, Final

from pmo_workbook.publish.office.slide_frame import GAP, NARROW, base, fitted, numbered
from pmo_workbook.publish.office.slide_look import Box, Deck
from pmo_workbook.publish.office.slide_parts import (
    BODY,
    SECOND,
    SMALL,
    TEXT,
    TONES,
    Cell,
    Column,
    Para,
    TableLook,
    height_of,
    pages,
    table,
    text_box,
)
from pmo_workbook.publish.records import DueItem, Publication
from pmo_workbook.words import count_words

_DUE_COLUMNS: Final = (Column("What", 3.0), Column("Whose", 1.7), Column("When", 1.6))


_REVIEW_COLUMNS: Final = (Column("Next reviews", 3.0), Column("When", 1.5))


def draw_next(deck: Deck, publication: Publication) -> None:
    """Draw decisions asked, what else is asked, and next reviews.

    Args:
        deck: The deck.
        publication: What is published.
    """
    wide = deck.area.width >= NARROW
    left, right = deck.area.split(0.58, GAP * 1.5) if wide and publication.next_reviews else (deck.area, deck.area)
    asks = [Para(f"• {ask}", BODY, after=6) for ask in publication.asks]
    high = height_of(asks, left.width, deck.spread) + GAP
    room = left.strip(left.height - high)
    rows = [_due_row(item, late=True) for item in publication.decisions]
    look, tables = fitted(deck, rows, _DUE_COLUMNS, room)
    n = len(publication.decisions)
    title = f"{count_words(n, 'decision')} {'is' if n == 1 else 'are'} asked of you" if n else "What comes next"
    title = title[:1].upper() + title[1:]
    notes = base(publication, *publication.asks)
    for number, part in enumerate(tables or [[]]):
        slide = deck.slide(numbered(title, number, len(tables)), notes)
        rest = left
        if part:
            rest = table(slide, room, _DUE_COLUMNS, part, "Table: decisions asked", look).below(GAP)
        if number >= len(tables) - 1:
            text_box(slide, Box(rest.left, rest.top, rest.width, high), asks)
    if publication.next_reviews:
        _reviews(deck, publication, slide if wide else deck.slide("Next reviews", notes), right)


def _reviews(deck: Deck, publication: Publication, slide: Any, box: Box) -> None:
    """The reviews that come next, as many as there is room for."""
    look = TableLook(spread=deck.spread)
    rows = [
        (Cell(f"{item.kind}: {item.what}", bold=True), Cell(f"{item.words.removeprefix('due ')}, {item.role}"))
        for item in publication.next_reviews
    ]
    shown = pages(rows, _REVIEW_COLUMNS, box.strip(box.height - 24), look)[0]
    left = table(slide, box, _REVIEW_COLUMNS, shown, "Table: next reviews", look)
    if len(rows) > len(shown):
        said = f"and {len(rows) - len(shown):,} later"
        text_box(slide, Box(left.left, left.top + 6, left.width, 18), [Para(said, SMALL, colour=SECOND)])


def _due_row(item: DueItem, *, late: bool) -> tuple[Cell, ...]:
    return (
        Cell(f"{item.kind}: {item.what}", bold=True),
        Cell(item.role),
        Cell(item.words, bold=late, colour=TONES["red"][0] if late else TEXT),
    )
