"""Definition sheets, row by row: cells are read, then pydantic judges the row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from pmo_workbook.check.cells import BLANK, Cell, Remark
from pmo_workbook.check.matched import Matched
from pmo_workbook.check.order import seconds, wrong_order
from pmo_workbook.check.references import Context, Ids
from pmo_workbook.check.values import read_cell
from pmo_workbook.columns import Column, Row
from pmo_workbook.framework import RowCount
from pmo_workbook.issues import Issue
from pmo_workbook.spelling import key, listed
from pmo_workbook.tables import plain_text

NAMES: Final[Mapping[str, str]] = {"services": "name", "roles": "role", "stakeholders": "group"}
"""Field, by sheet key, whose text may stand for the id where it is unique."""

RULE_OF: Final[Mapping[str, str]] = {
    "missing": "missing-value",
    "string_type": "not-text",
    "string_too_short": "missing-value",
    "string_too_long": "too-long",
    "literal_error": "not-allowed",
    "tuple_type": "not-text",
    "int_type": "not-a-number",
    "int_from_float": "not-whole",
    "float_type": "not-a-number",
    "greater_than_equal": "out-of-range",
    "less_than_equal": "out-of-range",
    "date_type": "not-a-date",
    "datetime_type": "not-a-date",
}
"""Rule by pydantic's error type."""


@dataclass(frozen=True)
class CheckedRow:
    """A row that was read and judged.

    Attributes:
        model: The row, None when it has an error.
        cells: What was read, by field name.
        issues: All that is to be said about it.
    """

    model: Row | None
    cells: Mapping[str, Cell]
    issues: tuple[Issue, ...]


@dataclass(frozen=True)
class CheckedRows:
    """A definition sheet that was read and judged.

    Attributes:
        rows: Rows that count, in sheet order.
        issues: All issues of the sheet.
        count: How the rows fared.
        ids: What other sheets may refer to.
    """

    rows: tuple[Any, ...]
    issues: tuple[Issue, ...]
    count: RowCount
    ids: Ids


def check_rows(matched: Matched, context: Context) -> CheckedRows:
    """Read and judge every row of a definition sheet.

    Args:
        matched: The table with its columns recognised.
        context: What its cells may refer to.
    """
    rows: list[Row] = []
    issues: list[Issue] = []
    taken: dict[str, int] = {}
    broken: set[str] = set()
    read = 0
    for number, cells in matched.rows():
        read += 1
        if matched.missing:
            continue
        checked = check_row(matched, number, cells, context)
        again = duplicate(matched, number, checked.cells, taken)
        issues.extend((*checked.issues, *again))
        if checked.model is not None and not again and number not in context.rejected:
            rows.append(checked.model)
        elif not again:
            broken.add(key(plain_text(_id_of(matched, checked.cells))))
    ids = _ids(matched, rows, broken)
    return CheckedRows(tuple(rows), tuple(issues), RowCount(read, read - len(rows)), ids)


def check_row(matched: Matched, number: int, raw: Sequence[Any], context: Context) -> CheckedRow:
    """Read and judge one row.

    Args:
        matched: The table with its columns recognised.
        number: Worksheet row (1-based).
        raw: Its cells, as wide as the table.
        context: What its cells may refer to.
    """
    cells = {c.field: _cell(matched, number, c, raw[matched.at[c.field]], context) for c in matched.columns}
    if matched.sheet.key == "slas":
        cells.update(_target_in_per_cent(cells))
    issues: list[Issue] = []
    for field, cell in cells.items():
        remarks = (*cell.remarks, *((cell.fault,) if cell.fault else ()))
        issues.extend(matched.issue(number, field, remark, raw[matched.at[field]]) for remark in remarks)
    faulty = {field for field, cell in cells.items() if cell.fault}
    record = {field: cell.value for field, cell in cells.items()}
    model: Row | None = None
    try:
        model = matched.sheet.model.model_validate({"row": number, **record})
    except ValidationError as error:
        for field, remark in explain(matched.sheet.columns, error):
            if field not in faulty:
                issues.append(matched.issue(number, field, remark, raw[matched.at[field]]))
    disorder = _disorder(matched, number, record, faulty)
    issues.extend(disorder)
    return CheckedRow(None if faulty or disorder else model, cells, tuple(issues))


def duplicate(matched: Matched, number: int, cells: Mapping[str, Cell], taken: dict[str, int]) -> tuple[Issue, ...]:
    """Say whether the id of a row is taken by an earlier row; if not, it is taken now.

    Args:
        matched: The table.
        number: Worksheet row (1-based).
        cells: What was read in the row.
        taken: Worksheet row by key of id, of the rows so far; added to.
    """
    value = _id_of(matched, cells)
    if value is None:
        return ()
    first = taken.setdefault(key(plain_text(value)), number)
    return () if first == number else (id_taken(matched, number, value, first),)


