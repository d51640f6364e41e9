"""Clocks: how much working time has passed up to an instant, and at which instant an amount is reached.

A clock counts in whole *ticks* that never run backwards, so that sums and comparisons are exact. Hours are counted in
seconds (`Edges` for a calendar, `AllTime` for calendar time). Working days are counted by `DayEdges`, where every
working day has the same number of ticks, whatever its length.

All instants are int64 UTC seconds, `NULL` where missing, in arrays of any shape; nothing here knows a time zone except
to find a local date.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property
from math import lcm
from typing import Final

import numpy as np
import numpy.typing as npt

from pmo_workbook.epochs import DAY, NULL
from pmo_workbook.worktime.zones import BoolArray, IntArray, to_utc

_MOST_DAY_TICKS: Final = 2**44
"""Bound of the ticks of a day: a day's seconds times its ticks, and the ticks of 700 years, stay within int64."""


class Clock(ABC):
    """A clock that runs in some stretches of time and stands still in others.

    Attributes:
        lo: First instant it is known for, UTC seconds.
        hi: Last instant it is known for, UTC seconds (inclusive).
    """

    lo: int
    hi: int

    @abstractmethod
    def work_until(self, t: npt.ArrayLike) -> IntArray:
        """Give the ticks from the clock's beginning to `t`; outside `lo` to `hi`, those of the nearer end."""

    @abstractmethod
    def inverse(self, y: npt.ArrayLike) -> IntArray:
        """Give the first instant at which `work_until` is `y`.

        Ticks used up exactly at closing give the closing, not the next opening. Where `y` falls between two seconds,
        the second before: the last one at which `work_until` is at most `y`. Beyond the clock: `NULL`.
        """

    @abstractmethod
    def spans(self, a: int, b: int) -> list[tuple[int, int]]:
        """List the stretches between two instants in which the clock runs, as UTC seconds, cut at local midnights."""

    def covers(self, t: npt.ArrayLike) -> BoolArray:
        """Tell where `t` lies within what the clock knows; False for `NULL`."""
        instants = np.asarray(t, dtype=np.int64)
        result: BoolArray = (instants >= self.lo) & (instants <= self.hi)
        return result

    def elapsed(self, a: npt.ArrayLike, b: npt.ArrayLike) -> IntArray:
        """Give the ticks from `a` to `b`; 0 where `b` is earlier; `NULL` where one of them is not covered."""
        ticks = np.maximum(self.work_until(b) - self.work_until(a), 0)
        return np.where(self.covers(a) & self.covers(b), ticks, NULL)

    def deadline(self, start: npt.ArrayLike, target: npt.ArrayLike) -> IntArray:
        """Give the first instant at which `target` ticks since `start` are used up.

        `NULL` where `start` is not covered or the deadline lies beyond the clock; never before `start`.
        """
        begin = np.asarray(start, dtype=np.int64)
        covered = self.covers(begin)
        ticks = np.maximum(np.asarray(target, dtype=np.int64), 0)
        due = self.inverse(np.where(covered, self.work_until(begin) + ticks, 0))
        # In closed time a target of nothing would give the last closing, which is before the start.
        return np.where(covered & (due != NULL), np.maximum(due, begin), NULL)


@dataclass(frozen=True)
class AllTime(Clock):
    """Calendar time: the clock always runs, one tick a second. A calendar day is 86,400 seconds.

    Attributes:
        lo: First instant of the clock, UTC seconds; far before any date of a workbook.
        hi: Last instant of the clock, UTC seconds; far behind any.
    """

    lo: int = -(2**40)
    hi: int = 2**40

    def work_until(self, t: npt.ArrayLike) -> IntArray:
        """Give the seconds since 1970-01-01 UTC."""
        return np.clip(np.asarray(t, dtype=np.int64), self.lo, self.hi)

    def inverse(self, y: npt.ArrayLike) -> IntArray:
        """Give the instant itself, or `NULL` beyond the clock."""
        ticks = np.asarray(y, dtype=np.int64)
        return np.where(ticks <= self.hi, ticks, NULL)

    def spans(self, a: int, b: int) -> list[tuple[int, int]]:
        """Give the whole stretch, or nothing if `b` is not after `a`."""
        return [(a, b)] if b > a else []


