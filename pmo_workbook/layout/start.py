"""Start: where the ten steps stand, and what came of the last refresh."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from pmo_workbook.blocks import Cell, Tab, grid
from pmo_workbook.issues import SEVERITIES
from pmo_workbook.layout.sentences import banner, headline, moment_words, shorten
from pmo_workbook.report import Report
from pmo_workbook.results import Control
from pmo_workbook.words import count_words, list_words

KEY: Final = "start"
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


def lay_out(report: Report) -> Tab:
    """Lay the front page out.

    Args:
        report: All results.
    """
    settings = report.framework.settings
    words: list[list[Cell]] = [[step.state, shorten(step.words, _LONGEST_WORDS)] for step in report.steps]
    blocks = (
        grid(TITLE, _column(_titles(report)), (2, 1)),
        grid(SAID, _column([shorten(headline(report.measures), _LONGEST_SAID), banner(report) or None]), (2, 1)),
        grid(RUN, _column(_run(report)), (5, 1)),
        grid(STEP_STATES, words, (10, 2)),
        grid(PRIORITIES, _column(settings.priorities[:MOST_WORDS]), (MOST_WORDS, 1)),
        grid(REASONS, _column(settings.waiting_reasons[:MOST_WORDS]), (MOST_WORDS, 1)),
        grid(ABOUT, _column(_about(report)), (3, 1)),
        grid(CHECK_SUM, [[report.run.check_sum]], (1, 1)),
    )
    return Tab(KEY, blocks)


def _column(values: Sequence[Cell]) -> list[tuple[Cell]]:
    return [(value,) for value in values]


def _titles(report: Report) -> list[Cell]:
    """Title of the workbook, and whose it is."""
    settings = report.framework.settings
    version = f"framework version {settings.framework_version}" if settings.framework_version else ""
    whose = [shorten(part, _LONGEST_NAME) for part in (settings.organisation, version) if part]
    below = " \u00b7 ".join(whose) or "Enter the organisation on Settings."
    return [f"{shorten(settings.pmo_name, _LONGEST_NAME)} service framework", below]


def _run(report: Report) -> list[Cell]:
    """The last refresh in words; the only block that holds the moment of the run."""
    run, counts = report.run, report.framework.counts
    read = sum(count.read for count in counts.values())
    left_out = sum(count.left_out for count in counts.values())
    filled = sum(count.read > 0 for count in counts.values())
    found = Counter(issue.severity for issue in report.issues)
    issues = list_words([count_words(found[severity], severity) for severity in SEVERITIES])
    as_of = f"{moment_words(run.as_of)}, {'as set' if run.as_of_fixed else 'the moment of the refresh'}"
    return [
        f"{moment_words(run.at)} by pmo-workbook {run.version}",
        as_of,
        f"{read:,} on {count_words(filled, 'sheet')}; {left_out:,} left out for an error",
        _requests(report.measures.control),
        issues[0].upper() + issues[1:] if report.issues else "None",
    ]


def _requests(control: Control) -> str:
    said = f"{control.requests:,} in the log: {control.measured:,} measured, {control.left_out:,} left out"
    return f"{said}, {control.later:,} later" if control.later else said


def _about(report: Report) -> list[Cell]:
    """Owner, version and mailbox of the framework."""
    settings = report.framework.settings
    names = {role.role_id: role.role for role in report.framework.roles}
    owner = settings.framework_owner or ""
    said = (names.get(owner, owner), settings.framework_version, settings.pmo_mailbox)
    return [shorten(text, _LONGEST_NAME) or _NONE for text in said]
