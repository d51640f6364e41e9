"""How much room a text takes, as far as that can be said without the font at hand."""

from __future__ import annotations

import unicodedata
from typing import Final

_WIDTHS: Final = {
    22: "'", 23: " \u00a0il", 24: "j", 25: ",.I·‘’", 27: ":;", 29: "`", 30: "()", 31: "-[]f{}", 32: "J", 33: "!t",
    35: "r", 39: "/\\s", 40: '"z', 42: "Lc“”", 43: "x", 45: "kvy", 46: "?FS|", 47: "Zg", 48: "a", 49: "ETY",
    50: "#*+<=>^_e~–•", 51: "$0123456789", 52: "KPX", 53: "Cbdhnopqu", 54: "BR", 57: "V", 58: "A", 62: "DH", 63: "G",
    64: "U", 65: "N", 66: "O", 67: "Q", 69: "…", 68: "&", 71: "%w", 80: "m", 85: "M", 89: "@W", 91: "—",
}  # fmt: skip
"""Letters by the width that Calibri, and Carlito, give them, hundredths of the size."""

_EM: Final = {letter: width / 100 for width, letters in _WIDTHS.items() for letter in letters}
_BOLD, _SAFE = 1.025, 1.02
LINE: Final = 1.22
"""Height of a line of Calibri, as a multiple of its size."""


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of a text on one line in Calibri, points; a little too large rather than too small.

    Args:
        text: The text.
        size: Size of the font, points.
        bold: Whether it is bold.
    """
    return sum(map(_em, text)) * size * _SAFE * (_BOLD if bold else 1.0)


def _em(letter: str) -> float:
    known = _EM.get(letter)
    if known is not None:
        return known
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    # An accent does not widen its letter.
    base = unicodedata.normalize("NFD", letter)[0]
    return _EM.get(base, 0.66 if letter.isupper() else 0.56)


def line_count(text: str, size: float, width: float, *, bold: bool = False) -> int:
    """Lines that a text takes when its words are wrapped.

    Args:
        text: The text; a line break begins a new line.
        size: Size of the font, points.
        width: Room, points.
        bold: Whether it is bold.
    """
    return sum(_wrapped(line, size, width, bold) for line in text.split("\n"))


def _wrapped(line: str, size: float, width: float, bold: bool) -> int:
    lines, at = 1, 0.0
    blank = text_width(" ", size, bold=bold)
    for word in line.split(" "):
        wide = text_width(word, size, bold=bold)
        if at and at + blank + wide > width:
            lines, at = lines + 1, 0.0
        at += wide + (blank if at else 0.0)
        # A word wider than the line is broken.
        while at > width > 0:
            lines, at = lines + 1, at - width
    return lines


def longest_word(text: str, size: float, *, bold: bool = False) -> float:
    """Width of the widest word, points; 0 for an empty text.

    Args:
        text: The text.
        size: Size of the font, points.
        bold: Whether it is bold.
    """
    return max((text_width(word, size, bold=bold) for word in text.split(" ")), default=0.0)


def cut_to_lines(text: str, size: float, width: float, lines: int) -> str:
    """A text cut at a word so that it takes no more than so many lines.

    Args:
        text: The text.
        size: Size of the font, points.
        width: Room, points.
        lines: Most lines.
    """
    if line_count(text, size, width) <= lines:
        return text
    words = text.split(" ")
    while words and line_count(" ".join(words) + "…", size, width) > lines:
        words.pop()
    return " ".join(words).rstrip(" ,;:.") + "…" if words else text[:1] + "…"
