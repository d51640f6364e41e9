"""Fills the Holidays sheet with a country's public holidays, for the PMO to review; a refresh never looks them up."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pmo_workbook import spelling
from pmo_workbook.columns import ALL
from pmo_workbook.errors import InputError
from pmo_workbook.framework import Framework
from pmo_workbook.models import Calendar

MOVED = "Working day (moved)"
"""Name of a day off that is worked in place of another."""

EARLIEST, LATEST = 1990, 2100
"""Years that may be asked for."""


@dataclass(frozen=True)
class HolidaysAdded:
    """What `add_holidays` did, or would do.

    Attributes:
        calendar_id: Calendar the days are for, or All.
        country: Two-letter code.
        subdivision: Region of the country; empty for the whole.
        added: Days that were not there yet, by date.
        known: Days that the calendar had already, left as they were.
        moved: Days off that the country works instead of others and that were not there yet, with their hours.
        no_hours: Such days that could not be added, since no one calendar says from when to when people work.
        dry_run: Nothing was written.
    """

    calendar_id: str
    country: str
    subdivision: str
    added: tuple[tuple[dt.date, str], ...]
    known: tuple[tuple[dt.date, str], ...]
    moved: tuple[tuple[dt.date, str], ...]
    no_hours: tuple[dt.date, ...]
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
    """Add the public holidays of some years to the Holidays sheet of a closed workbook.

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
        days = public_holidays(country, subdivision, parse_years(years))
        have = {holiday.date for holiday in framework.holidays if holiday.calendar_id in (ALL, calendar_id)}
        added = tuple(day for day in days if day[0] not in have)
        known = tuple(day for day in days if day[0] in have)
        worked = [date for date in moved_working_days(country, subdivision, parse_years(years)) if date not in have]
        calendar = _hours_of(framework, calendar_id)
        moved = tuple((date, hours) for date in worked if calendar and (hours := _hours_on(calendar, date)))
        if (added or moved) and not dry_run:
            host.check_writable()
            filler = Filler(host.workbook, tables)
            rows: list[dict[str, Any]] = [{"date": date, "name": name} for date, name in added]
            rows += [{"date": date, "name": MOVED, "hours": hours} for date, hours in moved]
            filler.append("holidays", [{"calendar_id": calendar_id, **row} for row in sorted(rows, key=_date_of)])
            filler.save()
    no_hours = () if calendar else tuple(worked)
    return HolidaysAdded(calendar_id, country, subdivision, added, known, moved, no_hours, dry_run)


def _date_of(row: Mapping[str, Any]) -> dt.date:
    date: dt.date = row["date"]
    return date


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
    from holidays import country_holidays, list_supported_countries

    supported = list_supported_countries()
    if country not in supported:
        raise InputError(f"'{country}' is no country code that is known; write two letters such as GB, DE or US.")
    regions = supported[country]
    if subdivision and subdivision not in regions:
        near = get_close_matches(subdivision, regions, n=1, cutoff=0.5)
        meant = f" Did you mean {near[0]}?" if near else ""
        raise InputError(f"'{subdivision}' is no region of {country}; known are {', '.join(regions[:40])}.{meant}")
    found = country_holidays(country, subdiv=subdivision or None, years=years, language="en_US")
    if not found:
        found = country_holidays(country, subdiv=subdivision or None, years=years)
    return tuple(sorted((date, name) for date, name in found.items()))


def moved_working_days(country: str, subdivision: str, years: tuple[int, ...]) -> tuple[dt.date, ...]:
    """Days off on which a country works so that others are free, from the `holidays` library.

    Args:
        country: Two-letter code of a country that is known.
        subdivision: Region; empty for the whole country.
        years: Years wanted.
    """
    from holidays import country_holidays

    found = country_holidays(country, subdiv=subdivision or None, years=years)
    # the library names days of other years too
    return tuple(sorted({day for day in getattr(found, "weekend_workdays", ()) if day.year in years}))


def _hours_of(framework: Framework, calendar_id: str) -> Calendar | None:
    """The calendar that says from when to when people work: the one that is named, or the only one there is."""
    named = [one for one in framework.calendars if calendar_id in (ALL, one.calendar_id)]
    default = [one for one in named if one.calendar_id == framework.settings.default_calendar]
    found = default or named
    return found[0] if len(found) == 1 else None


def _hours_on(calendar: Calendar, date: dt.date) -> str:
    """Hours of a day that is worked in place of another: those of most weekdays; none where it is open anyway."""
    week = [getattr(calendar, day) for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")]
    if week[date.weekday()]:
        return ""
    usual = Counter(hours for hours in week if hours)
    return usual.most_common(1)[0][0] if usual else ""


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
