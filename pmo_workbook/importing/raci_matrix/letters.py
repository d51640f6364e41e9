"""What a cell of a RACI matrix means: letters, no part, or nothing that is known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from pmo_workbook.spelling import tidy

ORDER: Final = "RACI"

WORDS: Final[Mapping[str, str]] = {
    "responsible": "R",
    "accountable": "A",
    "consulted": "C",
    "consult": "C",
    "informed": "I",
    "inform": "I",
}
"""Letter by word, as in cells and in the headers of columns of names."""

_NO_PART: Final = frozenset(("", "n", "n/a", "na", "n.a.", "-", "–", "—", "/", ".", "none", "0"))
_BETWEEN = re.compile(r"[\s,;+&\\|/()-]+")


def letters_in(text: str) -> str | None:
    """Read a cell.

    Args:
        text: Its text, such as ``R``, ``a/r``, ``C, I``, ``Responsible`` or ``-``.

    Returns:
        Its letters in the order of `ORDER`; empty where it says that there is no part; None where it says something
        else.
    """
    plain = tidy(text).text.casefold().strip()
    if plain in _NO_PART:
        return ""
    found = set()
    for part in filter(None, _BETWEEN.split(plain)):
        if part in WORDS:
            found.add(WORDS[part])
        elif set(part) <= set(ORDER.casefold()) and len(part) == len(set(part)) < len(ORDER):
            found.update(part.upper())
        else:
            return None
    return "".join(letter for letter in ORDER if letter in found) if found else None


def code_of(letters: str) -> tuple[str, str]:
    """The code that Activities has for some letters.

    Args:
        letters: Letters in the order of `ORDER`, at least one.

    Returns:
        The code, and the letters that it leaves out, since a cell holds one part, or A and R together.
    """
    if "A" in letters and "R" in letters:
        return "A/R", letters.replace("A", "").replace("R", "")
    strongest = next(letter for letter in "ARCI" if letter in letters)
    return strongest, letters.replace(strongest, "")


def letter_named(text: str) -> str:
    """The letter that a header names, such as ``Responsible (R)`` or ``A - Accountable``; empty where it names none."""
    words = re.findall(r"[a-z]+", tidy(text).text.casefold())
    named = {WORDS[word] for word in words if word in WORDS}
    return named.pop() if len(named) == 1 and len(words) <= 4 else ""
