"""Points in time as numbers, and where the counting begins: in a log, and in the dates that a workbook stores.

A log's times are whole seconds since 1970-01-01 00:00 on the wall clock, its dates whole days since then; they know no
zone. A workbook's are days since its day zero, the time of day as a fraction.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

EPOCH: Final = dt.datetime(1970, 1, 1)
"""Second 0 and day 0 of a log; a Thursday."""

NULL: Final = -(2**63)
"""A blank time in an array of int64."""

DAY: Final = 86_400
"""Seconds of a day on the wall clock."""

_DAY_ZERO: Final = {False: dt.datetime(1899, 12, 30), True: dt.datetime(1904, 1, 1)}
_LEAP_BUG: Final = 60
"""Serial of 29 February 1900, a day that only spreadsheets know; earlier days have a serial that is one less."""


def seconds_of(moment: dt.date) -> int:
    """Wall-clock seconds of a moment, or of the beginning of a day; parts of a second are dropped.

    Args:
        moment: A moment without a zone, or a date.
    """
    if not isinstance(moment, dt.datetime):
        return day_of(moment) * DAY
    return (moment - EPOCH) // dt.timedelta(seconds=1)


def wall_time(seconds: int) -> dt.datetime:
    """The moment, without a zone, of wall-clock seconds."""
    return EPOCH + dt.timedelta(seconds=int(seconds))


def day_of(date: dt.date) -> int:
    """Days from 1970-01-01 to a date."""
    return date.toordinal() - EPOCH.toordinal()


def date_of(day: int) -> dt.date:
    """The date that is some days after 1970-01-01."""
    return dt.date.fromordinal(day + EPOCH.toordinal())


def day_zero(date1904: bool) -> dt.datetime:
    """The day from which a workbook counts.

    Args:
        date1904: Whether it is one that counts from 1904, as those of old Macs do.
    """
    return _DAY_ZERO[date1904]


def to_serial(moment: dt.date, date1904: bool) -> float | None:
    """The number that a workbook stores for a date.

    Args:
        moment: A date with or without a time; a zone is dropped, as a sheet shows the clock on the wall.
        date1904: Whether dates of the workbook count from 1904.

    Returns:
        Days since day zero; None for a moment before the first day that the workbook knows.
    """
    if not isinstance(moment, dt.datetime):
        moment = dt.datetime.combine(moment, dt.time())
    since = moment.replace(tzinfo=None) - day_zero(date1904)
    serial = since.days + (since.seconds + since.microseconds / 1e6) / DAY
    if not date1904 and serial <= _LEAP_BUG:
        serial -= 1
    return None if serial < (0 if date1904 else 1) else serial


def from_serial(serial: float, date1904: bool) -> dt.datetime | None:
    """The moment that a workbook means by a number, to the second.

    Args:
        serial: Days since day zero.
        date1904: Whether dates of the workbook count from 1904.

    Returns:
        The moment; None where there is no such day.
    """
    if not date1904 and _LEAP_BUG <= serial < _LEAP_BUG + 1:
        return None
    early = not date1904 and serial < _LEAP_BUG
    try:
        return day_zero(date1904) + dt.timedelta(days=early, seconds=round(serial * DAY))
    except (OverflowError, ValueError):
        return None
