"""How a sheet model describes its columns, and the one place that reads those descriptions.

A column is a pydantic field made by `column()`. From it come the header, the dropdown, the input message, the row
check, the vectorised log check and the data dictionary.
"""

from __future__ import annotations

import datetime as dt
import types
import typing
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, ClassVar, Literal

import annotated_types as at
from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo

Kind = Literal["text", "choice", "list", "whole", "number", "day", "when", "hours"]
"""What a cell holds: ``list`` is comma-separated text, ``when`` a date with or without a time."""

ALL = "All"
"""The word that stands for every calendar, priority or audience."""

EACH_ID = 40
"""Longest id, in characters."""


@dataclass(frozen=True)
class Hours:
    """Marks text that `hours.parse_hours` can read."""


@dataclass(frozen=True)
class Column:
    """All that is known of one column.

    Attributes:
        field: Name of the model's field.
        header: Text of the header cell.
        kind: What a cell holds.
        required: The cell must be filled.
        help: What to enter, one or two sentences; the input message of the template.
        example: A good value, as text.
        width: Column width in characters.
        choices: Allowed values, in order; empty when free.
        setting: Field of `Settings` that lists the allowed values; None when not.
        refs: Keys of the sheets whose ids are allowed; empty when none.
        also: Words allowed beside ids or settings, such as ``All``.
        tolerated: Words read too, but offered nowhere, since they change nothing.
        unique: The column is the id of its sheet.
        low: Smallest number allowed, or None.
        high: Largest number allowed, or None.
        longest: Most characters allowed, or None.
    """

    field: str
    header: str
    kind: Kind
    required: bool
    help: str
    example: str
    width: int
    choices: tuple[str, ...] = ()
    setting: str | None = None
    refs: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    tolerated: tuple[str, ...] = ()
    unique: bool = False
    low: float | None = None
    high: float | None = None
    longest: int | None = None


@dataclass(frozen=True)
class InOrder:
    """Two points in time of one row that must not be the wrong way round; either may be blank.

    A date without a time is compared by its date only.

    Attributes:
        earlier: Field that comes first.
        later: Field that must not lie before it, and whose cell is named in the issue.
        rule: Code of the rule broken otherwise.
    """

    earlier: str
    later: str
    rule: str


class Row(BaseModel):
    """One row of an input sheet.

    Attributes:
        row: Worksheet row (1-based) it was read from; 0 for rows that come from no sheet.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)
    row: int = 0
    in_order: ClassVar[tuple[InOrder, ...]] = ()


def column(
    header: str,
    says: str,
    *,
    example: str = "",
    width: int = 18,
    optional: bool = False,
    **facts: Any,
) -> Any:
    """Describe one column of a sheet.

    Args:
        header: Header text.
        says: Input message, one or two sentences.
        example: A good value, as a user would type it.
        width: Width in characters.
        optional: The cell may be blank.
        **facts: ``refs``, ``also``, ``tolerated``, ``setting``, ``unique`` as in `Column`; ``ge``, ``le``,
            ``max_length`` as in pydantic.

    Returns:
        A pydantic field.
    """
    limits: dict[str, Any] = {name: facts.pop(name) for name in ("ge", "le", "max_length") if name in facts}
    if not optional and "max_length" in limits:
        limits["min_length"] = 1
    extra = {"example": example, "width": width, **facts}
    default = None if optional else ...
    return Field(default, title=header, description=says, json_schema_extra=extra, **limits)


@cache
def columns(model: type[Row]) -> tuple[Column, ...]:
    """Columns of a sheet, in order.

    Args:
        model: A sheet's row model.

    Raises:
        TypeError: A field has a type or a constraint that no check is written for.
    """
    return tuple(_column(name, info) for name, info in model.model_fields.items() if name != "row")


def _column(name: str, info: FieldInfo) -> Column:
    kind, choices, marks = _kind(name, info.annotation)
    low = high = longest = None
    for mark in (*marks, *info.metadata):
        match mark:
            case at.Ge(ge=value):
                low = float(typing.cast(float, value))
            case at.Le(le=value):
                high = float(typing.cast(float, value))
            case at.MaxLen(max_length=value):
                longest = value
            case at.MinLen(min_length=1) | Hours():
                pass
            case _:
                raise TypeError(f"{name}: no check is written for {mark!r}")
    extra = dict(typing.cast(dict[str, Any], info.json_schema_extra or {}))
    return Column(
        name, info.title or name, kind, info.is_required(), info.description or "",
        choices=choices, low=low, high=high, longest=longest, **extra,
    )  # fmt: skip


def _kind(name: str, annotation: Any) -> tuple[Kind, tuple[str, ...], tuple[Any, ...]]:
    """Kind of cell, allowed values and further marks of an annotation such as ``Literal["Yes", "No"] | None``."""
    origin, args = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (typing.Union, types.UnionType):
        return _kind(name, next(a for a in args if a is not type(None)))
    if origin is Annotated:
        kind, choices, marks = _kind(name, args[0])
        return ("hours" if Hours() in args else kind), choices, (*marks, *args[1:])
    if origin is Literal:
        return "choice", args, ()
    if origin is tuple and args == (str, ...):
        return "list", (), ()
    kinds: dict[Any, Kind] = {str: "text", int: "whole", float: "number", dt.datetime: "when", dt.date: "day"}
    if annotation not in kinds:
        raise TypeError(f"{name}: no check is written for {annotation!r}")
    return kinds[annotation], (), ()
