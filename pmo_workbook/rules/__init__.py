"""Rules across rows and sheets: what the framework says as a whole.

A rule is a small function that yields issues. Adding one takes the function, its line below, its entry in
`issues.RULES` and a test.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from typing import Final

from pmo_workbook.framework import Framework, RowCount
from pmo_workbook.issues import Issue
from pmo_workbook.results import Measures
from pmo_workbook.rules import definitions, figures, governance, log, spelling
from pmo_workbook.rules.finding import place_of

Rule = Callable[[Framework, dt.datetime], Iterable[Issue]]
"""Given what counts and the report's moment (wall clock of the log's zone)."""

FigureRule = Callable[[Framework, Measures], Iterable[Issue]]
"""Given what counts and what was measured."""

STAGES: Final[tuple[tuple[Rule, ...], ...]] = (
    (definitions.calendar_closed,),
    (definitions.sla_target, definitions.sla_unit, definitions.no_calendar),
    (
        spelling.two_spellings,
        definitions.sla_ignored,
        definitions.sla_no_goal,
        definitions.waiting_for_pmo,
        definitions.sla_overlap,
        definitions.sla_response_longer,
        definitions.sla_missing,
        definitions.calendar_no_holidays,
        definitions.service_no_activity,
        definitions.service_no_need,
        definitions.need_no_service,
        definitions.purpose_no_service,
        governance.activity_codes,
        governance.role_parts,
        governance.review_overdue,
        governance.service_review_overdue,
        governance.action_overdue,
        governance.communication_overdue,
        log.request_future,
        log.clock_start_outside,
        log.promise_early,
        log.status_contradicts,
        log.retired_open,
        log.hold_outside,
        log.hold_overlap,
        log.hold_not_ended,
        log.feedback_no_answer,
    ),
)
"""Rules by stage: each stage sees the framework without the rows that an earlier stage found in error."""

FIGURE_RULES: Final[tuple[FigureRule, ...]] = (figures.goal_no_action, figures.goal_fragile, figures.hold_long)
"""Rules that need what was measured; none of them is an error."""

_MAY_LOSE_ROWS: Final = ("calendars", "slas")
"""Sheets whose rows a rule may take out; no log has an index into them."""


def check_framework(framework: Framework, as_of: dt.datetime) -> tuple[Framework, tuple[Issue, ...]]:
    """Apply the rules; take out the rows in error and what depends on them.

    A calendar in error takes its holidays with it, and the SLAs that need it, each with an issue of its own. Other rows
    keep its id, which is then the id of no calendar.

    Args:
        framework: Rows that passed the checks row by row.
        as_of: The report's moment, wall clock of the log's zone.

    Returns:
        The framework of the rows that count, and the issues in order of the rules.
    """
    found: list[Issue] = []
    for stage in STAGES:
        of_stage = [issue for rule in stage for issue in rule(framework, as_of)]
        framework = _without(framework, of_stage)
        found += of_stage
    return framework, tuple(found)


def check_figures(framework: Framework, measures: Measures) -> tuple[Issue, ...]:
    """Apply the rules that need what was measured.

    Args:
        framework: What counts.
        measures: What was measured of it.
    """
    return tuple(issue for rule in FIGURE_RULES for issue in rule(framework, measures))


def _without(framework: Framework, found: Iterable[Issue]) -> Framework:
    """The framework without the rows in error, which are counted as left out."""
    tables = {place_of(framework, key).table: key for key in _MAY_LOSE_ROWS}
    rows: defaultdict[str, set[int]] = defaultdict(set)
    for issue in found:
        if issue.severity == "error":
            rows[tables[issue.table]].add(issue.row)
    if not rows:
        return framework
    calendars = tuple(calendar for calendar in framework.calendars if calendar.row not in rows["calendars"])
    closed = {calendar.calendar_id for calendar in framework.calendars if calendar.row in rows["calendars"]}
    rows["holidays"] = {holiday.row for holiday in framework.holidays if holiday.calendar_id in closed}
    return dataclasses.replace(
        framework,
        calendars=calendars,
        holidays=tuple(holiday for holiday in framework.holidays if holiday.calendar_id not in closed),
        slas=tuple(sla for sla in framework.slas if sla.row not in rows["slas"]),
        counts={**framework.counts, **{key: _counted(framework, key, out) for key, out in rows.items() if out}},
    )


def _counted(framework: Framework, key: str, rows: Collection[int]) -> RowCount:
    """How the rows of a sheet fared, now that some more are left out."""
    before = framework.counts.get(key) or RowCount(len(getattr(framework, key)), 0)
    return RowCount(before.read, before.left_out + len(rows))
