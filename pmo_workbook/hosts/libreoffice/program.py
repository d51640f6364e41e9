"""Finding LibreOffice, starting one of our own, and opening a door to one that already runs.

A running LibreOffice does not listen by itself. A second start with the same profile hands its arguments to the first
and ends at once, so ``soffice --accept=…`` opens a door to the program on the screen.
"""

from __future__ import annotations

import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

from .errors import NotInstalledError, NotRunningError

_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
    "/opt/libreoffice/program/soffice",
)
_QUIET = ("--norestore", "--nologo", "--nodefault", "--nofirststartwizard")
_PAUSE = 0.02
START_SECONDS = 60.0
ATTACH_SECONDS = 10.0


@dataclass(frozen=True)
class Started:
    """What is known of a LibreOffice before anybody talks to it.

    Attributes:
        pipe: Name of the pipe at which it listens.
        profile: Its profile folder (``UserInstallation``).
        process: The process, when it was started here.
        own_profile: Whether the profile was made here and goes with the program.
    """

    pipe: str
    profile: Path
    process: subprocess.Popen[bytes] | None = None
    own_profile: bool = False


def find(spec: str | Path | None = None) -> str:
    """Find the program ``soffice``.

    Args:
        spec: Its path, when it is in no usual place.

    Raises:
        NotInstalledError: It is not there.
    """
    candidates = [str(spec)] if spec else [shutil.which("soffice"), shutil.which("libreoffice"), *_PLACES]
    for candidate in candidates:
        if candidate and Path(candidate).exists():
            return candidate
    where = f"at {spec}" if spec else "on the PATH or in its usual folders"
    raise NotInstalledError(f"LibreOffice is not installed: no program soffice {where}.")


def default_profile() -> Path:
    """The profile folder that LibreOffice uses when nobody names one."""
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", Path.home())) / "LibreOffice" / "4"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "LibreOffice" / "4"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "libreoffice" / "4"


def launch(spec: str | Path | None = None, profile: str | Path | None = None, *, headless: bool = True) -> Started:
    """Start a LibreOffice of our own.

    Args:
        spec: Path of ``soffice``, or None to look for it.
        profile: Its profile folder; None makes a fresh one, which :func:`end` removes.
        headless: Without windows.

    Raises:
        NotInstalledError: There is no LibreOffice.
        NotRunningError: A LibreOffice already runs with this profile.
    """
    program = find(spec)
    folder = Path(profile) if profile else Path(tempfile.mkdtemp(prefix="libreoffice-"))
    pipe = _new_pipe()
    command = [
        program,
        _profile_argument(folder),
        *_QUIET,
        _accept_argument(pipe),
        *(["--headless"] if headless else []),
    ]
    process = _popen(command)
    return Started(pipe, folder, process, own_profile=profile is None)


def open_door(
    spec: str | Path | None = None, profile: str | Path | None = None, seconds: float = ATTACH_SECONDS
) -> Started:
    """Make the LibreOffice that runs with a profile listen at a pipe.

    Args:
        spec: Path of ``soffice``, or None to look for it.
        profile: The profile of the running program; None for the usual one.
        seconds: How long to wait for the second start to hand over.

    Raises:
        NotInstalledError: There is no LibreOffice.
        NotRunningError: None runs with this profile, or it did not take over in time.
    """
    program = find(spec)
    folder = Path(profile) if profile else default_profile()
    if not (folder / ".lock").exists():
        raise NotRunningError(_nobody(folder))
    pipe = _new_pipe()
    arguments = [_profile_argument(folder)] if profile else []
    # Headless and without a document, in case the lock is stale and the second start becomes the first.
    process = _popen([program, *arguments, *_QUIET, "--headless", _accept_argument(pipe)])
    if _handed_over(process, pipe, time.monotonic() + seconds):
        return Started(pipe, folder)
    stop(process)
    _forget(pipe)
    raise NotRunningError(_nobody(folder))


def _handed_over(process: subprocess.Popen[bytes], pipe: str, until: float) -> bool:
    while time.monotonic() < until:
        if process.poll() is not None:
            return True
        # Listening while the second start still lives: it found nobody and is now the program itself.
        if _listens(pipe) and not _ends_within(process, 1.0):
            return False
        time.sleep(_PAUSE)
    return False


def taken(profile: Path) -> NotRunningError:
    """What to say where a start handed over to a program that runs with its profile already."""
    return NotRunningError(f"A LibreOffice already runs with the profile {profile}: attach to it.")


def ended_within(started: Started, seconds: float) -> bool:
    """Whether the process that was started ends by itself: then it handed over to one that ran already."""
    return started.process is not None and _ends_within(started.process, seconds)


def _ends_within(process: subprocess.Popen[bytes], seconds: float) -> bool:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def _nobody(folder: Path) -> str:
    return (
        f"No LibreOffice runs with the profile {folder}. Open the workbook in LibreOffice first; if it runs with "
        "another profile (-env:UserInstallation), name that profile."
    )


def stop(process: subprocess.Popen[bytes], seconds: float = 10.0) -> None:
    """End a process that was started here, with its children, and wait for it."""
    if process.poll() is None:
        _signal(process, "terminate")
        if not _ends_within(process, seconds):
            _signal(process, "kill")
            process.wait()


def _signal(process: subprocess.Popen[bytes], how: str) -> None:
    if sys.platform == "win32":
        getattr(process, how)()
        return
    import signal

    try:
        os.killpg(process.pid, signal.SIGTERM if how == "terminate" else signal.SIGKILL)
    except ProcessLookupError:
        process.poll()


def end(started: Started) -> None:
    """Wait for a LibreOffice of our own to end, by force if need be, and remove its profile if it was made here."""
    if started.process is not None:
        if not _ends_within(started.process, 10.0):
            stop(started.process)
        _forget(started.pipe)
        if started.own_profile:
            shutil.rmtree(started.profile, ignore_errors=True)


def process_id(started: Started) -> int:
    """Process id of the program behind a pipe; where the system does not tell it, that of the process started here."""
    peer = _peer(started.pipe)
    if peer:
        return peer
    return started.process.pid if started.process else int(started.pipe[-6:], 16)


def _socket_path(pipe: str) -> Path | None:
    if not hasattr(os, "getuid"):
        return None
    for folder in ("/tmp", "/var/tmp", tempfile.gettempdir()):
        path = Path(folder) / f"OSL_PIPE_{os.getuid()}_{pipe}"
        if path.exists():
            return path
    return None


def _forget(pipe: str) -> None:
    """Remove the trace that a program which was ended by force leaves of its pipe."""
    path = _socket_path(pipe)
    if path is not None:
        path.unlink(missing_ok=True)


def _listens(pipe: str) -> bool:
    return _socket_path(pipe) is not None


def _peer(pipe: str) -> int:
    path = _socket_path(pipe)
    option = getattr(socket, "SO_PEERCRED", None)
    if path is None or option is None:
        return 0
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(1.0)
        try:
            connection.connect(str(path))
            return int(struct.unpack("3i", connection.getsockopt(socket.SOL_SOCKET, option, struct.calcsize("3i")))[0])
        except OSError:
            return 0


def _new_pipe() -> str:
    return f"xlwings_{uuid.uuid4().hex}"


def _profile_argument(folder: Path) -> str:
    return f"-env:UserInstallation={folder.resolve().as_uri()}"


def _accept_argument(pipe: str) -> str:
    return f"--accept=pipe,name={pipe};urp;"


def _popen(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
