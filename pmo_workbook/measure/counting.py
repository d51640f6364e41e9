"""From a judged log to counts that merge: the second half of the measuring kernel.

`kernel` is the whole of it for one chunk of requests with their holds. Feedback, which may come in chunks of its own,
is counted by `count_answers`.
"""

from __future__ import annotations

from typing import Final, get_args

import numpy as np
import numpy.typing as npt

from pmo_workbook.epochs import DAY, NULL
from pmo_workbook.framework import Feedbacks, Holds, Requests
from pmo_workbook.logs import Request
from pmo_workbook.measure.judge import BREACHED, MET, NO_TIME, Judged, judge
from pmo_workbook.measure.moments import month_number, starts
from pmo_workbook.measure.sla import Rulebook, StartDays, choose, choose_by
from pmo_workbook.measure.tally import Kind, State, count, many, merge
from pmo_workbook.metrics import COUNTED, SURVEYS, Metric
from pmo_workbook.worktime.zones import BoolArray, IntArray

REASONS: Final[tuple[str, ...]] = tuple(
    reason for part in get_args(Request.model_fields["late_because"].annotation) for reason in get_args(part)
)
"""Reasons of Late because, in the order of the sheet."""

_HOUR: Final = 3600


def kernel(rules: Rulebook, requests: Requests, holds: Holds) -> State:
    """Measure a chunk of requests with all of their holds.

    Args:
        rules: What to measure by; the same for all chunks of a log.
        requests: The requests.
        holds: All holds of these requests; `Holds.request` counts within the chunk.
    """
    return count_log(rules, judge(rules, requests, holds))


def count_log(rules: Rulebook, judged: Judged) -> State:
    """Count what was judged: clocks, requests in and out, reopened ones, and control totals."""
    measured = judged.measured
    return merge(
        [
            *_clocks(judged),
            _late(judged),
            *(part for metric in COUNTED for part in _closed_requests(rules, judged, metric)),
            *_demand(judged),
            many(Kind.REQUESTS, len(judged.requests)),
            many(Kind.HOLDS, len(judged.holds)),
            many(Kind.LATER, int(judged.later.sum())),
            many(Kind.LEFT_OUT, int(judged.left_out.sum())),
            many(Kind.NO_SLA, int((measured & judged.clockless).sum())),
        ]
    )


