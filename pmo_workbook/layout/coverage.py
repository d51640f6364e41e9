"""Coverage: purposes, needs, services and delivery models, and what stands against each."""

from __future__ import annotations

from typing import Final

from pmo_workbook.blocks import Tab
from pmo_workbook.layout.spec import NAME, WRAPPED, WRAPPED_BESIDE, Column, TableTab
from pmo_workbook.report import CoverageLine, Report
from pmo_workbook.words import count_words, list_words

TAB: Final[TableTab[CoverageLine]] = TableTab(
    "coverage",
    "Coverage",
    "Purposes and needs against services.",
    heading="Coverage",
    subtitle="Which services stand behind each purpose and need, and where nothing does.",
    table="Coverage",
    columns=(
        Column("kind", "Kind", lambda line: line.kind, WRAPPED, 18, "Purpose, need, service or delivery model."),
        Column("item", "Item", lambda line: line.item, NAME, 52, "Which of them."),
        Column("services", "Services", lambda line: ", ".join(line.services) or None, WRAPPED_BESIDE, 64, "The services that stand behind it."),
        Column("finding", "Finding", lambda line: line.finding or None, WRAPPED_BESIDE, 40, "What is missing.", finding=True),
    ),
    groups="kind",
)  # fmt: skip

_PLURAL: Final = {
    "Purpose": ("purpose", "purposes"),
    "Need": ("need", "needs"),
    "Service": ("service", "services"),
    "Delivery model": ("delivery model", "delivery models"),
}


def lay_out(report: Report) -> Tab:
    """Lay the coverage out.

    Args:
        report: All results.
    """
    return TAB.tab((_said(report.coverage),), report.coverage)


def _said(lines: tuple[CoverageLine, ...]) -> str:
    parts = []
    for kind, (one, many) in _PLURAL.items():
        mine = [line for line in lines if line.kind == kind]
        if mine:
            open_ones = sum(bool(line.finding) for line in mine)
            parts.append(f"{count_words(len(mine), one, many)} ({open_ones or 'none'} with a finding)")
    return f"{list_words(parts)}." if parts else "Nothing to compare yet: fill Purpose, Needs and Services."
