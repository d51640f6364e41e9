"""Formulas and addresses of the template as they are where the same table stands in the workbook."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pmo_workbook.ooxml.addresses import MAX_COLUMN, MAX_ROW, Area, column_letters, column_number, quoted_title

_CELL = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)([0-9]{1,7})")


@dataclass(frozen=True)
class Words:
    """What the workbook calls what the template names otherwise.

    Attributes:
        titles: Title of a sheet by its title in the template.
        tables: Name of a table by its name in the template.
        headers: Header of a column by table and header of the template.
    """

    titles: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def formula(self, formula: str) -> str:
        """A formula of the template in the words of the workbook.

        Args:
            formula: Without an equals sign.
        """
        return _rebuilt(formula, self._operand)

    def _operand(self, operand: str) -> str:
        sheet, _, rest = operand.rpartition("!")
        if sheet:
            title = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
            return f"{quoted_title(self.titles.get(title, title))}!{rest}" if title in self.titles else operand
        table, bracket, column = operand.partition("[")
        if bracket and table in self.tables:
            header = column[:-1]
            return f"{self.tables[table]}[{self.headers.get((table, header), header)}]"
        return operand


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


def _rebuilt(formula: str, operand: Callable[[str], str]) -> str:
    from openpyxl.formula import Tokenizer
    from openpyxl.formula.tokenizer import Token

    tokens = Tokenizer("=" + formula).items
    return "".join(
        operand(token.value) if token.type == Token.OPERAND and token.subtype == Token.RANGE else token.value
        for token in tokens
    )
