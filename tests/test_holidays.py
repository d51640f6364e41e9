"""Public holidays go into the Holidays sheet for the PMO to review."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pmo_workbook.cli import cli
from pmo_workbook.create import new_workbook
from pmo_workbook.errors import InputError
from pmo_workbook.explain import explain
from pmo_workbook.ooxml.package import Package
from pmo_workbook.public_holidays import MOVED, WorkingDay, add_holidays, moved_working_days, parse_years
from pmo_workbook.workflow import look
from tests.filling import filler_of
from tests.importing.test_import_log import rows
from tests.small_framework import WEEKDAYS, service


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.xlsm"
    new_workbook(path)
    with Package.open(path) as package:
        filler = filler_of(package)
        calendar = {"calendar_id": "UK", "time_zone": "Europe/London", "mon": "09:00-17:00", "country": "GB"}
        filler.append("calendars", [calendar | {"subdivision": "ENG"}])
        filler.append("holidays", [{"calendar_id": "All", "date": dt.date(2026, 12, 25), "name": "Christmas"}])
        filler.save()
    return path


def test_the_days_of_a_country_are_added_and_known_ones_left_alone(book: Path) -> None:
    done = add_holidays(book, "uk", "2026")
    assert (dt.date(2026, 4, 3), "Good Friday") in done.added
    assert [day for day, _ in done.known] == [dt.date(2026, 12, 25)]
    written = rows(book, "Holidays")
    assert len(written) == 1 + len(done.added)
    assert {row["Calendar ID"] for row in written} == {"All", "UK"}
    assert add_holidays(book, "UK", "2026").added == ()


def test_a_dry_run_changes_not_a_byte(book: Path) -> None:
    before = book.read_bytes()
    assert add_holidays(book, "UK", "2025-2027", dry_run=True).added
    assert book.read_bytes() == before


@pytest.mark.parametrize(
    ("calendar", "years", "options", "says"),
    [
        ("DE", "2026", {}, "There is no calendar 'DE'.*UK"),
        ("UK", "soon", {}, "are no years"),
        ("UK", "2027-2025", {}, "are no years"),
        ("All", "2026", {}, "which country"),
        ("UK", "2026", {"country": "XX"}, "no country code"),
        ("UK", "2026", {"subdivision": "ENGL"}, "Did you mean ENG"),
    ],
)
def test_what_cannot_be_used_is_said(book: Path, calendar: str, years: str, options: dict[str, str], says: str) -> None:
    with pytest.raises(InputError, match=says):
        add_holidays(book, calendar, years, **options)  # type: ignore[arg-type]


def test_years_are_one_or_a_span() -> None:
    assert parse_years("2026") == (2026,)
    assert parse_years("2025-2027") == (2025, 2026, 2027)


def day(month: int, number: int) -> dt.date:
    return dt.date(2026, month, number)


@pytest.fixture
def abroad(tmp_path: Path) -> Path:
    """A workbook with calendars of countries that move working days, and one request in China."""
    path = tmp_path / "abroad.xlsm"
    new_workbook(path)
    short_friday = {**WEEKDAYS, "fri": "09:00-15:00"}
    calendars = [
        {"calendar_id": "CN", "time_zone": "Asia/Shanghai", "country": "CN", **WEEKDAYS},
        {"calendar_id": "HU", "time_zone": "Europe/Budapest", "country": "HU", **short_friday},
        {"calendar_id": "SHOP", "time_zone": "Asia/Shanghai", "country": "CN", **WEEKDAYS, "sat": "10:00-14:00"},
        {"calendar_id": "MON-WED", "time_zone": "Asia/Shanghai", "country": "CN", "mon": "9-12", "tue": "9-12"},
        {"calendar_id": "UK", "time_zone": "Europe/London", "country": "GB", **WEEKDAYS},
    ]
    request = {"request_id": "R1", "service_id": "S1", "submitted": dt.datetime(2026, 2, 13, 5)}  # 13:00 in China
    with Package.open(path) as package:
        filler = filler_of(package)
        filler.append("calendars", calendars)
        filler.append("roles", [{"role_id": "PSM", "role": "Service Manager"}])
        words = {name: text for name, text in vars(service(calendar="CN")).items() if isinstance(text, str)}
        filler.append("services", [{**words, "audience": "All", "delivery_model": "Online"}])
        promise = {"sla_id": "L1", "service_id": "S1", "name": "Done in a day", "metric": "Resolution"}
        filler.append("slas", [{**promise, "target": 8, "unit": "working hours", "goal": 90}])
        filler.append("requests", [request])
        filler.save()
    return path


def test_a_working_day_moved_to_a_saturday_counts(abroad: Path) -> None:
    done = add_holidays(abroad, "CN", "2026")

    moved = [day(1, 4), day(2, 14), day(2, 28), day(5, 9), day(9, 20), day(10, 10)]
    assert [one.date for one in done.working_days] == moved
    assert WorkingDay("CN", day(2, 14), MOVED, "09:00-17:00") in done.working_days
    written = [row for row in rows(abroad, "Holidays") if row["Hours"]]
    assert [(row["Calendar ID"], row["Name"], row["Hours"]) for row in written] == [("CN", MOVED, "09:00-17:00")] * 6
    framework = look(abroad, dt.datetime(2026, 2, 13, 14, tzinfo=dt.UTC)).framework
    (clock,) = explain(framework, dt.datetime(2026, 2, 13, 14), "R1").clocks
    assert clock.deadline == dt.datetime(2026, 2, 14, 13)


def test_a_second_run_brings_no_working_day_twice(abroad: Path) -> None:
    first = add_holidays(abroad, "CN", "2026")
    before = abroad.read_bytes()

    second = add_holidays(abroad, "CN", "2026")

    assert (second.added, second.working_days) == ((), ())
    assert second.working_days_known == first.working_days
    assert abroad.read_bytes() == before


def test_a_moved_working_day_has_the_hours_of_the_day_that_is_off_instead(abroad: Path) -> None:
    found = {one.date: one.hours for one in add_holidays(abroad, "HU", "2026").working_days}

    assert found == {day(1, 10): "09:00-15:00", day(8, 8): "09:00-15:00"}
    assert moved_working_days("HU", "", (2026,)) == ((day(1, 10), day(1, 2)), (day(8, 8), day(8, 21)))


def test_a_calendar_that_is_open_on_that_day_of_the_week_needs_no_row(abroad: Path) -> None:
    sundays = [one.date for one in add_holidays(abroad, "SHOP", "2026").working_days]

    assert sundays == [day(1, 4), day(9, 20)]


def test_a_calendar_that_is_closed_on_the_day_off_does_not_work_for_it(abroad: Path) -> None:
    found = add_holidays(abroad, "MON-WED", "2026").working_days

    assert {one.date for one in found} == {day(2, 28), day(5, 9), day(9, 20)}
    assert {one.hours for one in found} == {"9-12"}


def test_for_all_calendars_each_gets_its_own_hours(abroad: Path) -> None:
    done = add_holidays(abroad, "All", "2026", country="HU")

    found = {(one.calendar_id, one.hours) for one in done.working_days if one.date == day(1, 10)}
    assert found == {("CN", "09:00-17:00"), ("HU", "09:00-15:00"), ("UK", "09:00-17:00")}
    assert add_holidays(abroad, "All", "2026", country="HU").working_days == ()


def test_a_day_that_the_pmo_has_entered_stays_as_it_is(abroad: Path) -> None:
    with Package.open(abroad) as package:
        filler = filler_of(package)
        filler.append("holidays", [{"calendar_id": "CN", "date": day(2, 14), "name": "Ours"}])
        filler.save()

    done = add_holidays(abroad, "CN", "2026")

    assert [one.date for one in done.working_days_known] == [day(2, 14)]
    assert [row["Name"] for row in rows(abroad, "Holidays") if row["Date"] == dt.datetime(2026, 2, 14)] == ["Ours"]


@pytest.mark.parametrize(
    ("country", "year", "moved"),
    [
        ("LV", 2026, [day(1, 17), day(6, 27)]),
        ("BY", 2026, [day(4, 25)]),
        ("UZ", 2026, [day(12, 12)]),
        ("VN", 2026, [day(8, 22)]),
        ("TW", 2025, [dt.date(2025, 2, 8)]),
        ("RU", 2025, [dt.date(2025, 11, 1)]),
        ("KZ", 2025, [dt.date(2025, 1, 5)]),
        ("GB", 2026, []),
    ],
)
def test_the_working_days_of_other_countries_are_known(country: str, year: int, moved: list[dt.date]) -> None:
    assert [date for date, _ in moved_working_days(country, "", (year,))] == moved


def test_a_december_day_worked_for_one_of_january_is_found_without_asking_for_the_next_year() -> None:
    assert (dt.date(2011, 12, 31), dt.date(2012, 1, 3)) in moved_working_days("CN", "", (2011,))


def test_the_command_says_what_was_moved(abroad: Path) -> None:
    said = CliRunner().invoke(cli, ["holidays", str(abroad), "--calendar", "HU", "--years", "2026"]).output
    again = CliRunner().invoke(cli, ["holidays", str(abroad), "--calendar", "HU", "--years", "2026", "--json"]).output

    assert "Working day (moved), HU 09:00-15:00" in said
    assert "and 2 working days that HU moved to a weekend; please review them." in said
    known = json.loads(again)["working_days_known"]
    assert [one["date"] for one in known] == ["2026-01-10", "2026-08-08"]


def test_a_country_that_moves_no_day_hears_nothing_of_it(book: Path) -> None:
    said = CliRunner().invoke(cli, ["holidays", str(book), "--calendar", "UK", "--years", "2026"]).output

    assert "working day" not in said.lower()
    assert "public holidays of GB-ENG for UK; please review them." in said
