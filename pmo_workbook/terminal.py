"""What the commands share: the present moment, moments as typed, progress on a terminal."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable

import click

from pmo_workbook.errors import InputError


def now() -> dt.datetime:
    """The present moment, with its time zone."""
    return dt.datetime.now(dt.UTC)


def moment(text: str | None) -> dt.datetime | None:
    """A moment as typed after ``--as-of``.

    Args:
        text: Such as ``2026-06-30`` (the end of that day) or ``2026-06-30 18:00``; None when nothing was typed.

    Raises:
        InputError: It is no date that can be meant.
    """
    from pmo_workbook.check.quantities import FIRST_YEAR, LAST_YEAR

    if text is None:
        return None
    try:
        meant = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        raise InputError(f"'{text}' is no date; write it like 2026-06-30 or '2026-06-30 18:00'.") from None
    if meant.tzinfo is not None:
        raise InputError(f"'{text}' has a time zone; write the time on the wall clock of the log, without a zone.")
    if not FIRST_YEAR <= meant.year <= LAST_YEAR:
        raise InputError(f"'{text}' cannot be meant; the year lies between {FIRST_YEAR} and {LAST_YEAR}.")
    return meant + dt.timedelta(hours=23, minutes=59, seconds=59) if len(text.strip()) <= len("2026-06-30") else meant


def progress(silent: bool) -> Callable[[str], None]:
    """What tells the steps on one line of a terminal.

    Args:
        silent: Tell nothing; nor is anything told where the output goes to a file.
    """
    from pmo_workbook.workflow import DONE, STEPS, quiet

    if silent or not sys.stderr.isatty():
        return quiet

    def show(step: str) -> None:
        if step == DONE:
            click.echo("\r" + " " * 40 + "\r", nl=False, err=True)
        else:
            done = STEPS.index(step) if step in STEPS else len(STEPS) - 1
            bar = "━" * (done * 4) + "─" * ((len(STEPS) - done) * 4)
            click.echo(f"\r{bar} {step:<12}", nl=False, err=True)

    return show
