"""A column of a log becomes a column of values, of the type that its column of the sheet asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pmo_workbook.check.references import Context, Ids
from pmo_workbook.check.settings_sheet import words
from pmo_workbook.check.values import read_cell
from pmo_workbook.columns import Column
from pmo_workbook.errors import InputError
from pmo_workbook.framework import Framework
from pmo_workbook.importing.dates import DateColumn, Reading, read_dates
from pmo_workbook.importing.durations import duration_in
from pmo_workbook.importing.mapping import Mapping as MappingFile
from pmo_workbook.importing.patterns import OTHERWISE, matches
from pmo_workbook.importing.source import Source
from pmo_workbook.tables import is_blank, plain_text
from pmo_workbook.words import count_words


class UnknownValue(NamedTuple):
    """A value of the log that the workbook does not know.

    Attributes:
        header: Header of the sheet.
        value: The value as the log has it.
        rows: Number of rows that have it.
        place: Where the first of them stands, such as ``line 12``.
        why: Why it cannot be read, as the end of a sentence; empty where it is simply not known.
    """

    header: str
    value: str
    rows: int
    place: str
    why: str


@dataclass
class _Met:
    rows: int
    place: str
    why: str


@dataclass
class LogReader:
    """Reads columns of a log and gathers what is to be told of them.

    Attributes:
        mapping: Which column is which, and how dates are written.
        framework: The workbook's framework: its zone, services, stakeholders and settings.
        dates: What was found out about dates, a sentence a column.
        notes: What else is to be told.
    """

    mapping: MappingFile
    framework: Framework
    dates: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._context = _context(self.framework)
        self._zone = _zone(self.mapping.zone) if self.mapping.zone else None
        self._log_zone = ZoneInfo(self.framework.settings.time_zone)
        self._unknown: dict[tuple[str, str], _Met] = {}

    @property
    def unknown(self) -> tuple[UnknownValue, ...]:
        """Values that the workbook does not know, the most frequent first."""
        found = [UnknownValue(*where, met.rows, met.place, met.why) for where, met in self._unknown.items()]
        return tuple(sorted(found, key=lambda value: -value.rows))

    def values(self, column: Column, source: Source, at: int) -> list[Any]:
        """Read a column; what the workbook does not know is noted and kept as it is.

        Args:
            column: The column of the sheet that it is for.
            source: The table of the log.
            at: Position of the column in the log.

        Raises:
            InputError: Its dates can mean two things, or contradict each other.
        """
        cells = self._translated(column, source, at)
        if column.kind == "when":
            dates = self.times(source, at, cells)
            read: list[Any] = [*dates.moments]
            for row, why in dates.unread.items():
                read[row] = self._unread(column, source, at, row, cells[row], why)
        else:
            known: dict[tuple[type, Any], tuple[Any, str | None]] = {}
            read = [None] * len(cells)
            for row, raw in enumerate(cells):
                if raw is None:
                    continue
                found = known.get((type(raw), raw))
                if found is None:
                    found = known[type(raw), raw] = self._read(column, raw)
                read[row], reason = found
                if reason is not None:
                    self._unread(column, source, at, row, raw, reason)
        for row, error in _errors(source, at).items():
            # never a blank: a request whose Closed is #N/A is not simply open
            read[row] = self._unread(column, source, at, row, error, "is an error of the sheet")
        return read

    def why_unread(self, header: str, text: str) -> str:
        """Why a value cannot be read, as the end of the sentence "Submitted 'soon' …".

        Args:
            header: Header of the sheet.
            text: The value as it is recorded.
        """
        met = self._unknown.get((header, text))
        return (met.why if met else "") or "cannot be read"

    def constants(self, columns: Mapping[str, Column], rows: int) -> dict[str, Any]:
        """The same values for all rows, by field; one that the workbook does not know is told.

        Args:
            columns: Columns of the sheet by header.
            rows: Number of rows that get them.
        """
        found = {}
        for header, value in self.mapping.constants.items():
            if header not in columns:
                continue
            column = columns[header]
            read, why = (value, None) if column.kind == "when" else self._read(column, value)
            found[column.field] = read
            if why is not None:
                self.notes.append(
                    f"The mapping file gives {header} the value '{value}', which the workbook does not know "
                    f"({count_words(rows, 'row')})."
                )
        return found

    def tell_doubled(self, source: Source, places: Iterable[int]) -> None:
        """Tell of columns that stand in the log more than once with other contents.

        Args:
            source: The table of the log.
            places: Positions of the columns that are used.
        """
        for at in places:
            if source.again(at):
                self.notes.append(
                    f"{source.name} has several columns '{source.headers[at]}' with different contents; "
                    "the first is taken."
                )

    def times(self, source: Source, at: int, cells: Sequence[Any] | None = None) -> DateColumn:
        """Read a column of times.

        Args:
            source: The table of the log.
            at: Position of the column in the log.
            cells: Its cells where they were translated.

        Raises:
            InputError: Its dates can mean two things, or contradict each other.
        """
        header = source.headers[at]
        reading = Reading(
            header=header,
            told=self.mapping.dates_of(header),
            repair=self.mapping.repair,
            zone=self._zone,
            log_zone=self._log_zone,
        )
        found = read_dates(source.columns[at] if cells is None else cells, reading, lambda row: source.place(row, at))
        if found.said:
            self.dates.append(f"{header}: {found.said}")
        self.notes += found.notes
        return found

    def _translated(self, column: Column, source: Source, at: int) -> Sequence[Any]:
        """Cells of a column in the words of the workbook, where the mapping says so."""
        table = self.mapping.values.get(column.header)
        cells: Sequence[Any] = source.columns[at]
        if table is None:
            return cells
        patterns = [pattern for pattern in table if pattern != OTHERWISE]

        def word(raw: Any) -> Any:
            text = plain_text(raw).strip()
            if text in table:
                return table[text]
            meant = next((pattern for pattern in patterns if matches(text, [pattern])), OTHERWISE)
            return table.get(meant, raw)

        known = {raw: None if is_blank(raw) else word(raw) for raw in set(cells)}
        return [None if is_blank(known[raw]) else known[raw] for raw in cells]

    def _read(self, column: Column, raw: Any) -> tuple[Any, str | None]:
        """A value, and why it is not one that the workbook knows; None where it is."""
        if column.kind == "number" and isinstance(raw, dt.timedelta):
            return raw / dt.timedelta(hours=1), None
        if column.kind == "number" and isinstance(raw, str) and ":" in raw:
            try:
                return duration_in(raw, None) / dt.timedelta(hours=1), None
            except ValueError as error:
                return raw, str(error)
        if isinstance(raw, (dt.time, dt.timedelta)):
            return plain_text(raw), "is a time" if column.kind != "text" else None
        cell = read_cell(column, raw, self._context)
        if cell.fault is not None and column.refs != ("requests",):
            return raw, ""
        return cell.value, None

    def _unread(self, column: Column, source: Source, at: int, row: int, raw: Any, why: str) -> str:
        """Note a value that cannot be used; gives it as it is recorded."""
        text = plain_text(raw)
        met = self._unknown.setdefault((column.header, text), _Met(0, source.place(row, at), why))
        met.rows += 1
        return text


def _errors(source: Source, at: int) -> dict[int, str]:
    return {row: error for (row, column), error in source.errors.items() if column == at}


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
    return Context(settings.time_zone, words(settings), ids)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise InputError(f"'{name}' in the mapping file is no time zone; write a zone such as Europe/London.") from None
