"""Ranges of cells: where they are, what is in them, how rows and columns move."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from xlwings import NoSuchObjectError, base_classes

from .bridge import UnoObject, enum, struct
from .formulas import column_letters, column_number, shift, to_calc, to_excel
from .kept_ranges import Place
from .look import Look
from .names import quoted
from .unsupported import complete
from .values import Cell, LiteralText

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .held import Held
    from .sheet import Sheet
    from .table import Table

_A1 = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d+)(?::\$?([A-Za-z]{1,3})\$?(\d+))?")
_COLUMNS = re.compile(r"\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})")
_ROWS = re.compile(r"\$?(\d+):\$?(\d+)")
_VALUES, _DATES, _TEXT, _FORMULAS, _HARD_FORMATS, _STYLES = 1, 2, 4, 16, 32, 64
_CONTENTS = _VALUES | _DATES | _TEXT | _FORMULAS
_FORMATS = _HARD_FORMATS | _STYLES
_STEPS = {"down": (1, 0), "up": (-1, 0), "right": (0, 1), "left": (0, -1)}
Corner = tuple[int, int]


@complete
class Range(Look, base_classes.Range):
    """A rectangle of cells on one sheet; rows and columns count from 1."""

    def __init__(self, sheet: Sheet, arg1: Any, arg2: Any = None) -> None:
        self.arg1_input = arg1
        self.options: dict[str, Any] = {}
        self._sheet, (self._top, self._left), (bottom, right) = _corners(sheet, arg1, arg2)
        self._bottom, self._right = bottom, right
        self._cells: UnoObject | None = None

    @property
    def api(self) -> UnoObject:
        """The cells (``com.sun.star.sheet.SheetCellRange``)."""
        if self._cells is None:
            memory, place = self._sheet.book.memory, self._place
            self._cells = (
                memory.cells(place) if memory.answers.are_kept else self._sheet.api.getCellRangeByPosition(*place[1:])
            )
        return self._cells

    @property
    def _place(self) -> Place:
        return self._sheet.index - 1, self._left - 1, self._top - 1, self._right - 1, self._bottom - 1

    @property
    def sheet(self) -> Sheet:
        """The sheet that it is on."""
        return self._sheet

    @property
    def row(self) -> int:
        """Its first row."""
        return self._top

    @property
    def column(self) -> int:
        """Its first column."""
        return self._left

    @property
    def shape(self) -> tuple[int, int]:
        """Numbers of rows and columns."""
        return self._bottom - self._top + 1, self._right - self._left + 1

    @property
    def coords(self) -> tuple[str, int, int, int, int]:
        """Sheet, first row, first column, rows, columns."""
        return (self._sheet.name, self._top, self._left, *self.shape)

    def __len__(self) -> int:
        rows, columns = self.shape
        return rows * columns

    def __call__(self, arg1: int, arg2: int | None = None) -> Range:
        """One cell by its row and column inside the range, or by its number, counted from 1."""
        if arg2 is None:
            row, column = divmod(arg1 - 1, self.shape[1])
            arg1, arg2 = row + 1, column + 1
        return Range(self._sheet, (self._top + arg1 - 1, self._left + arg2 - 1))

    def rows_between(self, first: int, last: int) -> Range:
        """Some of its rows, counted from 1."""
        return Range(self._sheet, (self._top + first - 1, self._left), (self._top + last - 1, self._right))

    def columns_between(self, first: int, last: int) -> Range:
        """Some of its columns, counted from 1."""
        return Range(self._sheet, (self._top, self._left + first - 1), (self._bottom, self._left + last - 1))

    def overlaps(self, other: Range) -> bool:
        """Whether it shares a cell with another range of the same sheet."""
        return not (
            self._bottom < other._top
            or other._bottom < self._top
            or self._right < other._left
            or other._right < self._left
        )

    def get_address(self, row_absolute: bool = True, col_absolute: bool = True, external: bool = False) -> str:
        """Its address, such as ``$A$1:$B$2``."""

        def corner(row: int, column: int) -> str:
            return f"{'$' * col_absolute}{column_letters(column)}{'$' * row_absolute}{row}"

        address = corner(self._top, self._left)
        if len(self) > 1:
            address += ":" + corner(self._bottom, self._right)
        return f"{quoted(f'[{self._sheet.book.name}]{self._sheet.name}')}!{address}" if external else address

    @property
    def address(self) -> str:
        """Its address, such as ``$A$1:$B$2``."""
        return self.get_address()

    @property
    def raw_value(self) -> Sequence[Sequence[Cell]]:
        """Rows of values; a date where the number format shows one, an empty string for an empty cell."""
        if self._sheet.book.memory.answers.are_kept:
            return self.held.values
        return self._sheet.book.content.read(self.api, errors=bool(self.options.get("err_to_str")))

    @raw_value.setter
    def raw_value(self, value: Any) -> None:
        rows, columns = self.shape
        if not isinstance(value, list | tuple):
            is_formula = isinstance(value, str) and not isinstance(value, LiteralText) and value.startswith("=")
            value = [[shift(value, i, j) if is_formula else value for j in range(columns)] for i in range(rows)]
        self._sheet.book.content.write(self.api, self._place, value)
        self._sheet.book.memory.answers.forget_contents()

    @property
    def held(self) -> Held:
        """Its values: the same object as before for as long as they are the same."""
        return self._sheet.book.kept.holder.meant(self._place)

    @property
    def stored(self) -> Held:
        """Its values as stored, dates as numbers, and its formulas: the same object as long as they are the same."""
        return self._sheet.book.kept.holder.stored(self._place)

    @property
    def formula(self) -> Any:
        """Formulas in Excel's syntax; constants as text. One cell gives a text, more a tuple of rows."""
        written = self._sheet.book.content.read_formulas(self.api)
        return written[0][0] if len(self) == 1 else tuple(tuple(row) for row in written)

    @formula.setter
    def formula(self, value: Any) -> None:
        self.raw_value = value

    @property
    def formula2(self) -> Any:
        """Same as :attr:`formula`."""
        return self.formula

    @formula2.setter
    def formula2(self, value: Any) -> None:
        self.formula = value

    @property
    def formula_array(self) -> str | None:
        """The array formula that fills exactly this range; None if there is none."""
        text = str(self.api.getArrayFormula())
        return to_excel(text.strip("{}"), self._sheet.book.content.functions) if text else None

    @formula_array.setter
    def formula_array(self, value: str) -> None:
        self.api.setArrayFormula(to_calc(value, self._sheet.book.content.functions))
        self._forget()

    def _forget(self) -> None:
        """Nothing that was known of the document is sure after a change."""
        self._sheet.book.memory.answers.forget()

    @property
    def has_array(self) -> bool:
        """Whether its first cell belongs to an array formula."""
        cell = self.api.getCellByPosition(0, 0)
        cursor = self._sheet.api.createCursorByRange(cell)
        cursor.collapseToCurrentArray()
        return bool(cursor.getArrayFormula())

    def clear_contents(self) -> None:
        """Empty the cells and keep their formats."""
        self.api.clearContents(_CONTENTS)
        self._forget()

    def clear_formats(self) -> None:
        """Drop the cells' formats and keep their contents."""
        self.api.clearContents(_FORMATS)
        self._forget()

    def clear(self) -> None:
        """Empty the cells and drop their formats."""
        self.api.clearContents(_CONTENTS | _FORMATS)
        self._forget()

    def end(self, direction: str) -> Range:
        """Where Ctrl and an arrow key lead from the first cell."""
        down, right = _STEPS[direction]
        line = self._line(down, right)
        place = _jump([bool(value) for value in line])
        if place is None:
            sheet = self._sheet.api
            last = (sheet.Rows.Count, sheet.Columns.Count)
            row = {1: last[0], -1: 1}.get(down, self._top)
            column = {1: last[1], -1: 1}.get(right, self._left)
            return Range(self._sheet, (row, column))
        return Range(self._sheet, (self._top + down * place, self._left + right * place))

    def _line(self, down: int, right: int) -> list[str]:
        """Contents from the first cell on in one direction, as far as the sheet is used."""
        used = self._sheet.used_range
        row = max(used._bottom, self._top) if down > 0 else 1 if down else self._top
        column = max(used._right, self._left) if right > 0 else 1 if right else self._left
        top, bottom = sorted((self._top, row))
        left, right_end = sorted((self._left, column))
        cells = Range(self._sheet, (top, left), (bottom, right_end)).api.getFormulaArray()
        line = [value for values in cells for value in values]
        return line[::-1] if down < 0 or right < 0 else line

    @property
    def current_region(self) -> Range:
        """The block of filled cells around it."""
        cursor = self._sheet.api.createCursorByRange(self.api)
        cursor.collapseToCurrentRegion()
        return self._sheet.book.range_at(cursor.RangeAddress)

    @property
    def table(self) -> Table | None:
        """The table that its first cell is in."""
        first = self(1)
        return next((table for table in self._sheet.tables if table.range.overlaps(first)), None)

    @property
    def name(self) -> Any:
        """The defined name of exactly this range; None if there is none."""
        for name in self._sheet.book.names._all():
            cells = name.api.ReferredCells
            if cells is not None and self._sheet.book.range_at(cells.RangeAddress).coords == self.coords:
                return name
        return None

    @name.setter
    def name(self, value: str) -> None:
        self._sheet.book.names.add(value, f"={quoted(self._sheet.name)}!{self.address}")

    def select(self) -> None:
        """Select it in its window."""
        self._sheet.book.api.CurrentController.select(self.api)

    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:  # noqa: ARG002 - xlwings passes it
        """Insert empty cells here; those that were here move down or right.

        Args:
            shift: ``down`` or ``right``; None takes the longer side of the range, as Excel does.
            copy_origin: Excel's; has no effect.
        """
        rows, columns = self.shape
        mode = {"down": "DOWN", "right": "RIGHT"}[shift or ("down" if columns >= rows else "right")]
        self._sheet.api.insertCells(self.api.RangeAddress, enum("com.sun.star.sheet.CellInsertMode", mode))
        self._cells = None
        self._forget()

    def delete(self, shift: str | None = None) -> None:
        """Remove its cells; others move up or left to fill the gap."""
        rows, columns = self.shape
        mode = {"up": "UP", "left": "LEFT"}[shift or ("up" if columns >= rows else "left")]
        self._sheet.api.removeRange(self.api.RangeAddress, enum("com.sun.star.sheet.CellDeleteMode", mode))
        self._cells = None
        self._forget()

    def copy(self, destination: Any = None) -> None:
        """Copy contents and formats to the place whose top left cell is given."""
        if destination is None:
            raise NotImplementedError(
                "the xlwings engine for LibreOffice copies to a destination, not to the clipboard"
            )
        target = getattr(destination, "impl", destination)
        place = struct("com.sun.star.table.CellAddress", target.sheet.index - 1, target.column - 1, target.row - 1)
        self._sheet.api.copyRange(place, self.api.RangeAddress)
        self._forget()

    def merge(self, across: bool = False) -> None:
        """Merge its cells into one, or into one per row."""
        for index in range(1, self.shape[0] + 1) if across else ():
            self.rows_between(index, index).api.merge(True)
        if not across:
            self.api.merge(True)
        self._forget()

    def unmerge(self) -> None:
        """Split merged cells again."""
        self.api.merge(False)
        self._forget()

    @property
    def merge_cells(self) -> bool:
        """Whether it has merged cells."""
        if self.api.getIsMerged():
            return True
        # Merged cells that reach into it begin above it or on its left.
        before = Range(self._sheet, (1, 1), (self._bottom, self._right))
        return bool(before.api.getIsMerged()) and self.merge_area.shape != (1, 1)

    @property
    def merge_area(self) -> Range:
        """The merged cells that its first cell belongs to, or that cell."""
        cursor = self._sheet.api.createCursorByRange(self.api.getCellByPosition(0, 0))
        cursor.collapseToMergedArea()
        return self._sheet.book.range_at(cursor.RangeAddress)


