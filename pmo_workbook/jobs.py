r"""Jobs that the macros leave for Python, and the answers, as small files in a folder that only the user can open.

A job is `<run id>.job`. The worker renames it to `<run id>.running`, says how far it is in `<run id>.progress`, and
leaves `<run id>.done`; `<run id>.cancel` asks it to stop before it writes. All are lines ``name=value`` in ASCII, other
letters as ``\u`` and four hex digits, because VBA reads and writes files in the code page of the machine.
"""

from __future__ import annotations

import os
import re
import stat
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pmo_workbook.errors import PmoError

FOLDER = "PMO Workbook"
COMMAND_FILE = "python-command.txt"
WORKER_FILE = "worker.txt"

STALE_SECONDS = 600.0
"""A job that lay longer than this was given up by the user; what it asked for is not done behind his back."""
FORGOTTEN_SECONDS = 86_400.0
"""Answers that nobody fetched in a day are removed."""

_LONGEST = 65_536
_RUN_ID = re.compile(r"[0-9]{8}-[0-9]{6}-[0-9]{6}")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})")
_MINE_ONLY = 0o700
_TRIES = 40
GROUP_CONTAINER = "Library/Group Containers/UBF8T346G9.Office"

Shown = Literal["bar", "box"]
"""Where the user reads an answer: in the status bar, or in a box that waits for OK."""


class BadJobError(PmoError):
    """A job file that no macro of ours wrote."""


@dataclass(frozen=True)
class Job:
    """What a click asks for.

    Attributes:
        run_id: Id of the run; the answer must carry it.
        step: Name of the step, see `buttons.STEPS`.
        program: ``Excel`` or ``LibreOffice``.
        workbook: Full name of the open workbook.
        sheet: Title of the sheet that is selected in it; empty when another workbook is in front.
        selection: Addresses of the selected cells, such as ``$A$2:$B$4,$D$9``.
        detail: The reason or the file that the step needs; empty where it needs none.
    """

    run_id: str
    step: str
    program: str
    workbook: str
    sheet: str = ""
    selection: str = ""
    detail: str = ""


