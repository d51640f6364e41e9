"""Closings of requests that were opened again: the time until then is a hold whose reason is Closed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pmo_workbook.epochs import NULL
from pmo_workbook.framework import Holds, Requests
from pmo_workbook.measure.moments import Moments, happened, moments
from pmo_workbook.measure.sla import Rulebook


def as_it_stood(rules: Rulebook, requests: Requests, holds: Holds) -> Requests:
    """Give the requests with their closing as of the report's moment.

    Args:
        rules: What to measure by.
        requests: The requests as they are now.
        holds: Their holds; where the moment lies within one whose reason is Closed, the request is closed at its From.
    """
    gaps = np.flatnonzero(holds.reason == rules.closed_reason)
    start, until = (moments(times[gaps], rules.zone).utc for times in (holds.start, holds.until))
    inside = gaps[happened(start, rules.as_of) & ~happened(until, rules.as_of)]
    if not len(inside):
        return requests
    closed = requests.closed.copy()
    inside = inside[np.argsort(-holds.start[inside], kind="stable")]
    closed[holds.request[inside]] = holds.start[inside]
    return replace(requests, closed=closed)


def first_closing(rules: Rulebook, requests: Requests, holds: Holds) -> Moments:
    """Give when each request was closed for the first time, which answers a request that has no other answer.

    Args:
        rules: What to measure by.
        requests: The requests as they stood.
        holds: Their holds.
    """
    gaps = np.flatnonzero(holds.reason == rules.closed_reason)
    never = np.iinfo(np.int64).max
    first = np.where(requests.closed == NULL, never, requests.closed)
    np.minimum.at(first, holds.request[gaps], holds.start[gaps])
    return moments(np.where(first == never, NULL, first), rules.zone)
