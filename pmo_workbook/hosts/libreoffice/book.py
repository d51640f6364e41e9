"""A document and its sheets."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from xlwings import XlwingsError, base_classes

from .bridge import UnoObject, properties, to_path, to_url
from .content import Content
from .errors import is_disconnected
from .memory import Memory
from .names import Names
from .office import Kept
from .ranges import Range
from .sheet import Sheet, Sheets
from .unsupported import complete

if TYPE_CHECKING:
    from .app import App

_FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".xltx": "Calc MS Excel 2007 XML Template",
    ".xls": "MS Excel 97",
    ".ods": "calc8",
    ".ots": "calc8_template",
    ".csv": "Text - txt - csv (StarCalc)",
}
"""How LibreOffice calls the file formats, by extension."""


@complete
class Book(base_classes.Book):
    """One open spreadsheet document."""

    def __init__(self, app: App, document: UnoObject) -> None:
        self._app = app
        self._document = document

    @property
    def api(self) -> UnoObject:
        """The document (``com.sun.star.sheet.SpreadsheetDocument``)."""
        return self._document

    @property
    def app(self) -> App:
        """The program that has it open."""
        return self._app

    @cached_property
    def kept(self) -> Kept:
        """What is kept of it as long as it is open."""
        return self._app.office.kept(self._document)

    @property
    def memory(self) -> Memory:
        """Its sheets, tables, names and cells."""
        return self.kept.memory

    @property
    def content(self) -> Content:
        """Reader and writer of its cells."""
        return self.kept.content

    @property
    def name(self) -> str:
        """File name, or the title of a book that was never saved."""
        url = str(self._document.URL)
        return Path(to_path(url)).name if url else str(self._document.Title)

    @property
    def fullname(self) -> str:
        """Path of the file, its URL where it is not on this machine, or the title of a book that was never saved."""
        url = str(self._document.URL)
        return to_path(url) if url else self.name

    @property
    def is_open(self) -> bool:
        """Whether it was not closed meanwhile."""
        try:
            return bool(self._document.RuntimeUID)
        except Exception as error:
            if is_disconnected(error):
                return False
            raise

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Keep its windows from being redrawn, until the end of the block."""
        if self._document.hasControllersLocked():
            yield
            return
        self._document.lockControllers()
        try:
            yield
        finally:
            self._document.unlockControllers()

    @property
    def sheets(self) -> Sheets:
        """Its sheets."""
        return Sheets(self)

    @property
    def names(self) -> Names:
        """All defined names, those of single sheets as ``Sheet!Name``."""
        return Names(self)

    def range_at(self, address: UnoObject) -> Range:
        """The range at an address of the document (``CellRangeAddress``)."""
        return Range(
            self.sheet_at(address.Sheet),
            (address.StartRow + 1, address.StartColumn + 1),
            (address.EndRow + 1, address.EndColumn + 1),
        )

    def sheet_at(self, index: int) -> Sheet:
        """A sheet by its place, from 0."""
        return Sheet(self, self.memory.sheet(index))

    def activate(self) -> None:
        """Bring its window to the front."""
        frame = self._document.CurrentController.Frame
        frame.activate()
        if not self._app.office.headless:
            frame.ContainerWindow.toFront()
        self._app.office.active_book = self._document

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Save under its own or another path; the extension says which format.

        Raises:
            XlwingsError: It has no path yet and none is given, is read-only, or the extension is unknown.
        """
        values: dict[str, object] = {"Password": password} if password else {}
        if path is None:
            if not self._document.hasLocation():
                raise XlwingsError(f"{self.name} was never saved: say where.")
            if self._document.isReadonly():
                raise XlwingsError(f"{self.name} is open read-only.")
            self._document.storeSelf(properties(**values))
            return
        extension = Path(path).suffix.lower()
        if extension not in _FILTERS:
            raise XlwingsError(f"LibreOffice does not save {extension or 'files without extension'} from here: {path}")
        values["FilterName"] = _FILTERS[extension]
        self._document.storeAsURL(to_url(Path(path).resolve()), properties(**values))

    def to_pdf(self, path: str, quality: str | None = None) -> None:  # noqa: ARG002 - xlwings passes it
        """Print all sheets into a PDF file; `quality` is Excel's and has no effect."""
        url = to_url(Path(path).resolve())
        self._document.storeToURL(url, properties(FilterName="calc_pdf_Export"))

    def close(self) -> None:
        """Close without saving."""
        if self._app.office.active_book == self._document:
            self._app.office.active_book = None
        self._document.close(True)
