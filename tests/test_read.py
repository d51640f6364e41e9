"""Workbook to tables: found by name or header, each cell with its address, nothing hidden."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from pmo_workbook.binding import BoundTable, bind
from pmo_workbook.check import check
from pmo_workbook.errors import NoFrameworkError
from pmo_workbook.ooxml.package import Package
from pmo_workbook.ooxml.workbook import Workbook
from pmo_workbook.read import NOT_CALCULATED, read_tables
from pmo_workbook.sheets import BY_KEY
from pmo_workbook.tables import RawTable

ROLES = (("Role ID", "Role", "Summary"), ("PMD", "Director", ""), ("PSM", "Manager", "Runs it"))


@pytest.fixture
def book(tmp_path: Path) -> Callable[..., Path]:
    """Makes a workbook: a sheet with rows from B3 on, as an Excel Table unless its name is empty."""

    def make(
        rows: Sequence[Sequence[Any]] = ROLES,
        *,
        title: str = "Roles",
        table: str = "Roles",
        more: Callable[[xlsxwriter.Workbook, Any], object] = lambda workbook, sheet: None,
        **options: Any,
    ) -> Path:
        path = tmp_path / "PMO.xlsx"
        workbook = xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd hh:mm", **options})
        sheet = workbook.add_worksheet(title)
        if table:
            headers = [{"header": header} for header in rows[0]]
            sheet.add_table(2, 1, 1 + len(rows), len(rows[0]), {"name": table, "columns": headers})
        for down, cells in enumerate(rows):
            for right, cell in enumerate(cells):
                sheet.write(2 + down, 1 + right, cell)
        more(workbook, sheet)
        workbook.close()
        return path

    return make


def bound(path: Path) -> dict[str, BoundTable]:
    with Package.open(path) as package:
        return read_tables(Workbook(package))


def read(path: Path) -> dict[str, RawTable]:
    return {key: table.table for key, table in bound(path).items()}


def test_a_table_is_read_with_its_place(book: Callable[..., Path]) -> None:
    roles = read(book())["roles"]

    assert (roles.name, roles.sheet, roles.header_row, roles.first_column) == ("Roles", "Roles", 3, 2)
    assert roles.headers == ("Role ID", "Role", "Summary")
    assert [tuple(row) for row in roles.rows] == [("PMD", "Director", None), ("PSM", "Manager", "Runs it")]
    assert (roles.below, roles.found_by, dict(roles.errors), roles.date1904) == (0, "table", {}, False)


def test_a_table_is_found_by_its_name_on_whatever_sheet(book: Callable[..., Path]) -> None:
    assert read(book(title="Who does what", table="ROLES"))["roles"].sheet == "Who does what"


def test_values_come_in_their_types(book: Callable[..., Path]) -> None:
    rows = [
        ["Request ID", "Service ID", "Submitted", "Closed", "Effort hours", "Title"],
        ["R1", 7, dt.datetime(2026, 3, 2, 9, 15), dt.datetime(2026, 3, 3), 1.5, True],
    ]
    (row,) = read(book(rows, table="Requests"))["requests"].rows

    assert list(row) == ["R1", 7.0, dt.datetime(2026, 3, 2, 9, 15), dt.date(2026, 3, 3), 1.5, True]


def test_dates_are_the_same_in_the_1904_system(book: Callable[..., Path]) -> None:
    rows = [
        ["Request ID", "Service ID", "Submitted"],
        ["R1", "S1", dt.datetime(2026, 3, 2, 9, 15)],
        ["R2", "S1", 44_622],
    ]
    path = book(rows, table="Requests", date_1904=True)
    table = read(path)["requests"]

    assert table.date1904
    assert table.rows[0][2] == dt.datetime(2026, 3, 2, 9, 15)
    said = [issue.problem for issue in check(bound(path)).issues if issue.column == "Submitted"]
    assert said == ["The number 44622 is read as the date 2026-03-03."]


def test_error_cells_are_recovered_with_their_text(book: Callable[..., Path]) -> None:
    def errors(_: xlsxwriter.Workbook, sheet: Any) -> None:
        sheet.write_formula("C4", "=NA()", None, "#N/A")
        sheet.write_formula("D5", "=1/0", None, "#DIV/0!")
        sheet.write_formula("H9", "=1/0", None, "#DIV/0!")

    roles = read(book(more=errors))["roles"]

    assert roles.errors == {(4, 3): "#N/A", (5, 4): "#DIV/0!"}
    assert roles.rows[0][1] is None


def test_a_formula_is_read_by_its_value(book: Callable[..., Path]) -> None:
    def formulas(_: xlsxwriter.Workbook, sheet: Any) -> None:
        sheet.write_formula("C4", '="Dir"&"ector"', None, "Director")
        sheet.write_formula("D4", '=""', None, "")

    roles = read(book(more=formulas))["roles"]

    assert list(roles.rows[0]) == ["PMD", "Director", None]
    assert roles.errors == {}


def test_a_formula_that_was_never_calculated_is_an_error_cell(book: Callable[..., Path]) -> None:
    path = book(more=lambda _, sheet: sheet.write_formula("C4", "=A1&B1", None, "x"))
    changed(path, lambda xml: re.sub(rb"<v>x</v>", b"", xml))
    tables = read(path)

    assert tables["roles"].errors == {(4, 3): NOT_CALCULATED}
    assert "The cell shows a formula that was never calculated." in [
        issue.problem for issue in check(bound(path)).issues
    ]


def test_errors_are_found_in_prefixed_xml_too(book: Callable[..., Path]) -> None:
    path = book(more=lambda _, sheet: sheet.write_formula("C4", "=NA()", None, "#N/A"))
    changed(path, lambda xml: re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", xml).replace(b"xmlns=", b"xmlns:x="))

    assert read(path)["roles"].errors == {(4, 3): "#N/A"}


def test_errors_are_found_wherever_a_large_sheet_is_cut_in_pieces(book: Callable[..., Path]) -> None:
    def many(_: xlsxwriter.Workbook, sheet: Any) -> None:
        for row in range(5, 3005):
            sheet.write_formula(row, 1, f'=NA()&"{"x" * 1000}"', None, "#N/A")

    roles = read(book([*ROLES, *[("", "", "")] * 3000], more=many))["roles"]

    assert sorted(roles.errors) == [(row, 2) for row in range(6, 3006)]


def test_a_totals_row_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "PMO.xlsx"
    workbook = xlsxwriter.Workbook(path)
    sheet = workbook.add_worksheet("Roles")
    columns = [{"header": "Role ID", "total_string": "Total"}, {"header": "Role", "total_function": "count"}]
    sheet.add_table("B3:C5", {"name": "Roles", "columns": columns, "total_row": True, "data": [["PMD", "Director"]]})
    sheet.write("B6", "not part of it")
    workbook.close()

    roles = read(path)["roles"]

    assert [tuple(row) for row in roles.rows] == [("PMD", "Director")]
    assert roles.below == 0


def test_rows_typed_right_below_the_table_are_read(book: Callable[..., Path]) -> None:
    def typed(_: xlsxwriter.Workbook, sheet: Any) -> None:
        sheet.write_row("B6", ["PJM", "Project Manager"])
        sheet.write_row("A7", ["beside"])
        sheet.write_row("B8", ["far", "away"])

    roles = read(book(more=typed))["roles"]

    assert roles.below == 1
    assert [row[0] for row in roles.rows] == ["PMD", "PSM", "PJM"]


def test_blank_rows_at_the_end_of_a_table_do_not_shift_what_is_below(book: Callable[..., Path]) -> None:
    rows = [*ROLES, ("", "", ""), ("", "", "")]

    assert read(book(rows))["roles"].below == 0
    table = read(book(rows, more=lambda _, sheet: sheet.write_row("B8", ["PJM", "Project Manager"])))["roles"]
    assert table.below == 1
    assert [row[0] for row in table.rows] == ["PMD", "PSM", None, None, "PJM"]


def test_hidden_and_filtered_rows_are_read(book: Callable[..., Path]) -> None:
    def hide(_: xlsxwriter.Workbook, sheet: Any) -> None:
        sheet.set_row(3, None, None, {"hidden": True})
        sheet.set_column("C:C", None, None, {"hidden": True})
        sheet.hide()

    def visible(workbook: xlsxwriter.Workbook, sheet: Any) -> None:
        workbook.add_worksheet("Front").activate()
        hide(workbook, sheet)
        workbook.worksheets_objs[1].set_first_sheet()

    assert len(read(book(more=visible))["roles"].rows) == 2


def test_the_one_blank_row_of_an_empty_table_is_no_row(book: Callable[..., Path]) -> None:
    checked = check(bound(book([ROLES[0], ("", "", "")])))

    assert checked.framework.counts["roles"].read == 0
    assert [issue for issue in checked.issues if issue.sheet] == []


@pytest.mark.parametrize("table", ["", "Table7"])
def test_without_a_table_of_that_name_a_header_row_is_recognised(book: Callable[..., Path], table: str) -> None:
    rows = [["role id", "Colour", "ROLE", "Summary"], ["PMD", "red", "Director", "x"], ["PSM", "blue", "Manager", ""]]
    roles = read(book(rows, title="People", table=table))["roles"]

    assert (roles.found_by, roles.sheet, roles.header_row, roles.first_column) == ("header", "People", 3, 2)
    assert roles.name == (table or "Roles")
    assert len(roles.rows) == 2
    assert [role.role for role in check({"roles": bind(BY_KEY["roles"], roles)}).framework.roles] == [
        "Director",
        "Manager",
    ]


def test_a_range_found_by_its_header_ends_at_the_first_blank_row(book: Callable[..., Path]) -> None:
    rows = [*ROLES, ("", "", ""), ("Note", "not a role", "")]

    assert len(read(book(rows, table=""))["roles"].rows) == 2


def test_a_generated_tab_is_never_taken_for_an_input_table(book: Callable[..., Path]) -> None:
    with pytest.raises(NoFrameworkError, match="none of the framework's tables"):
        read(book(title="Catalogue", table="Catalogue"))
    with pytest.raises(NoFrameworkError):
        read(book(title="RACI Load", table=""))


def test_a_table_by_name_goes_before_one_with_its_headers(book: Callable[..., Path]) -> None:
    def copy(workbook: xlsxwriter.Workbook, _: Any) -> None:
        other = workbook.add_worksheet("Copy")
        other.write_row("A1", ROLES[0])
        other.write_row("A2", ["OLD", "Old role", "x"])

    assert read(book(more=copy))["roles"].sheet == "Roles"


def test_a_workbook_without_any_table_of_the_framework_is_refused(book: Callable[..., Path]) -> None:
    with pytest.raises(NoFrameworkError, match=r"PMO\.xlsx holds none"):
        read(book([["A", "B", "C"], [1, 2, 3]], title="Other", table="Other"))


def test_columns_right_of_all_cells_are_blank(tmp_path: Path) -> None:
    path = tmp_path / "PMO.xlsx"
    workbook = xlsxwriter.Workbook(path)
    sheet = workbook.add_worksheet("Roles")
    sheet.add_table("A1:B3", {"name": "Roles", "columns": [{"header": "Role ID"}, {"header": "Role"}]})
    sheet.write_column("A2", ["PMD", "PSM"])
    workbook.close()
    changed(path, lambda xml: re.sub(rb'<c r="B1"[^>]*>.*?</c>', b"", xml))

    roles = read(path)["roles"]

    assert roles.headers == ("Role ID", "")
    assert [tuple(row) for row in roles.rows] == [("PMD", None), ("PSM", None)]


def changed(path: Path, change: Callable[[bytes], bytes]) -> None:
    """Change the XML of the first sheet."""
    old = shutil.copy(path, path.with_suffix(".old"))
    with zipfile.ZipFile(old) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, change(data) if name == "xl/worksheets/sheet1.xml" else data)
