from __future__ import annotations

import datetime as dt
import re
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from pmo_workbook.columns import Column, columns
from pmo_workbook.layout import TABS, start
from pmo_workbook.report import Report
from pmo_workbook.settings import SETTINGS, Chosen, Settings
from pmo_workbook.sheets import BY_KEY, SHEETS, Sheet
from pmo_workbook.template.__main__ import TEMPLATE
from pmo_workbook.template.build import CREATED, build
from pmo_workbook.template.dictionary import DICTIONARY, dictionary
from pmo_workbook.template.drawing import HEADER_ROW, LAST_LOG_ROW, LAST_ROW
from pmo_workbook.template.dropdowns import message, validation
from pmo_workbook.template_version import VERSION, VERSION_NAME
from pmo_workbook.workflow import look
from tests.opened import opened
from tests.witness.tools import need

HEADER = HEADER_ROW + 1
FIRST = HEADER + 1
INPUTS = [sheet for sheet in SHEETS if sheet.key != "settings"]
CELLS = [
    pytest.param(sheet, column, id=f"{sheet.title}-{column.header}") for sheet in INPUTS for column in sheet.columns
]


@pytest.fixture(scope="module")
def book() -> openpyxl.Workbook:
    return opened(TEMPLATE)


@pytest.fixture(scope="module")
def report(sample: Path) -> Report:
    return look(sample, dt.datetime(2026, 7, 9, 12, tzinfo=dt.UTC))


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def letter_of(sheet: Sheet, column: Column) -> str:
    return openpyxl.utils.get_column_letter(sheet.columns.index(column) + 1)


def validation_of(sheet: Worksheet, cell: str) -> DataValidation:
    return next(one for one in sheet.data_validations.dataValidation if cell in one.sqref)


# --- the file ---


def test_the_same_text_gives_the_same_parts_and_these_are_the_committed_ones(tmp_path: Path) -> None:
    build(tmp_path / "one.xlsm")
    build(tmp_path / "two.xlsm")
    one = parts(tmp_path / "one.xlsm")

    assert one == parts(tmp_path / "two.xlsm")
    assert [name for name, data in parts(TEMPLATE).items() if one.pop(name, None) != data] == []
    assert not one


def test_the_content_type_is_the_one_that_the_extension_promises() -> None:
    found = parts(TEMPLATE)

    assert b"application/vnd.ms-excel.sheet.macroEnabled.main+xml" in found["[Content_Types].xml"]
    assert (
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
        not in found["[Content_Types].xml"]
    )
    assert found["xl/vbaProject.bin"]


def test_opening_asks_for_no_recalculation() -> None:
    assert b"fullCalcOnLoad" not in parts(TEMPLATE)["xl/workbook.xml"]


def test_the_properties_give_title_language_and_a_date_that_never_changes(book: openpyxl.Workbook) -> None:
    said = book.properties

    assert said.title == "PMO service framework"
    assert said.language == "en-GB"
    assert said.created == said.modified == CREATED


def test_the_version_can_be_read_from_a_defined_name(book: openpyxl.Workbook) -> None:
    assert book.defined_names[VERSION_NAME].value == str(VERSION)


def test_sheets_stand_in_order_generated_ones_first(book: openpyxl.Workbook) -> None:
    assert [tab.title for tab in TABS] + [sheet.title for sheet in SHEETS] == book.sheetnames
    assert len({sheet.sheet_properties.tabColor.rgb for sheet in book}) == 2


# --- the input tables ---


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.title)
def test_an_input_sheet_is_one_table_with_the_headers_of_its_model(book: openpyxl.Workbook, sheet: Sheet) -> None:
    page = book[sheet.title]
    (table,) = page.tables.values()

    assert table.name == sheet.table
    assert [c.header for c in sheet.columns] == [c.name for c in table.tableColumns]
    assert [c.header for c in sheet.columns] == [cell.value for cell in page[table.ref][0]]
    assert page.freeze_panes[-len(str(FIRST)) :] == str(FIRST)
    assert page.print_title_rows == f"${HEADER}:${HEADER}"


@pytest.mark.parametrize("sheet", INPUTS, ids=lambda sheet: sheet.title)
def test_an_empty_table_has_one_blank_row(book: openpyxl.Workbook, sheet: Sheet) -> None:
    page = book[sheet.title]
    (table,) = page.tables.values()

    assert [None] * len(sheet.columns) == [cell.value for cell in page[table.ref][1]]
    assert len(page[table.ref]) == 2


