"""New names for what the workbook still calls by an old one: offered, and taken over where that is asked for.

A name is changed everywhere the workbook refers to it: formulas, defined names, dropdowns, charts, pivot tables, links.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pmo_workbook.addresses import parse_area, parse_cell
from pmo_workbook.hosts.cells import C, Content
from pmo_workbook.hosts.sheet_xml import SheetXml
from pmo_workbook.ooxml.package import parse_xml
from pmo_workbook.ooxml.workbook import MAIN, SheetPart, TablePart, Workbook
from pmo_workbook.renamed import former
from pmo_workbook.sheets import SHEETS
from pmo_workbook.upgrade.moved import Words, header_place
from pmo_workbook.upgrade.rewording import reword
from pmo_workbook.upgrade.strings import Strings
from pmo_workbook.upgrade.survey import SETTINGS_TABLE
from pmo_workbook.upgrade.work import Kind, Work

_TITLE_ROWS = 3
"""Rows at the top of a sheet in which its title stands."""


@dataclass(frozen=True)
class Text:
    """A text that is to be another one.

    Attributes:
        sheet: Part of its sheet.
        row: Its row.
        column: Its column.
        text: What it is to be.
    """

    sheet: str
    row: int
    column: int
    text: str


@dataclass
class Renaming:
    """All that has a new name.

    Attributes:
        words: The old names in formulas, by kind, with the new ones.
        texts: Cells that hold an old name.
    """

    words: Words = field(default_factory=lambda: Words({}, {}, {}))
    texts: list[Text] = field(default_factory=list)


def follow_names(work: Work, *, rename: bool) -> None:
    """Offer new names, or take them over.

    Args:
        work: The upgrade; all other steps are saved.
        rename: Take them over.
    """
    workbook = Workbook(work.workbook.package)
    titles, tables, headers = dict[str, str](), dict[str, str](), dict[tuple[str, str], str]()
    found = Renaming(Words(titles, tables, headers))
    kind: Kind = "renamed" if rename else "offered"
    for key, mine in work.pairs.items():
        title = work.keys[key].title
        if mine.title in former("tab", key, title) and workbook.sheet(title) is None:
            titles[mine.title] = title
            found.texts += _titles(workbook, mine, title)
            work.note(kind, mine.title, f"The sheet is called {title} now.")
    for table, _ in work.tables():
        now = next(one for one in workbook.tables if one.name == (work.table(table.name) or table).name)
        if now.name in former("table", "", table.name):
            tables[now.name] = table.name
            work.note(kind, now.sheet.title, f"The table {now.name} is called {table.name} now.")
        for header, was in _old_headers(table, now):
            headers[now.name, was] = header
            work.note(kind, now.sheet.title, f"The column {was} is called {header} now.")
        for what, texts in _old_texts(workbook, table, now):
            found.texts += texts
            work.note(kind, now.sheet.title, what)
    if rename:
        _rename(workbook, found)


def _old_headers(table: TablePart, mine: TablePart) -> Iterator[tuple[str, str]]:
    for header in table.columns:
        place = header_place(mine.columns, table.name, header)
        if place is not None and mine.columns[place].casefold() in map(
            str.casefold, former("column", table.name, header)
        ):
            yield header, mine.columns[place]


def _old_texts(workbook: Workbook, table: TablePart, mine: TablePart) -> Iterator[tuple[str, list[Text]]]:
    """Settings and values that are called otherwise: what is said of them, and their cells."""
    if table.name == SETTINGS_TABLE:
        yield from _old_settings(workbook, mine)
    spec = next((sheet for sheet in SHEETS if sheet.table == table.name), None)
    for column in spec.columns if spec else ():
        place = header_place(mine.columns, table.name, column.header)
        for now in column.choices if place is not None else ():
            cells = [
                text
                for old in former("value", column.field, now)
                for text in _cells_of(workbook, mine, place or 0, old, now)
            ]
            if cells:
                yield f"{len(cells)} cells of {column.header} say {now} now.", cells


def _old_settings(workbook: Workbook, mine: TablePart) -> Iterator[tuple[str, list[Text]]]:
    from pmo_workbook.settings import SETTINGS

    for setting in SETTINGS:
        for old in former("setting", "", setting.header):
            cells = list(_cells_of(workbook, mine, 0, old, setting.header))
            if cells:
                yield f"The setting {old} is called {setting.header} now.", cells


def _cells_of(workbook: Workbook, table: TablePart, place: int, old: str, now: str) -> Iterator[Text]:
    strings, column = Strings(workbook), table.ref.first_column + place
    for cell in parse_xml(workbook.package.read(table.sheet.part)).iter(C):
        at = parse_area(cell.get("r", ""))
        inside = at and at.first_column == column and table.ref.first_row < at.first_row <= table.ref.last_row
        if at and inside and strings.text(cell).strip().casefold() == old.casefold():
            yield Text(table.sheet.part, at.first_row, column, now)


def _titles(workbook: Workbook, sheet: SheetPart, title: str) -> Iterator[Text]:
    """Cells that show the title of a sheet: its own head, and links to it."""
    strings = Strings(workbook)
    for other in workbook.sheets:
        if other.kind != "worksheet":
            continue
        root = parse_xml(workbook.package.read(other.part))
        linked = {link.get("ref") for link in root.iter(f"{{{MAIN}}}hyperlink")}
        for cell in root.iter(C):
            row, column = parse_cell(cell.get("r", "A1"))
            shows = cell.get("r") in linked or (other.part == sheet.part and row <= _TITLE_ROWS)
            if shows and strings.text(cell) == sheet.title:
                yield Text(other.part, row, column, title)


def _rename(workbook: Workbook, found: Renaming) -> None:
    package = workbook.package
    reword(workbook, found.words)
    for table in workbook.tables:
        found.texts += _headers(table, found.words)
    for part in {text.sheet for text in found.texts}:
        sheet = SheetXml(package.read(part))
        for text in found.texts:
            if text.sheet == part:
                sheet.put(text.row, text.column, Content("inlineStr", text.text))
        package.replace(part, sheet.to_bytes())


def _headers(table: TablePart, words: Words) -> Iterator[Text]:
    for place, header in enumerate(table.columns if table.header_rows else (), table.ref.first_column):
        if (table.name, header) in words.headers:
            yield Text(table.sheet.part, table.ref.first_row, place, words.headers[table.name, header])
