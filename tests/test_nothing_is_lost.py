"""A write changes what design allows and keeps every other byte of the file."""

from __future__ import annotations

import re
import shutil
import warnings
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from pmo_workbook.blocks import Cell, Grid, Link, Listing, Tab
from pmo_workbook.hosts.file import FileHost
from tests import foreign
from tests.foreign import Parts
from tests.witness.findings import new_findings
from tests.witness.openxml_sdk import validate
from tests.witness.package_lint import lint

REPORT_SHEET, LIST_SHEET = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
ALLOWED = {
    REPORT_SHEET,
    LIST_SHEET,
    "xl/tables/table1.xml",
    "xl/charts/chart1.xml",
    "xl/workbook.xml",
    "xl/calcChain.xml",
    "xl/_rels/workbook.xml.rels",
    "[Content_Types].xml",
}
TILES: tuple[tuple[Cell, ...], ...] = ((7, 8.25, "three of 4"), (None, 11, 12), (13, True, "=1+1"))


def report(rows: tuple[tuple[Cell, ...], ...] = TILES) -> Tab:
    return Tab("report", (Grid(foreign.TILES, rows),))


def watchlist(count: int, headers: tuple[str, ...] = foreign.HEADERS) -> Tab:
    extra = (None,) * (len(headers) - 4)
    rows = tuple((Link(f"R-{n}", foreign.DATA, f"A{n + 2}"), f"S-{n}", None, n / 4, *extra) for n in range(count))
    return Tab("watchlist", (Listing(foreign.CALLS, headers, rows),))


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return foreign.build(tmp_path / "Our PMO.xlsm")


def write(path: Path, *tabs: Tab) -> tuple[list[str], frozenset[str]]:
    with FileHost(path) as host:
        skipped = host.write(tabs)
        return [problem.why for problem in skipped], host.written


def reopened(path: Path) -> openpyxl.Workbook:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*extension is not supported")
        return openpyxl.load_workbook(path)


def differing(before: Parts, path: Path) -> set[str]:
    after = Parts.of(path)
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def skeleton(data: bytes, *, without: str) -> bytes:
    """A part as canonical XML without the elements that a write may change."""
    root = etree.fromstring(data)
    for element in root.iter(*(f"{{*}}{name}" for name in without.split())):
        element.clear()
    return etree.tostring(root, method="c14n")


def test_only_the_allowed_parts_differ_by_a_single_byte(book: Path) -> None:
    before = Parts.of(book)

    skipped, written = write(book, report(), watchlist(9))

    assert skipped == []
    assert ALLOWED == differing(before, book) == set(written)
    assert "xl/calcChain.xml" not in Parts.of(book)


def test_the_file_has_no_new_fault(book: Path, tmp_path: Path) -> None:
    old = Path(shutil.copyfile(book, tmp_path / "old.xlsm"))

    write(book, report(), watchlist(9))

    assert new_findings(lint(old), lint(book)) == []


def test_microsofts_validator_finds_no_new_fault(book: Path, tmp_path: Path) -> None:
    old = Path(shutil.copyfile(book, tmp_path / "old.xlsm"))

    write(book, report(), watchlist(2))

    assert new_findings(validate(old), validate(book)) == []


def test_a_sheet_keeps_everything_outside_its_cells(book: Path) -> None:
    before = Parts.of(book)

    write(book, report(), watchlist(9))

    after = Parts.of(book)
    for part in (REPORT_SHEET, LIST_SHEET):
        assert skeleton(before[part], without="sheetData dimension") == skeleton(
            after[part], without="sheetData dimension"
        )
    assert b"x14:slicerList" in after[REPORT_SHEET]
    assert b"x14:sparkline" in after[REPORT_SHEET]


def test_cells_of_the_user_on_a_generated_tab_stay(book: Path) -> None:
    write(book, report(), watchlist(9))

    workbook = reopened(book)
    assert workbook[foreign.REPORT]["B1"].value == "Headline"
    assert workbook[foreign.REPORT]["H3"].value == "mine, beside the tiles"
    assert workbook[foreign.REPORT]["H4"].value == "=SUM(B3:D5)"
    assert workbook[foreign.LIST]["A40"].value == "my note, far below"


def test_only_the_values_of_a_chart_on_the_tab_change(book: Path) -> None:
    before = Parts.of(book)

    write(book, report())

    chart = Parts.of(book)["xl/charts/chart1.xml"]
    numbers = re.findall(r'<c:pt idx="(\d)"><c:v>([^<]*)', chart.decode())
    assert numbers == [("0", "7"), ("2", "13"), ("0", "8.25"), ("1", "11")]
    assert skeleton(before["xl/charts/chart1.xml"], without="numCache strCache") == skeleton(
        chart, without="numCache strCache"
    )


def test_a_second_write_of_the_same_changes_nothing(book: Path) -> None:
    write(book, report(), watchlist(9))
    before = book.read_bytes()

    _, written = write(book, report(), watchlist(9))

    assert frozenset() == written
    assert before == book.read_bytes()


def test_the_same_write_gives_the_same_bytes(tmp_path: Path) -> None:
    one, other = foreign.build(tmp_path / "one.xlsm"), foreign.build(tmp_path / "other.xlsm")

    write(one, report(), watchlist(9))
    write(other, report(), watchlist(9))

    assert one.read_bytes() == other.read_bytes()


