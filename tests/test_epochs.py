"""Points in time as numbers, both ways, in a log and in both date systems of a workbook."""

from __future__ import annotations

import datetime as dt

import openpyxl.utils.datetime as independent
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_workbook.epochs import DAY, date_of, day_of, day_zero, from_serial, seconds_of, to_serial, wall_time

MOMENT = st.datetimes(dt.datetime(1, 1, 1), dt.datetime(9999, 12, 31)).map(lambda moment: moment.replace(microsecond=0))
KNOWN = st.datetimes(dt.datetime(1904, 1, 1), dt.datetime(9999, 12, 31)).map(
    lambda moment: moment.replace(microsecond=0)
)
SYSTEMS = {False: independent.WINDOWS_EPOCH, True: independent.MAC_EPOCH}


@given(MOMENT)
def test_seconds_and_days_of_a_log_come_back(moment: dt.datetime) -> None:
    assert wall_time(seconds_of(moment)) == moment
    assert date_of(day_of(moment.date())) == moment.date()
    assert seconds_of(moment) // DAY == day_of(moment.date())


def test_a_date_is_its_beginning_and_parts_of_a_second_are_dropped() -> None:
    assert seconds_of(dt.date(1970, 1, 2)) == DAY
    assert seconds_of(dt.datetime(1969, 12, 31, 23, 59, 59, 999_999)) == -1


@pytest.mark.parametrize("date1904", [False, True])
@given(moment=KNOWN)
def test_serials_come_back_and_are_those_of_openpyxl(date1904: bool, moment: dt.datetime) -> None:
    serial = to_serial(moment, date1904)

    assert serial is not None
    assert serial == pytest.approx(independent.to_excel(moment, SYSTEMS[date1904]), abs=1e-9)
    assert from_serial(serial, date1904) == moment


@pytest.mark.parametrize(
    ("day", "date1904", "serial"),
    [
        (dt.date(1899, 12, 31), False, None),
        (dt.date(1900, 1, 1), False, 1.0),
        (dt.date(1900, 2, 28), False, 59.0),
        (dt.date(1900, 3, 1), False, 61.0),
        (dt.date(1903, 12, 31), True, None),
        (dt.date(1904, 1, 1), True, 0.0),
        (dt.date(1904, 1, 2), True, 1.0),
    ],
)
def test_the_first_days_of_a_workbook(day: dt.date, date1904: bool, serial: float | None) -> None:
    assert to_serial(day, date1904) == serial
    if serial is not None:
        assert from_serial(serial, date1904) == dt.datetime.combine(day, dt.time())


def test_the_29th_of_february_1900_was_no_day() -> None:
    assert from_serial(60.0, date1904=False) is None
    assert from_serial(60.5, date1904=False) is None


@pytest.mark.parametrize("serial", [1e9, -1e9, float("inf"), float("nan")])
def test_a_number_that_no_calendar_reaches_is_no_moment(serial: float) -> None:
    assert from_serial(serial, date1904=False) is None


def test_the_two_date_systems_are_four_years_apart() -> None:
    assert (day_zero(date1904=True) - day_zero(date1904=False)).days == 1462
