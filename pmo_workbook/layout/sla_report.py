"""SLA Report: every promise, and the same clocks cut by service, priority, month and stakeholder group."""

from __future__ import annotations

from typing import Final

from pmo_workbook.blocks import Cell, Listing, Tab, grid
from pmo_workbook.layout import sentences
from pmo_workbook.report import Report
from pmo_workbook.results import Figure

KEY: Final = "sla_report"
TABLE: Final = "SLAReport"
SAID: Final = "pmo_sla_report_said"
SAID_ROWS: Final = 4

HEADERS: Final = (
    "Cut by",
    "Item",
    "SLA ID",
    "Metric",
    "n",
    "Met",
    "Breached",
    "Compliance",
    "Goal",
    "Misses allowed",
    "Misses used",
    "Without holds",
    "p50",
    "p90",
    "Mean",
    "Worst",
    "Unit",
    "Time over target",
    "Verdict",
)


def lay_out(report: Report) -> Tab:
    """Lay the report out.

    Args:
        report: All results.
    """
    kept = {p.sla.sla_id: p.kept for p in report.measures.promises}
    rows = tuple(_row(figure, kept.get(figure.sla_id)) for figure in report.measures.figures)
    said = grid(SAID, [[line] for line in _said(report)], (SAID_ROWS, 1))
    return Tab(KEY, (said, Listing(TABLE, HEADERS, rows)))


def _said(report: Report) -> tuple[str, ...]:
    period = report.measures.period
    smallest = report.framework.settings.smallest_sample
    return (
        f"{period.words}, as of {sentences.moment_words(period.as_of)}. n counts the clocks decided in these months: "
        "met in the month the clock stopped, breached in the month its deadline passed.",
        "p50, p90, mean and worst are over clocks stopped in the period, net of holds that stop the clock, in the unit "
        "of the row; percentiles by nearest rank. Time over target sums the breached clocks.",
        "Without holds is the compliance with no hold counted, where that differs. A goal of 95 % of 40 allows 2 "
        f"misses. Fewer than {smallest} decided: '3 of 4', without percentage or verdict.",
        sentences.counted(report.measures.control),
    )


def _row(figure: Figure, kept: bool | None) -> tuple[Cell, ...]:
    return (
        figure.cut,
        figure.item,
        figure.sla_id or None,
        figure.metric,
        figure.n,
        figure.met,
        figure.breached,
        figure.compliance,
        figure.goal,
        figure.misses_allowed,
        figure.misses_used,
        figure.without_holds,
        figure.p50,
        figure.p90,
        figure.mean,
        figure.worst,
        figure.unit or None,
        figure.time_over,
        _verdict(figure, kept),
    )


def _verdict(figure: Figure, kept: bool | None) -> str | None:
    """Kept or Missed for a promise, the bare counts of a small sample, nothing else."""
    if figure.cut == "SLA" and kept is not None:
        return "Kept" if kept else "Missed"
    if figure.n == 0:
        return "None yet"
    if figure.compliance is None and figure.met is not None:
        return f"{figure.met:,} of {figure.n:,}"
    return None
