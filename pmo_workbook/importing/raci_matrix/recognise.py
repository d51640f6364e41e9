"""Finds the matrix in a grid: roles, activities and letters, however it is turned and whatever stands around it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from pmo_workbook.importing.raci_matrix.grids import Grid
from pmo_workbook.importing.raci_matrix.letters import WORDS, letter_named, letters_in
from pmo_workbook.spelling import key

Shape = Literal["roles across", "roles down", "a column for each letter"]

_ROLE_WORDS: Final = (
    "manager", "director", "sponsor", "lead", "owner", "officer", "analyst", "team", "office", "pmo", "board",
    "committee", "client", "customer", "user", "vendor", "supplier", "engineer", "architect", "developer", "tester",
    "head", "chief", "group", "coordinator", "specialist", "consultant", "department", "finance", "legal", "it", "hr",
    "leiter", "leitung", "jefe", "responsable", "chef",
)  # fmt: skip
"""Words that names of roles have and names of activities have not."""
_SKIPPED_COLUMN = re.compile(
    r"(?:#|no\.?|nr\.?|id|wbs|step|total|count|sum|comment|remark|note|status|date|due)(?:\W.*|s)?",
    re.IGNORECASE,
)
_NAMES = re.compile(r"\s*(?:[,;\n/&+]|\band\b)\s*")


@dataclass(frozen=True)
class Entry:
    """An activity of a matrix.

    Attributes:
        name: Its name.
        section: Heading of the rows that it stands among; empty without one.
        letters: Letters by the name of the role, in the order of the matrix.
    """

    name: str
    section: str
    letters: Mapping[str, str]


@dataclass
class Matrix:
    """A matrix as it was understood.

    Attributes:
        source: File, and sheet.
        shape: How it is turned.
        header: Where its headers stand, such as ``row 3``.
        roles: Names of roles, in order.
        entries: Its activities.
        aside: Cells that mean nothing known: where, and what stands there.
        notes: What else is to be told, in sentences.
    """

    source: str
    shape: Shape
    header: str
    roles: tuple[str, ...]
    entries: tuple[Entry, ...]
    aside: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def parts(self) -> int:
        """Number of cells with letters."""
        return sum(len(entry.letters) for entry in self.entries)


def recognise(grid: Grid, known_roles: Collection[str]) -> Matrix | None:
    """Find the matrix of a grid.

    Args:
        grid: The texts.
        known_roles: Ids and names of the workbook's roles, which tell roles from activities.

    Returns:
        The matrix; None where there is none.
    """
    return _long_form(grid) or _crossed(grid, known_roles)


def _long_form(grid: Grid) -> Matrix | None:
    """A table with a column for each letter, in which the names of roles stand."""
    for at, row in enumerate(grid.rows):
        letters = {column: letter for column, text in enumerate(row) if (letter := letter_named(text))}
        if len(set(letters.values())) < 2 or len(letters) != len(set(letters.values())):
            continue
        body = [line for line in range(at + 1, len(grid.rows)) if any(grid.rows[line])]
        # where letters stand below, it is a legend or a header of another kind
        names = [grid.rows[line][column] for line in body for column in letters if grid.rows[line][column]]
        if not names or sum(letters_in(name) is not None for name in names) * 2 > len(names):
            continue
        label = _label_column(grid, body, [column for column in range(grid.width) if column not in letters])
        if label is None:
            continue
        entries: list[Entry] = []
        roles: dict[str, str] = {}
        section = ""
        for line in body:
            parts: dict[str, str] = {}
            for column, letter in sorted(letters.items(), key=lambda one: "RACI".index(one[1])):
                for name in filter(None, _NAMES.split(grid.rows[line][column])):
                    if letters_in(name) == "":
                        continue
                    role = roles.setdefault(key(name), name)
                    parts[role] = "".join(letter_ for letter_ in "RACI" if letter_ in parts.get(role, "") + letter)
            name = grid.rows[line][label]
            if name and not parts:
                section = name
            elif name:
                entries.append(Entry(name, section, parts))
        where = f"{'row' if grid.first_column else 'line'} {grid.lines[at]}"
        return Matrix(grid.name, "a column for each letter", where, tuple(roles.values()), tuple(entries))
    return None


@dataclass(frozen=True)
class _Block:
    """Where letters stand: rows and columns of a grid."""

    rows: tuple[int, ...]
    columns: tuple[int, ...]


def _crossed(grid: Grid, known_roles: Collection[str]) -> Matrix | None:
    """A table with roles on one side, activities on the other, and letters where they meet."""
    cells = {
        (row, column)
        for row, texts in enumerate(grid.rows)
        for column, text in enumerate(texts)
        if text and letters_in(text) and not _is_legend(grid, row, column)
    }
    block, others = _block(grid, cells)
    if block is None:
        return None
    label = _label_column(grid, block.rows, range(min(block.columns)))
    if label is None:
        label = _label_column(grid, block.rows, range(max(block.columns) + 1, grid.width))
    if label is None:
        return None
    block = _with_other_signs(grid, block)
    heads = {column: _head(grid, block, column) for column in block.columns}
    columns = tuple(column for column in block.columns if heads[column][1])
    if not columns:
        return None
    across = _roles_are_across(grid, _Block(block.rows, columns), heads, label, known_roles)
    matrix = (_across if across else _down)(grid, _Block(block.rows, columns), heads, label)
    nameless = len(block.columns) - len(columns)
    if nameless:
        matrix.notes.append(f"{nameless} columns with letters have no header: left aside.")
    if others:
        matrix.notes.append(
            f"There is another matrix further down, from {'row' if grid.first_column else 'line'} "
            f"{grid.lines[min(others)]} on: left aside; move it to a sheet or file of its own."
        )
    return matrix


def _with_other_signs(grid: Grid, block: _Block) -> _Block:
    """The block with columns among or beside its own that hold nothing but other short signs, such as ticks."""
    more = []
    for column in range(min(block.columns), grid.width):
        texts = [grid.rows[row][column] for row in block.rows if grid.rows[row][column]]
        signs = all(len(text) <= 3 and not letters_in(text) and not text.isdigit() for text in texts)
        if texts and signs and not _SKIPPED_COLUMN.fullmatch(_head(grid, block, column)[1]):
            more.append(column)
    return _Block(block.rows, tuple(sorted({*block.columns, *more})))


def _is_legend(grid: Grid, row: int, column: int) -> bool:
    """Whether a letter is explained beside it, as in ``R | Responsible``, and so is no part of the matrix."""
    text = grid.rows[row][column]
    if key(text) in WORDS:
        return False
    beside = [grid.rows[row][near] for near in (column + 1, column + 2) if near < grid.width]
    return any(
        any(key(word).startswith(known[:6]) for known in WORDS) and len(word) > 4
        for text in beside[:2]
        for word in text.split()[:3]
    )


def _block(grid: Grid, cells: set[tuple[int, int]]) -> tuple[_Block | None, list[int]]:
    """The largest block of letters, and rows of others below or above it.

    Blocks are parted by rows that look like headers: texts that are no letters where the letters stand.
    """
    if len(cells) < 2:
        return None, []
    columns = {column for _, column in cells}
    parts: list[list[int]] = [[]]
    for row, texts in enumerate(grid.rows):
        here = [column for column in columns if (row, column) in cells]
        named = [texts[column] for column in columns if texts[column] and letters_in(texts[column]) is None]
        if not here and len(set(named)) >= 2:
            parts.append([])
        if here:
            parts[-1].append(row)
    sizes = [sum(row in part for row, _ in cells) for part in parts]
    best = max(range(len(parts)), key=lambda at: sizes[at])
    rows = parts[best]
    if not rows:
        return None, []
    used = tuple(sorted({column for row, column in cells if row in rows}))
    others = [row for at, part in enumerate(parts) if at != best for row in part]
    return _Block(tuple(rows), used), others


def _label_column(grid: Grid, rows: Sequence[int], columns: Iterable[int]) -> int | None:
    """The column with the names of the rows: the one with the longest different texts."""

    def weight(column: int) -> float:
        texts = [grid.rows[row][column] for row in rows if (row, column) not in grid.spread]
        words = [text for text in texts if any(map(str.isalpha, text)) and len(text) > 1]
        return sum(map(len, set(words))) * (len(words) * 2 > len(rows))

    best = max(columns, key=weight, default=None)
    return best if best is not None and weight(best) else None


def _head(grid: Grid, block: _Block, column: int) -> tuple[int, str]:
    """Row and text of a column's header: the nearest text above the letters."""
    for row in range(min(block.rows) - 1, -1, -1):
        text = grid.rows[row][column]
        if len({grid.rows[row][other] for other in block.columns}) == 1 < len(block.columns):
            continue  # blank, or a heading merged over the whole width
        if not text or text.replace(".", "").isdigit():
            continue
        return row, text
    return -1, ""


