"""Everything the generated tabs are laid out from, gathered in one record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pmo_workbook.framework import Framework
from pmo_workbook.issues import Issue
from pmo_workbook.models import Activity, RaciCode, Role
from pmo_workbook.results import Measures


@dataclass(frozen=True)
class RaciLine:
    """One activity of the matrix.

    Attributes:
        service: Name of its service; ``PMO`` for the PMO as a whole.
        activity: The activity.
        finding: What is wrong with the row, in words; empty when nothing is.
        codes: Code by Role ID.
    """

    service: str
    activity: Activity
    finding: str
    codes: Mapping[str, RaciCode]


@dataclass(frozen=True)
class RoleLoad:
    """What one role carries over all activities.

    Attributes:
        role: The role.
        r: Activities with R or A/R.
        a: Activities with A or A/R.
        c: Activities with C.
        i: Activities with I.
        share_of_a: `a` divided by the number of activities, 0 to 1; 0 when there are none.
        finding: What stands out, in words; empty when nothing does.
    """

    role: Role
    r: int
    a: int
    c: int
    i: int
    share_of_a: float
    finding: str


@dataclass(frozen=True)
class Raci:
    """The matrix and the workload.

    Attributes:
        lines: Activities, grouped by service in the order of Services, those of the PMO as a whole first.
        roles: Roles that have a column, in the order of Roles.
        load: One entry a role, in the order of Roles.
    """

    lines: tuple[RaciLine, ...]
    roles: tuple[Role, ...]
    load: tuple[RoleLoad, ...]


@dataclass(frozen=True)
class CoverageLine:
    """A purpose, need, service or delivery model, and what stands against it.

    Attributes:
        kind: ``Purpose``, ``Need``, ``Service`` or ``Delivery model``.
        item: Id and name.
        services: Names of the services that answer it.
        finding: What is missing, in words; empty when nothing is.
    """

    kind: Literal["Purpose", "Need", "Service", "Delivery model"]
    item: str
    services: tuple[str, ...]
    finding: str


@dataclass(frozen=True)
class StepState:
    """Where one of the ten steps stands.

    Attributes:
        number: 1 to 10.
        title: Name of the step.
        sheets: Keys of its input sheets.
        shown_on: Keys of the generated tabs that show it.
        state: ``Done``, ``To do`` or ``Check``.
        words: What is there or missing, one short sentence with counts.
    """

    number: int
    title: str
    sheets: tuple[str, ...]
    shown_on: tuple[str, ...]
    state: Literal["Done", "To do", "Check"]
    words: str


@dataclass(frozen=True)
class Run:
    """The run itself.

    Attributes:
        at: Moment of the run, wall clock of the log's zone; the only value that differs between two runs.
        as_of: Moment the report is about.
        as_of_fixed: `as_of` was given, not taken from the clock.
        version: Version of the package.
        titles: Titles of the generated tabs as they are called now, by key; tabs that were deleted are absent.
        check_sum: Number by which Start notices that inputs changed since; see `check_sum`.
    """

    at: dt.datetime
    as_of: dt.datetime
    as_of_fixed: bool
    version: str
    titles: Mapping[str, str]
    check_sum: float = 0.0


@dataclass(frozen=True)
class Report:
    """All results of one refresh.

    Attributes:
        framework: What counts.
        issues: Breaches of rules, gravest first, then in sheet and row order.
        measures: What was measured.
        raci: Matrix and workload.
        coverage: Purposes, needs, services, delivery models.
        steps: The ten steps.
        run: The run.
    """

    framework: Framework
    issues: tuple[Issue, ...]
    measures: Measures
    raci: Raci
    coverage: tuple[CoverageLine, ...]
    steps: tuple[StepState, ...]
    run: Run
