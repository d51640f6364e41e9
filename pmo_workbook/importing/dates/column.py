"""A column of cells becomes moments: on the wall clock of the workbook, and as instants for their order."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from pmo_workbook.check.quantities import FIRST_YEAR, LAST_YEAR
from pmo_workbook.epochs import EPOCH, NULL, from_serial, wall_time
from pmo_workbook.errors import InputError
from pmo_workbook.importing.dates import orders
from pmo_workbook.importing.dates.languages import month_readings, plain
from pmo_workbook.importing.dates.texts import Day, Order, Text, text_in, with_month
from pmo_workbook.tables import plain_text
from pmo_workbook.words import list_words
from pmo_workbook.worktime.zones import to_local, to_utc

_MICROSECOND: Final = dt.timedelta(microseconds=1)
_EPOCH_UNITS: Final = {"epoch seconds": 1_000_000, "epoch milliseconds": 1_000}
"""Microseconds of one, by what a mapping says."""
_EPOCH_DIGITS: Final = {10: "epoch seconds", 13: "epoch milliseconds"}
"""What a number of so many digits is in a column that has nothing else: a moment from 2001 to 2286."""
_SERIALS: Final = (dt.datetime(1990, 1, 1), dt.datetime(2100, 12, 31))
"""Dates that a bare number of a sheet may stand for."""


@dataclass(frozen=True)
class Reading:
    """How a column of dates is to be read.

    Attributes:
        header: Its header in the log, for messages.
        told: What the mapping says: an order, a unit since 1970, or a pattern of strptime; None is found out.
        repair: ``swap`` turns day and month of real dates back, ``keep`` leaves them; None stops
            where they were swapped.
        zone: Zone of times without an offset; None is `log_zone`.
        log_zone: Zone of the workbook's log.
    """

    header: str
    told: str | None
    repair: str | None
    zone: ZoneInfo | None
    log_zone: ZoneInfo


@dataclass(frozen=True, eq=False)
class DateColumn:
    """A column of dates that was read.

    Attributes:
        moments: Wall-clock times of the workbook's log, parts of a second dropped; None for blank and unread cells.
        instants: UTC microseconds, for the order only; `NULL` where there is no moment.
        unread: Why a cell cannot be read, by row, as the end of the sentence "'soon' …".
        said: What was found out, such as ``day first, 148 cells``; empty where nothing had to be.
        notes: Sentences about times that a wall clock cannot tell apart.
    """

    moments: list[dt.datetime | None]
    instants: npt.NDArray[np.int64]
    unread: Mapping[int, str]
    said: str
    notes: tuple[str, ...]


def read_dates(cells: Sequence[Any], reading: Reading, place: Callable[[int], str]) -> DateColumn:
    """Read a column of dates as a whole.

    Args:
        cells: What the log holds: texts, dates, numbers, None for blank.
        reading: How.
        place: Where a row's cell stands, such as ``line 12``.

    Raises:
        InputError: Two readings fit all its cells, its cells contradict each other, day and month were swapped, or what
            the mapping says of dates is not understood.
    """
    return _Column(cells, reading, place).read()


_Moment = tuple[dt.datetime, dt.tzinfo | None]
"""A wall-clock time and the zone of that clock; None is the zone that the reading names."""


class _Column:
    """A column that is being read; each different cell is read once."""

    def __init__(self, cells: Sequence[Any], reading: Reading, place: Callable[[int], str]) -> None:
        self._cells, self._reading, self._place = cells, reading, place
        self._known: dict[Any, _Moment | str] = {}
        filled = [cell for cell in cells if cell is not None]
        self._filled = len(filled)
        self._texts = list(dict.fromkeys(cell for cell in filled if isinstance(cell, str)))
        # True is 1 and 1 is 1.0 for a dict, but not for a reader of dates
        self._others = list(dict.fromkeys((type(cell), cell) for cell in filled if not isinstance(cell, str)))

    def read(self) -> DateColumn:
        """Read it."""
        told, said = self._reading.told, ""
        if told is not None and told not in (*orders.ORDERS, *_EPOCH_UNITS) and "%" not in told:
            words = list_words([*orders.ORDERS, *_EPOCH_UNITS], "or")
            raise InputError(
                f'dates = "{told}" in the mapping file is not understood; write {words}, or a format such as '
                '"%d/%m/%Y %H:%M".'
            )
        unit = (told if told in _EPOCH_UNITS else "") if told else self._only_epochs()
        if unit:
            self._each(lambda cell: self._epoch(cell, _EPOCH_UNITS[unit]))
            said = orders.said(unit, self._filled) if told is None else ""
        elif told is not None and "%" in told:
            self._each(lambda cell: self._by_pattern(cell, told))
        else:
            said = self._by_order(told)
        return self._result(said)

    def _each(self, read: Callable[[Any], _Moment | str]) -> None:
        for text in self._texts:
            self._known[text] = read(text)
        for kind, cell in self._others:
            self._known[kind, cell] = read(cell)

    def _first_place(self, cell: Any) -> str:
        """Where a cell stands first."""
        at = next(row for row, there in enumerate(self._cells) if type(there) is type(cell) and there == cell)
        return self._place(at)

    # numbers since 1970

    def _only_epochs(self) -> str:
        """The unit of a column that holds nothing but whole numbers of the size of moments since 1970."""
        digits = set()
        for cell in (*self._texts, *(cell for _, cell in self._others)):
            text = plain_text(cell).strip() if isinstance(cell, (str, int, float)) else ""
            if not (text.isascii() and text.isdigit()) or len(text) not in _EPOCH_DIGITS:
                return ""
            digits.add(len(text))
        return _EPOCH_DIGITS[digits.pop()] if len(digits) == 1 else ""

    def _epoch(self, cell: Any, unit: int) -> _Moment | str:
        text = plain_text(cell).strip()
        try:
            instant = round(float(text) * unit) if "." in text else int(text) * unit
            return EPOCH + instant * _MICROSECOND, dt.UTC
        except (ValueError, OverflowError):
            return "is not a number of seconds or milliseconds since 1970"

    # patterns

    def _by_pattern(self, cell: Any, pattern: str) -> _Moment | str:
        if not isinstance(cell, str):
            return self._real(cell)
        try:
            moment = dt.datetime.strptime(cell.strip(), pattern)
        except (ValueError, re.error) as error:
            if isinstance(error, re.error) or "directive" in str(error) or "stray" in str(error):
                raise InputError(f'dates = "{pattern}" in the mapping file is no format of Python: {error}.') from None
            return f"is not written as {pattern}"
        return moment.replace(tzinfo=None), moment.tzinfo

    # orders

    def _by_order(self, told: str | None) -> str:
        """Read texts by the order that fits, or is told; gives what was found out."""
        texts = self._parsed()
        figures = {text: found.day for text, found in texts.items() if not found.day.decided}
        real = [cell for _, cell in self._others if isinstance(cell, dt.date)]
        swap = self._swap(real, figures, told)
        order: Order | None = next((order for order in orders.ORDERS if order == told), None)
        said = []
        if order is None:
            order = orders.order_of(self._reading.header, figures, self._first_place)
            if order and not all(_is_any_order(day) for day in figures.values()):
                said.append(orders.said(order, sum(isinstance(cell, str) and cell in figures for cell in self._cells)))
        if swap:
            turned = sum(isinstance(cell, dt.date) for cell in self._cells)
            said.append(orders.said("day and month turned back", turned))
        for text, found in texts.items():
            self._known[text] = _of_text(found, order or "day first")
        for kind, cell in self._others:
            self._known[kind, cell] = self._real(_turned(cell) if swap and isinstance(cell, dt.date) else cell)
        return "; ".join(said)

    def _parsed(self) -> dict[str, Text]:
        """Texts that are dates and need a decision; the others are read here, or it is noted why they cannot be."""
        found: dict[str, Text] = {}
        for text in self._texts:
            if moment := _iso(text):
                self._known[text] = moment, None
                continue
            try:
                found[text] = text_in(text)
            except ValueError as error:
                self._known[text] = str(error)
        names = {one.day.month for one in found.values() if one.day.month}
        return self._with_months(found, names) if names else found

    def _with_months(self, found: dict[str, Text], names: set[str]) -> dict[str, Text]:
        """Find out the language of names of months."""
        readings = month_readings(names)
        if len(readings) > 1:
            name = next(name for name in names if len({reading[plain(name)] for reading in readings}) > 1)
            text = next(text for text, one in found.items() if one.day.month == name)
            months = list_words([f"{dt.date(2000, reading[plain(name)], 1):%B}" for reading in readings], "or")
            raise InputError(
                f"{self._reading.header} can be read in two ways; nothing was changed.\n"
                f"  {self._first_place(text)}: in '{text}', {name} is {months}, as the language has it.\n"
                "  Write the months as numbers in the log."
            )
        decided: dict[str, Text] = {}
        for text, one in found.items():
            try:
                day = with_month(one.day, _month(one.day.month, readings)) if one.day.month else one.day
                decided[text] = Text(day, one.since_midnight, one.zone)
            except ValueError as error:
                self._known[text] = str(error)
        return decided

    def _swap(self, real: list[dt.date], figures: Mapping[str, Day], told: str | None) -> bool:
        """Whether the real dates are to be turned back."""
        if self._reading.repair == "keep":
            return False
        if self._reading.repair == "swap":
            return bool(real) and all(date.day <= 12 for date in real)
        order = orders.swapped_order(real, figures) if told is None else None
        date = next((date for date in real if date.day != date.month), None)
        if order is None or date is None:
            return False
        text = next(iter(figures))
        places = self._first_place(date), self._first_place(text)
        raise orders.swap_found(self._reading.header, date, text, places, order)

    def _real(self, cell: Any) -> _Moment | str:
        """A cell that is no text."""
        match cell:
            case dt.datetime():
                return cell.replace(tzinfo=None), cell.tzinfo
            case dt.date():
                return dt.datetime.combine(cell, dt.time()), None
            case dt.time():
                return "is a time without a date"
            case dt.timedelta():
                return "is a duration, not a date"
            case int() | float() if not isinstance(cell, bool):
                moment = from_serial(float(cell), date1904=False)
                if moment is not None and _SERIALS[0] <= moment <= _SERIALS[1]:
                    return moment, None
                return "is a number, not a date"
        return "is not a date"

    # moments

    def _result(self, said: str) -> DateColumn:
        moments: list[dt.datetime | None] = [None] * len(self._cells)
        instants, unread = np.full(len(self._cells), NULL, dtype=np.int64), {}
        of_log: list[int] = []
        of_others: list[int] = []
        zones = self._reading.zone
        for row, cell in enumerate(self._cells):
            if cell is None:
                continue
            found = self._known[cell if isinstance(cell, str) else (type(cell), cell)]
            if isinstance(found, str):
                unread[row] = found
                continue
            moment, zone = found
            if not FIRST_YEAR <= moment.year <= LAST_YEAR:
                unread[row] = f"is of the year {moment.year}, which cannot be right"
                continue
            zone = zone or zones
            (of_others if zone else of_log).append(row)
            if isinstance(zone, ZoneInfo):
                moment = moment.replace(tzinfo=zone).astimezone(dt.UTC).replace(tzinfo=None)
            elif zone is not None:
                moment -= zone.utcoffset(None) or dt.timedelta()
            instants[row] = (moment - EPOCH) // _MICROSECOND
            moments[row] = moment.replace(microsecond=0) if moment.microsecond else moment
        repeated = self._place_in_zone(moments, instants, of_log, of_others)
        return DateColumn(moments, instants, unread, said, self._notes(repeated))

    def _place_in_zone(
        self,
        moments: list[dt.datetime | None],
        instants: npt.NDArray[np.int64],
        of_log: list[int],
        of_others: list[int],
    ) -> list[int]:
        """Make instants of wall-clock times of the log, and wall-clock times of instants.

        Returns:
            Rows whose wall-clock time is that of an earlier instant.
        """
        zone = self._reading.log_zone.key
        if of_log:
            seconds, parts = np.divmod(instants[of_log], 1_000_000)
            instants[of_log] = to_utc(seconds, zone).utc * 1_000_000 + parts
        if not of_others:
            return []
        utc = instants[of_others] // 1_000_000
        local = to_local(utc, zone)
        for row, seconds in zip(of_others, local.tolist(), strict=True):
            moments[row] = wall_time(seconds)
        again = to_utc(local, zone).utc != utc
        return [row for row, twice in zip(of_others, again.tolist(), strict=True) if twice]

    def _notes(self, repeated: list[int]) -> tuple[str, ...]:
        if not repeated:
            return ()
        lie = "time lies" if len(repeated) == 1 else "times lie"
        return (
            f"{self._reading.header}: {len(repeated):,} {lie} in the second half of an hour that the clock of "
            f"{self._reading.log_zone} shows twice (first in {self._place(repeated[0])}); the sheet cannot tell it "
            "from the first. With UTC as Time zone of the log in Settings, the two are kept apart.",
        )


def _iso(text: str) -> dt.datetime | None:
    """The usual form, read fast."""
    if len(text) not in (10, 16, 19) or text[4] != "-" or text[7] != "-":
        return None
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        return None


def _is_any_order(day: Day) -> bool:
    """Whether a date in figures is the same with the day first and with the month first, such as 3/3/2026."""
    return day.by_order.get("day first") == day.by_order.get("month first") is not None


def _of_text(text: Text, order: Order) -> _Moment | str:
    date = text.day.by_order.get(order)
    if date is None:
        return f"is not a date with the {order.split()[0]} first"
    moment = dt.datetime.combine(date, dt.time())
    return moment + text.since_midnight if text.since_midnight else moment, text.zone


def _month(name: str, readings: Sequence[Mapping[str, int]]) -> int:
    """Month of a name; where no language has all names of a column, what all languages say that have this one."""
    found = readings or month_readings([name])
    if len(found) != 1:
        raise ValueError("is not a date")
    return found[0][plain(name)]


def _turned(date: dt.date) -> dt.date:
    """A date with day and month swapped."""
    return date.replace(day=date.month, month=date.day) if date.day <= 12 else date
