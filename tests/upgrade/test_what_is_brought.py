"""An upgrade brings what the workbook never had, and the workbook then works like a new one."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from pmo_workbook.hosts.cells import Content
from pmo_workbook.hosts.sheet_xml import SheetXml
from pmo_workbook.ooxml.package import Package
from pmo_workbook.ooxml.workbook import Workbook
from pmo_workbook.upgrade import Note, Upgraded, upgrade
from pmo_workbook.upgrade.survey import version_of
from pmo_workbook.workflow import refresh
from tests.foreign import Parts
from tests.rules_on_files.clean import NOW
from tests.upgrade.newer import HEAT, MOOD, SEEN, SHADE, VERSION
from tests.upgrade.own import WATCH, made_from
from tests.witness.findings import new_findings
from tests.witness.openxml_sdk import validate
from tests.witness.package_lint import lint


def reopened(path: Path) -> openpyxl.Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(path)


def put(package: Package, part: str, row: int, column: int) -> None:
    """Write a text of the user's into a cell."""
    sheet = SheetXml(package.read(part))
    sheet.put(row, column, Content("inlineStr", "mine"))
    package.replace(part, sheet.to_bytes())


def in_the_way(done: Upgraded) -> list[Note]:
    """What needs a look, but that Services is protected."""
    return [note for note in done.notes if note.kind == "look" and "protected" not in note.what]


def cells_of(path: Path) -> dict[str, Any]:
    """What generated tabs hold: tables column by column, grids cell by cell, whatever the tabs are called."""
    book = reopened(path)
    found: dict[str, Any] = {}
    for sheet in book.worksheets:
        for table in sheet.tables.values():
            first, *rows = [[cell.value for cell in row] for row in sheet[table.ref]]
            found[table.name] = {header: [row[at] for row in rows] for at, header in enumerate(first)}
    for name, defined in book.defined_names.items():
        places = list(defined.destinations) if name.startswith("pmo_") and "!$" in defined.attr_text else []
        for title, area in places:
            cells = book[title][area] if title in book.sheetnames else ()
            found[name] = [[cell.value for cell in row] for row in cells] if isinstance(cells, tuple) else cells.value
    return found


def test_every_kind_of_new_thing_is_brought(book: Path, newer: Path) -> None:
    done = upgrade(book, template=newer)

    assert [(note.where, note.what) for note in done.notes if note.kind == "added"] == [
        (WATCH, f"Column {SEEN}."),
        ("Services", f"Column {SHADE}."),
        ("Requests", "Column Last event."),
        ("Requests", f"Column {HEAT}."),
        ("Settings", f"Setting {MOOD}."),
        ("Lesson list", "Sheet Lesson list."),
        ("Lessons learned", "Sheet Lessons learned."),
    ]
    with Package.open(book) as package:
        workbook = Workbook(package)
        assert (done.before, done.after, version_of(workbook)) == (1, VERSION, VERSION)
        titles = [sheet.title for sheet in workbook.sheets]
        assert titles.index("Lesson list") == titles.index(WATCH) + 1
        assert titles.index("Lessons learned") == titles.index("Activities") + 1
        assert workbook.table("Requests").columns[-3:] == ("My note", "Last event", HEAT)  # type: ignore[union-attr]


def test_an_upgraded_workbook_refreshes_to_the_figures_of_a_new_one_with_the_same_rows(
    book: Path, newer: Path, tmp_path: Path
) -> None:
    fresh = made_from(newer, tmp_path / "fresh.xlsm")
    upgrade(book, template=newer)

    for path in (book, fresh):
        refresh(path, NOW)

    mine, new = cells_of(book), cells_of(fresh)
    assert {name for name in new if name not in mine} == {"RACILoad", "pmo_raci_load_said"}
    generated = {name for name in new if name.startswith("pmo_") or name in GENERATED_TABLES}
    assert len(generated) > 20
    # a column of the user's more counts in the check sum
    differ = {name for name in generated & mine.keys() if mine[name] != new[name]}
    assert differ == {"pmo_start_check_sum"}


GENERATED_TABLES = {"SLAReport", "Watchlist", "LessonList", "RACI", "Catalogue", "Coverage", "Issues"}


def test_a_new_column_looks_like_that_of_a_new_workbook(book: Path, newer: Path, tmp_path: Path) -> None:
    fresh = reopened(made_from(newer, tmp_path / "fresh.xlsm"))
    upgrade(book, template=newer)

    mine = reopened(book)
    for title, new_title, header in (
        (WATCH, "Watchlist", SEEN),
        ("Services", "Services", SHADE),
        ("Requests", "Requests", HEAT),
    ):
        assert look(mine[title], header) == look(fresh[new_title], header)
    assert checks(mine["Services"], SHADE) == checks(fresh["Services"], SHADE)
    assert checks(mine["Requests"], HEAT) == checks(fresh["Requests"], HEAT)


def letter(sheet: Worksheet, header: str) -> str:
    return next(cell.column_letter for row in sheet.iter_rows(max_row=9) for cell in row if cell.value == header)


