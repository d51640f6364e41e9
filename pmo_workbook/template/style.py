"""The look, defined once: colours, sizes and cell formats."""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

INK = "#1F2A44"
GREY = "#5B6472"
HAIRLINE = "#E5E7EB"
TILE = "#F6F7F9"
BLUE = "#3B82F6"
BLUE_DARK = "#1D4ED8"
BLUE_TINT = "#DBEAFE"
BLUE_LIGHT = "#93C5FD"
GREEN = "#176B4E"
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

DAY = "yyyy-mm-dd"
WHEN = "yyyy-mm-dd hh:mm"

INPUT_TAB = BLUE
GENERATED_TAB = INK

TONES: dict[str, tuple[str, str]] = {
    "green": (GREEN, GREEN_TINT),
    "amber": (AMBER, AMBER_TINT),
    "red": (RED, RED_TINT),
    "grey": (GREY, TILE),
}
"""Font and fill of a status, by tone; each pair has a contrast of at least 4.5 to 1."""

STATUS: dict[str, str] = {
    "Done": "green",
    "Met": "green",
    "Kept": "green",
    "Reached": "green",
    "On track": "green",
    "Check": "amber",
    "At risk": "amber",
    "On hold": "amber",
    "warning": "amber",
    "Breached": "red",
    "Missed": "red",
    "error": "red",
    "To do": "grey",
    "No SLA": "grey",
    "Left out": "grey",
    "No time recorded": "grey",
    "note": "grey",
}
"""Tone of every status word that a generated tab may show."""


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
        return self._make({"font_name": FONT, "font_size": BODY, "font_color": INK, "valign": "vcenter", **properties})

    def mark(self, **properties: Any) -> Format:
        """A format for a conditional format: only what it changes.

        Args:
            **properties: XlsxWriter format properties, such as ``bg_color=RED_TINT``.
        """
        return self._make({"": "mark", **properties})

    def tone(self, tone: str) -> Format:
        """The conditional format of a status.

        Args:
            tone: Key of `TONES`.
        """
        ink, fill = TONES[tone]
        return self.mark(font_color=ink, bg_color=fill, bold=True)

    def _make(self, properties: dict[str, Any]) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({name: value for name, value in properties.items() if name})
        return self._made[key]
