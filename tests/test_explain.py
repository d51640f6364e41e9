"""An explanation says the same as the kernel, and says why."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings

from pmo_workbook.errors import InputError
from pmo_workbook.explain import explain
from pmo_workbook.explain.story import ClockStory
from pmo_workbook.framework import Framework
from pmo_workbook.measure.judge import judge
from pmo_workbook.measure.sla import rulebook
from pmo_workbook.models import Holiday
from pmo_workbook.results import STATES
from tests.random_frameworks import AS_OF, frameworks
from tests.small_framework import calendar, framework, sla


@settings(max_examples=60)
@given(frameworks())
def test_the_lines_add_up_to_what_the_kernel_measured(given_framework: Framework) -> None:
    log = given_framework.requests
    clocks = judge(rulebook(given_framework, AS_OF), log, given_framework.holds).clocks
    measured = {
        (log.request_id[row], given_framework.slas[index].sla_id): (net, STATES[state], target)
        for row, index, net, state, target in zip(
            clocks.request, clocks.sla, clocks.net.tolist(), clocks.state, clocks.target.tolist(), strict=True
        )
    }
    told = {}
    for request_id in log.request_id:
        for story in explain(given_framework, AS_OF, request_id).clocks:
            told[request_id, story.sla_id] = (story.total_ticks, story.state, story.target_ticks)
            assert sum(line.ticks for line in story.lines) == story.total_ticks
            assert [line.begin for line in story.lines if line.kind == "Start"] == [story.start]

    assert measured == told


def only_clock(of: Framework, request_id: str = "R0", as_of: dt.datetime = AS_OF) -> ClockStory:
    (story,) = explain(of, as_of, request_id).clocks
    return story


def test_a_time_line_shows_working_spans_holds_closed_days_holidays_and_the_clock_change() -> None:
    of = framework(
        requests=[{"submitted": "2026-03-27 15:00", "closed": "2026-03-31 11:00"}],
        holds=[(0, "Requester", "2026-03-27 16:00", "2026-03-27 18:00"), (0, "PMO", "2026-03-31 09:00", None)],
        slas=[sla(target=2.0, stops_while_waiting_for=("Requester", "PMO"))],
        calendars=[calendar("OFFICE", "Europe/Berlin")],
        holidays=[Holiday(calendar_id="OFFICE", date=dt.date(2026, 3, 30), name="Founders' Day")],
        time_zone="Europe/Berlin",
    )

    story = only_clock(of)

    seen = [(line.kind, f"{line.begin:%d %H:%M}", line.so_far) for line in story.lines]
    assert seen == [
        ("Start", "27 15:00", 0.0),
        ("Working", "27 15:00", 1.0),
        ("On hold", "27 16:00", 1.0),
        ("Closed", "28 00:00", 1.0),
        ("Clock change", "29 03:00", 1.0),
        ("Holiday", "30 00:00", 1.0),
        ("Working", "31 09:00", 3.0),
        ("Deadline", "31 10:00", 3.0),
        ("Stop", "31 11:00", 3.0),
    ]
    assert "Founders' Day: closed." in [line.words for line in story.lines]
    assert [(hold.counts, hold.amount) for hold in story.holds] == [(True, 1.0), (False, 0.0)]
    assert story.holds[1].why == "Waiting for the PMO never stops a clock."
    assert story.verdict == (
        "Breached: 3 h 00 min (working hours) is more than the target of 2 h 00 min (working hours)."
    )


def test_service_levels_that_were_passed_over_say_why() -> None:
    of = framework(
        requests=[{"submitted": "2026-03-02 10:00", "priority": "Urgent"}],
        slas=[
            sla("ALL"),
            sla("HIGH", priority="High"),
            sla("OLD", priority="Urgent", effective_to=dt.date(2026, 2, 28)),
            sla("NEXT", priority="Urgent", effective_from=dt.date(2026, 3, 3)),
            sla("NOW", priority="Urgent", effective_from=dt.date(2026, 3, 2)),
            sla("BEFORE", priority="Urgent", effective_from=dt.date(2026, 1, 1)),
            sla("BLANK", priority="Urgent", target=None),
        ],
    )

    story = only_clock(of)

    assert story.sla_id == "NOW"
    assert {one.sla_id: one.why for one in story.passed_over} == {
        "ALL": "It is for all priorities; NOW is for this one.",
        "HIGH": "It is for priority High.",
        "OLD": "It held until 2026-02-28 only; the clock starts on 2026-03-02.",
        "NEXT": "It holds from 2026-03-03 only; the clock starts on 2026-03-02.",
        "BEFORE": "NOW holds from a later day.",
        "BLANK": "It lacks a target, a unit, a priority or a calendar that counts.",
    }


def test_metrics_without_a_clock_are_named_with_the_reason() -> None:
    of = framework(
        requests=[{"submitted": "2026-03-02 10:00"}],
        slas=[sla("DATE", metric="Promised date", target=None, unit=None)],
    )

    explanation = explain(of, AS_OF, "R0")

    assert explanation.clocks == ()
    assert [(one.metric, one.why) for one in explanation.without] == [
        ("First response", "No service level of Service S1 for First response applies."),
        ("Resolution", "No service level of Service S1 for Resolution applies."),
        ("Promised date", "DATE applies, but no date was promised."),
    ]


def test_a_date_without_a_time_says_how_it_was_read() -> None:
    of = framework(
        requests=[{"submitted": "2026-03-02", "closed": "2026-03-03"}],
        slas=[sla(target=2.0, unit="working days to close of business")],
    )

    story = only_clock(of)

    assert story.start_words == "Submitted, a date without a time: the start of that day"
    assert story.stop == dt.datetime(2026, 3, 3, 17)
    assert story.stop_words == "Closed, a date without a time: the close of business of that day"
    assert (story.total, story.target, story.state) == (1.0, 2.0, "Met")


def test_a_working_day_on_hold_from_before_the_start_still_counts() -> None:
    of = framework(
        requests=[{"submitted": "2026-03-02 12:00", "closed": "2026-03-05 10:00"}],
        holds=[
            (0, "Requester", "2026-03-02 08:00", "2026-03-02 18:00"),
            (0, "Requester", "2026-03-04 08:00", "2026-03-04 18:00"),
        ],
        slas=[sla(unit="working days to close of business", target=2.0, stops_while_waiting_for=("Requester",))],
    )

    story = only_clock(of)

    assert [line.kind for line in story.lines] == ["Start", "Working", "Working", "On hold", "Stop"]
    assert (story.total, story.state, story.deadline) == (2.0, "Met", dt.datetime(2026, 3, 5, 17))
    assert [hold.amount for hold in story.holds] == [0.0, 1.0]


def test_a_request_in_no_figure_says_so() -> None:
    of = framework(
        requests=[
            {"submitted": "2026-03-02 10:00", "left_out_because": "Duplicate"},
            {"submitted": "2026-05-02 10:00"},
        ],
        slas=[sla()],
    )

    assert explain(of, AS_OF, "R0").remark == "In no figure: Duplicate."
    assert only_clock(of).verdict == "Left out: Duplicate."
    assert explain(of, AS_OF, "R1").remark == "Submitted after the report's moment, so in no figure."
    assert explain(of, AS_OF, "R1").clocks == ()


def test_an_id_is_found_in_other_case_and_an_unknown_one_is_an_input_error() -> None:
    of = framework(requests=[{"submitted": "2026-03-02 10:00", "request_id": "Req-7"}], slas=[sla()])

    assert explain(of, AS_OF, " REQ-7 ").request_id == "Req-7"
    with pytest.raises(InputError, match="'REQ-8'"):
        explain(of, AS_OF, "REQ-8")


def test_a_working_day_moved_to_a_saturday_is_told_as_open() -> None:
    of = framework(
        requests=[{"submitted": "2026-02-13 13:00", "closed": "2026-02-14 12:00"}],
        slas=[sla()],
        calendars=[calendar()],
        holidays=[Holiday(calendar_id="OFFICE", date=dt.date(2026, 2, 14), name="Moved", hours="09:00-17:00")],
    )

    story = only_clock(of)

    assert [line.words for line in story.lines if line.kind == "Holiday"] == [
        "Moved: open, though a day off in other weeks."
    ]
    assert story.deadline == dt.datetime(2026, 2, 14, 13)
