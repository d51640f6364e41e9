"""What a mutant is, and where its text stands."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tests.conftest import ROOT

PACKAGE = "pmo_workbook"
Area = Literal["worktime", "measure", "check", "workbook", "publish"]


@dataclass(frozen=True)
class Mutant:
    """One fault.

    Attributes:
        text: A part of one line of the program that stands nowhere else in it.
        instead: What takes its place.
        why: What goes wrong for whom.
        tests: What should notice, as pytest names it.
        lives: Why no test can notice; empty where one must.
    """

    text: str
    instead: str
    why: str
    tests: tuple[str, ...]
    lives: str = ""


def places(text: str, root: Path = ROOT) -> list[Path]:
    """The files of the package that hold a text, one entry for each time.

    Args:
        text: The text.
        root: The project's folder.
    """
    found = []
    for path in sorted((root / PACKAGE).rglob("*.py")):
        found += [path] * path.read_text(encoding="utf-8").count(text)
    return found


def mutated(mutant: Mutant, path: Path) -> str:
    """The source of a file with the fault in it."""
    return path.read_text(encoding="utf-8").replace(mutant.text, mutant.instead)
