"""Defined names of the template: new ones are added, formulas among them follow, areas stay where they are."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from pmo_workbook.addresses import split_sheet
from pmo_workbook.ooxml.workbook import MAIN, DefinedName
from pmo_workbook.template_version import VERSION_NAME
from pmo_workbook.upgrade.moved import Words
from pmo_workbook.upgrade.work import Work, child

_BEFORE_NAMES = (
    *("fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups"),
    "externalReferences",
)
_NAME = f"{{{MAIN}}}definedName"


def bring_names(work: Work) -> None:
    """Bring the defined names that the template has and the one of the workbook had not, and those that changed.

    Args:
        work: The upgrade.
    """
    words, added = work.words, {work.keys[key].title: sheet.title for key, sheet in work.grafted.items()}
    words = Words({**words.titles, **added}, words.tables, words.headers)
    parent = child(work.root, "definedNames", _BEFORE_NAMES)
    there = {one.get("name", "").casefold(): one for one in parent if one.get("localSheetId") is None}
    titles = [one.get("name", "") for one in work.root.iterfind(f"{{{MAIN}}}sheets/{{{MAIN}}}sheet")]
    new = {name.name for name in work.look.names if _is_new(work, name, added)}
    for name in work.look.names:
        if name.name == VERSION_NAME:
            continue
        if name.scope:
            if name.scope in added:
                _append(parent, name, words, titles.index(added[name.scope]))
        elif name.name.casefold() in there:
            _follow(work, there[name.name.casefold()], name, words)
        elif name.name in new and _has_place(work, name, words, titles):
            _append(parent, name, words, None)
    if not len(parent):
        work.root.remove(parent)


def set_version(work: Work) -> None:
    """Say which template the workbook follows from now on."""
    for name in work.root.iterfind(f"{{{MAIN}}}definedNames/{_NAME}"):
        if name.get("name", "").casefold() == VERSION_NAME:
            name.text = str(work.after.version)


def _append(parent: etree._Element, name: DefinedName, words: Words, place: int | None) -> None:
    fresh = etree.SubElement(parent, _NAME)
    fresh.set("name", name.name)
    if place is not None:
        fresh.set("localSheetId", str(place))
    fresh.text = words.formula(name.text)


def _is_new(work: Work, name: DefinedName, added: Mapping[str, str]) -> bool:
    """Whether a name is new, or stands for something on a sheet that was added."""
    return name.name not in work.before.names or split_sheet(name.text)[0] in added


def _has_place(work: Work, name: DefinedName, words: Words, titles: list[str]) -> bool:
    """Whether what a name stands for is in the workbook."""
    if name.area is not None:
        return words.titles.get(name.sheet, "") in titles
    used = {table.name for table in work.look.tables if f"{table.name}[" in name.text}
    brought = {work.keys[key].part for key in work.grafted}
    return used <= words.tables.keys() | {table.name for table in work.look.tables if table.sheet.part in brought}


def _follow(work: Work, mine: etree._Element, name: DefinedName, words: Words) -> None:
    """Take over the formula of a name that the template changed, unless the user changed it before."""
    text, was = words.formula(name.text), work.before.names.get(name.name, "")
    if name.text == was or mine.text == text or name.area is not None or split_sheet(name.text)[0]:
        return
    if mine.text in (was, words.formula(was)):
        mine.text = text
    else:
        work.note("look", "", f"The name {name.name} was changed by somebody, so it was left; the template has ={text}")
