"""What a copy must not have although any workbook may: sheets nobody asked for, and values its source does not show."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from pmo_workbook.publish.inspection.book import Book
from pmo_workbook.publish.inspection.categories import Category, Finding
from pmo_workbook.publish.inspection.looks import looks_of
from pmo_workbook.publish.inspection.reader import Parts, parsed
from pmo_workbook.publish.inspection.sheet_rows import numbered, rows, without_rows
from pmo_workbook.publish.inspection.unseen import Unseen
from pmo_workbook.sheets import GENERATED, SHEETS

_TEXTS = ("s", "str", "inlineStr")
_PRIVATE = ("watchlist", "issues")
"""Keys of the generated tabs that are for the PMO only."""

Barred = dict[str, dict[tuple[int, int], Category]]
"""Cells that a workbook does not show, with the reason, by title of the sheet in lower case, row and column."""


def not_for_readers(book: Book, asked: Collection[str]) -> Iterator[Finding]:
    """Sheets of a copy that were not asked for, or that are never published.

    Args:
        book: The copy.
        asked: Titles that were asked for; of a generated tab also the one it had at first.
    """
    wanted = {title.strip().casefold() for title in asked}
    keys = {tab.key for tab in GENERATED if tab.title.casefold() in wanted}
    places = {name.name.casefold(): name.text.casefold() for name in book.names}
    tables = {sheet.table.casefold() for sheet in SHEETS}
    for sheet in book.sheets:
        title = sheet.title.casefold()
        leads = {key for key in map(str, (tab.key for tab in GENERATED)) if _leads(places.get(f"go_{key}", ""), title)}
        if title not in wanted and not leads & keys:
            yield Finding(Category.SHEETS, sheet.title, "nobody asked for it")
        if leads.intersection(_PRIVATE):
            yield Finding(Category.SHEETS, sheet.title, "it is for the PMO only")
    for table in book.tables:
        if table.name.casefold() in tables:
            yield Finding(Category.SHEETS, table.sheet, "it is an input sheet")


def hidden_in(path: Path, copied: Book) -> tuple[Barred, list[Finding]]:
    """What a workbook does not show of the sheets that a copy has.

    Args:
        path: The workbook.
        copied: The copy.

    Returns:
        The cells that do not show, and findings for sheets that do not.
    """
    titles = {sheet.title.casefold() for sheet in copied.sheets}
    barred: Barred = {}
    hidden: list[Finding] = []
    with Parts(path) as parts:
        book = Book(parts)
        looks = looks_of(book)
        for sheet in book.sheets:
            if sheet.title.casefold() not in titles or sheet.kind != "worksheet":
                continue
            if sheet.state != "visible":
                hidden.append(Finding(Category.HIDDEN_SHEETS, sheet.title, "hidden in the workbook"))
            data = parts.read(sheet.part)
            barred[sheet.title.casefold()] = dict(_unseen_cells(data, Unseen(parsed(without_rows(data)), looks)))
    return barred, hidden


def _unseen_cells(data: bytes, unseen: Unseen) -> Iterator[tuple[tuple[int, int], Category]]:
    for number, row in rows(data):
        hidden = unseen.row(row)
        for column, cell in numbered(row):
            place = number, column
            is_text = cell.get("t", "n") in _TEXTS
            why = unseen.why(place, cell.get("s", "0"), is_text=is_text, hidden=hidden)
            if "vm" in cell.attrib:
                why = Category.LINKED_DATA
            if why is not None:
                yield place, why


def _leads(text: str, title: str) -> bool:
    """Whether a name's formula, in lower case, is a range of a sheet."""
    sheet = text.rpartition("!")[0].strip("'").replace("''", "'")
    return sheet == title
