import datetime as dt

import numpy as np
import pytest

from pmo_workbook.epochs import DAY, NULL
from pmo_workbook.worktime.calendar import Calendar, horizon
from pmo_workbook.worktime.clocks import AllTime, DayEdges, Edges
from pmo_workbook.worktime.holds import MergedHolds, merge_holds, no_holds
from pmo_workbook.worktime.hours import parse_hours
from pmo_workbook.worktime.units import (
    CALENDAR_DAYS,
    CALENDAR_HOURS,
    CLOSE_OF_BUSINESS,
    TIME_UNITS,
    WORKING_DAYS,
    WORKING_HOURS,
    measure,
)
from pmo_workbook.worktime.zones import to_local, to_utc

BERLIN = "Europe/Berlin"
EPOCH = dt.datetime(1970, 1, 1)
OFFICE = ("9-12:30, 13:30-17",) * 4 + ("9-15", "", "")
PLAIN = ("9-17",) * 5 + ("", "")
NIGHT = ("22:00-06:00",) * 5 + ("", "")


def calendar(week: tuple[str, ...] = OFFICE, zone: str = BERLIN, **holidays: str) -> Calendar:
    """Holidays are given as d2024_12_24="9-12"."""
    special = {dt.date(*map(int, name[1:].split("_"))): parse_hours(text) for name, text in holidays.items()}
    return Calendar("X", "Office", zone, tuple(parse_hours(text) for text in week), special)


def year(of: Calendar, number: int = 2024) -> Edges:
    return of.compile(dt.date(number, 1, 1), dt.date(number, 12, 31))


def at(*texts: str, zone: str = BERLIN) -> np.ndarray:
    local = [int((dt.datetime.fromisoformat(text) - EPOCH).total_seconds()) for text in texts]
    return to_utc(local, zone).utc


def show(instants: np.ndarray, zone: str = BERLIN) -> list[str]:
    return [
        "never" if value == NULL else (EPOCH + dt.timedelta(seconds=value)).isoformat(sep=" ", timespec="minutes")
        for value in to_local(instants, zone).tolist()
    ]


def holds(*pairs: tuple[str, str]) -> MergedHolds:
    return merge_holds([0] * len(pairs), at(*(low for low, _ in pairs)), at(*(high for _, high in pairs)))


def day(text: str) -> int:
    return dt.date.fromisoformat(text).toordinal() - EPOCH.toordinal()


# --- calendars -------------------------------------------------------------------------------------------------------


def test_the_working_seconds_of_a_week_are_its_hours() -> None:
    edges = calendar().compile(dt.date(2024, 6, 3), dt.date(2024, 6, 9))

    assert edges.work_until(edges.hi) == (4 * 7 + 6) * 3600
    assert [day("2024-06-03") + n for n in range(5)] == edges.days.tolist()


def test_a_night_shift_belongs_to_two_days() -> None:
    night = calendar(NIGHT)

    assert night.hours_of(dt.date(2024, 6, 3)) == ((1320, 1440),)
    assert night.hours_of(dt.date(2024, 6, 4)) == ((0, 360), (1320, 1440))
    assert night.hours_of(dt.date(2024, 6, 8)) == ((0, 360),)


def test_a_holiday_closes_its_own_date_only_on_a_night_shift() -> None:
    edges = year(calendar(NIGHT, d2024_6_5=""))

    assert show(np.array(edges.spans(*at("2024-06-04 12:00", "2024-06-06 12:00"))).ravel()) == [
        "2024-06-04 22:00",
        "2024-06-05 00:00",
        "2024-06-06 00:00",
        "2024-06-06 06:00",
    ]


def test_a_holiday_with_night_hours_of_its_own_reaches_into_the_next_morning() -> None:
    special = calendar(PLAIN, d2024_6_5="20:00-02:00")

    assert special.hours_of(dt.date(2024, 6, 5)) == ((1200, 1440),)
    assert special.hours_of(dt.date(2024, 6, 6)) == ((0, 120), (540, 1020))
    assert year(special).elapsed(*at("2024-06-06 00:00", "2024-06-07 00:00")) == 10 * 3600


