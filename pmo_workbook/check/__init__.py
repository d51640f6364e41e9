"""From tables as typed to the framework, and everything that is wrong in them. No clock, no file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Final

from pmo_workbook.binding import BoundTable, bind
from pmo_workbook.check import log_rows as check_logs
from pmo_workbook.check.matched import capped, match
from pmo_workbook.check.matrix import check_matrix
from pmo_workbook.check.references import Context, Ids
from pmo_workbook.check.rows import check_rows
from pmo_workbook.check.settings_sheet import check_settings, words
from pmo_workbook.framework import Feedbacks, Framework, Holds, Place, Requests, RowCount
from pmo_workbook.issues import RULES, Issue, declaration, declared
from pmo_workbook.memory import Memory, remembered
from pmo_workbook.settings import SETTINGS, Chosen
from pmo_workbook.sheets import BY_KEY, SHEETS, Sheet
from pmo_workbook.tables import RawTable

ORDER: Final = (
    "roles", "calendars", "settings", "purposes", "stakeholders", "services", "needs", "slas", "holidays",
    "activities", "reviews", "communications", "outcomes", "requests", "holds", "feedback", "actions",
)  # fmt: skip
"""Keys of all input sheets, each after those that its cells refer to."""


CODES: Final = declaration(
    __name__,
    (
        *("missing-table", "missing-column", "below-table", "missing-value", "error-cell", "not-text"),
        *("not-a-number", "not-whole", "not-a-date", "not-allowed", "out-of-range", "too-long", "bad-hours"),
        *("bad-time-zone", "duplicate-id", "unknown-reference", "number-as-text", "date-as-text", "percent-fraction"),
        *("other-spelling", "look-alike", "no-such-time", "ambiguous-time", "setting-unknown", "raci-code"),
        *("reason-built-in", "column-no-role", "too-many-roles", "feedback-no-subject"),
        *(pair.rule for sheet in SHEETS for pair in sheet.model.in_order),
    ),
)
"""Codes that the checks of cells, rows and headers may raise."""


Rejected = Mapping[str, frozenset[int]]
"""Worksheet rows (1-based) by sheet key that are left out, whatever their cells hold."""


@dataclass(frozen=True)
class Checked:
    """What the checks found.

    Attributes:
        framework: Everything that counts.
        issues: Everything that is wrong, in sheet order and by row within a sheet.
    """

    framework: Framework
    issues: tuple[Issue, ...]


@dataclass(frozen=True)
class _Found:
    """What came of one sheet.

    Attributes:
        content: The settings, the rows that count, or the log.
        count: How its rows fared.
        issues: What is to be said about it.
        place: Where its table stands; None when it is missing.
        ids: What other sheets may refer to; None where there is nothing.
        role_columns: Role IDs that have a column.
        setting_rows: Worksheet row (1-based) by setting.
    """

    content: Any
    count: RowCount
    issues: tuple[Issue, ...]
    place: Place | None = None
    ids: Ids | None = None
    role_columns: tuple[str, ...] = ()
    setting_rows: Mapping[str, int] = field(default_factory=dict)


def check(tables: Mapping[str, BoundTable], memory: Memory | None = None, rejected: Rejected | None = None) -> Checked:
    """Check all input tables.

    Args:
        tables: Tables by sheet key (see `sheets.SHEETS`); a missing table has no entry.
        memory: What was worked out before: a sheet is not checked again while its table is the same object and what
            its cells may refer to is the same.
        rejected: Rows in which a rule across rows found an error; each is left out like a row with an error of its own,
            and so is what refers to it.

    Raises:
        ValueError: An issue has a code that is not in `CODES`.
    """
    context, found = Context(), dict[str, _Found]()
    for sheet_key in ORDER:
        sheet = BY_KEY[sheet_key]
        seen = replace(context, rejected=(rejected or {}).get(sheet_key, frozenset()))
        one = found[sheet_key] = _look(sheet, tables.get(sheet_key), seen, found, memory)
        if one.ids is not None:
            context = replace(context, ids={**context.ids, sheet_key: one.ids})
        if sheet_key == "settings":
            context = replace(context, zone=one.content.time_zone, words=words(one.content))
    issues = [issue for sheet in SHEETS for issue in capped(found[sheet.key].issues)]
    return Checked(_framework(found), tuple(declared(__name__, CODES, issues)))


def _look(
    sheet: Sheet, table: BoundTable | None, context: Context, found: Mapping[str, _Found], memory: Memory | None
) -> _Found:
    """Check one sheet; those its cells refer to were checked before."""
    if table is None:
        return _missing(sheet)
    # The sheet sees no more than it is remembered by.
    known = replace(context, ids=_only(context.ids, _REFERS_TO[sheet.key]), date1904=table.table.date1904)
    if sheet.key == "requests":
        settings: Chosen = found["settings"].content
        default = settings.priorities.index(settings.default_priority)
        return remembered(memory, sheet.key, (table,), (known, default), lambda: _requests(table, known, default))
    if sheet.key == "feedback":
        log: Requests = found["requests"].content
        return remembered(memory, sheet.key, (table, log), (known,), lambda: _feedback(table, known, log))
    return remembered(memory, sheet.key, (table,), (known,), lambda: _LOOK.get(sheet.key, _rows)(table, known))


def _only(ids: Mapping[str, Ids], sheet_keys: Collection[str]) -> Mapping[str, Ids]:
    return {sheet_key: ids[sheet_key] for sheet_key in sheet_keys if sheet_key in ids}


def _missing(sheet: Sheet) -> _Found:
    rule = RULES["missing-table"]
    problem = f"The workbook has no table {sheet.table}."
    issue = Issue(rule.code, rule.severity, "", "", sheet.table, 0, "", "", problem, rule.action)
    return _Found(_NOTHING.get(sheet.key, tuple)(), RowCount(0, 0), (issue,))


def _settings(table: BoundTable, context: Context) -> _Found:
    matched, issues = match(table)
    checked = check_settings(matched, context)
    said = (*issues, *checked.issues)
    return _Found(checked.settings, checked.count, said, matched.place, setting_rows=checked.rows)


def _activities(table: BoundTable, context: Context) -> _Found:
    matched, issues = match(table)
    matrix = check_matrix(matched, context)
    place, said = matrix.matched.place, (*issues, *matrix.issues)
    return _Found(matrix.rows, matrix.count, said, place, role_columns=matrix.role_columns)


def _rows(table: BoundTable, context: Context) -> _Found:
    matched, issues = match(table)
    checked = check_rows(matched, context)
    return _Found(checked.rows, checked.count, (*issues, *checked.issues), matched.place, checked.ids)


def _requests(table: BoundTable, context: Context, default_priority: int) -> _Found:
    matched, issues = match(table)
    judged = check_logs.judge(matched, context)
    log, ids = check_logs.requests(judged, default_priority), check_logs.request_ids(matched, judged)
    return _Found(log, judged.count, (*issues, *judged.issues), matched.place, ids)


def _holds(table: BoundTable, context: Context) -> _Found:
    matched, issues = match(table)
    judged = check_logs.judge(matched, context)
    return _Found(check_logs.holds(judged), judged.count, (*issues, *judged.issues), matched.place)


def _feedback(table: BoundTable, context: Context, log: Requests) -> _Found:
    matched, issues = match(table)
    judged = check_logs.judge(matched, context)
    answers, about_nothing, count = check_logs.feedback(matched, judged, log)
    return _Found(answers, count, (*issues, *judged.issues, *about_nothing), matched.place)


def _empty(sheet_key: str) -> BoundTable:
    """A table without rows."""
    sheet = BY_KEY[sheet_key]
    headers = tuple(column.header for column in sheet.columns)
    return bind(sheet, RawTable(sheet.table, sheet.title, 1, 1, headers, ()))


@cache
def _no_requests() -> Requests:
    # One object for all runs: the answers are remembered by the log that they are about.
    log: Requests = _requests(_empty("requests"), Context(), 0).content
    return log


def _no_holds() -> Holds:
    log: Holds = _holds(_empty("holds"), Context()).content
    return log


def _no_feedback() -> Feedbacks:
    log: Feedbacks = _feedback(_empty("feedback"), Context(), _no_requests()).content
    return log


def _framework(found: Mapping[str, _Found]) -> Framework:
    """All that counts."""
    return Framework(
        **{sheet_key: one.content for sheet_key, one in found.items()},
        role_columns=found["activities"].role_columns,
        setting_rows=found["settings"].setting_rows,
        places={sheet_key: one.place for sheet_key, one in found.items() if one.place is not None},
        counts={sheet_key: one.count for sheet_key, one in found.items()},
    )


_LOOK: Final[Mapping[str, Callable[[BoundTable, Context], _Found]]] = {
    "settings": _settings,
    "activities": _activities,
    "holds": _holds,
}
"""How a sheet is checked, where it is not `_rows`."""

_NOTHING: Final[Mapping[str, Callable[[], Any]]] = {
    "settings": Chosen,
    "requests": _no_requests,
    "holds": _no_holds,
    "feedback": _no_feedback,
}
"""What there is of a sheet that is missing, where it is not an empty tuple."""

_REFERS_TO: Final[Mapping[str, frozenset[str]]] = {
    **{sheet.key: frozenset(ref for column in sheet.columns for ref in column.refs) for sheet in SHEETS},
    "settings": frozenset(ref for column in SETTINGS for ref in column.refs),
    "activities": frozenset(["roles"]).union(*(column.refs for column in BY_KEY["activities"].columns)),
}
"""Sheets whose ids a sheet's cells, or its headers, may name."""
