"""Suggests a mapping file from the headers and values of a log, to be looked over and corrected by hand."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from pmo_workbook.binding import header_key
from pmo_workbook.errors import InputError, WriteError
from pmo_workbook.framework import Framework
from pmo_workbook.importing.dates import Reading, read_dates
from pmo_workbook.importing.source import ReadOptions, Source, read_sources
from pmo_workbook.importing.usual_names import CLOSING, HEADERS, STATUS, TIME_OF_EVENT, WAITING, WORKING, sounds_like
from pmo_workbook.logs import TIMES
from pmo_workbook.sheets import BY_KEY
from pmo_workbook.spelling import closest
from pmo_workbook.tables import plain_text
from pmo_workbook.words import count_words

_MOST_VALUES: Final = 20
_SAMPLE: Final = 2000
"""Cells that are looked at to see what a column holds."""


def write_suggestion(path: Path, log: Path, mapping_file: Path | None = None) -> Path:
    """Write a suggested mapping file.

    Args:
        path: The workbook.
        log: The log.
        mapping_file: Where to; None is beside the log, where the next import finds it.

    Returns:
        Where it is.

    Raises:
        InputError: There is a file of that name already, or the log cannot be read.
        WorkbookError: The workbook cannot be read.
        WriteError: It cannot be written.
    """
    target = mapping_file or log.with_suffix(".toml")
    text = suggest(path, log)
    try:
        with target.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise InputError(f"{target} is there already; name another file with --mapping.") from None
    except OSError as error:
        raise WriteError(f"{target} cannot be written: {error.strerror or error}.") from error
    return target


def suggest(path: Path, log: Path) -> str:
    """Suggest a mapping file for a log.

    Args:
        path: The workbook, whose services and priorities the suggestion names.
        log: The log.

    Returns:
        The text of a TOML file that `read_mapping` accepts, with comments on what to look at.

    Raises:
        InputError: The log cannot be read.
        WorkbookError: The workbook cannot be read.
    """
    from pmo_workbook.check import check
    from pmo_workbook.hosts.file import FileHost

    with FileHost(path) as host:
        framework = check(host.tables()).framework
    sources = read_sources(log, ReadOptions())
    source = max(sources, key=lambda one: (len(_columns(one)), one.height))
    return _Suggestion(source, framework, several=len(sources) > 1).text()


def _columns(source: Source, taken: Iterable[int] = ()) -> dict[str, int]:
    """Position of the column for each field of Requests that a usual header names."""
    keys, used = [header_key(header) for header in source.headers], set(taken)
    found: dict[str, int] = {}
    for field, names in HEADERS.items():
        at = next(
            (keys.index(key) for name in names if (key := header_key(name)) in keys and keys.index(key) not in used),
            None,
        )
        if at is not None and _suits(field, source, at):
            found[field] = at
            used.add(at)
    if "submitted" not in found and (at := _date_column(source, used)) is not None:
        found["submitted"] = at
    return found


def _date_column(source: Source, used: Collection[int | None]) -> int | None:
    """The first column of dates that is not used yet, whatever its header."""
    free = (at for at in range(len(source.headers)) if at not in used and source.headers[at])
    return next((at for at in free if _are_dates(_sample(source, at))), None)


def _suits(field: str, source: Source, at: int) -> bool:
    """Whether a column holds what its header says: ids that are filled, dates that look like some."""
    cells = [cell for cell in source.columns[at][:_SAMPLE] if cell is not None]
    if field == "request_id":
        return len(cells) == min(source.height, _SAMPLE)
    column = next(column for column in BY_KEY["requests"].columns if column.field == field)
    if column.kind == "when":
        return _are_dates(cells)
    return True


def _are_dates(cells: Sequence[Any]) -> bool:
    """Whether most cells have digits as a date has: no names, no small numbers."""
    dates = [
        cell
        for cell in cells
        if isinstance(cell, dt.date) or (isinstance(cell, str) and sum(map(str.isdigit, cell)) >= 5)
    ]
    return bool(cells) and len(dates) * 2 > len(cells)


@dataclass
class _Suggestion:
    """A mapping in the making."""

    source: Source
    framework: Framework
    several: bool

    def text(self) -> str:
        """The file."""
        events = self._events()
        columns = _columns(self.source, () if events is None else (events.case, events.time, events.status))
        if events is not None:
            for field in ("request_id", "submitted", "closed", "first_response"):
                columns.pop(field, None)
        elif "request_id" not in columns or "submitted" not in columns:
            lacking = [name for name in ("request_id", "submitted") if name not in columns]
            columns |= dict.fromkeys(lacking, -1)
        times = [at for field, at in columns.items() if at >= 0 and field in TIMES]
        times += [] if events is None else [events.time]
        parts = [self._top(times), self._column_lines(columns), self._constants(columns)]
        parts += [self._values(field, columns) for field in ("service_id", "priority")]
        parts.append(events.text(self.framework) if events else "")
        used = {*columns.values(), *(() if events is None else (events.case, events.time, events.status))}
        rest = [header for at, header in enumerate(self.source.headers) if header and at not in used]
        if rest:
            parts.append("# Left aside: " + ", ".join(rest) + "\n")
        return "\n".join(filter(None, parts))

    def _top(self, dates: Iterable[int]) -> str:
        lines = [
            f"# A suggestion for {_one_line(self.source.name)}: look it over, correct it, try it with --dry-run.\n"
        ]
        if self.several and self.source.sheet:
            lines.append(f"sheet = {_quoted(self.source.sheet)}\n")
        for at in dates:
            reading = Reading(self.source.headers[at], None, None, None, ZoneInfo(self.framework.settings.time_zone))
            try:
                read_dates(self.source.columns[at], reading, partial(self.source.place, column=at))
            except InputError as error:
                lines.append("# " + str(error).replace("\n", "\n# ") + "\n")
                break
        return "".join(lines)

    def _column_lines(self, columns: dict[str, int]) -> str:
        if not columns:
            return ""
        headers = {column.field: column.header for column in BY_KEY["requests"].columns}
        lines = ["[columns]  # column of Requests = column of the log\n"]
        for field in HEADERS:
            if field in columns and columns[field] >= 0:
                lines.append(f"{_quoted(headers[field])} = {_quoted(self.source.headers[columns[field]])}\n")
            elif field in columns:
                lines.append(f'# {_quoted(headers[field])} = "…"  # needed: write the column of the log here\n')
        return "".join(lines)

    def _constants(self, columns: dict[str, int]) -> str:
        if "service_id" in columns:
            return ""
        service = next((one.service_id for one in self.framework.services), "SVC-01")
        return (
            "[constants]  # the same for all rows\n"
            f'"Service ID" = {_quoted(service)}  # no column of the log looks like a service: is it this one?\n'
        )

    def _values(self, field: str, columns: dict[str, int]) -> str:
        """A section for the words of a column that the workbook does not know."""
        if columns.get(field, -1) < 0:
            return ""
        if field == "service_id":
            known = {one.service_id: one.service_id for one in self.framework.services}
            known |= {one.name: one.service_id for one in self.framework.services}
            header = "Service ID"
        else:
            known = {word: word for word in self.framework.settings.priorities}
            header = "Priority"
        counts = Counter(plain_text(cell).strip() for cell in self.source.columns[columns[field]] if cell is not None)
        same = {header_key(word) for word in known}
        strange = [(word, number) for word, number in counts.most_common() if word and header_key(word) not in same]
        if not strange:
            return ""
        lines = [f"[values.{_quoted(header)}]  # what the log calls it = what the workbook calls it\n"]
        fallback = next(iter(known.values()), "")
        for word, number in strange[:_MOST_VALUES]:
            near = closest(word, list(known))
            guess = known[near] if near else fallback
            lines.append(
                f"{_quoted(word)} = {_quoted(guess)}  # {count_words(number, 'row')}{'' if near else '; a guess'}\n"
            )
        if len(strange) > _MOST_VALUES:
            lines.append(f'"*" = {_quoted(fallback)}  # {len(strange) - _MOST_VALUES} more\n')
        return "".join(lines)

    def _events(self) -> _EventColumns | None:
        """Columns of an event log, where cases come back with other statuses."""
        ids = _first(self.source, HEADERS["request_id"])
        times = _first(
            self.source, (*TIME_OF_EVENT, *HEADERS["submitted"]), lambda at: _are_dates(_sample(self.source, at))
        )
        status = _first(self.source, STATUS, lambda at: at != ids)
        times = times if times is not None else _date_column(self.source, {ids})
        if ids is None or times is None or status is None:
            return None
        cases = Counter(plain_text(cell).strip() for cell in self.source.columns[ids])
        if not self.source.events and len(cases) * 3 > self.source.height * 2:
            return None
        return _EventColumns(self.source, ids, times, status)


@dataclass
class _EventColumns:
    """Positions of the columns of an event log."""

    source: Source
    case: int
    time: int
    status: int

    def text(self, framework: Framework) -> str:
        """The sections of an event log."""
        headers = self.source.headers
        statuses = Counter(plain_text(cell).strip() for cell in self.source.columns[self.status])
        closing = [word for word in statuses if sounds_like(word, CLOSING)]
        waiting = [word for word in statuses if sounds_like(word, WAITING) and word not in closing]
        working = [word for word in statuses if sounds_like(word, WORKING) and word not in (*closing, *waiting)]
        begins = [word for word in self._first_statuses() if word not in closing]
        reasons = framework.settings.waiting_reasons
        lines = [
            "[events]  # one row per change of status\n",
            *(f"{name} = {_quoted(headers[at])}\n" for name, at in (("case", self.case), ("time", self.time))),
            f"status = {_quoted(headers[self.status])}\n",
            f"begins = {_listed(begins)}\n",
            f"first_response = {_listed(working)}\n",
            f"closed = {_listed(closing)}{'' if closing else '  # needed: which statuses close a request?'}\n",
        ]
        for word in waiting:
            reason = closest(word, list(reasons)) or reasons[0]
            lines.append(
                f"\n[[holds]]  # waiting for whom?\nstatus = [{_quoted(word)}]\nwaiting_for = {_quoted(reason)}\n"
            )
        rest = [word for word in statuses if word and word not in (*closing, *waiting, *working, *begins)]
        if rest:
            lines.append(f"\n# Other statuses count as work: {', '.join(map(_one_line, rest[:_MOST_VALUES]))}\n")
        return "".join(lines)

    def _first_statuses(self) -> list[str]:
        """Statuses with which most cases begin, as far as the order of the file tells."""
        first: dict[str, str] = {}
        last: dict[str, str] = {}
        cells = zip(self.source.columns[self.case], self.source.columns[self.status], strict=True)
        for case, status in cells:
            first.setdefault(plain_text(case), plain_text(status).strip())
            last[plain_text(case)] = plain_text(status).strip()
        ends = [first, last]
        # the end of the cases that has fewer closing words is their beginning
        begin = min(ends, key=lambda end: sum(sounds_like(word, CLOSING) for word in end.values()))
        counts = Counter(begin.values())
        return [word for word, number in counts.most_common(3) if word and number * 10 >= len(begin)]


def _first(source: Source, names: Iterable[str], fits: Callable[[int], bool] = lambda _: True) -> int | None:
    keys = [header_key(header) for header in source.headers]
    found = (keys.index(key) for name in names if (key := header_key(name)) in keys)
    return next((at for at in found if fits(at)), None)


def _sample(source: Source, at: int) -> list[Any]:
    return [cell for cell in source.columns[at][:_SAMPLE] if cell is not None]


def _listed(words: Sequence[str]) -> str:
    return f"[{', '.join(map(_quoted, words))}]"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _quoted(text: str) -> str:
    """A basic string of TOML."""
    signs = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
    shown = "".join(signs.get(sign, sign if sign.isprintable() else f"\\U{ord(sign):08X}") for sign in text)
    return f'"{shown}"'
