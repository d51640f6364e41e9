"""Dates as Calc stores them: days since the document's day zero.

The engine imports nothing of the package around it, so this is its own; unlike Excel, Calc knows no 29 February 1900.
"""

from __future__ import annotations

import datetime as dt

DAY = dt.timedelta(days=1)
_DAY_IN_MILLISECONDS = 86_400_000


def from_serial(serial: float, zero: dt.datetime) -> dt.datetime | float:
    """Turn a number of days into a date and time.

    Files keep some fifteen digits of a serial, so the last microseconds are noise: the result is rounded to the
    millisecond.

    Args:
        serial: Days since `zero`.
        zero: The document's day zero, 1899-12-30 or, in files of old Macs, 1904-01-01.

    Returns:
        The moment; the number itself where no calendar reaches it.
    """
    try:
        return zero + dt.timedelta(milliseconds=round(serial * _DAY_IN_MILLISECONDS))
    except (OverflowError, ValueError):
        return serial


def to_serial(moment: dt.date | dt.time, zero: dt.datetime) -> float:
    """Turn a date, a time of day or both into days since `zero`.

    A time zone is dropped: the clock on the wall is what a sheet shows.
    """
    if isinstance(moment, dt.datetime):
        return (moment.replace(tzinfo=None) - zero) / DAY
    if isinstance(moment, dt.time):
        since_midnight = dt.datetime.combine(dt.date.min, moment.replace(tzinfo=None)) - dt.datetime.min
        return since_midnight / DAY
    return float((dt.datetime.combine(moment, dt.time()) - zero) / DAY)
