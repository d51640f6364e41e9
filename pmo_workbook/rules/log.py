"""Rules of the logs: requests, holds and feedback, whole columns at once.

Every rule finds its rows by a mask and turns only those into issues. Times are wall-clock seconds; where one of two
times is a date alone, the two are compared by their dates.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pmo_workbook.epochs import DAY, NULL, seconds_of
from pmo_workbook.framework import STATUSES, Framework, Holds, Index, Seconds
from pmo_workbook.issues import Issue
from pmo_workbook.logs import TIMES
from pmo_workbook.rules.finding import Cell, issue
from pmo_workbook.rules.rule import raises
from pmo_workbook.settings import CLOSED_REASON
from pmo_workbook.words import when_words

Mask = NDArray[np.bool_]

_NEW, _IN_PROGRESS, _ON_HOLD, _COMPLETED, _CANCELLED = range(len(STATUSES))
_PLANNED: Final = ("clock_start", "promised")
"""Times that may lie ahead."""
_AS_IF: Final = {
    "submitted": "the request is left out",
    "first_response": "it counts as not answered yet",
    "closed": "it counts as open",
}
"""What is made of a time that has not come."""
_NEVER: Final = int(np.iinfo(np.int64).max)
_GROUP: Final = 1 << 42
"""Seconds between two requests on the line on which all holds are laid end to end; longer than any year of Excel."""


def before(earlier: Seconds, later: Seconds) -> Mask:
    """Whether the first time certainly lies before the second; never where one is blank.

    Args:
        earlier: Wall-clock seconds or NULL.
        later: Wall-clock seconds or NULL, of the same shape.
    """
    found: Mask = (earlier < later) & (earlier != NULL)
    at = np.flatnonzero(found)
    first, second = earlier[at], later[at]
    by_date = (first % DAY == 0) | (second % DAY == 0)
    found[at] = ~by_date | (first // DAY < second // DAY)
    return found


@raises("request-future")
def request_future(framework: Framework, as_of: dt.datetime) -> Iterator[Issue]:
    """Nothing in the request log lies after the report's moment, where that moment is the present."""
    if framework.settings.report_as_of is not None:
        return
    requests, now = framework.requests, seconds_of(as_of)
    for field in (name for name in TIMES if name not in _PLANNED):
        times, so = getattr(requests, field), _AS_IF.get(field, "it counts as blank")
        for index in np.flatnonzero(times > now).tolist():
            problem = f"{_request(framework, index)}: {when_words(int(times[index]))} is in the future; {so}."
            yield _at_request(framework, "request-future", index, field, problem)


@raises("clock-start-outside")
def clock_start_outside(framework: Framework, as_of: dt.datetime) -> Iterator[Issue]:
    """A clock starts between submission and closing."""
    del as_of
    requests = framework.requests
    early = before(requests.clock_start, requests.submitted)
    late = before(requests.closed, requests.clock_start)
    for index in np.flatnonzero(early | late).tolist():
        what = "before the submission" if early[index] else "after the closing"
        problem = f"{_request(framework, index)}: the clock starts {what}."
        yield _at_request(framework, "clock-start-outside", index, "clock_start", problem)


@raises("promise-early")
def promise_early(framework: Framework, as_of: dt.datetime) -> Iterator[Issue]:
    """A date is promised for later than the submission."""
    del as_of
    requests = framework.requests
    for index in np.flatnonzero(before(requests.promised, requests.submitted)).tolist():
        problem = f"{_request(framework, index)}: the promised date lies before the submission."
        yield _at_request(framework, "promise-early", index, "promised", problem)


