"""Pivot tables: which there are, and where."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from xlwings import base_classes

from .bridge import UnoObject
from .unsupported import complete

if TYPE_CHECKING:
    from .ranges import Range
    from .sheet import Sheet


@complete
class PivotTables(base_classes.PivotTables):
    """The pivot tables of one sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    @property
    def api(self) -> UnoObject:
        """The sheet's pivot tables (``com.sun.star.sheet.DataPilotTables``)."""
        return self._sheet.book.memory.pivots(self._sheet.api)

    @property
    def parent(self) -> Sheet:
        """The sheet."""
        return self._sheet

    def __call__(self, key: int | str) -> PivotTable:
        """Look one up by its number, from 1, or its name."""
        tables = list(self)
        if isinstance(key, int):
            return tables[key - 1]
        for table in tables:
            if table.name == key:
                return table
        raise KeyError(key)

    def __len__(self) -> int:
        return len(self.api.ElementNames)

    def __iter__(self) -> Iterator[PivotTable]:
        tables = self.api
        return iter([PivotTable(self._sheet, tables.getByName(name)) for name in tables.ElementNames])

    def __contains__(self, key: str) -> bool:
        return bool(self.api.hasByName(key))


@complete
class PivotTable(base_classes.PivotTable):
    """One pivot table."""

    def __init__(self, sheet: Sheet, table: UnoObject) -> None:
        self._sheet = sheet
        self._table = table

    @property
    def api(self) -> UnoObject:
        """The pivot table (``com.sun.star.sheet.DataPilotTable``)."""
        return self._table

    @property
    def parent(self) -> Sheet:
        """The sheet that it is on."""
        return self._sheet

    @property
    def name(self) -> str:
        """Its name."""
        return str(self._table.Name)

    @name.setter
    def name(self, value: str) -> None:
        self._table.Name = value

    @property
    def range(self) -> Range:
        """All of it, page fields included."""
        return self._sheet.book.range_at(self._table.OutputRange)
