"""The look, defined once: colours, sizes and cell formats."""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

INK = "#1F2A44"
GREY = "#6B7280"
HAIRLINE = "#E5E7EB"
TILE = "#F6F7F9"
BLUE = "#3B82F6"
BLUE_TINT = "#DBEAFE"
BLUE_LIGHT = "#93C5FD"
GREEN = "#1B7F5C"
GREEN_TINT = "#E3F4EC"
AMBER = "#8A5A12"
AMBER_TINT = "#FDF3DC"
RED = "#B42318"
RED_TINT = "#FDE8E6"
WHITE = "#FFFFFF"

FONT = "Calibri"
BODY = 11
SMALL = 11
HEADING = 14
TITLE = 22

INPUT_TAB = BLUE
GENERATED_TAB = INK


class Formats:
    """Cell formats of one workbook, each made once.

    Args:
        book: Workbook being built.
    """

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def __call__(self, **properties: Any) -> Format:
        """A format on top of the body text.

        Args:
            **properties: XlsxWriter format properties, such as ``bold=True`` or ``num_format="0.0%"``.
        """
        full = {"font_name": FONT, "font_size": BODY, "font_color": INK, "valign": "vcenter", **properties}
        key = tuple(sorted(full.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(full)
        return self._made[key]
