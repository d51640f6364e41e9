"""RACI: who is responsible, accountable, consulted and informed, grouped by service."""

from __future__ import annotations

from typing import Final

from pmo_workbook.blocks import Listing, Tab
from pmo_workbook.layout.spec import NAME, WRAPPED, Column, TableTab
from pmo_workbook.models import Role
from pmo_workbook.report import Raci, RaciLine, Report
from pmo_workbook.sheets import MOST_ROLES
from pmo_workbook.words import count_words

TAB: Final[TableTab[RaciLine]] = TableTab(
    "raci",
    "RACI",
    "Who is responsible, accountable, consulted, informed.",
    heading="RACI",
    subtitle="R does the work · A answers for it, one a row · C is asked before · I is told after · A/R is both.",
    table="RACI",
    columns=(
        Column("service", "Service", lambda line: line.service, WRAPPED, 30, "Name of the service; then one column per role."),
        Column("activity", "Activity", lambda line: line.activity.activity, NAME, 46, "What is done."),
        Column("finding", "Finding", lambda line: line.finding or None, WRAPPED, 34, "What is wrong with the row.", finding=True),
    ),
    groups="service",
    frozen=2,
)  # fmt: skip
"""Its columns before those of the roles."""

LONGEST_HEADER: Final = 26
"""Most characters of a role's name above its column; of a longer one stands the id."""


def lay_out(report: Report) -> Tab:
    """Lay the matrix out.

    Args:
        report: All results.
    """
    raci = report.raci
    roles = raci.roles[:MOST_ROLES]
    headers = (*TAB.headers, *role_headers(roles))
    rows = tuple((*TAB.cells(line), *(line.codes.get(role.role_id) for role in roles)) for line in raci.lines)
    return Tab(TAB.key, (TAB.said_grid((_said(raci),)), Listing(TAB.table, headers, rows)))


def role_headers(roles: tuple[Role, ...]) -> tuple[str, ...]:
    """Headers of the role columns: short names, unique whatever the case, else ids.

    Args:
        roles: Roles in column order.
    """
    names = [role.role.strip().casefold() for role in roles]
    taken = {header.casefold() for header in TAB.headers} | {role.role_id.strip().casefold() for role in roles}
    return tuple(
        role.role_id
        if len(role.role) > LONGEST_HEADER or names.count(name) > 1 or name in taken
        else " ".join(role.role.split())
        for role, name in zip(roles, names, strict=True)
    )


def _said(raci: Raci) -> str:
    found = sum(bool(line.finding) for line in raci.lines)
    findings = f"{count_words(found, 'row')} with a finding" if found else "no findings"
    activities = count_words(len(raci.lines), "activity", "activities")
    hidden = len(raci.roles) - MOST_ROLES
    cut = f" {count_words(hidden, 'role')} more have no room here." if hidden > 0 else ""
    return f"{activities}, {count_words(len(raci.roles), 'role')}, {findings}.{cut}"
