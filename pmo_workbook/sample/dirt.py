"""The sample's dirty rows: what people do to a log, a handful of each kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

Rows = dict[str, list[dict[str, Any]]]

_REQUESTS: Mapping[int, Mapping[str, Any]] = {
    # Position in the log -> what somebody typed there.
    312: {"priority": "urgent "},
    655: {"service_id": "SV\u0421-06"},  # a Cyrillic letter
    1104: {"closed": "2025-11-14 15:20"},  # a date as text, readable
    1290: {"first_response": "tomorrow"},
    1477: {"service_id": "SVC-21"},
    1623: {"status": "On hold"},  # and closed
    1811: {"effort_hours": "3.5"},
    2042: {"priority": "Very high"},
}


def with_dirt(rows: Rows) -> Rows:
    """Put the dirty rows in.

    Args:
        rows: Rows by sheet key; changed in place.

    Returns:
        The same rows.
    """
    requests, holds, feedback = rows["requests"], rows["holds"], rows["feedback"]
    for position, typed in _REQUESTS.items():
        requests[position].update(typed)
    requests[1900]["request_id"] = requests[1899]["request_id"]
    requests[1385]["closed"] = requests[1385]["submitted"] - dt.timedelta(days=3)
    later = dict(requests[-1], request_id="REQ-9001", submitted=dt.datetime(2026, 7, 30, 9), clock_start=None)
    requests.append(later | {"first_response": None, "closed": None})
    holds[40] = holds[40] | {"until": holds[40]["start"] - dt.timedelta(hours=5)}
    holds.append(dict(holds[90], start=holds[90]["start"] + dt.timedelta(minutes=30)))
    holds.append(dict(holds[120], request_id="REQ-7777"))
    feedback[25]["satisfaction"] = 6
    return rows
