from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_workbook.worktime.hours import format_hours, parse_hours


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("09:00-12:30, 13:30-17:00", ((540, 750), (810, 1020))),
        ("22:00-06:00", ((1320, 1800),)),
        ("24h", ((0, 1440),)),
        ("24 hours", ((0, 1440),)),
        ("00:00-24:00", ((0, 1440),)),
        ("18:00-24:00", ((1080, 1440),)),
        ("18:00-00:00", ((1080, 1440),)),
        ("9-17", ((540, 1020),)),
        ("9 – 17", ((540, 1020),)),
        ("9 to 17", ((540, 1020),)),
        ("09.00—17.30", ((540, 1050),)),
        ("0900-1730", ((540, 1050),)),
        ("09:00:00-17:00:00", ((540, 1020),)),
        ("  09:00 -12:30 ;13:30- 17:00 ", ((540, 750), (810, 1020))),
        ("09:00-12:30\n13:30-17:00", ((540, 750), (810, 1020))),
        ("9-12 and 13-17", ((540, 720), (780, 1020))),
        ("13-17, 9-12", ((540, 720), (780, 1020))),
        ("9-12, 12-17,", ((540, 720), (720, 1020))),
        ("9-12\u00a0,\u00a013-17", ((540, 720), (780, 1020))),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, spans: object) -> None:
    assert spans == parse_hours(text)


@pytest.mark.parametrize("text", [None, "", "   ", "-", "–", "closed", "Closed"])
def test_a_blank_day_is_closed(text: str | None) -> None:
    assert parse_hours(text) == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("9", "'9' is not a span of hours. Write for example 09:00-12:30"),
        ("nine to five", "'nine' in 'nine to five' is not a time of day"),
        ("9-", "'9-' is not a span"),
        ("9-12-17", "'9-12-17' is not a span"),
        ("9-25", "'25' in '9-25' is not a time between 00:00 and 24:00"),
        ("9-17:60", "'17:60' in '9-17:60' is not a time between"),
        ("9-24:01", "'24:01' in '9-24:01' is not a time between"),
        ("9-5", "'9-5' can mean 09:00-17:00 or a night shift. Write both times with minutes."),
        ("10 to 02", "'10 to 02' can mean 10:00-14:00 or a night shift"),
        ("24:00-06:00", "opens at 24:00, which is the next day"),
        ("09:00-09:00", "opens and closes at the same time. Write 24h"),
        ("09:00-12:00, 11:59-17:00", "The hours 09:00-12:00 and 11:59-17:00 overlap"),
        ("22:00-06:00, 23:00-24:00", "The hours 22:00-06:00 and 23:00-24:00 overlap"),
        ("24h, 9-17", "The hours 24h and 09:00-17:00 overlap"),
        (",", "',' has no hours"),
        ("09:00-17:00 lunch", "'17:00 lunch' in '09:00-17:00 lunch' is not a time of day"),
        ("09:00:30-17:00", "'09:00:30' in '09:00:30-17:00' is not a time of day"),
        ("٩-١٧", "is not a time of day"),
    ],
)
def test_hours_that_make_no_sense_are_refused_with_a_sentence(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=r"\.$") as caught:
        parse_hours(text)

    assert message in str(caught.value)


def test_the_morning_of_a_night_shift_does_not_overlap_the_same_days_morning() -> None:
    assert parse_hours("22:00-06:00, 02:00-06:00") == ((120, 360), (1320, 1800))


@given(st.lists(st.integers(0, 1439), min_size=2, max_size=8, unique=True), st.booleans())
def test_hours_written_out_read_back_the_same(minutes: list[int], overnight: bool) -> None:
    ends = sorted(minutes)[: len(minutes) // 2 * 2]
    if overnight:
        ends = [*ends[1:], ends[0] + 1440]
    spans = tuple(zip(ends[::2], ends[1::2], strict=True))

    assert spans == parse_hours(format_hours(spans))


@given(st.text(alphabet="0123456789:.-–, h24anto", max_size=20))
def test_any_text_gives_sorted_spans_or_is_refused(text: str) -> None:
    with suppress(ValueError):
        spans = parse_hours(text)

        assert sorted(spans) == list(spans)
        assert all(0 <= opening < 1440 and opening < closing < opening + 1441 for opening, closing in spans)
