"""What a generated tab looks like to a reader after a write."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from pmo_workbook.hosts.base import RawTable
from pmo_workbook.hosts.file import FileHost
from pmo_workbook.hosts.memory import MemoryHost
from pmo_workbook.layout.blocks import Block, Cell, Grid, Link, Listing, Tab
from tests.foreign import Parts
from tests.witness.package_lint import lint

SHEET = "xl/worksheets/sheet1.xml"
HEADERS = ("Id", "Name", "Days")
Sheet = xlsxwriter.worksheet.Worksheet


def make(path: Path, more: Callable[[xlsxwriter.Workbook, Sheet], object] | None = None, **options: Any) -> Path:
    """A workbook with the named block ``Tiles`` (B2:C3) and the table ``Calls`` (A10:C13) on the sheet ``It's``."""
    table = {"name": "Calls", "columns": [{"header": header} for header in HEADERS], **options.pop("table", {})}
    book = xlsxwriter.Workbook(path, options)
    sheet = book.add_worksheet("It's")
    styled = book.add_format({"num_format": "0.00"})
    sheet.set_column("B:B", 10, styled)
    sheet.add_table(9, 0, 12 + bool(table.get("total_row")), 2, table)
    book.define_name("Tiles", "='It''s'!$B$2:$C$3")
    if more:
        more(book, sheet)
    book.close()
    return path


def write(path: Path, *blocks: Block) -> list[str]:
    with FileHost(path) as host:
        return [problem.why for problem in host.write([Tab("tab", blocks)])]


def calls(*rows: Sequence[Cell], headers: tuple[str, ...] = HEADERS) -> Listing:
    return Listing("Calls", headers, tuple(tuple(row) for row in rows))


def numbered(count: int) -> Listing:
    return calls(*[(f"R-{n}", f"name {n}", n) for n in range(1, count + 1)])


def sheet_of(path: Path) -> openpyxl.worksheet.worksheet.Worksheet:
    return openpyxl.load_workbook(path)["It's"]


def values(path: Path, area: str) -> list[list[object]]:
    return [[cell.value for cell in row] for row in sheet_of(path)[area]]


def raw_cell(path: Path, address: str) -> str:
    found = re.search(
        rf'<(?:x:)?c r="{address}"[^>]*?(?:/>|>.*?</(?:x:)?c>)', Parts.of(path)[SHEET].decode(), re.DOTALL
    )
    return found[0] if found else ""


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",), exclude_characters="\r"), max_size=20)
MOMENT = st.datetimes(dt.datetime(1900, 3, 1), dt.datetime(2200, 1, 1)).map(
    lambda moment: moment.replace(microsecond=0)
)
CELL = st.one_of(st.none(), st.booleans(), st.integers(-(2**53), 2**53), st.floats(allow_nan=False), TEXT, MOMENT)


def seen(value: Cell) -> object:
    """A value as a reader of the file has it."""
    if isinstance(value, str):
        return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", value) or None
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        return None
    if isinstance(value, dt.datetime):
        return pytest.approx((value - dt.datetime(1899, 12, 30)).total_seconds() / 86_400, abs=1e-6)
    return value


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(CELL, CELL, CELL), max_size=7), tiles=st.lists(CELL, min_size=4, max_size=4))
def test_what_is_written_is_what_two_other_readers_read(
    tmp_path: Path, rows: list[tuple[Cell, ...]], tiles: list[Cell]
) -> None:
    path = make(tmp_path / "book.xlsx")
    before = Parts.of(path)

    assert write(path, Grid("Tiles", (tuple(tiles[:2]), tuple(tiles[2:]))), calls(*rows)) == []

    expected = [[seen(value) for value in row] for row in rows] or [[None] * 3]
    last = 10 + len(expected)
    plain = openpyxl.load_workbook(path)["It's"]
    for row, wanted in enumerate(expected, 11):
        for column, value in enumerate(wanted, 1):
            cell = plain.cell(row, column)
            assert cell.data_type != "f"
            found = openpyxl.utils.datetime.to_excel(cell.value) if isinstance(cell.value, dt.date) else cell.value
            assert found == value
    assert plain.tables["Calls"].ref == f"A10:C{last}"
    grid = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    shown = [list(row[:3]) + [""] * (3 - len(row[:3])) for row in grid[10:last]]
    shown += [["", "", ""]] * (len(expected) - len(shown))
    assert [[None if cell == "" else cell for cell in row] for row in shown] == expected
    after = Parts.of(path)
    assert {name for name in before if before[name] != after[name]} <= {SHEET, "xl/tables/table1.xml"}
    assert lint(path) == []


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "'x", "{=1}", "=HYPERLINK(1)"])
def test_text_never_becomes_a_formula(tmp_path: Path, text: str) -> None:
    path = make(tmp_path / "book.xlsx")

    write(path, calls((text, None, None)))

    assert values(path, "A11:A11") == [[text]]
    assert "<f>" not in raw_cell(path, "A11")


