"""Reading and writing the contents of a range: whole blocks, with dates and booleans."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from . import formats
from .bridge import UnoObject, struct
from .formats import FormatGroup, Formats
from .formulas import FunctionNames, to_calc, to_excel
from .kept_ranges import Place
from .memory import Memory
from .serials import from_serial
from .values import Cell, CellError, Kind, Position, Rectangle, prepare, rectangles

_FORMULA = 16
"""``com.sun.star.sheet.CellFlags.FORMULA``."""
_MOST_FORMULAS = 10_000
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
    """

    def __init__(self, memory: Memory, functions: FunctionNames) -> None:
        self.memory = memory
        self.document = memory.document
        self.formats = Formats(self.document)
        self.functions = functions
        self._in_excel: dict[str, str] = {}

    @property
    def zero(self) -> dt.datetime:
        """The document's day zero."""
        zero = self.memory.once(("zero",), lambda: self.document.NullDate)
        return dt.datetime(zero.Year, zero.Month, zero.Day)

    def to_excel(self, formula: str) -> str:
        """A formula of Calc in Excel's syntax; those translated lately are remembered."""
        if formula not in self._in_excel:
            if len(self._in_excel) >= _MOST_FORMULAS:
                self._in_excel.clear()
            self._in_excel[formula] = to_excel(formula, self.functions)
        return self._in_excel[formula]

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
        self.interpret(data, formats.groups_at(cells, numbers))
        if errors:
            self.name_errors(cells, data)
        return data

    def interpret(self, data: list[list[Cell]], groups: Iterable[FormatGroup]) -> None:
        """Make dates and booleans of the numbers that are shown as such.

        Args:
            data: Rows of stored values.
            groups: Which format is where.
        """
        for group in groups:
            if self.formats.is_boolean(group.key):
                self._make_booleans(data, formats.positions(group.areas))
            elif self.formats.is_date(group.key):
                self._make_dates(data, formats.positions(group.areas))

    def _make_booleans(self, data: list[list[Cell]], where: Iterable[Position]) -> None:
        for row, column in where:
            value = data[row][column]
            if isinstance(value, float):
                data[row][column] = bool(value)

    def _make_dates(self, data: list[list[Cell]], where: Iterable[Position]) -> None:
        zero = self.zero
        for row, column in where:
            value = data[row][column]
            if isinstance(value, float):
                data[row][column] = from_serial(value, zero)

    def name_errors(self, cells: UnoObject, data: list[list[Cell]]) -> None:
        """Put errors in the place of what was stored as none: a call for each."""
        for row, values in enumerate(data):
            for column, value in enumerate(values):
                if value is None:
                    number = int(cells.getCellByPosition(column, row).getError())
                    values[column] = CellError(_ERRORS.get(number, f"Err:{number}"))

    def formula_areas(self, cells: UnoObject) -> tuple[Rectangle, ...]:
        """Cells of a range that hold a formula, as rectangles inside it."""
        origin = cells.RangeAddress
        top, left = origin.StartRow, origin.StartColumn
        return tuple(
            (a.StartRow - top, a.StartColumn - left, a.EndRow - top, a.EndColumn - left)
            for a in cells.queryContentCells(_FORMULA).RangeAddresses
        )

    def formula_positions(self, cells: UnoObject) -> set[Position]:
        """Cells of a range that hold a formula."""
        return set(formats.positions(self.formula_areas(cells)))

    def read_formulas(self, cells: UnoObject) -> list[list[str]]:
        """Read a range as text: formulas in Excel's syntax, text as it stands, numbers in digits."""
        written = [list(row) for row in cells.getFormulaArray()]
        formulas = self.formula_positions(cells)
        for row, values in enumerate(cells.getDataArray()):
            for column, value in enumerate(values):
                if (row, column) in formulas:
                    written[row][column] = self.to_excel(written[row][column])
                elif isinstance(value, str):
                    written[row][column] = value
        return written

    def write(self, cells: UnoObject, place: Place, rows: Sequence[Sequence[Cell]]) -> None:
        """Write a block over a range of its size; number formats change only where a value would be misread."""
        block = prepare(rows, self.zero)
        kinds = dict(block.kinds)
        doubtful = self._not_known_to_fit(place, kinds.pop(Kind.NUMBER, []))
        if doubtful:
            kinds[Kind.NUMBER] = doubtful
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

    def _not_known_to_fit(self, place: Place, numbers: list[Position]) -> list[Position]:
        """Those cells that were not seen to hold a number or a date: where one stood, another is not misread."""
        for (sheet, left, top, right, bottom), values in self.memory.read_lately():
            if sheet == place[0] and left <= place[1] and top <= place[2] and place[3] <= right and place[4] <= bottom:
                down, across = place[2] - top, place[1] - left
                return [(i, j) for i, j in numbers if type(values[i + down][j + across]) not in (float, dt.datetime)]
        return numbers

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
        if misread:
            self.memory.forget_read_lately()

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
