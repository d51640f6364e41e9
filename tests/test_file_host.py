"""What a generated cell holds after a write, as other readers see it."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from pmo_workbook.binding import bind
from pmo_workbook.blocks import Cell, Grid, Link, Tab
from pmo_workbook.errors import UnsupportedError, WriteError
from pmo_workbook.hosts.file import FileHost
from pmo_workbook.hosts.memory import MemoryHost
from pmo_workbook.ooxml.package import Package
from pmo_workbook.sheets import BY_KEY
from pmo_workbook.tables import RawTable
from tests.foreign import Parts
from tests.plain_book import SHEET, TOTALS, Sheet, calls, make, numbered, raw_cell, sheet_of, values, write
from tests.witness.package_lint import lint

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


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
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


def test_the_used_range_and_row_spans_follow(tmp_path: Path) -> None:
    path = make(tmp_path / "book.xlsx", lambda book, sheet: sheet.set_column("B:B", 10, None))

    write(path, Grid("Tiles", ((1, 2), (3, 4))), numbered(30))
    grown = Parts.of(path)[SHEET].decode()
    write(path, Grid("Tiles", ((None, None), (None, None))), numbered(1))

    assert '<dimension ref="A2:C40"/>' in grown
    assert '<dimension ref="A10:C11"/>' in Parts.of(path)[SHEET].decode()
    assert all(int(a) <= 1 and int(b) >= 3 for a, b in re.findall(r'<row r="1\d" spans="(\d+):(\d+)"', grown))


@pytest.mark.parametrize(
    ("said", "wanted"),
    [("2:2", "1:3"), ("3:7", "1:7"), ("1:2", "1:3"), ("1:3", "1:3"), ("1:9", "1:9"), ("2:x:2", "2:x:2")],
)
def test_the_spans_of_a_row_take_in_what_is_written(tmp_path: Path, said: str, wanted: str) -> None:
    path = make(tmp_path / "book.xlsx", lambda book, sheet: sheet.write_column("A11", ["x", "x", "x"]))
    parts = Parts.of(path)
    parts[SHEET] = re.sub(rb'<row r="11"[^>]*>.*?</row>', f'<row r="11" spans="{said}"/>'.encode(), parts[SHEET])
    parts.save(path)

    write(path, numbered(3))

    assert re.findall(r'<row r="11" spans="([^"]*)"', Parts.of(path)[SHEET].decode()) == [wanted]


def test_the_spans_of_a_row_take_in_totals_that_move_there(tmp_path: Path) -> None:
    path = make(tmp_path / "book.xlsx", lambda book, sheet: sheet.write("E16", "mine"), table=TOTALS)
    parts = Parts.of(path)
    parts[SHEET] = re.sub(rb'<row r="16"[^>]*>', b'<row r="16" spans="5:5">', parts[SHEET])
    parts.save(path)

    write(path, numbered(5))

    assert values(path, "A16:E16")[0][::4] == ["Total", "mine"]
    assert re.findall(r'<row r="16" spans="([^"]*)"', Parts.of(path)[SHEET].decode()) == ["1:5"]


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


def test_a_host_in_memory_holds_tables_and_records_blocks() -> None:
    table = bind(BY_KEY["services"], RawTable("T", "T", 1, 1, ("a",), [("x",)]))
    host = MemoryHost({"services": table}, deleted=frozenset({"Gone"}))

    (skipped,) = host.write([Tab("tab", (numbered(1), Grid("Gone", ((1,),))))])

    assert host.tables() == {"services": table}
    assert host.block("Calls") == numbered(1)
    assert skipped.what == "Gone"
    with pytest.raises(KeyError):
        host.block("Gone")


def test_a_cell_that_held_a_spilling_formula_becomes_plain_even_if_its_value_is_the_same(tmp_path: Path) -> None:
    path = make(tmp_path / "book.xlsx", lambda book, sheet: sheet.write("B2", 1))
    parts = Parts.of(path)
    parts[SHEET] = parts[SHEET].replace(b'<c r="B2"', b'<c r="B2" cm="1"')
    parts.save(path)

    write(path, Grid("Tiles", ((1, 2), (3, 4))))

    assert 'cm="1"' not in raw_cell(path, "B2")


def test_a_workbook_of_a_newer_template_is_refused_with_a_plain_sentence(template: Path, tmp_path: Path) -> None:
    path = tmp_path / "newer.xlsm"
    with Package.open(template) as package:
        old = package.read("xl/workbook.xml")
        new = re.sub(rb"(pmo_template_version\"[^>]*>)\d+<", rb"\g<1>99<", old)
        assert new != old
        package.replace("xl/workbook.xml", new)
        package.save(path)
    with pytest.raises(UnsupportedError, match=r"newer PMO workbook \(template 99"):
        FileHost(path)


def test_a_file_marked_read_only_stays_as_it_is(template: Path, tmp_path: Path) -> None:
    path = tmp_path / "kept.xlsm"
    shutil.copyfile(template, path)
    path.chmod(0o444)
    with FileHost(path) as host, pytest.raises(WriteError, match="read-only"):
        host.write([Tab("start", ())])
