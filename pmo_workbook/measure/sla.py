"""Which service level applies to which request."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from pmo_workbook.columns import ALL
from pmo_workbook.epochs import DAY, NULL, day_of
from pmo_workbook.framework import Framework, Requests
from pmo_workbook.logs import TIMES
from pmo_workbook.measure.calendars import (
    ALWAYS,
    CalendarBook,
    calendar_of_service,
    calendar_of_sla,
    calendars,
    needs_calendar,
    promise_unit,
)
from pmo_workbook.measure.moments import LogMoments, Moments, wall_seconds
from pmo_workbook.memory import Memory, remembered
from pmo_workbook.metrics import CLOCKS, METRICS, Clock, MetricName
from pmo_workbook.models import Service, Sla
from pmo_workbook.settings import PMO
from pmo_workbook.worktime.calendar import horizon
from pmo_workbook.worktime.units import TIME_UNITS, Measure
from pmo_workbook.worktime.zones import BoolArray, IntArray, to_local, to_utc

HOURS_UNITS: Final = ("working hours", "calendar hours")
"""Units in which a clock needs the time of day of its start and its stop."""

DayIn = Callable[[str], IntArray]
"""Gives the day of each start, in days since 1970-01-01, in the zone of a calendar."""

_NEVER: Final = 2**62


@dataclass(frozen=True)
class Applied:
    """A service level, ready to measure with.

    Attributes:
        index: Position in `Framework.slas`.
        sla: The row of SLAs.
        service: Position of its service in `Framework.services`.
        priority: Position of its priority, -1 for All.
        calendar_id: Calendar it is measured in; `ALWAYS` where it needs none and has none.
        measure: How its unit counts; for a promise, how its time is told. None for metrics without a clock.
        target: Target in ticks of `measure`; 0 for a promise and for metrics without a clock.
        at_risk: Per cent of the target at which a running clock is at risk, as typed.
        reasons: Whether a hold stops the clock, by position of the reason in `Chosen.hold_reasons`.
        first_day: First day it holds, in days since 1970-01-01.
        last_day: Last day it holds.
    """

    index: int
    sla: Sla
    service: int
    priority: int
    calendar_id: str
    measure: Measure | None
    target: int
    at_risk: Fraction
    reasons: BoolArray
    first_day: int
    last_day: int

    @property
    def within_target(self) -> bool:
        """Whether a clock is compared with a target, not with a date promised."""
        return METRICS[self.sla.metric].within_target

    @property
    def needs_time(self) -> bool:
        """Whether a start or stop without a time of day cannot be judged."""
        return self.measure is not None and self.within_target and self.measure.unit in HOURS_UNITS

    @property
    def rank(self) -> tuple[bool, int, int]:
        """Order of preference where several apply: own priority, then the latest start, then the upper row."""
        return (self.priority >= 0, self.first_day, -self.index)


@dataclass(frozen=True)
class Rulebook:
    """What a log is measured by: definitions and the moment of the report, without any log.

    Attributes:
        framework: The definitions; the logs in it are not used.
        zone: IANA name of the log's zone.
        as_of: Moment of the report, UTC seconds.
        as_of_local: The same on the wall of the log's zone.
        book: The calendars.
        applied: Service levels that can be measured, in sheet order.
        service_calendars: Calendar of each service, `ALWAYS` where it has none.
    """

    framework: Framework
    zone: str
    as_of: int
    as_of_local: int
    book: CalendarBook
    applied: tuple[Applied, ...]
    service_calendars: tuple[str, ...]

    @cached_property
    def by_index(self) -> Mapping[int, Applied]:
        """Service levels that can be measured, by position in `Framework.slas`."""
        return {one.index: one for one in self.applied}


def rulebook(
    framework: Framework,
    as_of: dt.datetime,
    span: tuple[dt.date, dt.date] | None = None,
    memory: Memory | None = None,
) -> Rulebook:
    """Prepare to measure.

    Args:
        framework: What counts.
        as_of: Moment of the report, wall clock of the log's zone.
        span: Dates the calendars must cover; by default those of the logs in `framework`, with room for deadlines.
            Parts of one log must be measured with one span, since it fixes the ticks of a working day.
        memory: What was worked out before.
    """
    zone = framework.settings.time_zone
    local = wall_seconds(as_of, zone)
    moment = int(to_utc([local], zone).utc[0])
    first, last = span or log_span(framework, local)
    book = remembered(
        memory,
        "calendars as compiled",
        (framework.calendars, framework.holidays),
        (zone, first, last),
        lambda: CalendarBook(calendars(framework), first, last),
    )
    return Rulebook(
        framework=framework,
        zone=zone,
        as_of=moment,
        as_of_local=local,
        book=book,
        applied=_applied(framework, book),
        service_calendars=tuple(calendar_of_service(framework, one) or ALWAYS for one in framework.services),
    )


def log_span(framework: Framework, as_of_local: int) -> tuple[dt.date, dt.date]:
    """Choose the dates that calendars must cover for the logs of a framework.

    Args:
        framework: What counts.
        as_of_local: Moment of the report, wall-clock seconds.
    """
    requests, holds = framework.requests, framework.holds
    columns = [getattr(requests, name) for name in TIMES]
    first, last = horizon(as_of_local, *columns, holds.start, holds.until)
    # Zones differ by up to 26 hours.
    return first - dt.timedelta(days=2), last + dt.timedelta(days=2)


def choose(
    rules: Rulebook, metric: MetricName, requests: Requests, times: LogMoments, applied: Sequence[Applied] | None = None
) -> npt.NDArray[np.int32]:
    """Choose the service level of each request for one metric.

    It is the row of the request's service whose effective dates hold the day of its start, its own priority before
    All, then the latest Effective from.

    Args:
        rules: What to measure by.
        metric: The metric.
        requests: The requests.
        times: Their times.
        applied: Service levels to choose from; all of them by default.

    Returns:
        Positions in `Framework.slas`, -1 where none applies; shape (requests,).
    """
    days = StartDays(rules, start_of(metric, times))
    return choose_by(
        [one for one in (rules.applied if applied is None else applied) if one.sla.metric == metric],
        requests.service,
        requests.priority,
        days.of,
    )


def choose_by(
    candidates: Sequence[Applied],
    service: npt.NDArray[np.int32],
    priority: npt.NDArray[np.int32],
    day_in: DayIn,
) -> npt.NDArray[np.int32]:
    """Choose among candidates of one metric.

    Args:
        candidates: Service levels of one metric.
        service: Position of each request's service.
        priority: Position of each request's priority, -1 where it has none (only All fits then).
        day_in: Gives the day of each request's start.

    Returns:
        Positions in `Framework.slas`, -1 where none applies.
    """
    choice = np.full(len(service), -1, dtype=np.int32)
    order = np.argsort(service, kind="stable")
    bounds = np.searchsorted(service[order], np.arange(int(service.max(initial=-1)) + 2))
    for one in sorted(candidates, key=lambda each: each.rank):
        if one.service + 1 >= len(bounds):
            continue
        rows = order[bounds[one.service] : bounds[one.service + 1]]
        if one.first_day > -_NEVER or one.last_day < _NEVER:
            day = day_in(one.calendar_id)[rows]
            rows = rows[(day >= one.first_day) & (day <= one.last_day)]
        if one.priority >= 0:
            rows = rows[priority[rows] == one.priority]
        choice[rows] = one.index
    return choice


class StartDays:
    """The day of each request's start in the zone of a calendar; a date without a time is that date."""

    def __init__(self, rules: Rulebook, start: Moments) -> None:
        self._rules = rules
        self._start = start
        self._known: dict[str, IntArray] = {}

    def of(self, calendar_id: str) -> IntArray:
        """Days since 1970-01-01, one a request."""
        zone = self._rules.book.calendars[calendar_id].zone
        if zone not in self._known:
            start = self._start
            local = start.local if zone == self._rules.zone else to_local(start.utc, zone)
            self._known[zone] = np.where(start.dated, start.local, local) // DAY
        return self._known[zone]


