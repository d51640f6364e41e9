"""Cell addresses: A1 text to numbers and back. Rows and columns are 1-based."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

MAX_ROW, MAX_COLUMN = 1_048_576, 16_384

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_COLUMNS = re.compile(r"\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})")
_ROWS = re.compile(r"\$?([0-9]{1,7}):\$?([0-9]{1,7})")
_SHEET = re.compile(r"(?:'((?:[^']|'')+)'|([^'!\[\]]+))!(.+)", re.DOTALL)
_OPERAND = re.compile(
    r"""
    "(?:[^"]|"")*" |                                            # text
    ((?:
        '(?:[^']|'')*' |                                        # title of a sheet
        \[(?:'. | [^'\[\]] | \[(?:'. | [^'\[\]])*+\])*+\] |       # part of a table, or number of another workbook
        [\w.$!:#?\\]
    )++)
    (\(?)                                                       # it is a function
    """,
    re.VERBOSE | re.DOTALL,
)

_MOVED = re.compile(
    r"""
    '(?:[^']|'')*' | \[(?:'. | [^'\[\]] | \[(?:'. | [^'\[\]])*+\])*+\] |       # as in _OPERAND
    (?<![\w.?\\$]) (?:
        (\$?[A-Za-z]{1,3}) (\$?) ([0-9]{1,7}) |
        (\$?) ([0-9]{1,7}) : (\$?) ([0-9]{1,7})
    ) (?![\w.?\\!])
    """,
    re.VERBOSE,
)


class Area(NamedTuple):
    """A rectangle of cells.

    Attributes:
        first_row: Its top row, 1-based.
        first_column: Its left column, 1-based.
        last_row: Its bottom row, part of it.
        last_column: Its right column, part of it.
    """

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @property
    def height(self) -> int:
        """Number of rows."""
        return self.last_row - self.first_row + 1

    @property
    def width(self) -> int:
        """Number of columns."""
        return self.last_column - self.first_column + 1

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell lies in it."""
        return self.first_row <= row <= self.last_row and self.first_column <= column <= self.last_column

    def meets(self, other: Area) -> bool:
        """Whether it shares a cell with another rectangle."""
        return (
            self.first_row <= other.last_row
            and other.first_row <= self.last_row
            and self.first_column <= other.last_column
            and other.first_column <= self.last_column
        )

    def within(self, other: Area) -> bool:
        """Whether all of it lies in another rectangle."""
        return other.holds(self.first_row, self.first_column) and other.holds(self.last_row, self.last_column)

    def address(self) -> str:
        """Its address, such as ``B4:M15``; one cell as ``B4``."""
        first = cell_address(self.first_row, self.first_column)
        last = cell_address(self.last_row, self.last_column)
        return first if first == last else f"{first}:{last}"


@functools.cache
def column_letters(column: int) -> str:
    """Letters of a column: 1 is ``A``, 28 is ``AB``."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@functools.cache
def column_number(letters: str) -> int:
    """Number of a column: ``A`` is 1, ``ab`` is 28."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def cell_address(row: int, column: int) -> str:
    """Address of a cell: row 4, column 2 is ``B4``."""
    return f"{column_letters(column)}{row}"


def parse_cell(address: str) -> tuple[int, int]:
    """Row and column of a cell.

    Args:
        address: Such as ``B4`` or ``$B$4``.

    Returns:
        Row and column, 1-based.

    Raises:
        ValueError: It is no address of a cell.
    """
    found = _CELL.fullmatch(address)
    if not found:
        raise ValueError(f"{address!r} is no address of a cell")
    return int(found[2]), column_number(found[1])


def parse_area(address: str) -> Area | None:
    """The rectangle of an address without a sheet.

    Args:
        address: Such as ``B4``, ``$B$4:$M$15``, ``A:C`` or ``3:5``.

    Returns:
        The rectangle, or None when it is no such address.
    """
    columns, rows = _COLUMNS.fullmatch(address), _ROWS.fullmatch(address)
    if columns:
        return _ordered(1, column_number(columns[1]), MAX_ROW, column_number(columns[2]))
    if rows:
        return _ordered(int(rows[1]), 1, int(rows[2]), MAX_COLUMN)
    first, _, last = address.partition(":")
    try:
        return _ordered(*parse_cell(first), *parse_cell(last or first))
    except ValueError:
        return None


def split_sheet(reference: str) -> tuple[str, str]:
    """Title of the sheet and the rest of a reference.

    Args:
        reference: Such as ``'SLA Report'!$B$4`` or ``B4``.

    Returns:
        The title without quotes (empty when there is none) and what follows the exclamation mark.
    """
    found = _SHEET.fullmatch(reference)
    if not found:
        return "", reference
    title = found[1].replace("''", "'") if found[1] else found[2]
    return title, found[3]


def references_in(formula: str) -> Iterator[str]:
    """Operands of a formula that can be references: ranges, names, columns of tables; and numbers, which reach nothing.

    Args:
        formula: The formula, with or without an equals sign.
    """
    for operand in _OPERAND.finditer(formula):
        # in A1:INDEX(…) a range ends where a function says
        reference = (operand[1] or "").rpartition(":")[0] if operand[2] else operand[1]
        if reference:
            yield reference


def moved_down(formula: str, rows: int) -> str:
    """A formula as a cell further down its column has it.

    Args:
        formula: The formula, with or without an equals sign.
        rows: How much further down; less than nothing is up. What leaves the sheet by that becomes ``#REF!``.
    """

    def operand(found: re.Match[str]) -> str:
        if not found[1]:
            return found[0]
        # in A1:INDEX(…) a range ends where a function says
        head, colon, name = found[1].rpartition(":") if found[2] else (found[1], "", "")
        return _MOVED.sub(reference, head) + colon + name + found[2]

    def reference(found: re.Match[str]) -> str:
        if found[3]:
            row = _moved_row(found[2], found[3], rows)
            return f"{found[1]}{row}" if row else "#REF!"
        if found[5]:
            first, last = _moved_row(found[4], found[5], rows), _moved_row(found[6], found[7], rows)
            return f"{first}:{last}" if first and last else "#REF!"
        return found[0]

    return _OPERAND.sub(operand, formula)


def _moved_row(fixed: str, digits: str, rows: int) -> str:
    row = int(digits) + (0 if fixed else rows)
    return f"{fixed}{row}" if 1 <= row <= MAX_ROW else ""


def quoted_title(title: str) -> str:
    """Title of a sheet in quotes, as formulas need it."""
    return "'" + title.replace("'", "''") + "'"


def _ordered(row: int, column: int, other_row: int, other_column: int) -> Area | None:
    area = Area(min(row, other_row), min(column, other_column), max(row, other_row), max(column, other_column))
    return area if area.last_row <= MAX_ROW and area.last_column <= MAX_COLUMN and area.first_row else None
