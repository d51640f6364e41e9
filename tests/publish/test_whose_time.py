from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmo_workbook.errors import InputError
from pmo_workbook.publish.own_requests import NO_REASON, for_stakeholder
from pmo_workbook.publish.web.stakeholder import added_tenths, stakeholder_page
from pmo_workbook.publish.whose_time import Split, added
from tests import small_framework
from tests.publish import reports
from tests.publish.reports import request

MONDAY = "2026-03-02"
OTHERS = ("Approver", "Line manager", "Supplier", "Other")


def only(requests, holds=(), **given):  # type: ignore[no-untyped-def]
    """What the first stakeholder is shown of these requests."""
    return for_stakeholder(reports.report(reports.framework(requests, holds, **given)), "STK-01")


def split_of(holds, closed="2026-03-04 17:00"):  # type: ignore[no-untyped-def]
    """Three days from Monday 09:00, split by its holds."""
    return only([request(0, f"{MONDAY} 09:00", closed)], holds).finished[0].split


def test_time_without_holds_is_the_pmos() -> None:
    assert split_of([]) == Split(Fraction(3), Fraction(0), Fraction(0))


def test_a_hold_is_the_time_of_whom_the_request_waited_for() -> None:
    holds = [
        (0, "Requester", f"{MONDAY} 13:00", f"{MONDAY} 17:00"),
        (0, "Approver", "2026-03-03 09:00", "2026-03-03 11:00"),
        (0, "PMO", "2026-03-03 11:00", "2026-03-03 13:00"),
    ]
    found = split_of(holds)
    assert (found.pmo, found.you, found.others) == (Fraction(9, 4), Fraction(1, 2), Fraction(1, 4))
    assert found.reasons == {"Approver": Fraction(1, 4)}


def test_a_hold_over_a_weekend_takes_no_time_of_anybody() -> None:
    log = [request(0, "2026-03-06 09:00", "2026-03-09 17:00")]
    found = only(log, [(0, "Requester", "2026-03-06 17:00", "2026-03-09 09:00")]).finished[0].split
    assert (found.pmo, found.you) == (2, 0)


def test_of_two_holds_at_once_the_one_that_began_first_has_the_time() -> None:
    holds = [
        (0, "Approver", f"{MONDAY} 11:00", "2026-03-03 17:00"),
        (0, "Requester", f"{MONDAY} 09:00", f"{MONDAY} 13:00"),
    ]
    found = split_of(holds)
    assert (found.pmo, found.you, found.others) == (1, Fraction(1, 2), Fraction(3, 2))


def test_a_hold_inside_another_adds_nothing() -> None:
    holds = [
        (0, "Requester", f"{MONDAY} 09:00", f"{MONDAY} 17:00"),
        (0, "Approver", f"{MONDAY} 10:00", f"{MONDAY} 11:00"),
    ]
    found = split_of(holds)
    assert (found.pmo, found.you, found.others) == (2, 1, 0)


def test_a_hold_that_never_ended_lasts_to_the_closing() -> None:
    found = split_of([(0, "Requester", "2026-03-04 13:00", None)])
    assert (found.pmo, found.you) == (Fraction(5, 2), Fraction(1, 2))


def test_an_open_request_is_split_up_to_the_moment_of_the_report() -> None:
    shown = only([request(0, "2026-07-08 09:00")], [(0, "Approver", "2026-07-09 09:00", None)])
    assert shown.finished == ()
    assert shown.open[0].split.others == Fraction(3, 8)
    assert (shown.open[0].waits_for, shown.open[0].waits_since) == ("Approver", "9 Jul 2026 09:00")


def test_a_hold_of_later_than_the_report_has_not_happened() -> None:
    shown = only([request(0, "2026-07-09 09:00")], [(0, "Requester", "2026-07-09 14:00", None)])
    assert (shown.open[0].split.pmo, shown.open[0].waits_for) == (Fraction(3, 8), "")


