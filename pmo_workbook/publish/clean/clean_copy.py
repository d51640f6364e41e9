"""The copy that is mailed: a new package with the sheets to publish and nothing else.

Nothing of the source gets across unless it is on an allow-list: values of the kept sheets' visible cells, their look,
tables, charts and pictures. The result is inspected before it is handed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pmo_workbook.addresses import cell_address, parse_area, split_sheet
from pmo_workbook.blocks import ANCHOR
from pmo_workbook.errors import InputError
from pmo_workbook.layout import TABS
from pmo_workbook.ooxml.package import Package, parse_xml
from pmo_workbook.ooxml.workbook import DefinedName, SheetPart, Workbook
from pmo_workbook.publish.clean.archive import Archive, core_properties, extended_properties, workbook_part
from pmo_workbook.publish.clean.changes_sheet import changes_sheet, title_beside
from pmo_workbook.publish.clean.charts import clean_chart
from pmo_workbook.publish.clean.drawings import clean_drawing
from pmo_workbook.publish.clean.grid import Means, shared_indexes
from pmo_workbook.publish.clean.look import Look
from pmo_workbook.publish.clean.pictures import picture_kind
from pmo_workbook.publish.clean.scope import Scope, absolute
from pmo_workbook.publish.clean.sheets import CleanSheet, clean_sheet
from pmo_workbook.publish.clean.styles import Styles
from pmo_workbook.publish.clean.tables import clean_table
from pmo_workbook.publish.clean.texts import Texts, wanted_texts
from pmo_workbook.publish.clean.theme import clean_theme
from pmo_workbook.publish.inspection.categories import Category
from pmo_workbook.publish.since.changes import Changes
from pmo_workbook.sheets import SHEETS

WORKBOOK: Final = "xl/workbook.xml"
_OURS = re.compile(rf"(?:{ANCHOR}|pmo_)(?:{'|'.join(tab.key for tab in TABS)})(?:_[a-z_]+)?")
_PREFIXES = ("_xlnm.", ANCHOR, "pmo_", "ids_")
"""Names of Excel and of the template, whose absence nobody needs to be told."""
_PRINT = ("_xlnm.print_area", "_xlnm.print_titles")


@dataclass(frozen=True)
class Removed:
    """Something of the source that is not in the copy.

    Attributes:
        category: What kind of thing.
        what: Where it was, or what.
    """

    category: Category
    what: str


@dataclass(frozen=True)
class Cover:
    """What a copy says about itself.

    Attributes:
        title: Title of the document.
        changes: What changed since the publication before, told on a last sheet of its own; None has no such sheet.
    """

    title: str
    changes: Changes | None = None


@dataclass(frozen=True)
class Draft:
    """A copy before it is inspected.

    Attributes:
        data: The file.
        kept: Titles of its sheets, in order.
        removed: What was left behind on the kept sheets, and the sheets and names that are gone.
        formulas: Cells whose formula became its value, as ``Sheet!A1``.
        texts: All texts in cells of the copy, by place.
    """

    data: bytes
    kept: tuple[str, ...]
    removed: tuple[Removed, ...]
    formulas: tuple[str, ...]
    texts: dict[str, str]


def draft(workbook: Workbook, kept: Sequence[SheetPart], cover: Cover) -> Draft:
    """Make the copy in memory.

    Args:
        workbook: The source.
        kept: The sheets to take, in the order of the tabs.
        cover: What the copy says about itself.

    Raises:
        NotAWorkbookError: A part of the source that is needed is damaged.
    """
    return _Copy(workbook, kept).build(cover)


class _Copy:
    """One copy being made; counts its parts."""

    def __init__(self, workbook: Workbook, kept: Sequence[SheetPart]) -> None:
        self._workbook = workbook
        self._package = workbook.package
        self._kept = tuple(kept)
        self._scope = Scope(workbook, kept)
        self._archive = Archive()
        self._removed: list[Removed] = []
        self._tables = self._drawings = self._charts = self._pictures = 0

    def build(self, cover: Cover) -> Draft:
        roots = {sheet.title: parse_xml(self._package.read(sheet.part)) for sheet in self._kept}
        styles, look = self._styles()
        indexes = set().union(*map(shared_indexes, roots.values()))
        shared = wanted_texts(self._package, self._workbook.related("sharedStrings"), indexes)
        means = Means(styles, look, shared, Texts())
        self._frame(cover.title)
        sheets = [clean_sheet(sheet, roots[sheet.title], self._scope, means) for sheet in self._kept]
        for number, sheet in enumerate(sheets, 1):
            self._sheet(sheet, number, styles, sheets)
        identities = [
            self._archive.relate(WORKBOOK, "worksheet", f"xl/worksheets/sheet{number}.xml")
            for number in range(1, len(sheets) + 1)
        ]
        listed = list(zip((sheet.title for sheet in self._kept), identities, strict=True))
        told = self._changes(cover.changes, listed, means)
        part = workbook_part(listed, self._names(), date1904=self._workbook.date1904)
        self._archive.add(WORKBOOK, "workbook", part)
        self._look(means)
        self._tell_gone(sheets)
        return Draft(
            self._archive.to_bytes(),
            tuple(title for title, _ in listed),
            tuple(dict.fromkeys(self._removed)),
            tuple(f"{sheet.sheet.title}!{cell}" for sheet in sheets for cell in sheet.cells.formulas),
            {**dict(_texts(sheets)), **told},
        )

    def _changes(self, changes: Changes | None, listed: list[tuple[str, str]], means: Means) -> dict[str, str]:
        """Add the sheet that tells the changes to those listed; gives its texts by place."""
        if changes is None:
            return {}
        title = title_beside([sheet.title for sheet in self._kept])
        name = f"xl/worksheets/sheet{len(listed) + 1}.xml"
        data, texts = changes_sheet(changes, means.styles, means.texts)
        self._archive.add(name, "worksheet", data)
        listed.append((title, self._archive.relate(WORKBOOK, "worksheet", name)))
        return {f"{title}!{cell}": text for cell, text in texts.items()}

    def _styles(self) -> tuple[Styles, Look]:
        part = self._workbook.related("styles")
        root = parse_xml(self._package.read(part) if part else b"<styleSheet/>")
        theme = self._workbook.related("theme")
        return Styles(root), Look(root, parse_xml(self._package.read(theme)) if theme else None)

    def _frame(self, title: str) -> None:
        archive = self._archive
        archive.relate("", "officeDocument", WORKBOOK)
        archive.add("docProps/core.xml", "core-properties", core_properties(title))
        archive.relate("", "core-properties", "docProps/core.xml")
        archive.add("docProps/app.xml", "extended-properties", extended_properties(_version(self._package)))
        archive.relate("", "extended-properties", "docProps/app.xml")

    def _look(self, means: Means) -> None:
        archive = self._archive
        theme = self._workbook.related("theme")
        if theme:
            archive.add("xl/theme/theme1.xml", "theme", clean_theme(parse_xml(self._package.read(theme))))
            archive.relate(WORKBOOK, "theme", "xl/theme/theme1.xml")
        archive.add("xl/styles.xml", "styles", means.styles.to_bytes())
        archive.relate(WORKBOOK, "styles", "xl/styles.xml")
        if means.texts:
            archive.add("xl/sharedStrings.xml", "sharedStrings", means.texts.to_bytes())
            archive.relate(WORKBOOK, "sharedStrings", "xl/sharedStrings.xml")

    def _sheet(self, sheet: CleanSheet, number: int, styles: Styles, sheets: Sequence[CleanSheet]) -> None:
        part = f"xl/worksheets/sheet{number}.xml"
        for relation in self._package.relations(sheet.sheet.part):
            if relation.external or not self._package.has(relation.target_part):
                continue
            if relation.kind == "table":
                self._table(sheet, part, relation.target_part, styles)
            elif relation.kind == "drawing" and not sheet.drawing:
                self._drawing(sheet, part, relation.target_part, styles, sheets)
        self._archive.add(part, "worksheet", sheet.to_bytes(selected=number == 1))

    def _table(self, sheet: CleanSheet, part: str, source: str, styles: Styles) -> None:
        data = clean_table(parse_xml(self._package.read(source)), self._tables + 1, sheet.cells, styles)
        if data is None:
            return
        self._tables += 1
        name = f"xl/tables/table{self._tables}.xml"
        self._archive.add(name, "table", data)
        sheet.tables.append(self._archive.relate(part, "table", name))

    def _drawing(self, sheet: CleanSheet, part: str, source: str, styles: Styles, sheets: Sequence[CleanSheet]) -> None:
        drawing = clean_drawing(self._package, source)
        sheet.left += [(Category.OTHER, words) for words in drawing.dropped]
        if not len(drawing.root):
            return
        self._drawings += 1
        name = f"xl/drawings/drawing{self._drawings}.xml"
        cells = {other.sheet.title: other.cells for other in sheets}
        identities: dict[str, str] = {}
        for key, chart in drawing.charts.items():
            self._charts += 1
            target = f"xl/charts/chart{self._charts}.xml"
            data, cut = clean_chart(parse_xml(self._package.read(chart)), self._scope, cells, styles)
            if cut:
                sheet.left.append((Category.CHART_DATA, f"{cut} ranges of a chart became plain values"))
            self._archive.add(target, "chart", data)
            identities[key] = self._archive.relate(name, "chart", target)
        for key, picture in drawing.pictures.items():
            self._pictures += 1
            target = f"xl/media/image{self._pictures}.{picture_kind(picture)}"
            self._archive.add(target, "image", picture)
            identities[key] = self._archive.relate(name, "image", target)
        self._archive.add(name, "drawing", drawing.to_bytes(identities))
        sheet.drawing = self._archive.relate(part, "drawing", name)

    def _names(self) -> Iterator[tuple[str, str, int | None]]:
        """Names of ours that lead to what stays, those that a kept format needs, print areas and titles."""
        numbers = {sheet.title.casefold(): number for number, sheet in enumerate(self._kept)}
        for name in self._workbook.names:
            scope = numbers.get(name.scope.casefold()) if name.scope else None
            if name.name.casefold() in _PRINT:
                formula = self._print_ranges(name) if scope is not None else ""
            elif self._needed(name):
                formula = absolute(name.sheet, name.area) if name.area is not None else ""
            else:
                formula = ""
            if formula:
                yield name.name, formula, scope
            elif not name.name.startswith(_PREFIXES):
                self._removed.append(Removed(Category.NAMES, name.name))

    def _needed(self, name: DefinedName) -> bool:
        wanted = name.name.casefold() in self._scope.used or _OURS.fullmatch(name.name) is not None
        return wanted and self._scope.leads_here(name)

    def _print_ranges(self, name: DefinedName) -> str:
        """The ranges of a print area or of print titles, the sheet written before each; empty when one is odd."""
        from openpyxl.formula import Tokenizer

        tokens = [token for token in Tokenizer("=" + name.text).items if token.type != "WHITE-SPACE"]
        ranges = [split_sheet(token.value) for token in tokens if token.type == "OPERAND"]
        sound = all(title.casefold() == name.scope.casefold() and parse_area(rest) for title, rest in ranges)
        return name.text if sound and len(tokens) == 2 * len(ranges) - 1 else ""

    def _tell_gone(self, sheets: Iterable[CleanSheet]) -> None:
        kept = {sheet.part for sheet in self._kept}
        for gone in self._workbook.sheets:
            if gone.part not in kept:
                category = Category.SHEETS if gone.state == "visible" else Category.HIDDEN_SHEETS
                self._removed.append(Removed(category, f"sheet {gone.title}"))
        for sheet in sheets:
            self._removed += [Removed(category, f"{sheet.sheet.title}: {what}") for category, what in sheet.left]


def _version(package: Package) -> str:
    for relation in package.relations(""):
        if relation.kind == "extended-properties" and package.has(relation.target_part):
            root = parse_xml(package.read(relation.target_part))
            return next((found.text or "" for found in root.iter("{*}AppVersion")), "")
    return ""


def _texts(sheets: Iterable[CleanSheet]) -> Iterator[tuple[str, str]]:
    for sheet in sheets:
        for (row, column), value in sheet.cells.values.items():
            if value.kind == "s":
                yield f"{sheet.sheet.title}!{cell_address(row, column)}", value.text


def chosen_sheets(workbook: Workbook, titles: Sequence[str]) -> tuple[SheetPart, ...]:
    """The sheets to publish, in the order of the tabs.

    Args:
        workbook: The source.
        titles: Titles as the sheets are called now, in any case; for a generated tab also the one it had at first.

    Raises:
        InputError: A sheet is not there, is hidden, is no worksheet, or holds what is never published.
    """
    parts = {_chosen(workbook, title).part for title in titles}
    if not parts:
        raise InputError("No sheet is named for publishing; name at least one in Sheets to publish on Settings.")
    return tuple(sheet for sheet in workbook.sheets if sheet.part in parts)


def _chosen(workbook: Workbook, title: str) -> SheetPart:
    sheet = workbook.sheet(title.strip()) or _renamed(workbook, title.strip())
    if sheet is None:
        raise InputError(f"There is no sheet {title!r} to publish; correct Sheets to publish on Settings.")
    if sheet.state != "visible":
        raise InputError(f"The sheet {sheet.title} is hidden and is not published; show it, or leave it out.")
    if sheet.kind != "worksheet":
        raise InputError(f"The sheet {sheet.title} is no worksheet and cannot be published; leave it out.")
    why = _never(workbook, sheet)
    if why:
        raise InputError(f"The sheet {sheet.title} {why} and is never published; take it off Sheets to publish.")
    return sheet


def _renamed(workbook: Workbook, title: str) -> SheetPart | None:
    for tab in TABS:
        name = workbook.name(ANCHOR + tab.key)
        if tab.title.casefold() == title.casefold() and name is not None and name.sheet:
            return workbook.sheet(name.sheet)
    return None


def _never(workbook: Workbook, sheet: SheetPart) -> str:
    inputs = {known.table.casefold(): known for known in SHEETS}
    for table in workbook.tables_on(sheet):
        if table.name.casefold() in inputs:
            return "holds the raw log" if inputs[table.name.casefold()].log else "is an input sheet"
    private = [workbook.name(ANCHOR + tab.key) for tab in TABS if tab.private]
    if any(name is not None and name.sheet.casefold() == sheet.title.casefold() for name in private):
        return "is for the PMO only"
    return ""
