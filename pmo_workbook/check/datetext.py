"""Dates and numbers that were typed as text: read where they can only mean one thing."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Final
from zoneinfo import ZoneInfo

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
ENGLISH_MONTHS: Final = {
    **{name: number for number, name in enumerate(_MONTHS, 1)},
    **{name: number for number, name in enumerate(_FULL_MONTHS, 1)},
    "sept": 9,
}
"""Number of the month by its English name, whole or in short, in small letters."""
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", re.ASCII)
_SHORT_YEAR = re.compile(r"\d{1,2}([-/. ])(?:\d{1,2}|[a-z]{3,9})\1\d{2}", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[- ./]+([a-z]+)\.?,?[- ./]+(\d{4})", re.ASCII)
_MONTH_DAY = re.compile(r"([a-z]+)\.?[- ]+(\d{1,2})(?:st|nd|rd|th)?,?[- ]+(\d{4})", re.ASCII)
_WEEKDAY = re.compile(r"(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)(?:day|nesday|rsday|urday)?\.?,?\s+", re.ASCII)
_TIME = re.compile(
    r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(am|pm|a\.m\.|p\.m\.)?\s*(z|utc|gmt|[+-]\d{2}:?\d{2}|[+-]\d{2})?",
    re.ASCII,
)
_SPLIT = re.compile(r"(.*?\d{2})(?:t|,?\s+(?:at\s+)?)(\d{1,2}:.*)", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:e[+-]?\d{1,3})?", re.ASCII | re.IGNORECASE)
_GROUPED = {
    re.compile(r"[+-]?\d{1,3}(?:,\d{3})+\.\d+", re.ASCII): ",",
    re.compile(r"[+-]?\d{1,3}(?:,\d{3}){2,}", re.ASCII): ",",
    re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+,\d+", re.ASCII): ".",
    re.compile(r"[+-]?\d{1,3}(?:\.\d{3}){2,}", re.ASCII): ".",
    re.compile(r"[+-]?\d{1,3}(?:[ '’]\d{3})+(?:[.,]\d+)?", re.ASCII): " '’",
}
_AMBIGUOUS_NUMBER = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
_COMMA_DECIMAL = re.compile(r"[+-]?\d+,\d+", re.ASCII)


def number_in(text: str) -> float:
    """Read a number typed as text.

    Args:
        text: Such as ``12``, ``1.5``, ``1,5`` or ``1,234.50``.

    Raises:
        ValueError: It is no number, or can mean two; the message ends the sentence "The text …".
    """
    plain = unicodedata.normalize("NFKC", text).strip().replace("−", "-")
    if _AMBIGUOUS_NUMBER.fullmatch(plain):
        whole = plain.replace(",", "").replace(".", "")
        raise ValueError(f"can mean {whole} or {plain.replace(',', '.')}")
    if _NUMBER.fullmatch(plain):
        return _finite(plain)
    for pattern, separators in _GROUPED.items():
        if pattern.fullmatch(plain):
            for separator in separators:
                plain = plain.replace(separator, "")
            return float(plain.replace(",", "."))
    if _COMMA_DECIMAL.fullmatch(plain):
        return float(plain.replace(",", "."))
    raise ValueError("is not a number")


def moment_in(text: str, zone: str) -> dt.datetime:
    """Read a date, with or without a time, typed as text.

    Args:
        text: Such as ``2026-03-31 14:30``, ``31/03/2026`` or ``31 Mar 2026``.
        zone: IANA name of the zone into which a time with an offset from UTC is converted.

    Returns:
        The moment on the wall clock, to the second; midnight when the text has no time.

    Raises:
        ValueError: It is no date, or can mean two; the message ends the sentence "The text …".
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).split()).casefold()
    plain = _WEEKDAY.sub("", plain, count=1) if _WEEKDAY.match(plain) else plain
    parts = _SPLIT.fullmatch(plain)
    day = _day_in(parts[1] if parts else plain)
    if not parts:
        return dt.datetime.combine(day, dt.time())
    return _with_time(day, parts[2], zone)


def _finite(text: str) -> float:
    value = float(text)
    if abs(value) > 1e300:
        raise ValueError("is too large a number")
    return value


def _day_in(text: str) -> dt.date:
    if found := _YEAR_FIRST.fullmatch(text):
        return _date(int(found[1]), int(found[3]), int(found[4]))
    if found := _COMPACT.fullmatch(text):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _YEAR_LAST.fullmatch(text):
        return _year_last(int(found[1]), int(found[3]), int(found[4]))
    if (found := _DAY_MONTH.fullmatch(text)) and found[2] in ENGLISH_MONTHS:
        return _date(int(found[3]), ENGLISH_MONTHS[found[2]], int(found[1]))
    if (found := _MONTH_DAY.fullmatch(text)) and found[1] in ENGLISH_MONTHS:
        return _date(int(found[3]), ENGLISH_MONTHS[found[1]], int(found[2]))
    if _SHORT_YEAR.fullmatch(text):
        raise ValueError("is a date whose year has two digits, which can mean several dates")
    raise ValueError("is not a date")


def _year_last(first: int, second: int, year: int) -> dt.date:
    if first == second or second > 12:
        return _date(year, first, second)
    if first > 12:
        return _date(year, second, first)
    one, other = _date(year, second, first), _date(year, first, second)
    names = [f"{day.day} {_FULL_MONTHS[day.month - 1].capitalize()}" for day in (one, other)]
    raise ValueError(f"can mean {names[0]} or {names[1]} {year}")


def _date(year: int, month: int, day: int) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise ValueError("is a date that does not exist") from None


def _with_time(day: dt.date, text: str, zone: str) -> dt.datetime:
    found = _TIME.fullmatch(text.strip())
    if not found:
        raise ValueError("has a date, but its time cannot be read")
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if found[5]:
        if not 1 <= hour <= 12:
            raise ValueError("has a time that does not exist")
        hour = hour % 12 + (12 if found[5].startswith("p") else 0)
    if (hour, minute, second) == (24, 0, 0):
        hour, day = 0, day + dt.timedelta(days=1)
    if hour > 23 or minute > 59 or second > 59:
        raise ValueError("has a time that does not exist")
    moment = dt.datetime.combine(day, dt.time(hour, minute, second))
    if found[4]:
        moment += dt.timedelta(seconds=round(float("0." + found[4])))
    return _local(moment, found[6], zone) if found[6] else moment


def _local(moment: dt.datetime, offset: str, zone: str) -> dt.datetime:
    """A moment with an offset such as ``z`` or ``+02:00`` on the wall clock of a zone."""
    east = dt.timedelta()
    if offset[0] in "+-":
        digits = offset[1:].replace(":", "").ljust(4, "0")
        east = dt.timedelta(hours=int(digits[:2]), minutes=int(digits[2:])) * (1 if offset[0] == "+" else -1)
    return (moment - east).replace(tzinfo=dt.UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def has_offset(text: str) -> bool:
    """Whether a text that `moment_in` reads says its offset from UTC."""
    parts = _SPLIT.fullmatch(" ".join(text.split()).casefold())
    found = _TIME.fullmatch(parts[2].strip()) if parts else None
    return bool(found and found[6])
