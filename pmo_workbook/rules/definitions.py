"""Rules of what is defined: purposes, needs, services, and the SLAs of critical services with their calendars."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Final

import numpy as np

from pmo_workbook import settings
from pmo_workbook.columns import ALL
from pmo_workbook.epochs import EPOCH, NULL
from pmo_workbook.framework import Framework
from pmo_workbook.issues import Issue
from pmo_workbook.measure.calendars import calendar_of_sla, needs_calendar
from pmo_workbook.metrics import FIRST_RESPONSE, METRICS, RESOLUTION, TIMED
from pmo_workbook.models import Calendar, Service, Sla
from pmo_workbook.rules.finding import Cell, issue
from pmo_workbook.rules.rule import raises
from pmo_workbook.words import day_words, list_words, number_words
from pmo_workbook.worktime.hours import parse_hours

_ONLY_SOME: Final = ("target", "unit", "goal", "at_risk_from", "stops_while_waiting_for")
"""Fields of an SLA that not every metric uses."""

_FAMILY: Final = {
    "working hours": ("working hours", 1),
    "working days": ("working days", 1),
    # Never shorter than as many working days, so that the numbers alone compare.
    "working days to close of business": ("working days", 1),
    "calendar hours": ("calendar", 1),
    "calendar days": ("calendar", 24),
}
_WEEK: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FIRST_DAY, _LAST_DAY = dt.date.min, dt.date.max


@raises("calendar-closed")
def calendar_closed(framework: Framework, as_of: dt.datetime) -> Iterator[Issue]:
    """A calendar has working time on some weekday; one without is taken out with its holidays."""
    del as_of
    for calendar in framework.calendars:
        if any(parse_hours(getattr(calendar, day)) for day in _WEEK):
            continue
        holidays = any(holiday.calendar_id == calendar.calendar_id for holiday in framework.holidays)
        also = ", so that its holidays do not count either" if holidays else ""
        problem = f"{calendar.calendar_id} is closed on every day of the week{also}."
        yield issue(framework, "calendar-closed", Cell("calendars", calendar.row, "mon"), "", problem)


@raises("sla-target")
def sla_target(framework: Framework, as_of: dt.datetime) -> Iterator[Issue]:
    """An SLA has the target that its metric needs."""
    del as_of
    for sla in framework.slas:
        problem = _wrong_target(sla)
        if problem:
            value = "" if sla.target is None else number_words(sla.target, 4)
            yield issue(framework, "sla-target", Cell("slas", sla.row, "target"), value, problem)


def _wrong_target(sla: Sla) -> str:
    """What is wrong with the target, in words; empty when nothing is."""
    metric = METRICS[sla.metric]
    if not metric.units:
        return ""
    if sla.target is None:
        return f"{sla.metric} needs a target."
    text = number_words(sla.target, 4)
    if metric.within_target and sla.target <= 0:
        return f"A {sla.metric.lower()} within {text} cannot be kept."
    if sla.unit == "working days to close of business" and sla.target % 1:
        return f"{text} working days to close of business is not a whole number of days."
    if sla.unit == "score" and not 1 <= sla.target <= 5:
        return f"A score of {text} is not on the scale of 1 to 5."
    if sla.unit == "%" and sla.target > 100:
        return f"{text} % is more than 100 %."
    if sla.unit == "%" and metric.kind == "survey" and sla.target <= 1:
        return f"{text} % of satisfied answers is no target; 85 % is typed as 85."
    return ""


@raises("sla-unit")
def sla_unit(framework: Framework, as_of: dt.datetime) -> Iterator[Issue]:
    """The unit of an SLA fits its metric."""
    del as_of
    for sla in framework.slas:
        units = METRICS[sla.metric].units
        if not units or sla.unit in units:
            continue
        what = f"{sla.metric} is not measured in {sla.unit}" if sla.unit else f"{sla.metric} needs a unit"
        problem = f"{what}: {list_words(units, 'or')}."
        yield issue(framework, "sla-unit", Cell("slas", sla.row, "unit"), sla.unit or "", problem)


@raises("sla-ignored")
def sla_ignored(framework: Framework, as_of: dt.datetime) -> Iterator[Issue]:
    """An SLA says nothing that its metric does not use."""
    del as_of
    for sla in framework.slas:
        for field, value in _unused(sla):
            problem = f"{sla.metric} does not use this; it is ignored."
            yield issue(framework, "sla-ignored", Cell("slas", sla.row, field), value, problem)


def _unused(sla: Sla) -> Iterator[tuple[str, str]]:
    """Fields that are filled but not used by the metric, with their value as text."""
    for field in _ONLY_SOME:
        if field in METRICS[sla.metric].uses:
            continue
        match getattr(sla, field):
            case None | ():
                pass
            case float(number):
                yield field, number_words(number)
            case tuple(words):
                yield field, ", ".join(words)
            case text:
                yield field, text


@raises("sla-no-goal")
def sla_no_goal(framework: Framework, as_of: dt.datetime) -> Iterator[Issue]:
    """A timed SLA has a goal, else there is no verdict."""
    del as_of
    for sla in framework.slas:
        if sla.metric in TIMED and sla.goal is None:
            problem = f"{sla.sla_id} has no goal: it is measured, but is neither kept nor missed."
            yield issue(framework, "sla-no-goal", Cell("slas", sla.row, "goal"), "", problem)


@raises("no-calendar")
def no_calendar(framework: Framework, as_of: dt.datetime) -> Iterator[Issue]:
    """An SLA that counts working time has a calendar that counts."""
    del as_of
    services = {service.service_id: service for service in framework.services}
    for sla in framework.slas:
        service = services.get(sla.service_id)
        if service is None or not METRICS[sla.metric].within_target or not needs_calendar(sla.unit):
            continue
        if calendar_of_sla(framework, sla, service) is not None:
            continue
        name = sla.calendar or service.calendar or framework.settings.default_calendar
        problem = (
            f"Calendar {name} does not count, so {sla.sla_id} cannot be measured; see Calendars."
            if name
            else f"{sla.sla_id} has no calendar: none here, none at {sla.service_id}, none in Settings."
        )
        yield issue(framework, "no-calendar", Cell("slas", sla.row, "calendar"), sla.calendar or "", problem)


@raises("waiting-for-pmo")
def waiting_for_pmo(framework: Framework, as_of: dt.datetime) -> Iterator[Issue]:
    """Waiting for the PMO never stops a clock."""
    del as_of
    for sla in framework.slas:
        reasons = sla.stops_while_waiting_for or ()
        if any(reason.casefold() == settings.PMO.casefold() for reason in reasons):
            cell = Cell("slas", sla.row, "stops_while_waiting_for")
            problem = f"The clock of {sla.sla_id} does not stop while a request waits for the PMO."
            yield issue(framework, "waiting-for-pmo", cell, ", ".join(reasons), problem)


@raises("sla-overlap")
def sla_overlap(framework: Framework, as_of: dt.datetime) -> Iterator[Issue]:
    """No two SLAs of one service, metric and priority hold on the same day."""
    del as_of
    alike: defaultdict[tuple[str, ...], list[Sla]] = defaultdict(list)
    for sla in framework.slas:
        # A mean score and a share of satisfied answers are two promises.
        aggregate = METRICS[sla.metric].aggregate(sla.unit)
        alike[sla.service_id, sla.metric, sla.priority or ALL, aggregate].append(sla)
    for group in alike.values():
        group.sort(key=lambda sla: sla.effective_from or _FIRST_DAY)
        for earlier, later in combinations(group, 2):
            if not _same_days(earlier, later):
                continue
            since = day_words(later.effective_from) if later.effective_from else ""
            when = f"from {since}" if since else "on the same days"
            problem = f"{later.sla_id} and {earlier.sla_id} promise the same {when}."
            yield issue(framework, "sla-overlap", Cell("slas", later.row, "effective_from"), since, problem)


def _same_days(one: Sla, other: Sla) -> bool:
    """Whether there is a day on which both hold."""
    starts = max(one.effective_from or _FIRST_DAY, other.effective_from or _FIRST_DAY)
    return starts <= min(one.effective_to or _LAST_DAY, other.effective_to or _LAST_DAY)


@raises("sla-response-longer")
def sla_response_longer(framework: Framework, as_of: dt.datetime) -> Iterator[Issue]:
    """A first response is promised no later than the resolution, where the units compare."""
    del as_of
    for service in framework.services:
        slas = [sla for sla in framework.slas if sla.service_id == service.service_id]
        seen: set[tuple[str, str]] = set()
        for priority in (*framework.settings.priorities, ALL):
            for response in _for_priority(slas, FIRST_RESPONSE.name, priority):
                for resolution in _for_priority(slas, RESOLUTION.name, priority):
                    pair = response.sla_id, resolution.sla_id
                    if pair not in seen and _same_days(response, resolution) and _longer(response, resolution):
                        seen.add(pair)
                        yield _response_longer(framework, response, resolution)


def _for_priority(slas: Iterable[Sla], metric: str, priority: str) -> list[Sla]:
    """SLAs of a metric that apply to a priority: its own before those for All."""
    of_metric = [sla for sla in slas if sla.metric == metric]
    own = [sla for sla in of_metric if (sla.priority or ALL) == priority]
    return own or [sla for sla in of_metric if (sla.priority or ALL) == ALL]


def _longer(response: Sla, resolution: Sla) -> bool:
    """Whether the first target is certainly longer than the second; working hours and days do not compare."""
    if response.target is None or resolution.target is None:
        return False
    family, factor = _FAMILY.get(response.unit or "", ("", 1))
    other_family, other_factor = _FAMILY.get(resolution.unit or "", ("", 1))
    return bool(family) and family == other_family and response.target * factor > resolution.target * other_factor


def _response_longer(framework: Framework, response: Sla, resolution: Sla) -> Issue:
    value = number_words(response.target or 0)
    problem = (
        f"{response.sla_id} promises a response within {value} {response.unit}, but {resolution.sla_id} "
        f"the resolution within {number_words(resolution.target or 0)} {resolution.unit}."
    )
    return issue(framework, "sla-response-longer", Cell("slas", response.row, "target"), value, problem)


@raises("sla-missing")
def sla_missing(framework: Framework, as_of: dt.datetime) -> Iterator[Issue]:
    """A critical live service has a timed SLA in force for every priority that its requests use.

    A service without requests needs one such SLA, for whatever priority.
    """
    used = _priorities_in_use(framework)
    for index, service in enumerate(framework.services):
        if service.critical != "Yes" or service.status != "Live":
            continue
        held = {sla.priority or ALL for sla in framework.slas if _in_force(sla, service, as_of.date())}
        if ALL in held:
            continue
        missing = [priority for priority in used.get(index, ()) if priority not in held]
        if held and not missing:
            continue
        what = f"priority {list_words(missing)}" if held else "it"
        problem = f"{service.name} is critical and live, but no SLA with a clock is in force for {what}."
        yield issue(framework, "sla-missing", Cell("services", service.row, "critical"), "Yes", problem)


def _in_force(sla: Sla, service: Service, day: dt.date) -> bool:
    """Whether an SLA with a clock holds for a service on a day."""
    holds = (sla.effective_from or _FIRST_DAY) <= day <= (sla.effective_to or _LAST_DAY)
    return holds and sla.service_id == service.service_id and sla.metric in TIMED


def _priorities_in_use(framework: Framework) -> dict[int, list[str]]:
    """Priorities of the requests of each service, by its index, highest first."""
    requests, names = framework.requests, framework.settings.priorities
    pairs = requests.service.astype(np.int64) * len(names) + requests.priority
    used: defaultdict[int, list[str]] = defaultdict(list)
    for pair in np.flatnonzero(np.bincount(pairs)).tolist():
        service, priority = divmod(pair, len(names))
        used[service].append(names[priority])
    return used


@raises("calendar-no-holidays")
def calendar_no_holidays(framework: Framework, as_of: dt.datetime) -> Iterator[Issue]:
    """A calendar with a country has holidays in every year that the log uses up to the report's moment."""
    years = _years_in_use(framework, as_of)
    for calendar in framework.calendars:
        missing = [str(year) for year in years if year not in _holiday_years(framework, calendar)]
        if calendar.country and missing:
            problem = f"{calendar.calendar_id} has no holidays in {list_words(missing)}."
            cell = Cell("calendars", calendar.row, "country")
            yield issue(framework, "calendar-no-holidays", cell, calendar.country, problem)


