"""What the command `import-raci` prints."""

from __future__ import annotations

import dataclasses
from collections import Counter

import click

from pmo_workbook.importing.raci_matrix import RaciImported
from pmo_workbook.show import MOST_ISSUES, print_json
from pmo_workbook.words import count_words, list_words


def understood(done: RaciImported) -> None:
    """Print how a matrix was understood, before it is written.

    Args:
        done: What was understood.
    """
    matrix = done.matrix
    parts = Counter(letter for entry in matrix.entries for letters in entry.letters.values() for letter in letters)
    counts = ", ".join(f"{parts[letter]} {letter}" for letter in "RACI")
    click.echo(f"{matrix.source}: {matrix.shape}, headers in {matrix.header}.")
    activities = count_words(len(matrix.entries), "activity", "activities")
    click.echo(f"{activities}, {count_words(len(matrix.roles), 'role')}: {counts}.")
    for name, role_id in done.roles.items():
        new = " (new on Roles)" if name[:80] in done.new_roles else ""
        click.echo(f"  {name} = {role_id}{new}")
    for code, left, number in done.shortened:
        both = list_words([*code.split("/"), *left])
        click.echo(
            f"{count_words(number, 'cell')} with {both}: Activities holds one part a role, so {code} is written."
        )
    for place, text in matrix.aside[:MOST_ISSUES]:
        click.echo(f"Left aside: '{text}' in {place} is none of R, A, C, I.")
    if len(matrix.aside) > MOST_ISSUES:
        click.echo(f"… and {len(matrix.aside) - MOST_ISSUES} more cells.")
    if done.sections:
        click.echo(f"Headings that are no service: {', '.join(done.sections)}; their activities get no Service ID.")
    for note in matrix.notes:
        click.echo(note)
    if done.other_sheets:
        click.echo(f"There is a matrix in {list_words(done.other_sheets)} too; --sheet chooses.")
    click.echo(f"Activities: {done.added:,} new, {done.updated:,} with other codes, {done.unchanged:,} as they are.")


def brought_in(done: RaciImported, as_json: bool) -> None:
    """Print how an import of a matrix ended.

    Args:
        done: Result of the import.
        as_json: Print JSON, with all that was understood.
    """
    if as_json:
        print_json(dataclasses.asdict(done))
    elif done.written:
        click.echo("Written to Activities" + (" and Roles." if done.new_roles else "."))
    elif not (done.added or done.updated or done.new_roles):
        click.echo("There is nothing to change.")
    else:
        click.echo("Nothing was changed.")
