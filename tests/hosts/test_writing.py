"""What a block's cells hold after a write, whatever kind of workbook it is written into."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from pmo_workbook.blocks import Grid, Link
from tests.hosts.kinds import Open, seen, write
from tests.plain_book import HEADERS, TOTALS, Sheet, calls, make, numbered

Obstacle = Callable[[xlsxwriter.Workbook, Sheet], object]


def dated(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
    sheet.set_column("C:C", 18, book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}))


@pytest.mark.parametrize("count", [0, 3, 40])
def test_a_list_takes_the_size_of_its_rows(open_any: Open, tmp_path: Path, count: int) -> None:
    kind = open_any(make(tmp_path / "book.xlsx"))

    assert write(kind, numbered(count)) == []

    rows = [[f"R-{n}", f"name {n}", float(n)] for n in range(1, count + 1)] or [[None] * 3]
    assert kind.cells("Calls") == [list(HEADERS), *rows]


def test_a_list_grows_and_shrinks_and_leaves_nothing_behind(open_sheet: Open, tmp_path: Path) -> None:
    kind = open_sheet(make(tmp_path / "book.xlsx"))

    for count in (12, 2, 5, 0):
        assert write(kind, numbered(count)) == []
        last = 10 + max(count, 1)
        assert kind.range_of("Calls") == f"A10:C{last}"
        assert kind.values(f"A{last + 1}:C30") == [[None] * 3] * (30 - last)


def test_a_grid_is_written_in_place(open_any: Open, tmp_path: Path) -> None:
    kind = open_any(make(tmp_path / "book.xlsx"))

    assert write(kind, Grid("Tiles", (("kept", 0.25), (True, None)))) == []
    assert kind.cells("Tiles") == [["kept", 0.25], [True, None]]

    assert write(kind, Grid("Tiles", ((None, None), (False, "x")))) == []
    assert kind.cells("Tiles") == [[None, None], [False, "x"]]


TRAPS = (
    *("=1+1", "+1", "-1", "@SUM(A1)", "'x", "''", "{=1}", "=HYPERLINK(1)", "007", "1-2", "1/2", "1e5", "12:30"),
    *("TRUE", "wahr", "50%", "#N/A!", "€ 5", "3 of 4", "Mar 1", "2024-01-31", "R", "A/R", " a  b ", "one\ntwo", "."),
)


def test_text_stays_the_text_that_it_is(open_any: Open, tmp_path: Path) -> None:
    kind = open_any(make(tmp_path / "book.xlsx"))

    write(kind, calls(*[(text, text, "x") for text in TRAPS]), Grid("Tiles", (("=1+1", "007"), ("'", None))))

    assert kind.cells("Calls")[1:] == [[text, text, "x"] for text in TRAPS]
    assert kind.cells("Tiles") == [["=1+1", "007"], ["'", None]]


def test_text_that_looks_like_a_formula_is_none(open_sheet: Open, tmp_path: Path) -> None:
    kind = open_sheet(make(tmp_path / "book.xlsx"))

    write(kind, calls(*[(text, None, None) for text in TRAPS]))

    assert kind.formulas(f"A11:A{10 + len(TRAPS)}") == [[None]] * len(TRAPS)


def test_letters_of_all_kinds_and_long_texts_are_kept(open_any: Open, tmp_path: Path) -> None:
    kind = open_any(make(tmp_path / "book.xlsx"))
    row = ("Ünïcødé — Привет 你好 עברית", "\N{GRINNING FACE} ok", "long word " * 300)

    write(kind, calls(row))

    assert kind.cells("Calls")[1] == list(row)


@pytest.mark.parametrize("date_1904", [False, True])
def test_dates_are_dates_in_both_date_systems(open_any: Open, tmp_path: Path, date_1904: bool) -> None:
    kind = open_any(make(tmp_path / "book.xlsx", dated, date_1904=date_1904))
    moments = (dt.date(2024, 2, 29), dt.datetime(2026, 3, 1, 14, 30, 5), dt.date(1999, 12, 31))

    write(kind, calls(*[("a", "b", moment) for moment in moments]))

    assert [row[2] for row in kind.cells("Calls")[1:]] == [seen(moment) for moment in moments]


def test_a_link_shows_its_text_and_jumps(open_sheet: Open, tmp_path: Path) -> None:
    kind = open_sheet(make(tmp_path / "book.xlsx"))

    write(kind, calls((Link('say "go"', "It's", "F14"), Link("x" * 300, "It's"), None)))

    assert kind.cells("Calls")[1] == ['say "go"', "x" * 300, None]
    assert kind.formulas("A11:A11") == [['=HYPERLINK("#\'It\'\'s\'!F14","say ""go""")']]


