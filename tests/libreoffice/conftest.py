"""One LibreOffice per worker, with a profile of its own, and small workbooks made by XlsxWriter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter
import xlwings as xw

from tests.shared_office import Clearing, Holder, offices
from tests.witness.tools import need


@pytest.fixture(scope="session")
def libreoffice() -> None:
    """What the tests cannot do without."""
    need("soffice")
    need("uno")


@pytest.fixture(scope="session")
def kept(libreoffice: None) -> Iterator[Holder[xw.App]]:
    holder = offices()
    yield holder
    holder.close()


@pytest.fixture
def app(kept: Holder[xw.App]) -> Iterator[xw.App]:
    """A running LibreOffice as an xlwings App."""
    yield from kept.lent()


@pytest.fixture
def book(app, request: pytest.FixtureRequest) -> Iterator[object]:
    """A new empty book."""
    made = app.books.add()
    yield made
    with Clearing(app):
        made.close()


@pytest.fixture
def sheet(book):
    """The only sheet of a new book."""
    return book.sheets[0]


@pytest.fixture
def tables_file(tmp_path: Path) -> Path:
    """A workbook with three tables, names, dates, booleans and errors, as Excel would have it."""
    path = tmp_path / "Tables and more.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        _fill_log(workbook, workbook.add_worksheet("Log of requests"))
        _fill_other(workbook, workbook.add_worksheet("Other"))
        workbook.define_name("Whole", "='Log of requests'!$A$1:$E$6")
        workbook.define_name("Numbers", "=Log[Number]")
        workbook.define_name("Answer", "=42")
        workbook.define_name("Other!Here", "=Other!$A$1")
    return path


def _fill_log(workbook: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
    date = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    headers = ["Name", "When", "Flag", "Error", "Number"]
    for i in range(1, 6):
        sheet.write(i, 0, f"n{i}")
        sheet.write_datetime(i, 1, dt.datetime(2024, 1, i, 9, 10), date)
        sheet.write_boolean(i, 2, i % 2 == 0)
        sheet.write_formula(i, 3, "=1/0", None, "#DIV/0!")
        sheet.write_number(i, 4, i * 1.5)
    sheet.add_table(0, 0, 5, 4, {"name": "Log", "columns": [{"header": header} for header in headers]})


def _fill_other(workbook: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
    sheet.add_table("B2:C5", {"name": "Bare", "header_row": False})
    columns = [{"header": "Item", "total_string": "Total"}, {"header": "Cost", "total_function": "sum"}]
    sheet.add_table("B7:C11", {"name": "Totals", "total_row": True, "columns": columns})
    sheet.write_formula("F1", "=SUM('Log of requests'!E2:E6,1)", None, 23.5)
    sheet.write_formula("F2", "=SUM(Log[Number])>1", None, True)
    sheet.write_formula("F3", "=SUM(Log[Number])", None, 22.5)
    sheet.write_string("F4", "=not a formula")
    sheet.write_formula("F6", "=1>0", None, True)
    sheet.write_datetime("F5", dt.time(9, 30), workbook.add_format({"num_format": "hh:mm"}))


@pytest.fixture
def tables_book(app, tables_file: Path) -> Iterator[object]:
    """That workbook, open."""
    opened = app.books.open(tables_file)
    yield opened
    with Clearing(app):
        opened.close()
