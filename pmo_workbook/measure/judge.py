"""Judges every clock of a log: one entry a request and service level that applies, with state, times and ticks.

This is the part of the measuring kernel that works row by row, on whole columns; `tally` counts what comes out.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from pmo_workbook.epochs import NULL
from pmo_workbook.framework import STATUSES, Holds, Requests
from pmo_workbook.measure.closings import (
    Ended,
    Gaps,
    Rows,
    closed_holds,
    closings,
    final_closing,
    first_closing,
    happened,
    last_closing,
    open_holds,
)
from pmo_workbook.measure.moments import LogMoments, log_moments, month_number
from pmo_workbook.measure.sla import Applied, Rulebook, choose, clock_of, measure_of, passes, start_of
from pmo_workbook.metrics import CLOCKS, CLOSED, REQUEST_START, TIMED, Clock
from pmo_workbook.results import STATES, State
from pmo_workbook.worktime.clocks import Edges
from pmo_workbook.worktime.holds import MergedHolds, merge_holds
from pmo_workbook.worktime.zones import BoolArray, IntArray, to_local

CODES: Final[dict[State, int]] = {state: code for code, state in enumerate(STATES)}
"""Codes of `Clocks.state`."""

LEFT_OUT, NO_TIME, MET, BREACHED, ON_HOLD, AT_RISK, ON_TRACK = (
    CODES["Left out"],
    CODES["No time recorded"],
    CODES["Met"],
    CODES["Breached"],
    CODES["On hold"],
    CODES["At risk"],
    CODES["On track"],
)

_CANCELLED: Final = STATUSES.index("Cancelled")


@dataclass(frozen=True, eq=False)
class Clocks:
    """One entry a clock, by metric, then service level, then request; all arrays have shape (clocks,).

    Attributes:
        request: Position in the requests judged.
        sla: Position in `Framework.slas`.
        state: Code of `CODES`.
        start: UTC seconds.
        stop: UTC seconds; `NULL` while running.
        stop_local: Wall-clock seconds of the stop as recorded; `NULL` while running.
        deadline: UTC seconds, holds so far included; `NULL` beyond the calendar.
        target: Ticks of the service level's measure; of a promise, from start to promise.
        net: Ticks used up to the stop, or to the report's moment; net of holds.
        gross: The same with no waiting taken off; time in which the request was closed is.
        over: Ticks over the target; 0 unless breached.
        month: Month of the decision, months since 1970-01; -1 unless Met or Breached.
        plain: State with no waiting taken off: `MET`, `BREACHED`, or -1.
        plain_month: Month of that decision; -1 where there is none.
        waits: Position in the holds judged of an open hold that stops this clock; -1 where there is none.
    """

    request: IntArray
    sla: IntArray
    state: IntArray
    start: IntArray
    stop: IntArray
    stop_local: IntArray
    deadline: IntArray
    target: IntArray
    net: IntArray
    gross: IntArray
    over: IntArray
    month: IntArray
    plain: IntArray
    plain_month: IntArray
    waits: IntArray

    def __len__(self) -> int:
        """Number of clocks."""
        return len(self.request)


@dataclass(frozen=True, eq=False)
class Judged:
    """A log as of the report's moment; request arrays have shape (requests,).

    Attributes:
        requests: The requests judged.
        holds: Their holds.
        times: Their times.
        clocks: The clocks, none of requests submitted later.
        later: Submitted after the report's moment.
        excluded: Has a Left out because.
        cancelled: Was cancelled by the report's moment.
        left_out: In no figure: excluded, or cancelled before any of its deadlines.
        closed: Wall-clock seconds of the closing; `NULL` where open at the report's moment.
        closed_utc: The same in UTC seconds, a date alone by the calendar of the service.
        gaps: Positions of the holds with the reason *Closed* that count.
        clockless: In the figures, but without a clock.
        held: Position of an open hold in which somebody is waited for, `-1` where there is none.
    """

    requests: Requests
    holds: Holds
    times: LogMoments
    clocks: Clocks
    later: BoolArray
    excluded: BoolArray
    cancelled: BoolArray
    left_out: BoolArray
    closed: IntArray
    closed_utc: IntArray
    gaps: Rows
    clockless: BoolArray
    held: IntArray

    @property
    def measured(self) -> BoolArray:
        """In the figures."""
        result: BoolArray = ~(self.later | self.left_out)
        return result

    @property
    def is_open(self) -> BoolArray:
        """In the figures and open at the report's moment."""
        result: BoolArray = self.measured & (self.closed == NULL)
        return result


