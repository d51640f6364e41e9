"""What means one thing stands in one place: the colours, the writing of zip archives."""

from __future__ import annotations

import re
from pathlib import Path

from tests.project.source import PACKAGE

_COLOUR = re.compile(r"#[0-9A-F]{6}\b|[\"'](?=\d*[A-F])[0-9A-F]{6}[\"']")
_ZIP_WRITING = re.compile(r"zipfile\.ZipInfo\(|ZipFile\([^)]*[\"'][wax][\"']|\.writestr\(")

OTHER_COLOURS = {"publish/clean/look.py": "white and black by default, to find words in the colour of their ground"}
"""Modules that name a colour that is none of the palette, and why."""


def modules_with(pattern: re.Pattern[str]) -> set[str]:
    """Paths of the modules in which a pattern occurs."""
    files: list[Path] = sorted(PACKAGE.rglob("*.py"))
    return {path.relative_to(PACKAGE).as_posix() for path in files if pattern.search(path.read_text(encoding="utf-8"))}


def test_colours_are_defined_in_the_palette_only() -> None:
    assert modules_with(_COLOUR) - set(OTHER_COLOURS) == {"palette.py"}


def test_zip_archives_are_written_in_one_module() -> None:
    assert modules_with(_ZIP_WRITING) == {"ooxml/rawzip.py"}
