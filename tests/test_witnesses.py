"""The witnesses themselves: validator, readers, renderer, and what happens when one is not there."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import xlsxwriter

from tests.witness import openxml_sdk, readback, render, tools
from tests.witness.findings import Finding, new_findings
from tests.witness.surgery import operate, swap

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    path = tmp_path / "clean.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("What's next")
        sheet.write_row("A1", ["Text", 0.1, True, "=1"])
        sheet.write_datetime("A2", dt.datetime(2026, 3, 1, 9, 30), book.add_format({"num_format": "yyyy-mm-dd hh:mm"}))
        sheet.write_datetime("B2", dt.datetime(2026, 3, 1), book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_formula("C2", "=1+1", None, 2)
    return path


def test_only_findings_that_were_not_there_before_are_new() -> None:
    old = Finding("a.xml", "x", "row 7 is bad")
    moved, fresh = Finding("a.xml", "x", "row 9 is bad"), Finding("b.xml", "x", "row 7 is bad")
    assert new_findings([old], [moved, fresh]) == [fresh]
    assert new_findings([old], [moved, old]) == [Finding("a.xml", "x", "row 9 is bad")]


def test_the_open_xml_sdk_finds_nothing_in_a_sound_workbook(clean: Path) -> None:
    assert openxml_sdk.validate(clean) == []


def test_the_open_xml_sdk_names_an_unknown_element(clean: Path, tmp_path: Path) -> None:
    broken = operate(clean, tmp_path / "broken.xlsm", swap(SHEET, "<pageMargins", "<margin/><pageMargins"))
    found = openxml_sdk.validate(broken)
    assert {finding.part for finding in found} == {SHEET}
    assert new_findings(found, found) == []


def test_readers_agree_on_every_kind_of_value(clean: Path) -> None:
    mine = readback.by_openpyxl(clean)
    assert readback.differences(mine, readback.by_calamine(clean)) == []
    assert list(mine) == ["What's next"]
    assert mine["What's next"]["A2"] == dt.datetime(2026, 3, 1, 9, 30)
    assert mine["What's next"]["C2"] == 2


def test_a_value_that_differs_is_named_with_its_cell(clean: Path, tmp_path: Path) -> None:
    other = operate(clean, tmp_path / "b.xlsx", swap(SHEET, 't="b"><v>1</v>', 't="b"><v>0</v>'))
    found = readback.differences(readback.by_openpyxl(clean), readback.by_calamine(other))
    assert found == ["What's next!C1: True is not False"]


def test_numbers_may_differ_in_their_last_digit_only(clean: Path, tmp_path: Path) -> None:
    near = operate(clean, tmp_path / "near.xlsx", swap(SHEET, "<v>0.1</v>", "<v>0.10000000000000002</v>"))
    far = operate(clean, tmp_path / "far.xlsx", swap(SHEET, "<v>0.1</v>", "<v>0.1000001</v>"))
    mine = readback.by_openpyxl(clean)
    assert readback.differences(mine, readback.by_calamine(near)) == []
    assert len(readback.differences(mine, readback.by_calamine(far))) == 1


def test_changed_parts_are_named_and_recompressing_changes_none(clean: Path, tmp_path: Path) -> None:
    same = operate(clean, tmp_path / "a.xlsx", lambda parts: None)
    other = operate(clean, tmp_path / "b.xlsx", swap(SHEET, "<v>1</v>", "<v>0</v>"))
    assert readback.changed_parts(clean, same) == set()
    assert readback.changed_parts(clean, other) == {SHEET}
    changed = {
        name for name, digest in readback.raw_entries(same).items() if readback.raw_entries(other)[name] != digest
    }
    assert changed == {SHEET}


def test_a_number_too_wide_and_an_error_are_seen_on_the_page(tmp_path: Path) -> None:
    path = tmp_path / "narrow.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Narrow")
        sheet.set_column("A:A", 3)
        sheet.write("A1", 123456789012, book.add_format({"num_format": "#,##0"}))
        sheet.write_formula("C3", "=1/0", None, "#DIV/0!")
        sheet.write("C5", "All is well")
    pdf = render.to_pdf(path, tmp_path / "pages")
    assert [trouble.what for trouble in render.troubles(render.page_texts(pdf))] == ["###", "#DIV/0!"]
    assert [picture.suffix for picture in render.to_png(pdf, tmp_path / "pages")] == [".png"]


def test_a_missing_program_skips_a_test_and_fails_it_on_the_build_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="soffice is not installed"):
        tools.need("soffice")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="libreoffice-calc"):
        tools.need("soffice")
