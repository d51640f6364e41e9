"""Rows of a log become rows of Requests and Holds, with values of the types their columns ask for."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pmo_workbook.binding import columns_at
from pmo_workbook.columns import Column
from pmo_workbook.errors import InputError
from pmo_workbook.framework import Framework
from pmo_workbook.importing.columns_of_log import LogReader, UnknownValue
from pmo_workbook.importing.existing import Existing
from pmo_workbook.importing.mapping import WAITED
from pmo_workbook.importing.mapping import Mapping as MappingFile
from pmo_workbook.importing.source import Source
from pmo_workbook.importing.translate_events import translate_events
from pmo_workbook.importing.waited import Waiting, waited_column
from pmo_workbook.sheets import BY_KEY
from pmo_workbook.spelling import key as spelled
from pmo_workbook.spelling import listed
from pmo_workbook.tables import plain_text
from pmo_workbook.words import count_words, list_words

_TELLING: Final[Mapping[str, set[str]]] = {
    "requests": {"request_id", "submitted"},
    "holds": {"request_id", "waiting_for", "start"},
}
"""Fields by which a table of a log shows, without a mapping, which sheet its rows are for."""


@dataclass
class Rows:
    """Rows for the sheets, and what is to be told of the log.

    Attributes:
        requests: Values by field name.
        holds: Values by field name.
        definite: Fields of Requests whose blank empties the cell.
        unmapped_columns: Columns of the log that go nowhere.
        unknown: Values that the workbook does not know.
        dates: What was found out about dates, a sentence a column.
        notes: What else is to be told, in sentences.
        broken: Sentences about rows that cannot be placed.
        waiting: Waiting that was told as a duration, still to be placed in working time.
        as_they_were: Requests of which the log says nothing new, and that are in `requests` no more.
    """

    requests: list[dict[str, Any]] = field(default_factory=list)
    holds: list[dict[str, Any]] = field(default_factory=list)
    definite: frozenset[str] = frozenset()
    unmapped_columns: tuple[str, ...] = ()
    unknown: tuple[UnknownValue, ...] = ()
    dates: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    broken: list[str] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    as_they_were: int = 0


def translate(sources: Sequence[Source], mapping: MappingFile, framework: Framework, existing: Existing) -> Rows:
    """Translate a log.

    Args:
        sources: The tables of the log file.
        mapping: Which column is which.
        framework: The workbook's framework: its zone, services, stakeholders and settings.
        existing: What the workbook has of requests and holds, which a piece of an event log continues.

    Raises:
        InputError: A column is missing, a zone is unknown, dates can mean two things, or no table holds requests or
            holds.
    """
    reader, rows = LogReader(mapping, framework), Rows()
    for_mapping, for_sheets = _sorted_out(sources, mapping)
    for source in for_mapping:
        if mapping.events is not None:
            _add_events(rows, reader, source, existing)
        else:
            _add_flat(rows, reader, source, "requests", mapped=True)
    for key, source in for_sheets:
        _add_flat(rows, reader, source, key, mapped=False)
    if not for_mapping and not for_sheets:
        raise _nothing_found(sources)
    rows.definite |= {column.field for column in BY_KEY["requests"].columns if column.header in mapping.blank_clears}
    rows.unknown, rows.dates = reader.unknown, tuple(reader.dates)
    rows.notes = (*(note for source in sources for note in source.notes), *reader.notes, *rows.notes)
    return rows


def _sorted_out(sources: Sequence[Source], mapping: MappingFile) -> tuple[list[Source], list[tuple[str, Source]]]:
    """Tables that the mapping is for, and those that bear the headers of a sheet, with its key."""
    wanted, titles = mapping.headers, [source.sheet for source in sources if source.sheet]
    if mapping.sheet is not None and titles and mapping.sheet not in titles:
        raise InputError(f"The log has no sheet '{mapping.sheet}' with rows; it has: {', '.join(titles)}.")
    for_mapping, for_sheets = [], []
    for source in sources:
        key = next((key for key in ("holds", "requests") if _tells_of(key, source)), None)
        meant = not mapping.is_empty and (mapping.sheet is None or source.sheet == mapping.sheet)
        if meant and (len(sources) == 1 or all(source.has(header) for header in wanted)):
            for_mapping.append(source)
        elif key is not None and (mapping.is_empty or source.sheet != mapping.sheet):
            for_sheets.append((key, source))
    if not mapping.is_empty and not for_mapping:
        meant_sources = [source for source in sources if mapping.sheet in (None, source.sheet)] or list(sources)
        for header in wanted:
            # says which column is missing, and what there is
            meant_sources[0].column(header)
    return for_mapping, for_sheets


def _nothing_found(sources: Sequence[Source]) -> InputError:
    first = sources[0]
    return InputError(
        f"{first.name} has no columns 'Request ID' and 'Submitted'; write a mapping file that says which columns they "
        f"are (import-log --suggest makes one). Its columns: {', '.join(filter(None, first.headers))}."
    )


def _tells_of(key: str, source: Source) -> bool:
    """Whether a table has the headers of a sheet without which its rows mean nothing."""
    return _TELLING[key] <= columns_at(BY_KEY[key], source.headers).keys()


def _add_events(rows: Rows, reader: LogReader, source: Source, existing: Existing) -> None:
    """Translate an event log."""
    found = translate_events(reader, source, existing)
    rows.requests += found.requests
    rows.holds += found.holds
    rows.definite |= found.definite
    rows.notes += found.notes
    rows.broken += found.broken
    rows.as_they_were += found.as_they_were
    rows.unmapped_columns += _left_aside(source, found.used)


def _add_flat(rows: Rows, reader: LogReader, source: Source, key: str, *, mapped: bool) -> None:
    """Translate a table with one row a request, or one row a hold, by the mapping or by its own headers."""
    sheet = BY_KEY[key]
    known = {column.header: column for column in sheet.columns}
    places = _mapped(source, reader.mapping) if mapped else _own(key, source)
    constants = reader.constants(known, source.height)
    missing = [c.header for c in sheet.columns if c.required and c.header not in places and c.field not in constants]
    if missing:
        raise _not_said(source, missing, _own(key, source) if mapped else {})
    waited_at = places.pop(WAITED, None)
    columns = {
        known[header].field: reader.values(known[header], source, at)
        for header, at in places.items()
        if known[header].field not in constants
    }
    target = rows.requests if key == "requests" else rows.holds
    names = list(columns)
    begin = len(target)
    target += [dict(zip(names, cells, strict=True)) | constants for cells in zip(*columns.values(), strict=True)]
    fresh = target[begin:]
    rows.broken += _unplaced(reader, sheet.columns, fresh, source, places)
    if key == "requests":
        rows.notes += _twice(fresh, source)
        if waited_at is not None:
            rows.waiting += waited_column(reader, source, waited_at, fresh)
    used = {*places.values(), *(() if waited_at is None else (waited_at,))}
    reader.tell_doubled(source, sorted(used))
    rows.unmapped_columns += _left_aside(source, used)
    rows.notes += _shared_headers(key, source, used) if mapped else ()


def _not_said(source: Source, missing: Sequence[str], own: Mapping[str, int]) -> InputError:
    """What to say of columns that must be there and are not mapped."""
    lines = [f'"{header}" = "{source.headers[own[header]]}"' for header in missing if header in own]
    hint = f" With a mapping only mapped columns count; write into [columns]: {', '.join(lines)}." if lines else ""
    return InputError(f"{source.name} says nothing about {list_words(missing)}; add that to the mapping file.{hint}")


def _own(key: str, source: Source) -> dict[str, int]:
    """Position in the log of each column that has the header of a sheet, by that header."""
    at = columns_at(BY_KEY[key], source.headers)
    return {column.header: at[column.field] for column in BY_KEY[key].columns if column.field in at}


def _mapped(source: Source, mapping: MappingFile) -> dict[str, int]:
    """Position in the log of each column that the mapping names, by the header of Requests."""
    return {header: source.column(name) for header, name in mapping.columns.items()}


def _left_aside(source: Source, used: Iterable[int]) -> tuple[str, ...]:
    taken = set(used)
    return tuple(header for at, header in enumerate(source.headers) if header and at not in taken)


def _shared_headers(key: str, source: Source, used: set[int]) -> tuple[str, ...]:
    """Tell of columns that have a header of the sheet by chance: only mapped columns count."""
    shared = [header for header, at in _own(key, source).items() if at not in used]
    if not shared:
        return ()
    are = "has a header" if len(shared) == 1 else "have headers"
    return (
        f"{list_words(shared)} {are} that Requests has too, but the mapping does not name "
        f"{'it' if len(shared) == 1 else 'them'}: left aside.",
    )


def _unplaced(
    reader: LogReader,
    columns: Iterable[Column],
    rows: Sequence[Mapping[str, Any]],
    source: Source,
    places: Mapping[str, int],
) -> list[str]:
    """Sentences about rows that have no id, or no date that can be read where one must be."""
    said = []
    for column in columns:
        if not column.required or column.header not in places or not (column.unique or column.kind == "when"):
            continue
        at = places[column.header]
        for number, row in enumerate(rows):
            value = row.get(column.field)
            if value is None:
                said.append((number, f"{source.place(number, at)}: {column.header} is blank."))
            elif column.kind == "when" and not isinstance(value, dt.datetime):
                why = reader.why_unread(column.header, value)
                said.append((number, f"{source.place(number, at)}: {column.header} '{value}' {why}."))
    return [f"{source.name}, {sentence}" for _, sentence in sorted(said)]


def _twice(rows: Sequence[Mapping[str, Any]], source: Source) -> tuple[str, ...]:
    """Tell of ids that stand in a file more than once."""
    counts = Counter(spelled(plain_text(row["request_id"])) for row in rows if row.get("request_id") is not None)
    several = {name: number for name, number in counts.items() if number > 1}
    if not several:
        return ()
    lines: dict[str, list[str]] = {}
    ids: dict[str, str] = {}
    for number, row in enumerate(rows):
        name = spelled(plain_text(row.get("request_id")))
        if name in several:
            lines.setdefault(name, []).append(str(source.lines[number]))
            ids.setdefault(name, plain_text(row["request_id"]))
    examples = [f"{ids[name]} ({source.kind}s {list_words(where[:4])})" for name, where in list(lines.items())[:3]]
    stand = "stands" if len(several) == 1 else "stand"
    return (
        f"{count_words(len(several), 'id')} {stand} in {source.name} more than once; "
        f"the later row counts: {listed(examples, 3)}{', …' if len(several) > 3 else ''}.",
    )