def _jump(filled: list[bool]) -> int | None:
    """How far Ctrl and an arrow key go along a line; None means to the edge of the sheet."""
    start = 1 if len(filled) > 1 and filled[0] and filled[1] else 0
    if start:
        gap = next((i for i, value in enumerate(filled) if not value), len(filled))
        return gap - 1
    return next((i for i, value in enumerate(filled) if value and i > 0), None)


def _corners(sheet: Sheet, arg1: Any, arg2: Any) -> tuple[Sheet, Corner, Corner]:
    if isinstance(arg1, str):
        first = _from_text(sheet, arg1)
        if arg2 is None:
            return first
        return _around(sheet, [first[1], first[2], *_ends(sheet, arg2)])
    return _around(sheet, [*_ends(sheet, arg1), *(_ends(sheet, arg2) if arg2 is not None else [])])


def _around(sheet: Sheet, ends: list[Corner]) -> tuple[Sheet, Corner, Corner]:
    rows, columns = [row for row, _ in ends], [column for _, column in ends]
    if min(rows) < 1 or min(columns) < 1:
        raise IndexError("Attempted to access 0-based Range. xlwings/Excel Ranges are 1-based.")
    return sheet, (min(rows), min(columns)), (max(rows), max(columns))


def _ends(sheet: Sheet, arg: Any) -> list[Corner]:
    if isinstance(arg, str):
        return list(_from_text(sheet, arg)[1:])
    if isinstance(arg, tuple):
        # xlwings' slices come as first row, first column, number of rows, number of columns.
        row, column, rows, columns = arg if len(arg) == 4 else (*arg, 1, 1)
        if 0 in (rows, columns):
            raise IndexError("a range of LibreOffice has at least one cell")
        return [(row, column), (row + rows - 1, column + columns - 1)]
    return [(arg._top, arg._left), (arg._bottom, arg._right)]


def _from_text(sheet: Sheet, text: str) -> tuple[Sheet, Corner, Corner]:
    if match := _A1.fullmatch(text):
        left, top, right, bottom = match.groups()
        first = (int(top), column_number(left))
        return _around(sheet, [first, (int(bottom), column_number(right)) if right else first])
    if match := _COLUMNS.fullmatch(text):
        left, right = match.groups()
        return _around(sheet, [(1, column_number(left)), (int(sheet.api.Rows.Count), column_number(right))])
    if match := _ROWS.fullmatch(text):
        return _around(sheet, [(int(match[1]), 1), (int(match[2]), int(sheet.api.Columns.Count))])
    for names in (sheet.names, sheet.book.names):
        if names.contains(text):
            found = names(text).refers_to_range
            return found.sheet, (found._top, found._left), (found._bottom, found._right)
    part = sheet.book.sheets.table_part(text)
    if part is None:
        raise NoSuchObjectError(f"The address, name or table '{text}' does not exist.")
    return part.sheet, (part._top, part._left), (part._bottom, part._right)
