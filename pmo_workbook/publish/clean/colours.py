"""The colours of a workbook as numbers, and whether words in one can be read on another."""

from __future__ import annotations

from lxml import etree

from pmo_workbook.publish.clean.allow import local, main

WHITE, BLACK = "FFFFFF", "000000"
_EIGHT = "000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF"
_LISTED = (
    f"{_EIGHT} {_EIGHT} 800000 008000 000080 808000 800080 008080 C0C0C0 808080 9999FF 993366 FFFFCC CCFFFF 660066 "
    "FF8080 0066CC CCCCFF 000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF 00CCFF CCFFFF CCFFCC FFFF99 99CCFF "
    "FF99CC CC99FF FFCC99 3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696 003366 339966 003300 333300 993300 "
    "993366 333399 333333"
).split()
"""Excel's list of colours, where the workbook has none of its own."""
_OF_WINDOWS = {"64": BLACK, "65": WHITE}
_OF_THEME = ("lt1", "dk1", "lt2", "dk2", *(f"accent{number}" for number in range(1, 7)), "hlink", "folHlink")
_NAMES = dict(zip(("black", "white", "red", "green", "blue", "yellow", "magenta", "cyan"), _EIGHT.split(), strict=True))
_READABLE = 1.3
"""Least contrast between words and their ground, from 1 (none) to 21."""


class Colours:
    """What the colours of a workbook are: its list, and its theme."""

    def __init__(self, styles: etree._Element, theme: etree._Element | None) -> None:
        """Read them.

        Args:
            styles: Root of the styles part.
            theme: Root of the theme part; None when there is none.
        """
        own = styles.iterfind(f"{main('colors')}/{main('indexedColors')}/{main('rgbColor')}")
        self._listed = [entry.get("rgb", "")[-6:].upper() for entry in own] or _LISTED
        self._theme = {"lt1": WHITE, "dk1": BLACK}
        for scheme in () if theme is None else theme.iter("{*}clrScheme"):
            for entry in scheme.iterchildren("{*}*"):
                for colour in entry.iterchildren("{*}*"):
                    self._theme[local(entry)] = colour.get("lastClr", colour.get("val", "")).upper()

    def of(self, element: etree._Element | None, default: str) -> str:
        """A colour: six hexadecimal digits, or another text for one that is not known.

        Args:
            element: The element that names it.
            default: What none, or one that is left to the program, stands for.
        """
        if element is None or element.get("auto") in ("1", "true"):
            return default
        if "rgb" in element.attrib:
            found = element.get("rgb", "")[-6:].upper()
        elif "indexed" in element.attrib:
            found = self._of_list(element.get("indexed", ""))
        elif "theme" in element.attrib:
            at = int(element.get("theme", "0"))
            name = _OF_THEME[at] if at < len(_OF_THEME) else str(at)
            found = self._theme.get(name, f"theme {name}")
        else:
            return default
        return _mixed(found, float(element.get("tint") or 0))

    def named(self, name: str) -> str:
        """A colour that a number format names, such as ``white`` or ``color15``; empty for another word."""
        digits = name.removeprefix("color").strip()
        return self._of_list(str(int(digits) + 7)) if digits.isdigit() else _NAMES.get(name, "")

    def _of_list(self, index: str) -> str:
        known = index.isdigit() and int(index) < len(self._listed)
        return self._listed[int(index)] if known else _OF_WINDOWS.get(index, f"indexed {index}")


def readable(ink: str, ground: str) -> bool:
    """Whether words in one colour can be read on another; of colours that are not known whether they differ.

    Args:
        ink: Colour of the words.
        ground: Colour behind them.
    """
    lights = _light(ink), _light(ground)
    if lights[0] is None or lights[1] is None:
        return ink != ground
    return (max(lights[0], lights[1]) + 0.05) / (min(lights[0], lights[1]) + 0.05) >= _READABLE


def _light(colour: str) -> float | None:
    """How light a colour is to the eye, 0 to 1 (the relative luminance of sRGB); None for one that is not known."""
    try:
        parts = [part / 255 for part in bytes.fromhex(colour)]
    except ValueError:
        return None
    linear = [((part + 0.055) / 1.055) ** 2.4 if part > 0.04045 else part / 12.92 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True)) if parts else None


def _mixed(colour: str, tint: float) -> str:
    """A colour mixed with black (tint below 0) or white (above 0)."""
    if not tint:
        return colour
    try:
        parts = bytes.fromhex(colour)
    except ValueError:
        return f"{colour} {tint:.3f}"
    towards = 0 if tint < 0 else 255
    return bytes(round(part + (towards - part) * abs(tint)) for part in parts).hex().upper()
