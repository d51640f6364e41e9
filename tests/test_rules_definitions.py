"""Rules of SLAs and calendars."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from pmo_workbook import rules
from pmo_workbook.framework import Framework
from pmo_workbook.issues import Issue
from pmo_workbook.rules import definitions
from pmo_workbook.settings import Chosen
from tests import build
from tests.build import AS_OF


def found(rule: rules.Rule, framework: Framework) -> list[tuple[str, str, str]]:
    """Code, address and value of each issue."""
    return [(issue.rule, f"{issue.sheet}!{issue.cell}", issue.value) for issue in rule(framework, AS_OF)]


def only(rule: rules.Rule, framework: Framework) -> Issue:
    (issue,) = rule(framework, AS_OF)
    return issue


def framework_of(*slas: Any, **tables: Any) -> Framework:
    given = {"services": [build.service()], "calendars": [build.calendar()], **tables}
    return build.framework(slas=slas, **given)


# Targets and units


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"target": None}, "First response needs a target."),
        ({"target": 0.0}, "A first response within 0 cannot be kept."),
        ({"unit": "working days to close of business", "target": 1.5}, "is not a whole number of days"),
        ({"metric": "Satisfaction", "unit": "score", "target": 85.0}, "not on the scale of 1 to 5"),
        ({"metric": "Satisfaction", "unit": "score", "target": 0.5}, "not on the scale of 1 to 5"),
        ({"metric": "Satisfaction", "unit": "%", "target": 0.85}, "85 % is typed as 85"),
        ({"metric": "Satisfaction", "unit": "%", "target": 101.0}, "101 % is more than 100 %"),
        ({"metric": "Reopened", "unit": "%", "target": None}, "Reopened needs a target."),
    ],
)
def test_a_target_that_no_metric_can_keep_is_an_error(facts: dict[str, Any], says: str) -> None:
    issue = only(definitions.sla_target, framework_of(build.sla(**facts)))

    assert (issue.rule, issue.severity, issue.sheet, issue.cell) == ("sla-target", "error", "SLAs", "F2")
    assert says in issue.problem


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"target": 0.5, "unit": "working days"},
        {"metric": "Satisfaction", "unit": "score", "target": 5.0},
        {"metric": "Satisfaction", "unit": "score", "target": 1.0},
        {"metric": "Satisfaction", "unit": "%", "target": 100.0},
        {"metric": "Reopened", "unit": "%", "target": 0.0},
        {"metric": "Promised date", "unit": None, "target": None},
    ],
)
def test_a_fitting_target_and_unit_are_no_issue(facts: dict[str, Any]) -> None:
    framework = framework_of(build.sla(**facts))

    assert found(definitions.sla_target, framework) == []
    assert found(definitions.sla_unit, framework) == []


@pytest.mark.parametrize(
    ("metric", "unit", "says"),
    [
        ("First response", "score", "First response is not measured in score: working hours, working days"),
        ("Resolution", None, "Resolution needs a unit"),
        ("Satisfaction", "working days", "score or %"),
        ("Reopened", "score", "Reopened is not measured in score: %."),
    ],
)
def test_a_unit_that_does_not_fit_its_metric_is_an_error(metric: str, unit: str | None, says: str) -> None:
    issue = only(definitions.sla_unit, framework_of(build.sla(metric=metric, unit=unit, target=4.0)))

    assert (issue.rule, issue.severity, issue.cell, issue.value) == ("sla-unit", "error", "G2", unit or "")
    assert says in issue.problem


def test_what_a_metric_does_not_use_is_named_and_ignored() -> None:
    promised = build.sla(metric="Promised date", target=6.0, unit="working days", stops_while_waiting_for=("Other",))
    satisfied = build.sla("SLA-02", metric="Satisfaction", target=4.2, unit="score", at_risk_from=75.0)

    assert found(definitions.sla_ignored, framework_of(promised, satisfied)) == [
        ("sla-ignored", "SLAs!F2", "6"),
        ("sla-ignored", "SLAs!G2", "working days"),
        ("sla-ignored", "SLAs!M2", "Other"),
        ("sla-ignored", "SLAs!H3", "95"),
        ("sla-ignored", "SLAs!J3", "75"),
    ]
    assert found(definitions.sla_ignored, framework_of(build.sla(at_risk_from=50.0))) == []


def test_a_timed_promise_without_a_goal_has_no_verdict() -> None:
    framework = framework_of(
        build.sla(goal=None), build.sla("SLA-02", goal=None, metric="Satisfaction"), build.sla("SLA-03")
    )

    assert found(definitions.sla_no_goal, framework) == [("sla-no-goal", "SLAs!H2", "")]


# Calendars


def test_a_closed_calendar_takes_its_holidays_and_the_slas_that_need_it_out() -> None:
    framework = build.framework(
        settings=Chosen(default_calendar="CLOSED"),
        calendars=[build.calendar(), build.closed_calendar("CLOSED")],
        holidays=[
            build.holiday("2026-12-25"),
            build.holiday("2026-12-25", "CLOSED"),
            build.holiday("2026-12-26", "All"),
        ],
        services=[build.service(), build.service("SVC-02", calendar="CLOSED")],
        slas=[
            build.sla("OWN"),
            build.sla("NAMED", calendar="CLOSED"),
            build.sla("BY-SERVICE", service_id="SVC-02", calendar=None),
            build.sla("BY-SETTING", calendar=None),
            build.sla("HOURS", calendar="CLOSED", unit="calendar hours"),
            build.sla("SCORE", calendar="CLOSED", metric="Satisfaction", unit="score"),
            build.sla("PROMISE", calendar="CLOSED", metric="Promised date", unit=None, target=None),
        ],
    )

    kept, issues = rules.check_framework(framework, AS_OF)

    errors = [(issue.rule, issue.cell, issue.value) for issue in issues if issue.severity == "error"]
    assert errors == [
        ("calendar-closed", "D3", ""),
        ("no-calendar", "I3", "CLOSED"),
        ("no-calendar", "I4", ""),
        ("no-calendar", "I5", ""),
    ]
    assert issues[0].problem == "CLOSED is closed on every day of the week, so that its holidays do not count either."
    assert [sla.sla_id for sla in kept.slas] == ["OWN", "HOURS", "SCORE", "PROMISE"]
    assert [calendar.calendar_id for calendar in kept.calendars] == ["OFFICE"]
    assert [holiday.row for holiday in kept.holidays] == [2, 4]
    assert (kept.counts["calendars"].read, kept.counts["calendars"].left_out) == (2, 1)
    assert (kept.counts["slas"].left_out, kept.counts["holidays"].left_out) == (3, 1)


def test_only_a_closed_calendar_with_holidays_of_its_own_says_so() -> None:
    closed = [build.closed_calendar("ONE"), build.closed_calendar("TWO")]
    framework = build.framework(calendars=closed, holidays=[build.holiday("2026-12-25", "TWO")])

    assert [issue.problem for issue in definitions.calendar_closed(framework, AS_OF)] == [
        "ONE is closed on every day of the week.",
        "TWO is closed on every day of the week, so that its holidays do not count either.",
    ]


def test_a_working_time_sla_without_any_calendar_is_an_error() -> None:
    issue = only(definitions.no_calendar, build.framework(services=[build.service()], slas=[build.sla(calendar=None)]))

    assert (issue.rule, issue.severity, issue.cell) == ("no-calendar", "error", "I2")
    assert "none here, none at SVC-01, none in Settings" in issue.problem


@pytest.mark.parametrize("given", ["sla", "service", "settings"])
def test_a_calendar_may_be_named_at_the_sla_the_service_or_in_settings(given: str) -> None:
    framework = build.framework(
        settings=Chosen(default_calendar="OFFICE" if given == "settings" else None),
        calendars=[build.calendar(), build.calendar("OTHER")],
        services=[build.service(calendar="OFFICE" if given == "service" else None)],
        slas=[build.sla(calendar="OFFICE" if given == "sla" else None)],
    )

    assert found(definitions.no_calendar, framework) == []


def test_a_calendar_open_on_one_day_of_the_week_counts() -> None:
    framework = build.framework(
        calendars=[build.calendar(mon=None, tue=None, wed=None, thu=None, fri="closed", sun="24h")]
    )

    assert found(definitions.calendar_closed, framework) == []


def test_a_row_with_two_errors_is_left_out_once() -> None:
    framework = framework_of(build.sla(target=None, unit=None), build.sla("SLA-02"))

    kept, issues = rules.check_framework(framework, AS_OF)

    assert [issue.rule for issue in issues if issue.severity == "error"] == ["sla-target", "sla-unit"]
    assert [sla.sla_id for sla in kept.slas] == ["SLA-02"]
    assert (kept.counts["slas"].read, kept.counts["slas"].left_out) == (2, 1)


def test_a_calendar_with_a_country_needs_holidays_in_the_years_of_the_log() -> None:
    framework = build.framework(
        calendars=[build.calendar(country="GB"), build.calendar("DE", country="DE"), build.calendar("NONE")],
        holidays=[build.holiday("2025-12-25"), build.holiday("2024-12-25", "All")],
        requests=[
            build.Asked("R1", submitted="2024-12-30 10:00", closed="2025-01-02 10:00"),
            build.Asked("R2", submitted="2027-01-01 10:00"),
        ],
    )

    issues = list(definitions.calendar_no_holidays(framework, AS_OF))

    assert [(issue.cell, issue.value) for issue in issues] == [("K2", "GB"), ("K3", "DE")]
    assert issues[0].problem == "OFFICE has no holidays in 2026."
    assert issues[1].problem == "DE has no holidays in 2025 and 2026."


def test_an_empty_log_uses_no_year() -> None:
    assert found(definitions.calendar_no_holidays, build.framework(calendars=[build.calendar(country="GB")])) == []


def test_waiting_for_the_pmo_never_stops_a_clock() -> None:
    framework = framework_of(
        build.sla(stops_while_waiting_for=("Requester", "PMO")), build.sla("SLA-02", stops_while_waiting_for=("Other",))
    )

    assert found(definitions.waiting_for_pmo, framework) == [("waiting-for-pmo", "SLAs!M2", "Requester, PMO")]


# Two SLAs at once


def test_two_slas_of_one_service_metric_and_priority_must_not_hold_on_the_same_day() -> None:
    first = build.sla(effective_to=dt.date(2026, 3, 31))
    second = build.sla("SLA-02", priority="All", effective_from=dt.date(2026, 3, 31))

    issue = only(definitions.sla_overlap, framework_of(first, second))

    assert (issue.rule, issue.severity, issue.cell) == ("sla-overlap", "warning", "Q3")
    assert issue.problem == "SLA-02 and SLA-01 promise the same from 31 Mar 2026."


def test_the_later_of_two_overlapping_slas_is_named_whatever_their_order() -> None:
    later = build.sla(effective_from=dt.date(2026, 4, 1))

    assert found(definitions.sla_overlap, framework_of(later, build.sla("SLA-02"))) == [
        ("sla-overlap", "SLAs!Q2", "1 Apr 2026")
    ]


@pytest.mark.parametrize(
    "other",
    [
        {"effective_from": dt.date(2026, 4, 1)},
        {"priority": "Urgent"},
        {"metric": "Resolution"},
        {"service_id": "SVC-02"},
    ],
)
def test_slas_that_differ_do_not_overlap(other: dict[str, Any]) -> None:
    first = build.sla(effective_to=dt.date(2026, 3, 31))

    assert found(definitions.sla_overlap, framework_of(first, build.sla("SLA-02", **other))) == []


def test_a_mean_score_and_a_share_of_satisfied_answers_are_two_promises() -> None:
    score = build.sla(metric="Satisfaction", unit="score", target=4.2)
    share = build.sla("SLA-02", metric="Satisfaction", unit="%", target=85.0)

    assert found(definitions.sla_overlap, framework_of(score, share)) == []


def test_two_mean_scores_of_one_service_overlap() -> None:
    slas = [build.sla(f"SLA-{n}", metric="Satisfaction", unit="score", target=4.0 + n / 10) for n in (0, 1)]

    assert found(definitions.sla_overlap, framework_of(*slas)) == [("sla-overlap", "SLAs!Q3", "")]


@pytest.mark.parametrize(
    ("response", "resolution", "longer"),
    [
        ((5.0, "working hours"), (4.0, "working hours"), True),
        ((4.0, "working hours"), (4.0, "working hours"), False),
        ((25.0, "calendar hours"), (1.0, "calendar days"), True),
        ((24.0, "calendar hours"), (1.0, "calendar days"), False),
        ((3.0, "working days to close of business"), (2.0, "working days"), True),
        ((100.0, "working hours"), (2.0, "working days"), False),
    ],
)
def test_a_response_promised_later_than_the_resolution_is_named(
    response: tuple[float, str], resolution: tuple[float, str], longer: bool
) -> None:
    slas = [
        build.sla(target=response[0], unit=response[1]),
        build.sla("SLA-02", metric="Resolution", target=resolution[0], unit=resolution[1]),
    ]

    expected = [("sla-response-longer", "SLAs!F2", f"{response[0]:g}")] if longer else []
    assert found(definitions.sla_response_longer, framework_of(*slas)) == expected


def test_a_response_for_all_is_compared_with_the_resolution_of_each_priority_that_has_no_response_of_its_own() -> None:
    general = build.sla(target=8.0)
    urgent = build.sla("SLA-02", metric="Resolution", target=6.0, priority="Urgent")
    own = build.sla("SLA-03", target=2.0, priority="Urgent")

    assert len(found(definitions.sla_response_longer, framework_of(general, urgent))) == 1
    assert found(definitions.sla_response_longer, framework_of(general, urgent, own)) == []


@pytest.mark.parametrize("blank", ["First response", "Resolution"])
def test_a_blank_target_is_not_compared(blank: str) -> None:
    slas = [build.sla(m, metric=m, target=None if m == blank else 4.0) for m in ("First response", "Resolution")]

    assert found(definitions.sla_response_longer, framework_of(*slas)) == []


def test_targets_of_different_times_are_not_compared() -> None:
    before = build.sla(target=8.0, effective_to=dt.date(2026, 3, 31))
    after = build.sla("SLA-02", metric="Resolution", target=6.0, effective_from=dt.date(2026, 4, 1))

    assert found(definitions.sla_response_longer, framework_of(before, after)) == []
