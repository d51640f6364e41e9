"""What is new this week: clocks breached since Monday, and clocks that run out before the weekend."""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np

from pmo_workbook.epochs import NULL, seconds_of, wall_time
from pmo_workbook.measure.judge import AT_RISK, BREACHED, ON_TRACK, Judged
from pmo_workbook.measure.sla import Rulebook
from pmo_workbook.results import News
from pmo_workbook.worktime.zones import to_local

_FRIDAY: Final = 4


def news(rules: Rulebook, judged: Judged) -> News:
    """Count what happened this week and what is about to.

    On a Monday the week before is told, from Friday on the Friday of next week is looked to.

    Args:
        rules: What was measured by.
        judged: The log.
    """
    clocks, moment = judged.clocks, wall_time(rules.as_of_local)
    today = moment.date()
    since = today - dt.timedelta(days=today.weekday() or 7)
    before = today + dt.timedelta(days=(_FRIDAY - today.weekday()) % 7 or 7)
    deadline = to_local(clocks.deadline, rules.zone)
    known = (clocks.deadline != NULL) & ~judged.left_out[clocks.request]
    breached = known & (clocks.state == BREACHED) & (deadline >= seconds_of(since))
    running = known & (clocks.stop == NULL) & np.isin(clocks.state, (AT_RISK, ON_TRACK))
    due = running & (deadline < seconds_of(before))
    return News(since=since, breached=int(breached.sum()), before=before, due=int(due.sum()))
