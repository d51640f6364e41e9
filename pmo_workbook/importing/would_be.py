"""The tables as they will be after an import, so that it can be told what it means before it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pmo_workbook.binding import BoundTable
from pmo_workbook.importing.merge import Filled, MergeFiller
from pmo_workbook.tables import Grid, is_blank


@dataclass
class WouldBe:
    """Hands everything on to what fills the workbook, and remembers it.

    Attributes:
        filler: What fills the workbook.
        before: Input tables as they were read, by sheet key.
    """

    filler: MergeFiller
    before: Mapping[str, BoundTable]
    _added: dict[str, list[Mapping[str, Any]]] = field(default_factory=dict)
    _changed: dict[str, list[tuple[int, Mapping[str, Any]]]] = field(default_factory=dict)

    def table(self, key: str) -> Filled:
        """Open a table for filling."""
        return self.filler.table(key)

    def append(self, key: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Write rows under the last one of a table."""
        self.filler.append(key, rows)
        self._added.setdefault(key, []).extend(rows)

    def update(self, key: str, row: int, values: Mapping[str, Any]) -> None:
        """Write some cells of a row that exists."""
        self.filler.update(key, row, values)
        self._changed.setdefault(key, []).append((row, values))

    def tables(self) -> dict[str, BoundTable]:
        """The input tables with what was written; new rows stand below all that were read."""
        keys = {*self._added, *self._changed} & self.before.keys()
        return {**self.before, **{key: self._filled(key) for key in keys}}

    def _filled(self, key: str) -> BoundTable:
        bound, added = self.before[key], self._added.get(key, [])
        raw, first = bound.table, bound.table.first_row
        columns = [list(column) for column in Grid.of(raw.rows, len(raw.headers)).columns]
        for row, values in self._changed.get(key, ()):
            for name, value in values.items():
                if name in bound.at:
                    columns[bound.at[name]][row - first] = value
        fields = {index: name for name, index in bound.at.items()}
        for index, column in enumerate(columns):
            added_to = fields.get(index)
            column.extend(row.get(added_to) if added_to else None for row in added)
        height = len(raw.rows) + len(added)
        errors = {
            place: error
            for place, error in raw.errors.items()
            if is_blank(columns[place[1] - raw.first_column][place[0] - first])
        }
        return replace(bound, table=replace(raw, rows=Grid(columns, height), errors=errors))
