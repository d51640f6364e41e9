"""Fills the Holidays sheet with a country's public holidays, for the PMO to review; a refresh never looks them up.

Where a country moves a working day to a weekend, so that a bridge becomes one long holiday, that day is brought too: it
is a row with hours.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmo_workbook import spelling
from pmo_workbook.columns import ALL
from pmo_workbook.errors import InputError
from pmo_workbook.framework import Framework
from pmo_workbook.models import Calendar
from pmo_workbook.worktime.hours import parse_hours

if TYPE_CHECKING:
    from holidays import HolidayBase

EARLIEST, LATEST = 1990, 2100
"""Years that may be asked for."""

MOVED = "Working day (moved)"
"""Name of a working day that was moved to a weekend."""

_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_INSTEAD_OF = re.compile(r"\(substituted from (\d\d)/(\d\d)/(\d{4})\)")


@dataclass(frozen=True)
class WorkingDay:
    """A working day that a country moved to a weekend.

    Attributes:
        calendar_id: The calendar, which is closed on that day of the week.
        date: The day.
        name: What the Holidays sheet calls it.
        hours: Opening hours, as the calendar has them on the day that is off instead.
    """

    calendar_id: str
    date: dt.date
    name: str
    hours: str


@dataclass(frozen=True)
class HolidaysAdded:
    """What `add_holidays` did, or would do.

    Attributes:
        calendar_id: Calendar the days are for, or All.
        country: Two-letter code.
        subdivision: Region of the country; empty for the whole.
        added: Days that were not there yet, by date.
        known: Days that the calendar had already, left as they were.
        working_days: Working days moved to weekends that were not there yet, by date.
        working_days_known: Those that were there already, left as they were.
        dry_run: Nothing was written.
    """

    calendar_id: str
    country: str
    subdivision: str
    added: tuple[tuple[dt.date, str], ...]
    known: tuple[tuple[dt.date, str], ...]
    working_days: tuple[WorkingDay, ...]
    working_days_known: tuple[WorkingDay, ...]
    dry_run: bool


def add_holidays(
    path: Path,
    calendar_id: str,
    years: str,
    *,
    country: str | None = None,
    subdivision: str | None = None,
    dry_run: bool = False,
) -> HolidaysAdded:
    """Add the public holidays of some years, and the working days moved to weekends, to a closed workbook.

    They go into the Holidays sheet. A moved working day gets the hours that the calendar has on the day that is off
    instead, where the `holidays` library knows that day, else those that most of its open days have. A calendar that is
    open on that day of the week, or closed on the day that is off instead, needs no row.

    Args:
        path: The workbook.
        calendar_id: Calendar on the Calendars sheet, or All.
        years: Such as ``2026`` or ``2025-2027``.
        country: Two-letter code; None takes the calendar's.
        subdivision: Region; None takes the calendar's.
        dry_run: Change nothing.

    Raises:
        InputError: An argument cannot be used.
        WorkbookError: The workbook cannot be read or written; it is as it was.
    """
    from pmo_workbook.check import check
    from pmo_workbook.fill import Filler
    from pmo_workbook.hosts.file import FileHost

    with FileHost(path) as host:
        tables = host.tables()
        framework = check(tables).framework
        calendar_id, country, subdivision = _place(framework, calendar_id, country, subdivision)
        done = _found(framework, (calendar_id, country, subdivision), parse_years(years), dry_run)
        if (done.added or done.working_days) and not dry_run:
            host.check_writable()
            filler = Filler(host.workbook, tables)
            filler.append("holidays", _rows(done))
            filler.save()
    return done


def parse_years(text: str) -> tuple[int, ...]:
    """Read years as typed.

    Args:
        text: Such as ``2026`` or ``2025-2027``.

    Raises:
        InputError: It is no year or span of years, or one that is out of bounds.
    """
    first, _, last = text.replace("–", "-").partition("-")
    try:
        years = tuple(range(int(first), int(last or first) + 1))
    except ValueError:
        years = ()
    if not years or years[0] < EARLIEST or years[-1] > LATEST:
        raise InputError(f"'{text}' are no years; write 2026 or 2025-2027 (from {EARLIEST} to {LATEST}).")
    return years


def public_holidays(country: str, subdivision: str, years: tuple[int, ...]) -> tuple[tuple[dt.date, str], ...]:
    """Public holidays by date, from the `holidays` library.

    Args:
        country: Two-letter code.
        subdivision: Region; empty for the whole country.
        years: Years wanted.

    Raises:
        InputError: The country or region is not known.
    """
    _check_place(country, subdivision)
    found = _library(country, subdivision, years)
    return tuple(sorted((date, name) for date, name in found.items()))


def moved_working_days(
    country: str, subdivision: str, years: tuple[int, ...]
) -> tuple[tuple[dt.date, dt.date | None], ...]:
    """Working days that a country moved to weekends, from the `holidays` library.

    Args:
        country: Two-letter code.
        subdivision: Region; empty for the whole country.
        years: Years wanted.

    Returns:
        Each day with the one that is off instead, None where the library does not tell.

    Raises:
        InputError: The country or region is not known.
    """
    _check_place(country, subdivision)
    # a day of December may be worked for one of January
    found = _library(country, subdivision, (*years, years[-1] + 1))
    instead_of = {
        dt.date(int(named[3]), int(named[1]), int(named[2])): date
        for date, name in found.items()
        for named in _INSTEAD_OF.finditer(name)
    }
    days = sorted(day for day in getattr(found, "weekend_workdays", ()) if day.year in years)
    return tuple((day, instead_of.get(day)) for day in days)


def _found(framework: Framework, place: tuple[str, str, str], years: tuple[int, ...], dry_run: bool) -> HolidaysAdded:
    """What is to be added, and what is there already."""
    calendar_id, country, subdivision = place
    days = public_holidays(country, subdivision, years)
    work = [
        WorkingDay(row.calendar_id, date, MOVED, hours)
        for date, instead_of in moved_working_days(country, subdivision, years)
        for row in framework.calendars
        if calendar_id in (ALL, row.calendar_id) and (hours := _hours(row, date, instead_of))
    ]
    have = {(holiday.calendar_id, holiday.date) for holiday in framework.holidays}

    def there(of: str, date: dt.date) -> bool:
        return bool({(of, date), (ALL, date)} & have)

    return HolidaysAdded(
        *place,
        added=tuple(day for day in days if not there(calendar_id, day[0])),
        known=tuple(day for day in days if there(calendar_id, day[0])),
        working_days=tuple(day for day in work if not there(day.calendar_id, day.date)),
        working_days_known=tuple(day for day in work if there(day.calendar_id, day.date)),
        dry_run=dry_run,
    )


def _library(country: str, subdivision: str, years: tuple[int, ...]) -> HolidayBase:
    """Holidays of the library, named in English where it can."""
    from holidays import country_holidays

    found = country_holidays(country, subdiv=subdivision or None, years=years, language="en_US")
    if not found:
        found = country_holidays(country, subdiv=subdivision or None, years=years)
    return found


def _check_place(country: str, subdivision: str) -> None:
    from holidays import list_supported_countries

    supported = list_supported_countries()
    if country not in supported:
        raise InputError(f"'{country}' is no country code that is known; write two letters such as GB, DE or US.")
    regions = supported[country]
    if subdivision and subdivision not in regions:
        near = get_close_matches(subdivision, regions, n=1, cutoff=0.5)
        meant = f" Did you mean {near[0]}?" if near else ""
        raise InputError(f"'{subdivision}' is no region of {country}; known are {', '.join(regions[:40])}.{meant}")


def _hours(calendar: Calendar, date: dt.date, instead_of: dt.date | None) -> str:
    """Hours of a moved working day; empty where the calendar needs no row for it."""
    week = [getattr(calendar, day) or "" for day in _WEEK]
    if parse_hours(week[date.weekday()]):
        return ""
    asked = week if instead_of is None else [week[instead_of.weekday()]]
    usual = Counter(hours for hours in asked if parse_hours(hours)).most_common(1)
    return usual[0][0] if usual else ""


def _rows(done: HolidaysAdded) -> list[dict[str, Any]]:
    """Rows of the Holidays sheet, by date."""
    off = [{"calendar_id": done.calendar_id, "date": date, "name": name} for date, name in done.added]
    return sorted([*off, *map(asdict, done.working_days)], key=lambda row: row["date"])


def _place(
    framework: Framework, calendar_id: str, country: str | None, subdivision: str | None
) -> tuple[str, str, str]:
    """Calendar, country and region to use, from what was asked and what the calendar says."""
    by_id = {spelling.key(calendar.calendar_id): calendar for calendar in framework.calendars}
    calendar = by_id.get(spelling.key(calendar_id))
    if calendar is None and spelling.key(calendar_id) != spelling.key(ALL):
        known = ", ".join(calendar.calendar_id for calendar in framework.calendars) or "none yet"
        raise InputError(f"There is no calendar '{calendar_id}' on the Calendars sheet; there are: {known}.")
    country = country or (calendar.country if calendar else None)
    if not country:
        raise InputError("Say which country: fill Country on the Calendars sheet, or add --country GB.")
    own = calendar.subdivision if calendar and calendar.country == country else None
    name = calendar.calendar_id if calendar else ALL
    return name, country.upper(), (subdivision or own or "").upper()
