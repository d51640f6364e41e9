"""The time line of one clock: working time day by day, holds, closed days, holidays and clock changes.

The ticks of the lines add up to what the kernel measured, to the tick: each line is the difference of the same function
at its two ends.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from pmo_workbook.epochs import DAY, NULL, date_of, wall_time
from pmo_workbook.explain.story import HoldStory, Line, LineKind
from pmo_workbook.measure.calendars import holiday_names
from pmo_workbook.measure.judge import Judged
from pmo_workbook.measure.sla import Applied, Rulebook, measure_of
from pmo_workbook.settings import PMO
from pmo_workbook.worktime.clocks import AllTime, Edges
from pmo_workbook.worktime.holds import MergedHolds, merge_holds
from pmo_workbook.worktime.units import CloseOfBusinessMeasure, Measure, TimeMeasure
from pmo_workbook.worktime.zones import to_local, transitions


@dataclass(frozen=True, eq=False)
class Track:
    """One clock of a log that holds one request.

    Attributes:
        rules: What was measured by.
        judged: The log.
        one: Service level of the clock.
        start: UTC seconds.
        until: Its stop, or the report's moment; UTC seconds.
        stopped: Whether it has stopped.
        deadline: UTC seconds, `NULL` where it lies too far ahead.
    """

    rules: Rulebook
    judged: Judged
    one: Applied
    start: int
    until: int
    stopped: bool
    deadline: int

    def wall(self, instant: int) -> dt.datetime:
        """Wall clock of the calendar's zone."""
        zone = self.rules.book.calendars[self.one.calendar_id].zone
        return wall_time(int(to_local([instant], zone)[0]))

    @property
    def is_promise(self) -> bool:
        """Whether the clock runs to a promise, which no hold moves."""
        return not self.one.within_target

    def holds(self) -> list[tuple[int, int, int, bool]]:
        """Holds that have begun: position, start, end (the report's moment while open), whether still open."""
        times, edges = self.judged.times, self.rules.book.edges(self.one.calendar_id)
        starts, ends = times.hold_start.as_begin(edges).tolist(), times.hold_until.as_end(edges).tolist()
        found = []
        for hold, (start, end) in enumerate(zip(starts, ends, strict=True)):
            is_open = end == NULL or end > self.rules.as_of
            if start != NULL and start <= self.rules.as_of:
                found.append((hold, start, self.rules.as_of if is_open else end, is_open))
        return sorted(found, key=lambda each: each[1:3])

    def counts(self, hold: int) -> bool:
        """Whether a hold stops this clock."""
        stops = bool(self.one.reasons[int(self.judged.holds.reason[hold])])
        return not self.is_promise and stops and not self.is_void(hold)

    def is_closed(self, hold: int) -> bool:
        """Whether a hold tells that the request was closed before it was opened again."""
        return int(self.judged.holds.reason[hold]) == self.rules.framework.settings.closed_code

    def is_void(self, hold: int) -> bool:
        """Whether a hold counts for nothing, since it contradicts the closing of the request."""
        return self.is_closed(hold) and hold not in self.judged.gaps

    def merged(self) -> MergedHolds:
        """The holds that stop this clock."""
        return _merged([(start, end) for hold, start, end, _ in self.holds() if self.counts(hold)])

    def closed(self) -> MergedHolds:
        """Those of them in which the request was closed."""
        counted = [each for each in self.holds() if self.counts(each[0]) and self.is_closed(each[0])]
        return _merged([(start, end) for _, start, end, _ in counted])


def _merged(found: list[tuple[int, int]]) -> MergedHolds:
    return merge_holds([0] * len(found), [start for start, _ in found], [end for _, end in found])


