"""One LibreOffice for all tests of a worker, and workbooks of each kind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwings as xw

from tests.hosts.kinds import KINDS, WITH_CELLS, ClosedFile, Memory, Open, OpenAsInExcel, OpenInLibreOffice
from tests.shared_office import Clearing, Holder, offices
from tests.witness.tools import need


@pytest.fixture(scope="session")
def kept_office() -> Iterator[Holder[xw.App]]:
    need("soffice")
    need("uno")
    holder = offices()
    yield holder
    holder.close()


@pytest.fixture
def office(kept_office: Holder[xw.App]) -> Iterator[xw.App]:
    """A running LibreOffice with a profile of its own."""
    yield from kept_office.lent()


@pytest.fixture
def open_live(office: xw.App) -> Iterator[Open]:
    """Opens a file in LibreOffice; it is closed after the test."""
    books: list[xw.Book] = []

    def opened(path: Path) -> OpenInLibreOffice:
        books.append(office.books.open(str(path)))
        return OpenInLibreOffice(books[-1])

    yield opened
    with Clearing(office):
        for book in books:
            book.close()


@pytest.fixture(params=KINDS)
def open_any(request: pytest.FixtureRequest) -> Open:
    """Opens a file as a workbook of each kind."""
    return _opener(request)


@pytest.fixture(params=WITH_CELLS)
def open_sheet(request: pytest.FixtureRequest) -> Open:
    """Opens a file as a workbook of each kind that has worksheets."""
    return _opener(request)


def _opener(request: pytest.FixtureRequest) -> Open:
    if request.param in ("libreoffice", "xlwings"):
        found: Open = request.getfixturevalue("open_live")
        return found if request.param == "libreoffice" else lambda path: OpenAsInExcel(found(path).book)
    return {"memory": Memory, "file": ClosedFile}[request.param]
