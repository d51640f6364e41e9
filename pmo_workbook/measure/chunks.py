"""Parts of a log: some requests with all of their holds."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import numpy.typing as npt

from pmo_workbook.framework import Holds, Requests


def part(requests: Requests, holds: Holds, rows: npt.ArrayLike) -> tuple[Requests, Holds, npt.NDArray[np.intp]]:
    """Take a part of a log.

    Args:
        requests: The requests.
        holds: Their holds.
        rows: Positions of the requests to take, each once, in the order wanted.

    Returns:
        The requests; all of their holds, which point into these requests; and the positions of the holds in `holds`.
    """
    taken = np.asarray(rows, dtype=np.intp)
    renumbered = np.full(len(requests), -1, dtype=np.int32)
    renumbered[taken] = np.arange(len(taken), dtype=np.int32)
    kept = np.flatnonzero(renumbered[holds.request] >= 0)
    some = Requests(**{one.name: getattr(requests, one.name)[taken] for one in fields(Requests)})
    theirs = {one.name: getattr(holds, one.name)[kept] for one in fields(Holds)}
    return some, Holds(**{**theirs, "request": renumbered[theirs["request"]]}), kept
