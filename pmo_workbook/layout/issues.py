"""Issues: what to correct on the input sheets, with a link to each cell."""

from __future__ import annotations

from collections import Counter
from typing import Final

from pmo_workbook.blocks import Cell, Link, Tab
from pmo_workbook.issues import Issue, Severity
from pmo_workbook.layout.sentences import shorten
from pmo_workbook.layout.spec import WRAPPED, WRAPPED_BESIDE, Column, Look, TableTab
from pmo_workbook.palette import BLUE_DARK
from pmo_workbook.report import Report
from pmo_workbook.words import count_words, list_words

MOST_ROWS: Final = 10_000
"""Issues listed at most; a last row says how many more there are."""

_LONGEST_VALUE: Final = 200


def _link(issue: Issue) -> Cell:
    return Link(issue.cell, issue.sheet, issue.cell) if issue.cell and issue.sheet else None


TAB: Final[TableTab[Issue]] = TableTab(
    "issues",
    "Issues",
    "What to correct on the input sheets, with a link to each cell.",
    private=True,
    heading="Issues",
    subtitle="What to correct on the input sheets. Correct, then refresh: this list is made anew.",
    table="Issues",
    columns=(
        Column("severity", "Severity", lambda i: i.severity, WRAPPED, 12, "An error keeps the row out of every figure; a warning counts; a note is advice.", status=("error", "warning", "note")),
        Column("rule", "Rule", lambda i: i.rule or None, WRAPPED, 25, "Code of the rule, see Rules."),
        Column("sheet", "Sheet", lambda i: i.sheet or None, WRAPPED, 16, "Title of the sheet as it is called now."),
        Column("cell", "Cell", _link, Look(ink=BLUE_DARK, underline=True), 10, "A link to the cell."),
        Column("table", "Table", lambda i: i.table or None, WRAPPED, 16, "Name of the Excel Table."),
        Column("row", "Row", lambda i: i.row or None, Look("0", "right", wrap=True), 9, "Row of the worksheet."),
        Column("column", "Column", lambda i: i.column or None, WRAPPED_BESIDE, 20, "Header of the column."),
        Column("value", "Value", lambda i: shorten(i.value, _LONGEST_VALUE) or None, WRAPPED_BESIDE, 24, "What was found."),
        Column("problem", "What is wrong", lambda i: i.problem, WRAPPED_BESIDE.but(bold=True), 56, "One sentence."),
        Column("action", "What to do", lambda i: i.action, WRAPPED_BESIDE, 44, "One sentence."),
    ),
    names=(("pmo_issue_table", "table"), ("pmo_issue_row", "row"), ("pmo_issue_column", "column")),
    last_row=20_000,
)  # fmt: skip
"""Its named columns are those by which input sheets colour their wrong cells."""

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
    rows = [*report.issues[:MOST_ROWS]]
    hidden = len(report.issues) - len(rows)
    if hidden:
        rows.append(_rest(hidden))
    return TAB.tab((_said(report.issues),), rows)


def _rest(hidden: int) -> Issue:
    problem = (
        f"{count_words(hidden, 'further issue')} are not listed." if hidden > 1 else "1 further issue is not listed."
    )
    return Issue("", "note", "", "", "", 0, "", "", problem, "Correct the ones above and refresh.")


def _said(issues: tuple[Issue, ...]) -> str:
    if not issues:
        return "Nothing to correct."
    counts = Counter(issue.severity for issue in issues)
    parts = [f"{count_words(counts[s], s)} ({effect})" for s, effect in _EFFECT.items() if counts[s]]
    return f"{list_words(parts)}. Gravest first; the link in Cell jumps to the cell."
