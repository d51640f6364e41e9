"""Results become plain blocks of values: one module a generated tab, which describes and lays out the tab."""

from __future__ import annotations

from types import ModuleType
from typing import Final

from pmo_workbook.blocks import Tab
from pmo_workbook.layout import catalogue, coverage, issues, raci, raci_load, sla_report, start, summary, watchlist
from pmo_workbook.layout.spec import TabSpec
from pmo_workbook.report import Report

_MODULES: Final[tuple[ModuleType, ...]] = (
    start,
    summary,
    sla_report,
    watchlist,
    raci,
    raci_load,
    catalogue,
    coverage,
    issues,
)
"""Modules of the tabs, in the order of the workbook: each has ``TAB`` and ``lay_out(report)``."""

TABS: Final[tuple[TabSpec, ...]] = tuple(module.TAB for module in _MODULES)
"""The generated tabs, in the order of the workbook."""


def lay_out(report: Report) -> tuple[Tab, ...]:
    """Lay out every generated tab.

    Args:
        report: All results.

    Returns:
        One entry a tab, in the order of the workbook.
    """
    return tuple(module.lay_out(report) for module in _MODULES)
