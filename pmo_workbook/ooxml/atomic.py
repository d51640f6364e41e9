"""Putting a new file in the place of an old one in one step."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self

from pmo_workbook.errors import InUseError, WriteError

LEFT_OVER_AFTER = 3600.0
"""Age in seconds from which a temporary file of a run that was killed is cleared away."""

LONGEST_NAME = 255
"""Bytes that the name of a file may have."""

_MORE = 24
"""Bytes by which the name of a temporary file is longer than that of the file that it becomes, at most."""


@dataclass(frozen=True)
class Stamp:
    """What tells whether a file was written to.

    Attributes:
        modified: Time of the last change, nanoseconds.
        size: Bytes.
    """

    modified: int
    size: int

    @classmethod
    def of(cls, file: BinaryIO | Path) -> Self:
        """The stamp of a file, open or closed."""
        found = file.stat() if isinstance(file, Path) else os.fstat(file.fileno())
        return cls(found.st_mtime_ns, found.st_size)


def put_in_place(
    target: Path,
    write: Callable[[BinaryIO], None],
    *,
    like: Path,
    stamp: Stamp | None,
    before: Callable[[], None] = lambda: None,
) -> None:
    """Write a file beside its place and move it there when it is complete and on the disk.

    Args:
        target: The place.
        write: Writes the content.
        like: The file whose mode and owner the new one gets, if it is there.
        stamp: Stamp that the file at `target` must still have; None asks for none.
        before: Called right before the move, e.g. to let go of the old file.

    Raises:
        InUseError: The file at `target` has another stamp, or (Windows) another program holds it.
        WriteError: It could not be written; the old file is as it was.
    """
    if target.exists() and not os.access(target, os.W_OK):
        raise WriteError(f"{target.name} is read-only; nothing was written.")
    prefix = f".{shortened(target.name, LONGEST_NAME - _MORE)}."
    _clear_left_over(target.parent, prefix)
    temporary: Path | None = None
    try:
        descriptor, name = tempfile.mkstemp(prefix=prefix, suffix=".pmo-tmp", dir=target.parent)
        temporary = Path(name)
        with os.fdopen(descriptor, "wb") as stream:
            write(stream)
            stream.flush()
            os.fsync(stream.fileno())
        _take_over_mode(temporary, target if target.exists() else like)
        if stamp is not None and Stamp.of(target) != stamp:
            raise InUseError(f"{target.name} was changed by somebody while this run was at work; run again.")
        before()
        _move(temporary, target)
    except OSError as error:
        raise WriteError(f"{target.name} could not be written ({error.strerror or error}); it is as it was.") from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink()
    _sync_folder(target.parent)


def shortened(name: str, length: int) -> str:
    """A name, cut where it is longer than so many bytes.

    Args:
        name: The name.
        length: How many bytes it may have.
    """
    return name.encode()[:length].decode(errors="ignore")


def _move(temporary: Path, target: Path) -> None:
    try:
        temporary.replace(target)
    except PermissionError as error:
        if os.name != "nt":
            raise
        raise InUseError(f"{target.name} is held by another program; close it there and run again.") from error


def _take_over_mode(temporary: Path, model: Path) -> None:
    if not model.exists():
        temporary.chmod(0o644)
        return
    found = model.stat()
    temporary.chmod(stat.S_IMODE(found.st_mode))
    if hasattr(os, "chown"):
        with contextlib.suppress(OSError):  # only root may give a file away; the content matters more than its owner
            os.chown(temporary, found.st_uid, found.st_gid)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):  # some network folders cannot; the move is done
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _clear_left_over(folder: Path, prefix: str) -> None:
    with contextlib.suppress(OSError):
        for file in folder.iterdir():
            if file.name.startswith(prefix) and file.name.endswith(".pmo-tmp"):
                with contextlib.suppress(OSError):
                    if time.time() - file.stat().st_mtime > LEFT_OVER_AFTER:
                        file.unlink()
