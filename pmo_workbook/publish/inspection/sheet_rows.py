"""A worksheet part of any size: what is beside its rows read whole, its rows one at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator

from openpyxl.utils.cell import column_index_from_string

from pmo_workbook.publish.inspection.reader import MAIN, Element, in_pieces, pulled

_CELL = f"{MAIN}c"


def without_rows(data: bytes) -> bytes:
    """A worksheet part without what is in its rows, so that the rest can be read whole.

    Args:
        data: The part.
    """
    found = re.search(rb"<(\w+:)?sheetData(\s[^>]*)?(/)?>", data)
    if found is None or found[3]:
        return data
    end = data.rfind(b"</" + (found[1] or b"") + b"sheetData")
    return data[: found.end()] + data[end:] if end > 0 else data


def rows(data: bytes) -> Iterator[tuple[int, Element]]:
    """The rows of a worksheet part with their numbers, one at a time; one without a number follows the one before.

    Args:
        data: The part.
    """
    number = 0
    for row in pulled(in_pieces(data), f"{MAIN}row"):
        number = int(row.get("r", number + 1))
        yield number, row


def numbered(row: Element) -> Iterator[tuple[int, Element]]:
    """The cells of a row with the numbers of their columns; one without an address follows the one before.

    Args:
        row: The row.
    """
    column = 0
    for cell in row:
        if cell.tag == _CELL:
            letters = cell.get("r", "").rstrip("0123456789")
            column = column_index_from_string(letters) if letters else column + 1
            yield column, cell
