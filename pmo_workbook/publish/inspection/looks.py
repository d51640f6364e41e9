"""What the format of a cell lets a reader see of its value."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Sequence
from dataclasses import replace
from math import inf

from pmo_workbook.publish.inspection.book import Book
from pmo_workbook.publish.inspection.codes import OF_NUMBERS, Section, applied, sections
from pmo_workbook.publish.inspection.reader import MAIN, Element, flag

BLACK, WHITE = "000000", "FFFFFF"
_NAMED = {
    "black": BLACK, "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00",
    "magenta": "FF00FF", "red": "FF0000", "white": WHITE, "yellow": "FFFF00",
}  # fmt: skip
_THEME_ORDER = ("lt1", "dk1", "lt2", "dk2", *(f"accent{number}" for number in range(1, 7)), "hlink", "folHlink")
_OFFICE_THEME = (WHITE, BLACK, "EEECE1", "1F497D", "4F81BD", "C0504D", "9BBB59", "8064A2", "4BACC6", "F79646")
_OF_WINDOWS = {"window": WHITE, "windowText": BLACK}
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_HEX = re.compile("[0-9A-F]{6}")
_NUMBER = re.compile(r"\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*")
LEAST_CONTRAST = 1.3
"""Of words and their ground, as a ratio from 1 to 21; with less they cannot be read."""
LEAST_SIZE = 2.0
"""Of words, in points; smaller ones cannot be read."""


class Palette:
    """The colours of a workbook as six hexadecimal digits: red, green, blue."""

    def __init__(self, styles: Element, theme: Element | None) -> None:
        """Read the colours of the theme, and the workbook's own list of colours.

        Args:
            styles: Root of the styles part.
            theme: Root of the theme part; None takes Office's.
        """
        own = styles.findall(f"{MAIN}colors/{MAIN}indexedColors/{MAIN}rgbColor")
        self._listed = [colour.get("rgb", "")[-6:].upper() for colour in own] or _standard()
        self._theme = list(_OFFICE_THEME) if theme is None else [_of_theme(theme, name) for name in _THEME_ORDER]

    def colour(self, element: Element | None, default: str) -> str:
        """A colour.

        Args:
            element: The element that names it.
            default: What no element, or one that leaves the choice to the program, stands for.
        """
        if element is None or flag(element, "auto"):
            return default
        tint = float(element.get("tint") or 0)
        if element.get("rgb"):
            return _tinted(element.get("rgb", "")[-6:].upper(), tint)
        if element.get("indexed"):
            return _tinted(self.listed(int(element.get("indexed", "0"))), tint)
        if not element.get("theme"):
            return default
        place = int(element.get("theme", "0"))
        return _tinted(self._theme[place] if place < len(self._theme) else BLACK, tint)

    def listed(self, index: int) -> str:
        """A colour of the list; 64 and 65 are those of the program's windows."""
        if index < len(self._listed):
            return self._listed[index]
        return WHITE if index == 65 else BLACK

    def named(self, name: str) -> str:
        """A colour as a number format names it, empty for no name."""
        digits = "".join(sign for sign in name if sign.isdigit())
        return self.listed(int(digits) + 7) if digits else _NAMED.get(name, "")


