"""What a block needs of a worksheet and of a table to be put in place, however they are kept.

The closed file has `sheet_xml.SheetXml` and `table_xml.TableXml`, the open workbook `live_sheet.LiveSheet` and
`live_table.LiveTable`; where a block goes and what stops it is decided once, in `regions`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from pmo_workbook.addresses import Area
from pmo_workbook.ooxml.workbook import TablePart


@dataclass(frozen=True)
class Columns:
    """How the headers of a list fall on the columns of its table.

    Attributes:
        ours: Column of the table, 0-based, for each header.
        theirs: Columns of the table, 0-based, that the user added; they keep their place.
        width: Columns of the table from now on.
        in_the_way: A column of the user's, 0-based, that leaves no room for ours; -1 when all fits.
    """

    ours: tuple[int, ...]
    theirs: tuple[int, ...]
    width: int
    in_the_way: int = -1


class Surface(Protocol):
    """A worksheet whose cells are being changed. Rows and columns are 1-based."""

    def occupied(self, area: Area) -> Iterable[tuple[int, int]]:
        """Cells of a rectangle that have a value or a formula, by row."""
        ...

    def has_formula(self, row: int, column: int) -> bool:
        """Whether a cell has a formula."""
        ...

    def merged(self, area: Area) -> Iterable[Area]:
        """Merged ranges that share a cell with a rectangle."""
        ...

    def arrays(self, area: Area) -> Iterable[Area]:
        """Ranges of array formulas that share a cell with a rectangle."""
        ...

    def put(self, row: int, column: int, content: Any) -> None:
        """Give a cell its content, in the form that this worksheet takes, and keep its style; None empties it."""
        ...

    def put_formula(self, row: int, column: int, formula: str) -> None:
        """Give a cell a formula, without its equals sign, whose value is not known."""
        ...

    def take(self, row: int, column: int) -> Any:
        """Take a cell out of the sheet; None when there is nothing to take."""
        ...

    def place(self, row: int, column: int, cell: Any) -> None:
        """Put a cell that was taken out into another place."""
        ...

    def unhide(self, first_row: int, last_row: int) -> None:
        """Show the rows again that a filter has hidden."""
        ...


class ListTable(Protocol):
    """An Excel Table that takes the size of its list.

    Attributes:
        table: What the table was when it was read.
        area: Its range, header and totals rows included.
        columns: Header texts, in order.
    """

    table: TablePart
    area: Area
    columns: tuple[str, ...]

    @property
    def filtered(self) -> bool:
        """Whether a filter with a condition is set whose rows must be shown again."""
        ...

    @property
    def first_data_row(self) -> int:
        """Worksheet row of the first data row."""
        ...

    @property
    def last_data_row(self) -> int:
        """Worksheet row of the last data row."""
        ...

    def calculated(self, index: int) -> str:
        """Formula that fills a column, empty when it has none or one that depends on where it stands."""
        ...

    def resize(self, headers: Sequence[str], columns: Columns, area: Area) -> list[int]:
        """Take over headers and range, clear the filter; gives the columns (0-based) that hold another header now."""
        ...


def placed(headers: Sequence[str], names: Sequence[str], theirs: tuple[int, ...], fixed: int = 0) -> Columns:
    """Find the columns for a list's headers.

    Args:
        headers: The headers of the list.
        names: Headers of the table as it is.
        theirs: Columns of the table, 0-based, that the user added.
        fixed: How many of the first headers keep the place that their columns have, wherever an upgrade or the user
            put them, if all of them are there and nothing else is left over; else headers go in order.

    Returns:
        Where the headers go.
    """
    old = [index for index in range(len(names)) if index not in theirs]
    if not theirs:
        ours = _kept_places(headers, names, old, fixed) or tuple(range(len(headers)))
        return Columns(ours, (), len(headers))
    wanted = {header.casefold() for header in headers}
    same_name = [index for index in theirs if names[index].casefold() in wanted]
    blocked = same_name[0] if same_name else -1 if len(old) == len(headers) else theirs[0]
    ours = tuple(old) if blocked >= 0 else _kept_places(headers, names, old, fixed) or tuple(old)
    return Columns(ours, theirs, len(names), blocked)


def _kept_places(headers: Sequence[str], names: Sequence[str], old: Sequence[int], fixed: int) -> tuple[int, ...]:
    """Columns of the headers where the first keep their places; none when that leaves a gap or one is missing."""
    places = {names[index].casefold(): index for index in old}
    kept = [places.get(header.casefold(), -1) for header in headers[:fixed]]
    if not fixed or -1 in kept or len(set(kept)) < fixed:
        return ()
    rest = [index for index in old if index not in kept]
    wanted = len(headers) - fixed
    rest = [*rest, *range(len(names), len(names) + wanted)][:wanted]
    found = (*kept, *rest)
    gap = [index for index in old if index < max(found) and index not in found]
    return () if gap else found


def users_columns(headers: Sequence[str], names: Sequence[str]) -> tuple[int, ...]:
    """Columns, 0-based, that the user added to a generated table, told by headers alone.

    Args:
        headers: The headers of the list.
        names: Headers of the table as it is.

    Returns:
        If all our headers are there, all others; else those beyond our headers.
    """
    wanted = {header.casefold() for header in headers}
    others = [index for index, name in enumerate(names) if name.casefold() not in wanted]
    if len(others) == len(names) - len(wanted):
        return tuple(others)
    return tuple(index for index in others if index >= len(headers))