def _applied(framework: Framework, book: CalendarBook) -> tuple[Applied, ...]:
    services = {one.service_id: (position, one) for position, one in enumerate(framework.services)}
    result = []
    for index, sla in enumerate(framework.slas):
        if sla.service_id not in services:
            continue
        position, service = services[sla.service_id]
        one = _apply(framework, book, index, position, service)
        if one is not None:
            result.append(one)
    return tuple(result)


def _apply(framework: Framework, book: CalendarBook, index: int, position: int, service: Service) -> Applied | None:
    """Prepare one service level; None where it lacks what measuring needs."""
    sla, settings = framework.slas[index], framework.settings
    calendar_id = calendar_of_sla(framework, sla, service) or ALWAYS
    measure, target, metric = None, 0, METRICS[sla.metric]
    if metric.clock and metric.clock.due:
        measure = book.measure(calendar_id, promise_unit(calendar_id))
    elif metric.clock:
        if sla.unit not in TIME_UNITS or sla.target is None or (calendar_id == ALWAYS and needs_calendar(sla.unit)):
            return None
        measure = book.measure(calendar_id, str(sla.unit))
        target = measure.target(sla.target)
    if sla.priority not in (None, ALL, *settings.priorities):
        return None
    priority = -1 if sla.priority in (None, ALL) else settings.priorities.index(str(sla.priority))
    stops = {reason for reason in sla.stops_while_waiting_for or () if reason != PMO}
    return Applied(
        index=index,
        sla=sla,
        service=position,
        priority=priority,
        calendar_id=calendar_id,
        measure=measure,
        target=target,
        at_risk=Fraction(str(settings.at_risk_from if sla.at_risk_from is None else sla.at_risk_from)),
        reasons=np.array([*(reason in stops for reason in settings.waiting_reasons), True], dtype=np.bool_),
        first_day=-_NEVER if sla.effective_from is None else day_of(sla.effective_from),
        last_day=_NEVER if sla.effective_to is None else day_of(sla.effective_to),
    )


def start_of(metric: str, times: LogMoments) -> Moments:
    """Give the starts of a metric's clocks; of a metric without a clock, those of the requests.

    Args:
        metric: The metric.
        times: Times of the log.
    """
    return times.first(*CLOCKS[metric].start) if metric in CLOCKS else times.start


def clock_of(one: Applied) -> Clock:
    """Give what is timed by a service level that has a clock.

    Raises:
        KeyError: If it has none.
    """
    return CLOCKS[one.sla.metric]


def measure_of(one: Applied) -> Measure:
    """Give the measure of a service level that has a clock.

    Raises:
        ValueError: If it has none.
    """
    if one.measure is None:
        raise ValueError(f"{one.sla.sla_id} has no clock.")
    return one.measure


def passes(value: IntArray, whole: IntArray | int, per_cent: Fraction) -> BoolArray:
    """Tell where `value` is at least a per cent of `whole`, exactly.

    Args:
        value: Ticks; `NULL` never passes.
        whole: Ticks.
        per_cent: Per cent as typed.
    """
    parts = 100 * per_cent.denominator
    # Quotient and rest apart, so that the product stays within int64.
    quotient, rest = np.divmod(np.asarray(whole, dtype=np.int64), parts)
    threshold = quotient * per_cent.numerator - (-rest * per_cent.numerator) // parts
    result: BoolArray = (value != NULL) & (value >= threshold)
    return result
