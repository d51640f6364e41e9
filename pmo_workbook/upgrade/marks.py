"""Conditional formats of tables: new columns get those of the template, and rules that the template changed follow."""

from __future__ import annotations

import copy
import uuid
from collections.abc import Sequence

from lxml import etree

from pmo_workbook.hosts.sheet_xml import SheetXml
from pmo_workbook.ooxml.workbook import MAIN, TablePart
from pmo_workbook.upgrade.cell_rules import BEFORE_MARKS
from pmo_workbook.upgrade.moved import Moved, moved_table
from pmo_workbook.upgrade.prints import MARK, RULE, Mark, marks_on
from pmo_workbook.upgrade.work import Work, child

_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_XM = "http://schemas.microsoft.com/office/excel/2006/main"
_EXTENSION = "{78C0D931-6437-407d-A8EE-F0AAD7539E65}"


def bring_marks(work: Work, pair: tuple[TablePart, TablePart], moved: Moved, column: int) -> None:
    """Mark the cells of a new column as the template does.

    Args:
        work: The upgrade.
        pair: The table in the template and in the workbook.
        moved: How the template's cells fall on the workbook's.
        column: The column in the template, 0-based within its table.
    """
    table, mine = pair
    sheet, look = work.sheet(mine.sheet.part), work.look_root(table.sheet.part)
    for mark in marks_on(look, table, table.name):
        if column in mark.columns:
            _add(work, sheet, look, moved, mark, [table.ref.first_column + column])


def follow_marks(work: Work) -> None:
    """Bring the conditional formats that the template changed on columns that were there before.

    Args:
        work: The upgrade.
    """
    for table, mine in work.tables():
        if not work.before.has_table(table.name):
            continue
        before, after = (set(one.marks.get(table.name, ())) for one in (work.before, work.after))
        if before == after:
            continue
        sheet, look = work.sheet(mine.sheet.part), work.look_root(table.sheet.part)
        moved = moved_table(table, mine.columns, mine.ref)
        there = {mark.print: mark for mark in marks_on(sheet.root, mine, table.name)}
        for print_ in before - after:
            if print_ in there:
                _remove(there[print_].rule)
                sheet.touch()
        new = [mark for mark in marks_on(look, table, table.name) if mark.print in after - before - there.keys()]
        for mark in new:
            columns = [table.ref.first_column + column for column in mark.columns]
            kept = [column for column in columns if column in moved.columns]
            if kept:
                _add(work, sheet, look, moved, mark, kept)
        if new or before - after:
            work.note("changed", mine.sheet.title, f"Conditional formats of the table {mine.name}.")


def _add(work: Work, sheet: SheetXml, look: etree._Element, moved: Moved, mark: Mark, columns: Sequence[int]) -> None:
    """Put a rule of the template onto columns of the workbook.

    Args:
        work: The upgrade.
        sheet: The workbook's worksheet.
        look: Root of the template's worksheet.
        moved: How the template's cells fall on the workbook's.
        mark: The conditional format.
        columns: Columns of the template that it is wanted for.
    """
    sheet.touch()
    words, shift = work.words, columns[0] - mark.area.first_column
    rule = copy.deepcopy(mark.rule)
    for formula in rule.iter(f"{{{MAIN}}}formula"):
        formula.text = words.formula(moved.formula(formula.text or "", shift))
    if rule.get("dxfId"):
        rule.set("dxfId", work.styles.mark(rule.get("dxfId", "")))
    last = max((int(other.get("priority", "0")) for other in sheet.root.iter(RULE)), default=0)
    rule.set("priority", str(last + 1))
    sqref = " ".join(moved.rows_of(mark.area, column).address() for column in columns)
    _bring_extension(sheet.root, look, rule, sqref)
    fresh = etree.Element(MARK)
    fresh.set("sqref", sqref)
    fresh.append(rule)
    others = sheet.root.findall(MARK)
    if others:
        others[-1].addnext(fresh)
    else:
        sheet.root.replace(child(sheet.root, "conditionalFormatting", BEFORE_MARKS), fresh)


def _bring_extension(root: etree._Element, look: etree._Element, rule: etree._Element, sqref: str) -> None:
    """Bring what later programs know of a rule, such as the look of a bar, under an id of its own."""
    identity = rule.find(f".//{{{_X14}}}id")
    if identity is None:
        return
    found = next((one for one in look.iter(f"{{{_X14}}}cfRule") if one.get("id") == identity.text), None)
    if found is None or found.getparent() is None:
        return
    fresh = copy.deepcopy(found.getparent())
    assert fresh is not None
    for other in fresh.findall(f"{{{_X14}}}cfRule"):
        if other.get("id") != identity.text:
            fresh.remove(other)
    taken = len(list(root.iter(f"{{{_X14}}}cfRule")))
    identity.text = "{" + str(uuid.uuid5(uuid.NAMESPACE_OID, f"{identity.text} {sqref} {taken}")).upper() + "}"
    fresh[0].set("id", identity.text)
    for place in fresh.iter(f"{{{_XM}}}sqref"):
        place.text = sqref
    _extension(root).append(fresh)


def _extension(root: etree._Element) -> etree._Element:
    """The list of extended conditional formats of a worksheet, made if it is not there."""
    found = root.find(f".//{{{_X14}}}conditionalFormattings")
    if found is None:
        extensions = root.find(f"{{{MAIN}}}extLst")
        if extensions is None:
            extensions = etree.SubElement(root, f"{{{MAIN}}}extLst")
        extension = etree.Element(f"{{{MAIN}}}ext", nsmap={"x14": _X14})
        extension.set("uri", _EXTENSION)
        extensions.insert(0, extension)
        found = etree.SubElement(extension, f"{{{_X14}}}conditionalFormattings")
    return found


def _remove(rule: etree._Element) -> None:
    parent = rule.getparent()
    assert parent is not None
    parent.remove(rule)
    if parent.find(RULE) is None:
        grand = parent.getparent()
        assert grand is not None
        grand.remove(parent)
