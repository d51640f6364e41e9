"""The rule of time zones: they name a place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from pmo_workbook.framework import Framework
from pmo_workbook.issues import Issue
from pmo_workbook.rules.finding import Cell, issue, setting_cell
from pmo_workbook.rules.rule import raises
from pmo_workbook.words import count_words
from pmo_workbook.worktime.fixed_zones import hours_ahead, place_at


@raises("fixed-zone")
def fixed_zone(framework: Framework, as_of: dt.datetime) -> Iterator[Issue]:
    """The zones of the log and of the calendars are places, or UTC."""
    del as_of
    named = [(setting_cell(framework, "time_zone"), framework.settings.time_zone)]
    named += [(Cell("calendars", row.row, "time_zone"), row.time_zone) for row in framework.calendars]
    for cell, zone in named:
        hours = hours_ahead(zone)
        if hours is not None:
            yield issue(framework, "fixed-zone", cell, zone, f"{zone} {_meaning(hours)}.", _action(hours))


def _meaning(hours: int) -> str:
    away = f"{count_words(abs(hours), 'hour')} {'ahead of' if hours > 0 else 'behind'} " if hours else ""
    return f"is {away}UTC all year, without summer time"


def _action(hours: int) -> str | None:
    place = place_at(hours)
    if not place:
        return None
    return f"Write the place, such as {place}{'' if hours else ', or UTC where none is meant'}."
