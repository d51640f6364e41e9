"""Books, sheets, names and the program around them, through xlwings' public interface."""

from __future__ import annotations

import datetime as dt

import openpyxl
import pytest
import xlwings as xw
from xlwings import XlwingsError


def test_a_file_is_opened_once(app, tables_book, tables_file):
    again = app.books.open(tables_file)

    assert again == tables_book
    assert (str(tables_file), tables_file.name) == (again.fullname, again.name)
    assert tables_file.name in [book.name for book in app.books]
    assert app.books["tables AND more.xlsx"] == again


def test_what_is_saved_is_in_the_file(app, tables_book, tables_file):
    tables_book.sheets[0]["B2"].value = dt.datetime(2030, 1, 1, 8)
    tables_book.sheets[0]["A2"].value = "'=literal"
    tables_book.sheets[0]["G1"].value = True
    tables_book.save()

    saved = openpyxl.load_workbook(tables_file)["Log of requests"]
    assert saved["G1"].value is True
    assert (dt.datetime(2030, 1, 1, 8), "=literal", "s") == (
        saved["B2"].value,
        saved["A2"].value,
        saved["A2"].data_type,
    )


def test_closing_does_not_save(app, tables_file):
    book = app.books.open(tables_file)
    book.sheets[0]["A2"].value = "changed"
    book.close()

    assert openpyxl.load_workbook(tables_file)["Log of requests"]["A2"].value == "n1"
    assert tables_file.name not in [open_book.name for open_book in app.books]


def test_a_book_is_saved_under_another_name_and_format(app, book, tmp_path):
    book.sheets[0]["A1"].value = 7
    book.save(tmp_path / "other.ods")

    assert (str(tmp_path / "other.ods"), "other.ods") == (book.fullname, book.name)


def test_a_new_book_needs_a_path_and_a_known_extension(book, tmp_path):
    with pytest.raises(XlwingsError, match="never saved"):
        book.save()
    with pytest.raises(XlwingsError, match="docx"):
        book.save(tmp_path / "x.docx")


def test_a_read_only_book_is_not_saved(app, tables_file):
    book = app.books.open(tables_file, read_only=True)
    try:
        with pytest.raises(XlwingsError, match="read-only"):
            book.save()
    finally:
        book.close()


def test_what_is_no_spreadsheet_is_refused(app, tmp_path):
    path = tmp_path / "broken.xlsx"
    path.write_bytes(b"PK\x03\x04 no zip")

    with pytest.raises(XlwingsError, match=r"broken\.xlsx"):
        app.books.open(path)


def test_a_book_prints_to_pdf(book, tmp_path):
    book.sheets[0]["A1"].value = "x"
    book.to_pdf(tmp_path / "out.pdf")

    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")


def test_sheets_are_added_renamed_moved_copied_and_deleted(book):
    first = book.sheets[0]
    added = book.sheets.add("Last", after=first)
    added["A1"].value = 1
    unnamed = book.sheets.add()
    name_of_unnamed = unnamed.name
    added.name = "Renamed"
    added.copy(before=first, name="Copy")
    names = [sheet.name for sheet in book.sheets]
    added.move(before=book.sheets[0])
    unnamed.delete()

    assert name_of_unnamed not in [sheet.name for sheet in book.sheets]
    assert ["Copy", first.name, "Renamed"] == [name for name in names if name != name_of_unnamed]
    assert book.sheets[0].name == "Renamed"
    assert (book.sheets["Copy"]["A1"].value, len(book.sheets)) == (1.0, 3)
    assert "renamed" in book.sheets


def test_the_only_sheet_stays(book):
    with pytest.raises(XlwingsError, match="only sheet"):
        book.sheets[0].delete()


def test_an_unknown_sheet_is_refused(book):
    with pytest.raises(KeyError):
        book.sheets["Nowhere"]


def test_the_active_sheet_is_set_and_read(tables_book):
    tables_book.sheets["Other"].activate()

    assert tables_book.sheets.active.name == "Other"


def test_a_sheet_hides(tables_book):
    tables_book.sheets["Other"].visible = False

    assert [sheet.visible for sheet in tables_book.sheets] == [True, False]


def test_a_sheet_is_cleared(sheet):
    sheet["A1"].value = 1
    sheet["A1"].color = (1, 1, 1)
    sheet.clear_contents()
    kept = sheet["A1"].color
    sheet.clear()

    assert (sheet["A1"].value, kept, sheet["A1"].color) == (None, (1, 1, 1), None)


