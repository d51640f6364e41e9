"""When requests ended, as of the report's moment, where some were opened again, and which wait.

A hold with the reason *Closed* tells of a closing and, by its end, of the reopening. Inside it a request is closed at
its beginning; one without an end is a closing that lasts. Where the request has a closing of its own, a hold without an
end contradicts it and counts for nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pmo_workbook.epochs import NULL
from pmo_workbook.framework import Holds, Requests
from pmo_workbook.measure.moments import LogMoments, Moments
from pmo_workbook.measure.sla import Rulebook
from pmo_workbook.worktime.clocks import Edges
from pmo_workbook.worktime.zones import BoolArray, IntArray

Rows = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Ended:
    """When something ended; all arrays have one entry a request.

    Attributes:
        local: Wall-clock seconds of the log's zone, `NULL` where none is recorded.
        utc: UTC seconds, a date alone by the calendar that asks; `NULL` where there is none.
        dated: True where it was recorded as a date without a time.
    """

    local: IntArray
    utc: IntArray
    dated: BoolArray

    def by(self, as_of: int) -> Ended:
        """Forget the instants after the report's moment, given in UTC seconds."""
        return Ended(self.local, np.where(happened(self.utc, as_of), self.utc, NULL), self.dated)


@dataclass(frozen=True, eq=False)
class Gaps:
    """Stretches between a closing and the reopening; all arrays have shape (gaps,).

    Attributes:
        request: Position of the request among those that are looked at.
        local: Beginning, wall-clock seconds of the log's zone.
        dated: True where the beginning is a date without a time.
        begin: The beginning by the calendar that asks, UTC seconds.
        end: The end by the same calendar; `NULL` where it lasts.
    """

    request: IntArray
    local: IntArray
    dated: BoolArray
    begin: IntArray
    end: IntArray


def happened(utc: IntArray, as_of: int) -> BoolArray:
    """Tell which instants have come.

    Args:
        utc: UTC seconds; `NULL` has not.
        as_of: Moment of the report, UTC seconds.
    """
    result: BoolArray = (utc != NULL) & (utc <= as_of)
    return result


def closed_holds(holds: Holds, code: int, closed: IntArray) -> tuple[Rows, Rows]:
    """Find the holds with the reason *Closed*.

    Args:
        holds: All holds.
        code: Code of the reason.
        closed: The requests' own closings, `NULL` where there is none.

    Returns:
        Positions of those that count, and of those that count for nothing.
    """
    found = np.flatnonzero(holds.reason == code)
    void = (holds.until[found] == NULL) & (closed[holds.request[found]] != NULL)
    return found[~void], found[void]


def final_closing(own: Ended, gaps: Gaps) -> Ended:
    """Give the closings that last: the requests' own, else the beginning of a gap without an end.

    Args:
        own: The requests' own closings.
        gaps: Their gaps.
    """
    return _or_earlier(own, gaps, np.flatnonzero(gaps.end == NULL))


def last_closing(final: Ended, gaps: Gaps, as_of: int) -> Ended:
    """Give the closings by which requests are closed: the final one, else the beginning of the gap they are in.

    Args:
        final: The closings that last.
        gaps: Their gaps.
        as_of: Moment of the report, UTC seconds.
    """
    known = final.by(as_of)
    inside = happened(gaps.begin, as_of) & ~happened(gaps.end, as_of)
    return _or_earlier(known, gaps, np.flatnonzero(inside & (known.utc[gaps.request] == NULL)))


def first_closing(final: Ended, gaps: Gaps, as_of: int) -> Ended:
    """Give the first closings of requests: the final one, or the beginning of a gap before it.

    Args:
        final: The closings that last.
        gaps: Their gaps.
        as_of: Moment of the report, UTC seconds.
    """
    return _or_earlier(final.by(as_of), gaps, np.flatnonzero(happened(gaps.begin, as_of)))


def closings(rules: Rulebook, requests: Requests, holds: Holds, times: LogMoments, gaps: Rows) -> tuple[Ended, Ended]:
    """Give the closings that last, and those by which requests are closed, by the calendars of their services.

    Args:
        rules: What to measure by.
        requests: The requests.
        holds: Their holds.
        times: Their times.
        gaps: Positions of the holds with the reason *Closed* that count.
    """
    whose = holds.request[gaps]
    start, until = times.hold_start.take(gaps), times.hold_until.take(gaps)
    service = requests.service[whose]
    begin, end = _by_service(rules, start, service, Moments.as_begin), ends_by_service(rules, until, service)
    found = Gaps(whose.astype(np.int64), start.local, start.dated, begin, end)
    own = Ended(times.closed.local, ends_by_service(rules, times.closed, requests.service), times.closed.dated)
    final = final_closing(own, found)
    return final, last_closing(final, found, rules.as_of)


def ends_by_service(rules: Rulebook, ends: Moments, service: npt.NDArray[np.int32]) -> IntArray:
    """Give the instants at which something ended, dates alone by the calendar of the service.

    Args:
        rules: What to measure by.
        ends: When it ended.
        service: Position of the service of each.
    """
    return _by_service(rules, ends, service, Moments.as_end)


def _by_service(
    rules: Rulebook,
    moments: Moments,
    service: npt.NDArray[np.int32],
    convert: Callable[[Moments, Edges], IntArray],
) -> IntArray:
    """Instants, dates alone by the calendar of the service of each."""
    instants = moments.utc.copy()
    rows = np.flatnonzero(moments.dated)
    names = sorted(set(rules.service_calendars))
    codes = np.array([names.index(name) for name in rules.service_calendars], dtype=np.int64)
    of_row = codes[service[rows]] if len(rows) else rows
    for code, name in enumerate(names):
        same = rows[of_row == code]
        if len(same):
            instants[same] = convert(moments.take(same), rules.book.edges(name))
    return instants


def open_holds(rules: Rulebook, requests: Requests, holds: Holds, times: LogMoments) -> IntArray:
    """Give the position of each request's earliest open hold in which somebody is waited for, -1 where there is none.

    Args:
        rules: What to measure by.
        requests: The requests.
        holds: Their holds.
        times: Their times.
    """
    ends = ends_by_service(rules, times.hold_until, requests.service[holds.request])
    waiting = holds.reason != rules.framework.settings.closed_code
    rows = np.flatnonzero(waiting & happened(times.hold_start.utc, rules.as_of) & ~happened(ends, rules.as_of))
    rows = rows[np.argsort(-times.hold_start.utc[rows], kind="stable")]
    result = np.full(len(requests), -1, dtype=np.int64)
    result[holds.request[rows]] = rows
    return result


def _or_earlier(own: Ended, gaps: Gaps, some: Rows) -> Ended:
    """Own closings, or the beginning of the first of some gaps of a request where that is earlier."""
    if not len(some):
        return own
    latest_first = some[np.argsort(-gaps.begin[some], kind="stable")]
    earliest = np.full(len(own.utc), -1, dtype=np.intp)
    earliest[gaps.request[latest_first]] = latest_first
    rows = np.flatnonzero(earliest >= 0)
    rows = rows[(own.utc[rows] == NULL) | (gaps.begin[earliest[rows]] < own.utc[rows])]
    at = earliest[rows]
    local, utc, dated = own.local.copy(), own.utc.copy(), own.dated.copy()
    local[rows], utc[rows], dated[rows] = gaps.local[at], gaps.begin[at], gaps.dated[at]
    return Ended(local, utc, dated)
