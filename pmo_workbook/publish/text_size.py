"""How much room a text takes, as far as that can be said without the font at hand."""

from __future__ import annotations

import unicodedata
from typing import Final

_NARROW: Final = frozenset("ijlI.,:;'|!()[]{}‘’·-")
_SLIM: Final = frozenset("frtcs J/\"*“”")
_WIDE: Final = frozenset("mwMWQ%@&—…")
LINE: Final = 1.22
"""Height of a line of Calibri, as a multiple of its size."""


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of a text on one line, points.

    Close to Calibri's and rather too large than too small.

    Args:
        text: The text.
        size: Size of the font, points.
        bold: Whether it is bold.
    """
    ems = sum(map(_em, text))
    return ems * size * (1.06 if bold else 1.0)


def _em(letter: str) -> float:
    if letter in _NARROW:
        return 0.29
    if letter in _SLIM:
        return 0.4
    if letter in _WIDE:
        return 0.86
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    return 0.62 if letter.isupper() else 0.52


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
    for word in line.split():
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
    return max((text_width(word, size, bold=bold) for word in text.split()), default=0.0)


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
    words = text.split()
    while words and line_count(" ".join(words) + "…", size, width) > lines:
        words.pop()
    return " ".join(words).rstrip(" ,;:.") + "…" if words else text[:1] + "…"
