"""Calendars: opening hours of a week and holidays, compiled to the spans of working time that clocks count.

Hours are those of the wall clock in the calendar's zone. A night shift is split at local midnight and so belongs to two
days; a holiday replaces all hours of its own date, the early morning of a night shift of the day before included, and
nothing of the next date.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from pmo_workbook.epochs import DAY, NULL, date_of, day_of
from pmo_workbook.worktime.clocks import Edges
from pmo_workbook.worktime.hours import MINUTES_PER_DAY, Spans
from pmo_workbook.worktime.zones import IntArray, to_local, to_utc

MARGIN_DAYS: Final = 1100
"""Days added after the latest instant: three years, so that the deadlines of running clocks are within the range."""

_FIRST_DATE: Final = dt.date(1801, 1, 1)
_LAST_DATE: Final = dt.date(2499, 12, 31)


@dataclass(frozen=True)
class Calendar:
    """The working hours of one group of people.

    Attributes:
        calendar_id: Id as typed in the Calendars sheet.
        name: Name for readers.
        zone: IANA name of the time zone.
        week: Hours of Monday to Sunday, seven entries, as `parse_hours` gives them.
        holidays: Hours of dates that differ from their week day; empty hours mean closed.
    """

    calendar_id: str
    name: str
    zone: str
    week: tuple[Spans, ...]
    holidays: Mapping[dt.date, Spans] = field(default_factory=dict)

    @property
    def has_working_time(self) -> bool:
        """Whether any day of the week is open."""
        return any(self.week)

    def hours_of(self, date: dt.date) -> Spans:
        """Give the hours of one local date, within that date.

        Args:
            date: The local date.

        Returns:
            Spans in minutes since its midnight, sorted, apart from each other, none after minute 1440; the early
            morning of a night shift of the day before is among them.
        """
        if date in self.holidays:
            return _joined(_evening(self.holidays[date]))
        before = date - dt.timedelta(days=1)
        morning = _morning(self.week[before.weekday()]) + _morning(self.holidays.get(before, ()))
        return _joined(morning + _evening(self.week[date.weekday()]))

    def compile(self, first: dt.date, last: dt.date) -> Edges:
        """Lay the hours out over a range of dates.

        Args:
            first: First local date.
            last: Last local date, included.

        Returns:
            The working spans. Ends that fall on a wall-clock time that does not exist or exists twice follow the rule
            of `to_utc`; a second that two spans then share is counted once.
        """
        day, opening, closing = self._local_spans(day_of(first), day_of(last))
        ends = to_utc(np.concatenate([opening, closing]), self.zone).utc
        opening, closing = ends[: len(day)], ends[len(day) :]
        real = closing > opening
        day, opening, closing = day[real], opening[real], closing[real]
        order = np.lexsort((closing, opening))
        day, opening, closing = np.maximum.accumulate(day[order]), opening[order], np.maximum.accumulate(closing[order])
        opening[1:] = np.maximum(opening[1:], closing[:-1])
        real = closing > opening
        bounds = to_utc([day_of(first) * DAY, (day_of(last) + 1) * DAY], self.zone).utc.tolist()
        return Edges(
            zone=self.zone,
            lo=bounds[0],
            hi=max([bounds[1], *closing[-1:].tolist()]),
            first_day=day_of(first),
            last_day=day_of(last),
            opening=opening[real],
            closing=closing[real],
            day=day[real],
        )

    def _local_spans(self, first: int, last: int) -> tuple[IntArray, IntArray, IntArray]:
        """List all spans as day numbers and wall-clock seconds, by day and opening."""
        days = np.arange(first, last + 1, dtype=np.int64)
        special = self._special_days(first, last)
        regular = np.ones(len(days), dtype=np.bool_)
        regular[[day - first for day in special]] = False
        pieces = []
        for weekday in range(7):
            # 1970-01-01 was a Thursday.
            same = days[regular & ((days + 3) % 7 == weekday)]
            hours = _joined(_morning(self.week[weekday - 1]) + _evening(self.week[weekday]))
            pieces += [(same, start, end) for start, end in hours]
        for other in special:
            hours = self.hours_of(_date(other))
            pieces += [(np.array([other], dtype=np.int64), start, end) for start, end in hours]
        if not pieces:
            return days[:0], days[:0], days[:0]
        day = np.concatenate([same for same, _, _ in pieces])
        opening = np.concatenate([same * DAY + start * 60 for same, start, _ in pieces])
        closing = np.concatenate([same * DAY + end * 60 for same, _, end in pieces])
        order = np.argsort(opening, kind="stable")
        return day[order], opening[order], closing[order]

    def _special_days(self, first: int, last: int) -> list[int]:
        """List the days whose hours are not those of their week day."""
        result = set()
        for date, hours in self.holidays.items():
            result.add(day_of(date))
            if _morning(hours):
                result.add(day_of(date) + 1)
        return sorted(day for day in result if first <= day <= last)


def horizon(
    as_of: int, *columns: npt.ArrayLike, zone: str = "UTC", margin_days: int = MARGIN_DAYS
) -> tuple[dt.date, dt.date]:
    """Choose the range of dates to compile calendars for.

    Args:
        as_of: The report's moment, UTC seconds.
        columns: int64 UTC seconds of starts, stops and promises; `NULL` is skipped.
        zone: IANA name of the zone of the calendar.
        margin_days: Days after the latest instant. A deadline beyond them comes out as `NULL`.

    Returns:
        The first and last local date: from the day before the earliest instant, and never outside the years 1801 to
        2499.
    """
    earliest, latest = as_of, as_of
    for column in columns:
        instants = np.asarray(column, dtype=np.int64)
        instants = instants[instants != NULL]
        if instants.size:
            earliest, latest = min(earliest, int(instants.min())), max(latest, int(instants.max()))
    low, high = (to_local([earliest, latest], zone) // DAY).tolist()
    return max(_date(low - 1), _FIRST_DATE), min(_date(high + margin_days), _LAST_DATE)


def _date(day: int) -> dt.date:
    return date_of(min(max(day, day_of(_FIRST_DATE)), day_of(_LAST_DATE)))


def _evening(spans: Spans) -> Spans:
    return tuple((start, min(end, MINUTES_PER_DAY)) for start, end in spans)


def _morning(spans: Spans) -> Spans:
    return tuple((0, end - MINUTES_PER_DAY) for _, end in spans if end > MINUTES_PER_DAY)


def _joined(spans: Sequence[tuple[int, int]]) -> Spans:
    result: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return tuple(result)
