"""A second write into an open workbook leaves it as a first one would, whatever the user did to a generated tab."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import xlwings as xw

from pmo_workbook.blocks import Grid, Listing, Tab
from pmo_workbook.errors import WriteError
from pmo_workbook.hosts.live import LiveHost
from pmo_workbook.hosts.live_memory import LiveMemory
from tests.hosts.kinds import Open
from tests.hosts.warm import Edit, cell, covering, cut, each, lines, null_date, put, renamed, table, unknown
from tests.plain_book import HEADERS, Sheet, make

HOME = "It's"
DAY = dt.date(2026, 3, 2)


def more(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
    """A second table beside the first one, another sheet with a grid, and one for nothing."""
    sheet.add_table("F10:G12", {"name": "More", "columns": [{"header": "Key"}, {"header": "Count"}]})
    book.add_worksheet("Second")
    book.add_worksheet("Free")
    book.define_name("Head", "=Second!$A$1:$B$2")
    book.define_name("Above", "='It''s'!$B$1:$C$1")
    book.define_name("Below", "='It''s'!$B$4:$C$4")


def tabs(*, days: Any = 1, rows: int = 3, head: Any = 1, more_rows: int = 2, below: Any = 0) -> list[Tab]:
    """Two tabs whose blocks stand on one sheet between each other."""
    return [
        Tab(
            "first",
            (
                Grid("Tiles", (("kept", days), (0, 0.5))),
                Listing("Calls", HEADERS, tuple((f"R-{n}", n % 2, days) for n in range(rows))),
            ),
        ),
        Tab(
            "second",
            (
                Grid("Head", ((head, "x"), (None, 1))),
                Grid("Above", ((0, None),)),
                Grid("Below", ((below, DAY),)),
                Listing("More", ("Key", "Count"), tuple((f"k{n}", n) for n in range(more_rows))),
            ),
        ),
    ]


class Desk:
    """A workbook whose host remembers."""

    def __init__(self, book: xw.Book) -> None:
        self.book = book
        self._memory = LiveMemory()

    def do(self, edit: Edit) -> None:
        edit(self.book.api)

    def write(self, wanted: Sequence[Tab]) -> list[str]:
        """Write, and give what was skipped."""
        with LiveHost(self.book, self._memory) as host:
            return [problem.why for problem in host.write(wanted)]

    def click(self, wanted: Sequence[Tab]) -> list[str]:
        """Write; a host that knows nothing then finds nothing to do, and skips the same."""
        skipped, found = self.write(wanted), state(self.book)
        with unknown(self.book) as book, LiveHost(book) as host:
            assert [problem.why for problem in host.write(wanted)] == skipped
        assert state(self.book) == found
        return skipped


def state(book: xw.Book) -> dict[str, Any]:
    """All that a write may change."""
    from pmo_workbook.hosts.libreoffice.content import Content
    from pmo_workbook.hosts.libreoffice.memory import Answers, Memory

    document = book.api
    content = Content(Memory(document, "", Answers()), book.app.impl.office.functions(document))
    sheets = {}
    for sheet in document.Sheets:
        cells = sheet.getCellRangeByName("A1:L25")
        sheets[sheet.Name] = repr(content.read(cells, errors=True)), cells.getFormulaArray()
    places = {one.Name: _place(one.DataArea) for one in document.DatabaseRanges}
    return {"sheets": sheets, "tables": places, "names": {one.Name: one.Content for one in document.NamedRanges}}


def _place(address: Any) -> tuple[int, ...]:
    return address.Sheet, address.StartColumn, address.StartRow, address.EndColumn, address.EndRow


@pytest.fixture
def desk(open_live: Open, tmp_path: Path) -> Desk:
    """After two clicks, the second of which had nothing to do."""
    desk = Desk(open_live(make(tmp_path / "book.xlsx", more)).book)
    desk.do(own_table("Own", "A5:B6", "Free"))
    assert desk.write(tabs()) == desk.write(tabs()) == []
    return desk


def pointing(name: str, content: str) -> Edit:
    return lambda document: setattr(document.NamedRanges.getByName(name), "Content", content)


def without_name(name: str) -> Edit:
    return lambda document: document.NamedRanges.removeByName(name)


def merged(address: str) -> Edit:
    return lambda document: cell(document, address, HOME).merge(True)


def filtered(document: Any) -> None:
    import uno

    cells = cell(document, "A10:C13", HOME)
    description = cells.createFilterDescriptor(True)
    wanted = uno.createUnoStruct("com.sun.star.sheet.TableFilterField2")
    wanted.Field, wanted.Operator, wanted.StringValue = 0, 2, "R-1"
    description.setFilterFields2((wanted,))
    description.ContainsHeader = True
    cells.filter(description)


def own_table(name: str, address: str, sheet: str = HOME) -> Edit:
    """The user makes a table of cells."""
    return lambda document: document.DatabaseRanges.addNewByName(name, cell(document, address, sheet).RangeAddress)


def an_array(address: str) -> Edit:
    return lambda document: cell(document, address, HOME).setArrayFormula("=ROW(A1:A3)")


EDITS: dict[str, Edit] = {
    "nothing": lambda document: None,
    "a figure typed over": put("C2", 7, HOME),
    "truth over one": put("C2", True, HOME),
    "truth over one in a list": put("B12", True, HOME),
    "truth over all": each(put("C11", True, HOME), put("C12", True, HOME), put("C13", True, HOME)),
    "text over a figure": put("C2", "1", HOME),
    "a formula with the value before": put("C2", "=2-1", HOME),
    "a formula with the text before": put("A11", '="R-"&0', HOME),
    "an error": put("C2", "=NA()", HOME),
    "cleared": put("B2", "", HOME),
    "cleared with its format": lambda document: cell(document, "B2:C4", HOME).clearContents(1023),
    "something in a blank cell": put("A2", "mine", "Second"),
    "row above": lines("Rows", "insert", 0, 1, HOME),
    "row above the list": lines("Rows", "insert", 5, 2, HOME),
    "row inside the list": lines("Rows", "insert", 11, 1, HOME),
    "row of the list gone": lines("Rows", "remove", 11, 1, HOME),
    "row of the grid gone": lines("Rows", "remove", 2, 1, HOME),
    "rows of the grid gone": lines("Rows", "remove", 1, 3, HOME),
    "column on the left": lines("Columns", "insert", 0, 1, HOME),
    "name elsewhere": pointing("Tiles", "$'It''s'.$D$5:$E$6"),
    "name of other cells with the same": each(
        cut("A1:B2", "D1", "Free", "Second"), pointing("Head", "$Free.$D$1:$E$2")
    ),
    "name of no cells": pointing("Tiles", "5"),
    "name deleted": without_name("Tiles"),
    "filtered": filtered,
    "a column of the user": each(
        put("D10", "Mine", HOME), put("D11", "note", HOME), covering("Calls", "A10:D13", HOME)
    ),
    "cells merged": merged("B2:C3"),
    "cells merged in a list": merged("B12:C12"),
    "a table around a grid": own_table("Mine", "A1:C4"),
    "a table below a list": each(put("A15", "Mine", HOME), own_table("Mine", "A15:B17")),
    "a table of the user comes from another sheet": covering("Own", "A15:C16", HOME),
    "an array formula": an_array("C2:C4"),
    "a totals row": lambda document: setattr(table(document, "Calls"), "TotalsRow", True),
    "no headers": lambda document: setattr(table(document, "Calls"), "ContainsHeader", False),
    "header typed over": put("B10", "Names", HOME),
    "table longer": covering("Calls", "A10:C15", HOME),
    "table moved": each(cut("A10:C13", "A12", HOME, HOME), covering("Calls", "A12:C15", HOME)),
    "table on another sheet": each(cut("A10:C13", "D4", "Free", HOME), covering("Calls", "D4:F7", "Free")),
    "table deleted": lambda document: document.DatabaseRanges.removeByName("Calls"),
    "tab renamed": renamed("Second", "2nd"),
    "tab deleted": lambda document: document.Sheets.removeByName("Second"),
    "sheet deleted": lambda document: document.Sheets.removeByName(HOME),
    "dates from 1904": null_date(1904, 1, 1),
}


@pytest.mark.parametrize("name", EDITS)
def test_a_write_after_an_edit_leaves_what_a_first_write_would(desk: Desk, name: str) -> None:
    desk.do(EDITS[name])

    desk.click(tabs())
    desk.click(tabs(rows=6, head="new"))


@pytest.mark.parametrize(
    "change",
    [
        {"days": 2},
        {"days": True},
        {"days": 1.0},
        {"rows": 5},
        {"rows": 1},
        {"head": None},
        {"more_rows": 4, "below": "x"},
    ],
    ids=str,
)
def test_changed_tabs_are_written_by_a_host_that_knows_the_old_ones(desk: Desk, change: dict[str, Any]) -> None:
    for wanted in (tabs(**change), tabs(**change), tabs()):
        assert desk.click(wanted) == []


@pytest.mark.parametrize("change", [{"days": 2}, {"days": True}, {"rows": 7}, {"rows": 1}, {}], ids=str)
def test_a_later_tab_that_fails_takes_back_the_earlier_ones(desk: Desk, change: dict[str, Any]) -> None:
    wanted = tabs(**change, head="new", more_rows=5, below="new")
    desk.do(put("A12", "typed over", HOME))
    before = state(desk.book)
    desk.do(lambda document: document.Sheets.getByName("Second").protect(""))

    with pytest.raises(WriteError):
        desk.write(wanted)

    assert state(desk.book) == before
    desk.do(lambda document: document.Sheets.getByName("Second").unprotect(""))
    assert desk.click(wanted) == []
