"""The colours of everything this product draws, and the tone of every status word, defined once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal


class Colour(str):
    """A colour as CSS and XlsxWriter write it, such as ``#1F2A44``."""

    __slots__ = ()

    @property
    def rgb(self) -> str:
        """The colour as Office Open XML writes it, such as ``1F2A44``."""
        return self[1:]


INK: Final = Colour("#1F2A44")
GREY: Final = Colour("#5B6472")
HAIRLINE: Final = Colour("#E5E7EB")
TILE: Final = Colour("#F6F7F9")
BLUE: Final = Colour("#3B82F6")
BLUE_DARK: Final = Colour("#1D4ED8")
BLUE_TINT: Final = Colour("#DBEAFE")
BLUE_LIGHT: Final = Colour("#93C5FD")
GREEN: Final = Colour("#176B4E")
GREEN_TINT: Final = Colour("#E3F4EC")
AMBER: Final = Colour("#8A5A12")
AMBER_TINT: Final = Colour("#FDF3DC")
RED: Final = Colour("#B42318")
RED_TINT: Final = Colour("#FDE8E6")
WHITE: Final = Colour("#FFFFFF")

FONT: Final = "Calibri"

Tone = Literal["green", "amber", "red", "grey"]

TONES: Final[dict[Tone, tuple[Colour, Colour]]] = {
    "green": (GREEN, GREEN_TINT),
    "amber": (AMBER, AMBER_TINT),
    "red": (RED, RED_TINT),
    "grey": (GREY, TILE),
}
"""Font and fill of a status, by tone; each pair has a contrast of at least 4.5 to 1."""

STATUS: Final[dict[str, Tone]] = {
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
    "Not judged": "grey",
    "Left out": "grey",
    "No time recorded": "grey",
    "note": "grey",
}
"""Tone of every status word that a sheet or a publication may show."""


def status_colour(word: str) -> Colour:
    """Colour in which a status word is written.

    Args:
        word: A word of `STATUS`; any other is written in ink.
    """
    return TONES[STATUS[word]][0] if word in STATUS else INK


def css_variables() -> str:
    """The colours as custom properties of a style sheet, such as ``--blue-dark``."""
    return f":root{{{''.join(f'--{name}:{colour.lower()};' for name, colour in _named())}}}\n"


def _named() -> Iterator[tuple[str, Colour]]:
    for name, value in globals().items():
        if isinstance(value, Colour):
            yield name.lower().replace("_", "-"), value
