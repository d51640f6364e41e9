"""What the format of a cell lets a reader see of its value."""

from __future__ import annotations

import colorsys
from collections.abc import Sequence

from pmo_workbook.publish.inspection.book import Book
from pmo_workbook.publish.inspection.codes import Section, sections
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
_TEXT_SECTION = 3


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
        fonts = [
            self._palette.colour(font.find(f"{MAIN}color"), BLACK)
            for font in styles.iterfind(f"{MAIN}fonts/{MAIN}font")
        ]
        grounds = [self._ground(fill) for fill in styles.iterfind(f"{MAIN}fills/{MAIN}fill")]
        self._unseen: dict[str, set[bool]] = {}
        self.codes: list[str] = []
        for index, known in enumerate(styles.iterfind(f"{MAIN}cellXfs/{MAIN}xf")):
            ink, ground = _entry(fonts, known, "fontId", BLACK), _entry(grounds, known, "fillId", WHITE)
            code = codes.get(known.get("numFmtId", ""), "General")
            self.codes.append(code)
            shown = [self._shows(section, ink, ground) for section in sections(code)]
            seen = {False: _shows_numbers(shown), True: _shows_texts(shown, ink != ground)}
            self._unseen[str(index)] = {is_text for is_text, shows in seen.items() if not shows}

    def hides(self, style: str, is_text: bool) -> bool:
        """Whether nothing shows of a value in a cell of this format.

        Args:
            style: Index of the format, as a cell gives it.
            is_text: Whether the value is a text.
        """
        return is_text in self._unseen.get(style, ())

    def _shows(self, section: Section, ink: str, ground: str) -> bool:
        return section.shows and (self._palette.named(section.colour) or ink) != ground

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


def _shows_numbers(shown: Sequence[bool]) -> bool:
    return any(shown[:_TEXT_SECTION])


def _shows_texts(shown: Sequence[bool], plainly: bool) -> bool:
    """A text goes by the fourth section; without one it shows as it is, in the font's colour."""
    return shown[_TEXT_SECTION] if len(shown) > _TEXT_SECTION else plainly


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
