"""What a copy must not have although any workbook may: sheets nobody asked for, and values its source does not show."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from pmo_workbook.blocks import ANCHOR
from pmo_workbook.layout import TABS
from pmo_workbook.publish.inspection.book import Book, Sheet
from pmo_workbook.publish.inspection.categories import Category, Finding, shortened
from pmo_workbook.publish.inspection.charts import Charts
from pmo_workbook.publish.inspection.looks import looks_of
from pmo_workbook.publish.inspection.reach import Reach, titles_in
from pmo_workbook.publish.inspection.reader import MAIN, Parts, parsed
from pmo_workbook.publish.inspection.sheet_rows import numbered, rows, without_rows
from pmo_workbook.publish.inspection.unseen import Unseen
from pmo_workbook.sheets import SHEETS

_TEXTS = ("s", "str", "inlineStr")
_PRIVATE = frozenset(tab.key for tab in TABS if tab.private)
"""Keys of the generated tabs that are for the PMO only."""

Barred = dict[str, dict[tuple[int, int], Category]]
"""Cells that a workbook does not show, with the reason, by title of the sheet in lower case, row and column."""


def unasked(book: Book, asked: Collection[str]) -> list[Sheet]:
    """Sheets of a copy that nobody asked for.

    Args:
        book: The copy.
        asked: Titles that were asked for; of a generated tab also the one it had at first.
    """
    wanted = {title.strip().casefold() for title in asked}
    keys = {tab.key for tab in TABS if tab.title.casefold() in wanted}
    return [sheet for sheet in book.sheets if sheet.title.casefold() not in wanted and not _keys(book, sheet) & keys]


def not_for_readers(book: Book) -> Iterator[Finding]:
    """Sheets of a copy that are never published, and names that nothing in it needs.

    Args:
        book: The copy.
    """
    tables = {sheet.table.casefold() for sheet in SHEETS}
    for sheet in book.sheets:
        if _keys(book, sheet).intersection(_PRIVATE):
            yield Finding(Category.SHEETS, sheet.title, "it is for the PMO only")
    for table in book.tables:
        if table.name.casefold() in tables:
            yield Finding(Category.SHEETS, table.sheet, "it is an input sheet")


def needless_names(book: Book, used: Collection[str]) -> Iterator[Finding]:
    """Names that nothing in a copy needs.

    Args:
        book: The copy.
        used: Names, in lower case, that its formulas need.
    """
    ours = tuple(f"{start}{tab.key}" for tab in TABS for start in (ANCHOR, "pmo_"))
    for name in book.names:
        if not name.name.startswith(("_xlnm.", *ours)) and name.name.casefold() not in used:
            yield Finding(Category.NAMES, name.name, shortened(f"nothing needs it: {name.text}"))


class Source:
    """What the workbook that a copy was made of does not show, of the sheets that the copy has.

    Attributes:
        barred: Cells that must be empty in the copy.
    """

    def __init__(self, path: Path, copied: Book) -> None:
        """Read them.

        Args:
            path: The workbook.
            copied: The copy.
        """
        self.barred: Barred = {}
        self._hidden: list[Finding] = []
        titles = {sheet.title.casefold() for sheet in copied.sheets}
        with Parts(path) as parts:
            book = Book(parts)
            looks = looks_of(book)
            for sheet in book.sheets:
                if sheet.title.casefold() not in titles or sheet.kind != "worksheet":
                    continue
                if sheet.state != "visible":
                    self._hidden.append(Finding(Category.HIDDEN_SHEETS, sheet.title, "hidden in the workbook"))
                data = parts.read(sheet.part)
                unseen = Unseen(parsed(without_rows(data)), looks)
                self.barred[sheet.title.casefold()] = dict(_unseen_cells(data, unseen))
            self._points = Charts(book, Reach(book)).of_hidden_cells(self._hides)

    def still_in(self, charts: Charts) -> Iterator[Finding]:
        """Sheets of the copy that the workbook hides, and charts that show points of cells which it hides.

        Args:
            charts: The charts of the copy.
        """
        yield from self._hidden
        for part, points in charts.plain_values():
            if points in self._points:
                said = " | ".join(text for _, text in points)
                yield Finding(Category.CHART_DATA, part, shortened(f"values of cells that are hidden: {said}"))

    def _hides(self, title: str, row: int, column: int) -> bool:
        return (row, column) in self.barred.get(title.casefold(), {})


def _unseen_cells(data: bytes, unseen: Unseen) -> Iterator[tuple[tuple[int, int], Category]]:
    for number, row in rows(data):
        hidden = unseen.row(row)
        for column, cell in numbered(row):
            place = number, column
            kind = cell.get("t", "n")
            stored = cell.findtext(f"{MAIN}v", "") if kind == "n" else ""
            why = unseen.why(place, cell.get("s", "0"), stored, is_text=kind in _TEXTS, hidden=hidden)
            if "vm" in cell.attrib:
                why = Category.LINKED_DATA
            if why is not None:
                yield place, why


def _keys(book: Book, sheet: Sheet) -> set[str]:
    """Keys of the generated tabs whose name leads to a sheet."""
    places = {name.name.casefold(): name.text for name in book.names}
    led = {tab.key: titles_in(places.get(f"{ANCHOR}{tab.key}", "")) for tab in TABS}
    return {key for key, titles in led.items() if sheet.title.casefold() in [title.casefold() for title in titles]}
