"""Rows and stamps in a workbook that LibreOffice has open."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pmo_workbook import buttons
from pmo_workbook.errors import InputError
from pmo_workbook.hosts.live import LiveHost
from pmo_workbook.hosts.live_fill import LiveFiller, visible
from pmo_workbook.jobs import Job
from tests import test_own_calculated_columns as closed
from tests.click.desk import Desk
from tests.click.test_jobs import RUN
from tests.shared_office import Clearing

NOW = dt.datetime(2026, 7, 6, 9, 30, tzinfo=dt.UTC)
MOMENT = dt.datetime(2026, 7, 6, 9, 30)
HEADER = 4


@pytest.fixture
def book(whole_desk: Desk, template: Path, tmp_path: Path) -> Iterator[Any]:
    opened = whole_desk.app.books.open(shutil.copy(template, tmp_path / "Fill.xlsm"))
    yield opened
    with Clearing(whole_desk.app):
        opened.close()


def filled(book: Any, key: str, *rows: dict[str, Any]) -> None:
    filler = LiveFiller(book, LiveHost(book).tables())
    filler.append(key, rows)
    filler.save()


def own_column(book: Any, *formulas: str) -> Any:
    """Give Requests a column R of the user's own, with these cells from the first row on.

    Returns:
        Its sheet.
    """
    sheet = book.sheets["Requests"]
    table = sheet.tables["Requests"]
    sheet.range((HEADER, 19)).value = "Mine"
    table.resize(sheet.range((HEADER, 1), (table.range.last_cell.row, 19)))
    for row, formula in enumerate(formulas, HEADER + 1):
        sheet.range((row, 19)).formula = formula
    return sheet


def click(book: Any, step: str, sheet: str = "Requests", cells: str = "$A$5", detail: str = "") -> str:
    """Run a step on the open book, as the worker does."""
    job = Job(RUN, step, "LibreOffice", book.fullname, sheet, cells, detail)
    asked = buttons.Click(job, NOW, lambda _: None)
    vars(asked)["book"] = book
    return buttons.STEPS[step](asked).text


def request(number: int, **more: Any) -> dict[str, Any]:
    return {"request_id": f"R-{number}", "service_id": "S-1", "submitted": MOMENT, **more}


def test_new_rows_take_the_blank_row_first_and_the_table_grows(book: Any) -> None:
    filled(book, "requests", request(1), request(2, title="=1+1"), request(3, title="007"))

    table = LiveHost(book).tables()["requests"].table
    ids = [row[0] for row in table.rows]
    titles = [row[table.headers.index("Title")] for row in table.rows]
    assert ids == ["R-1", "R-2", "R-3"]
    assert titles == [None, "=1+1", "007"]
    assert (table.below, table.rows[2][table.headers.index("Submitted")]) == (0, MOMENT)


def test_a_date_in_a_new_row_looks_like_one(book: Any) -> None:
    filled(book, "requests", request(1), request(2))

    column = LiveHost(book).tables()["requests"].table.headers.index("Submitted") + 1
    formats = {book.sheets["Requests"].range((row, column)).number_format for row in (HEADER + 1, HEADER + 2)}
    assert len(formats) == 1
    assert "yy" in formats.pop().lower()


def test_cells_below_a_table_are_not_written_over(book: Any) -> None:
    book.sheets["Requests"].range((HEADER + 3, 1)).value = "mine"

    with pytest.raises(InputError, match="in the way"):
        filled(book, "requests", request(1), request(2), request(3))

    assert book.sheets["Requests"].range((HEADER + 1, 1)).value is None


def test_a_formula_beside_a_stamp_stays(book: Any) -> None:
    filled(book, "requests", request(1))
    book.sheets["Requests"].range((HEADER + 1, 6)).formula = '="a"&"b"'

    click(book, "answered")

    assert book.sheets["Requests"].range((HEADER + 1, 6)).formula == '="a"&"b"'
    assert book.sheets["Requests"].range((HEADER + 1, 10)).value == MOMENT


def test_waiting_resuming_and_closing_keep_the_holds(book: Any) -> None:
    filled(book, "requests", request(1), request(2))

    waiting = click(book, "waiting", cells="$A$5:$A$6", detail="approver")
    resumed = click(book, "resume", cells="$A$5")
    closed = click(book, "close", cells="$A$5:$A$6")

    holds = [row[:4] for row in LiveHost(book).tables()["holds"].table.rows]
    assert waiting == "R-1 and R-2: waiting for Approver since 09:30."
    assert resumed == "R-1: resumed at 09:30."
    assert closed == "R-1 and R-2: closed at 09:30."
    assert holds == [("R-1", "Approver", MOMENT, MOMENT), ("R-2", "Approver", MOMENT, MOMENT)]


def test_rows_that_a_filter_hides_are_not_stamped(book: Any) -> None:
    filled(book, "requests", request(1), request(2), request(3))
    book.sheets["Requests"].api.Rows.getByIndex(HEADER + 1).IsVisible = False

    said = click(book, "answered", cells="$A$5:$A$7")

    assert visible(book, "Requests", [5, 6, 7]) == {5, 7}
    assert said == "R-1 and R-3: answered at 09:30."
    with pytest.raises(InputError, match="hidden"):
        click(book, "answered", cells="$A$6")


def test_a_log_is_imported_into_the_open_workbook_and_not_twice(book: Any, tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text("Request ID,Service ID,Submitted,Team\nA-1,S-1,2026-07-01 09:00,x\nA-2,S-1,2026-07-02 09:00,y\n")

    first = click(book, "import_log", detail=str(log))
    second = click(book, "import_log", detail=str(log))

    assert "Requests: 2 added, 0 updated." in first
    assert "Columns that go nowhere: Team." in first
    assert "Requests: 0 added, 0 updated." in second
    assert [row[0] for row in LiveHost(book).tables()["requests"].table.rows] == ["A-1", "A-2"]


def test_a_log_that_is_not_there_is_named(book: Any, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"There is no file .*missing\.csv"):
        click(book, "import_log", detail=str(tmp_path / "missing.csv"))


@pytest.mark.parametrize("header", ["Request ID*", "REQUEST  ID *", "Request\N{NO-BREAK SPACE}ID"])
def test_a_header_that_means_the_same_is_the_same_column_for_imports_and_stamps(
    book: Any, tmp_path: Path, header: str
) -> None:
    filled(book, "requests", request(1))
    filled(book, "holds", {"request_id": "R-1", "waiting_for": "Approver", "start": MOMENT})
    for title in ("Requests", "Holds"):
        book.sheets[title].range((HEADER, 1)).value = header
    log = tmp_path / "log.csv"
    log.write_text("Request ID,Service ID,Submitted\nR-1,S-1,2026-07-06 09:30\nR-2,S-1,2026-07-02 09:00\n")

    imported = click(book, "import_log", detail=str(log))
    closed = click(book, "close", cells="$A$5:$A$6")

    tables = LiveHost(book).tables()
    assert "Requests: 1 added, 0 updated." in imported
    assert closed == "R-1 and R-2: closed at 09:30."
    assert [values["request_id"] for _, values in tables["requests"].records()] == ["R-1", "R-2"]
    assert [values["until"] for _, values in tables["holds"].records()] == [MOMENT]


def test_new_rows_get_the_formulas_of_a_column_of_the_users_own(book: Any) -> None:
    filled(book, "requests", request(1, effort_hours=1.0), request(2, effort_hours=2.0))
    sheet = own_column(book, "=$P$5+P5*10", "=$P$5+P6*10")
    sheet.range("S5:S6").number_format = "0.000"

    filled(book, "requests", request(3, effort_hours=3.0), request(4, effort_hours=4.0))

    assert [sheet.range((row, 19)).formula for row in (7, 8)] == ["=$P$5+P7*10", "=$P$5+P8*10"]
    assert [sheet.range((row, 19)).value for row in (7, 8)] == [31, 41]
    assert sheet.range("S8").number_format == "0.000"
    assert sheet.tables["Requests"].range.address == "$A$4:$S$8"


def test_a_formula_that_names_columns_speaks_of_its_new_row(book: Any) -> None:
    filled(book, "requests", request(1, effort_hours=1.0))
    sheet = own_column(book, "=Requests[[#This Row],[Effort hours]]*10")

    filled(book, "requests", request(2, effort_hours=2.0), request(3, effort_hours=3.0))

    assert [sheet.range((row, 19)).value for row in (5, 6, 7)] == [10, 20, 30]


def test_an_array_formula_stays_one_in_the_open_workbook(book: Any) -> None:
    filled(book, "requests", request(1, effort_hours=1.0))
    sheet = own_column(book)
    sheet.range("S5").formula_array = "=SUM(P5*{1,2})"

    filled(book, "requests", request(2, effort_hours=2.0))

    assert sheet.range("S6").formula_array == "=SUM(P6*{1,2})"
    assert sheet.range("S6").value == 6


def test_where_the_cells_above_do_not_agree_no_formula_is_made_up(book: Any) -> None:
    filled(book, "requests", request(1), request(2))
    sheet = own_column(book, "=P5*2", "=P6*3")

    filled(book, "requests", request(3))

    assert sheet.range("S7").formula == ""


def test_in_the_open_workbook_too_a_row_of_nothing_but_formulas_is_blank(book: Any) -> None:
    sheet = own_column(book, "=P5*2")

    filled(book, "requests", request(1, effort_hours=1.0), request(2, effort_hours=2.0))

    assert [sheet.range((row, 1)).value for row in (5, 6, 7)] == ["R-1", "R-2", None]
    assert [sheet.range((row, 19)).value for row in (5, 6)] == [2, 4]


def test_a_row_with_a_word_of_the_users_own_is_not_blank(book: Any) -> None:
    sheet = own_column(book, "'mine")

    filled(book, "requests", request(1))

    assert [sheet.range((row, 1)).value for row in (5, 6)] == [None, "R-1"]


def test_what_is_brought_wins_over_the_formula_of_its_column(book: Any) -> None:
    filled(book, "requests", request(1))
    book.sheets["Requests"].range("C5").formula = '="Low"'

    filled(book, "requests", request(2, priority="High"), request(3))

    assert [book.sheets["Requests"].range((row, 3)).formula for row in (5, 6, 7)] == ['="Low"', "High", '="Low"']


def test_a_row_typed_below_the_table_gets_the_formula_when_the_table_takes_it_in(book: Any) -> None:
    filled(book, "requests", request(1, effort_hours=1.0))
    sheet = own_column(book, "=P5*2")
    sheet.range("A6").value = "typed"
    sheet.range("P6").value = 4

    filled(book, "requests", request(3))

    assert [sheet.range((row, 19)).value for row in (5, 6, 7)] == [2, 8, 0]


def test_the_program_works_out_the_formulas_that_the_closed_file_was_given(
    whole_desk: Desk, template: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(template, tmp_path / "Closed.xlsm"))
    closed.fill(path, closed.request(1), closed.request(2))
    calculated = "Requests[[#This Row],[Effort hours]]*8+P5"
    own = closed.own_column(path, calculated, {5: f"<c><f>{calculated}</f></c>"})
    closed.fill(own, closed.request(3, effort_hours=5.0))

    opened = whole_desk.app.books.open(own)
    try:
        assert opened.sheets["Requests"].range("S7").value == 45
    finally:
        with Clearing(whole_desk.app):
            opened.close()
