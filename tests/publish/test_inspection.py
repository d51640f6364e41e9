"""What the inspector takes as not shown, and as leading elsewhere."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from pmo_workbook.errors import NotAWorkbookError
from pmo_workbook.publish import Category, NotCleanError, inspect, publish_copy
from pmo_workbook.publish.clean import clean_copy, grid, sheets
from pmo_workbook.publish.inspection.book import Book
from pmo_workbook.publish.inspection.codes import words
from pmo_workbook.publish.inspection.inspector import unclean
from pmo_workbook.publish.inspection.looks import Looks
from pmo_workbook.publish.inspection.reach import Reach
from pmo_workbook.publish.inspection.reader import Parts as Read
from pmo_workbook.publish.inspection.reader import parsed
from tests.foreign import MAIN, Parts
from tests.publish.careless import everywhere
from tests.publish.reading import opened

BOARD = "xl/worksheets/sheet1.xml"


def _book(path: Path, *edits: tuple[str, str], title: str = "Board") -> Path:
    """A workbook of one sheet with texts in A1:C3, its XML edited."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(title)
        sheet.set_column("B:B", 7)
        for row in range(3):
            sheet.write_row(row, 0, [f"{letter}{row + 1} says so" for letter in "ABC"])
    parts = Parts.of(path)
    for old, new in edits:
        parts.edit(BOARD, old, new)
    parts.save(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.comment = b""
    return path


def _found(path: Path, category: Category) -> list[str]:
    return [f"{found.place} {found.what}" for found in inspect(path) if found.category is category]


COLUMN = '<col min="2" max="2" width="7.7109375" customWidth="1"/>'


@pytest.mark.parametrize(
    ("old", "new", "hidden"),
    [
        (COLUMN, '<col min="2" max="2" width="0.29" customWidth="1"/>', "B"),
        (COLUMN, '<col min="2" max="2" width="0" customWidth="1"/>', "B"),
        (COLUMN, '<col min="2" max="3" width="9" hidden="1"/>', "BC"),
        (COLUMN, '<col min="2" max="2" width="0.3" customWidth="1"/>', ""),
        (COLUMN, '<col min="2" max="2" hidden="0"/>', ""),
        ('defaultRowHeight="15"', 'defaultRowHeight="15" defaultColWidth="0.1"', "AC"),
        ('defaultRowHeight="15"', 'defaultRowHeight="1"', "ABC"),
        ('defaultRowHeight="15"', 'defaultRowHeight="15" zeroHeight="1"', ""),
    ],
)
def test_a_column_too_narrow_to_be_read_counts_as_hidden(tmp_path: Path, old: str, new: str, hidden: str) -> None:
    source, copy = _book(tmp_path / "book.xlsx", (old, new)), tmp_path / "copy.xlsx"
    publish_copy(source, copy, ["Board"], title="x")

    cells = [f"{letter}{row}" for letter in "ABC" for row in (1, 2, 3)]
    assert [cell for cell in cells if opened(copy)["Board"][cell].value is None] == [
        cell for cell in cells if cell[0] in hidden
    ]
    assert " | ".join(_found(source, Category.HIDDEN_CELLS)).count("says so") == min(3 * len(hidden), 5)


@pytest.mark.parametrize(
    ("merged", "covered"),
    [
        ("A1:B2", {"B1", "A2", "B2"}),
        ("A2:XFD2", {"B2", "C2"}),
        ("A1:A1048576", {"A2", "A3"}),
        ("B2:C900000", {"C2", "B3", "C3"}),
        ("B2:XFD1048576", {"C2", "B3", "C3"}),
        ("D4:XFD1048576", set()),
    ],
)
def test_what_is_under_a_merged_cell_of_any_size_is_found_and_left_behind(
    tmp_path: Path, merged: str, covered: set[str]
) -> None:
    merge = f'</sheetData><mergeCells count="1"><mergeCell ref="{merged}"/></mergeCells>'
    source, copy = _book(tmp_path / "book.xlsx", ("</sheetData>", merge)), tmp_path / "copy.xlsx"
    publish_copy(source, copy, ["Board"], title="x")

    kept = Parts.of(copy)[BOARD].decode()
    cells = {f"{letter}{row}" for letter in "ABC" for row in (1, 2, 3)}
    assert cells - set(re.findall(r'<c r="(\w+)"[^>]*><v>', kept)) == covered
    said = " ".join(_found(source, Category.INVISIBLE))
    assert {cell for cell in cells if f"{cell} says so" in said} == covered


@pytest.mark.parametrize("stored", ['t="e" vm="1"><v>#VALUE!</v>', 'vm="1"><v>45</v>', 't="str" vm="2"><v>Falcon</v>'])
def test_a_linked_value_is_found_and_left_behind(tmp_path: Path, stored: str) -> None:
    source, copy = _book(tmp_path / "book.xlsx", ("</row>", f'<c r="D1" {stored}</c></row>')), tmp_path / "copy.xlsx"
    publish_copy(source, copy, ["Board"], title="x")

    assert _found(source, Category.LINKED_DATA)[0].startswith("Board!D1")
    assert 'r="D1"' not in Parts.of(copy)[BOARD].decode()


@pytest.mark.parametrize(
    ("kind", "category"),
    [
        ("rdRichValue", Category.LINKED_DATA),
        ("rdRichValueStructure", Category.LINKED_DATA),
        ("rdRichValueTypes", Category.LINKED_DATA),
        ("rdArray", Category.LINKED_DATA),
        ("richValueRel", Category.LINKED_DATA),
        ("rdSupportingPropertyBag", Category.LINKED_DATA),
        ("threadedComment", Category.THREADS),
        ("unheardOf", Category.OTHER),
    ],
)
def test_a_part_is_found_by_its_kind(tmp_path: Path, kind: str, category: Category) -> None:
    path = _book(tmp_path / "book.xlsx")
    parts = Parts.of(path)
    parts.add("xl/richData/part.xml", "<x/>", "application/xml")
    relation = f"http://schemas.microsoft.com/office/2017/06/relationships/{kind}"
    parts.relate("xl/workbook.xml", "rIdPart", relation, "richData/part.xml")
    parts.save(path)
    assert _found(path, category) == ["xl/richData/part.xml xl/richData/part.xml"]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ('"secret"0', "secret"),
        ('0.0" h"', "h"),
        (r"\s\e\c\r\e\t0", "secret"),
        ("[$Falcon-809]0", "Falcon"),
        ("0;secret", "secret"),
        ("General", ""),
        ("0.0%", ""),
        ("#,##0.00_);[Red](#,##0.00)", ""),
        ("[$CHF-807] #,##0", ""),
        ("dd. mmm yyyy hh:mm AM/PM", ""),
        ("[h]:mm", ""),
        ('0" – "0', ""),
        ("0.00E+00", ""),
    ],
)
def test_words_in_a_number_format_are_told_from_what_stands_for_digits_and_dates(code: str, said: str) -> None:
    assert words(code) == said


