"""What is kept of a document, because asking again costs: objects of the bridge, and what cells held.

To fetch an object costs about a millisecond, since the bridge looks up everything that the object can do; to ask an
object that is there costs a tenth of that. So objects are kept for as long as the document has the same sheets, tables
and names, and none of the cells that they stand for has moved. Answers are kept only while the program is
*held still*, see `engine.still`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import cached_property
from typing import Any, TypeVar

from .bridge import UnoObject
from .kept_ranges import Place, Ranges, place_of
from .values import Rectangle

_T = TypeVar("_T")
SHEETS, TABLES, NAMES = "Sheets", "DatabaseRanges", "NamedRanges"
"""The document's collections."""
_CONTENTS = "contents"
"""Begins the key of an answer that a change of a cell's contents makes wrong."""


class Answers:
    """Answers of the program, each asked for once while the program is held still, and anew otherwise."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, Any] | None = None

    @property
    def are_kept(self) -> bool:
        """Whether the program is held still."""
        return self._kept is not None

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Keep answers until the end of the block; a block inside another changes nothing."""
        if self._kept is not None:
            yield
            return
        self._kept = {}
        try:
            yield
        finally:
            self._kept = None

    def once(self, key: Hashable, ask: Callable[[], _T]) -> _T:
        """The answer to a question.

        Args:
            key: What is asked; that of an object on the other side holds the object itself, so that it stays alive.
            ask: Asks.
        """
        if self._kept is None:
            return ask()
        if key not in self._kept:
            self._kept[key] = ask()
        found: _T = self._kept[key]
        return found

    def know(self, key: Hashable, answer: object) -> None:
        """Keep an answer that came with another one."""
        if self._kept is not None:
            self._kept[key] = answer

    def forget(self) -> None:
        """Drop all answers: something was changed."""
        if self._kept is not None:
            self._kept.clear()

    def drop(self, key: Hashable) -> None:
        """Drop one answer."""
        if self._kept is not None:
            self._kept.pop(key, None)

    def forget_contents(self) -> None:
        """Drop the answers about contents of cells: only those were changed."""
        if self._kept is not None:
            for key in [key for key in self._kept if isinstance(key, tuple) and _CONTENTS in key]:
                del self._kept[key]


