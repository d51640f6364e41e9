"""Where the headers of a list go in its table: fixed ones keep their place, others fill what is left."""

from __future__ import annotations

from pmo_workbook.hosts.surface import Columns, placed


def test_without_fixed_headers_a_list_goes_in_order() -> None:
    assert placed(("A", "B"), ("B", "A"), ()) == Columns((0, 1), (), 2)


def test_fixed_headers_keep_the_place_of_their_columns() -> None:
    assert placed(("A", "New", "B"), ("A", "B", "New"), (), 3) == Columns((0, 2, 1), (), 3)


def test_headers_after_the_fixed_ones_fill_the_rest_in_order() -> None:
    assert placed(("Service", "New", "Ann", "Bob"), ("Service", "Bob", "New"), (), 2) == Columns((0, 2, 1, 3), (), 4)


def test_where_a_fixed_column_is_gone_the_list_goes_in_order() -> None:
    assert placed(("A", "B", "C"), ("A", "C"), (), 3) == Columns((0, 1, 2), (), 3)


def test_where_a_column_would_be_left_over_the_list_goes_in_order() -> None:
    assert placed(("Service", "New"), ("Service", "Ann", "New"), (), 2) == Columns((0, 1), (), 2)


def test_a_column_of_the_user_between_ours_keeps_its_place_too() -> None:
    assert placed(("A", "New", "B"), ("A", "B", "Mine", "New"), (2,), 3) == Columns((0, 3, 1), (2,), 4)


def test_a_column_of_the_user_that_leaves_no_room_is_in_the_way() -> None:
    assert placed(("A", "B", "New"), ("A", "B", "Mine"), (2,), 3).in_the_way == 2
