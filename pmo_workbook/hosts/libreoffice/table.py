"""Excel's tables, which are *database ranges* in Calc.

LibreOffice opens an Excel table as a database range of the same name with the same cells, header row, totals row and
filter buttons, and saves it as a table again. The look of a table (its style) is lost on the way.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import XlwingsError, base_classes

from .bridge import UnoObject
from .filters import AutoFilter
from .memory import NAMES, TABLES
from .ranges import Range
from .unsupported import complete

if TYPE_CHECKING:
    from .book import Book
    from .sheet import Sheet


def sheet_of_table(book: Book, name: str) -> int | None:
    """Index from 0 of the sheet that a table is on; None where the book has no such table."""
    known = name in book.memory.names(TABLES) or book.memory.holder(TABLES).hasByName(name)
    return int(book.memory.table_area(name).Sheet) if known else None


@complete
class Tables(base_classes.Tables):
    """The tables of one sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    @property
    def api(self) -> UnoObject:
        """The database ranges of the whole book."""
        return self._sheet.book.memory.holder(TABLES)

    @property
    def parent(self) -> Sheet:
        """The sheet."""
        return self._sheet

    def _all(self) -> list[Table]:
        memory = self._sheet.book.memory
        names = memory.tables_on(self._sheet.index - 1)
        return [Table(self._sheet, memory.element(TABLES, name), name) for name in names]

    def __call__(self, key: int | str) -> Table:
        """Look one up by its number, from 1, or its name."""
        if isinstance(key, int):
            return self._all()[key - 1]
        if key not in self:
            raise KeyError(key)
        memory = self._sheet.book.memory
        return Table(self._sheet, memory.element(TABLES, key), key if key in memory.names(TABLES) else None)

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Table]:
        return iter(self._all())

    def __contains__(self, key: str) -> bool:
        return sheet_of_table(self._sheet.book, key) == self._sheet.index - 1

    def add(
        self,
        source_type: Any = None,
        source: Any = None,
        link_source: Any = None,
        has_headers: Any = None,
        destination: Any = None,
        table_style_name: Any = None,  # noqa: ARG002 - Calc has no table styles
        name: str | None = None,
    ) -> Table:
        """Make a table of a range whose first row holds the headers.

        Args:
            source_type: Must be None.
            source: The range.
            link_source: Must be None.
            has_headers: Must be true.
            destination: Must be None.
            table_style_name: Has no effect.
            name: Its name; by default the first free of Table1, Table2, …

        Raises:
            XlwingsError: The name is taken, or the range has no header.
        """
        if any(value is not None for value in (source_type, link_source, destination)):
            raise NotImplementedError("the xlwings engine for LibreOffice makes tables of ranges only")
        if not has_headers:
            raise NotImplementedError("the xlwings engine for LibreOffice makes no tables without a header row")
        made = name or next(
            f"Table{i}" for i in range(1, len(self.api.ElementNames) + 2) if not self._taken(f"Table{i}")
        )
        if self._taken(made):
            raise XlwingsError(f"There is a table or name {made} already.")
        self.api.addNewByName(made, source.impl.api.RangeAddress)
        self._sheet.book.memory.answers.forget()
        self.api.getByName(made).ContainsHeader = True
        table = Table(self._sheet, self.api.getByName(made))
        table.show_autofilter = True
        return table

    def _taken(self, name: str) -> bool:
        return bool(self.api.hasByName(name) or self._sheet.book.memory.holder(NAMES).hasByName(name))