def hold_stories(track: Track) -> tuple[HoldStory, ...]:
    """Say of each hold of the request that has begun whether it stops the clock, and how much it takes off."""
    measure = measure_of(track.one)
    counted: list[tuple[int, int]] = []
    before = _elapsed(track, counted)
    result = []
    for hold, start, end, is_open in track.holds():
        counts, ticks = track.counts(hold), 0
        if counts:
            counted.append((start, end))
            after = _elapsed(track, counted)
            ticks, before = before - after, after
        reason = track.rules.framework.settings.hold_reasons[int(track.judged.holds.reason[hold])]
        result.append(
            HoldStory(
                row=int(track.judged.holds.row[hold]),
                reason=reason,
                begin=track.wall(start),
                end=None if is_open else track.wall(end),
                counts=counts,
                ticks=ticks,
                amount=ticks / measure.ticks_per_unit,
                why=_why(track, hold, reason, ticks),
            )
        )
    return tuple(result)


def lines(track: Track) -> tuple[Line, ...]:
    """Draw the time line."""
    measure = measure_of(track.one)
    found = [*_points(track), *_clock_changes(track)]
    if track.until > track.start:
        found += (
            _working_days(track, measure) if isinstance(measure, CloseOfBusinessMeasure) else _spans(track, measure)
        )
        found += _closed_days(track)
    order = {"Start": 0, "Stop": 2, "Report": 2}
    found.sort(key=lambda each: (each[0], order.get(each[1].kind, 1)))
    result, sum_of_ticks = [], 0
    for _, line in found:
        sum_of_ticks += line.ticks
        result.append(replace(line, so_far=sum_of_ticks / measure.ticks_per_unit))
    return tuple(result)


def amount_words(ticks: int, measure: Measure) -> str:
    """Say an amount: hours as hours, minutes and seconds, days with four digits at most."""
    if measure.ticks_per_unit == 3600:
        hours, rest = divmod(ticks, 3600)
        minutes, seconds = divmod(rest, 60)
        return f"{hours} h {minutes:02d} min" + (f" {seconds:02d} s" if seconds else "") + f" ({measure.unit})"
    return f"{ticks / measure.ticks_per_unit:.4f}".rstrip("0").rstrip(".") + f" {measure.unit}"


def _elapsed(track: Track, counted: list[tuple[int, int]]) -> int:
    return int(measure_of(track.one).elapsed([track.start], [track.until], _merged(counted))[0])


def _why(track: Track, hold: int, reason: str, ticks: int) -> str:
    counts = track.counts(hold)
    if track.is_promise:
        return "No hold moves a promise."
    if track.is_void(hold):
        return "It has no end, but the request has a closing: it counts for nothing."
    if ticks and track.is_closed(hold):
        return "No clock runs while a request is closed."
    if not counts and reason == PMO:
        return "Waiting for the PMO never stops a clock."
    if not counts:
        return f"{track.one.sla.sla_id} does not stop while waiting for {reason}."
    if not ticks:
        return "It stops the clock, but takes nothing off: outside the clock's running time, or already on hold."
    return f"{track.one.sla.sla_id} stops while waiting for {reason}."


def _line(track: Track, kind: LineKind, begin: int, end: int | None, ticks: int, words: str) -> tuple[int, Line]:
    amount = ticks / measure_of(track.one).ticks_per_unit
    return begin, Line(kind, track.wall(begin), None if end is None else track.wall(end), ticks, amount, 0.0, words)


def _points(track: Track) -> Iterator[tuple[int, Line]]:
    yield _line(track, "Start", track.start, None, 0, "The clock starts.")
    if track.deadline != NULL and track.deadline <= track.until:
        yield _line(track, "Deadline", track.deadline, None, 0, "The target is used up.")
    last = "The clock stops." if track.stopped else "The moment of the report; the clock runs on."
    yield _line(track, "Stop" if track.stopped else "Report", track.until, None, 0, last)


def _clock_changes(track: Track) -> Iterator[tuple[int, Line]]:
    zone = track.rules.book.calendars[track.one.calendar_id].zone
    for change in transitions(zone, track.start, track.until):
        minutes = abs(change.after - change.before) // 60
        way = "forward" if change.after > change.before else "back"
        yield _line(track, "Clock change", change.at, None, 0, f"Clocks go {way} by {minutes} min in {zone}.")