@pytest.mark.parametrize("used", [True, False])
@pytest.mark.parametrize("place", ["axis", "cache"])
def test_words_in_a_format_of_a_chart_give_away_what_no_cell_shows(tmp_path: Path, place: str, used: bool) -> None:
    source, copy, code = tmp_path / "book.xlsx", tmp_path / "copy.xlsx", '"secret"0'
    with xlsxwriter.Workbook(source) as book:
        sheet = book.add_worksheet("Board")
        sheet.write_column("A1", [1, 2, 3], book.add_format({"num_format": code}) if used else None)
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Board!$A$1:$A$3"})
        chart.set_y_axis({"num_format": code if place == "axis" else "0"})
        sheet.insert_chart("C1", chart)
    if place == "cache":
        parts = Parts.of(source)
        parts.edit("xl/charts/chart1.xml", "<c:formatCode>General<", "<c:formatCode>&quot;secret&quot;0<")
        parts.save(source)
    publish_copy(source, copy, ["Board"], title="x")

    found = [what for what in _found(source, Category.STYLES) if "secret" in what]
    assert len(found) == (0 if used else 1)
    assert (b"secret" in Parts.of(copy)["xl/charts/chart1.xml"]) == used


@pytest.mark.parametrize(
    ("code", "number", "text"),
    [
        ("General", False, False),
        (";;;", True, True),
        (";;", True, False),
        (";;;@", True, False),
        ("0;0;0;", False, True),
        ("0;-0;;@", False, False),
        ('"";"";"";""', True, True),
        ("_);_);_)", True, False),
        ('"x";;;', False, True),
        ("[White]0", True, False),
        ("[White]0;[Red]0", False, False),
        ("[Color2]0", True, False),
        ("[>5]0;;", False, False),
    ],
)
def test_a_number_format_hides_numbers_or_texts_by_its_sections(code: str, number: bool, text: bool) -> None:
    escaped = code.replace("&", "&amp;").replace('"', "&quot;").replace(">", "&gt;")
    looks = Looks(
        parsed(
            f'<styleSheet {MAIN}><numFmts><numFmt numFmtId="164" formatCode="{escaped}"/></numFmts>'
            '<fonts><font/></fonts><fills><fill/></fills><cellXfs><xf numFmtId="164" fontId="0" fillId="0"/></cellXfs>'
            "</styleSheet>".encode()
        ),
        None,
    )
    assert (looks.hides("0", False), looks.hides("0", True)) == (number, text)


