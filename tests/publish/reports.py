"""Reports for tests of what is published: real measuring of small logs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pmo_workbook.framework import Framework, RaciRow
from pmo_workbook.measure import measure
from pmo_workbook.models import Activity, Role, Stakeholder
from pmo_workbook.raci import raci
from pmo_workbook.report import Report, Run
from tests import small_framework

AS_OF = dt.datetime(2026, 7, 9, 12)


def report(framework: Framework) -> Report:
    return Report(
        framework=framework,
        issues=(),
        measures=measure(framework, AS_OF),
        raci=raci(framework),
        coverage=(),
        steps=(),
        run=Run(AS_OF, AS_OF, True, "0.1.0", {}),
    )


def stakeholder(stakeholder_id: str, **given: Any) -> Stakeholder:
    return Stakeholder(**{"stakeholder_id": stakeholder_id, "group": f"Group {stakeholder_id}", **given})


def request(stakeholder: int, submitted: str, closed: str | None = None, **given: Any) -> dict[str, Any]:
    """A request of the stakeholder at this place, met or missed by its times (the promise is eight working hours)."""
    return {"stakeholder": stakeholder, "submitted": submitted, "closed": closed, **given}


def framework(
    requests: Sequence[Mapping[str, Any]] = (), holds: Sequence[tuple[int, str, str, str | None]] = (), **given: Any
) -> Framework:
    facts: dict[str, Any] = {
        "organisation": "Northwind",
        "pmo_name": "Group PMO",
        "pmo_mailbox": "pmo@example.org",
        "framework_version": "1.4",
        "default_calendar": "OFFICE",
        "slas": (small_framework.sla(stops_while_waiting_for=("Requester", "Approver")),),
        "stakeholders": (stakeholder("STK-01"), stakeholder("STK-02")),
    }
    activities = given.pop("activities", ())
    roles = given.pop("roles", (Role(role_id="PSM", role="Service Manager", holder="Dana Whitfield"),))
    made = small_framework.framework(requests=requests, holds=holds, **{**facts, **given})
    return replace(made, roles=tuple(roles), activities=tuple(activities), role_columns=("PSM",))


def activity(text: str) -> RaciRow:
    return RaciRow(Activity(activity_id="A-01", activity=text), {"PSM": "A/R"})