def judge(rules: Rulebook, requests: Requests, holds: Holds) -> Judged:
    """Judge every clock of a log or a chunk of one.

    Args:
        rules: What to measure by.
        requests: The requests of the chunk.
        holds: All holds of these requests; `Holds.request` counts within the chunk.
    """
    times = log_moments(requests, holds, rules.zone)
    later = ~happened(times.submitted.utc, rules.as_of)
    excluded = np.array([why is not None for why in requests.left_out_because], dtype=np.bool_)
    gaps, void = closed_holds(holds, rules.framework.settings.closed_code, times.closed.local)
    final, closing = closings(rules, requests, holds, times, gaps)
    closed = np.where(closing.utc == NULL, NULL, closing.local)
    cancelled = (requests.status == _CANCELLED) & ((final.local == NULL) | happened(final.utc, rules.as_of))
    log = _Log(rules, requests, holds, times, excluded, cancelled)
    parts = []
    for metric in TIMED:
        choice = choose(rules, metric, requests, times)
        choice[later | ~_runs(rules, times, CLOCKS[metric])] = -1
        hold_choice = choice[holds.request]
        hold_choice[void] = -1
        for one in rules.applied:
            rows = np.flatnonzero(choice == one.index) if one.sla.metric == metric else ()
            if len(rows):
                mine = _batch(log, one, np.asarray(rows), np.flatnonzero(hold_choice == one.index))
                parts.append(_judge_one(log, mine))
    clocks = _joined(parts)
    size = len(requests)
    judged_clock = np.isin(clocks.state, (NO_TIME, MET, BREACHED))
    judged = np.bincount(clocks.request[judged_clock], minlength=size) > 0
    left_out = ~later & (excluded | (cancelled & ~judged))
    held = open_holds(rules, requests, holds, times)
    clockless = ~later & ~left_out & (np.bincount(clocks.request, minlength=size) == 0)
    return Judged(
        requests, holds, times, clocks, later, excluded, cancelled, left_out, closed, closing.utc, gaps, clockless, held
    )


@dataclass(frozen=True, eq=False)
class _Log:
    """What judging one service level needs to know of the log."""

    rules: Rulebook
    requests: Requests
    holds: Holds
    times: LogMoments
    excluded: BoolArray
    cancelled: BoolArray


def _runs(rules: Rulebook, times: LogMoments, clock: Clock) -> BoolArray:
    """Whether a clock has what it needs: a start of its own that has come, and a date promised where it runs to one."""
    runs = np.ones(len(times.requests), dtype=np.bool_)
    if clock.start != REQUEST_START:
        runs &= happened(times.first(*clock.start).utc, rules.as_of)
    if clock.due:
        runs &= times.first(clock.due).local != NULL
    return runs


@dataclass(frozen=True, eq=False)
class _Batch:
    """The requests of one service level.

    Attributes:
        one: The service level.
        edges: Its calendar.
        rows: Positions of the requests in the log.
        holds: Positions of their holds that count.
        final: Their closings that last.
        gaps: When they were closed before they were opened again.
    """

    one: Applied
    edges: Edges
    rows: Rows
    holds: Rows
    final: Ended
    gaps: Gaps


