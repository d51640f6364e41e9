"""Tabs whose layout the template changed: drawn anew beside the old one, which stays with all that is the user's."""

from __future__ import annotations

from collections.abc import Iterator

from pmo_workbook.addresses import split_sheet
from pmo_workbook.ooxml.package import parse_xml, to_bytes
from pmo_workbook.ooxml.workbook import MAIN, SheetPart, Workbook
from pmo_workbook.released import Released
from pmo_workbook.sheets import BY_KEY
from pmo_workbook.upgrade.moved import Words
from pmo_workbook.upgrade.rewording import reword, reword_names
from pmo_workbook.upgrade.sheets import LONGEST_TITLE, free_title, graft
from pmo_workbook.upgrade.work import Work


def changed_layouts(before: Released, after: Released) -> frozenset[str]:
    """Keys of the tabs whose named rectangles are others, or elsewhere, than they were.

    Args:
        before: What the template had that the workbook was made from.
        after: What the template has.
    """
    common = before.titles.keys() & after.titles.keys() - BY_KEY.keys()
    return frozenset(key for key in common if before.rectangles(key) != after.rectangles(key))


def redraw(work: Work) -> None:
    """Put the template's tab in place of each whose layout it changed.

    Args:
        work: The upgrade; its columns and settings are done.
    """
    for key in [key for key in work.keys if key in work.redrawn and key in work.pairs and not _is_new(work, key)]:
        old = work.pairs.pop(key)
        kept = free_title(work, f"{old.title[: LONGEST_TITLE - 16]} (template {work.before.version})")
        place = _set_aside(work, old, kept)
        graft(work, key, work.keys[key], old.title, place)
        what = f"The tab was drawn anew. As it was it is {kept}: take over what is yours, then delete it."
        work.note("look", old.title, what)


def _is_new(work: Work, key: str) -> bool:
    """Whether a tab was drawn anew by an upgrade before, which left the workbook an old one."""
    found = {name: work.workbook.name(name) for name in work.after.rectangles(key)}
    title = work.pairs[key].title
    areas = {name: one.area for name, one in found.items() if one is not None and one.sheet == title}
    return areas == work.after.rectangles(key)


def _set_aside(work: Work, old: SheetPart, kept: str) -> int:
    """Give a tab another title and its tables other names, so that formulas mean the new one; gives its place."""
    words = Words({old.title: kept}, dict(_other_names(work, old)), {})
    reword(work.workbook, words, set(_own_parts(work.workbook, old.part)))
    sheets = work.root.find(f"{{{MAIN}}}sheets")
    assert sheets is not None
    place = [one.get("name", "") for one in sheets].index(old.title)
    reword_names(work.root, words, place)
    sheets[place].set("name", kept)
    names = work.root.find(f"{{{MAIN}}}definedNames")
    for name in list(names) if names is not None else ():
        ours = name.get("localSheetId") is None and name.get("name", "") in work.before.names
        if names is not None and ours and split_sheet(name.text or "")[0] == old.title:
            names.remove(name)
    _deselect(work, old.part)
    return place


def _other_names(work: Work, old: SheetPart) -> Iterator[tuple[str, str]]:
    for table in work.workbook.tables_on(old):
        yield table.name, f"{table.name}_template_{work.before.version}"


def _own_parts(workbook: Workbook, part: str) -> Iterator[str]:
    """A part and all that only it refers to: tables, drawings and their charts."""
    yield part
    for relation in workbook.package.relations(part):
        if not relation.external and workbook.package.has(relation.target_part):
            yield from _own_parts(workbook, relation.target_part)


def _deselect(work: Work, part: str) -> None:
    root = parse_xml(work.workbook.package.read(part))
    for view in root.iterfind(f"{{{MAIN}}}sheetViews/{{{MAIN}}}sheetView"):
        view.attrib.pop("tabSelected", "")
    work.workbook.package.replace(part, to_bytes(root))
