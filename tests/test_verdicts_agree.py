"""The check of whole columns and pydantic's check of single rows come to the same verdict."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmo_workbook.binding import bind
from pmo_workbook.check.log_columns import Form
from pmo_workbook.check.log_rows import COMPILED, judge
from pmo_workbook.check.matched import match
from pmo_workbook.check.order import seconds
from pmo_workbook.check.references import Context, Ids
from pmo_workbook.check.rows import check_row, duplicate
from pmo_workbook.columns import Column, Row
from pmo_workbook.issues import Issue
from pmo_workbook.sheets import BY_KEY, Sheet
from pmo_workbook.tables import RawTable

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
    return st.integers(0, 29).flatmap(lambda roll: ODD if roll == 0 else blank if roll < 9 else good(column))


def rows(sheet: Sheet) -> st.SearchStrategy[list[tuple[Any, ...]]]:
    return st.lists(st.tuples(*map(cells, sheet.columns)), max_size=6)


@pytest.mark.parametrize("key", ["requests", "holds", "feedback"])
@settings(max_examples=80)
@given(data=st.data())
def test_both_checks_agree_on_every_row_its_values_and_what_is_said(key: str, data: st.DataObject) -> None:
    sheet = BY_KEY[key]
    headers = tuple(column.header for column in sheet.columns)
    matched, _ = match(bind(sheet, RawTable(sheet.table, sheet.title, 3, 2, headers, data.draw(rows(sheet)))))

    judged = judge(matched, CONTEXT)

    taken: dict[str, int] = {}
    models: list[Row | None] = []
    said: list[Issue] = []
    for number, raw in matched.rows():
        row = check_row(matched, number, raw, CONTEXT)
        again = duplicate(matched, number, row.cells, taken)
        models.append(None if again else row.model)
        said.extend((*row.issues, *again))
    assert judged.row.tolist() == [number for number, _ in matched.rows()]
    assert judged.good.tolist() == [model is not None for model in models]
    assert sorted(map(str, judged.issues)) == sorted(map(str, said))
    for column, form in COMPILED[key]:
        values = [getattr(model, column.field) for model in models if model is not None]
        assert judged.values(column.field).tolist() == [as_kept(column, form, value) for value in values]


def as_kept(column: Column, form: Form, value: Any) -> Any:
    """What the array of a column holds for a value of the model."""
    if form == "time":
        return seconds(value)
    if form == "number":
        return pytest.approx(math.nan if value is None else value, nan_ok=True)
    if form != "code":
        return value
    if column.refs:
        return -1 if value is None else CONTEXT.ids[column.refs[0]].places[value]
    words = column.choices or CONTEXT.words[column.setting or ""]
    return -1 if value is None else words.index(value)
