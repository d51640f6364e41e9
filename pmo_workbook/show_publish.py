"""What publish, inspect and diff print."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pmo_workbook.show import print_json, print_table
from pmo_workbook.words import count_words

if TYPE_CHECKING:
    from pmo_workbook.publish import Finding
    from pmo_workbook.publish.deliver import Published
    from pmo_workbook.publish.since.changes import Changes
    from pmo_workbook.publish.since.record import Recorded

MOST_LINES = 40
"""Lines of a list printed at most; ``--json`` has all."""


def published(done: Published, recorded: Sequence[Recorded], as_json: bool) -> None:
    """Print what `publish` made.

    Args:
        done: The publication.
        recorded: Communications whose Last done was filled.
        as_json: Print JSON.
    """
    if as_json:
        _print_published(done, recorded)
        return
    click.echo(f"Published {', '.join(done.copy.kept)} ({done.copy.size / 1024:.0f} KB):")
    for path in done.files:
        click.echo(f"  {path}")
    left = sorted({one.category for one in done.copy.removed})
    if left:
        click.echo(f"Left behind: {', '.join(left)}.")
    for remark in done.remarks:
        click.echo(remark)
    if done.changes is None:
        click.echo("First publication; the next one will say what changed.")
    else:
        changed(done.changes, as_json=False)
    if recorded:
        click.echo(f"Last done was filled for {', '.join(one.communication_id for one in recorded)}.")


def _print_published(done: Published, recorded: Sequence[Recorded]) -> None:
    print_json(
        {
            "files": [str(path) for path in done.files],
            "copy": done.copy,
            "remarks": done.remarks,
            "changes": done.changes,
            "recorded": list(recorded),
        }
    )


def inspected(file: Path, findings: Sequence[Finding], as_json: bool) -> None:
    """Print what a workbook would give away.

    Args:
        file: The workbook.
        findings: What was found.
        as_json: Print JSON.
    """
    if as_json:
        print_json({"file": str(file), "findings": list(findings)})
        return
    if not findings:
        click.echo(f"{file} gives nothing away.")
        return
    click.echo(f"{file}: {count_words(len(findings), 'finding')}.")
    by_kind: dict[str, list[Finding]] = {}
    for one in findings:
        by_kind.setdefault(str(one.category), []).append(one)
    rows = [(kind, str(len(found)), found[0].place, found[0].what) for kind, found in by_kind.items()]
    print_table(("What kind", "n", "First place", "What"), rows)
    click.echo("--json lists every place.")


def changed(changes: Changes, as_json: bool) -> None:
    """Print what changed.

    Args:
        changes: The changes.
        as_json: Print JSON.
    """
    if as_json:
        print_json(changes)
        return
    from pmo_workbook.publish.since.changes import change_of

    if not changes:
        click.echo(f"Nothing changed since {changes.since}.")
        return
    figures = count_words(len(changes.restatements), "figure")
    definitions = count_words(len(changes.definitions), "change")
    click.echo(f"Since {changes.since}: {figures} of past months restated, {definitions} of definitions.")
    told = [(one.what, one.period, one.before, one.after, one.why) for one in changes.restatements]
    if told:
        print_table(("Figure", "Period", "Told before", "Now", "Why"), told[:MOST_LINES])
        _more(len(told))
    rows = [(f"{one.kind}: {one.item}", change_of(one), one.before, one.after) for one in changes.definitions]
    if rows:
        print_table(("What", "Field", "Before", "Now"), rows[:MOST_LINES])
        _more(len(rows))


def _more(lines: int) -> None:
    if lines > MOST_LINES:
        click.echo(f"… and {lines - MOST_LINES} more (--json lists all).")
