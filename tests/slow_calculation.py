"""A second calculation of service levels: slow, obvious, one request at a time, with datetimes and fractions.

It shares no code with the package but the rows themselves. Opening hours are written ``09:00-12:30, 13:30-17:00``; no
night shifts.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from math import ceil
from zoneinfo import ZoneInfo

from pmo_workbook.epochs import NULL
from pmo_workbook.framework import Framework
from pmo_workbook.models import Sla

UTC = dt.UTC
EPOCH = dt.datetime(1970, 1, 1)
ONE_DAY = dt.timedelta(days=1)
SECOND = dt.timedelta(seconds=1)
Interval = tuple[dt.datetime, dt.datetime]


@dataclass
class Answer:
    """What came out, by (SLA ID, month as text)."""

    met: Counter[tuple[str, str]] = field(default_factory=Counter)
    breached: Counter[tuple[str, str]] = field(default_factory=Counter)
    plain_met: Counter[tuple[str, str]] = field(default_factory=Counter)
    plain_breached: Counter[tuple[str, str]] = field(default_factory=Counter)
    used: defaultdict[tuple[str, str], list[Fraction]] = field(default_factory=lambda: defaultdict(list))
    states: dict[tuple[int, str], str] = field(default_factory=dict)
    deadlines: dict[tuple[int, str], dt.datetime] = field(default_factory=dict)
    closed: dict[int, dt.datetime] = field(default_factory=dict)
    later: set[int] = field(default_factory=set)
    left_out: set[int] = field(default_factory=set)
    days: dict[str | None, Days] = field(default_factory=dict)


@dataclass
class Event:
    """A time as typed: a date, or a date with a time; `at` is the wall clock."""

    at: dt.datetime

    @property
    def date_only(self) -> bool:
        return self.at.time() == dt.time(0)


def event(seconds: int) -> Event | None:
    return None if seconds == NULL else Event(EPOCH + int(seconds) * SECOND)


def instant(wall: dt.datetime, zone: str) -> dt.datetime:
    return wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


class Days:
    """The working days of one calendar."""

    def __init__(self, framework: Framework, calendar_id: str | None) -> None:
        row = next((one for one in framework.calendars if one.calendar_id == calendar_id), None)
        self.zone = framework.settings.time_zone if row is None else row.time_zone
        names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
        self.week = ["00:00-24:00"] * 7 if row is None else [getattr(row, name) for name in names]
        self.special = {one.date: one.hours for one in framework.holidays if one.calendar_id in (calendar_id, "All")}
        self.on = cache(self._on)

    def _on(self, date: dt.date) -> list[Interval]:
        hours = self.special.get(date, self.week[date.weekday()])
        result = []
        for span in (hours or "").replace(" ", "").split(","):
            if span:
                opening, closing = (self.wall(date, text) for text in span.split("-"))
                result.append((instant(opening, self.zone), instant(closing, self.zone)))
        return result

    def wall(self, date: dt.date, text: str) -> dt.datetime:
        hour, minute = map(int, text.split(":"))
        return dt.datetime.combine(date, dt.time()) + dt.timedelta(hours=hour, minutes=minute)

    def begins(self, date: dt.date) -> dt.datetime:
        return instant(dt.datetime.combine(date, dt.time()), self.zone)

    def closes(self, date: dt.date) -> dt.datetime:
        return self.on(date)[-1][1] if self.on(date) else self.begins(date + ONE_DAY)

    def date_of(self, moment: dt.datetime) -> dt.date:
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def first_moment(self, what: Event, zone: str) -> dt.datetime:
        return self.begins(what.at.date()) if what.date_only else instant(what.at, zone)

    def last_moment(self, what: Event, zone: str) -> dt.datetime:
        return self.closes(what.at.date()) if what.date_only else instant(what.at, zone)


def without(interval: Interval, holds: list[Interval]) -> list[Interval]:
    """Cut holds out of an interval."""
    parts = [interval]
    for low, high in holds:
        parts = [piece for a, b in parts for piece in ((a, min(b, low)), (max(a, high), b)) if piece[0] < piece[1]]
    return sorted(parts)


def stretches(days: Days, unit: str, start: dt.datetime, end: dt.datetime, holds: list[Interval]):
    """Yield every stretch in which the clock runs, with the worth of a second of it in the unit."""
    if unit.startswith("calendar"):
        worth = Fraction(1, 3600 if unit == "calendar hours" else 86400)
        for piece in without((start, end), holds) if start < end else ():
            yield *piece, worth
        return
    date = days.date_of(start)
    while days.begins(date) < end:
        opened = days.on(date)
        if opened:
            length = sum(int((b - a).total_seconds()) for a, b in opened)
            worth = Fraction(1, 3600 if unit == "working hours" else length)
            for a, b in opened:
                if max(a, start) < min(b, end):
                    for piece in without((max(a, start), min(b, end)), holds):
                        yield *piece, worth
        date += ONE_DAY


def used_up(days: Days, unit: str, start: dt.datetime, end: dt.datetime, holds: list[Interval]) -> Fraction:
    total = Fraction(0)
    for a, b, worth in stretches(days, unit, start, end, holds):
        total += int((b - a).total_seconds()) * worth
    return total


def due(days: Days, unit: str, start: dt.datetime, target: Fraction, holds: list[Interval]) -> dt.datetime:
    if target == 0:
        return start
    left = target
    for a, b, worth in stretches(days, unit, start, start + 4000 * ONE_DAY, holds):
        length = int((b - a).total_seconds()) * worth
        if length >= left:
            return a + int(left / worth) * SECOND
        left -= length
    raise AssertionError("The deadline is too far away for this calculation.")


def counted_days(days: Days, start: dt.datetime, holds: list[Interval]):
    """Yield closings of working days that count, the day of the start first."""
    date = days.date_of(start)
    after_start = [(max(a, start), b) for a, b in holds if b > start]
    while True:
        opened = days.on(date)
        if opened and days.closes(date) >= start and any(without(piece, after_start) for piece in opened):
            yield days.closes(date)
        date += ONE_DAY


def close_of_business(days: Days, start: dt.datetime, target: int, holds: list[Interval]) -> dt.datetime:
    for number, closing in enumerate(counted_days(days, start, holds)):
        if number == target:
            return closing
    raise AssertionError


def merged(holds: list[Interval]) -> list[Interval]:
    result: list[Interval] = []
    for a, b in sorted(hold for hold in holds if hold[0] < hold[1]):
        if result and a <= result[-1][1]:
            result[-1] = (result[-1][0], max(b, result[-1][1]))
        else:
            result.append((a, b))
    return result


def calculate(framework: Framework, as_of: dt.datetime) -> Answer:
    """Judge every request by hand."""
    answer, zone = Answer(), framework.settings.time_zone
    now = instant(as_of, zone)
    for row in range(len(framework.requests)):
        _request(framework, row, now, answer)
    return answer


def _request(framework: Framework, row: int, now: dt.datetime, answer: Answer) -> None:
    log, zone = framework.requests, framework.settings.time_zone
    submitted = event(log.submitted[row])
    assert submitted is not None
    if instant(submitted.at, zone) > now:
        answer.later.add(row)
        return
    start = event(log.clock_start[row]) or submitted
    judged = False
    for metric in ("First response", "Resolution", "Promised date"):
        sla = _applies(framework, row, metric, start, answer)
        if sla is None or (metric == "Promised date" and log.promised[row] == NULL):
            continue
        state = _clock(framework, row, sla, start, now, answer)
        answer.states[row, sla.sla_id] = state
        judged |= state in ("Met", "Breached", "No time recorded")
    days = _days(framework, None, row, answer)
    closings = _closings(framework, row, days, now)
    if closings.standing is not None:
        answer.closed[row] = closings.standing[0]
    gone = log.status[row] == 4 and (closings.final is None or closings.final[0] <= now)
    if log.left_out_because[row] is not None or (gone and not judged):
        answer.left_out.add(row)


def _calendar_id(framework: Framework, sla: Sla | None, row: int) -> str | None:
    service = framework.services[framework.requests.service[row]]
    only = framework.calendars[0].calendar_id if len(framework.calendars) == 1 else None
    return (sla.calendar if sla else None) or service.calendar or framework.settings.default_calendar or only


def _days(framework: Framework, sla: Sla | None, row: int, answer: Answer) -> Days:
    name = _calendar_id(framework, sla, row)
    if name not in answer.days:
        answer.days[name] = Days(framework, name)
    return answer.days[name]


def _applies(framework: Framework, row: int, metric: str, start: Event, answer: Answer) -> Sla | None:
    log, found = framework.requests, []
    service = framework.services[log.service[row]].service_id
    priority = framework.settings.priorities[log.priority[row]]
    for sla in framework.slas:
        if sla.metric != metric or sla.service_id != service or sla.priority not in (None, "All", priority):
            continue
        days = _days(framework, sla, row, answer)
        day = start.at.date() if start.date_only else days.date_of(instant(start.at, framework.settings.time_zone))
        since, until = sla.effective_from or dt.date.min, sla.effective_to or dt.date.max
        if since <= day <= until:
            found.append((sla.priority == priority, since, sla))
    found.sort(key=lambda each: each[:2], reverse=True)
    return found[0][2] if found else None


def _clock(framework: Framework, row: int, sla: Sla, start: Event, now: dt.datetime, answer: Answer) -> str:
    log, zone = framework.requests, framework.settings.time_zone
    days = _days(framework, sla, row, answer)
    begin = days.first_moment(start, zone)
    closings, response = _closings(framework, row, days, now), event(log.first_response[row])
    stopping = closings.standing
    if sla.metric == "First response":
        stopping = closings.first
        if response is not None and days.last_moment(response, zone) <= now:
            stopping = (days.last_moment(response, zone), response)
    end, stop = stopping or (now, None)
    holds, closed_time, waiting = _holds(framework, row, sla, days, now)
    final = closings.final
    cancelled = log.status[row] == 4 and (final is None or final[0] <= now)
    if log.left_out_because[row] is not None or (cancelled and final is None):
        return "Left out"
    deadline, late = _deadline(sla, days, begin, holds, log.promised[row], zone, end)
    if cancelled and final is not None:
        late_at_closing = _deadline(sla, days, begin, holds, log.promised[row], zone, final[0])[1]
        if not late_at_closing:
            return "Left out"
    if sla.unit in ("working hours", "calendar hours") and (start.date_only or (stop is not None and stop.date_only)):
        return "No time recorded"
    _count(answer.met, answer.breached, sla, stop, deadline, late, zone)
    plain_deadline, plain_late = _deadline(sla, days, begin, closed_time, log.promised[row], zone, end)
    _count(answer.plain_met, answer.plain_breached, sla, stop, plain_deadline, plain_late, zone)
    answer.deadlines[row, sla.sla_id] = deadline
    if stop is not None:
        answer.used[sla.sla_id, f"{stop.at:%Y-%m}"].append(_used(sla, days, begin, end, holds))
    if late:
        return "Breached"
    if stop is not None:
        return "Met"
    if waiting:
        return "On hold"
    return "At risk" if _at_risk(framework, sla, days, begin, end, holds, deadline) else "On track"


def _at_risk(framework, sla, days, begin, end, holds, deadline) -> bool:
    percent = Fraction(str(sla.at_risk_from or framework.settings.at_risk_from))
    whole = Fraction(str(sla.target)) if sla.target is not None else used_up(days, "working days", begin, deadline, [])
    whole = Fraction(int(whole)) if sla.unit == "working days to close of business" else whole
    return _used(sla, days, begin, end, holds) * 100 >= percent * whole


def _used(sla: Sla, days: Days, begin: dt.datetime, end: dt.datetime, holds: list[Interval]) -> Fraction:
    if sla.metric == "Promised date":
        return used_up(days, "working days", begin, end, [])
    if sla.unit == "working days to close of business":
        for passed, closing in enumerate(counted_days(days, begin, holds)):
            if closing >= end:
                return Fraction(passed)
    return used_up(days, str(sla.unit), begin, end, holds)


def _deadline(sla, days, begin, holds, promised, zone, end) -> tuple[dt.datetime, bool]:
    if sla.metric == "Promised date":
        promise = event(promised)
        assert promise is not None
        last = days.begins(promise.at.date() + ONE_DAY) - SECOND if promise.date_only else instant(promise.at, zone)
        return last, end > last
    target = Fraction(str(sla.target))
    if sla.unit == "working days to close of business":
        closing = close_of_business(days, begin, int(target), holds)
        return closing, end > closing
    return due(days, sla.unit, begin, target, holds), used_up(days, sla.unit, begin, end, holds) > target


Ending = tuple[dt.datetime, Event]


@dataclass
class Closings:
    """The closing that lasts, the first one that has come, and the one that closes the request now."""

    final: Ending | None
    first: Ending | None
    standing: Ending | None


def _closings(framework: Framework, row: int, days: Days, now: dt.datetime) -> Closings:
    log, zone = framework.holds, framework.settings.time_zone
    gaps = []
    for hold in range(len(log)):
        if log.request[hold] == row and _reason(framework, hold) == "Closed" and not _contradicted(framework, hold):
            since, until = event(log.start[hold]), event(log.until[hold])
            assert since is not None
            reopened = None if until is None else days.last_moment(until, zone)
            gaps.append(((days.first_moment(since, zone), since), reopened))
    gaps.sort(key=lambda gap: gap[0][0])
    closed = event(framework.requests.closed[row])
    final = (days.last_moment(closed, zone), closed) if closed else None
    if final is None:
        final = next((ending for ending, reopened in gaps if reopened is None), None)
    come = [ending for ending, _ in gaps if ending[0] <= now]
    inside = [ending for ending, reopened in gaps if ending[0] <= now and (reopened is None or reopened > now)]
    happened = [final] if final and final[0] <= now else []
    first = min([*happened, *come], key=lambda ending: ending[0], default=None)
    return Closings(final, first, next(iter([*happened, *inside]), None))


def _reason(framework: Framework, hold: int) -> str:
    return [*framework.settings.waiting_reasons, "Closed"][framework.holds.reason[hold]]


def _contradicted(framework: Framework, hold: int) -> bool:
    """Closed without an end, though the request says when it was closed."""
    log = framework.holds
    own = framework.requests.closed[log.request[hold]]
    return _reason(framework, hold) == "Closed" and log.until[hold] == NULL and own != NULL


def _holds(framework: Framework, row: int, sla: Sla, days: Days, now: dt.datetime):
    """The time on hold, the part of it in which the request was closed, and whether it waits now."""
    log, zone, found, closed, waiting = framework.holds, framework.settings.time_zone, [], [], False
    for hold in range(len(log)):
        reason = _reason(framework, hold)
        counts = reason == "Closed" or (reason in (sla.stops_while_waiting_for or ()) and reason != "PMO")
        if log.request[hold] != row or not counts or sla.metric == "Promised date" or _contradicted(framework, hold):
            continue
        since, until = event(log.start[hold]), event(log.until[hold])
        assert since is not None
        low = days.first_moment(since, zone)
        high = None if until is None else days.last_moment(until, zone)
        if low > now:
            continue
        if high is None or high > now:
            high, waiting = now, True
        found.append((low, high))
        if reason == "Closed":
            closed.append((low, high))
    return merged(found), merged(closed), waiting


def _count(met, breached, sla: Sla, stop: Event | None, deadline: dt.datetime, late: bool, zone: str) -> None:
    if late:
        breached[sla.sla_id, f"{deadline.astimezone(ZoneInfo(zone)):%Y-%m}"] += 1
    elif stop is not None:
        met[sla.sla_id, f"{stop.at:%Y-%m}"] += 1


def nearest_rank(values: list[Fraction], per_cent: int) -> Fraction:
    """The smallest value that at least `per_cent` of all do not exceed."""
    return sorted(values)[ceil(Fraction(per_cent, 100) * len(values)) - 1]
