"""What a cell's format lets a reader see: does it show its value at all?"""

from __future__ import annotations

import re

from lxml import etree

from pmo_workbook.publish.clean.allow import first, main

_WHITE, _BLACK = "FFFFFF", "000000"
_INDEXED = {"0": _BLACK, "8": _BLACK, "64": _BLACK, "1": _WHITE, "9": _WHITE, "65": _WHITE}
_THEME = {"0": _WHITE, "1": _BLACK}
_OF_NUMBERS = 3
"""Sections of a number format that are for numbers; a fourth is for texts."""
_DECORATION = re.compile(r"\[[^\]]*\]|\s")


class Look:
    """The cell formats of a workbook, as far as they hide what a cell holds."""

    def __init__(self, styles: etree._Element) -> None:
        """Read the formats.

        Args:
            styles: Root of the styles part.
        """
        codes = {
            number.get("numFmtId", ""): number.get("formatCode", "")
            for number in styles.iterfind(f"{main('numFmts')}/{main('numFmt')}")
        }
        fonts = [_colour(first(font, "color"), _BLACK) for font in styles.iterfind(f"{main('fonts')}/{main('font')}")]
        fills = [_fill(fill) for fill in styles.iterfind(f"{main('fills')}/{main('fill')}")]
        self._hide_texts: list[bool] = []
        self._hide_numbers: list[bool] = []
        for format_ in styles.iterfind(f"{main('cellXfs')}/{main('xf')}"):
            same = _at(fonts, format_.get("fontId"), _BLACK) == _at(fills, format_.get("fillId"), _WHITE)
            sections = _DECORATION.sub("", codes.get(format_.get("numFmtId", ""), "General")).split(";")
            self._hide_texts.append(same or (len(sections) > _OF_NUMBERS and not sections[_OF_NUMBERS]))
            self._hide_numbers.append(same or (len(sections) > 1 and not any(sections[:_OF_NUMBERS])))

    def hides(self, style: str, is_text: bool) -> bool:
        """Whether a cell format shows nothing of a value: written in the colour of the ground, or format ``;;;``.

        Args:
            style: Index of the format, as a cell gives it.
            is_text: Whether the value is a text.
        """
        index = int(style or "0")
        flags = self._hide_texts if is_text else self._hide_numbers
        return index < len(flags) and flags[index]


def _at(values: list[str], index: str | None, default: str) -> str:
    at = int(index or "0")
    return values[at] if at < len(values) else default


def _fill(fill: etree._Element) -> str:
    pattern = first(fill, "patternFill")
    if pattern is None:
        return "gradient" if len(fill) else _WHITE
    kind = pattern.get("patternType", "none")
    if kind != "solid":
        return _WHITE if kind == "none" else "pattern"
    return _colour(first(pattern, "fgColor"), _WHITE)


def _colour(element: etree._Element | None, default: str) -> str:
    """A colour to compare others with: six hexadecimal digits, or the theme's number with its tint."""
    if element is None or element.get("auto"):
        return default
    if "rgb" in element.attrib:
        return element.get("rgb", "")[-6:].upper()
    if "indexed" in element.attrib:
        return _INDEXED.get(element.get("indexed", ""), "indexed " + element.get("indexed", ""))
    theme, tint = element.get("theme", ""), float(element.get("tint", "0") or 0)
    return _THEME[theme] if theme in _THEME and not tint else f"theme {theme} {tint:.3f}"
