"""RACI: who is responsible, accountable, consulted and informed, grouped by service."""

from __future__ import annotations

from typing import Final

from pmo_workbook.blocks import Listing, Tab, grid
from pmo_workbook.models import Role
from pmo_workbook.report import Raci, Report
from pmo_workbook.sheets import MOST_ROLES
from pmo_workbook.words import count_words

KEY: Final = "raci"
TABLE: Final = "RACI"
SAID: Final = "pmo_raci_said"
HEADERS: Final = ("Service", "Activity", "Finding")
"""Before the role columns."""

LONGEST_HEADER: Final = 26
"""Most characters of a role's name above its column; of a longer one stands the id."""


def lay_out(report: Report) -> Tab:
    """Lay the matrix out.

    Args:
        report: All results.
    """
    raci = report.raci
    roles = raci.roles[:MOST_ROLES]
    headers = (*HEADERS, *role_headers(roles))
    rows = tuple(
        (line.service, line.activity.activity, line.finding or None, *(line.codes.get(r.role_id) for r in roles))
        for line in raci.lines
    )
    return Tab(KEY, (grid(SAID, [[_said(raci)]], (1, 1)), Listing(TABLE, headers, rows)))


def role_headers(roles: tuple[Role, ...]) -> tuple[str, ...]:
    """Headers of the role columns: short names, unique whatever the case, else ids.

    Args:
        roles: Roles in column order.
    """
    names = [role.role.strip().casefold() for role in roles]
    taken = {header.casefold() for header in HEADERS} | {role.role_id.strip().casefold() for role in roles}
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
