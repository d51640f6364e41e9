"""Builds small frameworks in few words, for tests of measuring."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from pmo_workbook.epochs import NULL
from pmo_workbook.framework import STATUSES, Feedbacks, Framework, Holds, Requests
from pmo_workbook.logs import TIMES
from pmo_workbook.models import Action, Calendar, Holiday, Outcome, Service, Sla, Stakeholder
from pmo_workbook.settings import Chosen

WEEKDAYS = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "09:00-17:00")


def seconds(text: str | None) -> int:
    """Wall-clock seconds of ``2026-03-02`` or ``2026-03-02 09:15``; NULL for None."""
    if text is None:
        return NULL
    moment = dt.datetime.fromisoformat(text)
    return (moment - dt.datetime(1970, 1, 1)) // dt.timedelta(seconds=1)


def service(service_id: str = "S1", **given: Any) -> Service:
    facts: dict[str, Any] = {
        "service_id": service_id,
        "name": f"Service {service_id}",
        "category": "Governance",
        "objective": "It works.",
        "in_scope": "Everything.",
        "audience": ("All",),
        "delivery_model": ("Online",),
        "how_to_request": "Ask.",
        "owner_role": "PSM",
        "critical": "Yes",
        "status": "Live",
    }
    return Service(**{**facts, **given})


def sla(sla_id: str = "L1", **given: Any) -> Sla:
    facts: dict[str, Any] = {
        "sla_id": sla_id,
        "service_id": "S1",
        "name": f"Promise {sla_id}",
        "metric": "Resolution",
        "target": 8.0,
        "unit": "working hours",
        "goal": 90.0,
    }
    return Sla(**{**facts, **given})


def calendar(calendar_id: str = "OFFICE", zone: str = "UTC", **hours: str) -> Calendar:
    return Calendar(calendar_id=calendar_id, time_zone=zone, **(hours or WEEKDAYS))


def framework(
    *,
    requests: Sequence[Mapping[str, Any]] = (),
    holds: Sequence[tuple[int, str, str, str | None]] = (),
    feedback: Sequence[Mapping[str, Any]] = (),
    slas: Iterable[Sla] = (),
    services: Iterable[Service] = (),
    calendars: Iterable[Calendar] = (),
    holidays: Iterable[Holiday] = (),
    stakeholders: Iterable[Stakeholder] = (),
    outcomes: Iterable[Outcome] = (),
    actions: Iterable[Action] = (),
    **settings: Any,
) -> Framework:
    """Build a framework.

    A request is a mapping with times as text (``submitted``, ``first_response``, ``closed`` …) and the names of its
    ``service``, ``priority`` and ``status``; a hold is (position of its request, reason, from, until).
    """
    chosen = Chosen(**settings)
    services = tuple(services) or (service(),)
    return Framework(
        settings=chosen,
        purposes=(),
        stakeholders=tuple(stakeholders),
        needs=(),
        services=services,
        slas=tuple(slas),
        calendars=tuple(calendars) or (calendar(),),
        holidays=tuple(holidays),
        roles=(),
        activities=(),
        role_columns=(),
        reviews=(),
        communications=(),
        outcomes=tuple(outcomes),
        actions=tuple(actions),
        requests=_requests(requests, chosen, [one.service_id for one in services]),
        holds=_holds(holds, chosen),
        feedback=_feedback(feedback, [one.service_id for one in services]),
    )


def _requests(rows: Sequence[Mapping[str, Any]], chosen: Chosen, services: list[str]) -> Requests:
    def index(values: Iterable[int]) -> Any:
        return np.array(list(values), dtype=np.int32)

    def times(name: str) -> Any:
        return np.array([seconds(row.get(name)) for row in rows], dtype=np.int64)

    def texts(name: str) -> Any:
        result = np.empty(len(rows), dtype=object)
        result[:] = [row.get(name) for row in rows]
        return result

    ids = np.empty(len(rows), dtype=object)
    ids[:] = [row.get("request_id", f"R{position}") for position, row in enumerate(rows)]
    return Requests(
        row=index(range(2, len(rows) + 2)),
        request_id=ids,
        service=index(services.index(row.get("service", services[0])) for row in rows),
        priority=index(chosen.priorities.index(row.get("priority", chosen.default_priority)) for row in rows),
        stakeholder=index(row.get("stakeholder", -1) for row in rows),
        status=index(STATUSES.index(row["status"]) if "status" in row else -1 for row in rows),
        late_because=texts("late_because"),
        left_out_because=texts("left_out_because"),
        title=texts("title"),
        requester=texts("requester"),
        assigned_to=texts("assigned_to"),
        effort_hours=np.array([row.get("effort_hours", np.nan) for row in rows], dtype=np.float64),
        times_reopened=index(row.get("times_reopened", 0) for row in rows),
        **{name: times(name) for name in TIMES},
    )


def _holds(rows: Sequence[tuple[int, str, str, str | None]], chosen: Chosen) -> Holds:
    return Holds(
        row=np.arange(2, len(rows) + 2, dtype=np.int32),
        request=np.array([row[0] for row in rows], dtype=np.int32),
        reason=np.array([chosen.hold_reasons.index(row[1]) for row in rows], dtype=np.int32),
        start=np.array([seconds(row[2]) for row in rows], dtype=np.int64),
        until=np.array([seconds(row[3]) for row in rows], dtype=np.int64),
    )


def _feedback(rows: Sequence[Mapping[str, Any]], services: list[str]) -> Feedbacks:
    def index(values: Iterable[int]) -> Any:
        return np.array(list(values), dtype=np.int32)

    return Feedbacks(
        row=index(range(2, len(rows) + 2)),
        date=np.array([seconds(row["date"]) for row in rows], dtype=np.int64),
        request=index(row.get("request", -1) for row in rows),
        service=index(services.index(row.get("service", services[0])) for row in rows),
        satisfaction=index(row.get("satisfaction", 0) for row in rows),
        recommend=index(row.get("recommend", -1) for row in rows),
    )
