"""Public holidays go into the Holidays sheet for the PMO to review."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from pmo_workbook.create import new_workbook
from pmo_workbook.errors import InputError
from pmo_workbook.ooxml.package import Package
from pmo_workbook.public_holidays import add_holidays, parse_years
from tests.filling import filler_of
from tests.importing.test_import_log import rows


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
