"""A small workbook without a single issue, and ways to break it: by other rows, or by surgery on the finished file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pmo_workbook.create import fill_template

Rows = dict[str, list[dict[str, Any]]]
Break = Callable[[Rows], object]
"""Changes the rows before they go into the workbook."""

NOW = dt.datetime(2026, 4, 15, 12, tzinfo=dt.UTC)
"""The present of these tests; Settings leave `Report as of` blank. 13:00 on the clock in London."""

WEEK = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "09:00-17:00")


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def clean_rows() -> Rows:
    """A PMO with two services, two SLAs, one calendar and eight requests; fresh at every call."""
    return {
        "settings": [
            {"name": "PMO name", "value": "Group PMO"},
            {"name": "Framework owner", "value": "PMD"},
            {"name": "Time zone of the log", "value": "Europe/London"},
            {"name": "Default calendar", "value": "OFFICE"},
        ],
        "purposes": [{"purpose_id": "P1", "focus_area": "Governance", "statement": "Decisions are made in time."}],
        "stakeholders": [{"stakeholder_id": "STK-1", "group": "Project managers", "business_unit": "Projects"}],
        "needs": [
            {
                "need_id": "N-1",
                "stakeholder_id": "STK-1",
                "need": "One place to ask.",
                "gathered_by": "Interview",
                "services": "SVC-1, SVC-2",
            }
        ],
        "services": [_service("SVC-1", "Project intake", "Yes"), _service("SVC-2", "Training", "No")],
        "slas": [
            _sla("SLA-1", "First response", 4, "working hours"),
            _sla("SLA-2", "Resolution", 5, "working days to close of business")
            | {"stops_while_waiting_for": "Requester, Approver"},
        ],
        "calendars": [{"calendar_id": "OFFICE", "time_zone": "Europe/London", "country": "GB", **WEEK}],
        "holidays": [{"calendar_id": "OFFICE", "date": day("2026-01-01"), "name": "New Year's Day"}],
        "roles": [
            {"role_id": "PMD", "role": "PMO Director"},
            {"role_id": "PSM", "role": "Service Manager"},
        ],
        "activities": [
            {
                "activity_id": "A-1",
                "activity": "Check requests",
                "service_id": "SVC-1",
                "role:PMD": "A",
                "role:PSM": "R",
            },
            {
                "activity_id": "A-2",
                "activity": "Hold courses",
                "service_id": "SVC-2",
                "role:PMD": "I",
                "role:PSM": "A/R",
            },
        ],
        "reviews": [
            {
                "review_id": "REV-1",
                "subject": "Service levels",
                "owner_role": "PMD",
                "every": "Month",
                "last_held": day("2026-04-01"),
            }
        ],
        "communications": [
            {
                "communication_id": "COM-1",
                "message": "Monthly report",
                "channel": "Email",
                "audience": "All",
                "every": "Month",
                "next_planned": day("2026-05-04"),
            }
        ],
        "requests": [
            *(
                _request(f"R-{n}", f"2026-02-{n + 1:02} 10:00")
                | {"first_response": at(f"2026-02-{n + 1:02} 11:00"), "closed": at(f"2026-02-{n + 3:02} 15:00")}
                for n in range(1, 6)
            ),
            _request("R-6", "2026-03-03 09:30")
            | {"first_response": at("2026-03-03 12:00"), "closed": at("2026-03-10 16:00")},
            _request("R-7", "2026-04-14 10:00") | {"first_response": at("2026-04-14 10:30")},
            _request("R-8", "2026-04-13 14:00", "SVC-2"),
        ],
        "holds": [
            {
                "request_id": "R-6",
                "waiting_for": "Requester",
                "start": at("2026-03-04 09:00"),
                "until": at("2026-03-05 17:00"),
            },
            {"request_id": "R-8", "waiting_for": "Approver", "start": at("2026-04-14 09:00"), "until": None},
        ],
        "feedback": [
            {"date": day("2026-03-12"), "request_id": "R-6", "satisfaction": 4, "recommend": 9},
        ],
        "outcomes": [
            {
                "date": day("2026-03-31"),
                "subject_id": "SVC-1",
                "measure": "Projects on schedule, %",
                "value": 71,
                "target": 70,
            },
            {
                "date": day("2026-02-28"),
                "subject_id": "P1",
                "measure": "Projects on schedule, %",
                "value": 69,
                "target": 70,
            },
        ],
        "actions": [
            {
                "action_id": "ACT-1",
                "action": "Shorten the intake form",
                "because_of": "SLA-1",
                "owner_role": "PSM",
                "due": day("2026-06-30"),
            }
        ],
    }


def _service(service_id: str, name: str, critical: str) -> dict[str, Any]:
    return {
        "service_id": service_id,
        "name": name,
        "category": "Governance",
        "purposes": "P1",
        "objective": "It works.",
        "in_scope": "Everything.",
        "audience": "All",
        "delivery_model": "Online",
        "how_to_request": "Write to the PMO.",
        "owner_role": "PSM",
        "critical": critical,
        "status": "Live",
        "last_reviewed": day("2026-01-12"),
    }


def _sla(sla_id: str, metric: str, target: float, unit: str) -> dict[str, Any]:
    return {
        "sla_id": sla_id,
        "service_id": "SVC-1",
        "name": f"{metric} of an intake",
        "metric": metric,
        "target": target,
        "unit": unit,
        "goal": 80,
    }


def _request(request_id: str, submitted: str, service_id: str = "SVC-1") -> dict[str, Any]:
    return {"request_id": request_id, "service_id": service_id, "submitted": at(submitted)}


def make(path: Path, *breaks: Break) -> Path:
    """The clean workbook, broken.

    Args:
        path: The file to make.
        *breaks: Changes of its rows.
    """
    rows = clean_rows()
    for change in breaks:
        change(rows)
    fill_template(path, rows)
    return path
