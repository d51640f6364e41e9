"""Defined names and tables of an open workbook: few calls, since each costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmo_workbook.addresses import Area, parse_area, split_sheet
from pmo_workbook.hosts.live_program import table_at_once
from pmo_workbook.renamed import called

if TYPE_CHECKING:
    import xlwings as xw


def text_of_name(book: xw.Book, name: str) -> str | None:
    """What a defined name of the whole workbook stands for, without an equals sign; None when there is none.

    Args:
        book: The workbook.
        name: The name.
    """
    try:
        found = book.names[name]
    except Exception:
        # what a program says to an unknown name differs, and asking first would cost as much again for every name
        if name in book.names:
            raise
        return None
    if "!" in found.name:
        # a tab that was copied brings names of its own, which Excel prefers while that tab is in front
        whole = [other for other in book.names if other.name.casefold() == name.casefold()]
        found = whole[0] if whole else found
    return (found.refers_to or "").removeprefix("=")


def area_of_name(book: xw.Book, name: str) -> tuple[str, Area | None] | None:
    """Title of the sheet and the cells of a defined name.

    Args:
        book: The workbook.
        name: The name.

    Returns:
        None when there is no such name; no cells when it stands for none.
    """
    text = text_of_name(book, name)
    if text is None:
        return None
    title, rest = split_sheet(text)
    return title, parse_area(rest) if title else None


class Tables:
    """Excel Tables of an open workbook, looked up by name; listed once, and only where that is needed."""

    def __init__(self, book: xw.Book) -> None:
        self._book = book
        self._all: list[tuple[str, xw.main.Table]] | None = None
        self._found: dict[str, xw.main.Table | None] = {}

    def all(self) -> list[tuple[str, xw.main.Table]]:
        """All tables with their names, by sheet."""
        if self._all is None:
            self._all = [(table.name, table) for sheet in self._book.sheets for table in sheet.tables]
        return self._all

    def find(self, name: str) -> xw.main.Table | None:
        """The table of a name, or of an old one, in any case."""
        key = name.casefold()
        if key not in self._found:
            self._found[key] = next(filter(None, map(self._called, called("table", "", name))), None)
        return self._found[key]

    def _called(self, name: str) -> xw.main.Table | None:
        return table_at_once(self._book, name) or self._listed(name.casefold())

    def _listed(self, key: str) -> xw.main.Table | None:
        return next((table for own, table in self.all() if own.casefold() == key), None)
