"""Number formats: what they show of a value, and which words they hold."""

from __future__ import annotations

import operator
import re
from collections.abc import Sequence
from dataclasses import dataclass

_PIECE = re.compile(r'"([^"]*)"?|\\(.?)|[_*].?|\[([^\]]*)\]?|(.)', re.DOTALL)
_COLOUR = re.compile(r"black|blue|cyan|green|magenta|red|white|yellow|colou?r ?\d{1,2}", re.IGNORECASE)
_CURRENCY = re.compile(r"\$([^-]*)(?:-[0-9A-Fa-f]+)?")
_DAYTIME = re.compile(r"AM/PM|A/P", re.IGNORECASE)
_PLACEHOLDERS = re.compile(r"General|Standard|(?:y+|m+|d+|h+|s+|e+|g+|b{2,})+", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_LONGEST_CURRENCY = 3
_CONDITION = re.compile(r"\s*(<=|>=|<>|<|>|=)\s*([-+]?[\d.]+(?:[eE][-+]?\d+)?)\s*")
_COMPARED = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "<>": operator.ne,
}  # fmt: skip
OF_NUMBERS = 3
"""Sections of a number format that are for numbers; a fourth is for texts."""


@dataclass(frozen=True)
class Section:
    """One of the parts, up to four, that a number format has.

    Attributes:
        shows: Whether anything shows when it is used.
        colour: The colour it writes in, in lower case, empty when it names none.
        condition: Which numbers it is for, as comparison and limit; None when it says nothing about that.
    """

    shows: bool
    colour: str
    condition: tuple[str, float] | None = None

    def meant_for(self, number: float) -> bool:
        """Whether its condition names a number; one without a condition names none."""
        return self.condition is not None and _COMPARED[self.condition[0]](number, self.condition[1])


def sections(code: str) -> list[Section]:
    """The sections of a number format: for positive numbers, negative ones, zero, and texts.

    Args:
        code: The format as stored, such as ``0.0%;;``.
    """
    found = []
    shows, colour, condition = False, "", None
    for piece in _PIECE.finditer(code):
        quoted, escaped, bracketed, sign = piece.groups()
        if sign == ";":
            found.append(Section(shows, colour, condition))
            shows, colour, condition = False, "", None
        elif limit := _CONDITION.fullmatch(bracketed or ""):
            condition = limit[1], float(limit[2])
        elif bracketed is not None:
            colour = bracketed.lower() if _COLOUR.fullmatch(bracketed) else colour
            currency = _CURRENCY.fullmatch(bracketed)
            shows = shows or bool(currency and currency[1].strip()) or bracketed.lower().strip("hms") == ""
        else:
            shows = shows or bool((quoted or escaped or sign or "").strip())
    return [*found, Section(shows, colour, condition)]


def applied(found: Sequence[Section], number: float) -> Sequence[Section]:
    """The section that a number is shown by; more than one where programs differ.

    Args:
        found: The sections of a number format.
        number: The number.
    """
    known = found[:OF_NUMBERS]
    if len(known) == 1:
        return known
    first, second = known[:2]
    if first.condition is None and second.condition is None:
        if number > 0 or (number == 0 and len(known) < OF_NUMBERS):
            return [first]
        return [second] if number < 0 else [known[-1]]
    for section in (first, second):
        if section.meant_for(number):
            return [section] if first.condition is not None else [first, section]
    return [section for section in known if section.condition is None] or known


def words(code: str) -> str:
    """The words that a number format holds beside what stands for digits, dates and currencies.

    Args:
        code: The format as stored.

    Returns:
        The words, empty when there are none.
    """
    literal, plain = "", ""
    for piece in _PIECE.finditer(code):
        quoted, escaped, bracketed, sign = piece.groups()
        literal += quoted or escaped or ""
        plain += sign or " "
        currency = _CURRENCY.fullmatch(bracketed or "")
        if currency and len(currency[1]) > _LONGEST_CURRENCY:
            literal += currency[1]
    runs = _LETTERS.findall(_DAYTIME.sub(" ", plain))
    rest = " ".join(run for run in runs if _PLACEHOLDERS.fullmatch(run) is None)
    return " ".join(part for part in (literal.strip() if re.search(r"\w", literal) else "", rest) if part)
