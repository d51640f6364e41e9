"""Log sheets: the arrays that measuring gets, and what is said about the rows left out."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from pmo_workbook.check import Checked, check
from pmo_workbook.check import log_rows as check_logs
from pmo_workbook.check.log_columns import compiled
from pmo_workbook.check.order import seconds, wrong_order
from pmo_workbook.columns import Row, column
from pmo_workbook.epochs import NULL
from pmo_workbook.tables import Grid
from tests.sheet_text import holding, sheet, sheets
from tests.test_check_rows import FRAME, only, said

REQUESTS = """
Request ID | Service ID | Priority | Stakeholder ID | Submitted        | First response   | Closed           | Status    | Late because | Title | Effort hours | Times reopened
REQ-1      | SVC-01     | High     | STK-01         | 2026-03-02 09:15 | 2026-03-02 10:00 | 2026-03-04       | Completed | Approver     | Plan  | 1.5          | 2
REQ-2      | Intake     |          |                | 2026-03-03       |                  |                  |           |              |       |              |
REQ-3      | svc-02     | Low      |                | 2026-03-04 10:00 |                  | 2026-03-05 17:00 | Cancelled | Other        |       | 0            |
"""  # noqa: E501
HOLDS = """
Request ID | Waiting for | From             | Until
REQ-3      | Approver    | 2026-03-04 11:00 | 2026-03-04 15:00
req-1      | Requester   | 2026-03-02 11:00 |
"""
FEEDBACK = """
Date       | Request ID | Service ID | Satisfaction | Recommend
2026-03-06 | REQ-3      |            | 4            |
2026-03-07 |            | SVC-01     |              | 9
"""


def checked(**texts: str) -> Checked:
    return check(sheets({**FRAME, **texts}))


def at(text: str) -> int:
    return seconds(dt.datetime.fromisoformat(text))


def test_a_request_log_becomes_arrays() -> None:
    result = checked(requests=REQUESTS)
    log = result.framework.requests

    assert log.row.tolist() == [4, 5, 6]
    assert log.request_id.tolist() == ["REQ-1", "REQ-2", "REQ-3"]
    assert log.service.tolist() == [0, 0, 1]
    assert log.priority.tolist() == [1, 2, 3]
    assert log.stakeholder.tolist() == [0, -1, -1]
    assert log.submitted.tolist() == [at("2026-03-02 09:15"), at("2026-03-03"), at("2026-03-04 10:00")]
    assert log.first_response.tolist() == [at("2026-03-02 10:00"), NULL, NULL]
    assert log.closed.tolist() == [at("2026-03-04"), NULL, at("2026-03-05 17:00")]
    assert log.clock_start.tolist() == log.promised.tolist() == [NULL] * 3
    assert log.status.tolist() == [3, -1, 4]
    assert log.late_because.tolist() == ["Approver", None, "Other"]
    assert log.left_out_because.tolist() == log.requester.tolist() == log.assigned_to.tolist() == [None] * 3
    assert log.title.tolist() == ["Plan", None, None]
    assert log.effort_hours.tolist()[::2] == [1.5, 0.0]
    assert np.isnan(log.effort_hours[1])
    assert log.times_reopened.tolist() == [2, 0, 0]
    assert said(result) == []


def test_the_arrays_have_the_types_that_measuring_needs() -> None:
    framework = checked(requests=REQUESTS, holds=HOLDS, feedback=FEEDBACK).framework
    empty = check({}).framework

    for log, bare in (
        (framework.requests, empty.requests),
        (framework.holds, empty.holds),
        (framework.feedback, empty.feedback),
    ):
        types = {name: values.dtype for name, values in vars(log).items()}
        assert types == {name: values.dtype for name, values in vars(bare).items()}
        assert len(bare) == 0
    assert framework.requests.service.dtype == np.int32
    assert framework.requests.submitted.dtype == np.int64
    assert framework.holds.request.dtype == np.int32


def test_holds_point_to_the_requests_that_count() -> None:
    requests = REQUESTS.replace("REQ-1      | SVC-01", "REQ-1      | SVC-99")
    result = checked(requests=requests, holds=HOLDS)

    assert result.framework.requests.request_id.tolist() == ["REQ-2", "REQ-3"]
    assert result.framework.holds.request.tolist() == [1]
    assert result.framework.holds.reason.tolist() == [1]
    assert result.framework.holds.row.tolist() == [4]
    assert result.framework.holds.until.tolist() == [at("2026-03-04 15:00")]
    assert said(result) == [("unknown-reference", "C4"), ("unknown-reference", "B5")]
    assert any("names on Requests has an error itself" in issue.problem for issue in result.issues)


def test_feedback_takes_the_service_of_its_request() -> None:
    feedback = checked(requests=REQUESTS, feedback=FEEDBACK).framework.feedback

    assert feedback.request.tolist() == [2, -1]
    assert feedback.service.tolist() == [1, 0]
    assert feedback.date.tolist() == [at("2026-03-06"), at("2026-03-07")]
    assert feedback.satisfaction.tolist() == [4, 0]
    assert feedback.recommend.tolist() == [-1, 9]


def test_feedback_about_nothing_is_left_out() -> None:
    result = checked(requests=REQUESTS, feedback=FEEDBACK + "2026-03-08 | | | 5 |\n")

    assert said(result) == [("feedback-no-subject", "D6")]
    assert len(result.framework.feedback) == 2
    assert result.framework.counts["feedback"].left_out == 1


def test_an_answer_of_five_counts_and_one_of_six_does_not() -> None:
    best = checked(requests=REQUESTS, feedback=FEEDBACK.replace("| 4 ", "| 5 "))
    beyond = checked(requests=REQUESTS, feedback=FEEDBACK.replace("| 4 ", "| 6 "))

    assert best.framework.feedback.satisfaction.tolist() == [5, 0]
    assert beyond.framework.feedback.satisfaction.tolist() == [0]
    assert said(beyond) == [("out-of-range", "E4")]


@pytest.mark.parametrize(
    ("before", "after", "issues"),
    [
        ("REQ-2  ", "REQ-1  ", [("duplicate-id", "B5")]),
        ("REQ-2  ", "req-1  ", [("duplicate-id", "B5")]),
        ("REQ-2  ", "       ", [("missing-value", "B5")]),
        ("Intake", "SVC-9", [("unknown-reference", "C5")]),
        ("Low ", "Lowest", [("not-allowed", "D6")]),
        ("High ", "high ", [("other-spelling", "D4")]),
        ("REQ-2  ", "RЕQ-2  ", [("look-alike", "B5")]),
        ("REQ-2  ", "REQ\t2  ", [("other-spelling", "B5")]),
        ("REQ-2  ", "R" * 41, [("too-long", "B5")]),
        ("2026-03-03 ", "'3 Mar 2026'", [("date-as-text", "F5")]),
        ("2026-03-03 ", "'03/04/2026'", [("not-a-date", "F5")]),
        ("2026-03-03 ", "46084", [("date-as-text", "F5")]),
        ("2026-03-03 ", "12:00", [("not-a-date", "F5")]),
        ("2026-03-03 ", "2226-03-03", [("out-of-range", "F5")]),
        ("2026-03-03 ", "", [("missing-value", "F5")]),
        ("2026-03-03 ", "#N/A", [("error-cell", "F5")]),
        ("2026-03-02 10:00", "2026-03-02 09:00", [("response-before-submission", "G4")]),
        ("2026-03-02 10:00", "2026-03-02", []),
        ("2026-03-04   ", "2026-03-01", [("closed-before-response", "H4"), ("closed-before-submission", "H4")]),
        ("2026-03-05 17:00", "2026-03-04 09:59", [("closed-before-submission", "H6")]),
        ("Cancelled", "Stopped", [("not-allowed", "I6")]),
        ("1.5 ", "-1", [("out-of-range", "L4")]),
        ("1.5 ", "'1.5'", [("number-as-text", "L4")]),
        ("| 2\n", "| 2.5\n", [("not-whole", "M4")]),
        ("| 2\n", "| #DIV/0!\n", [("error-cell", "M4")]),
    ],
)
def test_each_mistake_in_the_log_is_named_with_its_cell(before: str, after: str, issues: list[tuple[str, str]]) -> None:
    assert before in REQUESTS
    result = checked(requests=REQUESTS.replace(before, after, 1))

    assert sorted(said(result)) == issues
    left_out = any(issue.severity == "error" for issue in result.issues)
    assert result.framework.counts["requests"].left_out == len(result.framework.requests.row) - 3 + 2 * left_out
    assert len(result.framework.requests) == 3 - left_out


def test_issues_come_in_the_order_of_the_rows() -> None:
    requests = REQUESTS.replace("High ", "high ").replace("Intake", "SVC-9").replace("Low ", "low ")

    assert said(checked(requests=requests)) == [
        ("other-spelling", "D4"), ("unknown-reference", "C5"), ("other-spelling", "D6"),
    ]  # fmt: skip


def test_a_column_that_may_be_missing_is_blank() -> None:
    result = checked(requests="Request ID | Service ID | Submitted\nREQ-1 | SVC-01 | 2026-03-02")

    assert said(result) == []
    assert result.framework.requests.priority.tolist() == [2]
    assert result.framework.requests.closed.tolist() == [NULL]
    assert result.framework.requests.title.tolist() == [None]


def test_a_log_without_a_required_column_counts_no_row() -> None:
    result = checked(requests="Request ID | Submitted\nREQ-1 | 2026-03-02\nREQ-2 | 2026-03-03")

    assert said(result) == [("missing-column", "B3")]
    assert result.framework.counts["requests"].left_out == 2
    assert len(result.framework.requests) == 0


def test_blank_rows_of_a_log_are_no_rows() -> None:
    table = sheet("requests", REQUESTS)
    width = len(table.table.headers)
    rows = [[None] * width, *table.table.rows, ["", *[None] * (width - 1)], [" ", "SVC-01", *[None] * (width - 2)]]
    result = check({**sheets(FRAME), "requests": holding(table, rows)})

    assert result.framework.requests.row.tolist() == [5, 6, 7]
    assert (result.framework.counts["requests"].read, result.framework.counts["requests"].left_out) == (4, 1)
    assert said(result) == [("missing-value", "B9"), ("missing-value", "F9")]


def test_a_row_that_holds_nothing_but_an_error_is_a_row() -> None:
    result = checked(requests=REQUESTS + "#N/A | | |\n")

    assert ("error-cell", "B7") in said(result)
    assert result.framework.counts["requests"].read == 4


def test_ids_kept_as_numbers_are_found_by_text_and_by_number() -> None:
    result = checked(
        requests="Request ID | Service ID | Submitted\n1001 | SVC-01 | 2026-03-02\n'1002' | SVC-01 | 2026-03-02",
        holds="Request ID | Waiting for | From\n'1001' | PMO | 2026-03-02\n1002 | PMO | 2026-03-02",
    )

    assert said(result) == []
    assert result.framework.requests.request_id.tolist() == ["1001", "1002"]
    assert result.framework.holds.request.tolist() == [0, 1]


def test_rows_and_columns_give_the_same() -> None:
    tables = sheets({**FRAME, "requests": REQUESTS})
    table = tables["requests"]
    turned = holding(table, Grid.of(table.table.rows, len(table.table.headers)))

    assert check(tables).issues == check({**tables, "requests": turned}).issues
    assert [list(row) for row in turned.table.rows] == [list(row) for row in table.table.rows]


def test_reasons_for_waiting_are_those_of_the_settings() -> None:
    result = checked(
        settings="Name | Value\nReasons for waiting | Weather, Vendor",
        requests=REQUESTS,
        holds="Request ID | Waiting for | From\nREQ-1 | vendor | 2026-03-02\nREQ-1 | Approver | 2026-03-02",
    )

    assert result.framework.holds.reason.tolist() == [1]
    assert said(result, title="Holds") == [("other-spelling", "C4"), ("not-allowed", "C5")]
    assert "Weather, Vendor" in next(issue for issue in result.issues if issue.rule == "not-allowed").action


def test_a_hold_that_ends_before_it_began_is_an_error() -> None:
    holds = HOLDS.replace("2026-03-04 15:00", "2026-03-04 10:00")
    issue = only(checked(requests=REQUESTS, holds=holds))

    assert (issue.rule, issue.cell) == ("hold-order", "E4")
    assert issue.problem == "Until 2026-03-04 10:00 is before From 2026-03-04 11:00."


def test_a_date_without_a_time_is_compared_by_its_date_only() -> None:
    day, noon, next_day = (at(text) for text in ("2026-03-02", "2026-03-02 12:00", "2026-03-03"))

    assert wrong_order([noon, day, noon, next_day, next_day], [day, noon, noon - 1, noon, day]).tolist() == [
        False, False, True, True, True,
    ]  # fmt: skip
    assert wrong_order([NULL, noon, NULL], [noon, NULL, NULL]).tolist() == [False] * 3


def test_a_field_without_a_check_of_whole_columns_is_refused_when_the_program_starts() -> None:
    class Odd(Row):
        words: tuple[str, ...] = column("Words", "")

    with pytest.raises(TypeError, match="words"):
        compiled(Odd)


SUMMER_TIME = """
Request ID | Service ID | Submitted        | Closed
REQ-1      | SVC-01     | 2026-03-29 02:30 | 2026-10-25 02:30
REQ-2      | SVC-01     | 2026-03-29 01:59 | 2026-10-25 03:00
REQ-3      | SVC-01     | 2026-03-29       | 2026-10-25
"""


def test_times_that_the_change_of_clocks_skips_or_repeats_are_warnings() -> None:
    settings = "Name | Value\nTime zone of the log | Europe/Berlin"
    result = checked(settings=settings, requests=SUMMER_TIME)

    assert said(result) == [("no-such-time", "D4"), ("ambiguous-time", "E4")]
    assert len(result.framework.requests) == 3
    assert said(checked(requests=SUMMER_TIME)) == []


def test_a_date_without_a_time_is_not_a_time_that_midnight_skips() -> None:
    settings = "Name | Value\nTime zone of the log | America/Havana"
    rows = "Request ID | Service ID | Submitted\nR1 | SVC-01 | 2026-03-08\nR2 | SVC-01 | 2026-03-08 00:30"

    assert said(checked(settings=settings, requests=rows)) == [("no-such-time", "D5")]


def test_times_of_a_log_are_rounded_to_the_second() -> None:
    table = sheet("requests", "Request ID | Service ID | Submitted\nREQ-1 | SVC-01 |")
    rows = [["REQ-1", "SVC-01", dt.datetime(2026, 3, 2, 9, 14, 59, 999_700)]]
    framework = check({**sheets(FRAME), "requests": holding(table, rows)}).framework

    assert framework.requests.submitted.tolist() == [at("2026-03-02 09:15")]


def test_a_log_that_is_wholly_wrong_is_explained_in_part_and_counted_in_full(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(check_logs, "MOST_EXPLAINED", 2)
    result = checked(requests=REQUESTS.replace("SVC-01", "X").replace("Intake", "Y").replace("svc-02", "Z"))

    assert said(result) == [("unknown-reference", "C4"), ("unknown-reference", "C5"), ("unknown-reference", "B6")]
    assert any(issue.problem == "This row and 0 below it have errors too." for issue in result.issues)
    assert result.framework.counts["requests"].left_out == 3


def test_closed_is_a_reason_of_holds_in_any_spelling_without_being_on_settings() -> None:
    result = checked(requests=REQUESTS, holds=HOLDS + "REQ-2 | closed | 2026-03-03 10:00 | 2026-03-03 12:00\n")

    settings = result.framework.settings
    assert [settings.hold_reasons[code] for code in result.framework.holds.reason] == [
        "Approver",
        "Requester",
        "Closed",
    ]
    assert said(result) == [("other-spelling", "C6")]
    assert "Closed" not in settings.waiting_reasons


def test_a_last_event_that_the_clocks_repeat_needs_no_word() -> None:
    rows = """
    Request ID | Service ID | Submitted        | Last event
    REQ-1      | SVC-01     | 2026-03-02 09:15 | 2026-10-25 01:30
    """
    zone = "Name | Value\nTime zone of the log | Europe/London\n"

    assert said(checked(requests=rows, settings=zone)) == []
    assert said(checked(requests=rows.replace("Last event", "Promised"), settings=zone)) == [("ambiguous-time", "E4")]
