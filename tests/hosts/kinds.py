"""The three kinds of workbook behind one face, so that one test runs on all of them."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol
from unittest.mock import patch

import openpyxl
import xlwings as xw
from python_calamine import CalamineWorkbook

from pmo_workbook.addresses import Area, parse_area
from pmo_workbook.blocks import Block, Grid, Link, Tab
from pmo_workbook.hosts.base import Host
from pmo_workbook.hosts.file import FileHost
from pmo_workbook.hosts.live import LiveHost
from pmo_workbook.hosts.memory import MemoryHost
from pmo_workbook.ooxml.package import Package
from pmo_workbook.ooxml.workbook import Workbook

KINDS = ("memory", "file", "libreoffice", "xlwings")
WITH_CELLS = ("file", "libreoffice", "xlwings")
Values = list[list[Any]]


class Kind(Protocol):
    """A workbook of some kind that is being tested."""

    @contextmanager
    def host(self) -> Iterator[Host]:
        """The workbook as a host."""
        ...

    def cells(self, name: str) -> Values:
        """What the cells of a block hold, a list's headers included."""
        ...


class WithCells(Kind, Protocol):
    """One that has worksheets."""

    def values(self, area: str, sheet: str = "It's") -> Values:
        """Values of cells."""
        ...

    def formulas(self, area: str, sheet: str = "It's") -> Values:
        """Formulas of cells, None where there is a constant or nothing."""
        ...

    def range_of(self, table: str) -> str:
        """Where a table stands."""
        ...


def write(kind: Kind, *blocks: Block) -> list[str]:
    """Write blocks of one tab and give what was skipped."""
    with kind.host() as host:
        return [problem.why for problem in host.write([Tab("tab", blocks)])]


def seen(value: Any) -> Any:
    """A value in one form, whoever read it: blank as None, numbers as float, dates with time, to the millisecond."""
    if value is None or value == "":
        return None
    if isinstance(value, Link):
        return value.text
    if isinstance(value, dt.datetime):
        rounded = value + dt.timedelta(microseconds=500)
        return rounded.replace(microsecond=rounded.microsecond // 1000 * 1000)
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day)
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    item = getattr(value, "item", None)
    return seen(item()) if item else value


def all_seen(rows: Sequence[Sequence[Any]]) -> Values:
    return [[seen(value) for value in row] for row in rows]


class Memory:
    """Blocks alone."""

    def __init__(self, path: Path) -> None:
        with FileHost(path) as host:
            names = {*(table.name for table in host.workbook.tables), *(name.name for name in host.workbook.names)}
        self._names = names
        self._host: MemoryHost | None = None
        self._path = path

    @contextmanager
    def host(self) -> Iterator[Host]:
        if self._host is None:
            from pmo_workbook.errors import NoFrameworkError

            with FileHost(self._path) as file:
                try:
                    tables = dict(file.tables())
                except NoFrameworkError:
                    tables = {}
            self._host = MemoryHost(tables, deleted=frozenset({"Gone", "GoneTable"}))
        yield self._host

    def cells(self, name: str) -> Values:
        assert self._host is not None
        block = self._host.block(name)
        if isinstance(block, Grid):
            return all_seen(block.rows)
        rows = block.rows or ((None,) * len(block.headers),)
        return all_seen([block.headers, *rows])


class ClosedFile:
    """A file, read back by calamine and openpyxl."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def host(self) -> Iterator[Host]:
        with FileHost(self.path) as host:
            yield host

    def cells(self, name: str) -> Values:
        with Package.open(self.path) as package:
            book = Workbook(package)
            table, named = book.table(name), book.name(name)
        if table is not None:
            return self._area(table.sheet.title, table.ref)
        assert named is not None
        assert named.area is not None
        return self._area(named.sheet, named.area)

    def values(self, area: str, sheet: str = "It's") -> Values:
        return self._area(sheet, _parsed(area))

    def _area(self, sheet: str, area: Area) -> Values:
        book = CalamineWorkbook.from_path(self.path)
        rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        book.close()
        rows += [[]] * (area.last_row - len(rows))
        width = area.last_column
        wide = [[*row, *[None] * (width - len(row))] for row in rows]
        return all_seen([row[area.first_column - 1 : width] for row in wide[area.first_row - 1 : area.last_row]])

    def formulas(self, area: str, sheet: str = "It's") -> Values:
        cells = openpyxl.load_workbook(io.BytesIO(self.path.read_bytes()))[sheet][area]
        rows = cells if isinstance(cells, tuple) else ((cells,),)
        return [[cell.value if cell.data_type == "f" else None for cell in row] for row in rows]

    def range_of(self, table: str) -> str:
        with Package.open(self.path) as package:
            found = Workbook(package).table(table)
        assert found is not None
        return found.ref.address()


class OpenInLibreOffice:
    """The document that LibreOffice has open."""

    def __init__(self, book: xw.Book) -> None:
        self.book = book

    @contextmanager
    def host(self) -> Iterator[Host]:
        with LiveHost(self.book) as host:
            yield host

    def cells(self, name: str) -> Values:
        for sheet in self.book.sheets:
            if name in sheet.tables:
                return self._read(sheet.tables[name].range)
        return self._read(self.book.names[name].refers_to_range)

    def values(self, area: str, sheet: str = "It's") -> Values:
        return self._read(self.book.sheets[sheet].range(area))

    @staticmethod
    def _read(cells: xw.Range) -> Values:
        return all_seen(cells.options(ndim=2, err_to_str=True).value)

    def formulas(self, area: str, sheet: str = "It's") -> Values:
        cells = self.book.sheets[sheet].range(area)
        found, values = cells.formula, cells.options(ndim=2).value
        rows = found if isinstance(found, tuple) else ((found,),)
        return [
            [text if text.startswith("=") and text != value else None for text, value in zip(row, line, strict=True)]
            for row, line in zip(rows, values, strict=True)
        ]

    def range_of(self, table: str) -> str:
        sheet = next(sheet for sheet in self.book.sheets if table in sheet.tables)
        return str(sheet.tables[table].range.get_address(False, False))


class OpenAsInExcel(OpenInLibreOffice):
    """The same document by the plain calls of xlwings that Excel gets, without what only LibreOffice's engine has."""

    @contextmanager
    def host(self) -> Iterator[Host]:
        with patch("pmo_workbook.hosts.live_program._is_libreoffice", return_value=False), super().host() as host:
            yield host


Open = Callable[[Path], Any]


def _parsed(area: str) -> Area:
    found = parse_area(area)
    assert found is not None
    return found
