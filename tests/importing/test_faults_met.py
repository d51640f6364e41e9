"""Kinds of faults met with real exports, each with its right value end to end."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from pmo_workbook.errors import InputError
from pmo_workbook.explain import explain
from pmo_workbook.importing import import_log
from tests.importing.small_book import NOW, bring_in, judged, looked, rows, sla, small_book
from tests.opened import opened

FLAT = """[columns]
"Request ID" = "Ticket"
"Submitted" = "Created"
"Closed" = "Done"
[constants]
"Service ID" = "SVC-01"
"""
EVENTS = """[constants]
"Service ID" = "SVC-01"
[events]
case = "ticket"
time = "when"
status = "status"
begins = "New"
first_response = "Working"
closed = ["Resolved", "Closed"]
[[holds]]
status = "Asked*"
waiting_for = "Requester"
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return small_book(tmp_path / "book.xlsm", sla(stops_while_waiting_for="Requester"))


def state(book: Path, request_id: str, as_of: str) -> tuple[str, float]:
    """What `explain` says of the one clock of a request: its state, and what it used."""
    report = looked(book, as_of)
    (clock,) = explain(report.framework, report.run.as_of, request_id).clocks
    return clock.state, clock.total


def test_resolved_and_closed_by_the_system_a_week_later_is_one_closing(tmp_path: Path) -> None:
    book = small_book(tmp_path / "book.xlsm", sla(), sla("SLA-02", metric="Reopened", target=5.0, unit="%", goal=None))
    lines = ["ticket,when,status"]
    for day in range(2, 7):
        for clock, status in (("09:00", "New"), ("10:00", "Working"), ("15:00", "Resolved")):
            lines.append(f"T{day},2026-03-0{day} {clock},{status}")
        lines.append(f"T{day},2026-03-{day + 7:02d} 23:30,Closed")

    bring_in(book, "\n".join(lines) + "\n", EVENTS)

    assert {str(row["Closed"])[11:] for row in rows(book, "Requests")} == {"15:00:00"}
    report = looked(book, "2026-04-10 12:00")
    assert judged(report) == (5, 5)
    assert judged(report, "SLA-02") == (5, 5)
    assert rows(book, "Holds") == []


def test_a_closing_that_the_mapping_forgets_is_asked_about(book: Path) -> None:
    log = "ticket,when,status\nT,2026-03-02 09:00,New\nT,2026-03-02 15:00,Resolved\nT,2026-03-09 23:30,Closed\n"
    done = bring_in(book, log, EVENTS.replace('["Resolved", "Closed"]', '"Resolved"'))
    assert any("'Closed' sounds like a closing, but opens requests again here" in note for note in done.notes)
    assert not any("sounds like" in note for note in bring_in(book, log, EVENTS).notes)


def test_a_log_that_ends_with_a_reopening_leaves_the_request_open(book: Path) -> None:
    log = "ticket,when,status\n" + "".join(
        f"T1,2026-03-0{day} {clock},{status}\n"
        for day, clock, status in (
            (2, "09:00", "New"), (2, "10:00", "Working"), (2, "11:00", "Closed"), (3, "09:00", "Reopened"),
        )
    )  # fmt: skip
    bring_in(book, log, EVENTS)

    (row,) = rows(book, "Requests")
    assert (row["Closed"], row["Times reopened"], str(row["Last event"])) == (None, 1, "2026-03-03 09:00:00")
    # 2 h on Monday; Tuesday to Friday 17:00 8 h each, less the closed time: 8 h are used up on Tuesday at 15:00
    report = looked(book, "2026-03-06 17:00")
    (watched,) = report.measures.watched
    assert (watched.state, str(watched.deadline)) == ("Breached", "2026-03-03 15:00:00")
    assert looked(book, "2026-03-02 17:00").measures.watched == ()


def test_the_events_of_the_next_month_continue_the_request(book: Path) -> None:
    march = "ticket,when,status\nT1,2026-03-30 09:00,New\nT1,2026-03-30 10:00,Working\nT1,2026-03-31 10:00,Asked\n"
    bring_in(book, march, EVENTS)
    done = bring_in(book, "ticket,when,status\nT1,2026-04-02 10:00,Working\nT1,2026-04-02 12:00,Closed\n", EVENTS)

    assert (done.requests.updated, done.holds.updated) == (1, 1)
    (row,), (hold,) = rows(book, "Requests"), rows(book, "Holds")
    assert [str(row[name])[5:16] for name in ("Submitted", "First response", "Closed")] == [
        "03-30 09:00", "03-30 10:00", "04-02 12:00",
    ]  # fmt: skip
    assert str(hold["Until"]) == "2026-04-02 10:00:00"
    # 8 h on Monday, 1 h on Tuesday before the question, 2 h on Thursday
    assert state(book, "T1", "2026-05-01 12:00") == ("Breached", 11)


