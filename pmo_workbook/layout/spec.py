"""How a generated tab describes itself: each column, tile and line with its header, value, look and meaning.

From one description come the values that a refresh writes, the template's drawing, the data dictionary, and what the
clean copy makes of the tab.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Generic, Literal, TypeVar

from pmo_workbook.blocks import Block, Cell, Grid, Listing, Tab, grid
from pmo_workbook.palette import Colour

T = TypeVar("T")

DAY: Final = "yyyy-mm-dd"
WHEN: Final = "yyyy-mm-dd hh:mm"


@dataclass(frozen=True)
class Look:
    """How the cells of a column look.

    Attributes:
        num_format: Number format; empty for text.
        align: Side at which the content stands; empty for that of its kind.
        wrap: Long text goes on in the next line.
        bold: Whether it is bold.
        indent: Distance from the edge, in steps; for text beside numbers.
        valign: Where text stands in a row that is higher than its lines.
        ink: Colour of the text; None for that of the page.
        underline: Whether it is underlined, as a link is.
    """

    num_format: str = ""
    align: Literal["", "left", "center", "right"] = ""
    wrap: bool = False
    bold: bool = False
    indent: int = 0
    valign: Literal["vcenter", "top"] = "vcenter"
    ink: Colour | None = None
    underline: bool = False

    def but(self, **other: object) -> Look:
        """The same look with some attributes changed."""
        return replace(self, **other)  # type: ignore[arg-type]


TEXT: Final = Look()
WRAPPED: Final = Look(wrap=True)
BESIDE: Final = Look(align="left", indent=1)
"""Text that stands beside a column of numbers."""
WRAPPED_BESIDE: Final = BESIDE.but(wrap=True)
NAME: Final = Look(wrap=True, bold=True)
"""The text that names the row."""
COUNT: Final = Look("#,##0", "right")
SHARE: Final = Look("0.0%", "right")
DECIMAL: Final = Look("#,##0.0", "right")
DATE: Final = Look(DAY, "right")
MOMENT: Final = Look(WHEN, "right")


@dataclass(frozen=True)
class Said:
    """What one field of a tab means, for the data dictionary.

    Attributes:
        block: Which part of the tab it is in; empty where the tab is one table.
        header: Its header or label.
        says: What it shows.
    """

    block: str
    header: str
    says: str


@dataclass(frozen=True)
class TabSpec:
    """A generated tab.

    Attributes:
        key: Name in the code.
        title: Title of the sheet in a new workbook; people may rename it.
        says: What it shows, in one sentence.
        private: For the PMO only: never published.
    """

    key: str
    title: str
    says: str
    private: bool = field(default=False, kw_only=True)

    def fields(self) -> Iterator[Said]:
        """Everything it shows, in order."""
        raise NotImplementedError


@dataclass(frozen=True)
class Column(Generic[T]):
    """A column of a table that grows and shrinks.

    Attributes:
        field: Name in the code, by which a published copy is read back.
        header: Header text.
        value: Value of its cell, from a row.
        look: Look of its cells.
        width: Width in characters.
        says: What it shows.
        status: Words of `palette.STATUS` that may stand there, and are coloured.
        finding: Whatever stands there is a finding, and stands on amber.
    """

    field: str
    header: str
    value: Callable[[T], Cell]
    look: Look
    width: float
    says: str
    status: tuple[str, ...] = ()
    finding: bool = False


@dataclass(frozen=True)
class Bars:
    """Bars behind the numbers of neighbouring columns.

    Attributes:
        first: Field of the first column.
        last: Field of the last one.
        highest: Number of the longest bar; None takes the largest.
    """

    first: str
    last: str
    highest: float | None = None


@dataclass(frozen=True)
class TableTab(TabSpec, Generic[T]):
    """A generated tab that is one table below a few lines in words.

    Attributes:
        heading: Large title on the sheet.
        subtitle: The line below it: what the tab shows, for whom.
        table: Name of the Excel Table.
        columns: Its columns, in order.
        lines: How many lines in words stand above the table.
        groups: Field whose change begins a group of rows; empty for none.
        bars: Bars behind numbers.
        names: Defined names of columns, and the field of each.
        frozen: Columns that stay in sight.
        last_row: Worksheet row (1-based) down to which colours and lines reach.
        wide: Printed on A3.
    """

    heading: str
    subtitle: str
    table: str
    columns: tuple[Column[T], ...]
    lines: int = 1
    groups: str = ""
    bars: tuple[Bars, ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    frozen: int = 1
    last_row: int = 5_000
    wide: bool = False

    @property
    def said(self) -> str:
        """Defined name of the lines in words."""
        return f"pmo_{self.key}_said"

    @property
    def headers(self) -> tuple[str, ...]:
        """Headers, in order."""
        return tuple(column.header for column in self.columns)

    def place(self, name: str) -> int:
        """Place of a column among the others, from 0.

        Args:
            name: Its field.

        Raises:
            ValueError: There is none of that name.
        """
        return [column.field for column in self.columns].index(name)

    def fields(self) -> Iterator[Said]:
        """Its columns, in order."""
        yield from (Said("", column.header, column.says) for column in self.columns)

    def cells(self, row: T) -> tuple[Cell, ...]:
        """Values of one row.

        Args:
            row: What the row is about.
        """
        return tuple(column.value(row) for column in self.columns)

    def tab(self, said: Sequence[str], rows: Iterable[T]) -> Tab:
        """The blocks of the tab.

        Args:
            said: The lines in words; at most `lines`.
            rows: What its rows are about.
        """
        listing = Listing(self.table, self.headers, tuple(self.cells(row) for row in rows))
        return Tab(self.key, (self.said_grid(said), listing))

    def said_grid(self, said: Sequence[str]) -> Grid:
        """The lines in words.

        Args:
            said: At most `lines` of them.
        """
        return grid(self.said, [[line] for line in said], (self.lines, 1))


@dataclass(frozen=True)
class Line(Generic[T]):
    """A labelled line of a page: one value, or one a month.

    Attributes:
        label: The label beside it.
        value: What stands there.
        says: What it shows.
        look: Look of its cells.
    """

    label: str
    value: Callable[[T], Cell]
    says: str
    look: Look = TEXT


@dataclass(frozen=True)
class Tile(Generic[T]):
    """A headline figure of a page.

    Attributes:
        field: Name in the code.
        label: What it is.
        figure: The figure.
        base: What it is a figure of, in words.
        look: Look of the figure.
        first: First column of the page that it covers, from 0.
        last: Last one.
        says: What it shows.
    """

    field: str
    label: str
    figure: Callable[[T], Cell]
    base: Callable[[T], str]
    look: Look
    first: int
    last: int
    says: str


@dataclass(frozen=True)
class Span(Generic[T]):
    """A column of a table of fixed size, laid over some columns of a page.

    Attributes:
        header: Header text.
        value: Value of its cell, from a row.
        look: Look of its cells.
        first: First column of the page that it covers, from 0.
        last: Last one.
        says: What it shows.
        status: Words of `palette.STATUS` that may stand there, and are coloured.
        bar: A bar stands behind its numbers.
        highest: Number of the longest bar; None takes the largest.
    """

    header: str
    value: Callable[[T], Cell]
    look: Look
    first: int
    last: int
    says: str
    status: tuple[str, ...] = ()
    bar: bool = False
    highest: float | None = None


@dataclass(frozen=True)
class PageTable(Generic[T]):
    """A table of fixed size on a page, with a heading and words beside it.

    Attributes:
        name: Defined name of its cells; that of the words beside the heading is ``<name>_said``.
        heading: Its heading.
        columns: Its columns, in order.
        rows: How many rows it has room for.
        row_height: Height of a row, in pixels.
        header_height: Height of its header, in pixels.
    """

    name: str
    heading: str
    columns: tuple[Span[T], ...]
    rows: int
    row_height: int = 21
    header_height: int = 21

    @property
    def said(self) -> str:
        """Defined name of the words beside the heading."""
        return f"{self.name}_said"

    def fields(self) -> Iterator[Said]:
        """Its columns, in order."""
        yield from (Said(self.heading, column.header, column.says) for column in self.columns)

    def grid(self, rows: Iterable[T], width: int) -> Block:
        """Its values.

        Args:
            rows: What its rows are about; at most `rows`.
            width: Columns of the page.
        """
        cells = [spread([(c.first, c.value(row)) for c in self.columns], width) for row in rows]
        return grid(self.name, cells, (self.rows, width))


def spread(values: Iterable[tuple[int, Cell]], width: int) -> list[Cell]:
    """A row of a page in which each value stands at the first column of its span.

    Args:
        values: First column and value of each span.
        width: Columns of the page.
    """
    row: list[Cell] = [None] * width
    for first, value in values:
        row[first] = value
    return row


@dataclass(frozen=True)
class PageTab(TabSpec):
    """A generated tab that is a page of blocks, with a drawing of its own.

    Attributes:
        said: Everything it shows, in order.
    """

    said: tuple[Said, ...]

    def fields(self) -> Iterator[Said]:
        """Everything it shows, in order."""
        yield from self.said
