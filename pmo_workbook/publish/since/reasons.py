"""Why a figure of a past month is different: what happened to the requests behind it, or to the rules."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Final

from pmo_workbook.metrics import CLOCKS, CLOSED, COUNTED, METRICS
from pmo_workbook.publish.since.definitions import Definition
from pmo_workbook.publish.since.seen import Seen
from pmo_workbook.publish.since.snapshot import Snapshot
from pmo_workbook.settings import CLOSED_REASON
from pmo_workbook.sheets import BY_KEY
from pmo_workbook.words import count_words


class Reason(StrEnum):
    """What happened to a request, or to what it is measured by; each reads after ``2 requests``. First come first."""

    ADDED = "added later"
    GONE = "gone from the log or in error now"
    LEFT_OUT = "left out now"
    BACK = "counted again"
    MOVED = "moved to another service or priority"
    REOPENED = "reopened"
    CLOSED_LATE = "closed late in the log"
    CLOSING = "with another closing time"
    ANSWERED_LATE = "answered late in the log"
    RESPONSE = "with another first response"
    START = "with another start"
    PROMISED = "with another promised date"
    HOLD_ADDED = "with a hold added"
    HOLD_GONE = "with a hold taken away"
    HOLD = "with a hold changed"
    PROMISE = "measured by a changed promise"
    CALENDAR = "measured in a changed calendar"
    SETTINGS = "measured by changed settings"
    PROGRAM = "counted differently by another version of the program"
    OTHER = "changed in the log"


UNKNOWN: Final = "The file keeps no requests, so the reason is not known."
MOST_NAMED: Final = 5
"""Requests named for one reason at most."""

_HOLD: Final = re.compile(r"(.*) (\d{4}-\d\d-\d\d(?:T[\d:]+)?) to (.+)")
_MEASURING: Final = (
    *("service_id", "metric", "priority", "target", "unit", "calendar"),
    *("stops_while_waiting_for", "effective_from", "effective_to"),
)
_HOURS: Final = ("time_zone", "mon", "tue", "wed", "thu", "fri", "sat", "sun")
_COUNTING: Final = (
    "Time zone of the log",
    "Priorities in order",
    "Default priority",
    "Reasons for waiting",
)


def headers(key: str, fields: Iterable[str]) -> tuple[str, ...]:
    """Headers of some columns of a sheet."""
    known = {column.field: column.header for column in BY_KEY[key].columns}
    return tuple(known[name] for name in fields)


class Causes:
    """Finds what is behind different figures of two versions that both know their requests."""

    def __init__(self, before: Snapshot, after: Snapshot) -> None:
        """Compare all decisions once.

        Args:
            before: The version published before.
            after: The version of now.
        """
        self._before, self._after = before, after
        self._as_of = "" if before.as_of is None else f"{before.as_of:%Y-%m-%dT%H:%M:%S}"
        self._old, self._new = before.requests or {}, after.requests or {}
        self._moved: dict[tuple[str, str], set[str]] = {}
        """Requests whose decision is different, by SLA ID and month."""
        self._known: dict[tuple[str, str], Reason] = {}
        for name, seen in self._new.items():
            was = self._old.get(name)
            if was is None or was.decided != seen.decided:
                self._compare(name, {} if was is None else was.decided, seen.decided)
        for name in self._old.keys() - self._new.keys():
            self._compare(name, self._old[name].decided, {})

    def _compare(self, name: str, old: Mapping[str, str], new: Mapping[str, str]) -> None:
        for sla in old.keys() | new.keys():
            if old.get(sla) != new.get(sla):
                for decision in {old.get(sla), new.get(sla)} - {None}:
                    self._moved.setdefault((sla, str(decision)[:7]), set()).add(name)

    def of(self, slas: Collection[str], months: Collection[str]) -> Mapping[Reason, tuple[str, ...]]:
        """The requests that some figure differs by, by reason, in the order of `Reason`.

        Args:
            slas: SLA IDs that are pooled in the figure.
            months: Its months.
        """
        found: dict[Reason, set[str]] = {}
        for month in months:
            pairs = [(sla, name) for sla in slas for name in self._moved.get((sla, month), ())]
            for sla, name in sorted(pairs):
                if self._counts(name, slas, month):
                    found.setdefault(self._reason(name, sla), set()).add(name)
        taken: set[str] = set()
        result = {}
        for reason in Reason:
            names = found.get(reason, set()) - taken
            taken |= names
            if names:
                result[reason] = tuple(sorted(names))
        return result

    def _counts(self, name: str, slas: Collection[str], month: str) -> bool:
        """Whether the request counts differently: not where one promise took the place of another."""
        sides = [
            Counter(text for sla, text in side[name].decided.items() if sla in slas and text.startswith(month))
            for side in (self._old, self._new)
            if name in side
        ]
        return len(sides) < 2 or sides[0] != sides[1]

    def _reason(self, name: str, sla: str) -> Reason:
        if (name, sla) not in self._known:
            self._known[name, sla] = self._found(name, sla)
        return self._known[name, sla]

    def _found(self, name: str, sla: str) -> Reason:
        if name not in self._old:
            return Reason.ADDED
        if name not in self._new:
            return Reason.GONE
        old, new = self._old[name], self._new[name]
        metric = self._metric(sla)
        return next(iter(in_the_log(old, new, metric, self._as_of)), None) or self._rules(sla, new.service)

    def _metric(self, sla: str) -> str:
        definition = self._definition("slas", sla)
        return definition.fields.get("Metric", "") if definition else ""

    def _definition(self, key: str, name: str) -> Definition | None:
        return self._after.definitions[key].get(name) or self._before.definitions[key].get(name)

    def _rules(self, sla: str, service: str) -> Reason:
        """What changed in the rules, where the request itself is as it was."""
        measuring = headers("slas", _MEASURING)
        for side in (self._before, self._after):
            for name, one in side.definitions["slas"].items():
                if name == sla or one.fields.get("Service ID") == service:
                    sides = [self._before.definitions["slas"].get(name), self._after.definitions["slas"].get(name)]
                    if _differ(sides, measuring):
                        return Reason.PROMISE
        if self._calendars_differ(service):
            return Reason.CALENDAR
        if any(self._before.settings.get(name) != self._after.settings.get(name) for name in _COUNTING):
            return Reason.SETTINGS
        return Reason.PROGRAM if self._before.made_by != self._after.made_by else Reason.OTHER

    def _calendars_differ(self, service: str) -> bool:
        old, new = self._before.definitions["calendars"], self._after.definitions["calendars"]
        hours = headers("calendars", _HOURS)
        for name in old.keys() | new.keys():
            sides = [old.get(name), new.get(name)]
            if _differ(sides, hours) or len({tuple(sorted(one.codes.items())) for one in sides if one}) > 1:
                return True
        sides = [self._before.definitions["services"].get(service), self._after.definitions["services"].get(service)]
        default = "Default calendar"
        return _differ(sides, ("Calendar",)) or self._before.settings.get(default) != self._after.settings.get(default)


def _differ(sides: Iterable[Definition | None], names: Iterable[str]) -> bool:
    told = [None if one is None else [one.fields.get(name) for name in names] for one in sides]
    return told[0] != told[1]


def in_the_log(old: Seen, new: Seen, metric: str, as_of: str) -> Iterator[Reason]:
    """What happened to a request that matters to a metric, most telling first.

    Args:
        old: As it was seen before.
        new: As it is seen now.
        metric: Name of the metric; empty where it is not known.
        as_of: Moment before which it must have happened to change a past month: that of the version before.
    """
    measured = METRICS.get(metric)
    clock = CLOCKS.get(metric)
    times = clock.times if clock else ()
    closed = _known_then(new.closed, old.closed, as_of)
    response = _known_then(new.response, old.response, as_of)
    if bool(old.out) != bool(new.out):
        yield Reason.LEFT_OUT if new.out else Reason.BACK
    if (old.service, old.priority) != (new.service, new.priority):
        yield Reason.MOVED
    by_closing = clock is None or clock.stop == CLOSED
    reopened = new.reopened > old.reopened or bool(old.closed and not closed)
    if old.closed != closed or measured in COUNTED:
        if reopened:
            yield Reason.REOPENED
        elif old.closed != closed and by_closing:
            yield Reason.CLOSING if old.closed else Reason.CLOSED_LATE
    if "first_response" in times and old.response != response:
        yield Reason.RESPONSE if old.response else Reason.ANSWERED_LATE
    if old.start != new.start:
        yield Reason.START
    if "promised" in times and old.promised != new.promised:
        yield Reason.PROMISED
    if measured is None or measured.within_target:
        yield from _hold_reasons(old, new, as_of, reopened)
    if old.closed != closed and not by_closing:
        yield Reason.CLOSING if old.closed else Reason.CLOSED_LATE


def _known_then(now: str, then: str, as_of: str) -> str:
    """A time of now as it could have been known at a moment; a date alone is over when its day is."""
    whole = now if len(now) > len("2026-05-04") else f"{now}T24"
    return now if now == then or not as_of or whole <= as_of else ""


def _hold_reasons(old: Seen, new: Seen, as_of: str, reopened: bool) -> Iterator[Reason]:
    """Changes of the holds; of a request that was reopened, the hold that says so is no further reason."""
    known = f"{CLOSED_REASON} "
    before = {hold for hold in old.holds if not (reopened and hold.startswith(known))}
    now = [hold for hold in new.holds if not (reopened and hold.startswith(known))]
    after = {hold if hold in before else _hold_then(hold, as_of) for hold in now} - {""}
    if before != after:
        yield Reason.HOLD_ADDED if before < after else Reason.HOLD_GONE if after < before else Reason.HOLD


def _hold_then(hold: str, as_of: str) -> str:
    """A hold as it could have been known at a moment; empty if it had not begun."""
    found = _HOLD.fullmatch(hold)
    if found is None or not as_of:
        return hold
    reason, start, until = found.groups()
    if start > as_of:
        return ""
    return f"{reason} {start} to {until if until != 'now' and _known_then(until, '', as_of) else 'now'}"


def reason_words(causes: Mapping[Reason, tuple[str, ...]], named: bool) -> str:
    """Put reasons into one sentence, such as ``2 requests reopened, 1 closed late in the log``, with a full stop.

    Args:
        causes: Requests by reason.
        named: Name the requests, for the PMO only; else count them.
    """
    if not named:
        parts = [
            f"{count_words(len(names), 'request') if at == 0 else f'{len(names):,}'} {reason}"
            for at, (reason, names) in enumerate(causes.items())
        ]
        return f"{', '.join(parts)}." if parts else ""
    parts = []
    for reason, names in causes.items():
        more = len(names) - MOST_NAMED
        listed = ", ".join(names[:MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")
        parts.append(f"{listed} {reason}")
    return f"{'; '.join(parts)}." if parts else ""
