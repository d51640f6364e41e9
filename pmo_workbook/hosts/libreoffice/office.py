"""One LibreOffice that this Python talks to."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cached_property

from . import program
from .bridge import UnoObject, constant, properties, uno
from .content import Content
from .errors import NoAnswerError, NotRunningError, is_disconnected
from .formulas import FunctionNames, pair_names
from .held import Holder
from .memory import Answers, Memory

_LANGUAGE = "com.sun.star.sheet.FormulaLanguage"
SPREADSHEET = "com.sun.star.sheet.SpreadsheetDocument"


@dataclass(frozen=True)
class Kept:
    """What is kept of an open document.

    Attributes:
        memory: Its sheets, tables, names and cells.
        content: Reader and writer of its cells.
        holder: What its cells held when they were read last.
    """

    memory: Memory
    content: Content
    holder: Holder


class Office:
    """A connection to a running LibreOffice.

    Attributes:
        started: Which program, at which pipe.
        context: Its component context.
        headless: Whether it was started without windows here.
        attached: Whether somebody else started it.
        answers: What it answered while it is held still.
    """

    def __init__(self, started: program.Started, *, headless: bool, seconds: float) -> None:
        self.started = started
        self.headless = headless
        self.attached = started.process is None
        try:
            self.context = _connect(started, seconds)
        except Exception:
            if started.process is not None:
                program.stop(started.process)
                program.end(started)
            raise
        self.pid = program.process_id(started)
        self.active_book: UnoObject | None = None
        self.answers = Answers()
        self._kept: dict[str, Kept] = {}
        self.status_text = ""
        self._status: UnoObject | None = None
        self._functions: FunctionNames | None = None

    @cached_property
    def desktop(self) -> UnoObject:
        """The desktop: the list of open documents."""
        return self.service("com.sun.star.frame.Desktop")

    def service(self, name: str, *arguments: object) -> UnoObject:
        """Make one of the program's services."""
        manager = self.context.ServiceManager
        if arguments:
            return manager.createInstanceWithArgumentsAndContext(name, arguments, self.context)
        return manager.createInstanceWithContext(name, self.context)

    def documents(self) -> list[UnoObject]:
        """All open spreadsheets, in the order in which they were opened."""
        return self.answers.once("documents", self._documents)

    def _documents(self) -> list[UnoObject]:
        components = self.desktop.Components.createEnumeration()
        found = []
        while components.hasMoreElements():
            component = components.nextElement()
            if is_spreadsheet(component):
                found.append(component)
        return found

    def current(self) -> UnoObject | None:
        """The document in front, if it is a spreadsheet."""
        return self.answers.once("current", self._current)

    def _current(self) -> UnoObject | None:
        found = self.desktop.CurrentComponent
        return found if is_spreadsheet(found) else None

    def kept(self, document: UnoObject) -> Kept:
        """What is kept of a document; that of documents which were closed goes when another is asked for."""
        uid = str(document.RuntimeUID)
        if uid not in self._kept:
            still_open = {str(one.RuntimeUID) for one in self.documents()}
            self._kept = {key: kept for key, kept in self._kept.items() if key in still_open}
            content = Content(Memory(document, uid, self.answers), self.functions(document))
            self._kept[uid] = Kept(content.memory, content, Holder(content))
        return self._kept[uid]

    @cached_property
    def version(self) -> str:
        """Version of LibreOffice, such as ``7.4``."""
        place = properties(nodepath="/org.openoffice.Setup/Product")
        provider = self.service("com.sun.star.configuration.ConfigurationProvider")
        access = provider.createInstanceWithArguments("com.sun.star.configuration.ConfigurationAccess", place)
        return str(access.getByName("ooSetupVersion"))

    def functions(self, document: UnoObject) -> FunctionNames:
        """Names of functions, as this version of LibreOffice calls them on either side.

        Args:
            document: Any open spreadsheet; only they know.
        """
        if self._functions is None:
            mapper = document.createInstance("com.sun.star.sheet.FormulaOpCodeMapper")
            group = constant("com.sun.star.sheet.FormulaMapGroup.FUNCTIONS")
            calc, excel = (
                {
                    (item.Token.OpCode, str(item.Token.Data)): str(item.Name)
                    for item in mapper.getAvailableMappings(constant(f"{_LANGUAGE}.{language}"), group)
                }
                for language in ("API", "OOXML")
            )
            self._functions = pair_names([(name, excel[key]) for key, name in calc.items() if key in excel])
        return self._functions

    def show_status(self, document: UnoObject, text: str) -> None:
        """Show a text in the status bar of a document's window; an empty one gives the bar back."""
        if not text:
            if self._status is not None:
                self._status.end()
            self._status = None
        elif self._status is None:
            self._status = document.CurrentController.Frame.createStatusIndicator()
            self._status.start(text, 0)
        else:
            self._status.setText(text)
        self.status_text = text

    @property
    def alive(self) -> bool:
        """Whether the program still answers."""
        if self.started.process is not None and self.started.process.poll() is not None:
            return False
        try:
            self.desktop.getName()
        except Exception as error:
            if is_disconnected(error):
                return False
            raise
        return True

    def terminate(self) -> None:
        """End the program; unsaved changes are lost."""
        try:
            for document in self.documents():
                document.close(True)
            self.desktop.terminate()
        except Exception as error:
            if not is_disconnected(error):
                raise
        program.end(self.started)

    def kill(self) -> None:
        """End the process at once."""
        import os
        import signal

        if self.started.process is not None:
            program.stop(self.started.process, seconds=0.0)
            program.end(self.started)
        else:
            os.kill(self.pid, signal.SIGTERM)


def is_spreadsheet(component: UnoObject | None) -> bool:
    """Whether a component of the desktop is a spreadsheet document."""
    return bool(
        component is not None and hasattr(component, "supportsService") and component.supportsService(SPREADSHEET)
    )


def _connect(started: program.Started, seconds: float) -> UnoObject:
    local = uno().getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    address = f"uno:pipe,name={started.pipe};urp;StarOffice.ComponentContext"
    until = time.monotonic() + seconds
    while True:
        try:
            return resolver.resolve(address)
        except Exception as error:
            if not is_disconnected(error):
                raise
            if started.process is not None and started.process.poll() == 0:
                raise program.taken(started.profile) from None
            if started.process is not None and started.process.poll() is not None:
                raise NotRunningError(
                    f"LibreOffice ended while starting (code {started.process.returncode})."
                ) from None
            if time.monotonic() > until:
                raise NoAnswerError(f"LibreOffice did not answer within {seconds:g} seconds.") from None
        time.sleep(0.05)
