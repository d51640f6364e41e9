"""A workbook stuffed with planted texts: none gets into the copy, and the inspector finds each of them."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import pytest

from pmo_workbook.publish import Category, CopyReport, inspect, publish_copy
from pmo_workbook.publish.inspection.inspector import unclean
from tests.publish import planted
from tests.publish.hiding import EXPECTED, PLANTED
from tests.publish.reading import opened
from tests.witness import openxml_sdk, package_lint


def test_no_planted_text_is_in_any_part_of_the_copy(published: tuple[Path, CopyReport]) -> None:
    copy, _ = published
    with zipfile.ZipFile(copy) as archive:
        blobs = {name: archive.read(name).lower() for name in archive.namelist()}
    blobs["(archive)"] = copy.read_bytes().lower()
    blobs["(names)"] = " ".join(blobs).encode()
    encodings = ("utf-8", "utf-16-le", "utf-16-be")
    leaks = [
        (text, name)
        for text in PLANTED
        for name, blob in blobs.items()
        if any(text.lower().encode(encoding) in blob for encoding in encodings)
    ]
    assert len(PLANTED) > 100
    assert leaks == []


def test_the_inspector_finds_every_planted_category_and_names_the_texts_it_reads(source: Path) -> None:
    found = inspect(source)
    shown = {text: category for text, category in PLANTED.items() if category is not None}
    missed = [
        (text, category)
        for text, category in shown.items()
        if not any(one.category is category and text in f"{one.place} {one.what}" for one in found)
    ]
    assert missed == []
    assert EXPECTED | set(shown.values()) <= {one.category for one in found}


def test_every_category_there_is_can_be_found(source: Path) -> None:
    found = {*inspect(source, people=["stands for itself"]), *unclean(source, asked=[planted.BOARD])}
    assert set(Category) == {one.category for one in found}


def test_the_inspector_finds_nothing_in_the_copy_but_alternative_texts(published: tuple[Path, CopyReport]) -> None:
    copy, _ = published
    assert unclean(copy) == ()
    assert {one.category for one in inspect(copy)} == {Category.ALT_TEXTS}


def test_publishing_does_not_change_a_byte_of_the_source(source: Path, tmp_path: Path) -> None:
    before, stamp = hashlib.sha256(source.read_bytes()).hexdigest(), source.stat().st_mtime_ns
    publish_copy(source, tmp_path / "copy.xlsx", [planted.BOARD], title="x")
    assert hashlib.sha256(source.read_bytes()).hexdigest() == before
    assert source.stat().st_mtime_ns == stamp
    assert {path.name for path in source.parent.iterdir()} == {source.name}


def test_the_copy_is_a_sound_workbook(published: tuple[Path, CopyReport]) -> None:
    copy, _ = published
    assert package_lint.lint(copy) == []
    assert openxml_sdk.validate(copy) == []


def test_what_is_seen_is_still_there(published: tuple[Path, CopyReport]) -> None:
    copy, report = published
    assert report.kept == ("Board", "Figures")
    book = opened(copy)
    board, figures = book["Board"], book["Figures"]
    assert book.sheetnames == ["Board", "Figures"]
    assert board["B1"].value == planted.SHOWN
    assert (board["B2"].value, board["B2"].number_format) == (0.875, "0.0%")
    assert [board[f"B{row}"].value for row in (13, 14, 15, 16)] == [42, 3, "member", "look"]
    assert board["B17"].value == "our page"
    assert board["B10"].value == "merged"
    assert figures["A2"].value == "Intake"
    assert figures.print_area == "'Figures'!$A$1:$B$5"
    assert figures.freeze_panes == "B2"
    assert len(board._charts) == 2
    assert len(board._images) == 1


def test_a_way_back_to_a_sheet_that_is_gone_is_taken_away(published: tuple[Path, CopyReport]) -> None:
    board = opened(published[0])["Board"]
    assert board["B19"].value is None
    assert [cell.coordinate for row in board.iter_rows() for cell in row if cell.hyperlink] == []


def test_hidden_rows_and_columns_stay_hidden_and_are_empty(published: tuple[Path, CopyReport]) -> None:
    book = opened(published[0])
    board, figures = book["Board"], book["Figures"]
    assert board.row_dimensions[8].hidden
    assert board.column_dimensions["H"].hidden
    assert [board[cell].value for cell in ("A8", "A9", "H1")] == [None, None, None]
    assert [figures["A3"].value, figures["B3"].value] == [None, None]
    assert figures["A4"].value == "Training"


def test_the_report_names_what_is_gone_and_which_formulas_became_values(published: tuple[Path, CopyReport]) -> None:
    _, report = published
    said = {(removed.category, removed.what) for removed in report.removed}
    assert (Category.HIDDEN_SHEETS, "sheet Deep") in said
    assert (Category.HIDDEN_CELLS, "Board: A8") in said
    assert (Category.HYPERLINKS, "Board: B17") in said
    assert (Category.NAMES, "ToGone") in said
    assert (Category.CHART_DATA, "Board: 3 ranges of a chart became plain values") in said
    assert {Category.MACROS, Category.PIVOTS, Category.CUSTOM_XML, Category.PERSONS} <= {one for one, _ in said}
    assert report.formulas == ("Board!B13", "Board!B14", "Board!B15")
    assert report.size == published[0].stat().st_size


def test_the_copy_opens_on_its_first_sheet_and_has_a_title_and_no_author(published: tuple[Path, CopyReport]) -> None:
    book = opened(published[0])
    assert book.properties.title == "Board report"
    assert book.properties.language == "en-GB"
    assert not book.properties.creator or book.properties.creator == "openpyxl"
    assert book.properties.lastModifiedBy is None
    assert book.active.title == "Board"
    assert book.active.sheet_view.selection[0].activeCell == "A1"


def test_the_same_source_gives_the_same_copy(source: Path, published: tuple[Path, CopyReport], tmp_path: Path) -> None:
    again = tmp_path / "again.xlsx"
    publish_copy(source, again, ["figures", " Board"], title="Board report")
    assert again.read_bytes() == published[0].read_bytes()


@pytest.mark.parametrize("extension", ["png"])
def test_pictures_are_kept_without_their_texts(published: tuple[Path, CopyReport], extension: str) -> None:
    with zipfile.ZipFile(published[0]) as archive:
        data = archive.read(f"xl/media/image1.{extension}")
    assert b"tEXt" not in data
    assert data.startswith(b"\x89PNG")
    assert data.endswith(b"IEND\xaeB`\x82")
