"""Makes `vbaProject.bin` from `macros/*.bas`, the same bytes every time."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from pyopenvba import ExcelFile
from xlsxwriter import Workbook

from pmo_workbook.ooxml.package import CONTENT_TYPES
from pmo_workbook.ooxml.rawzip import changed_archive, read_entry

MACROS = Path(__file__).parents[2] / "macros"
"""Where the modules are kept as text."""

WORKBOOK_MODULE = "ThisWorkbook"
"""Code name of the workbook."""

_PLAIN = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_MACRO = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"


def code_name(title: str) -> str:
    """Name of a sheet in VBA; it stays when people rename the sheet.

    Args:
        title: Title of the sheet in a new workbook.
    """
    return f"{title.replace(' ', '')}Sheet"


def modules(folder: Path = MACROS) -> Iterator[tuple[str, str]]:
    """Name and source of every standard module, by name.

    Args:
        folder: Folder of the ``.bas`` files.

    Yields:
        Name, and source with CRLF line ends.

    Raises:
        UnicodeDecodeError: A file holds other than ASCII, which Excel would read in the machine's code page.
    """
    for path in sorted(folder.glob("*.bas")):
        text = path.read_text(encoding="ascii")
        yield path.stem, "\r\n".join(text.splitlines()) + "\r\n"


def vba_project(titles: Sequence[str], folder: Path = MACROS) -> bytes:
    """Compose the VBA project.

    Args:
        titles: Titles of all sheets in order; each gets its document module.
        folder: Folder of the ``.bas`` files.

    Returns:
        The bytes of ``xl/vbaProject.bin``.
    """
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "carrier.xlsm"
        path.write_bytes(_carrier(titles))
        with ExcelFile(path) as carrier:
            project = carrier.add_vba_project()
            for name, source in modules(folder):
                project.add_module(name, source)
            carrier.save()
        return read_entry(path.read_bytes(), "xl/vbaProject.bin")


def _carrier(titles: Sequence[str]) -> bytes:
    """A workbook with the same sheets and code names, of the content type that a VBA project needs."""
    plain = io.BytesIO()
    with Workbook(plain, {"in_memory": True}) as book:
        book.set_vba_name(WORKBOOK_MODULE)
        for title in titles:
            book.add_worksheet(title).set_vba_name(code_name(title))
    types = read_entry(plain.getvalue(), CONTENT_TYPES).replace(_PLAIN, _MACRO)
    return changed_archive(plain.getvalue(), {CONTENT_TYPES: types})
