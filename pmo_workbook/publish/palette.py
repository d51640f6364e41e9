"""The colours of what is published, the same as the workbook's (a test compares), without what draws the template."""

from __future__ import annotations

from typing import Final

INK: Final = "1F2A44"
GREY: Final = "5B6472"
HAIRLINE: Final = "E5E7EB"
TILE: Final = "F6F7F9"
BLUE: Final = "3B82F6"
BLUE_DARK: Final = "1D4ED8"
BLUE_TINT: Final = "DBEAFE"
BLUE_LIGHT: Final = "93C5FD"
GREEN: Final = "176B4E"
GREEN_TINT: Final = "E3F4EC"
AMBER: Final = "8A5A12"
AMBER_TINT: Final = "FDF3DC"
RED: Final = "B42318"
RED_TINT: Final = "FDE8E6"
WHITE: Final = "FFFFFF"
FONT: Final = "Calibri"
