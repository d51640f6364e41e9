"""What is new, what changes and what stays, compared with the rows that the sheet has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from pmo_workbook import spelling
from pmo_workbook.binding import BoundTable
from pmo_workbook.check.references import Context
from pmo_workbook.check.values import read_cell
from pmo_workbook.columns import Column
from pmo_workbook.tables import plain_text

IDENTITY: Mapping[str, tuple[str, ...]] = {"requests": ("request_id",), "holds": ("request_id", "waiting_for", "start")}
"""Fields that tell two rows of a sheet apart."""


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
    table: BoundTable | None,
    key: str,
    rows: Sequence[Mapping[str, Any]],
    definite: frozenset[str],
) -> Changes:
    """Write what is new and what changed.

    Args:
        filler: Where to write.
        table: The sheet's table as it is; None when it has none (then opening it says so).
        key: Key of the sheet.
        rows: Rows of the log, values by field name. Of two with one identity the later counts; what it leaves blank
            is as the earlier one says. How the sheet spells an identity stays.
        definite: Fields whose blank empties the cell.
    """
    known = _known(table) if table else {}
    added: list[Mapping[str, Any]] = []
    updated = same = 0
    for identity, row in _by_identity(key, rows, definite).items():
        if identity not in known:
            added.append(row)
            continue
        at, values = known[identity]
        changes = {
            name: value
            for name, value in row.items()
            if name in values.keys() - {*IDENTITY[key]}
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
) -> dict[tuple[str, ...], dict[str, Any]]:
    """What a log says in the end of each thing that it has rows of."""
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    for row in rows:
        said = found.setdefault(_identity(key, row), {})
        said |= {
            name: value for name, value in row.items() if value is not None or name in definite or name not in said
        }
    return found


def _identity(key: str, row: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(spelling.key(plain_text(row.get(name))) for name in IDENTITY[key])


def _known(table: BoundTable) -> dict[tuple[str, ...], tuple[int, dict[str, Any]]]:
    """Worksheet row and typed values of each row of the sheet, by identity; of two the first."""
    context = Context(date1904=table.table.date1904)
    known: dict[tuple[str, ...], tuple[int, dict[str, Any]]] = {}
    for number, raw in table.records():
        values = {column.field: _plain(column, raw[column.field], context) for column in table.columns}
        known.setdefault(_identity(table.sheet.key, values), (number, values))
    return known


def _plain(column: Column, raw: Any, context: Context) -> Any:
    """A cell's value for comparing; what refers to other rows is compared as typed."""
    if raw is None:
        return None
    if column.refs or column.setting or column.choices:
        return plain_text(raw).strip()
    return read_cell(column, raw, context).value
