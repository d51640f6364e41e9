"""Where each of the ten steps of the framework stands, computed from what the sheets hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Literal

from pmo_workbook.framework import Framework
from pmo_workbook.issues import Issue
from pmo_workbook.metrics import TIMED
from pmo_workbook.models import Service
from pmo_workbook.report import StepState
from pmo_workbook.results import Measures
from pmo_workbook.rules.finding import place_of
from pmo_workbook.rules.spelling import spelling_key
from pmo_workbook.sheets import SHEETS
from pmo_workbook.words import count_words, day_words, list_words

Said = tuple[bool, str]
"""Whether there is enough to call the step begun, and what there is, in words without a full stop."""


@dataclass(frozen=True)
class Step:
    """One of the ten steps.

    Attributes:
        number: 1 to 10.
        title: Name of the step.
        sheets: Keys of its input sheets.
        shown_on: Keys of the generated tabs that show it.
        says: What is there.
    """

    number: int
    title: str
    sheets: tuple[str, ...]
    shown_on: tuple[str, ...]
    says: Callable[[Framework, Measures], Said]


_PHRASES: Final = {
    "purpose-no-service": ("1 is served by no live service", "{n} are served by no live service"),
    "need-no-service": ("1 need has no service", "{n} needs have no service"),
    "sla-missing": ("1 critical service lacks an SLA", "{n} critical services lack an SLA"),
    "service-no-activity": ("1 live service has no activity", "{n} live services have no activity"),
    "review-overdue": ("1 review is overdue", "{n} reviews are overdue"),
    "service-review-overdue": ("1 service review is overdue", "{n} service reviews are overdue"),
    "action-overdue": ("1 action is overdue", "{n} actions are overdue"),
    "communication-overdue": ("1 is overdue", "{n} are overdue"),
    "goal-no-action": ("1 missed goal has no action", "{n} missed goals have no action"),
}
"""Codes that a step names in words; all others are counted together."""

_STEP_OF_CODE: Final = {
    "sla-missing": 6,
    "service-no-activity": 7,
    "goal-no-action": 9,
    "review-overdue": 10,
    "service-review-overdue": 10,
    "action-overdue": 10,
}
"""Codes that belong to another step than their cell does."""

_STEP_OF_SHEET: Final = {**{sheet.key: sheet.step for sheet in SHEETS}, "actions": 10}

_STEP_OF_FIELD: Final = {
    "delivery_model": 4,
    "how_to_request": 4,
    "objective": 5,
    "in_scope": 5,
    "out_of_scope": 5,
    "audience": 5,
    "prerequisites": 5,
    "process": 5,
    "tools_and_templates": 5,
    "last_reviewed": 10,
    "review_every": 10,
}
"""Columns of Services that belong to another step than 3."""


def steps(framework: Framework, issues: Iterable[Issue], measures: Measures) -> tuple[StepState, ...]:
    """Say where the ten steps stand.

    A step is *To do* when its sheets say nothing yet, *Check* when an error or a warning concerns it, else *Done*.

    Args:
        framework: What counts.
        issues: All issues of the run.
        measures: What was measured.
    """
    found: dict[int, Counter[str]] = {step.number: Counter() for step in STEPS}
    keys = {place_of(framework, sheet.key).table: sheet.key for sheet in SHEETS}
    for issue in issues:
        number = _step_of(framework, keys.get(issue.table, ""), issue)
        if number and issue.severity != "note":
            found[number][issue.rule] += 1
    return tuple(_state(step, framework, measures, found[step.number]) for step in STEPS)


def _step_of(framework: Framework, key: str, issue: Issue) -> int:
    """The step an issue belongs to; 0 for none."""
    if issue.rule in _STEP_OF_CODE:
        return _STEP_OF_CODE[issue.rule]
    if key == "services":
        headers = place_of(framework, key).headers
        field = next((name for name, header in headers.items() if header == issue.column), "")
        return _STEP_OF_FIELD.get(field, 3)
    return _STEP_OF_SHEET.get(key, 0)


def _state(step: Step, framework: Framework, measures: Measures, found: Counter[str]) -> StepState:
    begun, words = step.says(framework, measures)
    named = {code: found[code] for code in _PHRASES if code in found}
    others = found.total() - sum(named.values())
    parts = [words]
    if begun:
        parts += [_PHRASES[code][n > 1].format(n=f"{n:,}") for code, n in named.items()]
    if others:
        parts.append(f"{count_words(others, 'other issue' if len(parts) > 1 else 'issue')} to look at")
    state: Literal["Done", "To do", "Check"] = "To do" if not begun else "Check" if found else "Done"
    sentence = "; ".join(parts)
    return StepState(
        step.number, step.title, step.sheets, step.shown_on, state, f"{sentence[0].upper()}{sentence[1:]}."
    )


def _purpose(framework: Framework, measures: Measures) -> Said:
    del measures
    n = len(framework.purposes)
    return n > 0, count_words(n, "purpose") if n else "no purpose is written down"


def _needs(framework: Framework, measures: Measures) -> Said:
    del measures
    groups, needs = len(framework.stakeholders), len(framework.needs)
    met = sum(need.met == "Yes" for need in framework.needs)
    words = f"{count_words(groups, 'stakeholder group')}, {count_words(needs, 'need')}"
    return groups > 0 and needs > 0, f"{words}, {met:,} met" if any(n.met for n in framework.needs) else words


def _services(framework: Framework, measures: Measures) -> Said:
    del measures
    live = _live(framework)
    critical = sum(service.critical == "Yes" for service in live)
    words = f"{count_words(len(framework.services), 'service')}, {len(live):,} live, {critical:,} of these critical"
    return bool(live), words if framework.services else "no service is written down"


def _delivery(framework: Framework, measures: Measures) -> Said:
    del measures
    live = _live(framework)
    models = {spelling_key(model) for service in live for model in service.delivery_model}
    if not live:
        return False, "no service is live"
    return True, f"{count_words(len(models), 'delivery model')} for {count_words(len(live), 'live service')}"


def _descriptions(framework: Framework, measures: Measures) -> Said:
    del measures
    live = _live(framework)
    short = [service for service in live if not _described(service)]
    if not live:
        return False, "no service is live"
    if not short:
        return True, f"{count_words(len(live), 'live service')} described in full"
    names = list_words([service.service_id for service in short[:3]] + ["others"] * (len(short) > 3))
    lack = "lacks" if len(short) == 1 else "lack"
    return False, (
        f"{len(live) - len(short):,} of {count_words(len(live), 'live service')} described in full: "
        f"{names} {lack} scope out, process or tools"
    )


def _described(service: Service) -> bool:
    """Whether the optional parts of a description are filled; the rest is required."""
    return bool(service.out_of_scope and service.process and service.tools_and_templates)


def _slas(framework: Framework, measures: Measures) -> Said:
    del measures
    critical = [service.service_id for service in _live(framework) if service.critical == "Yes"]
    promised = {sla.service_id for sla in framework.slas if sla.metric in TIMED}
    covered = sum(service_id in promised for service_id in critical)
    n = len(framework.slas)
    words = f"{count_words(n, 'SLA')}, for {covered:,} of {count_words(len(critical), 'critical live service')}"
    return n > 0, words if n else "no SLA is agreed"


def _governance(framework: Framework, measures: Measures) -> Said:
    del measures
    roles, activities, reviews = len(framework.roles), len(framework.activities), len(framework.reviews)
    words = [
        count_words(roles, "role"),
        count_words(activities, "activity", "activities"),
        count_words(reviews, "regular review"),
    ]
    return min(roles, activities, reviews) > 0, list_words(words)


def _communication(framework: Framework, measures: Measures) -> Said:
    today = measures.period.as_of.date()
    n = len(framework.communications)
    if not n:
        return False, "no communication is planned"
    coming = [item.next_planned for item in framework.communications if item.next_planned >= today]
    following = f", next on {day_words(min(coming))}" if coming else ""
    readers = sum(group.receives_report == "Yes" for group in framework.stakeholders)
    words = f"{count_words(n, 'communication')}{following}"
    return True, f"{words}, report to {count_words(readers, 'group')}"


def _monitoring(framework: Framework, measures: Measures) -> Said:
    requests, answers = len(framework.requests), len(framework.feedback)
    if not requests:
        return False, "no request is logged"
    judged = [promise for promise in measures.promises if promise.kept is not None]
    kept = sum(promise.kept is True for promise in judged)
    promises = f"{kept:,} of {count_words(len(judged), 'promise')} kept" if judged else "no promise judged yet"
    return True, f"{count_words(requests, 'request')}, {count_words(answers, 'survey answer')}, {promises}"


def _review(framework: Framework, measures: Measures) -> Said:
    today = measures.period.as_of.date()
    held = sum(review.last_held is not None for review in framework.reviews)
    still = sum(action.done is None or action.done > today for action in framework.actions)
    n = len(framework.reviews)
    words = f"{held:,} of {count_words(n, 'review')} held, {count_words(still, 'open action')}"
    return n > 0, words if n else f"no review is planned, {count_words(still, 'open action')}"


def _live(framework: Framework) -> list[Service]:
    return [service for service in framework.services if service.status == "Live"]


STEPS: Final[tuple[Step, ...]] = (
    Step(1, "Define the purpose of the PMO", ("purposes",), ("coverage",), _purpose),
    Step(2, "Gather stakeholder needs", ("stakeholders", "needs"), ("coverage",), _needs),
    Step(3, "Define core services", ("services",), ("catalogue",), _services),
    Step(4, "Choose delivery models", ("services",), ("catalogue", "coverage"), _delivery),
    Step(5, "Describe each service", ("services",), ("catalogue",), _descriptions),
    Step(
        6, "Agree on SLAs for critical services", ("slas", "calendars", "holidays"), ("sla_report", "watchlist"), _slas
    ),
    Step(7, "Set up governance", ("roles", "activities", "reviews"), ("raci", "raci_load"), _governance),
    Step(8, "Communicate the services", ("communications", "stakeholders"), ("catalogue",), _communication),
    Step(
        9,
        "Monitor and evaluate",
        ("requests", "holds", "feedback", "outcomes", "actions"),
        ("summary", "sla_report"),
        _monitoring,
    ),
    Step(10, "Review and update the framework", ("reviews", "actions"), ("start",), _review),
)
"""The ten steps, in order."""
