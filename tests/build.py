"""A framework from a few rows, with sensible values for whatever a test does not care about.

Rows stand below each other from row 2 of their sheet, columns from A on, so that addresses can be read off the models.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from pmo_workbook import models, sheets
from pmo_workbook.addresses import column_letters
from pmo_workbook.columns import Row
from pmo_workbook.epochs import NULL
from pmo_workbook.framework import (
    STATUSES,
    Feedbacks,
    Framework,
    Holds,
    Place,
    RaciRow,
    Requests,
    RowCount,
)
from pmo_workbook.logs import TIMES
from pmo_workbook.settings import Chosen

FIRST_ROW = 2
OFFICE = "09:00-12:30, 13:30-17:00"
AS_OF = dt.datetime(2026, 6, 30, 18, 0)


@dataclass(frozen=True)
class Asked:
    """A row of Requests as typed: ids and words, times as ``2026-03-02 09:15`` or ``2026-03-02``."""

    request_id: str
    service: str = "SVC-01"
    priority: str = "Normal"
    submitted: str = "2026-03-02 09:15"
    clock_start: str = ""
    promised: str = ""
    first_response: str = ""
    closed: str = ""
    status: str = ""
    stakeholder: str = ""
    late_because: str | None = None
    left_out_because: str | None = None
    title: str | None = None
    requester: str | None = None
    assigned_to: str | None = None
    effort_hours: float = float("nan")
    times_reopened: int = 0


@dataclass(frozen=True)
class Held:
    """A row of Holds as typed."""

    request: str
    reason: str = "Requester"
    start: str = "2026-03-03 10:00"
    until: str = ""


@dataclass(frozen=True)
class Answer:
    """A row of Feedback as typed; 0 and -1 are blank, as in `Feedbacks`."""

    date: str = "2026-03-05"
    request: str = ""
    service: str = ""
    satisfaction: int = 5
    recommend: int = -1


def seconds(text: str) -> int:
    """Wall-clock seconds of ``2026-03-02 09:15`` or ``2026-03-02``; NULL of the empty text."""
    return int((dt.datetime.fromisoformat(text) - dt.datetime(1970, 1, 1)).total_seconds()) if text else NULL


def purpose(purpose_id: str = "P1", **given: Any) -> models.Purpose:
    return models.Purpose(**{"purpose_id": purpose_id, "focus_area": "Governance", "statement": "Steer.", **given})


def stakeholder(stakeholder_id: str = "STK-01", **given: Any) -> models.Stakeholder:
    return models.Stakeholder(**{"stakeholder_id": stakeholder_id, "group": "Sponsors", **given})


def need(need_id: str = "N-01", **given: Any) -> models.Need:
    row = {"stakeholder_id": "STK-01", "need": "See trouble early", "gathered_by": "Survey", "services": ("SVC-01",)}
    return models.Need(**{"need_id": need_id, **row, **given})


def service(service_id: str = "SVC-01", **given: Any) -> models.Service:
    row = {
        "service_id": service_id,
        "name": f"Service {service_id}",
        "category": "Governance",
        "objective": "Help.",
        "in_scope": "All.",
        "audience": ("All",),
        "delivery_model": ("Online",),
        "how_to_request": "Form.",
        "owner_role": "PSM",
        "critical": "No",
        "status": "Live",
        "last_reviewed": dt.date(2026, 1, 15),
    }
    return models.Service(**{**row, **given})


def sla(sla_id: str = "SLA-01", **given: Any) -> models.Sla:
    row = {
        "sla_id": sla_id,
        "service_id": "SVC-01",
        "name": "Answered in time",
        "metric": "First response",
        "target": 4.0,
        "unit": "working hours",
        "goal": 95.0,
        "calendar": "OFFICE",
    }
    return models.Sla(**{**row, **given})


def calendar(calendar_id: str = "OFFICE", **given: Any) -> models.Calendar:
    week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), OFFICE)
    return models.Calendar(**{"calendar_id": calendar_id, "time_zone": "Europe/London", **week, **given})


def closed_calendar(calendar_id: str) -> models.Calendar:
    return models.Calendar(calendar_id=calendar_id, time_zone="Europe/London")


def holiday(date: str, calendar_id: str = "OFFICE", **given: Any) -> models.Holiday:
    return models.Holiday(**{"calendar_id": calendar_id, "date": dt.date.fromisoformat(date), **given})


def role(role_id: str = "PSM", **given: Any) -> models.Role:
    return models.Role(**{"role_id": role_id, "role": f"Role {role_id}", **given})


def activity(activity_id: str = "A-01", service_id: str | None = "SVC-01", **codes: str) -> RaciRow:
    """An activity; codes by role, as in ``activity("A-01", PSM="A/R", PMD="C")``."""
    row = models.Activity(activity_id=activity_id, activity=f"Do {activity_id}", service_id=service_id)
    return RaciRow(row, {name: cast(models.RaciCode, code) for name, code in codes.items()})


def review(review_id: str = "REV-01", **given: Any) -> models.Review:
    row = {"subject": "Service review", "owner_role": "PSM", "every": "Month", "last_held": dt.date(2026, 6, 15)}
    return models.Review(**{"review_id": review_id, **row, **given})


def action(action_id: str = "ACT-01", **given: Any) -> models.Action:
    row = {"action": "Mend it", "because_of": "SLA-01", "owner_role": "PSM", "due": dt.date(2026, 7, 31)}
    return models.Action(**{"action_id": action_id, **row, **given})


def outcome(date: str = "2026-03-31", **given: Any) -> models.Outcome:
    row = {"date": dt.date.fromisoformat(date), "subject_id": "SVC-01", "measure": "On schedule, %", "value": 70.0}
    return models.Outcome(**{**row, **given})


def communication(communication_id: str = "COM-01", **given: Any) -> models.Communication:
    row = {"message": "News", "channel": "Email", "audience": ("All",), "next_planned": dt.date(2026, 7, 15)}
    return models.Communication(**{"communication_id": communication_id, **row, **given})


def framework(
    *,
    settings: Chosen | None = None,
    requests: Sequence[Asked] = (),
    holds: Sequence[Held] = (),
    feedback: Sequence[Answer] = (),
    role_columns: Sequence[str] | None = None,
    **tables: Sequence[Any],
) -> Framework:
    """A framework of the rows given, by sheet key; services that only the log names are added.

    Args:
        settings: Settings; None is all defaults.
        requests: Rows of Requests.
        holds: Rows of Holds.
        feedback: Rows of Feedback.
        role_columns: Role columns of Activities; None is all roles.
        **tables: Rows of the other sheets, by key.
    """
    given = {**tables}
    if requests and "services" not in given:
        given["services"] = [service(name) for name in dict.fromkeys(r.service for r in requests)]
    rows: dict[str, Any] = {
        key: tuple(_placed(row, at) for at, row in enumerate(given.get(key, ()), FIRST_ROW)) for key in _TABLES
    }
    chosen = settings or Chosen()
    columns = tuple(r.role_id for r in rows["roles"]) if role_columns is None else tuple(role_columns)
    log = _requests(requests, rows["services"], rows["stakeholders"], chosen)
    held = _holds(holds, log, chosen)
    answers = _feedback(feedback, log, rows["services"])
    counts = {key: RowCount(len(found), 0) for key, found in rows.items()}
    counts |= {"requests": RowCount(len(log), 0), "holds": RowCount(len(held), 0)}
    counts |= {"feedback": RowCount(len(answers), 0)}
    return Framework(
        settings=chosen,
        role_columns=columns,
        requests=log,
        holds=held,
        feedback=answers,
        places=places(columns),
        counts=counts,
        **rows,
    )


def places(role_columns: Sequence[str] = ()) -> dict[str, Place]:
    """Where the tables of a new workbook stand, from column A on."""
    found = {}
    for sheet in sheets.SHEETS:
        headers = {column.field: column.header for column in sheet.columns}
        if sheet.key == "activities":
            headers |= {f"role:{role_id}": role_id for role_id in role_columns}
        letters = {name: column_letters(at) for at, name in enumerate(headers, 1)}
        found[sheet.key] = Place(sheet.title, sheet.table, letters, headers)
    return found


_LOGS = ("requests", "holds", "feedback")
_TABLES = tuple(sheet.key for sheet in sheets.SHEETS if sheet.key not in ("settings", *_LOGS))


def _placed(row: Row | RaciRow, at: int) -> Row | RaciRow:
    if isinstance(row, RaciRow):
        return RaciRow(cast(models.Activity, _placed(row.activity, at)), row.codes)
    return row.model_copy(update={"row": at}) if row.row == 0 else row


def _rows(n: int) -> np.ndarray[Any, np.dtype[np.int32]]:
    return np.arange(FIRST_ROW, FIRST_ROW + n, dtype=np.int32)


def _index(words: Sequence[str], known: Sequence[str]) -> np.ndarray[Any, np.dtype[np.int32]]:
    places: Mapping[str, int] = {word: at for at, word in enumerate(known)} | {"": -1}
    return np.array([places[word] for word in words], dtype=np.int32)


def _times(words: Sequence[str]) -> np.ndarray[Any, np.dtype[np.int64]]:
    return np.array([seconds(word) for word in words], dtype=np.int64)


def _texts(words: Sequence[str | None]) -> np.ndarray[Any, np.dtype[np.object_]]:
    found = np.empty(len(words), dtype=object)
    found[:] = words
    return found


def _requests(rows: Sequence[Asked], services: Sequence[Any], groups: Sequence[Any], chosen: Chosen) -> Requests:
    texts = ("request_id", "late_because", "left_out_because", "title", "requester", "assigned_to")
    columns: dict[str, Any] = {name: _texts([getattr(r, name) for r in rows]) for name in texts}
    columns |= {name: _times([getattr(r, name, "") for r in rows]) for name in TIMES}
    return Requests(
        row=_rows(len(rows)),
        service=_index([r.service for r in rows], [s.service_id for s in services]),
        priority=_index([r.priority for r in rows], chosen.priorities),
        stakeholder=_index([r.stakeholder for r in rows], [g.stakeholder_id for g in groups]),
        status=_index([r.status for r in rows], STATUSES),
        effort_hours=np.array([r.effort_hours for r in rows], dtype=np.float64),
        times_reopened=np.array([r.times_reopened for r in rows], dtype=np.int32),
        **columns,
    )


def _holds(rows: Sequence[Held], requests: Requests, chosen: Chosen) -> Holds:
    return Holds(
        row=_rows(len(rows)),
        request=_index([h.request for h in rows], requests.request_id.tolist()),
        reason=_index([h.reason for h in rows], chosen.hold_reasons),
        start=_times([h.start for h in rows]),
        until=_times([h.until for h in rows]),
    )


def _feedback(rows: Sequence[Answer], requests: Requests, services: Sequence[Any]) -> Feedbacks:
    request = _index([a.request for a in rows], requests.request_id.tolist())
    own = _index([a.service for a in rows], [s.service_id for s in services])
    at = requests.service[request] if len(requests) else own
    return Feedbacks(
        row=_rows(len(rows)),
        date=_times([a.date for a in rows]),
        request=request,
        service=np.where(request >= 0, at, own).astype(np.int32),
        satisfaction=np.array([a.satisfaction for a in rows], dtype=np.int32),
        recommend=np.array([a.recommend for a in rows], dtype=np.int32),
    )