def _one_accountable(lines: Iterable[Sequence[str]]) -> float:
    """Share of lines in which exactly one cell has an A, as activities have and roles have not."""
    counted = [sum("A" in (letters_in(text) or "") for text in line) for line in lines]
    return sum(number == 1 for number in counted) / max(len(counted), 1)


def _roles_are_across(
    grid: Grid, block: _Block, heads: Mapping[int, tuple[int, str]], label: int, known_roles: Collection[str]
) -> bool:
    """Whether the headers of the columns are the roles, and not the names of the rows."""
    known = {key(role) for role in known_roles}
    above = [heads[column][1] for column in block.columns]
    beside = [grid.rows[row][label] for row in block.rows]

    def like_roles(names: Sequence[str]) -> float:
        words = [set(re.findall(r"\w+", name.casefold())) for name in names]
        hits = sum(key(name) in known or bool(found & {*_ROLE_WORDS}) for name, found in zip(names, words, strict=True))
        return hits / max(len(names), 1)

    rows = [[grid.rows[row][column] for column in block.columns] for row in block.rows]
    by_names = like_roles(above) - like_roles(beside)
    by_letters = _one_accountable(rows) - _one_accountable([list(line) for line in zip(*rows, strict=True)])
    short = 0.2 if sum(map(len, above)) / len(above) < sum(map(len, beside)) / len(beside) else -0.2
    return 2 * by_names + by_letters + short >= 0


