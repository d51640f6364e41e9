"""The metrics of an SLA, each defined once: what is timed, asked or counted, in which units, and what is promised.

Fields named here are those of `logs.Request`, and of `logs.Feedback` for a survey.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

from pmo_workbook.logs import TIMES

MetricName = Literal["First response", "Resolution", "Promised date", "Satisfaction", "Reopened"]
"""Names on the SLAs sheet, in the order in which metrics are listed everywhere."""

TimeUnit = Literal[
    "working hours",
    "working days",
    "working days to close of business",
    "calendar hours",
    "calendar days",
]
Unit = Literal[TimeUnit, "score", "%"]

Aggregate = Literal["share on time", "mean score", "share of scores", "share of closed"]
"""What becomes of the measurements: clocks met, mean of 1 to 5, answers of 4 or 5, closed requests that it befell."""

CLOSED: Final = "closed"
"""Stops every clock that still runs."""

REQUEST_START: Final = ("clock_start", "submitted")
"""Start of a request; may lie ahead, where a clock start is planned."""


@dataclass(frozen=True)
class Clock:
    """What starts and stops the clock of a metric.

    Attributes:
        stop: Time that stops it; the closing stops it in any case.
        one: What is promised of one request, such as ``gets a first response``.
        many: The same of several.
        start: Times of which the first that is filled starts it. There is no clock before it has come, unless it is the
            start of the request.
        due: Time until which the clock may run, which no hold moves; empty where the target says how long it may.
    """

    stop: str
    one: str
    many: str
    start: tuple[str, ...] = REQUEST_START
    due: str = ""

    @property
    def times(self) -> tuple[str, ...]:
        """All times that it depends on, the closing apart."""
        return (*self.start, self.stop, *([self.due] if self.due else ()))


@dataclass(frozen=True)
class Metric:
    """What an SLA may promise.

    Attributes:
        name: Its name on the SLAs sheet.
        kind: Whether clocks are timed, answers of a survey are taken, or closed requests are counted.
        aggregates: What becomes of the measurements, by the units that its target may have; none without a target.
        better: Whether a higher or a lower share or mean is better.
        clock: What is timed; None where nothing is.
        column: Of a survey, the column of Feedback with the score; of closed requests, the column of Requests that says
            how often it befell them. Empty for a clock.
        sentences: What is promised, by aggregate, with ``{target}`` and ``{requests}``. A clock says it by its words.
    """

    name: MetricName
    kind: Literal["clock", "survey", "closed requests"]
    aggregates: Mapping[Unit, Aggregate]
    better: Literal["Higher", "Lower"] = "Higher"
    clock: Clock | None = None
    column: str = ""
    sentences: Mapping[Aggregate, str] = field(default_factory=dict)

    @property
    def units(self) -> tuple[Unit, ...]:
        """Units that its target may have; none where it has no target."""
        return tuple(self.aggregates)

    @property
    def within_target(self) -> bool:
        """Whether a clock is compared with a target."""
        return self.clock is not None and not self.clock.due

    @property
    def goal_field(self) -> str:
        """Field of an SLA that says what is to be reached."""
        return "target" if self.clock is None else "goal"

    @property
    def uses(self) -> frozenset[str]:
        """Fields of an SLA that some metrics do not use and this one does."""
        used = {"target", "unit"} if self.units else set()
        used |= {"goal", "at_risk_from"} if self.clock else set()
        return frozenset(used | ({"stops_while_waiting_for"} if self.within_target else set()))

    def aggregate(self, unit: str | None) -> Aggregate:
        """What becomes of the measurements of an SLA.

        Args:
            unit: Its unit; one that does not fit is taken for the first that does.
        """
        fitting = (aggregate for one, aggregate in self.aggregates.items() if one == unit)
        return next(fitting, next(iter(self.aggregates.values()), "share on time"))


_TIME_UNITS: Final[Mapping[Unit, Aggregate]] = dict.fromkeys(get_args(TimeUnit), "share on time")

FIRST_RESPONSE: Final = Metric(
    "First response",
    "clock",
    _TIME_UNITS,
    clock=Clock(stop="first_response", one="gets a first response", many="get a first response"),
)
RESOLUTION: Final = Metric(
    "Resolution", "clock", _TIME_UNITS, clock=Clock(stop=CLOSED, one="is completed", many="are completed")
)

METRICS: Final[Mapping[str, Metric]] = {
    metric.name: metric
    for metric in (
        FIRST_RESPONSE,
        RESOLUTION,
        Metric(
            "Promised date",
            "clock",
            {},
            clock=Clock(stop=CLOSED, one="is completed", many="are completed", due="promised"),
        ),
        Metric(
            "Satisfaction",
            "survey",
            {"score": "mean score", "%": "share of scores"},
            column="satisfaction",
            sentences={
                "mean score": "Answers about {requests} average {target} of 5 or better.",
                "share of scores": "At least {target} of 100 answers about {requests} are a 4 or a 5 of 5.",
            },
        ),
        Metric(
            "Reopened",
            "closed requests",
            {"%": "share of closed"},
            better="Lower",
            column="times_reopened",
            sentences={"share of closed": "At most {target} of 100 closed {requests} are opened again."},
        ),
    )
}
"""All metrics by name, in the order of `MetricName`."""

CLOCKS: Final[Mapping[str, Clock]] = {name: one.clock for name, one in METRICS.items() if one.clock is not None}
"""What is timed, by metric."""

TIMED: Final[tuple[MetricName, ...]] = tuple(one.name for one in METRICS.values() if one.kind == "clock")
"""Metrics of a clock."""

SURVEYS: Final = tuple(one for one in METRICS.values() if one.kind == "survey")
"""Metrics of answers."""

COUNTED: Final = tuple(one for one in METRICS.values() if one.kind == "closed requests")
"""Metrics of closed requests."""

if tuple(METRICS) != get_args(MetricName):
    raise TypeError(f"The metrics are {tuple(METRICS)}, but their names are {get_args(MetricName)}.")
if unknown := {name for clock in CLOCKS.values() for name in clock.times} - set(TIMES):
    raise TypeError(f"A clock is timed by {sorted(unknown)}, which no column of Requests holds as a time.")
