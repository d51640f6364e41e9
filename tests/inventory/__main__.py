"""``python -m tests.inventory FOLDER``: write the lists of the program as it is."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.conftest import run_command
from tests.inventory.lists import write
from tests.inventory.present import present


def main(target: Path) -> None:
    """Make a sample, look at all of it, and write one file a kind."""
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        sample = Path(folder) / "sample.xlsm"
        run_command("new", sample, "--sample")
        run_command("refresh", sample)
        work = Path(folder) / "work"
        work.mkdir()
        for kind, items in present(sample, work).items():
            write(target, kind, items)


main(Path(sys.argv[1]))
