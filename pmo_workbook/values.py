"""One cell: from what the workbook holds to the type its column asks for, and what was odd about it.

Nothing is refused here that pydantic refuses: a value that cannot be read stays as it is, and the model says so. What
the model cannot know (references, words from Settings, opening hours, time zones) is a fault of the cell.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pmo_workbook.columns import Column, Kind
from pmo_workbook.datetext import has_offset, moment_in, number_in
from pmo_workbook.hours import parse_hours
from pmo_workbook.references import Context
from pmo_workbook.zones import is_zone
from pmo_workbook.spelling import closest, is_plain, key, listed, tidy

FIRST_YEAR: Final = 1950
LAST_YEAR: Final = 2199
"""Years a date of a framework can lie in; others are slips of the finger."""

_EPOCH = dt.datetime(1899, 12, 30)
_SERIALS = (32_874.0, 73_415.0)  # 1990 to 2100: a bare number outside is no date
_1904 = 1462  # days by which dates of the 1904 system are ahead
_COMPACT = (19_900_101, 21_001_231)
_SECOND = dt.timedelta(seconds=1)
_SEPARATORS = re.compile(r"[,;\n\r]")


@dataclass(frozen=True)
class Remark:
    """Something to say about a cell.

    Attributes:
        rule: Code of the rule.
        problem: What is wrong, one sentence.
        action: What to do; empty takes the rule's.
    """

    rule: str
    problem: str
    action: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell as read.

    Attributes:
        value: The typed value, None for blank; what the cell holds where it could not be read.
        remarks: What was odd although it could be read.
        fault: Why the value cannot be used, where that is known better than by its type.
    """

    value: Any
    remarks: tuple[Remark, ...] = ()
    fault: Remark | None = None


BLANK: Final = Cell(None)


def read_cell(column: Column, raw: Any, context: Context) -> Cell:
    """Read one cell.

    Args:
        column: The column it stands in.
        raw: What the workbook holds: str, float, int, bool, date, datetime, time, timedelta or None.
        context: What it may refer to.
    """
    if raw is None or (isinstance(raw, str) and not (tidy(raw).text if is_word(column) else raw.strip())):
        return BLANK
    return _READERS[column.kind](column, raw, context)


def is_percent(column: Column) -> bool:
    """Whether numbers of a column are per cent."""
    return column.header.endswith("%")


def is_word(column: Column) -> bool:
    """Whether a column holds ids or coded words, in which letters and blanks matter."""
    return bool(column.unique or column.refs or column.setting or column.choices)


def fits(column: Column, value: Any) -> bool:
    """Whether a value as read meets what the column's field in the model asks for.

    This is the model's verdict, compiled from `Column`; `tests/test_verdicts_agree.py` holds the two together.

    Args:
        column: The column.
        value: `Cell.value`.
    """
    if value is None:
        return not column.required
    if type(value) is not _TYPES[column.kind]:
        return False
    if column.choices:
        return value in column.choices
    if isinstance(value, (int, float)):
        # written so that a NaN lies in no bounds
        return (column.low is None or value >= column.low) and (column.high is None or value <= column.high)
    return column.longest is None or len(value) <= column.longest


def plain_text(raw: Any) -> str:
    """What a cell shows, as near as its value tells: ``5`` for 5.0, ``2026-03-31`` for a date."""
    match raw:
        case None:
            return ""
        case bool():
            return "TRUE" if raw else "FALSE"
        case float() if raw.is_integer() and abs(raw) < 1e15:
            return str(int(raw))
        case float():
            return f"{raw:.15g}"
        case dt.datetime():
            return f"{raw:%Y-%m-%d}" if raw.time() == dt.time() else f"{raw:%Y-%m-%d %H:%M:%S}".removesuffix(":00")
        case dt.timedelta():
            minutes = round(raw.total_seconds() / 60)
            return f"{minutes // 60}:{minutes % 60:02d}"
        case _:
            return str(raw)


