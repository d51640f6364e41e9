"""CSV files and their relatives, as Excel, ticket systems and people write them."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice, zip_longest
from typing import Final

from pmo_workbook.errors import InputError
from pmo_workbook.importing.source.encodings import text_of
from pmo_workbook.importing.source.headers import header_at
from pmo_workbook.importing.source.table import ReadOptions, Source
from pmo_workbook.words import count_words

_DELIMITERS: Final = ",;\t|"
_SEP = re.compile(r'\s*"?sep=(.)"?\s*(?:\n|$)', re.IGNORECASE)
_SAMPLE: Final = 200
"""Records by which the delimiter is found out."""

Record = tuple[int, list[str]]
"""First line of a record (1-based) and its cells."""


def read_text(name: str, data: bytes, options: ReadOptions) -> Source:
    """Read a text file with delimiters.

    Args:
        name: Name of the file.
        data: Its bytes.
        options: What is known of it.

    Raises:
        InputError: It is no text, has no row of headers where the mapping says, or a quotation mark is never closed.
    """
    records, guess = text_rows(name, data, options)
    return _table(name, records, options, (guess,) if guess else ())


def text_rows(name: str, data: bytes, options: ReadOptions) -> tuple[list[Record], str]:
    """Read the records of a text file, blank ones too.

    Args:
        name: Name of the file.
        data: Its bytes.
        options: What is known of it.

    Returns:
        The records, and a sentence that says so where the encoding is a guess.

    Raises:
        InputError: It is no text, or a quotation mark is never closed.
    """
    text, guess = text_of(name, data, options.encoding)
    # every kind of line end counts as one line, as in an editor
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    skipped, delimiter = 0, options.delimiter
    if found := _SEP.match(text):
        # Excel's own line that names the delimiter
        delimiter, skipped = delimiter or found[1], 1
        text = text[found.end() :]
    delimiter = delimiter or _delimiter(text)
    return [(line + skipped, cells) for line, cells in _records(name, text, delimiter)], guess


def _records(name: str, text: str, delimiter: str) -> Iterator[Record]:
    """Records with the line on which each begins."""
    with _any_length():
        reader = csv.reader(io.StringIO(text), delimiter=delimiter)
        begin = last = 1
        try:
            for cells in reader:
                yield begin, cells
                begin, last = reader.line_num + 1, begin
        except csv.Error as error:
            raise InputError(f"{name} cannot be read as CSV: line {begin:,}: {error}.") from error
    if text.count('"') % 2 and _is_open(text.split("\n", last - 1)[-1], delimiter):
        raise InputError(
            f"{name}: a quotation mark is opened in line {last:,} and never closed; correct that line and try again."
        )


@contextmanager
def _any_length() -> Iterator[None]:
    """Let cells be as long as they are: comments of a ticket can be longer than the module allows for."""
    before = csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _is_open(text: str, delimiter: str) -> bool:
    """Whether the last record ends within quotation marks."""
    with _any_length():
        try:
            for _ in csv.reader(io.StringIO(text), delimiter=delimiter, strict=True):
                pass
        except csv.Error as error:
            return "unexpected end" in str(error)
    return False


def _delimiter(text: str) -> str:
    """The sign by which most records have the same number of cells, and the most of them; quoted ones do not count."""

    def score(delimiter: str) -> tuple[float, int]:
        with _any_length():
            records = list(islice(csv.reader(io.StringIO(text), delimiter=delimiter), _SAMPLE))
        widths = Counter(len(record) for record in records if len(record) > 1)
        if not widths:
            return (0.0, -_DELIMITERS.index(delimiter))
        width, number = widths.most_common(1)[0]
        # a comma within a few texts parts some records, the real delimiter parts all alike
        return (
            (width - 1) * (number / len([record for record in records if record])) ** 3,
            -_DELIMITERS.index(delimiter),
        )

    return max(_DELIMITERS, key=score)


def _table(name: str, records: Sequence[Record], options: ReadOptions, notes: tuple[str, ...]) -> Source:
    filled = [(line, cells) for line, cells in records if any(map(str.strip, cells))]
    if not filled:
        return Source(name, (), (), ())
    at = _header(name, filled, options)
    line, header = filled[at]
    width = max((number for number, cell in enumerate(header, 1) if cell.strip()), default=0)
    body = filled[at + 1 :]
    blank = sum(line < number for number, _ in records) - len(body) - _trailing(records)
    headers = tuple(" ".join(cell.split()) for cell in header[:width])
    columns = [
        [cell.strip() or None for cell in column]
        for column in islice(zip_longest(*(cells for _, cells in body), fillvalue=""), width)
    ]
    columns += [[None] * len(body) for _ in range(width - len(columns))]
    told = [*notes]
    if at:
        told.append(f"{name}: the headers are in line {line:,}; {count_words(at, 'line')} above left aside.")
    if blank > 0:
        told.append(f"{name}: {count_words(blank, 'empty line')} skipped.")
    told += _too_wide(name, body, width)
    return Source(name, headers, columns, [number for number, _ in body], notes=tuple(told))


def _header(name: str, filled: Sequence[Record], options: ReadOptions) -> int:
    if options.header_row is None:
        return header_at([cells for _, cells in filled], options.headers)
    at = next((at for at, (line, _) in enumerate(filled) if line == options.header_row), None)
    if at is None:
        raise InputError(f"{name} has no headers in line {options.header_row} (header_row in the mapping file).")
    return at


def _trailing(records: Sequence[Record]) -> int:
    """Blank records at the end, which mean nothing."""
    number = 0
    for _, cells in reversed(records):
        if any(map(str.strip, cells)):
            break
        number += 1
    return number


def _too_wide(name: str, body: Sequence[Record], width: int) -> list[str]:
    """Tell of records with more cells than there are headers."""
    wide = [(line, cells) for line, cells in body if len(cells) > width and any(map(str.strip, cells[width:]))]
    if not wide:
        return []
    line, cells = wide[0]
    rest = next(cell.strip() for cell in cells[width:] if cell.strip())
    others = f" (and {count_words(len(wide) - 1, 'more line')})" if len(wide) > 1 else ""
    return [
        f"{name}: line {line:,} has more cells than there are headers, the first of them '{rest[:40]}'{others}; they "
        "are left aside. A delimiter within a text needs quotation marks around the text."
    ]
