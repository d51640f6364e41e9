"""Counts that merge: what is left of a log once it is measured.

A `State` is a bag of counted whole numbers. Each entry says how often a value occurred in a cell, which is a kind of
figure for one service or service level, month, priority and stakeholder group. Merging is adding, so parts of a log may
be measured anywhere, in any split and order. Shares, means and percentiles are taken from the merged state, exactly.

Values are exact (ticks, not minutes): a state has as many entries as there are different durations.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from pmo_workbook.worktime.zones import BoolArray, IntArray


class Kind(IntEnum):
    """What a cell counts; in brackets, what its subject and value are.

    A subject is a position in `Framework.slas` or `Framework.services`; a value that is not named is 0.
    """

    MET = 0
    """Clocks met, requests not reopened (SLA)."""
    BREACHED = 1
    """Clocks breached (SLA; ticks over the target), requests reopened (SLA)."""
    MET_PLAIN = 2
    """Clocks met if no waiting were taken off (SLA)."""
    BREACHED_PLAIN = 3
    """Clocks breached if no waiting were taken off (SLA)."""
    STOPPED = 4
    """Clocks stopped, by the month of the stop (SLA; ticks net of holds)."""
    LATE = 5
    """Clocks breached for a reason (SLA; position of the reason)."""
    SCORE = 6
    """Answers that count for a service level (SLA; 1 to 5)."""
    SUBMITTED = 7
    """Requests submitted (service)."""
    CLOSED = 8
    """Requests closed (service)."""
    EFFORT = 9
    """Requests closed that give their effort (service; seconds of work)."""
    ANSWERED = 10
    """Requests closed that have an answer (service)."""
    SATISFACTION = 11
    """Answers (service; 1 to 5)."""
    RECOMMEND = 12
    """Answers (service; 0 to 10)."""
    NO_TIME = 13
    """Clocks not judged for want of a time (SLA)."""
    REQUESTS = 14
    """Control: requests handed in."""
    HOLDS = 15
    """Control: holds handed in."""
    LATER = 16
    """Control: requests submitted after the report's moment."""
    LEFT_OUT = 17
    """Control: requests in no figure."""
    NO_SLA = 18
    """Control: requests in the figures without a clock."""
    SATISFIED = 19
    """Answers of 4 or 5 that count for a service level (SLA)."""


_BITS: Final = {"kind": 6, "subject": 16, "month": 15, "priority": 8, "group": 16}
"""Widths of the parts of a cell, together 61."""

_MONTH_BIAS: Final = 12 * 200
"""Months before 1970 that a cell can hold."""


@dataclass(frozen=True, eq=False)
class State:
    """Counted values by cell; sorted by cell and value, each pair once. All arrays have shape (entries,).

    Attributes:
        cell: Packed cell.
        value: The value.
        n: How often it occurred.
    """

    cell: IntArray
    value: IntArray
    n: IntArray

    def same_as(self, other: State) -> bool:
        """Whether two states hold the same counts."""
        pairs = ((self.cell, other.cell), (self.value, other.value), (self.n, other.n))
        return all(np.array_equal(one, two) for one, two in pairs)


@dataclass(frozen=True, eq=False)
class Cells:
    """A state unpacked; all arrays have shape (entries,).

    Attributes:
        kind: See `Kind`.
        subject: Position of the service level or service; 0 where it has none.
        month: Months since 1970-01.
        priority: Position of the priority, -1 for none.
        group: Position of the stakeholder, -1 for none.
        value: The value.
        n: How often it occurred.
    """

    kind: IntArray
    subject: IntArray
    month: IntArray
    priority: IntArray
    group: IntArray
    value: IntArray
    n: IntArray

    def where(self, keep: BoolArray) -> Cells:
        """Keep some entries, by mask."""
        rows = np.flatnonzero(keep)
        return Cells(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))

    def of(self, *kinds: Kind) -> Cells:
        """Keep some kinds."""
        return self.where(np.logical_or.reduce([self.kind == kind for kind in kinds]))

    def total(self, kind: Kind | None = None) -> int:
        """How many there are, of all kinds or of one."""
        return int((self.n if kind is None else self.n[self.kind == kind]).sum())


def count(
    kind: Kind,
    *,
    subject: npt.ArrayLike = 0,
    month: npt.ArrayLike = 0,
    priority: npt.ArrayLike = -1,
    group: npt.ArrayLike = -1,
    value: npt.ArrayLike = 0,
) -> State:
    """Count columns; each argument is one number or has shape (occurrences,).

    Raises:
        ValueError: If a number does not fit its part of a cell.
    """
    cell = _pack(kind, subject, month, priority, group)
    cells, values = np.broadcast_arrays(np.atleast_1d(cell), np.asarray(value, dtype=np.int64))
    return _runs(cells, values)


