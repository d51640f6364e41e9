"""Tables printed on a terminal."""

from __future__ import annotations

import click

from pmo_workbook.text_table import table_lines


def _plain(headers: tuple[str, ...], rows: list[tuple[str, ...]], width: int = 60) -> list[str]:
    return [click.unstyle(line) for line in table_lines(headers, rows, width, {})]


def test_columns_stand_below_each_other() -> None:
    lines = _plain(("", "New"), [("Requests", "12"), ("Holds", "3")])
    assert lines == ["          New", "Requests  12", "Holds     3"]


def test_what_looks_like_markup_is_shown_as_it_is() -> None:
    assert _plain(("Found",), [("[/] and [red]",)]) == ["Found", "[/] and [red]"]


def test_a_long_text_goes_on_below_itself_and_no_line_is_too_wide() -> None:
    lines = _plain(("Where", "What"), [("A1", "word " * 40)])
    assert max(map(len, lines)) <= 60
    assert len(lines) > 3
    assert all(line.startswith("       word") for line in lines[2:])


def test_a_text_without_blanks_is_cut_to_its_column() -> None:
    lines = _plain(("Where", "What"), [("x" * 50, "short")])
    assert max(map(len, lines)) <= 60
    assert sum(line.count("x") for line in lines) == 50


def test_an_empty_cell_keeps_its_row() -> None:
    assert _plain(("a", "b"), [("", "x"), ("", "")]) == ["a  b", "   x", ""]


def test_the_first_column_has_its_colour() -> None:
    *_, line = table_lines(("", "What"), [("error", "bad")], 60, {"error": "red"})
    assert line == click.style("error", fg="red") + "  bad"


def test_a_table_without_rows_is_its_header() -> None:
    assert _plain(("Date", "Name"), []) == ["Date  Name"]
