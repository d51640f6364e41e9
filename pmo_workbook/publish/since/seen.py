"""What a publication saw of each request, and how it decided its clocks: the evidence behind figures of past months."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from pmo_workbook.epochs import DAY, NULL
from pmo_workbook.measure.counting import kept_promise
from pmo_workbook.measure.judge import BREACHED, MET, Judged, judge
from pmo_workbook.measure.moments import month_number, month_start
from pmo_workbook.measure.sla import Rulebook, choose, rulebook
from pmo_workbook.metrics import COUNTED, Metric
from pmo_workbook.report import Report
from pmo_workbook.worktime.zones import IntArray

KEPT: Final = {True: "met", False: "breached"}
"""How a decision ends, after its month."""

_MINUTE: Final = 60
_LEFT_OUT: Final = "Left out"
_CANCELLED: Final = "Cancelled"


class Seen(NamedTuple):
    """A request as it stood in the log; times are wall clock, such as ``2026-05-04T09:15``; later ones are blank.

    A tuple, as there may be hundreds of thousands of them.

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
    decided: Mapping[str, str] = {}


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
    decided = _decided(rules, judged, {month_number_of(month) for month in report.measures.period.months})
    services = [one.service_id for one in framework.services]
    priorities = framework.settings.priorities
    columns = (
        [services[at] for at in log.service.tolist()],
        [priorities[at] for at in log.priority.tolist()],
        when_texts(times.start.local),
        when_texts(_by(log.first_response, rules)),
        when_texts(judged.closed),
        when_texts(log.promised),
        _out(judged),
        log.times_reopened.tolist(),
        _held(rules, judged),
        decided,
    )
    found = dict(zip(ids, map(Seen, *columns), strict=True))
    for at in np.flatnonzero(judged.later).tolist():
        del found[ids[at]]
    return found


def month_number_of(month: object) -> int:
    """Months since 1970-01 of the first day of a month."""
    return int(np.datetime64(str(month), "M").astype(np.int64))


def when_texts(local: IntArray) -> list[str]:
    """Wall-clock seconds as texts, such as ``2026-05-04T09:15``; a date without a time is a date, NULL is empty."""
    known = np.where(local == NULL, 0, local)
    whole = not np.any(known % _MINUTE)
    texts: list[str] = np.datetime_as_string(known.astype("datetime64[s]"), unit="m" if whole else "s").tolist()
    if not whole:
        texts = [text.removesuffix(":00") for text in texts]
    for at in np.flatnonzero(local % DAY == 0).tolist():
        texts[at] = texts[at][: len("2026-05-04")]
    for at in np.flatnonzero(local == NULL).tolist():
        texts[at] = ""
    return texts


def _by(local: IntArray, rules: Rulebook) -> IntArray:
    """Times that have come by the report's moment; a date alone has come when its day has begun."""
    return np.where(local > rules.as_of_local, NULL, local)


def _out(judged: Judged) -> list[str]:
    result = [""] * len(judged.requests)
    for at in np.flatnonzero(judged.left_out).tolist():
        result[at] = _LEFT_OUT if judged.excluded[at] else _CANCELLED
    return result


def _held(rules: Rulebook, judged: Judged) -> list[tuple[str, ...]]:
    """Holds of each request that had begun by the report's moment."""
    holds, reasons = judged.holds, rules.framework.settings.hold_reasons
    begun = np.flatnonzero(holds.start <= rules.as_of_local)
    start, until = when_texts(holds.start[begun]), when_texts(_by(holds.until[begun], rules))
    columns = (holds.request[begun].tolist(), holds.reason[begun].tolist(), start, until)
    found: dict[int, list[str]] = {}
    for request, reason, first, last in zip(*columns, strict=True):
        found.setdefault(request, []).append(f"{reasons[reason]} {first} to {last or 'now'}")
    result: list[tuple[str, ...]] = [()] * len(judged.requests)
    for request, texts in found.items():
        result[request] = tuple(sorted(texts))
    return result


def _decided(rules: Rulebook, judged: Judged, months: set[int]) -> list[Mapping[str, str]]:
    """Decisions of each request in some months, by SLA ID."""
    clocks, slas = judged.clocks, [sla.sla_id for sla in rules.framework.slas]
    counts = np.isin(clocks.state, (MET, BREACHED)) & np.isin(clocks.month, list(months))
    rows = np.flatnonzero(counts)
    timed = (clocks.request[rows], clocks.sla[rows], clocks.month[rows], clocks.state[rows] == MET)
    words = {(month, kept): f"{month_start(month):%Y-%m} {KEPT[kept]}" for month in months for kept in KEPT}
    found: dict[int, dict[str, str]] = {}
    for part in (timed, *(_counted(rules, judged, metric, months) for metric in COUNTED)):
        for request, sla, month, kept in zip(*(column.tolist() for column in part), strict=True):
            found.setdefault(request, {})[slas[sla]] = words[month, kept]
    nothing: dict[str, str] = {}
    return [found.get(at, nothing) for at in range(len(judged.requests))]


def _counted(rules: Rulebook, judged: Judged, metric: Metric, months: set[int]) -> tuple[npt.NDArray[Any], ...]:
    """Request, service level, month and verdict of closed requests that count for a promise."""
    requests = judged.requests
    sla = choose(rules, metric.name, requests, judged.times)
    month = month_number(judged.closed)
    rows = np.flatnonzero(judged.measured & (judged.closed != NULL) & (sla >= 0) & np.isin(month, list(months)))
    return rows, sla[rows], month[rows], kept_promise(requests, metric)[rows]
