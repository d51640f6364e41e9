"""Telling the spreadsheet program to work formulas out again."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from pmo_workbook.addresses import parse_cell
from pmo_workbook.hosts.sheet_xml import SheetXml
from pmo_workbook.ooxml.package import RELATIONS_NS, parse_xml, relations_part, to_bytes
from pmo_workbook.ooxml.workbook import MAIN, Workbook

_BEFORE_CALC = ("sheets", "functionGroups", "externalReferences", "definedNames")


def recalculate_on_load(workbook: Workbook) -> None:
    """Have all formulas worked out when the workbook is opened next."""
    root = parse_xml(workbook.package.read(workbook.part))
    calc = root.find(f"{{{MAIN}}}calcPr")
    if calc is None:
        calc = etree.SubElement(root, f"{{{MAIN}}}calcPr")
        before = [
            child for child in root if isinstance(child.tag, str) and etree.QName(child).localname in _BEFORE_CALC
        ]
        before[-1].addnext(calc)
    if calc.get("fullCalcOnLoad") not in ("1", "true"):
        calc.set("fullCalcOnLoad", "1")
        workbook.package.replace(workbook.part, to_bytes(root))


def drop_stale_chain(workbook: Workbook, sheets: Mapping[str, SheetXml]) -> None:
    """Take the calculation chain out if it lists a changed cell or lacks a new formula; the program builds a new one.

    Args:
        workbook: The workbook.
        sheets: Worksheets that were written to, by part.
    """
    package = workbook.package
    if not workbook.calc_chain:
        return
    if not any(sheet.uncalculated for sheet in sheets.values()) and not _lists_changed(workbook, sheets):
        return
    package.remove(workbook.calc_chain)
    name = relations_part(workbook.part)
    root = parse_xml(package.read(name))
    for relation in root.findall(f"{{{RELATIONS_NS}}}Relationship"):
        if relation.get("Type", "").endswith("/calcChain"):
            root.remove(relation)
    package.replace(name, to_bytes(root))


def _lists_changed(workbook: Workbook, sheets: Mapping[str, SheetXml]) -> bool:
    changed = {sheet.sheet_id: sheets[sheet.part].changed for sheet in workbook.sheets if sheet.part in sheets}
    sheet_id = 0
    for cell in parse_xml(workbook.package.read(workbook.calc_chain)).iterchildren(f"{{{MAIN}}}c"):
        sheet_id = int(cell.get("i", sheet_id))  # left out when it is that of the cell before
        if sheet_id in changed and parse_cell(cell.get("r", "A1")) in changed[sheet_id]:
            return True
    return False
