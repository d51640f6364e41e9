"""An event log becomes rows of Requests and Holds: its times and statuses, and the columns mapped beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pmo_workbook.columns import Column
from pmo_workbook.errors import InputError
from pmo_workbook.importing.columns_of_log import LogReader
from pmo_workbook.importing.events import DERIVED, Case, Events, Found, cases
from pmo_workbook.importing.existing import Existing
from pmo_workbook.importing.mapping import WAITED, EventRules
from pmo_workbook.importing.source import Source
from pmo_workbook.importing.usual_names import CLOSING, sounds_like
from pmo_workbook.sheets import BY_KEY
from pmo_workbook.spelling import listed
from pmo_workbook.tables import plain_text
from pmo_workbook.words import count_words


@dataclass
class EventRows:
    """Rows for the sheets.

    Attributes:
        requests: Values by field name.
        holds: Values by field name.
        definite: Fields of Requests that the log knows as a whole: a blank empties the cell.
        used: Positions of the columns of the log that were used.
        notes: What is to be told, in sentences.
        broken: Sentences about rows that cannot be placed.
        as_they_were: Requests of which the log says nothing new.
    """

    requests: list[dict[str, Any]]
    holds: list[dict[str, Any]]
    definite: frozenset[str]
    used: frozenset[int]
    notes: tuple[str, ...]
    broken: list[str] = field(default_factory=list)
    as_they_were: int = 0


def translate_events(reader: LogReader, source: Source, existing: Existing) -> EventRows:
    """Translate an event log.

    Args:
        reader: Reads its columns.
        source: The event log.
        existing: What the workbook has.

    Raises:
        InputError: A column is missing, or the dates can mean two things.
    """
    rules, columns = reader.mapping.events, {column.header: column for column in BY_KEY["requests"].columns}
    assert rules is not None
    if WAITED in reader.mapping.columns:
        raise InputError(f"An event log says itself when a request waited: take '{WAITED}' out of the mapping file.")
    events, rows, broken = _events(reader, source, rules)
    places = {columns[header]: source.column(name) for header, name in reader.mapping.columns.items()}
    whole = rules.whole if rules.whole is not None else _is_whole(events, existing)
    found = cases(events, rules, reader.mapping.holds, existing.request, whole=whole)
    constants = reader.constants(columns, len(found.cases))
    if "service_id" not in {*constants, *(column.field for column in places)}:
        raise InputError('The mapping file does not say which service the requests are for (columns."Service ID").')
    beside = {column: reader.values(column, source, at) for column, at in places.items()}
    used = {source.column(name) for name in (rules.case, rules.time, *rules.status)} | set(places.values())
    reader.tell_doubled(source, sorted(used))
    return EventRows(
        requests=[_request(case, rows, beside, constants) for case in found.cases],
        holds=[hold for case in found.cases for hold in case.holds],
        definite=DERIVED,
        used=frozenset(used),
        notes=_told(found, rules, reader, whole=whole),
        broken=broken,
        as_they_were=found.as_they_were,
    )


def _is_whole(events: Events, existing: Existing) -> bool:
    """Whether a file is taken as whole where the mapping does not say it.

    Raises:
        InputError: It may be a piece, and the workbook has no column that remembers what is known.
    """
    if existing.remembers_events:
        return not existing.has_events
    known = sum(existing.request(case) is not None for case in dict.fromkeys(events.case))
    if known:
        are = "is" if known == 1 else "are"
        raise InputError(
            f"{count_words(known, 'request')} of the log {are} in the workbook already, and it has no column Last "
            "event, which tells what is known; nothing was changed. Upgrade the workbook (pmo-workbook upgrade), or "
            "write whole = true into [events] of the mapping file if the file has all events."
        )
    return True


def _events(reader: LogReader, source: Source, rules: EventRules) -> tuple[Events, list[int], list[str]]:
    """The events, the row of the log that each stands in, and sentences about rows that are none."""
    case_at, time_at = source.column(rules.case), source.column(rules.time)
    times = reader.times(source, time_at)
    status_columns = [source.columns[source.column(name)] for name in rules.status]
    # A cell without text between two with text stays, so that "a//c" is told from "a/c".
    statuses = ["/".join(plain_text(cell).strip() for cell in cells) for cells in zip(*status_columns, strict=True)]
    ids = [plain_text(cell).strip() for cell in source.columns[case_at]]
    rows, broken, without = [], [], 0
    for row, case_id in enumerate(ids):
        if not case_id:
            without += 1
        elif times.moments[row] is None:
            text = plain_text(source.columns[time_at][row])
            said = f"'{text}' {times.unread.get(row, 'is no time')}" if text else "is blank"
            broken.append(f"{source.name}, {source.place(row, time_at)}: the time {said}.")
        else:
            rows.append(row)
    if without:
        reader.notes.append(
            f"{count_words(without, 'row')} of {source.name} {'names' if without == 1 else 'name'} no case in "
            f"'{rules.case}': left out."
        )
    events = Events(
        case=[ids[row] for row in rows],
        status=[statuses[row] for row in rows],
        moment=[moment for row in rows if (moment := times.moments[row]) is not None],
        instant=times.instants[rows],
    )
    return events, rows, broken


def _request(
    case: Case, rows: Sequence[int], beside: Mapping[Column, Sequence[Any]], constants: Mapping[str, Any]
) -> dict[str, Any]:
    """A request as its events and the columns beside them say.

    A column says what the first of the case's events says that has it filled, so that the pieces of a log say what the
    whole says. A column that is mapped stands before what the events imply.
    """
    said = {
        column.field: next((cells[rows[row]] for row in case.rows if cells[rows[row]] is not None), None)
        for column, cells in beside.items()
    }
    said = {name: value for name, value in said.items() if value is not None or name not in case.values}
    if case.known is None:
        return {**constants, **case.values, **said}
    had = case.known.values
    return case.values | {name: value for name, value in said.items() if had.get(name) is None}


def _told(found: Found, rules: EventRules, reader: LogReader, *, whole: bool) -> tuple[str, ...]:
    """What an analyst must know of an event log, in sentences."""
    said = []
    if found.skipped:
        said.append(f"{count_words(found.skipped, 'event')} known from an earlier import: skipped.")
    if found.begun_before:
        way_out = "" if rules.begins else ' Say which statuses begin a request: begins = ["…"] in [events].'
        said.append(
            f"{count_words(len(found.begun_before), 'case')} began before this file, and the workbook does not know "
            f"{'it' if len(found.begun_before) == 1 else 'them'}: left out ({listed(found.begun_before, 5)}). Bring in "
            f"the earlier file first, or write whole = true into [events] if the file has everything.{way_out}"
        )
    if found.only_ignored:
        said.append(f"{count_words(len(found.only_ignored), 'case')} with ignored statuses only: left out.")
    if found.unused and whole:
        said.append(f"No event has the status {listed([repr(word) for word in found.unused], 10)} of the mapping file.")
    work = Counter({status: number for (status, role), number in found.roles.items() if role == "work"})
    listed_work = [f"{status or '(blank)'} ({number:,})" for status, number in work.most_common(12)]
    if listed_work:
        more = f" and {len(work) - 12} more" if len(work) > 12 else ""
        said.append(f"Statuses taken for work: {', '.join(listed_work)}{more}.")
    if doubtful := [status for status in work if sounds_like(status, CLOSING)]:
        sound = "sounds" if len(doubtful) == 1 else "sound"
        said.append(
            f"{listed([repr(word) for word in doubtful], 5)} {sound} like a closing, but opens requests again here: "
            "add it to closed, or to ignored where it changes nothing."
        )
    said += _strange_reasons(reader)
    if not whole:
        said.append("The file was read as a piece that continues what the workbook has.")
    return tuple(said)


def _strange_reasons(reader: LogReader) -> list[str]:
    known = {reason.casefold() for reason in reader.framework.settings.hold_reasons}
    strange = dict.fromkeys(
        rule.waiting_for for rule in reader.mapping.holds if rule.waiting_for.casefold() not in known
    )
    return [f"Settings has no reason for waiting '{reason}'; its holds become issues." for reason in strange]
