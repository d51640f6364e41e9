"""Wall-clock times and UTC: whole columns at once, exact to the second.

A wall-clock time that does not exist (clocks went forward) moves forward by the gap; one that exists twice (clocks went
back) is its first occurrence. Both are flagged, so that a check can name the rows. This is the rule of PEP 495 with
``fold=0``.

Times are int64 seconds: local ones since 1970-01-01 00:00 on the wall, UTC ones since 1970-01-01 00:00 UTC. A missing
time is `NULL`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import numpy.typing as npt

from pmo_workbook.epochs import DAY, EPOCH, NULL, seconds_of, wall_time

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

FIRST_YEAR: Final = 1800
LAST_YEAR: Final = 2500

_STEP: Final = 3 * DAY
_MEAN_YEAR: Final = 31_556_952


@dataclass(frozen=True)
class Transition:
    """One change of a zone's offset from UTC.

    Attributes:
        at: The first instant of the new offset, UTC seconds.
        before: Offset east of UTC until then, in seconds.
        after: Offset east of UTC from then on, in seconds; larger than `before` when clocks go forward.
    """

    at: int
    before: int
    after: int


@dataclass(frozen=True, eq=False)
class UtcResult:
    """A column of wall-clock times as UTC; all three arrays have the shape of the input.

    Attributes:
        utc: UTC seconds; `NULL` where the input is `NULL` or outside the years `FIRST_YEAR` to `LAST_YEAR`.
        skipped: True where the wall-clock time does not exist; `utc` is then moved forward by the gap.
        ambiguous: True where the wall-clock time exists twice; `utc` is then the first occurrence.
    """

    utc: IntArray
    skipped: BoolArray
    ambiguous: BoolArray


def is_zone(name: str) -> bool:
    """Whether `name` is a time zone of the IANA database, such as ``Europe/Berlin``."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def to_utc(local: npt.ArrayLike, zone: str) -> UtcResult:
    """Convert wall-clock times of one zone to UTC.

    Args:
        local: int64 seconds since 1970-01-01 00:00 on the wall; any shape; `NULL` where missing.
        zone: IANA name of the zone.

    Returns:
        The instants with the rows marked that do not exist or exist twice.

    Raises:
        ZoneInfoNotFoundError: If there is no such zone.
    """
    wall = np.asarray(local, dtype=np.int64)
    valid = _within_years(wall)
    table = _offsets(zone, _years_near(wall[valid]))
    at = np.maximum(np.searchsorted(table.until, wall, side="right") - 1, 0)
    utc = np.where(valid, wall - np.where(valid, table.offset[at], 0), NULL)
    return UtcResult(utc, valid & (wall >= table.skipped[at]), valid & (wall >= table.ambiguous[at]))


def to_local(utc: npt.ArrayLike, zone: str) -> IntArray:
    """Convert instants to the wall-clock times of one zone.

    Args:
        utc: int64 UTC seconds; any shape; `NULL` where missing.
        zone: IANA name of the zone.

    Returns:
        int64 seconds since 1970-01-01 00:00 on the wall, in the shape of `utc`; `NULL` where `utc` is `NULL` or outside
        the years `FIRST_YEAR` to `LAST_YEAR`.

    Raises:
        ZoneInfoNotFoundError: If there is no such zone.
    """
    instants = np.asarray(utc, dtype=np.int64)
    valid = _within_years(instants)
    table = _offsets(zone, _years_near(instants[valid]))
    at = np.maximum(np.searchsorted(table.since, instants, side="right") - 1, 0)
    return np.where(valid, instants + np.where(valid, table.offset[at], 0), NULL)


def transitions(zone: str, first: int, last: int) -> tuple[Transition, ...]:
    """Find every change of offset between two instants.

    Args:
        zone: IANA name of the zone.
        first: UTC seconds; a change at this very instant is included.
        last: UTC seconds; a change at this very instant is included.

    Returns:
        The changes in order of time.
    """
    years = range(_year_of(first), _year_of(last) + 1)
    found = (change for year in years for change in _changes_of_year(zone, year))
    return tuple(change for change in found if first <= change.at <= last)


def _within_years(seconds: IntArray) -> BoolArray:
    result: BoolArray = (seconds >= _start_of_year(FIRST_YEAR)) & (seconds < _start_of_year(LAST_YEAR + 1))
    return result