def id_taken(matched: Matched, number: int, id_: Any, first: int) -> Issue:
    """Say that the id of a row is taken.

    Args:
        matched: The table.
        number: Worksheet row (1-based).
        id_: The id as it was read.
        first: Worksheet row (1-based) that has it.
    """
    column = matched.sheet.id_column
    remark = Remark("duplicate-id", f"The id '{plain_text(id_)}' is already in row {first}; only that row counts.")
    return matched.issue(number, column.field if column else "", remark, id_)


def explain(columns: Sequence[Column], error: ValidationError) -> list[tuple[str, Remark]]:
    """Turn pydantic's verdict into rules and plain sentences.

    Args:
        columns: Columns of the model.
        error: What pydantic found in a row.

    Returns:
        Field name and remark for each cell that is wrong.
    """
    by_field = {column.field: column for column in columns}
    found: dict[str, Remark] = {}
    for detail in error.errors(include_url=False, include_context=True):
        field = str(detail["loc"][0])
        found.setdefault(field, _sentence(by_field[field], detail))
    return list(found.items())


def _sentence(column: Column, detail: ErrorDetails) -> Remark:
    value = detail["input"]
    rule = RULE_OF[detail["type"]]
    if value is None or rule == "missing-value":
        return Remark("missing-value", f"{column.header} must be filled.")
    if rule == "not-a-number" and column.kind == "whole" and isinstance(value, float):
        rule = "not-whole"
    text = plain_text(value)
    return Remark(rule, _problem(rule, column, text), _action(rule, column))


def _problem(rule: str, column: Column, text: str) -> str:
    low, high = column.low or 0, column.high
    bounds = f"between {low:g} and {high:g}" if high is not None else f"at least {low:g}"
    return {
        "not-text": f"{column.header} must be text.",
        "too-long": f"{column.header} has {len(text):,} characters; {column.longest or 0:,} are allowed.",
        "not-allowed": f"'{text}' is none of the values of this column.",
        "not-whole": f"{text} is not a whole number.",
        "not-a-number": f"'{text}' is not a number.",
        "out-of-range": f"{text} is not {bounds}.",
        "not-a-date": f"'{text}' is not a date.",
    }[rule]


def _action(rule: str, column: Column) -> str:
    return f"Choose one of: {listed(column.choices)}." if rule == "not-allowed" else ""


def _cell(matched: Matched, number: int, column: Column, value: Any, context: Context) -> Cell:
    error = matched.error_in(number, column.field)
    if error:
        return Cell(None, fault=Remark("error-cell", f"The cell shows {error}."))
    return read_cell(column, value, context) if value is not None else BLANK


def _target_in_per_cent(cells: Mapping[str, Cell]) -> dict[str, Cell]:
    """The target of an SLA whose unit is %, where it is a fraction: Excel keeps a typed 80% as 0.8."""
    unit, target = cells.get("unit", BLANK), cells.get("target", BLANK)
    if unit.value != "%" or not isinstance(target.value, float) or not 0 < target.value < 1:
        return {}
    value = round(target.value * 100, 10)
    remark = Remark("percent-fraction", f"{plain_text(target.value)} is read as {plain_text(value)} %.")
    return {"target": Cell(value, (*target.remarks, remark))}


def _disorder(matched: Matched, number: int, record: Mapping[str, Any], faulty: set[str]) -> list[Issue]:
    issues = []
    for pair in matched.sheet.model.in_order:
        earlier, later = record.get(pair.earlier), record.get(pair.later)
        if {pair.earlier, pair.later} & faulty or not (isinstance(earlier, dt.date) and isinstance(later, dt.date)):
            continue
        if wrong_order(seconds(earlier), seconds(later)):
            headers = {column.field: column.header for column in matched.sheet.columns}
            problem = (
                f"{headers[pair.later]} {plain_text(later)} is before {headers[pair.earlier]} {plain_text(earlier)}."
            )
            issues.append(matched.issue(number, pair.later, Remark(pair.rule, problem), later))
    return issues


def _id_of(matched: Matched, cells: Mapping[str, Cell]) -> Any:
    column = matched.sheet.id_column
    cell = cells.get(column.field) if column else None
    return cell.value if cell else None


def _ids(matched: Matched, rows: Sequence[Row], broken: set[str]) -> Ids:
    column = matched.sheet.id_column
    if column is None:
        return Ids(matched.table.sheet)
    places = {getattr(row, column.field): index for index, row in enumerate(rows)}
    names: dict[str, str] = {}
    if field := NAMES.get(matched.sheet.key):
        known: dict[str, list[Row]] = {}
        for row in rows:
            known.setdefault(key(getattr(row, field)), []).append(row)
        names = {getattr(same[0], field): getattr(same[0], column.field) for same in known.values() if len(same) == 1}
    return Ids(matched.table.sheet, places, names, frozenset(broken - {""}))
