"""What measure() says equals a slow, obvious calculation, on random small frameworks and on a real log."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from pmo_workbook.epochs import NULL, wall_time
from pmo_workbook.framework import Framework
from pmo_workbook.measure import measure
from pmo_workbook.measure.judge import judge
from pmo_workbook.measure.sla import rulebook
from pmo_workbook.results import STATES
from pmo_workbook.worktime.zones import to_local
from tests.random_frameworks import AS_OF, frameworks
from tests.slow_calculation import calculate, instant, nearest_rank
from tests.small_framework import calendar, framework, sla

BPI = Path(__file__).parents[2] / "shared" / "cases" / "bpi2013-problems" / "closed.csv"


@settings(max_examples=120)
@given(frameworks())
def test_states_deadlines_and_counts_equal_those_of_the_slow_calculation(given_framework: Framework) -> None:
    slow = calculate(given_framework, AS_OF)

    rules = rulebook(given_framework, AS_OF)
    judged = judge(rules, given_framework.requests, given_framework.holds)
    clocks, names = judged.clocks, [one.sla_id for one in given_framework.slas]
    keys = [(int(row), names[sla]) for row, sla in zip(clocks.request, clocks.sla, strict=True)]
    zone = given_framework.settings.time_zone
    deadlines = dict(zip(keys, to_local(clocks.deadline, zone).tolist(), strict=True))
    assert {key: STATES[code] for key, code in zip(keys, clocks.state, strict=True)} == slow.states
    for key, deadline in slow.deadlines.items():
        assert instant(wall_time(deadlines[key]), zone) == deadline or abs(
            instant(wall_time(deadlines[key]), zone) - deadline
        ) == dt.timedelta(hours=1)
    closed = dict(enumerate(to_local(judged.closed_utc, "UTC").tolist()))
    assert {row: wall_time(at).replace(tzinfo=dt.UTC) for row, at in closed.items() if at != NULL} == {
        **slow.closed,
        **{row: wall_time(at).replace(tzinfo=dt.UTC) for row, at in closed.items() if row in slow.later and at != NULL},
    }
    assert set(judged.later.nonzero()[0].tolist()) == slow.later
    assert set(judged.left_out.nonzero()[0].tolist()) == slow.left_out
    assert_equal_counts(given_framework, AS_OF)


def assert_equal_counts(of: Framework, as_of: dt.datetime) -> tuple[int, int]:
    """Compare met, breached, both without holds, p50, p90 and mean by service level and month."""
    slow, measured = calculate(of, as_of), measure(of, as_of)
    period = {f"{month:%Y-%m}" for month in measured.period.months}
    by_month = {(one.sla_id, one.item): one for one in measured.figures if one.cut == "Month"}
    decided = {*slow.met, *slow.breached, *slow.used, *slow.plain_met, *slow.plain_breached}
    assert {key for key in decided if key[1] in period} == set(by_month)
    for key, figure in by_month.items():
        assert (figure.met, figure.breached) == (slow.met[key], slow.breached[key])
        plain = (slow.plain_met[key], slow.plain_met[key] + slow.plain_breached[key])
        if plain == (figure.met, figure.n):
            assert figure.without_holds is None
        else:
            assert figure.without_holds == (plain[0] / plain[1] if plain[1] else None)
        values = slow.used[key]
        assert (figure.p50 is None) == (not values)
        if values:
            assert figure.p50 == pytest.approx(float(nearest_rank(values, 50)))
            assert figure.p90 == pytest.approx(float(nearest_rank(values, 90)))
            assert figure.mean == pytest.approx(float(sum(values) / len(values)))
            assert figure.worst == pytest.approx(float(max(values)))
    for month in measured.months:
        name = f"{month.start:%Y-%m}"
        assert month.met == sum(n for (_, when), n in slow.met.items() if when == name)
        assert month.breached == sum(n for (_, when), n in slow.breached.items() if when == name)
    assert measured.control.left_out == len(slow.left_out)
    assert measured.control.later == len(slow.later)
    assert measured.control.no_time == list(slow.states.values()).count("No time recorded")
    return sum(one.met or 0 for one in by_month.values()), sum(one.breached or 0 for one in by_month.values())


def bpi_framework() -> Framework:
    """The closed problems as a request log: one service, one service level per impact, waits as holds."""
    cases: dict[str, list[dict[str, str]]] = defaultdict(list)
    with BPI.open(encoding="utf-8", newline="") as file:
        for event in csv.DictReader(file):
            cases[event["case:concept:name"]].append(event)
    rows, waits = [], []
    for position, (case, events) in enumerate(cases.items()):
        events.sort(key=lambda one: one["time:timestamp"])
        closings = [one for one in events if one["concept:name"] == "Completed"]
        answers = [one for one in events if one["lifecycle:transition"] == "In Progress"]
        row: dict[str, Any] = {"request_id": case, "submitted": text(events[0]), "priority": events[0]["impact"]}
        row |= {"closed": text(closings[-1])} if closings else {}
        row |= {"first_response": text(answers[0])} if answers else {}
        rows.append(row)
        for event, following in pairwise(events):
            if event["lifecycle:transition"] == "Wait":
                waits.append((position, "Requester", text(event), text(following)))
    common = {"stops_while_waiting_for": ("Requester",), "unit": "working days"}
    targets = {"High": 5.0, "Medium": 15.0, "Low": 30.0}
    slas = [sla(f"R-{impact}", priority=impact, target=target, **common) for impact, target in targets.items()]
    answer = sla("A", metric="First response", target=8.0, unit="working hours")
    return framework(
        requests=rows,
        holds=waits,
        slas=[*slas, answer],
        calendars=[calendar("OFFICE", "Europe/Stockholm")],
        priorities=("Major", "High", "Medium", "Low"),
        default_priority="Medium",
        smallest_sample=1,
    )


def text(event: dict[str, str]) -> str:
    return event["time:timestamp"][:19]


@pytest.mark.skipif(not BPI.exists(), reason="The shared cases are not beside the project.")
def test_the_real_log_of_1487_problems_is_measured_as_by_hand() -> None:
    log = bpi_framework()
    assert len(log.requests) == 1487
    assert len(log.holds) > 100

    met, breached = assert_equal_counts(log, dt.datetime(2012, 6, 1))

    assert met > 100
    assert breached > 100
    assert Counter(one.sla_id for one in log.slas).total() == 4


def test_the_slow_calculation_itself_gives_a_documented_answer() -> None:
    # GLPI documentation, service levels: 08-18, 4 h, opened 16:00 on a weekday: due 10:00 on the next working day.
    log = framework(
        requests=[{"submitted": "2026-03-03 16:00"}],
        slas=[sla(target=4.0)],
        calendars=[calendar(mon="08:00-18:00", tue="08:00-18:00", wed="08:00-18:00")],
    )

    slow = calculate(log, dt.datetime(2026, 3, 3, 17))

    assert slow.deadlines == {(0, "L1"): dt.datetime(2026, 3, 4, 10, tzinfo=dt.UTC)}
    assert NULL not in log.requests.submitted
