"""The pieces of an event log, brought into a workbook one after the other, give what the whole gives."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmo_workbook.binding import BoundTable
from pmo_workbook.hosts.file import FileHost
from pmo_workbook.importing import merge_log
from pmo_workbook.importing import would_be as would_be_module
from tests.importing.small_book import NOW, small_book
from tests.importing.test_events import STATUSES

MAPPING = """constants."Service ID" = "SVC-01"
holds = [{ status = "Ask*", waiting_for = "Requester" }, { status = "Order", waiting_for = "Supplier" }]
[columns]
"Title" = "title"
[events]
case = "case"
time = "when"
status = "status"
begins = "New"
first_response = "Work*"
closed = ["Resolved", "Closed"]
ignored = "Comment"
"""


class Nothing:
    """Writes nowhere."""

    def __init__(self) -> None:
        self.left: dict[str, int] = {}

    def table(self, key: str) -> Nothing:
        return self

    def append(self, key: str, rows: Any) -> None: ...

    def update(self, key: str, row: int, values: Any) -> None: ...


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, BoundTable]:
    with FileHost(small_book(tmp_path_factory.mktemp("pieces") / "book.xlsm")) as host:
        return host.tables()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("logs")
    (path / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    return path


@st.composite
def logs(draw: st.DrawFn) -> list[tuple[dt.datetime, str, str, str]]:
    """Moment, case, status and title of events, by time; the title is filled in some rows only."""
    rows = []
    for number in range(draw(st.integers(1, 3))):
        minutes = sorted(draw(st.lists(st.integers(0, 9), min_size=1, max_size=7)))
        for order, minute in enumerate(minutes):
            status = "New" if order == 0 else draw(st.sampled_from(STATUSES))
            moment = dt.datetime(2026, 3, 2, 9) + dt.timedelta(minutes=7 * minute)
            rows.append((moment, f"C{number}", status, draw(st.sampled_from(["", "", "first", "second"]))))
    return sorted(rows, key=lambda row: row[0])


def after(
    tables: Mapping[str, BoundTable], folder: Path, rows: list[tuple[dt.datetime, str, str, str]]
) -> Mapping[str, BoundTable]:
    """The tables after an import of some events."""
    log = folder / "log.csv"
    lines = [f"{case},{moment:%Y-%m-%d %H:%M:%S},{status},{title}" for moment, case, status, title in rows]
    log.write_text("\n".join(["case,when,status,title", *lines]) + "\n", encoding="utf-8")
    kept: list[Mapping[str, BoundTable]] = []
    real = would_be_module.WouldBe.tables

    def keeping(self: Any) -> Any:
        kept.append(real(self))
        return kept[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(would_be_module.WouldBe, "tables", keeping)
        merge_log(Nothing(), tables, log, NOW, folder / "mapping.toml")
    return kept[-1]


def content(tables: Mapping[str, BoundTable]) -> dict[str, list[tuple[Any, ...]]]:
    return {
        key: sorted((tuple(values.values()) for _, values in tables[key].records()), key=repr)
        for key in ("requests", "holds")
    }


@settings(max_examples=40)
@given(rows=logs(), cuts=st.lists(st.integers(0, 9), max_size=3), twice=st.booleans())
def test_any_cut_of_a_log_gives_the_same_workbook(
    empty: Mapping[str, BoundTable], folder: Path, rows: Any, cuts: list[int], twice: bool
) -> None:
    begin = dt.datetime(2026, 3, 2, 9)
    edges = [dt.datetime.min, *(begin + dt.timedelta(minutes=7 * cut) for cut in sorted(cuts)), dt.datetime.max]
    tables = empty
    for lower, upper in itertools.pairwise(edges):
        piece = [row for row in rows if lower < row[0] <= upper]
        for _ in range(2 if twice else 1):
            tables = after(tables, folder, piece) if piece else tables
    assert content(tables) == content(after(empty, folder, rows))