class Memory:
    """What is kept of one document.

    Attributes:
        document: The document.
        answers: Answers of its program.
    """

    def __init__(self, document: UnoObject, uid: str, answers: Answers) -> None:
        self.document = document
        self.answers = answers
        self._uid = uid
        self._state: object = None
        self._holders: dict[str, UnoObject] = {}
        self._ranges = Ranges(document)
        self._changes = 0
        self._named: dict[tuple[str, str], UnoObject] = {}

    def once(self, key: tuple[Hashable, ...], ask: Callable[[], _T]) -> _T:
        """The answer to a question about this document, see `Answers.once`."""
        return self.answers.once((self._uid, *key), ask)

    def know(self, key: tuple[Hashable, ...], answer: object) -> None:
        """Keep an answer that came with another one, see `Answers.know`."""
        self.answers.know((self._uid, *key), answer)

    def contents(self, key: tuple[Hashable, ...], ask: Callable[[], _T]) -> _T:
        """The answer to a question about what cells hold."""
        return self.answers.once((self._uid, _CONTENTS, *key), ask)

    def read_lately(self) -> list[tuple[Place, Sequence[Sequence[object]]]]:
        """Values that were read since the program is held still, with their places; writing others leaves formats."""
        return self.once(("read lately",), list)

    def forget_read_lately(self) -> None:
        """Cells got other formats: which of them fit numbers is not sure any more."""
        self.answers.drop((self._uid, "read lately"))

    def holder(self, name: str) -> UnoObject:
        """One of the document's collections, by its name."""
        if name not in self._holders:
            self._holders[name] = getattr(self.document, name)
        return self._holders[name]

    def names(self, holder: str) -> tuple[str, ...]:
        """Names of everything in a collection, in order."""
        return self.once(("names", holder), lambda: tuple(self.holder(holder).ElementNames))

    def sheet(self, index: int) -> UnoObject:
        """A sheet by its place, from 0."""
        if not self.answers.are_kept:
            return self.holder(SHEETS).getByIndex(index)
        found = self.once(("sheet", index), lambda: self._fetch_sheet(index))
        self.know(("place", found), index)
        self.know(("whole", found), found)
        self.know(("title", found), self.names(SHEETS)[index])
        return found

    @property
    def changes(self) -> int:
        """How often the objects were dropped: whoever kept one of them must fetch it anew after that."""
        self._check()
        return self._changes

    def index_of(self, sheet: UnoObject) -> int:
        """Place of a sheet, from 0."""
        return self.once(("place", sheet), lambda: int(sheet.RangeAddress.Sheet))

    def whole(self, sheet: UnoObject) -> UnoObject:
        """The same sheet, as an object that covers all of it.

        Calc's own object shrinks and moves when cells are deleted from the sheet, and then counts rows from a wrong
        one (seen in LibreOffice 7.4).
        """
        return self.once(("whole", sheet), lambda: self._whole(sheet))

    def pivots(self, sheet: UnoObject) -> UnoObject:
        """The pivot tables of a sheet."""
        return self.once(("pivots", sheet), lambda: sheet.DataPilotTables)

    def cells(self, place: Place) -> UnoObject:
        """The cells of a rectangle; only while the program is held still."""
        return self.once(("cells", place), lambda: self._fetch_cells(place))

    def keep(self, key: tuple[str, str], fetch: Callable[[], UnoObject]) -> UnoObject:
        """An object that looks itself up by a name whenever asked, fetched once for the document."""
        if not self.answers.are_kept:
            return fetch()
        self._check()
        if key not in self._named:
            self._named[key] = fetch()
        return self._named[key]

    def element(self, holder: str, name: str) -> UnoObject:
        """A table or a defined name by its name."""
        return self.keep((holder, name), lambda: self.holder(holder).getByName(name))

    def table_area(self, name: str) -> UnoObject:
        """Address of a table, header and totals included."""
        return self.once(("area", name), lambda: self.element(TABLES, name).DataArea)

    def forget_area(self, name: str) -> None:
        """A table got another area."""
        self.answers.drop((self._uid, "area", name))

    def tables_on(self, index: int) -> list[str]:
        """Names of the tables of a sheet."""
        # going through the tables of all sheets would otherwise ask for each table on every sheet
        sheets = self.once(("sheets of tables",), self._sheets_of_tables)
        return [name for name, sheet in sheets.items() if sheet == index]

    def _sheets_of_tables(self) -> dict[str, int]:
        return {name: int(self.table_area(name).Sheet) for name in self.names(TABLES)}

    @cached_property
    def extent(self) -> Rectangle:
        """First row, first column, last row, last column of every sheet, from 0."""
        _, left, top, right, bottom = place_of(self.holder(SHEETS).getByIndex(0))
        return top, left, bottom, right

    def _check(self) -> None:
        """Drop all objects when the document has other sheets, tables or names than before, or cells have moved."""
        self.once(("checked",), self._look)

    def _look(self) -> None:
        state = tuple(self.names(holder) for holder in (SHEETS, TABLES, NAMES))
        if state != self._state or not self._ranges.stand():
            self._state = state
            self._ranges = Ranges(self.document)
            self._named.clear()
            self._changes += 1

    def _whole(self, sheet: UnoObject) -> UnoObject:
        index, left, top, right, bottom = place_of(sheet)
        return sheet if (top, left, bottom, right) == self.extent else self.holder(SHEETS).getByIndex(index)

    def _fetch_sheet(self, index: int) -> UnoObject:
        self._check()
        top, left, bottom, right = self.extent
        return self._ranges.get((index, left, top, right, bottom), lambda: self.holder(SHEETS).getByIndex(index))

    def _fetch_cells(self, place: Place) -> UnoObject:
        self._check()
        return self._ranges.get(place, lambda: self.sheet(place[0]).getCellRangeByPosition(*place[1:]))
