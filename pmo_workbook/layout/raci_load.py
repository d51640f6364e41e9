"""RACI Load: how much each role carries over all activities."""

from __future__ import annotations

from typing import Final

from pmo_workbook.blocks import Tab
from pmo_workbook.layout.spec import COUNT, NAME, WRAPPED_BESIDE, Bars, Column, Look, TableTab
from pmo_workbook.report import Report, RoleLoad
from pmo_workbook.words import count_words, number_words

_COUNT: Final = COUNT.but(indent=2)

TAB: Final[TableTab[RoleLoad]] = TableTab(
    "raci_load",
    "RACI Load",
    "How much each role carries.",
    heading="RACI Load",
    subtitle="How many activities each role is responsible (R) and accountable (A) for, consulted (C) or informed (I) on.",
    table="RACILoad",
    columns=(
        Column("role", "Role", lambda load: load.role.role, NAME, 30, "Name of the role."),
        Column("r", "R", lambda load: load.r, _COUNT, 14, "Activities it is responsible for, A/R included."),
        Column("a", "A", lambda load: load.a, _COUNT, 14, "Activities it is accountable for, A/R included."),
        Column("c", "C", lambda load: load.c, _COUNT, 14, "Activities it is consulted on."),
        Column("i", "I", lambda load: load.i, _COUNT, 14, "Activities it is informed of."),
        Column("share_of_a", "Share of A", lambda load: load.share_of_a, Look("0%", "right", indent=2), 16, "Share of all activities it is accountable for."),
        Column("finding", "Finding", lambda load: load.finding or None, WRAPPED_BESIDE, 50, "Too much, or no part at all.", finding=True),
    ),
    bars=(Bars("r", "i"), Bars("share_of_a", "share_of_a", highest=1)),
)  # fmt: skip


def lay_out(report: Report) -> Tab:
    """Lay the workload out.

    Args:
        report: All results.
    """
    activities = count_words(len(report.raci.lines), "activity", "activities")
    limit = number_words(report.framework.settings.too_many_a)
    said = (
        f"Over {activities}; A/R counts as both. Share of A: activities the role is accountable for. A role with more "
        f"than {limit} % of them is named."
    )
    return TAB.tab((said,), report.raci.load)
