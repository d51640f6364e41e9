"""Start: where the ten steps stand, and what came of the last refresh."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from pmo_workbook.blocks import Cell, Grid, Tab, grid
from pmo_workbook.issues import SEVERITIES
from pmo_workbook.layout.sentences import banner, headline, moment_words, shorten
from pmo_workbook.layout.spec import Line, PageTab, Said
from pmo_workbook.report import Report, StepState
from pmo_workbook.results import Control
from pmo_workbook.words import count_words, list_words

TITLE: Final = "pmo_start_title"
SAID: Final = "pmo_start_said"
RUN: Final = "pmo_start_run"
STEP_STATES: Final = "pmo_start_steps"
ABOUT: Final = "pmo_start_about"
CHECK_SUM: Final = "pmo_start_check_sum"
PRIORITIES: Final = "pmo_start_priorities"
REASONS: Final = "pmo_start_waiting_reasons"

MOST_WORDS: Final = 12
"""Words of a setting that a dropdown lists."""

_NONE: Final = "\u2013"
_LONGEST_NAME: Final = 60
_LONGEST_SAID: Final = 160
_LONGEST_WORDS: Final = 112


def _rows_read(report: Report) -> str:
    counts = report.framework.counts.values()
    read, left_out = sum(count.read for count in counts), sum(count.left_out for count in counts)
    filled = sum(count.read > 0 for count in counts)
    return f"{read:,} on {count_words(filled, 'sheet')}; {left_out:,} left out for an error"


def _issues(report: Report) -> str:
    found = Counter(issue.severity for issue in report.issues)
    issues = list_words([count_words(found[severity], severity) for severity in SEVERITIES])
    return issues[0].upper() + issues[1:] if report.issues else "None"


def _owner(report: Report) -> str:
    owner = report.framework.settings.framework_owner or ""
    return next((role.role for role in report.framework.roles if role.role_id == owner), owner)


def _about(text: str) -> str:
    return shorten(text, _LONGEST_NAME) or _NONE


RUN_LINES: Final[tuple[Line[Report], ...]] = (
    Line("Refreshed", lambda r: f"{moment_words(r.run.at)} by pmo-workbook {r.run.version}", "When, and by which version; it says so when inputs changed since."),
    Line("Report as of", lambda r: f"{moment_words(r.run.as_of)}, {'as set' if r.run.as_of_fixed else 'the moment of the refresh'}", "The moment the report is about."),
    Line("Rows read", _rows_read, "Rows of all input sheets, and those left out for an error."),
    Line("Requests", lambda r: _requests(r.measures.control), "Requests in the log, measured, left out, and submitted later."),
    Line("Issues", _issues, "Errors, warnings and notes."),
)  # fmt: skip
"""The last refresh in words; the only block that holds the moment of the run."""

ABOUT_LINES: Final[tuple[Line[Report], ...]] = (
    Line("Framework owner", lambda r: _about(_owner(r)), "Name of the role that owns the framework."),
    Line("Framework version", lambda r: _about(r.framework.settings.framework_version), "As on Settings."),
    Line("PMO mailbox", lambda r: _about(r.framework.settings.pmo_mailbox), "As on Settings."),
)

STEPS_SHOWN: Final[tuple[Line[StepState], ...]] = (
    Line("State", lambda step: step.state, "Done, Check or To do, worked out from the sheets."),
    Line("Where it stands", lambda step: shorten(step.words, _LONGEST_WORDS), "What is there and what is wrong."),
)

TAB: Final = PageTab(
    "start",
    "Start",
    "The ten steps and where each stands; the last run.",
    (
        *(Said("Last refresh", line.label, line.says) for line in RUN_LINES),
        *(Said("The ten steps", line.label, line.says) for line in STEPS_SHOWN),
        *(Said("About", line.label, line.says) for line in ABOUT_LINES),
        Said("About", "Check sum of inputs", "The number by which Start notices that inputs changed."),
    ),
)


def lay_out(report: Report) -> Tab:
    """Lay the front page out.

    Args:
        report: All results.
    """
    settings = report.framework.settings
    words = [[line.value(step) for line in STEPS_SHOWN] for step in report.steps]
    blocks = (
        grid(TITLE, _column(_titles(report)), (2, 1)),
        grid(SAID, _column([shorten(headline(report.measures), _LONGEST_SAID), banner(report) or None]), (2, 1)),
        _lines(RUN, RUN_LINES, report),
        grid(STEP_STATES, words, (10, 2)),
        grid(PRIORITIES, _column(settings.priorities[:MOST_WORDS]), (MOST_WORDS, 1)),
        grid(REASONS, _column(settings.waiting_reasons[:MOST_WORDS]), (MOST_WORDS, 1)),
        _lines(ABOUT, ABOUT_LINES, report),
        grid(CHECK_SUM, [[report.run.check_sum]], (1, 1)),
    )
    return Tab(TAB.key, blocks)


def _lines(name: str, lines: Sequence[Line[Report]], report: Report) -> Grid:
    return grid(name, _column([line.value(report) for line in lines]), (len(lines), 1))


def _column(values: Sequence[Cell]) -> list[tuple[Cell]]:
    return [(value,) for value in values]


def _titles(report: Report) -> list[Cell]:
    """Title of the workbook, and whose it is."""
    settings = report.framework.settings
    version = f"framework version {settings.framework_version}" if settings.framework_version else ""
    whose = [shorten(part, _LONGEST_NAME) for part in (settings.organisation, version) if part]
    below = " \u00b7 ".join(whose) or "Enter the organisation on Settings."
    return [f"{shorten(settings.pmo_name, _LONGEST_NAME)} service framework", below]


def _requests(control: Control) -> str:
    said = f"{control.requests:,} in the log: {control.measured:,} measured, {control.left_out:,} left out"
    return f"{said}, {control.later:,} later" if control.later else said