def test_blanks_line_breaks_and_what_looks_like_an_escape_are_kept(tmp_path: Path) -> None:
    path = make(tmp_path / "book.xlsx")

    write(path, calls((" a  b ", "one\ntwo", "_x0041_")))

    assert 'xml:space="preserve"' in raw_cell(path, "A11")
    assert values(path, "A11:B11") == [[" a  b ", "one\ntwo"]]
    assert "_x005F_x0041_" in raw_cell(path, "C11")


def test_characters_that_a_file_cannot_hold_are_replaced_and_long_text_is_cut(tmp_path: Path) -> None:
    path = make(tmp_path / "book.xlsx")

    write(path, calls(("a\0b\ud800c\uffff", "\N{GRINNING FACE}" * 20_000, None)))

    bad, long = values(path, "A11:B11")[0]
    assert bad == "a\ufffdb\ufffdc\ufffd"
    assert long == "\N{GRINNING FACE}" * 16_383


@pytest.mark.parametrize(
    ("value", "date1904", "stored"),
    [
        (dt.date(2024, 2, 29), False, "45351"),
        (dt.datetime(2024, 2, 29, 12), False, "45351.5"),
        (dt.date(1900, 3, 1), False, "61"),
        (dt.date(1900, 2, 28), False, "59"),
        (dt.date(1900, 1, 1), False, "1"),
        (dt.date(1904, 1, 2), True, "1"),
        (dt.datetime(2024, 2, 29, 6), True, "43889.25"),
    ],
)
def test_dates_are_serials_of_the_workbooks_date_system(
    tmp_path: Path, value: dt.date, date1904: bool, stored: str
) -> None:
    path = make(tmp_path / "book.xlsx", date_1904=date1904)

    write(path, calls((value, None, None)))

    assert f"<v>{stored}</v>" in raw_cell(path, "A11")


@pytest.mark.parametrize(("value", "date1904"), [(dt.date(1899, 12, 31), False), (dt.date(1903, 12, 31), True)])
def test_dates_before_the_date_system_are_text(tmp_path: Path, value: dt.date, date1904: bool) -> None:
    path = make(tmp_path / "book.xlsx", date_1904=date1904)

    write(path, calls((value, None, None)))

    assert values(path, "A11:A11") == [[value.isoformat()]]


def test_a_link_is_a_formula_with_its_text_as_value(tmp_path: Path) -> None:
    path = make(tmp_path / "book.xlsx")

    write(path, calls((Link('say "go"', "It's", "F14"), Link("x" * 300, "It's"), None)))

    expected = '=HYPERLINK("#\'It\'\'s\'!F14","say ""go""")'
    assert values(path, "A11:A11") == [[expected]]
    row = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)[10]
    assert row[:2] == ['say "go"', "x" * 300]
    assert max(map(len, re.findall('"([^"]*)"', str(values(path, "B11:B11")[0][0])))) <= 255


def test_numbers_keep_their_precision_and_what_is_no_number_is_blank(tmp_path: Path) -> None:
    path = make(tmp_path / "book.xlsx")

    write(path, calls((0.1 + 0.2, 3.0, float("nan")), (1e300, -0.5, float("inf"))))

    assert values(path, "A11:C12") == [[0.1 + 0.2, 3, None], [1e300, -0.5, None]]


