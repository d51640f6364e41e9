"""An event log, one row per change of status, becomes requests and holds.

A case is a request. Submitted is its first event; the first response, the closing and the holds follow the mapping. A
hold lasts from its event to the next event of the case. How often a request was reopened is counted: a closing that
another status follows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from itertools import pairwise
from typing import Any

from pmo_workbook.importing.mapping import EventRules, HoldRule
from pmo_workbook.importing.source import Source


@dataclass(frozen=True)
class Case:
    """One case of an event log.

    Attributes:
        first: Row of its first event, from which the other columns are taken.
        values: Values of Requests by field name: id, submitted, first response, closed, times reopened.
        holds: Its holds, values by field name.
    """

    first: Sequence[Any]
    values: dict[str, Any]
    holds: tuple[dict[str, Any], ...]


def cases(
    source: Source, rules: EventRules, holds: Sequence[HoldRule], moment: Callable[[Any], dt.datetime]
) -> list[Case]:
    """Gather events by case.

    Args:
        source: The event log, in any order.
        rules: Which columns and statuses mean what.
        holds: Which statuses are waits.
        moment: Reads a time cell; raises InputError.

    Returns:
        Cases in the order of their first event.

    Raises:
        InputError: A column is missing or a time cannot be read.
    """
    case_at, time_at = source.column(rules.case), source.column(rules.time)
    status_at = [source.column(name) for name in rules.status]
    gathered: dict[str, list[tuple[dt.datetime, str, Sequence[Any]]]] = {}
    for row in source.rows:
        status = "/".join(str(row[at]).strip() for at in status_at)
        gathered.setdefault(str(row[case_at]).strip(), []).append((moment(row[time_at]), status, row))
    found = []
    for case_id, events in gathered.items():
        if case_id:
            events.sort(key=lambda event: event[0])
            found.append(_case(case_id, events, rules, holds))
    return sorted(found, key=lambda case: (case.values["submitted"], case.values["request_id"]))


def _case(
    case_id: str,
    events: Sequence[tuple[dt.datetime, str, Sequence[Any]]],
    rules: EventRules,
    holds: Sequence[HoldRule],
) -> Case:
    closings = [_matches(status, rules.closed) for _, status, _ in events]
    responses = [time for time, status, _ in events if _matches(status, rules.first_response)]
    reopened = sum(closed and not still for closed, still in pairwise(closings))
    closed = max((time for (time, _, _), is_closing in zip(events, closings, strict=True) if is_closing), default=None)
    values = {
        "request_id": case_id,
        "submitted": events[0][0],
        "first_response": min(responses, default=None),
        "closed": closed,
        "times_reopened": reopened or None,
    }
    return Case(events[0][2], values, tuple(_holds(case_id, events, holds)))


def _holds(
    case_id: str, events: Sequence[tuple[dt.datetime, str, Sequence[Any]]], rules: Sequence[HoldRule]
) -> list[dict[str, Any]]:
    """Waits of a case; one of no length is none."""
    ends: list[dt.datetime | None] = [time for time, _, _ in events[1:]]
    found = []
    for (start, status, _), until in zip(events, [*ends, None], strict=True):
        rule = next((rule for rule in rules if _matches(status, rule.status)), None)
        if rule is not None and until != start:
            found.append({"request_id": case_id, "waiting_for": rule.waiting_for, "start": start, "until": until})
    return found


@cache
def _matches(status: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(status.casefold(), pattern.casefold()) for pattern in patterns)
