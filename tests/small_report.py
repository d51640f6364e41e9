"""Builds small reports in few words, for tests of the layout."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pmo_workbook.blocks import Grid, Listing, Tab
from pmo_workbook.framework import Framework, RowCount
from pmo_workbook.issues import RULES, Issue
from pmo_workbook.models import Action, Review, Role
from pmo_workbook.report import Raci, Report, Run
from pmo_workbook.results import (
    Ageing,
    Control,
    Figure,
    Measures,
    MonthFigure,
    News,
    OutcomeLine,
    Period,
    Promise,
    Satisfaction,
    ServiceFigure,
)
from tests import small_framework

AS_OF = dt.datetime(2026, 7, 9, 12)
MONTHS = tuple(dt.date(2025 + (6 + k) // 12, (6 + k) % 12 + 1, 1) for k in range(12))
RUNNING = dt.date(2026, 7, 1)


def figure(n: int = 100, met: int | None = 90, **given: Any) -> Figure:
    facts: dict[str, Any] = {
        "cut": "SLA",
        "item": "Promise L1",
        "sla_id": "L1",
        "metric": "Resolution",
        "n": n,
        "met": met,
        "breached": None if met is None else n - met,
        "compliance": None if met is None or n < 5 else met / n,
        "goal": 0.9,
        "misses_allowed": n // 10,
        "misses_used": None if met is None else n - met,
        "without_holds": None,
        "p50": 1.5,
        "p90": 4.0,
        "mean": 2.0,
        "worst": 9.0,
        "unit": "working hours",
        "time_over": 12.0,
    }
    return Figure(**{**facts, **given})


def promise(sla_id: str = "L1", n: int = 100, met: int = 90, goal: float | None = 0.9, **given: Any) -> Promise:
    sla = small_framework.sla(sla_id, **given.pop("sla", {}))
    found = figure(n, met, sla_id=sla_id)
    value = found.compliance
    facts: dict[str, Any] = {
        "sla": sla,
        "service": small_framework.service(),
        "figure": found,
        "value": value,
        "goal": goal,
        "better": "Higher",
        "kept": None if value is None or goal is None else value >= goal,
        "main_reason": None,
        "main_reason_n": 0,
        "actions": (),
    }
    return Promise(**{**facts, **given})


def action(action_id: str = "ACT-01", **given: Any) -> Action:
    facts: dict[str, Any] = {
        "action_id": action_id,
        "action": "Fill both vacancies",
        "because_of": "L1",
        "owner_role": "PSM",
        "due": dt.date(2026, 6, 30),
    }
    return Action(**{**facts, **given})


def review(review_id: str = "REV-01", **given: Any) -> Review:
    facts: dict[str, Any] = {"review_id": review_id, "subject": "Services", "owner_role": "PSM", "every": "Month"}
    return Review(**{**facts, **given})


def service_figure(service_id: str = "S1", n: int = 100, met: int = 90, **given: Any) -> ServiceFigure:
    facts: dict[str, Any] = {
        "service": small_framework.service(service_id),
        "n": n,
        "met": met,
        "breached": n - met,
        "compliance": None if n < 5 else met / n,
        "promises_kept": 1,
        "promises_judged": 2,
        "submitted": n,
        "closed": n,
        "backlog": 4,
        "effort_hours": 2.5 * n,
        "effort_n": n,
        "answers": 3,
        "satisfaction": None,
    }
    return ServiceFigure(**{**facts, **given})


def outcome(measure: str = "On schedule, %", **given: Any) -> OutcomeLine:
    facts: dict[str, Any] = {
        "subject_id": "S1",
        "subject": "Service S1",
        "measure": measure,
        "date": dt.date(2026, 6, 30),
        "value": 70.0,
        "target": 75.0,
        "better": "Higher",
        "reached": False,
        "before": 68.0,
        "readings": 2,
    }
    return OutcomeLine(**{**facts, **given})


def issue(rule: str = "not-a-date", **given: Any) -> Issue:
    facts: dict[str, Any] = {
        "rule": rule,
        "severity": RULES[rule].severity,
        "sheet": "Requests",
        "cell": "G7",
        "table": "Requests",
        "row": 7,
        "column": "Submitted",
        "value": "tomorrow",
        "problem": "The text 'tomorrow' is not a date.",
        "action": RULES[rule].action,
    }
    return Issue(**{**facts, **given})


def measures(**given: Any) -> Measures:
    months = tuple(MonthFigure(m, m == RUNNING, 10, 9, 1, 0.9, 12, 11, 5) for m in (*MONTHS, RUNNING))
    facts: dict[str, Any] = {
        "period": Period(AS_OF, MONTHS, RUNNING),
        "promises": (),
        "figures": (),
        "months": months,
        "services": (),
        "watched": (),
        "long_holds": (),
        "left_out": (),
        "satisfaction": Satisfaction(0, None, None, 0, 0, 0, None),
        "outcomes": (),
        "ageing": (Ageing("Up to 7 days", 3, 1), Ageing("8 to 30 days", 2, 1)),
        "control": Control(120, 0, 118, 2, 0, 0, 0),
        "news": News(since=dt.date(2026, 6, 29), breached=0, before=dt.date(2026, 7, 10), due=0),
    }
    return Measures(**{**facts, **given})


def report(
    framework: Framework | None = None,
    *,
    issues: Sequence[Issue] = (),
    raci: Raci | None = None,
    left_out_rows: int = 0,
    titles: dict[str, str] | None = None,
    **measured: Any,
) -> Report:
    framework = framework or small_framework.framework()
    framework = replace(framework, counts={"requests": RowCount(100, left_out_rows)})
    return Report(
        framework=framework,
        issues=tuple(issues),
        measures=measures(**measured),
        raci=raci or Raci((), (), ()),
        coverage=(),
        steps=(),
        run=Run(AS_OF, AS_OF, True, "0.1.0", titles or {}),
    )


def role(role_id: str, name: str) -> Role:
    return Role(role_id=role_id, role=name)


def rows(tab: Tab, name: str) -> list[tuple[Any, ...]]:
    """Rows of the block with this defined name or table name."""
    for block in tab.blocks:
        if name == (block.name if isinstance(block, Grid) else block.table):
            return list(block.rows)
    raise KeyError(name)


def listing(tab: Tab) -> Listing:
    return next(block for block in tab.blocks if isinstance(block, Listing))


def words(tab: Tab) -> str:
    """All text of a tab."""
    return "\n".join(str(cell) for block in tab.blocks for row in block.rows for cell in row if cell is not None)
