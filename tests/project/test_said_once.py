"""What means one thing is said in one module."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.project.source import PACKAGE, Module, modules

_COLOUR = re.compile(r"#[0-9A-F]{6}\b|[\"'](?=\d*[A-F])[0-9A-F]{6}[\"']")
_ZIP_WRITING = re.compile(r"zipfile\.ZipInfo\(|ZipFile\([^)]*[\"'][wax][\"']|\.writestr\(")

OTHER_COLOURS = {
    "publish/clean/colours.py": "those that a file names by number, to find words that cannot be read",
    "publish/inspection/looks.py": "the same, by a reader that shares nothing with the one that cleans",
}
"""Modules that name a colour that is none of the palette, and why."""

EPOCH_YEARS = {1899, 1904, 1970}
SECONDS_OF_A_DAY = 86_400
NO_DURATION_OF_A_LOG = {"jobs", "check_sum"}
"""Count seconds of a day for something else: how long a file lies there; the parts of a day in a formula."""


def modules_with(pattern: re.Pattern[str]) -> set[str]:
    """Paths of the modules in which a pattern occurs."""
    files: list[Path] = sorted(PACKAGE.rglob("*.py"))
    return {path.relative_to(PACKAGE).as_posix() for path in files if pattern.search(path.read_text(encoding="utf-8"))}


def test_colours_are_defined_in_the_palette_only() -> None:
    assert modules_with(_COLOUR) - set(OTHER_COLOURS) == {"palette.py"}


def test_zip_archives_are_written_in_one_module() -> None:
    assert modules_with(_ZIP_WRITING) == {"ooxml/rawzip.py"}


def numbers(module: Module) -> Iterator[object]:
    """Numbers in a module's code; those that only pick an item are left out."""
    picks = {
        id(node) for item in ast.walk(module.tree) if isinstance(item, ast.Subscript) for node in ast.walk(item.slice)
    }
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, int) and id(node) not in picks:
            yield node.value


def test_where_the_counting_of_days_begins_is_said_in_one_module() -> None:
    # hosts.libreoffice asks each document for its day zero and needs none of them.
    assert {module.name for module in modules() if EPOCH_YEARS & set(numbers(module))} == {"epochs"}


def test_how_long_a_day_of_a_log_is_is_said_in_one_module() -> None:
    found = {module.name for module in modules() if SECONDS_OF_A_DAY in set(numbers(module))}

    assert found - NO_DURATION_OF_A_LOG == {"epochs"}


def test_how_the_first_cell_of_a_tab_is_named_is_said_in_one_module() -> None:
    assert {module.name for module in modules() if re.search(r"[\"']go_", module.path.read_text(encoding="utf-8"))} == {
        "blocks"
    }


def test_how_headers_are_compared_is_said_in_one_module() -> None:
    own = {
        module.name
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr in ("casefold", "lower", "upper")
        if isinstance(node.value, ast.Attribute) and node.value.attr == "header"
    }

    assert own == set()