@pytest.mark.parametrize(
    ("ink", "ground", "hides"),
    [
        ('rgb="FFFFFFFF"', "", True),
        ('rgb="00ffffff"', 'indexed="9"', True),
        ('theme="0"', 'rgb="FFFFFFFF"', True),
        ('indexed="65"', "", True),
        ('theme="4"', 'rgb="FF4F81BD"', True),
        ('theme="4" tint="0.5"', 'theme="4" tint="0.5"', True),
        ('theme="4" tint="0.5"', 'theme="4"', False),
        ('theme="0" tint="-0.5"', 'rgb="FF808080"', True),
        ('auto="1"', 'rgb="FF000000"', True),
        ('rgb="FFFEFEFE"', 'rgb="FF000000"', False),
        ('theme="1"', "", False),
        ('rgb="FFFEFEFE"', "", True),
        ('rgb="FFE6E6E6"', "", True),
        ('rgb="FFD9D9D9"', "", False),
        ('indexed="26"', 'indexed="9"', True),
    ],
)
def test_words_in_the_colour_of_their_ground_do_not_show_however_it_is_named(
    ink: str, ground: str, hides: bool
) -> None:
    fill = f'<fill><patternFill patternType="solid"><fgColor {ground}/></patternFill></fill>' if ground else "<fill/>"
    looks = Looks(
        parsed(
            f"<styleSheet {MAIN}><fonts><font><color {ink}/></font></fonts><fills>{fill}</fills><cellXfs>"
            '<xf fontId="0" fillId="0"/></cellXfs></styleSheet>'.encode()
        ),
        None,
    )
    assert (looks.hides("0", False), looks.hides("0", True)) == (hides, hides)


@pytest.mark.parametrize(
    ("formula", "stays"),
    [
        ('$B$4<>"Other!A1"', True),
        ("AND(Board!A1>Limit,SUM(A:A,1:3)>2)", True),
        ("'Board'!$A$1=TRUE", True),
        ("_xlfn.XLOOKUP(1,A1:A2,B1:B2)", True),
        ("ISERROR(A1)+#N/A", True),
        ("Other!A1>1", False),
        ("'Oth er'!A1>1", False),
        ("A1>Unknown", False),
        ("A1>#REF!", False),
        ("[1]Board!A1>1", False),
        ('INDIRECT("A1")', False),
        ("MYMACRO(A1)", False),
        ("A1>Hidden!A1", False),
    ],
)
def test_a_formula_stays_when_it_reaches_only_what_shows(tmp_path: Path, formula: str, stays: bool) -> None:
    with xlsxwriter.Workbook(tmp_path / "book.xlsx") as book:
        book.add_worksheet("Board")
        book.add_worksheet("Hidden").hide()
        book.define_name("Limit", "=Board!$A$1")
    with Read(tmp_path / "book.xlsx") as parts:
        assert Reach(Book(parts)).stays(formula) == stays


