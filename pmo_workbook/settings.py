"""The workbook's settings: what each means, its default, and which rows of the Settings sheet give it."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict

from pmo_workbook.columns import Column, Row, column, columns

PMO = "PMO"
"""The reason for waiting that never stops a clock."""

CLOSED_REASON = "Closed"
"""The built-in reason on Holds: closed until it was opened again. It stops every clock, and nobody is waited for."""


class Setting(Row):
    """One setting of the workbook; what each means is in `settings`."""

    name: str = column(
        "Name", "Name of the setting; do not change it.", example="PMO name", width=38, unique=True, max_length=80
    )
    value: str | None = column(
        "Value", "Your value. Blank takes the default.", example="Group PMO", width=58, optional=True
    )
    meaning: str | None = column("What it means", "For the reader; ignored.", width=90, optional=True)


class Settings(Row):
    """All settings; a field's title is the Name on the sheet and its description the text under What it means."""

    organisation: str | None = column(
        "Organisation", "Printed on the reports.", example="Northwind Energy", optional=True
    )
    pmo_name: str | None = column("PMO name", "Printed on the reports.", example="Group PMO", optional=True)
    pmo_mailbox: str | None = column(
        "PMO mailbox", "Where readers may write to.", example="pmo@example.org", optional=True
    )
    framework_owner: str | None = column(
        "Framework owner", "Role ID that owns the framework.", example="PMD", optional=True, refs=("roles",)
    )
    framework_version: str | None = column(
        "Framework version", "Your version of the framework.", example="1.0", optional=True
    )
    time_zone: str | None = column(
        "Time zone of the log",
        "IANA name; the clock on the wall behind every date and time of Requests and Holds.",
        example="Europe/London",
        optional=True,
    )
    report_as_of: dt.datetime | None = column(
        "Report as of", "Moment the report is about; blank is now.", example="2026-06-30 18:00", optional=True
    )
    priorities: tuple[str, ...] | None = column(
        "Priorities in order", "Highest first, separated by commas.", example="Urgent, High, Normal, Low", optional=True
    )
    default_priority: str | None = column(
        "Default priority", "Taken where a request has none.", example="Normal", optional=True, setting="priorities"
    )
    default_calendar: str | None = column(
        "Default calendar",
        "Calendar ID taken where neither SLA nor service names one.",
        example="UK-OFFICE",
        optional=True,
        refs=("calendars",),
    )
    at_risk_from: float | None = column(
        "At risk from %",
        "Per cent of the target used up at which an open request is at risk.",
        example="75",
        optional=True,
        ge=1,
        le=100,
    )
    too_many_a: float | None = column(
        "Too many A's, share of activities %",
        "A role accountable for more than this share is named on RACI Load.",
        example="40",
        optional=True,
        ge=1,
        le=100,
    )
    waiting_reasons: tuple[str, ...] | None = column(
        "Reasons for waiting",
        "Whom a request may wait for, separated by commas. Waiting for the PMO never stops a clock.",
        example="Requester, Approver, Line manager, Supplier, PMO, Other",
        optional=True,
    )
    smallest_sample: int | None = column(
        "Smallest sample shown as a percentage",
        "Below it a figure reads '3 of 4', without percentage and verdict.",
        example="5",
        optional=True,
        ge=1,
        le=1000,
    )
    smallest_survey: int | None = column(
        "Smallest number of survey answers",
        "Below it satisfaction is not shown as a figure.",
        example="10",
        optional=True,
        ge=1,
        le=1000,
    )
    most_consulted: int | None = column(
        "Most C's per activity", "An activity with more is named on RACI.", example="5", optional=True, ge=1, le=30
    )
    sheets_to_publish: tuple[str, ...] | None = column(
        "Sheets to publish",
        "Titles of the sheets in the published copy.",
        example="Summary, SLA Report, RACI, Catalogue",
        optional=True,
    )
    show_names: Literal["Yes", "No"] | None = column(
        "Show names of people", "Yes: role holders appear in published outputs.", example="No", optional=True
    )
    python_command: str | None = column(
        "Python command", "Only where the buttons do not find Python by themselves.", optional=True
    )


class Chosen(BaseModel):
    """The settings of a run, defaults filled in.

    Attributes: as in `Settings`; those that have a default are never None.
    """

    model_config = ConfigDict(frozen=True)

    organisation: str = ""
    pmo_name: str = "PMO"
    pmo_mailbox: str = ""
    framework_owner: str | None = None
    framework_version: str = ""
    time_zone: str = "UTC"
    report_as_of: dt.datetime | None = None
    priorities: tuple[str, ...] = ("Urgent", "High", "Normal", "Low")
    default_priority: str = "Normal"
    default_calendar: str | None = None
    at_risk_from: float = 75.0
    too_many_a: float = 40.0
    waiting_reasons: tuple[str, ...] = ("Requester", "Approver", "Line manager", "Supplier", PMO, "Other")
    smallest_sample: int = 5
    smallest_survey: int = 10
    most_consulted: int = 5
    sheets_to_publish: tuple[str, ...] = ("Summary", "SLA Report", "RACI", "Catalogue")
    show_names: Literal["Yes", "No"] = "No"
    python_command: str = ""

    @property
    def hold_reasons(self) -> tuple[str, ...]:
        """What a row of Holds may be for: the reasons for waiting, and last the built-in one."""
        return (*self.waiting_reasons, CLOSED_REASON)

    @property
    def closed_code(self) -> int:
        """Position of the built-in reason in `hold_reasons`."""
        return len(self.waiting_reasons)


def chosen(given: Settings) -> Chosen:
    """Fill blanks with defaults.

    Args:
        given: What the sheet says, checked.
    """
    filled = {name: value for name, value in given.model_dump(exclude={"row"}).items() if value is not None}
    return Chosen(**filled)


SETTINGS: tuple[Column, ...] = columns(Settings)
"""One entry a row of the Settings sheet, in order."""
