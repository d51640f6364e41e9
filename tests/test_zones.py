import datetime as dt
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmo_workbook.epochs import NULL
from pmo_workbook.worktime.zones import Transition, is_zone, to_local, to_utc, transitions

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Europe/Moscow",
    "Africa/Casablanca",
    "America/St_Johns",
    "Pacific/Apia",
    "Asia/Beirut",
    "America/Recife",
    "Pacific/Kiritimati",
    "UTC",
)
EPOCH = dt.datetime(1970, 1, 1)
UTC = dt.UTC


def wall(text: str) -> int:
    return int((dt.datetime.fromisoformat(text) - EPOCH).total_seconds())


def show(seconds: int) -> str:
    return (EPOCH + dt.timedelta(seconds=int(seconds))).isoformat(sep=" ")


def slow_utc(local: int, zone: str) -> tuple[int, bool, bool]:
    """One time by the standard library: fold=0, and what fold=1 says about gaps and overlaps."""
    info = ZoneInfo(zone)
    early = (EPOCH + dt.timedelta(seconds=local)).replace(tzinfo=info)
    first, second = (local - int(early.replace(fold=fold).utcoffset().total_seconds()) for fold in (0, 1))
    return first, second < first, second > first


@pytest.mark.parametrize(
    ("zone", "local", "utc", "skipped", "ambiguous"),
    [
        ("Europe/Berlin", "2024-03-31 01:59:59", "2024-03-31 00:59:59", False, False),
        ("Europe/Berlin", "2024-03-31 02:00:00", "2024-03-31 01:00:00", True, False),
        ("Europe/Berlin", "2024-03-31 02:59:59", "2024-03-31 01:59:59", True, False),
        ("Europe/Berlin", "2024-03-31 03:00:00", "2024-03-31 01:00:00", False, False),
        ("Europe/Berlin", "2024-10-27 01:59:59", "2024-10-26 23:59:59", False, False),
        ("Europe/Berlin", "2024-10-27 02:00:00", "2024-10-27 00:00:00", False, True),
        ("Europe/Berlin", "2024-10-27 02:59:59", "2024-10-27 00:59:59", False, True),
        ("Europe/Berlin", "2024-10-27 03:00:00", "2024-10-27 02:00:00", False, False),
        ("America/New_York", "2024-03-10 02:30:00", "2024-03-10 07:30:00", True, False),
        ("America/New_York", "2024-11-03 01:30:00", "2024-11-03 05:30:00", False, True),
        ("Australia/Lord_Howe", "2024-10-06 02:15:00", "2024-10-05 15:45:00", True, False),
        ("Australia/Lord_Howe", "2024-10-06 02:30:00", "2024-10-05 15:30:00", False, False),
        ("Australia/Lord_Howe", "2024-04-07 01:29:59", "2024-04-06 14:29:59", False, False),
        ("Australia/Lord_Howe", "2024-04-07 01:45:00", "2024-04-06 14:45:00", False, True),
        ("Pacific/Apia", "2011-12-30 12:00:00", "2011-12-30 22:00:00", True, False),
        ("Europe/Moscow", "2014-10-26 01:30:00", "2014-10-25 21:30:00", False, True),
    ],
)
def test_a_change_of_clocks_is_exact_to_the_second(
    zone: str, local: str, utc: str, skipped: bool, ambiguous: bool
) -> None:
    result = to_utc([wall(local)], zone)

    assert (utc, skipped, ambiguous) == (show(result.utc[0]), result.skipped[0], result.ambiguous[0])


def test_a_time_that_does_not_exist_shows_moved_forward_by_the_gap() -> None:
    skipped = to_utc([wall("2024-03-31 02:20:00")], "Europe/Berlin")

    assert show(to_local(skipped.utc, "Europe/Berlin")[0]) == "2024-03-31 03:20:00"


@settings(max_examples=150)
@given(st.data())
def test_columns_agree_with_the_standard_library_one_by_one(data: st.DataObject) -> None:
    zone = data.draw(st.sampled_from(ZONES))
    changes = transitions(zone, wall("1989-01-01"), wall("2101-01-01")) or (Transition(0, 0, 0),)
    anywhere = st.integers(wall("1990-01-01"), wall("2101-01-01"))
    nearby = st.builds(
        lambda change, shift: change.at + change.before + shift,
        st.sampled_from(changes),
        st.one_of(st.integers(-90_000, 90_000), st.sampled_from([-3601, -3600, -1801, -1800, -1, 0, 1, 1800, 3600])),
    )
    column = data.draw(st.lists(st.one_of(nearby, anywhere), min_size=1, max_size=20))

    result = to_utc(column, zone)

    assert [slow_utc(value, zone) for value in column] == list(
        zip(result.utc.tolist(), result.skipped.tolist(), result.ambiguous.tolist(), strict=True)
    )
    instants = [dt.datetime.fromtimestamp(value, UTC).astimezone(ZoneInfo(zone)) for value in column]
    assert [wall(str(instant.replace(tzinfo=None))) for instant in instants] == to_local(column, zone).tolist()


