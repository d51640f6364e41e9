"""A number that changes when an input changes, so that Start can say that the last refresh is out of date.

The template works out the same number (`sheet_formulas`, behind defined names) and marks Start where the two differ.
Numbers and dates count with their value, texts with their length: what it misses is a text replaced by one of the same
length. A cell with an Excel error leaves the mark off, since a sheet cannot add it up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from math import fsum
from operator import attrgetter
from typing import Any, Final

from pmo_workbook.binding import BoundTable
from pmo_workbook.epochs import day_zero
from pmo_workbook.memory import Memory, remembered
from pmo_workbook.sheets import SHEETS
from pmo_workbook.tables import Grid, RawTable

NOW: Final = "pmo_inputs_now"
"""Defined name of the number as the sheets are now."""

_IN_A_SUM: Final = 6

TOLERANCE: Final = 0.005
"""Differences up to this are rounding: seven minutes of a date, where nothing else changed."""

_PARTS_OF_A_DAY: Final = {"hour": 24, "minute": 1_440, "second": 86_400, "microsecond": 86_400_000_000}


def sheet_formulas() -> dict[str, str]:
    """The number as formulas of the workbook.

    Returns:
        Formula by defined name: one a table, sums of a few of them (a formula longer than a line cannot be checked by
        eye), and `NOW`, which is all of them together.
    """
    tables = {f"pmo_sum_{sheet.key}": _table_formula(f"{sheet.table}[]") for sheet in SHEETS}
    names = list(tables)
    parts = {
        f"pmo_inputs_{number}": "=" + "+".join(names[at : at + _IN_A_SUM])
        for number, at in enumerate(range(0, len(names), _IN_A_SUM), 1)
    }
    return {**tables, **parts, NOW: "=" + "+".join(parts)}


def _table_formula(rows: str) -> str:
    return f"=SUM({rows})+SUMPRODUCT(ISTEXT({rows})*LEN({rows}))"


def check_sum(tables: Mapping[str, BoundTable], memory: Memory | None = None) -> float:
    """The number of the workbook as it was read.

    Args:
        tables: Input tables by sheet key; rows typed below a table are no part of it and do not count.
        memory: What was worked out before: a table that is the same object is not added up again.
    """
    return fsum(
        remembered(memory, f"sum of {sheet_key}", (table,), (), partial(_of_table, table.table))
        for sheet_key, table in tables.items()
    )


def _of_table(table: RawTable) -> float:
    epoch = day_zero(table.date1904)
    inside = len(table.rows) - table.below
    rows = table.rows[:inside]
    columns = rows.columns if isinstance(rows, Grid) else tuple(zip(*rows, strict=True))
    return fsum(_of_column(column[:inside], epoch) for column in columns)


def _of_column(values: Sequence[Any], epoch: dt.datetime) -> float:
    """Sum of a column; each kind of value is added up at once, as a log has a million cells."""
    kinds = set(map(type, values)) - {type(None)}
    if len(kinds) == 1:
        # What is false adds nothing: blank, or zero.
        return _ADD.get(kinds.pop(), _nothing)(list(filter(None, values)), epoch)
    return fsum(_ADD.get(kind, _nothing)([v for v in values if type(v) is kind], epoch) for kind in kinds)


def _nothing(_values: Sequence[Any], _epoch: dt.datetime) -> float:
    """Truth values do not count in a sum."""
    return 0.0


def _texts(values: Sequence[str], _: dt.datetime) -> float:
    joined = "".join(values)
    # A workbook counts letters beyond the first 65,536 of Unicode twice.
    return len(joined) if joined.isascii() else len(joined.encode("utf-16-le", "surrogatepass")) // 2


def _moments(values: Sequence[dt.datetime], epoch: dt.datetime) -> float:
    return _days(values, epoch) + _times(values, epoch)


def _days(values: Sequence[dt.date], epoch: dt.datetime) -> float:
    return sum(map(dt.date.toordinal, values)) - len(values) * epoch.toordinal()


def _times(values: Sequence[dt.time | dt.datetime], _: dt.datetime) -> float:
    return fsum(sum(map(attrgetter(name), values)) / parts for name, parts in _PARTS_OF_A_DAY.items())


_ADD: Final[Mapping[type, Callable[[Sequence[Any], dt.datetime], float]]] = {
    str: _texts,
    int: lambda values, _: fsum(values),
    float: lambda values, _: fsum(values),
    dt.datetime: _moments,
    dt.date: _days,
    dt.time: _times,
    dt.timedelta: lambda values, _: sum(values, dt.timedelta()) / dt.timedelta(days=1),
}
