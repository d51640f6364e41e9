"""How an input table is recognised where its name is gone: by a row of headers, and by what stands below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from pmo_workbook.addresses import Area
from pmo_workbook.binding import columns_at
from pmo_workbook.errors import NoFrameworkError
from pmo_workbook.sheets import Sheet
from pmo_workbook.tables import is_blank

_DEEPEST: Final = 60
"""Rows of a sheet among which a header row is looked for."""


def nothing_found(name: str) -> NoFrameworkError:
    """What to say of a workbook without any input table.

    Args:
        name: Name of its file.
    """
    return NoFrameworkError(
        f"{name} holds none of the framework's tables; make a workbook with the command new, or open another one."
    )


def generated_titles() -> frozenset[str]:
    """Titles of generated tabs and names of their tables, in lower case: no input table is looked for there."""
    from pmo_workbook.layout import TABS

    titles = [tab.title.casefold() for tab in TABS]
    return frozenset({*titles, *(title.replace(" ", "") for title in titles)})


def best(headers: Sequence[str], wanted: Sequence[Sheet]) -> Sheet | None:
    """The sheet whose columns a header row has: all required ones, three at least, and the largest share of all.

    Args:
        headers: Texts of the row.
        wanted: Input sheets that are looked for.
    """

    def share(sheet: Sheet) -> float:
        known = columns_at(sheet, headers)
        required = all(column.field in known for column in sheet.columns if column.required)
        enough = len(known) >= min(3, len(sheet.columns))
        return len(known) / len(sheet.columns) if required and enough else 0.0

    found = max(wanted, key=share, default=None)
    return found if found and share(found) else None


def in_rows(
    rows: Sequence[Sequence[Any]], wanted: Sequence[Sheet], occupied: Sequence[Area]
) -> Iterator[tuple[Sheet, Area]]:
    """Find tables among the cells of a worksheet.

    Args:
        rows: Its rows from the first, its cells from the first column.
        wanted: Input sheets that are looked for.
        occupied: Ranges of Excel Tables, in which none is looked for.

    Yields:
        A sheet and where its table stands, from the header to the last row before a blank one.
    """
    found: set[str] = set()
    for number, row in enumerate(rows[:_DEEPEST], 1):
        for first, last in _runs(row):
            if any(area.holds(number, first) for area in occupied):
                continue
            texts = [str(cell) for cell in row[first - 1 : last]]
            sheet = best(texts, [sheet for sheet in wanted if sheet.key not in found])
            if sheet:
                found.add(sheet.key)
                yield sheet, Area(number, first, number + filled(rows, number, first - 1, last), last)


def filled(rows: Sequence[Sequence[Any]], end: int, first: int, last: int) -> int:
    """How many rows stand directly below a row, up to the first blank one.

    Args:
        rows: Rows of a worksheet.
        end: The row (1-based) below which is looked.
        first: First column (0-based).
        last: Column after the last one (0-based).
    """
    count = 0
    while end + count < len(rows) and not all(map(is_blank, rows[end + count][first:last])):
        count += 1
    return count


def _runs(row: Sequence[Any]) -> Iterator[tuple[int, int]]:
    """First and last column (1-based) of each stretch of filled cells in a row."""
    start = 0
    for column, cell in enumerate([*row, ""], 1):
        if is_blank(cell):
            if start:
                yield start, column - 1
            start = 0
        elif not start:
            start = column
