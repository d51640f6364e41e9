"""SLA Report: every promise, and the same clocks cut by service, priority, month and stakeholder group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pmo_workbook.blocks import Tab
from pmo_workbook.layout import sentences
from pmo_workbook.layout.spec import BESIDE, COUNT, DECIMAL, NAME, SHARE, TEXT, Column, TableTab
from pmo_workbook.report import Report
from pmo_workbook.results import Figure


@dataclass(frozen=True)
class Row:
    """A row of the report.

    Attributes:
        figure: Its figures.
        verdict: Kept or Missed for a promise, the bare counts of a small sample, else None.
    """

    figure: Figure
    verdict: str | None


TAB: Final[TableTab[Row]] = TableTab(
    "sla_report",
    "SLA Report",
    "Every promise: n, met, breached, goal, percentiles.",
    heading="SLA Report",
    subtitle="Every promise, and the same clocks cut by service, priority, month and stakeholder group.",
    table="SLAReport",
    columns=(
        Column("cut", "Cut by", lambda r: r.figure.cut, TEXT, 18, "SLA, service, priority, month or stakeholder group."),
        Column("item", "Item", lambda r: r.figure.item, NAME, 36, "Which of them; months as 2026-03."),
        Column("sla_id", "SLA ID", lambda r: r.figure.sla_id or None, TEXT, 11, "Blank where several SLAs are pooled."),
        Column("metric", "Metric", lambda r: r.figure.metric, TEXT, 15, "What is measured."),
        Column("n", "n", lambda r: r.figure.n, COUNT, 9, "Clocks decided in the period; answers; closed requests."),
        Column("met", "Met", lambda r: r.figure.met, COUNT, 9, "Stopped at or before the deadline."),
        Column("breached", "Breached", lambda r: r.figure.breached, COUNT, 11, "Stopped later, or running past it."),
        Column("compliance", "Compliance", lambda r: r.figure.compliance, SHARE, 14, "Met of n; blank below the smallest sample."),
        Column("goal", "Goal", lambda r: r.figure.goal, SHARE, 10, "Share to reach; blank where none is set."),
        Column("misses_allowed", "Misses allowed", lambda r: r.figure.misses_allowed, COUNT, 11, "Breaches that the goal allows of n."),
        Column("misses_used", "Misses used", lambda r: r.figure.misses_used, COUNT, 11, "Breaches that there were."),
        Column("without_holds", "Without holds", lambda r: r.figure.without_holds, SHARE, 11, "Compliance with no waiting taken off, where that differs."),
        Column("p50", "p50", lambda r: r.figure.p50, DECIMAL, 9, "Half of the stopped clocks took at most this, in the unit."),
        Column("p90", "p90", lambda r: r.figure.p90, DECIMAL, 9, "Nine of ten took at most this (nearest rank)."),
        Column("mean", "Mean", lambda r: r.figure.mean, DECIMAL, 9, "Mean of the stopped clocks; for a score, the mean score."),
        Column("worst", "Worst", lambda r: r.figure.worst, DECIMAL, 10, "The longest."),
        Column("unit", "Unit", lambda r: r.figure.unit or None, BESIDE, 32, "Unit of the times; blank where units are pooled."),
        Column("time_over", "Time over target", lambda r: r.figure.time_over, DECIMAL, 13, "Time over target of the breached clocks, summed."),
        Column("verdict", "Verdict", lambda r: r.verdict, BESIDE, 14, "Kept or Missed for a promise; '3 of 4' for a small sample.", status=("Kept", "Missed")),
    ),
    lines=4,
    groups="cut",
    frozen=2,
)  # fmt: skip


def lay_out(report: Report) -> Tab:
    """Lay the report out.

    Args:
        report: All results.
    """
    kept = {p.sla.sla_id: p.kept for p in report.measures.promises}
    rows = (Row(figure, _verdict(figure, kept.get(figure.sla_id))) for figure in report.measures.figures)
    return TAB.tab(_said(report), rows)


def _said(report: Report) -> tuple[str, ...]:
    period = report.measures.period
    smallest = report.framework.settings.smallest_sample
    return (
        f"{period.words}, as of {sentences.moment_words(period.as_of)}. n counts the clocks decided in these months: "
        "met in the month the clock stopped, breached in the month its deadline passed.",
        "p50, p90, mean and worst are over clocks stopped in the period, net of holds that stop the clock, in the unit "
        "of the row; percentiles by nearest rank. Time over target sums the breached clocks.",
        "Without holds is the compliance with no waiting taken off, where that differs. A goal of 95 % of 40 allows 2 "
        f"misses. Fewer than {smallest} decided: '3 of 4', without percentage or verdict.",
        sentences.counted(report.measures.control),
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
