"""Excel's tables as LibreOffice opens, resizes and saves them."""

from __future__ import annotations

import openpyxl
import pytest
from xlwings import XlwingsError


def test_a_table_of_a_file_is_found_with_its_parts(tables_book):
    sheet = tables_book.sheets[0]
    table = sheet.tables["Log"]

    assert table.parent == sheet
    assert (table.name, table.display_name, table.range.address) == ("Log", "Log", "$A$1:$E$6")
    assert table.header_row_range.address == "$A$1:$E$1"
    assert table.data_body_range.address == "$A$2:$E$6"
    assert table.totals_row_range is None
    assert (table.show_headers, table.show_totals, table.show_autofilter) == (True, False, True)


def test_header_and_totals_rows_are_told_apart(tables_book):
    tables = tables_book.sheets["Other"].tables

    assert tables["Bare"].header_row_range is None
    assert tables["Bare"].data_body_range.address == "$B$2:$C$5"
    assert tables["Totals"].data_body_range.address == "$B$8:$C$10"
    assert tables["Totals"].totals_row_range.address == "$B$11:$C$11"


def test_a_sheet_lists_its_own_tables_only(tables_book):
    first, second = tables_book.sheets

    assert [table.name for table in first.tables] == ["Log"]
    assert (len(second.tables), "Totals" in second.tables, "Log" in second.tables) == (2, True, False)
    assert second.tables[0].name == "Bare"
    with pytest.raises(KeyError):
        second.tables["Log"]


def test_columns_and_rows_of_a_table(tables_book):
    table = tables_book.sheets[0].tables["Log"]

    assert [column.name for column in table.columns] == ["Name", "When", "Flag", "Error", "Number"]
    assert table.columns["Number"].data_body_range.value == [1.5, 3.0, 4.5, 6.0, 7.5]
    assert (table.columns["when"].index, table.columns["When"].range.address) == (2, "$B$1:$B$6")
    assert (len(table.rows), table.rows[1].range.address) == (5, "$A$3:$E$3")


def test_a_resized_table_is_the_same_table_with_other_cells(tables_book):
    sheet = tables_book.sheets[0]
    table = sheet.tables["Log"]
    sheet["A7"].value = [["n6", None, None, None, 100]]
    table.resize(sheet["A1:E7"])
    sheet["H1"].formula = "=SUM(Log[Number])"
    grown = (table.range.address, sheet["H1"].value, table.show_autofilter)
    table.resize(sheet["A1:E3"])

    assert grown == ("$A$1:$E$7", 122.5, True)
    assert (table.range.address, sheet["H1"].value) == ("$A$1:$E$3", 4.5)


def test_a_table_grows_by_columns(tables_book):
    sheet = tables_book.sheets[0]
    sheet["F1"].value = "More"
    table = sheet.tables["Log"]
    table.resize(sheet["A1:F6"])

    assert table.columns["More"].data_body_range.address == "$F$2:$F$6"
    assert table.show_autofilter


@pytest.mark.parametrize(
    ("name", "address", "reason"),
    [
        ("Totals", "B8:C12", "stays in row 7"),
        ("Totals", "B7:C8", "at least one row"),
        ("Bare", "B2:C8", "Totals is in the way"),
    ],
)
def test_a_resize_that_excel_refuses_is_refused(tables_book, name, address, reason):
    sheet = tables_book.sheets["Other"]
    before = sheet.tables[name].range.address

    with pytest.raises(XlwingsError, match=reason):
        sheet.tables[name].resize(sheet[address])

    assert before == sheet.tables[name].range.address


def test_a_table_does_not_move_to_another_sheet(tables_book):
    with pytest.raises(XlwingsError, match="on the sheet Other"):
        tables_book.sheets[0].tables["Log"].resize(tables_book.sheets["Other"]["A1:E6"])


def test_a_table_part_is_an_address(tables_book):
    other = tables_book.sheets["Other"]

    assert other["Log"].address == "$A$2:$E$6"
    assert other["Log"].sheet.name == "Log of requests"
    assert other["Log[Number]"].address == "$E$2:$E$6"
    assert other["Log[#All]"].address == "$A$1:$E$6"
    assert other["log[#Headers]"].address == "$A$1:$E$1"


def test_tables_survive_saving_and_a_new_one_is_saved_too(tables_book, tmp_path):
    sheet = tables_book.sheets["Other"]
    sheet["J1"].value = [["One", "Two"], [1, 2]]
    made = sheet.tables.add(sheet["J1:K2"], name="Fresh")
    tables_book.sheets[0].tables["Log"].resize(tables_book.sheets[0]["A1:E9"])
    tables_book.save(tmp_path / "saved.xlsx")

    saved = openpyxl.load_workbook(tmp_path / "saved.xlsx")
    assert made.range.address == "$J$1:$K$2"
    assert saved["Log of requests"].tables["Log"].ref == "A1:E9"
    assert saved["Other"].tables["Totals"].ref == "B7:C11"
    assert saved["Other"].tables["Fresh"].ref == "J1:K2"


def test_a_new_table_gets_a_free_name_and_no_other_tables(tables_book):
    sheet = tables_book.sheets["Other"]
    sheet["J1"].value = [["One"], [1]]

    assert sheet.tables.add(sheet["J1:J2"]).name == "Table1"
    with pytest.raises(XlwingsError, match="already"):
        sheet.tables.add(sheet["J5:J6"], name="Log")


def test_a_table_keeps_its_name_because_formulas_would_break(tables_book):
    with pytest.raises(NotImplementedError, match="setting Table"):
        tables_book.sheets[0].tables["Log"].name = "Requests"

    assert tables_book.sheets["Other"]["F3"].formula == "=SUM(Log[Number])"


def test_filter_buttons_are_switched(tables_book):
    table = tables_book.sheets[0].tables["Log"]
    table.show_autofilter = False

    assert not table.show_autofilter
