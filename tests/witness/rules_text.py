"""Rule 38 of a good workbook: text is large enough and not cut off."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from typing import Any

from tests.witness.formulas import areas, column_letters
from tests.witness.rules_look import SMALLEST_CHART_FONT, SMALLEST_FONT
from tests.witness.subject import Subject, Violation

LOG_ROWS = 200
"""A table with more rows is a log: its texts may run out of their cells."""

DEFAULT_WIDTH = 8.43
LINE_HEIGHT = 1.22
POINTS = 5.25
"""Width of a column's unit, one digit of 11 points Calibri, in points."""
TOLERANCE = 1.08
_NARROW, _WIDE = set("ijlftrI.,:;'|!()[]- "), set("mwMWQO@%&")


def text_sizes(subject: Subject) -> list[Violation]:
    """38: text in cells is set in 11 points or more, in charts in 9 or more, and none is cut off.

    Cut off is a text that needs more room than its cell and, if it is not wrapped, the blank cells to its right; and a
    wrapped or turned one that needs more than a fixed row height. Widths are estimated from letters in Calibri. Texts
    in rows of a log (a table of more than 200 rows) and cells shrunk to fit are left out: people scroll there.
    """
    found: dict[tuple[str, str], Violation] = {}
    for title in subject.titles:
        for where, text in [*_small(subject, title), *_chart_fonts(subject, title), *_cut(subject, title)]:
            found.setdefault((title, text), Violation(title, where, text))
    return list(found.values())


def _small(subject: Subject, title: str) -> Iterator[tuple[str, str]]:
    for cell in subject.formulas[title]._cells.values():
        if cell.value is not None and cell.font.sz and cell.font.sz < SMALLEST_FONT:
            yield cell.coordinate, f"text of {cell.font.sz:g} points"


def _chart_fonts(subject: Subject, title: str) -> Iterator[tuple[str, str]]:
    for part in subject.charts(title):
        for item in subject.package.tree(part).iter("{*}defRPr", "{*}rPr"):
            size = int(item.get("sz", 1000)) / 100
            if size < SMALLEST_CHART_FONT:
                yield part, f"chart text of {size:g} points"


def _cut(subject: Subject, title: str) -> Iterator[tuple[str, str]]:
    sheet = subject.values[title]
    logs = [table.box for table in subject.tables_of(title) if len(table.rows) > LOG_ROWS]
    merges = {(box.top, box.left): box for merged in sheet.merged_cells.ranges for box in areas(str(merged))}
    widths = _widths(subject, title)
    for (row, column), cell in sheet._cells.items():
        if (
            not isinstance(cell.value, str | int | float | dt.datetime)
            or cell.value == ""
            or cell.alignment.shrink_to_fit
        ):
            continue
        if any(box.holds(row, column) and row > box.top for box in logs):
            continue
        last = merges[row, column].right if (row, column) in merges else column
        room = sum(widths.get(number, DEFAULT_WIDTH) for number in range(column, last + 1))
        if isinstance(cell.value, str):
            if not cell.alignment.wrap_text and cell.alignment.horizontal in (None, "general", "left"):
                room += _blank_room(sheet, widths, row, last)
            yield from _cut_text(sheet, cell, room, merges)


def _widths(subject: Subject, title: str) -> dict[int, float]:
    found = {}
    for item in subject.scans[title].root.iterfind("{*}cols/{*}col"):
        for number in range(int(item.get("min")), min(int(item.get("max")), 200) + 1):
            found[number] = float(item.get("width", DEFAULT_WIDTH))
    return found


def _blank_room(sheet: Any, widths: dict[int, float], row: int, column: int) -> float:
    room = 0.0
    for number in range(column + 1, column + 30):
        cell = sheet._cells.get((row, number))
        if cell is not None and cell.value not in (None, ""):
            break
        room += widths.get(number, DEFAULT_WIDTH)
    return room


def _cut_text(sheet: Any, cell: Any, room: float, merges: dict[tuple[int, int], Any]) -> Iterator[tuple[str, str]]:
    size = float(cell.font.sz or SMALLEST_FONT)
    needed = [_width(line, size, bool(cell.font.b)) for line in cell.value.split("\n")]
    if cell.alignment.textRotation:
        yield from _turned(sheet, cell, max(needed), size)
        return
    if not cell.alignment.wrap_text:
        if max(needed) > room * TOLERANCE:
            yield cell.coordinate, f"{cell.value[:40]!r} needs {max(needed):.0f} characters of {room:.0f}"
        return
    box = merges.get((cell.row, cell.column))
    rows = range(cell.row, (box.bottom if box else cell.row) + 1)
    heights = [sheet.row_dimensions[row].height for row in rows if row in sheet.row_dimensions]
    if len(heights) < len(rows) or None in heights:
        return
    lines = sum(max(1, math.ceil(width / (room * TOLERANCE))) for width in needed)
    if lines * size * LINE_HEIGHT > sum(heights) * TOLERANCE:
        yield cell.coordinate, f"{cell.value[:40]!r} needs {lines} lines of {column_letters(cell.column)}{cell.row}"


def _turned(sheet: Any, cell: Any, needed: float, size: float) -> Iterator[tuple[str, str]]:
    """A turned text runs up its row: it must fit a height that is fixed."""
    # 91 to 180 turn clockwise by what is over 90; 255 sets letter below letter.
    turn = {255: 90}.get(cell.alignment.textRotation, cell.alignment.textRotation)
    angle = math.radians(turn - 90 if turn > 90 else turn)
    room = sheet.row_dimensions[cell.row].height if cell.row in sheet.row_dimensions else None
    height = needed * POINTS * math.sin(angle) + size * math.cos(angle)
    if room is not None and height > room * TOLERANCE:
        yield cell.coordinate, f"{cell.value[:40]!r} needs {height:.0f} points of height, of {room:.0f}"


def _width(line: str, size: float, bold: bool) -> float:
    """Width of a line in columns' unit, one digit of 11 points."""
    units = sum(
        0.55 if letter in _NARROW else 1.6 if letter in _WIDE else 1.15 if letter.isupper() else 1.0 for letter in line
    )
    return units * size / 11 * (1.05 if bold else 1.0) * 0.95