@pytest.mark.parametrize(("sheet", "column"), CELLS)
def test_a_header_shows_by_weight_whether_the_column_must_be_filled(
    book: openpyxl.Workbook, sheet: Sheet, column: Column
) -> None:
    assert column.required == bool(book[sheet.title][f"{letter_of(sheet, column)}{HEADER}"].font.b)


@pytest.mark.parametrize(("sheet", "column"), CELLS)
def test_a_column_carries_the_format_of_rows_to_come(book: openpyxl.Workbook, sheet: Sheet, column: Column) -> None:
    page, letter = book[sheet.title], letter_of(sheet, column)
    first = next(c for c in page.column_dimensions.values() if c.min <= sheet.columns.index(column) + 1 <= c.max)
    expected = {"day": "yyyy-mm-dd", "when": "yyyy-mm-dd hh:mm", "list": "@", "hours": "@"}.get(column.kind)

    assert first.width == pytest.approx(column.width, abs=1), letter
    if expected or column.unique:
        assert (expected or "@") == first.number_format


def test_the_settings_sheet_reads_as_the_defaults(book: openpyxl.Workbook) -> None:
    page = book["Settings"]
    rows = {row[0].value: row[1].value for row in page.iter_rows(min_row=FIRST) if row[0].value}

    assert [c.header for c in SETTINGS] == list(rows)
    for column in columns(Settings):
        default = getattr(Chosen(), column.field)
        expected = ", ".join(default) if isinstance(default, tuple) else default or None
        assert expected == rows[column.header], column.header


# --- what cells take ---


@pytest.mark.parametrize(("sheet", "column"), CELLS)
def test_every_column_has_a_message_and_it_reaches_rows_to_come(
    book: openpyxl.Workbook, sheet: Sheet, column: Column
) -> None:
    letter, last = letter_of(sheet, column), (LAST_LOG_ROW if sheet.log else LAST_ROW) + 1
    found = validation_of(book[sheet.title], f"{letter}{FIRST}")

    assert column.header == found.promptTitle
    assert found.prompt.startswith(column.help)
    assert len(found.prompt) <= 255
    assert f"{letter}{FIRST}:{letter}{last}" == str(found.sqref)


@pytest.mark.parametrize(("sheet", "column"), [c for c in CELLS if c.values[1].choices])
def test_a_coded_column_has_a_dropdown_of_its_values_and_refuses_others(
    book: openpyxl.Workbook, sheet: Sheet, column: Column
) -> None:
    found = validation_of(book[sheet.title], f"{letter_of(sheet, column)}{FIRST}")

    assert (found.type, found.formula1) == ("list", f'"{",".join(column.choices)}"')
    assert found.showErrorMessage
    assert found.errorStyle in (None, "stop")
    assert bool(found.allowBlank) == (not column.required)
    assert all(choice in found.error for choice in column.choices) or len(found.error) == 255


@pytest.mark.parametrize(
    ("sheet", "column"), [c for c in CELLS if len(c.values[1].refs) == 1 and c.values[1].kind != "list"]
)
def test_a_reference_is_looked_up_in_the_id_column_of_the_other_table(
    book: openpyxl.Workbook, sheet: Sheet, column: Column
) -> None:
    found = validation_of(book[sheet.title], f"{letter_of(sheet, column)}{FIRST}")
    other = BY_KEY[column.refs[0]]
    name = f"ids_{other.key}"

    assert other.id_column is not None
    assert f"{other.table}[{other.id_column.header}]" == book.defined_names[name].value
    assert name in found.formula1
    assert found.type == ("custom" if other.log else "list")
    assert other.log or not found.allowBlank
    assert found.errorStyle in (("warning",) if column.also or other.log else (None, "stop"))


@pytest.mark.parametrize(("sheet", "column"), [c for c in CELLS if c.values[1].setting and c.values[1].kind != "list"])
def test_a_word_from_settings_is_offered_and_another_one_may_be_kept(
    book: openpyxl.Workbook, sheet: Sheet, column: Column
) -> None:
    found = validation_of(book[sheet.title], f"{letter_of(sheet, column)}{FIRST}")

    assert found.formula1 in ("pmo_priorities", "pmo_waiting_reasons")
    assert not found.allowBlank
    assert found.errorStyle == "warning"
    assert ("Closed may be kept." in found.error) == (sheet.key == "holds")


