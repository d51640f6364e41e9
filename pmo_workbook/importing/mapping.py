"""Which column of a log is which column of Requests: a small TOML file, or none where the headers agree."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from pmo_workbook.binding import columns_at, header_key
from pmo_workbook.errors import InputError
from pmo_workbook.importing.mapping_slips import slips
from pmo_workbook.importing.patterns import OTHERWISE
from pmo_workbook.sheets import BY_KEY
from pmo_workbook.spelling import closest
from pmo_workbook.words import list_words

T = TypeVar("T")
_STRICT = ConfigDict(frozen=True, extra="forbid")
WAITED = "Waited"
"""A column that a mapping may name beside those of Requests: all the waiting of a request, told as one duration."""


def _as_list(value: Any) -> Any:
    """One word alone means a list of one."""
    return (value,) if isinstance(value, str) else value


def _for_all(value: Any) -> Any:
    """One word alone holds for every column."""
    return {OTHERWISE: value} if isinstance(value, str) else value


Words = Annotated[tuple[str, ...], BeforeValidator(_as_list)]


class EventRules(BaseModel):
    """How the rows of an event log, one per change of status, become requests.

    In each list of statuses ``*`` and ``?`` are allowed. A status in none of them, and in no wait, is work.

    Attributes:
        case: Column that names the request.
        time: Column with the moment of the event.
        status: One column with the status, or several that are joined with a slash.
        begins: Statuses that begin a request that the workbook does not know.
        first_response: Statuses of which the first event is the first response.
        closed: Statuses that close; a run of them closes at its first event, and only work after it reopens.
        ignored: Statuses that end nothing and open nothing.
        whole: The file has all events of its requests; False is a piece that continues what the workbook has. None is
            whole as long as no request has a Last event.
    """

    model_config = _STRICT

    case: str
    time: str
    status: Words
    begins: Words = ()
    first_response: Words = ()
    closed: Words
    ignored: Words = ()
    whole: bool | None = None


class HoldRule(BaseModel):
    """Which events begin a wait; it lasts to the next event of the case.

    Attributes:
        status: Statuses (``*`` and ``?`` allowed) that begin it.
        waiting_for: Reason for waiting to record.
    """

    model_config = _STRICT

    status: Words
    waiting_for: str


class WaitedRule(BaseModel):
    """How the column `WAITED` is read.

    Attributes:
        unit: Unit of bare numbers; None where the durations say it themselves. There are no days, which may have 24
            hours or 8.
        waiting_for: Reason for waiting to record.
    """

    model_config = _STRICT

    unit: Literal["seconds", "minutes", "hours"] | None = None
    waiting_for: str = "Requester"


class Mapping(BaseModel):
    """A mapping file.

    Attributes:
        sheet: Title of the sheet in an .xlsx log that the mapping is for; None is all that have its columns.
        encoding: Encoding of a text file; None is found out.
        delimiter: What stands between the columns of a text file; None is found out.
        header_row: Line or row of the headers (1-based), as an editor or Excel counts; None is found out.
        zone: Zone of times without an offset; None is that of the workbook's log.
        dates: Order or format of dates by column of the log; ``*`` is every other column.
        repair: ``swap`` turns day and month back where a program had swapped them, ``keep`` says that it had not.
        blank_clears: Columns of Requests that a blank in the log empties.
        columns: Column of the log by header of Requests; `read_mapping` has understood other spellings of headers.
        constants: The same value for all rows, by header of Requests.
        values: Value to record by value of the log, by header of Requests; ``*`` and ``?`` are allowed.
        waited: How the column `WAITED` is read.
        events: Set when the log has one row per event.
        holds: Which events are waits; only with `events`.
    """

    model_config = _STRICT

    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = Field(default=None, min_length=1, max_length=1)
    header_row: int | None = Field(default=None, ge=1)
    zone: str | None = None
    dates: Annotated[dict[str, str], BeforeValidator(_for_all)] = Field(default_factory=dict)
    repair: Literal["swap", "keep"] | None = None
    blank_clears: Words = ()
    columns: dict[str, str] = Field(default_factory=dict)
    constants: dict[str, str | int | float] = Field(default_factory=dict)
    values: dict[str, dict[str, str]] = Field(default_factory=dict)
    waited: WaitedRule = WaitedRule()
    events: EventRules | None = None
    holds: tuple[HoldRule, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether it names no column, so that the headers of the log are taken for those of the sheets."""
        return not self.columns and self.events is None

    @property
    def headers(self) -> tuple[str, ...]:
        """Headers of the log that it names."""
        rules = self.events
        return (*((rules.case, rules.time, *rules.status) if rules else ()), *self.columns.values())

    def dates_of(self, header: str) -> str | None:
        """What is said about the dates of a column of the log; None where nothing is.

        Args:
            header: Header of the log, or of Requests.
        """
        said = {header_key(name): word for name, word in self.dates.items()}
        return said.get(header_key(header), self.dates.get(OTHERWISE))


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
        # Windows' editor puts a byte order mark at the beginning
        found = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise InputError(f"There is no mapping file {path}.") from None
    except UnicodeDecodeError:
        raise InputError(f"The mapping file {path} is no UTF-8 text; save it as UTF-8 in your editor.") from None
    except OSError as error:
        raise InputError(f"The mapping file {path} cannot be read: {error.strerror or error}.") from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"The mapping file {path} is not valid TOML: {error}.") from error
    except RecursionError:
        raise InputError(f"The mapping file {path} is nested too deeply to be one.") from None
    try:
        mapping = Mapping.model_validate(found)
    except ValidationError as error:
        lines = "\n".join(f"  {slip}" for slip in slips(Mapping, error.errors()))
        raise InputError(f"The mapping file {path} is not understood; nothing was changed.\n{lines}") from error
    known = _headers()
    parts: dict[str, Any] = {
        name: _by_header(path, getattr(mapping, name), known) for name in ("columns", "constants", "values")
    }
    parts["blank_clears"] = tuple(_by_header(path, dict.fromkeys(mapping.blank_clears, True), known))
    return mapping.model_copy(update=parts)


def _headers() -> dict[str, str]:
    """Headers that a mapping may name, by what their spellings have in common."""
    headers = [column.header for column in BY_KEY["requests"].columns]
    return {header_key(header): header for header in (*headers, WAITED)}


def _by_header(path: Path, part: dict[str, T], known: dict[str, str]) -> dict[str, T]:
    """A part of a mapping by the headers that Requests has, in whatever spelling the file has them."""
    sheet = BY_KEY["requests"]
    headers = {column.field: column.header for column in sheet.columns}
    spelled = {
        word: [headers[field] for field in columns_at(sheet, [word])]
        or list(filter(None, [known.get(header_key(word))]))
        for word in part
    }
    if strange := [word for word, found in spelled.items() if not found]:
        near = [meant for word in strange if (meant := closest(word, list(known.values())))]
        raise InputError(
            f"The mapping file {path} names columns that Requests does not have: {', '.join(strange)}. "
            f"It has: {', '.join(sorted(known.values()))}." + (f" Is {list_words(near)} meant?" if near else "")
        )
    times_meant = Counter(header for found in spelled.values() for header in found)
    if twice := [header for header, number in times_meant.items() if number > 1]:
        raise InputError(f"The mapping file {path} names a column twice in one section: {', '.join(twice)}.")
    return {spelled[word][0]: value for word, value in part.items()}
