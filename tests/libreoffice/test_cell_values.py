"""Values in cells: what is written is read back as what it was, and what a cell means in Excel it means here."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmo_workbook.hosts.libreoffice import LiteralText

SCALARS = [
    1.0,
    -2.5,
    0.0,
    True,
    False,
    "text",
    "two\nlines",
    "007",
    "1/2",
    "TRUE",
    "#N/A",
    "+1",
    dt.datetime(2024, 2, 29),
    dt.datetime(2024, 1, 1, 10, 10, 1),
    dt.datetime(1900, 3, 1),
    None,
]


def test_a_block_of_every_kind_comes_back_as_it_was(sheet):
    rows = [[value, value] for value in SCALARS]
    sheet["B2"].value = rows

    assert rows == sheet["B2"].resize(len(rows), 2).value


@pytest.mark.parametrize("value", SCALARS, ids=repr)
def test_a_single_cell_comes_back_as_a_scalar(sheet, value):
    sheet["A1"].value = value

    assert value == sheet["A1"].value
    assert type(value) is type(sheet["A1"].value)


def test_a_column_and_a_row_come_back_as_flat_lists(sheet):
    sheet["A1"].value = [[1, 2], [3, 4]]

    assert sheet["A1:A2"].value == [1.0, 3.0]
    assert sheet["A1:B1"].value == [1.0, 2.0]
    assert sheet["A1:A2"].options(ndim=2).value == [[1.0], [3.0]]


def test_one_value_fills_a_range(sheet):
    sheet["A1:B2"].value = "x"

    assert sheet["A1:B2"].value == [["x", "x"], ["x", "x"]]


def test_options_of_xlwings_apply(sheet):
    sheet["A1"].value = [[1, dt.datetime(2024, 5, 6)], [None, 2.6]]

    assert [[1, dt.date(2024, 5, 6)], ["-", 3]] == sheet["A1:B2"].options(numbers=int, dates=dt.date, empty="-").value
    assert [[1.0, None], [dt.datetime(2024, 5, 6), 2.6]] == sheet["A1:B2"].options(transpose=True).value
    assert [[1.0, dt.datetime(2024, 5, 6)]] == sheet["A1"].options(expand="right", ndim=2).value
    assert _written(sheet, "D1", [["a", 1]]).options(dict).value == {"a": 1.0}
    np.testing.assert_array_equal(
        np.array([[1.0, 2.0]]), _written(sheet, "F1", [[1, 2]]).options(np.array, ndim=2).value
    )


def _written(sheet, address, rows):
    sheet[address].value = rows
    return sheet[address].resize(len(rows), len(rows[0]))


@pytest.mark.parametrize(
    ("given_value", "read"),
    [
        (np.int64(3), 3.0),
        (np.float32(0.5), 0.5),
        (np.bool_(True), True),
        (np.datetime64("2024-03-04T05:06"), dt.datetime(2024, 3, 4, 5, 6)),
        (np.nan, None),
        (Decimal("1.25"), 1.25),
        (dt.date(2024, 3, 4), dt.datetime(2024, 3, 4)),
        (dt.datetime(2024, 3, 4, 9, tzinfo=dt.UTC), dt.datetime(2024, 3, 4, 9)),
        (dt.time(12), 0.5),
        ("", None),
    ],
    ids=repr,
)
def test_other_types_become_what_a_cell_can_hold(sheet, given_value, read):
    sheet["A1"].value = given_value

    assert read == sheet["A1"].value


@pytest.mark.parametrize("value", [float("inf"), -float("inf")])
def test_an_infinite_number_is_refused(sheet, value):
    with pytest.raises(ValueError, match="cannot hold"):
        sheet["A1"].value = value


def test_a_type_without_a_cell_value_is_refused(sheet):
    with pytest.raises(TypeError, match="cannot hold"):
        sheet["A1"].value = object()


def test_an_error_reads_as_none_or_by_name(sheet):
    sheet["A1"].value = [["=1/0", "=NA()"], ["=NoSuchName", '="a"*1']]

    assert sheet["A1:B2"].value == [[None, None], [None, None]]
    assert sheet["A1:B2"].options(err_to_str=True).value == [["#DIV/0!", "#N/A"], ["#NAME?", "#VALUE!"]]


def test_text_that_looks_like_a_formula_can_be_kept(sheet):
    sheet["A1"].value = "'=1+1"
    sheet["A2"].options(literal=True).value = [["=1+1", "'quoted"]]
    sheet["A3"].value = [[LiteralText("=2"), "''quoted"]]

    assert sheet["A1:B3"].value == [["=1+1", None], ["=1+1", "'quoted"], ["=2", "'quoted"]]


def test_a_lone_equals_sign_is_text(sheet):
    sheet["A1"].value = "="

    assert sheet["A1"].value == "="


def test_a_number_over_a_boolean_is_a_number_again(sheet):
    sheet["A1:A3"].value = True
    sheet["A1"].value = 5
    sheet["A2"].value = "=2+3"

    assert sheet["A1:A3"].value == [5.0, 5.0, True]


def test_a_number_over_a_date_takes_the_date_format_as_in_excel(sheet):
    sheet["A1"].value = dt.date(2024, 1, 1)
    sheet["A1"].value = 45293

    assert dt.datetime(2024, 1, 2) == sheet["A1"].value


def test_a_date_keeps_the_date_format_that_the_cell_has(sheet):
    sheet["A1"].number_format = "DD.MM.YYYY"
    sheet["A1"].value = dt.datetime(2024, 1, 2, 3, 4)

    assert sheet["A1"].number_format == "DD.MM.YYYY"
    assert dt.datetime(2024, 1, 2, 3, 4) == sheet["A1"].value


def test_a_comparison_reads_as_a_boolean_and_a_plain_one_as_a_number(sheet):
    sheet["A1"].value = [["=1>0", "=1*1", 1, "=1<0", "=0*1"]]

    result = sheet["A1:E1"].value

    assert result == [True, 1.0, 1.0, False, 0.0]
    assert [bool, float, float, bool, float] == [type(value) for value in result]


def test_a_comparison_of_a_file_reads_as_a_boolean(tables_book):
    result = tables_book.sheets["Other"]["F1:F6"].value

    assert result == [23.5, True, 22.5, "=not a formula", 9.5 / 24, True]
    assert [type(result[1]), type(result[5])] == [bool, bool]


def test_dates_of_an_old_mac_file_count_from_1904(sheet):
    zero = sheet.book.api.NullDate
    zero.Year, zero.Month, zero.Day = 1904, 1, 1
    sheet.book.api.NullDate = zero
    sheet["A1"].value = dt.datetime(2024, 1, 2, 12)

    assert sheet["A1"].api.getDataArray()[0][0] == (dt.date(2024, 1, 2) - dt.date(1904, 1, 1)).days + 0.5
    assert dt.datetime(2024, 1, 2, 12) == sheet["A1"].value


def test_a_number_that_no_calendar_reaches_stays_a_number(sheet):
    sheet["A1"].number_format = "YYYY-MM-DD"
    sheet["A1"].value = 1e9

    assert sheet["A1"].value == 1e9


def test_a_wide_block_keeps_every_value_in_its_place(sheet):
    start = dt.datetime(2024, 1, 1)
    kinds = [float, lambda i: f"t{i}", lambda i: start + dt.timedelta(minutes=i), lambda i: i % 7 == 0]
    rows = [[kinds[(i + j) % 4](i) for j in range(40)] for i in range(1000)]
    sheet["C3"].value = rows

    assert rows == sheet["C3"].resize(1000, 40).value


cells = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(min_value=-1e12, max_value=1e12).map(lambda value: value + 0.0),
    st.text("ab=' 1é", min_size=1, max_size=6).map(LiteralText),
)
moments = st.datetimes(dt.datetime(1950, 1, 1), dt.datetime(2100, 1, 1)).map(lambda m: m.replace(microsecond=0))


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.one_of(cells, moments), min_size=3, max_size=3), min_size=2, max_size=4))
def test_whatever_is_written_into_fresh_cells_reads_back(sheet, rows):
    sheet.clear()
    sheet["B2"].value = rows

    assert rows == sheet["B2"].resize(len(rows), 3).value


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(cells, cells, cells), min_size=2, max_size=5))
def test_whatever_is_written_over_whatever_reads_back(sheet, rows):
    block = [list(row) for row in rows]
    sheet["A1"].value = block

    read = sheet["A1"].resize(len(rows), 3).value

    assert block == read
    assert [[isinstance(v, bool) for v in row] for row in block] == [[isinstance(v, bool) for v in row] for row in read]