@pytest.mark.parametrize(
    ("part", "old", "new", "word"),
    [
        (BOARD, "<sheetData>", "<!-- Falcon --><sheetData>", "Falcon"),
        (BOARD, "<sheetData>", "<?note Falcon?><sheetData>", "note Falcon"),
        (BOARD, "<sheetData>", "Falcon<sheetData>", "Falcon"),
        (BOARD, "<sheetData>", '<sheetData note="a Falcon">', "a Falcon"),
        (BOARD, "<sheetData>", '<sheetData xmlns:o="urn:o" o:note="falcon">', "falcon"),
        (BOARD, "</worksheet>", '<o:note xmlns:o="urn:o">falcon</o:note></worksheet>', "falcon"),
        ("xl/styles.xml", "</styleSheet>", '<extLst><ext uri="{1}"><x>A b</x></ext></extLst></styleSheet>', "A b"),
        ("xl/workbook.xml", "<workbookPr", '<workbookPr codeName="Falcon"', "Falcon"),
        ("xl/theme/theme1.xml", 'name="Office"', 'name="Falcon"', "Falcon"),
    ],
)
def test_words_that_do_not_show_are_found_wherever_they_stand_in_a_copy(
    tmp_path: Path, part: str, old: str, new: str, word: str
) -> None:
    copy = tmp_path / "copy.xlsx"
    publish_copy(_book(tmp_path / "book.xlsx"), copy, ["Board"], title="x")
    assert unclean(copy) == ()
    parts = Parts.of(copy)
    parts.edit(part, old, new)
    parts.save(copy)

    assert word in {found.what.strip() for found in unclean(copy) if found.category is Category.WORDS}


def test_a_part_that_declares_a_document_type_is_not_read(tmp_path: Path) -> None:
    path = _book(tmp_path / "book.xlsx", ("<worksheet", '<!DOCTYPE x [<!ENTITY e "Falcon">]><worksheet'))
    with pytest.raises(NotAWorkbookError, match="declares a document type"):
        inspect(path)


def test_a_name_that_leads_to_a_sheet_that_is_not_there_is_found(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "book.xlsx") as book:
        book.add_worksheet("Board")
        book.define_name("Here", "=Board!$A$1")
        book.define_name("Gone", "='Project Falcon'!$A$1")

    assert _found(tmp_path / "book.xlsx", Category.NAMES) == ["Gone 'Project Falcon'!$A$1"]


@pytest.mark.parametrize(
    ("said", "runs"),
    [
        ('function="false" hidden="false" vbProcedure="false"', False),
        ('xlm="0"', False),
        ('vbProcedure="true"', True),
        ('function="1" xlm="1"', True),
    ],
)
def test_a_name_is_a_macro_only_where_it_says_so(tmp_path: Path, said: str, runs: bool) -> None:
    source = _book(tmp_path / "book.xlsx")
    parts = Parts.of(source)
    name = f'<definedNames><definedName {said} name="go">Board!$A$1</definedName></definedNames>'
    parts.edit("xl/workbook.xml", "</sheets>", f"</sheets>{name}")
    parts.save(source)

    done = publish_copy(source, tmp_path / "copy.xlsx", ["Board"], title="x")

    assert (_found(source, Category.MACROS) != []) == runs
    assert (Category.MACROS in {one.category for one in done.removed}) == runs


@pytest.mark.parametrize(
    ("element", "found"),
    [
        ("<workbookProtection/>", False),
        ('<workbookProtection lockStructure="0" lockWindows="false"/>', False),
        ('<workbookProtection lockStructure="1"/>', True),
        ('<workbookProtection workbookPassword="CC1A"/>', True),
    ],
)
def test_a_protection_that_protects_nothing_is_none(tmp_path: Path, element: str, found: bool) -> None:
    source = _book(tmp_path / "book.xlsx")
    parts = Parts.of(source)
    parts.edit("xl/workbook.xml", "<bookViews>", f"{element}<bookViews>")
    parts.save(source)

    assert (_found(source, Category.PROTECTION) != []) == found