def test_a_formula_elsewhere_that_reads_a_changed_cell_is_worked_out_on_opening(book: Path) -> None:
    write(book, report())

    assert b'fullCalcOnLoad="1"' in Parts.of(book)["xl/workbook.xml"]


def test_without_a_formula_that_reads_a_changed_cell_the_workbook_part_stays(book: Path) -> None:
    parts = Parts.of(book)
    parts["xl/worksheets/sheet1.xml"] = re.sub(rb"<f>[^<]*</f>", b"", parts["xl/worksheets/sheet1.xml"])
    parts["xl/worksheets/sheet3.xml"] = parts["xl/worksheets/sheet3.xml"].replace(b"!C4*2", b"!C40*2")
    parts.save(book)

    _, written = write(book, report())

    assert {REPORT_SHEET, "xl/charts/chart1.xml"} == written


def test_a_formula_that_reads_through_a_defined_name_counts(book: Path) -> None:
    parts = Parts.of(book)
    parts["xl/worksheets/sheet1.xml"] = re.sub(rb"<f>[^<]*</f>", b"", parts["xl/worksheets/sheet1.xml"])
    sheet = re.sub(rb"<f>[^<]*</f>", b"<f>1+1</f>", parts["xl/worksheets/sheet3.xml"])
    parts["xl/worksheets/sheet3.xml"] = sheet.replace(b"<f>1+1</f>", b"<f>MyFirstTile+1</f>", 1)
    parts.save(book)

    _, written = write(book, report())

    assert "xl/workbook.xml" in written


def test_the_calculation_chain_stays_when_it_lists_no_changed_cell(book: Path) -> None:
    _, written = write(book, report())

    assert "xl/calcChain.xml" not in written


def test_a_chain_that_names_the_sheet_of_a_changed_cell_only_once_is_understood(book: Path) -> None:
    parts = Parts.of(book)
    chain = f'<calcChain {foreign.MAIN}><c r="A40" i="2"/><c r="D5"/><c r="A1" i="3"/></calcChain>'
    parts["xl/calcChain.xml"] = chain.encode()
    parts.save(book)

    _, written = write(book, watchlist(3))

    assert "xl/calcChain.xml" in written


def test_renamed_and_moved_tabs_are_found(book: Path) -> None:
    parts = Parts.of(book)
    workbook = parts["xl/workbook.xml"].decode()
    sheets = re.findall(r"<sheet [^>]*/>", workbook)
    workbook = workbook.replace("".join(sheets), "".join([sheets[3], sheets[1], sheets[2], sheets[0]]))
    parts["xl/workbook.xml"] = workbook.replace(foreign.REPORT, "Board &amp; Co").encode()
    parts.save(book)

    skipped, _ = write(book, report(), watchlist(2))

    assert skipped == []
    assert reopened(book)["Board & Co"]["C3"].value == 8.25


def test_a_deleted_name_and_a_deleted_table_stay_deleted_and_are_reported(book: Path) -> None:
    parts = Parts.of(book)
    parts["xl/workbook.xml"] = re.sub(
        rb'<definedName name="Report_Tiles">[^/]*/definedName>', b"", parts["xl/workbook.xml"]
    )
    parts.edit(LIST_SHEET, '<tableParts count="1"><tablePart r:id="rId1"/></tableParts>', "")
    for gone in ("xl/tables/table1.xml", "xl/worksheets/_rels/sheet2.xml.rels"):
        del parts[gone]
    parts.save(book)
    before = Parts.of(book)

    skipped, written = write(book, report(), watchlist(2))

    assert skipped == [
        "The name Report_Tiles was deleted, so its block is not written.",
        "The table WatchlistTable was deleted, so it is not written.",
    ]
    assert frozenset() == written
    assert set() == differing(before, book)


def test_a_name_whose_cells_were_deleted_is_reported(book: Path) -> None:
    parts = Parts.of(book)
    parts.edit("xl/workbook.xml", "'SLA Report'!$B$3:$D$5", "#REF!")
    parts.save(book)

    skipped, _ = write(book, report())

    assert skipped == ["The cells of the name Report_Tiles were deleted, so its block is not written."]


def test_a_list_that_would_reach_a_users_cell_leaves_its_tab_as_it_was(book: Path) -> None:
    before = Parts.of(book)

    skipped, written = write(book, watchlist(36), report())

    assert skipped == [
        "Cell A40 is in the way of WatchlistTable, which needs the space; move it, then refresh again. "
        "The tab was left as it was."
    ]
    assert LIST_SHEET not in written
    assert before["xl/tables/table1.xml"] == Parts.of(book)["xl/tables/table1.xml"]


def test_a_list_may_grow_up_to_a_users_cell(book: Path) -> None:
    skipped, _ = write(book, watchlist(34))

    assert skipped == []
    sheet = reopened(book)[foreign.LIST]
    assert sheet.tables[foreign.CALLS].ref == "A4:D39"
    assert sheet["A40"].value == "my note, far below"


def test_a_pivot_table_in_the_way_is_not_covered(book: Path) -> None:
    parts = Parts.of(book)
    parts.relate(
        "xl/worksheets/sheet2.xml", "rIdPivot", foreign.OFFICE + "pivotTable", "../pivotTables/pivotTable2.xml"
    )
    parts.edit("xl/pivotTables/pivotTable2.xml", "J30:K33", "B12:C15")
    parts.save(book)

    skipped, _ = write(book, watchlist(20))

    assert [why[:22] for why in skipped] == ["Cell B12 is in the way"]
