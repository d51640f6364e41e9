"""What a column's cells accept and say: data validations of the template."""

from __future__ import annotations

import copy
from collections.abc import Iterator

from lxml import etree

from pmo_workbook.addresses import Area
from pmo_workbook.hosts.sheet_xml import SheetXml
from pmo_workbook.ooxml.workbook import MAIN
from pmo_workbook.upgrade.moved import Moved
from pmo_workbook.upgrade.prints import areas_of, check_of, checks_on
from pmo_workbook.upgrade.work import Work, child

BEFORE_MARKS = (
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection"),
    *("protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells"),
    "phoneticPr",
)
BEFORE_CHECKS = (*BEFORE_MARKS, "conditionalFormatting")

_FORMULAS = (f"{{{MAIN}}}formula1", f"{{{MAIN}}}formula2")


def bring_check(work: Work, sheet: SheetXml, look: etree._Element, moved: Moved, cell: tuple[int, int]) -> None:
    """Let the cells of a column accept and say what those of the template do.

    Args:
        work: The upgrade.
        sheet: The workbook's worksheet.
        look: Root of the template's worksheet.
        moved: How the template's cells fall on the workbook's.
        cell: First data cell of the column in the template.
    """
    checks = checks_on(look)
    found = check_of(checks, *cell)
    if found is None:
        return
    area = next(area for area in areas_of(found.get("sqref", "")) if area.holds(*cell))
    fresh = copy.deepcopy(found)
    words = work.words
    for formula in fresh.iter(*_FORMULAS):
        formula.text = words.formula(moved.formula(formula.text or "", cell[1] - area.first_column))
    put_check(sheet, fresh, moved.rows_of(area, cell[1]))


def put_check(sheet: SheetXml, check: etree._Element, area: Area) -> None:
    """Put a data validation in place of whatever held for the same cells.

    Args:
        sheet: The worksheet.
        check: The data validation.
        area: Its cells.
    """
    sheet.touch()
    parent = child(sheet.root, "dataValidations", BEFORE_CHECKS)
    for other in list(parent):
        left = [piece for one in areas_of(other.get("sqref", "")) for piece in _without(one, area)]
        if not left:
            parent.remove(other)
        elif any(one.meets(area) for one in areas_of(other.get("sqref", ""))):
            other.set("sqref", " ".join(piece.address() for piece in left))
    check.set("sqref", area.address())
    parent.append(check)
    parent.set("count", str(len(parent)))


def _without(area: Area, hole: Area) -> Iterator[Area]:
    """What is left of a rectangle without another one."""
    if not area.meets(hole):
        yield area
        return
    top, bottom = max(area.first_row, hole.first_row), min(area.last_row, hole.last_row)
    if area.first_row < top:
        yield area._replace(last_row=top - 1)
    if area.last_row > bottom:
        yield area._replace(first_row=bottom + 1)
    if area.first_column < hole.first_column:
        yield Area(top, area.first_column, bottom, hole.first_column - 1)
    if area.last_column > hole.last_column:
        yield Area(top, hole.last_column + 1, bottom, area.last_column)
