"""Where the ten steps stand."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from pmo_workbook import rules
from pmo_workbook.framework import Framework
from pmo_workbook.issues import Issue
from pmo_workbook.layout import TABS
from pmo_workbook.report import StepState
from pmo_workbook.sheets import BY_KEY
from pmo_workbook.steps import steps
from tests import build
from tests.build import AS_OF, Asked
from tests.test_rules_log import measured, promise


def state_of(number: int, framework: Framework, issues: Any = None) -> tuple[str, str]:
    """State and words of one step, with the issues that the rules find unless others are given."""
    kept, found = rules.check_framework(framework, AS_OF)
    state = steps(kept, found if issues is None else issues, measured())[number - 1]
    return state.state, state.words


def complete() -> Framework:
    described = {"out_of_scope": "Tickets.", "process": "Log, size, tell.", "tools_and_templates": "Form"}
    return build.framework(
        purposes=[build.purpose()],
        stakeholders=[build.stakeholder(receives_report="Yes")],
        needs=[build.need(met="Yes")],
        services=[build.service(critical="Yes", purposes=("P1",), **described)],
        slas=[build.sla()],
        calendars=[build.calendar()],
        roles=[build.role("PSM"), build.role("PMD")],
        activities=[build.activity("A-01", PSM="A", PMD="R")],
        reviews=[build.review()],
        communications=[build.communication()],
        requests=[Asked("R1", first_response="2026-03-02 10:00")],
        feedback=[build.Answer(request="R1")],
        actions=[build.action()],
    )


def test_a_complete_framework_is_done_in_all_ten_steps() -> None:
    kept, issues = rules.check_framework(complete(), AS_OF)

    found = steps(kept, issues, measured(promise(build.sla(), 10, 10, kept=True)))

    assert [(step.number, step.state, step.words) for step in found] == [
        (1, "Done", "1 purpose."),
        (2, "Done", "1 stakeholder group, 1 need, 1 met."),
        (3, "Done", "1 service, 1 live, 1 of these critical."),
        (4, "Done", "1 delivery model for 1 live service."),
        (5, "Done", "1 live service described in full."),
        (6, "Done", "1 SLA, for 1 of 1 critical live service."),
        (7, "Done", "2 roles, 1 activity and 1 regular review."),
        (8, "Done", "1 communication, next on 15 Jul 2026, report to 1 group."),
        (9, "Done", "1 request, 1 survey answer, 1 of 1 promise kept."),
        (10, "Done", "1 of 1 review held, 1 open action."),
    ]


def test_an_empty_framework_is_to_do_in_all_ten_steps() -> None:
    found = steps(build.framework(), (), measured())

    assert {step.state for step in found} == {"To do"}
    assert [step.words for step in found] == [
        "No purpose is written down.",
        "No stakeholder groups, no needs.",
        "No service is written down.",
        "No service is live.",
        "No service is live.",
        "No SLA is agreed.",
        "No roles, no activities and no regular reviews.",
        "No communication is planned.",
        "No request is logged.",
        "No review is planned, no open actions.",
    ]


def test_every_step_names_sheets_and_tabs_that_exist() -> None:
    tabs = {tab.key for tab in TABS}

    for step in steps(build.framework(), (), measured()):
        assert set(step.sheets) <= set(BY_KEY)
        assert set(step.shown_on) <= tabs
        assert step.shown_on


def test_what_a_step_lacks_is_said_with_its_count() -> None:
    framework = build.framework(
        purposes=[build.purpose("P1"), build.purpose("P2")],
        stakeholders=[build.stakeholder()],
        needs=[build.need("N-01", services=None)],
        services=[build.service(critical="Yes", last_reviewed=None)],
        slas=[build.sla(target=None), build.sla("SLA-02", service_id="SVC-01", metric="Satisfaction", unit="score")],
        calendars=[build.calendar()],
        roles=[build.role()],
        activities=[build.activity(PSM="A")],
        reviews=[build.review(last_held=None), build.review("REV-02", last_held=None)],
        actions=[build.action(due=dt.date(2026, 6, 1))],
        communications=[build.communication(next_planned=dt.date(2026, 6, 1))],
    )

    assert state_of(1, framework) == ("Check", "2 purposes; 2 are served by no live service.")
    assert state_of(2, framework) == ("Check", "1 stakeholder group, 1 need; 1 need has no service.")
    assert state_of(3, framework)[0] == "Done"
    assert state_of(6, framework) == (
        "Check",
        "1 SLA, for 0 of 1 critical live service; 1 critical service lacks an SLA; 2 other issues to look at.",
    )
    assert state_of(7, framework) == ("Check", "1 role, 1 activity and 2 regular reviews; 1 issue to look at.")
    assert state_of(8, framework) == ("Check", "1 communication, report to no groups; 1 is overdue.")
    assert state_of(10, framework) == (
        "Check",
        "0 of 2 reviews held, 1 open action; 2 reviews are overdue; 1 service review is overdue; 1 action is overdue.",
    )


def test_services_that_are_not_described_in_full_are_to_do() -> None:
    full = {"out_of_scope": "x", "process": "x", "tools_and_templates": "x"}
    services = [build.service("S1", **full), build.service("S2"), build.service("S3", status="Draft")]

    assert state_of(5, build.framework(services=services)) == (
        "To do",
        "1 of 2 live services described in full: S2 lacks scope out, process or tools.",
    )


@pytest.mark.parametrize("field", ["out_of_scope", "process", "tools_and_templates"])
def test_each_part_of_a_description_is_wanted(field: str) -> None:
    described: dict[str, Any] = {"out_of_scope": "x", "process": "x", "tools_and_templates": "x"}

    assert state_of(5, build.framework(services=[build.service(**described)]))[0] == "Done"
    assert state_of(5, build.framework(services=[build.service(**{**described, field: None})]))[0] == "To do"


def test_of_many_undescribed_services_three_are_named() -> None:
    services = [build.service(f"S{n}") for n in range(4)]

    assert "S0, S1 and S2 lack" in state_of(5, build.framework(services=services[:3]))[1]
    assert "S0, S1, S2 and others lack" in state_of(5, build.framework(services=services))[1]


@pytest.mark.parametrize(
    ("table", "column", "number"),
    [
        ("Purpose", "Statement", 1),
        ("Services", "Name", 3),
        ("Services", "Delivery model", 4),
        ("Services", "Objective", 5),
        ("Services", "Last reviewed", 10),
        ("Holidays", "Date", 6),
        ("Activities", "PSM", 7),
        ("Holds", "From", 9),
        ("Actions", "Due", 10),
    ],
)
def test_an_issue_belongs_to_the_step_of_its_cell(table: str, column: str, number: int) -> None:
    issue = Issue("not-a-date", "error", table, "B2", table, 2, column, "", "", "")

    found = steps(complete(), (issue,), measured())

    assert [step.number for step in found if step.state == "Check"] == [number]
    assert found[number - 1].words.endswith("; 1 issue to look at.")


def test_notes_and_issues_of_settings_change_no_step() -> None:
    note = Issue("goal-fragile", "note", "SLAs", "H2", "SLAs", 2, "Goal %", "", "", "")
    setting = Issue("not-allowed", "warning", "Settings", "B2", "Settings", 2, "Value", "", "", "")

    assert {step.state for step in steps(complete(), (note, setting), measured())} == {"Done"}


def test_promises_missed_without_an_action_show_at_step_9() -> None:
    issue = Issue("goal-no-action", "warning", "SLAs", "H2", "SLAs", 2, "Goal %", "", "", "")
    measures = measured(promise(build.sla(), 10, 5, kept=False), promise(build.sla("SLA-02"), 10, 10, kept=True))

    step = steps(complete(), (issue,), measures)[8]

    assert (step.state, step.words) == (
        "Check",
        "1 request, 1 survey answer, 1 of 2 promises kept; 1 missed goal has no action.",
    )


def test_every_sentence_begins_with_a_capital_or_a_number_and_ends_with_a_full_stop() -> None:
    found: list[StepState] = [*steps(build.framework(), (), measured()), *steps(complete(), (), measured())]

    assert all(re.fullmatch(r"[A-Z0-9].*[^.]\.", step.words) for step in found)
