"""What a number format shows: its sections, and which of them a number goes by."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBERS = 3
"""Sections that are for numbers; a fourth is for texts."""
_LIMIT = re.compile(r"([<>]?=?|<>)\s*([-+]?\d*\.?\d+(?:[eE][-+]?\d+)?)")
_LOCALE = re.compile(r"\$(?P<sign>[^-]*)(?:-.*)?", re.DOTALL)


@dataclass
class Part:
    """A section of a number format.

    Attributes:
        shows: Whether it shows anything.
        colour: The word in brackets that may be a colour, in lower case.
        limit: Comparison and number by which it is chosen; None where it has none.
    """

    shows: bool = False
    colour: str = ""
    limit: tuple[str, float] | None = None

    def takes(self, number: float) -> bool:
        """Whether its own limit chooses it for a number."""
        if self.limit is None:
            return False
        sign, bound = self.limit
        if sign == "<>":
            return number != bound
        return (number < bound and "<" in sign) or (number > bound and ">" in sign) or (number == bound and "=" in sign)


def parts(code: str) -> list[Part]:
    """The sections of a number format.

    Args:
        code: The format as stored.
    """
    found = [Part()]
    at = 0
    while at < len(code):
        sign, end = code[at], at + 1
        if sign == ";":
            found.append(Part())
        elif sign == '"':
            end = _after(code, '"', at)
            found[-1].shows |= code[at + 1 : end].strip('"').strip() != ""
        elif sign == "[":
            end = _after(code, "]", at)
            _bracket(found[-1], code[at + 1 : end].removesuffix("]"))
        elif sign in "\\_*":
            end = at + 2
            found[-1].shows |= sign == "\\" and code[at + 1 : end].strip() != ""
        else:
            found[-1].shows |= not sign.isspace()
        at = end
    return found


def for_text(known: list[Part]) -> Part | None:
    """The section of texts; None where the format has none, so that a text shows as it is."""
    return known[_NUMBERS] if len(known) > _NUMBERS else None


def of_numbers(known: list[Part]) -> list[Part]:
    """The sections that are not for texts."""
    return known[:_NUMBERS]


def for_number(known: list[Part], number: float) -> list[Part]:
    """The sections that may show a number, one unless programs differ.

    Args:
        known: The sections of the format.
        number: The number.
    """
    those = of_numbers(known)
    if len(those) == 1:
        return those
    first, second = those[0], those[1]
    if first.limit is None and second.limit is None:
        at = 1 if number < 0 else 2 if number == 0 and len(those) == _NUMBERS else 0
        return [those[at]]
    if first.takes(number):
        return [first]
    if second.takes(number):
        return [second] if first.limit is not None else [first, second]
    free = [part for part in those if part.limit is None]
    return free or those


def _after(code: str, sign: str, at: int) -> int:
    """Place after the next such sign; the end of the code when there is none."""
    found = code.find(sign, at + 1)
    return found + 1 if found >= 0 else len(code)


def _bracket(part: Part, word: str) -> None:
    limit, locale = _LIMIT.fullmatch(word.strip()), _LOCALE.fullmatch(word)
    if limit is not None and limit[1]:
        part.limit = limit[1], float(limit[2])
    elif locale is not None:
        part.shows |= locale["sign"].strip() != ""
    elif word and not word.lower().strip("hms"):
        part.shows = True
    else:
        part.colour = word.lower().replace("colour", "color") or part.colour
