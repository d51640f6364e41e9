"""Rules of the RACI matrix, reviews, actions and communications."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_workbook import rules
from pmo_workbook.framework import Framework
from pmo_workbook.rules import governance
from pmo_workbook.rules.due import add_months, next_due
from pmo_workbook.settings import Chosen
from tests import build

TODAY = dt.datetime(2026, 6, 30, 18, 0)


def found(rule: rules.Rule, framework: Framework) -> list[tuple[str, str, str]]:
    """Code, address and problem of each issue."""
    return [(issue.rule, f"{issue.sheet}!{issue.cell}", issue.problem) for issue in rule(framework, TODAY)]


def matrix(*activities: Any, **given: Any) -> Framework:
    """Activities with the role columns PSM, PMD, PJM in D, E, F."""
    return build.framework(roles=[build.role(r) for r in ("PSM", "PMD", "PJM")], activities=activities, **given)


# RACI


def test_one_a_and_one_r_is_no_finding() -> None:
    rows = [
        build.activity("A-01", PSM="A", PMD="R"),
        build.activity("A-02", PSM="A/R"),
        build.activity("A-03", PMD="A", PJM="R"),
    ]

    assert found(governance.activity_codes, matrix(*rows)) == []


@pytest.mark.parametrize("second", ["A", "A/R"])
def test_two_a_in_a_row_point_at_the_second(second: str) -> None:
    assert found(governance.activity_codes, matrix(build.activity(PSM="A/R", PJM=second))) == [
        ("raci-one-a", "Activities!F2", "A-01: 2 roles are accountable (A): PSM and PJM.")
    ]


def test_an_activity_without_codes_lacks_an_a_and_an_r() -> None:
    assert found(governance.activity_codes, matrix(build.activity())) == [
        ("raci-one-a", "Activities!B2", "A-01: Nobody is accountable (A)."),
        ("raci-no-r", "Activities!B2", "A-01: Nobody is responsible (R)."),
    ]


def test_more_consulted_than_the_setting_allows_is_a_note() -> None:
    row = build.activity(PSM="C", PMD="A/R", PJM="C")

    assert found(governance.activity_codes, matrix(row, settings=Chosen(most_consulted=1))) == [
        ("raci-many-c", "Activities!F2", "A-01: 2 roles are consulted (C), more than 1.")
    ]
    assert found(governance.activity_codes, matrix(row, settings=Chosen(most_consulted=2))) == []


def test_a_role_has_a_column_and_a_part() -> None:
    framework = matrix(build.activity(PSM="A/R"), role_columns=["PSM", "PMD"])

    assert found(governance.role_parts, framework) == [
        ("role-no-part", "Roles!A3", "Role PMD has no part in any activity."),
        ("role-no-column", "Roles!A4", "Role PJM has no column on Activities."),
    ]


def test_a_role_without_activities_to_have_a_part_in_is_no_finding() -> None:
    assert found(governance.role_parts, matrix()) == []


def test_a_role_accountable_for_more_than_its_share_is_named() -> None:
    rows = [build.activity(f"A-{n}", PSM="A" if n < 3 else "C", PMD="R" if n < 3 else "A/R", PJM="I") for n in range(5)]

    assert found(governance.role_parts, matrix(*rows)) == [
        ("role-many-a", "Roles!A2", "Role PSM is accountable for 3 of 5 activities (60 %), more than 40 %.")
    ]


def test_a_share_that_is_exactly_the_limit_or_a_single_a_is_not_too_much() -> None:
    exactly = [build.activity(f"A-{n}", PSM="A" if n < 2 else "R", PMD="R", PJM="I") for n in range(5)]
    single = [build.activity("A-01", PSM="A", PMD="R", PJM="I")]

    assert found(governance.role_parts, matrix(*exactly)) == []
    assert found(governance.role_parts, matrix(*single)) == []


# Dates


@pytest.mark.parametrize(
    ("every", "last", "late"),
    [
        ("Week", dt.date(2026, 6, 22), "1 day ago"),
        ("Week", dt.date(2026, 6, 23), ""),
        ("Month", dt.date(2026, 5, 29), "1 day ago"),
        ("Month", dt.date(2026, 5, 30), ""),
        ("Quarter", dt.date(2026, 3, 1), "29 days ago"),
        ("Half-year", dt.date(2025, 12, 30), ""),
        ("Half-year", dt.date(2025, 12, 29), "1 day ago"),
        ("Year", dt.date(2025, 6, 29), "1 day ago"),
    ],
)
def test_a_review_is_overdue_the_day_after_it_was_due(every: str, last: dt.date, late: str) -> None:
    issues = found(governance.review_overdue, build.framework(reviews=[build.review(every=every, last_held=last)]))

    assert [address for _, address, _ in issues] == (["Reviews!E2"] if late else [])
    assert not late or late in issues[0][2]


def test_a_review_that_was_never_held_is_overdue() -> None:
    assert found(governance.review_overdue, build.framework(reviews=[build.review(last_held=None)])) == [
        ("review-overdue", "Reviews!E2", "Service review: this review was never held.")
    ]


def test_a_live_service_is_reviewed_in_its_own_rhythm() -> None:
    services = [
        build.service("S1", last_reviewed=dt.date(2025, 6, 30)),
        build.service("S2", last_reviewed=dt.date(2025, 6, 29)),
        build.service("S3", last_reviewed=dt.date(2026, 3, 1), review_every=3),
        build.service("S4", last_reviewed=None),
        build.service("S5", last_reviewed=None, status="Draft"),
    ]

    assert found(governance.service_review_overdue, build.framework(services=services)) == [
        ("service-review-overdue", "Services!S3", "The review of Service S2 was due on 29 Jun 2026, 1 day ago."),
        ("service-review-overdue", "Services!S4", "The review of Service S3 was due on 1 Jun 2026, 29 days ago."),
        ("service-review-overdue", "Services!S5", "Service S4 was never reviewed."),
    ]


def test_an_action_is_overdue_when_it_was_not_done_by_the_reports_moment() -> None:
    due = dt.date(2026, 6, 29)
    actions = [
        build.action("OPEN", due=due),
        build.action("TODAY", due=dt.date(2026, 6, 30)),
        build.action("DONE", due=due, done=dt.date(2026, 6, 30)),
        build.action("DONE-LATER", due=due, done=dt.date(2026, 7, 1)),
    ]

    assert found(governance.action_overdue, build.framework(actions=actions)) == [
        ("action-overdue", "Actions!E2", "OPEN, owned by PSM, was due on 29 Jun 2026, 1 day ago."),
        ("action-overdue", "Actions!E5", "DONE-LATER, owned by PSM, was due on 29 Jun 2026, 1 day ago."),
    ]


@pytest.mark.parametrize(
    ("facts", "due"),
    [
        ({"next_planned": dt.date(2026, 6, 29)}, "29 Jun 2026"),
        ({"next_planned": dt.date(2026, 6, 30)}, ""),
        ({"next_planned": dt.date(2026, 6, 29), "last_done": dt.date(2026, 6, 28)}, ""),
        ({"next_planned": dt.date(2026, 6, 1), "last_done": dt.date(2026, 5, 1), "every": "Month"}, "1 Jun 2026"),
        ({"next_planned": dt.date(2026, 6, 1), "last_done": dt.date(2026, 6, 1), "every": "Month"}, ""),
        ({"next_planned": dt.date(2026, 3, 1), "last_done": dt.date(2026, 3, 1), "every": "Month"}, "1 Apr 2026"),
        ({"next_planned": dt.date(2026, 6, 1), "last_done": dt.date(2026, 5, 1), "every": "Once"}, ""),
    ],
)
def test_a_communication_happens_when_planned_and_a_regular_one_is_planned_again(
    facts: dict[str, Any], due: str
) -> None:
    issues = found(governance.communication_overdue, build.framework(communications=[build.communication(**facts)]))

    assert [address for _, address, _ in issues] == (["Communications!F2"] if due else [])
    assert not due or f"due on {due}," in issues[0][2]


def test_a_month_after_the_last_of_january_is_the_last_of_february() -> None:
    assert add_months(dt.date(2026, 1, 31), 1) == dt.date(2026, 2, 28)
    assert add_months(dt.date(2024, 1, 31), 1) == dt.date(2024, 2, 29)
    assert add_months(dt.date(2026, 11, 30), 3) == dt.date(2027, 2, 28)


@given(day=st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)), months=st.integers(0, 240))
def test_months_later_is_in_the_right_month_and_no_later_in_it(day: dt.date, months: int) -> None:
    later = add_months(day, months)

    assert later.year * 12 + later.month - day.year * 12 - day.month == months
    assert later.day <= day.day
    assert later.day == day.day or (later + dt.timedelta(days=1)).day == 1


@given(day=st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)))
def test_longer_rhythms_are_due_later(day: dt.date) -> None:
    dates = [next_due(day, every) for every in ("Week", "Month", "Quarter", "Half-year", "Year")]

    assert dates == sorted(set(dates))
