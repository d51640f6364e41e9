"""Rows of the SLA Report: shares, percentiles and means of the counts, by every cut."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm
from typing import Final

import numpy as np
import numpy.typing as npt

from pmo_workbook.framework import Framework
from pmo_workbook.measure.moments import month_start
from pmo_workbook.measure.sla import Applied, Rulebook
from pmo_workbook.measure.tally import Cells, Kind, as_share, changes, misses_allowed, nearest_ranks, share
from pmo_workbook.metrics import METRICS, TIMED
from pmo_workbook.models import Sla
from pmo_workbook.results import Cut, Figure
from pmo_workbook.worktime.zones import IntArray

NO_GROUP: Final = "No group given"
"""Item of requests without a stakeholder group."""

_ORDER: Final = {name: place for place, name in enumerate(METRICS)}
_KINDS: Final = (Kind.MET, Kind.BREACHED, Kind.MET_PLAIN, Kind.BREACHED_PLAIN, Kind.STOPPED, Kind.SCORE, Kind.SATISFIED)
_MANY: Final = 10_000
_LOW: Final = 2**20


@dataclass(frozen=True, eq=False)
class Counted:
    """Counts of the period, added up over values; made once, for all cuts.

    Attributes:
        kind: See `Kind`; shape (cells,).
        subject: Position of the service level.
        month: Months since 1970-01.
        priority: Position of the priority, -1 for none.
        group: Position of the stakeholder, -1 for none.
        n: How many there are.
        high: Sum of the values, in multiples of `_LOW`.
        low: The rest of that sum.
        cell: Cell of each amount; shape (amounts,).
        amount: Time of clocks stopped, in the unit, and scores; ascending.
        times: How often each amount occurred.
    """

    kind: IntArray
    subject: IntArray
    month: IntArray
    priority: IntArray
    group: IntArray
    n: IntArray
    high: IntArray
    low: IntArray
    cell: IntArray
    amount: npt.NDArray[np.float64]
    times: IntArray


@dataclass
class _Counts:
    """What was counted for one row.

    Attributes:
        n: Counts by `Kind`.
        sums: Sums of values by kind and service level.
        slas: Positions of the service levels that have any count.
        ranks: p50, p90 and worst of times or scores, in the unit; None where there are none.
    """

    n: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    sums: dict[tuple[int, int], int] = field(default_factory=dict)
    slas: set[int] = field(default_factory=set)
    ranks: tuple[float, float, float] | tuple[None, None, None] = (None, None, None)


def add_up(rules: Rulebook, cells: Cells) -> Counted:
    """Add the counts of a merged state up over values.

    Args:
        rules: What was measured by.
        cells: Counts of the period, in the order of a merged state.
    """
    cells = cells.of(*_KINDS)
    parts = {name: getattr(cells, name) for name in ("kind", "subject", "month", "priority", "group")}
    change = changes(*parts.values())
    first = np.flatnonzero(change)
    scale = np.ones(max(len(rules.framework.slas), 1), dtype=np.int64)
    for one in rules.applied:
        scale[one.index] = 1 if one.measure is None else one.measure.ticks_per_unit
    ranked = np.flatnonzero((cells.kind == Kind.STOPPED) | (cells.kind == Kind.SCORE))
    amount = cells.value[ranked] / scale[cells.subject[ranked]]
    order = np.argsort(amount, kind="stable")
    ranked = ranked[order]
    return Counted(
        **{name: part[first] for name, part in parts.items()},
        n=_sums(cells.n, first),
        high=_sums(cells.value // _LOW * cells.n, first),
        low=_sums(cells.value % _LOW * cells.n, first),
        cell=(np.cumsum(change) - 1)[ranked],
        amount=amount[order],
        times=cells.n[ranked],
    )


def _sums(values: IntArray, first: IntArray) -> IntArray:
    result: IntArray = np.add.reduceat(values, first) if len(first) else values
    return result


def unit_of(one: Applied) -> str:
    """Unit in which the figures of a service level are told."""
    return str(one.sla.unit or "") if one.measure is None else one.measure.unit


def goal_share(sla: Sla) -> Fraction | None:
    """Share to reach: the goal, or the target; where less is better, what it leaves over."""
    metric = METRICS[sla.metric]
    match metric.aggregate(sla.unit):
        case "share on time":
            return as_share(sla.goal)
        case "share of scores" | "share of closed":
            target = as_share(sla.target)
            return target if target is None or metric.better == "Higher" else max(1 - target, Fraction(0))
        case "mean score":
            return None


def figures(rules: Rulebook, counted: Counted, of_slas: Mapping[int, Figure]) -> tuple[Figure, ...]:
    """Make all rows of the SLA Report.

    Args:
        rules: What was measured by.
        counted: Counts of the period.
        of_slas: The row of every service level, from `sla_figures`.
    """
    framework = rules.framework
    metric_of = np.array([_ORDER[sla.metric] for sla in framework.slas] or [0], dtype=np.int64)
    metric = metric_of[counted.subject]
    service_of = np.zeros(max(len(framework.slas), 1), dtype=np.int64)
    for one in rules.applied:
        service_of[one.index] = one.service
    groups, group_of = _groups(framework)
    service = service_of[counted.subject]
    rows = list(of_slas.values())
    names = [one.name for one in framework.services]
    rows += _cut(rules, counted, "Service", service * _MANY + metric, lambda major: names[major])
    priorities = framework.settings.priorities
    rows += _cut(rules, counted, "Priority", counted.priority * _MANY + metric, _priority_name(priorities))
    month = (counted.month - int(counted.month.min(initial=0))) * _MANY + counted.subject
    first = int(counted.month.min(initial=0))
    rows += _cut(rules, counted, "Month", month, lambda major: f"{month_start(major + first):%Y-%m}")
    group = group_of[counted.group] * _MANY + metric
    rows += _cut(rules, counted, "Stakeholder group", group, lambda major: groups[major])
    return tuple(rows)


def sla_figures(rules: Rulebook, counted: Counted) -> dict[int, Figure]:
    """Make the row of every service level, by its position, in sheet order; those never used have an n of 0.

    Args:
        rules: What was measured by.
        counted: Counts of the period.
    """
    found = _gather(counted, counted.subject)
    result = {}
    for index, sla in enumerate(rules.framework.slas):
        counts = found.get(index, _Counts())
        counts.slas.add(index)
        result[index] = _figure(rules, "SLA", sla.name, sla.metric, counts)
    return result


def _cut(rules: Rulebook, counted: Counted, cut: Cut, key: IntArray, name: Callable[[int], str]) -> list[Figure]:
    """Make the rows of one cut; a key holds the item, then the metric or, by month, the service level."""
    result = []
    for number, counts in sorted(_gather(counted, key).items()):
        metric = rules.framework.slas[min(counts.slas)].metric
        result.append(_figure(rules, cut, name(number // _MANY), metric, counts))
    return result


def _priority_name(priorities: Sequence[str]) -> Callable[[int], str]:
    return lambda major: priorities[major] if major >= 0 else "No priority"


def _groups(framework: Framework) -> tuple[list[str], IntArray]:
    """Names of the groups in sheet order, and the name's position for each stakeholder; the last entry is for none."""
    names = list(dict.fromkeys(one.group for one in framework.stakeholders))
    positions = [names.index(one.group) for one in framework.stakeholders]
    return [*names, NO_GROUP], np.array([*positions, len(names)], dtype=np.int64)


