"""Columns of the logs, checked as a whole.

A column is compiled from the same description as its pydantic field. A few passes in C find the cells that are plainly
fine; each of the others is read by `values.read_cell`, as on the definition sheets.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from operator import is_, is_not, sub
from types import NoneType
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt

from pmo_workbook.check.cells import Cell, is_percent
from pmo_workbook.check.order import seconds
from pmo_workbook.check.quantities import FIRST_YEAR, LAST_YEAR
from pmo_workbook.check.references import Context
from pmo_workbook.check.values import fits, read_cell
from pmo_workbook.columns import Column, Row, columns
from pmo_workbook.epochs import DAY, EPOCH, NULL
from pmo_workbook.spelling import is_plain

Form = Literal["code", "id", "text", "time", "number"]
"""How a column of a log is kept: ``code`` is an index, -1 for blank; ``time`` wall-clock seconds, `NULL` for blank;
``number`` NaN for blank; ``id`` and ``text`` objects, None for blank."""

_FIRST: Final = seconds(dt.date(FIRST_YEAR, 1, 1))
_END: Final = seconds(dt.date(LAST_YEAR + 1, 1, 1))
_UNKNOWN: Final = -2


@dataclass(frozen=True)
class LogColumn:
    """A column that was read and judged.

    Attributes:
        values: Its values in the form of the column; of no meaning where `bad`.
        bad: Where the cell makes the row an error.
        odd: What `read_cell` said, by position, of the cells that were not plainly fine.
    """

    values: npt.NDArray[Any]
    bad: npt.NDArray[np.bool_]
    odd: Mapping[int, Cell]


def compiled(model: type[Row]) -> tuple[tuple[Column, Form], ...]:
    """Columns of a log with the form each is checked in.

    Args:
        model: Model of the log.

    Raises:
        TypeError: No check of whole columns is written for one of its fields.
    """
    return tuple((column, _form(column)) for column in columns(model))


def _form(column: Column) -> Form:
    if column.kind in ("list", "hours") or len(column.refs) > 1 or is_percent(column) or not _codable(column):
        raise TypeError(f"{column.field}: no check of whole columns is written for {column.kind} {column.refs}")
    if column.refs or column.choices or column.setting:
        return "code"
    if column.kind in ("when", "day"):
        return "time"
    if column.kind in ("whole", "number"):
        return "number"
    return "id" if column.unique else "text"


def _codable(column: Column) -> bool:
    """Whether further words are allowed beside words of Settings at most, which have a code of their own."""
    return not column.tolerated and (column.setting is not None or not column.also)


def read_column(column: Column, form: Form, cells: list[Any], context: Context) -> LogColumn:
    """Read and judge a column.

    Args:
        column: The column.
        form: Its form.
        cells: What the workbook holds, None for blank.
        context: What the cells may refer to.
    """
    allowed = _allowed(column, context) if form == "code" else {}
    values, doubtful = _PLAIN[form](column, cells, allowed)
    bad = _blanks(form, values) if column.required else np.zeros(len(cells), np.bool_)
    odd: dict[int, Cell] = {}
    known: dict[tuple[type, Any], tuple[Cell, bool]] = {}
    for at in doubtful:
        raw = cells[at]
        judged = known.get((type(raw), raw))
        if judged is None:
            cell = read_cell(column, raw, context)
            judged = known[type(raw), raw] = (cell, cell.fault is None and fits(column, cell.value))
        odd[at] = judged[0]
        bad[at] = not judged[1]
        values[at] = _encoded(form, judged[0].value if judged[1] else None, allowed)
    return LogColumn(values, bad, odd)


def blank_column(form: Form, length: int, *, required: bool) -> LogColumn:
    """A column that is not there.

    Args:
        form: Its form.
        length: Number of rows.
        required: It must be there, so that every row is bad.
    """
    values = np.full(length, _encoded(form, None, {}), dtype=_DTYPES[form])
    return LogColumn(values, np.full(length, required, np.bool_), {})


def _allowed(column: Column, context: Context) -> Mapping[Any, int]:
    """Code of each value that needs no second look; a blank is -1."""
    if column.refs:
        return {**context.ids_of(column.refs[0]).places, None: -1}
    words = (*(column.choices or context.words.get(column.setting or "", ())), *column.also)
    return {**{word: code for code, word in enumerate(words)}, None: -1}


def _encoded(form: Form, value: Any, allowed: Mapping[Any, int]) -> Any:
    match form:
        case "code":
            return -1 if value is None else allowed[value]
        case "time":
            return seconds(value)
        case "number":
            return np.nan if value is None else float(value)
        case _:
            return value


def _blanks(form: Form, values: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    if form in ("id", "text"):
        return np.fromiter(map(is_, values, repeat(None)), np.bool_, len(values))
    blank: npt.NDArray[np.bool_] = np.isnan(values) if form == "number" else values == _encoded(form, None, {})
    return blank


Plain = tuple[npt.NDArray[Any], Iterable[int]]
"""Values where they are plainly fine, and the positions of the others."""


def _codes(_: Column, cells: Sequence[Any], allowed: Mapping[Any, int]) -> Plain:
    values = np.fromiter(map(allowed.get, cells, repeat(_UNKNOWN)), np.int64, len(cells))
    return values, np.flatnonzero(values == _UNKNOWN).tolist()


def _texts(column: Column, cells: Sequence[Any], _: Mapping[Any, int]) -> Plain:
    return _objects(cells), _doubtful_texts(column, cells, plain=False)


def _id_texts(column: Column, cells: Sequence[Any], _: Mapping[Any, int]) -> Plain:
    return _objects(cells), _doubtful_texts(column, cells, plain=True)


def _objects(cells: Sequence[Any]) -> npt.NDArray[np.object_]:
    values = np.empty(len(cells), dtype=object)
    values[:] = cells
    return values


def _doubtful_texts(column: Column, cells: Sequence[Any], *, plain: bool) -> list[int]:
    """Positions of cells that are no text, or one that is too long, has blanks around it, or (`plain`) odd signs.

    A few passes over the different texts tell that there are none, which is the usual case.
    """
    longest = column.longest or 1 << 31
    if set(map(type, cells)) <= {str, NoneType}:
        texts = list(set(cells) - {None})
        if not texts or (_all_fine(texts, longest) and (not plain or _all_plain(texts))):
            return []
    return [
        at
        for at, cell in enumerate(cells)
        if cell is not None and not (type(cell) is str and _all_fine([cell], longest) and (not plain or is_plain(cell)))
    ]


def _all_fine(texts: list[str], longest: int) -> bool:
    return "" not in texts and max(map(len, texts)) <= longest and list(map(str.strip, texts)) == texts


def _all_plain(texts: list[str]) -> bool:
    joined = "|".join(texts)
    return joined.isascii() and joined.isprintable() and "  " not in joined


def _times(column: Column, cells: list[Any], _: Mapping[Any, int]) -> Plain:
    types = set(map(type, cells))
    doubtful: list[int] = []
    if not types <= {dt.datetime, dt.date, NoneType}:
        doubtful = [at for at, cell in enumerate(cells) if type(cell) not in (dt.datetime, dt.date, NoneType)]
        cells = _without(cells, doubtful)
    if dt.date in types:
        midnight = dt.time()
        cells = [dt.datetime.combine(cell, midnight) if type(cell) is dt.date else cell for cell in cells]
    filled = np.fromiter(map(is_not, cells, repeat(None)), np.bool_, len(cells))
    values = np.full(len(cells), NULL, np.int64)
    values[filled] = _seconds([cell for cell in cells if cell is not None])
    strange = filled & ((values < _FIRST) | (values >= _END))
    if column.kind == "day":
        values[filled] -= values[filled] % DAY
    return values, [*doubtful, *np.flatnonzero(strange).tolist()]


def _without(cells: Sequence[Any], doubtful: Iterable[int]) -> list[Any]:
    rest = list(cells)
    for at in doubtful:
        rest[at] = None
    return rest


def _seconds(moments: Sequence[dt.datetime]) -> npt.NDArray[np.int64]:
    # several times as fast as np.array(moments, "datetime64[s]"), and it rounds
    since = map(dt.timedelta.total_seconds, map(sub, moments, repeat(EPOCH)))
    return np.floor(np.fromiter(since, np.float64, len(moments)) + 0.5).astype(np.int64)


def _numbers(column: Column, cells: list[Any], _: Mapping[Any, int]) -> Plain:
    doubtful: list[int] = []
    if not set(map(type, cells)) <= {float, int, NoneType}:
        doubtful = [at for at, cell in enumerate(cells) if type(cell) not in (float, int, NoneType)]
        cells = _without(cells, doubtful)
    values = np.array(cells, dtype=np.float64)
    strange = np.zeros(len(cells), np.bool_)
    if column.low is not None:
        strange |= values < column.low
    if column.high is not None:
        strange |= values > column.high
    if column.kind == "whole":
        strange |= ~np.isnan(values) & (np.floor(values) != values)
    return values, [*doubtful, *np.flatnonzero(strange).tolist()]


_PLAIN: Final[Mapping[Form, Callable[[Column, list[Any], Mapping[Any, int]], Plain]]] = {
    "code": _codes,
    "id": _id_texts,
    "text": _texts,
    "time": _times,
    "number": _numbers,
}
_DTYPES: Final[Mapping[Form, Any]] = {
    "code": np.int64, "id": object, "text": object, "time": np.int64, "number": np.float64,
}  # fmt: skip
