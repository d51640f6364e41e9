"""A LibreOffice that many tests share: each test sees whether it lives, and gets a fresh one when it does not."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from types import TracebackType
from typing import Generic, TypeVar

import pytest
import xlwings as xw

Program = TypeVar("Program")


def is_alive(app: xw.App) -> bool:
    """Whether a LibreOffice still answers."""
    from pmo_workbook.hosts.libreoffice import is_gone

    try:
        return not is_gone(app)
    except Exception:  # noqa: BLE001 - while it dies it may refuse in many words
        return False


def exit_code(app: xw.App) -> str:
    """With which code a LibreOffice that died has ended."""
    process = app.impl.office.started.process
    with suppress(subprocess.TimeoutExpired):
        return str(process.wait(10))
    return "none yet"


def end(app: xw.App) -> None:
    """End a LibreOffice, dead or alive."""
    with suppress(Exception):
        app.kill()


class Holder(Generic[Program]):
    """Keeps a program for the tests of a worker.

    Args:
        start: Starts the program.
        app: The LibreOffice in it.
        end: Ends the program, dead or alive, and raises nothing.
    """

    def __init__(
        self, start: Callable[[], Program], app: Callable[[Program], xw.App], end: Callable[[Program], None]
    ) -> None:
        self._start = start
        self._app = app
        self._end = end
        self._program: Program | None = None

    def lent(self) -> Iterator[Program]:
        """The program, for one test.

        Raises:
            pytest.fail.Exception: It died meanwhile.
        """
        self._see("before this test, after the last one that used it")
        program = self._program = self._program or self._start()
        yield program
        self._see("in this test")

    def _see(self, when: str) -> None:
        if self._program is None or is_alive(self._app(self._program)):
            return
        code = exit_code(self._app(self._program))
        self.close()
        pytest.fail(f"LibreOffice died {when} (exit code {code}). The next test gets a fresh one.", pytrace=False)

    def close(self) -> None:
        """End the program, if there is one."""
        program, self._program = self._program, None
        if program is not None:
            self._end(program)


def offices() -> Holder[xw.App]:
    """A holder of a LibreOffice with a profile of its own."""
    from pmo_workbook.hosts.libreoffice import start

    return Holder(start, app=lambda app: app, end=end)


class Clearing:
    """Clears up in a LibreOffice after a test; where it died there is nothing to clear up, and `Holder` says so.

    Args:
        app: The LibreOffice.
    """

    def __init__(self, app: xw.App) -> None:
        self._app = app

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        return error is not None and not is_alive(self._app)
