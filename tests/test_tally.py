"""Counts merge: parts of a log, in any split and order, give what the whole gives."""

from __future__ import annotations

import random
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmo_workbook.framework import Framework
from pmo_workbook.measure.chunks import part
from pmo_workbook.measure.counting import kernel
from pmo_workbook.measure.sla import rulebook
from pmo_workbook.measure.tally import (
    Kind,
    as_share,
    count,
    exact_sum,
    many,
    merge,
    misses_allowed,
    nearest_ranks,
    nothing,
    share,
    unpack,
)
from tests.random_frameworks import AS_OF, frameworks


@settings(max_examples=60)
@given(frameworks(), st.randoms(use_true_random=False), st.integers(1, 5))
def test_parts_in_any_split_and_order_merge_to_the_whole(
    given_framework: Framework, chance: random.Random, parts: int
) -> None:
    rules = rulebook(given_framework, AS_OF)
    log, holds = given_framework.requests, given_framework.holds
    rows = list(range(len(log)))
    chance.shuffle(rows)
    states = [kernel(rules, *part(log, holds, rows[start::parts])[:2]) for start in range(parts)]
    chance.shuffle(states)

    whole, merged = kernel(rules, log, holds), merge(states)

    assert merged.same_as(whole)
    assert merge([merge(states[:1]), merge(states[1:])]).same_as(whole)
    cells = unpack(merged)
    assert cells.of(Kind.REQUESTS).total() == len(log)
    assert cells.of(Kind.HOLDS).total() == len(holds)


def test_a_part_takes_all_holds_of_its_requests_along() -> None:
    from tests.small_framework import framework

    of = framework(
        requests=[{"submitted": "2026-03-02"}] * 3,
        holds=[(2, "Requester", "2026-03-02", None), (0, "PMO", "2026-03-03", None), (2, "PMO", "2026-03-04", None)],
    )

    requests, holds, positions = part(of.requests, of.holds, [2, 1])

    assert requests.request_id.tolist() == ["R2", "R1"]
    assert holds.request.tolist() == [0, 0]
    assert positions.tolist() == [0, 2]


@given(
    st.lists(
        st.tuples(
            st.integers(0, 60_000),
            st.integers(-2000, 3000),
            st.integers(-1, 200),
            st.integers(-1, 60_000),
            st.integers(),
        )
    )
)
def test_unpacking_gives_back_what_was_counted(rows: list[tuple[int, int, int, int, int]]) -> None:
    rows = [(*row[:4], row[4] % 2**62) for row in rows]
    columns = [np.array([row[at] for row in rows], dtype=np.int64) for at in range(5)]
    names = ("subject", "month", "priority", "group", "value")

    cells = unpack(merge([count(Kind.MET, **dict(zip(names, columns, strict=True)))]))

    found = [tuple(int(getattr(cells, name)[at]) for name in names) for at in range(len(cells.n))]
    assert sorted(set(rows)) == sorted(found)
    assert cells.total() == len(rows)
    assert set(cells.kind.tolist()) <= {Kind.MET}


def test_the_state_of_nothing_is_empty_and_changes_nothing() -> None:
    three = many(Kind.REQUESTS, 3)

    assert merge([]).same_as(nothing())
    assert merge([nothing(), three]).same_as(merge([three]))


def test_a_number_too_large_for_its_part_of_a_cell_is_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        count(Kind.MET, subject=[70_000])


def test_the_90th_percentile_of_one_to_ten_is_nine() -> None:
    values, once, one_group = np.arange(1, 11), np.ones(10, dtype=np.int64), np.array([0])

    assert values[nearest_ranks(once, one_group, 90)] == 9
    assert values[nearest_ranks(once, one_group, 50)] == 5
    assert nearest_ranks(once[:1], one_group, 50) == 0
    assert nearest_ranks(np.array([9, 1]), one_group, 90) == 0
    assert nearest_ranks(np.array([9, 1]), one_group, 91) == 1


@given(
    groups=st.lists(st.lists(st.integers(1, 5), min_size=1, max_size=6), min_size=0, max_size=5),
    per_cent=st.integers(1, 100),
)
def test_a_percentile_of_many_groups_is_that_of_each(groups: list[list[int]], per_cent: int) -> None:
    n = np.array([times for group in groups for times in group], dtype=np.int64)
    first = np.cumsum([0, *map(len, groups)])[:-1]

    found = nearest_ranks(n, first, per_cent) - first

    for group, position in zip(groups, found.tolist(), strict=True):
        spread = [at for at, times in enumerate(group) for _ in range(times)]
        assert position == spread[(len(spread) * per_cent + 99) // 100 - 1]


@pytest.mark.parametrize(
    ("n", "goal", "allowed"), [(40, 95, 2), (39, 95, 1), (10, 100, 0), (1000, 99.9, 1), (1000, 99.5, 5), (10, 70.0, 3)]
)
def test_misses_allowed_are_counted_exactly(n: int, goal: float, allowed: int) -> None:
    assert misses_allowed(n, as_share(goal)) == allowed


def test_a_share_below_the_smallest_sample_is_not_shown() -> None:
    assert share(3, 4, 5) is None
    assert share(3, 5, 5) == 0.6
    assert share(0, 0, 0) is None
    assert as_share(None) is None
    assert misses_allowed(10, None) is None


def test_sums_do_not_overflow() -> None:
    value, n = np.array([2**50, 2**50 + 1]), np.array([2**20, 3])

    assert exact_sum(value, n) == 2**70 + 3 * (2**50 + 1)
    assert Fraction(exact_sum(value, n)) == Fraction(2**70 + 3 * 2**50 + 3)