def _text(column: Column, raw: Any, context: Context) -> Cell:
    if isinstance(raw, str) and not is_word(column):
        return _zone(raw.strip()) if column.field == "time_zone" else Cell(raw.strip())
    if isinstance(raw, (dt.date, dt.time, dt.timedelta)) and is_word(column):
        return Cell(raw, fault=Remark("not-text", "Excel has turned this text into a date or time.", "Format the cell as text and type it again."))  # fmt: skip
    if isinstance(raw, bool) and is_word(column) and not column.choices:
        return Cell(raw)
    text = plain_text(raw)
    if not is_word(column):
        return Cell(text)
    word, remarks = _tidied(text)
    meant = _resolved(column, word, context)
    if isinstance(meant, Remark):
        return Cell(word, remarks, meant)
    return Cell(meant, _spelled(column, text, word, meant, remarks))


def _zone(name: str) -> Cell:
    if is_zone(name):
        return Cell(name)
    from zoneinfo import available_timezones

    zones = {key(zone): zone for zone in available_timezones()}
    if key(name) in zones:
        meant = zones[key(name)]
        return Cell(meant, (Remark("other-spelling", f"'{name}' is read as '{meant}'."),))
    fault = Remark("bad-time-zone", f"'{_short(name)}' is not the name of a time zone.")
    cities = [zone for lower, zone in zones.items() if key(name) in lower]
    return Cell(name, fault=Remark(fault.rule, fault.problem, f"Write '{min(cities)}'.") if cities else fault)


def _spelled(column: Column, text: str, word: str, meant: str, remarks: tuple[Remark, ...]) -> tuple[Remark, ...]:
    """Remarks on a word that was understood: coded words have one spelling, ids are alike in any case."""
    coded = (column.choices or column.setting) and not column.refs
    if coded and word != meant and not remarks:
        return (Remark("other-spelling", f"'{text}' is read as '{meant}'."),)
    return remarks


def _tidied(text: str) -> tuple[str, tuple[Remark, ...]]:
    if is_plain(text):
        return text, ()
    word = tidy(text)
    remarks = []
    if word.look_alikes:
        signs = listed(f"'{sign}'" for sign in dict.fromkeys(word.look_alikes))
        remarks.append(
            Remark("look-alike", f"{signs} only looks like another sign; the cell is read as '{word.text}'.")
        )
    if word.blanks:
        remarks.append(
            Remark(
                "other-spelling", f"There are blanks too many; the cell is read as '{word.text}'.", "Delete the blanks."
            )  # fmt: skip
        )
    return word.text, tuple(remarks)


def _resolved(column: Column, word: str, context: Context) -> str | Remark:
    """The word of the list, or the id of the other sheet, that is meant; else why there is none."""
    also = next((each for each in column.also if key(each) == key(word)), None)
    if also:
        return also
    if column.refs:
        return _reference(column, word, context)
    if column.choices or column.setting:
        allowed = column.choices or context.words.get(column.setting or "", ())
        return _choice(word, (*allowed, *column.also))
    return word


def _choice(word: str, allowed: tuple[str, ...]) -> str | Remark:
    meant = next((each for each in allowed if key(each) == key(word)), None)
    if meant is not None:
        return meant
    near = closest(word, allowed)
    action = f"Choose one of: {listed(allowed)}." if not near else f"Choose '{near}' or another of: {listed(allowed)}."
    return Remark("not-allowed", f"'{word}' is none of the values of this column.", action)


def _reference(column: Column, word: str, context: Context) -> str | Remark:
    sheets = [context.ids_of(sheet_key) for sheet_key in column.refs]
    wanted = key(word)
    for ids in sheets:
        if word in ids.places:
            return word
        if wanted in ids.by_key:
            return ids.by_key[wanted]
    titles = " or ".join(ids.title for ids in sheets)
    if any(wanted in ids.broken for ids in sheets):
        return Remark("unknown-reference", f"The row '{word}' names on {titles} has an error itself.", "Correct that row first.")  # fmt: skip
    near = next((found for ids in sheets if (found := closest(word, list(ids.places)))), "")
    action = f"Did you mean '{near}'? Correct the id, or add the row it names." if near else ""
    return Remark("unknown-reference", f"There is no '{word}' on {titles}.", action)


def _choice_cell(column: Column, raw: Any, context: Context) -> Cell:
    if isinstance(raw, bool) and {"Yes", "No"} <= set(column.choices):
        meant = "Yes" if raw else "No"
        return Cell(meant, (Remark("other-spelling", f"'{plain_text(raw)}' is read as '{meant}'."),))
    return _text(column, raw, context)