def test_a_cell_keeps_its_style_else_takes_its_rows_else_its_columns(tmp_path: Path) -> None:
    def styled(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
        sheet.write_blank("B11", None, book.add_format({"num_format": "0.0%"}))
        sheet.set_row(11, None, book.add_format({"num_format": "0.000"}))

    path = make(tmp_path / "book.xlsx", styled)

    write(path, numbered(5))

    sheet = sheet_of(path)
    assert [sheet.cell(row, 2).number_format for row in (11, 12, 13, 15)] == ["0.0%", "0.000", "0.00", "0.00"]
    assert [sheet.cell(row, 1).number_format for row in (11, 12, 15)] == ["General", "0.000", "General"]


def test_an_emptied_cell_keeps_its_style_and_one_without_is_dropped(tmp_path: Path) -> None:
    path = make(tmp_path / "book.xlsx")
    write(path, numbered(5))

    write(path, numbered(2))

    assert values(path, "A13:C15") == [[None] * 3] * 3
    assert re.fullmatch(r'<c r="B15" s="\d+"/>', raw_cell(path, "B15"))
    assert raw_cell(path, "A15") == ""


def test_an_empty_list_leaves_one_blank_row(tmp_path: Path) -> None:
    path = make(tmp_path / "book.xlsx")
    write(path, numbered(3))

    write(path, calls())

    sheet = sheet_of(path)
    assert sheet.tables["Calls"].ref == "A10:C11"
    assert sheet.tables["Calls"].autoFilter.ref == "A10:C11"
    assert values(path, "A11:C13") == [[None] * 3] * 3


def test_the_used_range_and_row_spans_follow(tmp_path: Path) -> None:
    path = make(tmp_path / "book.xlsx", lambda book, sheet: sheet.set_column("B:B", 10, None))

    write(path, Grid("Tiles", ((1, 2), (3, 4))), numbered(30))
    grown = Parts.of(path)[SHEET].decode()
    write(path, Grid("Tiles", ((None, None), (None, None))), numbered(1))

    assert '<dimension ref="A2:C40"/>' in grown
    assert '<dimension ref="A10:C11"/>' in Parts.of(path)[SHEET].decode()
    assert all(int(a) <= 1 and int(b) >= 3 for a, b in re.findall(r'<row r="1\d" spans="(\d+):(\d+)"', grown))


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


TOTALS = {
    "total_row": True,
    "columns": [
        {"header": "Id", "total_string": "Total"},
        {"header": "Name"},
        {"header": "Days", "total_function": "sum"},
    ],
}


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


def test_a_totals_formula_of_the_table_is_worked_out_on_opening(tmp_path: Path) -> None:
    path = make(tmp_path / "book.xlsx", table=TOTALS)
    parts = Parts.of(path)
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b' fullCalcOnLoad="1"', b"")
    parts.save(path)

    write(path, calls((None, None, 5), (None, None, None), (None, None, None)))

    assert b'fullCalcOnLoad="1"' in Parts.of(path)["xl/workbook.xml"]


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


def test_a_block_whose_rows_were_changed_leaves_its_tab_as_it_was(tmp_path: Path) -> None:
    path = make(tmp_path / "book.xlsx")
    before = path.read_bytes()

    (why,) = write(path, Grid("Tiles", ((1, 2),)), numbered(1))

    assert why.startswith("The block Tiles has 2 rows and 2 columns now instead of 1 and 2")
    assert path.read_bytes() == before


def test_an_array_formula_that_reaches_into_a_block_is_left_whole(tmp_path: Path) -> None:
    path = make(tmp_path / "book.xlsx", lambda book, sheet: sheet.write_array_formula("C3:C5", "{=ROW(A1:A3)}"))

    (why,) = write(path, Grid("Tiles", ((1, 2), (3, 4))))

    assert why.startswith("The array formula in C3:C5 reaches into cells that are generated")


def test_a_formula_typed_into_a_block_is_overwritten_and_those_that_shared_it_live_on(tmp_path: Path) -> None:
    path = make(tmp_path / "book.xlsx", lambda book, sheet: sheet.write_row("B3", [0, 0, 0, 0]))
    parts = Parts.of(path)
    sheet = parts[SHEET].decode()
    sheet = re.sub(r'(<c r="B3"[^>]*>)<v>0</v>', r'\1<f t="shared" ref="B3:E3" si="0">B9+1</f><v>1</v>', sheet)
    sheet = re.sub(r'(<c r="[DE]3"[^>]*>)<v>0</v>', r'\1<f t="shared" si="0"/><v>1</v>', sheet)
    parts[SHEET] = sheet.encode()
    parts.save(path)

    write(path, Grid("Tiles", ((1, 2), (3, 4))))

    assert values(path, "B3:E3") == [[3, 4, "=D9+1", "=E9+1"]]


