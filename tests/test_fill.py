"""Rows go into input tables; everything else of the file stays."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.table import TableColumn, TableFormula

from pmo_workbook.create import fill_template, new_workbook, template_path
from pmo_workbook.errors import InputError, NoFrameworkError
from pmo_workbook.ooxml.inuse import only_run
from pmo_workbook.ooxml.package import Package
from pmo_workbook.ooxml.workbook import Workbook
from tests.filling import filler_of
from tests.opened import opened
from tests.witness.findings import new_findings
from tests.witness.openxml_sdk import validate
from tests.witness.package_lint import lint
from tests.witness.readback import changed_parts

REQUEST = {
    "request_id": "REQ-1",
    "service_id": "SVC-01",
    "title": "=1+1",
    "submitted": dt.datetime(2026, 3, 2, 9, 15),
    "effort_hours": 2.5,
}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.xlsm"
    new_workbook(path)
    return path


def fill(path: Path, key: str, rows: list[dict[str, object]]) -> None:
    with Package.open(path) as package:
        filler = filler_of(package)
        filler.append(key, rows)
        filler.save()


def cells(path: Path, title: str) -> list[tuple[object, ...]]:
    sheet = opened(path)[title]
    area = next(iter(sheet.tables.values())).ref
    return [tuple(cell.value for cell in row) for row in sheet[area]]


def test_the_first_row_takes_the_place_of_the_blank_one(book: Path) -> None:
    fill(book, "requests", [REQUEST])
    header, *rows = cells(book, "Requests")
    assert len(rows) == 1
    found = dict(zip(header, rows[0], strict=True))
    assert found["Request ID"] == "REQ-1"
    assert found["Submitted"] == dt.datetime(2026, 3, 2, 9, 15)
    assert found["Effort hours"] == 2.5


def test_text_that_looks_like_a_formula_stays_text(book: Path) -> None:
    fill(book, "requests", [REQUEST])
    sheet = opened(book)["Requests"]
    title = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1")
    assert title.data_type in ("s", "inlineStr")


def test_more_rows_go_below_and_the_table_grows(book: Path) -> None:
    fill(book, "requests", [REQUEST])
    fill(book, "requests", [REQUEST | {"request_id": f"REQ-{n}"} for n in (2, 3)])
    _, *rows = cells(book, "Requests")
    assert [row[0] for row in rows] == ["REQ-1", "REQ-2", "REQ-3"]


def test_new_rows_look_like_their_columns(book: Path) -> None:
    fill(book, "requests", [REQUEST])
    sheet = opened(book)["Requests"]
    submitted = next(cell for row in sheet.iter_rows() for cell in row if cell.value == REQUEST["submitted"])
    assert submitted.number_format == "yyyy-mm-dd hh:mm"


def test_new_rows_look_like_the_row_above_where_its_cells_have_a_look_of_their_own(book: Path, tmp_path: Path) -> None:
    fill(book, "requests", [REQUEST])
    workbook = opened(book)
    workbook["Requests"]["G5"].number_format = "dd/mm/yyyy"
    path = tmp_path / "restyled.xlsm"
    workbook.save(path)

    fill(path, "requests", [REQUEST | {"request_id": "REQ-2"}])

    sheet = opened(path)["Requests"]
    assert [(cell.value, cell.number_format) for cell in sheet["G"][4:6]] == [(REQUEST["submitted"], "dd/mm/yyyy")] * 2


def test_rows_typed_right_below_a_table_stay_above_those_that_are_brought_in(book: Path, tmp_path: Path) -> None:
    fill(book, "roles", [{"role_id": "R1", "role": "A role"}])
    workbook = opened(book)
    for row, name in enumerate(("R2", "R3"), 6):
        workbook["Roles"].cell(row, 1).value = name
    path = tmp_path / "typed.xlsm"
    workbook.save(path)

    fill(path, "roles", [{"role_id": "R4", "role": "A role"}])

    assert [row[0] for row in cells(path, "Roles")] == ["Role ID", "R1", "R2", "R3", "R4"]


def test_only_the_filled_sheet_its_table_and_the_calculation_mark_change(book: Path, tmp_path: Path) -> None:
    before = tmp_path / "before.xlsm"
    shutil.copyfile(book, before)
    with Package.open(book) as package:
        table = Workbook(package).table("Requests")
    assert table is not None
    fill(book, "requests", [REQUEST])
    assert set(changed_parts(before, book)) <= {table.part, table.sheet.part, "xl/workbook.xml"}
    assert {table.part, table.sheet.part} <= set(changed_parts(before, book))


def test_a_cell_below_the_table_is_never_covered(book: Path, tmp_path: Path) -> None:
    workbook = opened(book)
    sheet = workbook["Roles"]
    last = int(next(iter(sheet.tables.values())).ref.split(":")[1].lstrip("ABCDEFGH"))
    sheet.cell(last + 4, 1).value = "my own note"
    path = tmp_path / "noted.xlsm"
    workbook.save(path)
    role = {"role_id": "R", "role": "A role"}
    fill(path, "roles", [role | {"role_id": f"R{n}"} for n in range(3)])
    with pytest.raises(InputError, match=rf"A{last + 4}"):
        fill(path, "roles", [role | {"role_id": f"S{n}"} for n in range(2)])
    assert opened(path)["Roles"].cell(last + 4, 1).value == "my own note"


def test_a_table_that_is_gone_is_named(book: Path, tmp_path: Path) -> None:
    workbook = opened(book)
    del workbook["Holds"]
    path = tmp_path / "without.xlsm"
    workbook.save(path)
    with pytest.raises(NoFrameworkError, match="Holds"):
        fill(path, "holds", [{"request_id": "REQ-1"}])


def test_a_value_without_a_column_is_counted(book: Path) -> None:
    with Package.open(book) as package:
        filler = filler_of(package)
        filler.append("roles", [{"role_id": "R", "role": "A role", "shoe_size": 43}])
        assert filler.table("roles").left == {"shoe_size": 1}


def test_two_workbooks_can_be_made_of_one_template_at_the_same_time(tmp_path: Path) -> None:
    with only_run(template_path()):
        fill_template(tmp_path / "new.xlsm", {"purposes": [{"purpose_id": "P1"}]})

    assert (tmp_path / "new.xlsm").exists()


def with_calculated(book: Path, formula: str, rows: list[dict[str, object]]) -> Path:
    """A workbook whose Requests has a column of the user's own that Excel calculates."""
    fill(book, "requests", rows)
    workbook = opened(book)
    sheet = workbook["Requests"]
    table = next(iter(sheet.tables.values()))
    first, last = range_boundaries(table.ref)[1], range_boundaries(table.ref)[3]
    right = range_boundaries(table.ref)[2] + 1
    sheet.cell(first, right, "Age")
    for row in range(first + 1, last + 1):
        sheet.cell(row, right, "=" + formula.replace("{row}", str(row))).number_format = "0.0"
    column = TableColumn(id=len(table.tableColumns) + 1, name="Age")
    column.calculatedColumnFormula = TableFormula(attr_text=formula.replace("{row}", str(first + 1)))
    table.tableColumns.append(column)
    table.ref = table.autoFilter.ref = f"{table.ref.split(':')[0]}:{get_column_letter(right)}{last}"
    workbook.save(book)
    return book


