"""From tables as typed to the framework, and everything that is wrong in them. No clock, no file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from pmo_workbook.check import log_rows as check_logs
from pmo_workbook.check.matched import Matched, capped, match
from pmo_workbook.check.matrix import CheckedMatrix, check_matrix
from pmo_workbook.check.references import Context, Ids
from pmo_workbook.check.rows import CheckedRows, check_rows
from pmo_workbook.check.settings_sheet import check_settings, words
from pmo_workbook.framework import Feedbacks, Framework, Holds, Place, RaciRow, Requests, RowCount
from pmo_workbook.hosts.base import RawTable
from pmo_workbook.issues import RULES, Issue
from pmo_workbook.settings import Chosen
from pmo_workbook.sheets import BY_KEY, SHEETS, Sheet

ORDER: Final = (
    "roles", "calendars", "settings", "purposes", "stakeholders", "services", "needs", "slas", "holidays",
    "activities", "reviews", "communications", "outcomes", "requests", "holds", "feedback", "actions",
)  # fmt: skip
"""Keys of all input sheets, each after those that its cells refer to."""


@dataclass(frozen=True)
class Checked:
    """What the checks found.

    Attributes:
        framework: Everything that counts.
        issues: Everything that is wrong, in sheet order and by row within a sheet.
    """

    framework: Framework
    issues: tuple[Issue, ...]


def check(tables: Mapping[str, RawTable]) -> Checked:
    """Check all input tables.

    Args:
        tables: Tables by sheet key (see `sheets.SHEETS`); a missing table has no entry.
    """
    run = _Run(tables)
    for sheet_key in ORDER:
        run.check(BY_KEY[sheet_key])
    issues = [issue for sheet in SHEETS for issue in capped(run.issues[sheet.key])]
    return Checked(run.framework(), tuple(issues))


def _empty(sheet_key: str) -> check_logs.Judged:
    """A log without rows."""
    sheet = BY_KEY[sheet_key]
    headers = tuple(column.header for column in sheet.columns)
    matched, _ = match(sheet, RawTable(sheet.table, sheet.title, 1, 1, headers, ()))
    return check_logs.judge(matched, Context())


def _no_requests() -> Requests:
    return check_logs.requests(_empty("requests"), 0)


def _no_holds() -> Holds:
    return check_logs.holds(_empty("holds"))


def _no_feedback() -> Feedbacks:
    sheet = BY_KEY["feedback"]
    headers = tuple(column.header for column in sheet.columns)
    matched, _ = match(sheet, RawTable(sheet.table, sheet.title, 1, 1, headers, ()))
    return check_logs.feedback(matched, check_logs.judge(matched, Context()), _no_requests())[0]


@dataclass
class _Run:
    """What is known so far, sheet after sheet.

    Attributes:
        tables: Tables by sheet key.
        context: What cells may refer to.
        rows: Rows that count, by key of definition sheet.
        issues: Issues by sheet key.
    """

    tables: Mapping[str, RawTable]
    context: Context = field(default_factory=Context)
    settings: Chosen = field(default_factory=Chosen)
    rows: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    role_columns: tuple[str, ...] = ()
    requests: Requests = field(default_factory=_no_requests)
    holds: Holds = field(default_factory=_no_holds)
    feedback: Feedbacks = field(default_factory=_no_feedback)
    places: dict[str, Place] = field(default_factory=dict)
    counts: dict[str, RowCount] = field(default_factory=dict)
    issues: dict[str, tuple[Issue, ...]] = field(default_factory=dict)

    def check(self, sheet: Sheet) -> None:
        """Check one sheet; those its cells refer to were checked before."""
        table = self.tables.get(sheet.key)
        if table is None:
            self._missing(sheet)
            return
        matched, issues = match(sheet, table)
        self.context = replace(self.context, date1904=table.date1904)
        self.places[sheet.key] = matched.place
        found = self._log(matched) if sheet.log else self._definitions(matched)
        self.issues[sheet.key] = (*issues, *found)

    def _missing(self, sheet: Sheet) -> None:
        rule = RULES["missing-table"]
        problem = f"The workbook has no table {sheet.table}."
        issue = Issue(rule.code, rule.severity, "", "", sheet.table, 0, "", "", problem, rule.action)
        self.issues[sheet.key] = (issue,)
        self.counts[sheet.key] = RowCount(0, 0)
        self.rows[sheet.key] = ()
        if sheet.key == "settings":
            self._choose(self.settings)

    def _definitions(self, matched: Matched) -> tuple[Issue, ...]:
        key = matched.sheet.key
        if key == "settings":
            checked = check_settings(matched, self.context)
            self._choose(checked.settings)
            self.counts[key] = checked.count
            return checked.issues
        if key == "activities":
            matrix: CheckedMatrix = check_matrix(matched, self.context)
            self.places[key], self.role_columns = matrix.matched.place, matrix.role_columns
            self.rows[key], self.counts[key] = matrix.rows, matrix.count
            return matrix.issues
        rows: CheckedRows = check_rows(matched, self.context)
        self.rows[key], self.counts[key] = rows.rows, rows.count
        self._learn(key, rows.ids)
        return rows.issues

    def _log(self, matched: Matched) -> tuple[Issue, ...]:
        key = matched.sheet.key
        judged = check_logs.judge(matched, self.context)
        self.counts[key] = judged.count
        if key == "requests":
            default = self.settings.priorities.index(self.settings.default_priority)
            self.requests = check_logs.requests(judged, default)
            self._learn(key, check_logs.request_ids(matched, judged))
        elif key == "holds":
            self.holds = check_logs.holds(judged)
        else:
            self.feedback, issues, self.counts[key] = check_logs.feedback(matched, judged, self.requests)
            return (*judged.issues, *issues)
        return judged.issues

    def _choose(self, settings: Chosen) -> None:
        self.settings = settings
        self.context = replace(self.context, zone=settings.time_zone, words=words(settings))

    def _learn(self, key: str, ids: Ids) -> None:
        self.context = replace(self.context, ids={**self.context.ids, key: ids})

    def framework(self) -> Framework:
        """All that counts."""
        activities: tuple[RaciRow, ...] = self.rows["activities"]
        return Framework(
            settings=self.settings,
            purposes=self.rows["purposes"],
            stakeholders=self.rows["stakeholders"],
            needs=self.rows["needs"],
            services=self.rows["services"],
            slas=self.rows["slas"],
            calendars=self.rows["calendars"],
            holidays=self.rows["holidays"],
            roles=self.rows["roles"],
            activities=activities,
            role_columns=self.role_columns,
            reviews=self.rows["reviews"],
            communications=self.rows["communications"],
            outcomes=self.rows["outcomes"],
            actions=self.rows["actions"],
            requests=self.requests,
            holds=self.holds,
            feedback=self.feedback,
            places=self.places,
            counts=self.counts,
        )
