"""An event log, one row per change of status, becomes requests and holds.

A case is a request. Each of its statuses has a role: it closes, waits, is ignored, or is work. A run of closing
statuses closes at its first event; only work after it opens the request again, and the time between is a hold whose
reason is that the request was closed. A wait lasts to the next event of the case.

A file may be a piece: then it continues what the workbook knows of a request, and events that the workbook has had
already are skipped. The pieces of a log, read in their order, give what the whole gives.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt

from pmo_workbook.importing.mapping import EventRules, HoldRule
from pmo_workbook.importing.patterns import matches
from pmo_workbook.settings import CLOSED_REASON

Role = Literal["closed", "wait", "ignored", "work"]

DERIVED: Final = frozenset({"first_response", "closed", "times_reopened", "last_event"})
"""Fields of Requests that the events say as a whole: where they give none, the cell is emptied."""


@dataclass(frozen=True)
class Known:
    """What the workbook has of a request.

    Attributes:
        values: Its cells by field name.
        last_event: Its last event that is known: later ones are new.
        waiting: Reason and beginning of the wait that has not ended; None where it does not wait.
    """

    values: Mapping[str, Any]
    last_event: dt.datetime
    waiting: tuple[str, dt.datetime] | None = None


@dataclass(frozen=True, eq=False)
class Events:
    """The rows of an event log, of all cases, in the order of the file.

    Attributes:
        case: Id of the case.
        status: Its status.
        moment: Wall-clock time, whole seconds.
        instant: UTC microseconds, for the order only.
    """

    case: Sequence[str]
    status: Sequence[str]
    moment: Sequence[dt.datetime]
    instant: npt.NDArray[np.int64]


@dataclass
class Case:
    """What the events say of one request.

    Attributes:
        rows: Rows of its events that are new, in their order in time.
        values: Values of Requests by field name.
        holds: Its holds, values by field name.
        known: What the workbook had of it; None for a new one.
    """

    rows: list[int]
    values: dict[str, Any]
    holds: list[dict[str, Any]]
    known: Known | None = None


@dataclass
class Found:
    """The cases of an event log.

    Attributes:
        cases: Those that become requests, by the time of their first event.
        begun_before: Ids of cases that the workbook does not know and whose beginning is not in the file.
        only_ignored: Ids of cases that have nothing but ignored events.
        skipped: Events that the workbook has had already.
        as_they_were: Requests that have no other events than those.
        unused: Patterns of the mapping that no status matches.
        roles: Number of events by status and role.
    """

    cases: list[Case] = field(default_factory=list)
    begun_before: list[str] = field(default_factory=list)
    only_ignored: list[str] = field(default_factory=list)
    skipped: int = 0
    as_they_were: int = 0
    unused: tuple[str, ...] = ()
    roles: Counter[tuple[str, Role]] = field(default_factory=Counter)


def cases(
    events: Events, rules: EventRules, waits: Sequence[HoldRule], known: Callable[[str], Known | None], *, whole: bool
) -> Found:
    """Gather events by case and follow each.

    Args:
        events: The event log, in any order.
        rules: Which statuses mean what.
        waits: Which statuses are waits.
        known: Gives what the workbook has of a request, by its id.
        whole: The file has all events of its cases.
    """
    role_of = _roles(rules, waits)
    found = Found(unused=_unused(set(events.status), rules, waits))
    found.roles.update((status, role_of(status).role) for status in events.status)
    for case_id, rows in _by_case(events).items():
        before = None if whole else known(case_id)
        fresh = [row for row in rows if before is None or events.moment[row] > before.last_event]
        found.skipped += len(rows) - len(fresh)
        told = [(row, role_of(events.status[row])) for row in fresh]
        first = next((part for _, part in told if part.role != "ignored"), None)
        if not fresh:
            found.as_they_were += 1
        elif first is None and before is None:
            found.only_ignored.append(case_id)
        elif before is None and not whole and first is not None and not first.begins:
            found.begun_before.append(case_id)
        else:
            found.cases.append(_follow(case_id, [(events.moment[row], row, part) for row, part in told], before))
    found.cases.sort(key=lambda case: (events.instant[case.rows[0]], case.values["request_id"]))
    return found


def _by_case(events: Events) -> dict[str, list[int]]:
    """Rows of each case in the order of time; those of one moment in the order in which they happened."""
    rows: dict[str, list[int]] = {}
    for row, case_id in enumerate(events.case):
        rows.setdefault(case_id, []).append(row)
    backwards = _newest_first(events, rows.values())
    for case_id, of_case in rows.items():
        if len(of_case) > 1:
            rows[case_id] = sorted(of_case[::-1] if backwards else of_case, key=events.instant.__getitem__)
    return rows


def _newest_first(events: Events, rows: Iterable[Sequence[int]]) -> bool:
    """Whether time falls down the file: within cases, or from row to row where no case tells."""
    steps = [np.diff(events.instant[of_case]) for of_case in rows if len(of_case) > 1]
    within = np.concatenate([*steps, np.empty(0, np.int64)])
    for step in (within, np.diff(events.instant)):
        falls, rises = int((step < 0).sum()), int((step > 0).sum())
        if falls != rises:
            return falls > rises
    return False


@dataclass(frozen=True)
class _Part:
    """What a status means."""

    role: Role
    waiting_for: str = ""
    begins: bool = False
    responds: bool = False


def _roles(rules: EventRules, waits: Sequence[HoldRule]) -> Callable[[str], _Part]:
    @cache
    def role_of(status: str) -> _Part:
        if matches(status, rules.ignored):
            return _Part("ignored")
        begins, responds = matches(status, rules.begins), matches(status, rules.first_response)
        if matches(status, rules.closed):
            return _Part("closed", begins=begins, responds=responds)
        wait = next((wait for wait in waits if matches(status, wait.status)), None)
        return _Part("wait" if wait else "work", wait.waiting_for if wait else "", begins, responds)

    return role_of


def _unused(statuses: set[str], rules: EventRules, waits: Sequence[HoldRule]) -> tuple[str, ...]:
    patterns = (*rules.begins, *rules.first_response, *rules.closed, *rules.ignored)
    patterns += tuple(pattern for wait in waits for pattern in wait.status)
    return tuple(
        pattern for pattern in dict.fromkeys(patterns) if not any(matches(status, [pattern]) for status in statuses)
    )


def _follow(case_id: str, events: Sequence[tuple[dt.datetime, int, _Part]], known: Known | None) -> Case:
    """Follow a case from its first new event to its last."""
    had = known.values if known else {}
    response, closed = had.get("first_response"), had.get("closed")
    reopened, waiting = had.get("times_reopened") or 0, known.waiting if known else None
    holds: list[dict[str, Any]] = []
    for moment, _, part in events:
        if part.role == "ignored":
            continue
        response = moment if response is None and part.responds else response
        if waiting:
            holds += _hold(case_id, *waiting, moment)
            waiting = None
        if part.role == "closed":
            closed = closed or moment
        elif part.role == "work" and closed:
            holds += _hold(case_id, CLOSED_REASON, closed, moment)
            closed, reopened = None, reopened + 1
        elif part.role == "wait" and not closed:
            waiting = (part.waiting_for, moment)
    if waiting:
        holds += _hold(case_id, *waiting, None)
    values = {
        "request_id": case_id,
        "first_response": response,
        "closed": closed,
        "times_reopened": reopened or None,
        "last_event": events[-1][0],
    }
    if known is None:
        values["submitted"] = next(moment for moment, _, part in events if part.role != "ignored")
    return Case([row for _, row, _ in events], values, holds, known)


def _hold(case_id: str, reason: str, start: dt.datetime, until: dt.datetime | None) -> Iterator[dict[str, Any]]:
    """A hold; one of no length is none."""
    if until != start:
        yield {"request_id": case_id, "waiting_for": reason, "start": start, "until": until}
