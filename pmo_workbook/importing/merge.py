"""What is new, what changes and what stays, compared with the rows that the sheet has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from pmo_workbook.importing.existing import Existing, Identity, identity, identity_fields


class Filled(Protocol):
    """A table that is being filled."""

    @property
    def left(self) -> dict[str, int]:
        """Fields that were given but have no column, with the number of values dropped."""
        ...


class MergeFiller(Protocol):
    """What writes into input tables: `fill.Filler`, or `hosts.live_fill.LiveFiller`."""

    def table(self, key: str) -> Filled:
        """Open a table for filling."""
        ...

    def append(self, key: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Write rows under the last one of a table."""
        ...

    def update(self, key: str, row: int, values: Mapping[str, Any]) -> None:
        """Write some cells of a row that exists."""
        ...


@dataclass(frozen=True)
class Changes:
    """How the rows of a log fared.

    Attributes:
        added: Rows that the sheet did not have.
        updated: Rows that it has, with other values in mapped cells.
        unchanged: Rows that it has, as they are.
    """

    added: int
    updated: int
    unchanged: int

    @property
    def touched(self) -> bool:
        """Whether anything is to be written."""
        return bool(self.added or self.updated)


def merge(
    filler: MergeFiller,
    existing: Existing,
    key: str,
    rows: Sequence[Mapping[str, Any]],
    definite: frozenset[str],
) -> Changes:
    """Write what is new and what changed.

    Args:
        filler: Where to write.
        existing: What the sheets hold.
        key: Key of the sheet.
        rows: Rows of the log, values by field name. Of two with one identity the later counts; what it leaves blank
            is as the earlier one says. How the sheet spells an identity stays.
        definite: Fields whose blank empties the cell.
    """
    known = existing.rows(key)
    added: list[Mapping[str, Any]] = []
    updated = same = 0
    for which, row in _by_identity(key, rows, definite).items():
        if which not in known:
            added.append(row)
            continue
        at, values = known[which]
        changes = {
            name: value
            for name, value in row.items()
            if name in values.keys() - {*identity_fields(key, row)}
            and values[name] != value
            and (value is not None or name in definite)
        }
        if changes:
            filler.update(key, at, changes)
            updated += 1
        else:
            same += 1
    if added:
        filler.append(key, added)
    return Changes(len(added), updated, same)


def _by_identity(
    key: str, rows: Sequence[Mapping[str, Any]], definite: frozenset[str]
) -> dict[Identity, dict[str, Any]]:
    """What a log says in the end of each thing that it has rows of."""
    found: dict[Identity, dict[str, Any]] = {}
    for row in rows:
        said = found.setdefault(identity(key, row), {})
        said |= {
            name: value for name, value in row.items() if value is not None or name in definite or name not in said
        }
    return found
