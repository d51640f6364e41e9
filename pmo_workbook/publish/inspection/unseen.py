"""The cells of a sheet that do not show: hidden or flattened rows and columns, merged cells, formats."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from math import inf

from openpyxl.utils.cell import range_boundaries

from pmo_workbook.publish.inspection.categories import Category
from pmo_workbook.publish.inspection.looks import Looks
from pmo_workbook.publish.inspection.reader import MAIN, Element, flag

LEAST_HEIGHT = 1.5
"""Of a row, in points; lower ones cannot be read."""
LEAST_WIDTH = 0.3
"""Of a column, in characters; narrower ones cannot be read."""
_TALL = 1000
"""Rows of a merged cell above which it is not noted row by row."""


class Unseen:
    """What of a worksheet no reader sees."""

    def __init__(self, root: Element, looks: Looks) -> None:
        """Read columns and merged cells.

        Args:
            root: Root of the worksheet part; its rows need not be in it.
            looks: The cell formats of the workbook.
        """
        self._looks = looks
        usual = root.find(f"{MAIN}sheetFormatPr")
        self._low_rows = usual is not None and _size(usual, "defaultRowHeight") < LEAST_HEIGHT
        self._narrow_columns = usual is not None and _size(usual, "defaultColWidth") < LEAST_WIDTH
        told = root.findall(f"{MAIN}cols/{MAIN}col")
        self._columns = sorted((int(one.get("min", "1")), int(one.get("max", "1")), _is_narrow(one)) for one in told)
        self._known_columns: dict[int, bool] = {}
        self._tall: list[tuple[int, int, int, int]] = []
        self._merged: dict[int, list[tuple[int, int, int, int]]] = defaultdict(list)
        for one in root.iterfind(f"{MAIN}mergeCells/{MAIN}mergeCell"):
            self._merge(one.get("ref", ""))

    def why(
        self, place: tuple[int, int], style: str, number: str = "", *, is_text: bool, hidden: bool
    ) -> Category | None:
        """Why the value of a cell does not show, None when it does.

        Args:
            place: Row and column.
            style: Index of its format, as the cell gives it.
            number: Its value where that is a number, as stored.
            is_text: Whether the value is a text.
            hidden: Whether its row does not show; see `row`.
        """
        if hidden or self.column(place[1]):
            return Category.HIDDEN_CELLS
        if self.covered(*place) or self._looks.hides(style, is_text, number):
            return Category.INVISIBLE
        return None

    def row(self, row: Element) -> bool:
        """Whether a row does not show.

        Args:
            row: Its element.
        """
        if flag(row, "hidden"):
            return True
        return _size(row, "ht") < LEAST_HEIGHT if "ht" in row.attrib else self._low_rows

    def column(self, number: int) -> bool:
        """Whether a column does not show."""
        known = self._known_columns.get(number)
        if known is None:
            known = self._known_columns[number] = self._column(number)
        return known

    def covered(self, row: int, column: int) -> bool:
        """Whether a cell is under a merged one whose first cell shows instead."""
        if row not in self._merged and not self._tall:
            return False
        return any(
            top <= row <= bottom and left <= column <= right and (row, column) != (top, left)
            for top, left, bottom, right in (*self._tall, *self._merged.get(row, ()))
        )

    def _column(self, number: int) -> bool:
        place = bisect_right(self._columns, (number, inf)) - 1
        if place >= 0 and number <= self._columns[place][1]:
            return self._columns[place][2]
        return self._narrow_columns

    def _merge(self, ref: str) -> None:
        left, top, right, bottom = range_boundaries(ref)
        if bottom - top > _TALL:
            self._tall.append((top, left, bottom, right))
            return
        for row in range(top, bottom + 1):
            self._merged[row].append((top, left, bottom, right))


def _is_narrow(column: Element) -> bool:
    return flag(column, "hidden") or _size(column, "width") < LEAST_WIDTH


def _size(element: Element, name: str) -> float:
    return float(element.get(name, inf))
