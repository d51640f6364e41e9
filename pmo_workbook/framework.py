"""What the checks hand on: the framework with every row that may count, in the types that measuring needs.

Times of logs are wall-clock times of the log's zone (Settings), as int64 seconds since 1970-01-01 00:00; `NULL` is
blank. A value that is a multiple of `DAY` is a date without a time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pmo_workbook.models import (
    Action,
    Activity,
    Calendar,
    Communication,
    Holiday,
    Need,
    Outcome,
    Purpose,
    RaciCode,
    Review,
    Role,
    Service,
    Sla,
    Stakeholder,
)  # fmt: skip
from pmo_workbook.settings import Chosen

Seconds = NDArray[np.int64]
Index = NDArray[np.int32]

STATUSES = ("New", "In progress", "On hold", "Completed", "Cancelled")
"""Codes of `Requests.status`, in order."""


@dataclass(frozen=True)
class Requests:
    """The request log, one entry a row that may count, in sheet order.

    Attributes:
        row: Worksheet row (1-based).
        request_id: Ids as text (object array).
        service: Index into `Framework.services`.
        priority: Index into `Chosen.priorities`.
        stakeholder: Index into `Framework.stakeholders`, -1 for blank.
        submitted: Wall-clock seconds; never NULL.
        clock_start: Wall-clock seconds or NULL.
        promised: Wall-clock seconds or NULL.
        first_response: Wall-clock seconds or NULL.
        closed: Wall-clock seconds or NULL.
        status: Index into `STATUSES`, -1 for blank.
        late_because: Reason as text or None (object array).
        left_out_because: Reason as text or None (object array).
        title: Text or None (object array).
        requester: Text or None (object array).
        assigned_to: Text or None (object array).
        effort_hours: Hours; NaN for blank.
        times_reopened: Count; 0 for blank.
    """

    row: Index
    request_id: NDArray[np.object_]
    service: Index
    priority: Index
    stakeholder: Index
    submitted: Seconds
    clock_start: Seconds
    promised: Seconds
    first_response: Seconds
    closed: Seconds
    status: Index
    late_because: NDArray[np.object_]
    left_out_because: NDArray[np.object_]
    title: NDArray[np.object_]
    requester: NDArray[np.object_]
    assigned_to: NDArray[np.object_]
    effort_hours: NDArray[np.float64]
    times_reopened: Index

    def __len__(self) -> int:
        """Number of requests."""
        return len(self.row)


@dataclass(frozen=True)
class Holds:
    """The hold log, one entry a row that may count.

    Attributes:
        row: Worksheet row (1-based).
        request: Index into `Requests`; rows whose request does not count are not here.
        reason: Index into `Chosen.hold_reasons`.
        start: Wall-clock seconds; never NULL.
        until: Wall-clock seconds or NULL (still waiting).
    """

    row: Index
    request: Index
    reason: Index
    start: Seconds
    until: Seconds

    def __len__(self) -> int:
        """Number of holds."""
        return len(self.row)


@dataclass(frozen=True)
class Feedbacks:
    """The answers, one entry a row that may count.

    Attributes:
        row: Worksheet row (1-based).
        date: Wall-clock seconds of the day's start.
        request: Index into `Requests`, -1 for blank (or when that request does not count).
        service: Index into `Framework.services`; that of the request where one is named.
        satisfaction: 1 to 5, 0 for blank.
        recommend: 0 to 10, -1 for blank.
    """

    row: Index
    date: Seconds
    request: Index
    service: Index
    satisfaction: Index
    recommend: Index

    def __len__(self) -> int:
        """Number of answers."""
        return len(self.row)


@dataclass(frozen=True)
class RaciRow:
    """One activity with its codes.

    Attributes:
        activity: The activity.
        codes: Code by Role ID; roles without a part are absent.
    """

    activity: Activity
    codes: Mapping[str, RaciCode]


@dataclass(frozen=True)
class RowCount:
    """How the rows of a sheet fared.

    Attributes:
        read: Rows that are not blank.
        left_out: Of these, rows with an error, in no figure.
    """

    read: int
    left_out: int


@dataclass(frozen=True)
class Place:
    """Where a sheet's table stands, to give an issue its address.

    Attributes:
        sheet: Title of the sheet as it is called now.
        table: Name of the Excel Table.
        letters: Column letters by field name (``role:ID`` for role columns of Activities).
        headers: Header as typed, by the same names.
    """

    sheet: str
    table: str
    letters: Mapping[str, str]
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Framework:
    """Everything that counts, in sheet order. References were resolved to ids that exist.

    Attributes:
        settings: Settings of the run.
        purposes: Rows of Purpose.
        stakeholders: Rows of Stakeholders.
        needs: Rows of Needs.
        services: Rows of Services.
        slas: Rows of SLAs.
        calendars: Rows of Calendars.
        holidays: Rows of Holidays.
        roles: Rows of Roles.
        activities: Rows of Activities with their codes.
        role_columns: Role IDs that have a column on Activities, in column order.
        reviews: Rows of Reviews.
        communications: Rows of Communications.
        outcomes: Rows of Outcomes.
        actions: Rows of Actions.
        requests: The request log.
        holds: The hold log.
        feedback: The answers.
        places: Where each table stands, by sheet key; a missing table has no entry.
        counts: How the rows of each sheet fared, by sheet key.
        setting_rows: Worksheet row (1-based) by setting, of those that the Settings sheet gives.
    """

    settings: Chosen
    purposes: tuple[Purpose, ...]
    stakeholders: tuple[Stakeholder, ...]
    needs: tuple[Need, ...]
    services: tuple[Service, ...]
    slas: tuple[Sla, ...]
    calendars: tuple[Calendar, ...]
    holidays: tuple[Holiday, ...]
    roles: tuple[Role, ...]
    activities: tuple[RaciRow, ...]
    role_columns: tuple[str, ...]
    reviews: tuple[Review, ...]
    communications: tuple[Communication, ...]
    outcomes: tuple[Outcome, ...]
    actions: tuple[Action, ...]
    requests: Requests
    holds: Holds
    feedback: Feedbacks
    places: Mapping[str, Place] = field(default_factory=dict)
    counts: Mapping[str, RowCount] = field(default_factory=dict)
    setting_rows: Mapping[str, int] = field(default_factory=dict)
