"""All rules together: rows in error leave the framework, every issue has its address and its place in the list."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pmo_workbook import rules
from pmo_workbook.framework import Framework
from pmo_workbook.issues import RULES, Issue, ordered
from pmo_workbook.rules import definitions, spelling
from pmo_workbook.settings import Chosen
from tests import build
from tests.build import AS_OF


def only(rule: rules.Rule, framework: Framework) -> Issue:
    (issue,) = rule(framework, AS_OF)
    return issue


# Spelling


def test_the_rarer_of_two_spellings_is_named_with_the_commoner_one() -> None:
    framework = build.framework(
        services=[
            build.service("SVC-01", delivery_model=("In person", "Online")),
            build.service("SVC-02", delivery_model=("in-person",)),
            build.service("SVC-03", delivery_model=("In person",)),
        ],
        outcomes=[build.outcome(measure="On  time"), build.outcome(measure="On time"), build.outcome(measure="Cost")],
        purposes=[build.purpose(focus_area="Training"), build.purpose("P2", focus_area="TRAINING")],
        stakeholders=[build.stakeholder(business_unit="IT"), build.stakeholder("STK-02", business_unit=None)],
        requests=[
            build.Asked("R1", left_out_because="duplicate"),
            build.Asked("R2"),
            build.Asked("R3", left_out_because="Duplicate"),
            build.Asked("R4", left_out_because="Duplicate"),
        ],
    )

    issues = list(spelling.two_spellings(framework, AS_OF))

    assert [(issue.sheet, issue.cell, issue.value) for issue in issues] == [
        ("Purpose", "B3", "TRAINING"),
        ("Services", "I3", "in-person"),
        ("Outcomes", "C3", "On time"),
        ("Requests", "O2", "duplicate"),
    ]
    assert issues[1].action == "Write 'In person' in every row."


# The machinery


def test_a_workbook_with_everything_wrong_gives_every_issue_its_address() -> None:
    kept, issues = rules.check_framework(_everything_wrong(), AS_OF)

    assert {issue.rule for issue in issues} == {
        "calendar-closed", "no-calendar", "sla-target", "sla-missing", "service-no-activity", "service-no-need",
        "need-no-service", "purpose-no-service", "retired-open", "raci-one-a",
        "raci-no-r", "raci-many-c", "role-no-part",
        "review-overdue", "service-review-overdue", "action-overdue", "communication-overdue", "clock-start-outside",
        "promise-early", "status-contradicts", "hold-outside", "hold-overlap", "hold-not-ended", "sla-no-goal",
        "feedback-no-answer", "sla-ignored",
    }  # fmt: skip
    assert all(issue.cell and issue.problem.endswith(".") and issue.action.endswith(".") for issue in issues)
    assert [sla.sla_id for sla in kept.slas] == ["SLA-03", "SLA-02", "SLA-04"]
    assert kept.calendars == ()


def test_every_code_has_words_for_the_data_dictionary() -> None:
    assert all(rule.says.endswith(".") and rule.action.endswith(".") for rule in RULES.values())


def test_a_framework_of_nothing_has_no_issues() -> None:
    kept, issues = rules.check_framework(build.framework(), AS_OF)

    assert issues == ()
    assert kept.counts == build.framework().counts


def test_a_column_that_was_deleted_sends_the_reader_to_the_first_column_of_the_row() -> None:
    framework = build.framework(needs=[build.need(services=None)])
    del framework.places["needs"].letters["services"]  # type: ignore[attr-defined]

    issue = only(definitions.need_no_service, framework)

    assert (issue.cell, issue.row, issue.column) == ("A2", 2, "Services")


def test_a_table_without_a_place_has_its_title_but_no_address() -> None:
    framework = build.framework(needs=[build.need(services=None)])
    del framework.places["needs"]  # type: ignore[attr-defined]

    issue = only(definitions.need_no_service, framework)

    assert (issue.sheet, issue.cell, issue.table, issue.row, issue.column) == ("Needs", "", "Needs", 2, "Services")


def test_issues_are_sorted_by_severity_then_sheet_row_and_column() -> None:
    def issue(severity: Any, table: str, row: int, cell: str) -> Issue:
        return Issue("x", severity, table, cell, table, row, "", "", "", "")

    expected = [
        issue("error", "Requests", 9, "A9"),
        issue("warning", "", 0, ""),
        issue("warning", "Needs", 2, "B2"),
        issue("warning", "Needs", 2, "AA2"),
        issue("warning", "Needs", 10, "A10"),
        issue("warning", "Services", 2, "A2"),
        issue("warning", "Foreign", 1, "A1"),
        issue("note", "Purpose", 2, "A2"),
    ]

    assert list(ordered(reversed(expected))) == expected


def test_a_renamed_table_keeps_its_place_in_the_order() -> None:
    renamed = Issue("x", "note", "Ziele", "A2", "Ziele", 2, "", "", "", "")
    other = Issue("x", "note", "Needs", "A2", "Needs", 2, "", "", "", "")

    assert ordered([other, renamed]) == (other, renamed)
    assert ordered([other, renamed], {"purposes": "Ziele"}) == (renamed, other)


def _everything_wrong() -> Framework:
    return build.framework(
        settings=Chosen(most_consulted=1),
        purposes=[build.purpose()],
        stakeholders=[build.stakeholder()],
        needs=[build.need(services=None)],
        services=[
            build.service(critical="Yes", last_reviewed=None, status="Live"),
            build.service("OLD", status="Retired"),
            build.service("NEW"),
        ],
        slas=[
            build.sla(target=None),
            build.sla("SLA-03", service_id="NEW", goal=None, metric="Resolution", unit="calendar days"),
            build.sla("SLA-02", service_id="NEW", metric="Promised date"),
            build.sla("SLA-04", metric="Satisfaction", unit="score"),
        ],
        calendars=[build.closed_calendar("OFFICE")],
        roles=[build.role("A"), build.role("B"), build.role("C")],
        activities=[build.activity(A="C", B="C")],
        reviews=[build.review(last_held=None)],
        actions=[build.action(due=dt.date(2026, 1, 1))],
        communications=[build.communication(next_planned=dt.date(2026, 1, 1))],
        requests=[
            build.Asked("R1", "OLD", status="Completed"),
            build.Asked("R2", closed="2026-03-01", promised="2026-02-01", clock_start="2026-01-01"),
        ],
        holds=[build.Held("R2"), build.Held("R2")],
        feedback=[build.Answer(service="NEW", satisfaction=0)],
    )
