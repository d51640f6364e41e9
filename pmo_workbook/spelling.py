"""Comparing words as people mean them: letters that only look Latin, blanks, dashes and case.

`tidy` gives what a person meant to type, `key` what two spellings of one word have in common.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

_CYRILLIC = "АВЕЅІЈКМНОРСТУХԚԜавеѕіјкмнорсухԛԝһ"
_CYRILLIC_AS = "ABESIJKMHOPCTYXQWabesijkmhopcyxqwh"
_GREEK = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοι"
_GREEK_AS = "ABEZHIKMNOPTYXoi"
_DASHES = "‐‑‒–—―−﹣－"
_LATIN = {
    **str.maketrans(_CYRILLIC, _CYRILLIC_AS),
    **str.maketrans(_GREEK, _GREEK_AS),
    **str.maketrans(_DASHES, "-" * len(_DASHES)),
}
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_PLAIN = re.compile(r"[!-~]+(?: [!-~]+)*", re.ASCII)
_DIGITS = re.compile(r"\d+", re.ASCII)
_FOREIGN = re.compile("[\u0370-\u03ff\u0400-\u052f]")
_MOST_COMPARED = 500
"""Comparing every word with every other takes too long beyond."""


@dataclass(frozen=True)
class Tidy:
    """A word as it was meant.

    Attributes:
        text: The word in Latin letters, with single blanks between its parts and none around it.
        look_alikes: What was replaced because it only looks like something else, in order.
        blanks: Blanks were too many, of another kind, or around the word.
    """

    text: str
    look_alikes: str
    blanks: bool


def is_plain(text: str) -> bool:
    """Whether a word is of ASCII letters, digits and signs with single blanks, so that `tidy` changes nothing."""
    return _PLAIN.fullmatch(text) is not None


@lru_cache(maxsize=4096)
def tidy(text: str) -> Tidy:
    """Read a word as it was meant.

    Cyrillic and Greek letters are replaced only where the whole word becomes Latin, so that a word in one of these
    alphabets stays.

    Args:
        text: As typed.
    """
    if is_plain(text):
        return Tidy(text, "", blanks=False)
    seen = text.translate(_UNSEEN)
    spaced = " ".join(seen.split())
    latin = unicodedata.normalize("NFKC", spaced).translate(_LATIN)
    if _FOREIGN.search(latin):
        return Tidy(spaced, "", spaced != text)
    replaced = "".join(letter for letter in spaced if not letter.isspace() and _latin_letter(letter) != letter)
    return Tidy(" ".join(latin.split()), replaced, spaced != text)


def _latin_letter(letter: str) -> str:
    # a letter with a combining accent is two signs for one letter, not a look-alike
    return letter if unicodedata.combining(letter) else unicodedata.normalize("NFKC", letter).translate(_LATIN)


def key(text: str) -> str:
    """What all spellings of a word have in common, for comparing only."""
    return tidy(text).text.casefold()


def closest(text: str, words: Collection[str]) -> str:
    """The word most like a text, or the empty text when none is or when there are too many to compare.

    Words with another number are never meant: SVC-21 is as near to SVC-14 as to most of its neighbours.

    Args:
        text: As typed.
        words: Words that were possibly meant.
    """
    if len(words) > _MOST_COMPARED:
        return ""
    number = _number(text)
    by_key = {key(word): word for word in words if _number(word) == number}
    if not by_key:
        return ""
    found = difflib.get_close_matches(key(text), list(by_key), n=1, cutoff=0.6)
    return by_key[found[0]] if found else ""


@lru_cache(maxsize=4096)
def _number(text: str) -> tuple[int, ...]:
    return tuple(int(digits) for digits in _DIGITS.findall(text))


def listed(words: Iterable[str], most: int = 10) -> str:
    """Words for a sentence: ``High, Normal, Low``; beyond `most` the rest is counted."""
    all_words = list(words)
    text = ", ".join(all_words[:most])
    return text if len(all_words) <= most else f"{text} and {len(all_words) - most} more"
