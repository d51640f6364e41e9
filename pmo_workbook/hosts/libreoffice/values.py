"""Between Python's values and what one call to Calc takes or gives: plain functions, no LibreOffice needed."""

from __future__ import annotations

import datetime as dt
import math
import numbers
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, TypeAlias

from .serials import to_serial

Cell: TypeAlias = str | float | bool | dt.datetime | dt.date | dt.time | None
"""One value on the Python side."""
Stored: TypeAlias = str | float
"""One value as Calc keeps it; an empty string is an empty cell."""
Position: TypeAlias = tuple[int, int]
"""Row and column inside a range, from 0."""
Rectangle: TypeAlias = tuple[int, int, int, int]
"""First row, first column, last row, last column inside a range, from 0, both ends included."""


class CellError(str):
    """An error in a cell, such as ``#N/A``; read with the option ``err_to_str=True``."""

    __slots__ = ()


class LiteralText(str):
    """Text that is stored as it stands, also when it begins with ``=`` or an apostrophe."""

    __slots__ = ()


class Kind(Enum):
    """What a number in a cell means; Calc knows it from the number format only."""

    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "date and time"
    TIME = "time"


@dataclass(frozen=True)
class Prepared:
    """A block ready to be written.

    Attributes:
        rows: The constants; an empty string where a formula goes.
        formulas: Formulas in Excel's syntax, each with its ``=``, by position.
        kinds: Positions of the numbers, by meaning.
    """

    rows: tuple[tuple[Stored, ...], ...]
    formulas: dict[Position, str] = field(default_factory=dict)
    kinds: dict[Kind, list[Position]] = field(default_factory=dict)


def prepare_element(value: object, options: dict[str, Any]) -> Cell:
    """Turn one Python value into one that a cell can hold.

    Args:
        value: A scalar; those of numpy and pandas too.
        options: Options of the range. ``literal=True`` keeps every text as it stands.

    Raises:
        TypeError: There is no cell value for this type.
        ValueError: The number is infinite.
    """
    if isinstance(value, str):
        return LiteralText(value) if options.get("literal") else value
    if value is None or isinstance(value, bool):
        return value
    if type(value).__name__ in ("NaTType", "NAType"):
        return None
    if isinstance(value, dt.date | dt.time):
        return value
    if isinstance(value, numbers.Real) or type(value).__name__ == "Decimal":
        return _number(float(value))  # type: ignore[arg-type]
    item = getattr(value, "item", None)
    if callable(item):
        plain = value.astype("datetime64[us]").item() if hasattr(value, "astype") and _is_moment(value) else item()
        return prepare_element(plain, options)
    raise TypeError(f"a cell cannot hold {value!r} of type {type(value).__name__}")


def _is_moment(value: Any) -> bool:
    return getattr(value.dtype, "kind", "") == "M"


def _number(value: float) -> float | None:
    if math.isnan(value):
        return None
    if math.isinf(value):
        raise ValueError(f"a cell cannot hold {value}")
    return value


def prepare(rows: Sequence[Sequence[Cell]], zero: dt.datetime) -> Prepared:
    """Sort a block into constants, formulas and the meaning of its numbers.

    Text that begins with ``=`` is a formula, as in Excel; an apostrophe in front makes it text and is dropped, as in
    Excel. No other text is interpreted: ``"007"`` and ``"1/2"`` stay text.

    Args:
        rows: The block, its rows of one length.
        zero: The document's day zero.
    """
    prepared = Prepared((), {}, {})
    stored = tuple(
        tuple(_store(value, (i, j), zero, prepared) for j, value in enumerate(row)) for i, row in enumerate(rows)
    )
    return Prepared(stored, prepared.formulas, prepared.kinds)


def _store(value: Cell, position: Position, zero: dt.datetime, prepared: Prepared) -> Stored:
    if value is None:
        return ""
    if isinstance(value, str):
        return _store_text(value, position, prepared)
    prepared.kinds.setdefault(_kind(value), []).append(position)
    if isinstance(value, dt.date | dt.time):
        return to_serial(value, zero)
    return float(value)


def _store_text(value: str, position: Position, prepared: Prepared) -> str:
    if not isinstance(value, LiteralText):
        if value.startswith("'"):
            return value[1:]
        if value.startswith("=") and len(value) > 1:
            prepared.formulas[position] = value
            return ""
    return str(value)


def _kind(value: float | bool | dt.date | dt.time) -> Kind:
    if isinstance(value, bool):
        return Kind.BOOLEAN
    if isinstance(value, dt.datetime):
        return Kind.DATETIME if value.time() != dt.time() else Kind.DATE
    if isinstance(value, dt.date):
        return Kind.DATE
    return Kind.TIME if isinstance(value, dt.time) else Kind.NUMBER


def rectangles(positions: Iterable[Position]) -> list[Rectangle]:
    """Cover cells with few rectangles, so that few calls reach all of them.

    Runs down a column are joined first, then equal runs of neighbouring columns.
    """
    runs: dict[tuple[int, int], list[list[int]]] = {}
    for column, first, last in _runs(positions):
        spans = runs.setdefault((first, last), [])
        if spans and spans[-1][1] == column - 1:
            spans[-1][1] = column
        else:
            spans.append([column, column])
    return [(first, left, last, right) for (first, last), spans in runs.items() for left, right in spans]


def _runs(positions: Iterable[Position]) -> list[tuple[int, int, int]]:
    found: list[tuple[int, int, int]] = []
    for column, row in sorted((column, row) for row, column in positions):
        if found and found[-1][0] == column and found[-1][2] == row - 1:
            found[-1] = (column, found[-1][1], row)
        else:
            found.append((column, row, row))
    return found


def clean(
    data: Sequence[Sequence[Any]],
    datetime_builder: Callable[..., Any],
    empty_as: object,
    number_builder: Callable[[float], Any] | None,
    err_to_str: bool,
) -> list[list[Any]]:
    """Apply the reading options of xlwings to a block, see ``Range.options`` there."""

    def one(value: Any) -> Any:
        if value is None or value == "":
            return empty_as
        if isinstance(value, CellError):
            return str(value) if err_to_str else None
        if isinstance(value, dt.datetime):
            parts = {name: getattr(value, name) for name in _PARTS}
            return datetime_builder(**parts, tzinfo=None)
        if number_builder is not None and isinstance(value, float):
            return number_builder(value)
        return value

    return [[one(value) for value in row] for row in data]


_PARTS = ("year", "month", "day", "hour", "minute", "second", "microsecond")
