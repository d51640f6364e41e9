"""Answers that others have published, see the cases' README, and those that the design itself states."""

import datetime as dt
from pathlib import Path

import pytest

from pmo_workbook.worktime.calendar import Calendar
from pmo_workbook.worktime.holds import MergedHolds, merge_holds
from pmo_workbook.worktime.hours import parse_hours
from pmo_workbook.worktime.units import CALENDAR_HOURS, CLOSE_OF_BUSINESS, WORKING_DAYS, WORKING_HOURS, Measure, measure
from pmo_workbook.worktime.zones import to_local, to_utc

README = Path(__file__).parents[2] / "shared" / "cases" / "README.md"
EPOCH = dt.datetime(1970, 1, 1)


def rule(unit: str, hours: str, days: str = "1111100", zone: str = "UTC", friday: str | None = None) -> Measure:
    week = [parse_hours(hours) if is_open == "1" else () for is_open in days]
    if friday is not None:
        week[4] = parse_hours(friday)
    calendar = Calendar("X", "X", zone, tuple(week))
    return measure(unit, calendar.compile(dt.date(2006, 12, 25), dt.date(2026, 12, 31)))


def instant(text: str, zone: str = "UTC") -> int:
    return int(to_utc([int((dt.datetime.fromisoformat(text) - EPOCH).total_seconds())], zone).utc[0])


def due(of: Measure, start: str, target: float, hold: MergedHolds | None = None, zone: str = "UTC") -> str:
    value = of.deadline([instant(start)], of.target(target), hold)
    return (EPOCH + dt.timedelta(seconds=int(to_local(value, zone)[0]))).isoformat(sep=" ", timespec="minutes")


def amount(of: Measure, start: str, stop: str) -> float:
    return float(of.amount(of.elapsed([instant(start)], [instant(stop)]))[0])


def hold(start: str, end: str) -> MergedHolds:
    return merge_holds([0], [instant(start)], [instant(end)])


@pytest.mark.parametrize(
    ("case", "hours", "days", "zone", "start", "target", "answer"),
    [
        (1, "09-17", "0000001", "UTC", "2007-01-01 00:00", 1, "2007-01-07 10:00"),
        (2, "09-17", "1000000", "UTC", "2007-01-01 00:00", 1, "2007-01-01 10:00"),
        (3, "09-18", "1111100", "America/New_York", "2007-01-01 22:00", 2, "2007-01-02 15:00"),
        (4, "09-18", "1111100", "Europe/Moscow", "2007-01-01 22:00", 2, "2007-01-02 08:00"),
        (7, "08-18", "1111100", "UTC", "2024-06-04 16:00", 4, "2024-06-05 10:00"),
        (9, "09-17", "1111100", "UTC", "2024-06-07 16:30", 1, "2024-06-10 09:30"),
        (10, "09-17", "1111100", "UTC", "2024-06-05 07:00", 2, "2024-06-05 11:00"),
        (10, "09-17", "1111100", "UTC", "2024-06-05 10:00", 2, "2024-06-05 12:00"),
        (11, "09-17", "1111100", "UTC", "2024-06-07 16:00", 8, "2024-06-10 16:00"),
        (11, "09-17", "1111100", "UTC", "2024-06-07 16:00", 2, "2024-06-10 10:00"),
    ],
)
def test_a_published_deadline_is_ours(
    case: int, hours: str, days: str, zone: str, start: str, target: float, answer: str
) -> None:
    assert answer == due(rule(WORKING_HOURS, hours, days, zone), start, target)


@pytest.mark.parametrize(
    ("hours", "days", "zone", "begins"),
    [
        ("09-17", "0000001", "UTC", "2007-01-07 09:00"),
        ("09-18", "1111100", "Europe/Moscow", "2007-01-02 06:00"),
        ("09-18", "1111100", "America/New_York", "2007-01-01 22:00"),
    ],
)
def test_cases_1_3_and_4_the_clock_starts_at_the_published_instant(
    hours: str, days: str, zone: str, begins: str
) -> None:
    of = rule(WORKING_HOURS, hours, days, zone)
    start = "2007-01-01 00:00" if zone == "UTC" else "2007-01-01 22:00"

    assert amount(of, start, begins) == 0
    assert of.elapsed([instant(start)], [instant(begins) + 1])[0] == 1


