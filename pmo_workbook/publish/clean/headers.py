"""Headers and footers of the copy: page numbers and the sheet's title; no words of people, no path, no picture."""

from __future__ import annotations

import re

_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|K\d\d[+-]\d{3}|\d{1,3}|[A-Za-z&])|[^&]+|&')
_FIELDS = "APN"
_POSITIONS = "LCR"
_LOOK = "BIUESXY"
_FONT = re.compile(r'&"[\w\- ]{1,40},[\w\- ]{1,40}"')
_WORDS = frozenset({"page", "of"})


def clean_header(text: str) -> str:
    """A header or footer with nothing in it but page numbers, the sheet's title, and the words Page and of.

    Args:
        text: The header as stored, such as ``&LReport&RPage &P of &N``.

    Returns:
        What may stay; empty when that shows nothing.
    """
    kept = "".join(part for part in _CODE.findall(text) if _stays(part))
    return kept if any(f"&{field}" in kept for field in _FIELDS) else ""


def _stays(part: str) -> bool:
    if not part.startswith("&"):
        return all(word.casefold() in _WORDS for word in re.findall(r"\w+", part)) and len(part) < 20
    code = part[1:]
    if code.startswith('"'):
        return _FONT.fullmatch(part) is not None
    return (
        code.isdigit()
        or (code[:1] == "K" and len(code) > 1)
        or (code in _FIELDS + _POSITIONS + _LOOK and len(code) == 1)
    )
