"""Pages as LibreOffice prints them: PDF, PNG and text.

``python -m tests.witness.render FILE FOLDER`` writes one PNG per page to look at and names what looks wrong.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.witness.tools import need

SECONDS = 180
DOTS_PER_INCH = 80
_WRONG = re.compile(r"###|#REF!|#NAME\?|#VALUE!|#DIV/0!|#N/A|#NUM!|#NULL!|Err:\d+")


@dataclass(frozen=True)
class Trouble:
    """A place on a page that no reader should see.

    Attributes:
        page: Number of the page, from 1.
        what: What stands there, such as ``###`` or ``#REF!``.
        line: The line of text around it.
    """

    page: int
    what: str
    line: str


def to_pdf(path: Path, folder: Path) -> Path:
    """Print a workbook to PDF with a LibreOffice of its own.

    Args:
        path: The workbook.
        folder: Where the PDF goes; made if it is not there.

    Returns:
        The PDF.

    Raises:
        RuntimeError: LibreOffice made none.
        subprocess.TimeoutExpired: It took longer than `SECONDS`.
    """
    program = need("soffice")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="lo-profile-", ignore_cleanup_errors=True) as profile:
        command = [program, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--norestore"]
        said = _run([*command, "--convert-to", "pdf", "--outdir", str(folder), str(path)])
    made = folder / f"{path.stem}.pdf"
    if not made.exists():
        raise RuntimeError(f"LibreOffice made no PDF of {path.name}: {said}")
    return made


def _run(command: list[str]) -> str:
    """Run a program whose children end with it, however it ends."""
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    ) as process:
        try:
            said, _ = process.communicate(timeout=SECONDS)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    return said


def to_png(pdf: Path, folder: Path, dots_per_inch: int = DOTS_PER_INCH) -> list[Path]:
    """Draw each page of a PDF; the pictures in the order of the pages."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [need("pdftoppm"), "-png", "-r", str(dots_per_inch), str(pdf), str(folder / pdf.stem)]
    subprocess.run(command, check=True, timeout=SECONDS)
    return sorted(folder.glob(f"{pdf.stem}-*.png"))


def page_texts(pdf: Path) -> list[str]:
    """Text of each page, laid out as on the page."""
    command = [need("pdftotext"), "-layout", str(pdf), "-"]
    done = subprocess.run(command, check=True, timeout=SECONDS, capture_output=True)
    return done.stdout.decode().split("\f")[:-1]


def troubles(pages: list[str]) -> list[Trouble]:
    """Cells too narrow for their number, and error values, in the texts of pages."""
    return list(_troubles(pages))


def _troubles(pages: list[str]) -> Iterator[Trouble]:
    for number, page in enumerate(pages, 1):
        for line in page.splitlines():
            for found in _WRONG.finditer(line):
                yield Trouble(number, found.group(), line.strip())


def main(arguments: list[str]) -> int:
    """Draw a workbook's pages into a folder; 1 if a page has trouble."""
    path, folder = (Path(argument) for argument in arguments)
    pdf = to_pdf(path, folder)
    for picture in to_png(pdf, folder):
        print(picture)
    found = troubles(page_texts(pdf))
    for trouble in found:
        print(f"page {trouble.page}: {trouble.what}: {trouble.line}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
