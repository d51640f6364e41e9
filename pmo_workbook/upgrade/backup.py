"""The workbook as it was before an upgrade, kept beside it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import BinaryIO

from pmo_workbook.ooxml.atomic import put_in_place


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
    backup = backup_path(path, version)

    def write(stream: BinaryIO) -> None:
        with path.open("rb") as source:
            shutil.copyfileobj(source, stream)

    put_in_place(backup, write, like=path, stamp=None)
    return backup


def backup_path(path: Path, version: int) -> Path:
    """A name that says what the copy is and that no file has.

    Args:
        path: The workbook.
        version: Version of the template that it follows.
    """
    stem, number = f"{path.stem} - before upgrade (template {version})", 2
    found = path.with_name(stem + path.suffix)
    while found.exists():
        found = path.with_name(f"{stem} {number}{path.suffix}")
        number += 1
    return found
