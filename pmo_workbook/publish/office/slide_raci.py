"""The slides about who does what: the RACI matrix, split where it is too large for one."""

from __future__ import annotations

from typing import Final

from pmo_workbook.publish.office.common import plain
from pmo_workbook.publish.office.slide_frame import base, numbered
from pmo_workbook.publish.office.slide_look import Deck
from pmo_workbook.publish.office.slide_parts import (
    SECOND,
    SMALL,
    Cell,
    Column,
    Para,
    TableLook,
    evenly,
    height_of,
    table,
    text_box,
)
from pmo_workbook.publish.office.text_size import LINE, cut_to_lines, longest_word, text_width
from pmo_workbook.publish.records import Publication, RaciTable

_RACI_ROWS, _RACI_ROLES = 16, 10
_TURNED: Final = 130.0
"""Most height of a heading that is turned by 90 degrees, points."""


def draw_raci(deck: Deck, publication: Publication) -> None:
    """Draw the RACI matrix; no slide without one.

    Args:
        deck: The deck.
        publication: What is published.
    """
    raci = publication.raci
    if not raci.rows or not raci.roles:
        return
    notes = base(
        publication,
        "R does the work, A answers for it (one a row), C is asked before, I is told after, A/R is both.",
        f"Roles, from left to right: {'; '.join(role.name for role in raci.roles)}.",
        *(f"{row.activity}: {row.finding}" for row in raci.rows if row.finding),
    )
    groups = [slice(at, at + _RACI_ROLES) for at in range(0, len(raci.roles), _RACI_ROLES)]
    legend = [
        Para(
            "R does the work · A answers for it · C is asked before · I is told after · A/R is both",
            SMALL,
            colour=SECOND,
        )
    ]
    high = height_of(legend, deck.area.width, deck.spread) + 4
    room = deck.area.below(high)
    made = []
    for roles in groups:
        columns, look = _raci_columns(deck, raci, roles, room.width)
        rows = [_raci_row(deck, raci, at, roles) for at in range(len(raci.rows))]
        made += [(columns, look, part) for part in evenly(rows, columns, room, look, _RACI_ROWS)]
    for number, (columns, look, part) in enumerate(made):
        slide = deck.slide(numbered("Who does what", number, len(made)), notes)
        text_box(slide, deck.area.strip(high), legend)
        # A group that goes on from the slide before shows its service again.
        first = (Cell(**{**vars(part[0][0]), "under": False}), *part[0][1:])
        table(slide, room, columns, [first, *part[1:]], "Table: RACI matrix, activities by role", look)


def _raci_columns(deck: Deck, raci: RaciTable, roles: slice, width: float) -> tuple[tuple[Column, ...], TableLook]:
    names = [role.name for role in raci.roles[roles]]
    need = max(longest_word(name, SMALL, bold=True) for name in names) * deck.spread + 11
    turned = need * len(names) > width * 0.56
    each = min((width * 0.51) / len(names), 60.0) if turned else max(need, 44.0)
    heads = [_head(name, each, deck.spread) for name in names] if turned else names
    spare = width - each * len(names)
    columns = (
        Column("Service", spare * 0.42),
        Column("Activity", spare * 0.58),
        *(Column(head, each, "l" if turned else "ctr", turned) for head in heads),
    )
    longest = max(text_width(name, SMALL, bold=True) for name in names) * deck.spread + 12
    head = min(_TURNED, longest) if turned else 0.0
    return columns, TableLook(head=head, spread=deck.spread)


def _head(name: str, width: float, spread: float) -> str:
    """A turned heading, cut to the room that it has."""
    lines = int((width - 10) // (SMALL * LINE))
    return cut_to_lines(plain(name), SMALL, (_TURNED - 12) / spread, max(1, lines))


def _raci_row(deck: Deck, raci: RaciTable, at: int, roles: slice) -> tuple[Cell, ...]:
    row = raci.rows[at]
    under = at > 0 and raci.rows[at - 1].service == row.service
    codes = [_code(deck, code) for code in row.codes[roles]]
    alike = 1
    while at + alike < len(raci.rows) and raci.rows[at + alike].service == row.service:
        alike += 1
    return (Cell(row.service, colour=SECOND, under=under, rows=alike), Cell(row.activity, bold=True), *codes)


def _code(deck: Deck, code: str) -> Cell:
    if code in ("A", "A/R"):
        return Cell(code, bold=True, colour="bg1", fill="tx1")
    if code == "R":
        return Cell(code, bold=True, colour=deck.on_accent, fill="accent1", tint=133)
    if code == "C":
        return Cell(code, bold=True, colour="dk1", fill="accent1", tint=20)
    return Cell(code, bold=True, colour=SECOND, fill="bg2" if code else "")
