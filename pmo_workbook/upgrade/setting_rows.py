"""New settings: rows appended to the Settings table, with their default, their dropdown and what they mean."""

from __future__ import annotations

import copy

from lxml import etree

from pmo_workbook.addresses import Area, cell_address, parse_area
from pmo_workbook.binding import header_key
from pmo_workbook.hosts.sheet_xml import ROW, SheetXml
from pmo_workbook.ooxml.workbook import MAIN, TablePart
from pmo_workbook.renamed import called
from pmo_workbook.upgrade.cell_rules import put_check
from pmo_workbook.upgrade.columns import put_styled
from pmo_workbook.upgrade.moved import moved_table
from pmo_workbook.upgrade.prints import checks_on
from pmo_workbook.upgrade.strings import Strings
from pmo_workbook.upgrade.survey import SETTINGS_TABLE, setting_rows
from pmo_workbook.upgrade.work import Work


def add_settings(work: Work) -> None:
    """Bring the settings that the template has and the one of the workbook had not.

    Args:
        work: The upgrade.
    """
    table, mine = work.look.table(SETTINGS_TABLE), work.table(SETTINGS_TABLE)
    if table is None or mine is None:
        return
    there = {header_key(name) for name in _names(work, mine)}
    new = [
        (row, name)
        for row, name in setting_rows(work.look)
        if not work.before.has_setting(name)
        and not any(header_key(word) in there for word in called("setting", "", name))
    ]
    if not new:
        return
    why = _in_the_way(work, mine, len(new))
    if why:
        names = ", ".join(name for _, name in new)
        what = f"{why}, so these settings were not added: {names}. Change it, then upgrade again."
        work.blocked(mine.sheet.title, what)
        return
    sheet = work.sheet(mine.sheet.part)
    for target, (source, name) in enumerate(new, mine.ref.last_row + 1):
        _append(work, (table, mine), source, target, sheet)
        work.note("added", mine.sheet.title, f"Setting {name}.")
    root, area = work.table_root(mine), mine.ref._replace(last_row=mine.ref.last_row + len(new))
    for element in (root, *root.findall(f"{{{MAIN}}}autoFilter")):
        was = parse_area(element.get("ref", "")) or area
        element.set("ref", was._replace(last_row=area.last_row).address())


def _names(work: Work, mine: TablePart) -> list[str]:
    """Texts of the first column, rows typed below the table too."""
    sheet, strings = work.sheet(mine.sheet.part), Strings(work.workbook)
    column = mine.ref.first_column
    cells = (sheet.cell(row, column) for row in sheet.row_numbers() if row > mine.ref.first_row)
    return [strings.text(cell) for cell in cells if cell is not None]


def _in_the_way(work: Work, mine: TablePart, count: int) -> str:
    if mine.totals_rows:
        return f"The table {mine.name} has a totals row"
    area = mine.ref
    new = Area(area.last_row + 1, area.first_column, area.last_row + count, area.last_column)
    sheet = work.sheet(mine.sheet.part)
    for row, column in sheet.occupied(new):
        return f"Cell {cell_address(row, column)} stands below the table"
    others = [other.ref for other in work.workbook.tables_on(mine.sheet) if other.part != mine.part]
    for other in (*sheet.merged(new), *others):
        if other.meets(new):
            return f"The range {other.address()} stands below the table"
    return ""


def _append(work: Work, pair: tuple[TablePart, TablePart], source: int, target: int, sheet: SheetXml) -> None:
    """Append one row.

    Args:
        work: The upgrade.
        pair: The Settings table in the template and in the workbook.
        source: Row of the setting in the template.
        target: Row that it gets.
        sheet: The workbook's worksheet.
    """
    table, mine = pair
    look = work.look_root(table.sheet.part)
    moved = moved_table(table, mine.columns, mine.ref)
    row = next(one for one in look.iter(ROW) if one.get("r") == str(source))
    for cell in row:
        at = parse_area(cell.get("r", ""))
        if at is None or at.first_column not in moved.columns:
            continue
        column, style = moved.column(at.first_column), work.styles.cell(cell.get("s", ""))
        put_styled(sheet, target, column, work.strings.text(cell), style)
        _keep_number(cell, sheet.cell(target, column))
    height = row.get("ht")
    if height:
        sheet.set_height(target, float(height))
    for check in checks_on(look):
        for area in check.areas:
            if area.holds(source, area.first_column) and area.first_column in moved.columns:
                fresh, place = copy.deepcopy(check.element), moved.column(area.first_column)
                for formula in fresh:
                    formula.text = work.words.formula(formula.text or "")
                put_check(sheet, fresh, Area(target, place, target, place))


def _keep_number(source: etree._Element, target: etree._Element | None) -> None:
    """A default that is a number stays one."""
    value = source.find(f"{{{MAIN}}}v")
    if target is None or source.get("t", "n") != "n" or value is None:
        return
    for inner in list(target):
        target.remove(inner)
    target.attrib.pop("t", "")
    target.append(copy.deepcopy(value))
