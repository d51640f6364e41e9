"""The workbook as it was before an upgrade, kept beside it."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path
from typing import BinaryIO

from pmo_workbook.errors import WriteError
from pmo_workbook.ooxml.atomic import LONGEST_NAME, put_in_place, shortened


def keep_backup(path: Path, version: int) -> Path:
    """Copy a workbook under a name that no file has.

    Args:
        path: The workbook.
        version: Version of the template that it follows.

    Returns:
        The copy.

    Raises:
        WriteError: It could not be written.
    """

    def write(stream: BinaryIO) -> None:
        with path.open("rb") as source:
            shutil.copyfileobj(source, stream)

    try:
        backup = backup_path(path, version)
        put_in_place(backup, write, like=path, stamp=None)
    except (OSError, WriteError) as error:
        raise WriteError(_not_kept(error)) from error
    return backup


def check_keepable(path: Path) -> None:
    """Refuse early what `keep_backup` would refuse.

    Args:
        path: The workbook.

    Raises:
        WriteError: Nothing can be written into its folder.
    """
    if not os.access(path.resolve().parent, os.W_OK):
        raise WriteError(_not_kept(PermissionError(errno.EACCES, os.strerror(errno.EACCES))))


def backup_path(path: Path, version: int) -> Path:
    """A name that says what the copy is and that no file has.

    Args:
        path: The workbook.
        version: Version of the template that it follows.
    """
    number, tail = 1, f" - before upgrade (template {version})"
    while True:
        end = f"{tail}{f' {number}' if number > 1 else ''}{path.suffix}"
        found = path.with_name(shortened(path.stem, LONGEST_NAME - len(end.encode())) + end)
        if not found.exists():
            return found
        number += 1


def _not_kept(error: Exception) -> str:
    """What to say where the copy could not be written."""
    cause = error if isinstance(error, OSError) else error.__cause__
    why = f" ({cause.strerror})" if isinstance(cause, OSError) and cause.strerror else ""
    return f"The copy of the workbook as it was could not be written beside it{why}; nothing was changed."
