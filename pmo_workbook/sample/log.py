"""Generates the sample's log: requests, holds and feedback with the habits of a real one.

Volumes follow the seasons, most work is on time, resource allocation slips from October 2025 while two posts are
vacant and recovers in March 2026, the portfolio report is late once, and a handful of rows are dirty. A fixed seed and
only `random.Random.random` make it the same on every machine and Python.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np

from pmo_workbook.epochs import seconds_of, wall_time
from pmo_workbook.sample.dirt import with_dirt
from pmo_workbook.worktime.calendar import Calendar
from pmo_workbook.worktime.hours import parse_hours
from pmo_workbook.worktime.zones import to_local, to_utc

SEED = 20250106
FIRST_DAY = dt.date(2025, 1, 6)
AS_OF = dt.datetime(2026, 7, 9, 12)
SLIP = (dt.date(2025, 10, 1), dt.date(2026, 2, 20))
LATE_REPORT = dt.date(2026, 1, 1)
"""Month in which the portfolio report missed its date."""

_SEASON = (1.05, 1.0, 1.25, 0.9, 0.95, 1.0, 0.85, 0.65, 1.2, 1.15, 1.45, 0.6)
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Habit:
    """How requests for one service usually go.

    Attributes:
        service: Service ID.
        monthly: Requests in a usual month.
        answer: Median working hours to the first response.
        work: Median working hours to the closing.
        spread: Spread of both on a log scale; the larger, the more stragglers.
        waits: Reasons for waiting with the share of requests that wait for them.
        effort: Median hours of work.
        titles: Titles to pick from; ``{}`` is replaced by a project.
    """

    service: str
    monthly: float
    answer: float
    work: float
    spread: float
    waits: Mapping[str, float]
    effort: float
    titles: Sequence[str]


HABITS: tuple[Habit, ...] = (
    Habit(
        "SVC-01",
        23,
        1.3,
        17,
        0.5,
        {"Requester": 0.24},
        2.5,
        ("New project: {}", "Change of scope: {}", "Restart of {}"),
    ),
    Habit(
        "SVC-02",
        11,
        0.9,
        7.0,
        0.42,
        {"PMO": 0.04},
        6,
        ("Gate 2 for {}", "Gate 3 for {}", "Gate 4 for {}", "Steering group: {}"),
    ),
    Habit(
        "SVC-04",
        13,
        2.5,
        12,
        0.6,
        {"Requester": 0.15},
        4,
        ("Spend by quarter for {}", "Milestones of {}", "List of dependencies: {}"),
    ),
    Habit(
        "SVC-05",
        11,
        1.6,
        22,
        0.5,
        {"Approver": 0.12},
        3,
        ("Red risk in {}", "Issue to escalate: {}", "Supplier risk: {}"),
    ),
    Habit(
        "SVC-06",
        25,
        8.0,
        46,
        0.4,
        {"Line manager": 0.42, "Requester": 0.1},
        3.5,
        ("Business analyst for {}", "Tester for {}", "Project manager for {}", "Architect for {}"),
    ),
    Habit(
        "SVC-07", 8, 5.0, 40, 0.5, {"Requester": 0.2}, 9, ("First plan for {}", "Re-plan of {}", "Dependencies of {}")
    ),
    Habit("SVC-08", 3, 6.0, 70, 0.4, {"Requester": 0.2}, 16, ("Health check of {}",)),
    Habit(
        "SVC-09",
        15,
        3.0,
        17,
        0.5,
        {"Requester": 0.18, "Approver": 0.12},
        2,
        ("Budget change: {}", "Date change: {}", "Scope change: {}"),
    ),
    Habit("SVC-10", 8, 4.0, 60, 0.4, {}, 5, ("Foundation course", "Planning course", "Risk workshop")),
    Habit("SVC-11", 4, 4.0, 14, 0.5, {}, 1.5, ("Clinic: planning", "Clinic: stakeholders", "Coaching session")),
    Habit(
        "SVC-12",
        13,
        0.8,
        2.3,
        0.55,
        {"Supplier": 0.18},
        0.5,
        ("Planning tool account", "Licence for {}", "Template pack for {}"),
    ),
    Habit("SVC-13", 3, 6.0, 60, 0.4, {"Requester": 0.2}, 7, ("Benefits plan of {}", "Benefits check of {}")),
    Habit("SVC-14", 1.4, 6.0, 50, 0.5, {}, 3, ("Lessons from {}",)),
)
PROJECTS = (
    "Harbour cranes", "Meter roll-out", "Payroll renewal", "Grid control room", "Customer portal", "Depot Leeds",
    "Wind park North", "Data platform", "Fleet tracking", "Billing 2.0", "Substation 14", "Safety training",
    "Archive move", "Cable ring East", "Warehouse scanners", "Heat pumps", "Contract register", "Storm response",
)  # fmt: skip
PEOPLE = (
    "A. Novak", "B. Osei", "C. Lindqvist", "D. Moreau", "E. Rossi", "F. Yilmaz", "G. Patel", "H. Sato", "J. Byrne",
    "K. Andersen", "L. Costa", "M. Weber", "N. Ahmed", "O. Garcia", "P. Jansen", "R. Kowalski",
)  # fmt: skip
DESK = ("Anna", "Ben", "Chidi", "Dana", "Emil", "Fay")
GROUPS = (("STK-03", 0.5), ("STK-02", 0.25), ("STK-01", 0.1), ("STK-06", 0.08), ("STK-04", 0.05), ("STK-07", 0.02))


class _Desk:
    """Working hours of one calendar for one moment at a time, on the wall clock of its zone.

    Args:
        calendar: Its row of the sample.
        holidays: The sample's holidays.
    """

    def __init__(self, calendar: Mapping[str, Any], holidays: Sequence[Mapping[str, Any]]) -> None:
        self.zone: str = calendar["time_zone"]
        week = tuple(parse_hours(calendar.get(day)) for day in _WEEK)
        own = ("All", calendar["calendar_id"])
        closed = {row["date"]: parse_hours(row["hours"]) for row in holidays if row["calendar_id"] in own}
        self.calendar = Calendar(calendar["calendar_id"], "", self.zone, week, closed)
        self._edges = self.calendar.compile(FIRST_DAY - dt.timedelta(days=7), dt.date(2027, 12, 31))

    def after(self, moment: dt.datetime, hours: float) -> dt.datetime:
        """The moment some working hours later, to the minute."""
        at = to_utc([seconds_of(moment)], self.zone).utc
        due = self._edges.deadline(at, np.array([round(hours * 60) * 60]))
        return wall_time(int(to_local(due, self.zone)[0]) // 60 * 60)

    def open_on(self, day: dt.date) -> bool:
        """Whether there is working time on a day."""
        return bool(self.calendar.hours_of(day))


def log_rows(
    calendars: Sequence[Mapping[str, Any]], holidays: Sequence[Mapping[str, Any]]
) -> dict[str, list[dict[str, Any]]]:
    """Rows of Requests, Holds and Feedback.

    Args:
        calendars: The sample's calendars.
        holidays: The sample's holidays.

    Returns:
        Rows by sheet key, values by field name.
    """
    desks = {row["calendar_id"]: _Desk(row, holidays) for row in calendars}
    random = Random(SEED)
    office, tools = desks["UK-OFFICE"], desks["UK-EXTENDED"]
    drafts: list[dict[str, Any]] = []
    day = FIRST_DAY.replace(day=1)
    while day <= AS_OF.date():
        for habit in HABITS:
            desk = tools if habit.service == "SVC-12" else office
            drafts += [_request(random, habit, desk, moment) for moment in _arrivals(random, habit, desk, day)]
        drafts.append(_portfolio_report(random, office, day))
        day = (day + dt.timedelta(days=32)).replace(day=1)
    drafts = sorted((d for d in drafts if d["submitted"] <= AS_OF), key=lambda d: d["submitted"])
    for number, draft in enumerate(drafts, start=1):
        draft["request_id"] = f"REQ-{number:04d}"
    holds = [hold | {"request_id": d["request_id"]} for d in drafts for hold in d.pop("holds")]
    requests = [_as_seen(draft) for draft in drafts]
    seen_holds = [_hold_as_seen(hold) for hold in holds if hold["start"] <= AS_OF]
    rows = {"requests": requests, "holds": seen_holds, "feedback": _feedback(random, requests)}
    return with_dirt(rows)


def _arrivals(random: Random, habit: Habit, desk: _Desk, month: dt.date) -> list[dt.datetime]:
    """Moments at which requests come in, most of them in working hours."""
    growth = 1 + 0.05 * ((month.year - 2025) * 12 + month.month - 1) / 12
    expected = habit.monthly * _SEASON[month.month - 1] * growth * (0.77 + 0.27 * random.random())
    moments = []
    for _ in range(round(expected)):
        day = month + dt.timedelta(days=int(random.random() * 28))
        while not desk.open_on(day):
            day += dt.timedelta(days=1)
        minute = 8 * 60 + 20 + int((random.random() + random.random()) / 2 * 9.5 * 60)
        if random.random() < 0.04:
            minute = 19 * 60 + int(random.random() * 180)
        moments.append(dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=minute))
    return [moment for moment in moments if moment.date() >= FIRST_DAY]


def _request(random: Random, habit: Habit, desk: _Desk, submitted: dt.datetime) -> dict[str, Any]:
    """One request from its submission to its closing, as if the whole future were known."""
    priority = _pick(random, (("Normal", 0.62), ("High", 0.18), ("Urgent", 0.07), ("Low", 0.06), (None, 0.07)))
    slips = habit.service == "SVC-06" and SLIP[0] <= submitted.date() <= SLIP[1]
    pace = {"Urgent": 0.4, "High": 0.8}.get(priority or "", 1.0) * (1.7 if slips else 0.95)
    title = _pick(random, [(text, 1) for text in habit.titles]).format(_pick(random, [(p, 1) for p in PROJECTS]))
    start = desk.after(submitted, 1 + 6 * random.random()) if random.random() < 0.08 else None
    begin = start or submitted
    answered = desk.after(begin, habit.answer * pace * _spread(random, habit.spread))
    work = habit.work * pace * _spread(random, habit.spread)
    holds: list[dict[str, Any]] = []
    waited = 0.0
    for reason, share in habit.waits.items():
        if random.random() < share:
            waiting = (9 if reason == "Line manager" else 6) * (1.5 if slips else 1.0) * _spread(random, 0.7)
            since = desk.after(holds[-1]["until"] if holds else answered, work * 0.3 * random.random())
            holds.append({"waiting_for": reason, "start": since, "until": desk.after(since, waiting), "note": None})
            waited += waiting
    closed = max(desk.after(begin, work + waited), desk.after(answered, 0.2), *(hold["until"] for hold in holds))
    late = work > habit.work * (1.5 if slips else 2.2)
    reasons = (("PMO capacity", 0.55), ("Approver", 0.15), ("Requester", 0.1), ("Supplier", 0.1), ("Tool or data", 0.1))
    return {
        "service_id": habit.service,
        "priority": priority,
        "requester": _pick(random, [(name, 1) for name in PEOPLE]),
        "stakeholder_id": _pick(random, GROUPS),
        "title": title,
        "submitted": submitted,
        "clock_start": start,
        "promised": None,
        "first_response": answered,
        "closed": closed,
        "status": None,
        "assigned_to": _pick(random, [(name, 1) for name in DESK]),
        "late_because": _pick(random, reasons) if late else None,
        "left_out_because": _pick(random, (("Duplicate", 0.013), ("Withdrawn", 0.008), (None, 0.979))),
        "effort_hours": round(habit.effort * _spread(random, 0.5) * 4) / 4 if random.random() < 0.86 else None,
        "times_reopened": 1 if random.random() < (0.035 if habit.service == "SVC-04" else 0.012) else None,
        "cancelled": random.random() < 0.015,
        "holds": holds,
    }


def _portfolio_report(random: Random, desk: _Desk, month: dt.date) -> dict[str, Any]:
    """The portfolio report of the month before, promised for the close of its sixth working day."""
    first = dt.datetime.combine(max(month, FIRST_DAY), dt.time(9))
    while not desk.open_on(first.date()):
        first += dt.timedelta(days=1)
    days = [first + dt.timedelta(days=offset) for offset in range(20)]
    working = [day for day in days if desk.open_on(day.date())]
    published = working[7 if month == LATE_REPORT else 4 + int(random.random() * 2)]
    return {
        "service_id": "SVC-03",
        "priority": None,
        "requester": None,
        "stakeholder_id": "STK-01",
        "title": f"Portfolio report {month - dt.timedelta(days=1):%B %Y}",
        "submitted": first,
        "clock_start": None,
        "promised": dt.datetime.combine(working[5].date(), dt.time()),
        "first_response": None,
        "closed": published + dt.timedelta(hours=2 + int(random.random() * 5), minutes=int(random.random() * 60)),
        "status": None,
        "assigned_to": "Dana",
        "late_because": "Tool or data" if month == LATE_REPORT else None,
        "left_out_because": None,
        "effort_hours": round(20 + 10 * random.random()) * 1.0,
        "times_reopened": None,
        "cancelled": False,
        "holds": [],
    }


def _as_seen(draft: dict[str, Any]) -> dict[str, Any]:
    """What stands in the log at the report's moment: later events have not happened."""
    row = {name: value for name, value in draft.items() if name != "cancelled"}
    for name in ("clock_start", "first_response", "closed"):
        if row[name] is not None and row[name] > AS_OF:
            row[name] = None
    if row["closed"] is None:
        row |= {"late_because": None, "left_out_because": None, "effort_hours": None, "times_reopened": None}
    elif draft["cancelled"]:
        row["status"] = "Cancelled"
    elif row["title"].startswith("Licence") and row["submitted"].month == 2:
        # An analyst typed dates only for a while: such rows cannot be judged in hours.
        row["closed"] = dt.datetime.combine(row["closed"].date(), dt.time())
        row["first_response"] = None
    return {"request_id": row.pop("request_id"), **row}