@dataclass(frozen=True, eq=False)
class Edges(Clock):
    """A calendar's working time over a range of dates, one tick a second.

    Attributes:
        zone: IANA name of the calendar's zone.
        lo: The local midnight that begins the range, UTC seconds.
        hi: The local midnight that ends the range, UTC seconds.
        first_day: First local date of the range, in days since 1970-01-01.
        last_day: Last local date of the range.
        opening: Opening instants, ascending; shape (spans,).
        closing: Closing instants; each after its opening and not after the next opening.
        day: Local date of each span in days since 1970-01-01; ascending. No span crosses a local midnight.
    """

    zone: str
    lo: int
    hi: int
    first_day: int
    last_day: int
    opening: IntArray
    closing: IntArray
    day: IntArray

    @cached_property
    def cumulative(self) -> IntArray:
        """Working seconds before each span, and of all spans at the end; shape (spans + 1,)."""
        return np.concatenate([[0], np.cumsum(self.closing - self.opening)]).astype(np.int64)

    @cached_property
    def day_first(self) -> IntArray:
        """Index of the first span of each working day; shape (working days,)."""
        return np.flatnonzero(np.diff(self.day, prepend=NULL)).astype(np.int64)

    @cached_property
    def days(self) -> IntArray:
        """Local date of each working day in days since 1970-01-01; shape (working days,)."""
        return self.day[self.day_first]

    @cached_property
    def day_close(self) -> IntArray:
        """Last closing of each working day, UTC seconds; shape (working days,)."""
        last = np.append(self.day_first[1:], len(self.day))[: len(self.day_first)] - 1
        result: IntArray = self.closing[last]
        return result

    @cached_property
    def day_work(self) -> IntArray:
        """Working seconds before each working day, and of all at the end; shape (working days + 1,)."""
        result: IntArray = self.cumulative[np.append(self.day_first, len(self.day))]
        return result

    def work_until(self, t: npt.ArrayLike) -> IntArray:
        """Give the working seconds from `lo` to each instant."""
        instants = np.asarray(t, dtype=np.int64)
        if len(self.opening) == 0:
            return np.zeros_like(instants)
        instants = np.maximum(instants, self.opening[0])
        at = np.searchsorted(self.opening, instants, side="right") - 1
        result: IntArray = self.cumulative[at] + (np.minimum(instants, self.closing[at]) - self.opening[at])
        return result

    def inverse(self, y: npt.ArrayLike) -> IntArray:
        """Give the first instant at which `work_until` is `y`, `NULL` beyond the last closing; `lo` for nothing."""
        ticks = np.asarray(y, dtype=np.int64)
        at = np.searchsorted(self.cumulative, ticks, side="left") - 1
        known = (at >= 0) & (at < len(self.opening))
        if not known.any():
            return np.where(at < 0, self.lo, NULL)
        span = np.where(known, at, 0)
        inside = self.opening[span] + (ticks - self.cumulative[span])
        return np.where(known, inside, np.where(at < 0, self.lo, NULL))

    def spans(self, a: int, b: int) -> list[tuple[int, int]]:
        """List the working spans between two instants, as UTC seconds, cut at local midnights."""
        first = int(np.searchsorted(self.closing, a, side="right"))
        last = int(np.searchsorted(self.opening, b, side="left"))
        pairs = zip(self.opening[first:last].tolist(), self.closing[first:last].tolist(), strict=True)
        return [(max(opening, a), min(closing, b)) for opening, closing in pairs]

    def start_of_day(self, day: npt.ArrayLike) -> IntArray:
        """Give the local midnight that begins each date.

        Args:
            day: Local dates in days since 1970-01-01 (wall-clock seconds // 86,400); `NULL` where missing.

        Returns:
            UTC seconds; `NULL` where missing or outside the range.
        """
        dates = np.asarray(day, dtype=np.int64)
        known = (dates >= self.first_day) & (dates <= self.last_day)
        return np.where(known, to_utc(np.where(known, dates, self.first_day) * DAY, self.zone).utc, NULL)

    def close_of_business(self, day: npt.ArrayLike) -> IntArray:
        """Give the last closing of each date; on a closed date, the local midnight that ends it.

        Args:
            day: Local dates in days since 1970-01-01 (wall-clock seconds // 86,400); `NULL` where missing.

        Returns:
            UTC seconds; `NULL` where missing or outside the range.
        """
        dates = np.asarray(day, dtype=np.int64)
        known = (dates >= self.first_day) & (dates <= self.last_day)
        midnight = to_utc((np.where(known, dates, self.first_day) + 1) * DAY, self.zone).utc
        if len(self.days) == 0:
            return np.where(known, midnight, NULL)
        at = np.minimum(np.searchsorted(self.days, dates, side="left"), len(self.days) - 1)
        return np.where(known, np.where(self.days[at] == dates, self.day_close[at], midnight), NULL)