def _batch(log: _Log, one: Applied, rows: Rows, holds: Rows) -> _Batch:
    edges = log.rules.book.edges(one.calendar_id)
    mine = holds[log.holds.reason[holds] == log.rules.framework.settings.closed_code]
    start, whose = log.times.hold_start.take(mine), np.searchsorted(rows, log.holds.request[mine])
    end = log.times.hold_until.take(mine).as_end(edges)
    gaps = Gaps(whose.astype(np.int64), start.local, start.dated, start.as_begin(edges), end)
    closed = log.times.closed.take(rows)
    final = final_closing(Ended(closed.local, closed.as_end(edges), closed.dated), gaps)
    return _Batch(one, edges, rows, holds, final, gaps)


@dataclass(frozen=True, eq=False)
class _Timed:
    """How far the clocks of one service level have run; names as in `Clocks`, where not said otherwise."""

    start: IntArray
    ended: Ended
    deadline: IntArray
    plain_deadline: IntArray
    target: IntArray
    net: IntArray
    gross: IntArray
    over: IntArray
    breached: BoolArray
    plain_breached: BoolArray
    late_at_closing: BoolArray
    waits: IntArray


def _judge_one(log: _Log, batch: _Batch) -> Clocks:
    """Judge the clocks of one service level."""
    one, rows = batch.one, batch.rows
    timed = _time(log, batch) if one.within_target else _time_promise(log, batch)
    running = timed.ended.utc == NULL
    dateless = batch.final.local == NULL
    left_out = log.excluded[rows] | (log.cancelled[rows] & (dateless | ~timed.late_at_closing))
    start_dated = start_of(one.sla.metric, log.times).dated[rows]
    untimed = np.full(len(rows), one.needs_time) & (start_dated | (~running & timed.ended.dated))
    waits = np.where(running, timed.waits, -1)
    risky = passes(timed.net, timed.target, one.at_risk)
    states = [left_out, untimed, ~running & ~timed.breached, timed.breached, waits >= 0, risky]
    state = np.select(states, [LEFT_OUT, NO_TIME, MET, BREACHED, ON_HOLD, AT_RISK], ON_TRACK)
    plain = np.select([left_out | untimed, timed.plain_breached, running], [-1, BREACHED, -1], MET)
    stop_local = np.where(running, NULL, timed.ended.local)
    return Clocks(
        request=rows.astype(np.int64),
        sla=np.full(len(rows), one.index, dtype=np.int64),
        state=state.astype(np.int64),
        start=timed.start,
        stop=timed.ended.utc,
        stop_local=stop_local,
        deadline=timed.deadline,
        target=timed.target,
        net=timed.net,
        gross=timed.gross,
        over=np.where(timed.breached, timed.over, 0),
        month=_month(log.rules.zone, state, stop_local, timed.deadline),
        plain=plain.astype(np.int64),
        plain_month=_month(log.rules.zone, plain, stop_local, timed.plain_deadline),
        waits=waits,
    )


def _time(log: _Log, batch: _Batch) -> _Timed:
    """Time clocks that have a target."""
    one, rows, measure = batch.one, batch.rows, measure_of(batch.one)
    start = start_of(one.sla.metric, log.times).take(rows).as_begin(batch.edges)
    ended = _ended(log, batch)
    until = np.where(ended.utc == NULL, log.rules.as_of, ended.utc)
    merged, closed, waits = _holds(log, batch)
    net = _known(measure.elapsed(start, until, merged))
    gross = net if merged is closed else _known(measure.elapsed(start, until, closed))
    deadline = measure.deadline(start, one.target, merged)
    late_at_closing = net > one.target
    if clock_of(one).stop != CLOSED and log.cancelled[rows].any():
        late_at_closing = _known(measure.elapsed(start, batch.final.utc, merged)) > one.target
    return _Timed(
        start=start,
        ended=ended,
        deadline=deadline,
        plain_deadline=deadline if merged is closed else measure.deadline(start, one.target, closed),
        target=np.full(len(rows), one.target, dtype=np.int64),
        net=net,
        gross=gross,
        over=net - one.target,
        breached=net > one.target,
        plain_breached=gross > one.target,
        late_at_closing=late_at_closing,
        waits=waits,
    )


