"""A short deck: promises kept, by month and by service, what needs attention, RACI, what changed, what next."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from pmo_workbook.palette import STATUS
from pmo_workbook.publish.office.common import SLIDES, opened, save
from pmo_workbook.publish.office.slide_changes import draw_changes
from pmo_workbook.publish.office.slide_charts import Series, line_chart
from pmo_workbook.publish.office.slide_frame import GAP, base, fitted, numbered
from pmo_workbook.publish.office.slide_look import Box, Deck
from pmo_workbook.publish.office.slide_next import draw_next
from pmo_workbook.publish.office.slide_parts import (
    BODY,
    SECOND,
    SMALL,
    TEXT,
    TONES,
    Cell,
    Column,
    Para,
    height_of,
    table,
    text_box,
    tile,
)
from pmo_workbook.publish.office.slide_raci import draw_raci
from pmo_workbook.publish.office.slide_services import draw_services
from pmo_workbook.publish.office.text_size import text_width
from pmo_workbook.publish.records import Publication
from pmo_workbook.words import count_words, day_words


def slides(publication: Publication, path: Path, template: Path | None = None) -> None:
    """Write the deck.

    Args:
        publication: What is published.
        path: Where the .pptx goes; an older one is replaced in one step.
        template: A company's .pptx or .potx, whose master, layouts, colours and fonts are used; its slides are not.
            None takes our own plain look.

    Raises:
        InputError: python-pptx is not installed, or the template cannot be used.
        WriteError: The file could not be written.
    """
    presentation = opened(SLIDES, template)
    whose = " · ".join(part for part in (publication.organisation, publication.pmo_name) if part)
    version = f" · framework version {publication.version}" if publication.version else ""
    deck = Deck(
        presentation,
        own=template is None,
        foot=f"{whose} · as of {publication.as_of_words}{version}",
        short_foot=f"{publication.pmo_name} · {day_words(publication.as_of)}",
    )
    _headline(deck, publication)
    _by_month(deck, publication)
    draw_services(deck, publication)
    _attention(deck, publication)
    draw_raci(deck, publication)
    _outcomes(deck, publication)
    draw_changes(deck, publication)
    draw_next(deck, publication)
    save(SLIDES, presentation, publication.title, path)


def _headline(deck: Deck, publication: Publication) -> None:
    said, _, rest = publication.headline.partition(". ")
    slide = deck.slide(
        said.rstrip(".") if rest else publication.headline,
        base(
            publication,
            publication.headline,
            *(f"{tile.label}: {tile.figure} ({tile.base})" for tile in publication.tiles),
            publication.counted,
            publication.banner,
        ),
    )
    area = deck.area
    lead = [Para(publication.title, BODY, colour=SECOND, after=10)]
    if rest:
        lead.append(Para(rest, 20, after=0))
    text_box(slide, area.strip(height_of(lead, area.width, deck.spread)), lead)
    room = area.below(height_of(lead, area.width, deck.spread) + GAP)
    if publication.banner:
        banner = [Para(publication.banner, BODY, colour=TONES["amber"][0])]
        high = height_of(banner, area.width, deck.spread)
        text_box(slide, Box(area.left, area.bottom - high, area.width, high), banner)
        room = Box(room.left, room.top, room.width, room.height - high - GAP / 2)
    _tiles(slide, room, publication)


def _tiles(slide: Any, room: Box, publication: Publication) -> None:
    """Headline figures, three in a row."""
    across, gap = 3, 16.0
    rows = -(-len(publication.tiles) // across)
    if not rows:
        return
    wide = (room.width - (across - 1) * gap) / across
    high = min((room.height - (rows - 1) * gap) / rows, 116.0)
    for number, one in enumerate(publication.tiles):
        down, at = divmod(number, across)
        box = Box(room.left + at * (wide + gap), room.top + down * (high + gap), wide, high)
        figure = 32.0 if text_width(one.figure, 32, bold=True) < wide - 24 else 20.0
        paragraphs = [
            Para(one.label, BODY, colour=SECOND, after=2),
            Para(one.figure, figure, bold=True, after=2),
            Para(one.base, SMALL, colour=SECOND, after=0),
        ]
        tile(slide, box, paragraphs, one.label)


def _by_month(deck: Deck, publication: Publication) -> None:
    closed = [month for month in publication.months if not month.running]
    running = [month for month in publication.months if month.running]
    last = closed[-1] if closed else None
    title = f"{last.label}: {last.words} clocks met" if last and last.n else "Compliance by month"
    lines = [
        f"{month.label}{', so far' * month.running}: {month.words} clocks met; {month.submitted:,} in, "
        f"{month.closed:,} out, {month.backlog:,} open"
        for month in publication.months
    ]
    slide = deck.slide(title, base(publication, "All timed promises pooled.", *lines))
    below = [Para(publication.months_note, SMALL, colour=SECOND), Para(publication.demand, SMALL, colour=SECOND)]
    high = height_of(below, deck.area.width, deck.spread)
    above = [Para("Share of clocks met, all promises with a time pooled, by month in which they were decided", BODY)]
    if running:
        above.append(Para(f"Lighter: {running[0].label}, so far ({running[0].words})", SMALL, colour=SECOND))
    text_box(slide, deck.area.strip(height_of(above, deck.area.width, deck.spread)), above)
    room = deck.area.below(height_of(above, deck.area.width, deck.spread) + 4)
    room = Box(room.left, room.top, room.width, room.height - high - 8)
    series = [
        Series("Closed months", tuple(None if m.running else m.compliance for m in publication.months), "accent1")
    ]
    if any(month.compliance is not None for month in running):
        values = tuple(m.compliance if m.running else None for m in publication.months)
        series.append(Series("So far", values, "accent2"))
    if any(value is not None for one in series for value in one.values):
        labels = [f"{month.label}{' so far' * month.running}" for month in publication.months]
        line_chart(slide, room, labels, series, "Line chart: share of clocks met by month. " + "; ".join(lines))
    else:
        text_box(slide, room, [Para("Too few requests were decided in any month to show a percentage.")])
    text_box(slide, Box(deck.area.left, deck.area.bottom - high, deck.area.width, high), below)


_MISSED_COLUMNS: Final = (
    Column("Promise", 2.6),
    Column("Result", 0.85, "r"),
    Column("Goal", 0.85, "r"),
    Column("Misses", 1.2, "r"),
    Column("Reason most given", 1.35),
    Column("What is done about it", 2.6),
    Column("Due", 1.2),
)


def _attention(deck: Deck, publication: Publication) -> None:
    missed = publication.missed
    notes = base(
        publication,
        *(f"{p.name} ({p.service}): {p.words} Result {p.result_words}, n = {p.n:,}." for p in missed),
        "The reason most given is that of the requests that missed; how often it was given stands in brackets.",
        publication.ageing,
    )
    if not missed:
        slide = deck.slide("Every promise that could be judged was kept", notes)
        text_box(slide, deck.area, [Para(publication.headline, 20), Para(publication.ageing, BODY, colour=SECOND)])
        return
    rows = [
        (
            Cell(f"{line.name}: {line.service}", bold=True),
            Cell(line.result_words, bold=True, colour=TONES["red"][0]),
            Cell(line.goal_words),
            Cell(line.misses_words or "–"),
            Cell(line.reason or "none given"),
            Cell(line.action or "No open action", colour=TEXT if line.action else TONES["red"][0]),
            _due(publication, line.action_due),
        )
        for line in missed
    ]
    after = [Para(publication.ageing, SMALL, colour=SECOND), Para(publication.banner, SMALL, colour=TONES["amber"][0])]
    after = [para for para in after if para.text]
    high = height_of(after, deck.area.width, deck.spread) + 8
    room = deck.area.strip(deck.area.height - high)
    verb = "needs" if len(missed) == 1 else "need"
    title = f"{count_words(len(missed), 'missed promise')} {verb} attention"
    look, tables = fitted(deck, rows, _MISSED_COLUMNS, room)
    for number, part in enumerate(tables):
        slide = deck.slide(numbered(title, number, len(tables)), notes)
        table(slide, room, _MISSED_COLUMNS, part, "Table: promises missed", look)
        text_box(slide, Box(deck.area.left, room.bottom + 8, deck.area.width, high), after)


def _due(publication: Publication, due: Any) -> Cell:
    if due is None:
        return Cell("–")
    late = due < publication.as_of.date()
    words = f"{day_words(due)}, overdue" if late else day_words(due)
    return Cell(words, bold=late, colour=TONES["red"][0] if late else TEXT)


_OUTCOME_COLUMNS: Final = (
    Column("Measure", 3.0),
    Column("About", 2.0),
    Column("Reading", 0.8, "r"),
    Column("Target", 0.8, "r"),
    Column("Before", 0.8, "r"),
    Column("Verdict", 1.0),
)


def _outcomes(deck: Deck, publication: Publication) -> None:
    rows = [
        (
            Cell(line.measure, bold=True),
            Cell(line.subject, colour=SECOND),
            Cell(line.value_words, bold=True),
            Cell(line.target_words or "–"),
            Cell(line.before_words or "–"),
            _verdict(line.verdict),
        )
        for line in publication.outcomes
    ]
    notes = base(
        publication,
        *(
            f"{o.measure}: {o.value_words}, read {day_words(o.date)}, target {o.target_words or 'none'}"
            for o in publication.outcomes
        ),
        f"Satisfaction: {publication.survey.words}",
    )
    below = [
        Para("Satisfaction", 16, bold=True, after=4),
        Para(publication.survey.words, BODY),
        Para(publication.effort, BODY),
    ]
    high = height_of(below, deck.area.width, deck.spread) + GAP
    room = deck.area.strip(deck.area.height - high)
    behind = sum(line.verdict == "Missed" for line in publication.outcomes)
    aimed = sum(line.verdict != "No target" for line in publication.outcomes)
    title = (
        f"Outcomes: {aimed - behind} of {count_words(aimed, 'target')} reached"
        if aimed
        else "Outcomes and satisfaction"
    )
    look, tables = fitted(deck, rows, _OUTCOME_COLUMNS, room)
    for number, part in enumerate(tables or [[]]):
        slide = deck.slide(numbered(title, number, len(tables)), notes)
        left = deck.area
        if part:
            left = table(slide, room, _OUTCOME_COLUMNS, part, "Table: outcomes", look).below(GAP)
        text_box(slide, Box(left.left, left.top, left.width, high), below)


def _verdict(verdict: str) -> Cell:
    tone = STATUS.get(verdict, "grey")
    if tone == "grey":
        return Cell(verdict, colour=SECOND)
    ink, ground = TONES[tone]
    return Cell(verdict, bold=True, colour=ink, fill=ground)