@pytest.mark.parametrize(("sheet", "column"), [c for c in CELLS if c.values[1].unique])
def test_an_id_that_is_taken_is_refused(book: openpyxl.Workbook, sheet: Sheet, column: Column) -> None:
    found = validation_of(book[sheet.title], f"{letter_of(sheet, column)}{FIRST}")

    assert found.type == "custom"
    assert "COUNTIF(A$5:A$" in found.formula1
    assert found.formula1.endswith(",A5)<=1)")


@pytest.mark.parametrize(("sheet", "column"), [c for c in CELLS if c.values[1].kind in ("day", "when")])
def test_a_date_column_takes_dates_since_1990(book: openpyxl.Workbook, sheet: Sheet, column: Column) -> None:
    found = validation_of(book[sheet.title], f"{letter_of(sheet, column)}{FIRST}")

    assert found.type == "date"
    assert openpyxl.utils.datetime.from_excel(float(found.formula1)) == dt.datetime(1990, 1, 1)


@pytest.mark.parametrize(("sheet", "column"), [c for c in CELLS if c.values[1].kind in ("whole", "number")])
def test_a_number_column_takes_numbers_in_its_bounds(book: openpyxl.Workbook, sheet: Sheet, column: Column) -> None:
    found = validation_of(book[sheet.title], f"{letter_of(sheet, column)}{FIRST}")

    assert found.type == ("whole" if column.kind == "whole" else "decimal")
    assert column.low is None or float(found.formula1) == column.low
    assert column.high is None or float(found.formula2) == column.high


def test_each_value_of_settings_takes_what_its_setting_takes(book: openpyxl.Workbook) -> None:
    page = book["Settings"]
    kinds = {c.field: validation_of(page, f"B{row}").type for row, c in enumerate(SETTINGS, FIRST)}

    assert kinds["report_as_of"] == "date"
    assert kinds["show_names"] == "list"
    assert kinds["default_calendar"] == "list"
    assert kinds["smallest_sample"] == "whole"


def test_the_matrix_has_room_for_thirty_roles_and_takes_raci_codes_only(book: openpyxl.Workbook) -> None:
    page = book["Activities"]

    assert validation_of(page, "D5").formula1 == '"R,A,C,I,A/R"'
    assert validation_of(page, "AG5000") is validation_of(page, "D5")
    assert validation_of(page, "D4").promptTitle == "Role column"


def test_a_message_that_excel_would_cut_is_refused() -> None:
    column = Column("x", "X", "text", required=False, help="word " * 60, example="", width=10)

    with pytest.raises(ValueError, match="The input message of X has 300 characters"):
        message(column)


def test_a_long_list_of_choices_is_cut_in_the_message_of_the_error_only() -> None:
    choices = tuple(f"choice number {n}" for n in range(15))
    column = Column("x", "X", "choice", required=True, help="Choose.", example="", width=10, choices=choices)
    found: dict[str, Any] = validation(column, 4, 10, 0)

    assert found["source"] == list(choices)
    assert len(found["error_message"]) == 255


# --- names, links, wrong cells ---


def test_links_jump_by_name_so_that_a_renamed_sheet_is_still_found(book: openpyxl.Workbook) -> None:
    found = {page.title: {c.hyperlink.location for row in page for c in row if c.hyperlink} for page in book}

    assert set().union(*found.values()) <= set(book.defined_names)
    assert {f"go_{sheet.key}" for sheet in SHEETS} <= found["Start"]
    assert all("go_start" in links for title, links in found.items() if title not in ("Start", "Summary"))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.title)
def test_cells_that_issues_names_light_up(book: openpyxl.Workbook, sheet: Sheet) -> None:
    rules = [(area, rule) for area in book[sheet.title].conditional_formatting for rule in area.rules]
    (area, rule) = rules[0]

    assert len(rules) == 1
    assert f'COUNTIFS(pmo_issue_table,"{sheet.table}",pmo_issue_row,ROW(),pmo_issue_column,A$4)>0' == rule.formula[0]
    assert str(area.sqref).startswith(f"A{FIRST}:")


