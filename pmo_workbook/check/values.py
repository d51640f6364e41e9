"""One cell: from what the workbook holds to the type its column asks for, and what was odd about it.

Nothing is refused here that pydantic refuses: a value that cannot be read stays as it is, and the model says so. What
the model cannot know (references, words from Settings, opening hours, time zones) is a fault of the cell.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from pmo_workbook.check import quantities, wording
from pmo_workbook.check.cells import BLANK, Cell, is_word
from pmo_workbook.check.references import Context
from pmo_workbook.columns import Column, Kind
from pmo_workbook.spelling import tidy


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
    return column.longest is None or not isinstance(value, str) or len(value) <= column.longest


_READERS: Mapping[Kind, Callable[[Column, Any, Context], Cell]] = {
    "text": wording.text,
    "choice": wording.choice,
    "list": wording.listing,
    "hours": wording.hours,
    "whole": quantities.number,
    "number": quantities.number,
    "day": quantities.day,
    "when": quantities.when,
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