def test_hours_that_a_night_shift_and_the_next_day_share_count_once() -> None:
    edges = year(calendar(("22-6", "5-9", "", "", "", "", "")))

    assert edges.elapsed(*at("2024-06-03 12:00", "2024-06-04 12:00")) == 11 * 3600


def test_a_half_day_is_a_whole_working_day() -> None:
    edges = year(calendar(PLAIN, d2024_12_24="9-12", d2024_12_25="", d2024_12_26=""))
    days = measure(WORKING_DAYS, edges)

    assert days.target(2) == days.elapsed(at("2024-12-24 09:00"), at("2024-12-27 17:00"))[0]
    assert days.amount(days.elapsed(at("2024-12-24 10:30"), at("2024-12-27 17:00")))[0] == 1.5


@pytest.mark.parametrize(
    ("zone", "night_of", "hours"),
    [
        (BERLIN, "2024-03-30", 7),
        (BERLIN, "2024-10-26", 9),
        ("America/New_York", "2024-03-09", 7),
        ("America/New_York", "2024-11-02", 9),
        ("Australia/Lord_Howe", "2024-10-05", 7.5),
        ("Australia/Lord_Howe", "2024-04-06", 8.5),
    ],
)
def test_a_night_shift_over_a_change_of_clocks_has_its_real_length(zone: str, night_of: str, hours: float) -> None:
    edges = year(calendar(("22:00-06:00",) * 7, zone))
    next_noon = str(dt.date.fromisoformat(night_of) + dt.timedelta(days=1)) + " 12:00"

    assert hours * 3600 == edges.elapsed(*at(night_of + " 12:00", next_noon, zone=zone))


def test_round_the_clock_hours_follow_the_length_of_the_day() -> None:
    edges = year(calendar(("24h",) * 7))

    assert edges.elapsed(at("2024-03-31 00:00"), at("2024-04-01 00:00")).tolist() == [23 * 3600]
    assert edges.elapsed(at("2024-10-27 00:00"), at("2024-10-28 00:00")).tolist() == [25 * 3600]
    days = measure(WORKING_DAYS, edges)
    assert days.amount(days.elapsed(at("2024-03-30 00:00"), at("2024-04-02 00:00"))).tolist() == [3.0]


def test_hours_that_the_clocks_skip_turn_no_span_inside_out() -> None:
    edges = year(calendar(("",) * 6 + ("02:30-02:50, 02:55-03:10, 03:15-04:00",)))

    assert (edges.closing > edges.opening).all()
    assert (edges.opening[1:] >= edges.closing[:-1]).all()


def test_a_date_that_a_zone_left_out_is_at_most_one_working_day() -> None:
    edges = year(calendar(("9-17",) * 7, "Pacific/Apia"), 2011)

    assert len(edges.days) == 364


def test_a_calendar_without_working_time_measures_nothing_and_promises_nothing() -> None:
    closed = calendar(("",) * 7)
    edges = year(closed)
    start, stop = at("2024-06-03 10:00"), at("2024-07-03 10:00")

    assert not closed.has_working_time
    assert calendar().has_working_time
    for unit in (WORKING_HOURS, WORKING_DAYS, CLOSE_OF_BUSINESS):
        rule = measure(unit, edges)
        assert rule.elapsed(start, stop, holds(("2024-06-04", "2024-06-05"))).tolist() == [0]
        assert rule.deadline(start, rule.target(1), holds(("2024-06-04", "2024-06-05"))).tolist() == [NULL]
    assert show(edges.close_of_business([day("2024-06-03")])) == ["2024-06-04 00:00"]
    assert edges.spans(int(start[0]), int(stop[0])) == []


# --- close of business and the start of a day ------------------------------------------------------------------------


def test_a_date_becomes_its_last_closing_or_its_end_when_closed() -> None:
    edges = year(calendar(d2024_6_5=""))
    dates = [day("2024-06-06"), day("2024-06-07"), day("2024-06-08"), day("2024-06-05"), NULL]

    assert show(edges.close_of_business(dates)) == [
        "2024-06-06 17:00",
        "2024-06-07 15:00",
        "2024-06-09 00:00",
        "2024-06-06 00:00",
        "never",
    ]
    assert show(edges.start_of_day(dates[:2])) == ["2024-06-06 00:00", "2024-06-07 00:00"]