@raises("status-contradicts")
def status_contradicts(framework: Framework, as_of: dt.datetime) -> Iterator[Issue]:
    """A status agrees with what the dates say."""
    del as_of
    requests, status = framework.requests, framework.requests.status
    closed = _closings(framework)
    is_open, answered = closed == NULL, requests.first_response != NULL
    waiting = _waiting(framework)
    active = (status == _NEW) | (status == _IN_PROGRESS) | (status == _ON_HOLD)
    checks: tuple[tuple[Mask, Callable[[int], str]], ...] = (
        ((status == _COMPLETED) & is_open, lambda _: "Closed is blank, so it is open"),
        (active & ~is_open, lambda at: f"it was closed on {when_words(int(closed[at]))}"),
        ((status == _ON_HOLD) & is_open & ~waiting, lambda _: "Holds has no open hold of it, so its clocks run"),
        (((status == _NEW) | (status == _IN_PROGRESS)) & is_open & waiting, lambda _: "it has an open hold"),
        (
            (status == _NEW) & is_open & ~waiting & answered,
            lambda at: f"it was answered on {when_words(int(requests.first_response[at]))}",
        ),
    )
    for found, says in checks:
        for index in np.flatnonzero(found).tolist():
            problem = f"{_request(framework, index)}: the status is {STATUSES[status[index]]}, but {says(index)}."
            value = STATUSES[status[index]]
            yield _at_request(framework, "status-contradicts", index, "status", problem, value)


@raises("retired-open")
def retired_open(framework: Framework, as_of: dt.datetime) -> Iterator[Issue]:
    """A retired service has no open requests."""
    del as_of
    requests = framework.requests
    retired = np.array([service.status == "Retired" for service in framework.services], dtype=np.bool_)
    if not retired.any():
        return
    found = retired[requests.service] & (_closings(framework) == NULL) & (requests.status != _CANCELLED)
    for index in np.flatnonzero(found).tolist():
        if requests.left_out_because[index] is None:
            service = framework.services[requests.service[index]]
            problem = f"{_request(framework, index)} is open, but {service.name} is retired."
            yield _at_request(framework, "retired-open", index, "service_id", problem, service.service_id)


@raises("hold-outside")
def hold_outside(framework: Framework, as_of: dt.datetime) -> Iterator[Issue]:
    """A hold lies between the submission and the closing of its request."""
    del as_of
    holds = framework.holds
    submitted, closed = framework.requests.submitted[holds.request], framework.requests.closed[holds.request]
    checks: tuple[tuple[Mask, str, Seconds, str], ...] = (
        (before(holds.start, submitted), "start", submitted, "begins before the request was submitted"),
        (before(closed, holds.start), "start", closed, "begins after the request was closed"),
        (before(closed, holds.until), "until", closed, "ends after the request was closed"),
    )
    named = np.zeros(len(holds), dtype=np.bool_)
    for found, field, limit, what in checks:
        for index in np.flatnonzero(found & ~named).tolist():
            problem = f"{_held(framework, index)} {what} on {when_words(int(limit[index]))}."
            yield _at_hold(framework, "hold-outside", index, field, problem)
        named |= found


@raises("hold-overlap")
def hold_overlap(framework: Framework, as_of: dt.datetime) -> Iterator[Issue]:
    """Holds of one request do not overlap; one that ends on the date on which the next begins does not.

    To wait while the request was closed is no mistake: whoever is waited for may not know that it was.
    """
    del as_of
    closed = _is_closed(framework)
    for alike in (np.flatnonzero(~closed), np.flatnonzero(closed)):
        for index, earlier in _overlaps(framework.holds, alike):
            problem = f"{_held(framework, index)} overlaps the one in row {framework.holds.row[earlier]}."
            yield _at_hold(framework, "hold-overlap", index, "start", problem)


def _overlaps(holds: Holds, some: NDArray[np.intp]) -> Iterator[tuple[int, int]]:
    """Positions of those of some holds that overlap an earlier one of them, and that of the earlier one."""
    if len(some) < 2:
        return
    order, latest = (some[place] for place in _by_request(holds.request[some], holds.start[some], holds.until[some]))
    this, other = order[1:], latest[:-1]
    ends = np.where(holds.until[other] == NULL, _NEVER, holds.until[other])
    twice = (holds.start[this] == holds.start[other]) & (holds.until[this] == holds.until[other])
    found = (holds.request[this] == holds.request[other]) & (before(holds.start[this], ends) | twice)
    yield from zip(this[found].tolist(), other[found].tolist(), strict=True)


