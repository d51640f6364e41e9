"""Colours of cells as Excel shows them, and their contrast."""

from __future__ import annotations

import colorsys
import re
from typing import Any

from openpyxl.styles.colors import COLOR_INDEX

Rgb = tuple[int, int, int]
BLACK: Rgb = (0, 0, 0)
WHITE: Rgb = (255, 255, 255)
# Order of the theme's colours in a reference to them: light and dark change places (ECMA-376 part 1, 18.8.3).
_THEME_ORDER = ("lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6")


class Palette:
    """Turns colour elements as openpyxl gives them into RGB.

    Args:
        theme: Bytes of the theme part, None for Office's own.
    """

    def __init__(self, theme: bytes | None) -> None:
        text = (theme or b"").decode(errors="replace")
        self._theme: list[Rgb] = []
        for name in _THEME_ORDER:
            found = re.search(rf'<a:{name}>.*?(?:lastClr|srgbClr val)="([0-9A-Fa-f]{{6}})"', text, re.DOTALL)
            default = WHITE if name.startswith("lt") else BLACK
            self._theme.append(_hex(found[1]) if found else default)

    def rgb(self, colour: Any, default: Rgb) -> Rgb:
        """RGB of an openpyxl colour; the default for none, for "automatic" and for what is unknown."""
        if colour is None:
            return default
        if colour.type == "rgb" and isinstance(colour.rgb, str):
            return _tinted(_hex(colour.rgb[-6:]), colour.tint)
        if colour.type == "theme" and isinstance(colour.theme, int) and colour.theme < len(self._theme):
            return _tinted(self._theme[colour.theme], colour.tint)
        if colour.type == "indexed" and isinstance(colour.indexed, int) and colour.indexed < len(COLOR_INDEX):
            return _hex(COLOR_INDEX[colour.indexed][-6:])
        return default


def _hex(text: str) -> Rgb:
    return int(text[:2], 16), int(text[2:4], 16), int(text[4:6], 16)


def _tinted(rgb: Rgb, tint: float | None) -> Rgb:
    """Lighter (tint > 0) or darker, by luminance (ECMA-376 part 1, 18.8.19)."""
    if not tint:
        return rgb
    hue, light, saturation = colorsys.rgb_to_hls(*(value / 255 for value in rgb))
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    red, green, blue = (round(value * 255) for value in colorsys.hls_to_rgb(hue, light, saturation))
    return red, green, blue


def contrast(one: Rgb, other: Rgb) -> float:
    """Contrast ratio, 1 to 21 (WCAG 2.1, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(rgb: Rgb) -> float:
    parts = [value / 255 for value in rgb]
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def is_status(rgb: Rgb) -> bool:
    """Whether a colour is a red, amber or green strong enough to be read as a verdict."""
    hue, _, saturation = colorsys.rgb_to_hls(*(value / 255 for value in rgb))
    degrees = hue * 360
    spread = max(rgb) - min(rgb)
    return saturation > 0.3 and spread > 12 and (degrees < 60 or degrees > 340 or 80 < degrees < 175)


def as_hex(rgb: Rgb) -> str:
    """A colour as ``#RRGGBB``."""
    return "#{:02X}{:02X}{:02X}".format(*rgb)
