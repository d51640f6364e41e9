"""Ranges: addresses, movement, looks, and what Ctrl and an arrow key find."""

from __future__ import annotations

import datetime as dt

import pytest
import xlwings as xw


@pytest.mark.parametrize(
    ("argument", "address"),
    [
        ("A1", "$A$1"),
        ("b2:a1", "$A$1:$B$2"),
        ("$C$3", "$C$3"),
        ("B:C", "$B$1:$C$1048576"),
        ("2:3", "$A$2:$XFD$3"),
    ],
)
def test_an_address_names_its_cells(sheet, argument, address):
    assert address == sheet[argument].address


def test_ranges_come_from_numbers_slices_and_other_ranges(sheet):
    assert sheet.range((2, 3)).address == "$C$2"
    assert sheet.range((1, 1), (2, 2)).address == "$A$1:$B$2"
    assert sheet[0:2, 1].address == "$B$1:$B$2"
    assert sheet.range(sheet["B2"], sheet["D1"]).address == "$B$1:$D$2"
    assert sheet["A1:B2"](3).address == "$A$2"
    assert sheet["A1:B2"].offset(1, 1).resize(1, 3).address == "$B$2:$D$2"
    assert sheet["B2:C3"].last_cell.get_address(False, False) == "C3"


def test_an_empty_slice_is_refused(sheet):
    with pytest.raises(IndexError, match="at least one cell"):
        sheet[0:0, 0]


def test_a_sheet_that_lost_cells_still_counts_from_its_first_row(sheet):
    sheet["A1"].value = [[1, 2], [3, 4], [5, 6]]
    sheet["A1:B1"].delete("up")
    sheet["B1"].value = "new"

    assert sheet["A1:B2"].value == [[3.0, "new"], [5.0, 6.0]]
    assert sheet.used_range.address == "$A$1:$B$2"


def test_an_external_address_names_book_and_sheet(tables_book):
    assert tables_book.sheets[0]["A1"].get_address(external=True) == "'[Tables and more.xlsx]Log of requests'!$A$1"


@pytest.mark.parametrize("argument", ["NoSuchName", "Log[NoColumn]", "A1,C3", "1A"])
def test_an_unknown_name_is_refused(sheet, argument):
    with pytest.raises((xw.NoSuchObjectError, KeyError)):
        _ = sheet[argument]


def test_a_cell_before_the_first_is_refused(sheet):
    with pytest.raises(IndexError):
        sheet.range((0, 1))


def test_the_used_range_holds_everything(sheet):
    assert sheet.used_range.address == "$A$1"

    sheet["C4"].value = [[1, 2], [3, None]]

    assert sheet.used_range.address == "$C$4:$D$5"


def test_the_current_region_ends_at_empty_rows_and_columns(sheet):
    sheet["B2"].value = [[1, 2], [3, 4]]
    sheet["E2"].value = 5

    assert sheet["B2"].current_region.address == "$B$2:$C$3"


@pytest.mark.parametrize(
    ("start", "direction", "end"),
    [
        ("A1", "down", "$A$3"),
        ("A3", "down", "$A$5"),
        ("A5", "down", "$A$1048576"),
        ("A5", "up", "$A$3"),
        ("A3", "up", "$A$1"),
        ("A1", "right", "$B$1"),
        ("B1", "left", "$A$1"),
        ("C9", "left", "$A$9"),
        ("C1", "right", "$XFD$1"),
    ],
)
def test_ctrl_and_an_arrow_key_stop_where_excel_stops(sheet, start, direction, end):
    sheet["A1"].value = [[1, 2], ["a", None], ['=""', None], [None, None], [5, None]]

    assert end == sheet[start].end(direction).address


def test_a_table_shaped_block_expands(sheet):
    sheet["A1"].value = [["a", "b"], [1, 2], [3, 4]]

    assert sheet["A1"].expand().address == "$A$1:$B$3"
    assert sheet["A1"].expand().value == [["a", "b"], [1.0, 2.0], [3.0, 4.0]]


def test_clearing_contents_keeps_formats_and_clearing_formats_keeps_contents(sheet):
    for column in "ABC":
        sheet[f"{column}1"].value = 3
        sheet[f"{column}1"].color = (10, 20, 30)
    sheet["A1"].clear_contents()
    sheet["B1"].clear_formats()
    sheet["C1"].clear()

    assert sheet["A1:C1"].value == [None, 3.0, None]
    assert [sheet[f"{column}1"].color for column in "ABC"] == [(10, 20, 30), None, None]


