"""Which calendar a service, a service level or a hold is measured in, and the calendars compiled for a run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from pmo_workbook.columns import ALL
from pmo_workbook.framework import Framework
from pmo_workbook.models import Service, Sla
from pmo_workbook.worktime.calendar import Calendar
from pmo_workbook.worktime.clocks import Edges
from pmo_workbook.worktime.hours import MINUTES_PER_DAY, Spans, parse_hours
from pmo_workbook.worktime.units import CALENDAR_DAYS, CALENDAR_HOURS, WORKING_DAYS, Measure, measure

ALWAYS: Final = ""
"""Id of the calendar that stands in where none is named: always open, in the log's zone. No sheet can hold this id."""

_WEEK: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class CalendarBook:
    """The calendars of a framework over one range of dates; each is compiled when it is first asked for.

    Attributes:
        calendars: Calendars by id, `ALWAYS` among them.
        first: First local date of the range.
        last: Last local date of the range.
    """

    calendars: Mapping[str, Calendar]
    first: dt.date
    last: dt.date
    _edges: dict[str, Edges] = field(default_factory=dict, repr=False, compare=False)
    _measures: dict[tuple[str, str], Measure] = field(default_factory=dict, repr=False, compare=False)

    def edges(self, calendar_id: str) -> Edges:
        """Give a calendar's working time over the range.

        Raises:
            KeyError: If there is no such calendar.
        """
        if calendar_id not in self._edges:
            self._edges[calendar_id] = self.calendars[calendar_id].compile(self.first, self.last)
        return self._edges[calendar_id]

    def measure(self, calendar_id: str, unit: str) -> Measure:
        """Give the measure of one unit on one calendar.

        Raises:
            KeyError: If there is no such calendar.
            ValueError: If the unit is not one of time.
        """
        key = (calendar_id, unit)
        if key not in self._measures:
            self._measures[key] = measure(unit, self.edges(calendar_id))
        return self._measures[key]


def calendars(framework: Framework) -> dict[str, Calendar]:
    """Turn the rows of Calendars and Holidays into calendars.

    Of several holidays on one date, one that names the calendar stands before one for all, and a later row before an
    earlier one.

    Args:
        framework: What counts.

    Returns:
        Calendars by id, in sheet order, with `ALWAYS` at the end.
    """
    result = {}
    for row in framework.calendars:
        named = [one for one in framework.holidays if one.calendar_id == row.calendar_id]
        for_all = [one for one in framework.holidays if one.calendar_id == ALL]
        result[row.calendar_id] = Calendar(
            calendar_id=row.calendar_id,
            name=row.name or row.calendar_id,
            zone=row.time_zone,
            week=tuple(parse_hours(getattr(row, day)) for day in _WEEK),
            holidays={one.date: parse_hours(one.hours) for one in (*for_all, *named)},
        )
    whole_day: Spans = ((0, MINUTES_PER_DAY),)
    result[ALWAYS] = Calendar(ALWAYS, "Calendar time", framework.settings.time_zone, (whole_day,) * 7)
    return result


def holiday_names(framework: Framework, calendar_id: str) -> dict[dt.date, str]:
    """Give the names of the holidays of one calendar by date; a holiday without a name is ``Holiday``."""
    rows = [one for one in framework.holidays if one.calendar_id == ALL]
    rows += [one for one in framework.holidays if one.calendar_id == calendar_id]
    return {one.date: one.name or "Holiday" for one in rows}


def calendar_of_service(framework: Framework, service: Service) -> str | None:
    """Choose a service's calendar: its own, else the Settings' default, else the only one there is.

    Returns:
        A Calendar ID; None where none is named, or the one that is named does not count.
    """
    return _known(framework, service.calendar or _default(framework))


def calendar_of_sla(framework: Framework, sla: Sla, service: Service) -> str | None:
    """Choose the calendar of a service level: its own, else that of its service.

    Returns:
        A Calendar ID; None where none is named, or the one that is named does not count.
    """
    return _known(framework, sla.calendar) if sla.calendar else calendar_of_service(framework, service)


def needs_calendar(unit: str | None) -> bool:
    """Whether a unit of time cannot be counted without opening hours."""
    return unit not in (CALENDAR_HOURS, CALENDAR_DAYS)


def promise_unit(calendar_id: str) -> str:
    """Unit in which the time of a Promised date clock is told: working days, or calendar days without a calendar."""
    return CALENDAR_DAYS if calendar_id == ALWAYS else WORKING_DAYS


def _default(framework: Framework) -> str | None:
    if framework.settings.default_calendar:
        return framework.settings.default_calendar
    return framework.calendars[0].calendar_id if len(framework.calendars) == 1 else None


def _known(framework: Framework, calendar_id: str | None) -> str | None:
    return calendar_id if any(one.calendar_id == calendar_id for one in framework.calendars) else None