def test_numbers_keep_their_precision_and_what_is_no_number_is_blank(open_sheet: Open, tmp_path: Path) -> None:
    kind = open_sheet(make(tmp_path / "book.xlsx"))

    write(kind, calls((0.1 + 0.2, 3, float("nan")), (1e300, -0.5, float("inf"))))

    assert kind.cells("Calls")[1:] == [[0.1 + 0.2, 3.0, None], [1e300, -0.5, None]]


def test_a_second_write_of_the_same_changes_nothing(open_any: Open, tmp_path: Path) -> None:
    kind = open_any(make(tmp_path / "book.xlsx", dated))
    blocks = (
        Grid("Tiles", (("=x", True), (1.5, None))),
        calls((Link("go", "It's"), "007", dt.date(2024, 5, 1)), ("b", False, None)),
    )

    assert write(kind, *blocks) == []
    once = kind.cells("Calls"), kind.cells("Tiles")
    assert write(kind, *blocks) == []

    assert (kind.cells("Calls"), kind.cells("Tiles")) == once


def test_blocks_whose_name_or_table_was_deleted_are_named_and_the_others_written(
    open_any: Open, tmp_path: Path
) -> None:
    kind = open_any(make(tmp_path / "book.xlsx", lambda book, sheet: book.define_name("Broken", "=#REF!")))
    whys = write(kind, numbered(1), Grid("Gone", ((1,),)))

    assert len(whys) == 1
    assert "Gone was deleted, so" in whys[0]
    assert kind.cells("Calls")[1][0] == "R-1"


def test_a_name_that_lost_its_cells_is_named(open_sheet: Open, tmp_path: Path) -> None:
    kind = open_sheet(make(tmp_path / "book.xlsx", lambda book, sheet: book.define_name("Broken", "='It''s'!#REF!")))

    (why,) = write(kind, numbered(1), Grid("Broken", ((1,),)))

    assert why == "The cells of the name Broken were deleted, so its block is not written."


def test_a_tab_none_of_whose_blocks_is_left_says_so_once(open_sheet: Open, tmp_path: Path) -> None:
    kind = open_sheet(make(tmp_path / "book.xlsx"))

    (why,) = write(kind, Grid("Gone", ((1,),)), Grid("Gone2", ((1,),)))

    assert why == "The tab is not in the workbook any more: none of its 2 blocks is."


@pytest.mark.parametrize(
    ("obstacle", "cell"),
    [
        (lambda book, sheet: sheet.write("B16", "mine"), "B16"),
        (lambda book, sheet: sheet.write_formula("C20", "=1"), "C20"),
        (lambda book, sheet: sheet.merge_range("C18:E19", None), "C18"),
        (lambda book, sheet: sheet.add_table("C19:E20"), "C19"),
        (lambda book, sheet: sheet.write_array_formula("A19:A25", "{=ROW(A1:A7)}"), "A19"),
        (lambda book, sheet: book.define_name("Below", "='It''s'!$B$18:$C$18"), "B18"),
    ],
)
def test_whatever_the_user_has_below_a_list_is_never_covered(
    open_sheet: Open, tmp_path: Path, obstacle: Obstacle, cell: str
) -> None:
    kind = open_sheet(make(tmp_path / "book.xlsx", obstacle))
    before = kind.values("A1:H30"), kind.range_of("Calls")
    below = [Grid("Below", ((None, None),))] if cell == "B18" else []

    (why,) = write(kind, Grid("Tiles", ((1, 2), (3, 4))), numbered(10), *below)

    assert why == (
        f"Cell {cell} is in the way of Calls, which needs the space; move it, then refresh again. "
        f"The tab was left as it was."
    )
    assert (kind.values("A1:H30"), kind.range_of("Calls")) == before


def test_a_block_whose_rows_were_changed_leaves_its_tab_as_it_was(open_sheet: Open, tmp_path: Path) -> None:
    kind = open_sheet(make(tmp_path / "book.xlsx"))

    (why,) = write(kind, Grid("Tiles", ((1, 2),)), numbered(1))

    assert why.startswith("The block Tiles has 2 rows and 2 columns now instead of 1 and 2")
    assert kind.values("A11:C11") == [[None] * 3]


def test_an_array_formula_that_reaches_into_a_block_is_left_whole(open_sheet: Open, tmp_path: Path) -> None:
    kind = open_sheet(
        make(tmp_path / "book.xlsx", lambda book, sheet: sheet.write_array_formula("C3:C5", "{=ROW(A1:A3)}"))
    )

    (why,) = write(kind, Grid("Tiles", ((1, 2), (3, 4))))

    assert why.startswith("The array formula in C3:C5 reaches into cells that are generated")


