"""Watchlist: open requests by time left, long holds, and requests left out. For the PMO only."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pmo_workbook.blocks import Tab
from pmo_workbook.layout import sentences
from pmo_workbook.layout.spec import BESIDE, MOMENT, NAME, WRAPPED, WRAPPED_BESIDE, Column, Look, TableTab
from pmo_workbook.report import Report
from pmo_workbook.results import STATES, LongHold, State, Watched
from pmo_workbook.words import count_words, day_words, list_words, number_words


@dataclass(frozen=True)
class Row:
    """A row of the list: a running clock, a long hold, or a request that is left out.

    Attributes:
        request_id: Id of the request.
        title: Its title.
        service: Name of its service.
        priority: Its priority.
        assigned_to: Who works on it.
        state: State of the clock.
        note: What the reader should know.
        sla: Id and name of the SLA; None where no clock runs.
        deadline: Wall clock; None where there is none.
        time_left: In `unit`, negative when over; None where there is no deadline.
        unit: Unit of the time left.
        used: Share of the target used up.
    """

    request_id: str
    title: str | None
    service: str
    priority: str
    assigned_to: str | None
    state: State
    note: str | None
    sla: str | None = None
    deadline: dt.datetime | None = None
    time_left: float | None = None
    unit: str | None = None
    used: float | None = None


_STATES: Final = ("Breached", "At risk", "On hold", "On track", "No SLA", "No time recorded", "Left out")

TAB: Final[TableTab[Row]] = TableTab(
    "watchlist",
    "Watchlist",
    "Open requests by time left. For the PMO only.",
    private=True,
    heading="Watchlist",
    subtitle="For the PMO only: it names requests and people. Open requests by time left; a negative time is over.",
    table="Watchlist",
    columns=(
        Column("request_id", "Request", lambda r: r.request_id, NAME, 14, "Id of the request."),
        Column("title", "Title", lambda r: r.title, WRAPPED, 34, "What is asked."),
        Column("service", "Service", lambda r: r.service, WRAPPED, 31, "Name of the service."),
        Column("priority", "Priority", lambda r: r.priority, WRAPPED, 11, "Priority recorded now."),
        Column("assigned_to", "Assigned to", lambda r: r.assigned_to, WRAPPED, 18, "Who works on it."),
        Column("sla", "SLA", lambda r: r.sla, WRAPPED, 33, "The SLA whose clock runs."),
        Column("deadline", "Deadline", lambda r: r.deadline, MOMENT, 18, "When the target is used up; blank on hold."),
        Column("time_left", "Time left", lambda r: r.time_left, Look("#,##0.0;-#,##0.0", "right"), 12, "In the unit beside it; negative when over."),
        Column("unit", "Unit", lambda r: r.unit, BESIDE, 33, "Unit of the time left."),
        Column("used", "Used", lambda r: r.used, Look("0%", "right"), 10, "Share of the target used up."),
        Column("state", "State", lambda r: r.state, WRAPPED_BESIDE, 19, "State of the clock at the report's moment.", status=_STATES),
        Column("note", "Note", lambda r: r.note, WRAPPED_BESIDE, 46, "Whom a hold waits for, or why it is left out."),
    ),
    lines=2,
    last_row=200_000,
)  # fmt: skip


def lay_out(report: Report) -> Tab:
    """Lay the list out: running clocks, then long holds, then what was left out.

    Args:
        report: All results.
    """
    return TAB.tab(_said(report), _rows(report))


def _said(report: Report) -> tuple[str, ...]:
    measures = report.measures
    running = [watched for watched in measures.watched if watched.sla_id]
    counts = Counter(watched.state for watched in running)
    states = [f"{counts[state]:,} {state.lower()}" for state in STATES if counts[state]]
    first = f"As of {sentences.moment_words(measures.period.as_of)}: {count_words(len(running), 'running clock')}"
    first += f" ({list_words(states)})" if states else ""
    without = len(measures.watched) - len(running)
    first += f", {count_words(without, 'open request')} without an SLA." if without else "."
    second = (
        f"Below them {count_words(len(measures.long_holds), 'hold')} of over 20 working days, then "
        f"{count_words(len(measures.left_out), 'request')} left out of every figure, and why."
    )
    return first, second


def _rows(report: Report) -> Iterator[Row]:
    measures = report.measures
    for watched in measures.watched:
        yield _row(report, watched.request, watched.state, watched.note or None, watched)
    for hold in measures.long_holds:
        yield _row(report, hold.request, "On hold", _waiting(hold))
    for left in measures.left_out:
        yield _row(report, left.request, "Left out", left.reason)


def _row(report: Report, index: int, state: State, note: str | None, watched: Watched | None = None) -> Row:
    log, framework = report.framework.requests, report.framework
    return Row(
        request_id=str(log.request_id[index]),
        title=log.title[index],
        service=framework.services[log.service[index]].name,
        priority=framework.settings.priorities[log.priority[index]],
        assigned_to=log.assigned_to[index],
        state=state,
        note=note,
        sla=_sla(report, watched) if watched else None,
        deadline=watched.deadline if watched else None,
        time_left=watched.time_left if watched else None,
        unit=(watched.unit or None) if watched else None,
        used=watched.used if watched else None,
    )


def _waiting(hold: LongHold) -> str:
    days = number_words(hold.working_days, 0)
    return f"Waiting for {hold.reason} since {day_words(hold.since)}, {days} working days"


def _sla(report: Report, watched: Watched) -> str | None:
    if not watched.sla_id:
        return None
    sla = next((sla for sla in report.framework.slas if sla.sla_id == watched.sla_id), None)
    return f"{watched.sla_id} {sla.name}" if sla else watched.sla_id
