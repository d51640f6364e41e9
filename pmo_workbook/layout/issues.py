"""Issues: what to correct on the input sheets, with a link to each cell."""

from __future__ import annotations

from collections import Counter
from typing import Final

from pmo_workbook.blocks import Cell, Link, Listing, Tab, grid
from pmo_workbook.issues import Issue, Severity
from pmo_workbook.layout.sentences import shorten
from pmo_workbook.report import Report
from pmo_workbook.words import count_words, list_words

KEY: Final = "issues"
TABLE: Final = "Issues"
SAID: Final = "pmo_issues_said"
HEADERS: Final = (
    "Severity",
    "Rule",
    "Sheet",
    "Cell",
    "Table",
    "Row",
    "Column",
    "Value",
    "What is wrong",
    "What to do",
)
MOST_ROWS: Final = 10_000
"""Issues listed at most; a last row says how many more there are."""

NAMES: Final = {"pmo_issue_table": "Table", "pmo_issue_row": "Row", "pmo_issue_column": "Column"}
"""Defined names of columns, by which input sheets colour their wrong cells."""

_LONGEST_VALUE: Final = 200
_EFFECT: Final[dict[Severity, str]] = {
    "error": "the row is in no figure",
    "warning": "the row counts",
    "note": "advice",
}


def lay_out(report: Report) -> Tab:
    """Lay the issues out.

    Args:
        report: All results.
    """
    rows = [_row(issue) for issue in report.issues[:MOST_ROWS]]
    hidden = len(report.issues) - len(rows)
    if hidden:
        rows.append(_rest(hidden))
    said = grid(SAID, [[_said(report.issues)]], (1, 1))
    return Tab(KEY, (said, Listing(TABLE, HEADERS, tuple(rows))))


def _row(issue: Issue) -> tuple[Cell, ...]:
    return (
        issue.severity,
        issue.rule,
        issue.sheet or None,
        Link(issue.cell, issue.sheet, issue.cell) if issue.cell and issue.sheet else None,
        issue.table or None,
        issue.row or None,
        issue.column or None,
        shorten(issue.value, _LONGEST_VALUE) or None,
        issue.problem,
        issue.action,
    )


def _rest(hidden: int) -> tuple[Cell, ...]:
    problem = (
        f"{count_words(hidden, 'further issue')} are not listed." if hidden > 1 else "1 further issue is not listed."
    )
    return ("note", *(None,) * 7, problem, "Correct the ones above and refresh.")


def _said(issues: tuple[Issue, ...]) -> str:
    if not issues:
        return "Nothing to correct."
    counts = Counter(issue.severity for issue in issues)
    parts = [f"{count_words(counts[s], s)} ({effect})" for s, effect in _EFFECT.items() if counts[s]]
    return f"{list_words(parts)}. Gravest first; the link in Cell jumps to the cell."