def _hold_as_seen(hold: dict[str, Any]) -> dict[str, Any]:
    seen = {"request_id": hold["request_id"], **{k: v for k, v in hold.items() if k != "request_id"}}
    if seen["until"] > AS_OF:
        seen["until"] = None
    return seen


def _feedback(random: Random, requests: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Answers to the survey that follows a closing, less glad where the work was late."""
    rows = []
    for request in requests:
        if request["closed"] is None or request["status"] or request["left_out_because"] or random.random() > 0.19:
            continue
        late = 0.22 if request["late_because"] else 0.0
        score = _pick(random, ((5, 0.42 - late), (4, 0.38), (3, 0.13 + late / 2), (2, 0.05 + late / 2), (1, 0.02)))
        recommend = min(10, max(0, 2 * score - int(random.random() * 2.3))) if random.random() < 0.45 else None
        answered = request["closed"].date() + dt.timedelta(days=int(random.random() * 4))
        if answered <= AS_OF.date():
            rows.append(
                {
                    "date": answered,
                    "request_id": request["request_id"],
                    "service_id": None,
                    "satisfaction": score,
                    "recommend": recommend,
                    "comment": None,
                }
            )
    return sorted(rows, key=lambda row: row["date"])


def _spread(random: Random, sigma: float) -> float:
    """A factor around 1, log-normal (Box and Muller)."""
    normal = math.sqrt(-2 * math.log(1 - random.random())) * math.cos(2 * math.pi * random.random())
    return math.exp(sigma * normal)


def _pick(random: Random, weighted: Sequence[tuple[Any, float]]) -> Any:
    point = random.random() * sum(weight for _, weight in weighted)
    for value, weight in weighted:
        point -= weight
        if point < 0:
            return value
    return weighted[-1][0]
