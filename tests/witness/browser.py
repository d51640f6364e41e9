"""A page as Debian's chromium sees it, through Playwright's core, judged by axe-core.

``python -m tests.witness.browser PAGE.html FOLDER`` writes screenshots and a PDF to look at and prints what was found.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.witness.tools import HERE, need

SECONDS = 180
WIDTHS = (1280, 390)


def browse(page: Path, folder: Path, widths: tuple[int, ...] = WIDTHS) -> dict[str, Any]:
    """Open a page at each width, sort its tables, and print it.

    Args:
        page: The page.
        folder: Where screenshots and the PDF go; made if it is not there.
        widths: Widths of the window.

    Returns:
        What `browse.mjs` tells: ``errors``, ``requests`` and a list of ``views``.

    Raises:
        RuntimeError: The browser did not run to its end.
        subprocess.TimeoutExpired: It took longer than `SECONDS`.
    """
    need("playwright-core")
    need("axe-core")
    folder.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "CHROMIUM": need("chromium")}
    command = [need("node"), str(HERE / "browse.mjs"), str(page), str(folder), *map(str, widths)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False)
    if done.returncode:
        raise RuntimeError(f"the browser could not run: {done.stderr.strip()}")
    told: dict[str, Any] = json.loads(done.stdout)
    return told


if __name__ == "__main__":
    print(json.dumps(browse(Path(sys.argv[1]), Path(sys.argv[2])), indent=1))