def _list(column: Column, raw: Any, context: Context) -> Cell:
    if isinstance(raw, (dt.date, dt.time, dt.timedelta, bool)):
        return Cell(raw)
    items: dict[str, None] = {}
    remarks: list[Remark] = []
    for part in filter(str.strip, _SEPARATORS.split(plain_text(raw))):
        item = _text(column, part.strip(), context)
        if item.fault:
            return Cell(raw, fault=item.fault)
        items[item.value] = None
        remarks.extend(item.remarks)
    return Cell(tuple(items) or None, tuple(remarks))


def _hours(column: Column, raw: Any, context: Context) -> Cell:
    if isinstance(raw, str):
        try:
            parse_hours(raw)
        except ValueError as error:
            return Cell(raw.strip(), fault=Remark("bad-hours", *_problem_and_action(str(error))))
        return Cell(raw.strip())
    return Cell(raw, fault=Remark("bad-hours", "Excel has turned the hours into a date, a time or a number.", "Format the cell as text and type, for example, 09:00-17:00."))  # fmt: skip


def _problem_and_action(sentences: str) -> tuple[str, str]:
    problem, stop, action = sentences.partition(". ")
    return problem + stop.strip(), action


def _number(column: Column, raw: Any, context: Context) -> Cell:
    remarks: list[Remark] = []
    value = raw
    if isinstance(raw, str):
        per_cent = is_percent(column) and raw.strip().endswith("%")
        try:
            value = number_in(raw.strip().removesuffix("%") if per_cent else raw)
        except ValueError as error:
            return Cell(raw, fault=Remark("not-a-number", f"The text '{_short(raw)}' {error}."))
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


def _when(column: Column, raw: Any, context: Context) -> Cell:
    read = _moment(raw, context)
    if not isinstance(read.value, dt.datetime):
        return read
    moment = read.value
    if moment.microsecond:
        moment = (moment + _SECOND / 2).replace(microsecond=0)
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return Cell(raw, fault=Remark("out-of-range", f"The year {moment.year} cannot be right.", "Correct the date."))
    return Cell(moment, read.remarks)


def _day(column: Column, raw: Any, context: Context) -> Cell:
    read = _when(column, raw, context)
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
    """A date that lost its format shows as a number: the days since 1899-12-30, or digits such as 20260331."""
    if 0 <= number < 1:
        return _no_date(raw)
    number += _1904 if context.date1904 and number < _SERIALS[1] else 0
    if _SERIALS[0] <= number < _SERIALS[1]:
        moment = _EPOCH + dt.timedelta(seconds=round(number * 86_400))
    elif number.is_integer() and _COMPACT[0] <= number <= _COMPACT[1]:
        return _moment_in_text(str(int(number)), context)
    else:
        return Cell(raw)
    return Cell(moment, (Remark("date-as-text", f"The number {plain_text(raw)} is read as the date {plain_text(moment)}.", "Give the cell a date format."),))  # fmt: skip


def _moment_in_text(text: str, context: Context) -> Cell:
    try:
        moment = moment_in(text, context.zone)
    except (ValueError, OverflowError) as error:
        why = str(error) if isinstance(error, ValueError) else "is not a date"
        return Cell(text, fault=Remark("not-a-date", f"The text '{_short(text)}' {why}."))
    where = f" in the zone {context.zone}" if has_offset(text) else ""
    return Cell(moment, (Remark("date-as-text", f"The date is text; it is read as {plain_text(moment)}{where}."),))


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= 40 else one_line[:39] + "…"


_READERS: Mapping[Kind, Callable[[Column, Any, Context], Cell]] = {
    "text": _text,
    "choice": _choice_cell,
    "list": _list,
    "hours": _hours,
    "whole": _number,
    "number": _number,
    "day": _day,
    "when": _when,
}
_TYPES: Mapping[Kind, type] = {
    "text": str,
    "choice": str,
    "list": tuple,
    "hours": str,
    "whole": int,
    "number": float,
    "day": dt.date,
    "when": dt.datetime,
}
