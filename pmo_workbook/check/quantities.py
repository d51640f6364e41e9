"""Numbers and dates in cells, as such, as text, or as the bare number behind a date."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from pmo_workbook.check.cells import Cell, Remark, is_percent, short
from pmo_workbook.check.datetext import has_offset, moment_in, number_in
from pmo_workbook.check.references import Context
from pmo_workbook.columns import Column
from pmo_workbook.epochs import from_serial
from pmo_workbook.tables import plain_text

FIRST_YEAR: Final = 1950
LAST_YEAR: Final = 2199
"""Years a date of a framework can lie in; others are slips of the finger."""

_BARE = (dt.datetime(1990, 1, 1), dt.datetime(2100, 12, 31))  # a bare number outside is no date
_COMPACT = (19_900_101, 21_001_231)
_SECOND = dt.timedelta(seconds=1)


def number(column: Column, raw: Any, _: Context) -> Cell:
    """A number; in a column of per cent, one up to 1 is a fraction."""
    remarks: list[Remark] = []
    value = raw
    if isinstance(raw, str):
        per_cent = is_percent(column) and raw.strip().endswith("%")
        try:
            value = number_in(raw.strip().removesuffix("%") if per_cent else raw)
        except ValueError as error:
            return Cell(raw, fault=Remark("not-a-number", f"The text '{short(raw)}' {error}."))
        remarks.append(Remark("number-as-text", f"The number is text; it is read as {plain_text(value)}."))
        if per_cent:
            return _typed_number(column, value, remarks)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return Cell(raw)
    if is_percent(column) and 0 < value <= 1:
        value = round(value * 100, 10)
        remarks.append(Remark("percent-fraction", f"{plain_text(raw)} is read as {plain_text(value)} %."))
    return _typed_number(column, value, remarks)


def _typed_number(column: Column, value: float, remarks: list[Remark]) -> Cell:
    if column.kind == "whole":
        return Cell(int(value) if float(value).is_integer() else value, tuple(remarks))
    return Cell(float(value), tuple(remarks))


def when(_: Column, raw: Any, context: Context) -> Cell:
    """A date with or without a time, to the second."""
    read = _moment(raw, context)
    if not isinstance(read.value, dt.datetime):
        return read
    moment = read.value
    if moment.microsecond:
        moment = (moment + _SECOND / 2).replace(microsecond=0)
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return Cell(raw, fault=Remark("out-of-range", f"The year {moment.year} cannot be right.", "Correct the date."))
    return Cell(moment, read.remarks)


def day(column: Column, raw: Any, context: Context) -> Cell:
    """A date; a time is dropped."""
    read = when(column, raw, context)
    return Cell(read.value.date(), read.remarks) if isinstance(read.value, dt.datetime) and not read.fault else read


def _moment(raw: Any, context: Context) -> Cell:
    match raw:
        case dt.datetime():
            return Cell(raw.replace(tzinfo=None))
        case dt.date():
            return Cell(dt.datetime.combine(raw, dt.time()))
        case str():
            return _moment_in_text(raw, context)
        case bool():
            return Cell(raw)
        case dt.timedelta():
            return _from_number(raw / dt.timedelta(days=1), raw, context)
        case int() | float():
            return _from_number(float(raw), raw, context)
        case dt.time():
            return _no_date(raw)
        case _:
            return Cell(raw)


def _no_date(raw: Any) -> Cell:
    return Cell(raw, fault=Remark("not-a-date", "The cell holds a time without a date."))


def _from_number(number: float, raw: Any, context: Context) -> Cell:
    """A date that lost its format shows as a number: its serial, or digits such as 20260331."""
    if 0 <= number < 1:
        return _no_date(raw)
    moment = from_serial(number, context.date1904)
    if moment is not None and _BARE[0] <= moment < _BARE[1]:
        problem = f"The number {plain_text(raw)} is read as the date {plain_text(moment)}."
        return Cell(moment, (Remark("date-as-text", problem, "Give the cell a date format."),))
    if number.is_integer() and _COMPACT[0] <= number <= _COMPACT[1]:
        return _moment_in_text(str(int(number)), context)
    return Cell(raw)


def _moment_in_text(text: str, context: Context) -> Cell:
    try:
        moment = moment_in(text, context.zone)
    except (ValueError, OverflowError) as error:
        why = str(error) if isinstance(error, ValueError) else "is not a date"
        return Cell(text, fault=Remark("not-a-date", f"The text '{short(text)}' {why}."))
    where = f" in the zone {context.zone}" if has_offset(text) else ""
    return Cell(moment, (Remark("date-as-text", f"The date is text; it is read as {plain_text(moment)}{where}."),))
