"""A short deck: promises kept, by month and by service, what needs attention, RACI, what changed, what next."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from pmo_workbook.layout.sentences import shorten
from pmo_workbook.publish.office import SLIDES, opened, plain, save
from pmo_workbook.publish.records import DueItem, Publication, RaciTable, ServiceLine
from pmo_workbook.publish.slide_charts import Series, bar_chart, line_chart
from pmo_workbook.publish.slide_look import Box, Deck
from pmo_workbook.publish.slide_parts import (
    BODY,
    SECOND,
    SMALL,
    TEXT,
    TONES,
    Cell,
    Column,
    Para,
    TableLook,
    evenly,
    head_height,
    height_of,
    pages,
    table,
    text_box,
    tile,
    whole_words,
)
from pmo_workbook.publish.text_size import LINE, cut_to_lines, longest_word, text_width
from pmo_workbook.words import count_words, day_words, percent_words

_RACI_ROWS, _RACI_ROLES = 16, 10
_TURNED: Final = 130.0
"""Most height of a heading that is turned by 90 degrees, points."""
_GAP: Final = 24.0
_NARROW: Final = 760.0
"""A content area narrower than this, points, does not take a chart and a table side by side."""
_VERDICT: Final = {"Kept": "green", "Reached": "green", "Missed": "red"}
_PROMISED: Final = "Shares are cut after one decimal, not rounded up."


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
    _by_service(deck, publication)
    _attention(deck, publication)
    _raci(deck, publication)
    _outcomes(deck, publication)
    _changes(deck, publication)
    _next(deck, publication)
    save(SLIDES, presentation, publication.title, path)


def _base(publication: Publication, *parts: str) -> str:
    """Notes of a slide: what its figures rest on."""
    whole = (*parts, f"Period: {publication.period}, 12 closed months; as of {publication.as_of_words}.")
    return "\n".join(part for part in whole if part)


def _headline(deck: Deck, publication: Publication) -> None:
    said, _, rest = publication.headline.partition(". ")
    slide = deck.slide(
        said.rstrip(".") if rest else publication.headline,
        _base(
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
    room = area.below(height_of(lead, area.width, deck.spread) + _GAP)
    if publication.banner:
        banner = [Para(publication.banner, BODY, colour=TONES["amber"][0])]
        high = height_of(banner, area.width, deck.spread)
        text_box(slide, Box(area.left, area.bottom - high, area.width, high), banner)
        room = Box(room.left, room.top, room.width, room.height - high - _GAP / 2)
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


def _cut(share: float | None) -> float | None:
    """A share cut after the decimal that a chart shows, so that its label is never better than the figure."""
    return None if share is None else int(round(share * 1000, 6)) / 1000


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
    slide = deck.slide(title, _base(publication, "All timed promises pooled.", _PROMISED, *lines))
    below = [Para(publication.months_note, SMALL, colour=SECOND), Para(publication.demand, SMALL, colour=SECOND)]
    high = height_of(below, deck.area.width, deck.spread)
    above = [Para("Share of clocks met, all promises with a time pooled, by month in which they were decided", BODY)]
    if running:
        above.append(Para(f"Lighter: {running[0].label}, so far ({running[0].words})", SMALL, colour=SECOND))
    text_box(slide, deck.area.strip(height_of(above, deck.area.width, deck.spread)), above)
    room = deck.area.below(height_of(above, deck.area.width, deck.spread) + 4)
    room = Box(room.left, room.top, room.width, room.height - high - 8)
    series = [
        Series("Closed months", tuple(None if m.running else _cut(m.compliance) for m in publication.months), "accent1")
    ]
    if any(month.compliance is not None for month in running):
        values = tuple(_cut(m.compliance) if m.running else None for m in publication.months)
        series.append(Series("So far", values, "accent2"))
    if any(value is not None for one in series for value in one.values):
        labels = [f"{month.label}{' so far' * month.running}" for month in publication.months]
        line_chart(slide, room, labels, series, "Line chart: share of clocks met by month. " + "; ".join(lines))
    else:
        text_box(slide, room, [Para("Too few requests were decided in any month to show a percentage.")])
    text_box(slide, Box(deck.area.left, deck.area.bottom - high, deck.area.width, high), below)


_SERVICE_COLUMNS: Final = (
    Column("Service", 3.0),
    Column("Clocks met", 1.35, "r"),
    Column("Promises kept", 0.95, "r"),
    Column("In", 0.6, "r"),
    Column("Out", 0.6, "r"),
    Column("Open", 0.65, "r"),
    Column("Satisfaction, 1 to 5 (answers)", 1.35, "r"),
)


def _by_service(deck: Deck, publication: Publication) -> None:
    shown = [service for service in publication.services if service.result is not None]
    judged = [service for service in shown if _share(service) is not None]
    wide = deck.area.width >= _NARROW
    left, right = deck.area.split(0.37, _GAP) if wide else (deck.area, deck.area)
    rows = [_service_row(service) for service in shown]
    look, tables = _fitted(deck, rows, _SERVICE_COLUMNS, right)
    notes = _base(publication, "All timed promises of a service pooled.", _PROMISED, publication.effort)
    title = _service_title(judged)
    done = 0
    for number, page in enumerate(tables):
        part = [service for service in shown[done : done + len(page)] if service in judged]
        done += len(page)
        slide = deck.slide(_numbered(title, number, len(tables)), notes)
        if part:
            _service_bars(slide, left, part)
        if part and not wide:
            slide = deck.slide(f"{_numbered(title, number, len(tables))}, in figures", notes)
        box = right if part else deck.area
        table(slide, box, _SERVICE_COLUMNS, page, "Table: figures by service", look)


def _service_title(judged: Sequence[ServiceLine]) -> str:
    if not judged:
        return "Figures by service"
    least = min(judged, key=lambda service: _share(service) or 0.0)
    share = percent_words(_share(least) or 0.0)
    if len(judged) == 1:
        return f"{shorten(least.name, 50)}: {share} of clocks met"
    return f"By service: {shorten(least.name, 45)} is lowest, {share} of clocks met"


def _share(service: ServiceLine) -> float | None:
    return service.result.compliance if service.result else None


def _service_row(service: ServiceLine) -> tuple[Cell, ...]:
    result = service.result
    assert result is not None
    mean = "" if result.satisfaction is None else f"{result.satisfaction:.1f}"
    answers = f"{mean} ({result.answers:,})" if mean else f"({result.answers:,})" if result.answers else "–"
    return (
        Cell(service.name, bold=True),
        Cell(result.compliance_words if result.n else "–"),
        Cell(result.kept_words or "–"),
        Cell(f"{result.submitted:,}"),
        Cell(f"{result.closed:,}"),
        Cell(f"{result.backlog:,}"),
        Cell(answers),
    )


def _service_bars(slide: Any, box: Box, part: Sequence[ServiceLine]) -> None:
    above = [Para("Share of clocks met", SMALL, bold=True, colour=SECOND)]
    text_box(slide, box.strip(20), above)
    room = box.below(20)
    room = room.strip(min(room.height, 24 + 40.0 * len(part)))
    found = [(service, service.result) for service in part if service.result]
    said = "; ".join(f"{service.name} {result.compliance_words}" for service, result in found)
    values = tuple(_cut(result.compliance) for _, result in found)
    names = [shorten(service.name, 34) for service, _ in found]
    bar_chart(
        slide, room, names, Series("Share of clocks met", values, "accent1"), f"Bar chart: share of clocks met. {said}"
    )


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
    notes = _base(
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
    look, tables = _fitted(deck, rows, _MISSED_COLUMNS, room)
    for number, part in enumerate(tables):
        slide = deck.slide(_numbered(title, number, len(tables)), notes)
        table(slide, room, _MISSED_COLUMNS, part, "Table: promises missed", look)
        text_box(slide, Box(deck.area.left, room.bottom + 8, deck.area.width, high), after)


def _due(publication: Publication, due: Any) -> Cell:
    if due is None:
        return Cell("–")
    late = due < publication.as_of.date()
    words = f"{day_words(due)}, overdue" if late else day_words(due)
    return Cell(words, bold=late, colour=TONES["red"][0] if late else TEXT)


def _raci(deck: Deck, publication: Publication) -> None:
    raci = publication.raci
    if not raci.rows or not raci.roles:
        return
    notes = _base(
        publication,
        "R does the work, A answers for it (one a row), C is asked before, I is told after, A/R is both.",
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
        slide = deck.slide(_numbered("Who does what", number, len(made)), notes)
        text_box(slide, deck.area.strip(high), legend)
        # A group that goes on from the slide before shows its service again.
        first = (Cell(**{**vars(part[0][0]), "under": False}), *part[0][1:])
        table(slide, room, columns, [first, *part[1:]], "Table: RACI matrix, activities by role", look)


def _raci_columns(deck: Deck, raci: RaciTable, roles: slice, width: float) -> tuple[tuple[Column, ...], TableLook]:
    names = [role.name for role in raci.roles[roles]]
    need = max(longest_word(name, SMALL, bold=True) for name in names) * deck.spread + 11
    turned = need * len(names) > width * 0.56
    each = min((width * 0.45) / len(names), 60.0) if turned else max(need, 44.0)
    spare = width - each * len(names)
    columns = (
        Column("Service", spare * 0.42),
        Column("Activity", spare * 0.58),
        *(
            Column(_head(name, each, deck.spread) if turned else name, each, "l" if turned else "ctr", turned)
            for name in names
        ),
    )
    head = min(_TURNED, max(text_width(name, SMALL, bold=True) for name in names) * deck.spread + 12) if turned else 0.0
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
    notes = _base(
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
    high = height_of(below, deck.area.width, deck.spread) + _GAP
    room = deck.area.strip(deck.area.height - high)
    behind = sum(line.verdict == "Missed" for line in publication.outcomes)
    aimed = sum(line.verdict != "No target" for line in publication.outcomes)
    title = (
        f"Outcomes: {aimed - behind} of {count_words(aimed, 'target')} reached"
        if aimed
        else "Outcomes and satisfaction"
    )
    look, tables = _fitted(deck, rows, _OUTCOME_COLUMNS, room)
    for number, part in enumerate(tables or [[]]):
        slide = deck.slide(_numbered(title, number, len(tables)), notes)
        left = deck.area
        if part:
            left = table(slide, room, _OUTCOME_COLUMNS, part, "Table: outcomes", look).below(_GAP)
        text_box(slide, Box(left.left, left.top, left.width, high), below)


def _verdict(verdict: str) -> Cell:
    tone = _VERDICT.get(verdict)
    if tone is None:
        return Cell(verdict, colour=SECOND)
    ink, ground = TONES[tone]
    return Cell(verdict, bold=True, colour=ink, fill=ground)


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


def _changes(deck: Deck, publication: Publication) -> None:
    changes = publication.changes
    if changes is None:
        return
    title = f"What changed since {changes.since}"
    notes = _base(publication, f"Compared with the publication of {changes.since}.")
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
            room = table(slide, inner, columns, part, f"Table: {name}").below(_GAP)
            left = left[len(part) :]
            slide = slide if not left else None


_DUE_COLUMNS: Final = (Column("What", 3.0), Column("Whose", 1.7), Column("When", 1.6))
_REVIEW_COLUMNS: Final = (Column("Next reviews", 3.0), Column("When", 1.5))


def _next(deck: Deck, publication: Publication) -> None:
    wide = deck.area.width >= _NARROW
    left, right = deck.area.split(0.58, _GAP * 1.5) if wide and publication.next_reviews else (deck.area, deck.area)
    asks = [Para(f"• {ask}", BODY, after=6) for ask in publication.asks]
    high = height_of(asks, left.width, deck.spread) + _GAP
    room = left.strip(left.height - high)
    rows = [_due_row(item, late=True) for item in publication.decisions]
    look, tables = _fitted(deck, rows, _DUE_COLUMNS, room)
    n = len(publication.decisions)
    title = f"{count_words(n, 'decision')} {'is' if n == 1 else 'are'} asked of you" if n else "What comes next"
    title = title[:1].upper() + title[1:]
    notes = _base(publication, *publication.asks)
    for number, part in enumerate(tables or [[]]):
        slide = deck.slide(_numbered(title, number, len(tables)), notes)
        rest = left
        if part:
            rest = table(slide, room, _DUE_COLUMNS, part, "Table: decisions asked", look).below(_GAP)
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


def _fitted(
    deck: Deck, rows: Sequence[tuple[Cell, ...]], columns: Sequence[Column], room: Box
) -> tuple[TableLook, list[list[tuple[Cell, ...]]]]:
    """The largest size at which all rows fit one slide; the smallest and several slides when none does."""
    for size in (15.0, 14.0, 13.0, SMALL):
        look = TableLook(size=size, spread=deck.spread)
        tables = evenly(rows, columns, room, look)
        if len(tables) <= 1 and whole_words(rows, columns, room.width, look):
            break
    return look, tables


def _numbered(title: str, number: int, of: int) -> str:
    return title if of < 2 else f"{title} ({number + 1} of {of})"
