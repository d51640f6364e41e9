"""What a publication holds: the headings and labels of clean copy, slides, written catalogue, web pages and mails.

Names and figures of the sample are taken out of the texts, so that a list says what is published, not about whom.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import pptx
from lxml import html
from openpyxl import Workbook

from tests.inventory import workbook
from tests.opened import opened

NAMES = (
    ("Services", "Name"),
    ("SLAs", "Name"),
    ("Stakeholders", "Group"),
    ("Roles", "Role"),
    ("Outcomes", "Measure"),
    ("Requests", "Assigned to"),
)
"""Columns of what the PMO has named itself."""
OWN_SETTINGS = ("Organisation", "PMO name")
CHANGES = "Changes"

_DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b|\b(\d{1,2} )?(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4}\b")
_ID = re.compile(r"\b[A-Z]{2,4}-\d+\b")
_NUMBER = re.compile(r"[+-]?\d[\d.,]*\d|\d")
_HEADED = "Heading"
_CELLS = 'th[not(@scope="row")]'


@dataclass(frozen=True)
class Shape:
    """Takes the names and figures out of a text.

    Attributes:
        names: Names that the PMO gave, the longest first.
    """

    names: tuple[str, ...]

    @classmethod
    def of(cls, book: Workbook) -> Shape:
        """The names in a workbook."""
        columns = (_column(book, title, header) for title, header in NAMES)
        settings = {row[0].value: row[1].value for row in book["Settings"].iter_rows(min_row=5)}
        own = (settings[name] for name in OWN_SETTINGS)
        found = {str(value) for values in (*columns, own) for value in values if value}
        return cls(tuple(sorted(found, key=lambda one: (-len(one), one))))

    def __call__(self, text: str) -> str:
        """The text with … for a name or date and # for a number; empty when nothing else is left."""
        text = " ".join(text.split())
        for name in self.names:
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "…", text)
        text = _NUMBER.sub("#", _ID.sub("…", _DATE.sub("…", text)))
        return text if re.search(r"[A-Za-z]", text) else ""


def copy(path: Path, shape: Shape) -> Iterator[str]:
    """Sheets of the clean copy with tables, blocks, charts and labels; those of Changes are told by `changes`."""
    book = opened(path)
    for sheet in book:
        yield f"copy sheet {sheet.title}"
        yield from (f"copy {one}" for one in workbook.tables(sheet, "sheet", shape.names))
        if sheet.title != CHANGES:
            yield from (f"copy {one}" for one in workbook.labels(book, sheet))
    yield from (f"copy {one}" for one in workbook.names(book))
    yield from (f"copy {one}" for one in workbook.charts(path))


def changes(path: Path, shape: Shape) -> Iterator[str]:
    """Titles and headers of the sheet Changes of the copy, which stand in bold or large."""
    for row in opened(path)[CHANGES].iter_rows():
        yield from _said("copy changes", (str(cell.value) for cell in row if cell.value and cell.font.b), shape)


def slides(path: Path, shape: Shape) -> Iterator[str]:
    """Titles of slides, headers of their tables, series of their charts, names of their tiles."""
    for slide in pptx.Presentation(str(path)).slides:
        yield from _said("slide title", [slide.shapes.title.text_frame.text], shape)
        for one in slide.shapes:
            if one.has_table:
                headers = [cell.text for cell in one.table.rows[0].cells]
                yield from _said(f'slide table "{one.name}" column', headers, shape)
            elif one.has_chart:
                series = [series.name for plot in one.chart.plots for series in plot.series]
                yield from _said(f'slide chart "{one.name.partition(".")[0]}" series', series, shape)
            elif not re.search(r"\d", one.name):
                yield from _said("slide tile", [one.name], shape)


def document(path: Path, shape: Shape) -> Iterator[str]:
    """Headings of the written catalogue, and headers of its tables: their first row and first column."""
    found = docx.Document(str(path))
    headings = [one.text for one in found.paragraphs if one.style.name.startswith((_HEADED, "Title"))]
    yield from _said("document heading", headings, shape)
    for table in found.tables:
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        bold = [row[0] for row in rows] if len(rows[0]) == 2 else rows[0]
        yield from _said("document header", bold, shape)


def page(path: Path, name: str, shape: Shape) -> Iterator[str]:
    """Sections, headings, labels and table headers of a web page.

    Args:
        path: The page.
        name: What to call it.
        shape: Takes names and figures out.
    """
    root = html.fromstring(path.read_bytes())
    yield from (f"{name} section {one.get('id')}" for one in root.iter("section"))
    places = {
        "heading": "//h1 | //h2 | //h3",
        "label": "//dt | //label | //summary[not(h3)]",
        "caption": "//caption",
        "column": f"//{_CELLS}",
        "picture": "//svg/title",
        "link": "//nav//a",
    }
    yield from _places(root, name, places, shape)


def mail(path: Path, name: str, shape: Shape) -> Iterator[str]:
    """Header fields, attachments, headings and table headers of a mail draft.

    Args:
        path: The mail.
        name: What to call it.
        shape: Takes names and figures out.
    """
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    yield from (f"{name} field {field}" for field in message if not field.startswith(("MIME", "Content")))
    for part in message.walk():
        if file := part.get_filename():
            yield f"{name} file {Path(file).suffix}"
        else:
            yield f"{name} part {part.get_content_type()}"
    body = message.get_body(("html",))
    assert body is not None
    root = html.fromstring(body.get_content())
    yield from _places(root, name, {"heading": "//h1 | //h2", "column": f"//{_CELLS}"}, shape)


def _places(root: Any, name: str, places: dict[str, str], shape: Shape) -> Iterator[str]:
    for kind, path in places.items():
        yield from _said(f"{name} {kind}", (one.text_content() for one in root.xpath(path)), shape)


def _said(what: str, texts: Iterable[str], shape: Shape) -> Iterator[str]:
    yield from (f'{what} "{shaped}"' for shaped in map(shape, texts) if shaped)


def _column(book: Workbook, title: str, header: str) -> list[object]:
    rows = book[title].iter_rows(min_row=4, values_only=True)
    at = next(rows).index(header)
    return [row[at] for row in rows]
