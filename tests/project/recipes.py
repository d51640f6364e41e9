"""Follows a recipe of `docs/architecture.md` in a copy of the program, and looks at what came of it.

A recipe is a list of places: the files that it names, in order. A test writes down what its dummy adds in each; the
copy then builds its own template, and a script of `tests/project/dummies` prints what it finds there as JSON.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conftest import ROOT

_BUILT = ("pmo_workbook.template", "pmo_workbook.template.dictionary")
"""What ``make template dictionary`` runs."""


@dataclass(frozen=True)
class Place:
    """One addition to the source.

    Attributes:
        file: The file, within the package.
        anchor: A text that it holds once; empty for a new file.
        added: What is put before this text.
        instead: It takes the place of this text.
    """

    file: str
    anchor: str
    added: str
    instead: bool = False


def places_of(recipe: str) -> list[str]:
    """The files that a recipe names as its places, in order.

    Args:
        recipe: What it adds, such as ``a metric``.
    """
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").split("## How to add")[1].split("\n## ")[0]
    found = re.search(rf"^- \*\*{recipe}\*\*.*\n((?: {{2}}.*\n)*)", text, re.MULTILINE)
    return re.findall(r"^ {2}\d+\. `([^`]+)`", found[1], re.MULTILINE) if found else []


def follow(places: Sequence[Place], folder: Path) -> Path:
    """Copy the program and add something to it.

    Args:
        places: The additions.
        folder: Where the copy goes.

    Returns:
        The root of the copy, with its own template and data dictionary.
    """
    root = folder / "copy"
    for name in ("pmo_workbook", "macros"):
        # What is compiled comes along: its time stamps stay true, and each process starts faster.
        shutil.copytree(ROOT / name, root / name)
    (root / "docs").mkdir()
    for place in places:
        _add(root / "pmo_workbook" / place.file, place)
    for module in _BUILT:
        _run(root, module)
    return root


def _add(path: Path, place: Place) -> None:
    assert path.exists() == bool(place.anchor), f"{place.file} is there already, or is not there"
    text = path.read_text(encoding="utf-8") if place.anchor else ""
    assert not place.anchor or text.count(place.anchor) == 1, f"{place.file} holds {place.anchor!r} not just once"
    added = place.added if place.instead else place.added + place.anchor
    path.write_text(text.replace(place.anchor, added) if place.anchor else added, encoding="utf-8")


def found_in(root: Path, dummy: str, *arguments: str) -> Any:
    """Run a script of `tests/project/dummies` with the copy in place of the program.

    Args:
        root: The copy.
        dummy: Name of the script.
        *arguments: What it is told beside the path of a workbook to make.

    Returns:
        What it printed.
    """
    return json.loads(_run(root, f"tests.project.dummies.{dummy}", str(root / f"{dummy}.xlsm"), *arguments))


def _run(root: Path, module: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(root), str(ROOT)))},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
