"""What a publication holds: every figure and word that any output prints, defined once.

Shares are fractions of 1, never rounded; the words beside them are what a reader sees. A text is empty and a date or
figure None where there is nothing to say. No record holds a name of a person or a request id, except `RoleHead.holder`
and `ServiceLine.holder`, which are empty unless Settings allows names.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from pmo_workbook.publish.since.changes import Changes

Verdict = Literal["Kept", "Missed", "Not judged"]


@dataclass(frozen=True)
class Tile:
    """One headline figure.

    Attributes:
        label: What it is.
        figure: The figure in words, such as ``7 of 10`` or ``94.9 %``.
        base: What it is a figure of.
        field: Name in the code; empty for a figure of this publication alone.
    """

    label: str
    figure: str
    base: str
    field: str = ""


@dataclass(frozen=True)
class PromiseLine:
    """One promise (SLA) and what came of it in the period.

    Attributes:
        sla_id: Its id.
        name: Its name.
        service_id: Id of its service.
        service: Name of its service.
        metric: What is measured.
        words: What is promised, one sentence.
        pauses: While waiting for whom the clock stops, in words; empty where nothing stops it.
        handling: How a request is handled.
        escalation: Who is told, and when.
        until: Last day it holds.
        value: What is compared with the goal; None when the sample is too small.
        goal: What it is compared with; None when none is set.
        result_words: The result in words, such as ``78.4 %``, ``4.1 of 5``, or ``3 of 4`` for a small sample.
        goal_words: The goal in words.
        n: Clocks decided, answers, or closed requests.
        misses_words: Such as ``9 of 4 allowed``.
        without_holds_words: The result with no waiting taken off; empty where holds change nothing.
        verdict: Kept, Missed or Not judged.
        reason: Reason most given for the misses, with how often, such as ``Approver (4)``.
        action: Open action because of it.
        action_due: When the action is due.
    """

    sla_id: str
    name: str
    service_id: str
    service: str
    metric: str
    words: str
    pauses: str
    handling: str
    escalation: str
    until: dt.date | None
    value: float | None
    goal: float | None
    result_words: str
    goal_words: str
    n: int
    misses_words: str
    without_holds_words: str
    verdict: Verdict
    reason: str
    action: str
    action_due: dt.date | None


@dataclass(frozen=True)
class MonthLine:
    """One month, all timed promises pooled.

    Attributes:
        start: First day.
        label: Such as ``Mar 2026``.
        running: The month is not over; its figures are so far.
        n: Clocks decided.
        met: Of these, met.
        compliance: met / n; None below the smallest sample.
        words: Such as ``94.9 % of 120`` or ``3 of 4``.
        submitted: Requests in.
        closed: Requests out.
        backlog: Requests open at the end of the month, or now.
    """

    start: dt.date
    label: str
    running: bool
    n: int
    met: int
    compliance: float | None
    words: str
    submitted: int
    closed: int
    backlog: int


@dataclass(frozen=True)
class ServiceResult:
    """Figures of one service in the period.

    Attributes:
        n: Clocks decided.
        met: Of these, met.
        compliance: met / n; None below the smallest sample.
        compliance_words: Such as ``94.9 % of 120``.
        kept_words: Promises kept, such as ``2 of 3``; empty when none was judged.
        submitted: Requests in.
        closed: Requests out.
        backlog: Open now.
        effort_hours: Hours of work recorded; None when none were.
        effort_n: Closed requests that give their effort.
        satisfaction: Mean of 1 to 5; None below the smallest survey.
        answers: Answers.
    """

    n: int
    met: int
    compliance: float | None
    compliance_words: str
    kept_words: str
    submitted: int
    closed: int
    backlog: int
    effort_hours: float | None
    effort_n: int
    satisfaction: float | None
    answers: int


@dataclass(frozen=True)
class ServiceLine:
    """One service: its description, its promises, its figures.

    Attributes:
        service_id: Its id.
        name: Its name.
        category: Kind of core service.
        status: Draft, Pilot, Live or Retired.
        critical: Whether it is critical.
        objective: What it achieves.
        in_scope: What is included.
        out_of_scope: What is not.
        audience: For whom, in words.
        delivery: How it is delivered, in words.
        how_to_request: Where a requester starts.
        prerequisites: What must be there before work starts.
        process: The steps.
        tools: Tools and templates.
        accountable: Name of the role that answers for it.
        holder: Who holds that role; empty unless names are shown.
        success: How one sees that it works.
        reviewed: Date of the last review.
        review_due: When the next review is due; None where it was never reviewed.
        review_words: Such as ``every 12 months``.
        promises: Its promises, in the order of the sheet.
        result: Its figures; None for a service without requests that is not live.
    """

    service_id: str
    name: str
    category: str
    status: str
    critical: bool
    objective: str
    in_scope: str
    out_of_scope: str
    audience: str
    delivery: str
    how_to_request: str
    prerequisites: str
    process: str
    tools: str
    accountable: str
    holder: str
    success: str
    reviewed: dt.date | None
    review_due: dt.date | None
    review_words: str
    promises: tuple[PromiseLine, ...]
    result: ServiceResult | None


@dataclass(frozen=True)
class RoleHead:
    """A column of the RACI matrix.

    Attributes:
        role_id: Its id.
        name: Its name.
        summary: What it does.
        holder: Who holds it; empty unless names are shown.
    """

    role_id: str
    name: str
    summary: str
    holder: str


@dataclass(frozen=True)
class RaciRowLine:
    """A row of the RACI matrix.

    Attributes:
        service: Name of the service; ``PMO`` for the PMO as a whole.
        activity: What is done.
        codes: One a role, in the order of `RaciTable.roles`: ``R``, ``A``, ``C``, ``I``, ``A/R`` or empty.
        finding: What is wrong with the row; empty when nothing is.
    """

    service: str
    activity: str
    codes: tuple[str, ...]
    finding: str


@dataclass(frozen=True)
class RaciTable:
    """Who does what.

    Attributes:
        roles: Columns.
        rows: Rows, those of a service together.
    """

    roles: tuple[RoleHead, ...]
    rows: tuple[RaciRowLine, ...]


@dataclass(frozen=True)
class OutcomeRow:
    """The latest reading of a measure.

    Attributes:
        measure: Its name.
        subject: Service or purpose it is about.
        value_words: The reading.
        target_words: What it should be.
        verdict: ``Reached``, ``Missed`` or ``No target``.
        before_words: The reading before.
        date: Date of the reading.
    """

    measure: str
    subject: str
    value_words: str
    target_words: str
    verdict: Literal["Reached", "Missed", "No target"]
    before_words: str
    date: dt.date


@dataclass(frozen=True)
class DueItem:
    """A review or an action, overdue or coming.

    Attributes:
        kind: ``Review``, ``Service review`` or ``Action``.
        what: Its subject.
        role: Role that owes it.
        due: Day it is or was due; None for a review that was never held.
        words: Such as ``was due 3 Mar 2026``, ``never held``, ``due 3 Mar 2026``.
    """

    kind: str
    what: str
    role: str
    due: dt.date | None
    words: str


@dataclass(frozen=True)
class Survey:
    """What the answers say.

    Attributes:
        words: All of it in one or two sentences.
        n: Answers.
        mean: Mean of 1 to 5; None below the smallest survey.
        nps: -100 to 100; None below the smallest survey.
        response: Share of closed requests that answered; None when none was closed.
    """

    words: str
    n: int
    mean: float | None
    nps: float | None
    response: float | None


@dataclass(frozen=True)
class Publication:
    """All that any output of a publication prints.

    Attributes:
        organisation: Whose PMO it is; may be empty.
        pmo_name: Name of the PMO.
        mailbox: Where readers write to; may be empty.
        version: Version of the framework; may be empty.
        title: Title of the publication.
        as_of: Moment of the report, wall clock of the log's zone.
        as_of_words: The same in words.
        period: Period of every figure, such as ``Jul 2025 to Jun 2026``.
        about: Organisation, PMO, moment, period and version in one line.
        headline: The report in one or two sentences.
        banner: What is in no figure; empty when nothing is missing.
        tiles: Headline figures.
        promises: All promises, in sheet order.
        missed: Those missed, the one furthest from its goal first.
        months: Twelve closed months and the running one, oldest first.
        months_note: How a clock gets its month.
        services: All services, in sheet order.
        raci: Who does what.
        outcomes: Latest readings, those behind their target first.
        survey: Satisfaction and recommendation.
        demand: Requests in, out and open, in words.
        effort: Hours of work, in words.
        ageing: Open requests by age, in words.
        counted: Control totals, in words.
        decisions: Reviews and actions overdue, longest first.
        next_reviews: Reviews that come, next first.
        asks: What we ask of the reader, one sentence each.
        changes: What changed since the last publication; None when there was none.
        names_shown: Settings allows names of people.
    """

    organisation: str
    pmo_name: str
    mailbox: str
    version: str
    title: str
    as_of: dt.datetime
    as_of_words: str
    period: str
    about: str
    headline: str
    banner: str
    tiles: tuple[Tile, ...]
    promises: tuple[PromiseLine, ...]
    missed: tuple[PromiseLine, ...]
    months: tuple[MonthLine, ...]
    months_note: str
    services: tuple[ServiceLine, ...]
    raci: RaciTable
    outcomes: tuple[OutcomeRow, ...]
    survey: Survey
    demand: str
    effort: str
    ageing: str
    counted: str
    decisions: tuple[DueItem, ...]
    next_reviews: tuple[DueItem, ...]
    asks: tuple[str, ...]
    changes: Changes | None
    names_shown: bool

    @property
    def live_services(self) -> tuple[ServiceLine, ...]:
        """Services that can be asked for now: live ones and pilots."""
        return tuple(service for service in self.services if service.status in ("Live", "Pilot"))