@pytest.mark.parametrize(
    "formula", ["G{row}-F{row}", "Requests[[#This Row],[Closed]]-Requests[[#This Row],[Submitted]]"]
)
def test_new_rows_get_the_formula_of_a_calculated_column_as_excel_gives_it(book: Path, formula: str) -> None:
    with_calculated(book, formula, [REQUEST, {**REQUEST, "request_id": "REQ-2"}])
    checked = lint(book), validate(book)
    fill(book, "requests", [{**REQUEST, "request_id": f"REQ-{n}"} for n in (3, 4)])

    sheet = opened(book)["Requests"]
    area = next(iter(sheet.tables.values())).ref
    *_, third, fourth = [row[-1] for row in sheet[area]]
    assert (third.value, fourth.value) == tuple("=" + formula.replace("{row}", str(one.row)) for one in (third, fourth))
    assert fourth.number_format == "0.0"
    assert new_findings(checked[0], lint(book)) == new_findings(checked[1], validate(book)) == []


def test_the_formula_of_an_empty_table_is_no_row(book: Path) -> None:
    with_calculated(book, "Requests[[#This Row],[Closed]]-1", [])
    fill(book, "requests", [REQUEST])
    header, *rows = cells(book, "Requests")
    assert [dict(zip(header, row, strict=True))["Request ID"] for row in rows] == ["REQ-1"]
    assert rows[0][-1] == "=Requests[[#This Row],[Closed]]-1"
