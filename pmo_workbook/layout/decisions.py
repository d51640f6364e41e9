"""What a board is asked to decide: reviews and actions that are overdue, by role."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from pmo_workbook.framework import Framework
from pmo_workbook.rules.due import add_months, next_due
from pmo_workbook.rules.governance import REVIEW_MONTHS


@dataclass(frozen=True)
class Decision:
    """Something overdue.

    Attributes:
        kind: ``Review``, ``Service review`` or ``Action``.
        what: Its subject.
        role: Name of the role that owes it.
        due: Day it was due; None for a review that was never held.
    """

    kind: str
    what: str
    role: str
    due: dt.date | None


def decisions(framework: Framework, today: dt.date) -> list[Decision]:
    """Everything overdue, longest first; reviews never held come last.

    Args:
        framework: What counts.
        today: Day of the report's moment.
    """
    found = [*_actions(framework, today), *_reviews(framework, today), *_service_reviews(framework, today)]
    return sorted(found, key=lambda d: d.due or dt.date.max)


def _actions(framework: Framework, today: dt.date) -> Iterator[Decision]:
    for action in framework.actions:
        if action.due < today and (action.done is None or action.done > today):
            yield Decision("Action", action.action, role_name(framework, action.owner_role), action.due)


def _reviews(framework: Framework, today: dt.date) -> Iterator[Decision]:
    for review in framework.reviews:
        due = next_due(review.last_held, review.every) if review.last_held else None
        if due is None or due < today:
            yield Decision("Review", review.subject, role_name(framework, review.owner_role), due)


def _service_reviews(framework: Framework, today: dt.date) -> Iterator[Decision]:
    for service in framework.services:
        if service.status != "Live":
            continue
        months = service.review_every or REVIEW_MONTHS
        due = add_months(service.last_reviewed, months) if service.last_reviewed else None
        if due is None or due < today:
            yield Decision("Service review", service.name, role_name(framework, service.owner_role), due)


def role_name(framework: Framework, role_id: str) -> str:
    """Name of a role; its id where it is not known.

    Args:
        framework: What counts.
        role_id: The role's id.
    """
    return next((role.role for role in framework.roles if role.role_id == role_id), role_id)