@st.composite
def logs(draw: st.DrawFn):  # type: ignore[no-untyped-def]
    """Requests of two weeks in March with holds anywhere around them, as minutes from Monday 2 March."""

    def moment(minutes: int) -> str:
        day, minute = divmod(minutes, 1440)
        return f"2026-03-{2 + day:02} {minute // 60:02}:{minute % 60:02}"

    requests, holds = [], []
    for number in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, 12 * 1440))
        end = start + draw(st.integers(0, 8 * 1440))
        requests.append(request(0, moment(start), moment(end)))
        for _ in range(draw(st.integers(0, 4))):
            begin = draw(st.integers(max(start - 600, 0), end))
            until = draw(st.none() | st.integers(begin, min(begin + 5 * 1440, 28 * 1440)).map(moment))
            holds.append((number, draw(st.sampled_from(("Requester", "PMO", *OTHERS))), moment(begin), until))
    return requests, holds


@settings(max_examples=40)
@given(logs())
def test_the_parts_add_up_to_the_working_time_without_holds_exactly(log) -> None:  # type: ignore[no-untyped-def]
    requests, holds = log
    with_holds = only(requests, holds).finished
    without = only(requests).finished
    for one, plain in zip(with_holds, without, strict=True):
        split = one.split
        assert min(split.pmo, split.you, split.others) >= 0
        assert split.total == plain.split.pmo
        assert sum(split.reasons.values(), Fraction(0)) == split.others
    whole = added(one.split for one in with_holds)
    assert whole.total == sum((one.split.pmo for one in without), Fraction(0))


DAYS = st.fractions(min_value=0, max_value=500, max_denominator=97)


@given(DAYS, DAYS, DAYS)
def test_tenths_as_printed_add_up_and_are_never_a_tenth_off(pmo: Fraction, you: Fraction, others: Fraction) -> None:
    split = Split(pmo, you, others)
    assert sum(split.tenths) == round(split.total * 10)
    for shown, exact in zip(split.tenths, (pmo, you, others), strict=True):
        assert abs(shown - exact * 10) < 1


@given(st.lists(st.builds(Split, DAYS, DAYS, DAYS), max_size=5))
def test_printed_sums_are_the_sums_of_what_is_printed(splits: list[Split]) -> None:
    assert added_tenths(splits) == tuple(sum(one.tenths[place] for one in splits) for place in range(3))


def test_a_stakeholder_sees_only_their_own_requests() -> None:
    log = [
        request(0, f"{MONDAY} 09:00", f"{MONDAY} 12:00", request_id="MINE-1", title="Mine, like THEIRS-1"),
        request(1, f"{MONDAY} 09:00", "2026-03-20 12:00", request_id="THEIRS-1", title="Secret of others"),
        request(-1, f"{MONDAY} 09:00", "2026-03-20 12:00", request_id="NOBODY-1", title="Of nobody"),
    ]
    made = stakeholder_page(reports.report(reports.framework(log, smallest_sample=1)), " stk-01 ")
    assert "MINE-1" in made
    assert "Mine, like a request" in made
    for hidden in ("THEIRS-1", "NOBODY-1", "Secret", "Of nobody"):
        assert hidden not in made
    assert "The one promise judged was kept" in made


def test_no_other_persons_name_is_on_the_page() -> None:
    log = [
        request(
            0,
            "2026-03-02 09:00",
            "2026-03-20 12:00",
            title="Laptop for Rita Kowalski",
            requester="Rita Kowalski",
            assigned_to="Chidi",
            late_because="Approver",
        )
    ]
    made = stakeholder_page(reports.report(reports.framework(log)), "STK-01")
    assert "Laptop for a colleague" in made
    assert "Chidi" not in made
    assert "Kowalski" not in made


def test_each_miss_is_told_with_its_due_date_and_reason() -> None:
    log = [
        request(0, "2026-03-02 09:00", "2026-03-04 12:00", request_id="A", late_because="Approver"),
        request(0, "2026-03-09 09:00", "2026-03-12 12:00", request_id="B"),
        request(0, "2026-03-02 09:00", "2026-03-02 12:00", request_id="C"),
    ]
    missed = only(log).missed
    assert [one.request_id for one in missed] == ["B", "A"]
    assert [one.late_because for one in missed] == [NO_REASON, "Approver"]
    assert f"{missed[1].missed[0].due}" == "2026-03-02 17:00:00"
    assert missed[1].missed[0].name == "Promise L1"


def test_a_miss_from_before_the_period_is_not_told_again() -> None:
    log = [request(0, "2025-03-03 09:00", "2025-03-20 12:00")]
    assert only(log).missed == ()


