"""Which of several things that happened to a request is the reason for a figure."""

from __future__ import annotations

from typing import Any

import pytest

from pmo_workbook.publish.since.reasons import Reason, in_the_log, reason_words
from pmo_workbook.publish.since.seen import Seen

AS_OF = "2026-07-09T12:00:00"
OPEN = Seen(service="S1", priority="Normal", start="2026-05-04T09:00")
CLOSED = OPEN._replace(response="2026-05-04T10:00", closed="2026-05-06T12:00")
HELD = CLOSED._replace(holds=("Line manager 2026-05-04 to now",))
GAP = ("Closed 2026-05-06T12:00 to 2026-07-01",)


def reasons(old: Seen, metric: str = "Resolution", **now: Any) -> list[Reason]:
    return list(in_the_log(old, old._replace(**now), metric, AS_OF))


@pytest.mark.parametrize(
    ("old", "metric", "now", "found"),
    [
        (OPEN, "Resolution", {"closed": "2026-07-10T09:00"}, []),
        (OPEN, "Resolution", {"closed": "2026-07-09"}, []),
        (OPEN, "Resolution", {"closed": "2026-07-08"}, [Reason.CLOSED_LATE]),
        (OPEN, "Resolution", {"closed": "2026-07-09T12:00"}, [Reason.CLOSED_LATE]),
        (CLOSED, "Resolution", {"closed": "2026-07-10T09:00"}, [Reason.REOPENED]),
        (CLOSED, "Resolution", {"reopened": 1}, []),
        (CLOSED, "Resolution", {"closed": "2026-06-01", "reopened": 1}, [Reason.REOPENED]),
        (CLOSED, "Reopened", {"reopened": 1}, [Reason.REOPENED]),
        (CLOSED, "Resolution", {"response": "2026-05-04T11:00"}, []),
        (CLOSED, "First response", {"response": "2026-05-04T11:00"}, [Reason.RESPONSE]),
        (OPEN, "First response", {"response": "2026-07-10T11:00"}, []),
        (OPEN, "First response", {"closed": "2026-05-04T11:00"}, [Reason.CLOSED_LATE]),
        (CLOSED, "Resolution", {"promised": "2026-05-04"}, []),
        (CLOSED, "Promised date", {"promised": "2026-05-04"}, [Reason.PROMISED]),
        (CLOSED, "Promised date", {"holds": HELD.holds}, []),
        (CLOSED, "Reopened", {"holds": HELD.holds}, []),
        (CLOSED, "Resolution", {"holds": HELD.holds}, [Reason.HOLD_ADDED]),
        (CLOSED, "Resolution", {"holds": ("Supplier 2026-07-10T09:00 to now",)}, []),
        (HELD, "Resolution", {"holds": ("Line manager 2026-05-04 to 2026-07-20",)}, []),
        (HELD, "Resolution", {"holds": ("Line manager 2026-05-04 to 2026-05-05",)}, [Reason.HOLD]),
        (HELD, "Resolution", {"holds": ()}, [Reason.HOLD_GONE]),
        (CLOSED, "Resolution", {"holds": GAP, "closed": "2026-07-20"}, [Reason.REOPENED]),
        (CLOSED, "Resolution", {"holds": (*HELD.holds, *GAP), "closed": ""}, [Reason.REOPENED, Reason.HOLD_ADDED]),
        (CLOSED, "Resolution", {"holds": GAP}, [Reason.HOLD_ADDED]),
        (CLOSED, "Resolution", {"priority": "Urgent", "start": "2026-05-05"}, [Reason.MOVED, Reason.START]),
        (CLOSED, "Resolution", {"out": "Left out", "closed": ""}, [Reason.LEFT_OUT, Reason.REOPENED]),
    ],
)
def test_only_what_matters_to_the_metric_and_could_have_been_known_then_is_a_reason(
    old: Seen, metric: str, now: dict[str, Any], found: list[Reason]
) -> None:
    assert reasons(old, metric, **now) == found


def test_reasons_are_one_sentence_with_names_for_the_pmo_and_counts_for_readers() -> None:
    causes = {Reason.REOPENED: ("REQ-204",), Reason.CLOSED_LATE: tuple(f"REQ-{at}" for at in range(1200))}
    assert reason_words(causes, named=False) == "1 request reopened, 1,200 closed late in the log."
    assert reason_words(causes, named=True) == (
        "REQ-204 reopened; REQ-0, REQ-1, REQ-2, REQ-3, REQ-4 and 1,195 more closed late in the log."
    )
    assert reason_words({}, named=True) == reason_words({}, named=False) == ""
