"""What was called otherwise in an earlier release: headers, tables, titles, settings and values.

An old word still reads, and stays in a workbook until ``upgrade --rename`` changes it there. Only words that are gone
stand here; a new one needs no entry.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["column", "table", "tab", "setting", "value"]


@dataclass(frozen=True)
class Renamed:
    """A word of an earlier release.

    Attributes:
        kind: What it is a word for.
        where: Present name of the table for a column, name of the column's field for a value, key of the sheet for a
            tab; empty for a table or a setting.
        old: The word as it was.
        now: The word as it is.
    """

    kind: Kind
    where: str
    old: str
    now: str


RENAMED: tuple[Renamed, ...] = ()
"""Every word that is gone, the latest first."""


def former(kind: Kind, where: str, now: str) -> tuple[str, ...]:
    """What a word was before.

    Args:
        kind: What it is a word for.
        where: Where it stands; see `Renamed`.
        now: The word as it is.

    Returns:
        Its old words, the latest first.
    """
    return tuple(one.old for one in RENAMED if (one.kind, one.where, one.now) == (kind, where, now))


def called(kind: Kind, where: str, now: str) -> tuple[str, ...]:
    """The word as it is, and what it was before; see `former`."""
    return (now, *former(kind, where, now))


def present(kind: Kind, where: str, word: str) -> str:
    """The word as it is now.

    Args:
        kind: What it is a word for.
        where: Where it stands; see `Renamed`.
        word: The word, old or present, in any case.

    Returns:
        The present word; `word` itself when it is no old one.
    """
    wanted = word.strip().casefold()
    for one in RENAMED:
        if one.kind == kind and one.where == where and one.old.casefold() == wanted:
            return one.now
    return word
