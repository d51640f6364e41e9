"""Figures, dates and promises in plain words, so that every tab says the same thing the same way.

Everything here is pure: same argument, same words. Dates are written ``3 Mar 2026``, numbers ``2,400``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from pmo_workbook.columns import ALL
from pmo_workbook.epochs import DAY, wall_time
from pmo_workbook.metrics import METRICS, Clock
from pmo_workbook.models import Sla

_TO_CLOSE: Final = "working days to close of business"
_ONE: Final = {
    "working hours": "working hour",
    "working days": "working day",
    _TO_CLOSE: "working day",
    "calendar hours": "hour",
    "calendar days": "calendar day",
}


def number_words(value: float, decimals: int = 2) -> str:
    """Write a number without needless decimals, such as ``2,400`` or ``4.25``.

    Args:
        value: The number.
        decimals: Most decimals shown.
    """
    text = f"{value:,.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def count_words(n: int, one: str, many: str | None = None) -> str:
    """Count things, such as ``1 request``, ``2,400 requests`` or ``no activities``.

    Args:
        n: How many.
        one: The thing in the singular.
        many: Its plural; None adds an s.
    """
    if n == 1:
        return f"1 {one}"
    return f"{n:,} {many or one + 's'}" if n else f"no {many or one + 's'}"


def list_words(items: Sequence[str], last: str = "and") -> str:
    """Join words for a sentence, such as ``Urgent, High and Low``.

    Args:
        items: The words, in order.
        last: Word before the last one.
    """
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def percent_words(share: float, under: float | None = None) -> str:
    """Write a share as a percentage, such as ``94.9 %``, rounded as a cell with the format ``0.0%`` shows it.

    Args:
        share: Fraction of 1.
        under: A goal that the share missed, fraction of 1. One that rounding would show as reached is told with more
            decimals, cut: 94.96 % against 95 %.
    """
    # Rounded six places later first, as 0.289 x 1000 is 288.99999999999994.
    thousandths = round(share * 1000, 6)
    if under is not None and share < under and int(thousandths + 0.5) >= round(under * 1000, 6):
        return f"{number_words(int(thousandths * 100) / 1000, 3)} %"
    return f"{number_words(int(thousandths + 0.5) / 10, 1)} %"


def share_words(met: int, n: int, share: float | None) -> str:
    """Write a share with its base: ``95.8 % of 120``, or ``3 of 4`` where the sample is too small for a percentage.

    Args:
        met: Of `n`, how many.
        n: The base.
        share: met / n, or None below the smallest sample.
    """
    if n == 0:
        return "none yet"
    return f"{met:,} of {n:,}" if share is None else f"{percent_words(share)} of {n:,}"


def day_words(day: dt.date) -> str:
    """Write a date, such as ``3 Mar 2026``."""
    return f"{day.day} {day:%b %Y}"


def when_words(seconds: int) -> str:
    """Write a wall-clock time of a log, such as ``3 Mar 2026 14:30``, or ``3 Mar 2026`` where no time was recorded.

    Args:
        seconds: Wall-clock seconds since 1970-01-01 00:00; a multiple of a day is a date alone.
    """
    moment = wall_time(seconds)
    return day_words(moment) if seconds % DAY == 0 else f"{day_words(moment)} {moment:%H:%M}"


def duration_words(value: float, unit: str) -> str:
    """Write a length of time in an SLA's unit, such as ``4 working hours`` or ``1 working day``.

    Args:
        value: The length, in `unit`.
        unit: Unit of an SLA; working days to close of business read as working days.
    """
    one = _ONE.get(unit)
    if one is None:
        return f"{number_words(value)} {unit}".strip()
    return f"{number_words(value)} {one if value == 1 else one + 's'}"


def promise_in_words(sla: Sla) -> str:
    """Say what an SLA promises, one sentence for the catalogue.

    Such as ``95 of 100 Urgent requests get a first response within 4 working hours.``

    Args:
        sla: A promise that counts: its target and unit fit its metric.
    """
    kind = "" if sla.priority in (None, ALL) else f"{sla.priority} "
    target, metric = sla.target or 0.0, METRICS[sla.metric]
    if metric.clock is None:
        sentence = metric.sentences[metric.aggregate(sla.unit)]
        return sentence.format(target=number_words(target), requests=f"{kind}requests")
    what = metric.clock.one if sla.goal == 100 else metric.clock.many
    by_when = _by_when(sla, metric.clock, target)
    return f"{_who(sla.goal, kind)} {what} {by_when}{'' if sla.goal else '; no goal is set'}."


def _who(goal: float | None, kind: str) -> str:
    """Whom the promise is about: ``Every request``, ``95 of 100 Urgent requests``."""
    if goal == 100:
        return f"Every {kind}request"
    if goal is None:
        return f"{kind}requests" if kind else "Requests"
    return f"{number_words(goal)} of 100 {kind}requests"


def _by_when(sla: Sla, clock: Clock, target: float) -> str:
    """Until when: ``within 4 working hours``, ``by close of business on the next working day``."""
    if clock.due:
        return "by the date promised"
    if sla.unit != _TO_CLOSE:
        return f"within {duration_words(target, sla.unit or '')}"
    if target == 1:
        return "by close of business on the next working day"
    return f"by close of business on the {_ordinal(int(target))} working day after"


def _ordinal(n: int) -> str:
    """Write a place in a row, such as ``3rd``."""
    ending = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"
