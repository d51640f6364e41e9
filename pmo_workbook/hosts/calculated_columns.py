"""Columns of an Excel Table that Excel fills with a formula when a row is typed; rows that are written get it too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pmo_workbook.addresses import Area, cell_address
from pmo_workbook.hosts.cells import F
from pmo_workbook.hosts.sheet_xml import SheetXml
from pmo_workbook.ooxml.package import parse_xml
from pmo_workbook.ooxml.workbook import MAIN


@dataclass(frozen=True)
class CalculatedColumns:
    """The calculated columns of one table.

    Attributes:
        columns: Formula, and the address of the cell that it stands in, by worksheet column (1-based). The address is
            empty for a formula that means the same in every row.
    """

    columns: Mapping[int, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, table: bytes, area: Area, cells: SheetXml) -> CalculatedColumns:
        """Find them.

        A formula is taken from the last row that has it, since what the table keeps of it says nothing about the row
        that its relative references are meant from. Array formulas are left alone.

        Args:
            table: The table part.
            area: Where the table is.
            cells: The cells of its sheet.
        """
        found = {}
        for column, element in enumerate(parse_xml(table).iter(f"{{{MAIN}}}tableColumn"), area.first_column):
            kept = element.find(f"{{{MAIN}}}calculatedColumnFormula")
            if kept is None or kept.get("array") in ("1", "true") or not kept.text:
                continue
            formula = _in_a_row(cells, column, area) or ((kept.text, "") if _is_for_every_row(kept.text) else None)
            if formula is not None:
                found[column] = formula
        return cls(found)

    def formulas(self, cells: SheetXml, row: int) -> Iterator[tuple[int, str]]:
        """Formulas that a new row gets, where nothing was written into the column.

        Args:
            cells: The cells of the sheet.
            row: The row (1-based).
        """
        for column, (formula, origin) in self.columns.items():
            cell = cells.cell(row, column)
            if cell is None or not len(cell):
                target = cell_address(row, column)
                yield column, translated_formula("=" + formula, origin, target)[1:] if origin else formula


def _in_a_row(cells: SheetXml, column: int, area: Area) -> tuple[str, str] | None:
    """The formula of the last row that spells one out, and its cell."""
    for row in range(area.last_row, area.first_row, -1):
        cell = cells.cell(row, column)
        formula = cell.find(F) if cell is not None else None
        if formula is not None and formula.text and formula.get("t", "normal") in ("normal", "shared"):
            return formula.text, cell_address(row, column)
    return None


def _is_for_every_row(formula: str) -> bool:
    """Whether a formula names no cell by its address, but columns of tables by their headers."""
    from openpyxl.formula import Tokenizer
    from openpyxl.formula.tokenizer import Token

    operands = (token for token in Tokenizer("=" + formula).items if token.type == Token.OPERAND)
    return all(token.subtype != Token.RANGE or "[" in token.value for token in operands)


def translated_formula(formula: str, origin: str, target: str) -> str:
    """A formula as it reads in another cell: relative references move along.

    Args:
        formula: The formula, with its equals sign.
        origin: Address of the cell it stands in.
        target: Address of the cell it goes to.
    """
    from openpyxl.formula.translate import Translator

    return str(Translator(formula, origin).translate_formula(target))
