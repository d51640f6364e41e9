"""Formulas and addresses of the template as they are where the same table stands in the workbook."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from pmo_workbook.addresses import MAX_COLUMN, MAX_ROW, Area, column_letters, column_number, quoted_title
from pmo_workbook.binding import header_key
from pmo_workbook.ooxml.workbook import TablePart
from pmo_workbook.renamed import called

_CELL = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)([0-9]{1,7})")


@dataclass(frozen=True)
class Words:
    """What the workbook calls what the template names otherwise.

    Attributes:
        titles: Title of a sheet by its title in the template.
        tables: Name of a table by its name in the template.
        headers: Header of a column by table and header of the template; only of those that differ.
    """

    titles: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def formula(self, formula: str, own: str = "") -> str:
        """A formula of the template in the words of the workbook.

        Args:
            formula: Without an equals sign.
            own: Name of the table that it stands in, if it does.
        """
        return _rebuilt(formula, partial(self._operand, own=own))

    def _operand(self, operand: str, own: str = "") -> str:
        sheet, _, rest = operand.rpartition("!")
        if sheet and "[" not in operand:
            title = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
            return f"{quoted_title(self.titles[title])}!{rest}" if title in self.titles else operand
        table, bracket, columns = operand.partition("[")
        if not bracket:
            return self.tables.get(operand, operand)
        for (owner, header), mine in self.headers.items():
            if owner == (table or own) and header in columns:
                columns = _replaced(columns, header, mine)
        return f"{self.tables.get(table, table)}[{columns}"


@dataclass(frozen=True)
class Moved:
    """How the cells of a table of the template fall on those of the same table in the workbook.

    Attributes:
        columns: Column of the workbook by column of the template, for those of the table.
        rows: Rows that it stands lower.
        across: Columns that it stands further right, for columns that are none of the table.
    """

    columns: Mapping[int, int]
    rows: int
    across: int = 0

    def column(self, column: int) -> int:
        """Where a column of the template is in the workbook."""
        return min(max(self.columns.get(column, column + self.across), 1), MAX_COLUMN)

    def row(self, row: int) -> int:
        """Where a row of the template is in the workbook."""
        return row if row >= MAX_ROW else min(max(row + self.rows, 1), MAX_ROW)

    def rows_of(self, area: Area, column: int) -> Area:
        """The part of an area of the template that lies in one of its columns, as it is in the workbook."""
        at = self.column(column)
        return Area(self.row(area.first_row), at, self.row(area.last_row), at)

    def formula(self, formula: str, before: int = 0) -> str:
        """A formula of the template as it reads in the workbook.

        Args:
            formula: Without an equals sign.
            before: Columns from the cell that the formula was written for to the one that it is wanted for, both in
                the template.
        """

        def cell(found: re.Match[str]) -> str:
            column = column_number(found[2]) + (0 if found[1] else before)
            return f"{found[1]}{column_letters(self.column(column))}{found[3]}{self.row(int(found[4]))}"

        def operand(text: str) -> str:
            ends = text.split(":")
            if all(_CELL.fullmatch(end) for end in ends):
                return ":".join(_CELL.sub(cell, end) for end in ends)
            return text

        return _rebuilt(formula, operand)


def header_place(headers: Sequence[str], table: str, header: str) -> int | None:
    """Where a column stands, under its present header or an old one.

    Args:
        headers: Headers of the table as the workbook has it.
        table: Name of the table in the template.
        header: Header in the template.

    Returns:
        Its place, 0-based; None when it is not there.
    """
    found = {header_key(one): place for place, one in reversed(list(enumerate(headers)))}
    words = map(header_key, called("column", table, header))
    return next((found[word] for word in words if word in found), None)


def moved_table(table: TablePart, headers: Sequence[str], area: Area) -> Moved:
    """How the cells of the template's table fall on those of the workbook's.

    Args:
        table: The template's table.
        headers: Headers of the workbook's table.
        area: Its range.
    """
    columns = {}
    for place, header in enumerate(table.columns):
        mine = header_place(headers, table.name, header)
        if mine is not None:
            columns[table.ref.first_column + place] = area.first_column + mine
    return Moved(columns, area.first_row - table.ref.first_row, area.first_column - table.ref.first_column)


def _rebuilt(formula: str, operand: Callable[[str], str]) -> str:
    from openpyxl.formula import Tokenizer
    from openpyxl.formula.tokenizer import Token

    tokens = Tokenizer("=" + formula).items
    return "".join(
        operand(token.value) if token.type == Token.OPERAND and token.subtype == Token.RANGE else token.value
        for token in tokens
    )


def _replaced(columns: str, header: str, mine: str) -> str:
    """The columns that a formula names, with one header instead of another."""
    return re.sub(rf"(^|(?<=[\[@])){re.escape(header)}(?=\])", mine.replace("\\", r"\\"), columns)