def _holiday_years(framework: Framework, calendar: Calendar) -> set[int]:
    return {holiday.date.year for holiday in framework.holidays if holiday.calendar_id in (ALL, calendar.calendar_id)}


def _years_in_use(framework: Framework, as_of: dt.datetime) -> list[int]:
    """Years of submissions and closings, and that of the report; none for an empty log."""
    requests = framework.requests
    if not len(requests):
        return []
    times = np.concatenate([requests.submitted, requests.closed[requests.closed != NULL]])
    years = times.view("datetime64[s]").astype("datetime64[Y]").astype(np.int64)
    first = int(years.min())
    counted = np.flatnonzero(np.bincount(years - first)) + first + EPOCH.year
    return sorted({*(year for year in counted.tolist() if year <= as_of.year), as_of.year})


@raises("service-no-activity")
def service_no_activity(framework: Framework, as_of: dt.datetime) -> Iterator[Issue]:
    """A live service has activities."""
    del as_of
    covered = {line.activity.service_id for line in framework.activities}
    for service in framework.services:
        if service.status == "Live" and service.service_id not in covered:
            problem = f"{service.name} is live, but has no activity with roles."
            yield _at_service(framework, "service-no-activity", service, problem)


@raises("service-no-need")
def service_no_need(framework: Framework, as_of: dt.datetime) -> Iterator[Issue]:
    """A live service answers a need."""
    del as_of
    asked = {service_id for need in framework.needs for service_id in need.services or ()}
    for service in framework.services:
        if service.status == "Live" and service.service_id not in asked:
            yield _at_service(framework, "service-no-need", service, f"No need asks for {service.name}.")


