"""Markup made piece by piece, so that no text of a cell can become a tag, an attribute or a script."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

# What HTML does not allow, and what turns the direction of a text around.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)
_VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta"})
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")


class Html(str):
    """Text that is markup already and is not escaped again."""

    __slots__ = ()


Piece = str | None


def escape(text: Piece) -> Html:
    """Make a text safe as content and inside double quotes; markup is left as it is, None is nothing."""
    if text is None:
        return Html()
    if isinstance(text, Html):
        return text
    return Html(html.escape(_UNPRINTABLE.sub("", text)))


def join(pieces: Iterable[Piece], between: str = "") -> Html:
    """Put pieces one after the other.

    Args:
        pieces: Texts and markup; empty ones are left out.
        between: Text between two pieces.
    """
    return Html(escape(between).join(escape(piece) for piece in pieces if piece))


def tag(name: str, /, *children: Piece, **attributes: str | float | bool | None) -> Html:
    """Make an element.

    Args:
        name: Its name.
        *children: Its content.
        **attributes: Its attributes; a trailing underscore of a name is dropped, others become hyphens. None and False
            leave the attribute out, True gives it without a value.

    Raises:
        ValueError: If a name is none of an element or attribute.
    """
    words = [name]
    for given, value in attributes.items():
        if value is None or value is False:
            continue
        attribute = given.rstrip("_").replace("_", "-")
        if not _NAME.fullmatch(attribute):
            raise ValueError(f"{attribute!r} is no name of an attribute")
        words.append(attribute if value is True else f'{attribute}="{escape(_value(value))}"')
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name of an element")
    opening = f"<{' '.join(words)}>"
    return Html(opening if name in _VOID else f"{opening}{join(children)}</{name}>")


def _value(value: str | float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
