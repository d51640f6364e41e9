"""Between a closing and a reopening no clock runs: a hold whose reason is Closed, which is built in."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from pmo_workbook.epochs import NULL, wall_time
from pmo_workbook.explain import explain
from pmo_workbook.framework import Framework
from pmo_workbook.measure import measure
from pmo_workbook.measure.judge import Judged, judge
from pmo_workbook.measure.sla import rulebook
from pmo_workbook.publish.whose_time import whose_time
from pmo_workbook.results import STATES
from pmo_workbook.rules.log import hold_outside, hold_overlap
from pmo_workbook.settings import Chosen
from tests.small_framework import framework, sla

# Monday 2 March 2026; the calendar is Monday to Friday, 09:00 to 17:00
REOPENED = {"submitted": "2026-03-02 09:00", "closed": "2026-03-04 10:00", "times_reopened": 1}
GAP = (0, "Closed", "2026-03-02 11:00", "2026-03-03 15:00")


def log(*levels: Any, request: dict[str, Any] | None = None, holds: Any = (GAP,)) -> Framework:
    return framework(requests=[request or REOPENED], slas=levels or [sla()], holds=holds)


def judged(of: Framework, as_of: str = "2026-03-20 12:00") -> Judged:
    return judge(rulebook(of, dt.datetime.fromisoformat(as_of)), of.requests, of.holds)


def state(found: Judged) -> str:
    return STATES[int(found.clocks.state[0])]


def hours(found: Judged) -> float:
    return int(found.clocks.net[0]) / 3600


def test_the_time_between_counts_for_no_service_level() -> None:
    # two hours on Monday, two on Tuesday from 15:00, one on Wednesday
    found = judged(log(sla(stops_while_waiting_for=None)))
    assert (hours(found), state(found)) == (5, "Met")


def test_it_is_no_waiting_so_the_figure_without_waiting_takes_it_off_too() -> None:
    found = judged(log(sla(target=5.0)))
    assert (int(found.clocks.gross[0]) / 3600, STATES[int(found.clocks.plain[0])]) == (5, "Met")
    assert measure(log(sla(target=5.0)), dt.datetime(2026, 4, 20, 12)).figures[0].without_holds is None


@pytest.mark.parametrize(
    ("as_of", "expected", "used"),
    [
        ("2026-03-02 10:00", "On track", 1),
        ("2026-03-02 11:00", "Met", 2),
        ("2026-03-03 10:00", "Met", 2),
        ("2026-03-03 14:59", "Met", 2),
        ("2026-03-03 15:00", "On track", 2),
        ("2026-03-03 16:00", "On track", 3),
        ("2026-03-04 10:00", "Met", 5),
    ],
)
def test_within_it_the_request_is_closed_at_its_beginning(as_of: str, expected: str, used: float) -> None:
    found = judged(log(), as_of)
    assert (state(found), hours(found)) == (expected, used)
    assert bool(found.is_open[0]) is (expected == "On track")


def test_a_request_that_is_open_again_goes_on_with_what_it_had_used() -> None:
    again = {**REOPENED, "closed": None}
    found = judged(log(request=again), "2026-03-04 10:00")
    assert (state(found), hours(found), int(found.clocks.stop[0])) == ("On track", 5, NULL)


def test_a_hold_without_an_end_says_that_the_request_is_closed() -> None:
    found = judged(log(request={**REOPENED, "closed": None}, holds=[(0, "Closed", "2026-03-02 11:00", None)]))
    assert (state(found), hours(found)) == ("Met", 2)
    assert wall_time(int(found.closed[0])) == dt.datetime(2026, 3, 2, 11)


def test_a_request_without_an_answer_was_answered_when_it_was_closed_first() -> None:
    level = sla(metric="First response", target=2.0)
    assert state(judged(log(level))) == "Met"
    assert state(judged(log(sla(metric="First response", target=1.5)))) == "Breached"
    answered = {**REOPENED, "first_response": "2026-03-03 16:00"}
    found = judged(log(level, request=answered))
    # an answer that is recorded counts, though it came after the first closing: 2 h, then 15:00 to 16:00
    assert (hours(found), state(found)) == (3, "Breached")


def test_a_promise_is_not_moved_by_it() -> None:
    promise = sla(metric="Promised date", target=None, unit=None)
    request = {**REOPENED, "promised": "2026-03-03"}
    assert state(judged(log(promise, request=request))) == "Breached"


def test_waiting_and_closed_time_that_overlap_are_taken_off_once() -> None:
    waits = (0, "Requester", "2026-03-02 10:00", "2026-03-02 12:00")
    found = judged(log(sla(stops_while_waiting_for=("Requester",)), holds=(GAP, waits)))
    assert hours(found) == 4


def test_the_time_line_says_so_and_adds_up() -> None:
    of = log()
    story = explain(of, dt.datetime(2026, 3, 20, 12), str(of.requests.request_id[0]))
    (clock,) = story.clocks
    assert "No clock runs while a request is closed." in [hold.why for hold in clock.holds]
    assert sum(line.ticks for line in clock.lines) == 5 * 3600


def test_it_is_nobodys_time() -> None:
    of = log()
    (split,) = whose_time(rulebook(of, dt.datetime(2026, 3, 20, 12)), judged(of), [0])
    # 2 h on Monday and Tuesday, 1 h on Wednesday, of days of 8 h
    assert (float(split.pmo), float(split.others), dict(split.reasons)) == (5 / 8, 0, {})


def test_waiting_within_it_is_no_overlap() -> None:
    waits = (0, "Requester", "2026-03-02 10:00", "2026-03-02 12:00")
    of = log(holds=(GAP, waits))
    assert list(hold_overlap(of, dt.datetime(2026, 3, 20))) == list(hold_outside(of, dt.datetime(2026, 3, 20))) == []


def test_the_reason_is_built_in_and_stands_last() -> None:
    assert Chosen(waiting_reasons=("Requester",)).hold_reasons == ("Requester", "Closed")
    assert np.array_equal(rulebook(log(), dt.datetime(2026, 3, 20)).applied[0].reasons[-1:], [True])
