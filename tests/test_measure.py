"""What measuring hands to the reports: periods, promises, cuts, demand, satisfaction, outcomes, lists."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from pmo_workbook.framework import Framework
from pmo_workbook.measure import measure
from pmo_workbook.models import Action, Outcome, Stakeholder
from pmo_workbook.results import Figure, Measures
from tests.small_framework import framework, service, sla

AS_OF = dt.datetime(2026, 4, 8, 12)
MET = {"submitted": "2026-03-02 09:00", "closed": "2026-03-02 12:00"}
BREACHED = {"submitted": "2026-03-02 09:00", "closed": "2026-03-04 12:00"}


def figure(of: Measures, cut: str, item: str, metric: str = "Resolution") -> Figure:
    (found,) = [one for one in of.figures if (one.cut, one.item, one.metric) == (cut, item, metric)]
    return found


def measured(met: int, breached: int, **given: Any) -> Measures:
    level = {"slas": [sla()], **given}
    return measure(framework(requests=[MET] * met + [BREACHED] * breached, **level), AS_OF)


def test_the_period_is_the_twelve_closed_months_before_the_report() -> None:
    period = measured(0, 0).period

    assert len(period.months) == 12
    assert (period.months[0], period.months[-1], period.running) == (
        dt.date(2025, 4, 1),
        dt.date(2026, 3, 1),
        dt.date(2026, 4, 1),
    )


def test_what_was_decided_before_the_period_or_in_the_running_month_is_in_no_figure_of_the_period() -> None:
    days = ["2025-03-31", "2025-04-01", "2026-03-31", "2026-04-01"]
    log = [{"submitted": f"{day} 09:00", "closed": f"{day} 12:00"} for day in days]

    result = measure(framework(requests=log, slas=[sla()]), AS_OF)

    assert figure(result, "SLA", "Promise L1").n == 2
    assert [(month.start.month, month.n) for month in result.months if month.n] == [(4, 1), (3, 1), (4, 1)]
    assert [month.running for month in result.months] == [False] * 12 + [True]


def test_an_old_open_breach_shows_in_the_month_in_which_its_deadline_passed() -> None:
    result = measure(framework(requests=[{"submitted": "2025-12-01 09:00"}], slas=[sla()]), AS_OF)

    assert {one.item: one.breached for one in result.figures if one.cut == "Month"} == {"2025-12": 1}
    only = figure(result, "SLA", "Promise L1")
    assert (only.p50, only.worst) == (None, None)
    assert only.time_over is not None
    assert only.time_over > 500


def test_percentiles_are_of_clocks_stopped_in_the_period_whenever_they_were_breached() -> None:
    log = [{"submitted": "2026-01-30 09:00", "closed": "2026-03-02 12:00"}]

    rows = {
        one.item: one for one in measure(framework(requests=log, slas=[sla()]), AS_OF).figures if one.cut == "Month"
    }

    assert (rows["2026-01"].breached, rows["2026-01"].p50) == (1, None)
    assert (rows["2026-03"].breached, rows["2026-03"].p50) == (0, 8 * 21 + 3.0)


@pytest.mark.parametrize(
    ("met", "breached", "goal", "kept"),
    [(19, 1, 95.0, True), (18, 2, 95.0, False), (3, 1, 75.0, None), (4, 1, 80.0, True), (5, 0, 100.0, True)],
)
def test_a_promise_is_kept_at_or_above_its_goal_and_judged_from_the_smallest_sample_on(
    met: int, breached: int, goal: float, kept: bool | None
) -> None:
    (promise,) = measured(met, breached, slas=[sla(goal=goal)]).promises

    assert promise.kept is kept
    assert (promise.figure.met, promise.figure.breached) == (met, breached)
    assert (promise.value is None) == (met + breached < 5)


def test_a_goal_of_a_third_is_compared_exactly() -> None:
    (promise,) = measured(29, 71, slas=[sla(goal=29.0)]).promises

    assert promise.kept is True
    assert promise.figure.misses_allowed == 71


def test_without_a_goal_there_is_no_verdict() -> None:
    (promise,) = measured(9, 1, slas=[sla(goal=None)]).promises

    assert (promise.kept, promise.goal, promise.value) == (None, None, 0.9)
    assert (promise.figure.misses_allowed, promise.figure.misses_used) == (None, None)


def test_misses_allowed_and_used_stand_beside_the_compliance() -> None:
    only = figure(measured(38, 2, slas=[sla(goal=95.0)]), "SLA", "Promise L1")

    assert (only.compliance, only.goal, only.misses_allowed, only.misses_used) == (0.95, 0.95, 2, 2)
    assert (only.p50, only.p90, only.worst, only.unit) == (3.0, 3.0, 19.0, "working hours")
    assert only.mean == pytest.approx((38 * 3 + 2 * 19) / 40)
    assert only.time_over == 22.0


def test_a_part_of_a_miss_is_not_allowed() -> None:
    assert figure(measured(30, 0, slas=[sla(goal=95.0)]), "SLA", "Promise L1").misses_allowed == 1


def test_compliance_without_holds_stands_beside_it_only_where_holds_change_it() -> None:
    log = [BREACHED, MET, MET, MET, MET]
    level = sla(stops_while_waiting_for=("Requester",))

    held = framework(requests=log, slas=[level], holds=[(0, "Requester", "2026-03-02 10:00", "2026-03-04 10:00")])
    short = framework(requests=log, slas=[level], holds=[(0, "Requester", "2026-03-02 10:00", "2026-03-02 11:00")])

    with_holds = figure(measure(held, AS_OF), "SLA", "Promise L1")
    assert (with_holds.compliance, with_holds.without_holds) == (1.0, 0.8)
    assert figure(measure(short, AS_OF), "SLA", "Promise L1").without_holds is None


def test_every_cut_adds_up_to_the_same() -> None:
    log = [
        {**row, "service": one, "priority": priority, "stakeholder": group}
        for row in (MET, BREACHED)
        for one in ("S1", "S2")
        for priority in ("Urgent", "Low")
        for group in (-1, 0, 1, 2)
    ]
    groups = [
        Stakeholder(stakeholder_id=f"STK-{number}", group=name)
        for number, name in enumerate(("Sponsors", "Managers", "Sponsors"))
    ]
    levels = [sla("L1"), sla("L2", service_id="S2", name="Other", target=1.0, unit="working days")]
    both = framework(requests=log, slas=levels, services=[service("S1"), service("S2")], stakeholders=groups)

    result = measure(both, AS_OF)

    for cut in ("SLA", "Service", "Priority", "Month", "Stakeholder group"):
        rows = [one for one in result.figures if one.cut == cut]
        assert (sum(one.met or 0 for one in rows), sum(one.breached or 0 for one in rows)) == (16, 16)
    assert figure(result, "Stakeholder group", "Sponsors").n == 16
    assert figure(result, "Stakeholder group", "No group given").n == 8
    pooled = figure(result, "Priority", "Urgent")
    assert (pooled.sla_id, pooled.goal, pooled.unit, pooled.p50, pooled.time_over) == ("", None, "", None, None)
    assert figure(result, "Service", "Service S2").sla_id == "L2"
    assert [one.cut for one in result.figures] == sorted(
        (one.cut for one in result.figures), key=["SLA", "Service", "Priority", "Month", "Stakeholder group"].index
    )


def test_pooled_service_levels_of_one_unit_share_their_percentiles() -> None:
    log = [{**MET, "priority": "Urgent"}, {**MET, "priority": "Low"}, BREACHED, BREACHED, BREACHED]
    levels = [sla("U", priority="Urgent"), sla("L")]

    pooled = figure(measure(framework(requests=log, slas=levels), AS_OF), "Service", "Service S1")

    assert (pooled.sla_id, pooled.unit, pooled.p50, pooled.p90) == ("", "working hours", 19.0, 19.0)
    assert pooled.mean == pytest.approx((3 * 2 + 19 * 3) / 5)


def test_backlog_is_what_was_submitted_and_not_yet_closed_at_the_end_of_the_month() -> None:
    log = [
        {"submitted": "2024-01-10 09:00"},
        {"submitted": "2026-02-10 09:00", "closed": "2026-03-03 09:00"},
        {"submitted": "2026-03-10 09:00", "closed": "2026-04-09 09:00"},
        {"submitted": "2026-03-11 09:00", "closed": "2026-03-12 09:00", "left_out_because": "Duplicate"},
        {"submitted": "2026-05-01 09:00"},
    ]

    result = measure(framework(requests=log, slas=[sla()]), AS_OF)

    last = [(month.submitted, month.closed, month.backlog) for month in result.months[-4:]]
    assert last == [(0, 0, 1), (1, 0, 2), (1, 1, 2), (0, 0, 2)]
    (only,) = result.services
    assert (only.submitted, only.closed, only.backlog) == (2, 1, 2)
    assert (result.control.requests, result.control.measured, result.control.left_out, result.control.later) == (
        5,
        3,
        1,
        1,
    )


def test_the_backlog_of_the_first_month_counts_what_came_in_it_once() -> None:
    log = [{"submitted": "2025-03-10 09:00"}, {"submitted": "2025-04-10 09:00"}]

    first, second, *_ = measure(framework(requests=log, slas=[sla()]), AS_OF).months

    assert (first.submitted, first.backlog, second.backlog) == (1, 2, 2)


def test_a_service_sums_its_promises_effort_and_answers() -> None:
    log = [{**MET, "effort_hours": 1.5}] * 6 + [BREACHED]
    answers = [{"date": "2026-03-05", "satisfaction": score} for score in (5, 4, 3)]
    retired = service("OLD", status="Retired")

    given = framework(
        requests=log, slas=[sla(goal=80.0)], feedback=answers, services=[service(), retired], smallest_survey=3
    )
    (only,) = measure(given, AS_OF).services

    assert (only.n, only.met, only.compliance) == (7, 6, 6 / 7)
    assert (only.promises_kept, only.promises_judged) == (1, 1)
    assert (only.effort_hours, only.effort_n) == (9.0, 6)
    assert (only.answers, only.satisfaction) == (3, 4.0)


def test_the_reason_most_given_for_misses_is_named() -> None:
    log = [{**BREACHED, "late_because": why} for why in ("Supplier", "Approver", "Supplier", None)]
    log.append({**MET, "late_because": "Other"})

    (promise,) = measure(framework(requests=log, slas=[sla()]), AS_OF).promises

    assert (promise.main_reason, promise.main_reason_n) == ("Supplier", 2)


@pytest.mark.parametrize("given", [("Supplier", "Approver", "Other"), ("Other", "Supplier", "Approver")])
def test_of_reasons_given_equally_often_the_first_of_the_dropdown_is_named(given: tuple[str, ...]) -> None:
    log = [{**BREACHED, "late_because": why} for why in given * 2]

    (promise,) = measure(framework(requests=log, slas=[sla()]), AS_OF).promises

    assert (promise.main_reason, promise.main_reason_n) == ("Approver", 2)


def test_a_service_has_a_row_of_figures_while_it_is_live_or_once_it_had_requests() -> None:
    asked, never = service("OLD", status="Retired"), service("GONE", status="Retired")
    given = [service("NEW"), asked, never, service("PLAN", status="Draft"), service("TRY", status="Pilot")]
    log = [{**MET, "service": "OLD"}, {**BREACHED, "service": "OLD"}, {**MET, "service": "TRY"}]

    result = measure(framework(requests=log, services=given, slas=[sla(service_id="OLD")]), AS_OF)

    assert [one.service.service_id for one in result.services] == ["NEW", "OLD", "TRY"]
    assert [(one.n, one.met, one.submitted, one.closed) for one in result.services][1] == (2, 1, 2, 2)
    assert figure(result, "Service", "Service OLD").n == 2
    assert [one.service.service_id for one in result.promises] == ["OLD"]


def test_open_actions_of_the_service_level_or_its_service_come_earliest_due_first() -> None:
    def action(name: str, because_of: str, due: int, done: dt.date | None = None) -> Action:
        facts = {"action": name, "because_of": because_of, "owner_role": "PSM", "due": dt.date(2026, 5, due)}
        return Action(action_id=name, done=done, **facts)

    given = [
        action("LATE", "L1", 20),
        action("SOON", "S1", 3),
        action("DONE", "L1", 1, dt.date(2026, 4, 8)),
        action("LATER DONE", "L1", 9, dt.date(2026, 4, 9)),
        action("OTHER", "L2", 1),
    ]

    (promise,) = measured(1, 0, actions=given).promises

    assert [one.action_id for one in promise.actions] == ["SOON", "LATER DONE", "LATE"]


def survey(scores: list[int], **level: Any) -> Measures:
    answers = [{"date": "2026-03-05", "satisfaction": score} for score in scores]
    promise = sla("SAT", metric="Satisfaction", goal=None, **level)
    return measure(framework(requests=[MET], feedback=answers, slas=[promise], smallest_survey=3), AS_OF)


def test_satisfaction_as_a_score_compares_the_mean_with_the_target() -> None:
    (promise,) = survey([5, 4, 4, 3], target=4.0, unit="score").promises
    assert (promise.kept, promise.value, promise.goal, promise.figure.mean) == (True, 4.0, 4.0, 4.0)
    (promise,) = survey([5, 4, 4, 2], target=4.0, unit="score").promises
    assert promise.kept is False
    (promise,) = survey([5, 5], target=4.0, unit="score").promises
    assert (promise.kept, promise.value, promise.figure.n, promise.figure.mean) == (None, None, 2, None)


def test_satisfaction_in_per_cent_compares_the_share_of_four_and_five() -> None:
    (promise,) = survey([5, 4, 4, 3], target=75.0, unit="%").promises
    assert (promise.kept, promise.value, promise.goal) == (True, 0.75, 0.75)
    assert (promise.figure.compliance, promise.figure.met, promise.figure.misses_allowed) == (0.75, None, None)
    (promise,) = survey([5, 4, 3, 3], target=75.0, unit="%").promises
    assert promise.kept is False


def test_an_answer_about_a_request_counts_for_the_service_level_of_its_priority_and_day() -> None:
    log = [{**MET, "priority": "Urgent"}, {**MET, "submitted": "2026-01-05 09:00", "closed": "2026-01-05 10:00"}]
    answers = [
        {"date": "2026-03-05", "request": 0, "satisfaction": 5},
        {"date": "2026-03-06", "request": 1, "satisfaction": 4},
        {"date": "2026-03-07", "satisfaction": 3},
        {"date": "2026-04-09", "satisfaction": 1},
    ]
    common = {"metric": "Satisfaction", "target": 4.0, "unit": "score", "goal": None}
    levels = [
        sla("URGENT", priority="Urgent", **common),
        sla("NEW", effective_from=dt.date(2026, 2, 1), **common),
        sla("OLD", effective_to=dt.date(2026, 1, 31), **common),
    ]

    result = measure(framework(requests=log, feedback=answers, slas=levels, smallest_survey=1), AS_OF)

    assert {one.sla.sla_id: one.figure.mean for one in result.promises} == {"URGENT": 5.0, "NEW": 3.0, "OLD": 4.0}


def test_reopened_compares_the_share_of_closed_requests_with_the_most_allowed() -> None:
    log = [MET] * 18 + [{**MET, "times_reopened": 2}] * 2 + [{"submitted": "2026-03-02 09:00", "times_reopened": 1}]
    level = sla("RE", metric="Reopened", target=10.0, unit="%", goal=None)

    (promise,) = measure(framework(requests=log, slas=[level]), AS_OF).promises

    assert (promise.value, promise.goal, promise.better, promise.kept) == (0.1, 0.1, "Lower", True)
    only = promise.figure
    assert (only.n, only.met, only.breached, only.compliance, only.misses_allowed) == (20, 18, 2, 0.9, 2)
    assert (only.p50, only.without_holds, only.unit) == (None, None, "%")
    (promise,) = measure(framework(requests=log, slas=[level.model_copy(update={"target": 9.9})]), AS_OF).promises
    assert promise.kept is False


def test_satisfaction_of_the_period_has_its_base_response_share_and_net_promoters() -> None:
    answers = [
        {"date": "2026-03-05", "request": 0, "satisfaction": 5, "recommend": 10},
        {"date": "2026-03-05", "request": 0, "satisfaction": 4, "recommend": 9},
        {"date": "2026-03-05", "satisfaction": 1, "recommend": 6},
        {"date": "2026-03-05", "recommend": 8},
        {"date": "2025-03-05", "satisfaction": 1, "recommend": 0},
        {"date": "2026-04-09", "request": 1, "satisfaction": 1},
    ]

    result = measure(framework(requests=[MET, BREACHED], feedback=answers, smallest_survey=3), AS_OF).satisfaction

    assert (result.n, result.mean, result.satisfied) == (3, 10 / 3, 2 / 3)
    assert (result.closed, result.answered) == (2, 1)
    assert (result.recommend_n, result.nps) == (4, 25.0)


def test_the_latest_reading_of_a_measure_is_compared_with_its_target() -> None:
    def reading(date: str, value: float, **given: Any) -> Outcome:
        facts = {"subject_id": "S1", "measure": "Late projects", **given}
        return Outcome(date=dt.date.fromisoformat(date), value=value, **facts)

    rows = [
        reading("2026-03-31", 12.0, target=15.0, better_when="Lower"),
        reading("2025-12-31", 20.0, target=15.0, better_when="Lower"),
        reading("2025-09-30", 31.0, target=15.0, better_when="Lower"),
        reading("2026-04-30", 99.0, target=15.0, better_when="Lower"),
        reading("2026-03-31", 4.0, measure="Benefits"),
        reading("2026-03-31", 3.9, measure="Score", target=4.0),
    ]

    lines = {one.measure: one for one in measure(framework(outcomes=rows), AS_OF).outcomes}

    late = lines["Late projects"]
    assert (late.value, late.before, late.readings, late.reached) == (12.0, 20.0, 3, True)
    assert late.subject == "Service S1"
    assert (lines["Benefits"].reached, lines["Benefits"].better) == (None, "Higher")
    assert lines["Score"].reached is False


def test_the_watchlist_begins_with_what_is_most_over_and_ends_with_what_has_no_deadline() -> None:
    log = [
        {"submitted": "2026-04-08 09:00"},
        {"submitted": "2026-04-01 09:00"},
        {"submitted": "2026-04-07 16:00"},
        {"submitted": "2026-04-08"},
        {"submitted": "2026-04-08 09:00", "service": "S2"},
        {"submitted": "2026-04-07 09:00"},
        {"submitted": "2026-03-31 09:00"},
        {"submitted": "2026-04-07 09:00", "closed": "2026-04-07 10:00"},
        {"submitted": "2026-04-07 09:00", "closed": "2026-04-07 10:00", "service": "S2"},
    ]
    given = framework(
        requests=log,
        slas=[sla(stops_while_waiting_for=("Supplier",))],
        services=[service(), service("S2")],
        holds=[(5, "Supplier", "2026-04-07 11:00", None), (0, "Requester", "2026-04-08 10:00", None)],
    )

    result = measure(given, AS_OF).watched

    assert [(one.request, one.state) for one in result] == [
        (6, "Breached"),
        (1, "Breached"),
        (2, "On track"),
        (0, "On track"),
        (5, "On hold"),
        (3, "No time recorded"),
        (4, "No SLA"),
    ]
    assert (result[2].time_left, result[2].used, result[2].deadline) == (4.0, 0.5, dt.datetime(2026, 4, 8, 16))
    assert result[1].time_left == -(8 * 4 + 3.0)
    assert result[3].note == "Clock runs while waiting for Requester"
    assert result[4].note == "Clock stopped: waits for Supplier since 2026-04-07"
    assert (result[4].deadline, result[4].used) == (None, 0.25)


def test_open_holds_of_over_twenty_working_days_are_named_longest_first() -> None:
    log = [{"submitted": "2026-02-02 09:00"}] * 4
    holds = [
        (0, "PMO", "2026-03-11 12:00", None),
        (1, "Requester", "2026-03-11 11:00", None),
        (2, "Supplier", "2026-02-09", None),
        (3, "Supplier", "2026-02-09", "2026-03-20 10:00"),
    ]

    result = measure(framework(requests=log, holds=holds, slas=[sla()]), AS_OF).long_holds

    assert [(one.request, one.reason) for one in result] == [(2, "Supplier"), (1, "Requester")]
    assert result[1].working_days == pytest.approx(20.125)


def test_requests_in_no_figure_are_listed_with_the_reason() -> None:
    log = [
        {"submitted": "2026-03-02 09:00", "left_out_because": "Duplicate"},
        {"submitted": "2026-03-02 09:00", "status": "Cancelled"},
        {"submitted": "2026-03-02 09:00", "closed": "2026-03-02 10:00", "status": "Cancelled"},
        {"submitted": "2026-05-02 09:00"},
        MET,
    ]

    result = measure(framework(requests=log, slas=[sla()]), AS_OF)

    assert [(one.request, one.reason) for one in result.left_out] == [
        (0, "Duplicate"),
        (1, "Cancelled, without a date"),
        (2, "Cancelled before a deadline had passed"),
    ]
    assert (result.control.left_out, result.control.later, result.control.measured) == (3, 1, 1)


def test_open_requests_are_counted_by_age_in_calendar_days() -> None:
    days = ["2026-04-08", "2026-04-01", "2026-03-31", "2026-01-01", "2025-01-01"]
    log = [{"submitted": f"{day} 09:00"} for day in days]

    ages = measure(framework(requests=log, holds=[(1, "PMO", "2026-04-02 09:00", None)]), AS_OF).ageing

    assert [(one.n, one.on_hold) for one in ages] == [(2, 1), (1, 0), (0, 0), (1, 0), (1, 0)]


def test_requests_without_a_clock_and_clocks_without_a_time_are_counted() -> None:
    log = [{"submitted": "2026-03-02"}, {**MET, "service": "S2"}, MET]

    control = measure(framework(requests=log, slas=[sla()], services=[service(), service("S2")]), AS_OF).control

    assert (control.measured, control.no_sla, control.no_time) == (3, 1, 1)


def test_a_service_level_never_used_has_a_figure_of_nothing() -> None:
    result = measured(0, 0)

    only = figure(result, "SLA", "Promise L1")
    assert (only.n, only.compliance, only.misses_allowed, only.unit) == (0, None, 0, "working hours")
    assert result.promises[0].kept is None


def empty_framework() -> Framework:
    return framework(services=[service(status="Draft")], calendars=[])


def test_an_empty_framework_is_measured_without_complaint() -> None:
    result = measure(empty_framework(), AS_OF)

    assert (result.promises, result.figures, result.services, result.watched) == ((), (), (), ())
    assert result.control.requests == 0


def test_a_moment_with_a_zone_is_brought_to_the_logs_zone() -> None:
    given = framework(requests=[], time_zone="Europe/Berlin")

    result = measure(given, dt.datetime(2026, 3, 31, 22, 30, tzinfo=dt.UTC))

    assert result.period.as_of == dt.datetime(2026, 4, 1, 0, 30)
    assert result.period.running == dt.date(2026, 4, 1)
