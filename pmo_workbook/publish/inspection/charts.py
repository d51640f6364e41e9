"""What charts give away: data kept from elsewhere, words in number formats, headers, extensions."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from pmo_workbook.publish.inspection.book import Book
from pmo_workbook.publish.inspection.categories import Category, Finding, shortened
from pmo_workbook.publish.inspection.codes import words
from pmo_workbook.publish.inspection.reach import Place, Reach
from pmo_workbook.publish.inspection.reader import Element, local

_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_REFERENCES = ("numRef", "strRef", "multiLvlStrRef")
_WORD = re.compile(r"[^\W\d_]{4,}")
_MOST_CELLS = 100_000
_MOST_SHOWN = 5


Points = tuple[tuple[str, str], ...]
"""What a chart shows of one range: place and value of each point."""


class Stored(NamedTuple):
    """What a cell holds.

    Attributes:
        text: Its value as stored, a text without escapes.
        is_text: Whether it is a text.
    """

    text: str
    is_text: bool


@dataclass
class Wanted:
    """Cells of a sheet that charts show.

    Attributes:
        rows: Rows that have such cells.
        values: What the cells of these rows hold, by row and column.
    """

    rows: set[int] = field(default_factory=set)
    values: dict[tuple[int, int], Stored] = field(default_factory=dict)


class Charts:
    """All charts of a workbook."""

    def __init__(self, book: Book, reach: Reach) -> None:
        """Read them.

        Args:
            book: The workbook.
            reach: Where references lead.
        """
        self._reach = reach
        parts = dict.fromkeys(
            link.target
            for source in book.parts.names
            if not source.endswith(".rels")
            for link in book.parts.links(source)
            if link.kind == "chart" and not link.outside and book.parts.has(link.target)
        )
        self._roots = {part: book.parts.root(part) for part in parts}
        self._wanted: dict[str, Wanted] = {}
        for root in self._roots.values():
            for place in filter(None, (self._place(reference) for reference in _references(root))):
                self._wanted.setdefault(place.title, Wanted()).rows.update(range(place.top, place.bottom + 1))

    def wanted(self, title: str) -> Wanted | None:
        """The cells of a sheet that charts show, to be filled by who reads them; None when there are none.

        Args:
            title: Title of the sheet.
        """
        return self._wanted.get(title)

    def of_hidden_cells(self, hides: Callable[[str, int, int], bool]) -> set[Points]:
        """Points that the charts remember of ranges in which a cell does not show, that cell's point among them.

        Args:
            hides: Whether a cell does not show, by title of its sheet, row and column.
        """
        found: set[Points] = set()
        for reference in chain.from_iterable(map(_references, self._roots.values())):
            place = self._place(reference)
            if place is not None:
                width = place.right - place.left + 1
                points = _points(reference)
                rows = [(place.top + int(at) // width, place.left + int(at) % width) for at, _ in points]
                if any(hides(place.title, row, column) for row, column in rows):
                    found.add(points)
        return found

    def plain_values(self) -> Iterator[tuple[str, Points]]:
        """Points that are written into the charts instead of referred to, with the part."""
        for part, root in self._roots.items():
            for element in root.iter():
                if local(element) in ("numLit", "strLit"):
                    yield part, _points(element)

    def findings(self, codes: Collection[str]) -> Iterator[Finding]:
        """All findings in charts.

        Args:
            codes: Number formats that cells are shown in.
        """
        for part, root in self._roots.items():
            for formula in root.iter(f"{_CHART}f"):
                if self._reach.place(formula.text or "") is None:
                    yield Finding(Category.CHART_DATA, part, shortened(formula.text or ""))
            kept = [text for reference in _references(root) for text in self._kept(reference)]
            if kept:
                said = f"{len(kept)} values no cell has: {' | '.join(kept[:_MOST_SHOWN])}"
                yield Finding(Category.CHART_DATA, part, shortened(said))
            for code in dict.fromkeys(_codes(root)):
                if code not in codes and words(code):
                    yield Finding(Category.STYLES, part, shortened(f"number format no cell uses: {code}"))
            yield from _elsewhere(root, part)

    def _place(self, reference: Element) -> Place | None:
        place = self._reach.place(reference.findtext(f"{_CHART}f") or "")
        if place is None or (place.bottom - place.top + 1) * (place.right - place.left + 1) > _MOST_CELLS:
            return None
        return place

    def _kept(self, reference: Element) -> Iterator[str]:
        """Values that a chart remembers of cells which hold something else now."""
        place = self._place(reference)
        if place is None:
            return
        values = self._wanted[place.title].values
        width = place.right - place.left + 1
        size = width * (place.bottom - place.top + 1)
        cells = [values.get((place.top + at // width, place.left + at % width)) for at in range(size)]
        for point in reference.iter(f"{_CHART}pt"):
            text, at = point.findtext(f"{_CHART}v") or "", int(point.get("idx", "0"))
            known = cells if local(reference) == "multiLvlStrRef" else cells[at : at + 1]
            if text and not any(_agrees(text, cell) for cell in known):
                yield text


def _references(root: Element) -> Iterator[Element]:
    return (element for element in root.iter() if local(element) in _REFERENCES)


def _points(holder: Element) -> Points:
    points = holder.iter(f"{_CHART}pt")
    return tuple((point.get("idx", "0"), point.findtext(f"{_CHART}v") or "") for point in points)


def _codes(root: Element) -> Iterator[str]:
    for element in root.iter():
        if local(element) == "formatCode":
            yield element.text or ""
        elif local(element) == "numFmt":
            yield element.get("formatCode", "")


def _agrees(text: str, cell: Stored | None) -> bool:
    """Whether a remembered value is that of a cell, or tells nothing.

    Charts remember 0 for cells that hold no number, and sometimes a number as it showed.
    """
    if cell is None or not cell.text or cell.is_text:
        return text == "0" or (cell is not None and text == cell.text)
    try:
        return math.isclose(float(text), float(cell.text), rel_tol=1e-9, abs_tol=1e-12)
    except ValueError:
        return text == cell.text or not _WORD.search(text)


def _elsewhere(root: Element, part: str) -> Iterator[Finding]:
    for element in root.iter():
        tag = local(element)
        if tag == "externalData":
            yield Finding(Category.EXTERNAL_LINKS, part, "the chart's data is in another file")
        elif tag == "pivotSource":
            yield Finding(Category.PIVOTS, part, shortened(element.findtext(f"{_CHART}name") or ""))
        elif tag in ("oddHeader", "oddFooter") and (element.text or "").strip():
            yield Finding(Category.HEADERS, part, shortened(element.text or ""))
        elif tag == "ext" and len(element):
            yield Finding(Category.EXTENSIONS, part, element.get("uri", ""))