@pytest.mark.parametrize("zone", ZONES)
def test_changes_are_the_same_as_those_found_by_looking_at_every_half_hour(zone: str) -> None:
    info, first, last = ZoneInfo(zone), wall("2010-12-20"), wall("2012-01-10")
    offsets = [
        int(dt.datetime.fromtimestamp(at, info).utcoffset().total_seconds()) for at in range(first, last + 1, 1800)
    ]
    found = [
        (first + 1800 * (index + 1), before, after)
        for index, (before, after) in enumerate(pairwise(offsets))
        if before != after
    ]

    # St. John's changed its clocks at one minute past midnight until 2011.
    rounded = [(-(-change.at // 1800) * 1800, change.before, change.after) for change in transitions(zone, first, last)]
    assert found == rounded


def test_changes_are_listed_between_two_instants_both_included() -> None:
    spring = Transition(wall("2024-03-31 01:00"), 3600, 7200)
    autumn = Transition(wall("2024-10-27 01:00"), 7200, 3600)

    assert (spring, autumn) == transitions("Europe/Berlin", spring.at, autumn.at)
    assert transitions("Europe/Berlin", spring.at + 1, autumn.at - 1) == ()


def test_a_change_at_the_very_turn_of_the_year_is_found_once() -> None:
    assert transitions("Antarctica/Casey", wall("1968-01-01"), wall("1970-01-01")) == (
        Transition(wall("1969-01-01"), 0, 28_800),
    )
    assert to_local([wall("1969-01-01") - 1, wall("1969-01-01")], "Antarctica/Casey").tolist() == [
        wall("1969-01-01") - 1,
        wall("1969-01-01 08:00"),
    ]
    assert to_utc([wall("1969-01-01 04:00")], "Antarctica/Casey").skipped.all()


@pytest.mark.parametrize(
    ("zone", "first", "last", "days"),
    [("America/Recife", "2000-10-01", "2000-10-31", 7), ("Africa/Casablanca", "2024-03-01", "2024-05-01", 35)],
)
def test_two_changes_shortly_after_each_other_are_both_found(zone: str, first: str, last: str, days: int) -> None:
    there, back = transitions(zone, wall(first), wall(last))

    assert (there.before, there.after) == (back.after, back.before)
    assert days == round((back.at - there.at) / 86_400)


def test_missing_times_stay_missing_and_are_not_flagged() -> None:
    result = to_utc([NULL, 0, NULL], "Europe/Berlin")

    assert result.utc.tolist() == [NULL, -3600, NULL]
    assert not result.skipped.any()
    assert not result.ambiguous.any()
    assert to_local([NULL, 0], "Europe/Berlin").tolist() == [NULL, 3600]


def test_a_column_without_any_time_is_converted() -> None:
    assert to_utc([], "Europe/Berlin").utc.tolist() == []
    assert to_utc([NULL], "Europe/Berlin").utc.tolist() == [NULL]
    assert to_local([NULL], "Europe/Berlin").tolist() == [NULL]


def test_years_no_log_can_have_are_missing_not_wrong() -> None:
    far = [wall("1700-01-01"), wall("2600-01-01"), wall("2024-01-01")]

    assert [NULL, NULL, wall("2024-01-01")] == to_utc(far, "UTC").utc.tolist()
    assert [NULL, NULL, wall("2024-01-01")] == to_local(far, "UTC").tolist()


def test_the_shape_of_a_table_is_kept() -> None:
    table = np.zeros((2, 3), dtype=np.int64)

    assert to_utc(table, "Asia/Kolkata").utc.shape == (2, 3)
    assert to_local(table, "Asia/Kolkata").shape == (2, 3)


@pytest.mark.parametrize("name", ["Europe/Berlni", "", "../etc/passwd", "/etc", "Europe", "CET+1x"])
def test_a_zone_that_does_not_exist_is_recognised(name: str) -> None:
    assert not is_zone(name)
    assert is_zone("Europe/Berlin")


def test_converting_with_an_unknown_zone_raises() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        to_utc([], "Europe/Berlni")
