"""The Settings sheet: one row a setting. A setting that cannot be used takes its default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from pydantic import ValidationError

from pmo_workbook.binding import header_key
from pmo_workbook.check.cells import Cell, Remark
from pmo_workbook.check.matched import Matched
from pmo_workbook.check.references import Context
from pmo_workbook.check.rows import explain
from pmo_workbook.check.values import fits, read_cell
from pmo_workbook.columns import Column
from pmo_workbook.framework import RowCount
from pmo_workbook.issues import Issue
from pmo_workbook.renamed import called
from pmo_workbook.settings import CLOSED_REASON, SETTINGS, Chosen, Settings, chosen
from pmo_workbook.spelling import closest, key
from pmo_workbook.tables import is_blank, plain_text

MOST_WORDS: Final = 50
"""Priorities, and reasons for waiting, at most; the measuring kernel packs a priority into eight bits."""

_WORDS: Final = ("priorities", "waiting_reasons")


@dataclass(frozen=True)
class CheckedSettings:
    """The settings of a run.

    Attributes:
        settings: The settings, defaults filled in.
        issues: All issues of the sheet.
        count: How its rows fared.
        rows: Worksheet row (1-based) by setting, of those that the sheet gives.
    """

    settings: Chosen
    issues: tuple[Issue, ...]
    count: RowCount
    rows: Mapping[str, int]


@dataclass(frozen=True)
class _Given:
    """One row of the sheet that names a setting: its worksheet row, the setting, and what its Value cell holds."""

    row: int
    column: Column
    raw: Any
    error: str


def check_settings(matched: Matched, context: Context) -> CheckedSettings:
    """Read and judge the Settings sheet.

    Args:
        matched: The table with its columns recognised.
        context: What it may refer to: roles and calendars.
    """
    if matched.missing or "value" not in matched.at:
        return CheckedSettings(_usable({}), (), RowCount(0, 0), {})
    given, issues, read = _given(matched)
    values: dict[str, Any] = {}
    rows = {each.column.field: each for each in given}
    for column in SETTINGS:  # in this order a setting may use the words of an earlier one
        if column.field not in rows:
            continue
        each = rows[column.field]
        cell = _without_closed(column, _read(each, _with_words(context, values)))
        remarks = [*cell.remarks, *_faults(each, cell)]
        issues.extend(matched.issue(each.row, "value", remark, each.raw) for remark in remarks)
        if len(remarks) == len(cell.remarks) and cell.value is not None and each.row not in context.rejected:
            values[column.field] = cell.value
    errors = [issue.row for issue in issues if issue.severity == "error"]
    bad = len(errors) + len({each.row for each in given} & context.rejected - set(errors))
    issues.sort(key=lambda issue: issue.row)
    settings = _usable(values)
    issues.extend(_no_default_priority(matched, rows, values, settings))
    return CheckedSettings(
        settings, tuple(issues), RowCount(read, bad), {field: each.row for field, each in rows.items()}
    )


def words(settings: Chosen) -> dict[str, tuple[str, ...]]:
    """The lists of words that columns may ask for, by field of the settings.

    Args:
        settings: Settings of the run.
    """
    return {"priorities": settings.priorities, "waiting_reasons": settings.waiting_reasons}


def _given(matched: Matched) -> tuple[list[_Given], list[Issue], int]:
    by_name = {
        header_key(word): column for column in SETTINGS for word in reversed(called("setting", "", column.header))
    }
    given: dict[str, _Given] = {}
    issues = []
    read = 0
    for number, cells in matched.rows():
        name, raw = cells[matched.at["name"]], cells[matched.at["value"]]
        read += 1
        error = matched.error_in(number, "value")
        column = by_name.get(header_key(plain_text(name)))
        if column and column.field in given:
            problem = f"'{name}' is already in row {given[column.field].row}; only that row counts."
            remark = Remark("duplicate-id", problem)
            issues.append(matched.issue(number, "name", remark, name))
        elif column:
            given[column.field] = _Given(number, column, raw, error)
        elif not is_blank(name):
            near = closest(plain_text(name), [each.header for each in SETTINGS])
            action = f"Did you mean '{near}'?" if near else ""
            remark = Remark("setting-unknown", f"'{plain_text(name)}' is no setting; the row is ignored.", action)
            issues.append(matched.issue(number, "name", remark, name))
        elif not is_blank(raw) or error:
            issues.append(matched.issue(number, "name", Remark("missing-value", "Name must be filled.")))
    return list(given.values()), issues, read


def _read(each: _Given, context: Context) -> Cell:
    if each.error:
        return Cell(None, fault=Remark("error-cell", f"The cell shows {each.error}."))
    return read_cell(each.column, each.raw, context)


def _without_closed(column: Column, cell: Cell) -> Cell:
    """Take the built-in reason off a person's own reasons for waiting, and say so."""
    if column.field != "waiting_reasons" or cell.fault or not cell.value:
        return cell
    others = tuple(word for word in cell.value if key(word) != key(CLOSED_REASON))
    if len(others) == len(cell.value):
        return cell
    problem = f"'{CLOSED_REASON}' is built in: it stops every clock from a closing to the reopening."
    return replace(cell, value=others or None, remarks=(*cell.remarks, Remark("reason-built-in", problem)))


def _faults(each: _Given, cell: Cell) -> list[Remark]:
    """Why a value cannot be used; pydantic says so where it is a matter of type or bounds."""
    if cell.fault:
        found = [cell.fault]
    elif each.column.field in _WORDS and len(cell.value or ()) > MOST_WORDS:
        problem = f"There are {len(cell.value)} words; {MOST_WORDS} are possible."
        found = [Remark("too-long", problem, "Shorten the list.")]
    elif fits(each.column, cell.value):
        found = []
    else:
        try:
            Settings.model_validate({each.column.field: cell.value})
            found = []
        except ValidationError as error:
            found = [remark for _, remark in explain(SETTINGS, error)]
    return [replace(remark, problem=f"{remark.problem} The default is taken.") for remark in found]


def _with_words(context: Context, values: Mapping[str, Any]) -> Context:
    return replace(context, words=words(chosen(Settings(**values))))


def _usable(values: Mapping[str, Any]) -> Chosen:
    """The settings with defaults; a default priority that is none of the priorities gives way to the lowest."""
    settings = chosen(Settings(**values))
    if settings.default_priority in settings.priorities:
        return settings
    return settings.model_copy(update={"default_priority": settings.priorities[-1]})


def _no_default_priority(
    matched: Matched, rows: Mapping[str, _Given], values: Mapping[str, Any], settings: Chosen
) -> list[Issue]:
    """Say which priority is taken where the usual default is none of the person's own priorities."""
    if "priorities" not in values or Chosen().default_priority in settings.priorities or "default_priority" in values:
        return []
    problem = f"No default priority is chosen; '{settings.default_priority}' is taken."
    action = f"Choose one of: {', '.join(settings.priorities)}."
    row = rows["default_priority"].row if "default_priority" in rows else rows["priorities"].row
    return [matched.issue(row, "value", Remark("missing-value", problem, action))]
