"""Defined names, of the book and of single sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlwings import XlwingsError, base_classes

from .bridge import UnoObject, struct
from .formulas import to_calc
from .memory import NAMES
from .unsupported import complete

if TYPE_CHECKING:
    from .book import Book
    from .ranges import Range
    from .sheet import Sheet


@complete
class Names(base_classes.Names):
    """Names of a book, with those of its sheets; or of one sheet."""

    def __init__(self, book: Book, sheet: Sheet | None = None) -> None:
        self._book = book
        self._sheet = sheet

    @property
    def api(self) -> UnoObject:
        """The names that belong to the book, or to the sheet."""
        return self._sheet.api.NamedRanges if self._sheet else self._book.memory.holder(NAMES)

    def _all(self) -> list[Name]:
        found = [Name(self._book, self.api.getByName(key), self._sheet) for key in self.api.ElementNames]
        if self._sheet is None:
            for sheet in self._book.sheets:
                found += sheet.names._all()
        return found

    def snapshot(self) -> list[tuple[str, Name]]:
        """All names with their texts, gathered once: xlwings asks for it whenever it lists or counts them."""
        return [(name.name, name) for name in self._all()]

    def __call__(self, name_or_index: int | str) -> Name:
        """Look one up by its number, from 1, or its name."""
        if isinstance(name_or_index, int):
            return self._all()[name_or_index - 1]
        found = self._find(name_or_index)
        if found is None:
            raise KeyError(name_or_index)
        return found

    def _find(self, name: str) -> Name | None:
        sheet_name, _, plain = name.rpartition("!")
        if sheet_name and self._sheet is None:
            sheet = next((s for s in self._book.sheets if s.name.lower() == sheet_name.strip("'").lower()), None)
            return sheet.names._find(plain) if sheet else None
        if self._sheet is None and plain in self._book.memory.names(NAMES):
            found = self._book.memory.element(NAMES, plain)
            self._book.memory.know(("Name", found), plain)
            return Name(self._book, found, None)
        names = self.api
        return Name(self._book, names.getByName(plain), self._sheet) if names.hasByName(plain) else None

    def contains(self, name_or_index: int | str) -> bool:
        """Whether there is such a name."""
        if isinstance(name_or_index, int):
            return 1 <= name_or_index <= len(self)
        return self._find(name_or_index) is not None

    def __len__(self) -> int:
        return len(self._all())

    def add(self, name: str, refers_to: str) -> Name:
        """Define a name.

        Args:
            name: The name; ``Sheet!Name`` makes it one of that sheet.
            refers_to: What it stands for, in Excel's syntax, such as ``=Sheet1!$A$1:$B$2``.
        """
        sheet_name, _, plain = name.rpartition("!")
        if sheet_name and self._sheet is None:
            return self._book.sheets(sheet_name.strip("'")).names.add(plain, refers_to)
        content = to_calc(refers_to.removeprefix("="), self._book.content.functions)
        if self.api.hasByName(plain):
            self.api.removeByName(plain)
        self.api.addNewByName(plain, content, struct("com.sun.star.table.CellAddress"), 0)
        self._book.memory.answers.forget()
        return Name(self._book, self.api.getByName(plain), self._sheet)


@complete
class Name(base_classes.Name):
    """One defined name."""

    def __init__(self, book: Book, named: UnoObject, sheet: Sheet | None) -> None:
        self._book = book
        self._named = named
        self._sheet = sheet

    def _ask(self, question: str) -> str:
        """A property of the name."""
        return self._book.memory.once((question, self._named), lambda: str(getattr(self._named, question)))

    @property
    def api(self) -> UnoObject:
        """The name (``com.sun.star.sheet.NamedRange``)."""
        return self._named

    @property
    def name(self) -> str:
        """The name; one of a single sheet with the sheet in front, as in Excel."""
        plain = self._ask("Name")
        return f"{quoted(self._sheet.name)}!{plain}" if self._sheet else plain

    @name.setter
    def name(self, value: str) -> None:
        self._named.Name = value.rpartition("!")[2]
        self._book.memory.answers.forget()

    @property
    def refers_to(self) -> str:
        """What it stands for, in Excel's syntax."""
        return "=" + self._book.content.to_excel(self._ask("Content"))

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self._named.Content = to_calc(value.removeprefix("="), self._book.content.functions)
        self._book.memory.answers.forget()

    @property
    def refers_to_range(self) -> Range:
        """The cells it stands for; also where it names a table's column.

        Raises:
            XlwingsError: It stands for no range.
        """
        cells = self._named.ReferredCells
        if cells is not None:
            return self._book.range_at(cells.RangeAddress)
        found = self._book.sheets.table_part(self.refers_to[1:])
        if found is None:
            raise XlwingsError(f"The name {self.name} stands for no range: {self.refers_to}")
        return found

    def delete(self) -> None:
        """Remove the name."""
        (self._sheet or self._book).names.api.removeByName(self._named.Name)
        self._book.memory.answers.forget()


def quoted(sheet_name: str) -> str:
    """A sheet's name as it stands in front of ``!``."""
    return sheet_name if sheet_name.isidentifier() else "'" + sheet_name.replace("'", "''") + "'"
