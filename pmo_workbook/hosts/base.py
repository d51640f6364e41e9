"""The one door between the package and a workbook, however it is kept.

Implementations: `file` (the closed file) and `memory` (tests).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from pmo_workbook.binding import BoundTable
from pmo_workbook.blocks import Tab


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

    def tables(self) -> Mapping[str, BoundTable]:
        """Input tables by the key of their sheet (see `sheets.SHEETS`); a missing table has no entry."""
        ...

    def titles(self) -> Mapping[str, str]:
        """Titles of the generated tabs as they are called now, by key; a tab that was deleted has no entry."""
        ...

    def template(self) -> int:
        """Version of the template that the workbook follows; 0 where it does not say."""
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
