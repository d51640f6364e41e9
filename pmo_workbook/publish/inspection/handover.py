"""What a copy must not have although any workbook may: sheets nobody asked for, and values its source does not show."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from pmo_workbook.publish.inspection.book import Book
from pmo_workbook.publish.inspection.categories import Category, Finding, shortened
from pmo_workbook.publish.inspection.charts import Charts
from pmo_workbook.publish.inspection.looks import looks_of
from pmo_workbook.publish.inspection.reach import Reach
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
