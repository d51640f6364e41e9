"""A table of a log file, and what is known of the file beforehand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from pmo_workbook.addresses import cell_address
from pmo_workbook.binding import header_key
from pmo_workbook.errors import InputError


@dataclass(frozen=True)
class ReadOptions:
    """What a mapping says of a log file.

    Attributes:
        encoding: Encoding of a text file; None is found out.
        delimiter: What stands between the cells of a text file; None is found out.
        header_row: Line or row of the headers (1-based); None is found out.
        headers: Headers that must be in that row, by which it is found.
    """

    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None = None
    headers: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Source:
    """A table of a log file.

    Attributes:
        name: File, and sheet where there are several.
        headers: Header texts, blanks tidied.
        columns: Cells by column, all equally long: texts, or what a sheet holds; None for blank.
        lines: Line of a text file or row of a sheet (1-based), for each row.
        kind: How `lines` are called.
        errors: Excel errors such as ``#N/A``, by row and column (0-based); their cells are None.
        notes: What is to be told of the file, in sentences.
        sheet: Title of the sheet; None for a file that has none.
        events: Its rows are events by the nature of the file.
        first_column: Worksheet column (1-based) of the first column.
    """

    name: str
    headers: tuple[str, ...]
    columns: Sequence[list[Any]]
    lines: Sequence[int]
    kind: Literal["line", "row"] = "line"
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    sheet: str | None = None
    events: bool = False
    first_column: int = 1

    @property
    def height(self) -> int:
        """Number of rows."""
        return len(self.lines)

    def has(self, header: str) -> bool:
        """Whether there is a column of that name, in any spelling."""
        return header in self.headers or header_key(header) in map(header_key, self.headers)

    def column(self, header: str) -> int:
        """Position of a column; a header as it is written comes before one in another spelling.

        Raises:
            InputError: There is none of that name, or more than one in other spellings.
        """
        if header in self.headers:
            return self.headers.index(header)
        wanted = header_key(header)
        found = [at for at, there in enumerate(self.headers) if wanted and header_key(there) == wanted]
        if len({self.headers[at] for at in found}) == 1:
            return found[0]
        if found:
            several = " and ".join(f"'{self.headers[at]}'" for at in found)
            raise InputError(f"{self.name} has {several}; write in the mapping file which of them '{header}' is.")
        raise InputError(f"{self.name} has no column '{header}'; it has: {', '.join(filter(None, self.headers))}.")

    def again(self, at: int) -> bool:
        """Whether a later column has the same header and says something else."""
        rest = (other for other in range(at + 1, len(self.headers)) if self.headers[other] == self.headers[at])
        return any(
            cell is not None and cell != first
            for other in rest
            for cell, first in zip(self.columns[other], self.columns[at], strict=True)
        )

    def place(self, row: int, column: int) -> str:
        """Where a cell stands, such as ``line 12`` or ``cell C12``.

        Args:
            row: Row of the table (0-based).
            column: Its column (0-based).
        """
        if self.kind == "row":
            return f"cell {cell_address(self.lines[row], self.first_column + column)}"
        return f"line {self.lines[row]:,}"
