"""Whose time a request took: the working time from start to end, split by whom it waited for.

Time on hold belongs to the reader while waiting for the requester, to the PMO while waiting for the PMO, to others
while waiting for anybody else; all other time is the PMO's. Where holds overlap, the one that began first has the time.
While a request was closed before it was opened again, the time is nobody's.
The parts of a request add up to its working time, to the tick.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

import numpy as np

from pmo_workbook.epochs import NULL
from pmo_workbook.measure.calendars import ALWAYS
from pmo_workbook.measure.closings import Rows
from pmo_workbook.measure.judge import Judged
from pmo_workbook.measure.sla import Rulebook
from pmo_workbook.settings import CLOSED_REASON, PMO
from pmo_workbook.worktime.clocks import Edges
from pmo_workbook.worktime.units import CALENDAR_DAYS, WORKING_DAYS

REQUESTER: Final = "Requester"
"""The reason for waiting that is the reader."""


@dataclass(frozen=True)
class Split:
    """Working days of one or more requests, exact.

    Attributes:
        pmo: In the hands of the PMO, or waiting for it.
        you: Waiting for the requester.
        others: Waiting for anybody else.
        reasons: What `others` is made of, by reason.
    """

    pmo: Fraction
    you: Fraction
    others: Fraction
    reasons: Mapping[str, Fraction] = field(default_factory=dict)

    @property
    def total(self) -> Fraction:
        """Working days in all."""
        return self.pmo + self.you + self.others

    @property
    def tenths(self) -> tuple[int, int, int]:
        """PMO, you and others in tenths of a day, rounded so that they add up to the rounded total."""
        parts = [self.pmo * 10, self.you * 10, self.others * 10]
        whole = [int(part) for part in parts]
        missing = round(self.total * 10) - sum(whole)
        order = sorted(range(3), key=lambda place: (whole[place] - parts[place], place))
        for place in order[:missing]:
            whole[place] += 1
        return whole[0], whole[1], whole[2]


def added(splits: Iterable[Split]) -> Split:
    """The sum of splits.

    Args:
        splits: What to add up.
    """
    pmo = you = others = Fraction(0)
    reasons: dict[str, Fraction] = defaultdict(Fraction)
    for one in splits:
        pmo, you, others = pmo + one.pmo, you + one.you, others + one.others
        for reason, days in one.reasons.items():
            reasons[reason] += days
    return Split(pmo, you, others, dict(reasons))


@dataclass(frozen=True)
class _Piece:
    """A stretch of time in which one request waited for somebody: position, reason, UTC seconds."""

    row: int
    reason: str
    start: int
    end: int


def whose_time(rules: Rulebook, judged: Judged, rows: Sequence[int]) -> list[Split]:
    """Split the working time of requests, from the start of the clock to the closing or the report's moment.

    Days are those of the calendar of the request's service; calendar days where it has none.

    Args:
        rules: What was measured by.
        judged: The log.
        rows: Positions of the requests in `judged`, each once.

    Returns:
        One entry a request, in the order of `rows`.
    """
    found: dict[int, Split] = {}
    services = judged.requests.service
    for calendar_id in sorted(set(rules.service_calendars)):
        mine = [row for row in rows if rules.service_calendars[int(services[row])] == calendar_id]
        if mine:
            found.update(_of_calendar(rules, judged, mine, calendar_id))
    return [found[row] for row in rows]


def _of_calendar(rules: Rulebook, judged: Judged, rows: Sequence[int], calendar_id: str) -> dict[int, Split]:
    edges = rules.book.edges(calendar_id)
    measure = rules.book.measure(calendar_id, CALENDAR_DAYS if calendar_id == ALWAYS else WORKING_DAYS)
    chosen = np.asarray(rows, dtype=np.intp)
    starts = judged.times.start.take(chosen).as_begin(edges)
    ends = np.where(judged.closed_utc[chosen] == NULL, rules.as_of, judged.closed_utc[chosen])
    span = {row: (int(start), int(end)) for row, start, end in zip(rows, starts, ends, strict=True)}
    pieces = _pieces(rules, judged, span, calendar_id)
    totals = _known(measure.elapsed(starts, ends))
    held = _known(measure.elapsed([piece.start for piece in pieces], [piece.end for piece in pieces])) if pieces else []
    by_row: dict[int, dict[str, int]] = {row: defaultdict(int) for row in rows}
    for piece, ticks in zip(pieces, held, strict=True):
        by_row[piece.row][piece.reason] += ticks
    return {row: _split(total, by_row[row], measure.ticks_per_unit) for row, total in zip(rows, totals, strict=True)}


def _known(ticks: Iterable[int]) -> list[int]:
    return [0 if int(one) == NULL else int(one) for one in ticks]


def _split(total: int, held: Mapping[str, int], ticks_per_day: int) -> Split:
    you, closed = (Fraction(held.get(reason, 0), ticks_per_day) for reason in (REQUESTER, CLOSED_REASON))
    reasons = {reason: Fraction(ticks, ticks_per_day) for reason, ticks in held.items() if ticks}
    others = {reason: days for reason, days in reasons.items() if reason not in (REQUESTER, PMO, CLOSED_REASON)}
    waited = you + sum(others.values(), Fraction(0))
    return Split(
        pmo=Fraction(total, ticks_per_day) - closed - waited,
        you=you,
        others=sum(others.values(), Fraction(0)),
        reasons=others,
    )


def _pieces(rules: Rulebook, judged: Judged, span: Mapping[int, tuple[int, int]], calendar_id: str) -> list[_Piece]:
    """The holds of the requests, cut to the request and to what no earlier hold has taken; closed time comes first."""
    settings, edges, reason = rules.framework.settings, rules.book.edges(calendar_id), judged.holds.reason
    gaps = list(_cut(rules, judged, judged.gaps, span, edges))
    waiting = _cut(rules, judged, np.flatnonzero(reason != settings.closed_code), span, edges)
    closed: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row, _, begin, stop in gaps:
        closed[row].append((begin, stop))
    pieces = [_Piece(row, CLOSED_REASON, begin, stop) for row, _, begin, stop in gaps]
    for row, hold, begin, stop in waiting:
        word = settings.hold_reasons[int(reason[hold])]
        pieces += [_Piece(row, word, low, high) for low, high in _outside(begin, stop, closed[row])]
    return pieces


def _cut(
    rules: Rulebook, judged: Judged, some: Rows, span: Mapping[int, tuple[int, int]], edges: Edges
) -> Iterator[tuple[int, int, int, int]]:
    """Request, hold, beginning and end of some holds that have begun, without what an earlier one of them has taken."""
    holds = judged.holds
    mine = some[np.isin(holds.request[some], np.fromiter(span, dtype=np.int64))]
    starts = judged.times.hold_start.take(mine).as_begin(edges)
    ends = judged.times.hold_until.take(mine).as_end(edges)
    order = np.lexsort((mine, starts))
    reached: dict[int, int] = {}
    for place in order.tolist():
        hold, start, end = int(mine[place]), int(starts[place]), int(ends[place])
        row = int(holds.request[hold])
        first, last = span[row]
        if start == NULL or start > rules.as_of:
            continue
        begin = max(start, first, reached.get(row, first))
        stop = min(last if end == NULL else end, last)
        if stop > begin:
            yield row, hold, begin, stop
            reached[row] = stop


def _outside(begin: int, stop: int, gaps: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """What is left of a stretch without some others, which are in order and apart."""
    for low, high in gaps:
        if begin < low < stop:
            yield begin, low
        if low < stop and high > begin:
            begin = high
    if begin < stop:
        yield begin, stop
