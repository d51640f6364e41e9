"""Rules of critical services, and of purposes and needs against services."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from pmo_workbook import rules
from pmo_workbook.framework import Framework
from pmo_workbook.issues import Issue
from pmo_workbook.rules import definitions
from tests import build
from tests.build import AS_OF


def found(rule: rules.Rule, framework: Framework) -> list[tuple[str, str, str]]:
    """Code, address and value of each issue."""
    return [(issue.rule, f"{issue.sheet}!{issue.cell}", issue.value) for issue in rule(framework, AS_OF)]


def only(rule: rules.Rule, framework: Framework) -> Issue:
    (issue,) = rule(framework, AS_OF)
    return issue


# Critical services


def critical(slas: list[Any], *priorities: str, **service: Any) -> Framework:
    requests = [build.Asked(f"R{n}", priority=priority) for n, priority in enumerate(priorities)]
    return build.framework(
        services=[build.service(**{"critical": "Yes", **service})],
        slas=slas,
        requests=requests,
        calendars=[build.calendar()],
    )


def test_a_critical_live_service_needs_an_sla_for_every_priority_that_its_requests_use() -> None:
    issue = only(definitions.sla_missing, critical([build.sla(priority="Urgent")], "Low", "Normal", "Urgent"))

    assert (issue.rule, issue.sheet, issue.cell, issue.value) == ("sla-missing", "Services", "P2", "Yes")
    assert issue.problem.endswith("for priority Normal and Low.")


@pytest.mark.parametrize("priority", [None, "All"])
def test_an_sla_for_all_priorities_covers_each(priority: str | None) -> None:
    assert found(definitions.sla_missing, critical([build.sla(priority=priority)], "Low", "Urgent")) == []


def test_a_critical_live_service_without_requests_needs_one_sla() -> None:
    assert len(found(definitions.sla_missing, critical([]))) == 1
    assert found(definitions.sla_missing, critical([build.sla(priority="Urgent")])) == []


def test_an_sla_that_ended_or_has_no_clock_does_not_cover_a_critical_service() -> None:
    ended = build.sla(effective_to=dt.date(2026, 6, 29))
    satisfied = build.sla(metric="Satisfaction", unit="score")
    later = build.sla(effective_from=dt.date(2026, 7, 1))
    today = build.sla(effective_from=AS_OF.date(), effective_to=AS_OF.date())

    missing = [len(found(definitions.sla_missing, critical([sla], "Low"))) for sla in (ended, satisfied, later, today)]
    assert missing == [1, 1, 1, 0]


@pytest.mark.parametrize("facts", [{"critical": "No"}, {"status": "Draft"}, {"status": "Retired"}])
def test_other_services_need_no_sla(facts: dict[str, str]) -> None:
    assert found(definitions.sla_missing, critical([], "Low", **facts)) == []


def test_the_priorities_of_another_service_do_not_count() -> None:
    framework = build.framework(
        services=[build.service(critical="Yes"), build.service("SVC-02", critical="Yes")],
        slas=[build.sla(priority="Urgent"), build.sla("SLA-02", service_id="SVC-02", priority="Low")],
        requests=[build.Asked("R1", priority="Urgent"), build.Asked("R2", "SVC-02", "Low")],
    )

    assert found(definitions.sla_missing, framework) == []


# Coverage


def test_a_live_service_without_activities_or_needs_is_named() -> None:
    framework = build.framework(
        services=[build.service(), build.service("SVC-02"), build.service("SVC-03", status="Pilot")],
        activities=[build.activity()],
        needs=[build.need(services=("SVC-01",))],
    )

    assert found(definitions.service_no_activity, framework) == [("service-no-activity", "Services!A3", "SVC-02")]
    assert found(definitions.service_no_need, framework) == [("service-no-need", "Services!A3", "SVC-02")]


def test_a_need_is_answered_by_a_service_that_is_not_retired() -> None:
    framework = build.framework(
        services=[build.service(), build.service("OLD", status="Retired")],
        needs=[
            build.need("N-01"),
            build.need("N-02", services=None),
            build.need("N-03", services=("OLD",)),
            build.need("N-04", services=("OLD", "SVC-01")),
        ],
    )

    assert found(definitions.need_no_service, framework) == [
        ("need-no-service", "Needs!H3", ""),
        ("need-no-service", "Needs!H4", "OLD"),
    ]


def test_a_purpose_is_served_by_a_live_service() -> None:
    framework = build.framework(
        purposes=[build.purpose("P1"), build.purpose("P2"), build.purpose("P3")],
        services=[build.service(purposes=("P1",)), build.service("SVC-02", purposes=("P2",), status="Draft")],
    )

    assert found(definitions.purpose_no_service, framework) == [
        ("purpose-no-service", "Purpose!A3", "P2"),
        ("purpose-no-service", "Purpose!A4", "P3"),
    ]
