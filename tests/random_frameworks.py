"""Random small frameworks with a log, for property tests of measuring."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from pmo_workbook.framework import Framework
from pmo_workbook.models import Holiday
from tests.small_framework import calendar, framework, service, sla

WEEK = {"mon": "09:00-12:30, 13:30-17:00", "tue": "08:00-18:00", "wed": "09:00-17:00", "thu": "09:00-17:00"}
UNITS = ("working hours", "working days", "working days to close of business", "calendar hours", "calendar days")
AS_OF = dt.datetime(2026, 4, 8, 11, 30)


def moment_texts(first: str = "2026-02-20", days: int = 55) -> st.SearchStrategy[str]:
    """Dates, and dates with a time, more often at the edges of working time and of the change to summer time."""
    clock = st.sampled_from(["08:00", "09:00", "12:30", "13:00", "14:07", "16:30", "17:00", "17:01", "23:30", "02:30"])
    date = st.integers(0, days).map(lambda day: f"{dt.date.fromisoformat(first) + dt.timedelta(days=day)}")
    return st.one_of(date, st.tuples(date, clock).map(" ".join), st.tuples(date, clock).map(" ".join))


@st.composite
def requests(draw: st.DrawFn) -> dict[str, Any]:
    moments = sorted(draw(st.lists(moment_texts(), min_size=3, max_size=3)))
    row: dict[str, Any] = {"submitted": moments[0], "service": draw(st.sampled_from(["S1", "S2"]))}
    row["priority"] = draw(st.sampled_from(["Urgent", "Normal"]))
    if draw(st.booleans()):
        row["first_response"] = moments[1]
    if draw(st.integers(0, 3)):
        row["closed"] = moments[2]
    if draw(st.booleans()):
        row["promised"] = draw(moment_texts())
    if draw(st.integers(0, 5)) == 0:
        row["clock_start"] = draw(moment_texts())
    extra = draw(st.integers(0, 9))
    if extra == 0:
        row["status"] = "Cancelled"
    elif extra == 1:
        row["left_out_because"] = "Duplicate"
    return row


@st.composite
def frameworks(draw: st.DrawFn) -> Framework:
    rows = draw(st.lists(requests(), min_size=1, max_size=8))
    waits = []
    for _ in range(draw(st.integers(0, 8))):
        since, until = sorted([draw(moment_texts()), draw(moment_texts())])
        reason = draw(st.sampled_from(["Requester", "Requester", "Approver", "PMO", "Closed", "Closed"]))
        waits.append((draw(st.integers(0, len(rows) - 1)), reason, since, draw(st.sampled_from([until, until, None]))))
    slas = []
    for number in range(draw(st.integers(1, 6))):
        metric = draw(st.sampled_from(["First response", "Resolution", "Resolution", "Promised date"]))
        timed = metric != "Promised date"
        slas.append(
            sla(
                f"L{number}",
                service_id=draw(st.sampled_from(["S1", "S2"])),
                metric=metric,
                priority=draw(st.sampled_from([None, "All", "Urgent", "Normal"])),
                unit=draw(st.sampled_from(UNITS)) if timed else None,
                target=draw(st.sampled_from([0.0, 0.3, 1.0, 2.0, 4.5, 8.0, 16.0])) if timed else None,
                calendar=draw(st.sampled_from([None, "A", "B"])),
                stops_while_waiting_for=draw(st.sampled_from([None, ("Requester",), ("Requester", "Approver", "PMO")])),
                effective_from=draw(st.sampled_from([None, dt.date(2026, 3, 3), dt.date(2026, 3, 10)])),
                effective_to=draw(st.sampled_from([None, dt.date(2026, 3, 20)])),
                at_risk_from=draw(st.sampled_from([None, 50.0, 33.3, 100.0])),
            )
        )
    return framework(
        requests=rows,
        holds=waits,
        slas=slas,
        services=[service("S1"), service("S2", calendar="B")],
        calendars=[
            calendar("A", draw(st.sampled_from(["Europe/Berlin", "UTC"])), fri="09:00-14:00", **WEEK),
            calendar("B", "America/New_York", sun="01:00-04:00", **WEEK),
        ],
        holidays=[
            Holiday(calendar_id="All", date=dt.date(2026, 3, 11)),
            Holiday(calendar_id="A", date=dt.date(2026, 3, 18), hours="09:00-12:00"),
        ],
        time_zone=draw(st.sampled_from(["Europe/Berlin", "America/New_York"])),
        default_calendar="A",
        smallest_sample=1,
    )
