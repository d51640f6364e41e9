"""What of the kept sheets stays, and how: names, links, tables, dates, charts, formats, and the archive itself."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from pmo_workbook.errors import InputError
from pmo_workbook.publish import Category, inspect, publish_copy
from tests.foreign import Parts
from tests.publish.reading import opened
from tests.witness import openxml_sdk, package_lint

Fill = Callable[[xlsxwriter.Workbook, xlsxwriter.worksheet.Worksheet, xlsxwriter.worksheet.Worksheet], None]


def _published(folder: Path, fill: Fill, sheets: tuple[str, ...] = ("Kept",)) -> tuple[openpyxl.Workbook, Path]:
    source, copy = folder / "source.xlsx", folder / "copy.xlsx"
    with xlsxwriter.Workbook(source) as book:
        fill(book, book.add_worksheet("Kept"), book.add_worksheet("Other"))
    publish_copy(source, copy, sheets, title="x")
    assert package_lint.lint(copy) == []
    return opened(copy), copy


def _part(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode()


def test_a_format_that_needs_a_name_keeps_the_name_and_others_go(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook, kept: xlsxwriter.worksheet.Worksheet, _: object) -> None:
        kept.write("A1", 5)
        for name, where in (("Limit", "=Kept!$A$1"), ("Unused", "=Kept!$A$1"), ("Elsewhere", "=Other!$A$1")):
            book.define_name(name, where)
        for criteria in ("=A1>=Limit", "=A1>=Elsewhere", "=MYMACRO(A1)", '=A1>INDIRECT("Other!A1")', "=A1>Other!A1"):
            kept.conditional_format(
                "A1", {"type": "formula", "criteria": criteria, "format": book.add_format({"bold": 1})}
            )

    book, _ = _published(tmp_path, fill)
    assert list(book.defined_names) == ["Limit"]
    assert [rule.formula for found in book["Kept"].conditional_formatting for rule in found.rules] == [["A1>=Limit"]]


def test_links_within_the_copy_stay_and_lose_their_tips(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook, kept: xlsxwriter.worksheet.Worksheet, other: object) -> None:
        kept.write_url("A1", "internal:Other!B2", None, "→ Other", "a tip")
        kept.write_url("A2", "internal:Gone!B2", None, "→ Gone")
        kept.write_url("A3", "internal:Gone!B2", None, "see Gone")
        book.add_worksheet("Gone")

    book, copy = _published(tmp_path, fill, ("Kept", "Other"))
    kept = book["Kept"]
    assert kept["A1"].hyperlink.location == "'Other'!B2"
    assert "a tip" not in _part(copy, "xl/worksheets/sheet1.xml")
    assert [kept[cell].value for cell in ("A1", "A2", "A3")] == ["→ Other", None, "see Gone"]
    assert kept["A3"].hyperlink is None


def test_a_table_stays_a_table_and_its_totals_become_plain_cells(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook, kept: xlsxwriter.worksheet.Worksheet, other: object) -> None:
        columns = [{"header": "Name", "total_string": "Sum"}, {"header": "Two\nlines", "total_function": "sum"}]
        columns[1]["total_value"] = 3
        options = {"name": "T", "columns": columns, "data": [["a", 1], ["b", 2]], "total_row": True}
        kept.add_table("B2:C5", options | {"style": "Table Style Light 9"})

    book, copy = _published(tmp_path, fill)
    table = book["Kept"].tables["T"]
    assert (table.ref, table.autoFilter.ref, table.totalsRowCount) == ("B2:C4", "B2:C4", None)
    assert table.tableStyleInfo.name == "TableStyleLight9"
    assert [book["Kept"]["B5"].value, book["Kept"]["C5"].value] == ["Sum", 3]
    assert openxml_sdk.validate(copy) == []


def test_a_table_with_a_hidden_header_becomes_plain_cells(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook, kept: xlsxwriter.worksheet.Worksheet, other: object) -> None:
        kept.add_table("A1:B3", {"columns": [{"header": "Shown"}, {"header": "Unseen"}], "data": [["a", "b"]]})
        kept.set_column("B:B", 10, None, {"hidden": True})

    book, copy = _published(tmp_path, fill)
    assert book["Kept"].tables == {}
    assert [book["Kept"][cell].value for cell in ("A1", "A2", "B1", "B2")] == ["Shown", "a", None, None]
    assert "Unseen" not in _part(copy, "xl/sharedStrings.xml")


def test_dates_that_count_from_1904_keep_doing_so(tmp_path: Path) -> None:
    source, copy = tmp_path / "source.xlsx", tmp_path / "copy.xlsx"
    with xlsxwriter.Workbook(source, {"date_1904": True}) as book:
        book.add_worksheet("Kept").write_number("A1", 100, book.add_format({"num_format": "yyyy-mm-dd"}))
    publish_copy(source, copy, ["kept"], title="x")
    assert str(opened(copy)["Kept"]["A1"].value) == "1904-04-10 00:00:00"


def test_a_chart_of_cells_that_are_emptied_keeps_only_what_it_shows(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook, kept: xlsxwriter.worksheet.Worksheet, other: object) -> None:
        kept.write_column("A1", [1, 2, 3])
        kept.set_row(1, None, None, {"hidden": True})
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Kept!$A$1:$A$3", "categories": "=Other!$A$1:$A$3"})
        kept.insert_chart("C1", chart)

    _, copy = _published(tmp_path, fill)
    chart = _part(copy, "xl/charts/chart1.xml")
    points = '<c:ptCount val="3"/><c:pt idx="0"><c:v>1</c:v></c:pt><c:pt idx="2"><c:v>3</c:v></c:pt></c:numLit>'
    assert points in chart
    assert "<c:f>" not in chart
    assert openxml_sdk.validate(copy) == []


@pytest.mark.parametrize(
    ("attributes", "hides"),
    [('hidden="1"', True), ('ht="0"', True), ('ht="0.75" customHeight="1"', True), ('ht="12"', False), ("", False)],
)
def test_a_row_too_low_to_be_read_counts_as_hidden(tmp_path: Path, attributes: str, hides: bool) -> None:
    source, copy = tmp_path / "source.xlsx", tmp_path / "copy.xlsx"
    with xlsxwriter.Workbook(source) as book:
        book.add_worksheet("Kept").write_column("A1", ["seen", "perhaps"])
    parts = Parts.of(source)
    parts.edit("xl/worksheets/sheet1.xml", '<row r="2"', f'<row r="2" {attributes}')
    parts.save(source)
    publish_copy(source, copy, ["Kept"], title="x")
    assert opened(copy)["Kept"]["A2"].value == (None if hides else "perhaps")
    assert (Category.HIDDEN_CELLS in {found.category for found in inspect(source)}) == hides


def test_what_a_chart_leaves_unsaid_means_the_same_in_the_copy(sample: Path, sample_copy: tuple[Path, object]) -> None:
    # programs read missing settings of a chart by the version of Excel that the properties name
    version = "<AppVersion>12.0000</AppVersion>"
    assert version in _part(sample, "docProps/app.xml")
    assert version in _part(sample_copy[0], "docProps/app.xml")


def test_only_the_first_sheet_is_selected(sample_copy: tuple[Path, object]) -> None:
    book = opened(sample_copy[0])
    assert [bool(sheet.sheet_view.tabSelected) for sheet in book] == [True, False, False, False]


def test_a_hidden_sheet_is_not_published(tmp_path: Path) -> None:
    def fill(_: object, __: object, other: xlsxwriter.worksheet.Worksheet) -> None:
        other.hide()

    with pytest.raises(InputError, match="is hidden"):
        _published(tmp_path, fill, ("Kept", "Other"))


def test_a_chart_sheet_is_not_published(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook, kept: object, other: object) -> None:
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Kept!$A$1:$A$3"})
        book.add_chartsheet("Picture").set_chart(chart)

    with pytest.raises(InputError, match="no worksheet"):
        _published(tmp_path, fill, ("Kept", "Picture"))


def test_nothing_named_is_nothing_published(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No sheet is named"):
        _published(tmp_path, lambda *_: None, ())


def test_a_comment_of_the_archive_and_bytes_beside_a_part_are_found(tmp_path: Path) -> None:
    _, copy = _published(tmp_path, lambda *_: None)
    assert inspect(copy) == ()
    with zipfile.ZipFile(copy, "a") as archive:
        archive.comment = b"from Ann"
    assert [found.what for found in inspect(copy)] == ["a comment of 8 bytes"]


def test_styles_of_a_named_style_are_kept_without_the_name(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    style = openpyxl.styles.NamedStyle("Project Falcon", number_format='0.00" h"')
    style.font.bold = True
    book.active["A1"] = 2
    book.active["A1"].style = style
    source, copy = tmp_path / "source.xlsx", tmp_path / "copy.xlsx"
    book.save(source)
    publish_copy(source, copy, ["Sheet"], title="x")
    cell = opened(copy)["Sheet"]["A1"]
    assert (cell.font.b, cell.number_format, cell.style) == (True, '0.00" h"', "Normal")
    assert "Falcon" not in _part(copy, "xl/styles.xml")
    assert openxml_sdk.validate(copy) == []