def test_number_formats_are_set_and_read(sheet):
    sheet["A1:A2"].number_format = "0.00%"
    sheet["A3"].number_format = "yyyy-mm-dd"
    sheet["A3"].value = 45293

    assert sheet["A1"].number_format == "0.00%"
    assert sheet["A1:A3"].number_format is None
    assert dt.datetime(2024, 1, 2) == sheet["A3"].value


def test_writing_values_leaves_looks_alone(sheet):
    cell = sheet["B2"]
    cell.number_format, cell.color, cell.font.bold = "0.0", "#FF8000", True
    cell.value = [[1.25, "x"]]

    assert (cell.number_format, cell.color, cell.font.bold) == ("0.0", (255, 128, 0), True)


def test_fonts_and_alignment_are_set_and_read(sheet):
    cells = sheet["A1:B1"]
    cells.font.name, cells.font.size, cells.font.italic, cells.font.color = "Carlito", 14, True, (1, 2, 3)
    cells.wrap_text, cells.horizontal_alignment, cells.vertical_alignment = True, "center", "top"
    sheet["B1"].font.bold = True

    assert (
        cells.font.name,
        cells.font.size,
        cells.font.italic,
        cells.font.color,
    ) == ("Carlito", 14.0, True, (1, 2, 3))
    assert (cells.wrap_text, cells.horizontal_alignment, cells.vertical_alignment) == (True, "center", "top")
    assert cells.font.bold is None
    with pytest.raises(NotImplementedError, match="distributed"):
        cells.horizontal_alignment = "distributed"


def test_widths_and_heights_are_in_excels_units(sheet):
    cells = sheet["B2:C3"]
    cells.column_width, cells.row_height = 20, 30

    assert cells.column_width == pytest.approx(20, abs=0.1)
    assert cells.row_height == pytest.approx(30, abs=0.1)
    assert cells.height == pytest.approx(60, abs=0.2)
    assert cells.width == pytest.approx(2 * (20 * 7 + 5) * 0.75, abs=0.2)
    assert cells.left > 0 < cells.top


def test_autofit_widens_a_column_for_its_text(sheet):
    sheet["A1"].value = "a text that is much wider than a column"
    before = sheet["A1"].column_width
    sheet["A1"].autofit()

    assert before < sheet["A1"].column_width


def test_rows_and_columns_hide(tables_book):
    cell = tables_book.sheets[0]["B3"]
    cell.impl.row_hidden = True

    assert cell.impl.row_hidden
    assert not cell.impl.column_hidden


def test_inserted_and_deleted_cells_move_the_others(sheet):
    sheet["A1"].value = [[1, 2], [3, 4]]
    sheet["A1:B1"].insert("down")
    moved = sheet["A1:B3"].value
    sheet["A1:B1"].delete("up")
    sheet["A1"].insert("right")

    assert moved == [[None, None], [1.0, 2.0], [3.0, 4.0]]
    assert sheet["A1:C2"].value == [[None, 1.0, 2.0], [3.0, 4.0, None]]


def test_a_copy_takes_contents_and_formats_along(sheet):
    sheet["A1"].value = [[1, "=A1+1"]]
    sheet["A1"].color = (9, 9, 9)
    sheet["A1:B1"].copy(sheet["D5"])

    assert sheet["D5:E5"].value == [1.0, 2.0]
    assert (sheet["E5"].formula, sheet["D5"].color) == ("=D5+1", (9, 9, 9))


def test_cells_merge_and_split(sheet):
    sheet["A1:B2"].merge()
    merged = (sheet["B2"].merge_cells, sheet["A1"].merge_area.address)
    sheet["A1:B2"].unmerge()

    assert merged == (True, "$A$1:$B$2")
    assert not sheet["A1"].merge_cells


def test_the_selection_is_set_and_read(app, sheet):
    sheet["B2:C3"].select()

    assert app.selection.address == "$B$2:$C$3"


def test_a_range_knows_its_table(tables_book):
    log = tables_book.sheets[0]

    assert log["B3"].table.name == "Log"
    assert log["H3"].table is None
