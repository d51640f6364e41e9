"""Prints what changed between two versions: figures told before, then definitions."""

from __future__ import annotations

import click

from pmo_workbook.publish.changes import Changes, change_of
from pmo_workbook.show import print_json, print_table
from pmo_workbook.words import count_words


def changed(changes: Changes, as_json: bool) -> None:
    """Print what `diff` found.

    Args:
        changes: What changed.
        as_json: Print JSON.
    """
    if as_json:
        print_json(changes)
        return
    if not changes:
        click.echo(f"Nothing changed since {changes.since}.")
        return
    figures = count_words(len(changes.restatements), "figure")
    definitions = count_words(len(changes.definitions), "definition")
    click.echo(f"Since {changes.since}: {figures} of past months and {definitions} changed.")
    if changes.restatements:
        click.echo("")
        rows = [(one.what, one.period, one.before, one.after, one.why) for one in changes.restatements]
        print_table(("Figure", "Period", "Told before", "Now", "Why"), rows)
    if changes.definitions:
        click.echo("")
        lines = [(one.kind, one.item, change_of(one), one.before, one.after) for one in changes.definitions]
        print_table(("", "What", "Field", "Before", "Now"), lines)
