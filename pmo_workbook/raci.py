"""The RACI matrix, grouped by service, and what each role carries."""

from __future__ import annotations

from collections import Counter

from pmo_workbook.framework import Framework, RaciRow
from pmo_workbook.models import Role
from pmo_workbook.report import Raci, RaciLine, RoleLoad
from pmo_workbook.words import count_words, list_words, percent_words

WHOLE_PMO = "PMO"
"""Heading of activities that belong to no service."""


def raci(framework: Framework) -> Raci:
    """Lay out who does what, and count it.

    Args:
        framework: What counts.
    """
    names = {service.service_id: service.name for service in framework.services}
    order = {service_id: place for place, service_id in enumerate(names, start=1)}
    grouped = sorted(framework.activities, key=lambda row: order.get(row.activity.service_id or "", 0))
    lines = tuple(
        RaciLine(
            service=names.get(row.activity.service_id or "", WHOLE_PMO),
            activity=row.activity,
            finding=" ".join(activity_findings(row, framework.settings.most_consulted).values()),
            codes=row.codes,
        )
        for row in grouped
    )
    columns = tuple(role for role in framework.roles if role.role_id in framework.role_columns)
    return Raci(lines, columns, role_loads(framework))


def roles_with(row: RaciRow, letter: str) -> tuple[str, ...]:
    """Role IDs that have a letter in an activity, in column order; A/R is both an A and an R.

    Args:
        row: The activity with its codes.
        letter: R, A, C or I.
    """
    return tuple(role_id for role_id, code in row.codes.items() if letter in code.split("/"))


def activity_findings(row: RaciRow, most_consulted: int) -> dict[str, str]:
    """What is wrong with an activity: a sentence by rule code, empty when nothing is.

    Args:
        row: The activity with its codes.
        most_consulted: Most C's an activity may have.
    """
    found: dict[str, str] = {}
    accountable, consulted = roles_with(row, "A"), roles_with(row, "C")
    if not accountable:
        found["raci-one-a"] = "Nobody is accountable (A)."
    elif len(accountable) > 1:
        found["raci-one-a"] = f"{len(accountable)} roles are accountable (A): {list_words(accountable)}."
    if not roles_with(row, "R"):
        found["raci-no-r"] = "Nobody is responsible (R)."
    if len(consulted) > most_consulted:
        found["raci-many-c"] = f"{len(consulted)} roles are consulted (C), more than {most_consulted}."
    return found


def role_loads(framework: Framework) -> tuple[RoleLoad, ...]:
    """What each role carries, one entry a role in the order of Roles.

    Args:
        framework: What counts.
    """
    return tuple(_load(framework, role) for role in framework.roles)


def _load(framework: Framework, role: Role) -> RoleLoad:
    letters = letters_of(framework, role.role_id)
    n = len(framework.activities)
    finding = " ".join(role_findings(framework, role).values())
    share = letters["A"] / n if n else 0.0
    return RoleLoad(role, letters["R"], letters["A"], letters["C"], letters["I"], share, finding)


def letters_of(framework: Framework, role_id: str) -> Counter[str]:
    """In how many activities a role has each letter; A/R counts as an A and as an R.

    Args:
        framework: What counts.
        role_id: The role.
    """
    codes = (row.codes.get(role_id) for row in framework.activities)
    return Counter(letter for code in codes if code for letter in code.split("/"))


def role_findings(framework: Framework, role: Role) -> dict[str, str]:
    """What stands out about a role: a sentence by rule code, empty when nothing does.

    A single A is never too many, however few the activities are.

    Args:
        framework: What counts.
        role: The role.
    """
    letters = letters_of(framework, role.role_id)
    n, limit = len(framework.activities), framework.settings.too_many_a
    if role.role_id not in framework.role_columns:
        return {"role-no-column": f"{role.role} has no column on Activities."}
    if n and not letters.total():
        return {"role-no-part": f"{role.role} has no part in any activity."}
    if letters["A"] > 1 and letters["A"] * 100 > limit * n:
        share = percent_words(letters["A"] / n)
        of = f"{letters['A']} of {count_words(n, 'activity', 'activities')} ({share})"
        return {"role-many-a": f"{role.role} is accountable for {of}, more than {percent_words(limit / 100)}."}
    return {}
