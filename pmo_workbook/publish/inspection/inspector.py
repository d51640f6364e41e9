"""What a workbook would give away: everything in it that its readers do not see, by category and place."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection, Iterator
from itertools import chain
from pathlib import Path

from pmo_workbook.ooxml.readable import check_readable
from pmo_workbook.publish.inspection.book import Book
from pmo_workbook.publish.inspection.categories import Category, Finding
from pmo_workbook.publish.inspection.cells import CellInspector
from pmo_workbook.publish.inspection.charts import Charts
from pmo_workbook.publish.inspection.drawings import in_drawings
from pmo_workbook.publish.inspection.handover import Barred, Source, needless_names, not_for_readers, unasked
from pmo_workbook.publish.inspection.parts import in_parts
from pmo_workbook.publish.inspection.reach import Reach
from pmo_workbook.publish.inspection.reader import Parts
from pmo_workbook.publish.inspection.styles import in_styles
from pmo_workbook.publish.inspection.words import unseen_words
from pmo_workbook.publish.inspection.workbook import in_workbook

SHORTEST_NAME = 3
"""Letters a name of a person must have to be looked for."""


def inspect(path: Path, people: Collection[str] = ()) -> tuple[Finding, ...]:
    """Find what a workbook would give away.

    Args:
        path: The workbook; it is only read.
        people: Names and addresses of people to look for among the texts.

    Returns:
        All findings, by category and place.

    Raises:
        WorkbookError: The workbook cannot be read; see `check_readable`.
    """
    check_readable(path)
    with Parts(path) as parts:
        return tuple(sorted(set(_Inspection(path.name, Book(parts), people).findings())))


def unclean(
    path: Path, people: Collection[str] = (), *, asked: Collection[str] | None = None, source: Path | None = None
) -> tuple[Finding, ...]:
    """What a copy must not have when it is handed over.

    Args:
        path: The copy.
        people: Names and addresses of people that must not be in it.
        asked: Titles of the sheets that were asked for; None does not look at which there are.
        source: The workbook it was made of, whose hidden cells must not be in it; None does not compare.
    """
    check_readable(path)
    with Parts(path) as parts:
        book = Book(parts)
        others = unasked(book, asked) if asked is not None else []
        book.leave_out(others)
        hidden = Source(source, book) if source is not None else None
        inspection = _Inspection(path.name, book, people, hidden.barred if hidden is not None else {})
        found = [Finding(Category.SHEETS, sheet.title, "nobody asked for it") for sheet in others]
        found += chain(inspection.findings(), unseen_words(book, inspection.cells.shown_texts()))
        found += chain(not_for_readers(book), needless_names(book, inspection.reach.used))
        found += hidden.still_in(inspection.charts) if hidden is not None else ()
    return tuple(sorted({finding for finding in found if not finding.category.harmless_in_a_copy}))


class _Inspection:
    """One workbook being inspected.

    Args:
        name: Name of the file.
        book: The workbook.
        people: Names and addresses to look for.
        barred: Cells that must be empty in a copy; None for any workbook.
    """

    def __init__(self, name: str, book: Book, people: Collection[str], barred: Barred | None = None) -> None:
        self._name = name
        self._book = book
        self._people = name_pattern(people)
        self.reach = Reach(book)
        self.charts = Charts(book, self.reach)
        self.cells = CellInspector(book, self.reach, self.charts, self._people, barred)

    def findings(self) -> list[Finding]:
        """All that any workbook would give away; styles and charts are judged by what the cells hold."""
        book, cells = self._book, self.cells
        found = list(chain(in_parts(book), in_workbook(book), cells.findings()))
        found += chain(in_styles(book, cells), in_drawings(book), self.charts.findings(cells.used_codes()))
        found += chain(_people_in_parts(book.parts, self._people), _in_archive(self._name, book.parts.archive))
        return found


def beside_sheets(path: Path) -> tuple[Finding, ...]:
    """What a workbook would give away by its parts and properties, whatever is on its sheets.

    Args:
        path: The workbook, which is known to be readable.
    """
    with Parts(path) as parts:
        book = Book(parts)
        return tuple(chain(in_parts(book), in_workbook(book)))


def name_pattern(people: Collection[str]) -> re.Pattern[str] | None:
    """Finds any of some names as whole words; None when there is none to look for."""
    names = sorted({name.strip() for name in people if len(name.strip()) >= SHORTEST_NAME}, key=len, reverse=True)
    if not names:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)", re.IGNORECASE)


def _people_in_parts(parts: Parts, pattern: re.Pattern[str] | None) -> Iterator[Finding]:
    """People in the words of drawings, charts and properties; the cells were searched before."""
    if pattern is None:
        return
    for part in parts.names:
        if part.endswith(".xml") and part.startswith(("xl/drawings/", "xl/charts/", "docProps/", "xl/workbook")):
            for element in parts.root(part).iter():
                for text in (element.text or "", *element.attrib.values()):
                    hit = pattern.search(text)
                    if hit:
                        yield Finding(Category.PEOPLE, part, hit[0])


def _in_archive(name: str, archive: zipfile.ZipFile) -> Iterator[Finding]:
    if archive.comment:
        yield Finding(Category.ARCHIVE, name, f"a comment of {len(archive.comment)} bytes")
    for info in archive.infolist():
        if info.comment or info.extra:
            size = len(info.comment) + len(info.extra)
            yield Finding(Category.ARCHIVE, info.filename, f"{size} bytes beside the part")
    first = min((info.header_offset for info in archive.infolist()), default=0)
    if first:
        yield Finding(Category.ARCHIVE, name, f"{first} bytes before the archive")
