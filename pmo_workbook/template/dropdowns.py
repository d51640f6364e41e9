"""Dropdowns, bounds and input messages of the input cells, from the columns' descriptions.

A dropdown of ids reads a defined name on the id column of the other table (`ids_services`), one of words from
Settings a defined name on the words that a refresh writes on Start (`pmo_priorities`). Both have "ignore blank" off:
with it on, one blank cell in the source makes Excel accept anything. Emptying a cell with the Delete key is always
possible.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from pmo_workbook.columns import ALL, Column
from pmo_workbook.settings import CLOSED_REASON
from pmo_workbook.sheets import BY_KEY, Sheet

Options = dict[str, Any]
"""Options of XlsxWriter's `data_validation`."""

WORDS = {"priorities": "pmo_priorities", "waiting_reasons": "pmo_waiting_reasons"}
"""Defined name of the words of a setting, by the field of `settings.Settings`."""

EARLIEST = dt.date(1990, 1, 1)
LATEST = dt.date(2199, 12, 31)
LONGEST_TITLE = 32
LONGEST_MESSAGE = 255
_HUGE = 1e15
_LONG_TABLE = "requests"
"""The sheet whose ids are too many to scroll through: they are looked up, not listed."""


def ids_name(key: str) -> str:
    """Defined name of the ids of a sheet.

    Args:
        key: Key of the sheet.
    """
    return f"ids_{key}"


def listed(columns: Iterable[Column]) -> set[str]:
    """Keys of the sheets whose ids these columns look up or list.

    Args:
        columns: Columns of input sheets, or settings.
    """
    return {c.refs[0] for c in columns if len(c.refs) == 1 and c.kind != "list"}


def validation(column: Column, first_row: int, last_row: int, place: int) -> Options:
    """What a column's cells accept, and the message shown when one is selected.

    Args:
        column: The column.
        first_row: First row of the cells (0-based).
        last_row: Last row of the cells (0-based).
        place: Column of the cells (0-based).
    """
    return {**_rule(column, first_row, last_row, place), **message(column)}


def message(column: Column) -> Options:
    """The input message alone.

    Args:
        column: The column.

    Raises:
        ValueError: The text is longer than Excel shows.
    """
    text = column.help
    if column.example and column.example not in text:
        text += f" Example: {column.example}."
    if len(text) > LONGEST_MESSAGE:
        raise ValueError(f"The input message of {column.header} has {len(text)} characters, {LONGEST_MESSAGE} fit")
    title = column.header if len(column.header) <= LONGEST_TITLE else "Setting"
    return {"input_title": title, "input_message": text}


def raci_validation(codes: Iterable[str]) -> Options:
    """What the cells of the RACI matrix accept.

    Args:
        codes: The codes, in order.
    """
    says = (
        "R does the work, A answers for it (one per row), C is asked before, I is told after. "
        "A/R: one role does both. The header of the column is a Role ID."
    )
    error = "Choose R, A, C, I or A/R, or leave the cell blank."
    return {
        "validate": "list",
        "source": list(codes),
        **_refusal("RACI code", error),
        "input_title": "RACI code",
        "input_message": says,
    }


def _rule(column: Column, first_row: int, last_row: int, place: int) -> Options:
    if column.choices:
        return _choice(column)
    if column.kind in ("day", "when"):
        return _date()
    if column.kind in ("whole", "number"):
        return _number(column)
    if column.kind != "list" and column.setting:
        return _setting(column)
    if column.kind != "list" and len(column.refs) == 1:
        return _reference(column, first_row, place)
    if column.unique:
        return _unique(column, first_row, last_row, place)
    if column.kind == "text" and column.longest:
        error = f"At most {column.longest} characters."
        return {"validate": "length", "criteria": "<=", "value": column.longest, **_refusal("Too long", error)}
    return {"validate": "any"}


def _choice(column: Column) -> Options:
    words = ", ".join(column.choices)
    error = f"Choose one of: {words}."
    blank = not column.required
    return {
        "validate": "list",
        "source": list(column.choices),
        "ignore_blank": blank,
        **_refusal("Not on the list", error),
    }


def _date() -> Options:
    return {
        "validate": "date",
        "criteria": "between",
        "minimum": EARLIEST,
        "maximum": LATEST,
        **_refusal("Not a date", "Type a date, such as 2026-03-31 or, where time matters, 2026-03-31 14:30."),
    }


def _number(column: Column) -> Options:
    low = -_HUGE if column.low is None else column.low
    high = _HUGE if column.high is None else column.high
    what = "a whole number" if column.kind == "whole" else "a number without a unit"
    bounds = ""
    if column.low is not None and column.high is not None:
        bounds = f" from {low:g} to {high:g}"
    elif column.low is not None:
        bounds = f" of at least {low:g}"
    return {
        "validate": "integer" if column.kind == "whole" else "decimal",
        "criteria": "between",
        "minimum": low,
        "maximum": high,
        **_refusal("Not a number that fits", f"Type {what}{bounds}."),
    }


def _setting(column: Column) -> Options:
    error = "This word is not on Settings, or was added since the last refresh. Keep it?"
    if CLOSED_REASON in column.also:
        error += f" {CLOSED_REASON} may be kept."
    return {
        "validate": "list",
        "source": f"={WORDS[str(column.setting)]}",
        "ignore_blank": False,
        **_refusal("Not a word from Settings", error, "warning"),
    }


def _reference(column: Column, first_row: int, place: int) -> Options:
    sheet = BY_KEY[column.refs[0]]
    name = ids_name(sheet.key)
    title = f"Not found on {sheet.title}"
    if sheet.key == _LONG_TABLE:
        cell = f"{xl_col_to_name(place)}{first_row + 1}"
        error = f"No row of {sheet.title} has this id. Keep it?"
        return {
            "validate": "custom",
            "value": f"=COUNTIF({name},{cell})>0",
            "ignore_blank": not column.required,
            **_refusal(title, error, "warning"),
        }
    listing = {"validate": "list", "source": f"={name}", "ignore_blank": False}
    if ALL in column.also:
        error = f"{ALL} is allowed beside the ids of {sheet.title}. Keep what you typed?"
        return {**listing, **_refusal(title, error, "warning")}
    error = f"Choose an id from the list. A new one is first added on the sheet {sheet.title}."
    return {**listing, **_refusal(title, error)}


def _unique(column: Column, first_row: int, last_row: int, place: int) -> Options:
    letter = xl_col_to_name(place)
    own = f"{letter}{first_row + 1}"
    others = f"{letter}${first_row + 1}:{letter}${last_row + 1}"
    error = f"Every row needs an id of its own, of at most {column.longest} characters."
    return {
        "validate": "custom",
        "value": f"=AND(LEN({own})<={column.longest},COUNTIF({others},{own})<=1)",
        "ignore_blank": False,
        **_refusal("Taken, or too long", error),
    }


def _refusal(title: str, text: str, kind: str = "stop") -> Options:
    return {"error_title": title[:LONGEST_TITLE], "error_message": text[:LONGEST_MESSAGE], "error_type": kind}


def all_columns(sheets: Iterable[Sheet]) -> Iterable[Column]:
    """Every column of these sheets.

    Args:
        sheets: Input sheets.
    """
    return (column for sheet in sheets for column in sheet.columns)
