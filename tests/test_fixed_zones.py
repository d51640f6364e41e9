"""A zone that is a distance from UTC is told from a place, and gets a place to be named instead."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo, available_timezones

import pytest

from pmo_workbook.framework import Framework
from pmo_workbook.rules import zones
from pmo_workbook.settings import Chosen
from pmo_workbook.worktime.fixed_zones import hours_ahead, place_at
from tests import build
from tests.build import AS_OF

WINTER, SUMMER = dt.datetime(2026, 1, 1), dt.datetime(2026, 7, 1)
UTC = {"UTC", "UCT", "Zulu", "Universal", "Etc/UTC", "Etc/UCT", "Etc/Zulu", "Etc/Universal"}


def found(framework: Framework) -> list[tuple[str, str, str, str]]:
    return [(one.sheet, one.value, one.problem, one.action) for one in zones.fixed_zone(framework, AS_OF)]


@pytest.mark.parametrize("name", sorted(available_timezones()))
def test_what_the_database_knows_as_a_distance_is_recognised_and_rightly_read(name: str) -> None:
    hours = hours_ahead(name)

    if hours is not None:
        assert ZoneInfo(name).utcoffset(WINTER) == ZoneInfo(name).utcoffset(SUMMER) == dt.timedelta(hours=hours)
    assert (hours is not None) == ((name.startswith("Etc/") and name not in UTC) or name in GIVEN)


GIVEN = {"EST", "MST", "HST", "GMT", "GMT0", "GMT+0", "GMT-0", "Greenwich"}


@pytest.mark.parametrize("hours", range(-11, 15))
def test_the_place_for_a_distance_has_that_distance_in_its_winter(hours: int) -> None:
    zone = ZoneInfo(place_at(hours))

    assert dt.timedelta(hours=hours) == min(zone.utcoffset(moment) or dt.timedelta() for moment in (WINTER, SUMMER))


@pytest.mark.parametrize(
    ("name", "hours"), [("UTC+1", 1), ("GMT -5", -5), ("utc-03:00", -3), ("UTC+5:30", None), ("EST5EDT", None)]
)
def test_what_people_write_counts_to_the_east(name: str, hours: int | None) -> None:
    assert hours_ahead(name) == hours


def test_a_calendar_in_a_fixed_zone_gets_a_warning_with_the_place_to_name() -> None:
    of = build.framework(calendars=[build.calendar(time_zone="EST"), build.calendar("TOKYO", time_zone="Etc/GMT-9")])

    assert found(of) == [
        (
            "Calendars",
            "EST",
            "EST is 5 hours behind UTC all year, without summer time.",
            "Write the place, such as America/New_York.",
        ),
        (
            "Calendars",
            "Etc/GMT-9",
            "Etc/GMT-9 is 9 hours ahead of UTC all year, without summer time.",
            "Write the place, such as Asia/Tokyo.",
        ),
    ]


def test_the_zone_of_the_log_is_looked_at_too() -> None:
    of = build.framework(settings=Chosen(time_zone="HST"))

    ((sheet, value, problem, action),) = found(of)
    assert (sheet, value) == ("Settings", "HST")
    assert "10 hours behind UTC" in problem
    assert action == "Write the place, such as Pacific/Honolulu."


@pytest.mark.parametrize("zone", ["UTC", "Etc/UTC", "Asia/Kolkata", "Europe/Berlin", "EST5EDT", "CET"])
def test_utc_and_places_are_fine(zone: str) -> None:
    assert found(build.framework(calendars=[build.calendar(time_zone=zone)], settings=Chosen(time_zone=zone))) == []


def test_a_distance_at_which_nobody_lives_gets_the_general_advice() -> None:
    of = build.framework(calendars=[build.calendar(time_zone="Etc/GMT+12")])

    assert [action for *_, action in found(of)] == ["Write the place, such as Europe/London."]
