"""Requests that were closed and opened again: the time between is on Holds with the built-in reason Closed.

All by hand: open Monday to Friday, 09:00 to 17:00; 2 March 2026 is a Monday.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from pmo_workbook.epochs import NULL, wall_time
from pmo_workbook.explain import explain
from pmo_workbook.explain.short import in_short
from pmo_workbook.explain.story import ClockStory
from pmo_workbook.framework import Framework
from pmo_workbook.measure import measure
from pmo_workbook.measure.judge import Judged, judge
from pmo_workbook.measure.sla import rulebook
from pmo_workbook.results import STATES
from pmo_workbook.show_request import explained
from tests.small_framework import framework, sla

MONDAY, TUESDAY, WEDNESDAY = "2026-03-02", "2026-03-03", "2026-03-04"
GAP = (0, "Closed", f"{MONDAY} 11:00", f"{TUESDAY} 15:00")
HOUR = 3600


def log(*slas: Any, holds: Any = (GAP,), **request: Any) -> Framework:
    """Submitted Monday 09:00, closed at 11:00, opened again on Tuesday 15:00, closed for good on Wednesday 10:00."""
    facts = {"submitted": f"{MONDAY} 09:00", "closed": f"{WEDNESDAY} 10:00", **request}
    return framework(requests=[facts], slas=slas or [sla()], holds=holds)


def judged(of: Framework, as_of: str) -> Judged:
    return judge(rulebook(of, dt.datetime.fromisoformat(as_of)), of.requests, of.holds)


def states(of: Framework, as_of: str) -> dict[str, str]:
    clocks = judged(of, as_of).clocks
    return {of.slas[index].sla_id: STATES[state] for index, state in zip(clocks.sla, clocks.state, strict=True)}


def only_clock(of: Framework, as_of: str) -> ClockStory:
    (story,) = explain(of, dt.datetime.fromisoformat(as_of), "R0").clocks
    return story


def test_the_time_between_closing_and_reopening_does_not_count_with_holds_or_without() -> None:
    clocks = judged(log(), "2026-03-20").clocks

    assert STATES[clocks.state[0]] == "Met"
    assert clocks.net.tolist() == clocks.gross.tolist() == [5 * HOUR]  # 2 on Monday, 2 on Tuesday, 1 on Wednesday
    assert wall_time(int(clocks.deadline[0])) == dt.datetime(2026, 3, 4, 13)


def test_only_waiting_is_put_back_where_the_figure_without_holds_is_made() -> None:
    of = log(
        sla(target=11.0, stops_while_waiting_for=("Requester",)),
        closed=f"{TUESDAY} 17:00",
        holds=[
            (0, "Requester", f"{MONDAY} 10:00", f"{MONDAY} 12:00"),
            (0, "Closed", f"{MONDAY} 13:00", f"{TUESDAY} 09:00"),
        ],
    )

    clocks = judged(of, "2026-03-20").clocks
    figure = measure(of, dt.datetime(2026, 4, 20)).figures[0]

    assert (clocks.net.tolist(), clocks.gross.tolist()) == ([10 * HOUR], [12 * HOUR])
    assert (figure.met, figure.breached) == (1, 0)
    assert STATES[clocks.plain[0]] == "Breached"


def test_an_hour_both_closed_and_waiting_comes_off_once() -> None:
    of = log(
        sla(stops_while_waiting_for=("Supplier",)), holds=[GAP, (0, "Supplier", f"{MONDAY} 10:00", f"{MONDAY} 15:00")]
    )

    clocks = judged(of, "2026-03-20").clocks

    assert (clocks.net.tolist(), clocks.gross.tolist()) == ([4 * HOUR], [5 * HOUR])


@pytest.mark.parametrize(
    ("as_of", "state", "net", "stop"),
    [
        (f"{MONDAY} 10:59", "On track", 1 * HOUR + 59 * 60, None),
        (f"{MONDAY} 11:00", "Met", 2 * HOUR, f"{MONDAY} 11:00"),
        (f"{TUESDAY} 10:00", "Met", 2 * HOUR, f"{MONDAY} 11:00"),
        (f"{TUESDAY} 14:59", "Met", 2 * HOUR, f"{MONDAY} 11:00"),
        (f"{TUESDAY} 15:00", "On track", 2 * HOUR, None),
        (f"{WEDNESDAY} 09:30", "On track", 4 * HOUR + HOUR // 2, None),
        (f"{WEDNESDAY} 10:00", "Met", 5 * HOUR, f"{WEDNESDAY} 10:00"),
    ],
)
def test_as_of_a_moment_between_the_request_is_closed_since_it_was_closed(
    as_of: str, state: str, net: int, stop: str | None
) -> None:
    found = judged(log(), as_of)

    expected = NULL if stop is None else (dt.datetime.fromisoformat(stop) - dt.datetime(1970, 1, 1)).total_seconds()
    assert STATES[found.clocks.state[0]] == state
    assert found.clocks.net.tolist() == [net]
    assert found.closed.tolist() == found.closed_utc.tolist() == found.clocks.stop.tolist() == [expected]
    assert found.clocks.stop_local.tolist() == [expected]


def test_a_request_closed_for_now_is_not_open_anywhere() -> None:
    of = log(sla(), sla("S2", metric="First response", target=1.0))

    between, after = (measure(of, dt.datetime.fromisoformat(f"{TUESDAY} {time}")) for time in ("10:00", "16:00"))

    assert (between.watched, between.months[-1].closed, between.months[-1].backlog) == ((), 1, 0)
    assert sum(one.n for one in between.ageing) == 0
    assert [one.sla_id for one in after.watched] == ["L1"]
    assert (after.months[-1].closed, after.months[-1].backlog) == (0, 1)


def test_a_closing_that_lasts_closes_the_request_though_closed_is_blank() -> None:
    of = log(closed=None, holds=[(0, "Closed", f"{MONDAY} 11:00", None)])

    later = measure(of, dt.datetime(2026, 6, 1))

    assert states(of, "2026-06-01") == {"L1": "Met"}
    assert judged(of, "2026-06-01").clocks.net.tolist() == [2 * HOUR]
    assert later.watched == later.long_holds == ()


def test_a_hold_as_closed_without_an_end_counts_for_nothing_where_the_request_has_a_closing() -> None:
    of = log(closed=f"{TUESDAY} 17:00", holds=[(0, "Closed", f"{MONDAY} 11:00", None)])

    assert judged(of, "2026-03-20").clocks.net.tolist() == [16 * HOUR]
    assert states(of, f"{MONDAY} 16:00") == {"L1": "At risk"}
    later = measure(log(closed="2026-06-20", holds=[(0, "Closed", f"{MONDAY} 11:00", None)]), dt.datetime(2026, 6, 1))
    assert later.long_holds == ()
    assert [(one.state, one.note) for one in later.watched] == [("Breached", "")]
    assert sum(one.on_hold for one in later.ageing) == 0


def test_without_a_first_response_the_first_closing_is_one() -> None:
    answer = sla("A", metric="First response", target=3.0)
    of = log(answer)

    assert judged(of, "2026-03-20").clocks.net.tolist() == [2 * HOUR]
    assert only_clock(of, "2026-03-20").stop == dt.datetime(2026, 3, 2, 11)
    recorded = log(answer, first_response=f"{TUESDAY} 16:30")
    assert judged(recorded, f"{TUESDAY} 10:00").clocks.net.tolist() == [2 * HOUR]
    assert judged(recorded, "2026-03-20").clocks.net.tolist() == [3 * HOUR + HOUR // 2]


def test_the_earliest_of_two_closings_is_the_first() -> None:
    again = (0, "Closed", f"{TUESDAY} 16:00", f"{WEDNESDAY} 09:00")
    of = log(sla("A", metric="First response", target=3.0), sla(), holds=[again, GAP])

    found = judged(of, f"{TUESDAY} 16:30")

    assert found.clocks.net.tolist() == [2 * HOUR, 3 * HOUR]
    assert [wall_time(at) for at in found.clocks.stop.tolist()] == [
        dt.datetime(2026, 3, 2, 11),
        dt.datetime(2026, 3, 3, 16),
    ]


def test_a_promise_is_not_moved_by_having_been_closed() -> None:
    of = log(sla(metric="Promised date", target=None, unit=None), promised=f"{MONDAY} 12:00")

    assert states(of, f"{TUESDAY} 10:00") == {"L1": "Met"}
    assert states(of, "2026-03-20") == {"L1": "Breached"}


def test_what_was_cancelled_in_the_end_was_completed_before() -> None:
    of = log(status="Cancelled")

    assert states(of, f"{TUESDAY} 10:00") == {"L1": "Met"}
    assert states(of, "2026-03-20") == {"L1": "Left out"}
    assert judged(of, "2026-03-20").left_out.tolist() == [True]


def test_a_cancelled_request_whose_closing_lasts_was_cancelled_then() -> None:
    late = log(closed=None, status="Cancelled", holds=[(0, "Closed", f"{WEDNESDAY} 10:00", None)])

    assert states(late, "2026-03-20") == {"L1": "Breached"}
    assert states(late, f"{MONDAY} 10:00") == {"L1": "On track"}


def test_a_closing_told_by_its_date_is_not_judged_in_hours() -> None:
    gap = [(0, "Closed", TUESDAY, f"{WEDNESDAY} 09:00")]
    of = log(holds=gap)

    assert states(log(sla(unit="working days", target=1.0), holds=gap), f"{TUESDAY} 10:00") == {"L1": "Met"}
    assert states(of, f"{TUESDAY} 10:00") == {"L1": "No time recorded"}
    assert judged(of, "2026-03-20").clocks.net.tolist() == [9 * HOUR]


def test_no_clock_runs_on_a_working_day_that_was_closed_as_a_whole() -> None:
    level = sla(unit="working days to close of business", target=2.0)
    of = log(level, closed="2026-03-06 10:00", holds=[(0, "Closed", f"{MONDAY} 16:00", "2026-03-05 09:00")])

    story = only_clock(of, "2026-03-20")

    assert [(line.kind, f"{line.begin:%a}") for line in story.lines] == [
        ("Start", "Mon"),
        ("Working", "Mon"),
        ("Closed", "Tue"),
        ("Closed", "Wed"),
        ("Working", "Thu"),
        ("Stop", "Fri"),
    ]
    assert (story.state, story.deadline) == ("Met", dt.datetime(2026, 3, 6, 17))


def test_a_time_line_says_where_the_request_was_closed(capsys: pytest.CaptureFixture[str]) -> None:
    of = log(
        sla(stops_while_waiting_for=("Supplier",)), holds=[GAP, (0, "Supplier", f"{MONDAY} 10:00", f"{MONDAY} 15:00")]
    )

    story = only_clock(of, "2026-03-20")
    explained(explain(of, dt.datetime(2026, 3, 20), "R0"), as_json=False)
    printed = capsys.readouterr().out

    assert [(line.kind, f"{line.begin:%a %H}", line.so_far) for line in story.lines] == [
        ("Start", "Mon 09", 0.0),
        ("Working", "Mon 09", 1.0),
        ("On hold", "Mon 10", 1.0),
        ("Closed", "Mon 11", 1.0),
        ("Closed", "Tue 09", 1.0),
        ("Working", "Tue 15", 3.0),
        ("Working", "Wed 09", 4.0),
        ("Stop", "Wed 10", 4.0),
    ]
    assert {line.words for line in story.lines if line.kind == "Closed"} == {"The request was closed."}
    assert [(hold.reason, hold.amount) for hold in story.holds] == [("Supplier", 5.0), ("Closed", 8.0)]
    assert story.holds[1].why == "No clock runs while a request is closed."
    assert "to Tue 2026-03-03 15:00, closed: takes off 8 working hours. No clock runs" in printed
    assert "Closed, Mon 2026-03-02 11:00 to Tue 2026-03-03 15:00: takes off 8" in in_short(
        explain(of, dt.datetime(2026, 3, 20), "R0"), 2000
    )


def test_an_explanation_names_the_hold_by_which_the_clock_stopped() -> None:
    assert only_clock(log(), f"{TUESDAY} 10:00").stop_words == "From of row 2 of Holds, with the reason Closed"
    assert only_clock(log(sla(metric="First response")), "2026-03-20").stop_words == (
        "From of row 2 of Holds, with the reason Closed, since no first response is recorded by then"
    )
    assert only_clock(log(), "2026-03-20").stop_words == "Closed"
    void = only_clock(log(holds=[(0, "Closed", f"{MONDAY} 11:00", None)]), "2026-03-20")
    assert (void.holds[0].counts, void.holds[0].why) == (
        False,
        "It has no end, but the request has a closing: it counts for nothing.",
    )
