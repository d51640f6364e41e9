"""Summary: one page for a board. No names of people, no request ids.

The page stands on `WIDTH` columns, a wide one and thirteen for the months; its tables are laid on spans of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pmo_workbook.blocks import Block, Tab, grid
from pmo_workbook.framework import Framework
from pmo_workbook.layout import sentences
from pmo_workbook.layout.decisions import Decision, decisions
from pmo_workbook.layout.spec import (
    COUNT,
    DATE,
    NAME,
    SHARE,
    TEXT,
    WRAPPED,
    Line,
    Look,
    PageTab,
    PageTable,
    Said,
    Span,
    spread,
)
from pmo_workbook.layout.tiles import TILES
from pmo_workbook.palette import RED
from pmo_workbook.report import Report
from pmo_workbook.results import Measures, MonthFigure, OutcomeLine, Promise, ServiceFigure

WIDTH: Final = 14
MONTHS: Final = 13
BESIDE: Final = 4
"""Column at which the words beside a heading begin."""

ABOUT: Final = "pmo_summary_about"
HEADLINE: Final = "pmo_summary_headline"
BANNER: Final = "pmo_summary_banner"
TILES_GRID: Final = "pmo_summary_tiles"
MONTHS_GRID: Final = "pmo_summary_months"
MONTHS_SAID: Final = "pmo_summary_months_said"
FACTS_GRID: Final = "pmo_summary_facts"

_BOLD: Final = Look(bold=True)
_RIGHT: Final = Look(align="right")
_READING: Final = Look("#,##0.##", "right")


@dataclass(frozen=True)
class Missed:
    """A promise that was missed.

    Attributes:
        promise: The promise.
        ids: Ids of all requests, which the page does not show.
    """

    promise: Promise
    ids: frozenset[object]


@dataclass(frozen=True)
class Overdue:
    """A decision that is asked for.

    Attributes:
        decision: What is overdue.
        ids: As in `Missed`.
    """

    decision: Decision
    ids: frozenset[object]


def _reason(promise: Promise) -> str:
    reason = f"{promise.main_reason} ({promise.main_reason_n:,})" if promise.main_reason else "None given"
    return sentences.shorten(reason, 34)


def _action(missed: Missed) -> str:
    actions = missed.promise.actions
    return (
        sentences.shorten(sentences.without_ids(actions[0].action, missed.ids), 96)
        if actions
        else "None; one is needed"
    )


MISSED: Final[PageTable[Missed]] = PageTable(
    "pmo_summary_missed",
    "Promises missed",
    columns=(
        Span("Promise", lambda m: sentences.shorten(m.promise.sla.name, 64), NAME, 0, 1, "Name of the SLA, the widest gap first."),
        Span("Result", lambda m: sentences.result_words(m.promise), _RIGHT.but(bold=True, ink=RED), 2, 2, "What came of it in the period."),
        Span("Goal", lambda m: sentences.goal_words(m.promise), _RIGHT, 3, 3, "What was promised."),
        Span("n", lambda m: m.promise.figure.n, COUNT, 4, 4, "Clocks decided, answers or closed requests."),
        Span("Reason most given", lambda m: _reason(m.promise), Look(wrap=True, indent=1), 5, 6, "Of Late because, with how often."),
        Span("Open action", _action, WRAPPED, 7, 11, "Of the Actions sheet; the one due first."),
        Span("Action due", lambda m: m.promise.actions[0].due if m.promise.actions else None, DATE, 12, 13, "When that action is due."),
    ),
    rows=4,
    row_height=38,
)  # fmt: skip

_MONTH: Final = COUNT.but(wrap=True)

MONTH_LINES: Final[tuple[Line[MonthFigure], ...]] = (
    Line("Month", lambda m: f"{m.start:%b}\n{'so far' if m.running else f'{m.start:%Y}'}", "Twelve closed months and the running one so far.", _MONTH),
    Line("Compliance", lambda m: None if m.running else m.compliance, "Clocks met of those decided in a closed month.", SHARE),
    Line("Compliance so far", lambda m: m.compliance if m.running else None, "The same of the running month.", SHARE),
    Line("Clocks decided, n", lambda m: m.n, "Met by the month of the stop, breached by that of the deadline.", COUNT),
    Line("Requests submitted", lambda m: m.submitted, "Requests that came in.", COUNT),
    Line("Requests closed", lambda m: m.closed, "Requests completed or cancelled.", COUNT),
    Line("Open at month's end", lambda m: m.backlog, "Requests open when the month ended.", COUNT),
)  # fmt: skip
"""The rows of the table below the charts."""

MONTHS_NOTE: Final = (
    "A clock counts in the month in which it was decided: kept in the month it stopped, breached in the month its "
    "deadline passed. The running month is so far, in no other figure, and not compared with a goal."
)

_OUTCOME_WORDS: Final = {True: "Reached", False: "Missed", None: "No target"}

OUTCOMES: Final[PageTable[OutcomeLine]] = PageTable(
    "pmo_summary_outcomes",
    "Effect on project outcomes",
    columns=(
        Span("Measure", lambda o: sentences.shorten(o.measure, 52), _BOLD, 0, 3, "What is measured; those behind their target first."),
        Span("What it is about", lambda o: sentences.shorten(o.subject, 36), TEXT, 4, 7, "Service or purpose by name."),
        Span("Value", lambda o: o.value, _READING.but(bold=True), 8, 8, "The latest reading."),
        Span("Target", lambda o: o.target, _READING, 9, 9, "Its target."),
        Span("Verdict", lambda o: _OUTCOME_WORDS[o.reached], Look(align="center"), 10, 10, "Reached or Missed; No target.", status=("Reached", "Missed")),
        Span("Before", lambda o: o.before, _READING, 11, 11, "The reading before."),
        Span("Read on", lambda o: o.date, DATE, 12, 13, "Date of the latest reading."),
    ),
    rows=6,
)  # fmt: skip

FACTS: Final[tuple[Line[Report], ...]] = (
    Line("Satisfaction", lambda r: sentences.satisfaction(r.measures.satisfaction, r.framework.settings.smallest_survey), "Score, share of 4 and 5, would they recommend, with n."),
    Line("Demand", lambda r: sentences.demand(r.measures), "Requests in and out."),
    Line("Effort", lambda r: sentences.effort(r.measures), "Hours of work, and on how many closed requests."),
    Line("Backlog", lambda r: sentences.ageing(r.measures), "Open requests by age."),
)  # fmt: skip
"""The sentences below the outcomes."""

DECISIONS: Final[PageTable[Overdue]] = PageTable(
    "pmo_summary_decisions",
    "Decisions asked: what is overdue",
    columns=(
        Span("What is overdue", lambda o: f"{o.decision.kind} {'overdue' if o.decision.due else 'never held'}", _BOLD, 0, 0, "A review, an action or a review of a service."),
        Span("Which", lambda o: sentences.shorten(sentences.without_ids(o.decision.what, o.ids), 72), TEXT, 1, 7, "Its name."),
        Span("Owner role", lambda o: sentences.shorten(o.decision.role, 36), TEXT, 8, 11, "The role that owns it."),
        Span("Was due", lambda o: o.decision.due, DATE, 12, 13, "Since when it is overdue."),
    ),
    rows=5,
)  # fmt: skip

SERVICES: Final[PageTable[ServiceFigure]] = PageTable(
    "pmo_summary_services",
    "Service by service",
    columns=(
        Span("Service", lambda s: sentences.shorten(s.service.name, 40), _BOLD, 0, 1, "Name of the service."),
        Span("Compliance", lambda s: s.compliance, SHARE, 2, 3, "Clocks met of those decided in the period.", bar=True, highest=1.0),
        Span("Kept of decided", lambda s: f"{s.met:,} of {s.n:,}" if s.n else None, _RIGHT, 4, 5, "The same as counts."),
        Span("Promises kept", lambda s: f"{s.promises_kept:,} of {s.promises_judged:,}" if s.promises_judged else None, _RIGHT, 6, 6, "SLAs at or above their goal, of those judged."),
        Span("In", lambda s: s.submitted, COUNT, 7, 7, "Requests submitted in the period."),
        Span("Out", lambda s: s.closed, COUNT.but(indent=1), 8, 8, "Requests closed in the period."),
        Span("Open now", lambda s: s.backlog, COUNT, 9, 9, "Requests open at the report's moment.", bar=True),
        Span("Hours of work", lambda s: s.effort_hours if s.effort_n else None, COUNT, 10, 10, "Effort hours of the requests closed."),
        Span("on n closed", lambda s: s.effort_n, COUNT, 11, 11, "How many of them say their effort."),
        Span("Score of 5", lambda s: s.satisfaction, Look("0.0", "right"), 12, 12, "Mean satisfaction; blank with too few answers."),
        Span("Answers", lambda s: s.answers, COUNT, 13, 13, "Answers in the period."),
    ),
    rows=40,
    header_height=40,
)  # fmt: skip

TAB: Final = PageTab(
    "summary",
    "Summary",
    "One page for a board.",
    (
        *(Said("Headline figures", tile.label, tile.says) for tile in TILES),
        *MISSED.fields(),
        *(Said("Month by month", line.label, line.says) for line in MONTH_LINES),
        *OUTCOMES.fields(),
        *(Said("Satisfaction and demand", line.label, line.says) for line in FACTS),
        *DECISIONS.fields(),
        *SERVICES.fields(),
    ),
)


def lay_out(report: Report) -> Tab:
    """Lay the page out.

    Args:
        report: All results.
    """
    blocks = (
        _line(ABOUT, sentences.about(report)),
        _line(HEADLINE, sentences.headline(report.measures)),
        _line(BANNER, sentences.banner(report)),
        _tiles(report),
        *_missed(report),
        *_months(report.measures),
        *_outcomes(report.measures.outcomes),
        grid(FACTS_GRID, [[line.value(report)] for line in FACTS], (len(FACTS), WIDTH - 1)),
        *_decisions(report),
        *_services(report),
    )
    return Tab(TAB.key, blocks)


def _line(name: str, text: str) -> Block:
    return grid(name, [[text or None]], (1, WIDTH))


def _beside(name: str, text: str) -> Block:
    """Words at the right end of a heading."""
    return grid(name, [[text or None]], (1, WIDTH - BESIDE))


def _tiles(report: Report) -> Block:
    figures = spread([(tile.first, tile.figure(report)) for tile in TILES], WIDTH)
    bases = spread([(tile.first, tile.base(report)) for tile in TILES], WIDTH)
    return grid(TILES_GRID, [figures, bases], (2, WIDTH))


def _missed(report: Report) -> tuple[Block, Block]:
    missed = sentences.by_gap(report.measures.promises)
    shown, ids = missed[: MISSED.rows], _ids(report.framework)
    said = sentences.more(len(shown), len(missed), "missed promise", report.run.titles.get("sla_report", "SLA Report"))
    if not missed and any(p.kept for p in report.measures.promises):
        said = "None: every promise that can be judged was kept"
    elif not missed:
        said = "No promise can be judged yet"
    return MISSED.grid((Missed(promise, ids) for promise in shown), WIDTH), _beside(MISSED.said, said)


def _ids(framework: Framework) -> frozenset[object]:
    return frozenset(framework.requests.request_id)


def _months(measures: Measures) -> tuple[Block, Block]:
    months = measures.months[-MONTHS:]
    rows = [[line.value(month) for month in months] for line in MONTH_LINES]
    return grid(MONTHS_GRID, rows, (len(MONTH_LINES), MONTHS)), _line(MONTHS_SAID, MONTHS_NOTE)


def _outcomes(outcomes: tuple[OutcomeLine, ...]) -> tuple[Block, Block]:
    behind_first = sorted(outcomes, key=lambda o: {False: 0, True: 1, None: 2}[o.reached])
    shown = behind_first[: OUTCOMES.rows]
    said = sentences.more(len(shown), len(outcomes), "measure", "Outcomes")
    if not outcomes:
        said = "None recorded yet: fill the Outcomes sheet"
    return OUTCOMES.grid(shown, WIDTH), _beside(OUTCOMES.said, said)


def _decisions(report: Report) -> tuple[Block, Block]:
    found = decisions(report.framework, report.run.as_of.date())
    shown, ids = found[: DECISIONS.rows], _ids(report.framework)
    said = sentences.more(len(shown), len(found), "overdue item", report.run.titles.get("issues", "Issues"))
    if not found:
        said = "None: no review and no action is overdue"
    return DECISIONS.grid((Overdue(one, ids) for one in shown), WIDTH), _beside(DECISIONS.said, said)


def _services(report: Report) -> tuple[Block, Block]:
    services = report.measures.services
    shown = services[: SERVICES.rows]
    said = sentences.more(len(shown), len(services), "service", report.run.titles.get("sla_report", "SLA Report"))
    return SERVICES.grid(shown, WIDTH), _beside(SERVICES.said, said)
