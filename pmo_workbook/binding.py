"""Which column of an input table is which field: decided once, for all that reads, checks or fills the table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pmo_workbook.columns import Column
from pmo_workbook.errors import NoFrameworkError
from pmo_workbook.sheets import Sheet
from pmo_workbook.spelling import key
from pmo_workbook.tables import RawTable, is_blank


@dataclass(frozen=True)
class BoundTable:
    """An input table whose columns were recognised by their headers.

    Attributes:
        sheet: The sheet it is.
        table: The table as the workbook holds it.
        at: Index into the table's headers by field name, for the columns that are there; further names may be added.
    """

    sheet: Sheet
    table: RawTable
    at: Mapping[str, int]

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns that are there, in the order of the model."""
        return tuple(column for column in self.sheet.columns if column.field in self.at)

    @cached_property
    def missing(self) -> tuple[Column, ...]:
        """Required columns that are not there."""
        return tuple(column for column in self.sheet.columns if column.required and column.field not in self.at)

    @cached_property
    def unbound(self) -> tuple[int, ...]:
        """Indices of the headers that are no field: columns of the user's own, and second ones of a field."""
        return tuple(sorted(set(range(len(self.table.headers))) - set(self.at.values())))

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Worksheet column (1-based) by field name."""
        return {field: self.table.first_column + index for field, index in self.at.items()}

    def rows(self) -> Iterator[tuple[int, Sequence[Any]]]:
        """Worksheet row (1-based) and cells of every row that is not blank in the columns of the sheet."""
        wanted = tuple(self.at.values())
        broken = {row for row, column in self.table.errors if column - self.table.first_column in wanted}
        for number, cells in enumerate(self.table.rows, self.table.first_row):
            if number in broken or not all(is_blank(cells[index]) for index in wanted):
                yield number, cells

    def records(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Worksheet row (1-based) and cells by field name, as typed, of every row that `rows` gives."""
        for number, cells in self.rows():
            yield number, {field: cells[index] for field, index in self.at.items()}

    def error_in(self, row: int, field: str) -> str:
        """The Excel error in a cell, such as ``#N/A``; empty when there is none.

        Args:
            row: Worksheet row (1-based).
            field: Name of the column's field.
        """
        return self.table.errors.get((row, self.places[field]), "")


def bind(sheet: Sheet, table: RawTable) -> BoundTable:
    """Recognise the columns of a table by their headers, in any case and order.

    Args:
        sheet: The sheet it is.
        table: The table as the workbook holds it.
    """
    return BoundTable(sheet, table, columns_at(sheet, table.headers))


def columns_at(sheet: Sheet, headers: Sequence[str]) -> dict[str, int]:
    """Index into headers by field name, for the columns of a sheet that are among them.

    Args:
        sheet: The sheet.
        headers: Texts of a header row; of equal ones the first counts, and a present word before an old one.
    """
    found: dict[str, int] = {}
    for index, header in enumerate(headers):
        found.setdefault(header_key(header), index)
    keys = {column.field: map(header_key, sheet.words(column)) for column in sheet.columns}
    known = {field: next((word for word in words if word in found), "") for field, words in keys.items()}
    return {field: found[word] for field, word in known.items() if word in found}


def no_table(sheet: Sheet) -> NoFrameworkError:
    """What to say where an input table is to be filled that the workbook does not have.

    Args:
        sheet: The sheet.
    """
    return NoFrameworkError(f"The workbook has no table named {sheet.table}; copy that sheet from a new workbook.")


def header_key(header: str) -> str:
    """What all spellings of a header have in common; a star that marks it as required does not count."""
    return key(header.strip().rstrip("*"))
