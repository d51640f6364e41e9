"""How high the rows of a generated table must be for their wrapped texts.

A row's height is stored beside its values. Programs that open a file show the stored height and do not measure again,
so a refresh that writes longer texts into wrapped cells stores the height they need. A height that a person fixed
stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from lxml import etree

from pmo_workbook.addresses import Area
from pmo_workbook.hosts.cells import T
from pmo_workbook.hosts.sheet_xml import TRUE, SheetXml
from pmo_workbook.ooxml.package import parse_xml
from pmo_workbook.ooxml.workbook import MAIN

HIGHEST: Final = 409.0
"""Most points that a row can be high."""

_LINE: Final = 14.5
"""Points of one line of the standard font."""
_DEFAULT_WIDTH: Final = 8.43
_PADDING: Final = 1.0
"""What a cell's edges take of its width, in characters."""

_INDENT: Final = 1.3
"""What one step of indent takes, in characters."""

_WIDTHS: Final = {
    letter: width
    for letters, width in (
        (" ", 0.45),
        (".,:;'|!iljI\u2019", 0.5),
        ("ft()[]{}-/", 0.66),
        ("rs", 0.75),
        ("cz", 0.82),
        ("gkvxy", 0.91),
        ("ae", 0.97),
        ("mw\u2026\u2014", 1.55),
        ("MW@%", 1.75),
    )
    for letter in letters
}
"""Widths of letters, in digits of the standard font; Calibri's, on the wide side."""
_CAPITAL: Final = 1.2
_OTHER: Final = 1.04


def wrapping_styles(styles: bytes) -> dict[str, float]:
    """Cell formats that wrap their text: their index, and what their indent takes of the width, in characters.

    Args:
        styles: The styles part.
    """
    formats = parse_xml(styles).find(f"{{{MAIN}}}cellXfs")
    return {
        str(index): _INDENT * int(alignment.get("indent", "0"))
        for index, xf in enumerate(formats.findall(f"{{{MAIN}}}xf") if formats is not None else ())
        for alignment in xf.iterchildren(f"{{{MAIN}}}alignment")
        if alignment.get("wrapText") in TRUE
    }


def fit_rows(sheet: SheetXml, wrapping: Mapping[str, float], area: Area, emptied: Iterable[int] = ()) -> None:
    """Store the heights that rows need for their wrapped texts; the others get the sheet's own height again.

    Args:
        sheet: The worksheet, its values written.
        wrapping: Cell formats that wrap, see `wrapping_styles`.
        area: The rows of the table.
        emptied: Rows that the table has left.
    """
    widths = _widths(sheet.root)
    air = max(_default_height(sheet.root) - _LINE, 0.0)
    columns = range(area.first_column, area.last_column + 1)
    for row in range(area.first_row, area.last_row + 1):
        lines = max(_lines(sheet, row, columns, wrapping, widths), default=1)
        sheet.set_height(row, min(lines * _LINE + air, HIGHEST) if lines > 1 else None)
    for row in emptied:
        sheet.set_height(row, None)


def _lines(
    sheet: SheetXml, row: int, columns: Iterable[int], wrapping: Mapping[str, float], widths: Mapping[int, float]
) -> Iterator[int]:
    for column in columns:
        cell = sheet.cell(row, column)
        if cell is not None and cell.get("s") in wrapping and cell.get("t") == "inlineStr":
            width = widths.get(column, _DEFAULT_WIDTH) - wrapping[cell.get("s", "")]
            text = next(cell.iter(T), None)
            yield lines_of(text.text or "" if text is not None else "", width)


@lru_cache(maxsize=4096)
def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a column; rather one too many than one too few.

    Args:
        text: The text.
        width: Width of the column, in characters of the standard font.
    """
    room = max(width - _PADDING, 1.0)
    if len(text) <= room and "\n" not in text:
        return 1
    return sum(_lines_of_paragraph(paragraph, room) for paragraph in text.split("\n"))


def _lines_of_paragraph(text: str, room: float) -> int:
    lines, used = 1, 0.0
    for word in text.split(" "):
        width = _width(word)
        if used and used + width > room:
            lines, used = lines + 1, 0.0
        while width > room:
            lines, width = lines + 1, width - room
        used += width + _width(" ")
    return lines


def _width(text: str) -> float:
    """Width of a text in digits of the standard font."""
    return sum(_WIDTHS.get(letter) or (_CAPITAL if letter.isupper() else _OTHER) for letter in text)


def _widths(root: etree._Element) -> dict[int, float]:
    found: dict[int, float] = {}
    for column in root.iterfind(f"{{{MAIN}}}cols/{{{MAIN}}}col"):
        first, last = int(column.get("min", "1")), int(column.get("max", "1"))
        width = float(column.get("width", _DEFAULT_WIDTH))
        found |= dict.fromkeys(range(first, min(last, first + 200) + 1), width)
    return found


def _default_height(root: etree._Element) -> float:
    default = root.find(f"{{{MAIN}}}sheetFormatPr")
    return float(default.get("defaultRowHeight", _LINE)) if default is not None else _LINE
