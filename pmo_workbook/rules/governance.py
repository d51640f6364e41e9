"""Rules of who does what and when: the RACI matrix, reviews, actions, communications."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from pmo_workbook.framework import Framework, RaciRow
from pmo_workbook.issues import Issue
from pmo_workbook.models import Communication
from pmo_workbook.raci import activity_findings, role_findings, roles_with
from pmo_workbook.rules.due import add_months, next_due
from pmo_workbook.rules.finding import Cell, issue
from pmo_workbook.rules.rule import raises
from pmo_workbook.sheets import ROLE_PREFIX
from pmo_workbook.words import count_words, day_words

REVIEW_MONTHS: Final = 12
"""Months between reviews of a service that says nothing else."""


@raises("raci-one-a", "raci-no-r", "raci-many-c")
def activity_codes(framework: Framework, as_of: dt.datetime) -> Iterator[Issue]:
    """An activity has exactly one A and at least one R, and does not consult too many (three codes)."""
    del as_of
    for row in framework.activities:
        for code, problem in activity_findings(row, framework.settings.most_consulted).items():
            field, value = _where(row, code)
            cell = Cell("activities", row.activity.row, field)
            yield issue(framework, code, cell, value, f"{row.activity.activity_id}: {problem}")


def _where(row: RaciRow, code: str) -> tuple[str, str]:
    """The cell of an activity to look at first: its second A, its last C, else its name."""
    roles = {"raci-one-a": roles_with(row, "A")[1:2], "raci-many-c": roles_with(row, "C")[-1:]}.get(code, ())
    if roles:
        return ROLE_PREFIX + roles[0], row.codes[roles[0]]
    return "activity", row.activity.activity


@raises("role-no-column", "role-no-part", "role-many-a")
def role_parts(framework: Framework, as_of: dt.datetime) -> Iterator[Issue]:
    """A role has a column, a part in some activity, and not too large a share of the A's (three codes)."""
    del as_of
    for role in framework.roles:
        for code, problem in role_findings(framework, role).items():
            yield issue(framework, code, Cell("roles", role.row, "role_id"), role.role_id, problem)


@raises("review-overdue")
def review_overdue(framework: Framework, as_of: dt.datetime) -> Iterator[Issue]:
    """A review is held in time; one that was never held is overdue."""
    today = as_of.date()
    for review in framework.reviews:
        cell = Cell("reviews", review.row, "last_held")
        if review.last_held is None:
            problem = f"{review.subject}: this review was never held."
            yield issue(framework, "review-overdue", cell, "", problem)
        elif (due := next_due(review.last_held, review.every)) < today:
            problem = f"{review.subject}: this review was due on {day_words(due)}, {_late(due, today)} ago."
            yield issue(framework, "review-overdue", cell, day_words(review.last_held), problem)


@raises("service-review-overdue")
def service_review_overdue(framework: Framework, as_of: dt.datetime) -> Iterator[Issue]:
    """A live service is reviewed in time; one that was never reviewed is overdue."""
    today = as_of.date()
    for service in framework.services:
        if service.status != "Live":
            continue
        cell = Cell("services", service.row, "last_reviewed")
        if service.last_reviewed is None:
            yield issue(framework, "service-review-overdue", cell, "", f"{service.name} was never reviewed.")
        elif (due := add_months(service.last_reviewed, service.review_every or REVIEW_MONTHS)) < today:
            problem = f"The review of {service.name} was due on {day_words(due)}, {_late(due, today)} ago."
            yield issue(framework, "service-review-overdue", cell, day_words(service.last_reviewed), problem)


@raises("action-overdue")
def action_overdue(framework: Framework, as_of: dt.datetime) -> Iterator[Issue]:
    """An action is done by its due date."""
    today = as_of.date()
    for action in framework.actions:
        if action.due < today and (action.done is None or action.done > today):
            problem = (
                f"{action.action_id}, owned by {action.owner_role}, was due on {day_words(action.due)}, "
                f"{_late(action.due, today)} ago."
            )
            yield issue(framework, "action-overdue", Cell("actions", action.row, "due"), day_words(action.due), problem)


@raises("communication-overdue")
def communication_overdue(framework: Framework, as_of: dt.datetime) -> Iterator[Issue]:
    """A communication happens when planned, and a regular one is planned again."""
    today = as_of.date()
    for item in framework.communications:
        due = _communication_due(item)
        if due is not None and due < today:
            problem = f"{item.message}: this was due on {day_words(due)}, {_late(due, today)} ago."
            cell = Cell("communications", item.row, "next_planned")
            yield issue(framework, "communication-overdue", cell, day_words(item.next_planned), problem)


def _communication_due(item: Communication) -> dt.date | None:
    """When a communication is due; None for one that was to happen once and did."""
    if item.last_done is None:
        return item.next_planned
    if item.every in (None, "Once"):
        return None
    if item.last_done < item.next_planned:
        return item.next_planned
    return next_due(item.last_done, item.every or "Year")


def _late(due: dt.date, today: dt.date) -> str:
    return count_words((today - due).days, "day")
