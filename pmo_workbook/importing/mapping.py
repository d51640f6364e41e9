"""Which column of a log is which column of Requests: a small TOML file, or none where the headers agree."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pmo_workbook.binding import columns_at
from pmo_workbook.errors import InputError
from pmo_workbook.sheets import BY_KEY

T = TypeVar("T")
_STRICT = ConfigDict(frozen=True, extra="forbid")
OTHERWISE = "*"
"""Stands for every value of the log that a list of values does not name."""


class EventRules(BaseModel):
    """How the rows of an event log, one per change of status, become requests.

    Attributes:
        case: Column that names the request.
        time: Column with the moment of the event.
        status: One column with the status, or several that are joined with a slash.
        first_response: Status (``*`` and ``?`` allowed) of which the first event is the first response.
        closed: Status of which the last event is the closing.
    """

    model_config = _STRICT

    case: str
    time: str
    status: tuple[str, ...]
    first_response: tuple[str, ...] = ()
    closed: tuple[str, ...]


class HoldRule(BaseModel):
    """Which events begin a wait; it lasts to the next event of the case.

    Attributes:
        status: Statuses (``*`` and ``?`` allowed) that begin it.
        waiting_for: Reason for waiting to record.
    """

    model_config = _STRICT

    status: tuple[str, ...]
    waiting_for: str


class Mapping(BaseModel):
    """A mapping file.

    Attributes:
        sheet: Title of the sheet in an .xlsx log; None is the first.
        zone: Zone of times without an offset; None is that of the workbook's log.
        columns: Column of the log by header of Requests; `read_mapping` has understood other spellings of headers.
        constants: The same value for all rows, by header of Requests.
        values: Value to record by value of the log, by header of Requests; ``*`` is every other.
        events: Set when the log has one row per event.
        holds: Which events are waits; only with `events`.
    """

    model_config = _STRICT

    sheet: str | None = None
    zone: str | None = None
    columns: dict[str, str] = Field(default_factory=dict)
    constants: dict[str, str | int | float] = Field(default_factory=dict)
    values: dict[str, dict[str, str]] = Field(default_factory=dict)
    events: EventRules | None = None
    holds: tuple[HoldRule, ...] = ()


def read_mapping(path: Path | None) -> Mapping:
    """Read a mapping file.

    Args:
        path: The file; None is the empty mapping: headers are those of the sheet.

    Raises:
        InputError: It cannot be read, or says something that is not understood.
    """
    if path is None:
        return Mapping()
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(f"There is no mapping file {path}.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"The mapping file {path} cannot be read: {error}.") from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"The mapping file {path} is not valid TOML: {error}.") from error
    try:
        mapping = Mapping.model_validate(found)
    except ValidationError as error:
        lines = [f"{'.'.join(map(str, entry['loc']))}: {entry['msg']}" for entry in error.errors()]
        raise InputError(f"The mapping file {path} is not understood: {'; '.join(lines)}.") from error
    parts = {name: _by_header(path, getattr(mapping, name)) for name in ("columns", "constants", "values")}
    return mapping.model_copy(update=parts)


def _by_header(path: Path, part: dict[str, T]) -> dict[str, T]:
    """A part of a mapping by the headers that Requests has, in whatever spelling the file has them."""
    sheet = BY_KEY["requests"]
    headers = {column.field: column.header for column in sheet.columns}
    spelled = {word: [headers[field] for field in columns_at(sheet, [word])] for word in part}
    if strange := [word for word, found in spelled.items() if not found]:
        raise InputError(
            f"The mapping file {path} names columns that Requests does not have: {', '.join(strange)}. "
            f"It has: {', '.join(sorted(headers.values()))}."
        )
    meant = Counter(header for found in spelled.values() for header in found)
    if twice := [header for header, number in meant.items() if number > 1]:
        raise InputError(f"The mapping file {path} names a column twice in one section: {', '.join(twice)}.")
    return {spelled[word][0]: value for word, value in part.items()}
