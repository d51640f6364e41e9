"""Fixed words and links of generated tabs: they follow the template where the workbook still has them as they were."""

from __future__ import annotations

import copy
from collections.abc import Iterator

from lxml import etree

from pmo_workbook import renamed
from pmo_workbook.addresses import parse_cell, split_sheet
from pmo_workbook.blocks import ANCHOR
from pmo_workbook.hosts.cells import C, Content
from pmo_workbook.hosts.sheet_xml import SheetXml
from pmo_workbook.ooxml.workbook import MAIN, SheetPart
from pmo_workbook.upgrade.strings import Strings
from pmo_workbook.upgrade.survey import version_words
from pmo_workbook.upgrade.work import Work, child

_ABOUT = "pmo_start_about"
_LINK = f"{{{MAIN}}}hyperlink"
_BEFORE_LINKS = (
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection"),
    *("protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells"),
    *("phoneticPr", "conditionalFormatting", "dataValidations"),
)


def follow_labels(work: Work) -> None:
    """Bring what the template changed in the words and links that stand outside of blocks and tables.

    Args:
        work: The upgrade.
    """
    for key, mine in work.pairs.items():
        changes = dict(_changes(work, key))
        if not changes or key in work.redrawn:
            continue
        if not _in_place(work, key, mine):
            what = "Rows or columns were put in, so its fixed words were left as they are."
            work.note("look", mine.title, what)
            continue
        done = [address for address, text in changes.items() if _follow(work, key, mine, address, text)]
        if done:
            work.note("changed", mine.title, "Words and links beside its blocks.")


def say_version(work: Work) -> None:
    """Let Start say the present version, in the cell in which its template said the old one.

    Args:
        work: The upgrade.
    """
    start = work.pairs.get("start")
    if start is None or work.before.version == work.after.version:
        return
    was, now = version_words(work.before.version), version_words(work.after.version)
    sheet, strings = work.sheet(start.part), Strings(work.workbook)
    down, across = _moved(work)
    for address in (one for one, text in work.before.labels.get("start", {}).items() if text == was):
        row, column = parse_cell(address)
        cell = sheet.cell(row + down, column + across)
        if cell is not None and strings.text(cell) == was:
            sheet.put(row + down, column + across, Content("inlineStr", now))
            work.note("changed", start.title, f"The cell that says the template's version: {now}.")


def _moved(work: Work) -> tuple[int, int]:
    """Rows and columns by which the block above the version stands elsewhere than its template had it."""
    found = work.workbook.name(_ABOUT)
    was, now = work.before.rectangles("start").get(_ABOUT), None if found is None else found.area
    return (
        (0, 0) if was is None or now is None else (now.first_row - was.first_row, now.first_column - was.first_column)
    )


def _changes(work: Work, key: str) -> Iterator[tuple[str, str]]:
    """Cells whose words the template changed, with what they say now; nothing where they are gone."""
    before, after = (one.labels.get(key, {}) for one in (work.before, work.after))
    for address in sorted({*before, *after}):
        was, now = before.get(address, ""), after.get(address, "")
        other_word = any(one.old == was and one.now == now for one in renamed.RENAMED)
        if was != now and not other_word and was != version_words(work.before.version):
            yield address, now


def _in_place(work: Work, key: str, mine: SheetPart) -> bool:
    """Whether the blocks of a tab stand where its template had them."""
    for name, text in work.before.names.items():
        title, area = split_sheet(text)
        found = work.workbook.name(name) if title == work.before.titles.get(key) else None
        ours = found is not None and found.sheet == mine.title and not name.startswith(ANCHOR)
        if found is not None and ours and split_sheet(found.text)[1] != area:
            return False
    return True


def _follow(work: Work, key: str, mine: SheetPart, address: str, text: str) -> bool:
    """Change one cell, if it says what the old template said, or nothing where that said nothing."""
    sheet, was = work.sheet(mine.part), work.before.labels.get(key, {}).get(address, "")
    row, column = parse_cell(address)
    cell = sheet.cell(row, column)
    said = "" if cell is None else Strings(work.workbook).text(cell)
    if said != was or (not was and cell is not None and sheet.has_formula(row, column)):
        return False
    sheet.put(row, column, Content("inlineStr", text) if text else None)
    look = work.look_root(work.keys[key].part)
    source = next((one for one in look.iter(C) if one.get("r") == address), None)
    cell = sheet.cell(row, column)
    if not was and source is not None and cell is not None:
        cell.set("s", work.styles.cell(source.get("s", "")) or "0")
    _link(sheet, look, address)
    sheet.touch()
    return True


def _link(sheet: SheetXml, look: etree._Element, address: str) -> None:
    """Let a cell lead where that of the template leads."""
    links = child(sheet.root, "hyperlinks", _BEFORE_LINKS)
    for other in list(links):
        if other.get("ref") == address:
            links.remove(other)
    links.extend(copy.deepcopy(one) for one in look.iter(_LINK) if one.get("ref") == address)
    if not len(links):
        sheet.root.remove(links)
