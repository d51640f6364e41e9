"""A copy of the project in which a recipe of the docs is followed as a developer would, and what the docs say of it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.conftest import ROOT

ARCHITECTURE = ROOT / "docs" / "architecture.md"


class Project:
    """A copy of what the product is made from.

    Args:
        folder: Where to; not there yet.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.changed: set[str] = set()
        # Compiled files come along: their time stamps stay true, and each process starts faster.
        for name in ("pmo_workbook", "macros", "docs"):
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("*.png"))

    def add_file(self, name: str, text: str) -> None:
        """Add a file.

        Args:
            name: Its path in the project.
            text: Its text.
        """
        path = self.folder / name
        assert not path.exists(), name
        path.write_text(text, encoding="utf-8")
        self.changed.add(name)

    def change(self, name: str, edits: Mapping[str, str]) -> None:
        """Change a file.

        Args:
            name: Its path in the project.
            edits: What stands there once, and what takes its place.
        """
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        for old, new in edits.items():
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
        self.changed.add(name)

    def run(self, *arguments: str, code: int | None = None) -> str:
        """Run ``python -m …`` in the copy.

        Args:
            *arguments: Module and arguments.
            code: Exit code that it must have; None for 0 or 1.

        Returns:
            What it printed, as output and as error.

        Raises:
            AssertionError: It ended with another code; what it said is the message.
        """
        done = subprocess.run(
            [sys.executable, "-m", *arguments],
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        allowed = (0, 1) if code is None else (code,)
        assert done.returncode in allowed, f"{arguments}\n{done.stdout}\n{done.stderr}"
        return done.stdout + done.stderr

    def make(self) -> str:
        """What ``make template dictionary`` does.

        Returns:
            The data dictionary.
        """
        self.run("pmo_workbook.template")
        self.run("pmo_workbook.template.dictionary")
        return (self.folder / "docs" / "data-dictionary.md").read_text(encoding="utf-8")

    def sample(self) -> Path:
        """The sample workbook after a refresh, as this copy makes it."""
        book = self.folder / "Sample.xlsm"
        self.run("pmo_workbook", "new", str(book), "--sample")
        self.run("pmo_workbook", "refresh", str(book), "--as-of", "2026-07-09 12:00")
        return book

    def set_setting(self, book: Path, name: str, value: str) -> None:
        """Change a row of Settings in a workbook."""
        script = self.folder / "set_setting.py"
        script.write_text(_SET_SETTING, encoding="utf-8")
        self.run("set_setting", str(book), name, value)


_SET_SETTING = """
import sys
from pathlib import Path
from pmo_workbook.fill import Filler
from pmo_workbook.hosts.file import FileHost

book, name, value = sys.argv[1:]
with FileHost(Path(book)) as host:
    filler, table = Filler(host.workbook), host.tables()["settings"]
    row = next(number for number, cells in enumerate(table.rows, table.header_row + 1) if cells[0] == name)
    filler.update("settings", row, {"value": value})
    filler.save()
"""


def places(recipe: str) -> set[str]:
    """Files that the docs name for a recipe.

    Args:
        recipe: What is added, such as ``a column``.
    """
    text = ARCHITECTURE.read_text(encoding="utf-8").split("## How to add …")[1].split("\n## ")[0]
    found = re.search(rf"^- \*\*{re.escape(recipe)}\*\*:(.*?)(?=^- \*\*|\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"the docs have no recipe for {recipe}"
    return {f"pmo_workbook/{name}" for name in re.findall(r"`([a-z_/<>]+\.py)`", found[1])}
