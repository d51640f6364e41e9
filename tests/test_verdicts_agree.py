"""The check of whole columns and pydantic's check of single rows come to the same verdict."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_workbook.check_logs import judge
from pmo_workbook.check_rows import check_row
from pmo_workbook.columns import Column
from pmo_workbook.hosts.base import RawTable
from pmo_workbook.matched import match
from pmo_workbook.references import Context, Ids
from pmo_workbook.sheets import BY_KEY, Sheet

CONTEXT = Context(
    words={"priorities": ("High", "Normal"), "waiting_reasons": ("PMO", "Other")},
    ids={
        "services": Ids("Services", {"S1": 0, "Ä2": 1}, {"Intake": "S1"}, frozenset({"s9"})),
        "stakeholders": Ids("Stakeholders", {"T1": 0}),
        "requests": Ids("Requests", {"R1": 0, "1001": 1}, broken=frozenset({"r9"})),
    },
)
MOMENTS = st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2300, 1, 1))
NEAR = st.datetimes(dt.datetime(2026, 3, 1), dt.datetime(2026, 3, 3))
ODD = st.one_of(
    st.none(),
    st.sampled_from(
        ["", " ", "\u200b", "x", "R1 ", "r1", "R9", "х", "S1, S1", "31 Mar 2026", "03/04/2026", "12", "1,234"]
    ),
    st.text(max_size=45),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([0.0, 0.5, 1.0, 5.0, 5.5, 11.0, 1001.0, 46084.0, 46084.5, 20260331.0, 1000.0]),
    st.integers(-3, 2000),
    st.booleans(),
    MOMENTS,
    MOMENTS.map(lambda moment: moment.date()),
    st.times(),
    st.timedeltas(dt.timedelta(0), dt.timedelta(50_000)),
)


def good(column: Column) -> st.SearchStrategy[Any]:
    """Cells that are mostly fine, so that whole rows are."""
    if column.choices or column.setting:
        return st.sampled_from(column.choices or CONTEXT.words[column.setting or ""])
    if column.refs:
        return st.sampled_from(
            [*CONTEXT.ids[column.refs[0]].places, "intake" if column.refs[0] == "services" else "R1"]
        )
    if column.kind in ("when", "day"):
        return st.one_of(NEAR, NEAR.map(lambda moment: moment.replace(hour=0, minute=0, second=0, microsecond=0)))
    if column.kind in ("whole", "number"):
        return st.sampled_from([1.0, 2.0, 5.0])
    return st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=6)


def cells(column: Column) -> st.SearchStrategy[Any]:
    blank = st.just(None) if not column.required else good(column)
    return st.integers(0, 9).flatmap(lambda roll: ODD if roll == 0 else blank if roll < 4 else good(column))


def rows(sheet: Sheet) -> st.SearchStrategy[list[tuple[Any, ...]]]:
    return st.lists(st.tuples(*map(cells, sheet.columns)), max_size=6)


@pytest.mark.parametrize("key", ["requests", "holds", "feedback"])
@given(data=st.data())
def test_both_checks_come_to_the_same_verdict_on_every_row(key: str, data: st.DataObject) -> None:
    sheet = BY_KEY[key]
    drawn = data.draw(rows(sheet))
    table = RawTable(sheet.table, sheet.title, 3, 2, tuple(column.header for column in sheet.columns), drawn)
    matched, _ = match(sheet, table)

    judged = judge(matched, CONTEXT)

    seen: set[str] = set()
    expected = []
    for number, raw in matched.rows():
        row = check_row(matched, number, raw, CONTEXT)
        cell = row.cells.get("request_id")
        id_ = cell.value if cell and key == "requests" else None
        again = isinstance(id_, str) and id_.casefold() in seen
        seen.add(str(id_).casefold())
        expected.append((number, row.model is not None and not again))
    assert list(zip(judged.row.tolist(), judged.good.tolist(), strict=True)) == expected
    assert {issue.row for issue in judged.issues if issue.severity == "error"} == {
        number for number, fine in expected if not fine
    }


@pytest.mark.parametrize("key", ["requests", "holds", "feedback"])
@given(data=st.data())
def test_both_checks_read_the_same_values_and_say_the_same(key: str, data: st.DataObject) -> None:
    sheet = BY_KEY[key]
    drawn = data.draw(rows(sheet))
    table = RawTable(sheet.table, sheet.title, 3, 2, tuple(column.header for column in sheet.columns), drawn)
    matched, _ = match(sheet, table)

    judged = judge(matched, CONTEXT)

    one_by_one = {number: check_row(matched, number, raw, CONTEXT) for number, raw in matched.rows()}
    texts = [name for name in ("title", "requester", "request_id") if name in judged.columns and key == "requests"]
    for name in texts:
        models = [one_by_one[row].model for row in judged.rows().tolist()]
        assert judged.values(name).tolist() == [getattr(model, name) for model in models]
    said = {(issue.cell, issue.problem) for row in one_by_one.values() for issue in row.issues}
    assert said == {(issue.cell, issue.problem) for issue in judged.issues if issue.rule != "duplicate-id"}
