"""A table on a generated tab takes the size of its list and leaves what is the user's alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from pmo_workbook.blocks import Cell, Grid
from tests.foreign import Parts
from tests.plain_book import HEADERS, SHEET, TOTALS, Sheet, calls, make, numbered, sheet_of, values, write
from tests.witness.package_lint import lint


def test_an_empty_list_leaves_one_blank_row(tmp_path: Path) -> None:
    path = make(tmp_path / "book.xlsx")
    write(path, numbered(3))

    write(path, calls())

    sheet = sheet_of(path)
    assert sheet.tables["Calls"].ref == "A10:C11"
    assert sheet.tables["Calls"].autoFilter.ref == "A10:C11"
    assert values(path, "A11:C13") == [[None] * 3] * 3


def filtered(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
    for row in (10, 11, 40):
        sheet.set_row(row, None, None, {"hidden": True})


def set_filter(path: Path) -> None:
    parts = Parts.of(path)
    criteria = '<filterColumn colId="0"><filters><filter val="R-3"/></filters></filterColumn>'
    parts.edit(
        "xl/tables/table1.xml", '<autoFilter ref="A10:C13"/>', f'<autoFilter ref="A10:C13">{criteria}</autoFilter>'
    )
    parts.save(path)


def test_a_filter_is_cleared_and_the_rows_it_hid_are_shown(tmp_path: Path) -> None:
    path = make(tmp_path / "book.xlsx", filtered)
    set_filter(path)

    write(path, numbered(4))

    sheet = sheet_of(path)
    assert sheet.tables["Calls"].autoFilter.filterColumn == []
    assert [row for row, dimension in sheet.row_dimensions.items() if dimension.hidden] == [41]


def test_rows_that_the_user_hid_without_a_filter_stay_hidden(tmp_path: Path) -> None:
    path = make(tmp_path / "book.xlsx", filtered)

    write(path, numbered(4))

    assert [row for row, dimension in sheet_of(path).row_dimensions.items() if dimension.hidden] == [11, 12, 41]


@pytest.mark.parametrize("count", [1, 2, 3, 4, 9])
def test_a_totals_row_moves_with_its_table(tmp_path: Path, count: int) -> None:
    path = make(tmp_path / "book.xlsx", table=TOTALS)

    for _ in range(2):
        assert write(path, numbered(count)) == []

    last = 11 + count
    sheet = sheet_of(path)
    assert sheet.tables["Calls"].ref == f"A10:C{last}"
    assert sheet.tables["Calls"].autoFilter.ref == f"A10:C{last - 1}"
    assert values(path, f"A{last}:C{last}") == [["Total", None, "=SUBTOTAL(109,[Days])"]]
    assert [row[0] for row in values(path, f"A11:A{last - 1}")] == [f"R-{n}" for n in range(1, count + 1)]
    assert {cell for row in values(path, f"A{last + 1}:C30") for cell in row} == {None}
    assert lint(path) == []


def test_columns_come_and_go_with_the_headers(tmp_path: Path) -> None:
    path = make(tmp_path / "book.xlsx")
    wide = ("Id", "R-1", "Name", "R-2", "R-3")
    row: tuple[Cell, ...] = ("A-1", "R", "Do it", "A", "C")

    assert write(path, calls(row, headers=wide)) == []
    assert sheet_of(path).tables["Calls"].ref == "A10:E11"
    assert values(path, "A10:E11") == [list(wide), list(row)]
    assert lint(path) == []

    assert write(path, calls(("A-1", "Do it"), headers=("Id", "Name"))) == []
    assert sheet_of(path).tables["Calls"].ref == "A10:B11"
    assert values(path, "A10:E12") == [["Id", "Name", None, None, None], ["A-1", "Do it", *[None] * 3], [None] * 5]
    assert lint(path) == []


def test_a_column_keeps_its_id_while_its_header_stays(tmp_path: Path) -> None:
    path = make(tmp_path / "book.xlsx")

    write(path, calls(headers=("New", "Days", "Id")))

    columns = sheet_of(path).tables["Calls"].tableColumns
    assert [(column.name, column.id) for column in columns] == [("New", 4), ("Days", 3), ("Id", 1)]


def with_comment_column(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
    sheet.write_column("D11", ["first", "second", "third"])


COMMENT = {"columns": [{"header": header} for header in (*HEADERS, "My comment")]}


def make_with_comment(path: Path) -> Path:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("It's")
    sheet.add_table("A10:D13", {"name": "Calls", **COMMENT})
    with_comment_column(book, sheet)
    book.close()
    return path


def test_a_column_that_the_user_added_to_our_table_stays_as_it_is(tmp_path: Path) -> None:
    path = make_with_comment(tmp_path / "book.xlsx")

    for count in (1, 5, 2):
        assert write(path, numbered(count)) == []
        assert sheet_of(path).tables["Calls"].ref == f"A10:D{10 + count}"
        assert values(path, "D10:D14") == [["My comment"], ["first"], ["second"], ["third"], [None]]
        assert lint(path) == []


def test_a_role_that_is_gone_is_told_from_a_column_of_the_user(tmp_path: Path) -> None:
    path = make(tmp_path / "book.xlsx")
    write(path, numbered(2))

    assert write(path, calls(("R-1", "x"), headers=("Id", "Name"))) == []

    assert sheet_of(path).tables["Calls"].ref == "A10:B11"


def test_our_columns_never_push_a_column_of_the_user(tmp_path: Path) -> None:
    path = make_with_comment(tmp_path / "book.xlsx")
    write(path, numbered(2))
    before = path.read_bytes()

    (why,) = write(path, calls(headers=(*HEADERS, "One more")))

    assert why.startswith(
        "The column My comment (cell D10), which is not one of ours, is in the way of the table Calls"
    )
    assert path.read_bytes() == before


def test_a_calculated_column_of_the_user_is_filled_in_new_rows_and_emptied_in_old_ones(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("It's")
    columns = [
        *({"header": header} for header in HEADERS),
        {"header": "Twice", "formula": "=2*Calls[[#This Row],[Days]]"},
    ]
    sheet.add_table("A10:D12", {"name": "Calls", "columns": columns})
    book.close()

    write(path, numbered(4))
    formula = "=2*Calls[[#This Row],[Days]]"
    assert values(path, "D11:D15") == [[formula]] * 4 + [[None]]

    write(path, numbered(1))
    assert values(path, "D11:D15") == [[formula]] + [[None]] * 4


@pytest.mark.parametrize(
    ("obstacle", "cell"),
    [
        (lambda book, sheet: sheet.write("B16", "mine"), "B16"),
        (lambda book, sheet: sheet.write_formula("C20", "=1"), "C20"),
        (lambda book, sheet: sheet.merge_range("C18:E19", None), "C18"),
        (lambda book, sheet: sheet.add_table("C19:E20"), "C19"),
        (lambda book, sheet: sheet.write_array_formula("A19:A25", "{=ROW(A1:A7)}"), "A19"),
    ],
)
def test_whatever_the_user_has_below_a_list_is_never_covered(
    tmp_path: Path, obstacle: Callable[[xlsxwriter.Workbook, Sheet], object], cell: str
) -> None:
    path = make(tmp_path / "book.xlsx", obstacle)
    before = path.read_bytes()

    (why,) = write(path, Grid("Tiles", ((1, 2), (3, 4))), numbered(10))

    assert f"Cell {cell} is in the way of Calls" in why
    assert path.read_bytes() == before


def test_a_style_below_a_list_is_in_nobodys_way(tmp_path: Path) -> None:
    path = make(
        tmp_path / "book.xlsx", lambda book, sheet: sheet.write_blank("B16", None, book.add_format({"bold": True}))
    )

    assert write(path, numbered(10)) == []
    assert sheet_of(path)["B16"].font.b


def test_a_cell_beside_a_list_stops_its_new_column(tmp_path: Path) -> None:
    path = make(tmp_path / "book.xlsx", lambda book, sheet: sheet.write("D12", "mine"))

    (why,) = write(path, calls(("1", "2", 3, "R"), ("1", "2", 3, "R"), headers=(*HEADERS, "Role")))

    assert "Cell D12 is in the way of Calls" in why


def test_cells_stay_in_order_where_a_totals_row_lands_beside_a_cell_of_the_user(tmp_path: Path) -> None:
    path = make(tmp_path / "book.xlsx", lambda book, sheet: sheet.write("F17", "mine"), table=TOTALS)

    write(path, numbered(6))

    row = re.search(r'<row r="17".*?</row>', Parts.of(path)[SHEET].decode())
    assert row is not None
    assert re.findall(r'<c r="([A-Z]+)17"', row[0]) == ["A", "C", "F"]


def test_nothing_of_a_data_row_stays_where_a_totals_row_without_that_cell_lands(tmp_path: Path) -> None:
    path = make(tmp_path / "book.xlsx", table=TOTALS)
    parts = Parts.of(path)
    parts[SHEET] = re.sub(rb'<c r="B14"[^>]*/>', b"", parts[SHEET])
    parts.save(path)
    write(path, numbered(3))

    write(path, numbered(1))

    assert values(path, "A12:C12") == [["Total", None, "=SUBTOTAL(109,[Days])"]]


def test_a_total_does_not_end_up_under_another_column(tmp_path: Path) -> None:
    path = make(tmp_path / "book.xlsx", table=TOTALS)

    write(path, calls(("R", "A", 1), headers=("Days", "Id", "Name")))

    assert values(path, "A12:C12") == [[None, None, None]]
    columns = sheet_of(path).tables["Calls"].tableColumns
    assert {(column.totalsRowFunction, column.totalsRowLabel) for column in columns} == {(None, None)}
    assert lint(path) == []


def test_a_totals_row_does_not_move_onto_a_cell_of_the_user(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("It's")
    columns = [*TOTALS["columns"], {"header": "My comment"}]  # type: ignore[misc]
    sheet.add_table("A10:D14", {"name": "Calls", "total_row": True, "columns": columns})
    with_comment_column(book, sheet)
    book.close()
    before = path.read_bytes()

    (why,) = write(path, numbered(2))

    assert "Cell D13 is in the way of the totals row of Calls" in why
    assert path.read_bytes() == before


def test_a_header_like_that_of_a_column_of_the_user_does_not_take_it_over(tmp_path: Path) -> None:
    path = make_with_comment(tmp_path / "book.xlsx")
    write(path, numbered(3))
    before = path.read_bytes()

    (why,) = write(path, calls(headers=("Id", "Name", "MY comment")))

    assert "The column My comment (cell D10)" in why
    assert path.read_bytes() == before


def test_the_order_that_the_user_sorted_a_list_in_is_forgotten(tmp_path: Path) -> None:
    path = make(tmp_path / "book.xlsx")
    parts = Parts.of(path)
    order = '<sortState ref="A11:C13"><sortCondition ref="A11:A13"/></sortState>'
    parts.edit("xl/tables/table1.xml", '<autoFilter ref="A10:C13"/>', f'<autoFilter ref="A10:C13"/>{order}')
    parts.save(path)

    write(path, numbered(1))

    assert b"sortState" not in Parts.of(path)["xl/tables/table1.xml"]
    assert lint(path) == []


def test_a_list_does_not_grow_over_a_block_that_is_blank_now(tmp_path: Path) -> None:
    path = make(tmp_path / "book.xlsx", lambda book, sheet: book.define_name("Below", "='It''s'!$B$18:$C$18"))
    before = path.read_bytes()

    (why,) = write(path, numbered(10), Grid("Below", ((None, None),)))

    assert "Cell B18 is in the way of Calls" in why
    assert path.read_bytes() == before