@dataclass(frozen=True)
class DayEdges(Clock):
    """A calendar's working time in working days: a second of a day with L working seconds weighs 1/L.

    Every working day has `ticks_per_day` ticks, the least common multiple of all lengths that occur and of 86,400, so
    that a second of any day is a whole number of ticks and every comparison is exact. Lengths that would bring the
    common multiple above 2**44 (half a dozen odd lengths in one calendar) are left out of it: their seconds are rounded
    down to ticks of less than 10 nanoseconds; whole days stay exact, and `work_until` and `inverse` still agree.

    Attributes:
        edges: The spans that are counted.
    """

    edges: Edges

    @property
    def lo(self) -> int:  # type: ignore[override]
        """First instant of the range, UTC seconds."""
        return self.edges.lo

    @property
    def hi(self) -> int:  # type: ignore[override]
        """Last instant of the range, UTC seconds."""
        return self.edges.hi

    @cached_property
    def ticks_per_day(self) -> int:
        """Ticks of one working day, whatever its length."""
        ticks = DAY
        lengths, times = np.unique(np.diff(self.edges.day_work), return_counts=True)
        for length in lengths[np.argsort(-times, kind="stable")].tolist():
            common = lcm(ticks, length)
            if common <= _MOST_DAY_TICKS:
                ticks = common
        if (ticks % lengths).any():
            ticks *= _MOST_DAY_TICKS // ticks
        return ticks

    @property
    def exact(self) -> bool:
        """Whether a second of any day is a whole number of ticks."""
        return not (self.ticks_per_day % np.diff(self.edges.day_work)).any()

    @cached_property
    def _ordinal(self) -> IntArray:
        """Index of the working day of each span; shape (spans,)."""
        spans_of_day = np.diff(np.append(self.edges.day_first, len(self.edges.day)))
        return np.repeat(np.arange(len(self.edges.day_first), dtype=np.int64), spans_of_day)

    @cached_property
    def _length(self) -> IntArray:
        """Working seconds of the whole day of each span; shape (spans,)."""
        return np.diff(self.edges.day_work)[self._ordinal]

    @cached_property
    def _earlier(self) -> IntArray:
        """Working seconds of the same day before each span; shape (spans,)."""
        return self.edges.cumulative[:-1] - self.edges.day_work[self._ordinal]

    @cached_property
    def _cumulative(self) -> IntArray:
        """Ticks before each span, and of all spans at the end; shape (spans + 1,)."""
        before = self._ordinal * self.ticks_per_day + self._earlier * self.ticks_per_day // self._length
        return np.append(before, len(self.edges.days) * self.ticks_per_day)

    def work_until(self, t: npt.ArrayLike) -> IntArray:
        """Give the ticks from `lo` to each instant."""
        instants = np.asarray(t, dtype=np.int64)
        opening, closing = self.edges.opening, self.edges.closing
        if len(opening) == 0:
            return np.zeros_like(instants)
        instants = np.maximum(instants, opening[0])
        at = np.searchsorted(opening, instants, side="right") - 1
        of_day = self._earlier[at] + (np.minimum(instants, closing[at]) - opening[at])
        result: IntArray = self._ordinal[at] * self.ticks_per_day + of_day * self.ticks_per_day // self._length[at]
        return result

    def inverse(self, y: npt.ArrayLike) -> IntArray:
        """Give the first instant at which `work_until` is `y`, or the second before; `NULL` beyond the last closing."""
        ticks = np.asarray(y, dtype=np.int64)
        at = np.searchsorted(self._cumulative, ticks, side="left") - 1
        known = (at >= 0) & (at < len(self._ordinal))
        if not known.any():
            return np.where(at < 0, self.lo, NULL)
        span = np.where(known, at, 0)
        of_day = np.where(known, ticks - self._ordinal[span] * self.ticks_per_day, 0)
        # The largest second s with s * ticks_per_day // length <= of_day.
        second = ((of_day + 1) * self._length[span] - 1) // self.ticks_per_day
        inside = np.minimum(self.edges.opening[span] + (second - self._earlier[span]), self.edges.closing[span])
        return np.where(known, inside, np.where(at < 0, self.lo, NULL))

    def spans(self, a: int, b: int) -> list[tuple[int, int]]:
        """List the working spans between two instants, as UTC seconds, cut at local midnights."""
        return self.edges.spans(a, b)
