"""The times of the logs as instants: time stamps by the log's zone, dates without a time by the calendar that asks.

A date without a time begins a clock or a hold at the start of that day, and ends one at the close of business of that
day, both in the calendar of the clock (design: working time).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from pmo_workbook.epochs import DAY, EPOCH, NULL, seconds_of
from pmo_workbook.framework import Framework, Holds, Requests
from pmo_workbook.logs import TIMES
from pmo_workbook.metrics import CLOSED, REQUEST_START
from pmo_workbook.worktime.clocks import Edges
from pmo_workbook.worktime.zones import BoolArray, IntArray, to_utc


@dataclass(frozen=True, eq=False)
class Moments:
    """One column of times.

    Attributes:
        local: Wall-clock seconds of the log's zone, `NULL` where blank.
        utc: UTC seconds, a date without a time as the midnight that begins it in the log's zone; `NULL` where blank.
        dated: True where a date has no time.
    """

    local: IntArray
    utc: IntArray
    dated: BoolArray

    def take(self, rows: npt.NDArray[np.intp]) -> Moments:
        """Keep some rows, in the order given."""
        return Moments(self.local[rows], self.utc[rows], self.dated[rows])

    def as_begin(self, edges: Edges) -> IntArray:
        """Instants at which something began: a date alone is the start of that day in the calendar."""
        return self._dates_as(edges.start_of_day)

    def as_end(self, edges: Edges) -> IntArray:
        """Instants at which something ended: a date alone is the close of business of that day in the calendar."""
        return self._dates_as(edges.close_of_business)

    def as_promise(self, edges: Edges) -> IntArray:
        """Last instants at which a promise is kept: a date alone is kept through the last second of that date."""
        return self._dates_as(lambda day: _last_second(edges, day))

    def _dates_as(self, convert: Callable[[IntArray], IntArray]) -> IntArray:
        if not self.dated.any():
            return self.utc
        result = self.utc.copy()
        result[self.dated] = convert(self.local[self.dated] // DAY)
        return result


def _last_second(edges: Edges, day: IntArray) -> IntArray:
    following = edges.start_of_day(day + 1)
    return np.where(following == NULL, NULL, following - 1)


@dataclass(frozen=True, eq=False)
class LogMoments:
    """The times of a chunk of requests and their holds; a column of Requests is converted when it is first asked for.

    Attributes:
        requests: The requests.
        zone: IANA name of the log's zone.
        hold_start: Holds.start.
        hold_until: Holds.until.
    """

    requests: Requests
    zone: str
    hold_start: Moments
    hold_until: Moments
    _known: dict[tuple[str, ...], Moments] = field(default_factory=dict, repr=False)

    def first(self, *names: str) -> Moments:
        """Give the first of some columns of Requests that is filled, by field name."""
        if names not in self._known:
            self._known[names] = moments(_first_filled(self.requests, names), self.zone)
        return self._known[names]

    @property
    def submitted(self) -> Moments:
        """When the requests were submitted."""
        return self.first("submitted")

    @property
    def start(self) -> Moments:
        """When the requests started."""
        return self.first(*REQUEST_START)

    @property
    def closed(self) -> Moments:
        """When the requests were closed."""
        return self.first(CLOSED)


@dataclass(frozen=True, eq=False)
class Oddity:
    """The times of one column that the clock on the wall does not show once.

    Attributes:
        sheet: Key of the sheet, ``requests`` or ``holds``.
        field: Name of the field.
        skipped: Indices of entries whose time does not exist; it was moved forward by the gap.
        ambiguous: Indices of entries whose time occurs twice; the first was taken.
    """

    sheet: str
    field: str
    skipped: IntArray
    ambiguous: IntArray


def moments(local: npt.ArrayLike, zone: str) -> Moments:
    """Convert one column.

    Args:
        local: Wall-clock seconds, `NULL` where blank.
        zone: IANA name of the log's zone.
    """
    wall = np.asarray(local, dtype=np.int64)
    return Moments(wall, to_utc(wall, zone).utc, (wall != NULL) & (wall % DAY == 0))


def starts(requests: Requests, zone: str) -> Moments:
    """Convert the starts of requests: Clock start, else submitted.

    Args:
        requests: The requests.
        zone: IANA name of the log's zone.
    """
    return moments(_first_filled(requests, REQUEST_START), zone)


def _first_filled(requests: Requests, names: Sequence[str]) -> IntArray:
    first, *others = (getattr(requests, name) for name in names)
    return reduce(lambda found, other: np.where(found != NULL, found, other), others, first)


def log_moments(requests: Requests, holds: Holds, zone: str) -> LogMoments:
    """Convert the times of a chunk of requests and their holds.

    Args:
        requests: The requests.
        holds: Their holds.
        zone: IANA name of the log's zone.
    """
    return LogMoments(requests, zone, moments(holds.start, zone), moments(holds.until, zone))


def time_oddities(framework: Framework) -> tuple[Oddity, ...]:
    """Find times of the logs that do not exist or exist twice; a date without a time is never odd.

    Args:
        framework: What counts.

    Returns:
        One entry a column that has any; indices are into `Framework.requests` or `Framework.holds`.
    """
    columns = [("requests", name, getattr(framework.requests, name)) for name in TIMES]
    columns += [("holds", name, getattr(framework.holds, name)) for name in ("start", "until")]
    found = []
    for sheet, name, local in columns:
        result = to_utc(local, framework.settings.time_zone)
        timed = np.asarray(local) % DAY != 0
        skipped, twice = np.flatnonzero(result.skipped & timed), np.flatnonzero(result.ambiguous & timed)
        if len(skipped) or len(twice):
            found.append(Oddity(sheet, name, skipped, twice))
    return tuple(found)


def wall_seconds(moment: dt.datetime, zone: str) -> int:
    """Wall-clock seconds of a moment.

    Args:
        moment: Wall clock of `zone`; one that carries a zone of its own is converted. Parts of a second are dropped.
        zone: IANA name of the log's zone.
    """
    if moment.tzinfo is not None:
        moment = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return seconds_of(moment)


def month_number(local: npt.ArrayLike) -> IntArray:
    """Months since January 1970 of wall-clock seconds; meaningless where `NULL`."""
    wall = np.asarray(local, dtype=np.int64)
    days = np.where(wall == NULL, 0, wall) // DAY
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def month_start(number: int) -> dt.date:
    """First day of a month given as months since January 1970."""
    return dt.date(EPOCH.year + number // 12, number % 12 + 1, 1)
