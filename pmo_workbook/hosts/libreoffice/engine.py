"""The engine as xlwings sees it, and the three functions that a program calls."""

from __future__ import annotations

import atexit
import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlwings as xw
from xlwings import base_classes

from . import program, values
from .app import App
from .bridge import uno
from .office import Office
from .unsupported import complete

NAME = "libreoffice"
_HAND_OVER_SECONDS = 0.3


class Engine:
    """Implementation behind ``xlwings.engines["libreoffice"]``."""

    name = NAME
    type = "desktop"

    def __init__(self) -> None:
        self.apps = Apps(self)

    @staticmethod
    def prepare_xl_data_element(value: object, options: dict[str, Any]) -> values.Cell:
        """Turn a Python value into one that a cell can hold, see :func:`.values.prepare_element`."""
        return values.prepare_element(value, options)

    @staticmethod
    def clean_value_data(
        data: list[list[Any]], datetime_builder: Any, empty_as: object, number_builder: Any, err_to_str: bool
    ) -> list[list[Any]]:
        """Apply the reading options, see :func:`.values.clean`."""
        return values.clean(data, datetime_builder, empty_as, number_builder, err_to_str)


@complete
class Apps(base_classes.Apps):
    """The LibreOffices that this Python has started or attached to, the last one first."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._offices: list[Office] = []

    def keep(self, office: Office) -> App:
        """Add a connection and make it the active one."""
        self._offices.insert(0, office)
        return App(self._engine, office)

    def keep_first(self, office: Office) -> App:
        """Make a connection that is kept already the active one."""
        self._offices.remove(office)
        return self.keep(office)

    def find(self, profile: Path) -> Office | None:
        """The connection to the program with this profile, if there is one."""
        wanted = profile.resolve()
        return next((office for office in self._living() if office.started.profile.resolve() == wanted), None)

    def add(self, spec: Any = None, add_book: Any = None, xl: Any = None, visible: Any = None) -> App:  # noqa: ARG002 - xlwings passes it
        """Start a LibreOffice with a fresh profile; without windows if `visible` is False or there is no screen."""
        headless = visible is False or not _has_screen()
        app = self.keep(
            Office(program.launch(spec, headless=headless), headless=headless, seconds=program.START_SECONDS)
        )
        if add_book:
            app.books.add()
        return app

    @staticmethod
    def cleanup() -> None:
        """End the LibreOffices without windows that were started here and never quit; also done when Python ends."""
        for office in _engine.apps._living():
            if office.headless:
                office.terminate()

    def keys(self) -> list[int]:
        """Process ids."""
        return [office.pid for office in self._living()]

    def __iter__(self) -> Iterator[App]:
        return iter([App(self._engine, office) for office in self._living()])

    def __len__(self) -> int:
        return len(self._living())

    def __getitem__(self, pid: int) -> App:
        for office in self._living():
            if office.pid == pid:
                return App(self._engine, office)
        raise KeyError(pid)

    def _living(self) -> list[Office]:
        self._offices = [office for office in self._offices if office.alive]
        return self._offices


def _has_screen() -> bool:
    return not sys.platform.startswith("linux") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


_engine = Engine()
atexit.register(Apps.cleanup)


def is_gone(app: xw.App) -> bool:
    """Tell whether the LibreOffice behind an app has ended, for the one who catches an exception in mid-run.

    The exceptions themselves do not say: a property of an object that is gone is reported as unknown.
    """
    return not app.impl.office.alive


@contextlib.contextmanager
def still(book: xw.Book) -> Iterator[None]:
    """Ask the program each question only once, until the end of the block.

    For a job of many reads that knows that nobody else changes the workbook meanwhile, or could not help it anyway.
    What is changed through this engine is noticed. Reading the same cells in a later block gives the same objects if
    the cells hold the same, see `Range.held`.

    Args:
        book: A workbook of this engine; of another one nothing is kept.
    """
    office = book.impl.app.office if book.app.engine.name == NAME else None
    with office.answers.held() if office else contextlib.nullcontext():
        yield


def register(*, activate: bool = False) -> xw.main.Engine:
    """Make the engine known to xlwings; a second call changes nothing.

    Args:
        activate: Use it from now on for ``xlwings.App``, ``xlwings.Book`` and the like, and for activating sheets.
            Where xlwings has no other engine, as on Linux, that is so in any case.

    Returns:
        ``xlwings.engines["libreoffice"]``.
    """
    if NAME not in xw.engines.engines_by_name:
        xw.engines.add(xw.main.Engine(impl=_engine))
    engine = xw.engines[NAME]
    if activate or xw.engines.active is None:
        engine.activate()
    return engine


def attach(
    profile: str | Path | None = None, *, spec: str | Path | None = None, seconds: float = program.ATTACH_SECONDS
) -> xw.App:
    """Connect to the LibreOffice that is open on the screen.

    Args:
        profile: Its profile folder; None for the usual one.
        spec: Path of the program ``soffice``; None to look for it.
        seconds: How long to wait for an answer.

    Raises:
        UnoMissingError: This Python cannot load LibreOffice's bridge.
        NotInstalledError: There is no LibreOffice.
        NotRunningError: None runs with this profile.
        NoAnswerError: It does not answer in time.
    """
    register()
    uno()
    known = _engine.apps.find(Path(profile) if profile else program.default_profile())
    if known is not None:
        return xw.App(impl=_engine.apps.keep_first(known))
    started = program.open_door(spec, profile, seconds)
    return xw.App(impl=_engine.apps.keep(Office(started, headless=False, seconds=seconds)))


def start(
    profile: str | Path | None = None,
    *,
    spec: str | Path | None = None,
    headless: bool = True,
    seconds: float = program.START_SECONDS,
) -> xw.App:
    """Start a LibreOffice of our own, without a document.

    Args:
        profile: Its profile folder; None for a fresh one that goes when it quits.
        spec: Path of the program ``soffice``; None to look for it.
        headless: Without windows.
        seconds: How long to wait for it.

    Raises:
        UnoMissingError: This Python cannot load LibreOffice's bridge.
        NotInstalledError: There is no LibreOffice.
        NotRunningError: A LibreOffice already runs with this profile.
        NoAnswerError: It does not answer in time.
    """
    register()
    uno()
    started = program.launch(spec, profile, headless=headless)
    office = Office(started, headless=headless, seconds=seconds)
    if profile is not None and program.ended_within(started, _HAND_OVER_SECONDS):
        raise program.taken(started.profile)
    return xw.App(impl=_engine.apps.keep(office))
