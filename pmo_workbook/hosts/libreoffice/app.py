"""The program and its open documents."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlwings import XlwingsError, base_classes

from .book import Book
from .bridge import UnoObject, properties, to_url
from .errors import UnsavedChangesError
from .office import Office, is_spreadsheet
from .unsupported import complete

if TYPE_CHECKING:
    from .engine import Engine
    from .ranges import Range

_UPDATE_LINKS = {True: 3, False: 0}
"""``com.sun.star.document.UpdateDocMode``: FULL_UPDATE and NO_UPDATE."""


@complete
class App(base_classes.App):
    """One LibreOffice."""

    def __init__(self, engine: Engine, office: Office) -> None:
        self.engine = engine
        self.office = office

    @property
    def api(self) -> UnoObject:
        """The desktop (``com.sun.star.frame.Desktop``)."""
        return self.office.desktop

    @property
    def pid(self) -> int:
        """Process id."""
        return self.office.pid

    @property
    def version(self) -> str:
        """Version of LibreOffice."""
        return self.office.version

    @property
    def books(self) -> Books:
        """The open spreadsheets."""
        return Books(self)

    @property
    def selection(self) -> Range | None:
        """The selected cells; None where something else, or more than one range, is selected."""
        book = self.books.active
        selected = book.api.CurrentController.Selection
        if not hasattr(selected, "RangeAddress"):
            return None
        return book.range_at(selected.RangeAddress)

    def activate(self, steal_focus: bool = False) -> None:  # noqa: ARG002 - xlwings passes it
        """Bring the active book's window to the front, and make this program the active one of several."""
        self.engine.apps.keep_first(self.office)
        self.books.active.activate()

    @property
    def visible(self) -> bool:
        """Whether the windows show; a headless program has none that could."""
        return not self.office.headless and any(_window(book).isVisible() for book in self.books)

    @visible.setter
    def visible(self, visible: bool) -> None:
        if not self.office.headless:
            for book in self.books:
                _window(book).setVisible(visible)

    def quit(self) -> None:
        """End the program, without saving.

        Raises:
            UnsavedChangesError: It was started by somebody else and has unsaved changes.
        """
        if self.office.attached:
            unsaved = [book.name for book in self.books if book.api.isModified()]
            if unsaved:
                raise UnsavedChangesError(f"LibreOffice has unsaved changes in {', '.join(unsaved)}; it was left open.")
        self.office.terminate()

    def kill(self) -> None:
        """End the process at once."""
        self.office.kill()

    @property
    def screen_updating(self) -> bool:
        """Whether the open documents are redrawn and recalculated step by step.

        Setting it to True also undoes what a Python that was killed has left behind.
        """
        return not any(book.api.hasControllersLocked() for book in self.books)

    @screen_updating.setter
    def screen_updating(self, value: bool) -> None:
        for book in self.books:
            document = book.api
            if value:
                while document.hasControllersLocked():
                    document.unlockControllers()
                document.resetActionLocks()
            elif not document.hasControllersLocked():
                # No action lock, which gains nothing and which a macro could not undo.
                document.lockControllers()

    @property
    def display_alerts(self) -> bool:
        """True: programs that drive LibreOffice never see its questions. Setting it has no effect."""
        return True

    @display_alerts.setter
    def display_alerts(self, value: bool) -> None:
        pass

    @property
    def calculation(self) -> str:
        """``automatic`` or ``manual``, of the active book."""
        return "automatic" if self.books.active.api.isAutomaticCalculationEnabled() else "manual"

    @calculation.setter
    def calculation(self, value: str) -> None:
        if value not in ("automatic", "manual"):
            raise ValueError(f"calculation is 'automatic' or 'manual' in LibreOffice, not {value!r}")
        self.books.active.api.enableAutomaticCalculation(value == "automatic")

    def calculate(self) -> None:
        """Recalculate every open document."""
        for book in self.books:
            book.api.calculateAll()

    @property
    def status_bar(self) -> str | bool:
        """The text put into the status bar of the active book's window; False while there is none."""
        return self.office.status_text or False

    @status_bar.setter
    def status_bar(self, value: str | bool | None) -> None:
        self.office.show_status(self.books.active.api, str(value) if value else "")

    @property
    def path(self) -> str:
        """Folder of the program."""
        substitution = self.office.service("com.sun.star.util.PathSubstitution")
        return str(substitution.getSubstituteVariableValue("$(prog)"))

    def run(self, macro: str, args: list[Any]) -> Any:
        """Run a macro of an open document.

        Args:
            macro: ``Module.Procedure``, or ``'Book.xlsm'!Module.Procedure`` for a book that is not the active one.
            args: Its arguments.

        Returns:
            What the function gives back, or None.
        """
        book_name, _, procedure = macro.rpartition("!")
        book = self.books(book_name.strip("'")) if book_name else self.books.active
        libraries = book.api.BasicLibraries
        library = next((name for name in ("VBAProject", "Standard") if libraries.hasByName(name)), None)
        if library is None:
            raise XlwingsError(f"{book.name} has no macros.")
        url = f"vnd.sun.star.script:{library}.{procedure}?language=Basic&location=document"
        return book.api.getScriptProvider().getScript(url).invoke(tuple(args), (), ())[0]