def test_a_workbook_without_last_event_asks_whether_a_file_is_whole(book: Path) -> None:
    workbook = opened(book)
    header = next(
        cell for cell in next(workbook["Requests"].iter_rows(min_row=4, max_row=4)) if cell.value == "Last event"
    )
    header.value = "My notes"
    next(iter(workbook["Requests"].tables.values())).tableColumns[header.column - 1].name = "My notes"
    workbook.save(book)
    march = "ticket,when,status\nT1,2026-03-30 09:00,New\nT1,2026-03-31 10:00,Asked\n"
    done = bring_in(book, march, EVENTS)
    assert done.dropped == (("Last event", 1),)
    with pytest.raises(InputError, match="no column Last event, which tells what is known"):
        bring_in(book, "ticket,when,status\nT1,2026-04-02 10:00,Working\n", EVENTS)
    assert bring_in(book, march, EVENTS.replace("[events]", "[events]\nwhole = true")).requests.unchanged == 1


def test_a_log_that_is_newest_first_with_events_of_one_second_is_turned_round(book: Path) -> None:
    oldest = [
        "T1,2026-03-02 09:00:00,New",
        "T1,2026-03-02 10:00:00,Working",
        "T1,2026-03-02 10:00:00,Asked",
        "T1,2026-03-02 12:00:00,Closed",
        "T2,2026-03-02 09:00:00,New",
        "T2,2026-03-02 10:00:01,Closed",
        "T2,2026-03-02 10:00:01,Reopened",
        "T2,2026-03-03 12:00:00,Closed",
    ]
    bring_in(book, "\n".join(["ticket,when,status", *oldest[::-1]]), EVENTS)

    (hold,) = rows(book, "Holds")
    assert (hold["Request ID"], str(hold["From"])[11:16], str(hold["Until"])[11:16]) == ("T1", "10:00", "12:00")
    assert [row["Times reopened"] for row in rows(book, "Requests")] == [None, 1]
    assert state(book, "T1", "2026-05-01 12:00") == ("Met", 1)


def test_columns_that_share_a_header_but_are_not_mapped_are_left_aside_and_named(book: Path) -> None:
    log = "Ticket,Created,Done,Status,Priority\nR1,2026-03-02 09:00,,Resolved,P2\nR2,2026-03-02 10:00,,Closed,P3\n"
    done = bring_in(book, log, FLAT)
    assert {row["Status"] for row in rows(book, "Requests")} == {None}
    assert any("Priority and Status have headers that Requests has too" in note for note in done.notes)
    assert done.outlook.measured == 2
    assert looked(book, "2026-04-10 12:00").measures.control.measured == 2