def test_case_5_working_and_calendar_time_to_the_next_morning() -> None:
    start, now = "2024-06-04 14:00", "2024-06-05 09:00"

    assert amount(rule(WORKING_HOURS, "09-17"), start, now) == 3
    assert amount(rule(CALENDAR_HOURS, "09-17"), start, now) == 19


def test_case_6_a_friday_evening_to_monday_morning() -> None:
    start, now = "2025-12-12 21:00", "2025-12-15 09:30"

    assert amount(rule(WORKING_HOURS, "08-17"), start, now) == 1.5
    assert amount(rule(CALENDAR_HOURS, "08-17"), start, now) == 60.5
    assert due(rule(WORKING_HOURS, "08-17"), start, 8) == "2025-12-15 16:00"


def test_case_8_three_hours_on_hold_in_working_time_move_the_deadline_by_three_hours() -> None:
    of = rule(WORKING_HOURS, "08-18")
    start = "2024-06-04 09:00"

    assert due(of, start, 4) == "2024-06-04 13:00"
    assert due(of, start, 4, hold("2024-06-04 10:00", "2024-06-04 13:00")) == "2024-06-04 16:00"


def test_case_12_a_hold_over_night_does_not_move_the_deadline() -> None:
    of = rule(WORKING_HOURS, "09-17")
    start = "2024-06-04 09:00"

    assert due(of, start, 8) == "2024-06-04 17:00"
    assert due(of, start, 8, hold("2024-06-04 17:00", "2024-06-05 09:00")) == "2024-06-04 17:00"
    assert due(of, start, 9, hold("2024-06-04 17:00", "2024-06-05 09:00")) == "2024-06-05 10:00"


@pytest.mark.parametrize("friday", [None, "09-13"])
def test_two_working_days_from_thursday_nine_are_used_up_on_friday_at_closing(friday: str | None) -> None:
    of = rule(WORKING_DAYS, "09-17", friday=friday)

    assert ("2024-06-07 13:00" if friday else "2024-06-07 17:00") == due(of, "2024-06-06 09:00", 2)


def test_two_working_days_from_thursday_noon_reach_into_monday_by_the_same_share_of_a_day() -> None:
    # Three of Thursday's eight hours are gone; three of Monday's eight make up for them.
    assert due(rule(WORKING_DAYS, "09-17", friday="09-13"), "2024-06-06 12:00", 2) == "2024-06-10 12:00"


def test_three_days_to_close_of_business_end_on_the_third_working_day_after_the_start() -> None:
    of = rule(CLOSE_OF_BUSINESS, "09-17", friday="09-13")

    assert due(of, "2024-06-05 15:00", 3) == "2024-06-10 17:00"
    assert due(of, "2024-06-05 18:00", 3) == "2024-06-11 17:00"
    assert due(of, "2024-06-08 11:00", 3) == "2024-06-13 17:00"


def test_a_later_hold_changes_nothing() -> None:
    of = rule(WORKING_HOURS, "09-17")

    assert due(of, "2024-06-04 09:00", 4, hold("2024-06-04 13:00", "2024-06-06 09:00")) == "2024-06-04 13:00"


def test_every_case_of_working_time_in_the_list_is_tested_here() -> None:
    if not README.exists():
        pytest.skip("the shared cases are not beside the project")
    listed = {line.split("|")[1].strip() for line in README.read_text(encoding="utf-8").splitlines() if "|" in line}
    # 13 is about targets that change, not about working time.
    tested = {*map(str, range(1, 13)), "13"}

    assert {name for name in listed if name.isdigit()} <= tested
