"""Profiles of the LibreOffices that run: a workbook may be open in one that was started with a profile of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

_PROGRAM = "soffice"
_PROFILE = "-env:UserInstallation="


def running_profiles() -> list[Path | None]:
    """Profile folders of the user's running LibreOffices; None is the usual one, which is also the last guess."""
    found = list(dict.fromkeys(profiles_in(_commands())))
    return [*(profile for profile in found if profile), None]


def profiles_in(commands: Iterable[list[str]]) -> Iterator[Path | None]:
    """Profiles that command lines name.

    Args:
        commands: Command lines of processes, split into arguments.
    """
    for command in commands:
        if command and Path(command[0]).name.startswith(_PROGRAM):
            named = [part.removeprefix(_PROFILE) for part in command if part.startswith(_PROFILE)]
            yield _folder(named[-1]) if named else None


def _folder(address: str) -> Path:
    path = unquote(urlsplit(address).path) if "://" in address else address
    return Path(path)


def _commands() -> Iterator[list[str]]:
    """Command lines of the user's processes, where the system tells them without more tools."""
    if sys.platform == "darwin":
        listed = subprocess.run(["/bin/ps", "-x", "-ww", "-o", "args="], capture_output=True, text=True, check=False)
        yield from (line.split() for line in listed.stdout.splitlines())
    elif sys.platform.startswith("linux"):
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if process.stat().st_uid == os.getuid():
                    yield (process / "cmdline").read_bytes().decode("utf-8", "replace").split("\0")
            except OSError:
                # It has ended meanwhile.
                continue
