"""Rows that go into a table get the formulas of the user's own calculated columns, as typed rows do in Excel."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.formula.translate import Translator
from openpyxl.worksheet.formula import ArrayFormula

from pmo_workbook.addresses import moved_down
from pmo_workbook.create import new_workbook
from pmo_workbook.importing import import_log
from pmo_workbook.ooxml.package import Package
from pmo_workbook.ooxml.workbook import Workbook
from pmo_workbook.public_holidays import add_holidays
from tests.filling import filler_of
from tests.opened import opened
from tests.witness import openxml_sdk, package_lint
from tests.witness.surgery import Parts, operate

HOURS = "Requests[[#This Row],[Effort hours]]*8"
MOMENT = dt.datetime(2026, 3, 2, 9, 15)


def request(number: int, **more: object) -> dict[str, object]:
    return {"request_id": f"R{number}", "service_id": "SVC-01", "submitted": MOMENT, "effort_hours": 2.0, **more}


def fill(path: Path, *rows: dict[str, object], key: str = "requests") -> None:
    with Package.open(path) as package:
        filler = filler_of(package)
        filler.append(key, rows)
        filler.save()


def own_column(path: Path, formula: str, cells: Mapping[int, str], *, array: bool = False) -> Path:
    """Give Requests a column R of the user's own.

    Args:
        path: The workbook; the one with the column lies beside it.
        formula: Formula of the column, without equals sign; empty for a column that is not calculated.
        cells: The XML of the column's cells by row, without the ``c`` element's address.
        array: Whether it is an array formula.
    """
    with Package.open(path) as package:
        table = Workbook(package).table("Requests")
    assert table is not None
    mark = ' array="1"' if array else ""
    calculated = f"<calculatedColumnFormula{mark}>{formula}</calculatedColumnFormula>" if formula else ""

    def change(parts: Parts) -> None:
        text = parts[table.part].decode()
        text = text.replace('count="18"', 'count="19"', 1).replace(":R", ":S")
        column = f'<tableColumn id="99" name="Mine">{calculated}</tableColumn></tableColumns>'
        parts[table.part] = text.replace("</tableColumns>", column).encode()
        sheet = parts[table.sheet.part].decode()
        for row, xml in {4: '<c t="inlineStr"><is><t>Mine</t></is></c>', **cells}.items():
            cell = xml.replace("<c", f'<c r="S{row}"', 1)
            sheet, done = re.subn(rf'(<row r="{row}"(?:[^>]*[^/])?)(?:/>|>(.*?)</row>)', rf"\1>\2{cell}</row>", sheet)
            assert done == 1, f"row {row} is not there"
        parts[table.sheet.part] = sheet.encode()

    return operate(path, path.with_stem("own"), change)


def mine(path: Path) -> list[object]:
    """The user's column below its header; of an array formula its text with its range."""
    cells = [cell.value for cell in opened(path)["Requests"]["S"][4:]]
    return [(cell.ref, cell.text) if isinstance(cell, ArrayFormula) else cell for cell in cells]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A workbook with two requests, in rows 5 and 6."""
    path = tmp_path / "book.xlsm"
    new_workbook(path)
    fill(path, request(1), request(2))
    return path


def test_an_imported_row_gets_the_formula(book: Path, tmp_path: Path) -> None:
    own = own_column(book, HOURS, dict.fromkeys((5, 6), f"<c><f>{HOURS}</f><v>16</v></c>"))
    log = tmp_path / "log.csv"
    log.write_text("Request ID,Service ID,Submitted\nR3,SVC-01,2026-03-03 09:00\n")

    import_log(own, log, dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC))

    assert mine(own) == [f"={HOURS}"] * 3


def test_a_holiday_gets_the_formula_of_its_table(book: Path, tmp_path: Path) -> None:
    fill(book, {"calendar_id": "UK", "time_zone": "Europe/London", "mon": "09:00-17:00"}, key="calendars")
    with Package.open(book) as package:
        table = Workbook(package).table("Holidays")
    assert table is not None
    formula = "<calculatedColumnFormula>YEAR(Holidays[[#This Row],[Date]])</calculatedColumnFormula>"
    name = f'name="{table.columns[2]}"'

    def change(parts: Parts) -> None:
        text = parts[table.part].decode()
        assert f"{name}/>" in text
        parts[table.part] = text.replace(f"{name}/>", f"{name}>{formula}</tableColumn>").encode()

    own = operate(book, tmp_path / "own.xlsm", change)
    with Package.open(own) as package:
        filler = filler_of(package)
        filler.append("holidays", [{"calendar_id": "UK", "date": dt.date(2026, 5, 4)}])
        filler.save()

    add_holidays(own, "UK", "2026", country="GB")

    names = [cell.value for cell in opened(own)["Holidays"]["C"][4:]]
    assert names[0] == "=YEAR(Holidays[[#This Row],[Date]])"
    assert "Good Friday" in names, "what is brought wins over the column's formula"


def test_addresses_are_those_of_the_new_row(book: Path) -> None:
    own = own_column(book, "P5*2+$P$5+S4", {5: "<c><f>P5*2+$P$5+S4</f></c>", 6: "<c><f>P6*2+$P$5+S5</f></c>"})

    fill(own, request(3), request(4))

    assert mine(own)[2:] == ["=P7*2+$P$5+S6", "=P8*2+$P$5+S7"]


def test_the_cells_above_tell_the_row_that_the_formula_of_the_table_speaks_of(book: Path) -> None:
    own = own_column(book, "P7*2", {5: "<c><f>P5*2</f></c>", 6: "<c><f>P6*2</f></c>"})

    fill(own, request(3))

    assert mine(own) == ["=P5*2", "=P6*2", "=P7*2"]


def test_without_a_cell_above_the_formula_of_the_table_is_that_of_its_first_row(book: Path) -> None:
    own = own_column(book, "P5*2", {})

    fill(own, request(3))

    assert mine(own)[2:] == ["=P7*2"]


def test_a_formula_that_cells_share_is_spelled_out(book: Path) -> None:
    first = '<c><f t="shared" ref="S5:S6" si="0">P5*3</f></c>'
    own = own_column(book, "P5*2", {5: first, 6: '<c><f t="shared" si="0"/></c>'})

    fill(own, request(3))

    assert mine(own)[2:] == ["=P7*3"]


def test_one_cell_with_another_formula_is_an_exception_that_new_rows_do_not_follow(book: Path) -> None:
    fill(book, request(3))
    cells = {5: "<c><f>P5*2</f></c>", 6: "<c><f>P6*2</f></c>", 7: "<c><f>P7*99</f></c>"}
    own = own_column(book, "P5*2", cells)

    fill(own, request(4))

    assert mine(own) == ["=P5*2", "=P6*2", "=P7*99", "=P8*2"]


def test_an_array_formula_stays_one_in_every_row(book: Path) -> None:
    cells = {row: f'<c cm="1"><f t="array" ref="S{row}">SUM(P{row}*{{1,2}})</f></c>' for row in (5, 6)}
    own = own_column(book, "SUM(P5*{1,2})", cells, array=True)

    fill(own, request(3))

    assert mine(own)[2:] == [("S7", "=SUM(P7*{1,2})")]
    with Package.open(own) as package:
        part = next(sheet.part for sheet in Workbook(package).sheets if sheet.title == "Requests")
        assert re.search(rb'<c r="S7"[^>]* cm="1"', package.read(part)), "it may spill, as those above"


def test_a_column_that_is_not_calculated_is_left_alone(book: Path) -> None:
    own = own_column(book, "", {row: f"<c><f>P{row}*2</f></c>" for row in (5, 6)})

    fill(own, request(3))

    assert mine(own)[2:] in ([], [None])


def test_a_new_formula_looks_like_the_one_above(book: Path) -> None:
    with Package.open(book) as package:
        part = next(sheet.part for sheet in Workbook(package).sheets if sheet.title == "Requests")
        found = re.search(rb'<c r="G5"[^>]* s="(\d+)"', package.read(part))
    assert found
    style = found[1].decode()
    own = own_column(book, HOURS, dict.fromkeys((5, 6), f'<c s="{style}"><f>{HOURS}</f></c>'))

    fill(own, request(3))

    sheet = opened(own)["Requests"]
    assert sheet["S7"].number_format == sheet["S6"].number_format == "yyyy-mm-dd hh:mm"


def test_what_is_brought_wins_over_the_formula_of_a_column_and_where_nothing_is_the_formula_counts(
    book: Path, tmp_path: Path
) -> None:
    with Package.open(book) as package:
        table = Workbook(package).table("Requests")
    assert table is not None

    def change(parts: Parts) -> None:
        text = parts[table.part].decode()
        formula = '<calculatedColumnFormula>"Low"</calculatedColumnFormula>'
        assert 'name="Priority"/>' in text
        parts[table.part] = text.replace('name="Priority"/>', f'name="Priority">{formula}</tableColumn>').encode()

    own = operate(book, tmp_path / "own.xlsm", change)

    fill(own, request(3, priority="High"), request(4))

    assert [cell.value for cell in opened(own)["Requests"]["C"][6:8]] == ["High", '="Low"']


def test_a_row_that_holds_nothing_but_formulas_is_blank(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsm"
    new_workbook(path)
    fill(path, request(1))
    fill(path, request(2))
    own = own_column(path, HOURS, dict.fromkeys((5, 6), f"<c><f>{HOURS}</f><v>0</v></c>"))
    workbook = opened(own)
    for cell in workbook["Requests"][6][:18]:
        cell.value = None
    workbook.save(own)

    fill(own, request(3))

    sheet = opened(own)["Requests"]
    assert [cell.value for cell in sheet["A"][4:]] == ["R1", "R3"]
    assert mine(own) == [f"={HOURS}"] * 2


def test_rows_typed_below_the_table_get_the_formula_when_it_takes_them_in(book: Path) -> None:
    own = own_column(book, HOURS, dict.fromkeys((5, 6), f"<c><f>{HOURS}</f></c>"))
    workbook = opened(own)
    workbook["Requests"]["A7"] = "typed"
    workbook.save(own)

    fill(own, request(3))

    assert mine(own) == [f"={HOURS}"] * 4


def test_the_file_is_as_valid_as_it_was(book: Path) -> None:
    own = own_column(book, HOURS, dict.fromkeys((5, 6), f"<c><f>{HOURS}</f></c>"))
    package, schema = package_lint.lint(own), openxml_sdk.validate(own)

    fill(own, request(3))

    assert package_lint.new_findings(package, package_lint.lint(own)) == []
    assert openxml_sdk.new_findings(schema, openxml_sdk.validate(own)) == []
    assert len(mine(own)) == 3


REFERENCES = ("A5", "$B5", "C$5", "$D$5", "A5:B9", "$5:7", "5:$9", "C:D", "Sheet2!A5", "'It''s A5'!B5")
OTHERS = (
    "T[[#This Row],[A5]]",
    "T[Due B5]",
    '"A5"',
    "LOG10(A5)",
    "1E5",
    "_A5",
    "TRUE",
    "INDEX(A5:A9,2)",
    "Q5.x",
    "ABCD5",
)
PIECES = st.sampled_from((*REFERENCES, *OTHERS))


@given(st.lists(PIECES, min_size=1, max_size=6).map("+".join), st.integers(0, 9))
def test_a_formula_moves_down_as_openpyxl_moves_it(formula: str, rows: int) -> None:
    assert "=" + moved_down(formula, rows) == Translator("=" + formula, "Z9").translate_formula(row_delta=rows)


def test_what_moves_off_the_sheet_becomes_an_error() -> None:
    assert moved_down("A1+A1048576+1:1+A$1", -1) == "#REF!+A1048575+#REF!+A$1"
    assert moved_down("A1+A1048576", 1) == "A2+#REF!"


def test_a_range_that_ends_where_a_function_says_moves_too() -> None:
    assert moved_down("SUM(A5:INDEX(B5:B9,2))", 1) == "SUM(A6:INDEX(B6:B10,2))"


def test_the_name_of_a_column_with_brackets_is_no_address() -> None:
    assert moved_down("T[[#This Row],[a'[b A5]]+A5", 1) == "T[[#This Row],[a'[b A5]]+A6"
