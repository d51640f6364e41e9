"""An input table that is checked: issues with the addresses of its cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pmo_workbook.addresses import cell_address, column_letters
from pmo_workbook.binding import BoundTable
from pmo_workbook.check.cells import Remark
from pmo_workbook.framework import Place
from pmo_workbook.issues import RULES, Issue
from pmo_workbook.tables import plain_text

MOST_SHOWN = 80
"""Characters of a value that an issue shows."""

MOST_ALIKE = 500
"""Issues of one rule in one column that are listed; the rest is counted."""


@dataclass(frozen=True)
class Matched(BoundTable):
    """An input table of which the checks speak: with the addresses of its cells."""

    @property
    def place(self) -> Place:
        """Where the table stands."""
        letters = {name: column_letters(column) for name, column in self.places.items()}
        headers = {name: self.table.headers[index] for name, index in self.at.items()}
        return Place(self.table.sheet, self.table.name, letters, headers)

    def issue(self, row: int, field: str, remark: Remark, raw: Any = None) -> Issue:
        """An issue about one cell.

        Args:
            row: Worksheet row (1-based); 0 for the table as a whole.
            field: Name of the column's field; empty for the row as a whole.
            remark: What is wrong.
            raw: What the cell holds.
        """
        rule = RULES[remark.rule]
        index = self.at.get(field)
        cell = (
            cell_address(row, self.table.first_column + (index or 0))
            if row and (index is not None or not field)
            else ""
        )
        return Issue(
            rule=rule.code,
            severity=rule.severity,
            sheet=self.table.sheet,
            cell=cell,
            table=self.table.name,
            row=row,
            column=self.table.headers[index] if index is not None else "",
            value=shown(raw) or (self.error_in(row, field) if index is not None else ""),
            problem=remark.problem,
            action=remark.action or rule.action,
        )


def match(bound: BoundTable) -> tuple[Matched, tuple[Issue, ...]]:
    """Say what is wrong with a table as a whole.

    Args:
        bound: The table.

    Returns:
        The table to be checked, and an issue for each required column that is missing and for rows below the table.
    """
    table = bound.table
    matched = Matched(bound.sheet, table, bound.at)
    issues = [
        matched.issue(
            table.header_row,
            "",
            Remark("missing-column", f"The column '{column.header}' is missing, so no row of {table.sheet} counts."),
        )
        for column in matched.missing
    ]
    if table.below:
        first = table.last_row + 1 - table.below
        rows = f"Row {first} stands" if table.below == 1 else f"{table.below} rows from row {first} on stand"
        issues.append(matched.issue(first, "", Remark("below-table", f"{rows} below the table, not in it.")))
    return matched, tuple(issues)


def shown(raw: Any) -> str:
    """A cell's value for an issue, on one line and not too long."""
    text = " ".join(plain_text(raw).split())
    return text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 1] + "…"


def capped(issues: Sequence[Issue]) -> tuple[Issue, ...]:
    """List the first issues of each rule, sheet and column, and count the rest.

    Args:
        issues: All issues, in order.

    Returns:
        At most `MOST_ALIKE` of a kind; where there are more, one further says how many.
    """
    if len(issues) <= MOST_ALIKE:
        return tuple(issues)
    seen: dict[tuple[str, str, str], int] = {}
    result = []
    for issue in issues:
        kind = (issue.rule, issue.sheet, issue.column)
        seen[kind] = seen.get(kind, 0) + 1
        if seen[kind] <= MOST_ALIKE:
            result.append(issue)
    result.extend(_rest(issues, kind, count - MOST_ALIKE) for kind, count in seen.items() if count > MOST_ALIKE)
    return tuple(result)


def _rest(issues: Sequence[Issue], kind: tuple[str, str, str], more: int) -> Issue:
    first = next(issue for issue in issues if (issue.rule, issue.sheet, issue.column) == kind)
    return Issue(
        rule=first.rule,
        severity=first.severity,
        sheet=first.sheet,
        cell="",
        table=first.table,
        row=0,
        column=first.column,
        value="",
        problem=f"{more:,} more cells of this column have the same mistake.",
        action=first.action,
    )
