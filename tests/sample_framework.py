"""The sample PMO beside the project as a framework, and what is expected of it; absent outside the workplace."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import pytest

from pmo_workbook.framework import Framework
from tests import build

SAMPLE = Path(__file__).parents[2] / "shared" / "sample.json"

needs_sample = pytest.mark.skipif(not SAMPLE.exists(), reason="needs ../shared/sample.json beside the project")


@functools.cache
def sample() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(SAMPLE.read_text("utf-8"))
    return found


def sample_framework() -> Framework:
    """Purposes, roles, needs, services and activities of the sample."""
    found = sample()
    roles = {role["role"]: role["code"] for role in found["roles"]}
    groups = sorted({need["stakeholder"] for need in found["stakeholder_needs"]})
    return build.framework(
        purposes=[build.purpose(p["id"], focus_area=p["area"], statement=p["statement"]) for p in found["purpose"]],
        stakeholders=[build.stakeholder(group, group=group) for group in groups],
        roles=[build.role(code, role=name) for name, code in roles.items()],
        needs=[
            build.need(n["need_id"], stakeholder_id=n["stakeholder"], need=n["need"], services=tuple(n["service_ids"]))
            for n in found["stakeholder_needs"]
        ],
        services=[
            build.service(
                s["service_id"],
                name=s["name"],
                critical="Yes" if s["critical"] == "Y" else "No",
                delivery_model=tuple(s["delivery_model"]),
                owner_role=roles[s["owner_role"]],
            )
            for s in found["services"]
        ],
        activities=[build.activity(a["activity_id"], a["service_id"], **a["assignments"]) for a in found["raci"]],
    )
