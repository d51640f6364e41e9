"""Number formats of a document: what kind of value they show, and how to name them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .bridge import UnoObject, struct
from .values import Kind, Rectangle

GENERAL = 0
"""Key of the General format, the same in every document."""
_DATE, _TIME, _LOGICAL = 2, 4, 1024
"""Bits of ``com.sun.star.util.NumberFormat``."""


@dataclass(frozen=True)
class FormatGroup:
    """Cells of a range that share one number format.

    Attributes:
        key: The format's key in the document.
        areas: Where, as rectangles inside the range.
    """

    key: int
    areas: tuple[Rectangle, ...]


class Formats:
    """Number formats of one document; what is asked twice is remembered."""

    def __init__(self, document: UnoObject) -> None:
        self._formats = document.NumberFormats
        self._system = struct("com.sun.star.lang.Locale")
        self._english = struct("com.sun.star.lang.Locale", "en", "US", "")
        self._types: dict[int, int] = {}

    def type_of(self, key: int) -> int:
        """Bits that say what a format shows."""
        if key not in self._types:
            self._types[key] = int(self._formats.getByKey(key).Type)
        return self._types[key]

    def is_boolean(self, key: int) -> bool:
        """Whether numbers in this format are shown as TRUE and FALSE."""
        return bool(self.type_of(key) & _LOGICAL)

    def is_date(self, key: int) -> bool:
        """Whether numbers in this format are shown with a date, as opposed to a time alone."""
        return bool(self.type_of(key) & _DATE)

    def fits(self, key: int, kind: Kind) -> bool:
        """Whether a value of this kind would be read back as what it is."""
        if kind is Kind.NUMBER:
            return not self.is_boolean(key)
        if kind is Kind.BOOLEAN:
            return self.is_boolean(key)
        return bool(self.type_of(key) & (_TIME if kind is Kind.TIME else _DATE))

    def standard(self, kind: Kind) -> int:
        """The format that a program in the user's language gives such a value."""
        if kind is Kind.NUMBER:
            return GENERAL
        bits = {Kind.BOOLEAN: _LOGICAL, Kind.DATE: _DATE, Kind.TIME: _TIME, Kind.DATETIME: _DATE | _TIME}[kind]
        return int(self._formats.getStandardFormat(bits, self._system))

    def code(self, key: int) -> str:
        """A format as its code, such as ``YYYY-MM-DD``."""
        return str(self._formats.getByKey(key).FormatString)

    def key(self, code: str) -> int:
        """The key of a format code in English, which is added to the document where it is new."""
        key = self._formats.queryKey(code, self._english, False)
        return int(self._formats.addNew(code, self._english) if key == -1 else key)


def groups(cells: UnoObject) -> Iterator[FormatGroup]:
    """Go through a range by number format: a few calls for each distinct look of cells, none for each cell."""
    origin = cells.RangeAddress
    top, left = origin.StartRow, origin.StartColumn
    found = cells.getUniqueCellFormatRanges()
    for index in range(found.Count):
        same = found.getByIndex(index)
        areas = tuple(
            (a.StartRow - top, a.StartColumn - left, a.EndRow - top, a.EndColumn - left) for a in same.RangeAddresses
        )
        yield FormatGroup(int(same.NumberFormat), areas)


def positions(areas: tuple[Rectangle, ...]) -> Iterator[tuple[int, int]]:
    """Every cell of some rectangles."""
    for top, left, bottom, right in areas:
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                yield row, column
