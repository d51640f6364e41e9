"""What the commands print: tables for people, JSON for programs."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import shutil
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pmo_workbook.issues import SEVERITIES, Issue
from pmo_workbook.report import Report
from pmo_workbook.template_version import due_words
from pmo_workbook.text_table import table_lines
from pmo_workbook.words import count_words

if TYPE_CHECKING:
    from pmo_workbook.doctor import Finding
    from pmo_workbook.importing import Imported
    from pmo_workbook.public_holidays import HolidaysAdded
    from pmo_workbook.workflow import Refreshed

MOST_ISSUES = 20
"""Issues printed at most; the Issues tab has all."""

PIPE_WIDTH = 140
"""Characters in a line where the output goes to a file or another program."""

_COLOURS = {"error": "red", "warning": "yellow", "note": "blue"}


def checked(report: Report, as_json: bool) -> None:
    """Print what `check` found.

    Args:
        report: All results.
        as_json: Print JSON.
    """
    if as_json:
        print_json(_summary(report))
        return
    click.echo(_headline(report))
    click.echo(_rows_read(report))
    issues(report.issues)


def refreshed(done: Refreshed, path: Path, as_json: bool) -> None:
    """Print what `refresh` did.

    Args:
        done: Result of the refresh.
        path: The workbook.
        as_json: Print JSON.
    """
    skipped = [dataclasses.asdict(entry) for entry in done.skipped]
    if as_json:
        print_json(_summary(done.report) | {"workbook": str(path), "skipped": skipped, "upgrade_due": done.upgrade_due})
        return
    click.echo(_headline(done.report))
    click.echo(_rows_read(done.report))
    from pmo_workbook.layout import TABS

    if {tab.title for tab in TABS} <= {entry.what for entry in done.skipped}:
        click.echo(f"Nothing was refreshed in {path}: no tab could be written.")
    else:
        click.echo(f"Refreshed {path} as of {done.report.run.as_of:%Y-%m-%d %H:%M}.")
    for entry in done.skipped:
        click.echo(f"Not written: {entry.what}. {entry.why}")
    if due := due_words(done.template, path):
        click.echo(due)
    issues(done.report.issues)
    click.echo(_news(done.report))


def issues(found: Sequence[Issue]) -> None:
    """Print issues as a table, gravest first, at most `MOST_ISSUES`.

    Args:
        found: Issues in the order to print them.
    """
    counts = Counter(issue.severity for issue in found)
    by_severity = [(severity, counts[severity]) for severity in SEVERITIES]
    click.echo("Issues: " + ", ".join(f"{n} {name}{'' if n == 1 else 's'}" for name, n in by_severity) + ".")
    if not found:
        return
    rows = [
        (
            issue.severity,
            f"{issue.sheet}!{issue.cell}" if issue.cell else issue.sheet,
            issue.value,
            f"{issue.problem} {issue.action}",
        )
        for issue in found[:MOST_ISSUES]
    ]
    print_table(("", "Where", "Found", "What is wrong and what to do"), rows, _COLOURS)
    if len(found) > MOST_ISSUES:
        click.echo(f"… and {len(found) - MOST_ISSUES} more; the Issues tab lists all with links.")


def imported(done: Imported, as_json: bool) -> None:
    """Print what `import-log` did.

    Args:
        done: Result of the import.
        as_json: Print JSON.
    """
    if as_json:
        print_json(done)
        return
    verb = "Would change" if done.dry_run else "Changed"
    mapped = f" with {done.mapping}" if done.mapping else ""
    click.echo(f"Read {count_words(done.read, 'row')} of {', '.join(done.source)}{mapped}. {verb}:")
    rows = [
        (name, f"{changes.added:,}", f"{changes.updated:,}", f"{changes.unchanged:,}")
        for name, changes in (("Requests", done.requests), ("Holds", done.holds))
    ]
    print_table(("", "New", "Updated", "As they were"), rows)
    for said in done.dates:
        click.echo(f"{said}.")
    for note in done.notes:
        click.echo(note)
    if done.unmapped_columns:
        click.echo(f"Columns of the log that go nowhere: {', '.join(done.unmapped_columns)}.")
    for one in done.unmapped_values[:MOST_ISSUES]:
        why = one.why or "is not known to the workbook"
        click.echo(
            f"{one.header}: '{one.value}' {why} ({count_words(one.rows, 'row')}, first in {one.place}); "
            "it is recorded as it is."
        )
    if len(done.unmapped_values) > MOST_ISSUES:
        click.echo(f"… and {len(done.unmapped_values) - MOST_ISSUES} more values.")
    for header, number in done.dropped:
        click.echo(f"The sheet has no column for {header}: {number:,} values were dropped.")
    if said := done.outlook.words(done=not done.dry_run):
        click.echo(said)
    if done.dry_run:
        click.echo("Dry run: nothing was changed.")


def suggested(path: Path, as_json: bool) -> None:
    """Print a mapping file that was suggested.

    Args:
        path: The file.
        as_json: Print JSON.
    """
    text = path.read_text(encoding="utf-8")
    if as_json:
        print_json({"mapping": path, "text": text})
        return
    click.echo(text)
    click.echo(f"Written to {path}: look it over, then run import-log again, with --dry-run first.")


def holidays_added(done: HolidaysAdded, as_json: bool) -> None:
    """Print what `holidays` did.

    Args:
        done: Result of the command.
        as_json: Print JSON.
    """
    if as_json:
        print_json(done)
        return
    place = f"{done.country}-{done.subdivision}" if done.subdivision else done.country
    rows = [
        (f"{date:%Y-%m-%d %a}", name, state)
        for state, days in (("new", done.added), ("there already", done.known))
        for date, name in days
    ]
    moved = (("new", done.working_days), ("there already", done.working_days_known))
    rows += [
        (f"{day.date:%Y-%m-%d %a}", f"{day.name}, {day.calendar_id} {day.hours}", state)
        for state, days_moved in moved
        for day in days_moved
    ]
    print_table(("Date", "Name", ""), rows)
    verb = "Would add" if done.dry_run else "Added"
    what = f"{len(done.added)} public holidays of {place} for {done.calendar_id}"
    if done.working_days:
        what += f", and {count_words(len(done.working_days), 'working day')} that {done.country} moved to a weekend"
    click.echo(f"{verb} {what}; please review them.")


def where_to_look(path: Path) -> None:
    """Print what to open after the demo.

    Args:
        path: The workbook.
    """
    click.echo("")
    click.echo(f"Open {path} in Excel or LibreOffice and look at:")
    for tab, why in (
        ("Start", "the ten steps and where each stands"),
        ("Summary", "the page for the board"),
        ("SLA Report", "every promise with its n, misses and percentiles"),
        ("Watchlist", "open requests by time left"),
        ("RACI", "who does what"),
        ("Issues", "the rows that somebody got wrong, with a link to each cell"),
    ):
        click.echo(f"  {tab:<11} {why}")
    click.echo(f'Check a figure by hand: pmo-workbook explain "{path}" REQ-1210')


def _headline(report: Report) -> str:
    from pmo_workbook.layout.sentences import headline

    return headline(report.measures)


def _news(report: Report) -> str:
    from pmo_workbook.layout.news import news_sentence

    return news_sentence(report)


def _rows_read(report: Report) -> str:
    control, counts = report.measures.control, report.framework.counts
    left_out = sum(count.left_out for count in counts.values())
    read = counts["requests"].read if "requests" in counts else 0
    return (
        f"{read:,} requests read, {control.measured:,} measured over {report.measures.period.words}; "
        f"{count_words(left_out, 'row')} with errors left out, "
        f"{count_words(control.left_out, 'request')} left out by you, "
        f"{control.later} submitted later."
    )


def _summary(report: Report) -> dict[str, Any]:
    return {
        "headline": _headline(report),
        "news": _news(report),
        "as_of": report.run.as_of,
        "rows": {key: dataclasses.asdict(count) for key, count in report.framework.counts.items()},
        "control": dataclasses.asdict(report.measures.control),
        "figures": [dataclasses.asdict(figure) for figure in report.measures.figures],
        "issues": [dataclasses.asdict(issue) for issue in report.issues],
    }


def print_table(
    headers: Sequence[str], rows: Sequence[Sequence[str]], colours: Mapping[str, str] | None = None
) -> None:
    """Print a table in the one look of all commands.

    Args:
        headers: Header texts.
        rows: Texts by row, as many as there are headers.
        colours: Colour of the text by what stands in the first column.
    """
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else PIPE_WIDTH
    for line in table_lines(headers, rows, width, colours or {}):
        click.echo(line)


def print_json(value: Any) -> None:
    """Print records and plain values as JSON; dates in ISO form."""
    click.echo(json.dumps(value, indent=1, default=_plain, ensure_ascii=False))


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


def examined(found: Sequence[Finding], as_json: bool) -> None:
    """Print what `doctor` found.

    Args:
        found: Findings.
        as_json: Print JSON.
    """
    if as_json:
        print_json({"findings": list(found)})
        return
    signs = {"ok": ("\u2713", "green"), "look": ("!", "yellow"), "broken": ("\u2717", "red")}
    width = max(len(one.what) for one in found)
    for one in found:
        sign, colour = signs[one.state]
        click.secho(f"{sign} {one.what:<{width}}  ", fg=colour, nl=False)
        click.echo(one.words)
