"""What measuring hands to the layout: figures with their base, period and unit.

Shares are fractions of 1 and never rounded; a share is None when its base is smaller than the smallest sample of the
Settings (then the reader sees "3 of 4"). Local date-times are wall-clock times of the log's zone, without a zone.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from pmo_workbook.models import Action, Service, Sla

State = Literal["Left out", "No SLA", "No time recorded", "Met", "Breached", "On hold", "At risk", "On track"]
"""State of a clock, in order of precedence."""

STATES: tuple[State, ...] = (
    "Left out",
    "No SLA",
    "No time recorded",
    "Met",
    "Breached",
    "On hold",
    "At risk",
    "On track",
)

Cut = Literal["SLA", "Service", "Priority", "Month", "Stakeholder group"]


@dataclass(frozen=True)
class Period:
    """The period of every figure: the last twelve closed months, cut in the log's zone.

    Attributes:
        as_of: Moment of the report, wall clock of the log's zone.
        months: First day of each of the twelve closed months, oldest first.
        running: First day of the running month.
    """

    as_of: dt.datetime
    months: tuple[dt.date, ...]
    running: dt.date

    @property
    def words(self) -> str:
        """The period for a reader, such as ``Jul 2025 to Jun 2026``."""
        return f"{self.months[0]:%b %Y} to {self.months[-1]:%b %Y}"


@dataclass(frozen=True)
class Figure:
    """One row of the SLA Report: clocks decided in the period, by one cut.

    A clock is decided Met in the month of its stop and Breached in the month in which its deadline passed.

    Attributes:
        cut: What the row is about.
        item: Its name: SLA, service, priority, month (``2026-03``) or stakeholder group.
        sla_id: SLA the row is about; empty where several are pooled.
        metric: Metric of the row.
        n: Clocks decided; answers for Satisfaction; closed requests for Reopened.
        met: Clocks met; for Reopened, requests not reopened; None for Satisfaction.
        breached: Clocks breached; for Reopened, requests reopened; None for Satisfaction.
        compliance: met / n; for Satisfaction in %, share of 4 and 5; None below the smallest sample, or for a score.
        goal: Share to reach; None where none is set or several SLAs are pooled.
        misses_allowed: floor(n x (1 - goal)), exact; None without a goal.
        misses_used: Clocks breached; None without a goal.
        without_holds: Compliance with no waiting taken off; None where holds change nothing.
        p50: Median (nearest rank) of clocks stopped in the period, net of holds, in `unit`; None if there is none.
        p90: 90th percentile (nearest rank), the same way.
        mean: Mean, the same way; for a Satisfaction score, the mean score.
        worst: Largest, the same way.
        unit: Unit of the five figures above and of `time_over`; empty where SLAs of several units are pooled.
        time_over: Total time over target of the clocks breached in the period, in `unit`; None if pooled over units.
    """

    cut: Cut
    item: str
    sla_id: str
    metric: str
    n: int
    met: int | None
    breached: int | None
    compliance: float | None
    goal: float | None
    misses_allowed: int | None
    misses_used: int | None
    without_holds: float | None
    p50: float | None
    p90: float | None
    mean: float | None
    worst: float | None
    unit: str
    time_over: float | None


@dataclass(frozen=True)
class Promise:
    """One SLA and whether it was kept in the period.

    Attributes:
        sla: The SLA.
        service: Its service.
        figure: Its figures.
        value: What is compared with the goal: compliance, share or score; None when the sample is too small.
        goal: What it is compared with: goal, or target of Satisfaction and Reopened; None when none is set.
        better: Whether more or less is better.
        kept: Verdict; None without a goal or with too small a sample.
        main_reason: The reason most given for its misses in the period; None when none was given.
        main_reason_n: How often it was given.
        actions: Open actions because of this SLA or its service, earliest due first.
    """

    sla: Sla
    service: Service
    figure: Figure
    value: float | None
    goal: float | None
    better: Literal["Higher", "Lower"]
    kept: bool | None
    main_reason: str | None
    main_reason_n: int
    actions: tuple[Action, ...]


@dataclass(frozen=True)
class MonthFigure:
    """One month of the trend, all timed SLAs pooled.

    Attributes:
        start: First day of the month.
        running: The month is not over: "so far".
        n: Clocks decided.
        met: Clocks met.
        breached: Clocks breached.
        compliance: met / n; None below the smallest sample.
        submitted: Requests submitted in the month.
        closed: Requests closed in the month.
        backlog: Requests open at the end of the month (at the report's moment for the running one).
    """

    start: dt.date
    running: bool
    n: int
    met: int
    breached: int
    compliance: float | None
    submitted: int
    closed: int
    backlog: int


@dataclass(frozen=True)
class ServiceFigure:
    """One service in the period.

    Attributes:
        service: The service.
        n: Clocks decided, all timed SLAs of the service pooled.
        met: Clocks met.
        breached: Clocks breached.
        compliance: met / n; None below the smallest sample.
        promises_kept: SLAs kept.
        promises_judged: SLAs with a verdict.
        submitted: Requests submitted in the period.
        closed: Requests closed in the period.
        backlog: Requests open at the report's moment.
        effort_hours: Hours of work on requests closed in the period.
        effort_n: Of these requests, how many give their effort.
        answers: Satisfaction answers in the period.
        satisfaction: Mean of 1 to 5; None below the smallest survey.
    """

    service: Service
    n: int
    met: int
    breached: int
    compliance: float | None
    promises_kept: int
    promises_judged: int
    submitted: int
    closed: int
    backlog: int
    effort_hours: float
    effort_n: int
    answers: int
    satisfaction: float | None


@dataclass(frozen=True)
class Watched:
    """One line of the Watchlist: a running clock of an open request.

    Attributes:
        request: Index into `framework.Requests`.
        sla_id: SLA of the clock; empty for No SLA.
        metric: Its metric; empty for No SLA.
        deadline: Wall clock; None for No SLA or where no deadline can be said (clock on hold).
        time_left: In `unit`, negative when over; None where there is no deadline.
        unit: Unit of `time_left`.
        used: Share of the target used up; None for No SLA.
        state: State of the clock.
        note: What the reader should know, such as what an open hold waits for.
    """

    request: int
    sla_id: str
    metric: str
    deadline: dt.datetime | None
    time_left: float | None
    unit: str
    used: float | None
    state: State
    note: str


@dataclass(frozen=True)
class LongHold:
    """An open hold of more than 20 working days.

    Attributes:
        hold: Index into `framework.Holds`.
        request: Index into `framework.Requests`.
        reason: Whom it waits for.
        since: Wall clock.
        working_days: Working days so far, in the calendar of the request's service.
    """

    hold: int
    request: int
    reason: str
    since: dt.datetime
    working_days: float


@dataclass(frozen=True)
class LeftOut:
    """A request in no figure.

    Attributes:
        request: Index into `framework.Requests`.
        reason: Why, in words.
    """

    request: int
    reason: str


@dataclass(frozen=True)
class Satisfaction:
    """Survey answers in the period.

    Attributes:
        n: Answers with Satisfaction.
        mean: Mean of 1 to 5; None below the smallest survey.
        satisfied: Share of 4 and 5; None below the smallest survey.
        closed: Requests closed in the period.
        answered: Of these, requests with an answer.
        recommend_n: Answers with Recommend.
        nps: % 9 to 10 less % 0 to 6, -100 to 100; None below the smallest survey.
    """

    n: int
    mean: float | None
    satisfied: float | None
    closed: int
    answered: int
    recommend_n: int
    nps: float | None


@dataclass(frozen=True)
class OutcomeLine:
    """The latest reading of one measure.

    Attributes:
        subject_id: Service or Purpose ID.
        subject: Its name.
        measure: Name of the measure.
        date: Date of the reading.
        value: The reading.
        target: What it should be; None when not said.
        better: Whether more or less is better.
        reached: Verdict; None without a target.
        before: The reading before; None when there is none.
        readings: Number of readings up to the report's moment.
    """

    subject_id: str
    subject: str
    measure: str
    date: dt.date
    value: float
    target: float | None
    better: Literal["Higher", "Lower"]
    reached: bool | None
    before: float | None
    readings: int


@dataclass(frozen=True)
class Ageing:
    """Open requests by age since submission.

    Attributes:
        label: Such as ``31 to 90 days``.
        n: Open requests, in calendar days since submission.
        on_hold: Of these, with an open hold.
    """

    label: str
    n: int
    on_hold: int


@dataclass(frozen=True)
class News:
    """What is new this week.

    Attributes:
        since: Monday of this week; on a Monday that of the week before.
        breached: Clocks whose deadline passed from `since` to the report's moment unmet.
        before: The next Friday.
        due: Running clocks whose deadline lies before `before`.
    """

    since: dt.date
    breached: int
    before: dt.date
    due: int


@dataclass(frozen=True)
class Control:
    """Control totals: what came in is what was measured, left out or not yet there.

    Attributes:
        requests: Requests handed to measuring.
        holds: Holds handed to measuring.
        measured: Requests in the figures.
        left_out: Requests with Left out because, or cancelled before the deadline.
        later: Requests submitted after the report's moment.
        no_sla: Requests of which no clock has an SLA.
        no_time: Clocks not judged for want of a time of day.
    """

    requests: int
    holds: int
    measured: int
    left_out: int
    later: int
    no_sla: int
    no_time: int


@dataclass(frozen=True)
class Measures:
    """All that was measured.

    Attributes:
        period: The period of every figure.
        promises: One an SLA, in sheet order.
        figures: Rows of the SLA Report, in order of cut, then item.
        months: Twelve closed months and the running one, oldest first.
        services: One a service that is live or has requests, in sheet order.
        watched: Running clocks, least time left first; breached ones first of all.
        long_holds: Open holds of over 20 working days, longest first.
        left_out: Requests in no figure.
        satisfaction: Survey answers in the period.
        outcomes: Latest reading of each measure.
        ageing: Open requests by age.
        control: Control totals.
        news: What is new this week.
    """

    period: Period
    promises: tuple[Promise, ...]
    figures: tuple[Figure, ...]
    months: tuple[MonthFigure, ...]
    services: tuple[ServiceFigure, ...]
    watched: tuple[Watched, ...]
    long_holds: tuple[LongHold, ...]
    left_out: tuple[LeftOut, ...]
    satisfaction: Satisfaction
    outcomes: tuple[OutcomeLine, ...]
    ageing: tuple[Ageing, ...]
    control: Control
    news: News
