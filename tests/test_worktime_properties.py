"""Working time against a slow and obvious calculation: cut time at every edge, look at each piece, add fractions."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import floor
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pmo_workbook.epochs import NULL
from pmo_workbook.worktime.calendar import Calendar
from pmo_workbook.worktime.clocks import DayEdges
from pmo_workbook.worktime.holds import merge_holds
from pmo_workbook.worktime.hours import Spans, parse_hours
from pmo_workbook.worktime.units import CLOSE_OF_BUSINESS, TIME_UNITS, WORKING_DAYS, WORKING_HOURS, measure

# Mondays a week before a change of clocks in Berlin, New York or on Lord Howe, and an ordinary one.
MONDAYS = ("2024-03-25", "2024-10-21", "2024-03-04", "2024-10-28", "2024-04-01", "2024-09-30", "2024-06-03")
ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC")
HOURS = ("09:00-17:00", "09:00-12:30, 13:30-17:00", "22:00-06:00", "24h", "", "09:00-13:00", "01:00-02:30", "8-18:15")
TARGETS = (0, 0.1, 0.25, 0.5, 1, 1.5, 2, 3, 8)
RANGE_DAYS = 28
QUARTER = 900

Hold = tuple[int, int]


@dataclass(frozen=True)
class Slow:
    """A calendar's working pieces: (local date, from, to) in UTC seconds, apart from each other."""

    pieces: tuple[tuple[dt.date, int, int], ...]
    day_length: dict[dt.date, int]
    day_close: dict[dt.date, int]


def slow_hours(calendar: Calendar, date: dt.date) -> list[tuple[int, int]]:
    before = date - dt.timedelta(days=1)
    own = calendar.holidays.get(date, calendar.week[date.weekday()])
    spans = [(opening, min(closing, 1440)) for opening, closing in own]
    if date not in calendar.holidays:
        for earlier in (calendar.week[before.weekday()], calendar.holidays.get(before, ())):
            spans += [(0, closing - 1440) for _, closing in earlier if closing > 1440]
    return spans


def slow_instant(date: dt.date, minute: int, zone: str) -> int:
    moment = dt.datetime.combine(date, dt.time()) + dt.timedelta(minutes=minute)
    return int(moment.replace(tzinfo=ZoneInfo(zone)).timestamp())


def slow_calendar(calendar: Calendar, first: dt.date, days: int) -> Slow:
    spans = []
    for date in (first + dt.timedelta(days=number) for number in range(days)):
        for opening, closing in slow_hours(calendar, date):
            spans.append((date, slow_instant(date, opening, calendar.zone), slow_instant(date, closing, calendar.zone)))
    cuts = sorted({end for _, a, b in spans for end in (a, b)})
    pieces = []
    for low, high in pairwise(cuts):
        owners = [date for date, a, b in spans if a <= low and high <= b]
        if owners:
            pieces.append((owners[0], low, high))
    lengths: dict[dt.date, int] = {}
    closes: dict[dt.date, int] = {}
    for date, low, high in pieces:
        lengths[date] = lengths.get(date, 0) + high - low
        closes[date] = high
    return Slow(tuple(pieces), lengths, closes)


def slow_steps(slow: Slow, start: int, holds: list[Hold]) -> Iterator[tuple[dt.date, int, int]]:
    """The pieces of working time after `start` that are not on hold."""
    ends = {start, *(end for hold in holds for end in hold)}
    for date, low, high in slow.pieces:
        cuts = [low, *sorted(end for end in ends if low < end < high), high]
        for a, b in pairwise(cuts):
            if a >= start and not any(begin <= a and b <= end for begin, end in holds):
                yield date, a, b


def slow_rate(slow: Slow, unit: str, date: dt.date) -> Fraction:
    return Fraction(1, slow.day_length[date]) if unit == WORKING_DAYS else Fraction(1, 3600)


def slow_elapsed(slow: Slow, unit: str, start: int, stop: int, holds: list[Hold]) -> Fraction:
    if unit == CLOSE_OF_BUSINESS:
        return Fraction(len([date for date in slow_days(slow, start, holds) if slow.day_close[date] < stop]))
    return sum(
        ((min(b, stop) - a) * slow_rate(slow, unit, date) for date, a, b in slow_steps(slow, start, holds) if a < stop),
        Fraction(0),
    )


def slow_days(slow: Slow, start: int, holds: list[Hold]) -> list[dt.date]:
    """The working days from the day of the start on, without those that lie wholly on hold."""
    clipped = [(max(begin, start), end) for begin, end in holds if end > start]
    free = {date for date, _, _ in slow_steps(slow, min(a for _, a, _ in slow.pieces), clipped)} if slow.pieces else ()
    return [date for date, close in slow.day_close.items() if close >= start and date in free]


