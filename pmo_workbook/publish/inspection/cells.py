"""What the cells of the sheets give away: hidden and invisible values, formulas, links, people, texts no cell shows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from openpyxl.utils.cell import get_column_letter

from pmo_workbook.publish.inspection.beside import around_tables, beside_cells
from pmo_workbook.publish.inspection.book import Book, Sheet
from pmo_workbook.publish.inspection.categories import Category, Finding, shortened
from pmo_workbook.publish.inspection.charts import Charts, Stored
from pmo_workbook.publish.inspection.handover import Barred
from pmo_workbook.publish.inspection.looks import looks_of
from pmo_workbook.publish.inspection.reach import OUTSIDE, Reach
from pmo_workbook.publish.inspection.reader import MAIN, Element, parsed
from pmo_workbook.publish.inspection.sheet_rows import numbered, rows, without_rows
from pmo_workbook.publish.inspection.strings import SharedStrings, readings_of, runs_of, unescaped, words_of
from pmo_workbook.publish.inspection.unseen import Unseen

_V, _F, _IS = (f"{MAIN}{tag}" for tag in ("v", "f", "is"))
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

    def __init__(
        self, book: Book, reach: Reach, charts: Charts, people: re.Pattern[str] | None, barred: Barred | None = None
    ) -> None:
        """Remember what to look at; `findings` looks.

        Args:
            book: The workbook.
            reach: Where references lead.
            charts: The charts, which are told the values of the cells that they show.
            people: Finds names of people.
            barred: Cells that must be empty in a copy, where each finding stands for itself; None for any workbook,
                where those of a sheet are told together.
        """
        self.used_formats: set[str] = set()
        self.used_differences: set[str] = set()
        self.looks = looks_of(book)
        self._book = book
        self._reach = reach
        self._charts = charts
        self._people = people
        self._barred = barred
        self._strings = SharedStrings(book.parts, book.related("sharedStrings"))

    def findings(self) -> Iterator[Finding]:
        """All findings in cells and sheets, then the texts that no cell shows."""
        for sheet in self._book.sheets:
            if sheet.kind == "worksheet":
                yield from self._sheet(sheet)
        yield from around_tables(self._book, self.used_differences)
        for kind, found in (("", self._strings.orphans()), ("readings", self._strings.readings)):
            if self._barred is not None:
                yield from (Finding(Category.STRINGS, "shared strings", shortened(text)) for text in found)
            elif found:
                said = f"{len(found)} {kind}".strip() + f": {' | '.join(found[:_MOST_SHOWN])}"
                yield Finding(Category.STRINGS, "shared strings", shortened(said))

    def shown_texts(self) -> set[str]:
        """Shared strings that cells use."""
        return {self._strings.text(index) for index in self._strings.used}

    def used_codes(self) -> set[str]:
        """Number formats of the cell formats in use."""
        return {self.looks.codes[int(index)] for index in self.used_formats if int(index) < len(self.looks.codes)}

    def _sheet(self, sheet: Sheet) -> Iterator[Finding]:
        data = self._book.parts.read(sheet.part)
        root = parsed(without_rows(data))
        tally: Tally = defaultdict(list)
        unseen = Unseen(root, self.looks)
        self.used_formats |= {column.get("style", "0") for column in root.iter(f"{MAIN}col")}
        barred = (self._barred or {}).get(sheet.title.casefold(), {})
        wanted = self._charts.wanted(sheet.title)
        for number, row in rows(data):
            self.used_formats.add(row.get("s", "0"))
            hidden, stored = unseen.row(row), wanted if wanted is not None and number in wanted.rows else None
            for column, cell in numbered(row):
                kept = self._cell(cell, (number, column), tally, unseen, hidden=hidden)
                if barred and kept.text and (number, column) in barred:
                    tally[barred[number, column]].append((_address((number, column)), kept.text))
                if stored is not None:
                    stored.values[number, column] = kept
        for category, found in tally.items():
            yield from self._told(category, sheet.title, found)
        yield from beside_cells(sheet.title, root, self._reach, self.used_differences)

    def _told(self, category: Category, title: str, found: Sequence[tuple[str, str]]) -> Iterator[Finding]:
        if self._barred is not None:
            yield from (Finding(category, f"{title}!{address}", shortened(text)) for address, text in found)
            return
        count = f"{len(found)} cells: " if len(found) > 1 else ""
        texts = " | ".join(text for _, text in found[:_MOST_SHOWN])
        yield Finding(category, f"{title}!{found[0][0]}", shortened(count + texts))

    def _cell(self, cell: Element, place: tuple[int, int], tally: Tally, unseen: Unseen, *, hidden: bool) -> Stored:
        style, kind = cell.get("s", "0"), cell.get("t", "n")
        self.used_formats.add(style)
        text, is_text = "", kind in _TEXTS
        runs: Sequence[tuple[str, Element]] = ()
        for child in cell:
            if child.tag == _V:
                text = child.text or ""
                if kind == "s" and text.strip().isdigit():
                    text, runs = self._strings.text(int(text)), self._strings.runs.get(int(text), ())
                else:
                    text = unescaped(text)
            elif child.tag == _F:
                for category in _of_formula(child.text or ""):
                    tally[category].append((_address(place), child.text or ""))
            elif child.tag == _IS:
                text, runs = words_of(child), runs_of(child)
                for reading in readings_of(child):
                    tally[Category.STRINGS].append((_address(place), reading))
        if "vm" in cell.attrib:
            tally[Category.LINKED_DATA].append((_address(place), text))
        if text:
            number = text if kind == "n" else ""
            why = unseen.why(place, style, number, is_text=is_text, hidden=hidden)
            unread = text if why is not None else self._unread(style, runs)
            if unread:
                tally[why or Category.INVISIBLE].append((_address(place), unread))
            if is_text:
                self._search(text, place, tally)
        return Stored(text, is_text)

    def _unread(self, style: str, runs: Sequence[tuple[str, Element]]) -> str:
        """The words of a text whose own look hides them; blanks are none."""
        return "".join(words for words, look in runs if self.looks.hides_run(style, look)).strip()

    def _search(self, text: str, place: tuple[int, int], tally: Tally) -> None:
        if "@" in text and _MAIL.search(text):
            tally[Category.MAIL_ADDRESSES].append((_address(place), text))
        if self._people is not None and self._people.search(text):
            tally[Category.PEOPLE].append((_address(place), text))


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
