"""What a formula mentions: sheets, cells, tables, names and functions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384

_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})", re.IGNORECASE)
_COLUMNS = re.compile(r"\$?([A-Z]{1,3}):\$?([A-Z]{1,3})", re.IGNORECASE)
_ROWS = re.compile(r"\$?(\d{1,7}):\$?(\d{1,7})")


class Area(NamedTuple):
    """A rectangle of cells; rows and columns counted from 1, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    def meets(self, other: Area) -> bool:
        """Tell whether two rectangles share a cell."""
        rows = self.top <= other.bottom and other.top <= self.bottom
        return rows and self.left <= other.right and other.left <= self.right

    def holds(self, row: int, column: int) -> bool:
        """Tell whether a cell lies in the rectangle."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    def __str__(self) -> str:
        return f"{address(self.top, self.left)}:{address(self.bottom, self.right)}"


def column_number(letters: str) -> int:
    """Number of a column from its letters, A = 1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


@cache
def column_letters(number: int) -> str:
    """Letters of a column from its number, 1 = A."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """Address of a cell, such as ``B7``."""
    return f"{column_letters(column)}{row}"


def area(reference: str) -> Area:
    """Rectangle of a reference without sheet: ``A1``, ``A1:B9``, ``A:C`` or ``1:3``, with or without ``$``.

    Raises:
        ValueError: It is no such reference, or lies outside a sheet.
    """
    cells = [_CELL.fullmatch(corner) for corner in reference.split(":")]
    if columns := _COLUMNS.fullmatch(reference):
        box = Area(1, column_number(columns[1]), LAST_ROW, column_number(columns[2]))
    elif rows := _ROWS.fullmatch(reference):
        box = Area(int(rows[1]), 1, int(rows[2]), LAST_COLUMN)
    elif len(cells) <= 2 and cells[0] and cells[-1]:
        first, last = cells[0], cells[-1]
        box = Area(int(first[2]), column_number(first[1]), int(last[2]), column_number(last[1]))
    else:
        raise ValueError(f"{reference!r} is no range of cells")
    if not (1 <= box.top <= box.bottom <= LAST_ROW and 1 <= box.left <= box.right <= LAST_COLUMN):
        raise ValueError(f"{reference!r} is not inside a sheet or its corners are swapped")
    return box


def areas(references: str) -> list[Area]:
    """Rectangles of a list separated by blanks, as in ``sqref``.

    Raises:
        ValueError: One of them is no range, or there is none.
    """
    found = [area(reference) for reference in references.split()]
    if not found:
        raise ValueError("the list of ranges is empty")
    return found


@dataclass(frozen=True)
class Mention:
    """One operand of a formula that points somewhere.

    Attributes:
        sheet: Title of the sheet before the ``!``; empty if there is none.
        area: The rectangle, if it is one.
        table: Name of the table of a structured reference; empty inside the table itself.
        columns: Column names of a structured reference.
        name: The defined name, if it is one.
        broken: It is ``#REF!``.
        external: It points to another file.
    """

    sheet: str = ""
    area: Area | None = None
    table: str | None = None
    columns: tuple[str, ...] = ()
    name: str | None = None
    broken: bool = False
    external: bool = False


def tokens(formula: str) -> list[Token]:
    """Tokens of a formula, which is given without its ``=``.

    Raises:
        ValueError: It is empty, starts with ``=`` or does not parse.
    """
    if not formula or formula.startswith("="):
        raise ValueError("the formula is empty or starts with '='")
    try:
        found: list[Token] = Tokenizer("=" + formula).items
    except (TokenizerError, IndexError) as error:
        raise ValueError(f"the formula does not parse: {error}") from error
    depth = 0
    for token in found:
        depth += {Token.OPEN: 1, Token.CLOSE: -1}.get(token.subtype, 0)
    if depth:
        raise ValueError("the formula's brackets do not match")
    return found


def mentions(formula: str) -> list[Mention]:
    """What a formula points at.

    Raises:
        ValueError: The formula does not parse.
    """
    found = []
    for token in tokens(formula):
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            found.append(_mention(token.value.strip().strip(":")))
        elif token.type == Token.OPERAND and "#REF!" in token.value and token.subtype != Token.TEXT:
            found.append(Mention(broken=True))
    return found


def _mention(text: str) -> Mention:
    sheet, mark, rest = text.rpartition("!")
    sheet = sheet.strip("'").replace("''", "'") if mark else ""
    if "#REF" in text:
        return Mention(sheet=sheet, broken=True)
    if sheet.startswith("[") or re.match(r"\[\d+\]", rest):
        return Mention(sheet=sheet, external=True)
    rest = rest.lstrip("@").rstrip("#")
    if "[" in rest:
        table, _, inner = rest.partition("[")
        return Mention(sheet=sheet, table=table, columns=_columns(inner[:-1]))
    try:
        return Mention(sheet=sheet, area=area(rest))
    except ValueError:
        return Mention(sheet=sheet, name=rest)


def _columns(inner: str) -> tuple[str, ...]:
    parts = re.findall(r"\[((?:'.|[^\[\]'])*)\]", inner) if "[" in inner else [inner.lstrip("@")]
    return tuple(re.sub(r"'(.)", r"\1", part) for part in parts if part and not part.startswith("#"))


def functions(formula: str) -> list[str]:
    """Names of the functions that a formula calls, upper case, without ``_xlfn.``."""
    called = [token.value[:-1] for token in tokens(formula) if token.type == Token.FUNC and token.subtype == Token.OPEN]
    return [name.upper().removeprefix("_XLFN.").removeprefix("_XLWS.") for name in called]


def depth(formula: str) -> int:
    """How many functions stand inside one another at the deepest place; 1 for a single call."""
    deepest, stack = 0, 0
    for token in tokens(formula):
        if token.type == Token.FUNC:
            stack += 1 if token.subtype == Token.OPEN else -1
            deepest = max(deepest, stack)
    return deepest
