"""A second click on an open workbook gives what a first one would give, whatever the user did in between."""

from __future__ import annotations

import datetime as dt
import random
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import xlwings as xw

from pmo_workbook.binding import BoundTable
from pmo_workbook.errors import NoFrameworkError, WorkbookError
from pmo_workbook.hosts.live import LiveHost
from pmo_workbook.hosts.live_memory import LiveMemory
from tests.hosts.kinds import Open
from tests.hosts.warm import LOG, Edit, cell, covering, cut, each, lines, null_date, put, renamed, shown, table, unknown

OTHER = "Other"
REQUESTS = ("Request ID", "Service ID", "Submitted", "Closed", "Effort hours", "Title")
SERVICES = ("Service ID", "Service")
NOON = dt.datetime(2026, 3, 2, 12)
ROWS = (
    ("R1", "S1", NOON, dt.datetime(2026, 3, 3), 1, "one"),
    ("R2", 7, NOON, None, 0, ""),
    ("R3", "S1", NOON, None, 1, "three"),
    ("R4", "S1", None, None, 2.5, ""),
)


@pytest.fixture
def book(open_live: Open, tmp_path: Path) -> xw.Book:
    """A log from B3 on, with dates in D and E; services on another sheet; a third sheet is empty."""
    path = tmp_path / "warm.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd hh:mm"}) as workbook:
        log, other = workbook.add_worksheet(LOG), workbook.add_worksheet(OTHER)
        workbook.add_worksheet("Free")
        log.add_table(2, 1, 2 + len(ROWS), 6, {"name": "Requests", "columns": [{"header": name} for name in REQUESTS]})
        for down, cells in enumerate(ROWS, 3):
            log.write_row(down, 1, cells)
        other.add_table("A1:B3", {"name": "Services", "columns": [{"header": name} for name in SERVICES]})
        other.write_row("A2", ("S1", "Help"))
        other.write_row("A3", ("S2", 1))
    opened: xw.Book = open_live(path).book
    return opened


def seen(tables: Mapping[str, BoundTable]) -> dict[str, Any]:
    """Tables in a form that tells a number from a truth value."""
    return {
        key: repr(vars(table) | {"rows": [*table.rows], "errors": dict(table.errors)})
        for key, table in ((key, bound.table) for key, bound in tables.items())
    }


def read(book: xw.Book, memory: LiveMemory | None = None) -> dict[str, Any] | str:
    """What a click reads, or what it says when there is nothing to read."""
    try:
        with LiveHost(book, memory) as host:
            return seen(host.tables())
    except NoFrameworkError as error:
        return str(error)


def read_alike(book: xw.Book, memory: LiveMemory) -> None:
    warm = read(book, memory)
    with unknown(book) as fresh:
        assert warm == read(fresh)


def swapped(document: Any) -> None:
    """Two sheets change places and names, so that the names stand where they stood."""
    document.Sheets.moveByName(OTHER, 0)
    each(renamed(LOG, "x"), renamed(OTHER, LOG), renamed("x", OTHER))(document)


def put_in_place_of_a_copy(document: Any) -> None:
    """The copy of a sheet takes its place and its name."""
    document.Sheets.copyByName(LOG, "Copy", 1)
    document.Sheets.removeByName(LOG)
    renamed("Copy", LOG)(document)


def undone(document: Any) -> None:
    put("F4", 99)(document)
    document.UndoManager.undo()