def test_rich_text_in_a_block_is_replaced(tmp_path: Path) -> None:
    def rich(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
        sheet.write_rich_string("B2", "plain ", book.add_format({"bold": True}), "bold")

    path = make(tmp_path / "book.xlsx", rich)

    write(path, Grid("Tiles", (("new", None), (None, None))))

    assert values(path, "B2:C3") == [["new", None], [None, None]]


def test_a_part_with_a_namespace_prefix_and_cells_without_addresses_is_written(tmp_path: Path) -> None:
    path = make(tmp_path / "book.xlsx", lambda book, sheet: sheet.write("A1", 5))
    parts = Parts.of(path)
    sheet = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", parts[SHEET].decode()).replace("xmlns=", "xmlns:x=")
    parts[SHEET] = sheet.replace('<x:row r="1"', "<x:row").replace('<x:c r="A1">', "<x:c>").encode()
    parts.save(path)

    assert write(path, Grid("Tiles", ((1, "a"), (3, 4))), numbered(4)) == []

    assert values(path, "B2:C3") == [[1, "a"], [3, 4]]
    assert values(path, "A1:A1") == [[5]]
    assert "<x:is><x:t>a</x:t></x:is>" in raw_cell(path, "C2")


def test_a_formula_in_a_prefixed_part_is_found(tmp_path: Path) -> None:
    def other(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
        book.add_worksheet("Other").write_formula("A1", "='It''s'!B2")

    path = make(tmp_path / "book.xlsx", other)
    parts = Parts.of(path)
    name = "xl/worksheets/sheet2.xml"
    parts[name] = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", parts[name].decode()).replace("xmlns=", "xmlns:x=").encode()
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b' fullCalcOnLoad="1"', b"")
    parts.save(path)

    write(path, Grid("Tiles", ((1, "a"), (3, 4))))

    assert b'fullCalcOnLoad="1"' in Parts.of(path)["xl/workbook.xml"]


@pytest.mark.parametrize(
    ("formula", "reads"),
    [
        ("'It''s'!C3+1", True),
        ("SUM('It''s'!B:B)", True),
        ("SUM('It''s'!2:3)", True),
        ("SUM('IT''S'!$A$1:$Z$99)", True),
        ("SUM('It''s:Other'!A1)", True),
        ("ROWS(Calls[Days])", True),
        ("SUM(Tiles)", True),
        ("Twice", True),
        ("'It''s'!D3+1", False),
        ("Other!B2+1", False),
        ("B2", False),
        ('"Calls[Days] and Tiles"', False),
        ("[1]It!B2", False),
    ],
)
def test_whether_a_formula_elsewhere_reads_a_changed_cell(tmp_path: Path, formula: str, reads: bool) -> None:
    def other(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
        book.add_worksheet("Other").write_formula("A1", "=1")
        book.define_name("Twice", "=2*Tiles")

    path = make(tmp_path / "book.xlsx", other)
    parts = Parts.of(path)
    parts.edit("xl/worksheets/sheet2.xml", "<f>1</f>", f"<f>{formula}</f>")
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b' fullCalcOnLoad="1"', b"")
    parts.save(path)

    write(path, Grid("Tiles", ((1, "a"), (3, 4))), numbered(4))

    assert (b"fullCalcOnLoad" in Parts.of(path)["xl/workbook.xml"]) == reads


def test_formulas_are_found_however_the_part_is_cut_into_pieces(tmp_path: Path) -> None:
    from pmo_workbook.hosts.formulas import scan_formulas
    from pmo_workbook.package import Package

    def other(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
        for row in range(20):
            sheet.write_formula(row, 6, f'=IF(A{row + 1}<5,"a&b","")')
        sheet.conditional_format("A1:A9", {"type": "formula", "criteria": "=A1>1"})

    path = make(tmp_path / "book.xlsx", other)

    class Pieces(Package):
        piece = 1

        def chunks(self, name: str, size: int = 1) -> Any:
            return super().chunks(name, self.piece)

    for piece in (1, 2, 3, 7, 50, 10_000):
        with Pieces.open(path) as package:
            package.piece = piece
            found = [text for text, _ in scan_formulas(package, SHEET)]
        assert found == [f'IF(A{row + 1}<5,"a&b","")' for row in range(20)]


def test_a_host_in_memory_holds_tables_and_records_blocks() -> None:
    table = RawTable("T", "T", 1, 1, ("a",), [("x",)])
    host = MemoryHost({"services": table}, deleted=frozenset({"Gone"}))

    (skipped,) = host.write([Tab("tab", (numbered(1), Grid("Gone", ((1,),))))])

    assert host.tables() == {"services": table}
    assert host.block("Calls") == numbered(1)
    assert skipped.what == "Gone"
    with pytest.raises(KeyError):
        host.block("Gone")
