"""The filter of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlwings import base_classes

from .unsupported import complete

if TYPE_CHECKING:
    from .table import Table


@complete
class AutoFilter(base_classes.AutoFilter):
    """Filter of a table, which can be cleared."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def clear(self, field: int | None = None) -> None:
        """Take all conditions away and show the rows that they hid.

        Rows that were hidden by hand are shown too, unless no condition is set.

        Args:
            field: Must be None.
        """
        if field is not None:
            raise NotImplementedError("the xlwings engine for LibreOffice clears the filters of all columns at once")
        if self._table.filter_descriptor.getFilterFields2():
            cells = self._table.range.api
            nothing = cells.createFilterDescriptor(True)
            # Calc takes over from it whether the table has headers
            nothing.ContainsHeader = self._table.show_headers
            cells.filter(nothing)
            self._table.parent.book.memory.answers.forget()