EDITS: dict[str, Edit] = {
    "nothing": lambda document: None,
    "text": put("G4", "other"),
    "number": put("F4", 3),
    "text of digits": put("F4", "1"),
    "date": put("D4", 46000.25),
    "blank": put("D4", ""),
    "emptied": lambda document: cell(document, "B4:G5").clearContents(1 | 2 | 4 | 16),
    "another error": each(put("C7", "=NA()"), put("C6", "=1/0")),
    "error over text": put("G4", "=NA()"),
    "truth over a number": put("F4", True),
    "truth over the only number": put("C5", True),
    "truth far down": each(put("F5", True), put("F6", True)),
    "a truth value back to a number": each(put("F4", True), shown("F4", "General")),
    "a formula with the value before": put("F4", "=2-1"),
    "a formula that is true": put("F4", "=1=1"),
    "a number shown as a date": shown("F4", "yyyy-mm-dd"),
    "the only number shown as a date": shown("C5", "yyyy-mm-dd"),
    "a date shown as a number": shown("D5", "General"),
    "a date shown as a time": shown("D5", "hh:mm"),
    "a column shown as dates": shown("F4:F7", "yyyy-mm-dd"),
    "a column of dates shown as numbers": shown("D1:D200", "General"),
    "a column of two formats": each(shown("D5", "General"), shown("D4", "0.00")),
    "row above": lines("Rows", "insert", 0, 1),
    "row inside": lines("Rows", "insert", 4, 1),
    "row below": lines("Rows", "insert", 7, 2),
    "row above gone": lines("Rows", "remove", 0, 1),
    "row inside gone": lines("Rows", "remove", 4, 1),
    "row at the end gone": lines("Rows", "remove", 6, 1),
    "header row gone": lines("Rows", "remove", 2, 1),
    "all rows gone": lines("Rows", "remove", 2, 5),
    "column on the left": lines("Columns", "insert", 0, 1),
    "column inside": lines("Columns", "insert", 3, 1),
    "column inside gone": lines("Columns", "remove", 3, 1),
    "column on the left gone": lines("Columns", "remove", 0, 1),
    "row below typed": put("B8", "R5"),
    "two rows below typed": each(put("B8", "R5"), put("F9", True)),
    "a row far below typed": each(*[put(f"B{row}", f"R{row}") for row in range(8, 40)]),
    "table longer": covering("Requests", "B3:G12"),
    "table shorter": covering("Requests", "B3:G5"),
    "table wider": covering("Requests", "B3:H7"),
    "table narrower": covering("Requests", "B3:F7"),
    "table elsewhere": each(cut("B3:G7", "A20"), covering("Requests", "A20:F24")),
    "table on another sheet": each(cut("B3:G7", "A20", to="Free"), covering("Requests", "A20:F24", sheet="Free")),
    "table renamed": lambda document: setattr(table(document, "Requests"), "Name", "Mine"),
    "table deleted": lambda document: document.DatabaseRanges.removeByName("Requests"),
    "both tables deleted": lambda document: [
        document.DatabaseRanges.removeByName(name) for name in ("Requests", "Services")
    ],
    "totals row": lambda document: setattr(table(document, "Requests"), "TotalsRow", True),
    "headers switched off": lambda document: setattr(table(document, "Requests"), "ContainsHeader", False),
    "header": put("F3", "Effort"),
    "header renamed and back": each(put("F3", "Effort"), put("F3", "Effort hours")),
    "sheet renamed": renamed(LOG, "Requests 2026"),
    "sheet moved": lambda document: document.Sheets.moveByName(LOG, 3),
    "sheet deleted": lambda document: document.Sheets.removeByName(LOG),
    "sheet added": lambda document: document.Sheets.insertNewByName("New", 0),
    "sheets swapped": swapped,
    "a copy in its place": put_in_place_of_a_copy,
    "a copy whose dates are numbers in its place": each(put_in_place_of_a_copy, shown("D4:E7", "General")),
    "undo": undone,
    "dates from 1904": null_date(1904, 1, 1),
    "dates from 1900": null_date(1900, 1, 1),
    "a cell of one column inserted": cut("F4:F7", "F5"),
}


@pytest.mark.parametrize("name", EDITS)
def test_what_the_user_changed_since_the_last_click_is_read(book: xw.Book, name: str) -> None:
    memory = LiveMemory()
    read(book, memory)

    EDITS[name](book.api)

    read_alike(book, memory)


def some_edit(chance: random.Random) -> Edit:
    """Something a user may do, mostly a small thing."""
    address = f"{chance.choice('ABCDEFGH')}{chance.randrange(2, 12)}"
    kind = chance.randrange(8)
    if kind < 3:
        return put(address, chance.choice([1, 0, 1, 46000, 46000.5, True, "", "R1", "=1/0", "=NA()", "=2-1", "=1=1"]))
    if kind < 5:
        rows = chance.choice(["", f":{address[0]}{int(address[1:]) + chance.randrange(9)}"])
        return shown(address + rows, chance.choice(["General", "yyyy-mm-dd", "0.00", "hh:mm", "BOOLEAN"]))
    if kind == 5:
        what, how = chance.choice(["Rows", "Columns"]), chance.choice(["insert", "remove"])
        return lines(what, how, chance.randrange(8), 1, chance.choice([LOG, OTHER]))
    if kind == 6:
        return lambda document: document.UndoManager.undo()
    return EDITS[chance.choice([*EDITS])]


def is_done(edit: Edit, document: Any) -> bool:
    """Whether the program lets it be done: a table or sheet may be gone by now."""
    from pmo_workbook.hosts.live_program import is_foreign

    try:
        edit(document)
    except Exception as error:
        if not is_foreign(error):
            raise
        return False
    return True


@pytest.mark.parametrize("seed", range(2))
def test_any_number_of_edits_is_read_as_if_for_the_first_time(book: xw.Book, seed: int) -> None:
    chance, memory = random.Random(seed), LiveMemory()
    for _ in range(15):
        is_done(some_edit(chance), book.api)

        read_alike(book, memory)


def test_a_workbook_that_was_closed_since_the_last_click_is_told(office: xw.App, book: xw.Book, tmp_path: Path) -> None:
    memory, path = LiveMemory(), tmp_path / "twin.xlsx"
    shutil.copyfile(book.fullname, path)
    twin = office.books.open(path)
    read(twin, memory)
    host = LiveHost(twin, memory)
    twin.close()

    with pytest.raises(WorkbookError, match=r"twin\.xlsx cannot be read: .*was closed"):
        host.tables()
    assert "requests" in read(book, memory)
    read_alike(book, memory)
