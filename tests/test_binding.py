"""Which column is which field is decided once: what is forgiven in a header is forgiven by all that use the table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from pmo_workbook import stamps
from pmo_workbook.binding import BoundTable, bind, columns_at
from pmo_workbook.check import check
from pmo_workbook.create import new_workbook
from pmo_workbook.hosts.file import FileHost
from pmo_workbook.hosts.memory import MemoryHost
from pmo_workbook.importing import import_log
from pmo_workbook.importing.existing import Existing
from pmo_workbook.importing.merge import merge
from pmo_workbook.ooxml.package import Package
from pmo_workbook.public_holidays import add_holidays
from pmo_workbook.publish.since.record import record_publication
from pmo_workbook.sheets import BY_KEY
from pmo_workbook.tables import RawTable
from tests.filling import filler_of
from tests.opened import opened
from tests.sheet_text import sheet

NOW = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
MARCH_2 = dt.datetime(2026, 3, 2, 9, 15)
REQUEST = {"request_id": "R-1", "service_id": "SVC-01", "submitted": MARCH_2}
HOLD = {"request_id": "R-1", "waiting_for": "Requester", "start": dt.datetime(2026, 3, 3, 10)}

SPELLED: dict[str, Callable[[str], str]] = {
    "a star": lambda header: header + "*",
    "a star apart": lambda header: f" {header} * ",
    "capitals": str.upper,
    "blanks": lambda header: "  ".join(f" {header} ".split(" ")),
    "blanks that do not break": lambda header: header.replace(" ", "\N{NO-BREAK SPACE}") + "\N{NO-BREAK SPACE}",
    "letters that look alike": lambda header: header.replace("e", "\N{CYRILLIC SMALL LETTER IE}"),
}
"""Other spellings of a header that mean the same column."""


@pytest.fixture(params=SPELLED.values(), ids=SPELLED)
def spelled(request: pytest.FixtureRequest) -> Callable[[str], str]:
    found: Callable[[str], str] = request.param
    return found


@pytest.fixture
def book(tmp_path: Path, spelled: Callable[[str], str]) -> Path:
    """A workbook with one request on hold, and its headers in another spelling."""
    path = tmp_path / "book.xlsm"
    new_workbook(path)
    with Package.open(path) as package:
        filler = filler_of(package)
        filler.append("requests", [REQUEST])
        filler.append("holds", [HOLD])
        filler.append("calendars", [{"calendar_id": "UK", "time_zone": "Europe/London", "country": "GB"}])
        filler.append("holidays", [{"calendar_id": "UK", "date": dt.date(2026, 12, 25), "name": "Christmas"}])
        filler.append("roles", [{"role_id": "PSM", "role": "PMO Service Manager"}])
        filler.append("communications", [communication()])
        filler.save()
    workbook = opened(path)
    for key in ("requests", "holds", "holidays", "communications"):
        cells = workbook[BY_KEY[key].title]
        (table,) = cells.tables.values()
        for cell, column in zip(cells[table.ref][0], table.tableColumns, strict=True):
            cell.value = column.name = spelled(cell.value)
    workbook.save(path)
    return path


def communication() -> dict[str, object]:
    return {
        "communication_id": "C-1",
        "message": "Monthly report",
        "audience": "All",
        "channel": "Email",
        "every": "Month",
        "next_planned": dt.date(2026, 3, 31),
        "owner_role": "PSM",
    }


def column(path: Path, key: str, field: str) -> list[object]:
    with FileHost(path) as host:
        return [values[field] for _, values in host.tables()[key].records()]


def drawn(key: str, spelled: Callable[[str], str], *rows: Sequence[object]) -> BoundTable:
    headers = tuple(spelled(column.header) for column in BY_KEY[key].columns)
    wide = [[*row, *[None] * (len(headers) - len(row))] for row in rows]
    return bind(BY_KEY[key], RawTable(BY_KEY[key].table, BY_KEY[key].title, 4, 2, headers, wide))


def test_every_column_is_found_in_another_spelling_of_its_header(spelled: Callable[[str], str]) -> None:
    for one in BY_KEY.values():
        headers = [spelled(column.header) for column in one.columns]

        assert columns_at(one, headers) == {column.field: at for at, column in enumerate(one.columns)}


def test_a_known_request_is_updated_in_the_file_and_not_added(book: Path, tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text("Request ID,Service ID,Submitted,Closed\nR-1,SVC-01,2026-03-02 09:15,2026-03-05 12:00\n")

    done = import_log(book, log, NOW)

    assert (done.requests.added, done.requests.updated, done.dropped) == (0, 1, ())
    assert column(book, "requests", "closed") == [dt.datetime(2026, 3, 5, 12)]


def test_a_known_hold_is_not_added_again(book: Path, tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text("Request ID,Waiting for,From\nR-1,Requester,2026-03-03 10:00\n")

    done = import_log(book, log, NOW)

    assert (done.holds.added, done.holds.updated, done.holds.unchanged) == (0, 0, 1)


def test_the_headers_of_a_log_are_forgiven_as_those_of_a_sheet(
    book: Path, tmp_path: Path, spelled: Callable[[str], str]
) -> None:
    log = tmp_path / "log.csv"
    headers = ",".join(map(spelled, ("Request ID", "Service ID", "Submitted")))
    log.write_text(f"{headers}\nR-1,SVC-01,2026-03-02 09:15\nR-2,SVC-01,2026-03-02 10:15\n", encoding="utf-8")

    done = import_log(book, log, NOW)

    assert (done.requests.added, done.requests.unchanged, done.unmapped_columns) == (1, 1, ())


def test_new_rows_go_into_their_columns(book: Path) -> None:
    with Package.open(book) as package:
        filler = filler_of(package)
        filler.append("requests", [REQUEST | {"request_id": "R-2"}])
        assert filler.table("requests").left == {}
        filler.save()

    assert column(book, "requests", "request_id") == ["R-1", "R-2"]
    assert column(book, "requests", "submitted") == [MARCH_2, MARCH_2]


def test_a_holiday_that_is_there_is_not_added_again(book: Path) -> None:
    add_holidays(book, "UK", "2026")

    days = column(book, "holidays", "date")
    assert days.count(dt.date(2026, 12, 25)) == 1
    assert len(days) > 5


def test_a_publication_is_recorded_in_its_row(book: Path) -> None:
    (found,) = record_publication(book, dt.date(2026, 3, 31), ["C-1"])

    assert found.changed
    assert column(book, "communications", "last_done") == [dt.date(2026, 3, 31)]


def test_a_stamp_finds_the_selected_request_and_its_hold(spelled: Callable[[str], str]) -> None:
    tables = {
        "requests": drawn("requests", spelled, ["R-1", None, "SVC-01"], [None], ["R-2", None, "SVC-01"]),
        "holds": drawn("holds", spelled, ["R-2", "Requester", MARCH_2]),
    }
    tables = dict(MemoryHost(tables).tables())

    chosen = stamps.selected(tables, "Requests", "$C$5:$C$7")
    found = stamps.stamp("close", tables, chosen, dt.datetime(2026, 3, 4, 12, tzinfo=dt.UTC))

    assert [(one.row, one.request_id) for one in chosen] == [(5, "R-1"), (7, "R-2")]
    assert sorted(found.requests) == [5, 7]
    assert sorted(found.holds) == [5]


def test_what_is_checked_is_what_is_merged(spelled: Callable[[str], str]) -> None:
    at = {column.field: place for place, column in enumerate(BY_KEY["requests"].columns)}
    row: list[object] = [None] * len(at)
    for field, value in REQUEST.items():
        row[at[field]] = value
    tables = {"requests": drawn("requests", spelled, row)}

    changes = merge(Refusing(), Existing(tables), "requests", [REQUEST], frozenset())

    assert not changes.touched
    assert [one.rule for one in check(tables).issues if one.rule == "missing-column"] == []


class Refusing:
    """A filler that nothing may be handed to."""

    def table(self, key: str) -> stamps.Stamped:
        raise AssertionError(key)

    def append(self, key: str, rows: object) -> None:
        raise AssertionError(key, rows)

    def update(self, key: str, row: int, values: object) -> None:
        raise AssertionError(key, row, values)


def test_of_two_columns_with_one_meaning_the_first_counts() -> None:
    roles = sheet("roles", "ROLE * | Mine | Role | Role ID\nDirector | x | Chief | PMD")

    assert roles.at == {"role": 0, "role_id": 3}
    assert roles.places == {"role": 2, "role_id": 5}
    assert roles.unbound == (1, 2)


def test_a_required_column_that_is_not_there_is_missing() -> None:
    roles = sheet("roles", "Role | Mine\nDirector | x")

    assert [column.header for column in roles.missing] == ["Role ID"]
    assert [column.header for column in roles.columns] == ["Role"]


def test_rows_have_their_worksheet_numbers_and_rows_without_a_field_are_none() -> None:
    roles = sheet("roles", "Role ID | Mine | Role\nPMD | x | Director\n | mine | \n#N/A | | \nPSM | |")

    assert list(roles.records()) == [
        (4, {"role_id": "PMD", "role": "Director"}),
        (6, {"role_id": None, "role": None}),
        (7, {"role_id": "PSM", "role": None}),
    ]
    assert (roles.error_in(6, "role_id"), roles.error_in(6, "role")) == ("#N/A", "")


def test_rows_go_into_an_excel_table_that_was_renamed(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsm"
    new_workbook(path)
    workbook = opened(path)
    cells = workbook["Roles"]
    (table,) = cells.tables.values()
    del cells.tables[table.displayName]
    table.name = table.displayName = "OurRoles"
    cells.add_table(table)
    workbook.save(path)

    with Package.open(path) as package:
        filler = filler_of(package)
        filler.append("roles", [{"role_id": "PSM", "role": "Service Manager"}])
        filler.save()

    assert column(path, "roles", "role_id") == ["PSM"]
