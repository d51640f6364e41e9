"""Results become plain blocks of values, one module per generated tab."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pmo_workbook.blocks import Tab
    from pmo_workbook.report import Report


def lay_out(report: Report) -> tuple[Tab, ...]:
    """Lay out every generated tab.

    Args:
        report: All results.

    Returns:
        One entry a tab, in the order of the workbook.
    """
    from pmo_workbook.layout import (
        catalogue,
        coverage,
        issues,
        raci,
        raci_load,
        sla_report,
        start,
        summary,
        watchlist,
    )

    modules = (start, summary, sla_report, watchlist, raci, raci_load, catalogue, coverage, issues)
    return tuple(module.lay_out(report) for module in modules)
