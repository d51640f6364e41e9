"""What the sheets hold before an import: its rows by what tells them apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Final

from pmo_workbook import spelling
from pmo_workbook.binding import BoundTable
from pmo_workbook.check.references import Context
from pmo_workbook.check.values import read_cell
from pmo_workbook.columns import Column
from pmo_workbook.importing.events import Known
from pmo_workbook.logs import TIMES
from pmo_workbook.settings import CLOSED_REASON
from pmo_workbook.tables import plain_text

Identity = tuple[str, ...]

WAITED_NOTE: Final = "Told by the log as one duration:"
"""How the note of a hold begins that stands for all the waiting of a request; it has one of them for each reason."""

_IDENTITY: Final[Mapping[str, tuple[str, ...]]] = {
    "requests": ("request_id",),
    "holds": ("request_id", "waiting_for", "start"),
}


def identity_fields(key: str, row: Mapping[str, Any]) -> tuple[str, ...]:
    """Fields that tell a row from the others of its sheet.

    Args:
        key: Key of the sheet.
        row: Values by field name.
    """
    fields = _IDENTITY[key]
    return fields[:2] if str(row.get("note") or "").startswith(WAITED_NOTE) else fields


def identity(key: str, row: Mapping[str, Any]) -> Identity:
    """What tells a row from the others of its sheet, however it is spelled.

    Args:
        key: Key of the sheet.
        row: Values by field name.
    """
    fields = identity_fields(key, row)
    return tuple(spelling.key(plain_text(row.get(name))) for name in fields)


class Existing:
    """The rows of Requests and Holds as they are.

    Args:
        tables: Input tables by sheet key.
    """

    def __init__(self, tables: Mapping[str, BoundTable]) -> None:
        self._tables = tables
        self._rows: dict[str, dict[Identity, tuple[int, dict[str, Any]]]] = {}

    def rows(self, key: str) -> Mapping[Identity, tuple[int, dict[str, Any]]]:
        """Worksheet row (1-based) and values by field name of each row, by identity; of two the first.

        Args:
            key: Key of the sheet.
        """
        if key not in self._rows:
            table = self._tables.get(key)
            self._rows[key] = _rows_of(table) if table else {}
        return self._rows[key]

    @cached_property
    def has_events(self) -> bool:
        """Whether a request came from an event log, so that a further one is a piece that continues it."""
        return any(values.get("last_event") for _, values in self.rows("requests").values())

    @property
    def remembers_events(self) -> bool:
        """Whether Requests has the column Last event; a workbook of an earlier template lacks it."""
        return "requests" in self._tables and "last_event" in self._tables["requests"].at

    def request(self, request_id: str) -> Known | None:
        """What the workbook has of a request.

        Args:
            request_id: Its id in any spelling.
        """
        found = self.rows("requests").get(identity("requests", {"request_id": request_id}))
        if found is None:
            return None
        values = {name: value for name, value in found[1].items() if _is_usable(name, value)}
        holds = self._holds.get(spelling.key(request_id), [])
        waiting = [
            (hold["waiting_for"], hold["start"]) for hold in holds if not hold.get("until") and not _is_closed(hold)
        ]
        last = values.get("last_event") or max(_moments(values, holds), default=dt.datetime.min)
        return Known(values, last, waiting[-1] if waiting else None)

    @cached_property
    def _holds(self) -> Mapping[str, list[dict[str, Any]]]:
        """Holds that can be read, by request."""
        found: dict[str, list[dict[str, Any]]] = {}
        for _, values in self.rows("holds").values():
            if isinstance(values.get("start"), dt.datetime):
                found.setdefault(spelling.key(plain_text(values.get("request_id"))), []).append(values)
        return found


def _is_usable(name: str, value: Any) -> bool:
    """Whether a cell can be reckoned with."""
    if name in TIMES or name == "last_event":
        return isinstance(value, dt.datetime)
    return name != "times_reopened" or isinstance(value, int)


def _is_closed(hold: Mapping[str, Any]) -> bool:
    return spelling.key(plain_text(hold.get("waiting_for"))) == spelling.key(CLOSED_REASON)


def _moments(values: Mapping[str, Any], holds: list[dict[str, Any]]) -> list[dt.datetime]:
    """Times that a request and its holds have."""
    of_request = [values.get(name) for name in TIMES if name != "promised"]
    of_holds = [hold.get(name) for hold in holds for name in ("start", "until")]
    return [moment for moment in (*of_request, *of_holds) if isinstance(moment, dt.datetime)]


def _rows_of(table: BoundTable) -> dict[Identity, tuple[int, dict[str, Any]]]:
    context = Context(date1904=table.table.date1904)
    known: dict[Identity, tuple[int, dict[str, Any]]] = {}
    for number, raw in table.records():
        values = {column.field: _plain(column, raw[column.field], context) for column in table.columns}
        known.setdefault(identity(table.sheet.key, values), (number, values))
    return known


def _plain(column: Column, raw: Any, context: Context) -> Any:
    """A cell's value for comparing; what refers to other rows is compared as typed."""
    if raw is None:
        return None
    if column.refs or column.setting or column.choices:
        return plain_text(raw).strip()
    return read_cell(column, raw, context).value
