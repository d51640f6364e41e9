"""Tables of plain text for a terminal: columns side by side, long cells on several lines.

A cell is shown as it is: nothing in a workbook is taken for markup.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Final

import click

_GAP: Final = "  "
_NARROWEST: Final = 24
"""Characters that the last column keeps on a narrow screen."""


def table_lines(
    headers: Sequence[str], rows: Sequence[Sequence[str]], width: int, colours: Mapping[str, str]
) -> Iterator[str]:
    """Lay a table out.

    Args:
        headers: Header texts.
        rows: Texts by row, as many as there are headers.
        width: Characters in a line.
        colours: Colour of the text by what stands in the first column.

    Yields:
        Its lines, header first; a terminal shows the header bold.
    """
    widths = _widths([headers, *rows], width)
    for line in _folded(headers, widths):
        yield click.style(_GAP.join(line).rstrip(), bold=True)
    for row in rows:
        colour = colours.get(row[0])
        for line in _folded(row, widths):
            text = _GAP.join(line).rstrip()
            yield click.style(text[: widths[0]], fg=colour) + text[widths[0] :] if colour else text


def _widths(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """Width of each column: that of its longest text, at most a third of the line; the last takes what is left."""
    *firsts, last = (max(map(len, column)) for column in zip(*rows, strict=True))
    found = [min(longest, width // 3) for longest in firsts]
    left = width - sum(found) - len(_GAP) * len(found)
    return [*found, min(last, max(left, _NARROWEST))]


def _folded(row: Sequence[str], widths: Sequence[int]) -> Iterator[list[str]]:
    """The lines of a row, each cell padded to the width of its column."""
    cells = [textwrap.wrap(text, max(width, 1)) or [""] for text, width in zip(row, widths, strict=True)]
    for line in zip_longest(*cells, fillvalue=""):
        yield [text.ljust(width) for text, width in zip(line, widths, strict=True)]
