"""PDF of the published copy: by Excel where it runs, by LibreOffice otherwise."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from pmo_workbook.errors import PmoError, WriteError

SECONDS: Final = 180
"""Longest that LibreOffice may take."""

NO_PROGRAM: Final = (
    "No PDF was made: it takes Excel (publish from the open workbook) or LibreOffice, and neither was found. "
    "The clean copy is ready; install LibreOffice, or save the copy as PDF from the program that you open it with."
)

_PLACES: Final = (
    "/usr/bin/soffice",
    "/usr/local/bin/soffice",
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/snap/bin/libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
_TAGGED: Final = 'pdf:calc_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}'
"""With headings and tables that a screen reader finds; programs before 7.4 know the plain filter only."""


def find_soffice() -> str | None:
    """The program of LibreOffice: on the path, else where its installers put it; None where there is none."""
    on_path = shutil.which("soffice") or shutil.which("libreoffice")
    if on_path:
        return on_path
    places = [Path(place) for place in _PLACES]
    for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        if os.environ.get(variable):
            places.append(Path(os.environ[variable]) / "LibreOffice" / "program" / "soffice.exe")
    return next((str(place) for place in places if place.is_file()), None)


def make_pdf(copy: Path, pdf: Path, excel: Any = None) -> Path:
    """Print the published copy to PDF.

    Args:
        copy: The clean copy; it is not changed.
        pdf: Where the PDF goes; one that is there is replaced.
        excel: The running Excel (``xlwings.App``) of a live run; None takes LibreOffice.

    Returns:
        `pdf`.

    Raises:
        PmoError: Neither Excel nor LibreOffice is there.
        WriteError: The program made no PDF, or it could not be put in place.
    """
    if excel is not None:
        return _by_excel(excel, copy, pdf)
    program = find_soffice()
    if program is None:
        raise PmoError(NO_PROGRAM)
    with tempfile.TemporaryDirectory(prefix="pmo-pdf-", ignore_cleanup_errors=True) as folder:
        made = _by_libreoffice(program, copy, Path(folder))
        try:
            shutil.copyfile(made, pdf)
        except OSError as error:
            raise WriteError(f"{pdf.name} could not be written: {error.strerror or error}.") from error
    return pdf


def _by_excel(excel: Any, copy: Path, pdf: Path) -> Path:
    try:
        book = excel.books.open(str(copy.resolve()), read_only=True, update_links=False)
        try:
            book.to_pdf(str(pdf.resolve()))
        finally:
            book.close()
    # Excel's faults come as different classes on Windows and Mac, none of them importable here.
    except Exception as error:
        raise WriteError(f"Excel made no PDF of {copy.name}: {error}") from error
    return pdf


def _by_libreoffice(program: str, copy: Path, folder: Path) -> Path:
    # Under a name of our own: the user's may begin with a hyphen, or be open.
    source = folder / "publication.xlsx"
    shutil.copyfile(copy, source)
    made = folder / "out" / "publication.pdf"
    said = ""
    for filter_ in (_TAGGED, "pdf"):
        said = _run(
            [
                program,
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                "--headless",
                "--norestore",
                "--nolockcheck",
                "--convert-to",
                filter_,
                "--outdir",
                str(made.parent),
                str(source),
            ],
            copy.name,
        )
        if made.is_file() and made.stat().st_size:
            return made
    raise WriteError(f"LibreOffice made no PDF of {copy.name}: {said or 'it gave no reason'}")


def _run(command: Sequence[str], name: str) -> str:
    """Run LibreOffice; whatever happens, no process of it stays behind."""
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
    except OSError as error:
        raise WriteError(f"LibreOffice could not be started: {error.strerror or error}.") from error
    with process:
        try:
            said, _ = process.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired as error:
            _end(process)
            raise WriteError(f"LibreOffice took longer than {SECONDS // 60} minutes over {name}.") from error
        except BaseException:
            _end(process)
            raise
    return " ".join(said.split())[-300:]


def _end(process: subprocess.Popen[str]) -> None:
    """End LibreOffice with the processes that it started."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def first_page(pdf: Path, dots_per_inch: int = 96) -> bytes | None:
    """The first page as a PNG, for a mail; None where ``pdftoppm`` is not there or cannot read it.

    Args:
        pdf: A PDF.
        dots_per_inch: How fine.
    """
    program = shutil.which("pdftoppm")
    if program is None:
        return None
    command = [program, "-png", "-f", "1", "-l", "1", "-singlefile", "-r", str(dots_per_inch), str(pdf.resolve())]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 and done.stdout.startswith(b"\x89PNG") else None
