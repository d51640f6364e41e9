"""Faults of working time: opening hours, zones, clocks, holds, units."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

CLOCKS = ("tests/test_worktime.py",)
HOURS = ("tests/test_hours.py",)
ZONES = ("tests/test_zones.py",)

MUTANTS = (
    Mutant(
        "if later[0] < earlier[1]:",
        "if later[0] <= earlier[1]:",
        "hours that only touch (09:00-12:00, 12:00-17:00) are refused as overlapping",
        HOURS,
    ),
    Mutant(
        "return (opening, closing if closing > opening else closing + MINUTES_PER_DAY)",
        "return (opening, max(opening, closing))",
        "a night shift has no hours",
        HOURS,
    ),
    Mutant(
        "same = days[regular & ((days + 3) % 7 == weekday)]",
        "same = days[regular & ((days + 4) % 7 == weekday)]",
        "every day has the hours of its neighbour",
        CLOCKS,
    ),
    Mutant(
        "hours = _joined(_morning(self.week[weekday - 1]) + _evening(self.week[weekday]))",
        "hours = _joined(_morning(self.week[weekday]) + _evening(self.week[weekday]))",
        "the early morning of a night shift belongs to the wrong week day",
        CLOCKS,
    ),
    Mutant(
        "return _joined(_evening(self.holidays[date]))",
        "return _joined(_evening(self.week[date.weekday()]))",
        "a holiday is worked like any other day",
        CLOCKS,
    ),
    Mutant(
        "opening[1:] = np.maximum(opening[1:], closing[:-1])",
        "opening[1:] = np.maximum(opening[1:], opening[:-1])",
        "an hour that the change to winter time repeats counts in two spans",
        CLOCKS,
    ),
    Mutant(
        "self.cumulative[at] + (np.minimum(instants, self.closing[at]) - self.opening[at])",
        "self.cumulative[at] + (instants - self.opening[at])",
        "working hours go on counting after closing",
        CLOCKS,
    ),
    Mutant(
        "return np.where(covered & (due != NULL), np.maximum(due, begin), NULL)",
        "return np.where(covered & (due != NULL), due, NULL)",
        "a deadline of nothing lies before its start",
        CLOCKS,
    ),
    Mutant(
        "reach = np.maximum.accumulate(shifted)",
        "reach = shifted",
        "a short hold within a long one ends the long one",
        CLOCKS,
    ),
    Mutant(
        "held_to = np.clip(self.clock.work_until(holds.end), low[row], high[row])",
        "held_to = np.maximum(self.clock.work_until(holds.end), low[row])",
        "a hold that lasts beyond the stop takes off more than there was",
        CLOCKS,
    ),
    Mutant(
        "counts = at - before < target[row]",
        "counts = at - before <= target[row]",
        "a hold that begins when the target is used up moves the deadline",
        CLOCKS,
    ),
    Mutant(
        'last = np.maximum(np.searchsorted(self.edges.day_close, end, side="left"), first)',
        'last = np.maximum(np.searchsorted(self.edges.day_close, end, side="right"), first)',
        "a stop at the very moment of closing is a day late",
        CLOCKS,
    ),
    Mutant(
        "floor(Fraction(str(value)) * self.ticks_per_unit)",
        "floor(Fraction(value) * self.ticks_per_unit)",
        "a target of 0.7 hours is a second short, as binary numbers have it",
        CLOCKS,
    ),
    Mutant(
        "until = np.array([part.at + max(part.before, part.after) for part in parts], dtype=np.int64)",
        "until = np.array([part.at + min(part.before, part.after) for part in parts], dtype=np.int64)",
        "of two times that look the same in autumn the second is taken",
        ZONES,
    ),
)
