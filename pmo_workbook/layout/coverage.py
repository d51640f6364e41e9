"""Coverage: purposes, needs, services and delivery models, and what stands against each."""

from __future__ import annotations

from typing import Final

from pmo_workbook.blocks import Listing, Tab, grid
from pmo_workbook.report import CoverageLine, Report
from pmo_workbook.words import count_words, list_words

KEY: Final = "coverage"
TABLE: Final = "Coverage"
SAID: Final = "pmo_coverage_said"
HEADERS: Final = ("Kind", "Item", "Services", "Finding")

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
    lines = report.coverage
    rows = tuple((line.kind, line.item, ", ".join(line.services) or None, line.finding or None) for line in lines)
    return Tab(KEY, (grid(SAID, [[_said(lines)]], (1, 1)), Listing(TABLE, HEADERS, rows)))


def _said(lines: tuple[CoverageLine, ...]) -> str:
    parts = []
    for kind, (one, many) in _PLURAL.items():
        mine = [line for line in lines if line.kind == kind]
        if mine:
            open_ones = sum(bool(line.finding) for line in mine)
            parts.append(f"{count_words(len(mine), one, many)} ({open_ones or 'none'} with a finding)")
    return f"{list_words(parts)}." if parts else "Nothing to compare yet: fill Purpose, Needs and Services."
