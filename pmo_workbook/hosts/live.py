"""The open workbook as a host: read and written through xlwings, in Excel and in LibreOffice by the same calls."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Self

from pmo_workbook.binding import BoundTable
from pmo_workbook.blocks import ANCHOR, Tab
from pmo_workbook.errors import UnsupportedError, WorkbookError, WriteError
from pmo_workbook.hosts.base import Skipped
from pmo_workbook.hosts.live_memory import LiveMemory
from pmo_workbook.hosts.live_names import Tables, area_of_name, text_of_name
from pmo_workbook.hosts.live_program import is_open, patient, still, translated, undisturbed
from pmo_workbook.hosts.placing import known
from pmo_workbook.template_version import VERSION, VERSION_NAME, version_in

if TYPE_CHECKING:
    import xlwings as xw


class LiveHost:
    """A workbook that Excel or LibreOffice has open. A context manager, which gives the status bar back.

    Nothing is saved: that is the user's.

    Attributes:
        book: The open workbook.
    """

    def __init__(self, book: xw.Book, memory: LiveMemory | None = None) -> None:
        """Take an open workbook.

        Args:
            book: The workbook; see `attach.open_book`.
            memory: What is known of it from before, which is kept up to date.

        Raises:
            WorkbookError: Its program does not answer, or a newer version made it.
        """
        self.book = book
        self._shows_progress = False
        self._name = ""
        self._template = VERSION
        with self._speaking("The open workbook cannot be read"):
            self._name = book.name
            self._refuse_newer()
        self._memory = memory or LiveMemory()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the status bar back to the program."""
        if self._shows_progress:
            self._shows_progress = False
            with contextlib.suppress(WorkbookError), self._speaking("The status bar cannot be given back"):
                self.book.app.status_bar = False

    def progress(self, text: str) -> None:
        """Show in the status bar what is being done; a `workflow.Progress`.

        Args:
            text: Name of the step.
        """
        with self._speaking(f"{self._name} cannot be refreshed"):
            self.book.app.status_bar = f"PMO: {text} …"
            self._shows_progress = True

    def tables(self) -> Mapping[str, BoundTable]:
        """Input tables by the key of their sheet; see `Host.tables`.

        Raises:
            WorkbookError: The program is busy, was closed, or refuses; or no input table is in the workbook.
        """
        from pmo_workbook.hosts.live_tables import read_live_tables

        with self._speaking(f"{self._name} cannot be read"):
            return read_live_tables(self.book, Tables(self.book), self._memory)

    def titles(self) -> Mapping[str, str]:
        """Titles of the generated tabs as they are called now; see `Host.titles`.

        Raises:
            WorkbookError: The program is busy, was closed, or refuses.
        """
        from pmo_workbook.layout import TABS

        with self._speaking(f"{self._name} cannot be read"):
            found = {tab.key: area_of_name(self.book, f"{ANCHOR}{tab.key}") for tab in TABS}
        return {key: name[0] for key, name in found.items() if name is not None and name[1] is not None}

    def template(self) -> int:
        """Version of the template that the workbook follows; see `Host.template`."""
        return self._template

    def write(self, tabs: Sequence[Tab]) -> list[Skipped]:
        """Put the blocks of generated tabs in place, all or nothing; see `Host.write`.

        Args:
            tabs: What to write.

        Returns:
            What was skipped and why.

        Raises:
            InUseError: A cell is being edited or a dialog is open; nothing was written.
            WriteError: The program refused; the workbook is as it was, or the sentence says that it is not.
            WorkbookError: The workbook or its program was closed.
        """
        from pmo_workbook.hosts.live_write import LiveWrite

        template = self._template or VERSION
        tabs = known(tabs, self.titles(), template) if template < VERSION else tabs
        doing = f"The results could not be put into {self._name}, which is as it was"
        with self._speaking(doing, WriteError), undisturbed(self.book):
            return LiveWrite(self.book, Tables(self.book), self._memory, template).run(tabs)

    @contextlib.contextmanager
    def _speaking(self, doing: str, kind: type[WorkbookError] = WorkbookError) -> Iterator[None]:
        with translated(doing, kind), patient(), still(self.book):
            if not is_open(self.book, self._name):
                raise WorkbookError(f"{doing}: the workbook was closed.")
            yield

    def _refuse_newer(self) -> None:
        """A newer template may hold what this version would misread or spoil."""
        self._template = version_in(text_of_name(self.book, VERSION_NAME) or "")
        if self._template > VERSION:
            raise UnsupportedError(
                f"{self._name} was made by a newer PMO workbook (template {self._template}; this one knows {VERSION}); "
                f"install the newer version of pmo-workbook."
            )
