"""Makes the buttons of the workbook find Python, and undoes it. Writes files of the user, never a workbook."""

from __future__ import annotations

import sys
from pathlib import Path

from pmo_workbook import jobs
from pmo_workbook.errors import PmoError

MAC_SCRIPT = "PmoWorkbook.applescript"
_MAC_SCRIPTS = "Library/Application Scripts/com.microsoft.Excel"

_APPLESCRIPT = """\
on startWorker(ignored)
    do shell script {command} & " -m pmo_workbook worker --background > /dev/null 2>&1 &"
    return "started"
end startWorker
"""

_TRUSTED = """\
Excel for Windows: let the macros run.
  A workbook that came by mail or download is blocked (a red bar). Either
  - right-click the file in the Explorer, Properties, tick Unblock, OK; or
  - keep it in a Trusted Location: Excel, File, Options, Trust Center, Trust Center Settings, Trusted Locations,
    Add new location, and choose the folder of the workbook. On a network drive also tick "Allow Trusted Locations
    on my network". If the button is grey, your IT department decides: ask for that folder to be added.
"""

_MAC = """\
Excel for Mac: on opening choose Enable Macros. At the first click macOS may ask whether Python may access data of
other apps, and whether Python may control Microsoft Excel: allow both.
"""

_LIBREOFFICE = """\
LibreOffice: Tools, Options, LibreOffice, Security, Macro Security: choose Medium (it asks for each file), or add the
folder of the workbook under Trusted Sources.
"""


def install() -> list[str]:
    """Record which Python the buttons shall start, and on a Mac put the script in place.

    Returns:
        What was done and what is left to do, as lines for a terminal.

    Raises:
        PmoError: A file cannot be written.
    """
    command = python_command()
    try:
        jobs.open_folder()
        jobs.write_fields(command_file(), {"python": str(command)})
        said = [f"The buttons will start {command}", f"  (recorded in {command_file()})."]
        if sys.platform == "darwin":
            mac_script().parent.mkdir(parents=True, exist_ok=True)
            mac_script().write_text(applescript(command), encoding="utf-8")
            said.append(f"The script for Excel is {mac_script()}.")
    except OSError as error:
        raise PmoError(f"The buttons could not be set up: {error}") from None
    return [*said, "", *advice()]


def uninstall() -> list[str]:
    """Remove what `install` wrote, and what the worker left.

    Returns:
        What was done, as lines for a terminal.

    Raises:
        PmoError: A worker is at work, or a file cannot be removed.
    """
    from pmo_workbook.worker import is_alive

    folder = jobs.private_folder()
    if not folder.exists() and not mac_script().exists():
        return ["Nothing was installed."]
    if folder.exists() and is_alive():
        raise PmoError("A worker is still waiting for clicks; close the workbook and try again in some minutes.")
    try:
        removed = [*_emptied(folder), *_removed(mac_script())]
    except OSError as error:
        raise PmoError(f"Not everything could be removed: {error}") from None
    return [f"Removed {path}" for path in removed]


def python_command() -> Path:
    """The Python that runs this; on Windows the one that opens no black window, where it is there."""
    found = Path(sys.executable)
    silent = found.with_name("pythonw.exe")
    return silent if sys.platform == "win32" and silent.exists() else found


def command_file() -> Path:
    """Where the macros look for Python first."""
    return jobs.private_folder() / jobs.COMMAND_FILE


def mac_script() -> Path:
    """The script that Excel for Mac may run."""
    return Path.home() / _MAC_SCRIPTS / MAC_SCRIPT


def applescript(command: Path) -> str:
    """Text of the script that starts the worker; it takes nothing from the workbook.

    Args:
        command: Path of Python.
    """
    text = str(command).replace("\\", "\\\\").replace('"', '\\"')
    return _APPLESCRIPT.format(command=f'quoted form of "{text}"')


def advice(platform: str = sys.platform) -> list[str]:
    """What the user must do by hand, as lines.

    Args:
        platform: As `sys.platform`.
    """
    parts = {"win32": (_TRUSTED, _LIBREOFFICE), "darwin": (_MAC, _LIBREOFFICE)}.get(platform, (_LIBREOFFICE,))
    return "\n".join(parts).splitlines()


def _emptied(folder: Path) -> list[Path]:
    """Remove the files that are ours, and the folders when nothing else is in them."""
    ours = [jobs.COMMAND_FILE, jobs.WORKER_FILE, "worker.lock", "worker.log"]
    found = [path for name in ours for path in _removed(folder / name)]
    found += [path for one in sorted((folder / "jobs").glob("*")) if one.is_file() for path in _removed(one)]
    for empty in (folder / "jobs", folder):
        if empty.is_dir() and not any(empty.iterdir()):
            empty.rmdir()
            found.append(empty)
    return found


def _removed(path: Path) -> list[Path]:
    if not path.exists():
        return []
    path.unlink()
    return [path]
