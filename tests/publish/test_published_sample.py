"""The copy of the sample: the same figures and the same look, small, valid, and refused when it is not right."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from pmo_workbook.errors import InputError, InUseError, WriteError
from pmo_workbook.publish import Category, CopyReport, NotCleanError, inspect, publish_copy
from tests.publish.reading import opened
from tests.witness import openxml_sdk, package_lint, readback, render

SHEETS = ("Summary", "SLA Report", "RACI", "Catalogue")


def test_the_published_sample_is_valid_small_and_clean(sample_copy: tuple[Path, CopyReport]) -> None:
    copy, report = sample_copy
    assert report.kept == SHEETS
    assert package_lint.lint(copy) == []
    assert openxml_sdk.validate(copy) == []
    assert copy.stat().st_size < 150_000
    assert {found.category for found in inspect(copy)} == {Category.ALT_TEXTS}


def test_two_readers_agree_about_the_copy(sample_copy: tuple[Path, CopyReport]) -> None:
    copy, _ = sample_copy
    assert readback.differences(readback.by_openpyxl(copy), readback.by_calamine(copy)) == []


def test_values_and_look_are_those_of_the_workbook(sample: Path, sample_copy: tuple[Path, CopyReport]) -> None:
    before, after = opened(sample), opened(sample_copy[0])
    for title in SHEETS:
        old, new = before[title], after[title]
        for row in old.iter_rows():
            for cell in row:
                if not str(cell.value or "").startswith("←"):
                    assert _look(cell) == _look(new[cell.coordinate]), f"{title}!{cell.coordinate}"
        assert _frame(old) == _frame(new)


def _look(cell: Cell) -> tuple[object, ...]:
    styled = (cell.font, cell.fill, cell.border, cell.alignment, cell.protection, cell.number_format)
    return (cell.value, *map(repr, styled))


def _frame(sheet: Worksheet) -> tuple[object, ...]:
    widths = {key: (column.width, column.hidden) for key, column in sheet.column_dimensions.items()}
    heights = {key: (row.height, row.hidden) for key, row in sheet.row_dimensions.items()}
    formats = {
        str(ranges.sqref): [(rule.type, rule.formula, repr(rule.dxf)) for rule in ranges.rules]
        for ranges in sheet.conditional_formatting
    }
    page = (sheet.print_area, sheet.print_title_rows, sheet.page_setup.orientation, sheet.page_setup.paperSize)
    tables = {table.name: (table.ref, table.column_names) for table in sheet.tables.values()}
    merged = sorted(map(str, sheet.merged_cells.ranges))
    footer = sheet.oddFooter.left.text, sheet.oddFooter.right.text
    return widths, heights, formats, page, tables, merged, footer, sheet.freeze_panes, sheet.sheet_view.showGridLines


def test_charts_keep_their_look_and_their_cells(sample: Path, sample_copy: tuple[Path, CopyReport]) -> None:
    with zipfile.ZipFile(sample) as old, zipfile.ZipFile(sample_copy[0]) as new:
        for part in ("xl/charts/chart1.xml", "xl/charts/chart2.xml"):
            before, after = old.read(part).decode(), new.read(part).decode()
            start = before.index("<c:printSettings>")
            before = before[:start] + before[before.index("</c:printSettings>") + len("</c:printSettings>") :]
            assert after.replace("'Summary'", "Summary").split("?>")[1].strip() == before.split("?>")[1].strip()


def test_nothing_on_a_rendered_page_looks_wrong(sample_copy: tuple[Path, CopyReport], tmp_path: Path) -> None:
    pages = render.page_texts(render.to_pdf(sample_copy[0], tmp_path))
    assert render.troubles(pages) == []
    assert len(pages) < 15
    assert "Promises kept" in pages[0]


def test_names_of_blocks_and_tabs_stay_so_that_copies_can_be_compared(sample_copy: tuple[Path, CopyReport]) -> None:
    names = set(opened(sample_copy[0]).defined_names)
    assert {"go_summary", "go_sla_report", "pmo_summary_headline"} <= names
    assert not {"go_requests", "ids_roles", "pmo_issue_table"} & names


def test_a_renamed_tab_is_published_under_its_new_title(sample: Path, tmp_path: Path) -> None:
    book = opened(sample)
    book["Summary"].title = "For the board"
    renamed = tmp_path / "renamed.xlsx"
    book.save(renamed)
    _swap(renamed, "'Summary'!", "'For the board'!")
    report = publish_copy(renamed, tmp_path / "copy.xlsx", ["Summary", "RACI"], title="x")
    assert report.kept == ("For the board", "RACI")


def _swap(path: Path, old: str, new: str) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(old.encode(), new.encode())
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


@pytest.mark.parametrize(
    ("title", "why"),
    [
        ("Requests", "holds the raw log"),
        ("Roles", "is an input sheet"),
        ("Watchlist", "is for the PMO only"),
        ("Issues", "is for the PMO only"),
        ("Sumary", "There is no sheet 'Sumary'"),
    ],
)
def test_a_sheet_that_must_not_be_published_is_refused(sample: Path, tmp_path: Path, title: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        publish_copy(sample, tmp_path / "copy.xlsx", ["Summary", title], title="x")
    assert list(tmp_path.iterdir()) == []


def test_a_copy_that_names_a_person_is_not_handed_over(sample: Path, tmp_path: Path) -> None:
    with pytest.raises(NotCleanError, match="Portfolio Analyst") as caught:
        publish_copy(sample, tmp_path / "copy.xlsx", SHEETS, title="x", people=["portfolio analyst", "Nobody Else"])
    assert {found.category for found in caught.value.findings} == {Category.PEOPLE}
    assert list(tmp_path.iterdir()) == []


def test_a_note_must_stand_in_the_copy(sample: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.xlsx"
    publish_copy(sample, copy, ["Summary"], title="x", note="8 rows with errors are in no figure")
    copy.unlink()
    with pytest.raises(WriteError, match="does not say"):
        publish_copy(sample, copy, ["RACI"], title="x", note="8 rows with errors are in no figure")
    assert not copy.exists()


def test_the_copy_is_an_xlsx_beside_the_workbook_and_never_the_workbook(sample: Path, tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    shutil.copyfile(sample, book)
    with pytest.raises(InputError, match="place of the workbook"):
        publish_copy(book, book, ["Summary"], title="x")
    with pytest.raises(InputError, match=r"must end in \.xlsx"):
        publish_copy(sample, tmp_path / "copy.xlsm", ["Summary"], title="x")
    with pytest.raises(InputError, match="no folder"):
        publish_copy(sample, tmp_path / "nowhere" / "copy.xlsx", ["Summary"], title="x")


def test_a_copy_that_is_open_is_not_replaced(sample: Path, tmp_path: Path) -> None:
    (tmp_path / "~$copy.xlsx").write_bytes(b"\x03Ann")
    with pytest.raises(InUseError):
        publish_copy(sample, tmp_path / "copy.xlsx", ["Summary"], title="x")