def _start_of_year(year: int) -> int:
    return seconds_of(dt.date(year, 1, 1))


def _year_of(seconds: int) -> int:
    return wall_time(seconds).year


@dataclass(frozen=True, eq=False)
class _Offsets:
    """Stretches of constant offset of a zone, in order of time; all arrays have shape (stretches,).

    Attributes:
        offset: Offset east of UTC, in seconds.
        since: First instant, UTC seconds.
        until: First wall-clock time; the old offset holds until both readings of the clock are past: that is fold=0 for
            a gap and for an overlap.
        skipped: From this wall-clock time on, it does not exist.
        ambiguous: From this wall-clock time on, it exists twice.
    """

    offset: IntArray
    since: IntArray
    until: IntArray
    skipped: IntArray
    ambiguous: IntArray


def _years_near(seconds: IntArray) -> tuple[int, ...]:
    """List the years that `seconds` (UTC or wall) can lie in, each with its neighbours.

    Only years that occur are looked at, so that one stray date costs three years and not a century.
    """
    if seconds.size == 0:
        return ()
    years = seconds // _MEAN_YEAR
    low = int(years.min())
    present = np.zeros(int(years.max()) - low + 5, dtype=np.bool_)
    present[years - low + 2] = True
    # Near New Year a year counted by its mean length is off by one, and so is the other clock; never by more.
    present[1:] |= present[:-1].copy()
    present[:-1] |= present[1:].copy()
    return tuple((np.flatnonzero(present) + (low - 2 + EPOCH.year)).tolist())


@lru_cache(maxsize=256)
def _offsets(zone: str, years: tuple[int, ...]) -> _Offsets:
    """Lay out the offsets of some years; a run of years begins with a change that changes nothing."""
    parts: list[Transition] = []
    for year, previous in zip(years, (None, *years), strict=False):
        if previous is None or year != previous + 1:
            start = _start_of_year(year) - 1
            offset = _offset(ZoneInfo(zone), start)
            parts.append(Transition(start, offset, offset))
        parts.extend(_changes_of_year(zone, year))
    if not parts:
        ZoneInfo(zone)
        parts.append(Transition(_start_of_year(FIRST_YEAR), 0, 0))
    until = np.array([part.at + max(part.before, part.after) for part in parts], dtype=np.int64)
    gap = np.array([max(part.after - part.before, 0) for part in parts[1:]] + [0], dtype=np.int64)
    overlap = np.array([max(part.before - part.after, 0) for part in parts[1:]] + [0], dtype=np.int64)
    following = np.append(until[1:], np.iinfo(np.int64).max)
    return _Offsets(
        offset=np.array([part.after for part in parts], dtype=np.int64),
        since=np.array([part.at for part in parts], dtype=np.int64),
        until=until,
        skipped=following - gap,
        ambiguous=following - overlap,
    )


@lru_cache(maxsize=4096)
def _changes_of_year(zone: str, year: int) -> tuple[Transition, ...]:
    """Find the changes of one UTC year: compare every third day, then bisect where two differ, to the second.

    No two changes of any zone are nearer than `_STEP` (nearest: Freetown 1939, four days apart; Recife 2000, a week).
    """
    info = ZoneInfo(zone)
    start, end = _start_of_year(year), _start_of_year(year + 1)
    # One second early, so that a change at the very start of the year belongs to this year and to no other.
    instants = [*range(start - 1, end - 1, _STEP), end - 1]
    offsets = [_offset(info, instant) for instant in instants]
    result = []
    for (low, before), (high, after) in pairwise(zip(instants, offsets, strict=True)):
        if before != after:
            result.append(Transition(_bisect(info, low, high, before), before, after))
    return tuple(result)


def _bisect(info: ZoneInfo, low: int, high: int, before: int) -> int:
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(info, middle) == before:
            low = middle
        else:
            high = middle
    return high


def _offset(info: ZoneInfo, utc: int) -> int:
    # Not fromtimestamp: it refuses instants before 1970 on Windows.
    offset = info.fromutc(wall_time(utc).replace(tzinfo=info)).utcoffset()
    return 0 if offset is None else offset.days * DAY + offset.seconds