class Looks:
    """The cell formats of a workbook."""

    def __init__(self, styles: Element, theme: Element | None) -> None:
        """Read them.

        Args:
            styles: Root of the styles part.
            theme: Root of the theme part, None when there is none.
        """
        self._palette = Palette(styles, theme)
        numbers = styles.iterfind(f"{MAIN}numFmts/{MAIN}numFmt")
        codes = {number.get("numFmtId", ""): number.get("formatCode", "") for number in numbers}
        fonts = styles.findall(f"{MAIN}fonts/{MAIN}font")
        inks = [self._palette.colour(font.find(f"{MAIN}color"), BLACK) for font in fonts]
        tiny = {str(index) for index, font in enumerate(fonts) if _is_tiny(font)}
        grounds = [self._ground(fill) for fill in styles.iterfind(f"{MAIN}fills/{MAIN}fill")]
        self._sections: dict[str, list[Section]] = {}
        self._plain: dict[str, bool] = {}
        self._grounds: dict[str, str] = {}
        self.codes: list[str] = []
        for index, known in enumerate(styles.iterfind(f"{MAIN}cellXfs/{MAIN}xf")):
            ink, ground = _entry(inks, known, "fontId", BLACK), _entry(grounds, known, "fillId", WHITE)
            legible = known.get("fontId", "0") not in tiny
            code = codes.get(known.get("numFmtId", ""), "General")
            self.codes.append(code)
            self._sections[str(index)] = [
                replace(section, shows=legible and self._shows(section, ink, ground)) for section in sections(code)
            ]
            self._plain[str(index)] = legible and _stands_out(ink, ground)
            self._grounds[str(index)] = ground

    def hides(self, style: str, is_text: bool, number: str = "") -> bool:
        """Whether nothing shows of a value in a cell of this format.

        Args:
            style: Index of the format, as a cell gives it.
            is_text: Whether the value is a text.
            number: A number as stored; empty for another value, of which something shows unless no section shows any.
        """
        known = self._sections.get(style)
        if known is None:
            return False
        if is_text:
            return not (known[OF_NUMBERS].shows if len(known) > OF_NUMBERS else self._plain[style])
        if not _NUMBER.fullmatch(number):
            return not any(section.shows for section in known[:OF_NUMBERS])
        return not all(section.shows for section in applied(known, float(number)))

    def hides_run(self, style: str, look: Element) -> bool:
        """Whether words with a look of their own do not show in a cell of this format.

        Args:
            style: Index of the format, as the cell gives it.
            look: The ``rPr`` element of the words.
        """
        ink = self._palette.colour(look.find(f"{MAIN}color"), BLACK)
        return _is_tiny(look) or not _stands_out(ink, self._grounds.get(style, WHITE))

    def _shows(self, section: Section, ink: str, ground: str) -> bool:
        return section.shows and _stands_out(self._palette.named(section.colour) or ink, ground)

    def _ground(self, fill: Element) -> str:
        """Colour behind the words; empty for a pattern or gradient, on which something always shows."""
        pattern = fill.find(f"{MAIN}patternFill")
        if pattern is None:
            return "" if len(fill) else WHITE
        kind = pattern.get("patternType", "none")
        if kind == "solid":
            return self._palette.colour(pattern.find(f"{MAIN}fgColor"), WHITE)
        return WHITE if kind == "none" else ""


def looks_of(book: Book) -> Looks:
    """The cell formats of a workbook.

    Args:
        book: The workbook.
    """
    styles, theme = book.related("styles"), book.related("theme")
    return Looks(book.parts.root(styles) if styles else Element("none"), book.parts.root(theme) if theme else None)


def _is_tiny(font: Element) -> bool:
    size = font.find(f"{MAIN}sz")
    return size is not None and float(size.get("val", inf)) < LEAST_SIZE


def _stands_out(ink: str, ground: str) -> bool:
    """Whether words of one colour can be read on another; colours that are no numbers are only told apart."""
    if not _HEX.fullmatch(ink) or not _HEX.fullmatch(ground):
        return ink != ground
    dark, light = sorted((_luminance(ink), _luminance(ground)))
    return (light + 0.05) / (dark + 0.05) >= LEAST_CONTRAST


def _luminance(colour: str) -> float:
    """Relative luminance of a colour, 0 to 1, as the Web Content Accessibility Guidelines define it."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _entry(values: Sequence[str], known: Element, name: str, default: str) -> str:
    index = int(known.get(name) or "0")
    return values[index] if index < len(values) else default


def _of_theme(theme: Element, name: str) -> str:
    chosen = theme.find(f".//{_DRAWING}clrScheme/{_DRAWING}{name}")
    colour = chosen[0] if chosen is not None and len(chosen) else None
    if colour is None:
        return BLACK
    said = colour.get("lastClr") or colour.get("val") or BLACK
    return _OF_WINDOWS.get(said, said.upper())


def _tinted(colour: str, tint: float) -> str:
    """A colour made darker (below 0) or lighter (above 0), as the standard has it."""
    if not tint:
        return colour
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return "".join(f"{round(part * 255):02X}" for part in colorsys.hls_to_rgb(hue, light, saturation))


def _standard() -> list[str]:
    from openpyxl.styles.colors import COLOR_INDEX

    return [colour[-6:] for colour in COLOR_INDEX[:64]]
