"""The input sheets: one model each, every column defined once.

Field order is column order. See `columns.column` for what a description holds. The log sheets (Requests, Holds,
Feedback) are in `logs`.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pmo_workbook.columns import ALL, EACH_ID, Hours, InOrder, Row, column
from pmo_workbook.metrics import MetricName, Unit
from pmo_workbook.settings import CLOSED_REASON

YesNo = Literal["Yes", "No"]
Category = Literal[
    "Governance",
    "Risk management",
    "Training and development",
    "Resource allocation",
    "Planning support",
    "Reporting and metrics",
    "Strategic alignment",
    "Other",
]
RaciCode = Literal["R", "A", "C", "I", "A/R"]
OpeningHours = Annotated[str, Hours()]


class Purpose(Row):
    """Step 1: what the PMO is there for."""

    purpose_id: str = column(
        "Purpose ID", "Short id, unique on this sheet.", example="P1", width=13, unique=True, max_length=EACH_ID
    )
    focus_area: str = column(
        "Focus area",
        "Governance, project support, resource management, training, strategic alignment, or your own word.",
        example="Governance",
        width=24,
        max_length=80,
    )
    statement: str = column(
        "Statement", "One sentence: what the PMO is there for in this area.", width=80, max_length=1000
    )
    success_measure: str | None = column("Success measure", "How you would see that it works.", width=46, optional=True)


class Stakeholder(Row):
    """Step 2: a group the PMO works for."""

    stakeholder_id: str = column(
        "Stakeholder ID", "Short id, unique on this sheet.", example="STK-01", width=15, unique=True, max_length=EACH_ID
    )
    group: str = column("Group", "Name of the group.", example="Executive sponsors", width=30, max_length=120)
    kind: Literal["Senior management", "Project manager", "Team member", "Client", "Other"] | None = column(
        "Kind", "What kind of group it is.", width=20, optional=True
    )
    business_unit: str | None = column("Business unit", "Where the group belongs.", width=22, optional=True)
    email: tuple[str, ...] | None = column(
        "Email", "One or more addresses, separated by commas.", example="sponsors@example.org", width=38, optional=True
    )
    receives_report: YesNo | None = column("Receives report", "Yes: gets the published copy.", width=17, optional=True)


class Need(Row):
    """Step 2: something a stakeholder group needs."""

    need_id: str = column(
        "Need ID", "Short id, unique on this sheet.", example="N-01", width=11, unique=True, max_length=EACH_ID
    )
    stakeholder_id: str = column(
        "Stakeholder ID", "Whose need it is.", example="STK-01", width=15, refs=("stakeholders",)
    )
    need: str = column("Need", "The need in the stakeholder's words.", width=60, max_length=1000)
    gathered_by: Literal["Interview", "Survey", "Workshop", "Other"] = column(
        "Gathered by", "How you learned of it.", width=14
    )
    date: dt.date | None = column("Date", "When you learned of it.", example="2026-01-15", width=13, optional=True)
    priority: Literal["High", "Medium", "Low"] | None = column(
        "Priority", "How much it matters to them.", width=11, optional=True
    )
    evidence: str | None = column("Evidence", "What shows it: answers, interviews, notes.", width=30, optional=True)
    services: tuple[str, ...] | None = column(
        "Services",
        "Service IDs that answer the need, separated by commas.",
        example="SVC-03, SVC-08",
        width=24,
        optional=True,
        refs=("services",),
    )
    gap_today: str | None = column("Gap today", "What is missing now.", width=40, optional=True)
    met: Literal["Yes", "Partly", "No"] | None = column("Met", "Is the need met today?", width=9, optional=True)


class Service(Row):
    """Steps 3 to 5: a service and its description."""

    service_id: str = column(
        "Service ID", "Short id, unique on this sheet.", example="SVC-01", width=12, unique=True, max_length=EACH_ID
    )
    name: str = column("Name", "What requesters call it.", example="Project intake", width=34, max_length=120)
    category: Category = column("Category", "Kind of core service.", width=26)
    purposes: tuple[str, ...] | None = column(
        "Purposes",
        "Purpose IDs it serves, separated by commas.",
        example="P1, P5",
        width=14,
        optional=True,
        refs=("purposes",),
    )
    objective: str = column("Objective", "What it achieves, in one sentence.", width=60, max_length=1000)
    in_scope: str = column("In scope", "What is included.", width=60, max_length=2000)
    out_of_scope: str | None = column("Out of scope", "What is not included.", width=46, optional=True)
    audience: tuple[str, ...] = column(
        "Audience",
        "Stakeholder IDs, separated by commas, or All.",
        example="STK-01, STK-02",
        width=24,
        refs=("stakeholders",),
        also=(ALL,),
    )
    delivery_model: tuple[str, ...] = column(
        "Delivery model",
        "How it is delivered, separated by commas: In person, Online, Training session, Automated tool.",
        example="In person, Online",
        width=28,
    )
    how_to_request: str = column("How to request", "Where a requester starts.", width=34, max_length=1000)
    prerequisites: str | None = column(
        "Prerequisites", "What must be there before work starts.", width=34, optional=True
    )
    process: str | None = column("Process", "The steps, in order.", width=60, optional=True)
    tools_and_templates: str | None = column("Tools and templates", "What is used.", width=40, optional=True)
    owner_role: str = column(
        "Owner role", "Role ID that answers for the service.", example="PSM", width=13, refs=("roles",)
    )
    calendar: str | None = column(
        "Calendar",
        "Calendar ID of its working hours; blank takes the default calendar.",
        width=16,
        optional=True,
        refs=("calendars",),
    )
    critical: YesNo = column("Critical", "Yes: it needs an SLA for every priority in use.", width=10)
    status: Literal["Draft", "Pilot", "Live", "Retired"] = column(
        "Status", "Where the service is in its life.", width=10
    )
    success_measure: str | None = column("Success measure", "How you would see that it works.", width=40, optional=True)
    last_reviewed: dt.date | None = column("Last reviewed", "Date of the last review.", width=15, optional=True)
    review_every: int | None = column(
        "Review every", "Months between reviews; blank is 12.", example="12", width=14, optional=True, ge=1, le=120
    )


class Sla(Row):
    """Step 6: one promise about a service."""

    sla_id: str = column(
        "SLA ID", "Short id, unique on this sheet.", example="SLA-01", width=11, unique=True, max_length=EACH_ID
    )
    service_id: str = column(
        "Service ID", "Service the promise is about.", example="SVC-01", width=12, refs=("services",)
    )
    name: str = column("Name", "The promise in a few words.", example="Intake acknowledged", width=32, max_length=120)
    metric: MetricName = column("Metric", "What is measured.", width=16)
    priority: str | None = column(
        "Priority", "Priority it holds for; blank is All.", width=11, optional=True, setting="priorities", also=(ALL,)
    )
    target: float | None = column(
        "Target", "Number, in the unit beside it; blank for Promised date.", example="5", width=9, optional=True, ge=0
    )
    unit: Unit | None = column(
        "Unit",
        "For 'three days' take working days to close of business. Score (mean) or % for Satisfaction, % for Reopened.",
        width=32,
        optional=True,
    )
    goal: float | None = column(
        "Goal %",
        "Per cent of clocks that must be met, such as 95; timed metrics only.",
        example="95",
        width=9,
        optional=True,
        ge=1,
        le=100,
    )
    calendar: str | None = column(
        "Calendar", "Calendar ID; blank takes the service's.", width=16, optional=True, refs=("calendars",)
    )
    at_risk_from: float | None = column(
        "At risk from %",
        "Per cent of the target used up at which an open request is at risk; blank takes the setting.",
        width=15,
        optional=True,
        ge=1,
        le=100,
    )
    clock_starts_when: str | None = column("Clock starts when", "In words, for readers.", width=28, optional=True)
    clock_stops_when: str | None = column("Clock stops when", "In words, for readers.", width=28, optional=True)
    stops_while_waiting_for: tuple[str, ...] | None = column(
        "Clock stops while waiting for",
        "Reasons for waiting that stop the clock, separated by commas (see Settings).",
        example="Requester, Approver",
        width=30,
        optional=True,
        setting="waiting_reasons",
        tolerated=(CLOSED_REASON,),
    )
    request_handling: str | None = column(
        "Request handling", "How a request is handled; blank takes the service's Process.", width=50, optional=True
    )
    escalate_to: str | None = column("Escalate to", "Who is told, and when.", width=40, optional=True)
    agreed_with: str | None = column("Agreed with", "Who agreed to the promise.", width=24, optional=True)
    effective_from: dt.date | None = column(
        "Effective from", "First day it holds; blank is always.", width=15, optional=True
    )
    effective_to: dt.date | None = column(
        "Effective to", "Last day it holds; blank is open-ended.", width=15, optional=True
    )
    in_order = (InOrder("effective_from", "effective_to", "effective-order"),)


_HOURS_HELP = "Opening hours such as 09:00-12:30, 13:30-17:00, or 22:00-06:00, or 24h. Blank is closed."


class Calendar(Row):
    """Step 6: working hours of a week, in a time zone."""

    calendar_id: str = column(
        "Calendar ID", "Short id, unique on this sheet.", example="UK-OFFICE", width=16, unique=True, max_length=EACH_ID
    )
    name: str | None = column("Name", "For the reader.", width=28, optional=True)
    time_zone: str = column("Time zone", "IANA name of the zone.", example="Europe/London", width=20, max_length=60)
    mon: OpeningHours | None = column("Mon", _HOURS_HELP, example="09:00-12:30, 13:30-17:00", width=26, optional=True)
    tue: OpeningHours | None = column("Tue", _HOURS_HELP, width=26, optional=True)
    wed: OpeningHours | None = column("Wed", _HOURS_HELP, width=26, optional=True)
    thu: OpeningHours | None = column("Thu", _HOURS_HELP, width=26, optional=True)
    fri: OpeningHours | None = column("Fri", _HOURS_HELP, width=26, optional=True)
    sat: OpeningHours | None = column("Sat", _HOURS_HELP, width=16, optional=True)
    sun: OpeningHours | None = column("Sun", _HOURS_HELP, width=16, optional=True)
    country: str | None = column(
        "Country",
        "Two-letter code from which Holidays can be filled.",
        example="GB",
        width=10,
        optional=True,
        max_length=3,
    )
    subdivision: str | None = column(
        "Subdivision",
        "Region of the country, where holidays differ.",
        example="ENG",
        width=13,
        optional=True,
        max_length=10,
    )


class Holiday(Row):
    """Step 6: a day on which a calendar is closed or shorter."""

    calendar_id: str = column(
        "Calendar ID", "Calendar it holds for, or All.", example="UK-OFFICE", width=16, refs=("calendars",), also=(ALL,)
    )
    date: dt.date = column("Date", "The day.", example="2026-12-25", width=13)
    name: str | None = column("Name", "For the reader.", example="Christmas Day", width=36, optional=True)
    hours: OpeningHours | None = column(
        "Hours",
        "Blank is closed; for a half day its opening hours, such as 09:00-12:00.",
        example="09:00-12:00",
        width=22,
        optional=True,
    )


class Role(Row):
    """Step 7: a role in the PMO or around it."""

    role_id: str = column(
        "Role ID", "Short id, unique on this sheet.", example="PSM", width=11, unique=True, max_length=EACH_ID
    )
    role: str = column("Role", "Name of the role.", example="PMO Service Manager", width=30, max_length=80)
    summary: str | None = column("Summary", "What the role does.", width=60, optional=True)
    holder: str | None = column("Holder", "Who holds it now.", width=26, optional=True)


class Activity(Row):
    """Step 7: an activity; to its right stands one column per role, headed by the Role ID or name."""

    activity_id: str = column(
        "Activity ID", "Short id, unique on this sheet.", example="A-01", width=12, unique=True, max_length=EACH_ID
    )
    activity: str = column("Activity", "What is done.", width=48, max_length=300)
    service_id: str | None = column(
        "Service ID",
        "Service it belongs to; blank for the PMO as a whole.",
        example="SVC-01",
        width=12,
        optional=True,
        refs=("services",),
    )


class Review(Row):
    """Steps 7 and 10: a regular review."""

    review_id: str = column(
        "Review ID", "Short id, unique on this sheet.", example="REV-01", width=12, unique=True, max_length=EACH_ID
    )
    subject: str = column("What is reviewed", "Subject of the review.", width=44, max_length=300)
    owner_role: str = column("Owner role", "Role ID that holds the review.", example="PSM", width=13, refs=("roles",))
    every: Literal["Week", "Month", "Quarter", "Half-year", "Year"] = column("Every", "How often.", width=12)
    last_held: dt.date | None = column("Last held", "Date of the last one; blank is never.", width=13, optional=True)


class Action(Row):
    """Steps 9 and 10: an improvement somebody promised."""

    action_id: str = column(
        "Action ID", "Short id, unique on this sheet.", example="ACT-01", width=12, unique=True, max_length=EACH_ID
    )
    action: str = column("Action", "What will be done.", width=56, max_length=1000)
    because_of: str = column(
        "Because of",
        "Id of the SLA, review, need, service or request that gave rise to it.",
        example="SLA-08",
        width=14,
        refs=("slas", "reviews", "needs", "services", "requests"),
    )
    owner_role: str = column("Owner role", "Role ID that does it.", example="RSM", width=13, refs=("roles",))
    due: dt.date = column("Due", "Date it is due.", width=13)
    done: dt.date | None = column("Done", "Date it was done; blank while open.", width=13, optional=True)
    result: str | None = column("Result", "What came of it.", width=46, optional=True)


class Outcome(Row):
    """Step 9: one reading of what the services change in the projects."""

    date: dt.date = column("Date", "Date of the reading.", width=13)
    subject_id: str = column(
        "Service or Purpose ID",
        "What it says something about.",
        example="SVC-05",
        width=22,
        refs=("services", "purposes"),
    )
    measure: str = column(
        "Measure",
        "Name of the measure; the same words every time.",
        example="Projects on schedule, %",
        width=44,
        max_length=200,
    )
    value: float = column("Value", "The reading.", width=10)
    target: float | None = column("Target", "What it should be.", width=10, optional=True)
    better_when: Literal["Higher", "Lower"] | None = column("Better when", "Blank is Higher.", width=13, optional=True)
    note: str | None = column("Note", "Anything the reader should know.", width=50, optional=True)


class Communication(Row):
    """Step 8: something the PMO tells people regularly."""

    communication_id: str = column(
        "Communication ID",
        "Short id, unique on this sheet.",
        example="COM-01",
        width=18,
        unique=True,
        max_length=EACH_ID,
    )
    message: str = column("Message", "What is told.", width=44, max_length=300)
    channel: Literal["Presentation", "Workshop", "Written documentation", "Email", "Intranet"] = column(
        "Channel", "How it is told.", width=22
    )
    audience: tuple[str, ...] = column(
        "Audience",
        "Stakeholder IDs, separated by commas, or All.",
        example="STK-01",
        width=24,
        refs=("stakeholders",),
        also=(ALL,),
    )
    every: Literal["Once", "Week", "Month", "Quarter", "Year"] | None = column(
        "Every", "How often; blank is Once.", width=11, optional=True
    )
    next_planned: dt.date = column("Next planned", "Next date.", width=14)
    last_done: dt.date | None = column("Last done", "Date it was last done.", width=13, optional=True)
    owner_role: str | None = column("Owner role", "Role ID that does it.", width=13, optional=True, refs=("roles",))
