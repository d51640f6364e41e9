"""An input table matched to its sheet: which column stands where, and issues with their addresses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pmo_workbook.check.cells import Remark, plain_text
from pmo_workbook.check.spelling import key
from pmo_workbook.columns import Column
from pmo_workbook.framework import Place
from pmo_workbook.hosts.base import RawTable
from pmo_workbook.issues import RULES, Issue
from pmo_workbook.ooxml.addresses import cell_address, column_letters
from pmo_workbook.sheets import Sheet

MOST_SHOWN = 80
"""Characters of a value that an issue shows."""

MOST_ALIKE = 500
"""Issues of one rule in one column that are listed; the rest is counted."""


@dataclass(frozen=True)
class Matched:
    """An input table whose columns were recognised.

    Attributes:
        sheet: The sheet it is.
        table: The table as the workbook holds it.
        at: Index into the table's headers by field name, for the columns that are there; further names may be added.
    """

    sheet: Sheet
    table: RawTable
    at: Mapping[str, int]

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns that are there, in the order of the model."""
        return tuple(column for column in self.sheet.columns if column.field in self.at)

    @cached_property
    def missing(self) -> tuple[Column, ...]:
        """Required columns that are not there."""
        return tuple(column for column in self.sheet.columns if column.required and column.field not in self.at)

    @property
    def place(self) -> Place:
        """Where the table stands."""
        letters = {name: column_letters(self.table.first_column + index) for name, index in self.at.items()}
        headers = {name: self.table.headers[index] for name, index in self.at.items()}
        return Place(self.table.sheet, self.table.name, letters, headers)

    def rows(self) -> Iterator[tuple[int, Sequence[Any]]]:
        """Worksheet row (1-based) and cells of every row that is not blank in the columns of the sheet."""
        first = self.table.header_row + 1
        wanted = tuple(self.at.values())
        broken = {row for row, column in self.table.errors if column - self.table.first_column in wanted}
        for number, cells in enumerate(self.table.rows, first):
            if number in broken or not all(is_blank(cells[index]) for index in wanted):
                yield number, cells

    def error_in(self, row: int, field: str) -> str:
        """The Excel error in a cell, such as ``#N/A``; empty when there is none.

        Args:
            row: Worksheet row (1-based).
            field: Name of the column's field.
        """
        return self.table.errors.get((row, self.table.first_column + self.at[field]), "")

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


def match(sheet: Sheet, table: RawTable) -> tuple[Matched, tuple[Issue, ...]]:
    """Recognise the columns of a table by their headers, in any case and order.

    Args:
        sheet: The sheet it is.
        table: The table as the workbook holds it.

    Returns:
        The matched table, and an issue for each required column that is missing.
    """
    found: dict[str, int] = {}
    for index, header in enumerate(table.headers):
        found.setdefault(header_key(header), index)
    words = {c.field: map(header_key, sheet.words(c)) for c in sheet.columns}
    known = {field: next((word for word in keys if word in found), "") for field, keys in words.items()}
    at = {field: found[word] for field, word in known.items() if word in found}
    matched = Matched(sheet, table, at)
    issues = [
        matched.issue(
            table.header_row,
            "",
            Remark("missing-column", f"The column '{column.header}' is missing, so no row of {table.sheet} counts."),
        )
        for column in matched.missing
    ]
    if table.below:
        first = table.header_row + 1 + len(table.rows) - table.below
        rows = f"Row {first} stands" if table.below == 1 else f"{table.below} rows from row {first} on stand"
        issues.append(matched.issue(first, "", Remark("below-table", f"{rows} below the table, not in it.")))
    return matched, tuple(issues)


def header_key(header: str) -> str:
    """What all spellings of a header have in common; a star that marks it as required does not count."""
    return key(header.strip().rstrip("*"))


def is_blank(raw: Any) -> bool:
    """Whether a cell holds nothing to be seen."""
    return raw is None or (isinstance(raw, str) and not raw.strip())


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
