"""The sheets of a book."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from xlwings import XlwingsError, base_classes

from .bridge import UnoObject
from .names import Names
from .pivots import PivotTables
from .ranges import Range
from .table import Table, Tables, sheet_of_table
from .unsupported import complete

if TYPE_CHECKING:
    from .book import Book

_PART = re.compile(r"(?P<table>[^\W\d][\w.]*)(?:\[(?:\[?(?P<special>#[^\]]*)\]?|(?P<column>[^\]\[#][^\]\[]*)|)\])?")


@complete
class Sheets(base_classes.Sheets):
    """All sheets of a book, in order, hidden ones too."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @property
    def api(self) -> UnoObject:
        """The sheets (``com.sun.star.sheet.Spreadsheets``)."""
        return self._book.api.Sheets

    @property
    def active(self) -> Sheet:
        """The sheet in front."""
        return Sheet(self._book, self._book.api.CurrentController.ActiveSheet)

    def __call__(self, name_or_index: int | str) -> Sheet:
        """Look one up by its number, from 1, or its name."""
        if isinstance(name_or_index, int):
            return self._book.sheet_at(name_or_index - 1)
        names = self._book.memory.names("Sheets")
        if name_or_index in names:
            return self._book.sheet_at(names.index(name_or_index))
        if not self.api.hasByName(name_or_index):
            raise KeyError(name_or_index)
        return Sheet(self._book, self.api.getByName(name_or_index))

    def __len__(self) -> int:
        return len(self._book.memory.names("Sheets"))

    def __iter__(self) -> Iterator[Sheet]:
        return iter([self._book.sheet_at(index) for index in range(len(self))])

    def __contains__(self, name: str) -> bool:
        return bool(self.api.hasByName(name))

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        """Insert an empty sheet, by default in front of the active one, and activate it."""
        place = place_of(before, after) if before or after else self.active.index - 1
        made = name or self._free_name("Sheet{}")
        self.api.insertNewByName(made, place)
        self._book.memory.answers.forget()
        sheet = self(made)
        sheet.activate()
        return sheet

    def _free_name(self, pattern: str) -> str:
        number = 1
        while self.api.hasByName(pattern.format(number)):
            number += 1
        return pattern.format(number)

    def copy_of(self, sheet: Sheet, place: int) -> None:
        """Copy a sheet of this book to a place, counted from 0; Excel's kind of name is given."""
        number = 2
        while self.api.hasByName(f"{sheet.name} ({number})"):
            number += 1
        self.api.copyByName(sheet.name, f"{sheet.name} ({number})", place)
        self._book.memory.answers.forget()

    def table(self, name: str) -> Table | None:
        """A table by its name, on whatever sheet it is."""
        place = sheet_of_table(self._book, name)
        return None if place is None else self(place + 1).tables(name)

    def table_part(self, text: str) -> Range | None:
        """The cells that a simple table reference stands for: ``T``, ``T[Column]``, ``T[#All]``, ``T[#Headers]``."""
        match = _PART.fullmatch(text.strip())
        table = self.table(match["table"]) if match else None
        if match is None or table is None:
            return None
        special = (match["special"] or "").lower()
        if special:
            return {"#all": table.range, "#headers": table.header_row_range, "#data": table.data_body_range}.get(
                special
            )
        if match["column"]:
            return table.columns(re.sub(r"'(.)", r"\1", match["column"])).data_body_range
        return table.data_body_range


def place_of(before: Sheet | None, after: Sheet | None) -> int:
    """Index from 0 at which a sheet goes."""
    if before is not None:
        return before.index - 1
    assert after is not None, "xlwings passes one of the two"
    return after.index


