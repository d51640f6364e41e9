"""Satisfaction of the period, and the effect of the services on project outcomes."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from pmo_workbook.framework import Framework
from pmo_workbook.measure.tally import Cells, Kind, exact_sum, share
from pmo_workbook.models import Outcome
from pmo_workbook.results import OutcomeLine, Satisfaction


def satisfaction(framework: Framework, cells: Cells) -> Satisfaction:
    """Sum the answers of the period up.

    Args:
        framework: What counts.
        cells: Counts of the period.
    """
    smallest = framework.settings.smallest_survey
    scores, recommend = cells.of(Kind.SATISFACTION), cells.of(Kind.RECOMMEND)
    promoters = recommend.where(recommend.value >= 9).total()
    detractors = recommend.where(recommend.value <= 6).total()
    balance = share(promoters - detractors, recommend.total(), smallest)
    return Satisfaction(
        n=scores.total(),
        mean=share(exact_sum(scores.value, scores.n), scores.total(), smallest),
        satisfied=share(scores.where(scores.value >= 4).total(), scores.total(), smallest),
        closed=cells.total(Kind.CLOSED),
        answered=cells.total(Kind.ANSWERED),
        recommend_n=recommend.total(),
        nps=None if balance is None else 100 * balance,
    )


def outcomes(framework: Framework, today: dt.date) -> tuple[OutcomeLine, ...]:
    """Give the latest reading of each measure up to a date, in the order in which measures first appear.

    Args:
        framework: What counts.
        today: The date.
    """
    names = {one.service_id: one.name for one in framework.services}
    names |= {one.purpose_id: one.focus_area for one in framework.purposes}
    readings: dict[tuple[str, str], list[Outcome]] = defaultdict(list)
    for row in framework.outcomes:
        if row.date <= today:
            readings[row.subject_id, row.measure].append(row)
    return tuple(_line(names, sorted(rows, key=lambda row: row.date)) for rows in readings.values())


def _line(names: dict[str, str], rows: list[Outcome]) -> OutcomeLine:
    latest = rows[-1]
    better = latest.better_when or "Higher"
    reached = None
    if latest.target is not None:
        reached = latest.value >= latest.target if better == "Higher" else latest.value <= latest.target
    return OutcomeLine(
        subject_id=latest.subject_id,
        subject=names.get(latest.subject_id, latest.subject_id),
        measure=latest.measure,
        date=latest.date,
        value=latest.value,
        target=latest.target,
        better=better,
        reached=reached,
        before=rows[-2].value if len(rows) > 1 else None,
        readings=len(rows),
    )
