"""How the clocks of a request were counted, in as many words as a message box holds."""

from __future__ import annotations

import datetime as dt

from pmo_workbook.explain.story import ClockStory, Explanation, HoldStory
from pmo_workbook.settings import CLOSED_REASON


def in_short(found: Explanation, longest: int) -> str:
    """Tell an explanation in short.

    Args:
        found: The explanation.
        longest: Most characters; where they are not enough, the end says where to find the rest.
    """
    parts = [f"{found.request_id}: {found.service}, priority {found.priority}; as of {_moment(found.as_of)}."]
    parts += [found.remark] if found.remark else []
    parts += [_clock(clock) for clock in found.clocks]
    parts += [f"{missing.metric}: no clock. {missing.why}" for missing in found.without]
    text = "\n\n".join(parts)
    more = f'\n\nLine by line, in a terminal: pmo-workbook explain WORKBOOK "{found.request_id}"'
    return text + more if len(text) + len(more) <= longest else text[: longest - len(more) - 1].rstrip() + "…" + more


def _clock(clock: ClockStory) -> str:
    lines = [
        f"{clock.metric} ({clock.sla_id}): {clock.verdict}",
        f"Counted {clock.total:.4g} of {clock.target:g} {clock.unit} from {_moment(clock.start)}"
        + (f" to {_moment(clock.stop)}" if clock.stop else "")
        + (f"; deadline {_moment(clock.deadline)}." if clock.deadline else "."),
    ]
    lines += [_hold(hold, clock.unit) for hold in clock.holds]
    return "\n".join(lines)


def _hold(hold: HoldStory, unit: str) -> str:
    effect = f"takes off {hold.amount:.4g} {unit}" if hold.counts else "does not count"
    until = _moment(hold.end) if hold.end else "now"
    what = "Closed" if hold.reason == CLOSED_REASON else f"Hold for {hold.reason}"
    return f"{what}, {_moment(hold.begin)} to {until}: {effect}."


def _moment(moment: dt.datetime) -> str:
    return f"{moment:%a %Y-%m-%d %H:%M}"
