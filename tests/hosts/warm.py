"""What users do with an open workbook between two clicks, and how somebody sees it who has never read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import xlwings as xw

Edit = Callable[[Any], object]
"""What the user does with the document."""
LOG = "The log"


@contextmanager
def unknown(book: xw.Book) -> Iterator[xw.Book]:
    """The same document for somebody who has never read it: nothing of it is kept anywhere."""
    from pmo_workbook.hosts.libreoffice.book import Book

    office = book.app.impl.office
    known, office._kept = office._kept, {}
    try:
        yield xw.Book(impl=Book(book.app.impl, book.api))
    finally:
        office._kept = known


def cell(document: Any, address: str, sheet: str = LOG) -> Any:
    return document.Sheets.getByName(sheet).getCellRangeByName(address)


def put(address: str, value: object, sheet: str = LOG) -> Edit:
    """Type a value: text, a number, a formula with its equals sign, or TRUE as the user types it."""

    def edit(document: Any) -> None:
        there = cell(document, address, sheet)
        if value is True:
            there.FormulaLocal = "TRUE"
        elif isinstance(value, str) and value.startswith("="):
            there.Formula = value
        elif isinstance(value, str):
            there.String = value
        else:
            there.Value = value

    return edit


def shown(address: str, code: str, sheet: str = LOG) -> Edit:
    """Give cells a number format."""

    def edit(document: Any) -> None:
        from pmo_workbook.hosts.libreoffice.formats import Formats

        cell(document, address, sheet).NumberFormat = Formats(document).key(code)

    return edit


def lines(what: str, how: str, first: int, count: int, sheet: str = LOG) -> Edit:
    """Insert or remove whole rows or columns, counted from 0."""

    def edit(document: Any) -> None:
        found = getattr(document.Sheets.getByName(sheet), what)
        (found.insertByIndex if how == "insert" else found.removeByIndex)(first, count)

    return edit


def table(document: Any, name: str) -> Any:
    return document.DatabaseRanges.getByName(name)


def covering(name: str, address: str, sheet: str = LOG) -> Edit:
    """Give a table other cells."""

    def edit(document: Any) -> None:
        table(document, name).DataArea = cell(document, address, sheet).RangeAddress

    return edit


def null_date(year: int, month: int, day: int) -> Edit:
    def edit(document: Any) -> None:
        from pmo_workbook.hosts.libreoffice.bridge import struct

        document.NullDate = struct("com.sun.star.util.Date", day, month, year)

    return edit


def cut(source: str, target: str, to: str = LOG, sheet: str = LOG) -> Edit:
    """Cut cells and paste them."""

    def edit(document: Any) -> None:
        place = cell(document, target, to).CellAddress
        document.Sheets.getByName(sheet).moveRange(place, cell(document, source, sheet).RangeAddress)

    return edit


def renamed(old: str, new: str) -> Edit:
    def edit(document: Any) -> None:
        document.Sheets.getByName(old).Name = new

    return edit


def each(*edits: Edit) -> Edit:
    def edit(document: Any) -> None:
        for one in edits:
            one(document)

    return edit
