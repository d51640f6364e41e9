"""Dropdowns and input messages of columns that were there before: they follow unless the user changed them."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pmo_workbook.ooxml.workbook import TablePart
from pmo_workbook.renamed import called
from pmo_workbook.upgrade.cell_rules import bring_check
from pmo_workbook.upgrade.moved import header_place, moved_table
from pmo_workbook.upgrade.prints import check_of, check_print, checks_on
from pmo_workbook.upgrade.survey import SETTINGS_TABLE
from pmo_workbook.upgrade.work import Work


def follow_checks(work: Work) -> None:
    """Bring what changed in what cells accept and say.

    Args:
        work: The upgrade.
    """
    for table, mine in work.tables():
        if table.name == SETTINGS_TABLE or not work.before.has_table(table.name):
            continue
        changed = list(_changed(work, table, mine))
        checks = checks_on(work.sheet(mine.sheet.part).root) if changed else []
        for header, place in changed:
            cell = (mine.ref.first_row + 1, mine.ref.first_column + place)
            found = check_print(check_of(checks, *cell))
            if found == work.after.checks.get(f"{table.name}/{header}", ""):
                continue
            if found == _was(work, table.name, header):
                _bring(work, (table, mine), header)
                work.note("changed", mine.sheet.title, f"Dropdown or input message of {mine.columns[place]}.")
            else:
                what = f"What the cells of {mine.columns[place]} accept was changed by somebody and was left as it is."
                work.note("look", mine.sheet.title, what)


def _changed(work: Work, table: TablePart, mine: TablePart) -> Iterator[tuple[str, int]]:
    """Columns of both whose check the template changed: header, and place in the workbook's table."""
    for header in table.columns:
        place = header_place(mine.columns, table.name, header)
        known = work.before.has_column(table.name, header)
        if (
            place is not None
            and known
            and work.after.checks.get(f"{table.name}/{header}", "") != _was(work, table.name, header)
        ):
            yield header, place


def _was(work: Work, table: str, header: str) -> str:
    known = work.before.checks
    keys = (f"{name}/{word}" for name in called("table", "", table) for word in called("column", table, header))
    return next((known[key] for key in keys if key in known), "")


def _bring(work: Work, pair: tuple[TablePart, TablePart], header: str) -> None:
    table, mine = pair
    look: etree._Element = work.look_root(table.sheet.part)
    moved = moved_table(table, mine.columns, mine.ref)
    cell = (table.ref.first_row + 1, table.ref.first_column + table.columns.index(header))
    bring_check(work, work.sheet(mine.sheet.part), look, moved, cell)
