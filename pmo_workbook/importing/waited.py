"""Waiting that a log tells as one duration becomes a hold of that much working time, at the end of the request."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pmo_workbook.binding import header_key
from pmo_workbook.epochs import DAY, seconds_of, wall_time
from pmo_workbook.framework import Framework
from pmo_workbook.importing.columns_of_log import LogReader
from pmo_workbook.importing.durations import duration_in
from pmo_workbook.importing.existing import WAITED_NOTE
from pmo_workbook.importing.source import Source
from pmo_workbook.measure.calendars import ALWAYS, CalendarBook, calendar_of_service, calendars
from pmo_workbook.tables import plain_text
from pmo_workbook.words import count_words, number_words
from pmo_workbook.worktime.zones import to_local, to_utc


@dataclass(frozen=True)
class Waiting:
    """The waiting of one request.

    Attributes:
        request: Its values by field name.
        duration: How long it waited, in working time.
        reason: Reason for waiting.
    """

    request: Mapping[str, Any]
    duration: dt.timedelta
    reason: str


def waited_column(reader: LogReader, source: Source, at: int, requests: Sequence[Mapping[str, Any]]) -> list[Waiting]:
    """Read a column of durations; one that cannot be read is told.

    Args:
        reader: Has the mapping, and is told.
        source: The table of the log.
        at: Position of the column.
        requests: The requests of its rows.
    """
    rule, found, unread = reader.mapping.waited, [], []
    for row, raw in enumerate(source.columns[at]):
        if raw is None:
            continue
        try:
            duration = duration_in(raw, rule.unit)
        except ValueError as error:
            unread.append(f"{source.place(row, at)}: '{plain_text(raw)}' {error}.")
            continue
        if duration:
            found.append(Waiting(requests[row], duration, rule.waiting_for))
    if unread:
        more = f" (and {len(unread) - 1} more)" if len(unread) > 1 else ""
        reader.notes.append(f"{source.headers[at]} cannot be read as waiting, {unread[0]}{more}")
    return found


def holds_of(
    waiting: Sequence[Waiting], framework: Framework, now: dt.datetime
) -> tuple[list[dict[str, Any]], list[str]]:
    """Place waiting in the working time of each service's calendar, so that it ends at Closed.

    Args:
        waiting: What the log says.
        framework: The workbook's framework.
        now: Moment of the import on the wall clock of the log, at which the waiting of an open request ends.

    Returns:
        Rows of Holds, values by field name, and what is to be told in sentences.
    """
    placed = [one for one in waiting if isinstance(one.request.get("submitted"), dt.datetime)]
    if not placed:
        return [], []
    zone = framework.settings.time_zone
    begin = _instants([one.request["submitted"] for one in placed], zone)
    closings = [one.request.get("closed") for one in placed]
    ends = _instants([closed if isinstance(closed, dt.datetime) else now for closed in closings], zone)
    book = _book(framework, [*begin, *ends])
    calendar_of = {header_key(one.service_id): calendar_of_service(framework, one) for one in framework.services}
    holds, longer = [], 0
    for one, first, last in zip(placed, begin, ends, strict=True):
        calendar = calendar_of.get(header_key(plain_text(one.request.get("service_id")))) or ALWAYS
        edges, seconds = book.edges(calendar), round(one.duration.total_seconds())
        worked = int(edges.work_until([last])[0])
        start = int(edges.inverse([worked - seconds])[0]) if seconds <= worked else first
        longer += start < first
        start = max(start, first)
        if start >= last:
            continue
        local = to_local([start, last], zone).tolist()
        hours = number_words(seconds / 3600)
        note = f"{WAITED_NOTE} {hours} working hours, placed at its end."
        row = {"request_id": one.request["request_id"], "waiting_for": one.reason, "note": note}
        holds.append(row | {"start": wall_time(local[0]), "until": wall_time(local[1])})
    said = [f"{count_words(len(holds), 'hold')} made of waiting that the log tells as one duration."] if holds else []
    if longer:
        said.append(f"{count_words(longer, 'request')} waited longer than it took in working hours: held throughout.")
    return holds, said


def _instants(moments: Sequence[dt.datetime], zone: str) -> list[int]:
    instants: list[int] = to_utc([seconds_of(moment) for moment in moments], zone).utc.tolist()
    return instants


def _book(framework: Framework, instants: Sequence[int]) -> CalendarBook:
    first, last = (wall_time(edge).date() for edge in (min(instants) - 2 * DAY, max(instants) + 2 * DAY))
    return CalendarBook(calendars(framework), first, last)
