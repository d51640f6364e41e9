"""Start notices that inputs changed since the last refresh; the sheet's own formula agrees with ours."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_workbook.binding import BoundTable, bind
from pmo_workbook.check_sum import TOLERANCE, check_sum
from pmo_workbook.ooxml.package import Package
from pmo_workbook.sheets import BY_KEY
from pmo_workbook.tables import Grid, RawTable
from tests.filling import filler_of
from tests.witness.render import page_texts, to_pdf

SAYS = "inputs changed since"
MOMENT = st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2100, 1, 1))
CELL = st.one_of(
    st.none(), st.booleans(), st.floats(-1e6, 1e6), st.text(max_size=9), MOMENT, MOMENT.map(dt.datetime.date)
)


def table(rows: list[tuple[object, ...]], below: int = 0, date1904: bool = False) -> BoundTable:
    width = len(rows[0]) if rows else 1
    headers = tuple(f"h{n}" for n in range(width))
    raw = RawTable("T", "T", 1, 1, headers, Grid.of(rows, width), below=below, date1904=date1904)
    return bind(BY_KEY["requests"], raw)


def slow(rows: list[tuple[object, ...]]) -> float:
    """Cell by cell, as the formula has it: numbers and dates with their value, texts with their length."""
    total = 0.0
    for row in rows:
        for value in row:
            if isinstance(value, str):
                total += len(value.encode("utf-16-le", "surrogatepass")) // 2
            elif isinstance(value, dt.datetime):
                total += (value - dt.datetime(1899, 12, 30)) / dt.timedelta(days=1)
            elif isinstance(value, dt.date):
                total += (value - dt.date(1899, 12, 30)).days
            elif isinstance(value, float) and not isinstance(value, bool):
                total += value
    return total


@given(st.lists(st.tuples(CELL, CELL, CELL), max_size=12))
def test_the_sum_is_that_of_its_cells(rows: list[tuple[object, ...]]) -> None:
    assert check_sum({"t": table(rows)}) == pytest.approx(slow(rows), rel=1e-9, abs=TOLERANCE / 10)


def test_rows_typed_below_a_table_are_no_part_of_it() -> None:
    assert check_sum({"t": table([(1.0,), (5.0,)], below=1)}) == 1.0


def test_dates_of_1904_count_from_1904() -> None:
    day = dt.datetime(2026, 1, 1)
    assert check_sum({"t": table([(day,)])}) - check_sum({"t": table([(day,)], date1904=True)}) == 1462


@pytest.mark.parametrize(
    ("key", "row", "values"),
    [
        ("slas", 5, {"target": 5.0}),
        ("services", 5, {"name": "Another name for the service"}),
        ("requests", 900, {"closed": dt.datetime(2026, 6, 1, 16, 5)}),
    ],
)
def test_start_says_when_an_input_changed_after_the_refresh(
    sample: Path, tmp_path: Path, key: str, row: int, values: dict[str, object]
) -> None:
    path = tmp_path / "changed.xlsm"
    shutil.copyfile(sample, path)
    with Package.open(path) as package:
        filler = filler_of(package)
        filler.update(key, row, values)
        filler.save()
    assert SAYS in page_texts(to_pdf(path, tmp_path))[0]


def test_start_is_quiet_right_after_a_refresh(sample: Path, tmp_path: Path) -> None:
    assert SAYS not in page_texts(to_pdf(sample, tmp_path))[0]
