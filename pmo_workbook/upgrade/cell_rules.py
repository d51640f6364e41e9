"""What a column's cells accept and how they are marked: data validations and conditional formats of the template."""

from __future__ import annotations

import copy
from collections.abc import Iterator

from lxml import etree

from pmo_workbook.hosts.sheet_xml import SheetXml
from pmo_workbook.ooxml.addresses import Area
from pmo_workbook.ooxml.workbook import MAIN
from pmo_workbook.upgrade.moved import Moved
from pmo_workbook.upgrade.survey import areas_of, check_of, checks_on
from pmo_workbook.upgrade.work import Work, child

BEFORE_MARKS = (
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection"),
    *("protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells"),
    "phoneticPr",
)
BEFORE_CHECKS = (*BEFORE_MARKS, "conditionalFormatting")

_FORMULAS = (f"{{{MAIN}}}formula1", f"{{{MAIN}}}formula2")
_RULE = f"{{{MAIN}}}cfRule"


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


def bring_marks(work: Work, sheet: SheetXml, look: etree._Element, moved: Moved, cell: tuple[int, int]) -> None:
    """Mark the cells of a column as the template does.

    Args:
        work: The upgrade.
        sheet: The workbook's worksheet.
        look: Root of the template's worksheet.
        moved: How the template's cells fall on the workbook's.
        cell: First data cell of the column in the template.
    """
    after = 1 + max((int(rule.get("priority", "0")) for rule in sheet.root.iter(_RULE)), default=0)
    words = work.words
    for number, (area, first_column, rules) in enumerate(_marks_of(look, cell)):
        fresh = etree.Element(f"{{{MAIN}}}conditionalFormatting")
        fresh.set("sqref", moved.rows_of(area, cell[1]).address())
        for rule in rules:
            mine = copy.deepcopy(rule)
            for formula in mine.iter(f"{{{MAIN}}}formula"):
                formula.text = words.formula(moved.formula(formula.text or "", cell[1] - first_column))
            if mine.get("dxfId"):
                mine.set("dxfId", work.styles.mark(mine.get("dxfId", "")))
            for extension in mine.findall(f"{{{MAIN}}}extLst"):
                mine.remove(extension)
            mine.set("priority", str(after))
            after += 1
            fresh.append(mine)
        _append_mark(sheet.root, fresh)


def _marks_of(look: etree._Element, cell: tuple[int, int]) -> Iterator[tuple[Area, int, list[etree._Element]]]:
    """Conditional formats that hold for a cell: their area, the column they were written for, their rules."""
    for mark in look.iterfind(f"{{{MAIN}}}conditionalFormatting"):
        areas = areas_of(mark.get("sqref", ""))
        area = next((area for area in areas if area.holds(*cell)), None)
        if area is not None:
            yield area, areas[0].first_column, list(mark.iterchildren(_RULE))


def _append_mark(root: etree._Element, mark: etree._Element) -> None:
    others = root.findall(f"{{{MAIN}}}conditionalFormatting")
    if others:
        others[-1].addnext(mark)
        return
    child(root, "conditionalFormatting", BEFORE_MARKS)
    place = root.find(f"{{{MAIN}}}conditionalFormatting")
    assert place is not None
    root.replace(place, mark)


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
