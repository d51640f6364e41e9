"""An explanation as plain text, for a terminal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from pmo_workbook.explanation import ClockStory, Explanation, HoldStory, Line, PassedOver


def as_text(explanation: Explanation) -> str:
    """Write an explanation on lines of text.

    Args:
        explanation: What to tell.
    """
    head = f"{explanation.request_id} (Requests, row {explanation.row}): {explanation.service}, {explanation.priority}"
    rows = [head, f"As of {_moment(explanation.as_of)} ({explanation.log_zone})"]
    if explanation.remark:
        rows.append(explanation.remark)
    for story in explanation.clocks:
        rows += ["", *_clock(story)]
    for missing in explanation.without:
        rows += ["", f"{missing.metric}: no clock. {missing.why}", *_passed(missing.passed_over)]
    return "\n".join(rows)


def _clock(story: ClockStory) -> Iterator[str]:
    yield f"{story.metric}: {story.sla_id} {story.sla_name}"
    yield f"  {story.verdict}"
    yield f"  Why this one: {story.why}"
    yield from _passed(story.passed_over)
    yield f"  Calendar: {story.calendar}, times in {story.zone}"
    yield f"  Start: {_moment(story.start)} ({story.start_words})"
    yield f"  Stop: {'' if story.stop is None else _moment(story.stop) + ' '}({story.stop_words})"
    yield f"  Target: {_number(story.target)} {story.unit}"
    if story.deadline is not None:
        yield f"  Deadline: {_moment(story.deadline)}"
    for hold in story.holds:
        yield f"  {_hold(hold, story.unit)}"
    yield from (f"    {_line(line)}" for line in story.lines)
    yield f"  Sum: {_number(story.total)} {story.unit} ({story.total_ticks} of {story.target_ticks} ticks)"


def _passed(passed: tuple[PassedOver, ...]) -> Iterator[str]:
    for one in passed:
        yield f"  Not {one.sla_id}: {one.why}"


def _hold(hold: HoldStory, unit: str) -> str:
    end = "still waiting" if hold.end is None else _moment(hold.end)
    taken = f"takes off {_number(hold.amount)} {unit}" if hold.counts else "does not count"
    return f"Hold (Holds, row {hold.row}) for {hold.reason}, {_moment(hold.begin)} to {end}: {taken}. {hold.why}"


def _line(line: Line) -> str:
    kind = f"{line.kind:<12}"
    if line.end is None:
        return f"{kind}  {_moment(line.begin)}  {line.words}".rstrip()
    same_day = line.end.date() == line.begin.date()
    until = f"{line.end:%H:%M:%S}".removesuffix(":00") if same_day else _moment(line.end)
    sums = f"  {_number(line.amount):>9}  sum {_number(line.so_far)}" if line.kind in ("Working", "On hold") else ""
    return f"{kind}  {_moment(line.begin)} to {until}{sums}  {line.words}".rstrip()


def _moment(moment: dt.datetime) -> str:
    return f"{moment:%a %Y-%m-%d %H:%M:%S}".removesuffix(":00")


def _number(amount: float) -> str:
    return f"{amount:.4f}".rstrip("0").rstrip(".")