def test_an_error_of_the_sheet_is_never_read_as_a_blank(book: Path, tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(["Request ID", "Service ID", "Submitted", "Closed"])
    sheet.append(["R1", "SVC-01", dt.datetime(2026, 3, 2, 9), "#N/A"])
    made.save(tmp_path / "log.xlsx")

    done = import_log(book, tmp_path / "log.xlsx", NOW)

    assert [(one.header, one.value, one.place) for one in done.unmapped_values] == [("Closed", "#N/A", "cell D2")]
    assert rows(book, "Requests")[0]["Closed"] == "#N/A"
    assert done.outlook.not_measured == (("errors in Closed", 1),)
    made["Sheet"]["C2"] = "#N/A"
    made.save(tmp_path / "log.xlsx")
    with pytest.raises(InputError, match="cell C2: Submitted '#N/A'"):
        import_log(book, tmp_path / "log.xlsx", NOW)


def test_durations_are_hours_and_a_time_alone_is_named(book: Path, tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(["Request ID", "Service ID", "Submitted", "Closed", "Effort hours"])
    sheet.append(["R1", "SVC-01", dt.datetime(2026, 3, 2, 9), dt.time(16, 30), dt.timedelta(hours=25, minutes=30)])
    sheet["E2"].number_format = "[h]:mm"
    made.save(tmp_path / "log.xlsx")

    done = import_log(book, tmp_path / "log.xlsx", NOW)

    (row,) = rows(book, "Requests")
    assert (row["Effort hours"], row["Closed"]) == (25.5, "16:30:00")
    (odd,) = done.unmapped_values
    assert (odd.header, odd.place, odd.why) == ("Closed", "cell D2", "is a time without a date")


def test_a_blank_that_is_told_to_clear_a_cell_opens_the_request_again(book: Path) -> None:
    header = "Request ID,Service ID,Submitted,Closed,Status\n"
    bring_in(book, header + "R1,SVC-01,2026-03-02 09:00,2026-03-02 15:00,Completed\n")
    again = header + "R1,SVC-01,2026-03-02 09:00,,In progress\n"
    bring_in(book, again)
    assert rows(book, "Requests")[0]["Closed"] is not None
    done = bring_in(book, again, 'blank_clears = ["Closed"]')
    assert (done.requests.updated, rows(book, "Requests")[0]["Closed"]) == (1, None)


def test_an_id_that_stands_twice_is_told(book: Path) -> None:
    log = "Ticket,Created,Done\nR1,2026-03-02 09:00,\nR2,2026-03-02 09:00,\nr1,2026-03-02 11:00,\n"
    done = bring_in(book, log, FLAT)
    (note,) = (note for note in done.notes if "more than once" in note)
    assert "R1 (lines 2 and 4)" in note


def test_rows_that_cannot_be_placed_are_called_by_the_line_an_editor_shows(book: Path) -> None:
    before = book.read_bytes()
    with pytest.raises(InputError, match=r"line 5: Submitted 'soon'"):
        bring_in(book, "Ticket,Created,Done\nR1,2026-03-02 09:00,\n\n,,\nR2,soon,\n", FLAT)
    assert book.read_bytes() == before


def test_two_moments_of_the_repeated_hour_are_named(book: Path) -> None:
    log = "Request ID,Service ID,Submitted,Closed\nR1,SVC-01,2026-10-25T02:30:00+01:00,2026-10-25T03:30:00+01:00\n"
    done = bring_in(book, log)
    assert any(
        "in the second half of an hour that the clock of Europe/Berlin shows twice" in note for note in done.notes
    )


def test_day_and_month_swapped_stop_the_import_and_can_be_turned_back(book: Path, tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(["Ticket", "Created", "Done"])
    for number, cell in enumerate([dt.datetime(2026, 10, 2), dt.datetime(2026, 11, 2), "02/13/2026", "03/18/2026"], 1):
        sheet.append([f"T{number}", cell, None])
    made.save(tmp_path / "log.xlsx")
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(FLAT, encoding="utf-8")
    before = book.read_bytes()
    with pytest.raises(InputError, match="Day and month of Created were swapped"):
        import_log(book, tmp_path / "log.xlsx", NOW, mapping)
    assert book.read_bytes() == before
    mapping.write_text('repair = "swap"\n' + FLAT, encoding="utf-8")
    done = import_log(book, tmp_path / "log.xlsx", NOW, mapping)
    assert [str(row["Submitted"])[:10] for row in rows(book, "Requests")] == [
        "2026-02-10", "2026-02-11", "2026-02-13", "2026-03-18",
    ]  # fmt: skip
    assert done.dates == ("Created: month first, 2 cells; day and month turned back, 2 cells",)


def test_waiting_told_as_one_duration_becomes_a_hold_that_ends_at_the_closing(book: Path) -> None:
    mapping = FLAT.replace("[constants]", '"Waited" = "Waiting"\n[constants]') + '[waited]\nunit = "minutes"\n'
    # Monday 09:00 to Tuesday 13:00 are 12 working hours; 5 of them waited: from Monday 16:00 on
    log = (
        "Ticket,Created,Done,Waiting\nR1,2026-03-02 09:00,2026-03-03 13:00,300\nR2,2026-03-02 09:00,2026-03-02 10:00,\n"
    )
    done = bring_in(book, log, mapping)
    (hold,) = rows(book, "Holds")
    assert (hold["Waiting for"], str(hold["From"]), str(hold["Until"])) == (
        "Requester", "2026-03-02 16:00:00", "2026-03-03 13:00:00",
    )  # fmt: skip
    assert hold["Note"] == "Told by the log as one duration: 5 working hours, placed at its end."
    assert "1 hold made of waiting that the log tells as one duration." in done.notes
    assert state(book, "R1", "2026-05-01 12:00") == ("Met", 7)
    before = book.read_bytes()
    bring_in(book, log, mapping)
    assert book.read_bytes() == before
    # a later export of the same request tells more: the hold moves, no second one comes
    bring_in(book, log.replace("300", "360"), mapping)
    (hold,) = rows(book, "Holds")
    assert str(hold["From"]) == "2026-03-02 15:00:00"


def test_an_import_says_what_it_means_for_the_figures(book: Path) -> None:
    log = """Request ID,Service ID,Submitted,Closed,Status,Left out because
R1,SVC-01,2026-03-02 09:00,2026-03-02 15:00,,
R2,SVC-02,2026-03-02 09:00,,,
R3,SVC-09,2026-03-02 09:00,,,
R4,SVC-01,2026-08-02 09:00,,,
R5,SVC-01,2026-03-02 09:00,,,Duplicate
"""
    done = bring_in(book, log, dry_run=True)
    assert done.outlook.words(done=False) == (
        "5 requests: 1 would be measured (1 by SLA-01). 4 would be in no figure of an SLA, because: "
        "errors in Service ID (1); submitted after the report's moment (1); excluded or cancelled (1); "
        "no SLA for their service, priority and date (1)."
    )
    assert rows(book, "Requests") == []


def test_a_constant_that_the_workbook_does_not_know_is_named_with_its_rows(book: Path) -> None:
    done = bring_in(book, "Ticket,Created,Done\nR1,2026-03-02 09:00,\n", FLAT.replace("SVC-01", "SVC-77"))
    assert "gives Service ID the value 'SVC-77', which the workbook does not know (1 row)" in " ".join(done.notes)


def test_a_column_that_stands_twice_with_other_contents_is_told(book: Path) -> None:
    log = "Ticket,Created,Done,Done\nR1,2026-03-02 09:00,,2026-03-03 09:00\n"
    done = bring_in(book, log, FLAT)
    assert "log.csv has several columns 'Done' with different contents; the first is taken." in done.notes
    same = "Ticket,Created,Done,Done\nR1,2026-03-02 09:00,2026-03-03 09:00,2026-03-03 09:00\n"
    assert not any("several columns" in note for note in bring_in(book, same, FLAT).notes)


def test_a_mapped_column_that_is_not_there_is_never_passed_over(book: Path) -> None:
    log = "Request ID,Service ID,Submitted\nR1,SVC-01,2026-03-02 09:00\n"
    mapping = '[columns]\n"Request ID" = "Request ID"\n"Service ID" = "Service ID"\n"Submitted" = "Submited"\n'
    with pytest.raises(InputError, match=r"log\.csv has no column 'Submited'; it has: Request ID"):
        bring_in(book, log, mapping)


def test_a_refusal_says_why_a_date_cannot_be_read(book: Path) -> None:
    with pytest.raises(InputError) as error:
        bring_in(book, "Ticket,Created,Done\nR1,2026-03-02 09:00 CST,\nR2,2026-03-02 09:00,\n", FLAT)
    assert "1 row of the log cannot be read; nothing was changed." in str(error.value)
    assert "line 2: Submitted '2026-03-02 09:00 CST' names the zone CST, which can be North America" in str(error.value)
    with pytest.raises(InputError, match=r"log.csv, line 3: the time 'soon' is not a date"):
        bring_in(book, "ticket,when,status\nT,2026-03-02 09:00,New\nT,soon,Closed\n", EVENTS)


def test_a_mapped_sheet_may_stand_beside_one_with_our_own_headers(book: Path, tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(["Ticket", "Created", "Done"])
    sheet.append(["R1", dt.datetime(2026, 3, 2, 9), dt.datetime(2026, 3, 4, 9)])
    holds = made.create_sheet("Holds")
    holds.append(["Request ID", "Waiting for", "From", "Until"])
    holds.append(["R1", "Requester", dt.datetime(2026, 3, 2, 12), dt.datetime(2026, 3, 3, 12)])
    made.create_sheet("Notes").append(["Ticket", "Remark"])
    made.save(tmp_path / "log.xlsx")
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(FLAT, encoding="utf-8")
    done = import_log(book, tmp_path / "log.xlsx", NOW, mapping)
    assert (done.requests.added, done.holds.added) == (1, 1)
