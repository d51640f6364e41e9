"""The state of every clock: which events count, which verdict comes first, and in which month it falls."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from pmo_workbook.epochs import NULL, wall_time
from pmo_workbook.framework import Framework
from pmo_workbook.measure.judge import Judged, judge
from pmo_workbook.measure.moments import month_start, time_oddities
from pmo_workbook.measure.sla import passes, rulebook
from pmo_workbook.models import Holiday
from pmo_workbook.results import STATES
from pmo_workbook.worktime.zones import to_local
from tests.small_framework import calendar, framework, service, sla

AS_OF = dt.datetime(2026, 3, 20, 12)
DAYS_TO_CLOSE = {"unit": "working days to close of business"}


def judged(of: Framework, as_of: dt.datetime = AS_OF) -> Judged:
    return judge(rulebook(of, as_of), of.requests, of.holds)


def states(of: Framework, as_of: dt.datetime = AS_OF) -> dict[str, str]:
    """State by SLA ID, of a log with one request."""
    clocks = judged(of, as_of).clocks
    return {of.slas[index].sla_id: STATES[state] for index, state in zip(clocks.sla, clocks.state, strict=True)}


def state(request: dict[str, Any], *, as_of: str = "2026-03-20 12:00", holds: Any = (), **level: Any) -> str:
    of = framework(requests=[request], slas=[sla(**level)], holds=holds)
    (only,) = states(of, dt.datetime.fromisoformat(as_of)).values()
    return only


def month(request: dict[str, Any], **level: Any) -> dt.date:
    of = framework(requests=[request], slas=[sla(**level)])
    return month_start(int(judged(of).clocks.month[0]))


def test_exactly_on_target_is_met_and_a_second_more_is_breached() -> None:
    assert state({"submitted": "2026-03-02 09:00", "closed": "2026-03-02 17:00"}) == "Met"
    assert state({"submitted": "2026-03-02 09:00", "closed": "2026-03-03 09:00:01"}) == "Breached"


def test_a_target_used_up_at_closing_is_still_kept_in_the_evening() -> None:
    assert state({"submitted": "2026-03-02 09:00", "closed": "2026-03-02 21:00"}) == "Met"


def test_a_running_clock_over_its_target_is_breached() -> None:
    request = {"submitted": "2026-03-02 09:00"}

    assert state(request, as_of="2026-03-02 17:00") == "At risk"
    assert state(request, as_of="2026-03-03 09:01") == "Breached"


def test_a_closing_after_the_report_has_not_happened() -> None:
    request = {"submitted": "2026-03-02 09:00", "closed": "2026-03-02 13:00"}

    assert state(request, as_of="2026-03-02 12:59") == "On track"
    assert state(request, as_of="2026-03-02 13:00") == "Met"


def test_a_date_without_a_time_ends_at_the_close_of_business_of_that_day() -> None:
    request = {"submitted": "2026-03-02", "closed": "2026-03-04"}

    assert state(request, target=2.0, **DAYS_TO_CLOSE) == "Met"
    assert state(request, target=1.0, **DAYS_TO_CLOSE) == "Breached"
    assert state(request, target=2.0, as_of="2026-03-04 16:59", **DAYS_TO_CLOSE) == "At risk"


def test_a_clock_in_hours_on_a_date_without_a_time_is_not_judged() -> None:
    timed, dated = "2026-03-02 10:00", "2026-03-02"

    for unit in ("working hours", "calendar hours"):
        assert state({"submitted": dated, "closed": timed}, unit=unit) == "No time recorded"
        assert state({"submitted": timed, "closed": dated}, unit=unit) == "No time recorded"
        assert state({"submitted": dated}, unit=unit) == "No time recorded"
        assert state({"submitted": dated, "clock_start": timed, "closed": "2026-03-02 11:00"}, unit=unit) == "Met"
    assert state({"submitted": dated, "closed": dated}, unit="working days", target=1.0) == "Met"
    assert state({"submitted": dated, "closed": dated}, unit="calendar days", target=1.0) == "Met"


def test_a_request_closed_without_a_response_counts_as_answered_at_closing() -> None:
    level = {"metric": "First response", "target": 2.0}

    assert state({"submitted": "2026-03-02 09:00", "closed": "2026-03-02 11:00"}, **level) == "Met"
    assert state({"submitted": "2026-03-02 09:00", "closed": "2026-03-02 11:01"}, **level) == "Breached"
    answered = {"submitted": "2026-03-02 09:00", "first_response": "2026-03-02 10:00", "closed": "2026-03-05 10:00"}
    assert state(answered, **level) == "Met"


def test_the_clock_starts_at_clock_start_where_it_is_filled() -> None:
    request = {"submitted": "2026-03-02 09:00", "clock_start": "2026-03-04 09:00", "closed": "2026-03-04 17:00"}

    assert state(request) == "Met"


@pytest.mark.parametrize(
    ("closed", "expected"),
    [
        (None, "Left out"),
        ("2026-03-02 12:00", "Left out"),
        ("2026-03-02 17:00", "Left out"),
        ("2026-03-03 09:01", "Breached"),
    ],
)
def test_a_cancelled_request_is_left_out_unless_its_deadline_had_passed(closed: str | None, expected: str) -> None:
    assert state({"submitted": "2026-03-02 09:00", "closed": closed, "status": "Cancelled"}) == expected


def test_a_request_cancelled_after_the_report_is_still_open() -> None:
    request = {"submitted": "2026-03-02 09:00", "closed": "2026-03-02 12:00", "status": "Cancelled"}

    assert state(request, as_of="2026-03-02 10:00") == "On track"


def test_a_response_in_time_stays_met_when_the_request_is_cancelled_after_that_deadline() -> None:
    times = {"submitted": "2026-03-02 09:00", "first_response": "2026-03-02 10:00", "closed": "2026-03-04 10:00"}
    levels = [sla("F", metric="First response", target=2.0), sla("R", target=40.0)]
    of = framework(requests=[{**times, "status": "Cancelled"}], slas=levels)

    assert states(of) == {"F": "Met", "R": "Left out"}
    assert not judged(of).left_out[0]


def test_left_out_because_comes_before_every_other_state() -> None:
    request = {"submitted": "2026-03-02", "closed": "2026-03-09", "left_out_because": "Duplicate"}

    assert state(request) == "Left out"


def test_a_promised_date_is_kept_through_its_end_and_a_promised_time_up_to_it() -> None:
    level = {"metric": "Promised date", "target": None, "unit": None}
    by_date = {"submitted": "2026-03-02 09:00", "promised": "2026-03-05"}
    by_time = {"submitted": "2026-03-02 09:00", "promised": "2026-03-05 12:00"}

    assert state({**by_date, "closed": "2026-03-05 23:59:59"}, **level) == "Met"
    assert state({**by_date, "closed": "2026-03-06 00:00:01"}, **level) == "Breached"
    assert state({**by_date, "closed": "2026-03-05"}, **level) == "Met"
    assert state({**by_time, "closed": "2026-03-05 12:00"}, **level) == "Met"
    assert state({**by_time, "closed": "2026-03-05 12:00:01"}, **level) == "Breached"


def test_a_promise_is_at_risk_by_working_time_and_no_hold_moves_it() -> None:
    level = {"metric": "Promised date", "target": None, "unit": None, "stops_while_waiting_for": ("Requester",)}
    request = {"submitted": "2026-03-02 09:00", "promised": "2026-03-05 17:00"}
    hold = [(0, "Requester", "2026-03-02 10:00", None)]

    assert state(request, as_of="2026-03-04 16:59", holds=hold, **level) == "On track"
    assert state(request, as_of="2026-03-04 17:00", holds=hold, **level) == "At risk"
    assert state(request, as_of="2026-03-05 17:01", holds=hold, **level) == "Breached"


def test_without_a_promise_there_is_no_clock() -> None:
    of = framework(
        requests=[{"submitted": "2026-03-02 09:00"}], slas=[sla(metric="Promised date", target=None, unit=None)]
    )

    assert states(of) == {}
    assert judged(of).clockless[0]


def test_a_hold_counts_only_for_the_reasons_of_the_service_level_and_never_for_the_pmo() -> None:
    request = {"submitted": "2026-03-02 09:00", "closed": "2026-03-03 12:00"}
    counted = {"stops_while_waiting_for": ("Requester", "PMO")}

    def verdict(reason: str) -> str:
        return state(request, holds=[(0, reason, "2026-03-02 10:00", "2026-03-02 17:00")], **counted)

    assert verdict("Requester") == "Met"
    assert verdict("Approver") == "Breached"
    assert verdict("PMO") == "Breached"


def test_an_open_hold_lasts_to_the_report_and_only_a_hold_that_counts_puts_a_clock_on_hold() -> None:
    request = {"submitted": "2026-03-02 09:00"}
    level = {"stops_while_waiting_for": ("Requester",)}

    def as_of_later(reason: str, until: str | None) -> str:
        holds = [(0, reason, "2026-03-02 10:00", until)]
        return state(request, as_of="2026-03-05 09:00", holds=holds, **level)

    assert as_of_later("Requester", None) == "On hold"
    assert as_of_later("Requester", "2026-03-09 09:00") == "On hold"
    assert as_of_later("Supplier", None) == "Breached"
    assert as_of_later("Requester", "2026-03-04 16:00") == "On track"


def test_a_breached_clock_is_not_on_hold() -> None:
    holds = [(0, "Requester", "2026-03-04 10:00", None)]

    assert state({"submitted": "2026-03-02 09:00"}, holds=holds, stops_while_waiting_for=("Requester",)) == "Breached"


def test_met_falls_in_the_month_of_the_stop_and_breached_in_that_of_the_deadline() -> None:
    assert month({"submitted": "2026-01-30 16:00", "closed": "2026-02-02 10:00"}) == dt.date(2026, 2, 1)
    assert month({"submitted": "2026-01-30 09:00", "closed": "2026-03-02 10:00"}) == dt.date(2026, 1, 1)
    assert month({"submitted": "2026-01-30 09:00"}) == dt.date(2026, 1, 1)


def test_months_are_those_of_the_logs_zone() -> None:
    of = framework(
        requests=[{"submitted": "2026-02-27 16:00", "closed": "2026-03-01 01:00"}],
        slas=[sla()],
        calendars=[calendar("NY", "America/New_York")],
        time_zone="Europe/Berlin",
    )

    assert month_start(int(judged(of).clocks.month[0])) == dt.date(2026, 3, 1)


def test_the_month_of_a_missed_deadline_is_that_of_the_logs_zone() -> None:
    of = framework(
        requests=[{"submitted": "2026-02-27 17:00"}],
        slas=[sla(target=6.0)],
        calendars=[calendar("NY", "America/New_York", fri="09:00-23:00")],
        time_zone="Asia/Tokyo",
    )
    night = framework(
        requests=[{"submitted": "2026-02-28 08:00"}],
        slas=[sla(target=5.0, unit="calendar hours")],
        time_zone="America/New_York",
    )
    late = framework(
        requests=[{"submitted": "2026-02-28 20:00"}],
        slas=[sla(target=3.0, unit="calendar hours")],
        time_zone="America/New_York",
    )

    months = [month_start(int(judged(one).clocks.month[0])) for one in (of, night, late)]

    assert months == [dt.date(2026, 2, 1)] * 3


def test_a_request_closed_on_a_date_is_open_until_its_services_close_of_business() -> None:
    of = framework(requests=[{"submitted": "2026-03-02 10:00", "closed": "2026-03-20"}], slas=[sla()])

    assert judged(of, dt.datetime(2026, 3, 20, 16, 59)).is_open[0]
    assert not judged(of, dt.datetime(2026, 3, 20, 17)).is_open[0]


def test_of_two_equal_service_levels_the_upper_row_applies() -> None:
    of = framework(requests=[{"submitted": "2026-03-02 10:00"}], slas=[sla("UPPER"), sla("LOWER")])

    assert set(states(of)) == {"UPPER"}


def test_a_promise_for_the_last_day_of_a_month_is_missed_in_that_month() -> None:
    level = {"metric": "Promised date", "target": None, "unit": None}
    request = {"submitted": "2026-02-02 09:00", "promised": "2026-02-28", "closed": "2026-03-02 10:00"}

    assert month(request, **level) == dt.date(2026, 2, 1)


def test_the_own_priority_comes_before_all_then_the_latest_effective_from() -> None:
    levels = [
        sla("ALL", target=1.0, effective_from=dt.date(2026, 3, 1)),
        sla("OLD", target=2.0, priority="Normal"),
        sla("NEW", target=3.0, priority="Normal", effective_from=dt.date(2026, 2, 1)),
        sla("OTHER", target=4.0, priority="Urgent"),
    ]

    def applies(**request: Any) -> set[str]:
        return set(states(framework(requests=[{"submitted": "2026-03-02 10:00", **request}], slas=levels)))

    assert applies() == {"NEW"}
    assert applies(submitted="2026-01-31 10:00") == {"OLD"}
    assert applies(priority="Low") == {"ALL"}
    assert applies(priority="Low", submitted="2026-02-20 10:00") == set()


def test_the_day_a_service_level_begins_is_that_of_the_calendars_zone() -> None:
    levels = [sla("OLD", effective_to=dt.date(2026, 3, 1)), sla("NEW", effective_from=dt.date(2026, 3, 2))]

    def applies(submitted: str) -> set[str]:
        of = framework(
            requests=[{"submitted": submitted}],
            slas=levels,
            calendars=[calendar("NY", "America/New_York")],
            time_zone="Europe/Berlin",
        )
        return set(states(of))

    assert applies("2026-03-02 05:59") == {"OLD"}
    assert applies("2026-03-02 06:00") == {"NEW"}
    assert applies("2026-03-02") == {"NEW"}


def test_a_service_level_uses_its_own_calendar_then_the_services_then_the_default_then_the_only_one() -> None:
    calendars = [calendar(name, mon=hours) for name, hours in (("A", "09:00-10:00"), ("B", "09:00-11:00"))]
    calendars.append(calendar("C", mon="09:00-12:00"))

    def closes(own: str | None, of_service: str | None, **given: Any) -> float:
        of = framework(
            requests=[{"submitted": "2026-03-02 08:00", "closed": "2026-03-02 20:00"}],
            slas=[sla(calendar=own)],
            services=[service(calendar=of_service)],
            **{"calendars": calendars, **given},
        )
        return float(judged(of).clocks.net[0]) / 3600

    assert closes("A", "B", default_calendar="C") == 1.0
    assert closes(None, "B", default_calendar="C") == 2.0
    assert closes(None, None, default_calendar="C") == 3.0
    assert closes(None, None, calendars=calendars[:1]) == 1.0


def test_without_a_calendar_only_calendar_time_is_measured() -> None:
    two = [calendar("A"), calendar("B")]
    levels = [sla("W", metric="First response"), sla("C", unit="calendar hours", target=48.0)]

    of = framework(requests=[{"submitted": "2026-03-02 09:00"}], slas=levels, calendars=two)

    assert states(of, dt.datetime(2026, 3, 3, 9)) == {"C": "On track"}


def test_holidays_close_one_calendar_or_all_and_may_have_hours() -> None:
    of = framework(
        requests=[{"submitted": "2026-03-02 09:00", "closed": "2026-03-04 17:00"}],
        slas=[sla()],
        holidays=[
            Holiday(calendar_id="All", date=dt.date(2026, 3, 3)),
            Holiday(calendar_id="OFFICE", date=dt.date(2026, 3, 4), hours="09:00-12:00"),
            Holiday(calendar_id="OTHER", date=dt.date(2026, 3, 2)),
        ],
    )

    assert int(judged(of).clocks.net[0]) == 11 * 3600


def test_a_request_submitted_later_has_no_clock() -> None:
    of = framework(requests=[{"submitted": "2026-03-20 12:01"}, {"submitted": "2026-03-20 12:00"}], slas=[sla()])

    result = judged(of)

    assert result.later.tolist() == [True, False]
    assert result.clocks.request.tolist() == [1]


def test_the_deadline_moves_by_the_working_time_on_hold() -> None:
    of = framework(
        requests=[{"submitted": "2026-03-02 09:00"}],
        slas=[sla(stops_while_waiting_for=("Requester",))],
        holds=[(0, "Requester", "2026-03-02 15:00", "2026-03-03 10:00")],
    )

    deadline = int(to_local(judged(of).clocks.deadline, "UTC")[0])

    assert wall_time(deadline) == dt.datetime(2026, 3, 3, 12)


def test_at_risk_compares_exactly() -> None:
    from fractions import Fraction

    third = Fraction("33.3")

    assert passes(np.array([332, 333, NULL]), np.array([1000, 1000, 1000]), third).tolist() == [False, True, False]
    assert passes(np.array([2**50]), 2**51, Fraction(50)).tolist() == [True]
    assert passes(np.array([2**50 - 1]), 2**51, Fraction(50)).tolist() == [False]


def test_times_that_do_not_exist_or_exist_twice_are_named() -> None:
    of = framework(
        requests=[
            {"submitted": "2026-03-29 02:30", "closed": "2026-10-25 02:30"},
            {"submitted": "2026-03-29 03:00", "closed": "2026-10-25"},
        ],
        holds=[(0, "Requester", "2026-03-29", "2026-03-29 02:59")],
        time_zone="Europe/Berlin",
    )

    found = {(one.sheet, one.field): (one.skipped.tolist(), one.ambiguous.tolist()) for one in time_oddities(of)}

    assert found == {
        ("requests", "submitted"): ([0], []),
        ("requests", "closed"): ([], [0]),
        ("holds", "until"): ([0], []),
    }
