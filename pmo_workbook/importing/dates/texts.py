"""What one text of a column can mean: its day in each order, its time of day, its zone."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from pmo_workbook.check.datetext import ENGLISH_MONTHS
from pmo_workbook.importing.dates.languages import halves_of_day, plain
from pmo_workbook.importing.dates.zones import is_zone_name, zone_in

Order = Literal["day first", "month first", "year first"]

PIVOT: Final = 69
"""Two-digit years from here on are of the last century, those below of this one, as in POSIX and Python."""

_YEAR_FIRST = re.compile(r"(\d{4})([-/. ])(\d{1,2})\2(\d{1,2})", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_NUMBERS = re.compile(r"(\d{1,2})([-/.])\s?(\d{1,2})\2\s?(\d{4}|\d{2})", re.ASCII)
_DAY_MONTH = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er|º|\.)?[-/ ,]*(?:de )?([^\W\d_]+)\.?(?: de)?[-/ ,.]*('?\d{2}|\d{4})"
)
_MONTH_DAY = re.compile(r"([^\W\d_]+)\.?[-/ ]*(\d{1,2})(?:st|nd|rd|th)?[-/ ,]+(\d{4}|\d{2})")
_YEAR_MONTH = re.compile(r"(\d{4})[-/ .]([^\W\d_]+)\.?[-/ ](\d{1,2})")
_TIME = re.compile(r"(\d{1,2})[:h](\d{2})(?:[:m](\d{2})(?:[.,](\d{1,9}))?)?s?(?!\d)", re.ASCII)
_DOTTED_TIME = re.compile(r"(?<=\d\d )(\d{1,2})\.(\d{2})(?:\.(\d{2})(?:\.(\d{1,9}))?)?(?=$| [ap])", re.ASCII)
_COMPACT_TIME = re.compile(r"(?<=^\d{8}t)(\d{2})(\d{2})(\d{2})?(?:[.,](\d{1,9}))?", re.ASCII)
_HOUR = re.compile(r"(?<= )(\d{1,2})()()()(?=\s?[ap]\.?m\b)", re.ASCII)
_BETWEEN = re.compile(r"(?:\s*[,-]|\s+(?:at|um|à|a las|kl\.?|alle|o))?\s*$|t$")
_HALF = re.compile(r"\s*([^\W\d_]\.?\s?[^\W\d_]+\.?)(?![/\w])")
_WEEKDAY = re.compile(r"[^\W\d_]+(?:-feira)?(?:[.,]+\s*|\s+)(?=\S*\d|[^\W\d_]+\.? )")
_COMMENT = re.compile(r"\s*\([^()]*\)$")


@dataclass(frozen=True)
class Day:
    """A date as a text has it.

    Attributes:
        by_order: The date in each order in which there is one; one that does not depend on the order is in all.
        decided: The text itself says which number is the day and which the month.
        month: The name of the month where it is no English one; `by_order` is empty then.
        rest: Year and day of a date whose month is still to be found out.
    """

    by_order: Mapping[Order, dt.date]
    decided: bool
    month: str = ""
    rest: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class Text:
    """A moment as a text has it.

    Attributes:
        day: Its date.
        since_midnight: Time of day; None where the text has none.
        zone: Its offset or zone; None where it names none.
    """

    day: Day
    since_midnight: dt.timedelta | None
    zone: dt.tzinfo | None


def text_in(raw: str) -> Text:
    """Read a text as far as it can be read alone.

    Args:
        raw: Such as ``28/Nov/25 5:03 PM`` or ``Mon, 02 Mar 2026 09:15:00 +0100``.

    Raises:
        ValueError: It is no date; the message ends the sentence "'soon' …".
    """
    text = " ".join((raw if raw.isascii() else unicodedata.normalize("NFKC", raw)).split()).casefold()
    if text.endswith(")"):
        text = _COMMENT.sub("", text)
    found = _TIME.search(text) or _COMPACT_TIME.search(text) or _DOTTED_TIME.search(text) or _HOUR.search(text)
    if found is None:
        return Text(_day(text), None, None)
    since_midnight, year, zone = _clock(found.groups(), text[found.end() :].strip())
    date = _BETWEEN.sub("", text[: found.start()])
    return Text(_day(f"{date} {year}" if year else date), since_midnight, zone)


def _clock(parts: Sequence[str | None], tail: str) -> tuple[dt.timedelta, str, dt.tzinfo | None]:
    """Time of day, a year that stands behind it (as C writes it), and the zone.

    Args:
        parts: Hour, minute, second and parts of a second.
        tail: What stands behind them.
    """
    hour, minute, second = int(parts[0] or 0), int(parts[1] or 0), int(parts[2] or 0)
    later, year, zone = _behind(tail) if tail else (None, "", None)
    if later is not None:
        if not 1 <= hour <= 12:
            raise ValueError("has a time that does not exist")
        hour = hour % 12 + (12 if later else 0)
    if minute > 59 or second > 59 or hour > 24 or (hour == 24 and (minute or second)):
        raise ValueError("has a time that does not exist")
    fraction = int(parts[3].ljust(6, "0")[:6]) if parts[3] else 0
    return dt.timedelta(0, hour * 3600 + minute * 60 + second, fraction), year, zone


@lru_cache(maxsize=1024)
def _behind(tail: str) -> tuple[bool | None, str, dt.tzinfo | None]:
    """Whether the second half of the day is named, a year, and the zone."""
    later, tail = _half(tail)
    year = ""
    if behind := re.fullmatch(r"(?:([a-z]{1,5}) )?(\d{4})", tail, re.ASCII):
        tail, year = behind[1] or "", behind[2]
    return later, year, zone_in(tail) if tail else None


def _half(tail: str) -> tuple[bool | None, str]:
    """Whether the tail begins with a word for the second half of the day, and what is left of it."""
    if not (found := _HALF.match(tail)):
        return None, tail
    word = plain(found[1]).replace(" ", "")
    if word in ("am", "pm"):
        return word == "pm", tail[found.end() :].strip()
    if is_zone_name(word):  # so that no other language need be asked
        return None, tail
    later = halves_of_day().get(word)
    return later, tail if later is None else tail[found.end() :].strip()


@lru_cache(maxsize=8192)
def _day(text: str) -> Day:
    try:
        return _day_in(text)
    except ValueError:
        if found := _WEEKDAY.match(text):
            return _day_in(text[found.end() :])
        raise


def _day_in(text: str) -> Day:
    if found := _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text):
        parts = [int(part) for part in found.groups() if part.isdigit()]
        return _certain(*parts)
    if found := _NUMBERS.fullmatch(text):
        return _numbers(int(found[1]), int(found[3]), found[4])
    if found := _DAY_MONTH.fullmatch(text):
        return _named(found[3].lstrip("'"), found[2], int(found[1]))
    if found := _MONTH_DAY.fullmatch(text):
        return _named(found[3], found[1], int(found[2]))
    if found := _YEAR_MONTH.fullmatch(text):
        return _named(found[1], found[2], int(found[3]))
    raise ValueError("is not a date")


def _certain(year: int, month: int, day: int) -> Day:
    date = _date(year, month, day)
    if date is None:
        raise ValueError("is a date that does not exist")
    return Day({"day first": date, "month first": date, "year first": date}, decided=True)


def _numbers(first: int, second: int, last: str) -> Day:
    year = _year(last)
    dates = {"day first": _date(year, second, first), "month first": _date(year, first, second)}
    if len(last) == 2:
        dates["year first"] = _date(_year(f"{first:02d}"), second, int(last))
    known: dict[Order, dt.date] = {order: date for order, date in dates.items() if date is not None}  # type: ignore[misc]
    if not known:
        raise ValueError("is a date that does not exist")
    return Day(known, decided=False)


def _named(year: str, month: str, day: int) -> Day:
    if month in ENGLISH_MONTHS:
        return _certain(_year(year), ENGLISH_MONTHS[month], day)
    return Day({}, decided=True, month=month, rest=(_year(year), day))


def with_month(day: Day, month: int) -> Day:
    """A date whose month has been found out.

    Args:
        day: The date, with `Day.month`.
        month: Number of the month.

    Raises:
        ValueError: There is no such date; the message ends the sentence "'31 feb' …".
    """
    return _certain(day.rest[0], month, day.rest[1])


def _year(digits: str) -> int:
    number = int(digits)
    return number if len(digits) == 4 else number + (1900 if number >= PIVOT else 2000)


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
