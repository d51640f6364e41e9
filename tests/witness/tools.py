"""The outside programs that the tests call, and what happens when one is not there."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

HERE = Path(__file__).parent
VALIDATOR = HERE / "node_modules" / "@xarsh" / "ooxml-validator" / "dist" / "src" / "cli.js"
DRIVER = HERE / "node_modules" / "playwright-core" / "package.json"
AXE = HERE / "node_modules" / "axe-core" / "axe.min.js"
UNO_FOLDERS = (Path("/usr/lib/python3/dist-packages"), Path("/usr/lib/libreoffice/program"))

_PACKAGES = {
    "soffice": "libreoffice-calc",
    "Xvfb": "xvfb",
    "xdotool": "xdotool",
    "pdftoppm": "poppler-utils",
    "pdftotext": "poppler-utils",
    "convert": "imagemagick",
    "node": "nodejs",
    "uno": "python3-uno",
    "ooxml-validator": "npm, then `make validator`",
    "chromium": "chromium",
    "playwright-core": "npm, then `make validator`",
    "axe-core": "npm, then `make validator`",
}


def need(tool: str) -> str:
    """Find an outside program that a test cannot do without.

    On a laptop a missing program skips the test; on a build server, where the environment has ``CI``, it fails it, so
    that a witness never falls silent unnoticed.

    Args:
        tool: Name of a program, ``uno`` for LibreOffice's Python bridge, or a package of npm.

    Returns:
        Path of the program (for ``uno`` the folder that holds ``uno.py``).

    Raises:
        KeyError: The tool is none of those that the tests know.
    """
    package = _PACKAGES[tool]
    found = _find(tool)
    if found is not None:
        return found
    reason = f"{tool} is not installed (it comes with {package})"
    if os.environ.get("CI"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def _find(tool: str) -> str | None:
    if tool == "uno":
        return next((str(folder) for folder in UNO_FOLDERS if (folder / "uno.py").exists()), None)
    if tool == "ooxml-validator":
        return str(VALIDATOR) if VALIDATOR.exists() and shutil.which("node") else None
    if tool in ("playwright-core", "axe-core"):
        place = DRIVER if tool == "playwright-core" else AXE
        return str(place.parent) if place.exists() and shutil.which("node") else None
    return shutil.which(tool)


def missing() -> list[str]:
    """Name the outside programs that are not there, each with what brings it."""
    return [f"{tool} ({package})" for tool, package in _PACKAGES.items() if _find(tool) is None]
