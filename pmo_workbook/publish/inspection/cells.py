"""What the cells of the sheets give away: hidden and invisible values, formulas, links, people, texts no cell shows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from openpyxl.utils.cell import column_index_from_string, get_column_letter

from pmo_workbook.publish.inspection.beside import around_tables, beside_cells
from pmo_workbook.publish.inspection.book import Book, Sheet
from pmo_workbook.publish.inspection.categories import Category, Finding, shortened
from pmo_workbook.publish.inspection.charts import Charts, Stored
from pmo_workbook.publish.inspection.looks import Looks
from pmo_workbook.publish.inspection.reach import OUTSIDE, Reach
from pmo_workbook.publish.inspection.reader import MAIN, Element, in_pieces, parsed, pulled
from pmo_workbook.publish.inspection.strings import SharedStrings, readings_of, unescaped, words_of
from pmo_workbook.publish.inspection.unseen import Unseen

_CELL, _V, _F, _IS = (f"{MAIN}{tag}" for tag in ("c", "v", "f", "is"))
_MAIL = re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")
_TEXTS = ("s", "str", "inlineStr")
_MOST_SHOWN = 5

Tally = dict[Category, list[tuple[str, str]]]
"""Address and text of each cell found, by category."""


class CellInspector:
    """Goes through all sheets once.

    Attributes:
        used_formats: Cell formats in use, as their indexes are written.
        used_differences: Formats that conditions or tables lay over cells.
        looks: What the cell formats let a reader see.
    """

    def __init__(self, book: Book, reach: Reach, charts: Charts, people: re.Pattern[str] | None) -> None:
        """Remember what to look at; `findings` looks.

        Args:
            book: The workbook.
            reach: Where references lead.
            charts: The charts, which are told the values of the cells that they show.
            people: Finds names of people.
        """
        self.used_formats: set[str] = set()
        self.used_differences: set[str] = set()
        styles, theme = book.related("styles"), book.related("theme")
        self.looks = Looks(
            book.parts.root(styles) if styles else Element("none"), book.parts.root(theme) if theme else None
        )
        self._book = book
        self._reach = reach
        self._charts = charts
        self._people = people
        self._strings = SharedStrings(book.parts, book.related("sharedStrings"))

    def findings(self) -> Iterator[Finding]:
        """All findings in cells and sheets, then the texts that no cell shows."""
        for sheet in self._book.sheets:
            if sheet.kind == "worksheet":
                yield from self._sheet(sheet)
        yield from around_tables(self._book, self.used_differences)
        orphans = self._strings.orphans()
        if orphans:
            yield Finding(Category.STRINGS, "shared strings", shortened(f"{len(orphans)}: {' | '.join(orphans[:5])}"))
        readings = self._strings.readings
        if readings:
            said = f"{len(readings)} readings: {' | '.join(readings[:_MOST_SHOWN])}"
            yield Finding(Category.STRINGS, "shared strings", shortened(said))

    def used_codes(self) -> set[str]:
        """Number formats of the cell formats in use."""
        return {self.looks.codes[int(index)] for index in self.used_formats if int(index) < len(self.looks.codes)}

    def _sheet(self, sheet: Sheet) -> Iterator[Finding]:
        data = self._book.parts.read(sheet.part)
        root = parsed(without_rows(data))
        tally: Tally = defaultdict(list)
        unseen = Unseen(root)
        self.used_formats |= {column.get("style", "0") for column in root.iter(f"{MAIN}col")}
        wanted = self._charts.wanted(sheet.title)
        for number, row in rows(data):
            self.used_formats.add(row.get("s", "0"))
            hidden, stored = unseen.row(row), wanted if wanted is not None and number in wanted.rows else None
            for column, cell in numbered(row):
                kept = self._cell(cell, (number, column), tally, unseen, hidden=hidden)
                if stored is not None:
                    stored.values[number, column] = kept
        for category, found in tally.items():
            count = f"{len(found)} cells: " if len(found) > 1 else ""
            texts = " | ".join(text for _, text in found[:_MOST_SHOWN])
            yield Finding(category, f"{sheet.title}!{found[0][0]}", shortened(count + texts))
        yield from beside_cells(sheet.title, root, self._reach, self.used_differences)

    def _cell(self, cell: Element, place: tuple[int, int], tally: Tally, unseen: Unseen, *, hidden: bool) -> Stored:
        style, kind = cell.get("s", "0"), cell.get("t", "n")
        self.used_formats.add(style)
        text, is_text = "", kind in _TEXTS
        for child in cell:
            if child.tag == _V:
                text = child.text or ""
                text = self._strings.text(int(text)) if kind == "s" and text.strip().isdigit() else unescaped(text)
            elif child.tag == _F:
                for category in _of_formula(child.text or ""):
                    tally[category].append((_address(place), child.text or ""))
            elif child.tag == _IS:
                text = words_of(child)
                for reading in readings_of(child):
                    tally[Category.STRINGS].append((_address(place), reading))
        if "vm" in cell.attrib:
            tally[Category.LINKED_DATA].append((_address(place), text))
        if text:
            if hidden or unseen.column(place[1]):
                tally[Category.HIDDEN_CELLS].append((_address(place), text))
            elif unseen.covered(*place) or self.looks.hides(style, is_text):
                tally[Category.INVISIBLE].append((_address(place), text))
            if is_text:
                self._search(text, place, tally)
        return Stored(text, is_text)

    def _search(self, text: str, place: tuple[int, int], tally: Tally) -> None:
        if "@" in text and _MAIL.search(text):
            tally[Category.MAIL_ADDRESSES].append((_address(place), text))
        if self._people is not None and self._people.search(text):
            tally[Category.PEOPLE].append((_address(place), text))


def without_rows(data: bytes) -> bytes:
    """A worksheet part without what is in its rows, so that the rest can be read whole.

    Args:
        data: The part.
    """
    found = re.search(rb"<(\w+:)?sheetData(\s[^>]*)?(/)?>", data)
    if found is None or found[3]:
        return data
    end = data.rfind(b"</" + (found[1] or b"") + b"sheetData")
    return data[: found.end()] + data[end:] if end > 0 else data


def rows(data: bytes) -> Iterator[tuple[int, Element]]:
    """The rows of a worksheet part with their numbers, one at a time; one without a number follows the one before.

    Args:
        data: The part.
    """
    number = 0
    for row in pulled(in_pieces(data), f"{MAIN}row"):
        number = int(row.get("r", number + 1))
        yield number, row


def numbered(row: Element) -> Iterator[tuple[int, Element]]:
    """The cells of a row with the numbers of their columns; one without an address follows the one before.

    Args:
        row: The row.
    """
    column = 0
    for cell in row:
        if cell.tag == _CELL:
            letters = cell.get("r", "").rstrip("0123456789")
            column = column_index_from_string(letters) if letters else column + 1
            yield column, cell


def _address(place: tuple[int, int]) -> str:
    return f"{get_column_letter(place[1])}{place[0]}"


def _of_formula(formula: str) -> Iterator[Category]:
    yield Category.FORMULAS
    upper = formula.upper()
    if "RTD(" in upper:
        yield Category.REAL_TIME
    if "CUBE" in upper:
        yield Category.CUBES
    if OUTSIDE.search(formula):
        yield Category.EXTERNAL_LINKS
