"""Reading and writing the contents of a range: whole blocks, with dates and booleans."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from . import formats
from .bridge import UnoObject, struct
from .formats import Formats
from .formulas import FunctionNames, to_calc, to_excel
from .serials import from_serial
from .values import Cell, CellError, Kind, Position, prepare, rectangles

_FORMULA = 16
"""``com.sun.star.sheet.CellFlags.FORMULA``."""
_ERRORS = {
    32767: "#N/A",
    503: "#NUM!",
    519: "#VALUE!",
    521: "#NULL!",
    524: "#REF!",
    525: "#NAME?",
    532: "#DIV/0!",
}
"""Calc's error numbers and what Excel calls them."""


class Content:
    """Contents of the cells of one document.

    Attributes:
        document: The document.
        formats: Its number formats.
        functions: Names of functions.
        zero: The document's day zero.
    """

    def __init__(self, document: UnoObject, functions: FunctionNames) -> None:
        self.document = document
        self.formats = Formats(document)
        self.functions = functions
        zero = document.NullDate
        self.zero = dt.datetime(zero.Year, zero.Month, zero.Day)

    def read(self, cells: UnoObject, *, errors: bool = False) -> list[list[Cell]]:
        """Read a range.

        Args:
            cells: The range.
            errors: Look up which error a cell holds (a call for each); otherwise it reads as None.

        Returns:
            Rows of text, numbers, booleans and dates; an empty cell is an empty string.
        """
        # The data first: that makes Calc work out formulas, and then a comparison's cell has the format of a boolean.
        data: list[list[Cell]] = [list(row) for row in cells.getDataArray()]
        numbers = [(i, j) for i, row in enumerate(data) for j, value in enumerate(row) if isinstance(value, float)]
        for group in formats.groups_at(cells, numbers):
            if self.formats.is_boolean(group.key):
                self._make_booleans(data, formats.positions(group.areas))
            elif self.formats.is_date(group.key):
                self._make_dates(data, formats.positions(group.areas))
        if errors:
            self._name_errors(cells, data)
        return data

    def _make_booleans(self, data: list[list[Cell]], where: object) -> None:
        for row, column in where:  # type: ignore[attr-defined]
            value = data[row][column]
            if isinstance(value, float):
                data[row][column] = bool(value)

    def _make_dates(self, data: list[list[Cell]], where: object) -> None:
        for row, column in where:  # type: ignore[attr-defined]
            value = data[row][column]
            if isinstance(value, float):
                data[row][column] = from_serial(value, self.zero)

    def _name_errors(self, cells: UnoObject, data: list[list[Cell]]) -> None:
        for row, values in enumerate(data):
            for column, value in enumerate(values):
                if value is None:
                    number = int(cells.getCellByPosition(column, row).getError())
                    values[column] = CellError(_ERRORS.get(number, f"Err:{number}"))

    def formula_positions(self, cells: UnoObject) -> set[Position]:
        """Cells of a range that hold a formula."""
        origin = cells.RangeAddress
        top, left = origin.StartRow, origin.StartColumn
        areas = tuple(
            (a.StartRow - top, a.StartColumn - left, a.EndRow - top, a.EndColumn - left)
            for a in cells.queryContentCells(_FORMULA).RangeAddresses
        )
        return set(formats.positions(areas))

    def read_formulas(self, cells: UnoObject) -> list[list[str]]:
        """Read a range as text: formulas in Excel's syntax, text as it stands, numbers in digits."""
        written = [list(row) for row in cells.getFormulaArray()]
        formulas = self.formula_positions(cells)
        for row, values in enumerate(cells.getDataArray()):
            for column, value in enumerate(values):
                if (row, column) in formulas:
                    written[row][column] = to_excel(written[row][column], self.functions)
                elif isinstance(value, str):
                    written[row][column] = value
        return written

    def write(self, cells: UnoObject, rows: Sequence[Sequence[Cell]]) -> None:
        """Write a block over a range of its size; number formats change only where a value would be misread."""
        block = prepare(rows, self.zero)
        kinds = dict(block.kinds)
        if block.formulas:
            kinds[Kind.NUMBER] = [*kinds.get(Kind.NUMBER, []), *block.formulas]
        if kinds:
            # Before the formulas come: Calc gives their cells the format of their results.
            self._fit_formats(cells, kinds)
        cells.setDataArray(block.rows)
        for top, left, bottom, right in rectangles(block.formulas):
            target = cells.getCellRangeByPosition(left, top, right, bottom)
            target.setFormulaArray(
                tuple(
                    tuple(to_calc(block.formulas[row, column], self.functions) for column in range(left, right + 1))
                    for row in range(top, bottom + 1)
                )
            )

    def _fit_formats(self, cells: UnoObject, kinds: dict[Kind, list[Position]]) -> None:
        kind_at = {at: kind for kind, where in kinds.items() for at in where}
        misread: dict[Kind, list[Position]] = {}
        for group in formats.groups_at(cells, kind_at):
            unfit = {kind for kind in kinds if not self.formats.fits(group.key, kind)}
            if unfit:
                for at in formats.positions(group.areas):
                    kind = kind_at.get(at)
                    if kind in unfit:
                        misread.setdefault(kind, []).append(at)
        for kind, where in misread.items():
            self.set_format(cells, where, self.formats.standard(kind))

    def set_format(self, cells: UnoObject, where: list[Position], key: int) -> None:
        """Give scattered cells of a range one number format, in one call."""
        origin = cells.RangeAddress
        addresses = tuple(
            struct(
                "com.sun.star.table.CellRangeAddress",
                origin.Sheet,
                origin.StartColumn + left,
                origin.StartRow + top,
                origin.StartColumn + right,
                origin.StartRow + bottom,
            )
            for top, left, bottom, right in rectangles(where)
        )
        scattered = self.document.createInstance("com.sun.star.sheet.SheetCellRanges")
        scattered.addRangeAddresses(addresses, False)
        scattered.NumberFormat = key
