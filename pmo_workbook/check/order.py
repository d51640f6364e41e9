"""Two points in time of one row that must not be the wrong way round."""

from __future__ import annotations

import datetime as dt

import numpy as np
import numpy.typing as npt

from pmo_workbook.epochs import DAY, NULL, seconds_of


def wrong_order(earlier: npt.ArrayLike, later: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """Where the later time lies before the earlier one.

    A date without a time (a multiple of `DAY`) is compared by its date only; a blank is never in the wrong order.

    Args:
        earlier: Wall-clock seconds or `NULL`, of any shape.
        later: The same, of the same shape.
    """
    first, second = np.asarray(earlier, dtype=np.int64), np.asarray(later, dtype=np.int64)
    by_date = (first % DAY == 0) | (second % DAY == 0)
    before = np.where(by_date, second // DAY < first // DAY, second < first)
    result: npt.NDArray[np.bool_] = before & (first != NULL) & (second != NULL)
    return result


def seconds(moment: dt.date | None) -> int:
    """Wall-clock seconds since 1970-01-01 of a moment, or of the beginning of a day; `NULL` for None."""
    return NULL if moment is None else seconds_of(moment)
