"""The processes that somebody started, wherever they have gone since: their environment tells."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_ALL = Path("/proc")
"""Linux only; elsewhere none is found."""
STATE = "XDG_STATE_HOME"
"""The variable that says where the private folder of macros and workers is."""
_OFFICE = ("soffice", "oosplash")
"""Programs of LibreOffice."""


@dataclass(frozen=True)
class Process:
    """A running process.

    Attributes:
        pid: Its number.
        command: What it was started with.
    """

    pid: int
    command: str

    def kill(self) -> None:
        """End it at once, if it still runs."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)


def started_with(variable: str, value: str | Path) -> list[Process]:
    """Find the processes, but for this one, that have a variable in their environment.

    Args:
        variable: Its name.
        value: Its value.
    """
    wanted = f"{variable}={value}".encode()
    found = []
    for folder in _ALL.glob("[0-9]*"):
        # Processes end while they are looked at, and those of others are not shown.
        with suppress(OSError):
            if folder.name != str(os.getpid()) and wanted in (folder / "environ").read_bytes().split(b"\0"):
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                found.append(Process(int(folder.name), command.strip()))
    return found


def kill_workers(state: Path) -> None:
    """End the workers of a LibreOffice, also one that has given no sign of life yet.

    Args:
        state: Value of `STATE` in their environment, and in that of the LibreOffice, which lives on.
    """
    for process in started_with(STATE, state):
        if not any(name in process.command for name in _OFFICE):
            process.kill()
