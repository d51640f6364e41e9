"""Changes of status become requests and holds, in one file or in pieces."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pmo_workbook.importing.events import Events, Found, Known, cases
from pmo_workbook.importing.mapping import EventRules, HoldRule

MONDAY = dt.datetime(2026, 3, 2, 9)
RULES = EventRules(
    case="c",
    time="t",
    status="s",
    begins="New",
    first_response="Work*",
    closed=("Resolved", "Closed"),
    ignored="Comment",
)
WAITS = (HoldRule(status="Ask*", waiting_for="Requester"), HoldRule(status="Order", waiting_for="Supplier"))

Told = tuple[str, float, str]
"""Case, hours after Monday 09:00, status."""


def events_of(rows: Sequence[Told]) -> Events:
    instants = [round(hours * 3_600_000_000) for _, hours, _ in rows]
    return Events(
        case=[case for case, _, _ in rows],
        status=[status for _, _, status in rows],
        moment=[MONDAY + dt.timedelta(seconds=instant // 1_000_000) for instant in instants],
        instant=np.array(instants, dtype=np.int64),
    )


class Book:
    """What a workbook would hold after some imports."""

    def __init__(self) -> None:
        self.requests: dict[str, dict[str, Any]] = {}
        self.holds: dict[tuple[str, str, dt.datetime], dt.datetime | None] = {}

    def known(self, case: str) -> Known | None:
        if case not in self.requests:
            return None
        values = {name: value for name, value in self.requests[case].items() if value is not None}
        open_ones = [(reason, start) for (of, reason, start), until in self.holds.items() if of == case and not until]
        return Known(values, values["last_event"], open_ones[-1] if open_ones else None)

    def bring_in(self, rows: Sequence[Told], *, whole: bool, rules: EventRules = RULES) -> Found:
        found = cases(events_of(rows), rules, WAITS, self.known, whole=whole)
        for case in found.cases:
            self.requests[case.values["request_id"]] = self.requests.get(case.values["request_id"], {}) | case.values
            for hold in case.holds:
                self.holds[hold["request_id"], hold["waiting_for"], hold["start"]] = hold["until"]
        return found


def whole(rows: Sequence[Told]) -> Book:
    book = Book()
    book.bring_in(rows, whole=True)
    return book


def at(hours: float) -> dt.datetime:
    return MONDAY + dt.timedelta(hours=hours)


def test_a_run_of_closing_statuses_closes_at_its_first_event() -> None:
    request = whole([("T", 0, "New"), ("T", 1, "Work"), ("T", 6, "Resolved"), ("T", 168, "Closed")]).requests["T"]
    assert (request["closed"], request["times_reopened"]) == (at(6), None)


def test_only_work_after_a_closing_opens_it_again_and_the_time_between_is_a_hold() -> None:
    book = whole([("T", 0, "New"), ("T", 2, "Closed"), ("T", 24, "Work"), ("T", 26, "Closed")])
    assert (book.requests["T"]["closed"], book.requests["T"]["times_reopened"]) == (at(26), 1)
    assert book.holds == {("T", "Closed", at(2)): at(24)}


def test_a_wait_or_a_comment_after_a_closing_opens_nothing() -> None:
    book = whole([("T", 0, "New"), ("T", 2, "Resolved"), ("T", 3, "Ask"), ("T", 4, "Comment"), ("T", 5, "Closed")])
    assert (book.requests["T"]["closed"], book.requests["T"]["times_reopened"], book.holds) == (at(2), None, {})


def test_a_case_whose_last_status_is_work_is_open() -> None:
    request = whole([("T", 0, "New"), ("T", 2, "Closed"), ("T", 24, "Reopened")]).requests["T"]
    assert (request["closed"], request["times_reopened"], request["last_event"]) == (None, 1, at(24))


def test_an_ignored_status_ends_no_wait() -> None:
    book = whole([("T", 0, "New"), ("T", 1, "Ask"), ("T", 2, "Comment"), ("T", 3, "Work")])
    assert book.holds == {("T", "Requester", at(1)): at(3)}


def test_an_ignored_status_begins_no_request() -> None:
    found = Book().bring_in([("T", 0, "Comment"), ("U", 0, "Comment"), ("U", 1, "New")], whole=True)
    assert (found.only_ignored, found.cases[0].values["submitted"]) == (["T"], at(1))


def test_a_status_in_brackets_means_itself() -> None:
    rules = RULES.model_copy(update={"closed": ("[Done]",)})
    book = Book()
    book.bring_in([("T", 0, "New"), ("T", 1, "D"), ("T", 2, "[done]")], whole=True, rules=rules)
    assert book.requests["T"]["closed"] == at(2)


def test_patterns_that_no_status_matches_are_named() -> None:
    found = Book().bring_in([("T", 0, "New"), ("T", 1, "Closed")], whole=True)
    assert found.unused == ("Work*", "Resolved", "Comment", "Ask*", "Order")


def test_events_of_one_moment_keep_the_order_of_the_file() -> None:
    book = whole([("T", 0, "New"), ("T", 1, "Closed"), ("T", 1, "Reopened"), ("T", 27, "Closed")])
    assert (book.requests["T"]["times_reopened"], book.requests["T"]["closed"]) == (1, at(27))


def test_they_are_turned_round_where_the_file_is_newest_first() -> None:
    oldest_first = [("T", 0, "New"), ("T", 1, "Work"), ("T", 1, "Ask"), ("T", 3, "Closed"), ("U", 4, "New")]
    assert whole(oldest_first[::-1]).holds == whole(oldest_first).holds == {("T", "Requester", at(1)): at(3)}


def test_parts_of_a_second_decide_the_order() -> None:
    second = 1 / 3600
    book = whole([("T", 0, "New"), ("T", 1 + second * 0.7, "Reopened"), ("T", 1 + second * 0.2, "Closed")])
    assert (book.requests["T"]["closed"], book.requests["T"]["times_reopened"]) == (None, 1)


def test_a_piece_continues_what_the_workbook_knows() -> None:
    book = whole([("T", 0, "New"), ("T", 1, "Work"), ("T", 25, "Ask")])
    found = book.bring_in([("T", 25, "Ask"), ("T", 73, "Work"), ("T", 75, "Closed")], whole=False)
    request = book.requests["T"]
    assert (request["submitted"], request["first_response"], request["closed"]) == (at(0), at(1), at(75))
    assert (book.holds, found.skipped) == ({("T", "Requester", at(25)): at(73)}, 1)


def test_a_case_whose_beginning_is_in_no_file_is_named_and_left_out() -> None:
    book = whole([("T", 0, "New")])
    found = book.bring_in([("U", 5, "Work"), ("V", 6, "new"), ("V", 7, "Work")], whole=False)
    assert (found.begun_before, sorted(book.requests)) == (["U"], ["T", "V"])


def test_a_file_that_is_whole_says_everything_anew() -> None:
    book = whole([("T", 1, "New"), ("T", 2, "Closed")])
    book.bring_in([("T", 0, "New"), ("T", 2, "Closed"), ("T", 3, "Work")], whole=True)
    assert (book.requests["T"]["submitted"], book.requests["T"]["closed"]) == (at(0), None)


STATUSES = ("Work", "Working", "Ask", "Ask again", "Order", "Resolved", "Closed", "Comment", "Else")


@st.composite
def logs(draw: st.DrawFn) -> list[Told]:
    """An event log, each case beginning as a request begins, with many events of one moment."""
    rows: list[Told] = []
    for number in range(draw(st.integers(1, 4))):
        hours = draw(st.lists(st.integers(0, 12), min_size=1, max_size=9))
        for order, hour in enumerate(sorted(hours)):
            rows.append((f"C{number}", float(hour), "New" if order == 0 else draw(st.sampled_from(STATUSES))))
    # by time, as a log is written; events of one moment in any order among the cases
    return sorted(rows, key=lambda row: row[1])


@given(rows=logs(), cuts=st.lists(st.integers(0, 13), max_size=3), twice=st.booleans())
def test_the_pieces_of_a_log_give_what_the_whole_gives(rows: list[Told], cuts: list[int], twice: bool) -> None:
    edges = [-1.0, *sorted(map(float, cuts)), 99.0]
    book = Book()
    for lower, upper in itertools.pairwise(edges):
        piece = [row for row in rows if lower < row[1] <= upper]
        for _ in range(2 if twice else 1):
            book.bring_in(piece, whole=False)
    everything = whole(rows)
    assert (book.requests, book.holds) == (everything.requests, everything.holds)


@given(rows=logs())
def test_holds_lie_between_submission_and_closing_and_apart_from_each_other(rows: list[Told]) -> None:
    book = whole(rows)
    for case, request in book.requests.items():
        spans = sorted((start, until or at(99)) for (of, _, start), until in book.holds.items() if of == case)
        assert all(request["submitted"] <= start < until <= (request["closed"] or at(99)) for start, until in spans)
        assert all(one[1] <= other[0] for one, other in itertools.pairwise(spans))
        assert (request["times_reopened"] or 0) >= sum(reason == "Closed" for of, reason, _ in book.holds if of == case)
