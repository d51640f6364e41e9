"""The look of the workbook: sizes and cell formats; its colours are in `palette`."""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from pmo_workbook.palette import BLUE, FONT, INK, TONES, Tone

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
        return self._make({"font_name": FONT, "font_size": BODY, "font_color": INK, "valign": "vcenter", **properties})

    def mark(self, **properties: Any) -> Format:
        """A format for a conditional format: only what it changes.

        Args:
            **properties: XlsxWriter format properties, such as ``bg_color=RED_TINT``.
        """
        return self._make({"": "mark", **properties})

    def tone(self, tone: Tone) -> Format:
        """The conditional format of a status.

        Args:
            tone: Key of `palette.TONES`.
        """
        ink, fill = TONES[tone]
        return self.mark(font_color=ink, bg_color=fill, bold=True)

    def _make(self, properties: dict[str, Any]) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({name: value for name, value in properties.items() if name})
        return self._made[key]