def _by_request(request: Index, start: Seconds, until: Seconds) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Holds in order of request and start, and at each place the hold of that request that ends last so far."""
    order = np.lexsort((start, request))
    last = np.where(until == NULL, _GROUP // 2, np.clip(until, -_GROUP // 4, _GROUP // 4))
    end = last[order] + request[order].astype(np.int64) * _GROUP
    highest = np.maximum.accumulate(end)
    place = np.maximum.accumulate(np.where(end == highest, np.arange(len(order)), 0))
    return order, order[place]


@raises("hold-not-ended")
def hold_not_ended(framework: Framework, as_of: dt.datetime) -> Iterator[Issue]:
    """A hold of a closed request has an end."""
    del as_of
    holds, closed, is_closed = framework.holds, framework.requests.closed, _is_closed(framework)
    for index in np.flatnonzero((holds.until == NULL) & (closed[holds.request] != NULL)).tolist():
        ended = when_words(int(closed[holds.request[index]]))
        so = "; it counts for nothing" if is_closed[index] else ""
        problem = f"{_held(framework, index)} has no end, but the request was closed on {ended}{so}."
        yield _at_hold(framework, "hold-not-ended", index, "until", problem)


@raises("feedback-no-answer")
def feedback_no_answer(framework: Framework, as_of: dt.datetime) -> Iterator[Issue]:
    """Feedback holds a number."""
    del as_of
    feedback = framework.feedback
    for row in feedback.row[(feedback.satisfaction == 0) & (feedback.recommend < 0)].tolist():
        problem = "Satisfaction and Recommend are both blank, so nothing is counted."
        yield issue(framework, "feedback-no-answer", Cell("feedback", row, "satisfaction"), "", problem)


def _waiting(framework: Framework) -> Mask:
    """Requests with a hold that has not ended, in which somebody is waited for."""
    waiting = np.zeros(len(framework.requests), dtype=np.bool_)
    waiting[framework.holds.request[(framework.holds.until == NULL) & ~_is_closed(framework)]] = True
    return waiting


def _is_closed(framework: Framework) -> Mask:
    """Holds in which the request was closed before it was opened again."""
    found: Mask = framework.holds.reason == framework.settings.closed_code
    return found


def _closings(framework: Framework) -> Seconds:
    """When requests were closed: by the column Closed, else by a hold that tells so and has not ended."""
    holds, closed = framework.holds, framework.requests.closed.copy()
    lasting = np.flatnonzero(_is_closed(framework) & (holds.until == NULL) & (closed[holds.request] == NULL))
    closed[holds.request[lasting]] = holds.start[lasting]
    return closed


def _request(framework: Framework, index: int) -> str:
    return str(framework.requests.request_id[index])


def _held(framework: Framework, index: int) -> str:
    """A hold in words, by its request and its reason."""
    holds = framework.holds
    reason = framework.settings.hold_reasons[holds.reason[index]]
    what = reason if reason == CLOSED_REASON else f"waiting for {reason}"
    return f"The hold of {_request(framework, int(holds.request[index]))} ({what})"


def _at_request(
    framework: Framework, code: str, index: int, field: str, problem: str, value: str | None = None
) -> Issue:
    """An issue at a cell of Requests; without a value the cell holds a time."""
    row = int(framework.requests.row[index])
    found = when_words(int(getattr(framework.requests, field)[index])) if value is None else value
    return issue(framework, code, Cell("requests", row, field), found, problem)


def _at_hold(framework: Framework, code: str, index: int, field: str, problem: str) -> Issue:
    """An issue at a time of Holds; a blank one has no value."""
    seconds = int(getattr(framework.holds, field)[index])
    value = "" if seconds == NULL else when_words(seconds)
    return issue(framework, code, Cell("holds", int(framework.holds.row[index]), field), value, problem)
