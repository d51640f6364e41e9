"""What is remembered of a document while the program is held still, and for how long."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import xlwings as xw

from pmo_workbook.hosts.libreoffice import kept_ranges, still


@pytest.fixture
def filled(app: xw.App, tmp_path: Path) -> Iterator[xw.Book]:
    """Two sheets, two tables, two names."""
    path = tmp_path / "filled.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        first, second = workbook.add_worksheet("First"), workbook.add_worksheet("Second")
        first.add_table("A1:B4", {"name": "One", "columns": [{"header": "Key"}, {"header": "Number"}]})
        second.add_table("C1:D3", {"name": "Two", "columns": [{"header": "Key"}, {"header": "Number"}]})
        for row in range(1, 4):
            first.write_row(row, 0, (f"k{row}", row % 2))
        workbook.define_name("Here", "=First!$A$2:$B$2")
        workbook.define_name("There", "=Second!$C$1")
    book = app.books.open(path)
    yield book
    book.close()


def answers(book: xw.Book) -> dict[str, Any]:
    """All that a reader may ask; what is gone is told by its error."""
    return {
        "names": _try(lambda: sorted((name.name, name.refers_to) for name in book.names)),
        "name": _try(lambda: book.names["Here"].refers_to_range.address),
        "sheets": [(sheet.name, sheet.index, _sheet(sheet)) for sheet in book.sheets],
        "table": _try(lambda: book.sheets["First"].tables["One"].range.address),
        "merged": _try(lambda: book.sheets["First"]["A1:B4"].merge_cells),
    }


def _sheet(sheet: xw.Sheet) -> list[object]:
    """Asked twice: a second answer comes from memory."""
    cells = sheet["A1:E6"]
    first = cells.options(err_to_str=True).value
    return [
        *(first, repr(cells.options(err_to_str=True).value), cells.formula, cells.number_format),
        *(repr(cells.impl.held.values), repr(cells.impl.stored.values), cells.impl.stored.formulas),
        *(sheet.used_range.address, sheet["B2"].formula_array, sheet["B2"].impl.held.values),
        [
            (table.name, table.range.address, table.show_totals, table.show_headers, table.show_autofilter)
            for table in sheet.tables
        ],
    ]


def _try(ask: Callable[[], object]) -> object:
    try:
        return ask()
    except (KeyError, xw.XlwingsError) as error:
        return type(error).__name__


Change = Callable[[xw.Book], object]


def first(book: xw.Book) -> xw.Sheet:
    return book.sheets[0]


def assign(address: str, attribute: str, value: object) -> Change:
    return lambda book: setattr(first(book)[address], attribute, value)


def call(address: str, method: str, *arguments: object) -> Change:
    return lambda book: getattr(first(book)[address], method)(*arguments)


CHANGES: dict[str, Change] = {
    "value": assign("A2", "value", "new"),
    "values": assign("A2:B3", "value", [[1, True], [dt.datetime(2026, 3, 2), None]]),
    "truth over one": assign("B2", "value", True),
    "formula": assign("B2", "formula", "=1+1"),
    "formula with the value before": assign("B2", "formula", "=2-1"),
    "formula2": assign("B2", "formula2", "=1/0"),
    "array formula": assign("B2:B4", "formula_array", "=ROW(A1:A3)"),
    "clear": call("A2:B2", "clear"),
    "clear contents": call("A2", "clear_contents"),
    "clear formats": call("B2", "clear_formats"),
    "sheet cleared": lambda book: first(book).clear(),
    "sheet contents cleared": lambda book: first(book).clear_contents(),
    "insert rows": call("1:2", "insert", "down"),
    "insert a column": call("A:A", "insert", "right"),
    "insert cells": call("B2", "insert", "down"),
    "delete a row": call("2:2", "delete"),
    "delete cells": call("A2", "delete", "up"),
    "delete all rows of a table": call("1:4", "delete"),
    "copy": lambda book: first(book)["A1:B2"].copy(first(book)["D4"]),
    "merge": call("A2:B2", "merge"),
    "merge across": call("A2:B3", "merge", True),
    "unmerge": call("A2:B2", "unmerge"),
    "number format": assign("B2", "number_format", "yyyy-mm-dd"),
    "number format of a column": assign("B:B", "number_format", "yyyy-mm-dd"),
    "name added": lambda book: book.names.add("More", "=First!$A$1"),
    "name of a sheet added": lambda book: first(book).names.add("Own", "=First!$A$1"),
    "name given to a range": assign("A1", "name", "Corner"),
    "name changed": lambda book: setattr(book.names["Here"], "refers_to", "=Second!$A$1"),
    "name renamed": lambda book: setattr(book.names["Here"], "name", "Elsewhere"),
    "name deleted": lambda book: book.names["Here"].delete(),
    "name taken": lambda book: book.names.add("Here", "=Second!$B$2"),
    "table added": lambda book: first(book).tables.add(first(book)["D1:E3"], name="Three"),
    "table longer": lambda book: first(book).tables["One"].resize(first(book)["A1:B6"]),
    "table wider": lambda book: first(book).tables["One"].resize(first(book)["A1:C6"]),
    "filter buttons": lambda book: setattr(first(book).tables["One"], "show_autofilter", False),
    "sheet added": lambda book: book.sheets.add("Third", before=first(book)),
    "sheet deleted": lambda book: first(book).delete(),
    "sheet renamed": lambda book: setattr(first(book), "name", "Else"),
    "sheet moved": lambda book: first(book).impl.move(None, book.sheets[1].impl),
    "sheet copied": lambda book: first(book).copy(before=first(book)),
    "sheets swapped": lambda book: (
        first(book).impl.move(None, book.sheets[1].impl),
        setattr(book.sheets[0], "name", "x"),
        setattr(book.sheets[1], "name", "Second"),
        setattr(book.sheets[0], "name", "First"),
    ),
}


FIRST: dict[str, Change] = {
    "clear formats": assign("B2", "number_format", "yyyy-mm-dd"),
    "unmerge": call("A2:B2", "merge"),
}
"""What must be there to be changed."""


@pytest.mark.parametrize("name", CHANGES)
def test_what_is_changed_through_the_engine_is_noticed_while_held_still(filled: xw.Book, name: str) -> None:
    FIRST.get(name, lambda book: None)(filled)
    with still(filled):
        before = answers(filled)

        CHANGES[name](filled)

        found = answers(filled)
    assert found == answers(filled)
    assert found != before


def test_outside_nothing_is_remembered(filled: xw.Book) -> None:
    with still(filled):
        answers(filled)
    before = answers(filled)
    document = filled.api
    document.Sheets.getByIndex(0).getCellRangeByName("A2").String = "typed"
    document.Sheets.getByIndex(1).Name = "Renamed"
    document.DatabaseRanges.removeByName("One")
    document.NamedRanges.removeByName("Here")

    found = answers(filled)

    assert found == {**before, **found}
    assert [sheet[0] for sheet in found["sheets"]] == ["First", "Renamed"]
    assert (found["table"], found["name"]) == ("KeyError", "KeyError")
    assert found["sheets"][0][2][0][1][0] == "typed"


def test_the_same_cells_are_the_same_object_in_the_next_block(filled: xw.Book) -> None:
    cells = first(filled)["A1:B4"].impl
    with still(filled):
        meant, stored, fetched = cells.held, cells.stored, cells.api

    with still(filled):
        again = first(filled)["A1:B4"].impl
        assert (again.held, again.stored, again.api) == (meant, stored, fetched)
        assert again.held is meant
        assert again.stored is stored


@pytest.mark.parametrize("other", ["A2", "B2", "B4"])
def test_changed_cells_are_another_object(filled: xw.Book, other: str) -> None:
    cells = first(filled)["A1:B4"].impl
    with still(filled):
        meant, stored = cells.held, cells.stored
    filled.api.Sheets.getByIndex(0).getCellRangeByName(other).FormulaLocal = "TRUE"

    with still(filled):
        again = first(filled)["A1:B4"].impl
        assert again.held is not meant
        assert again.stored is not stored


def test_two_documents_with_equal_sheets_do_not_mix(app: xw.App, filled: xw.Book, tmp_path: Path) -> None:
    path = tmp_path / "twin.xlsx"
    shutil.copyfile(filled.fullname, path)
    twin = app.books.open(path)
    with still(filled):
        assert answers(filled) == answers(twin)
        first(filled)["A2"].value = "one"
        first(twin)["A2"].value = "other"
        twin.names["Here"].delete()
        first(twin).tables["One"].resize(first(twin)["A1:C6"])

        assert [first(book)["A2"].value for book in (filled, twin)] == ["one", "other"]
        assert [first(book)["A1:B4"].impl.held.values[1][0] for book in (filled, twin)] == ["one", "other"]
        assert [len(book.names) for book in (filled, twin)] == [2, 1]
        assert [first(book).tables["One"].range.address for book in (filled, twin)] == ["$A$1:$B$4", "$A$1:$C$6"]
    twin.close()

    with still(filled):
        assert first(filled)["A2"].value == "one"


def test_a_document_that_was_closed_and_opened_again_is_read_anew(app: xw.App, filled: xw.Book, tmp_path: Path) -> None:
    path = tmp_path / "again.xlsx"
    shutil.copyfile(filled.fullname, path)
    for value in ("first", "second"):
        book = app.books.open(path)
        with still(book):
            before = answers(book)
            first(book)["A2"].value = value
            assert first(book)["A1:B4"].impl.held.values[1][0] == value
        book.close()

        with still(filled):
            assert before == answers(filled)
    assert len(app.impl.office._kept) <= 2


def test_more_ranges_than_are_kept_are_fetched_anew(filled: xw.Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_ranges, "_MOST", 5)
    with still(filled):
        few = [first(filled).range((1, column)).impl.api for column in range(1, 4)]
    with still(filled):
        assert [first(filled).range((1, column)).impl.api for column in range(1, 4)] == few
        many = [first(filled).range((1, column)).impl.api for column in range(1, 9)]
    with still(filled):
        assert all(one != first(filled).range((1, column)).impl.api for column, one in enumerate(many, 1))


def test_an_object_whose_cells_moved_is_not_used_for_where_they_were(filled: xw.Book) -> None:
    with still(filled):
        values = first(filled)["A2:B2"].value
    filled.api.Sheets.getByIndex(0).Rows.insertByIndex(0, 1)

    with still(filled):
        assert first(filled)["A3:B3"].value == values
        assert first(filled)["A2:B2"].value == ["Key", "Number"]
        first(filled)["A2"].value = "Head"
    assert first(filled)["A2"].value == "Head"


def test_a_number_over_a_truth_value_written_in_the_same_block_is_a_number(filled: xw.Book) -> None:
    with still(filled):
        cells = first(filled)["B2:B4"]
        assert cells.value == [1.0, 0.0, 1.0]
        cells.value = [[True], [False], [True]]
        cells.value = [[2], [3], [4]]

        assert cells.value == [2.0, 3.0, 4.0]
