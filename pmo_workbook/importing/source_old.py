"""Reads a log file, CSV or .xlsx, into headers and rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pmo_workbook.binding import header_key
from pmo_workbook.errors import InputError

_DELIMITERS = ",;\t|"


@dataclass(frozen=True)
class Source:
    """A table of a log file.

    Attributes:
        name: File, and sheet where there are several.
        headers: Header texts, blanks around them removed.
        rows: Values by row, as wide as `headers`; row 0 is line or row 2 of the file. Blank rows are left out.
    """

    name: str
    headers: tuple[str, ...]
    rows: Sequence[Sequence[Any]]

    def column(self, header: str) -> int:
        """Position of a column; a header as it is written comes before one in another spelling.

        Raises:
            InputError: There is none of that name, or more than one in other spellings.
        """
        if header in self.headers:
            return self.headers.index(header)
        wanted = header_key(header)
        found = [at for at, there in enumerate(self.headers) if wanted and header_key(there) == wanted]
        if len(found) == 1:
            return found[0]
        if found:
            several = " and ".join(f"'{self.headers[at]}'" for at in found)
            raise InputError(f"{self.name} has {several}; write in the mapping file which of them '{header}' is.")
        raise InputError(f"{self.name} has no column '{header}'; it has: {', '.join(filter(None, self.headers))}.")


def read_sources(path: Path, sheet: str | None) -> list[Source]:
    """Read the tables of a log file.

    Args:
        path: A CSV or .xlsx/.xlsm file.
        sheet: Title of the one sheet to read; None reads all.

    Returns:
        One entry for a CSV file, one a sheet that is not empty for a workbook.

    Raises:
        InputError: The file cannot be read or has no rows.
    """
    if not path.is_file():
        raise InputError(f"There is no file {path}.")
    if path.suffix.lower() in (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"):
        sources = _workbook(path, sheet)
    else:
        sources = [_csv(path)]
    sources = [source for source in sources if source.rows]
    if not sources:
        raise InputError(f"{path.name} has no rows.")
    return sources


def _csv(path: Path) -> Source:
    data = path.read_bytes()
    if b"\0" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(f"{path.name} is not a text file.")
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise InputError(f"{path.name} is neither UTF-8 nor Windows text; save it as CSV UTF-8.")
    first = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        lines = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise InputError(f"{path.name} cannot be read as CSV: {error}.") from error
    return _source(path.name, lines)


def _workbook(path: Path, sheet: str | None) -> list[Source]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(path)
        names = book.sheet_names
        if sheet is not None:
            if sheet not in names:
                raise InputError(f"{path.name} has no sheet '{sheet}'; it has: {', '.join(names)}.")
            names = [sheet]
        return [
            _source(f"{path.name}, sheet {name}", book.get_sheet_by_name(name).to_python(skip_empty_area=True))
            for name in names
        ]
    except (CalamineError, OSError) as error:
        raise InputError(f"{path.name} cannot be read as a workbook: {error}.") from error


def _source(name: str, lines: Sequence[Sequence[Any]]) -> Source:
    filled = [line for line in lines if any(value not in ("", None) for value in line)]
    if not filled:
        return Source(name, (), ())
    headers = tuple(" ".join(str(value).split()) for value in filled[0])
    width = len(headers)
    rows = [[*line[:width], *[""] * (width - len(line))] for line in filled[1:]]
    return Source(name, headers, rows)
