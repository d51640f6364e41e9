"""Time stamps on selected requests: answered, waiting, resumed, closed. What changes, not how it is written."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from pmo_workbook import spelling
from pmo_workbook.binding import BoundTable
from pmo_workbook.errors import InputError
from pmo_workbook.settings import CLOSED_REASON
from pmo_workbook.tables import plain_text
from pmo_workbook.words import count_words, list_words

if TYPE_CHECKING:
    from pmo_workbook.importing.merge import MergeFiller

Kind = Literal["answered", "waiting", "resume", "close"]

MOST_ROWS = 200
"""More rows are hardly meant by one click."""

_MOST_NAMED = 5
_AREA = re.compile(r"\$?[A-Z]*\$?(\d+)(?::\$?[A-Z]*\$?(\d+))?")
_DONE = {"answered": "answered", "waiting": "waiting", "resume": "resumed", "close": "closed"}


@dataclass(frozen=True)
class Chosen:
    """A selected row of Requests.

    Attributes:
        row: Worksheet row.
        request_id: Its id.
        values: Its cells by field name.
    """

    row: int
    request_id: str
    values: Mapping[str, Any]


@dataclass
class Stamped:
    """What a stamp changes.

    Attributes:
        requests: Values by field name, by worksheet row of Requests.
        holds: The same of Holds.
        new_holds: Rows for Holds.
        done: Ids that were stamped.
        left: Why others were left as they are, by id.
        moment: The stamp, on the wall clock of the log.
        reason: Whom the requests wait for; empty unless they begin to wait.
    """

    requests: dict[int, dict[str, Any]] = field(default_factory=dict)
    holds: dict[int, dict[str, Any]] = field(default_factory=dict)
    new_holds: list[dict[str, Any]] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    left: dict[str, str] = field(default_factory=dict)
    moment: dt.datetime | None = None
    reason: str = ""

    def write(self, filler: MergeFiller) -> None:
        """Hand the changes to whatever writes them.

        Args:
            filler: Writes into the input tables.
        """
        for key, changes in (("requests", self.requests), ("holds", self.holds)):
            for row, values in changes.items():
                filler.update(key, row, values)
        if self.new_holds:
            filler.append("holds", self.new_holds)


def selected(tables: Mapping[str, BoundTable], sheet: str, addresses: str) -> list[Chosen]:
    """The requests in the selected rows.

    Args:
        tables: Input tables by sheet key.
        sheet: Title of the sheet that is selected.
        addresses: Selected cells, such as ``$A$2:$B$4,$D$9``.

    Raises:
        InputError: Nothing of Requests is selected, or too much.
    """
    bound = tables.get("requests")
    title = bound.table.sheet if bound else "Requests"
    if bound is None or sheet != title:
        raise InputError(f"Select one or more rows on the sheet {title} first.")
    wanted = _rows(addresses, bound.table.first_row, bound.table.last_row)
    found = [
        Chosen(row, request_id, values)
        for row, values in bound.records()
        if row in wanted and (request_id := _id(values))
    ]
    if not found:
        raise InputError(f"There is no request in the selected rows; select one or more rows of {title}.")
    if len(found) > MOST_ROWS:
        raise InputError(f"{len(found):,} requests are selected; select at most {MOST_ROWS} to stamp them.")
    return found


def stamp(
    kind: Kind, tables: Mapping[str, BoundTable], chosen: Sequence[Chosen], now: dt.datetime, reason: str = ""
) -> Stamped:
    """Work out what a stamp changes.

    Args:
        kind: Which stamp.
        tables: Input tables by sheet key.
        chosen: The requests.
        now: The present moment, with its time zone.
        reason: Whom they wait for; only where they begin to wait.

    Raises:
        InputError: The reason is none of Settings' reasons for waiting.
    """
    from pmo_workbook.check import check

    settings = check(tables).framework.settings
    moment = now.astimezone(ZoneInfo(settings.time_zone)).replace(tzinfo=None, microsecond=0)
    if kind == "waiting":
        reason = _known(reason, settings.waiting_reasons)
    open_holds, closed = _open_holds(tables.get("holds"))
    found = Stamped(moment=moment, reason=reason)
    for one in chosen:
        holds = open_holds.get(spelling.key(one.request_id), [])
        why = _why_not(kind, one, bool(holds), spelling.key(one.request_id) in closed)
        if why:
            found.left[one.request_id] = why
            continue
        found.done.append(one.request_id)
        if kind == "waiting":
            found.new_holds.append({"request_id": one.request_id, "waiting_for": reason, "start": moment})
        if kind in ("resume", "close"):
            found.holds.update({row: {"until": moment} for row in holds})
        if kind == "answered":
            found.requests[one.row] = {"first_response": moment}
        if kind == "close":
            found.requests[one.row] = {"closed": moment}
    return found


def told(kind: Kind, found: Stamped) -> str:
    """Say what was stamped and what was left.

    Args:
        kind: Which stamp.
        found: What it changed.
    """
    said = []
    if found.done and found.moment:
        what = f"waiting for {found.reason} since" if kind == "waiting" else f"{_DONE[kind]} at"
        said.append(f"{_named(found.done)}: {what} {found.moment:%H:%M}.")
    reasons: dict[str, list[str]] = {}
    for request_id, why in found.left.items():
        reasons.setdefault(why, []).append(request_id)
    said += [f"{_named(ids)} left as before: {why}." for why, ids in reasons.items()]
    return " ".join(said)


def _why_not(kind: Kind, one: Chosen, on_hold: bool, held_closed: bool) -> str:
    closed = held_closed or one.values.get("closed") is not None
    if kind == "answered" and one.values.get("first_response") is not None:
        return "a first response is recorded already"
    if kind == "resume":
        return "" if on_hold else "no open hold"
    if closed:
        return "closed already"
    return "on hold already" if kind == "waiting" and on_hold else ""


def _known(reason: str, reasons: Sequence[str]) -> str:
    for one in reasons:
        if one.casefold() == reason.strip().casefold():
            return one
    raise InputError(f"'{reason}' is no reason for waiting; Settings has {list_words(reasons, 'or')}.")


def _open_holds(table: BoundTable | None) -> tuple[dict[str, list[int]], set[str]]:
    """Worksheet rows of holds without an end in which somebody is waited for, by request; requests held as closed."""
    found: dict[str, list[int]] = {}
    closed = set()
    for row, values in table.records() if table else ():
        if not _id(values) or values.get("until") is not None:
            continue
        if spelling.key(plain_text(values.get("waiting_for"))) == spelling.key(CLOSED_REASON):
            closed.add(spelling.key(_id(values)))
        else:
            found.setdefault(spelling.key(_id(values)), []).append(row)
    return found, closed


def _id(values: Mapping[str, Any]) -> str:
    return plain_text(values.get("request_id")).strip()


def _rows(addresses: str, first: int, last: int) -> set[int]:
    """Worksheet rows of the areas, cut to the table's; a selection of whole columns has no rows."""
    found: set[int] = set()
    for area in re.split("[,;~]", addresses):
        match = _AREA.fullmatch(area.strip().upper())
        if match:
            begin = int(match[1])
            found.update(range(max(begin, first), min(int(match[2] or begin), last) + 1))
    return found


def _named(ids: Sequence[str]) -> str:
    if len(ids) <= _MOST_NAMED:
        return list_words(ids)
    return f"{', '.join(ids[:_MOST_NAMED])} and {count_words(len(ids) - _MOST_NAMED, 'more', 'more')}"
