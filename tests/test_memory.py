"""A warm run gives what a run from scratch gives, whatever was changed, and does not do again what is the same."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pmo_workbook.binding import BoundTable, bind
from pmo_workbook.check_sum import check_sum
from pmo_workbook.hosts.file import FileHost
from pmo_workbook.measure.calendars import ALWAYS
from pmo_workbook.measure.sla import rulebook
from pmo_workbook.memory import Memory
from pmo_workbook.report import Report
from pmo_workbook.workflow import study
from tests.random_frameworks import AS_OF
from tests.small_framework import framework

NOW = dt.datetime(2026, 7, 9, 16, 30, tzinfo=dt.UTC)

Tables = dict[str, BoundTable]


@pytest.fixture(scope="module")
def tables(sample_before: Path) -> Tables:
    with FileHost(sample_before) as host:
        return dict(host.tables())


def studied(tables: Tables, memory: Memory | None = None, as_of: dt.datetime | None = None) -> Report:
    return study(tables, {}, NOW, as_of, memory=memory)


def alike(one: Any, other: Any) -> bool:
    """Whether two results are the same in every array, to the type."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
    if is_dataclass(one):
        return all(alike(getattr(one, each.name), getattr(other, each.name)) for each in fields(one))
    if isinstance(one, Mapping):
        return list(one) == list(other) and all(alike(one[name], other[name]) for name in one)
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(alike, one, other))
    return bool(one == other)


def cells(table: BoundTable) -> list[list[Any]]:
    return [list(row) for row in table.table.rows]


def column(table: BoundTable, header: str) -> int:
    return next(index for index, name in enumerate(table.table.headers) if name.rstrip(" *") == header)


def with_raw(table: BoundTable, **changes: Any) -> BoundTable:
    return bind(table.sheet, replace(table.table, **changes))


def typed(tables: Tables, key: str, header: str, value: Any, row: int = 0) -> Tables:
    """The tables with one cell changed."""
    rows = cells(tables[key])
    rows[row][column(tables[key], header)] = value
    return {**tables, key: with_raw(tables[key], rows=rows)}


def setting(tables: Tables, name: str, value: Any) -> Tables:
    """The tables with one setting changed."""
    table = tables["settings"]
    row = next(at for at, row in enumerate(table.table.rows) if row[column(table, "Name")] == name)
    return typed(tables, "settings", "Value", value, row)


def edited(chance: random.Random, tables: Tables) -> Tables:
    """The tables after one random edit."""
    key = chance.choice(sorted(tables))
    table, rows = tables[key], cells(tables[key])
    raw = table.table
    if not rows:
        return tables
    row, at = chance.randrange(len(rows)), chance.randrange(len(raw.headers))
    kind = chance.randrange(12)
    if kind == 0:
        del rows[row]
    elif kind == 1:
        rows.append(list(rows[row]))
    elif kind == 2:
        rows[row], rows[-1] = rows[-1], rows[row]
    elif kind == 3:
        headers = tuple("Another" if index == at else header for index, header in enumerate(raw.headers))
        return {**tables, key: with_raw(table, headers=headers, rows=rows)}
    elif kind == 4:
        rows[row][at] = None
        spot = (raw.first_row + row, raw.first_column + at)
        return {**tables, key: with_raw(table, rows=rows, errors={spot: "#N/A"})}
    else:
        others = [other[at] for other in rows]
        rows[row][at] = chance.choice([None, "x", 2.5, 3.0, "2026-02-30", *(chance.choice(others) for _ in range(8))])
    return {**tables, key: with_raw(table, rows=rows)}


def test_what_was_worked_out_from_the_same_objects_is_given_again() -> None:
    memory, table = Memory(), [1]

    first = memory.get("sum", (table,), ("UTC",), lambda: [0])

    assert memory.get("sum", (table,), ("UTC",), lambda: [0]) is first
    assert memory.get("sum", ([1],), ("UTC",), lambda: [0]) is not first


def test_another_value_or_another_name_is_worked_out() -> None:
    memory, table = Memory(), [1]
    memory.get("sum", (table,), ("UTC",), lambda: "old")

    assert memory.get("size", (table,), ("UTC",), lambda: "new") == "new"
    assert memory.get("sum", (table,), ("Asia/Tokyo",), lambda: "new") == "new"
    assert memory.get("sum", (table,), ("UTC",), lambda: "newer") == "newer"


