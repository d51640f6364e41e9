"""Names of months and halves of the day in other languages than English, by Unicode's CLDR."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

LANGUAGES: Final = (
    "de", "fr", "es", "pt", "it", "nl", "pl", "cs", "sk", "hu", "ro", "sv", "da", "nb", "fi", "et", "lv", "lt", "sl",
    "hr", "bs", "sr", "sr_Latn", "bg", "mk", "ru", "uk", "be", "el", "tr", "az", "ca", "gl", "eu", "is", "sq", "id",
    "ms", "vi", "tl", "sw", "af",
)  # fmt: skip
"""Languages whose names of months are known, English aside; those that write months as numbers need none."""

_OTHER_SHORT: Final[Mapping[str, tuple[str, int]]] = {
    "mrz": ("de", 3),  # Excel and older Javas
    "jän": ("de", 1),  # Austria
    "jänner": ("de", 1),
    "set": ("es", 9),
    "setiembre": ("es", 9),
}
"""Names that CLDR does not list, with their language and month."""


def plain(word: str) -> str:
    """A word without dots, case and accents."""
    letters = unicodedata.normalize("NFKD", word.casefold().replace(".", "").strip())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@cache
def _months_of(language: str) -> Mapping[str, int]:
    """Month by name, whole and in short, and by beginnings of at least three letters that only one month has."""
    from babel import Locale

    months = Locale.parse(language).months
    names = [
        (plain(name), number)
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in months[context][width].items()
    ]
    names += [(plain(word), number) for word, (of, number) in _OTHER_SHORT.items() if of == language]
    known = {name: number for name, number in names if name and not name.isdigit()}
    begin: dict[str, set[int]] = {}
    for name, number in known.items():
        for end in range(3, len(name)):
            begin.setdefault(name[:end], set()).add(number)
    return {start: next(iter(of)) for start, of in begin.items() if len(of) == 1} | known


def month_readings(words: Iterable[str]) -> list[Mapping[str, int]]:
    """What the names of months of a column can mean: a language is sought that has them all.

    Args:
        words: The names.

    Returns:
        Different readings, each the month by `plain` name; none where no language knows all names, more than one where
        languages differ (``listopad`` is October in Croatian and November in Polish).
    """
    wanted = {plain(word) for word in words}
    readings: list[Mapping[str, int]] = []
    for language in LANGUAGES:
        months = _months_of(language)
        if wanted <= months.keys():
            reading = {word: months[word] for word in wanted}
            if reading not in readings:
                readings.append(reading)
    return readings


def is_month_name(word: str) -> bool:
    """Whether some language has a month of that name."""
    return any(plain(word) in _months_of(language) for language in LANGUAGES)


@cache
def halves_of_day() -> Mapping[str, bool]:
    """Whether it is the second half of the day, by `plain` word for a half, blanks left out."""
    from babel import Locale

    found = {"am": False, "pm": True}
    for language in LANGUAGES:
        periods = Locale.parse(language).day_periods
        for context in ("format", "stand-alone"):
            for names in periods.get(context, {}).values():
                for half, later in (("am", False), ("pm", True)):
                    word = plain(names.get(half, "")).replace(" ", "")
                    if len(word) > 1 and word.isalpha():
                        found.setdefault(word, later)
    return found
