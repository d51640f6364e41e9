"""Summary: one page for a board. No names of people, no request ids.

The page stands on `WIDTH` columns, a wide one and thirteen for the months; its tables are laid on spans of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pmo_workbook.blocks import Block, Cell, Tab, grid
from pmo_workbook.layout import sentences
from pmo_workbook.layout.decisions import decisions
from pmo_workbook.report import Report
from pmo_workbook.results import Measures, OutcomeLine, Promise, ServiceFigure
from pmo_workbook.words import percent_words

KEY: Final = "summary"
WIDTH: Final = 14
MONTHS: Final = 13
BESIDE: Final = 4
"""Column at which the words beside a heading begin."""

ABOUT: Final = "pmo_summary_about"
HEADLINE: Final = "pmo_summary_headline"
BANNER: Final = "pmo_summary_banner"
TILES_GRID: Final = "pmo_summary_tiles"
MISSED_GRID: Final = "pmo_summary_missed"
MISSED_SAID: Final = "pmo_summary_missed_said"
MONTHS_GRID: Final = "pmo_summary_months"
MONTHS_SAID: Final = "pmo_summary_months_said"
OUTCOMES_GRID: Final = "pmo_summary_outcomes"
OUTCOMES_SAID: Final = "pmo_summary_outcomes_said"
FACTS_GRID: Final = "pmo_summary_facts"
DECISIONS_GRID: Final = "pmo_summary_decisions"
DECISIONS_SAID: Final = "pmo_summary_decisions_said"
SERVICES_GRID: Final = "pmo_summary_services"
SERVICES_SAID: Final = "pmo_summary_services_said"

TILES: Final = (
    ("Promises kept", 0, 0),
    ("Compliance, pooled", 1, 3),
    ("Breached", 4, 5),
    ("At risk now", 6, 7),
    ("Satisfaction", 8, 10),
    ("Open requests", 11, 13),
)
"""Label, first and last column of each tile."""

MISSED: Final = (
    ("Promise", 0, 1),
    ("Result", 2, 2),
    ("Goal", 3, 3),
    ("n", 4, 4),
    ("Reason most given", 5, 6),
    ("Open action", 7, 11),
    ("Action due", 12, 13),
)
MISSED_ROWS: Final = 4

MONTH_ROWS: Final = (
    "Month",
    "Compliance",
    "Compliance so far",
    "Clocks decided, n",
    "Requests submitted",
    "Requests closed",
    "Open at month's end",
)
"""Labels of the rows of the table below the charts."""

MONTHS_NOTE: Final = (
    "A clock counts in the month in which it was decided: kept in the month it stopped, breached in the month its "
    "deadline passed. The running month is so far, in no other figure, and not compared with a goal."
)

OUTCOMES: Final = (
    ("Measure", 0, 3),
    ("What it is about", 4, 7),
    ("Value", 8, 8),
    ("Target", 9, 9),
    ("Verdict", 10, 10),
    ("Before", 11, 11),
    ("Read on", 12, 13),
)
OUTCOMES_ROWS: Final = 6

FACTS: Final = ("Satisfaction", "Demand", "Effort", "Backlog")
"""Labels of the sentences below the outcomes."""

DECISIONS: Final = (("What is overdue", 0, 0), ("Which", 1, 7), ("Owner role", 8, 11), ("Was due", 12, 13))
DECISIONS_ROWS: Final = 5

SERVICES: Final = (
    ("Service", 0, 1),
    ("Compliance", 2, 3),
    ("Kept of decided", 4, 5),
    ("Promises kept", 6, 6),
    ("In", 7, 7),
    ("Out", 8, 8),
    ("Open now", 9, 9),
    ("Hours of work", 10, 10),
    ("on n closed", 11, 11),
    ("Score of 5", 12, 12),
    ("Answers", 13, 13),
)
SERVICES_ROWS: Final = 40

Spans = Sequence[tuple[str, int, int]]
"""Header, first and last column of each column of a table on the page."""


def lay_out(report: Report) -> Tab:
    """Lay the page out.

    Args:
        report: All results.
    """
    blocks = (
        _line(ABOUT, sentences.about(report)),
        _line(HEADLINE, sentences.headline(report.measures)),
        _line(BANNER, sentences.banner(report)),
        grid(TILES_GRID, [_spread(line, TILES) for line in tile_lines(report)], (2, WIDTH)),
        *_missed(report),
        *_months(report.measures),
        *_outcomes(report.measures.outcomes),
        _facts(report),
        *_decisions(report),
        *_services(report),
    )
    return Tab(KEY, blocks)


def _line(name: str, text: str) -> Block:
    return grid(name, [[text or None]], (1, WIDTH))


def _beside(name: str, text: str) -> Block:
    """Words at the right end of a heading."""
    return grid(name, [[text or None]], (1, WIDTH - BESIDE))


def _spread(values: Sequence[Cell], spans: Spans) -> list[Cell]:
    """Values at the first column of their spans."""
    row: list[Cell] = [None] * WIDTH
    for value, (_, first, _) in zip(values, spans, strict=True):
        row[first] = value
    return row


def tile_lines(report: Report) -> tuple[list[Cell], list[Cell]]:
    """The figure of each of `TILES`, and below it what it is a figure of.

    Args:
        report: All results.
    """
    measures = report.measures
    judged = [p for p in measures.promises if p.kept is not None]
    kept = sum(p.kept is True for p in judged)
    unjudged = len(measures.promises) - len(judged)
    months = [m for m in measures.months if not m.running]
    n, met = sum(m.n for m in months), sum(m.met for m in months)
    breached = sum(m.breached for m in months)
    running = [w for w in measures.watched if w.sla_id]
    at_risk = sum(w.state == "At risk" for w in running)
    over = sum(w.state == "Breached" for w in running)
    waiting = sum(age.on_hold for age in measures.ageing)
    score = measures.satisfaction
    enough = n >= report.framework.settings.smallest_sample
    figures: list[Cell] = [
        f"{kept:,} of {len(judged):,}" if judged else "None judged",
        met / n if enough and n else f"{met:,} of {n:,}" if n else "None yet",
        breached,
        at_risk,
        f"{score.mean:.1f} of 5" if score.mean is not None else "No figure",
        sentences.open_now(measures),
    ]
    bases: list[Cell] = [
        _unjudged(len(measures.promises), unjudged),
        f"{met:,} of {n:,} clocks decided",
        f"of {n:,}; {over:,} still open" if n else f"{over:,} still open",
        f"of {len(running):,} running clocks",
        _response(report),
        f"{waiting:,} on hold",
    ]
    return figures, bases


def _unjudged(promises: int, unjudged: int) -> str:
    if not promises:
        return "no promises defined"
    return f"{unjudged:,} not judged: no goal, or too few cases" if unjudged else "all promises judged"


def _response(report: Report) -> str:
    found = report.measures.satisfaction
    smallest = report.framework.settings.smallest_survey
    few = f", fewer than {smallest}" if found.mean is None else ""
    share = f"; {percent_words(found.answered / found.closed)} of closed answered" if found.closed else ""
    return f"n = {found.n:,}{few}{share}"


def _missed(report: Report) -> tuple[Block, Block]:
    missed = sentences.by_gap(report.measures.promises)
    ids = set(report.framework.requests.request_id)
    rows = [_spread(_missed_row(promise, ids), MISSED) for promise in missed[:MISSED_ROWS]]
    said = sentences.more(len(rows), len(missed), "missed promise", report.run.titles.get("sla_report", "SLA Report"))
    if not missed and any(p.kept for p in report.measures.promises):
        said = "None: every promise that can be judged was kept"
    elif not missed:
        said = "No promise can be judged yet"
    return grid(MISSED_GRID, rows, (MISSED_ROWS, WIDTH)), _beside(MISSED_SAID, said)


def _missed_row(promise: Promise, ids: set[object]) -> list[Cell]:
    action = promise.actions[0] if promise.actions else None
    reason = f"{promise.main_reason} ({promise.main_reason_n:,})" if promise.main_reason else "None given"
    return [
        sentences.shorten(promise.sla.name, 64),
        sentences.result_words(promise),
        sentences.goal_words(promise),
        promise.figure.n,
        sentences.shorten(reason, 34),
        sentences.shorten(sentences.without_ids(action.action, ids), 96) if action else "None; one is needed",
        action.due if action else None,
    ]


def _months(measures: Measures) -> tuple[Block, Block]:
    months = measures.months[-MONTHS:]
    header: list[Cell] = [f"{m.start:%b}\n{'so far' if m.running else f'{m.start:%Y}'}" for m in months]
    rows: list[list[Cell]] = [
        header,
        [None if m.running else m.compliance for m in months],
        [m.compliance if m.running else None for m in months],
        [m.n for m in months],
        [m.submitted for m in months],
        [m.closed for m in months],
        [m.backlog for m in months],
    ]
    return grid(MONTHS_GRID, rows, (len(MONTH_ROWS), MONTHS)), _line(MONTHS_SAID, MONTHS_NOTE)


def _outcomes(outcomes: Sequence[OutcomeLine]) -> tuple[Block, Block]:
    behind_first = sorted(outcomes, key=lambda o: {False: 0, True: 1, None: 2}[o.reached])
    rows = [_spread(_outcome_row(line), OUTCOMES) for line in behind_first[:OUTCOMES_ROWS]]
    said = sentences.more(len(rows), len(outcomes), "measure", "Outcomes")
    if not outcomes:
        said = "None recorded yet: fill the Outcomes sheet"
    return grid(OUTCOMES_GRID, rows, (OUTCOMES_ROWS, WIDTH)), _beside(OUTCOMES_SAID, said)


def _outcome_row(line: OutcomeLine) -> list[Cell]:
    verdict = {True: "Reached", False: "Missed", None: "No target"}[line.reached]
    return [
        sentences.shorten(line.measure, 52),
        sentences.shorten(line.subject, 36),
        line.value,
        line.target,
        verdict,
        line.before,
        line.date,
    ]


def _facts(report: Report) -> Block:
    measures = report.measures
    said = (
        sentences.satisfaction(measures.satisfaction, report.framework.settings.smallest_survey),
        sentences.demand(measures),
        sentences.effort(measures),
        sentences.ageing(measures),
    )
    return grid(FACTS_GRID, [[text] for text in said], (len(FACTS), WIDTH - 1))


def _decisions(report: Report) -> tuple[Block, Block]:
    found = decisions(report.framework, report.run.as_of.date())
    ids = set(report.framework.requests.request_id)
    rows = [
        _spread(
            [
                f"{decision.kind} overdue" if decision.due else f"{decision.kind} never held",
                sentences.shorten(sentences.without_ids(decision.what, ids), 72),
                sentences.shorten(decision.role, 36),
                decision.due,
            ],
            DECISIONS,
        )
        for decision in found[:DECISIONS_ROWS]
    ]
    said = sentences.more(len(rows), len(found), "overdue item", report.run.titles.get("issues", "Issues"))
    if not found:
        said = "None: no review and no action is overdue"
    return grid(DECISIONS_GRID, rows, (DECISIONS_ROWS, WIDTH)), _beside(DECISIONS_SAID, said)


def _services(report: Report) -> tuple[Block, Block]:
    services = report.measures.services
    rows = [_spread(_service_row(s), SERVICES) for s in services[:SERVICES_ROWS]]
    said = sentences.more(len(rows), len(services), "service", report.run.titles.get("sla_report", "SLA Report"))
    return grid(SERVICES_GRID, rows, (SERVICES_ROWS, WIDTH)), _beside(SERVICES_SAID, said)


def _service_row(figure: ServiceFigure) -> list[Cell]:
    return [
        sentences.shorten(figure.service.name, 40),
        figure.compliance,
        f"{figure.met:,} of {figure.n:,}" if figure.n else None,
        f"{figure.promises_kept:,} of {figure.promises_judged:,}" if figure.promises_judged else None,
        figure.submitted,
        figure.closed,
        figure.backlog,
        figure.effort_hours if figure.effort_n else None,
        figure.effort_n,
        figure.satisfaction,
        figure.answers,
    ]