def private_folder() -> Path:
    """The user's own folder of this product, where the macros look too."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / FOLDER
    if sys.platform == "darwin":
        return Path.home() / GROUP_CONTAINER / FOLDER
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "pmo-workbook"


def open_folder() -> Path:
    """Make the private folder and that of the jobs, and keep everybody else out.

    Returns:
        The folder of the jobs.

    Raises:
        PmoError: The folder belongs to somebody else, or is a link.
    """
    whole = private_folder()
    jobs = whole / "jobs"
    for folder in (whole, jobs):
        folder.mkdir(mode=_MINE_ONLY, parents=True, exist_ok=True)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or not _is_mine(found):
            raise PmoError(f"The folder {folder} is not yours alone; move it away and try again.")
        if sys.platform != "win32":
            folder.chmod(_MINE_ONLY)
    return jobs


def waiting(folder: Path) -> list[Path]:
    """Job files that nobody has begun, the oldest first.

    Args:
        folder: Folder of the jobs.
    """
    found = [(moment, path) for path in folder.glob("*.job") if (moment := _modified(path)) is not None]
    return [path for _, path in sorted(found)]


def take(path: Path) -> Path | None:
    """Begin a job, so that nobody else does.

    Args:
        path: A job file.

    Returns:
        Where it is now; None when somebody was faster.
    """
    running = path.with_suffix(".running")
    try:
        path.rename(running)
    except OSError:
        return None
    return running


def read(path: Path) -> Job:
    """Read a job.

    Args:
        path: The file; its name is the run id.

    Raises:
        BadJobError: It is not yours, too long, or not as the macros write it.
    """
    fields = _fields(path)
    if not _RUN_ID.fullmatch(path.stem) or fields.get("run") != path.stem:
        raise BadJobError("The job's name is not its id.")
    try:
        return Job(fields["run"], **{name: fields[name] for name in Job.__dataclass_fields__ if name != "run_id"})
    except KeyError as missing:
        raise BadJobError(f"The job does not say its {missing.args[0]}.") from None


def refuse(running: Path, why: str) -> None:
    """Answer a job that cannot be read, where its name at least is an id.

    Args:
        running: The job file.
        why: What is wrong with it.
    """
    if _RUN_ID.fullmatch(running.stem):
        answer(running.parent, running.stem, f"{why} Press the button again.", done=False)
    remove(running)


def is_stale(path: Path) -> bool:
    """Whether a job lay so long that the user gave it up.

    Args:
        path: A job file.
    """
    moment = _modified(path)
    return moment is None or time.time() - moment > STALE_SECONDS


def answer(folder: Path, run_id: str, text: str, *, done: bool, shown: Shown = "bar") -> None:
    """Leave the answer to a job and remove the job.

    Args:
        folder: Folder of the jobs.
        run_id: Id of the run.
        text: What the user reads.
        done: The step did its work; else the text says why not.
        shown: Where the user reads it.
    """
    fields = {"run": run_id, "state": "done" if done else "failed", "show": shown, "text": text}
    _write(folder / f"{run_id}.done", fields)
    for kind in ("running", "cancel", "progress"):
        remove(folder / f"{run_id}.{kind}")


def progress(folder: Path, run_id: str, text: str) -> None:
    """Say how far a job is.

    Args:
        folder: Folder of the jobs.
        run_id: Id of the run.
        text: A few words.
    """
    _write(folder / f"{run_id}.progress", {"text": text})


def is_cancelled(folder: Path, run_id: str) -> bool:
    """Whether the user asked to stop a run.

    Args:
        folder: Folder of the jobs.
        run_id: Id of the run.
    """
    return (folder / f"{run_id}.cancel").exists()


def beat(folder: Path, text: Mapping[str, str]) -> None:
    """Give a sign of life.

    Args:
        folder: The private folder.
        text: Fields; `beat` is the moment on the wall clock.
    """
    _write(folder / WORKER_FILE, text)


def tidy(folder: Path) -> None:
    """Remove what nobody will fetch; answer jobs that a worker died over.

    Call only while you are the only worker.

    Args:
        folder: Folder of the jobs.
    """
    for path in folder.glob("*.running"):
        refuse(path, "Python stopped in the middle of this run.")
    for path in list(folder.iterdir()):
        limit = STALE_SECONDS if path.suffix in (".job", ".new") else FORGOTTEN_SECONDS
        moment = _modified(path)
        if moment is not None and time.time() - moment > limit:
            remove(path)


def remove(path: Path) -> None:
    """Remove a file, if it is there and nobody holds it.

    Args:
        path: The file.
    """
    try:
        path.unlink(missing_ok=True)
    except OSError:
        # A macro has it open; the next worker tidies it away.
        return


def write_fields(path: Path, fields: Mapping[str, str]) -> None:
    """Write a file that the macros can read.

    Args:
        path: The file; replaced in one step.
        fields: Values by name.
    """
    _write(path, fields)


def read_fields(path: Path) -> dict[str, str]:
    """Read a file that `write_fields` or a macro wrote; empty when it is not there.

    Args:
        path: The file.
    """
    return _fields(path) if path.exists() else {}


def _fields(path: Path) -> dict[str, str]:
    try:
        found = path.lstat()
        if not stat.S_ISREG(found.st_mode) or not _is_mine(found) or found.st_size > _LONGEST:
            raise BadJobError("The job is not a small file of yours.")
        lines = path.read_bytes().decode("ascii").splitlines()
    except (OSError, UnicodeDecodeError):
        raise BadJobError("The job cannot be read.") from None
    return {name: unescaped(value) for name, mark, value in (line.partition("=") for line in lines) if mark}


def _write(path: Path, fields: Mapping[str, str]) -> None:
    """Write in one step; Windows refuses while a macro reads the old file, which takes it a moment."""
    fresh = path.with_name(f"{path.name}.part")
    fresh.write_bytes("".join(_lines(fields)).encode("ascii"))
    for tries_left in reversed(range(_TRIES)):
        try:
            fresh.replace(path)
        except PermissionError:
            if not tries_left:
                raise
            time.sleep(0.05)
        else:
            return


def _lines(fields: Mapping[str, str]) -> Iterator[str]:
    for name, value in fields.items():
        yield f"{name}={escaped(value)}\r\n"


def escaped(text: str) -> str:
    """Text in ASCII on one line.

    Args:
        text: Any text.
    """
    units = text.encode("utf-16-be", "surrogatepass")
    codes = (int.from_bytes(units[place : place + 2]) for place in range(0, len(units), 2))
    return "".join(
        chr(code) if ord(" ") <= code <= ord("~") and code != ord("\\") else f"\\u{code:04X}" for code in codes
    )


def unescaped(text: str) -> str:
    """The text that was escaped.

    Args:
        text: Text in ASCII.
    """
    plain = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    return plain.encode("utf-16-be", "surrogatepass").decode("utf-16-be", "replace")


def _is_mine(found: os.stat_result) -> bool:
    return sys.platform == "win32" or found.st_uid == os.getuid()


def _modified(path: Path) -> float | None:
    try:
        return path.lstat().st_mtime
    except OSError:
        return None
