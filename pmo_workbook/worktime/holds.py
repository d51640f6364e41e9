"""Holds of requests, merged so that no second is taken off a clock twice."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pmo_workbook.epochs import NULL
from pmo_workbook.worktime.zones import IntArray


@dataclass(frozen=True, eq=False)
class MergedHolds:
    """Holds that neither overlap nor touch within a request, sorted by request and start.

    Attributes:
        request: Position of each hold's request in the arrays that are measured, from 0.
        start: First instant on hold, int64 (UTC seconds, or ticks of a clock).
        end: First instant no longer on hold; after `start`.
    """

    request: IntArray
    start: IntArray
    end: IntArray

    def __len__(self) -> int:
        """Number of holds."""
        return len(self.request)

    def select(self, rows: npt.ArrayLike) -> MergedHolds:
        """Keep the holds of some requests and renumber them.

        Args:
            rows: Positions of the requests kept, each once; the request at ``rows[i]`` becomes request ``i``.
        """
        kept = np.asarray(rows, dtype=np.int64)
        size = 1 + max(int(self.request.max(initial=-1)), int(kept.max(initial=-1)))
        renumbered = np.full(size, -1, dtype=np.int64)
        renumbered[kept] = np.arange(len(kept))
        request = renumbered[self.request]
        found = np.flatnonzero(request >= 0)
        found = found[np.argsort(request[found], kind="stable")]
        return MergedHolds(request[found], self.start[found], self.end[found])


def no_holds() -> MergedHolds:
    """Give the holds of requests that were never on hold."""
    nothing = np.empty(0, dtype=np.int64)
    return MergedHolds(nothing, nothing, nothing)


def merge_holds(request: npt.ArrayLike, start: npt.ArrayLike, end: npt.ArrayLike) -> MergedHolds:
    """Merge the holds of each request that overlap or touch.

    Args:
        request: Position of each hold's request, from 0; shape (holds,).
        start: int64 start of each hold.
        end: int64 end of each hold; for one still open, the moment of the report.

    Returns:
        The merged holds. One whose start or end is `NULL`, or whose end is not after its start, is on hold for no time
        and is dropped.
    """
    whose, low, high = (np.asarray(column, dtype=np.int64) for column in (request, start, end))
    real = np.flatnonzero((low != NULL) & (high != NULL) & (high > low))
    real = real[np.lexsort((low[real], whose[real]))]
    if real.size == 0:
        return no_holds()
    whose, low, high = whose[real], low[real], high[real]
    rank = np.cumsum(np.diff(whose, prepend=whose[0]) != 0)
    # Each request has a stretch of numbers of its own, so that one running maximum serves all.
    stretch = int(high.max()) - int(low.min()) + 1
    shifted = high - int(low.min()) + rank * stretch
    reach = np.maximum.accumulate(shifted)
    begins = np.ones(len(low), dtype=np.bool_)
    begins[1:] = (low - int(low.min()) + rank * stretch)[1:] > reach[:-1]
    first = np.flatnonzero(begins)
    last = np.append(first[1:], len(low)) - 1
    return MergedHolds(whose[first], low[first], (reach - rank * stretch)[last] + int(low.min()))
