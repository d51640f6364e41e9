"""What is known of an open workbook from the click before: what is the same since need not be worked out again."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pmo_workbook.binding import BoundTable
from pmo_workbook.blocks import Tab
from pmo_workbook.memory import Memory

if TYPE_CHECKING:
    import xlwings as xw


@dataclass
class LiveMemory:
    """Kept between the clicks on one open workbook.

    A *mark* is what a program gives for cells: the same object again as long as they hold the same, see
    `live_program.Contents`.

    Attributes:
        book: The workbook, as LibreOffice gave it; one of Excel's is never held.
        tables: Each input table as it was read, by the key of its sheet, with where it stood and the mark of its cells.
        study: What was worked out from the tables.
        tabs: Each tab for which nothing had to be written, by its key, with where its blocks stood and their marks.
    """

    tables: dict[str, tuple[Hashable, BoundTable]] = field(default_factory=dict)
    tabs: dict[str, tuple[Hashable, Tab]] = field(default_factory=dict)
    book: xw.Book | None = None
    study: Memory = field(default_factory=Memory)
