"""Rules across rows and sheets: what the framework says as a whole.

A rule is a small function that yields issues and says which codes it may raise. An error leaves its row out, on
whatever sheet. What adding one takes is in `docs/architecture.md`.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, Final

from pmo_workbook.check import Checked, Rejected
from pmo_workbook.framework import Framework, RowCount
from pmo_workbook.issues import RULES, Issue
from pmo_workbook.results import Measures
from pmo_workbook.rules import definitions, figures, governance, log, spelling, zones
from pmo_workbook.rules.finding import place_of
from pmo_workbook.rules.rule import Rule
from pmo_workbook.sheets import SHEETS

STAGES: Final[tuple[tuple[Rule[dt.datetime], ...], ...]] = (
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
        zones.fixed_zone,
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
"""Rules by stage, given the report's moment (wall clock of the log's zone): each stage sees the framework without the
rows that an earlier stage found in error."""


def no_errors(*checks: Rule[Measures]) -> tuple[Rule[Measures], ...]:
    """Give the rules that need what was measured; it is too late for them to leave a row out.

    Raises:
        ValueError: One of them may raise an error.
    """
    for rule in checks:
        if any(RULES[code].severity == "error" for code in rule.codes):
            raise ValueError(f"{rule.name} needs what was measured, so it cannot raise an error.")
    return checks


FIGURE_RULES: Final = no_errors(figures.goal_no_action, figures.goal_fragile, figures.hold_long)
"""Rules that need what was measured."""

_NAMED_STILL: Final = ("calendars", "slas")
"""Sheets of which a row in error may still be named: an action because of an SLA stays an action, a service whose
calendar does not count stays a service. No log has an index into them."""


def apply_rules(look: Callable[[Rejected], Checked], moment: Callable[[Framework], dt.datetime]) -> Checked:
    """Check the tables and apply the rules, until no row that counts is in error.

    A row in which a rule finds an error is left out like one with an error in a cell: the tables are checked again
    without it, so that the rows that name it are left out too, each with an issue that says so.

    Args:
        look: Checks the tables without some rows.
        moment: Gives the report's moment, wall clock of the log's zone.

    Returns:
        The framework of the rows that count, and all issues: those of the checks, then those in order of the rules.
    """
    rejected: dict[str, frozenset[int]] = {}
    errors: list[Issue] = []
    while True:
        checked = look(rejected)
        framework, found = check_framework(checked.framework, moment(checked.framework), rejected)
        more = _more(framework, found, rejected)
        if not more:
            return Checked(framework, (*checked.issues, *dict.fromkeys((*errors, *found))))
        keys = _keys(framework)
        errors += [one for one in found if one.severity == "error" and keys[one.table] not in _NAMED_STILL]
        rejected |= {key: rows | rejected.get(key, frozenset()) for key, rows in more.items()}


def check_framework(
    framework: Framework, as_of: dt.datetime, rejected: Rejected | None = None
) -> tuple[Framework, tuple[Issue, ...]]:
    """Apply the rules; take out the calendars and SLAs in error and what depends on them.

    A calendar in error takes its holidays with it, and the SLAs that need it, each with an issue of its own. Other rows
    keep its id, which is then the id of no calendar. An error in a row of another sheet is the end, since that row is
    left out by checking the tables again.

    Args:
        framework: Rows that passed the checks row by row.
        as_of: The report's moment, wall clock of the log's zone.
        rejected: Rows that were left out for a rule before.

    Returns:
        The framework of the rows that count, and the issues in order of the rules.
    """
    errors: list[Issue] = []
    while True:
        found = _until_error(framework, as_of, rejected or {})
        fewer = _without(framework, found)
        if fewer is framework:
            return framework, tuple(dict.fromkeys((*errors, *found)))
        errors += [issue for issue in found if issue.severity == "error"]
        framework = fewer


def check_figures(framework: Framework, measures: Measures) -> tuple[Issue, ...]:
    """Apply the rules that need what was measured.

    Args:
        framework: What counts.
        measures: What was measured of it.
    """
    return tuple(issue for rule in FIGURE_RULES for issue in rule(framework, measures))


def _until_error(framework: Framework, as_of: dt.datetime, rejected: Rejected) -> list[Issue]:
    """Apply the rules up to the stage that finds an error in a row that counts; the next one must not see that row."""
    found: list[Issue] = []
    for stage in STAGES:
        of_stage = [issue for rule in stage for issue in rule(framework, as_of)]
        found += of_stage
        if _more(framework, of_stage, rejected) or _without(framework, of_stage) is not framework:
            break
    return found


def _keys(framework: Framework) -> dict[str, str]:
    """Keys of the input sheets by the name of their table."""
    return {place_of(framework, sheet.key).table: sheet.key for sheet in SHEETS}


def _in_error(framework: Framework, found: Iterable[Issue]) -> defaultdict[str, set[int]]:
    """Rows in error by sheet key; an issue about no row leaves none out."""
    keys, rows = _keys(framework), defaultdict[str, set[int]](set)
    for issue in found:
        if issue.severity == "error" and issue.row:
            rows[keys[issue.table]].add(issue.row)
    return rows


def _more(framework: Framework, found: Iterable[Issue], rejected: Rejected) -> Rejected:
    """Rows in error that only checking the tables again leaves out, and that were not left out yet."""
    rows = {key: frozenset(rows) for key, rows in _in_error(framework, found).items() if key not in _NAMED_STILL}
    return {key: new for key, out in rows.items() if (new := out - rejected.get(key, frozenset()))}


def _without(framework: Framework, found: Iterable[Issue]) -> Framework:
    """The framework without calendars and SLAs in error, which are counted as left out; itself where there are none."""
    rows = _in_error(framework, found)
    closed = {calendar.calendar_id for calendar in framework.calendars if calendar.row in rows["calendars"]}
    kept: dict[str, Any] = {
        "calendars": tuple(row for row in framework.calendars if row.row not in rows["calendars"]),
        "holidays": tuple(row for row in framework.holidays if row.calendar_id not in closed),
        "slas": tuple(row for row in framework.slas if row.row not in rows["slas"]),
    }
    fewer = {key: len(getattr(framework, key)) - len(rest) for key, rest in kept.items()}
    if not any(fewer.values()):
        return framework
    counts = {key: _counted(framework, key, out) for key, out in fewer.items() if out}
    return dataclasses.replace(framework, **kept, counts={**framework.counts, **counts})


def _counted(framework: Framework, key: str, out: int) -> RowCount:
    """How the rows of a sheet fared, now that some more are left out."""
    before = framework.counts.get(key) or RowCount(len(getattr(framework, key)), 0)
    return RowCount(before.read, before.left_out + out)
