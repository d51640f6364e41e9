"""What is different from the last publication: definitions, and figures of months that were told before."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DefinitionChange:
    """One field of one definition that is different.

    Attributes:
        kind: What kind of thing it is, such as ``Service``, ``SLA``, ``Role``, ``RACI``, ``Calendar``.
        item: Its id and name.
        field: Header of the column; empty where the whole item was added or removed.
        before: Old value in words; empty where it was blank or the item is new.
        after: New value in words; empty where it is blank or the item is gone.
    """

    kind: str
    item: str
    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Restatement:
    """A figure of a past period that is different from the one published before.

    Attributes:
        what: Name of the figure, such as ``Compliance``.
        period: Such as ``May 2026``.
        before: As published before, in words.
        after: As it is now, in words.
        why: Why, in words that name no request and no person.
    """

    what: str
    period: str
    before: str
    after: str
    why: str


@dataclass(frozen=True)
class Changes:
    """What changed since the last publication.

    Attributes:
        since: The last publication in words, such as ``31 May 2026, framework version 1.2``.
        definitions: Definitions added, removed and changed.
        restatements: Figures of past periods that are different now.
    """

    since: str
    definitions: tuple[DefinitionChange, ...]
    restatements: tuple[Restatement, ...]

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return bool(self.definitions or self.restatements)


def change_of(change: DefinitionChange) -> str:
    """What happened: the field that is different, or ``added`` or ``removed``.

    Args:
        change: The change.
    """
    return change.field or ("removed" if change.before else "added")
