"""Says in plain words what the buttons need and what of it works."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pmo_workbook import __version__, install, jobs
from pmo_workbook.errors import PmoError

State = Literal["ok", "look", "broken"]

_OLDEST = (3, 11)


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        what: The thing.
        state: ok; look: works with a limit, or not needed by everybody; broken: the buttons cannot work.
        words: What was found and what to do, one or two sentences.
    """

    what: str
    state: State
    words: str


def examine(workbook: Path | None = None) -> list[Finding]:
    """Look at everything.

    Args:
        workbook: A workbook to look at too.
    """
    found = [_python(), _package(), _recorded(), _folder(), _worker(), _xlwings(), *_programs()]
    return found + [finding for path in [workbook] if path for finding in _workbook(path)]


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < _OLDEST:
        return Finding("Python", "broken", f"{version} is too old; install Python 3.11 or newer.")
    return Finding("Python", "ok", f"{version}, {sys.executable}")


def _package() -> Finding:
    if not (Path(__file__).parent / "__main__.py").exists():
        return Finding("pmo-workbook", "broken", "The package is not complete; install it again.")
    return Finding("pmo-workbook", "ok", __version__)


def _recorded() -> Finding:
    """Whether the buttons know a Python, and this one."""
    try:
        recorded = jobs.read_fields(install.command_file()).get("python", "")
    except PmoError as error:
        return Finding("Buttons", "broken", f"{install.command_file()}: {error} Type: pmo-workbook install")
    if not recorded:
        return Finding("Buttons", "broken", "They do not know where Python is. Type: pmo-workbook install")
    if not Path(recorded).is_file():
        return Finding("Buttons", "broken", f"Their Python is gone ({recorded}). Type: pmo-workbook install")
    if sys.platform == "darwin" and not install.mac_script().exists():
        return Finding("Buttons", "broken", "The script for Excel is not in place. Type: pmo-workbook install")
    if Path(recorded) not in (install.python_command(), Path(sys.executable)):
        return Finding("Buttons", "look", f"They start another Python: {recorded}. To change it: pmo-workbook install")
    return Finding("Buttons", "ok", f"They start {recorded}")


def _folder() -> Finding:
    try:
        folder = jobs.open_folder()
    except (PmoError, OSError) as error:
        return Finding("Private folder", "broken", str(error))
    return Finding("Private folder", "ok", str(folder.parent))


def _worker() -> Finding:
    from pmo_workbook.worker import is_alive

    if is_alive():
        return Finding("Worker", "ok", "It waits for the next click.")
    return Finding(
        "Worker", "ok", "None is running; the first click starts one. Where that is forbidden: pmo-workbook worker"
    )


def _xlwings() -> Finding:
    if importlib.util.find_spec("xlwings") is None:
        return Finding(
            "xlwings", "broken", 'Not installed, so buttons cannot write. Type: pip install "pmo-workbook[live]"'
        )
    return Finding("xlwings", "ok", importlib.metadata.version("xlwings"))


def _programs() -> Iterator[Finding]:
    if sys.platform in ("win32", "darwin"):
        yield _windows_excel() if sys.platform == "win32" else _mac_excel()
        if sys.platform == "win32":
            yield _macro_security()
    else:
        yield Finding("Excel", "look", "There is none on this system; the buttons work in LibreOffice.")
    yield _libreoffice()


def _windows_excel() -> Finding:
    version = _registry("Excel.Application\\CurVer", "", root="HKEY_CLASSES_ROOT")
    if version is None:
        return Finding("Excel", "look", "Not found on this computer.")
    return Finding("Excel", "ok", f"Installed ({version}).")


def _mac_excel() -> Finding:
    found = [path for path in (Path("/Applications/Microsoft Excel.app"),) if path.exists()]
    return Finding("Excel", "ok", str(found[0])) if found else Finding("Excel", "look", "Not in /Applications.")


def _macro_security() -> Finding:
    """What Excel does with macros of a workbook outside trusted locations."""
    policy = "Software\\Policies\\Microsoft\\Office\\16.0\\Excel\\Security"
    level = _registry(policy, "VBAWarnings")
    if level is not None:
        if str(level) == "1":
            return Finding("Macro security", "ok", "Your company allows macros.")
        return Finding(
            "Macro security",
            "look",
            "Your company decides about macros. Without Enable Content, keep the workbook in a Trusted Location.",
        )
    own = _registry("Software\\Microsoft\\Office\\16.0\\Excel\\Security", "VBAWarnings")
    if str(own) == "4":
        return Finding(
            "Macro security",
            "broken",
            "Macros are disabled without notification: File, Options, Trust Center, Macro Settings, Disable with "
            "notification; or use a Trusted Location.",
        )
    return Finding("Macro security", "ok", "Excel asks for each workbook: choose Enable Content.")


def _registry(key: str, name: str, root: str = "HKEY_CURRENT_USER") -> object | None:
    if sys.platform != "win32":
        return None
    import winreg

    try:
        with winreg.OpenKey(getattr(winreg, root), key) as opened:
            found: object = winreg.QueryValueEx(opened, name)[0]
            return found
    except OSError:
        return None


def _libreoffice() -> Finding:
    try:
        from pmo_workbook.hosts.libreoffice import bridge, program

        place = program.find()
    except ImportError:
        return Finding("LibreOffice", "look", "Not looked at, because xlwings is missing.")
    except Exception as error:  # noqa: BLE001 - whatever is wrong there is a finding
        return Finding("LibreOffice", "look", str(error))
    return _uno(place, bridge.uno)


def _uno(place: str, load: Callable[[], object]) -> Finding:
    try:
        load()
    except Exception as error:  # noqa: BLE001 - whatever is wrong there is a finding
        return Finding("LibreOffice", "look", f"{place}, but Python cannot talk to it: {error}")
    return Finding("LibreOffice", "ok", place)


def _workbook(path: Path) -> Iterator[Finding]:
    from pmo_workbook.hosts.file import FileHost
    from pmo_workbook.sheets import SHEETS
    from pmo_workbook.template_version import VERSION

    try:
        with FileHost(path) as host:
            tables = host.tables()
    except PmoError as error:
        yield Finding("Workbook", "broken", str(error))
        return
    missing = [sheet.title for sheet in SHEETS if sheet.key not in tables]
    if missing:
        yield Finding("Workbook", "look", f"Readable, but without {', '.join(missing)}.")
    else:
        yield Finding("Workbook", "ok", f"Readable (template {VERSION} or earlier), with all input tables.")
    if path.suffix.lower() != ".xlsm":
        yield Finding("Macros", "look", "An .xlsx has no buttons; refresh it from the command line.")
    elif is_from_the_web(path):
        yield Finding("Macros", "broken", "Windows marks the file as downloaded: Properties, Unblock.")


def is_from_the_web(path: Path) -> bool:
    """Whether Windows has marked a file as downloaded, so that Excel blocks its macros.

    Args:
        path: The file.
    """
    try:
        return "ZoneId=3" in Path(f"{path}:Zone.Identifier").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
