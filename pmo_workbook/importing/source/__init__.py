"""Reads a log file into columns, whatever program wrote it.

* `table`: a table of a log, and what there is to tell of it;
* `encodings`: bytes to text;
* `text_files`: CSV and its relatives;
* `books`: workbooks;
* `xes`: event logs in XML;
* `headers`: in which row the table begins.
"""

from __future__ import annotations

from pathlib import Path

from pmo_workbook.errors import InputError
from pmo_workbook.importing.source.table import ReadOptions, Source

__all__ = ["ReadOptions", "Source", "read_sources"]

_ZIP, _OLE, _GZIP = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b"


def read_sources(path: Path, options: ReadOptions) -> list[Source]:
    """Read the tables of a log file; what kind of file it is, its first bytes say.

    Args:
        path: A text file, a workbook or an XES file, which may be packed with gzip.
        options: What is known of it.

    Returns:
        One entry for a text file, one a sheet that is not empty for a workbook.

    Raises:
        InputError: The file cannot be read or has no rows.
    """
    if not path.is_file():
        raise InputError(f"There is no file {path}.")
    try:
        with path.open("rb") as file:
            begin = file.read(4096)
        sources = _read(path, begin, options)
    except OSError as error:
        raise InputError(f"{path.name} cannot be read: {error.strerror or error}.") from error
    sources = [source for source in sources if source.height]
    if not sources:
        raise InputError(f"{path.name} has no rows.")
    return sources


def _read(path: Path, begin: bytes, options: ReadOptions) -> list[Source]:
    if begin.startswith((_ZIP, _OLE)):
        from pmo_workbook.importing.source.books import read_book

        return read_book(path, options)
    data = _unpacked(path) if begin.startswith(_GZIP) else path.read_bytes()
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<?xml", b"<log", b"<!--")) and b"<log" in data[:65536].lower():
        from pmo_workbook.importing.source.xes import read_xes

        return [read_xes(path.name, data)]
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<?xml")):
        raise InputError(
            f"{path.name} is a web page or XML, not a table; open it in Excel, save it as .xlsx or CSV UTF-8, "
            "and try again."
        )
    from pmo_workbook.importing.source.text_files import read_text

    return [read_text(path.name, data, options)]


def _unpacked(path: Path) -> bytes:
    import gzip
    import zlib

    try:
        with gzip.open(path) as file:
            return file.read()
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"{path.name} is damaged: it cannot be unpacked.") from error
