"""A list in the words and columns of the workbook: old headers stay, columns that it never had wait for an upgrade."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pmo_workbook.blocks import Grid, Listing
from pmo_workbook.released import released
from pmo_workbook.renamed import former
from pmo_workbook.template_version import VERSION


def fitted(block: Listing, columns: Sequence[str], template: int) -> Listing:
    """A list as it goes into the table of a workbook.

    Args:
        block: The list.
        columns: Headers of the table as it is.
        template: Version of the template that the workbook follows.

    Returns:
        The list under the headers that the workbook has for it, without columns that its template never had.
    """
    there = {name.casefold(): name for name in columns}
    fixed = released(VERSION).tables.get(block.table, ())
    headers: list[str] = []
    kept: list[int] = []
    for place, header in enumerate(block.headers):
        old = (word for word in former("column", block.table, header) if word.casefold() in there)
        mine = header if header.casefold() in there else there.get(next(old, "").casefold(), "")
        new = template < VERSION and header in fixed and not released(template).has_column(block.table, header)
        if mine or not new:
            headers.append(mine if mine and mine.casefold() != header.casefold() else header)
            kept.append(place)
    if headers == list(block.headers):
        return block
    rows = tuple(tuple(row[place] for place in kept) for row in block.rows)
    return replace(block, headers=tuple(headers), rows=rows)


def fitted_lines(block: Grid, height: int, template: int) -> Grid:
    """Lines in words as they go into a workbook whose template had room for fewer or more of them.

    Args:
        block: The rectangle; one of several columns is given back as it is.
        height: Rows that the workbook has for it.
        template: Version of the template that the workbook follows.
    """
    lines = len(block.rows)
    if template >= VERSION or lines == height or any(len(row) != 1 for row in block.rows):
        return block
    return replace(block, rows=(*block.rows, *[(None,)] * (height - lines))[:height])


def fixed_columns(block: Listing) -> int:
    """How many of a list's first columns every workbook has; those after them follow the data.

    Args:
        block: The list, under present or old headers.
    """
    fixed = {header.casefold() for header in released(VERSION).tables.get(block.table, ())}
    fixed |= {word.casefold() for header in tuple(fixed) for word in _former(block.table, header)}
    count = 0
    while count < len(block.headers) and block.headers[count].casefold() in fixed:
        count += 1
    return count


def _former(table: str, header: str) -> tuple[str, ...]:
    found = (one for one in released(VERSION).tables.get(table, ()) if one.casefold() == header)
    return tuple(word for one in found for word in former("column", table, one))
