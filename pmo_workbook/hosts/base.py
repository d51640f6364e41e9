"""The one door between the package and a workbook, however it is kept.

Implementations: `file` (the closed file) and `memory` (tests).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from pmo_workbook.layout.blocks import Tab


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


@dataclass(frozen=True)
class Skipped:
    """A tab, table or block that was not written, and why.

    Attributes:
        what: Tab, table or defined name.
        why: One sentence for the user; names the cell in the way, if there is one.
    """

    what: str
    why: str


class Host(Protocol):
    """A workbook that can be read in tables and written in blocks."""

    def tables(self) -> Mapping[str, RawTable]:
        """Input tables by the key of their sheet (see `sheets.SHEETS`); a missing table has no entry."""
        ...

    def titles(self) -> Mapping[str, str]:
        """Titles of the generated tabs as they are called now, by key; a tab that was deleted has no entry."""
        ...

    def template(self) -> int:
        """Version of the template that the workbook follows; the present one where it does not say."""
        ...

    def write(self, tabs: Sequence[Tab]) -> list[Skipped]:
        """Put the blocks of generated tabs in place, all or nothing.

        Args:
            tabs: What to write; a tab whose blocks collide with a user's cell stays as it was.

        Returns:
            What was skipped and why.

        Raises:
            WorkbookError: Nothing could be written; the workbook is as it was.
        """
        ...