@pytest.mark.parametrize("seed", range(4))
def test_after_any_edits_a_warm_run_gives_what_a_run_from_scratch_gives(tables: Tables, seed: int) -> None:
    chance, memory, now = random.Random(seed), Memory(), tables
    studied(now, memory)
    for number in range(20):
        now = edited(chance, now if number % 4 else tables)
        as_of = dt.datetime(2026, 7, 9, 17) - dt.timedelta(days=chance.choice([0, 0, 40, 400]))

        assert alike(studied(now, memory, as_of), studied(now, None, as_of))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Time zone of the log", "America/New_York"),
        ("Priorities in order", "Low, Normal, High, Urgent"),
        ("Priorities in order", "One, Two"),
        ("Default priority", "Low"),
        ("Report as of", dt.datetime(2024, 2, 1)),
        ("Smallest sample shown as a percentage", 40),
        ("Organisation", "Another"),
    ],
)
def test_a_changed_setting_is_heeded_by_every_table(tables: Tables, name: str, value: Any) -> None:
    memory = Memory()
    studied(tables, memory)
    changed = setting(tables, name, value)

    assert alike(studied(changed, memory), studied(changed))


def test_a_priority_left_blank_follows_the_changed_default(tables: Tables) -> None:
    blank, memory = typed(tables, "requests", "Priority", None), Memory()
    before = studied(blank, memory)
    changed = setting(blank, "Default priority", "Low")

    after = studied(changed, memory)

    assert after.framework.requests.priority[0] != before.framework.requests.priority[0]
    assert alike(after, studied(changed))


@pytest.mark.parametrize("key", ["roles", "calendars", "services", "requests", "holds", "settings", "slas"])
def test_a_table_that_is_gone_is_missed_and_one_that_is_back_is_found(tables: Tables, key: str) -> None:
    memory = Memory()
    first = studied(tables, memory)
    without = {name: table for name, table in tables.items() if name != key}

    assert alike(studied(without, memory), studied(without))
    assert alike(studied(tables, memory), first)


def test_a_changed_service_level_leaves_the_logs_as_they_were_checked(tables: Tables) -> None:
    memory = Memory()
    before = studied(tables, memory).framework

    after = studied(typed(tables, "slas", "Target", 3.0), memory).framework

    assert after.slas[0].target == 3.0
    assert after.requests is before.requests
    assert after.holds is before.holds
    assert after.feedback is before.feedback
    assert after.services is before.services


def test_a_service_with_another_id_has_the_requests_checked_again(tables: Tables) -> None:
    memory = Memory()
    before = studied(tables, memory).framework

    after = studied(typed(tables, "services", "Service ID", "SVC-99"), memory).framework

    assert after.requests is not before.requests
    assert len(after.requests) < len(before.requests)


def test_answers_follow_the_service_of_their_request(tables: Tables) -> None:
    memory = Memory()
    before = studied(tables, memory).framework
    about = int(before.feedback.request[before.feedback.request >= 0][0])
    row = int(before.requests.row[about]) - tables["requests"].table.first_row
    other = next(one.service_id for at, one in enumerate(before.services) if at != before.requests.service[about])
    changed = typed(tables, "requests", "Service ID", other, row)

    after = studied(changed, memory)

    assert not np.array_equal(after.framework.feedback.service, before.feedback.service)
    assert alike(after, studied(changed))


def test_other_holidays_and_other_hours_move_deadlines_in_a_warm_run_too(tables: Tables) -> None:
    without_holidays = {**tables, "holidays": with_raw(tables["holidays"], rows=[])}
    for changed in (without_holidays, typed(tables, "calendars", "Tue", "09:00-10:00")):
        memory = Memory()
        before = studied(tables, memory)

        after = studied(changed, memory)

        assert after.measures != before.measures
        assert alike(after, studied(changed))


def test_calendars_reach_to_the_moment_of_a_later_report(tables: Tables) -> None:
    memory, later = Memory(), dt.datetime(2036, 7, 1)
    studied(tables, memory)

    assert alike(studied(tables, memory, later), studied(tables, None, later))


def test_calendar_time_follows_the_zone_of_the_log() -> None:
    memory, one = Memory(), framework(requests=[], slas=[])
    other = replace(one, settings=one.settings.model_copy(update={"time_zone": "Asia/Tokyo"}))
    rulebook(one, AS_OF, memory=memory)

    assert rulebook(other, AS_OF, memory=memory).book.calendars[ALWAYS].zone == "Asia/Tokyo"


def test_the_check_sum_of_a_changed_table_is_worked_out_again(tables: Tables) -> None:
    memory = Memory()
    changed = typed(tables, "slas", "Target", 300.0)

    assert check_sum(tables, memory) == check_sum(tables)
    assert check_sum(changed, memory) == check_sum(changed) != check_sum(tables)