def _time_promise(log: _Log, batch: _Batch) -> _Timed:
    """Time clocks that run to a promise; no hold moves it."""
    one, rows, measure = batch.one, batch.rows, measure_of(batch.one)
    start = start_of(one.sla.metric, log.times).take(rows).as_begin(batch.edges)
    ended = _ended(log, batch)
    until = np.where(ended.utc == NULL, log.rules.as_of, ended.utc)
    deadline = log.times.first(clock_of(one).due).take(rows).as_promise(batch.edges)
    net = _known(measure.elapsed(start, until))
    breached = (deadline != NULL) & (until > deadline)
    return _Timed(
        start=start,
        ended=ended,
        deadline=deadline,
        plain_deadline=deadline,
        target=_known(measure.elapsed(start, deadline)),
        net=net,
        gross=net,
        over=_known(measure.elapsed(deadline, until)),
        breached=breached,
        plain_breached=breached,
        late_at_closing=breached,
        waits=np.full(len(rows), -1, dtype=np.int64),
    )


def _ended(log: _Log, batch: _Batch) -> Ended:
    """When the clocks stopped; a clock that waits for something else than the closing stops at the first closing."""
    as_of, stop = log.rules.as_of, clock_of(batch.one).stop
    if stop == CLOSED:
        return last_closing(batch.final, batch.gaps, as_of)
    closing = first_closing(batch.final, batch.gaps, as_of)
    stopping = log.times.first(stop).take(batch.rows)
    stopped = stopping.as_end(batch.edges)
    recorded = happened(stopped, as_of)
    return Ended(
        np.where(recorded, stopping.local, closing.local),
        np.where(recorded, stopped, closing.utc),
        np.where(recorded, stopping.dated, closing.dated),
    )


def _holds(log: _Log, batch: _Batch) -> tuple[MergedHolds | None, MergedHolds | None, IntArray]:
    """Give the holds that stop the clocks of one service level, the closed time of these, and each clock's open one."""
    as_of = log.rules.as_of
    waits = np.full(len(batch.rows), -1, dtype=np.int64)
    counted = batch.holds[batch.one.reasons[log.holds.reason[batch.holds]]]
    start = log.times.hold_start.take(counted).as_begin(batch.edges)
    until = log.times.hold_until.take(counted).as_end(batch.edges)
    begun = happened(start, as_of)
    if not begun.any():
        return None, None, waits
    counted, start, until = counted[begun], start[begun], until[begun]
    ended = happened(until, as_of)
    clock = np.searchsorted(batch.rows, log.holds.request[counted])
    still = np.flatnonzero(~ended)
    still = still[np.argsort(-start[still], kind="stable")]
    waits[clock[still]] = counted[still]
    end = np.where(ended, until, as_of)
    merged = merge_holds(clock, start, end)
    closed = log.holds.reason[counted] == log.rules.framework.settings.closed_code
    if not closed.any():
        return merged, None, waits
    return merged, merged if closed.all() else merge_holds(clock[closed], start[closed], end[closed]), waits


def _known(ticks: IntArray) -> IntArray:
    return np.where(ticks == NULL, 0, ticks)


def _month(zone: str, state: IntArray, stop_local: IntArray, deadline: IntArray) -> IntArray:
    """Month of the decision: Met by the stop, Breached by the deadline; -1 for other states."""
    result = np.where(state == MET, month_number(stop_local), -1)
    late = np.flatnonzero(state == BREACHED)
    result[late] = month_number(to_local(deadline[late], zone))
    return result


def _joined(parts: list[Clocks]) -> Clocks:
    empty = np.empty(0, dtype=np.int64)
    return Clocks(
        **{one.name: np.concatenate([empty, *(getattr(part, one.name) for part in parts)]) for one in fields(Clocks)}
    )
