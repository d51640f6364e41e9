"""Workbooks as logs: values by calamine, and what it hides, errors and hidden rows, from the bytes of the sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from pmo_workbook.errors import InputError, PmoError
from pmo_workbook.importing.source.headers import header_at
from pmo_workbook.importing.source.table import ReadOptions, Source
from pmo_workbook.tables import is_blank
from pmo_workbook.words import count_words

_HIDDEN_ROW = re.compile(rb"""<(?:\w+:)?row\s(?=[^>]*\bhidden=["'](?:1|true)["'])[^>]*?\br=["'](\d+)["']""")


@dataclass(frozen=True)
class _Hidden:
    """What calamine does not tell of a sheet.

    Attributes:
        errors: Error cells by row and column (1-based).
        rows: Rows (1-based) that a filter or a person has hidden.
        totals: Row of a totals row of an Excel Table; 0 where there is none.
    """

    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    rows: frozenset[int] = frozenset()
    totals: int = 0


_NOTHING: Final = _Hidden()


def read_book(path: Path, options: ReadOptions) -> list[Source]:
    """Read all sheets of a workbook that are not empty.

    Args:
        path: An .xlsx, .xlsm, .xlsb, .xls or .ods file.
        options: What is known of it.

    Raises:
        InputError: It cannot be read.
    """
    from python_calamine import CalamineWorkbook

    known = _hidden(path)
    hidden, sources = known or {}, []
    with refused_in_words(path.name), CalamineWorkbook.from_path(str(path)) as book:
        for title in book.sheet_names:
            sheet = book.get_sheet_by_name(title)
            start = sheet.start or (0, 0)
            rows = sheet.to_python(skip_empty_area=True)
            sources.append(_table(path.name, title, rows, start, hidden.get(title, _NOTHING), options))
    if known is None and sources:
        unseen = f"{path.name}: in this kind of file an Excel error such as #N/A looks like a blank; save it as .xlsx."
        sources[0] = replace(sources[0], notes=(*sources[0].notes, unseen))
    return sources


@contextmanager
def refused_in_words(name: str) -> Iterator[None]:
    """Turn what the library for workbooks raises into a sentence.

    Args:
        name: Name of the file.

    Raises:
        InputError: The file is protected by a password, damaged, or holds what the library did not foresee.
    """
    from python_calamine import CalamineError, PasswordError

    try:
        yield
    except PasswordError:
        raise InputError(f"{name} is protected by a password; save it without one and try again.") from None
    except (CalamineError, OSError) as error:
        raise InputError(f"{name} cannot be read as a workbook: {error}.") from error
    except BaseException as error:
        # a panic of the library arrives as an exception that is no Exception and has no name to import
        if type(error).__name__ == "PanicException":
            raise InputError(f"{name} holds a cell that cannot be read, such as a date far outside: {error}.") from None
        raise


def _hidden(path: Path) -> dict[str, _Hidden] | None:
    """What calamine does not tell, by title of the sheet; None where nobody does: in formats other than .xlsx."""
    from pmo_workbook.ooxml.package import Package
    from pmo_workbook.ooxml.workbook import Workbook
    from pmo_workbook.read import error_cells

    try:
        with Package.open(path) as package:
            workbook = Workbook(package)
            found = {}
            for sheet in workbook.sheets:
                if sheet.kind != "worksheet":
                    continue
                rows = _hidden_rows(package.read(sheet.part))
                totals = max(
                    (table.ref.last_row for table in workbook.tables_on(sheet) if table.totals_rows), default=0
                )
                found[sheet.title] = _Hidden(error_cells(package.chunks(sheet.part))[0], rows, totals)
            return found
    except PmoError:
        return None


def _hidden_rows(data: bytes) -> frozenset[int]:
    if b"hidden=" not in data:
        return frozenset()
    return frozenset(int(number) for number in _HIDDEN_ROW.findall(data))


def _table(
    file: str, title: str, rows: Sequence[Sequence[Any]], start: tuple[int, int], hidden: _Hidden, options: ReadOptions
) -> Source:
    """A table of a sheet.

    Args:
        file: Name of the file.
        title: Title of the sheet.
        rows: Rows of the used range; blank is the empty text.
        start: Row and column (0-based) at which it begins.
        hidden: What calamine does not tell.
        options: What is known of the file.
    """
    name = f"{file}, sheet {title}"
    top, left = start[0] + 1, start[1] + 1
    broken_rows = {row for row, _ in hidden.errors}
    filled = [
        (number, row)
        for number, row in enumerate(rows, top)
        if number != hidden.totals and (number in broken_rows or not all(map(is_blank, row)))
    ]
    if not filled:
        return Source(name, (), (), (), sheet=title)
    at = _header(name, filled, options)
    line, header = filled[at]
    width = max((number for number, cell in enumerate(header, 1) if not is_blank(cell)), default=0)
    body = filled[at + 1 :]
    columns = [[None if is_blank(row[index]) else row[index] for _, row in body] for index in range(width)]
    lines = [number for number, _ in body]
    position = {number: row for row, number in enumerate(lines)}
    errors = {
        (position[row], column - left): error
        for (row, column), error in hidden.errors.items()
        if row in position and left <= column < left + width
    }
    notes = []
    if at:
        notes.append(f"{name}: the headers are in row {line:,}; {count_words(at, 'row')} above left aside.")
    unseen = len(hidden.rows & position.keys())
    if unseen:
        notes.append(f"{name}: {count_words(unseen, 'hidden row')} {'was' if unseen == 1 else 'were'} read too.")
    headers = tuple(" ".join(str(cell).split()) for cell in header[:width])
    return Source(name, headers, columns, lines, "row", errors, tuple(notes), title, first_column=left)


def _header(name: str, filled: Sequence[tuple[int, Sequence[Any]]], options: ReadOptions) -> int:
    if options.header_row is None:
        return header_at([row for _, row in filled], options.headers)
    at = next((at for at, (number, _) in enumerate(filled) if number == options.header_row), None)
    if at is None:
        raise InputError(f"{name} has no headers in row {options.header_row} (header_row in the mapping file).")
    return at