def _spans(track: Track, measure: Measure) -> Iterator[tuple[int, Line]]:
    """Cut the running time into pieces that count and pieces on hold."""
    if not isinstance(measure, TimeMeasure):
        return
    clock, pieces, closed = measure.clock, _pieces(track.merged()), _pieces(track.closed())
    for start, end in clock.spans(track.start, track.until):
        cuts = sorted({start, end, *(cut for piece in (*pieces, *closed) for cut in piece if start < cut < end)})
        for low, high in pairwise(cuts):
            if _within(low, high, closed):
                yield _line(track, "Closed", low, high, 0, "The request was closed.")
            elif _within(low, high, pieces):
                yield _line(track, "On hold", low, high, 0, "")
            else:
                ticks = int(clock.work_until([high])[0] - clock.work_until([low])[0])
                yield _line(track, "Working", low, high, ticks, "")


def _pieces(merged: MergedHolds) -> list[tuple[int, int]]:
    return list(zip(merged.start.tolist(), merged.end.tolist(), strict=True))


def _within(low: int, high: int, pieces: list[tuple[int, int]]) -> bool:
    return any(since <= low and high <= until for since, until in pieces)


def _working_days(track: Track, measure: CloseOfBusinessMeasure) -> Iterator[tuple[int, Line]]:
    """List the working days that end between start and stop, the day of the start first."""
    edges = measure.edges
    held, closed = _in_ticks(track, edges, track.merged()), _in_ticks(track, edges, track.closed())
    first = int(np.searchsorted(edges.day_close, track.start, side="left"))
    last = int(np.searchsorted(edges.day_close, track.until, side="left"))
    number = 0
    for day in range(first, last):
        begin, end = int(edges.day_work[day]), int(edges.day_work[day + 1])
        opening = max(int(edges.opening[int(edges.day_first[day])]), track.start)
        closing = int(edges.day_close[day])
        if _within(begin, end, closed):
            yield _line(track, "Closed", opening, closing, 0, "The request was closed: the working day does not count.")
            continue
        if _within(begin, end, held):
            yield _line(track, "On hold", opening, closing, 0, "The whole working day is on hold: it does not count.")
            continue
        number += 1
        yield _line(track, "Working", opening, closing, 1, f"Its close has passed; working day {number} begins.")


def _in_ticks(track: Track, edges: Edges, merged: MergedHolds) -> list[tuple[int, int]]:
    """Holds in working days; as in the measure, what is on hold before the start is not."""
    begin = edges.work_until(np.maximum(merged.start, track.start)).tolist()
    return _pieces(_merged(list(zip(begin, edges.work_until(merged.end).tolist(), strict=True))))


def _closed_days(track: Track) -> Iterator[tuple[int, Line]]:
    """List days without working time, and holidays with some; neighbours of one kind are one line."""
    measure = measure_of(track.one)
    if isinstance(measure, TimeMeasure) and isinstance(measure.clock, AllTime):
        return
    calendar = track.rules.book.calendars[track.one.calendar_id]
    edges = track.rules.book.edges(track.one.calendar_id)
    names = holiday_names(track.rules.framework, track.one.calendar_id)
    first, last = (to_local([track.start, track.until], calendar.zone) // DAY).tolist()
    run: list[int] = []
    for day in range(first, last + 1):
        date = date_of(day)
        is_open = bool(calendar.hours_of(date))
        if not is_open and date not in calendar.holidays:
            run.append(day)
            continue
        if run:
            yield _closed(track, run)
            run = []
        if date in calendar.holidays:
            begin, end = edges.start_of_day([day, day + 1]).tolist()
            other = "shorter hours" if calendar.week[date.weekday()] else "open, though a day off in other weeks"
            words = f"{names.get(date, 'Holiday')}: {other if is_open else 'closed'}."
            yield _line(track, "Holiday", max(begin, track.start), end, 0, words)
    if run:
        yield _closed(track, run)


def _closed(track: Track, days: list[int]) -> tuple[int, Line]:
    edges = track.rules.book.edges(track.one.calendar_id)
    begin, end = edges.start_of_day([days[0], days[-1] + 1]).tolist()
    first, last = (date_of(day) for day in (days[0], days[-1]))
    words = f"{first:%A}: closed." if first == last else f"{first:%A} to {last:%A}: closed."
    return _line(track, "Closed", max(begin, track.start), end, 0, words)
