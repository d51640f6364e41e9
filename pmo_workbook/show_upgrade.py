"""What `upgrade` prints."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import click

from pmo_workbook.show import print_json, print_table

if TYPE_CHECKING:
    from pmo_workbook.upgrade import Upgraded

_WORDS = {
    "added": "added",
    "changed": "brought up to date",
    "renamed": "renamed",
    "look": "needs a look",
    "offered": "new name",
}
_COLOURS = {_WORDS["look"]: "yellow", _WORDS["offered"]: "blue"}


def upgraded(done: Upgraded, as_json: bool) -> None:
    """Print what an upgrade did.

    Args:
        done: Its result.
        as_json: Print JSON.
    """
    if as_json:
        print_json(dataclasses.asdict(done) | {"changed": done.changed})
        return
    if done.notes:
        rows = [(_WORDS[note.kind], note.where or "Workbook", note.what) for note in done.notes]
        print_table(("", "Where", "What"), rows, _COLOURS)
    if any(note.kind == "offered" for note in done.notes):
        click.echo(f'New names are taken over by: pmo-workbook upgrade "{done.workbook}" --rename')
    click.echo(_outcome(done))


def _outcome(done: Upgraded) -> str:
    if not done.changed and any(note.kind == "look" for note in done.notes):
        return f"Nothing was changed in {done.workbook}; what needs a look stands above."
    if not done.changed:
        return f"Nothing to do: {done.workbook} follows template {done.after}."
    if done.dry_run:
        return "Dry run: nothing was changed."
    kept = f"The workbook as it was: {done.backup}. " if done.backup else ""
    return f'{kept}Next: pmo-workbook refresh "{done.workbook}"'
