"""Figures, dates and promises in plain words."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_workbook.words import (
    count_words,
    day_words,
    duration_words,
    list_words,
    number_words,
    percent_words,
    promise_in_words,
    share_words,
    when_words,
)
from tests import build


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, "95 of 100 requests get a first response within 4 working hours."),
        ({"target": 1.0}, "95 of 100 requests get a first response within 1 working hour."),
        ({"priority": "Urgent"}, "95 of 100 Urgent requests get a first response within 4 working hours."),
        ({"priority": "All", "goal": 97.5}, "97.5 of 100 requests get a first response within 4 working hours."),
        ({"goal": 100.0}, "Every request gets a first response within 4 working hours."),
        ({"goal": None}, "Requests get a first response within 4 working hours; no goal is set."),
        (
            {"goal": None, "priority": "Low"},
            "Low requests get a first response within 4 working hours; no goal is set.",
        ),
        (
            {"metric": "Resolution", "target": 5.0, "unit": "working days"},
            "95 of 100 requests are completed within 5 working days.",
        ),
        (
            {"metric": "Resolution", "target": 1.0, "unit": "working days to close of business"},
            "95 of 100 requests are completed by close of business on the next working day.",
        ),
        (
            {"metric": "Resolution", "target": 3.0, "unit": "working days to close of business"},
            "95 of 100 requests are completed by close of business on the 3rd working day after.",
        ),
        (
            {"metric": "Resolution", "target": 24.0, "unit": "calendar hours", "goal": 100.0},
            "Every request is completed within 24 hours.",
        ),
        (
            {"metric": "Promised date", "target": None, "unit": None, "goal": 90.0},
            "90 of 100 requests are completed by the date promised.",
        ),
        (
            {"metric": "Satisfaction", "target": 4.2, "unit": "score", "goal": None},
            "Answers about requests average 4.2 of 5 or better.",
        ),
        (
            {"metric": "Satisfaction", "target": 85.0, "unit": "%", "goal": None},
            "At least 85 of 100 answers about requests are a 4 or a 5 of 5.",
        ),
        (
            {"metric": "Reopened", "target": 5.0, "unit": "%", "goal": None, "priority": "High"},
            "At most 5 of 100 closed High requests are opened again.",
        ),
    ],
)
def test_a_promise_reads_as_a_sentence(facts: dict[str, Any], words: str) -> None:
    assert promise_in_words(build.sla(**facts)) == words


@pytest.mark.parametrize(
    ("days", "place"), [(2, "2nd"), (4, "4th"), (11, "11th"), (12, "12th"), (13, "13th"), (21, "21st"), (112, "112th")]
)
def test_places_in_a_row_have_their_endings(days: int, place: str) -> None:
    promise = build.sla(metric="Resolution", target=float(days), unit="working days to close of business")

    assert f" {place} working day " in promise_in_words(promise)


def test_numbers_have_no_needless_decimals() -> None:
    assert [number_words(v) for v in (5.0, 4.25, 2400, 0.1, -0.001, 100)] == ["5", "4.25", "2,400", "0.1", "0", "100"]


def test_counts_have_the_right_plural() -> None:
    assert count_words(1, "request") == "1 request"
    assert count_words(2400, "request") == "2,400 requests"
    assert count_words(0, "activity", "activities") == "no activities"


def test_lists_end_with_a_word_and_no_comma() -> None:
    assert list_words([]) == ""
    assert list_words(["Urgent"]) == "Urgent"
    assert list_words(["Urgent", "High"]) == "Urgent and High"
    assert list_words(["Urgent", "High", "Low"], "or") == "Urgent, High or Low"


def test_a_percentage_is_rounded_half_up_as_its_cell_shows_it() -> None:
    assert percent_words(0.9494) == "94.9 %"
    assert percent_words(0.9496) == "95 %"
    assert percent_words(0.0625) == "6.3 %"
    assert percent_words(1.0) == "100 %"
    assert percent_words(0.289) == "28.9 %"


def test_a_share_just_under_its_goal_does_not_read_as_the_goal() -> None:
    assert percent_words(0.9496, under=0.95) == "94.96 %"
    assert percent_words(0.99999, under=1.0) == "99.999 %"
    assert percent_words(0.9496, under=0.96) == "95 %"
    assert percent_words(0.95, under=0.95) == "95 %"


@given(n=st.integers(1, 100_000), data=st.data())
def test_a_percentage_is_the_nearest_tenth(n: int, data: st.DataObject) -> None:
    met = data.draw(st.integers(0, n))

    assert percent_words(met / n) == f"{number_words((met * 2000 + n) // (2 * n) / 10, 1)} %"


@given(n=st.integers(1, 20_000), data=st.data())
def test_a_missed_goal_is_never_told_as_reached(n: int, data: st.DataObject) -> None:
    met = data.draw(st.integers(0, n - 1))
    goal = (met + 1) / n

    assert float(percent_words(met / n, under=goal).removesuffix(" %").replace(",", "")) < goal * 100


def test_a_share_carries_its_base() -> None:
    assert share_words(115, 120, 115 / 120) == "95.8 % of 120"
    assert share_words(3, 4, None) == "3 of 4"
    assert share_words(0, 0, None) == "none yet"


def test_a_length_of_time_reads_in_its_unit() -> None:
    assert duration_words(1, "working days to close of business") == "1 working day"
    assert duration_words(2.5, "calendar days") == "2.5 calendar days"
    assert duration_words(4.2, "score") == "4.2 score"
    assert duration_words(3, "") == "3"


def test_times_show_a_time_of_day_only_where_one_was_recorded() -> None:
    assert day_words(dt.date(2026, 3, 2)) == "2 Mar 2026"
    assert when_words(build.seconds("2026-03-02 09:05")) == "2 Mar 2026 09:05"
    assert when_words(build.seconds("2026-03-02")) == "2 Mar 2026"