def count_answers(rules: Rulebook, requests: Requests, feedback: Feedbacks) -> State:
    """Count answers given by the report's moment, by service and by the service level of a survey that applies.

    An answer about a request counts for the service level of that request, another one for that of its service and day
    that holds for all priorities.

    Args:
        rules: What to measure by.
        requests: The requests that `Feedbacks.request` points to.
        feedback: The answers.
    """
    given = np.flatnonzero(feedback.date // DAY <= rules.as_of_local // DAY)
    about, day = feedback.request[given], feedback.date[given] // DAY
    service, month = feedback.service[given], month_number(feedback.date[given])
    known = about >= 0
    position = np.where(known, about, 0)
    nobody = np.full(len(given), -1, dtype=np.int32)
    has_requests = len(requests) > 0
    priority = np.where(known, requests.priority[position], -1).astype(np.int32) if has_requests else nobody
    group = np.where(known, requests.stakeholder[position], -1).astype(np.int32) if has_requests else nobody
    days = StartDays(rules, starts(requests, rules.zone)) if has_requests else None

    def day_in(calendar_id: str) -> IntArray:
        return day if days is None else np.where(known, days.of(calendar_id)[position], day)

    rated, recommend = feedback.satisfaction[given], feedback.recommend[given]
    parts = [
        _some(Kind.SATISFACTION, rated > 0, service, month, priority, group, rated),
        _some(Kind.RECOMMEND, recommend >= 0, service, month, priority, group, recommend),
    ]
    for metric in SURVEYS:
        candidates = [one for one in rules.applied if one.sla.metric == metric.name]
        sla = choose_by(candidates, service.astype(np.int32), priority, day_in)
        score = getattr(feedback, metric.column)[given]
        judged = (score > 0) & (sla >= 0)
        happy = judged & (score >= 4)
        parts.append(_some(Kind.SCORE, judged, sla, month, priority, group, score))
        parts.append(_some(Kind.SATISFIED, happy, sla, month, priority, group, np.zeros_like(score)))
    return merge(parts)


def count_answered(judged: Judged, feedback: Feedbacks, as_of_local: int) -> State:
    """Count closed requests that have an answer given by the report's moment, by the month of their closing."""
    given = (feedback.request >= 0) & (feedback.date // DAY <= as_of_local // DAY)
    answered = np.zeros(len(judged.requests), dtype=np.bool_)
    answered[feedback.request[given & ((feedback.satisfaction > 0) | (feedback.recommend >= 0))]] = True
    return _of_requests(Kind.ANSWERED, judged, answered & _closed(judged), judged.closed)


def _clocks(judged: Judged) -> list[State]:
    clocks, requests = judged.clocks, judged.requests
    priority, group = requests.priority[clocks.request], requests.stakeholder[clocks.request]
    met, breached, untimed = clocks.state == MET, clocks.state == BREACHED, clocks.state == NO_TIME
    stopped = (met | breached) & (clocks.stop != NULL)
    stop_month = month_number(clocks.stop_local)
    zero = np.zeros(len(clocks), dtype=np.int64)
    return [
        _some(Kind.MET, met, clocks.sla, clocks.month, priority, group, zero),
        _some(Kind.BREACHED, breached, clocks.sla, clocks.month, priority, group, clocks.over),
        _some(Kind.MET_PLAIN, clocks.plain == MET, clocks.sla, clocks.plain_month, priority, group, zero),
        _some(Kind.BREACHED_PLAIN, clocks.plain == BREACHED, clocks.sla, clocks.plain_month, priority, group, zero),
        _some(Kind.STOPPED, stopped, clocks.sla, stop_month, priority, group, clocks.net),
        _some(Kind.NO_TIME, untimed, clocks.sla, zero, priority, group, zero),
    ]


def _late(judged: Judged) -> State:
    clocks, requests = judged.clocks, judged.requests
    late = np.flatnonzero(clocks.state == BREACHED)
    request = clocks.request[late]
    code = {reason: position for position, reason in enumerate(REASONS)}
    reasons = np.array([code.get(reason, -1) for reason in requests.late_because[request]], dtype=np.int64)
    priority, group = requests.priority[request], requests.stakeholder[request]
    return _some(Kind.LATE, reasons >= 0, clocks.sla[late], clocks.month[late], priority, group, reasons)


def kept_promise(requests: Requests, metric: Metric) -> BoolArray:
    """Tell of which requests it is good for a promise about closed requests that they close as they are.

    Args:
        requests: The requests.
        metric: What is promised: that something befalls them or, where less is better, that it does not.
    """
    befell: BoolArray = getattr(requests, metric.column) > 0
    return befell if metric.better == "Higher" else ~befell


def _closed_requests(rules: Rulebook, judged: Judged, metric: Metric) -> list[State]:
    requests = judged.requests
    if not any(one.sla.metric == metric.name for one in rules.applied):
        return []
    sla = choose(rules, metric.name, requests, judged.times)
    counts = _closed(judged) & (sla >= 0)
    kept = kept_promise(requests, metric)
    month, zero = month_number(judged.closed), np.zeros(len(requests), dtype=np.int64)
    parts = (requests.priority, requests.stakeholder, zero)
    return [
        _some(Kind.MET, counts & kept, sla, month, *parts),
        _some(Kind.BREACHED, counts & ~kept, sla, month, *parts),
        _some(Kind.MET_PLAIN, counts & kept, sla, month, *parts),
        _some(Kind.BREACHED_PLAIN, counts & ~kept, sla, month, *parts),
    ]


def _demand(judged: Judged) -> list[State]:
    requests, closed = judged.requests, _closed(judged)
    effort = requests.effort_hours
    given = closed & ~np.isnan(effort)
    seconds = np.rint(np.where(given, effort, 0) * _HOUR).astype(np.int64)
    return [
        _of_requests(Kind.SUBMITTED, judged, judged.measured, requests.submitted),
        _of_requests(Kind.CLOSED, judged, closed, judged.closed),
        _of_requests(Kind.EFFORT, judged, given, judged.closed, seconds),
    ]


def _closed(judged: Judged) -> BoolArray:
    result: BoolArray = judged.measured & (judged.closed != NULL)
    return result


def _of_requests(kind: Kind, judged: Judged, keep: BoolArray, when: IntArray, value: IntArray | None = None) -> State:
    requests = judged.requests
    values = np.zeros(len(requests), dtype=np.int64) if value is None else value
    return _some(kind, keep, requests.service, month_number(when), requests.priority, requests.stakeholder, values)


def _some(kind: Kind, keep: BoolArray, *parts: npt.NDArray[np.int64] | npt.NDArray[np.int32]) -> State:
    rows = np.flatnonzero(keep)
    subject, month, priority, group, value = (part[rows] for part in parts)
    return count(kind, subject=subject, month=month, priority=priority, group=group, value=value)
