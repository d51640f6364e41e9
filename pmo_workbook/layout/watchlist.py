"""Watchlist: open requests by time left, long holds, and requests left out. For the PMO only."""

from __future__ import annotations

from collections import Counter
from typing import Final

from pmo_workbook.blocks import Cell, Listing, Tab, grid
from pmo_workbook.layout import sentences
from pmo_workbook.report import Report
from pmo_workbook.results import STATES, LeftOut, LongHold, Watched
from pmo_workbook.words import count_words, day_words, list_words, number_words

KEY: Final = "watchlist"
TABLE: Final = "Watchlist"
SAID: Final = "pmo_watchlist_said"
SAID_ROWS: Final = 2

HEADERS: Final = (
    "Request",
    "Title",
    "Service",
    "Priority",
    "Assigned to",
    "SLA",
    "Deadline",
    "Time left",
    "Unit",
    "Used",
    "State",
    "Note",
)


def lay_out(report: Report) -> Tab:
    """Lay the list out: running clocks, then long holds, then what was left out.

    Args:
        report: All results.
    """
    measures = report.measures
    rows = (
        *(_running(report, watched) for watched in measures.watched),
        *(_waiting(report, hold) for hold in measures.long_holds),
        *(_left_out(report, left) for left in measures.left_out),
    )
    said = grid(SAID, [[line] for line in _said(report)], (SAID_ROWS, 1))
    return Tab(KEY, (said, Listing(TABLE, HEADERS, rows)))


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


def _running(report: Report, watched: Watched) -> tuple[Cell, ...]:
    return (
        *_request(report, watched.request),
        _sla(report, watched),
        watched.deadline,
        watched.time_left,
        watched.unit or None,
        watched.used,
        watched.state,
        watched.note or None,
    )


def _waiting(report: Report, hold: LongHold) -> tuple[Cell, ...]:
    days = number_words(hold.working_days, 0)
    note = f"Waiting for {hold.reason} since {day_words(hold.since)}, {days} working days"
    return (*_request(report, hold.request), None, None, None, None, None, "On hold", note)


def _left_out(report: Report, left: LeftOut) -> tuple[Cell, ...]:
    return (*_request(report, left.request), None, None, None, None, None, "Left out", left.reason)


def _sla(report: Report, watched: Watched) -> str | None:
    if not watched.sla_id:
        return None
    sla = next((sla for sla in report.framework.slas if sla.sla_id == watched.sla_id), None)
    return f"{watched.sla_id} {sla.name}" if sla else watched.sla_id


def _request(report: Report, index: int) -> tuple[Cell, ...]:
    """Request, Title, Service, Priority, Assigned to."""
    log, framework = report.framework.requests, report.framework
    return (
        str(log.request_id[index]),
        log.title[index],
        framework.services[log.service[index]].name,
        framework.settings.priorities[log.priority[index]],
        log.assigned_to[index],
    )
