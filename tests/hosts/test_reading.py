"""Input tables read from the open workbook are those of the closed file, field by field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from pmo_workbook.binding import BoundTable
from pmo_workbook.errors import NoFrameworkError, UnsupportedError
from pmo_workbook.hosts.live import LiveHost
from pmo_workbook.tables import RawTable
from tests.hosts.kinds import ClosedFile, Kind, Open

REQUESTS = ("Request ID", "Service ID", "Submitted", "Closed", "Effort hours", "Title")
DATES = {"num_format": "yyyy-mm-dd hh:mm"}


def requests(path: Path, *rows: tuple[Any, ...], table: str = "Requests", size: int = 0, **options: Any) -> Path:
    """A workbook with a table of requests from B3 on; `size` rows of it, the others below."""
    more: Callable[..., object] = options.pop("more", lambda workbook, sheet: None)
    shape = options.pop("shape", {})
    workbook = xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd hh:mm", **options})
    sheet = workbook.add_worksheet("The log")
    sheet.write_row("B3", REQUESTS)
    if table:
        columns = {"name": table, "columns": [{"header": header} for header in REQUESTS]}
        sheet.add_table(2, 1, 2 + (size or len(rows)), len(REQUESTS), columns | shape)
    for down, cells in enumerate(rows, 3):
        sheet.write_row(down, 1, cells)
    more(workbook, sheet)
    workbook.close()
    return path


def plain(tables: Mapping[str, BoundTable]) -> dict[str, tuple[Any, ...]]:
    return {
        key: (
            *(table.name, table.sheet, table.header_row, table.first_column, table.headers),
            *(without_blank_end(table), table.below, dict(table.errors), table.found_by, table.date1904),
        )
        for key, table in ((key, bound.table) for key, bound in tables.items())
    }


def without_blank_end(table: RawTable) -> list[tuple[Any, ...]]:
    """Rows of a table but for blank ones at its end, which a file need not have."""
    rows = [tuple(row) for row in table.rows]
    while rows and not any(cell is not None for cell in rows[-1]):
        rows.pop()
    return rows


def both(path: Path, open_live: Open) -> RawTable:
    """The requests as the open workbook gives them, after a comparison with the file."""
    with ClosedFile(path).host() as file, open_live(path).host() as live:
        expected, found = plain(file.tables()), plain(live.tables())
        table = live.tables()["requests"].table

    assert found == expected
    return table


def test_the_sample_is_read_alike(open_live: Open, sample_before: Path, tmp_path: Path) -> None:
    path = tmp_path / "sample.xlsm"
    path.write_bytes(sample_before.read_bytes())
    closed, live = ClosedFile(path), open_live(path)
    with closed.host() as file, live.host() as host:
        expected, found = plain(file.tables()), plain(host.tables())

        assert host.titles() == file.titles()
    assert found.keys() == expected.keys()
    for key, table in expected.items():
        assert found[key] == table


def test_values_come_in_the_same_types(open_live: Open, tmp_path: Path) -> None:
    rows = (
        ("R1", 7, dt.datetime(2026, 3, 2, 9, 15), dt.datetime(2026, 3, 3), 1.5, True),
        ("007", None, dt.datetime(2026, 3, 2, 9, 15, 59), dt.datetime(2026, 3, 3, 23, 59, 59), -0.25, False),
        ("Ünï — Привет 你好", "", None, None, 1e300, "two\nlines"),
        ("R4", "S1", dt.time(9, 30), dt.datetime(2026, 3, 2, 9, 15, 0, 250_000), 0, ""),
    )

    table = both(requests(tmp_path / "book.xlsx", *rows), open_live)

    assert [type(cell).__name__ for cell in table.rows[0]] == ["str", "float", "datetime", "date", "float", "bool"]


def test_dates_that_count_from_1904_are_the_same_days(open_live: Open, tmp_path: Path) -> None:
    rows = (("R1", "S1", dt.datetime(2026, 3, 2, 9, 15), dt.datetime(2026, 3, 3), 1, ""),)

    table = both(requests(tmp_path / "book.xlsx", *rows, date_1904=True), open_live)

    assert table.date1904
    assert table.rows[0][2] == dt.datetime(2026, 3, 2, 9, 15)


def test_rows_typed_below_a_table_are_read_too(open_live: Open, tmp_path: Path) -> None:
    rows = tuple((f"R{n}", "S1", None, None, n, "") for n in range(60))

    table = both(requests(tmp_path / "book.xlsx", *rows, size=3), open_live)

    assert table.below == 57
    assert len(table.rows) == 60


def test_what_stands_below_a_blank_row_or_a_totals_row_is_no_part(open_live: Open, tmp_path: Path) -> None:
    def more(workbook: xlsxwriter.Workbook, sheet: Any) -> None:
        sheet.write("B8", "a remark")

    first = requests(tmp_path / "blank.xlsx", ("R1", "S1"), ("R2", "S1"), more=more)
    second = requests(
        tmp_path / "totals.xlsx", ("R1", "S1"), ("R2", "S1"), size=4, shape={"total_row": True}, more=more
    )

    assert (both(first, open_live).below, len(both(first, open_live).rows)) == (0, 2)
    assert (both(second, open_live).below, len(both(second, open_live).rows)) == (0, 3)


def test_error_cells_are_named_and_hold_nothing(open_live: Open, tmp_path: Path) -> None:
    def more(workbook: xlsxwriter.Workbook, sheet: Any) -> None:
        for row, error in enumerate(("#DIV/0!", "#N/A", "#VALUE!"), 4):
            formula = {"#DIV/0!": "=1/0", "#N/A": "=NA()", "#VALUE!": '=1+"x"'}[error]
            sheet.write_formula(f"C{row}", formula, None, error)

    table = both(requests(tmp_path / "book.xlsx", ("R1",), ("R2",), ("R3",), more=more), open_live)

    assert dict(table.errors) == {(4, 3): "#DIV/0!", (5, 3): "#N/A", (6, 3): "#VALUE!"}
    assert [row[1] for row in table.rows] == [None] * 3


def test_values_of_formulas_are_read(open_live: Open, tmp_path: Path) -> None:
    def more(workbook: xlsxwriter.Workbook, sheet: Any) -> None:
        sheet.write_formula("C4", '="S"&1', None, "S1")
        sheet.write_formula("D4", "=DATE(2026,3,2)+0.5", workbook.add_format(DATES), 46083.5)
        sheet.write_formula("F4", "=2=2", None, True)

    table = both(requests(tmp_path / "book.xlsx", ("R1",), more=more), open_live)

    assert table.rows[0] == ("R1", "S1", dt.datetime(2026, 3, 2, 12), None, True, None)


@pytest.mark.parametrize("table", ["MyOwnTable", ""])
def test_a_table_that_lost_its_name_is_recognised_by_its_headers(open_live: Open, tmp_path: Path, table: str) -> None:
    path = requests(tmp_path / "book.xlsx", ("R1", "S1", dt.datetime(2026, 3, 2)), ("R2", "S2"), table=table)

    found = both(path, open_live)

    assert found.found_by == "header"
    assert len(found.rows) == 2


def test_an_empty_table_has_no_filled_row(open_live: Open, tmp_path: Path) -> None:
    assert without_blank_end(both(requests(tmp_path / "book.xlsx", size=1), open_live)) == []


def test_a_workbook_without_any_of_the_tables_is_refused(open_sheet: Open, tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    workbook = xlsxwriter.Workbook(path)
    workbook.add_worksheet().write_row("A1", ("Some", "thing", "else"))
    workbook.close()
    kind: Kind = open_sheet(path)

    with kind.host() as host, pytest.raises(NoFrameworkError, match=r"other\.xlsx holds none of the framework's"):
        host.tables()


def test_a_workbook_of_a_newer_template_is_refused(open_live: Open, tmp_path: Path) -> None:
    path = requests(
        tmp_path / "book.xlsx", more=lambda book, sheet: book.define_name("pmo_template_version", "=99"), size=1
    )

    with pytest.raises(UnsupportedError, match=r"newer PMO workbook \(template 99"):
        LiveHost(open_live(path).book)