def beside(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
    sheet.write_column("E9", ["note", "=kept", 7])
    sheet.write_formula("E12", "=COUNTA(A10:A40)", None, 4)
    sheet.write("F11", "bold", book.add_format({"bold": True, "num_format": "0.000"}))


def test_cells_of_the_user_beside_and_between_the_blocks_stay(open_sheet: Open, tmp_path: Path) -> None:
    kind = open_sheet(make(tmp_path / "book.xlsx", beside))
    values, formulas = kind.values("E9:F11"), kind.formulas("E9:F12")

    write(kind, numbered(9), Grid("Tiles", ((1, 2), (3, 4))))
    write(kind, numbered(2))

    assert kind.values("E9:F11") == values
    assert kind.formulas("E9:F12") == formulas
    assert kind.values("A5:D9") == [[None] * 4] * 5


def test_columns_come_and_go_with_the_headers(open_sheet: Open, tmp_path: Path) -> None:
    kind = open_sheet(make(tmp_path / "book.xlsx"))
    wide = ("Id", "007", "Name", "R-2", "R-3")

    assert write(kind, calls(("A-1", "R", "Do it", "A", "C"), headers=wide)) == []
    assert kind.range_of("Calls") == "A10:E11"
    assert kind.values("A10:E11") == [list(wide), ["A-1", "R", "Do it", "A", "C"]]

    assert write(kind, calls(("A-1", "Do it"), headers=("Name", "Id"))) == []
    assert kind.range_of("Calls") == "A10:B11"
    assert kind.values("A10:E12") == [["Name", "Id", None, None, None], ["A-1", "Do it", *[None] * 3], [None] * 5]


COMMENT = {"columns": [{"header": header} for header in (*HEADERS, "My comment")]}


def with_comment(path: Path, **more: object) -> Path:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("It's")
    sheet.add_table("A10:D13", {"name": "Calls", **COMMENT, **more})
    sheet.write_column("D11", ["first", "second", "third"])
    book.close()
    return path


def test_a_column_that_the_user_added_to_our_table_stays_as_it_is(open_sheet: Open, tmp_path: Path) -> None:
    kind = open_sheet(with_comment(tmp_path / "book.xlsx"))

    for count in (1, 5, 2):
        assert write(kind, numbered(count)) == []
        assert kind.range_of("Calls") == f"A10:D{10 + count}"
        assert kind.values("D10:D14") == [["My comment"], ["first"], ["second"], ["third"], [None]]


def test_our_columns_never_push_a_column_of_the_user(open_sheet: Open, tmp_path: Path) -> None:
    kind = open_sheet(with_comment(tmp_path / "book.xlsx"))
    write(kind, numbered(2))

    (why,) = write(kind, calls(headers=(*HEADERS, "One more")))

    assert why.startswith(
        "The column My comment (cell D10), which is not one of ours, is in the way of the table Calls"
    )
    assert kind.values("D10:E11") == [["My comment", None], ["first", None]]


def test_a_role_without_letters_that_got_another_name_is_in_nobodys_way(open_sheet: Open, tmp_path: Path) -> None:
    kind = open_sheet(make(tmp_path / "book.xlsx"))
    write(kind, calls(("a", "R", None), headers=("Activity", "R-1", "R-2")))

    assert write(kind, calls(("a", "R", "C"), headers=("Activity", "R-1", "R-3"))) == []

    assert kind.values("A10:C11") == [["Activity", "R-1", "R-3"], ["a", "R", "C"]]


def test_a_role_that_is_gone_takes_its_column_along(open_sheet: Open, tmp_path: Path) -> None:
    kind = open_sheet(make(tmp_path / "book.xlsx"))
    write(kind, calls(("a", "R", "R"), ("b", "A/R", "C"), headers=("Activity", "R-1", "R-2")))

    assert write(kind, calls(("a", "R"), ("b", "C"), headers=("Activity", "R-2"))) == []

    assert kind.range_of("Calls") == "A10:B12"
    assert kind.values("A10:C12") == [["Activity", "R-2", None], ["a", "R", None], ["b", "C", None]]


@pytest.mark.parametrize("count", [1, 3, 9])
def test_a_totals_row_moves_with_its_table(open_sheet: Open, tmp_path: Path, count: int) -> None:
    kind = open_sheet(make(tmp_path / "book.xlsx", table=TOTALS))

    for _ in range(2):
        assert write(kind, numbered(count)) == []

    last = 11 + count
    assert kind.range_of("Calls") == f"A10:C{last}"
    assert kind.values(f"A{last}:B{last}") == [["Total", None]]
    assert str(kind.formulas(f"C{last}:C{last}")[0][0]).lower().replace("calls", "") == "=subtotal(109,[days])"
    assert [row[0] for row in kind.values(f"A11:A{last - 1}")] == [f"R-{n}" for n in range(1, count + 1)]
    assert {cell for row in kind.values(f"A{last + 1}:C30") for cell in row} == {None}
