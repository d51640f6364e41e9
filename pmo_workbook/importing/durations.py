"""Durations as logs tell them: ``1:30``, ``2h 15m``, ``PT2H15M``, a cell of Excel in ``[h]:mm``, or a bare number."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, Final

SECONDS: Final[Mapping[str, int]] = {"seconds": 1, "minutes": 60, "hours": 3600}
"""Seconds of each unit that a bare number may have."""

_CLOCK = re.compile(r"(\d{1,6}):([0-5]\d)(?::([0-5]\d)(?:[.,]\d+)?)?", re.ASCII)
_PARTS = re.compile(
    r"(?:pt)?\s*(?:(\d+(?:[.,]\d+)?)\s*(?:hours?|hrs?|h))?[\s,]*(?:(\d+(?:[.,]\d+)?)\s*(?:minutes?|mins?|m))?"
    r"[\s,]*(?:(\d+(?:[.,]\d+)?)\s*(?:seconds?|secs?|s))?",
    re.ASCII,
)
_DAYS = re.compile(r"p?\d+(?:[.,]\d+)?\s*(?:w|d|weeks?|days?)(?:\b|t|\d).*", re.ASCII)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?", re.ASCII)


def duration_in(raw: Any, unit: str | None) -> dt.timedelta:
    """Read a duration.

    Args:
        raw: A cell of a log.
        unit: Unit of a bare number, a key of `SECONDS`; None where there should be none.

    Raises:
        ValueError: It cannot be read; the message ends the sentence "'2d' …".
    """
    if isinstance(raw, dt.timedelta):
        return raw
    if isinstance(raw, dt.time):
        return dt.timedelta(hours=raw.hour, minutes=raw.minute, seconds=raw.second)
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return _of_unit(float(raw), unit)
    text = str(raw).strip().casefold()
    if found := _CLOCK.fullmatch(text):
        return dt.timedelta(hours=int(found[1]), minutes=int(found[2]), seconds=int(found[3] or 0))
    if _NUMBER.fullmatch(text):
        return _of_unit(_number(text), unit)
    if (found := _PARTS.fullmatch(text)) and any(found.groups()):
        hours, minutes, seconds = (_number(part) if part else 0.0 for part in found.groups())
        return dt.timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if _DAYS.fullmatch(text):
        raise ValueError("is told in days or weeks, which does not say how many hours it is")
    raise ValueError("is not a duration")


def _of_unit(number: float, unit: str | None) -> dt.timedelta:
    if unit is None:
        raise ValueError(
            'is a number without a unit; write [waited] and unit = "minutes" (or seconds, hours) into the mapping'
        )
    if not 0 <= number * SECONDS[unit] < 1e9:
        raise ValueError("is not a duration")
    return dt.timedelta(seconds=round(number * SECONDS[unit]))


def _number(text: str) -> float:
    return float(text.replace(",", "."))
