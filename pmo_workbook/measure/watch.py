"""What the PMO should look at: running clocks, long holds, and requests in no figure."""

from __future__ import annotations

from typing import Final

import numpy as np

from pmo_workbook.epochs import NULL, wall_time
from pmo_workbook.framework import STATUSES
from pmo_workbook.measure.calendars import ALWAYS
from pmo_workbook.measure.judge import BREACHED, LEFT_OUT, NO_TIME, ON_HOLD, Judged
from pmo_workbook.measure.sla import Rulebook, measure_of
from pmo_workbook.results import STATES, LeftOut, LongHold, Watched
from pmo_workbook.worktime.units import CALENDAR_DAYS, WORKING_DAYS
from pmo_workbook.worktime.zones import to_local

LONG_HOLD: Final = 20
"""Working days after which an open hold is named."""

_CANCELLED: Final = STATUSES.index("Cancelled")


def watched(rules: Rulebook, judged: Judged) -> tuple[Watched, ...]:
    """List the running clocks of open requests and the open requests without a clock.

    Breached ones come first, the oldest deadline first; then those with a deadline, the nearest first; then those on
    hold, without a time, without a service level, each in the order of the log.

    Args:
        rules: What was measured by.
        judged: The log.
    """
    clocks, by_index = judged.clocks, rules.by_index
    running = np.flatnonzero((clocks.stop == NULL) & judged.is_open[clocks.request] & (clocks.state != LEFT_OUT))
    place = np.full(len(running), 1)
    state = clocks.state[running]
    for position, code in enumerate((ON_HOLD, NO_TIME)):
        place[state == code] = 2 + position
    place[state == BREACHED] = 0
    due = np.where((place < 2) & (clocks.deadline[running] != NULL), clocks.deadline[running], 2**62)
    order = running[np.lexsort((clocks.request[running], due, place))]
    local = to_local(clocks.deadline, rules.zone)
    result = []
    for clock in order.tolist():
        one = by_index[int(clocks.sla[clock])]
        code, target = int(clocks.state[clock]), int(clocks.target[clock])
        told = code not in (ON_HOLD, NO_TIME) and int(local[clock]) != NULL
        left = -int(clocks.over[clock]) if code == BREACHED else target - int(clocks.net[clock])
        measure = measure_of(one)
        result.append(
            Watched(
                request=int(clocks.request[clock]),
                sla_id=one.sla.sla_id,
                metric=one.sla.metric,
                deadline=wall_time(int(local[clock])) if told else None,
                time_left=left / measure.ticks_per_unit if told else None,
                unit=measure.unit,
                used=int(clocks.net[clock]) / target if target and code != NO_TIME else None,
                state=STATES[code],
                note=_note(rules, judged, clock),
            )
        )
    return (*result, *_clockless(judged))


def _note(rules: Rulebook, judged: Judged, clock: int) -> str:
    code, waits = int(judged.clocks.state[clock]), int(judged.clocks.waits[clock])
    if code == NO_TIME:
        return "Start has no time of day"
    reasons = rules.framework.settings.waiting_reasons
    if waits >= 0:
        since = wall_time(int(judged.holds.start[waits]))
        return f"Clock stopped: waits for {reasons[int(judged.holds.reason[waits])]} since {since:%Y-%m-%d}"
    held = int(judged.held[judged.clocks.request[clock]])
    if held >= 0:
        return f"Clock runs while waiting for {reasons[int(judged.holds.reason[held])]}"
    if int(judged.clocks.start[clock]) > rules.as_of:
        return "Clock has not started"
    return ""


def _clockless(judged: Judged) -> list[Watched]:
    rows = np.flatnonzero(judged.is_open & judged.clockless)
    return [
        Watched(
            request=row,
            sla_id="",
            metric="",
            deadline=None,
            time_left=None,
            unit="",
            used=None,
            state="No SLA",
            note="",
        )
        for row in rows.tolist()
    ]


def long_holds(rules: Rulebook, judged: Judged) -> tuple[LongHold, ...]:
    """List the open holds of open requests that have lasted over 20 working days, longest first.

    Working days are those of the calendar of the request's service; calendar days where it has none.

    Args:
        rules: What was measured by.
        judged: The log.
    """
    holds, requests = judged.holds, judged.requests
    result = []
    settings = rules.framework.settings
    open_now = np.flatnonzero(judged.is_open[holds.request] & (holds.reason != settings.closed_code))
    of_service = requests.service[holds.request[open_now]]
    for service, calendar_id in enumerate(rules.service_calendars):
        rows = open_now[of_service == service]
        if not len(rows):
            continue
        edges = rules.book.edges(calendar_id)
        start = judged.times.hold_start.take(rows).as_begin(edges)
        until = judged.times.hold_until.take(rows).as_end(edges)
        still = (start != NULL) & (start <= rules.as_of) & ((until == NULL) | (until > rules.as_of))
        measure = rules.book.measure(calendar_id, CALENDAR_DAYS if calendar_id == ALWAYS else WORKING_DAYS)
        ticks = measure.elapsed(start, np.full(len(rows), rules.as_of, dtype=np.int64))
        for row in np.flatnonzero(still & (ticks > LONG_HOLD * measure.ticks_per_unit)).tolist():
            hold = int(rows[row])
            result.append(
                LongHold(
                    hold=hold,
                    request=int(holds.request[hold]),
                    reason=settings.waiting_reasons[int(holds.reason[hold])],
                    since=wall_time(int(holds.start[hold])),
                    working_days=int(ticks[row]) / measure.ticks_per_unit,
                )
            )
    return tuple(sorted(result, key=lambda one: (-one.working_days, one.hold)))


def left_out(judged: Judged) -> tuple[LeftOut, ...]:
    """List the requests in no figure, in the order of the log; those submitted later are only counted.

    Args:
        judged: The log.
    """
    requests = judged.requests
    result = []
    for row in np.flatnonzero(judged.left_out).tolist():
        reason = requests.left_out_because[row]
        if reason is None:
            closed = int(requests.closed[row]) != NULL
            reason = "Cancelled before a deadline had passed" if closed else "Cancelled, without a date"
        result.append(LeftOut(request=row, reason=str(reason)))
    return tuple(result)