def many(kind: Kind, n: int) -> State:
    """Count `n` occurrences of something that has neither subject nor month, for control totals."""
    cell = np.atleast_1d(_pack(kind, 0, 0, -1, -1))
    return State(cell, np.zeros(1, dtype=np.int64), np.array([n], dtype=np.int64))


def nothing() -> State:
    """The state of an empty log."""
    empty = np.empty(0, dtype=np.int64)
    return State(empty, empty, empty)


def merge(states: Iterable[State]) -> State:
    """Add states up; the order does not matter."""
    parts = [nothing(), *states]
    return _reduced(*(np.concatenate([getattr(part, name) for part in parts]) for name in ("cell", "value", "n")))


def unpack(state: State) -> Cells:
    """Take the cells of a state apart."""
    rest, parts = state.cell.copy(), {}
    for name, bits in reversed(_BITS.items()):
        parts[name] = rest & ((1 << bits) - 1)
        rest >>= bits
    return Cells(
        kind=parts["kind"],
        subject=parts["subject"],
        month=parts["month"] - _MONTH_BIAS,
        priority=parts["priority"] - 1,
        group=parts["group"] - 1,
        value=state.value,
        n=state.n,
    )


def exact_sum(value: IntArray, n: IntArray) -> int:
    """Add up counted values without overflow."""
    low = 2**20
    return int((value // low * n).sum()) * low + int((value % low * n).sum())


def nearest_ranks(n: IntArray, first: npt.NDArray[np.intp], per_cent: int) -> npt.NDArray[np.intp]:
    """Find a percentile by nearest rank: the smallest value that at least `per_cent` of all do not exceed.

    The 90th of 1 to 10 is 9; Excel's PERCENTILE.INC gives 9.1.

    Args:
        n: How often each value occurred, at least once; values in groups, ascending within each.
        first: Position of the first value of each group, ascending from 0.
        per_cent: 1 to 100.

    Returns:
        Position of that value in each group.
    """
    reached = np.cumsum(n)
    before = reached[first] - n[first]
    total = np.append(before[1:], reached[-1:]) - before
    rank = -(-total * per_cent // 100)
    found: npt.NDArray[np.intp] = np.searchsorted(reached, before + rank)
    return found


def changes(*columns: npt.NDArray[Any]) -> BoolArray:
    """Tell where a row differs from the one before; the first always does.

    Args:
        columns: At least one; all of one length.
    """
    result = np.zeros(len(columns[0]), dtype=np.bool_)
    result[:1] = True
    for column in columns:
        result[1:] |= column[1:] != column[:-1]
    return result


@lru_cache(maxsize=1024)
def as_share(per_cent: float | None) -> Fraction | None:
    """Convert a per cent number to a share of 1: the number as typed, so that 99.9 is 999/1000."""
    return None if per_cent is None else Fraction(str(per_cent)) / 100


def misses_allowed(n: int, goal: Fraction | None) -> int | None:
    """Give how many of `n` may miss the goal: n x (1 - goal), rounded down; None without a goal."""
    return None if goal is None else n * (goal.denominator - goal.numerator) // goal.denominator


def share(part: int, n: int, smallest: int) -> float | None:
    """Divide; None where `n` is below the smallest sample, or 0."""
    return part / n if n and n >= smallest else None


def _pack(kind: Kind, *parts: npt.ArrayLike) -> IntArray:
    biases = (0, _MONTH_BIAS, 1, 1)
    cell = np.asarray(int(kind), dtype=np.int64)
    for bits, part, bias in zip(list(_BITS.values())[1:], parts, biases, strict=True):
        number = np.asarray(part, dtype=np.int64) + bias
        if number.size and (int(number.min()) < 0 or int(number.max()) >= 1 << bits):
            raise ValueError("A number does not fit its part of a cell.")
        cell = (cell << bits) | number
    return cell


def _runs(cell: IntArray, value: IntArray) -> State:
    """Count single occurrences: as `_reduced`, but by sorting one number, which is several times faster."""
    if len(cell) == 0:
        return nothing()
    low = int(value.min())
    span = int(value.max()) - low + 1
    if span == 1:
        both = np.sort(cell)
        first = np.flatnonzero(changes(both))
        return State(both[first], np.full(len(first), low, dtype=np.int64), np.diff(np.append(first, len(both))))
    cells = np.unique(cell)
    if len(cells) * span >= 2**62:
        return _reduced(cell, value, np.ones(cell.shape, dtype=np.int64))
    both = np.sort(np.searchsorted(cells, cell) * span + (value - low))
    first = np.flatnonzero(changes(both))
    place, above = np.divmod(both[first], span)
    return State(cells[place], above + low, np.diff(np.append(first, len(both))))


def _reduced(cell: IntArray, value: IntArray, n: IntArray) -> State:
    if len(cell) == 0:
        return nothing()
    order = np.lexsort((value, cell))
    cell, value, n = cell[order], value[order], n[order]
    first = np.flatnonzero(changes(cell, value))
    return State(cell[first], value[first], np.add.reduceat(n, first))
