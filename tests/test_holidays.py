"""Public holidays go into the Holidays sheet for the PMO to review."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from pmo_workbook.create import new_workbook
from pmo_workbook.errors import InputError
from pmo_workbook.ooxml.package import Package
from pmo_workbook.public_holidays import add_holidays, parse_years
from tests.conftest import run_command
from tests.filling import filler_of
from tests.importing.small_book import bring_in, looked, sla, small_book
from tests.opened import opened


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
    written = dated(book)
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


def china(path: Path, **days: str) -> Path:
    week = {**dict.fromkeys(("mon", "tue", "wed", "thu"), "09:00-17:00"), "fri": "09:00-15:00"}
    calendar = {"calendar_id": "CAL", "time_zone": "Asia/Shanghai", "country": "CN", **week, **days}
    return small_book(path, sla(calendar="CAL"), zone="Asia/Shanghai", calendars=[calendar])


def test_working_days_that_a_country_moves_to_weekends_come_with_hours(tmp_path: Path) -> None:
    book = china(tmp_path / "book.xlsm", fri="09:00-17:00")
    done = add_holidays(book, "CAL", "2026")

    assert [f"{date:%m-%d}" for date, _ in done.moved] == ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]
    saturday = next(row for row in dated(book) if row["Date"] == dt.datetime(2026, 2, 14))
    assert (saturday["Name"], saturday["Hours"]) == ("Working day (moved)", "09:00-17:00")
    again = add_holidays(book, "CAL", "2026")
    assert (again.added, again.moved) == ((), ())

    # Friday 13:00 to 17:00 are four of eight hours, the other four lie on the Saturday that is worked
    bring_in(book, "Request ID,Service ID,Submitted\nR1,SVC-01,2026-02-13 13:00\n")
    (watched,) = looked(book, "2026-02-13 14:00").measures.watched
    assert watched.deadline == dt.datetime(2026, 2, 14, 13)


def test_a_calendar_that_is_open_on_that_day_needs_no_row(tmp_path: Path) -> None:
    book = china(tmp_path / "book.xlsm", sat="10:00-12:00")
    done = add_holidays(book, "CAL", "2026")
    # the two Sundays only, with the hours of most weekdays
    assert [(f"{date:%m-%d}", hours) for date, hours in done.moved] == [
        ("01-04", "09:00-17:00"),
        ("09-20", "09:00-17:00"),
    ]


def test_days_for_all_calendars_are_named_where_their_hours_differ(book: Path) -> None:
    with Package.open(book) as package:
        filler = filler_of(package)
        filler.append("calendars", [{"calendar_id": "CN", "time_zone": "Asia/Shanghai", "mon": "08:00-12:00"}])
        filler.save()
    done = add_holidays(book, "All", "2026", country="CN", dry_run=True)
    assert (done.moved, len(done.no_hours)) == ((), 6)
    said = run_command("holidays", book, "--calendar", "All", "--years", "2026", "--country", "CN").stdout
    assert "CN works on these days off; name one calendar to add them with its hours: 2026-01-04," in said


def dated(book: Path) -> list[dict[str, object]]:
    sheet = opened(book)["Holidays"]
    header, *lines = sheet[next(iter(sheet.tables.values())).ref]
    names = [cell.value for cell in header]
    return [dict(zip(names, (cell.value for cell in line), strict=True)) for line in lines]
