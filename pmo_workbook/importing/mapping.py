"""Which column of a log is which column of Requests: a small TOML file, or none where the headers agree."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pmo_workbook.errors import InputError
from pmo_workbook.sheets import BY_KEY

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
        columns: Column of the log by header of Requests.
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
    _check_headers(path, mapping)
    return mapping


def _check_headers(path: Path, mapping: Mapping) -> None:
    known = {column.header for column in BY_KEY["requests"].columns}
    strange = [h for part in (mapping.columns, mapping.constants, mapping.values) for h in part if h not in known]
    if strange:
        raise InputError(
            f"The mapping file {path} names columns that Requests does not have: {', '.join(strange)}. "
            f"It has: {', '.join(sorted(known))}."
        )
