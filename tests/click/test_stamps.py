from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from pmo_workbook import stamps
from pmo_workbook.binding import BoundTable, bind
from pmo_workbook.errors import InputError
from pmo_workbook.sheets import BY_KEY
from pmo_workbook.tables import RawTable

NOW = dt.datetime(2026, 7, 6, 9, 30, 15, 999, tzinfo=dt.UTC)
STAMP = dt.datetime(2026, 7, 6, 10, 30, 15)
"""On the wall clock of the log, in London."""

BEFORE = dt.datetime(2026, 7, 1, 9)


def table(name: str, headers: tuple[str, ...], *rows: tuple[Any, ...]) -> BoundTable:
    return bind(BY_KEY[name.lower()], RawTable(name, name, header_row=4, first_column=1, headers=headers, rows=rows))


@pytest.fixture
def tables() -> dict[str, BoundTable]:
    return {
        "settings": table("Settings", ("Name", "Value"), ("Time zone of the log", "Europe/London")),
        "requests": table(
            "Requests",
            ("Request ID", "Submitted", "First response", "Closed"),
            ("R-1", BEFORE, None, None),
            ("R-2", BEFORE, BEFORE, None),
            ("R-3", BEFORE, None, BEFORE),
            (None, None, None, None),
            (5.0, BEFORE, None, None),
        ),
        "holds": table(
            "Holds",
            ("Request ID", "Waiting for", "From", "Until"),
            ("r-2 ", "Approver", BEFORE, None),
            ("R-2", "Supplier", BEFORE, BEFORE),
        ),
    }


def stamp(kind: stamps.Kind, tables: dict[str, BoundTable], cells: str, reason: str = "") -> stamps.Stamped:
    return stamps.stamp(kind, tables, stamps.selected(tables, "Requests", cells), NOW, reason)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("$B$5", ["R-1"]),
        ("$A$5:$C$6", ["R-1", "R-2"]),
        ("$A$5,$D$7", ["R-1", "R-3"]),
        ("$A$5;$D$7", ["R-1", "R-3"]),
        ("$1:$6", ["R-1", "R-2"]),
        ("$A$8:$A$1048576", ["5"]),
    ],
)
def test_the_requests_of_the_selected_rows_are_meant(
    tables: dict[str, BoundTable], cells: str, expected: list[str]
) -> None:
    assert [one.request_id for one in stamps.selected(tables, "Requests", cells)] == expected


@pytest.mark.parametrize(
    ("sheet", "cells"), [("Holds", "$A$5"), ("", ""), ("Requests", "$A:$A"), ("Requests", "$A$8"), ("Requests", "$A$4")]
)
def test_a_selection_without_requests_is_refused(tables: dict[str, BoundTable], sheet: str, cells: str) -> None:
    with pytest.raises(InputError, match=r"[Ss]elect"):
        stamps.selected(tables, sheet, cells)


def test_an_answer_is_stamped_once_on_the_wall_clock_of_the_log(tables: dict[str, BoundTable]) -> None:
    found = stamp("answered", tables, "$A$5:$A$6")

    assert found.requests == {5: {"first_response": STAMP}}
    assert stamps.told("answered", found) == (
        "R-1: answered at 10:30. R-2 left as before: a first response is recorded already."
    )


def test_waiting_adds_a_hold_and_nothing_to_the_request(tables: dict[str, BoundTable]) -> None:
    found = stamp("waiting", tables, "$A$5:$A$7", "line manager")

    assert found.new_holds == [{"request_id": "R-1", "waiting_for": "Line manager", "start": STAMP}]
    assert (found.requests, found.holds) == ({}, {})
    assert found.left == {"R-2": "on hold already", "R-3": "closed already"}


def test_a_reason_that_settings_do_not_have_is_refused(tables: dict[str, BoundTable]) -> None:
    with pytest.raises(InputError, match=r"Requester, Approver, .* or Other"):
        stamp("waiting", tables, "$A$5", "the weather")


def test_resuming_ends_the_open_hold_only(tables: dict[str, BoundTable]) -> None:
    found = stamp("resume", tables, "$A$5:$A$6")

    assert found.holds == {5: {"until": STAMP}}
    assert found.left == {"R-1": "no open hold"}


def test_closing_ends_the_hold_too(tables: dict[str, BoundTable]) -> None:
    found = stamp("close", tables, "$A$6:$A$7")

    assert found.requests == {6: {"closed": STAMP}}
    assert found.holds == {5: {"until": STAMP}}
    assert found.left == {"R-3": "closed already"}


def test_too_many_rows_are_not_stamped_by_one_click(tables: dict[str, BoundTable]) -> None:
    rows = [(f"R-{number}", BEFORE, None, None) for number in range(stamps.MOST_ROWS + 1)]
    tables["requests"] = table("Requests", tables["requests"].table.headers, *rows)

    with pytest.raises(InputError, match="at most 200"):
        stamps.selected(tables, "Requests", "$A$1:$A$9999")


def test_many_stamps_are_told_in_few_words() -> None:
    found = stamps.Stamped(done=[f"R-{number}" for number in range(9)], moment=STAMP)

    assert stamps.told("close", found) == "R-0, R-1, R-2, R-3, R-4 and 4 more: closed at 10:30."


def test_a_request_that_holds_call_closed_is_closed_already_and_not_waiting(tables: dict[str, BoundTable]) -> None:
    tables["holds"] = table("Holds", ("Request ID", "Waiting for", "From", "Until"), ("R-1", "closed", BEFORE, None))

    assert stamp("close", tables, "$A$5").left == {"R-1": "closed already"}
    assert stamp("waiting", tables, "$A$5", "Approver").left == {"R-1": "closed already"}
    assert stamp("resume", tables, "$A$5").left == {"R-1": "no open hold"}
