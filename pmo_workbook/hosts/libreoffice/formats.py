"""Number formats of a document: what kind of value they show, and how to name them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .bridge import UnoObject, struct
from .values import Kind, Position, Rectangle

_NUMBER_FORMAT, _AMBIGUOUS = "NumberFormat", "AMBIGUOUS_VALUE"
_MOST_MIXED = 2
"""Columns of several formats each that are looked at one by one."""
GENERAL = 0
"""Key of the General format, the same in every document."""
_DATE, _TIME, _LOGICAL = 2, 4, 1024
"""Bits of ``com.sun.star.util.NumberFormat``."""


class FormatGroup(NamedTuple):
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


def of_column(cells: UnoObject, height: int) -> Iterator[FormatGroup]:
    """Go through a range of one column by number format: mostly it has one, and telling that is a call or two.

    Args:
        cells: The range.
        height: Its rows.
    """
    key = int(cells.NumberFormat)
    if key == GENERAL and cells.getPropertyState(_NUMBER_FORMAT).value == _AMBIGUOUS:
        yield from groups(cells)
    else:
        yield FormatGroup(key, ((0, 0, height - 1, 0),))


def groups_at(cells: UnoObject, wanted: Iterable[Position]) -> Iterator[FormatGroup]:
    """Go through some cells of a range by number format, other cells may come along.

    A column mostly has one format from its first such cell to its last, and asking for that is three calls.

    Args:
        cells: The range.
        wanted: The cells, as places inside the range.
    """
    spans: dict[int, tuple[int, int]] = {}
    for row, column in wanted:
        first, last = spans.get(column, (row, row))
        spans[column] = (min(first, row), max(last, row))
    mixed: list[tuple[int, int, int]] = []
    for column, (first, last) in spans.items():
        part = cells.getCellRangeByPosition(column, first, column, last)
        if first < last and part.getPropertyState(_NUMBER_FORMAT).value == _AMBIGUOUS:
            mixed.append((column, first, last))
        else:
            yield FormatGroup(int(part.NumberFormat), ((first, column, last, column),))
    if len(mixed) > _MOST_MIXED:
        within = {column: (first, last) for column, first, last in mixed}
        for group in groups(cells):
            areas = tuple(_inside(group.areas, within))
            if areas:
                yield FormatGroup(group.key, areas)
        return
    for column, first, last in mixed:
        for group in groups(cells.getCellRangeByPosition(column, first, column, last)):
            yield FormatGroup(
                group.key, tuple((top + first, column, end + first, column) for top, _, end, _ in group.areas)
            )


def _inside(areas: Iterable[Rectangle], columns: dict[int, tuple[int, int]]) -> Iterator[Rectangle]:
    """The parts of rectangles that lie in some columns, each from one row to another."""
    for top, left, bottom, right in areas:
        for column in range(left, right + 1):
            first, last = columns.get(column, (0, -1))
            if max(top, first) <= min(bottom, last):
                yield max(top, first), column, min(bottom, last), column
