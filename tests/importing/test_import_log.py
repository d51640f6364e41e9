"""Logs come in: flat or as events, known requests updated, nothing changed on an error."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from pmo_workbook.create import new_workbook
from pmo_workbook.errors import InputError
from pmo_workbook.importing import Imported, import_log
from pmo_workbook.ooxml.package import Package
from tests.filling import filler_of
from tests.opened import opened

FLAT = """Request ID,Service ID,Priority,Submitted,First response,Closed
R-1,SVC-01,High,2026-03-02 09:15,2026-03-02 10:00,2026-03-04 16:30
R-2,SVC-01,,2026-03-03 11:00,,
"""
EVENTS = """case,when,status,sort
C1,2026-03-02 09:00:00+00:00,New,billing
C1,2026-03-02 10:00:00+00:00,Working,billing
C1,2026-03-03 09:00:00+00:00,Waiting,billing
C1,2026-03-04 09:00:00+00:00,Working,billing
C1,2026-03-05 12:00:00+00:00,Done,billing
C1,2026-03-06 12:00:00+00:00,Working,billing
C1,2026-03-07 12:00:00+00:00,Done,billing
C2,2026-03-02 09:00:00+00:00,New,else
"""
MAPPING = """
[columns]
"Service ID" = "sort"
[values."Service ID"]
billing = "SVC-01"
"*" = "SVC-02"
[events]
case = "case"
time = "when"
status = ["status"]
first_response = ["Working"]
closed = ["Done"]
[[holds]]
status = ["Waiting"]
waiting_for = "Requester"
"""
NOW = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
ALL_MAPPED = """[columns]
"Request ID" = "Ticket"
"Service ID" = "Service ID"
"Submitted" = "Submitted"
"""
CASE = Path(__file__).parents[3] / "shared/cases/bpi2013-problems/closed.csv"
DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.xlsm"
    new_workbook(path)
    with Package.open(path) as package:
        filler = filler_of(package)
        service = {"name": "n", "category": "Other", "objective": "o", "in_scope": "s", "audience": "All"}
        service |= {
            "delivery_model": "Online",
            "how_to_request": "h",
            "owner_role": "R",
            "critical": "No",
            "status": "Live",
        }
        filler.append("roles", [{"role_id": "R", "role": "Role"}])
        filler.append("services", [service | {"service_id": f"SVC-0{n}", "name": f"Service {n}"} for n in (1, 2)])
        filler.save()
    return path


def bring_in(book: Path, text: str, mapping: str | None = None, dry_run: bool = False) -> Imported:
    log = book.with_name("log.csv")
    log.write_text(text, encoding="utf-8")
    file = None
    if mapping is not None:
        file = book.with_name("mapping.toml")
        file.write_text(mapping, encoding="utf-8")
    return import_log(book, log, NOW, file, dry_run=dry_run)


def rows(book: Path, title: str) -> list[dict[str, object]]:
    sheet = opened(book)[title]
    header, *lines = sheet[next(iter(sheet.tables.values())).ref]
    names = [cell.value for cell in header]
    return [dict(zip(names, (cell.value for cell in line), strict=True)) for line in lines]


def test_a_table_with_the_headers_of_the_sheet_needs_no_mapping(book: Path) -> None:
    done = bring_in(book, FLAT)
    assert (done.requests.added, done.requests.updated) == (2, 0)
    first, second = rows(book, "Requests")
    assert (first["Request ID"], first["Priority"], str(first["Closed"])) == ("R-1", "High", "2026-03-04 16:30:00")
    assert (second["Request ID"], second["Priority"], second["Closed"]) == ("R-2", None, None)


def test_a_mapping_beside_the_log_with_its_name_is_taken_and_said(book: Path) -> None:
    log = book.with_name("tickets.csv")
    log.write_text("Ticket,Service ID,Submitted\nT-1,SVC-01,2026-03-02 09:00\n", encoding="utf-8")
    log.with_suffix(".toml").write_text(ALL_MAPPED, encoding="utf-8")

    found = import_log(book, log, NOW)

    assert (found.mapping, found.requests.added) == ("tickets.toml", 1)


def test_a_second_import_of_the_same_log_changes_not_a_byte(book: Path) -> None:
    bring_in(book, FLAT)
    before = book.read_bytes()
    done = bring_in(book, FLAT)
    assert (done.requests.added, done.requests.updated, done.requests.unchanged) == (0, 0, 2)
    assert book.read_bytes() == before


def test_a_known_request_is_updated_in_its_mapped_cells_only(book: Path) -> None:
    bring_in(book, FLAT)
    later = FLAT.replace("R-2,SVC-01,,2026-03-03 11:00,,", "R-2,SVC-01,,2026-03-03 11:00,,2026-03-09 12:00")
    done = bring_in(book, later)
    assert (done.requests.added, done.requests.updated, done.requests.unchanged) == (0, 1, 1)
    assert [str(row["Closed"]) for row in rows(book, "Requests")] == ["2026-03-04 16:30:00", "2026-03-09 12:00:00"]


def test_a_blank_in_a_flat_log_leaves_the_cell_as_it_is(book: Path) -> None:
    bring_in(book, FLAT)
    done = bring_in(book, FLAT.replace(",High,", ",,"))
    assert done.requests.unchanged == 2
    assert rows(book, "Requests")[0]["Priority"] == "High"


def test_events_become_a_request_with_its_hold(book: Path) -> None:
    done = bring_in(book, EVENTS, MAPPING)
    assert (done.requests.added, done.holds.added) == (2, 2)
    first = next(row for row in rows(book, "Requests") if row["Request ID"] == "C1")
    assert first["Service ID"] == "SVC-01"
    assert [str(first[name]) for name in ("Submitted", "First response", "Closed")] == [
        "2026-03-02 09:00:00",
        "2026-03-02 10:00:00",
        "2026-03-07 12:00:00",
    ]
    assert first["Times reopened"] == 1
    assert [(hold["Waiting for"], str(hold["From"]), str(hold["Until"])) for hold in rows(book, "Holds")] == [
        ("Requester", "2026-03-03 09:00:00", "2026-03-04 09:00:00"),
        ("Closed", "2026-03-05 12:00:00", "2026-03-06 12:00:00"),
    ]


def test_every_other_value_goes_where_the_star_says(book: Path) -> None:
    bring_in(book, EVENTS, MAPPING)
    assert {row["Request ID"]: row["Service ID"] for row in rows(book, "Requests")} == {"C1": "SVC-01", "C2": "SVC-02"}


def test_an_event_log_read_again_with_more_events_updates_the_request(book: Path) -> None:
    bring_in(book, EVENTS, MAPPING)
    done = bring_in(book, EVENTS + "C2,2026-03-09 09:00:00+00:00,Done,else\n", MAPPING)
    assert (done.requests.added, done.requests.updated, done.requests.unchanged) == (0, 1, 1)
    assert (done.holds.added, done.holds.unchanged) == (0, 0)
    assert any("8 events known from an earlier import" in note for note in done.notes)


def test_a_dry_run_changes_not_a_byte(book: Path) -> None:
    before = book.read_bytes()
    done = bring_in(book, EVENTS, MAPPING, dry_run=True)
    assert done.requests.added == 2
    assert book.read_bytes() == before


def test_values_that_the_workbook_does_not_know_are_shown_with_their_number(book: Path) -> None:
    done = bring_in(book, FLAT.replace("High", "P5").replace("SVC-01,,", "SVC-09,P5,"))
    assert ("Priority", "P5", 2, "line 2", "") in done.unmapped_values
    assert ("Service ID", "SVC-09", 1, "line 3", "") in done.unmapped_values


def test_columns_that_go_nowhere_are_shown(book: Path) -> None:
    done = bring_in(book, FLAT.replace("Closed\n", "Closed,Colour\n").replace("16:30\n", "16:30,red\n"))
    assert done.unmapped_columns == ("Colour",)


@pytest.mark.parametrize(
    ("text", "mapping", "says"),
    [
        (FLAT.replace("2026-03-03 11:00", "soon"), None, "line 3.*Submitted 'soon'"),
        (FLAT.replace("R-2", ""), None, "line 3.*Request ID is blank"),
        (FLAT.replace("Submitted", "Opened"), None, "no columns 'Request ID' and 'Submitted'"),
        (EVENTS, MAPPING.replace('"when"', '"moment"'), "no column 'moment'"),
        (EVENTS, MAPPING.replace('"Service ID" = "sort"', '"Shoe size" = "sort"'), "Shoe size"),
        (FLAT, '[constants]\n"priority" = "High"\n"Priority*" = "Low"', "column twice.*Priority"),
        (
            FLAT.replace("Closed", "Ticket,ticket*"),
            '[columns]\n"Title" = "TICKET"',
            "'Ticket' and 'ticket[*]'.*'TICKET'",
        ),
        (EVENTS, "[events]\ncase = 1", "not understood"),
        (EVENTS, "events = [", "not valid TOML"),
        (EVENTS, 'zone = "Mars/Olympus"\n' + MAPPING, "no time zone"),
        (EVENTS.replace("2026-03-04 09:00:00+00:00", "4.3."), MAPPING, "4.3."),
        ("", None, "no rows"),
    ],
)
def test_an_error_says_what_is_wrong_and_changes_not_a_byte(
    book: Path, text: str, mapping: str | None, says: str
) -> None:
    before = book.read_bytes()
    with pytest.raises(InputError, match=says):
        bring_in(book, text, mapping)
    assert book.read_bytes() == before


def test_times_of_another_zone_are_told_in_the_zone_of_the_workbook(book: Path) -> None:
    bring_in(book, FLAT, 'zone = "America/New_York"')
    assert str(rows(book, "Requests")[0]["Submitted"]) == "2026-03-02 14:15:00"


def test_a_log_in_a_workbook_comes_in_with_its_holds(book: Path, tmp_path: Path) -> None:
    log = openpyxl.Workbook()
    log.active.title = "Requests"  # type: ignore[union-attr]
    for line in csv.reader(FLAT.splitlines()):
        log["Requests"].append(line)
    holds = log.create_sheet("Holds")
    holds.append(["Request ID", "Waiting for", "From", "Until"])
    holds.append(["R-1", "Requester", "2026-03-02 12:00", "2026-03-03 12:00"])
    log.save(tmp_path / "log.xlsx")
    done = import_log(book, tmp_path / "log.xlsx", NOW)
    assert (done.requests.added, done.holds.added) == (2, 1)


@pytest.mark.skipif(not CASE.exists(), reason="the BPI 2013 log is not beside this checkout")
def test_the_bpi_2013_log_comes_in_whole(book: Path, tmp_path: Path) -> None:
    done = import_log(book, CASE, NOW, DOCS / "bpi2013.toml")
    events = list(csv.DictReader(CASE.read_text(encoding="utf-8").splitlines()))
    ids = {event["case:concept:name"] for event in events}
    assert (done.read, done.requests.added) == (len(events), len(ids)) == (6660, 1487)
    requests = rows(book, "Requests")
    assert {row["Request ID"] for row in requests} == ids
    last = {e["case:concept:name"]: e["concept:name"] for e in sorted(events, key=lambda e: e["time:timestamp"])}
    assert {row["Request ID"] for row in requests if row["Closed"]} == {
        case for case, status in last.items() if status == "Completed"
    }
    reasons = Counter(row["Waiting for"] for row in rows(book, "Holds"))
    waits = Counter(e["lifecycle:transition"] for e in events)["Wait"]
    assert 0.9 * waits <= reasons["Requester"] <= waits
    assert reasons["Closed"] <= sum(row["Times reopened"] or 0 for row in requests)
    shutil.copyfile(book, tmp_path / "once.xlsm")
    again = import_log(book, CASE, NOW, DOCS / "bpi2013.toml")
    assert (again.requests.unchanged, again.requests.updated) == (1487, 0)
    assert book.read_bytes() == (tmp_path / "once.xlsm").read_bytes()


def test_a_hold_of_a_request_whose_id_is_a_number_comes_in_once(book: Path) -> None:
    bring_in(book, FLAT.replace("R-1", "1001"))
    bring_in(book, "Request ID,Waiting for,From\n1001,Requester,2026-03-03 10:00\n")
    workbook = opened(book)
    next(workbook["Holds"].iter_rows(min_row=5, max_row=5, max_col=1))[0].value = 1001
    workbook.save(book)

    done = bring_in(book, "Request ID,Waiting for,From\n1001,Requester,2026-03-03 10:00\n")

    assert (done.holds.added, done.holds.updated, done.holds.unchanged) == (0, 0, 1)


TWICE = """Request ID,Service ID,Submitted,Title,Closed
REQ-9001,SVC-01,2026-07-01 09:00,Board,2026-07-02 09:00
REQ-9001,SVC-01,2026-07-01 09:00,,2026-07-03 09:00
"""


@pytest.mark.parametrize("there", ["", "Request ID,Service ID,Submitted\nREQ-9001,SVC-01,2026-07-01 09:00\n"])
def test_of_two_rows_of_a_request_the_later_counts_at_every_import(book: Path, there: str) -> None:
    if there:
        bring_in(book, there)
    bring_in(book, TWICE)
    before = book.read_bytes()
    again = bring_in(book, TWICE)

    first = rows(book, "Requests")[0]
    assert (first["Title"], str(first["Closed"])) == ("Board", "2026-07-03 09:00:00")
    assert (again.requests.added, again.requests.updated, again.requests.unchanged) == (0, 0, 1)
    assert book.read_bytes() == before


def test_of_two_rows_of_a_hold_the_later_counts_at_every_import(book: Path) -> None:
    bring_in(book, FLAT)
    holds = "Request ID,Waiting for,From,Until\n" + "".join(
        f"R-1,Requester,2026-03-02 12:00,2026-03-0{day} 12:00\n" for day in (3, 4)
    )
    bring_in(book, holds)
    before = book.read_bytes()
    again = bring_in(book, holds)

    assert (again.holds.added, again.holds.updated, again.holds.unchanged) == (0, 0, 1)
    assert str(rows(book, "Holds")[0]["Until"]) == "2026-03-04 12:00:00"
    assert book.read_bytes() == before


def test_an_id_stays_as_the_sheet_spells_it(book: Path) -> None:
    hold = "Request ID,Waiting for,From,Until\nR-1,Requester,2026-03-02 12:00,{}\n"
    bring_in(book, FLAT)
    bring_in(book, hold.format(""))
    bring_in(book, FLAT.replace("R-1", "r-1").replace("High", "Low"))
    bring_in(book, hold.format("2026-03-03 12:00").replace("R-1,Requester", "r-1,requester"))

    request, waiting = rows(book, "Requests")[0], rows(book, "Holds")[0]
    assert (request["Request ID"], request["Priority"]) == ("R-1", "Low")
    assert (waiting["Request ID"], waiting["Waiting for"]) == ("R-1", "Requester")
    assert str(waiting["Until"]) == "2026-03-03 12:00:00"


def test_a_mapping_may_spell_the_headers_of_the_sheet_and_of_the_log_in_another_way(book: Path) -> None:
    log = "ticket ,Area,OPENED\nT-1,billing,2026-03-02 09:00\n"
    mapping = """
[columns]
"request id*" = "TICKET"
"service  id" = "area*"
"submitted" = "Opened"
[constants]
"priority" = "High"
[values."service id"]
billing = "SVC-01"
"""
    done = bring_in(book, log, mapping)

    assert (done.unmapped_columns, done.unmapped_values) == ((), ())
    (row,) = rows(book, "Requests")
    assert (row["Request ID"], row["Service ID"], row["Priority"]) == ("T-1", "SVC-01", "High")


def test_of_two_headers_of_a_log_the_one_spelled_as_in_the_mapping_is_meant(book: Path) -> None:
    log = "ticket,Ticket,Service ID,Submitted\nT-1,T-2,SVC-01,2026-03-02 09:00\n"
    bring_in(book, log, ALL_MAPPED)
    assert [row["Request ID"] for row in rows(book, "Requests")] == ["T-2"]
