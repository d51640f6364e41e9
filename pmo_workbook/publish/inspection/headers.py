"""Headers and footers: what of them says more than page numbers and the sheet's title."""

from __future__ import annotations

import re

_CODE = re.compile(r'&(?:"(?P<font>[^"]*)"|K(?:[0-9A-Fa-f]{6}|\d\d[+-]\d{3})|\d{1,3}|(?P<code>.))', re.DOTALL)
_HARMLESS = frozenset("LCRAPNBIUESXYHO+-")
"""Positions, the sheet's title, page numbers, and the look."""
_FONT = re.compile(r"[\w\- ]{1,40},[\w\- ]{1,40}")
_WORDS = frozenset({"page", "of"})


def says_more(text: str) -> bool:
    """Whether a header or footer says more than page numbers, the sheet's title and the words Page and of.

    Args:
        text: The header as stored, such as ``&LReport&RPage &P of &N``.
    """
    for found in _CODE.finditer(text):
        if found["code"] is not None and found["code"] not in _HARMLESS:
            return True
        if found["font"] is not None and _FONT.fullmatch(found["font"]) is None:
            return True
    words = re.findall(r"\w+", _CODE.sub(" ", text))
    return any(word.casefold() not in _WORDS for word in words)