def test_a_name_that_nothing_needs_does_not_go_out(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "book.xlsx") as book:
        sheet = book.add_worksheet("Board")
        book.define_name("Limit", "=Board!$A$1")
        book.define_name("ProjectFalcon", "=Board!$A$1")
        sheet.conditional_format("A1", {"type": "formula", "criteria": "=A1>Limit"})

    found = [one for one in unclean(tmp_path / "book.xlsx") if one.category is Category.NAMES]
    assert [(one.place, one.what) for one in found] == [("ProjectFalcon", "nothing needs it: Board!$A$1")]


def test_what_the_workbook_hides_is_found_although_the_copy_shows_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    merge = '</sheetData><mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>'
    edits = ('<row r="2"', '<row r="2" hidden="1"'), ("</sheetData>", merge)
    linked = '<c r="C3" t="s"', '<c r="C3" vm="1" t="s"'
    source = _book(tmp_path / "book.xlsx", *edits, linked)
    everywhere(monkeypatch, grid.hidden_row, lambda *_: False)
    monkeypatch.setattr(grid, "_ROW", ("r",))
    monkeypatch.setattr(grid.Covered, "__contains__", lambda *_: False)
    monkeypatch.setattr(grid.Cells, "_value", lambda cells, cell, _: cells._stored(cell))
    monkeypatch.delitem(sheets._SHEET, "mergeCells")  # type: ignore[attr-defined]

    with pytest.raises(NotCleanError) as caught:
        publish_copy(source, tmp_path / "copy.xlsx", ["Board"], title="x")

    assert {(one.category, one.place) for one in caught.value.findings} == {
        (Category.HIDDEN_CELLS, "Board!A2"),
        (Category.HIDDEN_CELLS, "Board!B2"),
        (Category.HIDDEN_CELLS, "Board!C2"),
        (Category.INVISIBLE, "Board!B1"),
        (Category.LINKED_DATA, "Board!C3"),
    }


def test_a_hidden_sheet_is_found_although_the_copy_shows_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with xlsxwriter.Workbook(tmp_path / "book.xlsx") as book:
        book.add_worksheet("Board")
        book.add_worksheet("Deep").very_hidden()
    everywhere(monkeypatch, clean_copy._chosen, lambda workbook, title: workbook.sheet(title))

    with pytest.raises(NotCleanError, match="hidden in the workbook"):
        publish_copy(tmp_path / "book.xlsx", tmp_path / "copy.xlsx", ["Board", "Deep"], title="x")


@pytest.mark.parametrize(
    ("title", "why"),
    [
        ("Requests", "it is an input sheet"),
        ("Roles", "it is an input sheet"),
        ("Watchlist", "it is for the PMO only"),
        ("Issues", "it is for the PMO only"),
    ],
)
def test_a_sheet_that_is_never_published_is_found_in_a_copy(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, title: str, why: str
) -> None:
    everywhere(monkeypatch, clean_copy._never, lambda *_: "")
    with pytest.raises(NotCleanError) as caught:
        publish_copy(sample, tmp_path / "copy.xlsx", ["Summary", title], title="x")
    assert (Category.SHEETS, title, why) in {(one.category, one.place, one.what) for one in caught.value.findings}


def test_a_sheet_nobody_asked_for_is_found_with_all_that_is_only_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with xlsxwriter.Workbook(tmp_path / "book.xlsx") as book:
        book.add_worksheet("Board").write("A1", "both")
        other = book.add_worksheet("Other")
        other.write_column("A1", ["both", "Falcon"])
    everywhere(monkeypatch, clean_copy.chosen_sheets, lambda workbook, _: workbook.sheets)

    with pytest.raises(NotCleanError) as caught:
        publish_copy(tmp_path / "book.xlsx", tmp_path / "copy.xlsx", [" board"], title="x")

    found = {(one.category, one.place, one.what) for one in caught.value.findings}
    assert (Category.SHEETS, "Other", "nobody asked for it") in found
    assert (Category.STRINGS, "shared strings", "Falcon") in found
    assert (Category.STRINGS, "shared strings", "both") not in found
