"""What an explanation of one request holds, for a command or a page to show.

Wall-clock times are those of the clock's calendar (`ClockStory.zone`), without a zone. Amounts are in the clock's unit;
ticks are what the kernel counts in, exact.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from pmo_workbook.results import State

LineKind = Literal["Start", "Working", "On hold", "Closed", "Holiday", "Clock change", "Deadline", "Stop", "Report"]


@dataclass(frozen=True)
class Line:
    """One line of a time line.

    Attributes:
        kind: What the line is about.
        begin: Wall clock.
        end: Wall clock; None for a point in time.
        ticks: Ticks that count; 0 where none do.
        amount: The same in the unit.
        so_far: Sum of the amounts up to and including this line.
        words: What the reader should know.
    """

    kind: LineKind
    begin: dt.datetime
    end: dt.datetime | None
    ticks: int
    amount: float
    so_far: float
    words: str


@dataclass(frozen=True)
class HoldStory:
    """One hold of the request and whether it stops this clock.

    Attributes:
        row: Row on the sheet Holds.
        reason: Whom the request waits for.
        begin: Wall clock.
        end: Wall clock; None while waiting.
        counts: Whether it stops this clock.
        ticks: Ticks that it takes off; 0 where it does not count, or only time that was off anyway.
        amount: The same in the unit.
        why: Why it counts or not, one sentence.
    """

    row: int
    reason: str
    begin: dt.datetime
    end: dt.datetime | None
    counts: bool
    ticks: int
    amount: float
    why: str


@dataclass(frozen=True)
class PassedOver:
    """A service level of the same service and metric that does not apply.

    Attributes:
        sla_id: Its id.
        why: Why not, one sentence.
    """

    sla_id: str
    why: str


@dataclass(frozen=True)
class ClockStory:
    """One clock of the request.

    Attributes:
        metric: What is measured.
        sla_id: Service level that applies.
        sla_name: Its name.
        why: Why this one, one sentence.
        passed_over: Those that do not apply.
        calendar: Name of the calendar.
        zone: IANA name of its zone, in which all times below are.
        start: When the clock starts.
        start_words: Which cell that is, and how it was read.
        stop: When it stopped; None while running.
        stop_words: Which cell that is, and how it was read; that it is running otherwise.
        target: Target in the unit; of a promise, from start to promise.
        target_ticks: The same in ticks.
        unit: Unit of all amounts.
        ticks_per_unit: Ticks of one unit.
        holds: The holds of the request.
        lines: The time line.
        total: Sum of the lines, in the unit.
        total_ticks: Sum of the lines, in ticks; equals what the kernel measured.
        deadline: First instant at which the target is used up; None where it lies too far ahead.
        state: State of the clock.
        verdict: Why it is in this state, one sentence.
    """

    metric: str
    sla_id: str
    sla_name: str
    why: str
    passed_over: tuple[PassedOver, ...]
    calendar: str
    zone: str
    start: dt.datetime
    start_words: str
    stop: dt.datetime | None
    stop_words: str
    target: float
    target_ticks: int
    unit: str
    ticks_per_unit: int
    holds: tuple[HoldStory, ...]
    lines: tuple[Line, ...]
    total: float
    total_ticks: int
    deadline: dt.datetime | None
    state: State
    verdict: str


@dataclass(frozen=True)
class NoClock:
    """A metric that is not measured for the request.

    Attributes:
        metric: The metric.
        why: Why not, one sentence.
        passed_over: Service levels of the service and metric that do not apply.
    """

    metric: str
    why: str
    passed_over: tuple[PassedOver, ...]


@dataclass(frozen=True)
class Explanation:
    """How one request was measured.

    Attributes:
        request_id: Its id.
        row: Row on the sheet Requests.
        service: Name of its service.
        priority: Its priority.
        as_of: Moment of the report, wall clock of the log's zone.
        log_zone: IANA name of the log's zone.
        remark: Why it is in no figure; empty when it is in the figures.
        clocks: Its clocks.
        without: Metrics without a clock.
    """

    request_id: str
    row: int
    service: str
    priority: str
    as_of: dt.datetime
    log_zone: str
    remark: str
    clocks: tuple[ClockStory, ...]
    without: tuple[NoClock, ...]
