"""A write into an open workbook leaves the program as it was found, also when it fails half-way."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import xlwings as xw

from pmo_workbook.blocks import Grid, Tab
from pmo_workbook.errors import InUseError, WorkbookError, WriteError
from pmo_workbook.hosts.live import LiveHost
from pmo_workbook.hosts.live_program import ATTEMPTS, literal, patient, translated
from tests.hosts.kinds import Open, OpenInLibreOffice, write
from tests.plain_book import Sheet, calls, make, numbered

TWO_TABS = (
    Tab("first", (Grid("Tiles", (("new", 1.5), (True, None))), numbered(9))),
    Tab("second", (Grid("Second", (("never", "written"),)),)),
)


def second_sheet(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
    other = book.add_worksheet("Second")
    other.write("A1", "before")
    book.define_name("Second", "=Second!$A$1:$B$1")
    sheet.write_string("B2", "=x")
    sheet.write("C2", 0.5)
    sheet.write_formula("B3", "=1+1", None, 2)
    sheet.write_row("A11", ("old", "007", 3))
    sheet.write_datetime("C12", dt.datetime(2024, 2, 29, 6), book.add_format({"num_format": "yyyy-mm-dd hh:mm"}))


def state(kind: OpenInLibreOffice) -> dict[str, Any]:
    controller = kind.book.api.CurrentController
    app = kind.book.app
    return {
        "sheet": controller.ActiveSheet.Name,
        "selection": controller.Selection.AbsoluteName,
        "scrolled": (controller.FirstVisibleRow, controller.FirstVisibleColumn),
        "screen_updating": app.screen_updating,
        "calculation": app.calculation,
        "status_bar": app.status_bar,
    }


def arrange(kind: OpenInLibreOffice, calculation: str) -> None:
    book = kind.book
    book.impl.activate()  # xlwings' own would insist that no other LibreOffice of these tests is in front
    book.sheets["Second"].activate()
    book.sheets["Second"].range("C7:D9").select()
    book.api.CurrentController.setFirstVisibleRow(3)
    book.app.calculation = calculation


@pytest.mark.parametrize("calculation", ["automatic", "manual"])
def test_selection_scrolling_sheet_calculation_and_screen_stay(
    open_live: Open, tmp_path: Path, calculation: str
) -> None:
    kind = open_live(make(tmp_path / "book.xlsx", second_sheet))
    arrange(kind, calculation)
    before = state(kind)

    with LiveHost(kind.book) as host:
        host.progress("Writing")
        assert host.write(TWO_TABS) == []

    assert state(kind) == before
    kind.book.app.calculation = "automatic"


def test_a_write_that_fails_half_way_is_taken_back(open_live: Open, tmp_path: Path) -> None:
    kind = open_live(make(tmp_path / "book.xlsx", second_sheet))
    arrange(kind, "automatic")
    kind.book.sheets["Second"].api.protect("")
    before = state(kind), kind.values("A1:F30"), kind.formulas("A1:F30"), kind.range_of("Calls")

    with (
        LiveHost(kind.book) as host,
        pytest.raises(WriteError, match=r"book\.xlsx, which is as it was: .*protected sheet is the usual reason"),
    ):
        host.write(TWO_TABS)

    assert (state(kind), kind.values("A1:F30"), kind.formulas("A1:F30"), kind.range_of("Calls")) == before
    assert kind.values("A1:B1", "Second") == [["before", None]]


def test_a_shrunken_list_grows_back_when_a_later_tab_fails(open_live: Open, tmp_path: Path) -> None:
    kind = open_live(make(tmp_path / "book.xlsx", second_sheet))
    write(kind, calls(*[("a", "b", "R", n) for n in range(8)], headers=("Id", "Name", "R-1", "Days")))
    kind.book.sheets["Second"].api.protect("")
    before = kind.cells("Calls")

    with LiveHost(kind.book) as host, pytest.raises(WriteError):
        host.write([Tab("first", (calls(("x", 1), headers=("Days", "Id")),)), TWO_TABS[1]])

    assert kind.cells("Calls") == before


def test_formats_stay_when_values_come_and_go(open_live: Open, tmp_path: Path) -> None:
    def styled(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
        sheet.set_column("C:C", 12, book.add_format({"num_format": "0.0%", "bg_color": "#FFCC00"}))
        sheet.set_column("A:A", 12, book.add_format({"num_format": "yyyy-mm-dd"}))

    kind = open_live(make(tmp_path / "book.xlsx", styled))
    cells = kind.book.sheets["It's"]

    write(kind, calls(*[(dt.date(2024, 1, day), "x", 0.5) for day in range(1, 9)]))
    write(kind, calls((dt.date(2024, 1, 1), "x", 0.5)))

    assert cells.range("A11:A18").number_format == cells.range("A30").number_format
    assert cells.range("C11:C18").number_format == "0.0%"
    assert cells.range("C11:C18").color == (255, 204, 0)


def filtered(path: Path) -> Path:
    return make(path, table={"columns": [{"header": h} for h in ("Id", "Name", "Days")], "data": [["a"], ["b"], ["a"]]})


def hidden(kind: OpenInLibreOffice) -> list[int]:
    rows = kind.book.sheets["It's"].api.Rows
    return [number for number in range(1, 20) if not rows.getByIndex(number - 1).IsVisible]


def test_a_filter_on_a_generated_list_is_cleared_and_its_rows_shown(open_live: Open, tmp_path: Path) -> None:
    kind = open_live(filtered(tmp_path / "book.xlsx"))
    cells = kind.book.sheets["It's"].tables["Calls"].range.api
    description = cells.createFilterDescriptor(True)
    field = description.getFilterFields2()
    assert field == ()
    import uno

    wanted = uno.createUnoStruct("com.sun.star.sheet.TableFilterField2")
    wanted.Field, wanted.Operator, wanted.StringValue = 0, 2, "a"
    description.setFilterFields2((wanted,))
    description.ContainsHeader = True
    cells.filter(description)
    assert hidden(kind) == [12]

    write(kind, numbered(5))

    assert hidden(kind) == []


def test_rows_that_the_user_hid_without_a_filter_stay_hidden(open_live: Open, tmp_path: Path) -> None:
    kind = open_live(filtered(tmp_path / "book.xlsx"))
    kind.book.sheets["It's"].api.Rows.getByIndex(11).IsVisible = False

    write(kind, numbered(5))

    assert hidden(kind) == [12]


def test_a_workbook_that_was_closed_meanwhile_ends_with_a_sentence(office: xw.App, tmp_path: Path) -> None:
    host = LiveHost(office.books.open(str(make(tmp_path / "book.xlsx"))))
    host.book.close()

    with pytest.raises(WorkbookError, match=r"book\.xlsx cannot be read: "):
        host.tables()
    with pytest.raises(WorkbookError, match=r"The results could not be put into book\.xlsx, which is as it was: "):
        host.write([Tab("tab", (numbered(1),))])


@pytest.mark.parametrize(
    ("text", "handed"),
    [
        ("", ""),
        ("R", "R"),
        ("Approve the plan", "Approve the plan"),
        ("=1+1", "'=1+1"),
        ("'quoted", "''quoted"),
        ("007", "'007"),
        ("1-2", "'1-2"),
        ("TRUE", "'TRUE"),
        ("Mar 1", "'Mar 1"),
        ("#N/A", "'#N/A"),
        ("7 of 10 promises kept", "'7 of 10 promises kept"),
        (" x y", "' x y"),
        ("In the last twelve months 7 of 10 promises were kept, of 2,400 requests.",) * 2,
    ],
)
def test_only_text_that_a_program_could_take_for_more_gets_an_apostrophe(text: str, handed: str) -> None:
    assert literal(text) == handed


class com_error(Exception):  # noqa: N801, N818 - named as pywin32 names it
    """Shaped like pywin32's: number, words, what Excel said, argument."""

    __module__ = "pywintypes"


