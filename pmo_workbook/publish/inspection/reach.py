"""Where a reference or a formula beside the cells leads: to what readers of the workbook see, or elsewhere."""

from __future__ import annotations

import re
from typing import NamedTuple

from openpyxl.utils import FORMULAE
from openpyxl.utils.cell import range_boundaries

from pmo_workbook.publish.inspection.book import Book

OUTSIDE = re.compile(r"(?<![\w.\])])\[\d+\]|\[[^\]]+\.xl\w+\]", re.IGNORECASE)
"""A reference to another file."""
_CORNER = r"\$?[A-Z]{1,3}\$?\d{1,7}"
_RANGE = rf"(?:{_CORNER}(?::{_CORNER})?|\$?[A-Z]{{1,3}}:\$?[A-Z]{{1,3}}|\$?\d{{1,7}}:\$?\d{{1,7}})"
_ON_SHEET = re.compile(rf"(?:'((?:[^']|'')+)'|([^\W\d][\w.]*))!({_RANGE})", re.IGNORECASE)
_TEXT = re.compile(r'"(?:[^"]|"")*"')
_TITLE = re.compile(r"(?:'((?:[^']|'')+)'|([^\W][\w.]*))!")
_FUNCTION = re.compile(r"([^\W\d][\w.]*)\(")
_COLUMN_OF_TABLE = re.compile(r"\[(?:[^\[\]]|\[[^\[\]]*\])*\]")
_PLAIN = re.compile(rf"(?<![\w.$\\]){_RANGE}(?![\w.\\])", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d][\w.\\]*")
_ERRORS = re.compile(r"#[A-Z0-9/]+[!?]?")
_UNSEEN = ("INDIRECT", "OFFSET", "CELL", "INFO", "GETPIVOTDATA", "RTD", "WEBSERVICE", "HYPERLINK", "CUBE")
"""Functions that reach what nobody can tell from the formula."""
_CONSTANTS = frozenset({"true", "false"})


class Place(NamedTuple):
    """A range of a sheet that shows.

    Attributes:
        title: Title of the sheet.
        top: First row.
        left: First column.
        bottom: Last row.
        right: Last column.
    """

    title: str
    top: int
    left: int
    bottom: int
    right: int


class Reach:
    """The sheets that show, and the names and tables that can be referred to.

    Attributes:
        used: Names, in lower case, that a formula was found to need.
    """

    def __init__(self, book: Book) -> None:
        """Note them.

        Args:
            book: The workbook.
        """
        self._titles = {sheet.title.casefold(): sheet.title for sheet in book.sheets if sheet.state == "visible"}
        self.used: set[str] = set()
        sound = [name for name in book.names if "#REF!" not in name.text and not OUTSIDE.search(name.text)]
        self._known = {name.name.casefold() for name in sound} | {table.name.casefold() for table in book.tables}
        self._ranges = {name.name.casefold(): name.text for name in sound}

    def place(self, reference: str) -> Place | None:
        """The range of a sheet that shows which a reference or a name stands for, None when there is none.

        Args:
            reference: Such as ``Summary!$B$4``, ``#Summary!B4`` or ``go_summary``.
        """
        text = reference.strip().lstrip("#")
        title, mark, rest = text.rpartition("!")
        name = (rest if mark else text).casefold()
        if name in self._ranges and (not mark or self._shows(title.strip("'"))):
            text = self._ranges[name].strip()
        found = _ON_SHEET.fullmatch(text)
        if found is None or not self._shows(_title(found[1], found[2])):
            return None
        left, top, right, bottom = range_boundaries(found[3].upper())
        title = self._titles[_title(found[1], found[2]).casefold()]
        return Place(title, top or 1, left or 1, bottom or 1_048_576, right or 16_384)

    def stays(self, formula: str) -> bool:
        """Whether a formula reaches only cells of sheets that show, and what is known.

        Args:
            formula: The formula, without an equals sign.
        """
        text = _TEXT.sub(" ", formula)
        if "#REF!" in text or OUTSIDE.search(text):
            return False
        if not all(map(self._shows, titles_in(formula))):
            return False
        text = _COLUMN_OF_TABLE.sub(" ", _TITLE.sub(" ", text))
        if not all(map(_is_plain_function, _FUNCTION.findall(text))):
            return False
        names = _NAME.findall(_ERRORS.sub(" ", _PLAIN.sub(" ", _FUNCTION.sub(" ( ", text))))
        self.used |= {name.casefold() for name in names}
        return all(name.casefold() in self._known | _CONSTANTS for name in names)

    def _shows(self, title: str) -> bool:
        return title.casefold() in self._titles


def titles_in(formula: str) -> list[str]:
    """Titles of the sheets that a formula refers to.

    Args:
        formula: The formula, without an equals sign.
    """
    return [_title(*found) for found in _TITLE.findall(_TEXT.sub(" ", formula))]


def _title(quoted: str | None, plain: str | None) -> str:
    return quoted.replace("''", "'") if quoted else plain or ""


def _is_plain_function(name: str) -> bool:
    upper = name.upper()
    known = upper.removeprefix("_XLFN.").removeprefix("_XLWS.")
    return not known.startswith(_UNSEEN) and (known != upper or known in FORMULAE)
