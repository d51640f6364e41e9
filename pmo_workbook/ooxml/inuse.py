"""Who has the workbook open: Excel's and LibreOffice's owner files, and the lock of another run."""

from __future__ import annotations

import contextlib
import getpass
import hashlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pmo_workbook.errors import InUseError

ANSI_NAME = 54  # Excel's owner file: length byte, 54 bytes of name, then the same name in UTF-16


def check_not_open(path: Path) -> None:
    """Refuse when a spreadsheet program has the workbook open.

    Args:
        path: The workbook.

    Raises:
        InUseError: There is an owner file of Excel (``~$name``) or LibreOffice (``.~lock.name#``) beside it.
    """
    path = path.resolve()
    excel = path.with_name("~$" + path.name)
    if _exists(excel):
        raise InUseError(_sentence(path, "Excel", _excel_owner(excel), excel))
    libreoffice = path.with_name(f".~lock.{path.name}#")
    if _exists(libreoffice):
        raise InUseError(_sentence(path, "LibreOffice", _libreoffice_owner(libreoffice), libreoffice))


@contextlib.contextmanager
def only_run(path: Path) -> Iterator[None]:
    """Keep a second run away from the same workbook for as long as the context lasts.

    The lock file is kept in the folder for temporary files, never beside the workbook.

    Args:
        path: The workbook.

    Yields:
        Nothing; the lock is held.

    Raises:
        InUseError: Another run holds the lock.
    """
    from filelock import FileLock, Timeout

    name = hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:20]
    folder = Path(tempfile.gettempdir()) / f"pmo-workbook-{_login()}"
    lock = FileLock(folder / f"{name}.lock", blocking=False)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        lock.acquire()
    except Timeout:
        raise InUseError(
            f"Another run is working on {path.name} at this moment; try again when it has finished."
        ) from None
    except OSError:
        # No lock can be had there; a save still notices a file that was changed meanwhile.
        yield
        return
    try:
        yield
    finally:
        lock.release()


def _exists(path: Path) -> bool:
    with contextlib.suppress(OSError):  # the name is too long for any file
        return path.exists()
    return False


def _sentence(path: Path, program: str, who: str, owner_file: Path) -> str:
    by = f" by {who}" if who else ""
    return (
        f"{path.name} is open in {program}{by}; close it there and run again "
        f"(if nobody has it open, delete the left-over file {owner_file.name})."
    )


def _excel_owner(file: Path) -> str:
    try:
        data = file.read_bytes()
    except OSError:  # Excel for Windows keeps it to itself
        return ""
    length = int.from_bytes(data[ANSI_NAME + 1 : ANSI_NAME + 3], "little")
    wide = data[ANSI_NAME + 3 : ANSI_NAME + 3 + 2 * length]
    if 0 < length <= ANSI_NAME and len(wide) == 2 * length:
        return wide.decode("utf-16-le", "replace").strip("\0 ")
    return data[1 : 1 + min(data[0], ANSI_NAME)].decode("latin-1").strip("\0 ") if data else ""


def _libreoffice_owner(file: Path) -> str:
    try:
        fields = file.read_text("utf-8", "replace").split(",")
    except OSError:
        return ""
    person, host = fields[0].strip(), fields[2].strip() if len(fields) > 2 else ""
    login = fields[1].strip() if len(fields) > 1 else ""
    name = person or login
    return f"{name} on {host}" if name and host else name or host


def _login() -> str:
    try:
        login = getpass.getuser()
    except (KeyError, OSError, ImportError):  # no such user: a container
        login = "user"
    return "".join(character if character.isalnum() else "_" for character in login)
