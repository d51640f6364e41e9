"""Measures: elapsed time, targets and deadlines of service levels in each of the five units, net of holds.

A measure counts in whole ticks. For every unit a clock that stops at ``stop`` kept its target exactly when
``elapsed(start, stop, holds) <= target(value)``. That holds for every ``stop <= deadline``. After the deadline it holds
only where the clock did not run in between: a target used up at closing is still kept by a stop in the evening. (Not so
for close of business, where the promise is an instant: later is late.)
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Final

import numpy as np
import numpy.typing as npt

from pmo_workbook.epochs import DAY, NULL
from pmo_workbook.worktime.clocks import AllTime, Clock, DayEdges, Edges
from pmo_workbook.worktime.holds import MergedHolds, merge_holds
from pmo_workbook.worktime.zones import IntArray

WORKING_HOURS: Final = "working hours"
WORKING_DAYS: Final = "working days"
CLOSE_OF_BUSINESS: Final = "working days to close of business"
CALENDAR_HOURS: Final = "calendar hours"
CALENDAR_DAYS: Final = "calendar days"
TIME_UNITS: Final = (WORKING_HOURS, WORKING_DAYS, CLOSE_OF_BUSINESS, CALENDAR_HOURS, CALENDAR_DAYS)

_HOUR: Final = 3600
_LONGEST: Final = 2**61


class Measure(ABC):
    """How one unit counts on one calendar.

    Attributes:
        unit: The unit's name, one of `TIME_UNITS`.
        ticks_per_unit: Ticks of one unit.
    """

    unit: str
    ticks_per_unit: int

    @abstractmethod
    def elapsed(self, start: npt.ArrayLike, stop: npt.ArrayLike, holds: MergedHolds | None = None) -> IntArray:
        """Give the ticks from `start` to `stop` that were not on hold.

        Args:
            start: int64 UTC seconds; shape (requests,).
            stop: int64 UTC seconds; what is before `start` counts as `start`.
            holds: The holds that stop this clock, by position in `start`; what lies outside start to stop is ignored.

        Returns:
            Ticks, never negative; `NULL` where start or stop is missing or outside the calendar's range.
        """

    @abstractmethod
    def deadline(self, start: npt.ArrayLike, target: npt.ArrayLike, holds: MergedHolds | None = None) -> IntArray:
        """Give the first instant at which the target is used up.

        Args:
            start: int64 UTC seconds; shape (requests,).
            target: Ticks, one number or shape (requests,).
            holds: The holds that stop this clock, by position in `start`; one that begins when the target is already
                used up changes nothing.

        Returns:
            UTC seconds, rounded down where the instant falls between two seconds; never before `start`; `NULL` where
            the start is missing or outside the calendar's range, or the deadline beyond it.
        """

    def target(self, value: float) -> int:
        """Convert a target to ticks: the number as typed (0.1 is a tenth), rounded down to a whole tick.

        A target too long for any calendar is cut to one that is still too long, so that sums stay within int64.

        Raises:
            ValueError: If the value is not a finite number.
        """
        return min(floor(Fraction(str(value)) * self.ticks_per_unit), _LONGEST)

    def amount(self, ticks: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """Convert ticks to the unit, for showing only; NaN where `NULL`."""
        whole = np.asarray(ticks, dtype=np.int64)
        return np.where(whole == NULL, np.nan, whole / self.ticks_per_unit)


@dataclass(frozen=True)
class TimeMeasure(Measure):
    """Hours and days that pass evenly while a clock runs.

    Attributes:
        unit: The unit's name.
        ticks_per_unit: Ticks of one unit.
        clock: The clock that counts them.
    """

    unit: str
    ticks_per_unit: int
    clock: Clock

    def elapsed(self, start: npt.ArrayLike, stop: npt.ArrayLike, holds: MergedHolds | None = None) -> IntArray:
        """Give the ticks from `start` to `stop` that were not on hold; see `Measure`."""
        begin, end = _pair(start, stop)
        covered = self.clock.covers(begin) & self.clock.covers(end)
        low = self.clock.work_until(begin)
        high = np.maximum(self.clock.work_until(end), low)
        ticks = high - low
        if holds is not None and len(holds):
            row = holds.request
            held_from = np.clip(self.clock.work_until(holds.start), low[row], high[row])
            held_to = np.clip(self.clock.work_until(holds.end), low[row], high[row])
            np.subtract.at(ticks, row, held_to - held_from)
        return np.where(covered, ticks, NULL)

    def deadline(self, start: npt.ArrayLike, target: npt.ArrayLike, holds: MergedHolds | None = None) -> IntArray:
        """Give the first instant at which the target is used up; see `Measure`."""
        begin, ticks = _pair(start, target)
        ticks = np.maximum(ticks, 0)
        if holds is not None and len(holds):
            low = self.clock.work_until(begin)
            held_from = np.maximum(self.clock.work_until(holds.start), low[holds.request])
            held_to = np.maximum(self.clock.work_until(holds.end), low[holds.request])
            ticks = ticks + _held_before(holds.request, held_from - low[holds.request], held_to - held_from, ticks)
        return self.clock.deadline(begin, ticks)


@dataclass(frozen=True)
class CloseOfBusinessMeasure(Measure):
    """Working days to close of business: due at the last closing of the n-th working day after the day of the start.

    A start after the last closing, or on a closed day, counts as on the next working day; one at the very moment of
    closing still counts on its day. A working day all of whose working time is on hold does not count. So a target of n
    is due at the last closing of the working day numbered n, where the day of the start is number 0 and only days that
    count are numbered.

    What is elapsed at ``stop`` is the number of days that count whose last closing lies between start and stop: 0 for a
    stop on the day of the start, 1 for one on the next working day. One tick is one day; a part of a day in a target
    is rounded down.

    Attributes:
        edges: The calendar's working time.
        unit: The unit's name.
        ticks_per_unit: 1.
    """

    edges: Edges
    unit: str = CLOSE_OF_BUSINESS
    ticks_per_unit: int = 1

    def elapsed(self, start: npt.ArrayLike, stop: npt.ArrayLike, holds: MergedHolds | None = None) -> IntArray:
        """Count the closings from `start` to before `stop` of days not wholly on hold; see `Measure`."""
        begin, end = _pair(start, stop)
        covered = self.edges.covers(begin) & self.edges.covers(end)
        first = np.searchsorted(self.edges.day_close, begin, side="left")
        last = np.maximum(np.searchsorted(self.edges.day_close, end, side="left"), first)
        days = (last - first).astype(np.int64)
        if holds is not None and len(holds):
            row, held_from, held_to = self._whole_days(begin, holds)
            np.subtract.at(days, row, np.maximum(np.minimum(held_to, last[row]) - held_from, 0))
        return np.where(covered, days, NULL)

    def deadline(self, start: npt.ArrayLike, target: npt.ArrayLike, holds: MergedHolds | None = None) -> IntArray:
        """Give the last closing of the day that is due; see `Measure`."""
        begin, days = _pair(start, target)
        days = np.maximum(days, 0)
        first = np.searchsorted(self.edges.day_close, begin, side="left")
        if holds is not None and len(holds):
            row, held_from, held_to = self._whole_days(begin, holds)
            # The due day is the first that counts after `days` others: one on hold is passed over even if none is left.
            days = days + _held_before(row, held_from - first[row], held_to - held_from, days + 1)
        due = first + days
        known = self.edges.covers(begin) & (due < len(self.edges.day_close))
        if not known.any():
            return np.full(begin.shape, NULL, dtype=np.int64)
        return np.where(known, self.edges.day_close[np.where(known, due, 0)], NULL)

    def _whole_days(self, begin: IntArray, holds: MergedHolds) -> tuple[IntArray, IntArray, IntArray]:
        """Find the working days that each hold takes up: request, first day and the day after the last one.

        Holds that meet in working time (one ends and one begins in the lunch break) are one.
        """
        low = self.edges.work_until(np.maximum(holds.start, begin[holds.request]))
        merged = merge_holds(holds.request, low, self.edges.work_until(holds.end))
        first = np.searchsorted(self.edges.day_work, merged.start, side="left").astype(np.int64)
        last = np.searchsorted(self.edges.day_work, merged.end, side="right").astype(np.int64) - 1
        return merged.request, first, np.maximum(last, first)


def measure(unit: str, edges: Edges) -> Measure:
    """Give the measure of a unit on a calendar.

    Args:
        unit: One of `TIME_UNITS`.
        edges: The calendar's working time; calendar hours and days do not use it.

    Raises:
        ValueError: If the unit is not one of time.
    """
    if unit == WORKING_HOURS:
        return TimeMeasure(unit, _HOUR, edges)
    if unit == WORKING_DAYS:
        days = DayEdges(edges)
        return TimeMeasure(unit, days.ticks_per_day, days)
    if unit == CLOSE_OF_BUSINESS:
        return CloseOfBusinessMeasure(edges)
    if unit == CALENDAR_HOURS:
        return TimeMeasure(unit, _HOUR, AllTime())
    if unit == CALENDAR_DAYS:
        return TimeMeasure(unit, DAY, AllTime())
    raise ValueError(f"'{unit}' is not a unit of time; use one of {', '.join(TIME_UNITS)}.")


def _pair(first: npt.ArrayLike, second: npt.ArrayLike) -> tuple[IntArray, IntArray]:
    one, two = np.broadcast_arrays(np.asarray(first, dtype=np.int64), np.asarray(second, dtype=np.int64))
    return one, two


def _held_before(row: IntArray, at: IntArray, length: IntArray, target: IntArray) -> IntArray:
    """Add up, per request, the holds that begin before the target is used up.

    Args:
        row: Request of each hold, ascending.
        at: Ticks from the request's start to the hold's beginning, other holds included; ascending within a request.
        length: Ticks of each hold.
        target: Ticks to use up; shape (requests,).

    Returns:
        Ticks on hold; shape (requests,).
    """
    held = np.zeros(target.shape, dtype=np.int64)
    if len(row) == 0:
        return held
    before = np.cumsum(length) - length
    first = np.flatnonzero(np.diff(row, prepend=-1))
    before -= np.repeat(before[first], np.diff(np.append(first, len(row))))
    # Net ticks at the beginning of a hold only grow, so the holds that count are the first ones of a request.
    counts = at - before < target[row]
    np.add.at(held, row[counts], length[counts])
    return held