def _window(book: Book) -> UnoObject:
    return book.api.CurrentController.Frame.ContainerWindow


@complete
class Books(base_classes.Books):
    """The open spreadsheets of a program."""

    def __init__(self, app: App) -> None:
        self.app = app

    @property
    def api(self) -> UnoObject:
        """All open documents, also those that are no spreadsheet."""
        return self.app.office.desktop.Components

    @property
    def active(self) -> Book:
        """The book in front; where the program has no front, the one that was opened or activated last."""
        office = self.app.office
        current = office.current()
        if current is not None:
            return Book(self.app, current)
        documents = office.documents()
        if not documents:
            raise XlwingsError("No spreadsheet is open in LibreOffice.")
        return Book(self.app, office.active_book if office.active_book in documents else documents[-1])

    def __call__(self, name_or_index: int | str) -> Book:
        """Look one up by its number, from 1, or its name."""
        books = list(self)
        if isinstance(name_or_index, int):
            return books[name_or_index - 1]
        for book in books:
            if book.name.lower() == name_or_index.lower():
                return book
        raise KeyError(name_or_index)

    def __len__(self) -> int:
        return len(self.app.office.documents())

    def __iter__(self) -> Iterator[Book]:
        return iter([Book(self.app, document) for document in self.app.office.documents()])

    def add(self) -> Book:
        """Make a new book with one sheet."""
        return self._load("private:factory/scalc", {})

    def open(
        self,
        fullname: str,
        update_links: bool | None = None,
        read_only: bool | None = None,
        format: str | None = None,  # noqa: A002 - named so by xlwings
        password: str | None = None,
        *unused: object,
    ) -> Book:
        """Open a file; its macros do not run.

        Raises:
            XlwingsError: LibreOffice cannot open it, or an option is one that only Excel has.
        """
        if format is not None or any(value is not None for value in unused):
            raise NotImplementedError(
                "the xlwings engine for LibreOffice opens files with update_links, read_only and password only"
            )
        values: dict[str, object] = {}
        if update_links is not None:
            values["UpdateDocMode"] = _UPDATE_LINKS[bool(update_links)]
        if read_only is not None:
            values["ReadOnly"] = bool(read_only)
        if password is not None:
            values["Password"] = password
        return self._load(to_url(Path(fullname).resolve()), values)

    def _load(self, url: str, values: dict[str, object]) -> Book:
        document = self.app.office.desktop.loadComponentFromURL(url, "_blank", 0, properties(**values))
        if document is None:
            raise XlwingsError(f"LibreOffice cannot open {url}.")
        if not is_spreadsheet(document):
            document.close(True)
            raise XlwingsError(f"{url} is no spreadsheet.")
        self.app.office.active_book = document
        return Book(self.app, document)