def _gather(counted: Counted, key: IntArray) -> dict[int, _Counts]:
    """Add the cells up by key; cells of one key are all of times, or all of scores."""
    result: dict[int, _Counts] = defaultdict(_Counts)
    parts = (key, counted.kind, counted.subject)
    order = np.lexsort(parts)
    change = changes(*(part[order] for part in parts))
    first = np.flatnonzero(change)
    sums = (_sums(column[order], first) for column in (counted.n, counted.high, counted.low))
    columns = (*(part[order[first]] for part in parts), *sums)
    for number, kind, sla, n, high, low in zip(*(column.tolist() for column in columns), strict=True):
        counts = result[number]
        counts.n[kind] += n
        counts.sums[kind, sla] = high * _LOW + low
        counts.slas.add(sla)
    for number, ranks in _ranks(counted, key):
        result[number].ranks = ranks
    return dict(result)


def _ranks(counted: Counted, key: IntArray) -> Iterable[tuple[int, tuple[float, float, float]]]:
    """Give p50, p90 and worst of the amounts of each key that has any."""
    of_amount = key[counted.cell]
    order = np.argsort(of_amount, kind="stable")
    of_amount, amount, times = of_amount[order], counted.amount[order], counted.times[order]
    first = np.flatnonzero(changes(of_amount))
    last = np.append(first[1:], len(order))[: len(first)] - 1
    columns = (amount[nearest_ranks(times, first, 50)], amount[nearest_ranks(times, first, 90)], amount[last])
    return zip(of_amount[first].tolist(), zip(*(column.tolist() for column in columns), strict=True), strict=True)


