"""What a framework promises, as plain texts by header: the form in which two versions of it are compared.

No name of a person, no mail address and no request id is in these texts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pmo_workbook.columns import ALL, Row
from pmo_workbook.framework import Framework
from pmo_workbook.models import Sla
from pmo_workbook.settings import SETTINGS
from pmo_workbook.sheets import BY_KEY
from pmo_workbook.words import day_words, number_words, promise_in_words

KINDS: Final[Mapping[str, str]] = {
    "services": "Service",
    "slas": "SLA",
    "roles": "Role",
    "activities": "RACI",
    "calendars": "Calendar",
}
"""What is compared, by key of the sheet, and what a reader calls one of it; in the order in which it is told."""

TOLD_SETTINGS: Final = (
    "framework_version",
    "time_zone",
    "priorities",
    "default_priority",
    "default_calendar",
    "at_risk_from",
    "waiting_reasons",
    "smallest_sample",
    "smallest_survey",
)
"""Settings that decide what is promised or how it is counted."""

_PERSONAL: Final = {"roles": ("holder",), "slas": ("agreed_with",)}
"""Fields that hold names of people."""
_WEEK: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DECIMALS: Final = 6

Cleaner = Callable[[str | None], str]
"""Takes names of people and request ids out of a text."""


@dataclass(frozen=True)
class Definition:
    """One row that defines something.

    Attributes:
        name: Its name.
        words: What it is, in one sentence, for readers who see it come or go.
        fields: Text by header; blank cells are absent.
        codes: Of an activity, RACI code by Role ID; of a holiday list, what is on a day, by ISO date.
    """

    name: str
    words: str
    fields: Mapping[str, str]
    codes: Mapping[str, str] = field(default_factory=dict)


Definitions = Mapping[str, Mapping[str, Definition]]
"""Definitions by sheet key, then by id, in sheet order."""


def definitions(framework: Framework, clean: Cleaner) -> dict[str, dict[str, Definition]]:
    """Put the definitions of a framework into texts.

    Args:
        framework: What counts.
        clean: Takes names of people and request ids out of a text.
    """
    codes = {row.activity.activity_id: dict(row.codes) for row in framework.activities}
    rows: dict[str, tuple[Row, ...]] = {
        "services": framework.services,
        "slas": framework.slas,
        "roles": framework.roles,
        "activities": tuple(row.activity for row in framework.activities),
        "calendars": framework.calendars,
    }
    found = {key: dict(_rows(key, rows[key], clean)) for key in KINDS}
    found["activities"] = {
        one: Definition(was.name, _codes_words(codes[one]), was.fields, codes[one])
        for one, was in found["activities"].items()
    }
    days = _holidays(framework, clean)
    found["calendars"][ALL] = Definition("calendars", "Public holidays of every calendar.", {})
    found["calendars"] = {
        one: Definition(was.name, was.words, was.fields, days.get(one, {})) for one, was in found["calendars"].items()
    }
    return found


def settings_in_words(framework: Framework) -> dict[str, str]:
    """The settings that matter to readers, by their name on the sheet.

    Args:
        framework: What counts.
    """
    headers = {column.field: column.header for column in SETTINGS}
    given = framework.settings
    told = {headers[name]: value_in_words(getattr(given, name)) for name in TOLD_SETTINGS}
    return {name: text for name, text in told.items() if text}


def names(framework: Framework, clean: Cleaner) -> dict[str, dict[str, str]]:
    """What ids in the definitions stand for, by sheet key.

    Args:
        framework: What counts.
        clean: Takes names of people and request ids out of a text.
    """
    return {
        "purposes": {one.purpose_id: clean(one.focus_area) for one in framework.purposes},
        "stakeholders": {one.stakeholder_id: clean(one.group) for one in framework.stakeholders},
        "services": {one.service_id: clean(one.name) for one in framework.services},
        "roles": {one.role_id: clean(one.role) for one in framework.roles},
        "calendars": {one.calendar_id: clean(one.name) for one in framework.calendars},
    }


def value_in_words(value: Any) -> str:
    """A cell's value as text; empty for a blank."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    if isinstance(value, dt.date):
        return day_words(value)
    return number_words(value, _DECIMALS) if isinstance(value, float) else str(value)


def _rows(key: str, rows: tuple[Row, ...], clean: Cleaner) -> Iterator[tuple[str, Definition]]:
    sheet = BY_KEY[key]
    id_field = sheet.id_column.field if sheet.id_column else ""
    told = [c for c in sheet.columns if c.field != id_field and c.field not in _PERSONAL.get(key, ())]
    for row in rows:
        texts = {c.header: clean(value_in_words(getattr(row, c.field))) for c in told}
        fields = {header: text for header, text in texts.items() if text}
        name = next((texts[header] for header in ("Name", "Role", "Activity") if header in texts), "")
        yield str(getattr(row, id_field)), Definition(name, _words(key, row, clean), fields)


def _words(key: str, row: Row, clean: Cleaner) -> str:
    """What a new or withdrawn thing is, for somebody who does not know it."""
    if isinstance(row, Sla):
        return clean(promise_in_words(row))
    if key == "calendars":
        hours = [(day.title(), getattr(row, day)) for day in _WEEK]
        return "; ".join(f"{day} {open_}" for day, open_ in hours if open_) or "Closed all week."
    told = {"services": "objective", "roles": "summary"}.get(key, "")
    name = {"services": "name", "roles": "role"}.get(key, "")
    return (clean(getattr(row, told)) or clean(getattr(row, name))) if told else ""


def _codes_words(codes: Mapping[str, str]) -> str:
    return ", ".join(f"{code} {role}" for role, code in codes.items()) or "Nobody yet."


def _holidays(framework: Framework, clean: Cleaner) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for day in sorted(framework.holidays, key=lambda one: (one.date, one.row)):
        said = ", ".join(part for part in (clean(day.name), day.hours or "closed") if part)
        days = found.setdefault(day.calendar_id, {})
        known = days.get(day.date.isoformat())
        days[day.date.isoformat()] = f"{known}; {said}" if known else said
    return found
