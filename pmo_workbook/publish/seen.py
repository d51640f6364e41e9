"""What a publication saw of each request, and how it decided its clocks: the evidence behind figures of past months."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from pmo_workbook.framework import DAY, NULL
from pmo_workbook.measure.judge import BREACHED, MET, Judged, judge
from pmo_workbook.measure.moments import month_number, month_start
from pmo_workbook.measure.sla import Rulebook, choose, rulebook
from pmo_workbook.report import Report
from pmo_workbook.worktime.zones import IntArray

KEPT: Final = {True: "met", False: "breached"}
"""How a decision ends, after its month."""

_LEFT_OUT: Final = "Left out"
_CANCELLED: Final = "Cancelled"


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as it stood in the log; times are wall clock, such as ``2026-05-04 09:15``; later ones are blank.

    Attributes:
        service: Service ID.
        priority: Its priority.
        start: When its clocks started.
        response: First response.
        closed: Closing.
        promised: Promise.
        out: ``Left out`` or ``Cancelled`` where it is in no figure; empty where it counts.
        reopened: How often it was reopened.
        holds: Its holds, such as ``Requester 2026-05-04 to 2026-05-06``.
        decided: Decisions in closed months of the report, by SLA ID, such as ``2026-05 met``.
    """

    service: str = ""
    priority: str = ""
    start: str = ""
    response: str = ""
    closed: str = ""
    promised: str = ""
    out: str = ""
    reopened: int = 0
    holds: tuple[str, ...] = ()
    decided: Mapping[str, str] = field(default_factory=dict)


def decisions(report: Report) -> dict[str, Seen]:
    """What a report saw of each request that was in the log at its moment, by request id.

    Args:
        report: All results.
    """
    framework = report.framework
    rules = rulebook(framework, report.run.as_of)
    judged = judge(rules, framework.requests, framework.holds)
    log, times = judged.requests, judged.times
    ids = [str(one) for one in log.request_id]
    decided = _decided(rules, judged, ids, {month_number_of(month) for month in report.measures.period.months})
    held = _held(rules, judged)
    columns = zip(
        ids,
        log.service.tolist(),
        log.priority.tolist(),
        when_texts(times.start.local),
        when_texts(_by(times.first_response.local, rules)),
        when_texts(judged.closed),
        when_texts(log.promised),
        _out(judged),
        log.times_reopened.tolist(),
        judged.later.tolist(),
        strict=True,
    )
    services = [one.service_id for one in framework.services]
    priorities = framework.settings.priorities
    found = {}
    for at, (name, service, priority, *moments, out, reopened, later) in enumerate(columns):
        if not later:
            start, response, closed, promised = moments
            found[name] = Seen(
                services[service],
                priorities[priority],
                start,
                response,
                closed,
                promised,
                out,
                reopened,
                tuple(held.get(at, ())),
                decided.get(name, {}),
            )
    return found


def month_number_of(month: object) -> int:
    """Months since 1970-01 of the first day of a month."""
    return int(np.datetime64(str(month), "M").astype(np.int64))


def when_texts(local: IntArray) -> list[str]:
    """Wall-clock seconds as texts, such as ``2026-05-04 09:15``; a date without a time is a date, NULL is empty."""
    texts = np.datetime_as_string(np.where(local == NULL, 0, local).astype("datetime64[s]"), unit="s").tolist()
    dated = (local % DAY == 0).tolist()
    return [
        "" if blank else text[:10] if is_date else text.replace("T", " ").removesuffix(":00")
        for text, blank, is_date in zip(texts, (local == NULL).tolist(), dated, strict=True)
    ]


def _by(local: IntArray, rules: Rulebook) -> IntArray:
    """Times that have come by the report's moment; a date alone has come when its day has begun."""
    return np.where(local > rules.as_of_local, NULL, local)


def _out(judged: Judged) -> list[str]:
    result = [""] * len(judged.requests)
    for at in np.flatnonzero(judged.left_out).tolist():
        result[at] = _LEFT_OUT if judged.excluded[at] else _CANCELLED
    return result


def _held(rules: Rulebook, judged: Judged) -> dict[int, list[str]]:
    holds, reasons = judged.holds, rules.framework.settings.waiting_reasons
    begun = np.flatnonzero(holds.start <= rules.as_of_local)
    start, until = when_texts(holds.start), when_texts(_by(holds.until, rules))
    found: dict[int, list[str]] = {}
    for at in begun.tolist():
        text = f"{reasons[int(holds.reason[at])]} {start[at]} to {until[at] or 'now'}"
        found.setdefault(int(holds.request[at]), []).append(text)
    return {request: sorted(texts) for request, texts in found.items()}


def _decided(rules: Rulebook, judged: Judged, ids: list[str], months: set[int]) -> dict[str, dict[str, str]]:
    clocks, slas = judged.clocks, rules.framework.slas
    counts = np.isin(clocks.state, (MET, BREACHED)) & np.isin(clocks.month, list(months))
    rows = np.flatnonzero(counts)
    columns = (clocks.request[rows], clocks.sla[rows], clocks.month[rows], clocks.state[rows] == MET)
    found: dict[str, dict[str, str]] = {}
    for part in (columns, _reopened(rules, judged, months)):
        for request, sla, month, kept in zip(*(column.tolist() for column in part), strict=True):
            text = f"{month_start(month):%Y-%m} {KEPT[kept]}"
            found.setdefault(ids[request], {})[slas[sla].sla_id] = text
    return found


def _reopened(rules: Rulebook, judged: Judged, months: set[int]) -> tuple[npt.NDArray[Any], ...]:
    """Request, service level, month and verdict of requests that count for a Reopened promise."""
    requests = judged.requests
    sla = choose(rules, "Reopened", requests, judged.times)
    month = month_number(judged.closed)
    rows = np.flatnonzero(judged.measured & (judged.closed != NULL) & (sla >= 0) & np.isin(month, list(months)))
    return rows, sla[rows], month[rows], requests.times_reopened[rows] == 0