@pytest.mark.parametrize(
    ("error", "kind", "said"),
    [
        (com_error(-2147418111, "Call was rejected by callee.", None, None), InUseError, "Finish the cell"),
        (com_error(-2147352567, "Exception", (0, None, None, None, 0, -2146777998), None), InUseError, "is busy"),
        (com_error(-2147417848, "disconnected", None, None), WorkbookError, "was closed"),
        (
            com_error(-2147352567, "Exception", (0, "Excel", "The cell is protected.", "", 0, -2146827284), None),
            WriteError,
            "The cell is protected. A protected sheet",
        ),
        (xw.XlwingsError("There is no such sheet."), WriteError, "There is no such sheet."),
    ],
)
def test_what_a_program_raises_becomes_one_sentence(error: Exception, kind: type[Exception], said: str) -> None:
    with pytest.raises(WorkbookError) as caught, translated("X.xlsm cannot be written", WriteError):
        raise error

    assert type(caught.value) is kind
    assert str(caught.value).startswith("X.xlsm cannot be written: ")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_fault_of_our_own_is_not_dressed_up() -> None:
    with pytest.raises(ZeroDivisionError), translated("X.xlsm cannot be read"):
        1 / 0  # noqa: B018


def test_calls_to_a_busy_excel_end_while_a_host_works(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys
    import types

    module = types.SimpleNamespace(N_COM_ATTEMPTS=0)
    monkeypatch.setitem(sys.modules, "xlwings._xlwindows", module)

    with patient():
        assert module.N_COM_ATTEMPTS == ATTEMPTS

    assert module.N_COM_ATTEMPTS == 0
