"""When something that recurs is due again."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import Final

_MONTHS: Final = {"Month": 1, "Quarter": 3, "Half-year": 6, "Year": 12}


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day some months later; the last day of the month where that month is shorter.

    Args:
        day: The first day.
        months: How many months later, 0 or more.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def next_due(last: dt.date, every: str) -> dt.date:
    """The day on which a recurring thing is due again.

    Args:
        last: Day on which it last happened.
        every: Week, Month, Quarter, Half-year or Year.
    """
    return last + dt.timedelta(days=7) if every == "Week" else add_months(last, _MONTHS[every])
