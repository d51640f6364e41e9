"""A file becomes grids of texts: sheets of a workbook, a CSV file, tables of a Markdown page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pmo_workbook.addresses import cell_address
from pmo_workbook.errors import InputError
from pmo_workbook.importing.source import ReadOptions
from pmo_workbook.importing.source.books import refused_in_words
from pmo_workbook.importing.source.encodings import text_of
from pmo_workbook.importing.source.text_files import text_rows
from pmo_workbook.tables import is_blank, plain_text

_BOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*")
_MARKS = re.compile(r"\*\*|__|`|<br\s*/?>")


@dataclass(frozen=True)
class Grid:
    """Texts by row and column, all rows equally wide; a merged cell's text stands in all of its cells.

    Attributes:
        name: File, and sheet where there are several.
        rows: The texts, blanks tidied; the empty text is a blank cell.
        lines: Row of the sheet or line of the file (1-based) of each row.
        first_column: Worksheet column (1-based) of the first column; 0 for a text file.
        spread: Cells that hold a merged cell's text without being its first, as (row, column).
    """

    name: str
    rows: Sequence[Sequence[str]]
    lines: Sequence[int]
    first_column: int = 0
    spread: frozenset[tuple[int, int]] = frozenset()

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.rows[0]) if self.rows else 0

    def place(self, row: int, column: int) -> str:
        """Where a cell stands, such as ``cell C12`` or ``line 12``."""
        if self.first_column:
            return f"cell {cell_address(self.lines[row], self.first_column + column)}"
        return f"line {self.lines[row]}, column {column + 1}"


def grids(path: Path, sheet: str | None) -> list[Grid]:
    """Read a file.

    Args:
        path: A workbook, a CSV file or a Markdown page.
        sheet: Title of the one sheet to read; None is all.

    Raises:
        InputError: The file cannot be read, or has no such sheet.
    """
    if not path.is_file():
        raise InputError(f"There is no file {path}.")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path.name} cannot be read: {error.strerror or error}.") from error
    if data.startswith(_BOOKS):
        return _sheets(path, sheet)
    if path.suffix.lower() in (".md", ".markdown"):
        text, _ = text_of(path.name, data, None)
        return _tables(path.name, list(enumerate(text.splitlines(), 1)))
    records, _ = text_rows(path.name, data, ReadOptions())
    return [_grid(path.name, [cells for _, cells in records], [line for line, _ in records])]


def _grid(name: str, rows: Sequence[Sequence[str]], lines: Sequence[int], first_column: int = 0) -> Grid:
    width = max(map(len, rows), default=0)
    tidied = [[" ".join(cell.split()) for cell in row] + [""] * (width - len(row)) for row in rows]
    return Grid(name, tidied, lines, first_column)


def _tables(name: str, lines: Sequence[tuple[int, str]]) -> list[Grid]:
    """Tables of a Markdown page, each a run of lines with bars."""
    found: list[list[tuple[int, list[str]]]] = [[]]
    for line, text in lines:
        if "|" not in text:
            found.append([])
        elif not _RULE.fullmatch(text):
            inner = _MARKS.sub(" ", text.strip().removeprefix("|").removesuffix("|"))
            found[-1].append((line, [cell.replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", inner)]))
    return [_grid(name, [cells for _, cells in one], [line for line, _ in one]) for one in found if one]


def _sheets(path: Path, sheet: str | None) -> list[Grid]:
    from python_calamine import CalamineWorkbook

    found = []
    with refused_in_words(path.name), CalamineWorkbook.from_path(str(path)) as book:
        if sheet is not None and sheet not in book.sheet_names:
            raise InputError(f"{path.name} has no sheet '{sheet}'; it has: {', '.join(book.sheet_names)}.")
        for title in [sheet] if sheet is not None else book.sheet_names:
            one = book.get_sheet_by_name(title)
            top, left = one.start or (0, 0)
            cells = [["" if is_blank(cell) else plain_text(cell) for cell in row] for row in one.to_python()]
            grid = _grid(f"{path.name}, sheet {title}", cells, range(top + 1, top + 1 + len(cells)), left + 1)
            found.append(_merged(grid, one.merged_cell_ranges or [], top, left))
    return found


def _merged(grid: Grid, ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]], top: int, left: int) -> Grid:
    """The grid with the text of merged cells in all of their cells."""
    rows = [list(row) for row in grid.rows]
    spread = set()
    for (first_row, first_column), (last_row, last_column) in ranges:
        at = first_row - top, first_column - left
        if not (0 <= at[0] < len(rows) and 0 <= at[1] < grid.width):
            continue
        for row in range(at[0], min(last_row - top + 1, len(rows))):
            for column in range(at[1], min(last_column - left + 1, grid.width)):
                if (row, column) != at:
                    rows[row][column] = rows[at[0]][at[1]]
                    spread.add((row, column))
    return Grid(grid.name, rows, grid.lines, grid.first_column, frozenset(spread))
