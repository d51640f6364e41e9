"""Rules that need what was measured: goals missed without an action, fragile goals, long holds."""

from __future__ import annotations

from collections.abc import Iterator

from pmo_workbook.framework import Framework
from pmo_workbook.issues import Issue
from pmo_workbook.metrics import METRICS, TIMED
from pmo_workbook.results import Measures, Promise
from pmo_workbook.rules.finding import Cell, issue
from pmo_workbook.rules.rule import raises
from pmo_workbook.words import count_words, day_words, number_words, share_words


@raises("goal-no-action")
def goal_no_action(framework: Framework, measures: Measures) -> Iterator[Issue]:
    """An SLA under its goal has an open action because of it or of its service."""
    for promise in measures.promises:
        if promise.kept is False and not promise.actions:
            field = METRICS[promise.sla.metric].goal_field
            problem = f"{promise.sla.sla_id} missed its goal and has no open action: {_found(promise)}."
            cell = Cell("slas", promise.sla.row, field)
            yield issue(framework, "goal-no-action", cell, _goal(promise), problem)


def _found(promise: Promise) -> str:
    """What was reached and what was promised, in words."""
    figure = promise.figure
    if promise.sla.unit == "score":
        return f"{number_words(promise.value or 0)} of 5 in {count_words(figure.n, 'answer')}, {_goal(promise)} wanted"
    if promise.sla.metric in TIMED:
        return f"{share_words(figure.met or 0, figure.n, promise.value)} met, {_goal(promise)} % wanted"
    share = round((promise.value or 0) * figure.n)
    return f"{share_words(share, figure.n, promise.value)}, {_goal(promise)} % wanted"


def _goal(promise: Promise) -> str:
    return number_words(getattr(promise.sla, METRICS[promise.sla.metric].goal_field) or 0)


@raises("goal-fragile")
def goal_fragile(framework: Framework, measures: Measures) -> Iterator[Issue]:
    """A goal of a timed SLA stands one miss at the volume of the period."""
    for promise in measures.promises:
        figure = promise.figure
        if promise.sla.metric in TIMED and figure.n and figure.misses_allowed == 0:
            problem = (
                f"With {count_words(figure.n, 'clock')} in the period, one miss breaks a goal of {_goal(promise)} %."
            )
            yield issue(framework, "goal-fragile", Cell("slas", promise.sla.row, "goal"), _goal(promise), problem)


@raises("hold-long")
def hold_long(framework: Framework, measures: Measures) -> Iterator[Issue]:
    """An open hold does not last over 20 working days."""
    for hold in measures.long_holds:
        request_id = framework.requests.request_id[hold.request]
        days = number_words(int(hold.working_days))
        problem = f"{request_id} has waited for {hold.reason} for {days} working days."
        cell = Cell("holds", int(framework.holds.row[hold.hold]), "start")
        yield issue(framework, "hold-long", cell, day_words(hold.since), problem)
