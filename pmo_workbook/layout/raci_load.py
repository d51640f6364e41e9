"""RACI Load: how much each role carries over all activities."""

from __future__ import annotations

from typing import Final

from pmo_workbook.blocks import Listing, Tab, grid
from pmo_workbook.report import Report
from pmo_workbook.words import count_words, number_words

KEY: Final = "raci_load"
TABLE: Final = "RACILoad"
SAID: Final = "pmo_raci_load_said"
HEADERS: Final = ("Role", "R", "A", "C", "I", "Share of A", "Finding")


def lay_out(report: Report) -> Tab:
    """Lay the workload out.

    Args:
        report: All results.
    """
    rows = tuple(
        (load.role.role, load.r, load.a, load.c, load.i, load.share_of_a, load.finding or None)
        for load in report.raci.load
    )
    activities = count_words(len(report.raci.lines), "activity", "activities")
    limit = number_words(report.framework.settings.too_many_a)
    said = (
        f"Over {activities}; A/R counts as both. Share of A: activities the role is accountable for. A role with more "
        f"than {limit} % of them is named."
    )
    return Tab(KEY, (grid(SAID, [[said]], (1, 1)), Listing(TABLE, HEADERS, rows)))