def test_dates_outside_the_range_have_no_instant() -> None:
    edges = year(calendar())

    outside = [day("2023-12-31"), day("2025-01-01")]
    assert edges.close_of_business(outside).tolist() == [NULL, NULL]
    assert edges.start_of_day(outside).tolist() == [NULL, NULL]
    assert show(edges.close_of_business([day("2024-12-31")])) == ["2024-12-31 17:00"]


# --- elapsed time and deadlines --------------------------------------------------------------------------------------


def test_time_to_before_the_start_is_nothing_not_less() -> None:
    edges = year(calendar())

    assert edges.elapsed(at("2024-06-05 10:00"), at("2024-06-04 10:00")).tolist() == [0]


def test_a_target_used_up_at_closing_is_due_at_closing_and_kept_in_the_evening() -> None:
    rule = measure(WORKING_HOURS, year(calendar(PLAIN)))
    start, evening, morning = at("2024-06-07 09:00"), at("2024-06-07 22:00"), at("2024-06-10 09:00")

    assert show(rule.deadline(start, rule.target(8))) == ["2024-06-07 17:00"]
    assert rule.elapsed(start, evening)[0] == rule.target(8)
    assert rule.elapsed(start, morning)[0] == rule.target(8)
    assert rule.elapsed(start, morning + 1)[0] == rule.target(8) + 1


def test_a_target_of_nothing_is_due_at_once() -> None:
    for unit in (WORKING_HOURS, WORKING_DAYS, CALENDAR_HOURS, CALENDAR_DAYS):
        rule = measure(unit, year(calendar()))

        assert at("2024-06-08 12:00").tolist() == rule.deadline(at("2024-06-08 12:00"), rule.target(0)).tolist()


def test_what_lies_outside_the_range_is_missing_not_wrong() -> None:
    edges = year(calendar())
    inside, before, after = at("2024-06-05 10:00", "2023-06-05 10:00", "2025-06-05 10:00")

    for unit in (WORKING_HOURS, WORKING_DAYS, CLOSE_OF_BUSINESS):
        rule = measure(unit, edges)
        assert rule.elapsed([before, inside, NULL, inside], [inside, after, inside, NULL]).tolist() == [NULL] * 4
        starts = [before, after, NULL, inside]
        assert rule.deadline(starts, [1, 1, 1, rule.target(300) * 9]).tolist() == [NULL] * 4
        assert edges.covers([inside, before, after, NULL]).tolist() == [True, False, False, False]


def test_the_midnight_that_ends_the_range_still_belongs_to_it() -> None:
    edges = year(calendar())
    rule = measure(WORKING_HOURS, edges)

    assert rule.elapsed(at("2024-12-31 16:00"), [edges.hi]).tolist() == [3600]
    assert rule.elapsed([edges.lo], [edges.hi + 1]).tolist() == [NULL]


def test_the_last_working_second_of_the_range_is_still_a_deadline() -> None:
    edges = year(calendar())
    rule = measure(WORKING_HOURS, edges)
    start = at("2024-12-31 16:00")

    assert show(rule.deadline(np.repeat(start, 2), [3600, 3601])) == ["2024-12-31 17:00", "never"]


def test_a_hold_past_the_range_makes_the_deadline_unknown() -> None:
    edges = year(calendar())
    start, hold = at("2024-12-30 10:00"), holds(("2024-12-31 10:00", "2025-01-07 10:00"))

    for unit in (WORKING_HOURS, WORKING_DAYS):
        rule = measure(unit, edges)
        assert show(rule.deadline(start, rule.target(10), hold)) == ["never"]


def test_working_days_outside_their_common_measure_are_counted_exactly() -> None:
    days = DayEdges(year(calendar()))

    assert days.exact
    assert days.ticks_per_day % (7 * 3600) == 0
    assert days.ticks_per_day % (6 * 3600) == 0


