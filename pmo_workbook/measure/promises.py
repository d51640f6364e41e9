"""The verdict on every service level: was the promise kept in the period?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction

import numpy as np

from pmo_workbook.framework import Framework
from pmo_workbook.measure.counting import REASONS
from pmo_workbook.measure.sla import Rulebook
from pmo_workbook.measure.tally import Cells, Kind, as_share, exact_sum
from pmo_workbook.metrics import METRICS
from pmo_workbook.models import Action, Service, Sla
from pmo_workbook.results import Figure, Promise


def promises(rules: Rulebook, cells: Cells, figures: Mapping[int, Figure], today: dt.date) -> tuple[Promise, ...]:
    """Judge every service level, in sheet order.

    Args:
        rules: What was measured by.
        cells: Counts of the period.
        figures: The figure of each service level, by position.
        today: Date of the report.
    """
    framework = rules.framework
    services = {one.service_id: one for one in framework.services}
    cells = cells.of(Kind.LATE, Kind.SCORE, Kind.SATISFIED)
    return tuple(
        _promise(rules, cells, index, services[sla.service_id], figures[index], today)
        for index, sla in enumerate(framework.slas)
        if sla.service_id in services
    )


def _promise(rules: Rulebook, cells: Cells, index: int, service: Service, figure: Figure, today: dt.date) -> Promise:
    sla = rules.framework.slas[index]
    own = cells.where(cells.subject == index)
    value, goal = _value(rules.framework, sla, figure, own), _goal(sla)
    better = METRICS[sla.metric].better
    kept = None
    if value is not None and goal is not None:
        kept = value >= goal if better == "Higher" else value <= goal
    reason, times = _main_reason(own.of(Kind.LATE))
    return Promise(
        sla=sla,
        service=service,
        figure=figure,
        value=None if value is None else float(value),
        goal=None if goal is None else float(goal),
        better=better,
        kept=kept,
        main_reason=reason,
        main_reason_n=times,
        actions=open_actions(rules.framework, sla, today),
    )


def _value(framework: Framework, sla: Sla, figure: Figure, own: Cells) -> Fraction | None:
    """What is compared with the goal, exactly; None when the sample is too small."""
    metric, settings = METRICS[sla.metric], framework.settings
    smallest = settings.smallest_survey if metric.kind == "survey" else settings.smallest_sample
    if figure.n == 0 or figure.n < smallest:
        return None
    match metric.aggregate(sla.unit):
        case "share on time":
            part = figure.met or 0
        case "share of closed":
            part = (figure.met if metric.better == "Higher" else figure.breached) or 0
        case "share of scores":
            part = own.total(Kind.SATISFIED)
        case "mean score":
            scores = own.of(Kind.SCORE)
            part = exact_sum(scores.value, scores.n)
    return Fraction(part, figure.n)


def _goal(sla: Sla) -> Fraction | None:
    match METRICS[sla.metric].aggregate(sla.unit):
        case "share on time":
            return as_share(sla.goal)
        case "mean score":
            return None if sla.target is None else Fraction(str(sla.target))
        case _:
            return as_share(sla.target)


def _main_reason(late: Cells) -> tuple[str | None, int]:
    """The reason given most, of equals the first in the order of the sheet."""
    if not late.total():
        return None, 0
    times = np.bincount(late.value, weights=late.n, minlength=len(REASONS))
    most = int(times.argmax())
    return REASONS[most], int(times[most])


def open_actions(framework: Framework, sla: Sla, today: dt.date) -> tuple[Action, ...]:
    """Give the actions because of a service level or its service that were not done by a date, earliest due first.

    Args:
        framework: What counts.
        sla: The service level.
        today: The date.
    """
    found = [
        one
        for one in framework.actions
        if one.because_of in (sla.sla_id, sla.service_id) and (one.done is None or one.done > today)
    ]
    return tuple(sorted(found, key=lambda one: one.due))