def look(sheet: Worksheet, header: str) -> tuple[Any, ...]:
    column = sheet.column_dimensions[letter(sheet, header)]
    head = next(cell for row in sheet.iter_rows(max_row=9) for cell in row if cell.value == header)
    marks = [
        (rule.type, rule.dxf.font, rule.dxf.fill)
        for ranges, rules in sheet.conditional_formatting._cf_rules.items()
        for rule in rules
        if any(area.min_col <= head.column <= area.max_col and area.max_row > 10 for area in ranges.sqref.ranges)
    ]
    fonts = [
        (one.font.b, one.font.color and one.font.color.rgb, one.number_format, one.alignment.wrap_text)
        for one in (column, head)
    ]
    return column.width, fonts, head.fill.fgColor.rgb, marks


def checks(sheet: Worksheet, header: str) -> list[tuple[Any, ...]]:
    cell = f"{letter(sheet, header)}9"
    return [
        (one.type, one.formula1, one.formula2, one.prompt, one.error)
        for one in sheet.data_validations.dataValidation
        if cell in one.sqref
    ]


def test_a_new_setting_comes_with_its_default_its_words_and_its_message(book: Path, newer: Path) -> None:
    upgrade(book, template=newer)

    sheet = reopened(book)["Settings"]
    last = sheet.max_row
    assert [cell.value for cell in sheet[last][:3]] == [MOOD, "calm", "Shown nowhere."]
    assert sheet.tables["Settings"].ref == f"A4:C{last}"
    assert [one.promptTitle for one in sheet.data_validations.dataValidation if f"B{last}" in one.sqref] == [MOOD]
    assert sheet[f"A{last}"].font.b


def test_neither_lint_nor_validator_finds_anything_new(book: Path, newer: Path, own_before: Path) -> None:
    upgrade(book, template=newer)
    assert new_findings(lint(own_before), lint(book)) == []
    assert new_findings(validate(own_before), validate(book)) == []

    refresh(book, NOW)
    assert new_findings(lint(own_before), lint(book)) == []
    assert new_findings(validate(own_before), validate(book)) == []


@pytest.mark.parametrize(("title", "headers"), [("Services", [SHADE]), ("Requests", ["Last event", HEAT])])
def test_a_new_column_is_left_out_where_a_cell_of_the_user_is_in_the_way(
    book: Path, newer: Path, title: str, headers: list[str]
) -> None:
    with Package.open(book) as package:
        table = Workbook(package).table(title)
        assert table is not None
        put(package, table.sheet.part, table.ref.first_row + 2, table.ref.last_column + 1)
        package.save()

    done = upgrade(book, template=newer)

    ways = in_the_way(done)
    assert len(ways) == len(headers)
    for way, header in zip(ways, headers, strict=True):
        assert way.where == title
        assert f"is in the way of the new column {header}; move it, then upgrade again." in way.what
    assert done.after == 1
    assert len([note for note in done.notes if note.kind == "added"]) == 7 - len(headers)
    before = book.read_bytes()
    again = upgrade(book, template=newer)
    assert not again.changed
    assert [note for note in again.notes if note.kind == "look"] == ways
    assert book.read_bytes() == before
    refresh(book, NOW)
    assert "Lesson list" in reopened(book).sheetnames
    assert reopened(book)["Lesson list"]["B4"].value == "2 lessons"


def test_a_setting_is_left_out_where_a_cell_of_the_user_stands_below_the_table(book: Path, newer: Path) -> None:
    with Package.open(book) as package:
        table = Workbook(package).table("Settings")
        assert table is not None
        put(package, table.sheet.part, table.ref.last_row + 1, 2)
        package.save()

    done = upgrade(book, template=newer)

    (way,) = in_the_way(done)
    assert way.what == (
        f"Cell B24 stands below the table, so these settings were not added: {MOOD}. Change it, then upgrade again."
    )
    assert MOOD not in [cell.value for cell in reopened(book)["Settings"]["A"]]


def test_a_sheet_is_left_out_where_the_user_has_a_table_of_that_name(book: Path, newer: Path) -> None:
    parts = Parts.of(book)
    parts.edit("xl/tables/table77.xml", 'name="Mine" displayName="Mine"', 'name="LessonList" displayName="LessonList"')
    parts.save(book)

    done = upgrade(book, template=newer)

    (way,) = in_the_way(done)
    assert way.what.startswith("The name LessonList is one of yours, and the new sheet Lesson list needs it;")
    before = Parts.of(book)["xl/worksheets/sheet77.xml"]
    refresh(book, NOW)
    assert Parts.of(book)["xl/worksheets/sheet77.xml"] == before
    assert "Lessons learned" in reopened(book).sheetnames


def test_a_new_sheet_gets_a_title_that_no_sheet_of_the_user_has(book: Path, newer: Path) -> None:
    parts = Parts.of(book)
    for part in [
        name for name in parts if name == "xl/workbook.xml" or name.startswith(("xl/charts/", "xl/worksheets/"))
    ]:
        parts[part] = parts[part].replace(b"My figures", b"Lesson list")
    parts.save(book)

    upgrade(book, template=newer)

    assert {"Lesson list", "Lesson list (2)"} <= set(reopened(book).sheetnames)
    assert refresh(book, NOW).skipped[0].what == "RACI Load"
    assert reopened(book)["Lesson list (2)"]["B4"].value == "2 lessons"
    assert validate(book) == []
