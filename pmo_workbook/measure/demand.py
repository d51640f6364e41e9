"""Months and services: requests in, out and waiting, beside their compliance; open requests by age."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from pmo_workbook.epochs import DAY
from pmo_workbook.measure.judge import Judged
from pmo_workbook.measure.moments import month_start
from pmo_workbook.measure.sla import Rulebook
from pmo_workbook.measure.tally import Cells, Kind, exact_sum, share
from pmo_workbook.metrics import TIMED
from pmo_workbook.results import Ageing, MonthFigure, Promise, ServiceFigure
from pmo_workbook.worktime.zones import IntArray

MONTHS: Final = 12
"""Closed months of the period."""

_AGES: Final = ((7, "Up to 7 days"), (30, "8 to 30 days"), (90, "31 to 90 days"), (180, "91 to 180 days"))
_OLDER: Final = "Over 180 days"
_HOUR: Final = 3600
_EVER: Final = 10**6
_OF_SERVICE: Final = (Kind.SUBMITTED, Kind.CLOSED, Kind.EFFORT, Kind.SATISFACTION)


def in_months(cells: Cells, first: int, last: int) -> Cells:
    """Keep the cells of some months.

    Args:
        cells: Counts.
        first: First month, months since 1970-01.
        last: Last month, included.
    """
    return cells.where((cells.month >= first) & (cells.month <= last))


def months(rules: Rulebook, cells: Cells, running: int) -> tuple[MonthFigure, ...]:
    """Make the trend: twelve closed months and the running one, all timed service levels pooled.

    Args:
        rules: What was measured by.
        cells: Counts of all months; control totals are ignored.
        running: The running month, months since 1970-01.
    """
    first = running - MONTHS
    clocks = _timed(rules, in_months(cells, first, running))
    mets, misses = (_by_month(clocks.of(kind), first) for kind in (Kind.MET, Kind.BREACHED))
    came, went = cells.of(Kind.SUBMITTED), cells.of(Kind.CLOSED)
    submitted, closed = _by_month(came, first), _by_month(went, first)
    waiting = in_months(came, -_EVER, first - 1).total() - in_months(went, -_EVER, first - 1).total()
    result = []
    for position, number in enumerate(range(first, running + 1)):
        met, breached = mets[position], misses[position]
        waiting += submitted[position] - closed[position]
        result.append(
            MonthFigure(
                start=month_start(number),
                running=number == running,
                n=met + breached,
                met=met,
                breached=breached,
                compliance=share(met, met + breached, rules.framework.settings.smallest_sample),
                submitted=submitted[position],
                closed=closed[position],
                backlog=waiting,
            )
        )
    return tuple(result)


def services(rules: Rulebook, period: Cells, ever: Cells, promises: Sequence[Promise]) -> tuple[ServiceFigure, ...]:
    """Make one row a service that is live or has requests, in sheet order.

    Args:
        rules: What was measured by.
        period: Counts of the period.
        ever: Counts of all months.
        promises: Verdicts on the service levels.
    """
    framework, clocks = rules.framework, _timed(rules, period)
    service_of = np.zeros(max(len(framework.slas), 1), dtype=np.int64)
    for one in rules.applied:
        service_of[one.index] = one.service
    size, of_clock = len(framework.services), service_of[clocks.subject]
    mets, misses = (_by_service(clocks, kind, of_clock, size) for kind in (Kind.MET, Kind.BREACHED))
    came, went = (_by_service(ever, kind, ever.subject, size) for kind in (Kind.SUBMITTED, Kind.CLOSED))
    period = period.of(*_OF_SERVICE)
    result = []
    for position, service in enumerate(framework.services):
        submitted_ever, closed_ever = came[position], went[position]
        if service.status != "Live" and not submitted_ever:
            continue
        own = period.where(period.subject == position)
        met, breached = mets[position], misses[position]
        effort, scores = own.of(Kind.EFFORT), own.of(Kind.SATISFACTION)
        verdicts = [one.kept for one in promises if one.service is service and one.kept is not None]
        mean = exact_sum(scores.value, scores.n)
        result.append(
            ServiceFigure(
                service=service,
                n=met + breached,
                met=met,
                breached=breached,
                compliance=share(met, met + breached, framework.settings.smallest_sample),
                promises_kept=sum(verdicts),
                promises_judged=len(verdicts),
                submitted=own.total(Kind.SUBMITTED),
                closed=own.total(Kind.CLOSED),
                backlog=submitted_ever - closed_ever,
                effort_hours=exact_sum(effort.value, effort.n) / _HOUR,
                effort_n=effort.total(),
                answers=scores.total(),
                satisfaction=share(mean, scores.total(), framework.settings.smallest_survey),
            )
        )
    return tuple(result)


def ageing(rules: Rulebook, judged: Judged) -> tuple[Ageing, ...]:
    """Count open requests by calendar days since they were submitted.

    Args:
        rules: What was measured by.
        judged: The log.
    """
    rows = np.flatnonzero(judged.is_open)
    days = rules.as_of_local // DAY - judged.requests.submitted[rows] // DAY
    bucket = np.searchsorted([limit for limit, _ in _AGES], days, side="left")
    held = judged.held[rows] >= 0
    return tuple(
        Ageing(label=label, n=int((bucket == position).sum()), on_hold=int((held & (bucket == position)).sum()))
        for position, label in enumerate([*(label for _, label in _AGES), _OLDER])
    )


def _timed(rules: Rulebook, cells: Cells) -> Cells:
    """Keep the clocks of timed service levels."""
    timed = [index for index, sla in enumerate(rules.framework.slas) if sla.metric in TIMED]
    clocks = cells.of(Kind.MET, Kind.BREACHED)
    return clocks.where(np.isin(clocks.subject, timed))


def _by_service(cells: Cells, kind: Kind, service: IntArray, size: int) -> list[int]:
    """Counts of one kind, given the service of each cell; shape (size,)."""
    own, result = cells.kind == kind, np.zeros(size, dtype=np.int64)
    np.add.at(result, service[own], cells.n[own])
    return [int(n) for n in result]


def _by_month(cells: Cells, first: int) -> list[int]:
    """Counts of the closed months of the period and of the running one."""
    return [int(cells.n[cells.month == number].sum()) for number in range(first, first + MONTHS + 1)]
