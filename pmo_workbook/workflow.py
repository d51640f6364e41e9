"""The whole story on one page: read, check, measure, lay out, write.

The clock is passed in; nothing here or below reads it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pmo_workbook import __version__
from pmo_workbook.binding import BoundTable
from pmo_workbook.framework import Framework
from pmo_workbook.hosts.base import Host, Skipped
from pmo_workbook.issues import Issue
from pmo_workbook.memory import Memory
from pmo_workbook.report import Report, Run
from pmo_workbook.template_version import VERSION

if TYPE_CHECKING:
    from pmo_workbook.check import Checked

Progress = Callable[[str], None]
"""Told the name of each step of `STEPS` as it begins, and `DONE` at the end."""

STEPS = ("Reading", "Checking", "Measuring", "Laying out", "Writing")
DONE = "Done"


@dataclass(frozen=True)
class Refreshed:
    """What a refresh did.

    Attributes:
        report: All results.
        skipped: Tabs, tables and blocks that were not written, and why.
        template: Version of the template that the workbook follows; 0 when it does not say.
    """

    report: Report
    skipped: tuple[Skipped, ...]
    template: int = VERSION

    @property
    def upgrade_due(self) -> bool:
        """Whether the workbook follows an earlier template: what is new since waits for an upgrade."""
        return 0 < self.template < VERSION


def quiet(_: str) -> None:
    """Report no progress."""


def refresh(path: Path, now: dt.datetime, as_of: dt.datetime | None = None, progress: Progress = quiet) -> Refreshed:
    """Check a closed workbook, measure it and regenerate its tabs in place.

    Args:
        path: The workbook; replaced in one step, or left as it was.
        now: The present moment, with its time zone.
        as_of: Moment the report is about, on the wall clock of the log; None takes the setting, else `now`.
        progress: Told the name of each step.

    Returns:
        The results, and what was skipped.

    Raises:
        PmoError: The run is impossible; the file is as it was.
    """
    from pmo_workbook.hosts.file import FileHost

    with FileHost(path) as host:
        return refresh_host(host, now, as_of, progress)


def refresh_host(
    host: Host,
    now: dt.datetime,
    as_of: dt.datetime | None = None,
    progress: Progress = quiet,
) -> Refreshed:
    """Refresh whatever workbook a host holds.

    Args:
        host: The workbook.
        now: The present moment, with its time zone.
        as_of: As in `refresh`.
        progress: Told the name of each step.
    """
    from pmo_workbook.layout import lay_out

    progress("Reading")
    tables = host.tables()
    report = study(tables, host.titles(), now, as_of, progress)
    progress("Writing")
    skipped = tuple(host.write(lay_out(report)))
    progress(DONE)
    return Refreshed(report, skipped, host.template())


def look(path: Path, now: dt.datetime, as_of: dt.datetime | None = None, progress: Progress = quiet) -> Report:
    """Check and measure a closed workbook without changing it.

    Args:
        path: The workbook.
        now: The present moment, with its time zone.
        as_of: As in `refresh`.
        progress: Told the name of each step.

    Raises:
        PmoError: The workbook cannot be read.
    """
    from pmo_workbook.hosts.file import FileHost

    progress("Reading")
    with FileHost(path) as host:
        report = study(host.tables(), host.titles(), now, as_of, progress)
    progress(DONE)
    return report


def study(
    tables: Mapping[str, BoundTable],
    titles: Mapping[str, str],
    now: dt.datetime,
    as_of: dt.datetime | None = None,
    progress: Progress = quiet,
    memory: Memory | None = None,
) -> Report:
    """From tables as typed to all results.

    Args:
        tables: Input tables by sheet key.
        titles: Titles of the generated tabs as they are called now, by key.
        now: The present moment, with its time zone.
        as_of: As in `refresh`.
        progress: Told the name of each step.
        memory: What was worked out before from the same workbook, and is used again for a table that is the same
            object as it was then.
    """
    from pmo_workbook.check import check
    from pmo_workbook.check_sum import check_sum
    from pmo_workbook.coverage import coverage
    from pmo_workbook.issues import ordered
    from pmo_workbook.measure import measure
    from pmo_workbook.raci import raci
    from pmo_workbook.rules import apply_rules, check_figures
    from pmo_workbook.steps import steps

    progress("Checking")
    checked = apply_rules(
        lambda rejected: _asked(check(tables, memory, rejected), as_of),
        lambda framework: _run(framework, titles, now).as_of,
    )
    framework = checked.framework
    run = replace(_run(framework, titles, now), check_sum=check_sum(tables, memory))
    progress("Measuring")
    measures = measure(framework, run.as_of, memory)
    issues: tuple[Issue, ...] = ordered((*checked.issues, *check_figures(framework, measures)))
    progress("Laying out")
    return Report(
        framework=framework,
        issues=issues,
        measures=measures,
        raci=raci(framework),
        coverage=coverage(framework),
        steps=steps(framework, issues, measures),
        run=run,
    )


def _asked(checked: Checked, as_of: dt.datetime | None) -> Checked:
    """What was checked, with the moment that was asked for in place of the setting."""
    if as_of is None:
        return checked
    settings = checked.framework.settings.model_copy(update={"report_as_of": as_of})
    return replace(checked, framework=replace(checked.framework, settings=settings))


def _run(framework: Framework, titles: Mapping[str, str], now: dt.datetime) -> Run:
    from zoneinfo import ZoneInfo

    wall_clock = now.astimezone(ZoneInfo(framework.settings.time_zone)).replace(tzinfo=None, microsecond=0)
    given = framework.settings.report_as_of
    return Run(
        at=wall_clock,
        as_of=given or wall_clock,
        as_of_fixed=given is not None,
        version=__version__,
        titles=titles,
    )