def _at_service(framework: Framework, code: str, service: Service, problem: str) -> Issue:
    return issue(framework, code, Cell("services", service.row, "service_id"), service.service_id, problem)


@raises("need-no-service")
def need_no_service(framework: Framework, as_of: dt.datetime) -> Iterator[Issue]:
    """A need names a service that is not retired."""
    del as_of
    retired = {service.service_id for service in framework.services if service.status == "Retired"}
    for need in framework.needs:
        named = need.services or ()
        if any(service_id not in retired for service_id in named):
            continue
        problem = f"{need.need_id} is answered by {'retired services only' if named else 'no service'}."
        yield issue(framework, "need-no-service", Cell("needs", need.row, "services"), ", ".join(named), problem)


@raises("purpose-no-service")
def purpose_no_service(framework: Framework, as_of: dt.datetime) -> Iterator[Issue]:
    """A purpose is served by a live service."""
    del as_of
    served = {
        purpose for service in framework.services if service.status == "Live" for purpose in service.purposes or ()
    }
    for purpose in framework.purposes:
        if purpose.purpose_id not in served:
            problem = f"No live service serves {purpose.purpose_id}, {purpose.focus_area}."
            cell = Cell("purposes", purpose.row, "purpose_id")
            yield issue(framework, "purpose-no-service", cell, purpose.purpose_id, problem)