def _across(grid: Grid, block: _Block, heads: Mapping[int, tuple[int, str]], label: int) -> Matrix:
    columns = [column for column in block.columns if not _SKIPPED_COLUMN.fullmatch(heads[column][1])]
    roles = _unique([heads[column][1] for column in columns])
    matrix = _matrix(grid, block, heads, "roles across", roles)
    entries, section = [], ""
    first, last = max(heads[column][0] for column in columns) + 1, max(block.rows)
    beside = _section_column(grid, block, label)
    for row in range(first, last + 1):
        name = grid.rows[row][label]
        if beside is not None:
            section = grid.rows[row][beside] or section
        parts = {}
        for column, role in zip(columns, roles, strict=True):
            text = grid.rows[row][column]
            letters = letters_in(text)
            if letters:
                parts[role] = letters
            elif letters is None and row in block.rows:
                matrix.aside.append((grid.place(row, column), text))
        if parts and name:
            entries.append(Entry(name, section, parts))
        elif not parts and row not in block.rows and beside is None:
            heading = name or next((text for text in grid.rows[row] if text), "")
            others = {text for text in grid.rows[row] if text} - {heading}
            section = heading if heading and not any(len(text) > 3 for text in others) else section
    matrix.entries = tuple(entries)
    return matrix


def _section_column(grid: Grid, block: _Block, label: int) -> int | None:
    """A column before the names of the activities with a heading for several of them."""
    for column in range(label):
        own = [
            grid.rows[row][column]
            for row in block.rows
            if (row, column) not in grid.spread and any(map(str.isalpha, grid.rows[row][column]))
        ]
        if own and len(own) < len(block.rows) and max(map(len, own)) > 2:
            return column
    return None


def _down(grid: Grid, block: _Block, heads: Mapping[int, tuple[int, str]], label: int) -> Matrix:
    rows = [row for row in block.rows if grid.rows[row][label]]
    roles = _unique([grid.rows[row][label] for row in rows])
    matrix = _matrix(grid, block, heads, "roles down", roles)
    entries = []
    for column in block.columns:
        if _SKIPPED_COLUMN.fullmatch(heads[column][1]):
            continue
        parts = {}
        for row, role in zip(rows, roles, strict=True):
            letters = letters_in(grid.rows[row][column])
            if letters:
                parts[role] = letters
            elif letters is None:
                matrix.aside.append((grid.place(row, column), grid.rows[row][column]))
        if parts:
            entries.append(Entry(heads[column][1], _group(grid, heads[column], column), parts))
    matrix.entries = tuple(entries)
    return matrix


def _matrix(
    grid: Grid, block: _Block, heads: Mapping[int, tuple[int, str]], shape: Shape, roles: Sequence[str]
) -> Matrix:
    row = max(heads[column][0] for column in block.columns)
    where = f"{'row' if grid.first_column else 'line'} {grid.lines[row]}"
    return Matrix(grid.name, shape, where, tuple(roles), ())


def _group(grid: Grid, head: tuple[int, str], column: int) -> str:
    """The text above a header: that of the group it stands in."""
    for row in range(head[0] - 1, -1, -1):
        text = grid.rows[row][column]
        near = {grid.rows[row][other] for other in range(grid.width)}
        if text and len(near - {""}) > 1:
            return text
    return ""


def _unique(names: Sequence[str]) -> list[str]:
    """Names with a number where one stands twice."""
    taken: dict[str, int] = {}
    result = []
    for name in names:
        taken[key(name)] = number = taken.get(key(name), 0) + 1
        result.append(name if number == 1 else f"{name} ({number})")
    return result
