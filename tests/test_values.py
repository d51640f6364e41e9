"""Single cells: what is read, what is said about it, what cannot be read."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from pmo_workbook.check.cells import Cell
from pmo_workbook.check.references import Context, Ids
from pmo_workbook.check.values import read_cell
from pmo_workbook.columns import ALL, Column

FREE = Column("title", "Title", "text", False, "", "", 10)
ID = replace(FREE, field="request_id", unique=True)
CHOICE = replace(FREE, kind="choice", choices=("Yes", "Partly", "No"))
SETTING = replace(FREE, setting="priorities")
REFERENCE = replace(FREE, refs=("services",))
LIST = replace(FREE, kind="list", refs=("services",), also=(ALL,))
NUMBER = replace(FREE, kind="number")
WHOLE = replace(FREE, kind="whole")
PERCENT = replace(NUMBER, header="Goal %")
WHEN = replace(FREE, kind="when")
DAY = replace(FREE, kind="day")
HOURS = replace(FREE, kind="hours")
ZONE = replace(FREE, field="time_zone")
CONTEXT = Context(
    zone="Europe/Berlin",
    words={"priorities": ("Urgent", "High", "Normal")},
    ids={"services": Ids("Services", {"SVC-01": 0, "SVC-02": 1}, {"Project intake": "SVC-01"}, frozenset({"svc-09"}))},
)


def read(column: Column, raw: Any) -> Cell:
    return read_cell(column, raw, CONTEXT)


def rules(cell: Cell) -> list[str]:
    return [remark.rule for remark in cell.remarks]


@pytest.mark.parametrize("raw", [None, "", "  ", "\u00a0", "\n"])
@pytest.mark.parametrize("column", [FREE, ID, CHOICE, LIST, NUMBER, WHEN, DAY, HOURS])
def test_a_cell_that_shows_nothing_is_blank(column: Column, raw: Any) -> None:
    assert read(column, raw) == Cell(None)


@pytest.mark.parametrize(
    ("raw", "text"),
    [(" Plan B ", "Plan B"), (1001.0, "1001"), (1.5, "1.5"), (True, "TRUE"), (dt.datetime(2026, 3, 2), "2026-03-02")],
)
def test_free_text_takes_whatever_was_typed(raw: Any, text: str) -> None:
    assert read(FREE, raw) == Cell(text)


def test_an_id_kept_as_a_number_becomes_text_without_a_word() -> None:
    assert read(ID, 1001.0) == Cell("1001")


def test_an_id_that_excel_turned_into_a_date_is_named_as_such() -> None:
    fault = read(ID, dt.datetime(2026, 3, 1)).fault

    assert fault is not None
    assert (fault.rule, fault.problem) == ("not-text", "Excel has turned this text into a date or time.")


@pytest.mark.parametrize("typed", ["SVС-01", "ЅVC-01", "SVC–01", "ＳVC-01"])
def test_look_alike_signs_of_an_id_are_read_as_latin(typed: str) -> None:
    cell = read(REFERENCE, typed)

    assert (cell.value, rules(cell)) == ("SVC-01", ["look-alike"])


def test_a_word_in_another_alphabet_stays_as_it_is() -> None:
    assert read(ID, "ПРОЕКТ-7") == Cell("ПРОЕКТ-7")


@pytest.mark.parametrize("typed", ["SVC-01 ", "\u00a0SVC-01", "SVC-01\u200b", " SVC-01\n"])
def test_blanks_around_an_id_are_dropped_and_named(typed: str) -> None:
    cell = read(REFERENCE, typed)

    assert (cell.value, rules(cell)) == ("SVC-01", ["other-spelling"])


@pytest.mark.parametrize("typed", ["SVC-01", "svc-01", "Project intake", "project INTAKE"])
def test_a_reference_may_be_an_id_or_a_unique_name_in_any_case(typed: str) -> None:
    assert read(REFERENCE, typed) == Cell("SVC-01")


def test_a_reference_to_nothing_is_a_fault_with_the_nearest_id() -> None:
    fault = read(REFERENCE, "SVC-1").fault

    assert fault is not None
    assert (fault.rule, fault.problem) == ("unknown-reference", "There is no 'SVC-1' on Services.")
    assert "Did you mean 'SVC-01'?" in fault.action


def test_a_reference_to_a_row_with_an_error_says_so() -> None:
    fault = read(REFERENCE, "SVC-09").fault

    assert fault is not None
    assert fault.problem == "The row 'SVC-09' names on Services has an error itself."


@pytest.mark.parametrize("typed", ["yes", "YES", "Yes ", True])
def test_another_spelling_of_a_choice_is_read_and_named(typed: Any) -> None:
    cell = read(CHOICE, typed)

    assert (cell.value, rules(cell)) == ("Yes", ["other-spelling"])


def test_a_choice_that_is_none_lists_the_values() -> None:
    fault = read(CHOICE, "Maybe").fault

    assert fault is not None
    assert (fault.rule, fault.action) == ("not-allowed", "Choose one of: Yes, Partly, No.")


def test_a_word_of_the_settings_is_found_in_any_case() -> None:
    assert (read(SETTING, "high").value, rules(read(SETTING, "high"))) == ("High", ["other-spelling"])
    assert read(SETTING, "High") == Cell("High")
    assert read(SETTING, "Low").fault is not None


@pytest.mark.parametrize("typed", ["SVC-01, SVC-02", "SVC-01;SVC-02;", "svc-01\nSVC-02", "SVC-01, SVC-02, SVC-01"])
def test_a_list_is_split_at_commas_semicolons_and_line_breaks(typed: str) -> None:
    assert read(LIST, typed) == Cell(("SVC-01", "SVC-02"))


def test_the_word_all_stands_beside_ids() -> None:
    assert read(LIST, "all") == Cell(("All",))


def test_one_wrong_item_makes_a_list_wrong() -> None:
    fault = read(LIST, "SVC-01, SVC-77").fault

    assert fault is not None
    assert "'SVC-77'" in fault.problem


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12", 12), ("1.5", 1.5), ("1,5", 1.5), ("0.125", 0.125), ("0,125", 0.125), ("-3", -3), ("1,234,567", 1234567),
        ("1,234.50", 1234.5), ("1.234,50", 1234.5), ("1 234", 1234), ("\u00a01\u00a0234,5", 1234.5), ("1’234", 1234),
    ],
)  # fmt: skip
def test_a_number_typed_as_text_is_read_where_it_can_only_mean_one(typed: str, number: float) -> None:
    cell = read(NUMBER, typed)

    assert (cell.value, type(cell.value), rules(cell)) == (number, float, ["number-as-text"])


@pytest.mark.parametrize("typed", ["1,234", "1.234", "12 h", "twelve", "1,23,4", "12-13", "--3", "1e999", "NaN"])
def test_a_number_typed_as_text_that_is_none_or_two_is_a_fault(typed: str) -> None:
    fault = read(NUMBER, typed).fault

    assert fault is not None
    assert fault.rule == "not-a-number"


def test_an_ambiguous_number_says_what_it_could_mean() -> None:
    fault = read(NUMBER, "1,234").fault

    assert fault is not None
    assert fault.problem == "The text '1,234' can mean 1234 or 1.234."


def test_whole_numbers_come_as_such_and_others_stay() -> None:
    assert read(WHOLE, 12.0) == Cell(12)
    assert type(read(WHOLE, 12.0).value) is int
    assert read(WHOLE, 12.5) == Cell(12.5)
    assert read(WHOLE, True).value is True


@pytest.mark.parametrize(
    ("raw", "value", "said"),
    [
        (95.0, 95.0, []),
        (0.95, 95.0, ["percent-fraction"]),
        (0.57, 57.0, ["percent-fraction"]),
        (1.0, 100.0, ["percent-fraction"]),
        ("95 %", 95.0, ["number-as-text"]),
        ("95", 95.0, ["number-as-text"]),
        ("0,95", 95.0, ["number-as-text", "percent-fraction"]),
    ],
)
def test_a_fraction_in_a_column_of_per_cent_is_read_as_one(raw: Any, value: float, said: list[str]) -> None:
    cell = read(PERCENT, raw)

    assert (cell.value, rules(cell)) == (value, said)


def test_a_fraction_in_another_column_stays() -> None:
    assert read(NUMBER, 0.95) == Cell(0.95)


MARCH_31 = dt.datetime(2026, 3, 31)


@pytest.mark.parametrize("raw", [MARCH_31, MARCH_31.date()])
def test_a_date_is_midnight_of_its_day(raw: Any) -> None:
    assert read(WHEN, raw) == Cell(MARCH_31)
    assert read(DAY, raw) == Cell(MARCH_31.date())


def test_a_date_column_drops_the_time() -> None:
    assert read(DAY, dt.datetime(2026, 3, 31, 14, 30)) == Cell(MARCH_31.date())


def test_a_moment_is_rounded_to_the_second() -> None:
    assert read(WHEN, dt.datetime(2026, 3, 31, 9, 14, 59, 999_600)) == Cell(dt.datetime(2026, 3, 31, 9, 15))


@pytest.mark.parametrize(
    "typed",
    [
        "2026-03-31", "2026/03/31", "2026.3.31", "31/03/2026", "3/31/2026", "31.03.2026", "31-03-2026", "31 Mar 2026",
        "31 March 2026", "31-Mar-2026", "Mar 31, 2026", "March 31st, 2026", "Tue 31 Mar 2026", "Tuesday, 31 March 2026",
        "20260331", " 2026-03-31 ", "２０２６-03-31",
    ],
)  # fmt: skip
def test_a_date_typed_as_text_is_read_where_it_can_only_mean_one(typed: str) -> None:
    cell = read(WHEN, typed)

    assert (cell.value, rules(cell)) == (MARCH_31, ["date-as-text"])


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("2026-03-31 14:30", dt.datetime(2026, 3, 31, 14, 30)),
        ("2026-03-31T14:30:15", dt.datetime(2026, 3, 31, 14, 30, 15)),
        ("2026-03-31T14:30:15.700", dt.datetime(2026, 3, 31, 14, 30, 16)),
        ("31/03/2026 2:30 pm", dt.datetime(2026, 3, 31, 14, 30)),
        ("31 Mar 2026, 12:05 AM", dt.datetime(2026, 3, 31, 0, 5)),
        ("2026-03-31 24:00", dt.datetime(2026, 4, 1)),
        ("05/05/2026 8:00", dt.datetime(2026, 5, 5, 8)),
    ],
)
def test_a_time_in_a_text_is_read_too(typed: str, moment: dt.datetime) -> None:
    assert read(WHEN, typed).value == moment


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("2026-03-31T12:30:00Z", dt.datetime(2026, 3, 31, 14, 30)),
        ("2026-01-31T12:30:00+00:00", dt.datetime(2026, 1, 31, 13, 30)),
        ("2026-03-31T08:30:00-0400", dt.datetime(2026, 3, 31, 14, 30)),
        ("2026-03-31T23:30:00-05:30", dt.datetime(2026, 4, 1, 7)),
    ],
)
def test_a_time_with_an_offset_is_brought_to_the_zone_of_the_log(typed: str, moment: dt.datetime) -> None:
    cell = read(WHEN, typed)

    assert cell.value == moment
    assert "in the zone Europe/Berlin" in cell.remarks[0].problem


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("03/04/2026", "can mean 3 April or 4 March 2026"),
        ("03.04.2026 10:00", "can mean 3 April or 4 March 2026"),
        ("31/03/26", "year has two digits"),
        ("31-Mar-26", "year has two digits"),
        ("31/02/2026", "does not exist"),
        ("2026-13-01", "does not exist"),
        ("32/13/2026", "does not exist"),
        ("2026-03-31 25:00", "time that does not exist"),
        ("2026-03-31 13:00 pm", "time that does not exist"),
        ("2026-03-31 14:3x", "time cannot be read"),
        ("soon", "is not a date"),
        ("31 Foo 2026", "is not a date"),
        ("0001-01-01T00:00:00+10:00", "is not a date"),
    ],
)
def test_a_text_that_is_no_date_or_two_says_why(typed: str, why: str) -> None:
    fault = read(WHEN, typed).fault

    assert fault is not None
    assert fault.rule == "not-a-date"
    assert why in fault.problem


def test_the_bare_number_behind_a_date_is_read_and_named() -> None:
    cell = read(WHEN, 46_112.604166666664)

    assert (cell.value, rules(cell)) == (dt.datetime(2026, 3, 31, 14, 30), ["date-as-text"])


def test_a_bare_number_counts_from_1904_where_the_workbook_does() -> None:
    assert read_cell(WHEN, 46_112.0 - 1462, replace(CONTEXT, date1904=True)).value == MARCH_31


@pytest.mark.parametrize("date1904", [False, True])
def test_the_digits_of_a_date_are_read_as_a_date(date1904: bool) -> None:
    assert read_cell(WHEN, 20_260_331.0, replace(CONTEXT, date1904=date1904)).value == MARCH_31


@pytest.mark.parametrize("raw", [45.0, 1e6, -3.0, True])
def test_another_number_in_a_date_column_stays_for_the_model_to_refuse(raw: Any) -> None:
    assert read(WHEN, raw) == Cell(raw)


@pytest.mark.parametrize("raw", [dt.time(9, 30), 0.4, dt.timedelta(hours=9)])
def test_a_time_without_a_date_is_a_fault(raw: Any) -> None:
    fault = read(WHEN, raw).fault

    assert fault is not None
    assert fault.problem == "The cell holds a time without a date."


@pytest.mark.parametrize("raw", [dt.datetime(1926, 3, 1), dt.datetime(3026, 3, 1), "0226-03-01"])
def test_a_year_that_cannot_be_right_is_a_fault(raw: Any) -> None:
    fault = read(WHEN, raw).fault

    assert fault is not None
    assert fault.rule == "out-of-range"


def test_hours_that_cannot_be_read_say_what_to_write() -> None:
    fault = read(HOURS, "nine to five").fault

    assert fault is not None
    assert fault.rule == "bad-hours"
    assert "09:00-12:30" in fault.action
    assert read(HOURS, " 9-17 ") == Cell("9-17")


def test_hours_that_excel_turned_into_a_date_are_a_fault() -> None:
    fault = read(HOURS, dt.datetime(2017, 1, 9)).fault

    assert fault is not None
    assert fault.rule == "bad-hours"


def test_a_time_zone_is_an_iana_name_in_any_case() -> None:
    assert read(ZONE, "Europe/London") == Cell("Europe/London")
    assert (read(ZONE, "europe/london").value, rules(read(ZONE, "europe/london"))) == (
        "Europe/London",
        ["other-spelling"],
    )


def test_a_time_zone_that_is_none_is_a_fault_and_a_city_is_completed() -> None:
    fault = read(ZONE, "Berlin").fault

    assert fault is not None
    assert (fault.rule, fault.action) == ("bad-time-zone", "Write 'Europe/Berlin'.")


@pytest.mark.parametrize(
    ("written", "action"),
    [("GMT+1", "Write 'Europe/Berlin'."), ("UTC -5", "Write 'America/New_York'."), ("UTC+45", "")],
)
def test_a_distance_from_utc_gets_a_place_of_that_distance(written: str, action: str) -> None:
    fault = read(ZONE, written).fault

    assert fault is not None
    assert (fault.rule, fault.action) == ("bad-time-zone", action)


def test_a_suggestion_never_has_another_number() -> None:
    fault = read(REFERENCE, "SVC-21").fault

    assert fault is not None
    assert fault.action == ""
