"""What a refresh ends with: counts of this week, with the days they are counted between."""

from __future__ import annotations

import datetime as dt

import pytest

from pmo_workbook.layout.news import news_sentence
from pmo_workbook.measure import measure
from pmo_workbook.results import News
from tests import build, small_report

WEEK = dt.datetime(2026, 6, 15)
"""A Monday."""


def found(as_of: dt.datetime, *asked: build.Asked) -> News:
    sla = build.sla(target=1.0, unit="calendar days", goal=90.0, metric="Resolution")
    framework = build.framework(services=[build.service()], slas=[sla], calendars=[build.calendar()], requests=asked)
    return measure(framework, as_of).news


@pytest.mark.parametrize(
    ("day", "since", "before"),
    [
        (0, -7, 4),  # on a Monday the week before is told
        (1, 0, 4),
        (3, 0, 4),
        (4, 0, 11),  # on a Friday the next one is looked to
        (6, 0, 11),
    ],
)
def test_the_week_runs_from_monday_and_looks_to_friday(day: int, since: int, before: int) -> None:
    news = found(WEEK + dt.timedelta(days=day, hours=12))
    assert news.since == (WEEK + dt.timedelta(days=since)).date()
    assert news.before == (WEEK + dt.timedelta(days=before)).date()


def test_a_breach_counts_in_the_week_in_which_its_deadline_passed() -> None:
    asked = [
        build.Asked("R-1", submitted="2026-06-13 22:00"),  # due on Sunday night
        build.Asked("R-2", submitted="2026-06-14 00:00:01"),  # due as Monday begins
        build.Asked("R-3", submitted="2026-06-15 05:00", closed="2026-06-16 16:00"),
        build.Asked("R-4", submitted="2026-06-15 05:00", closed="2026-06-16 04:00"),  # met
    ]
    assert found(WEEK + dt.timedelta(days=2, hours=12), *asked).breached == 2


def test_what_runs_out_before_friday_is_due() -> None:
    asked = [
        build.Asked("R-1", submitted="2026-06-17 01:00"),  # due on Thursday
        build.Asked("R-2", submitted="2026-06-18 00:00:01"),  # due as Friday begins
    ]
    assert found(WEEK + dt.timedelta(days=3, minutes=1), *asked).due == 1


def test_the_sentence_says_promises_breaches_and_days() -> None:
    news = News(since=dt.date(2026, 7, 6), breached=3, before=dt.date(2026, 7, 10), due=2)
    given = small_report.report(news=news)
    said = news_sentence(given)
    assert said == (
        "No promise can be judged yet. "
        "Since Monday 6 Jul: 3 new breaches, 2 due before Friday 10 Jul, 1 review overdue."
    )