@complete
class Table(base_classes.Table):
    """One table."""

    def __init__(self, sheet: Sheet, database_range: UnoObject, name: str | None = None) -> None:
        self._sheet = sheet
        self._table = database_range
        self._name = name or str(database_range.Name)

    def _ask(self, question: str) -> Any:
        """A property of the database range."""
        return self._sheet.book.memory.once((question, self._table), lambda: getattr(self._table, question))

    @property
    def api(self) -> UnoObject:
        """The database range (``com.sun.star.sheet.DatabaseRange``)."""
        return self._table

    @property
    def parent(self) -> Sheet:
        """The sheet that it is on."""
        return self._sheet

    @property
    def name(self) -> str:
        """Its name, by which formulas call it."""
        return self._name

    @name.setter
    def name(self, value: str) -> None:
        # Calc would rename the database range and leave the formulas that call it broken (seen in 7.4).
        raise NotImplementedError("the xlwings engine for LibreOffice does not support setting Table.name")

    @property
    def display_name(self) -> str:
        """Same as its name."""
        return self.name

    @display_name.setter
    def display_name(self, value: str) -> None:
        self.name = value

    @property
    def range(self) -> Range:
        """All of it, with header and totals."""
        return self._sheet.book.range_at(self._sheet.book.memory.table_area(self._name))

    @property
    def show_headers(self) -> bool:
        """Whether its first row holds the headers."""
        return bool(self._ask("ContainsHeader"))

    @show_headers.setter
    def show_headers(self, value: bool) -> None:
        raise NotImplementedError("the xlwings engine for LibreOffice does not support setting Table.show_headers")

    @property
    def show_totals(self) -> bool:
        """Whether its last row holds totals."""
        return bool(self._ask("TotalsRow"))

    @show_totals.setter
    def show_totals(self, value: bool) -> None:
        raise NotImplementedError("the xlwings engine for LibreOffice does not support setting Table.show_totals")

    @property
    def show_autofilter(self) -> bool:
        """Whether its headers have filter buttons."""
        return bool(self._ask("AutoFilter"))

    @show_autofilter.setter
    def show_autofilter(self, value: bool) -> None:
        self._table.AutoFilter = bool(value)
        self._sheet.book.memory.answers.forget()

    @property
    def filter_descriptor(self) -> UnoObject:
        """What its filter is; always that of the moment at which it is asked."""
        memory = self._sheet.book.memory
        return memory.keep(("filter", self._name), self._table.getFilterDescriptor)

    @property
    def autofilter(self) -> AutoFilter:
        """Its filter."""
        return AutoFilter(self)

    @property
    def header_row_range(self) -> Range | None:
        """Its header row, if it shows one."""
        return self.range.rows_between(1, 1) if self.show_headers else None

    @property
    def data_body_range(self) -> Range | None:
        """Its rows without header and totals; None where there is none."""
        whole = self.range
        first, last = 1 + self.show_headers, whole.shape[0] - self.show_totals
        return whole.rows_between(first, last) if first <= last else None

    @property
    def totals_row_range(self) -> Range | None:
        """Its totals row, if it shows one."""
        whole = self.range
        return whole.rows_between(whole.shape[0], whole.shape[0]) if self.show_totals else None

    @property
    def columns(self) -> TableColumns:
        """Its columns."""
        return TableColumns(self)

    @property
    def rows(self) -> TableRows:
        """Its data rows."""
        return TableRows(self)

    def resize(self, range: Any) -> None:  # noqa: A002 - named so by xlwings
        """Give it other cells; as in Excel no cell is moved and the header stays in its row.

        Args:
            range: The cells, header and totals included.

        Raises:
            XlwingsError: The range is on another sheet, has no room for a row of data, starts in another row, or covers
                a part of another table.
        """
        old, new = self.range, range.impl
        label = f"The table {self.name} cannot become {new.address}:"
        if new.sheet.name != self._sheet.name:
            raise XlwingsError(f"{label} that is on the sheet {new.sheet.name}.")
        if new.shape[0] < 1 + self.show_headers + self.show_totals:
            raise XlwingsError(f"{label} a table has at least one row of data.")
        if new.row != old.row:
            raise XlwingsError(f"{label} its header stays in row {old.row}.")
        for other in self._sheet.tables:
            if other.name != self.name and other.range.overlaps(new):
                raise XlwingsError(f"{label} the table {other.name} is in the way.")
        self._table.DataArea = new.api.RangeAddress
        self._sheet.book.memory.forget_area(self._name)
        if (old.column, old.shape[1]) != (new.column, new.shape[1]) and self.show_autofilter:
            # The buttons are kept in the header cells: only a change of the switch puts them anew.
            self.show_autofilter = False
            self.show_autofilter = True


@complete
class TableColumns(base_classes.TableColumns):
    """Columns of a table."""

    def __init__(self, table: Table) -> None:
        self._table = table

    @property
    def api(self) -> UnoObject:
        """The table's database range."""
        return self._table.api

    @property
    def parent(self) -> Table:
        """The table."""
        return self._table

    def __call__(self, key: int | str) -> TableColumn:
        """Look one up by its number, from 1, or its name."""
        columns = list(self)
        if isinstance(key, int):
            return columns[key - 1]
        for column in columns:
            if column.name.casefold() == key.casefold():
                return column
        raise KeyError(key)

    def __len__(self) -> int:
        return self._table.range.shape[1]

    def __iter__(self) -> Iterator[TableColumn]:
        header = self._table.header_row_range
        names = header.api.getDataArray()[0] if header else [f"Column{i + 1}" for i in range(len(self))]
        return iter([TableColumn(self._table, index, str(name)) for index, name in enumerate(names, 1)])

    def __contains__(self, key: str) -> bool:
        return any(column.name.casefold() == key.casefold() for column in self)


@complete
class TableColumn(base_classes.TableColumn):
    """One column of a table."""

    def __init__(self, table: Table, index: int, name: str) -> None:
        self._table = table
        self._index = index
        self._name = name

    @property
    def name(self) -> str:
        """Its header."""
        return self._name

    @property
    def index(self) -> int:
        """Its place in the table, from 1."""
        return self._index

    @property
    def range(self) -> Range:
        """All of it, with header and totals."""
        return self._table.range.columns_between(self._index, self._index)

    @property
    def data_body_range(self) -> Range | None:
        """Its cells without header and totals."""
        body = self._table.data_body_range
        return body.columns_between(self._index, self._index) if body else None


@complete
class TableRows(base_classes.TableRows):
    """Data rows of a table."""

    def __init__(self, table: Table) -> None:
        self._table = table

    @property
    def api(self) -> UnoObject:
        """The table's database range."""
        return self._table.api

    @property
    def parent(self) -> Table:
        """The table."""
        return self._table

    @property
    def column_count(self) -> int:
        """Number of columns of the table."""
        return self._table.range.shape[1]

    def __call__(self, key: int) -> TableRow:
        """Look one up by its number, from 1."""
        return list(self)[key - 1]

    def __len__(self) -> int:
        body = self._table.data_body_range
        return body.shape[0] if body else 0

    def __iter__(self) -> Iterator[TableRow]:
        return iter([TableRow(self._table, index) for index in range(1, len(self) + 1)])


@complete
class TableRow(base_classes.TableRow):
    """One data row of a table."""

    def __init__(self, table: Table, index: int) -> None:
        self._table = table
        self._index = index

    @property
    def index(self) -> int:
        """Its place among the data rows, from 1."""
        return self._index

    @property
    def range(self) -> Range:
        """Its cells."""
        body = self._table.data_body_range
        assert body is not None, "a row comes from a table that has rows"
        return body.rows_between(self._index, self._index)