def test_a_deadline_between_two_seconds_is_rounded_down() -> None:
    edges = year(calendar(("9-12", "9-16", "", "", "", "", "")))
    rule = measure(WORKING_DAYS, edges)

    # 1 s of three hours weighs as much as 2 1/3 s of seven.
    due = rule.deadline(at("2024-06-03 09:00:01"), rule.target(1))
    assert (at("2024-06-04 09:00:02")).tolist() == due.tolist()
    assert rule.elapsed(at("2024-06-03 09:00:01"), due)[0] < rule.target(1)
    assert rule.elapsed(at("2024-06-03 09:00:01"), due + 1)[0] > rule.target(1)


def test_targets_are_the_number_as_typed() -> None:
    rule = measure(WORKING_HOURS, year(calendar()))

    assert rule.target(0.1) == 360
    assert rule.target(1.15) == 4140
    assert measure(WORKING_DAYS, year(calendar())).target(1.5) * 2 == measure(WORKING_DAYS, year(calendar())).target(3)
    assert measure(CLOSE_OF_BUSINESS, year(calendar())).target(2.5) == 2
    with pytest.raises(ValueError, match="nan"):
        rule.target(float("nan"))


def test_a_target_longer_than_any_calendar_is_never_due() -> None:
    for unit in TIME_UNITS:
        rule = measure(unit, year(calendar()))

        assert rule.deadline(at("2024-06-03 09:00"), rule.target(1e15)).tolist() == [NULL]


def test_amounts_are_in_the_unit_and_missing_ones_are_not_numbers() -> None:
    rule = measure(WORKING_HOURS, year(calendar()))

    assert rule.amount([5400, 0]).tolist() == [1.5, 0.0]
    assert np.isnan(rule.amount([NULL])).all()


def test_a_unit_that_is_no_time_is_refused() -> None:
    with pytest.raises(ValueError, match="'score' is not a unit of time; use one of working hours"):
        measure("score", year(calendar()))


def test_calendar_time_runs_at_night_and_over_a_change_of_clocks() -> None:
    hours, days = measure(CALENDAR_HOURS, year(calendar())), measure(CALENDAR_DAYS, year(calendar()))
    start = at("2024-03-30 12:00")

    assert show(days.deadline(start, days.target(1))) == ["2024-03-31 13:00"]
    assert hours.amount(hours.elapsed(start, at("2024-03-31 12:00"))).tolist() == [23.0]
    assert show(hours.deadline(start, hours.target(24), holds(("2024-03-30 20:00", "2024-03-30 23:00")))) == [
        "2024-03-31 16:00"
    ]
    assert AllTime().spans(0, 9) == [(0, 9)]
    assert AllTime().spans(9, 9) == []


def test_the_spans_that_explain_a_request_add_up_to_its_time() -> None:
    edges = year(calendar())
    start, stop = (int(value) for value in at("2024-06-06 10:00", "2024-06-10 09:30"))

    spans = edges.spans(start, stop)

    assert [tuple(show(np.array(span))) for span in spans] == [
        ("2024-06-06 10:00", "2024-06-06 12:30"),
        ("2024-06-06 13:30", "2024-06-06 17:00"),
        ("2024-06-07 09:00", "2024-06-07 15:00"),
        ("2024-06-10 09:00", "2024-06-10 09:30"),
    ]
    assert sum(b - a for a, b in spans) == edges.elapsed(start, stop)
    assert spans == DayEdges(edges).spans(start, stop)
    assert edges.spans(*at("2024-06-08 10:00", "2024-06-09 10:00")) == []
    assert edges.spans(*at("2024-06-06 17:00", "2024-06-07 09:00")) == []


