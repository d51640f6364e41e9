"""Rows of a long table, kept by column: logs are checked column by column, and turning a table costs as much."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import Any, overload


class Grid(Sequence[Sequence[Any]]):
    """Rows of cells, all equally wide, made when they are asked for.

    Attributes:
        columns: Cells by column, each as long as there are rows.
    """

    def __init__(self, columns: Sequence[list[Any]], height: int) -> None:
        """Take columns as they are.

        Args:
            columns: Cells by column.
            height: Number of rows, needed where there are no columns.
        """
        self.columns = columns
        self._height = height

    @classmethod
    def of(cls, rows: Sequence[Sequence[Any]], width: int) -> Grid:
        """Turn rows into columns.

        Args:
            rows: Cells by row.
            width: Cells of each row.
        """
        if isinstance(rows, cls):
            return rows
        return cls([list(map(itemgetter(index), rows)) for index in range(width)], len(rows))

    def __len__(self) -> int:
        return self._height

    @overload
    def __getitem__(self, at: int) -> Sequence[Any]: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Sequence[Any]]: ...
    def __getitem__(self, at: int | slice) -> Sequence[Any]:
        if isinstance(at, slice):
            columns = [column[at] for column in self.columns]
            return Grid(columns, len(range(*at.indices(self._height))))
        if not -self._height <= at < self._height:
            raise IndexError(at)
        return tuple(column[at] for column in self.columns)