@complete
class Sheet(base_classes.Sheet):
    """One sheet."""

    def __init__(self, book: Book, sheet: UnoObject) -> None:
        self._book = book
        self._sheet = sheet

    @property
    def api(self) -> UnoObject:
        """The sheet (``com.sun.star.sheet.Spreadsheet``)."""
        self._sheet = self._book.memory.whole(self._sheet)
        return self._sheet

    @property
    def book(self) -> Book:
        """The book that it belongs to."""
        return self._book

    @property
    def name(self) -> str:
        """Its name."""
        memory = self._book.memory
        return memory.once(("title", self._sheet), lambda: str(self._sheet.Name))

    @name.setter
    def name(self, value: str) -> None:
        self._sheet.Name = value
        self._book.memory.answers.forget()

    @property
    def index(self) -> int:
        """Its place, from 1."""
        return self._book.memory.index_of(self._sheet) + 1

    @property
    def names(self) -> Names:
        """Names that belong to this sheet alone."""
        return Names(self._book, self)

    @property
    def tables(self) -> Tables:
        """Its tables."""
        return Tables(self)

    @property
    def pivot_tables(self) -> PivotTables:
        """Its pivot tables."""
        return PivotTables(self)

    @property
    def visible(self) -> bool:
        """Whether it shows."""
        return bool(self._sheet.IsVisible)

    @visible.setter
    def visible(self, value: bool) -> None:
        self._sheet.IsVisible = bool(value)

    @property
    def page_setup(self) -> PageSetup:
        """What of it is printed."""
        return PageSetup(self)

    def range(self, arg1: object, arg2: object = None) -> Range:
        """A range by address, name, table reference, (row, column) pairs, or between two ranges."""
        return Range(self, arg1, arg2)

    @property
    def cells(self) -> Range:
        """All cells."""
        _, _, last_row, last_column = self._book.memory.extent
        return Range(self, (1, 1), (last_row + 1, last_column + 1))

    @property
    def used_range(self) -> Range:
        """The smallest range with everything in it; A1 on an empty sheet."""
        cursor = self.api.createCursor()
        cursor.gotoStartOfUsedArea(False)
        cursor.gotoEndOfUsedArea(True)
        return self._book.range_at(cursor.RangeAddress)

    def activate(self) -> None:
        """Bring it to the front of its window."""
        self._book.api.CurrentController.setActiveSheet(self._sheet)

    def select(self) -> None:
        """Same as :meth:`activate`."""
        self.activate()

    def clear(self) -> None:
        """Empty it and drop its formats."""
        self.cells.clear()

    def clear_contents(self) -> None:
        """Empty it and keep its formats."""
        self.cells.clear_contents()

    def clear_formats(self) -> None:
        """Drop its formats and keep its contents."""
        self.cells.clear_formats()

    def autofit(self, axis: str | None = None) -> None:
        """Fit widths and heights to the contents."""
        self.used_range.autofit(axis)

    def delete(self) -> None:
        """Remove it.

        Raises:
            XlwingsError: It is the only one of its book.
        """
        if len(self._book.sheets) == 1:
            raise XlwingsError(f"{self.name} is the only sheet of {self._book.name} and cannot be deleted.")
        self._book.api.Sheets.removeByName(self.name)
        self._book.memory.answers.forget()

    def copy(self, before: Sheet | None, after: Sheet | None) -> None:
        """Copy it to another place in its book."""
        target = (before or after or self).book
        if target.api != self._book.api:
            raise NotImplementedError("the xlwings engine for LibreOffice copies sheets within one book only")
        self._book.sheets.copy_of(self, place_of(before, after))

    def move(self, before: Sheet | None, after: Sheet | None) -> None:
        """Move it to another place in its book."""
        self._book.api.Sheets.moveByName(self.name, place_of(before, after))
        self._book.memory.answers.forget()


@complete
class PageSetup(base_classes.PageSetup):
    """Print set-up of a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    @property
    def api(self) -> UnoObject:
        """The sheet, which keeps its own print areas."""
        return self._sheet.api

    @property
    def print_area(self) -> str | None:
        """Address of what is printed; None for all."""
        areas = self._sheet.api.getPrintAreas()
        return ",".join(self._sheet.book.range_at(area).address for area in areas) or None

    @print_area.setter
    def print_area(self, value: str | None) -> None:
        parts = value.split(",") if value else []
        self._sheet.api.setPrintAreas(tuple(self._sheet.range(part).api.RangeAddress for part in parts))
