"""Rules of requests, holds and feedback, and those that need what was measured."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_workbook import rules
from pmo_workbook.epochs import NULL
from pmo_workbook.framework import Framework
from pmo_workbook.results import Control, Figure, LongHold, Measures, News, Period, Promise, Satisfaction
from pmo_workbook.rules import figures, log
from pmo_workbook.settings import Chosen
from tests import build
from tests.build import AS_OF, Asked, Held


def found(rule: rules.Rule, framework: Framework) -> list[tuple[str, str]]:
    """Address and value of each issue."""
    return [(f"{issue.sheet}!{issue.cell}", issue.value) for issue in rule(framework, AS_OF)]


def asked(**facts: Any) -> Framework:
    """One request, R1."""
    return build.framework(requests=[Asked("R1", **facts)])


def held(*holds: tuple[str, str], closed: str = "") -> Framework:
    """A request from 2 Mar 2026 09:15 with its holds."""
    rows = [Held("R1", start=start, until=until) for start, until in holds]
    return build.framework(requests=[Asked("R1", closed=closed)], holds=rows)


# Requests


def test_what_lies_after_the_present_is_named_cell_by_cell() -> None:
    framework = build.framework(
        requests=[
            Asked("R1", submitted="2026-06-30 18:00:00"),
            Asked("R2", submitted="2026-06-30 18:00:01"),
            Asked("R3", first_response="2026-07-01", closed="2026-07-02"),
        ]
    )

    assert found(log.request_future, framework) == [
        ("Requests!G3", "30 Jun 2026 18:00"),
        ("Requests!J4", "1 Jul 2026"),
        ("Requests!K4", "2 Jul 2026"),
    ]


def test_a_report_about_an_earlier_moment_expects_later_requests() -> None:
    framework = build.framework(settings=Chosen(report_as_of=AS_OF), requests=[Asked("R1", submitted="2026-07-01")])

    assert found(log.request_future, framework) == []


@pytest.mark.parametrize(
    ("clock_start", "closed", "outside"),
    [
        ("2026-03-02 09:14", "", True),
        ("2026-03-02 09:15", "", False),
        ("2026-03-02", "", False),
        ("2026-03-01", "", True),
        ("2026-03-05 10:00", "2026-03-05 09:59", True),
        ("2026-03-05 10:00", "2026-03-05", False),
        ("", "2026-03-05", False),
    ],
)
def test_a_clock_starts_between_submission_and_closing(clock_start: str, closed: str, outside: bool) -> None:
    issues = found(log.clock_start_outside, asked(clock_start=clock_start, closed=closed))

    assert [address for address, _ in issues] == (["Requests!H2"] if outside else [])


def test_a_promise_before_the_submission_is_named() -> None:
    assert found(log.promise_early, asked(promised="2025-03-10")) == [("Requests!I2", "10 Mar 2025")]
    assert found(log.promise_early, asked(promised="2026-03-02")) == []


@pytest.mark.parametrize(
    ("facts", "waiting", "says"),
    [
        ({"status": "Completed"}, False, "Closed is blank"),
        ({"status": "Completed", "closed": "2026-03-05"}, False, ""),
        ({"status": "Cancelled"}, False, ""),
        ({"status": "Cancelled"}, True, ""),
        ({"status": "New", "closed": "2026-03-05"}, False, "it was closed on 5 Mar 2026"),
        ({"status": "In progress", "closed": "2026-03-05 10:00"}, False, "it was closed on 5 Mar 2026 10:00"),
        ({"status": "On hold", "closed": "2026-03-05"}, True, "it was closed on"),
        ({"status": "On hold"}, False, "Holds has no open hold"),
        ({"status": "On hold"}, True, ""),
        ({"status": "In progress"}, True, "it has an open hold"),
        ({"status": "In progress"}, False, ""),
        ({"status": "New"}, False, ""),
        ({"status": "New", "first_response": "2026-03-03"}, False, "it was answered on 3 Mar 2026"),
        ({"status": "In progress", "first_response": "2026-03-03"}, False, ""),
        ({"status": "New", "first_response": "2026-03-03"}, True, "it has an open hold"),
        ({"closed": "2026-03-05"}, True, ""),
    ],
)
def test_a_status_that_contradicts_the_dates_is_named_once(facts: dict[str, Any], waiting: bool, says: str) -> None:
    holds = [Held("R1")] if waiting else [Held("R1", until="2026-03-04 10:00")]
    framework = build.framework(requests=[Asked("R1", **facts)], holds=holds)

    issues = list(log.status_contradicts(framework, AS_OF))

    assert [(issue.rule, issue.cell, issue.value) for issue in issues] == (
        [("status-contradicts", "L2", facts["status"])] if says else []
    )
    assert not says or says in issues[0].problem


def test_open_requests_of_a_retired_service_are_named() -> None:
    framework = build.framework(
        services=[build.service(status="Retired"), build.service("SVC-02")],
        requests=[
            Asked("R1"),
            Asked("R2", closed="2026-03-05"),
            Asked("R3", status="Cancelled"),
            Asked("R4", left_out_because="Duplicate"),
            Asked("R5", service="SVC-02"),
        ],
    )

    assert found(log.retired_open, framework) == [("Requests!B2", "SVC-01")]


# Holds


@pytest.mark.parametrize(
    ("start", "until", "closed", "address"),
    [
        ("2026-03-02 09:00", "2026-03-02 10:00", "", "Holds!C2"),
        ("2026-03-02", "2026-03-03", "", ""),
        ("2026-03-01", "", "", "Holds!C2"),
        ("2026-03-06 10:00", "2026-03-07", "2026-03-05", "Holds!C2"),
        ("2026-03-04 10:00", "2026-03-06", "2026-03-05", "Holds!D2"),
        ("2026-03-04 10:00", "2026-03-05", "2026-03-05 12:00", ""),
        ("2026-03-04 10:00", "", "2026-03-05 12:00", ""),
        ("2026-03-04 10:00", "2026-03-05 12:00", "2026-03-05 12:00", ""),
    ],
)
def test_a_hold_lies_within_its_request(start: str, until: str, closed: str, address: str) -> None:
    issues = found(log.hold_outside, held((start, until), closed=closed))

    assert [at for at, _ in issues] == ([address] if address else [])


@pytest.mark.parametrize(
    ("holds", "addresses"),
    [
        ([("2026-03-03 10:00", "2026-03-04 10:00"), ("2026-03-04 10:00", "2026-03-05 10:00")], []),
        ([("2026-03-03 10:00", "2026-03-04 10:00"), ("2026-03-04 09:59", "2026-03-05 10:00")], ["Holds!C3"]),
        ([("2026-03-04 09:59", "2026-03-05 10:00"), ("2026-03-03 10:00", "2026-03-04 10:00")], ["Holds!C2"]),
        ([("2026-03-03 10:00", "2026-03-03 10:00"), ("2026-03-03 10:00", "2026-03-03 11:00")], []),
        ([("2026-03-03", "2026-03-04"), ("2026-03-04", "2026-03-05")], []),
        ([("2026-03-03", "2026-03-04"), ("2026-03-03", "2026-03-04")], ["Holds!C3"]),
        ([("2026-03-03", "2026-03-03"), ("2026-03-03", "2026-03-03")], ["Holds!C3"]),
        ([("2026-03-03 10:00", ""), ("2026-03-20 10:00", "")], ["Holds!C3"]),
        (
            [
                ("2026-03-03 10:00", "2026-03-20 10:00"),
                ("2026-03-04 10:00", "2026-03-05 10:00"),
                ("2026-03-06 10:00", "2026-03-07 10:00"),
                ("2026-03-21 10:00", ""),
            ],
            ["Holds!C3", "Holds!C4"],
        ),
    ],
)
def test_overlapping_holds_are_named_at_the_later_one(holds: list[tuple[str, str]], addresses: list[str]) -> None:
    assert [address for address, _ in found(log.hold_overlap, held(*holds))] == addresses


def test_an_overlap_names_the_row_of_the_other_hold() -> None:
    framework = held(("2026-03-03 10:00", "2026-03-20 10:00"), ("2026-03-04 10:00", "2026-03-05 10:00"))

    (issue,) = log.hold_overlap(framework, AS_OF)

    assert issue.problem == "The hold of R1 (waiting for Requester) overlaps the one in row 2."


def test_holds_of_two_requests_do_not_overlap() -> None:
    framework = build.framework(
        requests=[Asked("R1"), Asked("R2")],
        holds=[Held("R1"), Held("R2"), Held("R1", start="2026-03-02 10:00", until="2026-03-03")],
    )

    assert found(log.hold_overlap, framework) == []


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 40), st.one_of(st.none(), st.integers(1, 20))),
        min_size=2,
        max_size=12,
    )
)
def test_overlaps_are_found_as_by_comparing_every_pair(drawn: list[tuple[int, int, int | None]]) -> None:
    start = dt.datetime(2026, 3, 2, 9, 30)

    def at(hours: int) -> str:
        # Never midnight, so that no time is a date alone.
        return str(start + dt.timedelta(hours=hours))

    rows = [Held(f"R{r}", start=at(s), until="" if n is None else at(s + n)) for r, s, n in drawn]
    framework = build.framework(requests=[Asked(f"R{r}", submitted="2026-03-01 09:00") for r in range(4)], holds=rows)

    later = set()
    for i, (request, begin, length) in enumerate(drawn):
        for j, (other, other_begin, _) in enumerate(drawn):
            inside = length is None or other_begin < begin + length
            if i != j and request == other and (begin, i) < (other_begin, j) and inside:
                later.add(f"Holds!C{j + 2}")
    assert {address for address, _ in found(log.hold_overlap, framework)} == later


def test_a_hold_of_a_closed_request_that_never_ended_is_named() -> None:
    assert found(log.hold_not_ended, held(("2026-03-03 10:00", ""), closed="2026-03-05")) == [("Holds!D2", "")]
    assert found(log.hold_not_ended, held(("2026-03-03 10:00", ""))) == []
    assert found(log.hold_not_ended, held(("2026-03-03 10:00", "2026-03-04"), closed="2026-03-05")) == []


def test_a_date_alone_is_compared_by_its_date() -> None:
    day, morning, next_day = (build.seconds(t) for t in ("2026-03-02", "2026-03-02 09:00", "2026-03-03"))
    earlier = np.array([day, morning, day, morning, NULL, day, morning + 1], dtype=np.int64)
    later = np.array([morning, day, next_day, morning + 1, day, NULL, morning], dtype=np.int64)

    assert log.before(earlier, later).tolist() == [False, False, True, True, False, False, False]


# Feedback


def test_feedback_without_an_answer_is_named() -> None:
    answers = [build.Answer(service="SVC-01", satisfaction=s, recommend=r) for s, r in ((0, -1), (0, 0), (1, -1))]

    assert found(log.feedback_no_answer, build.framework(services=[build.service()], feedback=answers)) == [
        ("Feedback!D2", "")
    ]


def test_an_empty_log_has_no_issues() -> None:
    assert rules.check_framework(build.framework(services=[build.service(status="Retired")]), AS_OF)[1] == ()


# Rules that need what was measured


def measured(*promises: Promise, long_holds: tuple[LongHold, ...] = ()) -> Measures:
    return Measures(
        period=Period(AS_OF, tuple(dt.date(2025, month, 1) for month in range(1, 13)), dt.date(2026, 6, 1)),
        promises=promises,
        figures=(),
        months=(),
        services=(),
        watched=(),
        long_holds=long_holds,
        left_out=(),
        satisfaction=Satisfaction(0, None, None, 0, 0, 0, None),
        outcomes=(),
        ageing=(),
        control=Control(0, 0, 0, 0, 0, 0, 0),
        news=News(dt.date(2026, 6, 8), 0, dt.date(2026, 6, 19), 0),
    )


def promise(sla: Any, n: int, met: int, *, kept: bool | None, allowed: int | None = 1, **facts: Any) -> Promise:
    share = met / n if n else None
    figure = Figure(
        "SLA", sla.sla_id, sla.sla_id, sla.metric, n, met, n - met, share, None, allowed, n - met,
        None, None, None, None, None, "", None,
    )  # fmt: skip
    given = {"value": share, "goal": None, "better": "Higher", "main_reason": None, "main_reason_n": 0, "actions": ()}
    return Promise(sla=sla, service=build.service(), figure=figure, kept=kept, **{**given, **facts})


def test_a_missed_goal_without_an_open_action_is_named_with_its_figures() -> None:
    slas = [build.sla(row=2), build.sla("SLA-02", row=3), build.sla("SLA-03", row=4), build.sla("SLA-04", row=5)]
    measures = measured(
        promise(slas[0], 120, 110, kept=False),
        promise(slas[1], 120, 118, kept=True),
        promise(slas[2], 120, 110, kept=False, actions=(build.action(),)),
        promise(slas[3], 3, 1, kept=None),
    )

    (issue,) = figures.goal_no_action(build.framework(slas=slas), measures)

    assert (issue.rule, issue.severity, issue.cell, issue.value) == ("goal-no-action", "warning", "H2", "95")
    assert issue.problem == "SLA-01 missed its goal and has no open action: 91.7 % of 120 met, 95 % wanted."


def test_a_missed_satisfaction_goal_points_at_its_target() -> None:
    score = build.sla(row=2, metric="Satisfaction", target=4.2, unit="score", goal=None)
    share = build.sla("SLA-02", row=3, metric="Satisfaction", target=85.0, unit="%", goal=None)
    measures = measured(promise(score, 30, 0, kept=False, value=3.9), promise(share, 40, 0, kept=False, value=0.75))

    issues = figures.goal_no_action(build.framework(slas=[score, share]), measures)

    assert [(issue.cell, issue.value, issue.problem.partition(": ")[2]) for issue in issues] == [
        ("F2", "4.2", "3.9 of 5 in 30 answers, 4.2 wanted."),
        ("F3", "85", "75 % of 40, 85 % wanted."),
    ]


def test_a_goal_that_one_miss_breaks_is_a_note() -> None:
    slas = [build.sla(row=2), build.sla("SLA-02", row=3), build.sla("SLA-03", row=4)]
    measures = measured(
        promise(slas[0], 12, 12, kept=True, allowed=0),
        promise(slas[1], 40, 40, kept=True, allowed=2),
        promise(slas[2], 0, 0, kept=None, allowed=0),
    )

    (issue,) = figures.goal_fragile(build.framework(slas=slas), measures)

    assert (issue.rule, issue.severity, issue.cell) == ("goal-fragile", "note", "H2")
    assert issue.problem == "With 12 clocks in the period, one miss breaks a goal of 95 %."


def test_a_hold_of_more_than_20_working_days_is_named() -> None:
    framework = held(("2026-03-03 10:00", ""))
    measures = measured(long_holds=(LongHold(0, 0, "Requester", dt.datetime(2026, 3, 3, 10), 81.9),))

    (issue,) = rules.check_figures(framework, measures)

    assert (issue.rule, issue.sheet, issue.cell, issue.value) == ("hold-long", "Holds", "C2", "3 Mar 2026")
    assert issue.problem == "R1 has waited for Requester for 81 working days."


# Closed and opened again


def reopened(*holds: tuple[str, str, str], **request: str) -> Framework:
    """A request with holds of any reason."""
    rows = [Held("R1", reason=reason, start=start, until=until) for reason, start, until in holds]
    return build.framework(requests=[Asked("R1", **request)], holds=rows)


def test_to_wait_while_a_request_was_closed_is_no_overlap_but_to_be_closed_twice_is() -> None:
    waiting = ("Requester", "2026-03-02 10:00", "2026-03-04")
    closed = ("Closed", "2026-03-03 10:00", "2026-03-05 10:00")

    assert found(log.hold_overlap, reopened(waiting, closed)) == []
    twice = reopened(waiting, closed, ("Closed", "2026-03-04 10:00", "2026-03-06 10:00"))
    (issue,) = log.hold_overlap(twice, AS_OF)
    assert issue.problem == "The hold of R1 (Closed) overlaps the one in row 3."


def test_a_hold_as_closed_that_has_not_ended_is_a_closing_where_the_request_has_none() -> None:
    lasting = ("Closed", "2026-03-03 10:00", "")

    assert found(log.status_contradicts, reopened(lasting, status="Completed")) == []
    assert found(log.hold_not_ended, reopened(lasting)) == []
    (issue,) = log.status_contradicts(reopened(lasting, status="In progress"), AS_OF)
    assert issue.problem == "R1: the status is In progress, but it was closed on 3 Mar 2026 10:00."
    (on_hold,) = log.status_contradicts(reopened(("Closed", "2026-03-03", "2026-03-04"), status="On hold"), AS_OF)
    assert on_hold.problem.endswith("Holds has no open hold of it, so its clocks run.")


def test_a_request_of_a_retired_service_that_is_held_as_closed_is_not_open() -> None:
    retired = [build.service(status="Retired")]
    of = build.framework(
        services=retired, requests=[Asked("R1")], holds=[Held("R1", reason="Closed", start="2026-03-03")]
    )

    assert found(log.retired_open, of) == []
    assert found(log.retired_open, build.framework(services=retired, requests=[Asked("R1")])) != []


def test_a_hold_as_closed_without_an_end_is_said_to_count_for_nothing() -> None:
    (issue,) = log.hold_not_ended(reopened(("Closed", "2026-03-03 10:00", ""), closed="2026-03-05 10:00"), AS_OF)

    assert issue.problem == (
        "The hold of R1 (Closed) has no end, but the request was closed on 5 Mar 2026 10:00; it counts for nothing."
    )
