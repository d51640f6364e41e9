"""Input tables as a workbook holds them, before any reading of their values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, overload


@dataclass(frozen=True)
class RawTable:
    """An Excel Table of an input sheet as the workbook holds it, before any reading of its values.

    Attributes:
        name: Name of the Excel Table.
        sheet: Title of its sheet as it is called now.
        header_row: Worksheet row of the header (1-based).
        first_column: Worksheet column of the first header (1-based).
        headers: Header texts, as typed.
        rows: Cell values by row, as wide as `headers`: str, float, int, bool, date, datetime, time, or None for blank.
            Row 0 is worksheet row ``header_row + 1``; blank rows are kept so that row numbers hold.
        below: How many of the last rows lie below the table's own range (typed under it, not part of it).
        errors: Error cells, ``(worksheet row, worksheet column) -> '#N/A'``; their value in `rows` is None.
        found_by: ``"table"``, or ``"header"`` when no table of that name exists and a header row was recognised.
        date1904: Dates of the workbook count from 1904; matters only for dates that are kept as bare numbers.
    """

    name: str
    sheet: str
    header_row: int
    first_column: int
    headers: tuple[str, ...]
    rows: Sequence[Sequence[Any]]
    below: int = 0
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    found_by: str = "table"
    date1904: bool = False

    @property
    def first_row(self) -> int:
        """Worksheet row (1-based) of the first of `rows`."""
        return self.header_row + 1

    @property
    def last_row(self) -> int:
        """Worksheet row (1-based) of the last of `rows`; the header's when there are none."""
        return self.header_row + len(self.rows)

    @property
    def last_column(self) -> int:
        """Worksheet column (1-based) of the last header."""
        return self.first_column + len(self.headers) - 1


class Grid(Sequence[Sequence[Any]]):
    """Rows of cells, all equally wide, kept by column and made when they are asked for.

    Logs are checked column by column, and turning a long table costs as much as reading it.

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


def is_blank(raw: Any) -> bool:
    """Whether a cell holds nothing to be seen."""
    return raw is None or (isinstance(raw, str) and not raw.strip())


def plain_text(raw: Any) -> str:
    """What a cell shows, as near as its value tells: ``5`` for 5.0, ``2026-03-31`` for a date."""
    match raw:
        case None:
            return ""
        case bool():
            return "TRUE" if raw else "FALSE"
        case float() if raw.is_integer() and abs(raw) < 1e15:
            return str(int(raw))
        case float():
            return f"{raw:.15g}"
        case dt.datetime():
            return f"{raw:%Y-%m-%d}" if raw.time() == dt.time() else f"{raw:%Y-%m-%d %H:%M:%S}".removesuffix(":00")
        case dt.timedelta():
            minutes = round(raw.total_seconds() / 60)
            return f"{minutes // 60}:{minutes % 60:02d}"
        case _:
            return str(raw)