def slow_deadline(slow: Slow, unit: str, start: int, target: Fraction, holds: list[Hold]) -> int:
    if unit == CLOSE_OF_BUSINESS:
        days = slow_days(slow, start, holds)
        return slow.day_close[days[floor(target)]] if floor(target) < len(days) else NULL
    if target == 0:
        return start
    used = Fraction(0)
    for date, a, b in slow_steps(slow, start, holds):
        rate = slow_rate(slow, unit, date)
        if used + (b - a) * rate >= target:
            return floor(a + (target - used) / rate)
        used += (b - a) * rate
    return NULL


@st.composite
def hours(draw: st.DrawFn) -> Spans:
    if draw(st.booleans()):
        return parse_hours(draw(st.sampled_from(HOURS)))
    ends = sorted(draw(st.sets(st.integers(0, 95), min_size=2, max_size=6)))
    ends = ends[: len(ends) // 2 * 2]
    if draw(st.booleans()):
        ends = [*ends[1:], ends[0] + 96]
    return tuple((a * 15, b * 15) for a, b in zip(ends[::2], ends[1::2], strict=True))


@st.composite
def calendars(draw: st.DrawFn) -> tuple[Calendar, dt.date]:
    first = dt.date.fromisoformat(draw(st.sampled_from(MONDAYS)))
    week = tuple(draw(hours()) for _ in range(7))
    offsets = draw(st.sets(st.integers(0, RANGE_DAYS - 1), max_size=4))
    holidays = {first + dt.timedelta(days=offset): draw(st.one_of(st.just(()), hours())) for offset in offsets}
    return Calendar("X", "X", draw(st.sampled_from(ZONES)), week, holidays), first


@st.composite
def logs(draw: st.DrawFn, origin: int) -> tuple[list[int], list[int], list[list[Hold]]]:
    """Starts, stops and holds of some requests; most times on a quarter of an hour, where the edges are."""
    second = st.sampled_from([0, 0, 0, 0, -1, 1, 437])
    moment = st.builds(
        lambda quarter, shift: origin + quarter * QUARTER + shift, st.integers(1, (RANGE_DAYS - 1) * 96), second
    )
    starts, stops, holds = [], [], []
    for _ in range(draw(st.integers(1, 3))):
        a, b = draw(moment), draw(moment)
        starts.append(min(a, b))
        stops.append(max(a, b))
        length = st.builds(lambda quarters, shift: quarters * QUARTER + shift, st.integers(0, 6 * 96), second)
        holds.append([(low, low + draw(length)) for low in draw(st.lists(moment, max_size=4))])
    return starts, stops, holds


def arrays(holds: list[list[Hold]]) -> tuple[list[int], list[int], list[int]]:
    flat = [(row, low, high) for row, own in enumerate(holds) for low, high in own]
    return [row for row, _, _ in flat], [low for _, low, _ in flat], [high for _, _, high in flat]


@pytest.mark.parametrize("unit", [WORKING_HOURS, WORKING_DAYS, CLOSE_OF_BUSINESS])
@settings(max_examples=200)
@given(data=st.data())
def test_elapsed_deadline_and_verdict_agree_with_the_slow_calculation(unit: str, data: st.DataObject) -> None:
    calendar, first = data.draw(calendars())
    edges = calendar.compile(first, first + dt.timedelta(days=RANGE_DAYS - 1))
    slow = slow_calendar(calendar, first, RANGE_DAYS)
    assume(DayEdges(edges).exact)
    starts, stops, holds = data.draw(logs(edges.lo))
    value = data.draw(st.sampled_from(TARGETS))
    merged = merge_holds(*arrays(holds))
    rule = measure(unit, edges)
    target, wanted = rule.target(value), Fraction(str(value))

    elapsed = rule.elapsed(starts, stops, merged)
    deadline = rule.deadline(starts, target, merged)

    clocks = list(zip(starts, stops, holds, strict=True))
    amounts = [slow_elapsed(slow, unit, start, stop, own) for start, stop, own in clocks]
    assert amounts == [Fraction(ticks, rule.ticks_per_unit) for ticks in elapsed.tolist()]
    assert [slow_deadline(slow, unit, start, wanted, own) for start, _, own in clocks] == deadline.tolist()
    met = elapsed <= target
    assert [amount <= wanted for amount in amounts] == met.tolist()
    for (_, stop, own), due, kept, amount in zip(clocks, deadline.tolist(), met.tolist(), amounts, strict=True):
        in_time = due == NULL or stop <= due
        if unit == CLOSE_OF_BUSINESS or not kept:
            assert in_time == kept
        elif not in_time:
            assert (wanted, 0) == (amount, slow_elapsed(slow, unit, due, stop, own))


@settings(max_examples=120)
@given(data=st.data(), unit=st.sampled_from(TIME_UNITS))
def test_a_hold_that_begins_after_the_deadline_does_not_move_it(unit: str, data: st.DataObject) -> None:
    calendar, first = data.draw(calendars())
    edges = calendar.compile(first, first + dt.timedelta(days=RANGE_DAYS - 1))
    starts, _, holds = data.draw(logs(edges.lo))
    rule = measure(unit, edges)
    target = rule.target(data.draw(st.sampled_from(TARGETS)))
    before = rule.deadline(starts, target, merge_holds(*arrays(holds)))

    later = [
        own if due == NULL else [*own, (due + data.draw(st.integers(1, 99)), due + 10**6)]
        for own, due in zip(holds, before.tolist(), strict=True)
    ]

    assert before.tolist() == rule.deadline(starts, target, merge_holds(*arrays(later))).tolist()


@settings(max_examples=120)
@given(data=st.data(), unit=st.sampled_from(TIME_UNITS))
def test_time_never_runs_backwards_and_holds_never_add_to_it(unit: str, data: st.DataObject) -> None:
    calendar, first = data.draw(calendars())
    edges = calendar.compile(first, first + dt.timedelta(days=RANGE_DAYS - 1))
    starts, stops, holds = data.draw(logs(edges.lo))
    rule, merged = measure(unit, edges), merge_holds(*arrays(holds))

    net = rule.elapsed(starts, stops, merged)

    assert (net >= 0).all()
    assert (net <= rule.elapsed(starts, stops)).all()
    assert (net <= rule.elapsed(starts, np.array(stops) + 977, merged)).all()
    assert [0] * len(starts) == rule.elapsed(stops, starts, merged.select(range(len(starts)))).tolist()


@settings(max_examples=60)
@given(data=st.data())
def test_open_minutes_are_those_whose_wall_clock_reads_an_open_hour(data: st.DataObject) -> None:
    calendar, first = data.draw(calendars())
    # Ends within the hour of a change are a matter of the rule, not of the clock on the wall.
    ends = {end % 1440 for spans in (*calendar.week, *calendar.holidays.values()) for span in spans for end in span}
    if any(60 < end < 180 for end in ends):
        return
    edges = calendar.compile(first, first + dt.timedelta(days=RANGE_DAYS - 1))
    instants = np.arange(edges.lo, edges.hi, 15 * 60)

    running = edges.work_until(instants + 60) - edges.work_until(instants)

    info = ZoneInfo(calendar.zone)
    for instant, seconds in zip(instants.tolist(), running.tolist(), strict=True):
        moment = dt.datetime.fromtimestamp(instant, info)
        minute = moment.hour * 60 + moment.minute
        is_open = any(opening <= minute < closing for opening, closing in slow_hours(calendar, moment.date()))
        assert is_open == (seconds == 60)


@settings(max_examples=60)
@given(data=st.data())
def test_days_of_lengths_without_a_common_measure_still_give_one_verdict(data: st.DataObject) -> None:
    primes = (241, 251, 257, 263, 269, 271, 277, 281, 283, 293)
    first = dt.date(2024, 6, 3)
    week = tuple(((480, 480 + length),) for length in primes[:7])
    holidays = {first + dt.timedelta(days=7 + n): ((480, 480 + length),) for n, length in enumerate(primes[7:])}
    edges = Calendar("X", "X", "UTC", week, holidays).compile(first, first + dt.timedelta(days=RANGE_DAYS - 1))
    days = DayEdges(edges)
    starts, stops, holds = data.draw(logs(edges.lo))
    rule, merged = measure(WORKING_DAYS, edges), merge_holds(*arrays(holds))
    target = rule.target(data.draw(st.sampled_from(TARGETS)))

    assert not days.exact
    assert 2**43 < days.ticks_per_day <= 2**44
    opened = edges.opening + data.draw(st.integers(1, min(primes) * 60))
    assert opened.tolist() == days.inverse(days.work_until(opened)).tolist()
    assert (days.ticks_per_day * np.arange(1, RANGE_DAYS + 1)).tolist() == days.work_until(edges.day_close).tolist()
    ticks = np.array(data.draw(st.lists(st.integers(1, RANGE_DAYS * days.ticks_per_day), min_size=1, max_size=9)))
    at = days.inverse(ticks)
    assert (days.work_until(at) <= ticks).all()
    assert ((days.work_until(at + 1) > ticks) | (days.work_until(at) == ticks)).all()
    elapsed, deadline = rule.elapsed(starts, stops, merged), rule.deadline(starts, target, merged)
    in_time = (deadline == NULL) | (np.array(stops) <= deadline)
    assert ((elapsed <= target) == (in_time | (elapsed == target))).all()


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 40), st.integers(-2, 15)), max_size=20))
def test_merged_holds_cover_the_same_seconds_once(rows: list[tuple[int, int, int]]) -> None:
    merged = merge_holds([r for r, _, _ in rows], [a for _, a, _ in rows], [a + n for _, a, n in rows])

    supplied = {(request, second) for request, a, n in rows for second in range(a, a + n)}
    kept = [
        (request, second)
        for request, a, b in zip(merged.request.tolist(), merged.start.tolist(), merged.end.tolist(), strict=True)
        for second in range(a, b)
    ]
    assert sorted(supplied) == kept
    order = list(zip(merged.request.tolist(), merged.start.tolist(), strict=True))
    assert all((r, a - 1) not in supplied for r, a in order)
