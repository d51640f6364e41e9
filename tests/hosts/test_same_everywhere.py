"""After a refresh of the sample every kind of workbook holds the same in every generated tab."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw

from pmo_workbook.blocks import Grid
from pmo_workbook.hosts.file import FileHost
from pmo_workbook.hosts.live import LiveHost
from pmo_workbook.hosts.memory import MemoryHost
from pmo_workbook.layout import TABS, lay_out
from pmo_workbook.sheets import SHEETS
from pmo_workbook.workflow import refresh, refresh_host
from tests.hosts.kinds import ClosedFile, OpenInLibreOffice, Values, all_seen
from tests.shared_office import Clearing

NOW = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)


class Refreshed:
    """The sample after one refresh, as each kind of workbook has it."""

    def __init__(self, before: Path, folder: Path, office: xw.App) -> None:
        closed, self.open_path, kept = folder / "closed.xlsm", folder / "open.xlsm", folder / "kept.xlsm"
        for path in (closed, self.open_path, kept):
            shutil.copyfile(before, path)
        assert refresh(closed, NOW).skipped == ()
        self.file = ClosedFile(closed)
        with FileHost(kept) as host:
            self.memory = MemoryHost(host.tables())
            self.inputs_before = {key: [tuple(row) for row in bound.table.rows] for key, bound in host.tables().items()}
        refresh_host(self.memory, NOW)
        self.said: list[str] = []
        self.book = office.books.open(str(self.open_path))
        self.live = OpenInLibreOffice(self.book)
        with LiveHost(self.book) as live:
            self.outcome = refresh_host(live, NOW, progress=self.said.append)
        self.reopened = office.books.open(str(closed))

    def sheet(self, book: xw.Book, title: str) -> tuple[Values, Any]:
        """All values and formulas of a sheet, as LibreOffice has them."""
        cells = book.sheets[title].range("A1:AK250")
        return all_seen(cells.options(ndim=2, err_to_str=True).value), cells.formula


@pytest.fixture(scope="module")
def made() -> Iterator[dict[xw.App, Refreshed]]:
    """What was made in a LibreOffice, as long as that one lives."""
    found: dict[xw.App, Refreshed] = {}
    yield found
    for office, one in found.items():
        with Clearing(office):
            one.book.close()
            one.reopened.close()


@pytest.fixture
def refreshed(
    sample_before: Path, tmp_path_factory: pytest.TempPathFactory, office: xw.App, made: dict[xw.App, Refreshed]
) -> Refreshed:
    if office not in made:
        made[office] = Refreshed(sample_before, tmp_path_factory.mktemp("same"), office)
    return made[office]


@pytest.mark.parametrize("tab", [tab.key for tab in TABS])
def test_every_block_holds_the_same_values(refreshed: Refreshed, tab: str) -> None:
    assert refreshed.outcome.skipped == ()
    blocks = refreshed.memory.tabs[tab].blocks
    assert blocks
    for block in blocks:
        if isinstance(block, Grid):
            name, expected = block.name, all_seen(block.rows)
        else:
            name = block.table
            expected = all_seen([block.headers, *(block.rows or ((None,) * len(block.headers),))])

        assert refreshed.file.cells(name) == expected
        assert refreshed.live.cells(name) == expected


@pytest.mark.parametrize("title", [tab.title for tab in TABS])
def test_the_whole_tab_is_the_same_in_the_open_and_in_the_closed_workbook(refreshed: Refreshed, title: str) -> None:
    assert refreshed.sheet(refreshed.book, title) == refreshed.sheet(refreshed.reopened, title)


def test_no_input_sheet_changes_in_the_open_workbook(refreshed: Refreshed) -> None:
    with LiveHost(refreshed.book) as live:
        after = {key: [tuple(row) for row in bound.table.rows] for key, bound in live.tables().items()}

    assert after.keys() == {sheet.key for sheet in SHEETS}
    assert after == refreshed.inputs_before


def test_nothing_is_saved(refreshed: Refreshed, sample_before: Path) -> None:
    assert refreshed.open_path.read_bytes() == sample_before.read_bytes()


def test_progress_is_told_step_by_step_and_the_status_bar_given_back(refreshed: Refreshed) -> None:
    assert refreshed.said[:5] == ["Reading", "Checking", "Measuring", "Laying out", "Writing"]
    with LiveHost(refreshed.book) as live:
        live.progress("Measuring")
        assert refreshed.book.app.status_bar == "PMO: Measuring …"

    assert refreshed.book.app.status_bar is False


def test_a_second_refresh_writes_nothing_but_the_same(refreshed: Refreshed) -> None:
    titles = [tab.title for tab in TABS]
    before = [refreshed.sheet(refreshed.book, title) for title in titles]

    with LiveHost(refreshed.book) as live:
        assert live.write(lay_out(refreshed.outcome.report)) == []

    assert [refreshed.sheet(refreshed.book, title) for title in titles] == before
