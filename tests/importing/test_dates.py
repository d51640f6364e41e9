"""Dates of a log are read as a column: the one reading that fits all its cells, or none."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_workbook.epochs import NULL
from pmo_workbook.errors import InputError
from pmo_workbook.importing.dates import DateColumn, Reading, read_dates

BERLIN = ZoneInfo("Europe/Berlin")
FIRST = dt.datetime(2026, 3, 2, 9, 15)


def read(
    *cells: Any,
    told: str | None = None,
    repair: str | None = None,
    zone: str | None = None,
    log_zone: str = "Europe/Berlin",
) -> DateColumn:
    reading = Reading("Created", told, repair, ZoneInfo(zone) if zone else None, ZoneInfo(log_zone))
    return read_dates(cells, reading, lambda row: f"line {row + 2}")


@pytest.mark.parametrize(
    "text",
    [
        "2026-3-2 9:15",
        "2026/03/02 09:15:00",
        "20260302T091500",
        "20260302 09:15",
        "02/Mar/26 9:15 AM",
        "2 March 2026, 09:15",
        "March 2nd, 2026 at 9:15 am",
        "Monday, March 2, 2026 9:15 AM",
        "02-MAR-26 09.15.00.000000000 AM",
        "Mon Mar  2 09:15:00 2026",
        "Mon Mar  2 09:15:00 CET 2026",
        "Mon, 02 Mar 2026 09:15:00 +0100",
        "Mon Mar 02 2026 09:15:00 GMT+0100 (Central European Standard Time)",
        "2026-03-02T08:15:00Z",
        "2026-03-02T09:15:00.000+0100",
        "2026-03-02 08:15:00 +0000 UTC",
        "2026-03-02 09:15 CET",
        "2026-03-02 03:15 EDT",  # not summer yet, but the name says its offset
        "2026-03-02 09:15 Europe/Berlin",
        "2026-03-02 9:15\u202fAM",
        "2. März 2026, 9:15",
        "2. Mrz. 2026 09:15",
        "02/mars/26 9:15 AM",
        "lundi 2 mars 2026 à 9h15",
        "2 de marzo de 2026 9:15 a. m.",
        "2 marca 2026 09:15",
        "2 марта 2026 09:15",
    ],
)
def test_a_text_with_one_reading_is_read(text: str) -> None:
    expected = FIRST if "EDT" not in text else dt.datetime(2026, 3, 2, 8, 15)
    assert read(text).moments == [expected]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["02/03/2026 09:15", "25/03/2026 11:05"], "day first, 2 cells"),
        (["03-02-2026 09:15:00", "03-25-2026 11:05:00"], "month first, 2 cells"),
        (["02.03.26 09:15", "25.03.26"], "day first, 2 cells"),
        (["02.03.2026 09.15", "25.03.2026 11.05"], "day first, 2 cells"),
        (["02/03/26 09:15", "25/03/26"], "day first, 2 cells"),
        (["26/03/02 09:15", "99/03/31 11:05"], "year first, 2 cells"),
        (["1772442900", "1772555400"], "epoch seconds, 2 cells"),
        (["1772442900000", "1772555400000"], "epoch milliseconds, 2 cells"),
    ],
)
def test_what_one_cell_decides_holds_for_the_column_and_is_said(cells: list[str], said: str) -> None:
    found = read(*cells)
    expected = FIRST + dt.timedelta(hours=1) if "epoch" in said else FIRST
    assert (found.moments[0], found.said) == (expected, said)


def test_dates_that_both_orders_read_alike_need_no_word() -> None:
    found = read("03/03/2026 16:30", "2026-04-05")
    assert (found.moments[0], found.said) == (dt.datetime(2026, 3, 3, 16, 30), "")


def test_a_column_that_two_orders_fit_is_refused_with_both_readings_and_the_way_out() -> None:
    with pytest.raises(InputError) as error:
        read(None, "03/03/2026", "02/03/2026 09:15", "04/05/2026")
    said = str(error.value)
    assert "line 4: '02/03/2026 09:15' is 2 March 2026" in said
    assert "3 February 2026" in said
    assert 'dates = "day first" or dates = "month first"' in said


def test_two_digits_that_may_be_a_year_or_a_day_are_refused_where_both_keep_the_dates_together() -> None:
    with pytest.raises(InputError) as error:
        read("26/03/29", "26/03/31")
    assert "29 March 2026 with the year first" in str(error.value)
    assert 'dates = "day first" or dates = "year first"' in str(error.value)


def test_cells_that_contradict_each_other_are_refused_with_one_of_each() -> None:
    with pytest.raises(
        InputError, match=r"line 2: '13/02/2026' has the day first; line 4: '02/14/2026' has the month first"
    ):
        read("13/02/2026", "01/02/2026", "02/14/2026")


@pytest.mark.parametrize(
    ("told", "cell"),
    [
        ("day first", "02/03/2026 09:15"),
        ("month first", "03/02/2026 09:15"),
        ("year first", "26/03/02 09:15"),
        ("%d.%m.%Y um %H Uhr %M", "02.03.2026 um 09 Uhr 15"),
        ("%d/%m/%Y %H:%M %z", "02/03/2026 08:15 +0000"),
        ("epoch seconds", 1772439300.0),
        ("epoch milliseconds", "1772439300000"),
    ],
)
def test_a_mapping_may_say_how_dates_are_written(told: str, cell: Any) -> None:
    found = read(cell, told=told)
    assert (found.moments, found.said) == ([FIRST], "")


def test_a_cell_that_contradicts_what_was_told_is_its_own_issue() -> None:
    found = read("25/03/2026", "03/25/2026", told="day first")
    assert (found.moments[0], found.unread) == (dt.datetime(2026, 3, 25), {1: "is not a date with the day first"})


@pytest.mark.parametrize("told", ["dayfirst", "%Q", "%d/%m/%Y %"])
def test_a_format_that_is_none_is_told(told: str) -> None:
    with pytest.raises(InputError, match="mapping file"):
        read("02/03/2026", told=told)


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("soon", "is not a date"),
        ("2026-02-30", "does not exist"),
        ("31/31/2026", "does not exist"),
        ("2026-03-02 25:00", "time that does not exist"),
        ("2026-03-02 13:00 pm", "time that does not exist"),
        ("2026-03-02 09:15 CST", "China"),
        ("2026-03-02 09:15 IST", "India"),
        ("2026-03-02 09:15 XYZ", "cannot be read"),
        ("1026-03-02", "year 1026"),
        ("45000", "is not a date"),
        ("09:15", "is not a date"),
        (dt.time(9, 15), "a time without a date"),
        (dt.timedelta(hours=30), "a duration"),
        (True, "is not a date"),
        (0.5, "a number"),
        (7.0, "a number"),
        (-1e12, "a number"),
        (1e300, "a number"),
        (float("nan"), "a number"),
    ],
)
def test_a_cell_that_is_no_date_is_its_own_issue(cell: Any, why: str) -> None:
    found = read("2026-03-02 09:15", cell, None)
    assert found.moments == [FIRST, None, None]
    assert list(found.unread) == [1]
    assert why in found.unread[1]
    assert found.instants[1] == found.instants[2] == NULL


def test_a_bare_number_of_a_sheet_is_its_date() -> None:
    assert read(46083.385416666664, dt.date(2026, 3, 2)).moments == [FIRST, dt.datetime(2026, 3, 2)]


def test_names_of_months_mean_what_the_language_of_the_column_says() -> None:
    # October in Croatian, November in Polish; only Polish has maja
    assert read("2 listopad 2026", "3 maja 2026").moments[0] == dt.datetime(2026, 11, 2)
    with pytest.raises(InputError, match="listopad is November or October"):
        read("2 listopad 2026")


def test_names_that_no_one_language_has_together_are_read_one_by_one() -> None:
    found = read("2 février 2026", "3 dezember 2026", "4 foo 2026")
    assert found.moments == [dt.datetime(2026, 2, 2), dt.datetime(2026, 12, 3), None]
    assert found.unread == {2: "is not a date"}


SWAPPED = (dt.datetime(2026, 10, 2, 9, 15), dt.datetime(2026, 3, 3), "02/13/2026 10:00", "03/18/2026")
"""A log with the month first, opened by a program that reads the day first: 10 February became 2 October."""


def test_day_and_month_that_a_program_swapped_stop_the_import() -> None:
    with pytest.raises(InputError) as error:
        read(*SWAPPED)
    said = str(error.value)
    assert "line 2 became 2 October 2026, where 10 February 2026 was meant" in said
    assert "line 4 stayed the text '02/13/2026 10:00'" in said
    assert 'repair = "swap"' in said


def test_they_are_turned_back_where_the_mapping_says_so() -> None:
    found = read(*SWAPPED, repair="swap")
    assert found.moments == [
        dt.datetime(2026, 2, 10, 9, 15), dt.datetime(2026, 3, 3), dt.datetime(2026, 2, 13, 10),
        dt.datetime(2026, 3, 18),
    ]  # fmt: skip
    assert "day and month turned back, 2 cells" in found.said


def test_or_left_where_it_says_that_they_are_right() -> None:
    assert read(*SWAPPED, repair="keep").moments[0] == dt.datetime(2026, 10, 2, 9, 15)


@pytest.mark.parametrize(
    "cells",
    [
        (dt.datetime(2026, 10, 20), "02/13/2026"),  # a day above 12 was read as a date
        (dt.datetime(2026, 10, 2), "02/03/2026", "02/13/2026"),  # a text that the program would have read
        (dt.datetime(2026, 3, 3), "02/13/2026"),  # swapping changes nothing
        (dt.datetime(2026, 10, 2), "2026-02-13"),
    ],
)
def test_nothing_is_called_swapped_that_may_be_right(cells: tuple[Any, ...]) -> None:
    assert read(*cells).moments[0] == cells[0]


def test_the_second_half_of_the_repeated_hour_is_told() -> None:
    found = read("2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00")
    assert found.moments == [dt.datetime(2026, 10, 25, 2, 30)] * 2
    assert found.instants[1] - found.instants[0] == 3600 * 1_000_000
    assert "1 time lies in the second half of an hour that the clock of Europe/Berlin shows twice" in found.notes[0]
    assert "line 3" in found.notes[0]
    in_utc = read("2026-10-25T02:30:00+01:00", log_zone="UTC")
    assert (in_utc.moments, in_utc.notes) == ([dt.datetime(2026, 10, 25, 1, 30)], ())


def test_times_without_an_offset_are_of_the_zone_that_the_mapping_names() -> None:
    assert read("2026-03-02 03:15", "2026-03-02T09:15+01:00", zone="America/New_York").moments == [FIRST, FIRST]


def test_parts_of_a_second_count_for_the_order_only() -> None:
    found = read("2026-03-02 09:15:00.700", "2026-03-02 09:15:00,200")
    assert found.moments == [FIRST, FIRST]
    assert found.instants[0] - found.instants[1] == 500_000


FORMATS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%d/%m/%Y %H:%M:%S",
    "%m/%d/%Y %I:%M:%S %p",
    "%d.%m.%y %H:%M:%S",
    "%d/%b/%y %I:%M:%S %p",
    "%a, %d %b %Y %H:%M:%S",
    "%B %d, %Y %H:%M:%S",
)
ORDERS = {
    "%d/%m/%Y %H:%M:%S": "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %I:%M:%S %p": "%d/%m/%Y %I:%M:%S %p",
    "%d.%m.%y %H:%M:%S": "%m.%d.%y %H:%M:%S",
}


@given(
    format_=st.sampled_from(FORMATS),
    times=st.lists(
        st.datetimes(dt.datetime(1970, 1, 1), dt.datetime(2068, 12, 31)).map(lambda time: time.replace(microsecond=0)),
        min_size=1,
        max_size=8,
    ),
)
def test_a_column_comes_back_exactly_or_two_readings_fit_it(format_: str, times: list[dt.datetime]) -> None:
    texts = [time.strftime(format_) for time in times]
    try:
        found = read(*texts)
    except InputError:
        # then the other order reads every cell too, and at least one of them as another day
        other = [dt.datetime.strptime(text, ORDERS[format_]) for text in texts]
        assert other != times
    else:
        assert found.moments == times
        assert not found.unread


@given(
    st.lists(
        st.one_of(
            st.text(max_size=20),
            st.floats(),
            st.integers(),
            st.datetimes(),
            st.times(),
            st.timedeltas(),
            st.booleans(),
            st.none(),
        ),
        max_size=6,
    )
)
def test_no_cell_ends_in_anything_but_a_reading_or_a_reason(cells: list[Any]) -> None:
    try:
        found = read(*cells)
    except InputError:
        return
    for row, cell in enumerate(cells):
        assert (found.moments[row] is not None) + (row in found.unread) == (cell is not None)