def test_the_print_area_is_set_and_read(sheet):
    sheet.page_setup.print_area = "A1:C5"
    area = sheet.page_setup.print_area
    sheet.page_setup.print_area = None

    assert (area, sheet.page_setup.print_area) == ("$A$1:$C$5", None)


def test_names_of_a_file_are_found(tables_book):
    names = tables_book.names

    assert {"Whole", "Numbers", "Answer", "Other!Here"} == {name.name for name in names}
    assert names["Whole"].refers_to == "='Log of requests'!$A$1:$E$6"
    assert names["Whole"].refers_to_range.get_address(external=False) == "$A$1:$E$6"
    assert names["Numbers"].refers_to_range.address == "$E$2:$E$6"
    assert names["Other!Here"].refers_to_range.sheet.name == "Other"
    assert [name.name for name in tables_book.sheets["Other"].names] == ["Other!Here"]
    assert tables_book.sheets[0]["Whole"].shape == (6, 5)


def test_a_name_without_cells_says_so(tables_book):
    assert tables_book.names["Answer"].refers_to == "=42"
    with pytest.raises(XlwingsError, match="no range"):
        _ = tables_book.names["Answer"].refers_to_range


def test_names_are_added_changed_and_deleted(tables_book):
    names = tables_book.names
    names.add("Extra", "='Log of requests'!$B$2:$B$3")
    tables_book.sheets["Other"]["A1:A2"].name = "Cells"
    names["Extra"].refers_to = "=Other!$A$5"
    names.add("Other!Own", "=Other!$A$9")
    names["Cells"].name = "Renamed"
    names["Whole"].delete()

    assert names["Extra"].refers_to_range.address == "$A$5"
    assert tables_book.sheets["Other"]["A1:A2"].name.name == "Renamed"
    assert tables_book.sheets["Other"].names["Own"].refers_to == "=Other!$A$9"
    assert ("Whole" in names, "Cells" in names) == (False, False)


def test_the_status_bar_takes_and_gives_back_a_text(app, book):
    app.status_bar = "Measuring"
    first = app.status_bar
    app.status_bar = "Writing"
    second = app.status_bar
    app.status_bar = False

    assert (first, second, app.status_bar) == ("Measuring", "Writing", False)


def test_screen_updating_is_restored_whatever_was_left_behind(app, book):
    book.api.lockControllers()
    book.api.addActionLock()
    locked = app.screen_updating
    app.screen_updating = True
    with app.properties(screen_updating=False, status_bar="busy"):
        inside = (app.screen_updating, book.api.hasControllersLocked())
        book.sheets[0]["A1"].value = 1

    assert (locked, inside, app.screen_updating) == (False, (False, True), True)
    assert not book.api.isActionLocked()
    assert not book.api.hasControllersLocked()


def test_a_macro_of_a_book_runs(app, book):
    libraries = book.api.BasicLibraries
    if not libraries.hasByName("Standard"):
        libraries.createLibrary("Standard")
    libraries.getByName("Standard").insertByName("Sums", "Function Twice(x)\nTwice = 2 * x\nEnd Function\n")

    assert app.macro("Sums.Twice")(21) == 42
    assert book.macro("Sums.Twice")(4) == 8


def test_a_book_without_macros_says_so(tables_book):
    with pytest.raises(XlwingsError, match="no macros"):
        tables_book.macro("Sums.Twice")()


def test_the_program_says_who_it_is(app):
    assert app.pid in [other.pid for other in app.engine.apps]
    assert app.version.major >= 6
    assert (app.engine.name, app.visible, app.display_alerts) == ("libreoffice", False, True)
    assert "program" in app.impl.path


def test_xlwings_opens_a_book_by_itself(app, tables_file, monkeypatch):
    monkeypatch.setattr(xw.engines, "active", app.engine)
    # other tests of this run may have another LibreOffice open; xlwings takes the active one
    app.impl.engine.apps.keep_first(app.impl.office)

    book = xw.Book(tables_file)
    try:
        assert book.app.pid == app.pid
        assert xw.Range("Log[Name]").value == ["n1", "n2", "n3", "n4", "n5"]
        assert xw.sheets.active.name == "Log of requests"
    finally:
        book.close()