@pytest.fixture(scope="module")
def in_libreoffice(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The template with an issue, and formulas that use its names, as LibreOffice shows it in HTML."""
    folder = tmp_path_factory.mktemp("office")
    book = opened(TEMPLATE)
    book["Services"]["A5"], book["Services"]["C5"], book["Services"]["C6"] = "SVC-01", "Wrong", "Right"
    page = book["Issues"]
    header = next(row for row in page.iter_rows() if "Severity" in [cell.value for cell in row])
    places = {cell.value: cell.column for cell in header}
    for name, value in {"Table": "Services", "Row": 5, "Column": "Category"}.items():
        page.cell(header[0].row + 1, places[name], value)
    probe = book.create_sheet("Probe", 0)
    formulas = (
        "=ROWS(pmo_priorities)",
        "=INDEX(pmo_priorities,2)",
        "=ROWS(pmo_waiting_reasons)",
        "=INDEX(ids_services,1)",
    )
    for row, formula in enumerate(formulas, 1):
        probe.cell(row, 1, formula)
    book.save(folder / "probe.xlsm")
    command = [need("soffice"), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    subprocess.run(
        [*command, "--convert-to", "html", "--outdir", str(folder), str(folder / "probe.xlsm")],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return (folder / "probe.html").read_text(encoding="utf-8")


def test_libreoffice_colours_the_wrong_cell_and_no_other(in_libreoffice: str) -> None:
    found = re.findall(r"<td([^>]*)><font[^>]*>(Wrong|Right)</font>", in_libreoffice)
    colours = {text: 'bgcolor="#FDE8E6"' in look for look, text in found}

    assert colours == {"Wrong": True, "Right": False}


def test_libreoffice_reads_the_sources_of_the_dropdowns(in_libreoffice: str) -> None:
    shown = re.findall(r"<td[^>]*><font[^>]*>([^<]*)</font>", in_libreoffice)[:4]

    assert shown == ["4", "High", "6", "SVC-01"]


# --- Start ---


def shapes(book: openpyxl.Workbook) -> Iterator[tuple[str, tuple[int, int]]]:
    for name, defined in book.defined_names.items():
        if name.startswith("pmo_start_"):
            ((title, address),) = defined.destinations
            left, top, right, bottom = openpyxl.utils.cell.range_boundaries(address)
            assert title == "Start"
            yield name, (bottom - top + 1, right - left + 1)


def test_start_is_laid_out_into_exactly_the_grids_of_the_template(book: openpyxl.Workbook, report: Report) -> None:
    blocks = start.lay_out(report).blocks

    assert {block.name: (len(block.rows), len(block.rows[0])) for block in blocks} == dict(shapes(book))


def test_only_the_block_of_the_run_holds_the_moment_of_the_run(report: Report) -> None:
    later = replace(report, run=replace(report.run, at=report.run.at + dt.timedelta(days=400)))
    pairs = zip(start.lay_out(report).blocks, start.lay_out(later).blocks, strict=True)

    assert [one.name for one, other in pairs if one != other] == [start.RUN]


def test_start_says_in_words_what_came_of_the_refresh(report: Report) -> None:
    blocks = {block.name: [row[0] for row in block.rows] for block in start.lay_out(report).blocks}
    refreshed, as_of, rows, requests, issues = blocks[start.RUN]

    assert "9 Jul 2026" in str(as_of)
    assert str(refreshed).endswith(f"by pmo-workbook {report.run.version}")
    assert f"{report.measures.control.measured:,} measured" in str(requests)
    assert f"{sum(c.left_out for c in report.framework.counts.values())} left out" in str(rows)
    assert f"{sum(i.severity == 'error' for i in report.issues)} error" in str(issues)
    assert blocks[start.TITLE][0] == "Group PMO service framework"
    assert blocks[start.PRIORITIES][:5] == ["Urgent", "High", "Normal", "Low", None]


def test_words_beyond_the_room_of_a_dropdown_are_left_out(report: Report) -> None:
    many = tuple(f"P{n}" for n in range(20))
    settings = report.framework.settings.model_copy(update={"priorities": many})
    wider = replace(report, framework=replace(report.framework, settings=settings))
    found = next(block for block in start.lay_out(wider).blocks if block.name == start.PRIORITIES)

    assert [(word,) for word in many[: start.MOST_WORDS]] == list(found.rows)


# --- the data dictionary ---


def test_the_data_dictionary_is_what_the_models_say() -> None:
    assert dictionary() == DICTIONARY.read_text(encoding="utf-8"), "run: make dictionary"
