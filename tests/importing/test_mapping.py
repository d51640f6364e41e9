"""A mapping file is understood, or says what is wrong with it in the words of one who writes it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from pmo_workbook.errors import InputError
from pmo_workbook.importing.durations import duration_in
from pmo_workbook.importing.mapping import Mapping, read_mapping
from pmo_workbook.importing.patterns import matches


def read(tmp_path: Path, text: str) -> Mapping:
    path = tmp_path / "log.toml"
    path.write_bytes(text.encode())
    return read_mapping(path)


def test_one_word_stands_for_a_list_of_one(tmp_path: Path) -> None:
    mapping = read(tmp_path, '[events]\ncase = "a"\ntime = "b"\nstatus = "c"\nclosed = "Done"\n')
    assert mapping.events is not None
    assert (mapping.events.status, mapping.events.closed) == (("c",), ("Done",))


def test_dates_are_told_for_the_file_or_by_column(tmp_path: Path) -> None:
    assert read(tmp_path, 'dates = "day first"').dates_of("Created") == "day first"
    by_column = read(tmp_path, '[dates]\n"Created " = "%d.%m.%Y"\n"*" = "month first"')
    assert (by_column.dates_of("created"), by_column.dates_of("Done")) == ("%d.%m.%Y", "month first")
    assert read(tmp_path, "").dates_of("Created") is None


def test_a_byte_order_mark_of_windows_is_no_part_of_it(tmp_path: Path) -> None:
    assert read(tmp_path, '\ufeffzone = "Europe/Berlin"').zone == "Europe/Berlin"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[collumns]\n"A" = "b"', "'collumns' is none of the keys of a mapping: sheet, .*; is 'columns' meant?"),
        ('[events]\ncase="a"\nstatus="c"\nclosed="d"\ntim="b"', "section [events] needs a line 'time = …'"),
        ("zone = 3", "'zone' must be a text in quotes; it is '3'"),
        ('header_row = "two"', "'header_row' must be a whole number; it is 'two'"),
        ("header_row = 0", "'header_row' must be 1 or more; it is '0'"),
        ('delimiter = ";;"', "'delimiter' must be one sign; it is ';;'"),
        ('repair = "swop"', "'repair' must be 'swap' or 'keep'; it is 'swop'"),
        ("columns = 3", "'columns' must be a section with a line for each word; it is '3'"),
        ('[[holds]]\nstatus = 3\nwaiting_for = "x"', "'status' in [[holds]] number 1 must be a list such as"),
        ('[waited]\nunit = "weeks"', "'unit' in [waited] must be 'seconds', 'minutes' or 'hours'; it is 'weeks'"),
        ('[columns]\n"Clsd" = "x"', "does not have: Clsd.* Is Closed meant?"),
        ('blank_clears = ["Clsd"]', "does not have: Clsd"),
        ('[columns]\n"Closed" = "x"\n"closed*" = "y"', "names a column twice in one section: Closed"),
        ("a = " + "[" * 5000, "nested too deeply"),
        ("a = ", "not valid TOML"),
    ],
)
def test_a_slip_is_told_in_plain_words(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputError) as error:
        read(tmp_path, text)
    start, _, end = said.partition(".*")
    assert start in str(error.value)
    assert end in str(error.value)
    assert "pydantic" not in str(error.value)


def test_all_slips_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        read(tmp_path, 'zone = 3\nsheat = "x"\n[waited]\nunit = 4')
    assert len(str(error.value).splitlines()) == 4


@pytest.mark.parametrize(
    ("word", "pattern", "expected"),
    [
        ("Waiting for customer", "waiting*", True),
        ("C012 / Sales / Support", "C0* / Sales / *", True),
        ("C112 / Sales / Support", "C0* / Sales / *", False),
        ("[x]", "[X]", True),
        ("x", "[x]", False),
        ("a\nb", "a*b", True),
        ("ab", "a?b", False),
    ],
)
def test_a_pattern_means_what_it_says(word: str, pattern: str, expected: bool) -> None:
    assert matches(word, [pattern]) is expected


@pytest.mark.parametrize(
    ("raw", "unit", "hours"),
    [
        ("1:30", None, 1.5),
        ("26:00:36", None, 26.01),
        ("2h 15m", None, 2.25),
        ("PT2H15M", None, 2.25),
        ("90 minutes", None, 1.5),
        ("1,5 hours", None, 1.5),
        (5400.0, "seconds", 1.5),
        ("90", "minutes", 1.5),
        (dt.timedelta(hours=30), None, 30),
        (dt.time(1, 30), None, 1.5),
    ],
)
def test_a_duration_is_read(raw: object, unit: str | None, hours: float) -> None:
    assert duration_in(raw, unit) == dt.timedelta(hours=hours)


@pytest.mark.parametrize(
    ("raw", "unit", "why"),
    [
        ("1d 2h", None, "days or weeks"),
        ("P1DT2H", None, "days or weeks"),
        ("2 weeks", None, "days or weeks"),
        ("90", None, "without a unit"),
        (-3.0, "hours", "not a duration"),
        ("soon", None, "not a duration"),
        ("", None, "not a duration"),
        (True, "hours", "not a duration"),
    ],
)
def test_what_is_no_duration_or_may_be_two_is_refused(raw: object, unit: str | None, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        duration_in(raw, unit)