def _figure(rules: Rulebook, cut: Cut, item: str, metric: str, counts: _Counts) -> Figure:
    framework = rules.framework
    slas = [framework.slas[index] for index in sorted(counts.slas)]
    by_index = rules.by_index
    units = {unit_of(by_index[index]) for index in counts.slas if index in by_index}
    unit = units.pop() if len(units) == 1 else ""
    goal = goal_share(slas[0]) if len(slas) == 1 else None
    if METRICS[metric].kind == "survey":
        return _survey_figure(rules, cut, item, slas, counts)
    met, breached = counts.n[Kind.MET], counts.n[Kind.BREACHED]
    n, smallest = met + breached, framework.settings.smallest_sample
    plain_met = counts.n[Kind.MET_PLAIN]
    plain_n = plain_met + counts.n[Kind.BREACHED_PLAIN]
    moved = (plain_met, plain_n) != (met, n)
    p50, p90, worst = counts.ranks
    timed = bool(unit) and metric in TIMED
    return Figure(
        cut=cut,
        item=item,
        sla_id=slas[0].sla_id if len(slas) == 1 else "",
        metric=metric,
        n=n,
        met=met,
        breached=breached,
        compliance=share(met, n, smallest),
        goal=None if goal is None else float(goal),
        misses_allowed=misses_allowed(n, goal),
        misses_used=None if goal is None else breached,
        without_holds=share(plain_met, plain_n, smallest) if moved else None,
        p50=p50 if timed else None,
        p90=p90 if timed else None,
        mean=_mean(by_index, counts, Kind.STOPPED) if timed else None,
        worst=worst if timed else None,
        unit=unit,
        time_over=_amount(by_index, counts, Kind.BREACHED) if timed else None,
    )


def _survey_figure(rules: Rulebook, cut: Cut, item: str, slas: Sequence[Sla], counts: _Counts) -> Figure:
    """Make a row of a survey."""
    n, smallest = counts.n[Kind.SCORE], rules.framework.settings.smallest_survey
    units = {str(sla.unit or "") for sla in slas}
    unit = units.pop() if len(units) == 1 else ""
    goal = goal_share(slas[0]) if len(slas) == 1 else None
    enough = n >= smallest and n > 0
    p50, p90, worst = counts.ranks if enough else (None, None, None)
    total = sum(value for (kind, _), value in counts.sums.items() if kind == Kind.SCORE)
    return Figure(
        cut=cut,
        item=item,
        sla_id=slas[0].sla_id if len(slas) == 1 else "",
        metric=slas[0].metric,
        n=n,
        met=None,
        breached=None,
        compliance=share(counts.n[Kind.SATISFIED], n, smallest) if unit == "%" else None,
        goal=None if goal is None else float(goal),
        misses_allowed=None,
        misses_used=None,
        without_holds=None,
        p50=p50,
        p90=p90,
        mean=total / n if enough else None,
        worst=worst,
        unit=unit,
        time_over=None,
    )


def _amount(by_index: Mapping[int, Applied], counts: _Counts, kind: Kind) -> float:
    total, parts = _total(by_index, counts, kind)
    return total / parts


def _mean(by_index: Mapping[int, Applied], counts: _Counts, kind: Kind) -> float | None:
    total, parts = _total(by_index, counts, kind)
    return total / (parts * counts.n[kind]) if counts.n[kind] else None


def _total(by_index: Mapping[int, Applied], counts: _Counts, kind: Kind) -> tuple[int, int]:
    """Add up over service levels that count in different ticks, exactly: a number of parts, and parts of a unit."""
    by_ticks: dict[int, int] = defaultdict(int)
    for (of, index), value in counts.sums.items():
        measure = by_index[index].measure if of == kind and index in by_index else None
        if measure is not None:
            by_ticks[measure.ticks_per_unit] += value
    parts = lcm(*by_ticks)
    return sum(value * (parts // ticks) for ticks, value in by_ticks.items()), parts