def test_a_reader_is_told_first_what_waits_for_them() -> None:
    holds = [(0, "Approver", "2026-07-08 10:00", None), (0, "Requester", "2026-07-08 11:00", None)]
    shown = only([request(0, "2026-07-08 09:00", title="Plan <b>")], holds)
    assert shown.open[0].waits_for == "Requester"
    made = stakeholder_page(reports.report(reports.framework([request(0, "2026-07-08 09:00")], holds)), "STK-01")
    assert "Waiting for you now" in made


def test_what_was_finished_in_the_running_month_is_not_of_the_period() -> None:
    log = [request(0, "2026-06-29 09:00", closed) for closed in ("2026-06-30 12:00", "2026-07-01 12:00")]
    assert [one.closed_day.day for one in only(log).finished] == [30]


def test_left_out_requests_are_only_counted() -> None:
    log = [request(0, "2026-03-02 09:00", "2026-03-04 12:00", left_out_because="Duplicate", request_id="LEFT-1")]
    assert only(log).left_out == 1
    made = stakeholder_page(reports.report(reports.framework(log)), "STK-01")
    assert "1 request of yours left out." in made
    assert "LEFT-1" not in made


def test_answers_count_only_where_they_are_about_their_requests() -> None:
    log = [request(0, "2026-03-02 09:00", "2026-03-02 12:00"), request(1, "2026-03-02 09:00", "2026-03-02 12:00")]
    answers = [
        {"date": "2026-03-05", "request": 0, "satisfaction": 5},
        {"date": "2026-03-05", "request": 1, "satisfaction": 1},
        {"date": "2026-03-05", "service": "S1", "satisfaction": 1},
    ]
    found = only(log, feedback=answers, smallest_survey=1).publication.survey
    assert (found.n, found.mean) == (1, 5.0)


def test_an_unknown_stakeholder_is_refused_with_a_sentence() -> None:
    with pytest.raises(InputError, match="no stakeholder 'STK-99'"):
        stakeholder_page(reports.report(reports.framework()), "STK-99")


def test_a_stakeholder_without_requests_has_a_page() -> None:
    made = stakeholder_page(reports.report(reports.framework()), "STK-02")
    assert "No promise on your requests was missed." in made


def test_services_without_a_calendar_are_counted_in_calendar_days() -> None:
    slas = (small_framework.sla(unit="calendar hours"),)
    log = [request(0, "2026-03-06 09:00", "2026-03-09 09:00")]
    shown = only(log, slas=slas, default_calendar=None)
    assert shown.finished[0].split.pmo > 0


def test_time_in_which_a_request_was_closed_is_nobodys_whoever_was_waited_for() -> None:
    holds = [
        (0, "Requester", f"{MONDAY} 11:00", "2026-03-03 17:00"),
        (0, "Closed", f"{MONDAY} 13:00", "2026-03-03 13:00"),
        (0, "Approver", "2026-03-03 11:00", "2026-03-04 09:00"),
        (0, "Closed", "2026-03-03 15:00", "2026-03-03 16:00"),
    ]
    found = split_of(holds)
    # Monday 2 h PMO, 2 h requester; Tuesday from 13:00 on 2 h and 1 h requester; Wednesday 8 h PMO.
    assert (found.pmo, found.you, found.others) == (Fraction(10, 8), Fraction(5, 8), 0)
    assert found.reasons == {}


def test_a_request_that_is_closed_for_now_takes_no_time_after_its_closing() -> None:
    shown = only([request(0, "2026-03-02 09:00", None)], [(0, "Closed", "2026-03-02 17:00", None)])
    (finished,) = shown.finished
    assert (finished.split.pmo, finished.closed, shown.open) == (1, "2 Mar 2026 17:00", ())


def test_an_open_request_waits_for_nobody_by_having_been_closed() -> None:
    # contradicted by the request's own closing, which is later than the report
    shown = only([request(0, "2026-06-02 09:00", "2030-01-07 09:00")], [(0, "Closed", "2026-06-02 17:00", None)])
    (still,) = shown.open
    assert still.waits_for == ""


def test_a_closing_after_a_wait_leaves_the_wait_to_whom_it_belongs() -> None:
    holds = [
        (0, "Requester", f"{MONDAY} 09:00", f"{MONDAY} 13:00"),
        (0, "Closed", "2026-03-03 09:00", "2026-03-03 17:00"),
    ]
    found = split_of(holds)
    assert (found.pmo, found.you, found.others) == (Fraction(3, 2), Fraction(1, 2), 0)
