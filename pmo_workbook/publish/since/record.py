"""Notes on the Communications sheet that a publication went out; only when asked to, and nothing else changes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pmo_workbook import spelling
from pmo_workbook.errors import InputError
from pmo_workbook.framework import Framework
from pmo_workbook.models import Communication
from pmo_workbook.rules.due import next_due

CHANNELS: Final = ("Email", "Intranet", "Written documentation")
"""Channels by which a publication goes out."""

_NAMES: Final = ("report", "figures", "scorecard", "summary", "catalogue", "catalog", "raci", "sla", "slas")
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True)
class Recorded:
    """What was recorded of one communication.

    Attributes:
        communication_id: Its id.
        message: What is told.
        last_done: Day now under Last done.
        done_before: Day that was there; None for a blank.
        next_planned: Day now under Next planned.
        planned_before: Day that was there.
    """

    communication_id: str
    message: str
    last_done: dt.date
    done_before: dt.date | None
    next_planned: dt.date
    planned_before: dt.date

    @property
    def changed(self) -> bool:
        """Whether a cell is different now."""
        return (self.last_done, self.next_planned) != (self.done_before, self.planned_before)


def record_publication(
    workbook: Path, when: dt.date, communication_ids: Collection[str] | None = None
) -> tuple[Recorded, ...]:
    """Fill Last done of the communications that went out, and move Next planned by Every.

    Args:
        workbook: The workbook; only the sheet Communications changes, and the mark that formulas be worked out again.
        when: Day of the publication.
        communication_ids: Ids on the sheet, in any case; None takes those that `named` finds.

    Returns:
        One entry a communication, in sheet order.

    Raises:
        InputError: An id is not on the sheet.
        WorkbookError: The workbook cannot be read or written; it is as it was.
    """
    from pmo_workbook.check import check
    from pmo_workbook.fill import Filler
    from pmo_workbook.hosts.file import FileHost

    with FileHost(workbook) as host:
        tables = host.tables()
        framework = check(tables).framework
        chosen = named(framework) if communication_ids is None else _chosen(framework, communication_ids)
        found = tuple(recorded(one, when) for one in chosen)
        if any(one.changed for one in found):
            host.check_writable()
            filler = Filler(host.workbook, tables)
            for row, one in zip(chosen, found, strict=True):
                if one.changed:
                    filler.update("communications", row.row, cells(one))
            filler.save()
    return found


def named(framework: Framework) -> tuple[Communication, ...]:
    """Communications that name this publication: what is told in writing and speaks of a report or published sheet.

    Args:
        framework: What counts.
    """
    titles = {word for title in framework.settings.sheets_to_publish for word in _words(title)}
    wanted = titles | set(_NAMES)
    return tuple(
        one
        for one in framework.communications
        if one.channel in CHANNELS and not wanted.isdisjoint(_words(one.message))
    )


def recorded(communication: Communication, when: dt.date) -> Recorded:
    """What is to be recorded of one communication.

    Next planned moves in its own rhythm until it lies after the day. One that still lies ahead moves once where the
    day is nearer to it than to the date before: then it was done early. What happens once keeps its date.

    Args:
        communication: The row.
        when: Day on which it was done; an earlier one than that under Last done changes nothing.
    """
    done, planned = communication.last_done, communication.next_planned
    last = when if done is None or when > done else done
    following = planned
    every = communication.every or "Once"
    if every != "Once" and last != done:
        while following <= when:
            following = next_due(following, every)
        if following == planned and (planned - when) * 2 < next_due(planned, every) - planned:
            following = next_due(planned, every)
    return Recorded(communication.communication_id, communication.message, last, done, following, planned)


def cells(one: Recorded) -> dict[str, Any]:
    """The cells to write, by field name.

    Args:
        one: What is recorded.
    """
    changed: dict[str, Any] = {}
    if one.last_done != one.done_before:
        changed["last_done"] = one.last_done
    if one.next_planned != one.planned_before:
        changed["next_planned"] = one.next_planned
    return changed


def _chosen(framework: Framework, ids: Collection[str]) -> Sequence[Communication]:
    wanted = {spelling.key(one): one for one in ids}
    chosen = [one for one in framework.communications if spelling.key(one.communication_id) in wanted]
    missing = wanted.keys() - {spelling.key(one.communication_id) for one in chosen}
    if missing:
        known = ", ".join(one.communication_id for one in framework.communications) or "none yet"
        raise InputError(
            f"There is no communication '{wanted[min(missing)]}' on the Communications sheet; there are: {known}."
        )
    return chosen


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}
