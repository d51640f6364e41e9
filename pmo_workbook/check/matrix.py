"""The Activities sheet: activities by row, roles by column, a RACI code where they meet."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, cast

from pmo_workbook.binding import header_key
from pmo_workbook.check.cells import Remark
from pmo_workbook.check.matched import Matched
from pmo_workbook.check.references import Context
from pmo_workbook.check.rows import check_row, duplicate
from pmo_workbook.framework import RaciRow, RowCount
from pmo_workbook.issues import Issue
from pmo_workbook.models import Activity, RaciCode
from pmo_workbook.sheets import MOST_ROLES, ROLE_PREFIX
from pmo_workbook.spelling import closest, tidy
from pmo_workbook.tables import is_blank, plain_text

CODES: Final[Mapping[str, RaciCode]] = {
    "R": "R", "A": "A", "C": "C", "I": "I", "A/R": "A/R", "R/A": "A/R", "AR": "A/R", "RA": "A/R",
}  # fmt: skip
"""Code by what is typed, in capitals, without blanks and with a slash between two letters."""

_BETWEEN: Final = re.compile(r"[\s,;+&\\|/-]+")


@dataclass(frozen=True)
class CheckedMatrix:
    """The Activities sheet, read and judged.

    Attributes:
        matched: The table with its role columns recognised too.
        rows: Activities that count, in sheet order.
        role_columns: Role IDs that have a column, in column order.
        issues: All issues of the sheet.
        count: How the rows fared.
    """

    matched: Matched
    rows: tuple[RaciRow, ...]
    role_columns: tuple[str, ...]
    issues: tuple[Issue, ...]
    count: RowCount


def check_matrix(matched: Matched, context: Context) -> CheckedMatrix:
    """Read and judge the Activities sheet.

    Args:
        matched: The table with its fixed columns recognised.
        context: What its cells may refer to; roles are known.
    """
    roles, strangers = _role_columns(matched, context)
    issues = _column_issues(matched, context, strangers, len(roles))
    matched = replace(matched, at={**matched.at, **{ROLE_PREFIX + role: index for role, index in roles.items()}})
    rows: list[RaciRow] = []
    taken: dict[str, int] = {}
    read = 0
    for number, cells in matched.rows():
        read += 1
        if matched.missing:
            continue
        checked = check_row(matched, number, cells, context)
        again = duplicate(matched, number, checked.cells, taken)
        codes, wrong = _codes(matched, number, cells, roles)
        issues.extend((*checked.issues, *again, *wrong))
        if checked.model is not None and not again and codes is not None and number not in context.rejected:
            rows.append(RaciRow(cast(Activity, checked.model), codes))
    return CheckedMatrix(matched, tuple(rows), tuple(roles), tuple(issues), RowCount(read, read - len(rows)))


def raci_code(raw: Any) -> RaciCode | None:
    """The code a cell means, None when it means none.

    Args:
        raw: What the cell holds.
    """
    if not isinstance(raw, str):
        return None
    return CODES.get(_BETWEEN.sub("/", tidy(raw).text.upper()).strip("/"))


def _role_columns(matched: Matched, context: Context) -> tuple[dict[str, int], list[int]]:
    """Index of the column of each role, and the columns that are neither of the sheet nor of a role."""
    by_key = context.ids_of("roles").by_key
    roles: dict[str, int] = {}
    strangers = []
    for index in matched.unbound:
        role = by_key.get(header_key(matched.table.headers[index]))
        if role is None or role in roles:
            strangers.append(index)
        else:
            roles[role] = index
    return roles, strangers


def _column_issues(matched: Matched, context: Context, strangers: Sequence[int], roles: int) -> list[Issue]:
    ids = context.ids_of("roles")
    issues = []
    for index in strangers:
        if not any(raci_code(cells[index]) for _, cells in matched.rows()):
            continue
        header = matched.table.headers[index]
        beside = replace(matched, at={**matched.at, "stranger": index})
        remark = _stranger(header, ids.title, header_key(header), ids.by_key, ids.broken)
        issues.append(beside.issue(matched.table.header_row, "stranger", remark, header))
    if roles > MOST_ROLES:
        remark = Remark("too-many-roles", f"There are {roles} role columns; RACI shows the first {MOST_ROLES}.")
        issues.append(matched.issue(matched.table.header_row, "", remark))
    return issues


def _stranger(header: str, title: str, wanted: str, by_key: Mapping[str, str], broken: frozenset[str]) -> Remark:
    if wanted in broken:
        problem = f"The row of role '{header}' on {title} has an error itself, so its codes do not count."
        return Remark("column-no-role", problem, "Correct that row first.")
    if wanted in by_key:
        problem = f"'{header}' is a second column of role {by_key[wanted]}, so its codes do not count."
        return Remark("column-no-role", problem, "Keep one column a role.")
    near = closest(header, list(by_key.values()))
    action = f"Did you mean '{near}'? Add the role, or correct the header." if near else ""
    return Remark("column-no-role", f"'{header}' is no role on {title}, so its codes do not count.", action)


def _codes(
    matched: Matched, number: int, cells: Sequence[Any], roles: Mapping[str, int]
) -> tuple[dict[str, RaciCode] | None, list[Issue]]:
    """Code by role of one activity, None when one cannot be read; and what is to be said."""
    codes: dict[str, RaciCode] = {}
    issues: list[Issue] = []
    wrong = False
    for role, index in roles.items():
        raw, field = cells[index], ROLE_PREFIX + role
        error = matched.error_in(number, field)
        code = raci_code(raw)
        if error:
            remark: Remark | None = Remark("error-cell", f"The cell shows {error}.")
        elif is_blank(raw):
            continue
        elif code is None:
            remark = Remark("raci-code", f"'{plain_text(raw)}' is none of R, A, C, I, A/R.")
        else:
            codes[role] = code
            remark = _other_spelling(raw, code)
        wrong = wrong or code is None
        if remark:
            issues.append(matched.issue(number, field, remark, raw))
    return (None if wrong else codes), issues


def _other_spelling(raw: str, code: RaciCode) -> Remark | None:
    if raw == code:
        return None
    signs = tidy(raw).look_alikes
    if signs:
        return Remark("look-alike", f"'{signs[0]}' is not the sign it looks like; the cell is read as '{code}'.")
    return Remark("other-spelling", f"'{raw}' is read as '{code}'.")