# --- working days to close of business -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2024-06-03 09:30", 3, "2024-06-06 17:00"),
        ("2024-06-03 16:59", 1, "2024-06-04 17:00"),
        ("2024-06-03 17:00", 1, "2024-06-04 17:00"),
        ("2024-06-03 17:01", 1, "2024-06-05 17:00"),
        ("2024-06-06 11:00", 1, "2024-06-07 15:00"),
        ("2024-06-07 15:01", 1, "2024-06-11 17:00"),
        ("2024-06-08 10:00", 1, "2024-06-11 17:00"),
        ("2024-06-08 10:00", 0, "2024-06-10 17:00"),
        ("2024-06-03 12:45", 0, "2024-06-03 17:00"),
        ("2024-06-12 10:00", 1, "2024-06-14 12:00"),
    ],
)
def test_three_days_end_at_the_close_of_business_of_the_third_day_after(start: str, days: int, due: str) -> None:
    edges = year(calendar(d2024_6_13="", d2024_6_14="9-12"))
    rule = measure(CLOSE_OF_BUSINESS, edges)

    assert [due] == show(rule.deadline(at(start), rule.target(days)))
    assert [days] == rule.elapsed(at(start), at(due)).tolist()
    assert [days + 1] == rule.elapsed(at(start), at(due) + 1).tolist()


@pytest.mark.parametrize(
    ("pairs", "due"),
    [
        ([("2024-06-04 09:00", "2024-06-04 17:00")], "2024-06-06 17:00"),
        ([("2024-06-03 17:00", "2024-06-06 09:00")], "2024-06-07 15:00"),
        ([("2024-06-04 09:01", "2024-06-05 16:59")], "2024-06-05 17:00"),
        ([("2024-06-04 09:00", "2024-06-04 12:40"), ("2024-06-04 13:20", "2024-06-04 17:00")], "2024-06-06 17:00"),
        ([("2024-06-04 09:00", "2024-06-04 12:40"), ("2024-06-04 13:31", "2024-06-04 17:00")], "2024-06-05 17:00"),
        ([("2024-06-05 09:00", "2024-06-05 18:00")], "2024-06-06 17:00"),
        ([("2024-06-06 08:00", "2024-06-06 18:00")], "2024-06-05 17:00"),
        ([("2024-06-01 08:00", "2024-06-03 18:00")], "2024-06-05 17:00"),
        ([("2024-06-03 08:00", "2024-06-03 09:00")], "2024-06-05 17:00"),
    ],
)
def test_only_a_working_day_wholly_on_hold_moves_the_close_of_business(pairs: list[tuple[str, str]], due: str) -> None:
    rule = measure(CLOSE_OF_BUSINESS, year(calendar()))
    start = at("2024-06-03 11:00")

    assert [due] == show(rule.deadline(start, rule.target(2), holds(*pairs)))
    assert rule.elapsed(start, at(due), holds(*pairs)).tolist() == [2]


def test_a_day_of_the_start_that_is_wholly_on_hold_moves_the_close_of_business() -> None:
    rule = measure(CLOSE_OF_BUSINESS, year(calendar()))
    weekend, monday = at("2024-06-02 12:00"), holds(("2024-06-02 18:00", "2024-06-03 20:00"))

    assert show(rule.deadline(weekend, rule.target(1))) == ["2024-06-04 17:00"]
    assert show(rule.deadline(weekend, rule.target(1), monday)) == ["2024-06-05 17:00"]


# --- holds -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pairs", "due"),
    [
        ([], "2024-06-05 11:00"),
        ([("2024-06-04 18:00", "2024-06-05 08:00")], "2024-06-05 11:00"),
        ([("2024-06-04 10:00", "2024-06-04 12:00")], "2024-06-05 14:00"),
        ([("2024-06-04 10:00", "2024-06-04 12:00"), ("2024-06-04 11:00", "2024-06-04 12:30")], "2024-06-05 14:30"),
        ([("2024-06-05 10:00", "2024-06-05 12:00")], "2024-06-05 14:00"),
        ([("2024-06-05 11:00", "2024-06-05 12:00")], "2024-06-05 11:00"),
        ([("2024-06-05 12:00", "2024-06-05 13:00")], "2024-06-05 11:00"),
        ([("2024-05-01 10:00", "2024-06-03 12:30")], "2024-06-05 12:30"),
        ([("2024-05-01 10:00", "2024-05-02 12:30")], "2024-06-05 11:00"),
    ],
)
def test_holds_move_a_deadline_in_working_time_and_only_when_before_it(pairs: list[tuple[str, str]], due: str) -> None:
    rule = measure(WORKING_HOURS, year(calendar()))
    start = at("2024-06-03 11:00")

    # 5 h on Monday, 7 on Tuesday, 2 on Wednesday.
    assert [due] == show(rule.deadline(start, rule.target(14), holds(*pairs)))


