"""New sheets: the template's own, with its tables, charts and formats, put where the template has them."""

from __future__ import annotations

from lxml import etree

from pmo_workbook.ooxml.package import parse_xml, to_bytes
from pmo_workbook.ooxml.workbook import MAIN, RELATION_ID, SheetPart
from pmo_workbook.upgrade.parts import copy_part, relate
from pmo_workbook.upgrade.work import Grafted, Work

WORKSHEET = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
LONGEST_TITLE = 31

_FORMULA = f"{{{MAIN}}}formula"


def add_sheets(work: Work) -> None:
    """Bring the sheets that the template has and the one of the workbook had not.

    Args:
        work: The upgrade.
    """
    for key, sheet in work.keys.items():
        if key in work.pairs or key in work.before.titles:
            continue
        taken = [table.name for table in work.look.tables_on(sheet) if _name_taken(work, table.name)]
        if taken:
            what = f"The name {taken[0]} is one of yours, and the new sheet {sheet.title} needs it; change it, then"
            work.blocked("", f"{what} upgrade again.")
            continue
        title = free_title(work, sheet.title)
        graft(work, key, sheet, title, _place(work, key))
        work.note("added", title, f"Sheet {title}.")


def graft(work: Work, key: str, sheet: SheetPart, title: str, place: int) -> None:
    """Copy a sheet of the template into the workbook.

    Args:
        work: The upgrade.
        key: Its key.
        sheet: The sheet in the template.
        title: Title that it gets.
        place: Place among the tabs, from 0.
    """
    root = parse_xml(work.look.package.read(sheet.part))
    _fit(work, root)
    part = copy_part(work, sheet.part, to_bytes(root))
    identity = relate(work, work.workbook.part, WORKSHEET, part)
    sheets = work.root.find(f"{{{MAIN}}}sheets")
    assert sheets is not None
    fresh = etree.Element(f"{{{MAIN}}}sheet")
    number = max(int(one.get("sheetId", "0")) for one in sheets) + 1
    fresh.attrib.update({"name": title, "sheetId": str(number), RELATION_ID: identity})
    sheets.insert(place, fresh)
    work.grafted[key] = Grafted(title, part)
    _make_room(work.root, place)


def free_title(work: Work, title: str) -> str:
    """The title, or one like it that no sheet of the workbook has."""
    taken = {one.get("name", "").casefold() for one in work.root.iterfind(f"{{{MAIN}}}sheets/{{{MAIN}}}sheet")}
    number, found = 2, title
    while found.casefold() in taken:
        tail = f" ({number})"
        found, number = title[: LONGEST_TITLE - len(tail)] + tail, number + 1
    return found


def _name_taken(work: Work, name: str) -> bool:
    names = (one.get("name", "") for one in work.root.iterfind(f"{{{MAIN}}}definedNames/{{{MAIN}}}definedName"))
    return work.workbook.table(name) is not None or name.casefold() in map(str.casefold, names)


def _fit(work: Work, root: etree._Element) -> None:
    """Let a worksheet of the template use the formats and words of the workbook."""
    for view in root.iterfind(f"{{{MAIN}}}sheetViews/{{{MAIN}}}sheetView"):
        view.attrib.pop("tabSelected", "")
    for properties in root.findall(f"{{{MAIN}}}sheetPr"):
        # the macros have no module for it; the program makes one and gives it a name
        properties.attrib.pop("codeName", "")
    for definition in root.iterfind(f"{{{MAIN}}}cols/{{{MAIN}}}col"):
        _restyle(work, definition, "style")
    for row in root.iterfind(f"{{{MAIN}}}sheetData/{{{MAIN}}}row"):
        _restyle(work, row, "s")
        for cell in row:
            _restyle(work, cell, "s")
            work.strings.inline(cell)
    words = work.words
    for rule in root.iter(f"{{{MAIN}}}cfRule"):
        if rule.get("dxfId"):
            rule.set("dxfId", work.styles.mark(rule.get("dxfId", "")))
    for formula in root.iter(_FORMULA, f"{_FORMULA}1", f"{_FORMULA}2"):
        formula.text = words.formula(formula.text or "")


def _restyle(work: Work, element: etree._Element, name: str) -> None:
    if element.get(name):
        element.set(name, work.styles.cell(element.get(name, "")))


def _place(work: Work, key: str) -> int:
    """Place among the tabs: after the sheet that it follows in the template, as far as there is one."""
    order = list(work.keys)
    titles = [one.get("name", "") for one in work.root.iterfind(f"{{{MAIN}}}sheets/{{{MAIN}}}sheet")]
    for before in reversed(order[: order.index(key)]):
        found = work.grafted.get(before) or work.pairs.get(before)
        if found is not None and found.title in titles:
            return titles.index(found.title) + 1
    return len(titles)


def _make_room(root: etree._Element, place: int) -> None:
    """Count the sheets from the new one on by one more, where the workbook counts them."""
    for name in root.iterfind(f"{{{MAIN}}}definedNames/{{{MAIN}}}definedName"):
        at = name.get("localSheetId", "")
        if at.isdigit() and int(at) >= place:
            name.set("localSheetId", str(int(at) + 1))
    for view in root.iterfind(f"{{{MAIN}}}bookViews/{{{MAIN}}}workbookView"):
        for kind in ("activeTab", "firstSheet"):
            if int(view.get(kind, "0")) >= place:
                view.set(kind, str(int(view.get(kind, "0")) + 1))
