"""Rows of a log become rows of Requests and Holds, with values of the types their columns ask for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pmo_workbook.binding import columns_at
from pmo_workbook.check.datetext import has_offset
from pmo_workbook.check.references import Context, Ids
from pmo_workbook.check.values import read_cell
from pmo_workbook.columns import Column
from pmo_workbook.errors import InputError
from pmo_workbook.framework import Framework
from pmo_workbook.importing.events import cases
from pmo_workbook.importing.mapping import OTHERWISE, Mapping
from pmo_workbook.importing.source import Source
from pmo_workbook.sheets import BY_KEY

REQUESTS = {column.header: column for column in BY_KEY["requests"].columns}
HOLDS = {column.header: column for column in BY_KEY["holds"].columns}

_TELLING = {"requests": {"request_id", "submitted"}, "holds": {"request_id", "waiting_for", "start"}}
"""Fields by which a table of a log shows, without a mapping, which sheet its rows are for."""


@dataclass
class Rows:
    """Rows for the sheets, and what could not be mapped.

    Attributes:
        requests: Values by field name.
        holds: Values by field name.
        definite: Fields of Requests that the log knows as a whole: a blank empties the cell.
        unmapped_columns: Columns of the log that go nowhere.
        unknown: Header and value, once a row, of values that the workbook does not know.
        broken: Sentences about rows that cannot be placed.
    """

    requests: list[dict[str, Any]] = field(default_factory=list)
    holds: list[dict[str, Any]] = field(default_factory=list)
    definite: frozenset[str] = frozenset()
    unmapped_columns: tuple[str, ...] = ()
    unknown: list[tuple[str, Any]] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


def translate(sources: Sequence[Source], mapping: Mapping, framework: Framework) -> Rows:
    """Translate a log.

    Args:
        sources: The tables of the log file.
        mapping: Which column is which.
        framework: The workbook's framework: its zone, services, stakeholders and settings.

    Raises:
        InputError: A column is missing, a zone is unknown, or no table holds requests or holds.
    """
    translator = _Translator(mapping, framework)
    if mapping.events is not None:
        translator.events(sources[0])
        return translator.rows
    found = False
    for source in sources:
        if not mapping.columns and _tells_of("holds", source):
            translator.flat(source, "holds")
            found = True
        elif mapping.columns or _tells_of("requests", source):
            translator.flat(source, "requests")
            found = True
    if not found:
        raise InputError(
            f"{sources[0].name} has no columns 'Request ID' and 'Submitted'; write a mapping file that says which "
            f"columns they are (option --mapping). Its columns: {', '.join(filter(None, sources[0].headers))}."
        )
    return translator.rows


def _tells_of(key: str, source: Source) -> bool:
    """Whether a table has the headers of a sheet without which its rows mean nothing."""
    return _TELLING[key] <= columns_at(BY_KEY[key], source.headers).keys()


class _Translator:
    """Translates tables one by one and gathers the result.

    Args:
        mapping: Which column is which.
        framework: The workbook's framework.
    """

    def __init__(self, mapping: Mapping, framework: Framework) -> None:
        self.rows = Rows()
        self._mapping = mapping
        self._context = _context(framework)
        self._from_zone = _zone(mapping.zone) if mapping.zone else None
        self._log_zone = ZoneInfo(framework.settings.time_zone)

    def flat(self, source: Source, key: str) -> None:
        """Translate a table with one row a request, or one row a hold."""
        known = REQUESTS if key == "requests" else HOLDS
        places = self._places(key, source) | self._mapped(source)
        needed = [c for c in known.values() if c.required]
        missing = [c.header for c in needed if c.header not in places and c.header not in self._mapping.constants]
        if missing:
            raise InputError(f"{source.name} says nothing about {', '.join(missing)}; add that to the mapping file.")
        target = self.rows.requests if key == "requests" else self.rows.holds
        for number, row in enumerate(source.rows, start=2):
            values = {known[header].field: self._cell(known[header], row[at]) for header, at in places.items()}
            target.append(values | self._constants(known))
            self._require(values, known, f"{source.name}, row {number}")
        used = set(places.values())
        self.rows.unmapped_columns += tuple(h for at, h in enumerate(source.headers) if h and at not in used)

    def events(self, source: Source) -> None:
        """Translate an event log."""
        rules = self._mapping.events
        assert rules is not None
        places = self._mapped(source)
        try:
            found = cases(source, rules, self._mapping.holds, self._moment)
        except _UnreadableTimeError as error:
            raise InputError(f"{source.name}: the time '{error}' cannot be read; nothing was changed.") from None
        for case in found:
            values = {
                REQUESTS[header].field: self._cell(REQUESTS[header], case.first[at]) for header, at in places.items()
            }
            self.rows.requests.append({**values, **self._constants(REQUESTS), **case.values})
            self.rows.holds += case.holds
        if found and "service_id" not in self.rows.requests[0]:
            raise InputError('The mapping file does not say which service the requests are for (columns."Service ID").')
        self.rows.definite = frozenset({"first_response", "closed", "times_reopened"})
        used = {source.column(name) for name in (rules.case, rules.time, *rules.status)} | set(places.values())
        self.rows.unmapped_columns = tuple(h for at, h in enumerate(source.headers) if h and at not in used)

    @staticmethod
    def _places(key: str, source: Source) -> dict[str, int]:
        """Position in the log of each column that has the header of a sheet, by that header."""
        at = columns_at(BY_KEY[key], source.headers)
        return {column.header: at[column.field] for column in BY_KEY[key].columns if column.field in at}

    def _mapped(self, source: Source) -> dict[str, int]:
        """Position in the log of each column that the mapping names, by the header of Requests."""
        return {header: source.column(name) for header, name in self._mapping.columns.items()}

    def _constants(self, known: dict[str, Column]) -> dict[str, Any]:
        return {known[header].field: value for header, value in self._mapping.constants.items() if header in known}

    def _cell(self, column: Column, raw: Any) -> Any:
        """A value as its column asks for; what the workbook does not know is noted and kept as it is."""
        table = self._mapping.values.get(column.header)
        if table is not None and raw not in ("", None):
            raw = table.get(str(raw).strip(), table.get(OTHERWISE, raw))
        if raw in ("", None):
            return None
        if column.kind == "when":
            try:
                return self._moment(raw)
            except _UnreadableTimeError:
                self.rows.unknown.append((column.header, raw))
                return raw
        cell = read_cell(column, raw, self._context)
        if cell.fault is not None and column.refs != ("requests",):
            self.rows.unknown.append((column.header, raw))
            return raw
        return cell.value

    def _moment(self, raw: Any) -> dt.datetime:
        """A time of the log on the wall clock of the workbook."""
        cell = read_cell(REQUESTS["Submitted"], raw, self._context)
        if cell.fault is not None or not isinstance(cell.value, dt.datetime):
            raise _UnreadableTimeError(raw)
        if self._from_zone is None or (isinstance(raw, str) and has_offset(raw)):
            return cell.value
        return cell.value.replace(tzinfo=self._from_zone).astimezone(self._log_zone).replace(tzinfo=None)

    def _require(self, values: dict[str, Any], known: dict[str, Column], where: str) -> None:
        for column in known.values():
            if column.header in self._mapping.constants or not column.required:
                continue
            value = values.get(column.field)
            if value is None and (column.unique or column.kind == "when"):
                self.rows.broken.append(f"{where}: {column.header} is blank.")
            elif column.kind == "when" and not isinstance(value, dt.datetime):
                self.rows.broken.append(f"{where}: {column.header} '{value}' is not a date that can be read.")


class _UnreadableTimeError(Exception):
    """A time of the log that cannot be read; its text is the argument."""


def _context(framework: Framework) -> Context:
    settings = framework.settings
    services = {service.service_id: at for at, service in enumerate(framework.services)}
    names = {service.name: service.service_id for service in framework.services}
    groups = {each.stakeholder_id: at for at, each in enumerate(framework.stakeholders)}
    ids = {
        "services": Ids("Services", services, names),
        "stakeholders": Ids(
            "Stakeholders", groups, {each.group: each.stakeholder_id for each in framework.stakeholders}
        ),
    }
    words = {"priorities": settings.priorities, "waiting_reasons": settings.waiting_reasons}
    return Context(settings.time_zone, words, ids)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise InputError(f"'{name}' in the mapping file is no time zone; write a zone such as Europe/London.") from None
