"""Prints how one request was measured: each clock as a time line that can be checked by hand."""

from __future__ import annotations

import datetime as dt

import click

from pmo_workbook.explain.story import ClockStory, Explanation, HoldStory, Line
from pmo_workbook.settings import CLOSED_REASON
from pmo_workbook.show import print_json, print_table

_QUIET = ("Closed", "Holiday", "Clock change")
"""Lines in which no clock runs."""


def explained(found: Explanation, as_json: bool) -> None:
    """Print an explanation.

    Args:
        found: The explanation.
        as_json: Print JSON.
    """
    if as_json:
        print_json(found)
        return
    click.secho(f"{found.request_id} (Requests, row {found.row})", bold=True)
    click.echo(f"{found.service}, priority {found.priority}; as of {_moment(found.as_of)} {found.log_zone}.")
    if found.remark:
        click.echo(found.remark)
    for clock in found.clocks:
        _clock(clock)
    for missing in found.without:
        click.echo("")
        click.secho(f"{missing.metric}: no clock. ", bold=True, nl=False)
        click.echo(missing.why)
        for other in missing.passed_over:
            click.echo(f"  {other.sla_id} does not apply: {other.why}")


def _clock(clock: ClockStory) -> None:
    click.echo("")
    click.secho(f"{clock.metric}: {clock.sla_name} ({clock.sla_id})", bold=True)
    click.echo(f"  Why this SLA: {clock.why}")
    for other in clock.passed_over:
        click.echo(f"  Not {other.sla_id}: {other.why}")
    click.echo(f"  Target {clock.target:g} {clock.unit}; calendar {clock.calendar}, times in {clock.zone}.")
    click.echo(f"  Start {_moment(clock.start)} ({clock.start_words}).")
    stop = f"Stop {_moment(clock.stop)} ({clock.stop_words})." if clock.stop else f"{clock.stop_words}."
    click.echo(f"  {stop}")
    for hold in clock.holds:
        click.echo(f"  {_hold(hold, clock.unit)}")
    print_table(("", "From", "To", f"Counts, {clock.unit}", "So far", ""), [_line(line) for line in clock.lines])
    deadline = _moment(clock.deadline) if clock.deadline else "too far ahead to say"
    click.echo(f"  Sum {clock.total:.4g} {clock.unit}; deadline {deadline}.")
    click.secho(f"  {clock.verdict}", bold=True)


def _line(line: Line) -> tuple[str, ...]:
    counts = "" if line.end is None else f"{line.amount:.4g}" if line.kind not in _QUIET else "–"
    end = _moment(line.end) if line.end else ""
    return line.kind, _moment(line.begin), end, counts, f"{line.so_far:.4g}", line.words


def _hold(hold: HoldStory, unit: str) -> str:
    until = _moment(hold.end) if hold.end else "now"
    effect = f"takes off {hold.amount:.4g} {unit}" if hold.counts else "does not count"
    what = "closed" if hold.reason == CLOSED_REASON else f"waiting for {hold.reason}"
    return f"Hold (row {hold.row}) {_moment(hold.begin)} to {until}, {what}: {effect}. {hold.why}"


def _moment(moment: dt.datetime) -> str:
    return f"{moment:%a %Y-%m-%d %H:%M:%S}".removesuffix(":00")
