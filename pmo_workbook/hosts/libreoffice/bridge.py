"""The one place where LibreOffice's ``uno`` is imported and where its untyped objects get a name.

``uno`` is no package of an index: it comes with LibreOffice (on Debian as ``python3-uno``) and is compiled for one
version of Python. Its folder is on ``sys.path`` only during the import, so that nothing else is picked up from there.
"""

from __future__ import annotations

import importlib
import sys
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from .errors import UnoMissingError

UnoObject: TypeAlias = Any
"""An object on the other side of the bridge: UNO has no type stubs, its interfaces stand in LibreOffice's IDL."""

FOLDERS = (
    Path("/usr/lib/python3/dist-packages"),
    Path("/usr/lib64/libreoffice/program"),
    Path("/usr/lib/libreoffice/program"),
    Path("/opt/libreoffice/program"),
    Path("/Applications/LibreOffice.app/Contents/Resources"),
    Path("C:/Program Files/LibreOffice/program"),
)


@cache
def uno() -> UnoObject:
    """Import LibreOffice's Python bridge.

    Returns:
        The module ``uno``.

    Raises:
        UnoMissingError: It is nowhere, or was compiled for another version of Python.
    """
    tried = []
    for folder in (None, *FOLDERS):
        if folder is not None and not (folder / "uno.py").exists():
            continue
        try:
            return _import_from(folder)
        except ImportError as error:
            tried.append(f"{folder or 'sys.path'}: {error}")
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    found = any(folder is not None and (folder / "uno.py").exists() for folder in FOLDERS)
    raise UnoMissingError(
        f"LibreOffice's Python bridge (uno) was found but does not fit this Python {version}. Use the Python that "
        "LibreOffice was built for (on Debian /usr/bin/python3, or a virtual environment made from it; elsewhere the "
        "python in LibreOffice's program folder). Tried: " + "; ".join(tried)
        if found
        else "LibreOffice's Python bridge (uno) is not installed. On Debian and Ubuntu: apt install python3-uno. On "
        "Windows and Mac it comes with LibreOffice: use the python in its program folder."
    )


def _import_from(folder: Path | None) -> UnoObject:
    before = list(sys.path)
    if folder is not None:
        sys.path.append(str(folder))
    try:
        return importlib.import_module("uno")
    finally:
        # Not only ours is taken off again: when uno is imported first it adds a folder of its own.
        sys.path[:] = before


def struct(name: str, *fields: object) -> UnoObject:
    """Make a value of one of UNO's record types.

    Args:
        name: Full name, such as ``com.sun.star.table.CellAddress``.
        fields: Values of its fields in order, or none for the defaults.
    """
    return uno().createUnoStruct(name, *fields)


def constant(name: str) -> int:
    """Look up one of UNO's constants by its full name."""
    return int(uno().getConstantByName(name))


def enum(type_name: str, value: str) -> UnoObject:
    """Make a value of one of UNO's enumerations."""
    return uno().Enum(type_name, value)


def properties(**values: object) -> tuple[UnoObject, ...]:
    """Make the list of named values that opening, saving and exporting take."""
    made = []
    for name, value in values.items():
        item = struct("com.sun.star.beans.PropertyValue")
        item.Name, item.Value = name, value
        made.append(item)
    return tuple(made)


def to_url(path: str | Path) -> str:
    """Turn a path of the system into a file URL, as LibreOffice wants it."""
    return str(uno().systemPathToFileUrl(str(path)))


def to_path(url: str) -> str:
    """Turn a file URL into a path of the system; other URLs stay as they are."""
    return str(uno().fileUrlToSystemPath(url)) if url.startswith("file:") else url
