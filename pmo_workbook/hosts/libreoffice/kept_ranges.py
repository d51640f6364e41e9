"""Cells of a document that were fetched once, and whether they still are where they were."""

from __future__ import annotations

from collections.abc import Callable

from .bridge import UnoObject, struct

Place = tuple[int, int, int, int, int]
"""Sheet, first column, first row, last column, last row, from 0."""

_MOST = 1_000
"""Ranges that are kept; with more, all are fetched anew."""


class Ranges:
    """Objects for cells of one document, kept as long as none of them has moved.

    Calc's objects for cells follow them when rows or columns are inserted or deleted. A collection that holds all their
    places does so too, and tells it in one call.

    Args:
        document: The document.
    """

    def __init__(self, document: UnoObject) -> None:
        self._document = document
        self._watch: UnoObject | None = None
        self._places: list[Place] = []
        self._text = ""
        self._objects: dict[Place, UnoObject] = {}

    def get(self, place: Place, fetch: Callable[[], UnoObject]) -> UnoObject:
        """The object for a rectangle.

        Args:
            place: The rectangle.
            fetch: Fetches it from the document.
        """
        if place not in self._objects:
            self._objects[place] = fetch()
            self._add(place)
        return self._objects[place]

    def stand(self) -> bool:
        """Whether all cells are where they were when they were fetched, and there are not too many."""
        if self._watch is None:
            return True
        if len(self._places) > _MOST:
            return False
        text = str(self._watch.RangeAddressesAsString)
        if text == self._text:
            return True
        # Some were added since, or they moved. What is compared must not move between the questions.
        places = [_as_place(address) for address in self._watch.RangeAddresses]
        if places != self._places or text != str(self._watch.RangeAddressesAsString):
            return False
        self._text = text
        return True

    def _add(self, place: Place) -> None:
        if self._watch is None:
            self._watch = self._document.createInstance("com.sun.star.sheet.SheetCellRanges")
        self._watch.addRangeAddress(struct("com.sun.star.table.CellRangeAddress", *place), False)
        self._places.append(place)


def place_of(cells: UnoObject) -> Place:
    """Where cells are now."""
    return _as_place(cells.RangeAddress)


def _as_place(address: UnoObject) -> Place:
    return address.Sheet, address.StartColumn, address.StartRow, address.EndColumn, address.EndRow
