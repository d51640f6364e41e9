"""Faults of measuring: which clock applies, its verdict and month, counts, shares and percentiles."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

JUDGE = ("tests/test_judge.py",)
FIGURES = ("tests/test_measure.py",)
COUNTS = ("tests/test_tally.py", "tests/test_measure.py")

MUTANTS = (
    Mutant(
        "        breached=net > one.target,",
        "        breached=net >= one.target,",
        "exactly on target is breached",
        JUDGE,
    ),
    Mutant(
        "result: BoolArray = (utc != NULL) & (utc <= as_of)",
        "result: BoolArray = (utc != NULL) & (utc < as_of)",
        "what happened at the very moment of the report has not happened",
        JUDGE,
    ),
    Mutant(
        "result[late] = month_number(to_local(deadline[late], zone))",
        "result[late] = month_number(deadline[late])",
        "a deadline of the last evening of a month falls into the next month",
        JUDGE,
    ),
    Mutant(
        "left_out = ~later & (excluded | (cancelled & ~judged))",
        "left_out = ~later & (excluded | cancelled)",
        "a request that is cancelled after its deadline had passed is in no figure",
        JUDGE,
    ),
    Mutant(
        "risky = passes(timed.net, timed.target, one.at_risk)",
        "risky = passes(timed.gross, timed.target, one.at_risk)",
        "time on hold brings a clock to at risk",
        JUDGE,
    ),
    Mutant(
        "stops = {reason for reason in sla.stops_while_waiting_for or () if reason != PMO}",
        "stops = {reason for reason in sla.stops_while_waiting_for or ()}",
        "waiting for the PMO itself stops the clock",
        JUDGE,
    ),
    Mutant(
        "return (self.priority >= 0, self.first_day, -self.index)",
        "return (self.first_day, self.priority >= 0, -self.index)",
        "a newer promise for all comes before the one for the request's own priority",
        JUDGE,
    ),
    Mutant(
        "rows = rows[(day >= one.first_day) & (day <= one.last_day)]",
        "rows = rows[(day >= one.first_day) & (day < one.last_day)]",
        "a promise does not hold on its last day",
        JUDGE,
    ),
    Mutant(
        "following = edges.start_of_day(day + 1)",
        "following = edges.start_of_day(day)",
        "what is promised for a date is late on that date",
        JUDGE,
    ),
    Mutant(
        "rank = -(-total * per_cent // 100)",
        "rank = total * per_cent // 100",
        "the p90 of 15 is the 13th, not the 14th",
        COUNTS,
    ),
    Mutant(
        "n * (goal.denominator - goal.numerator) // goal.denominator",
        "-(-n * (goal.denominator - goal.numerator) // goal.denominator)",
        "one more miss is allowed than the goal leaves",
        FIGURES,
    ),
    Mutant(
        "return part / n if n and n >= smallest else None",
        "return part / n if n and n > smallest else None",
        "the smallest sample that may be shown as a percentage is not shown",
        FIGURES,
    ),
    Mutant(
        "waiting = in_months(came, -_EVER, first - 1).total()",
        "waiting = in_months(came, -_EVER, first).total()",
        "requests of the first month are in the backlog twice",
        FIGURES,
    ),
    Mutant(
        "most = int(times.argmax())",
        "most = len(times) - 1 - int(times[::-1].argmax())",
        "of two reasons given equally often the lower one of the sheet is named",
        FIGURES,
    ),
    Mutant(
        'if service.status != "Live" and not submitted_ever:',
        'if service.status != "Live":',
        "a service that was retired takes its requests out of the list of services",
        FIGURES,
    ),
    Mutant(
        "promoters = recommend.where(recommend.value >= 9).total()",
        "promoters = recommend.where(recommend.value > 9).total()",
        "a nine does not recommend",
        FIGURES,
    ),
    Mutant(
        'bucket = np.searchsorted([limit for limit, _ in _AGES], days, side="left")',
        'bucket = np.searchsorted([limit for limit, _ in _AGES], days, side="right")',
        "a request of seven days is older than seven days",
        FIGURES,
    ),
)
