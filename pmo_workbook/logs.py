"""The log sheets: Requests, Holds and Feedback. Long tables, checked column by column."""

from __future__ import annotations

import datetime as dt
from typing import Final, Literal

from pmo_workbook.columns import EACH_ID, InOrder, Row, column, columns
from pmo_workbook.settings import CLOSED_REASON

Status = Literal["New", "In progress", "On hold", "Completed", "Cancelled"]


class Request(Row):
    """Step 9: one request for a service."""

    request_id: str = column(
        "Request ID", "Unique on this sheet.", example="REQ-0204", width=13, unique=True, max_length=EACH_ID
    )
    service_id: str = column("Service ID", "Service asked for.", example="SVC-01", width=12, refs=("services",))
    priority: str | None = column(
        "Priority", "Blank takes the default priority.", example="Normal", width=11, optional=True, setting="priorities"
    )
    requester: str | None = column("Requester", "Who asks. Never published.", width=22, optional=True)
    stakeholder_id: str | None = column(
        "Stakeholder ID", "Group of the requester.", example="STK-02", width=15, optional=True, refs=("stakeholders",)
    )
    title: str | None = column("Title", "What is asked, in a few words.", width=40, optional=True)
    submitted: dt.datetime = column("Submitted", "Date and time it came in.", example="2026-03-02 09:15", width=17)
    clock_start: dt.datetime | None = column(
        "Clock start",
        "When the clock starts, where that is later than Submitted: request complete, gate held. Blank is Submitted.",
        width=17,
        optional=True,
    )
    promised: dt.datetime | None = column(
        "Promised",
        "First date promised to the requester. A date alone is kept through its end.",
        width=17,
        optional=True,
    )
    first_response: dt.datetime | None = column(
        "First response", "First answer to the requester.", width=17, optional=True
    )
    closed: dt.datetime | None = column(
        "Closed", "When it was completed or cancelled; blank while open.", width=17, optional=True
    )
    status: Status | None = column(
        "Status", "May stay blank: the dates say it. Only Cancelled must be chosen.", width=13, optional=True
    )
    assigned_to: str | None = column("Assigned to", "Who works on it. Never published.", width=20, optional=True)
    late_because: Literal["PMO capacity", "Approver", "Requester", "Supplier", "Tool or data", "Other"] | None = column(
        "Late because", "Main reason, where a promise was missed.", width=16, optional=True
    )
    left_out_because: str | None = column(
        "Left out because",
        "Filled: the request is in no figure. Say why: Duplicate, Withdrawn, or your own words.",
        example="Duplicate",
        width=18,
        optional=True,
    )
    effort_hours: float | None = column("Effort hours", "Hours of work spent.", width=13, optional=True, ge=0)
    times_reopened: int | None = column(
        "Times reopened", "How often it was opened again; blank is 0.", width=16, optional=True, ge=0, le=999
    )
    last_event: dt.datetime | None = column(
        "Last event", "Last event known from an event log; filled by imports.", width=17, optional=True
    )
    in_order = (
        InOrder("submitted", "first_response", "response-before-submission"),
        InOrder("submitted", "closed", "closed-before-submission"),
        InOrder("first_response", "closed", "closed-before-response"),
    )


class Hold(Row):
    """Step 9: a time in which a request waited for somebody, or was closed before it was opened again."""

    request_id: str = column("Request ID", "Request that waited.", example="REQ-0204", width=13, refs=("requests",))
    waiting_for: str = column(
        "Waiting for",
        "Reason (see Settings); or Closed, from a closing to the reopening, which stops every clock.",
        example="Requester",
        width=16,
        setting="waiting_reasons",
        also=(CLOSED_REASON,),
    )
    start: dt.datetime = column("From", "When the waiting began.", width=17)
    until: dt.datetime | None = column("Until", "When it ended; blank while waiting.", width=17, optional=True)
    note: str | None = column("Note", "Anything the reader should know.", width=44, optional=True)
    in_order = (InOrder("start", "until", "hold-order"),)


class Feedback(Row):
    """Step 9: one answer to a satisfaction survey."""

    date: dt.date = column("Date", "Date of the answer.", width=13)
    request_id: str | None = column(
        "Request ID", "Request it is about; blank for a general survey.", width=13, optional=True, refs=("requests",)
    )
    service_id: str | None = column(
        "Service ID", "Needed where Request ID is blank.", width=12, optional=True, refs=("services",)
    )
    satisfaction: int | None = column(
        "Satisfaction", "1 (very poor) to 5 (very good).", width=14, optional=True, ge=1, le=5
    )
    recommend: int | None = column(
        "Recommend", "0 to 10: how likely to recommend the PMO.", width=13, optional=True, ge=0, le=10
    )
    comment: str | None = column("Comment", "Never published.", width=50, optional=True)


BOOKKEEPING: Final = ("last_event",)
"""Columns of Requests that are kept for imports; no figure and no rule of times looks at them."""

TIMES: Final = tuple(c.field for c in columns(Request) if c.kind == "when" and c.field not in BOOKKEEPING)
"""Columns of Requests that hold a time of the request."""