def test_a_hold_over_a_weekend_does_not_move_the_deadline() -> None:
    rule = measure(WORKING_HOURS, year(calendar()))
    start, weekend = at("2024-06-07 14:00"), holds(("2024-06-07 15:00", "2024-06-10 09:00"))

    assert rule.deadline(start, rule.target(3)).tolist() == rule.deadline(start, rule.target(3), weekend).tolist()


def test_requests_without_holds_are_not_touched_by_those_of_others() -> None:
    rule = measure(WORKING_HOURS, year(calendar()))
    start, stop = at(*["2024-06-03 09:00"] * 3), at(*["2024-06-04 17:00"] * 3)
    second = merge_holds([1], at("2024-06-03 10:00"), at("2024-06-03 11:00"))

    assert rule.amount(rule.elapsed(start, stop, second)).tolist() == [14.0, 13.0, 14.0]
    assert show(rule.deadline(start, rule.target(2), second)) == [
        "2024-06-03 11:00",
        "2024-06-03 12:00",
        "2024-06-03 11:00",
    ]


def test_a_hold_within_a_longer_one_changes_nothing() -> None:
    merged = merge_holds([0, 0], [0, 10], [100, 20])

    assert (merged.start.tolist(), merged.end.tolist()) == ([0], [100])


def test_what_is_on_hold_after_the_stop_takes_nothing_off() -> None:
    rule = measure(WORKING_HOURS, year(calendar(PLAIN)))
    long = holds(("2024-06-03 11:00", "2024-06-05 12:00"))

    assert rule.elapsed(at("2024-06-03 09:00"), at("2024-06-03 13:00"), long).tolist() == [2 * 3600]


def test_merging_drops_what_is_on_hold_for_no_time() -> None:
    merged = merge_holds([0, 0, 0, 0], [5, NULL, 7, 9], [5, 9, NULL, 8])

    assert len(merged) == 0
    assert len(no_holds()) == 0


def test_holds_that_touch_become_one_within_a_request_only() -> None:
    merged = merge_holds([1, 0, 1, 0], [20, 0, 10, 10], [30, 10, 20, 12])

    assert [merged.request.tolist(), merged.start.tolist(), merged.end.tolist()] == [[0, 1], [0, 10], [12, 30]]


def test_the_holds_of_some_requests_are_renumbered_with_them() -> None:
    merged = merge_holds([0, 1, 1, 3], [10, 20, 40, 60], [11, 21, 41, 61])

    chosen = merged.select([3, 1, 7])

    assert [
        chosen.request.tolist(),
        chosen.start.tolist(),
        chosen.end.tolist(),
    ] == [[0, 1, 1], [60, 20, 40], [61, 21, 41]]
    assert len(no_holds().select([0, 1])) == 0
    assert len(merged.select([])) == 0


# --- horizon ---------------------------------------------------------------------------------------------------------


def test_the_horizon_spans_all_instants_with_a_margin_for_deadlines() -> None:
    column = [NULL, *at("2023-05-05 10:00", "2024-02-02 10:00").tolist()]

    first, last = horizon(int(at("2024-06-03 09:00")[0]), column, [], zone=BERLIN, margin_days=30)

    assert (dt.date(2023, 5, 4), dt.date(2024, 7, 3)) == (first, last)


def test_the_horizon_of_no_requests_is_that_of_the_report() -> None:
    first, last = horizon(0, [NULL])

    assert dt.date(1969, 12, 31) == first
    assert last > dt.date(1972, 12, 31)


def test_the_horizon_stays_within_the_years_that_convert() -> None:
    first, last = horizon(0, [-5_300_000_000, 16_700_000_000], zone=BERLIN)

    assert (first.year, last.year) == (1802, 2499)
    edges = Calendar("X", "X", BERLIN, ((),) * 7).compile(*horizon(0, [-5_364_000_000, 16_750_000_000]))
    assert (day("1801-01-01"), day("2499-12-31")) == (edges.first_day, edges.last_day)
    assert edges.hi - edges.lo > 698 * 365 * DAY
