"""The log sheets, column by column; pydantic writes the message of the bad rows only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain, compress
from operator import attrgetter
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from pmo_workbook.check.cells import Remark
from pmo_workbook.check.log_columns import Form, LogColumn, blank_column, compiled, read_column
from pmo_workbook.check.matched import Matched
from pmo_workbook.check.order import wrong_order
from pmo_workbook.check.references import Context, Ids
from pmo_workbook.check.rows import check_row, id_taken
from pmo_workbook.columns import Column
from pmo_workbook.epochs import DAY
from pmo_workbook.framework import Feedbacks, Holds, Requests, RowCount
from pmo_workbook.issues import Issue
from pmo_workbook.logs import BOOKKEEPING, TIMES
from pmo_workbook.sheets import SHEETS
from pmo_workbook.spelling import key
from pmo_workbook.tables import Grid, is_blank, plain_text
from pmo_workbook.worktime.zones import to_utc

COMPILED: Final[Mapping[str, tuple[tuple[Column, Form], ...]]] = {s.key: compiled(s.model) for s in SHEETS if s.log}
"""Columns with their forms, by key of the log sheet."""

MOST_EXPLAINED: Final = 10_000
"""Rows of a log that are explained one by one; the rest is counted, so that a wholly wrong log takes no minute."""


@dataclass(frozen=True)
class Judged:
    """A log that was read and judged.

    Attributes:
        row: Worksheet rows (1-based) that are not blank.
        columns: Columns by field name, one entry a row.
        good: Which of the rows count.
        issues: What is to be said, by row.
    """

    row: npt.NDArray[np.int32]
    columns: Mapping[str, LogColumn]
    good: npt.NDArray[np.bool_]
    issues: tuple[Issue, ...]

    @property
    def count(self) -> RowCount:
        """How the rows fared."""
        return RowCount(len(self.row), len(self.row) - int(self.good.sum()))

    def rows(self) -> npt.NDArray[np.int32]:
        """Worksheet rows (1-based) that count."""
        return self.row[self.good]

    def values(self, field: str) -> npt.NDArray[Any]:
        """Values of a column, of the rows that count.

        Args:
            field: Name of the column's field.
        """
        values: npt.NDArray[Any] = self.columns[field].values[self.good]
        return values

    def codes(self, field: str) -> npt.NDArray[np.int32]:
        """The same, as index; -1 for blank."""
        codes: npt.NDArray[np.int32] = self.values(field).astype(np.int32)
        return codes

    def whole(self, field: str, blank: int) -> npt.NDArray[np.int32]:
        """Values of a column of whole numbers, of the rows that count.

        Args:
            field: Name of the column's field.
            blank: What stands for a blank.
        """
        whole: npt.NDArray[np.int32] = np.nan_to_num(self.values(field), nan=blank).astype(np.int32)
        return whole


def judge(matched: Matched, context: Context) -> Judged:
    """Read and judge every row of a log.

    Args:
        matched: The table with its columns recognised.
        context: What its cells may refer to.
    """
    grid = Grid.of(matched.table.rows, len(matched.table.headers))
    filled = _filled(matched, grid)
    row = (np.flatnonzero(filled) + matched.table.first_row).astype(np.int32)
    read = {
        column.field: read_column(column, form, _cells(grid, matched.at[column.field], filled), context)
        if column.field in matched.at
        else blank_column(form, len(row), required=column.required)
        for column, form in COMPILED[matched.sheet.key]
    }
    bad = np.logical_or.reduce([column.bad for column in read.values()])
    bad |= _with_error_cells(matched, row)
    for pair in matched.sheet.model.in_order:
        bad |= wrong_order(read[pair.earlier].values, read[pair.later].values)
    again = _duplicates(matched, row, read)
    for at in again:
        bad[at] = True
    issues = () if matched.missing else tuple(_issues(matched, context, row, read, bad, again))
    judged = Judged(row, read, ~bad & ~np.isin(row, list(context.rejected)), issues)
    changes = () if matched.missing else _clock_changes(matched, judged, context.zone)
    return replace(judged, issues=tuple(sorted((*issues, *changes), key=attrgetter("row"))))


def requests(judged: Judged, default_priority: int) -> Requests:
    """The request log in the types that measuring needs.

    Args:
        judged: The log as judged.
        default_priority: Code of the priority a request without one has.
    """
    priority = judged.codes("priority")
    late = next(column for column, _ in COMPILED["requests"] if column.field == "late_because")
    return Requests(
        row=judged.rows(),
        request_id=judged.values("request_id"),
        service=judged.codes("service_id"),
        priority=np.where(priority < 0, np.int32(default_priority), priority),
        stakeholder=judged.codes("stakeholder_id"),
        status=judged.codes("status"),
        late_because=np.array([*late.choices, None], dtype=object)[judged.codes("late_because")],
        left_out_because=judged.values("left_out_because"),
        title=judged.values("title"),
        requester=judged.values("requester"),
        assigned_to=judged.values("assigned_to"),
        effort_hours=judged.values("effort_hours"),
        times_reopened=judged.whole("times_reopened", 0),
        **{name: judged.values(name) for name in TIMES},
    )


def request_ids(matched: Matched, judged: Judged) -> Ids:
    """What Holds, Feedback and Actions may refer to.

    Args:
        matched: The request log.
        judged: The same, as judged.
    """
    ids = judged.values("request_id").tolist()
    places = dict(zip(ids, range(len(ids)), strict=True))
    bad = judged.columns["request_id"].values[~judged.good].tolist()
    broken = frozenset(key(id_) for id_ in bad if isinstance(id_, str))
    return Ids(matched.table.sheet, places, broken=broken)


def holds(judged: Judged) -> Holds:
    """The hold log in the types that measuring needs.

    Args:
        judged: The log as judged.
    """
    return Holds(
        row=judged.rows(),
        request=judged.codes("request_id"),
        reason=judged.codes("waiting_for"),
        start=judged.values("start"),
        until=judged.values("until"),
    )


def feedback(matched: Matched, judged: Judged, log: Requests) -> tuple[Feedbacks, tuple[Issue, ...], RowCount]:
    """The answers in the types that measuring needs.

    Args:
        matched: The table of answers.
        judged: The same, as judged.
        log: The request log.

    Returns:
        The answers that count, an issue for each that is about nothing, and how the rows fared.
    """
    request, service = judged.codes("request_id"), judged.codes("service_id")
    if len(log):
        service = np.where(request >= 0, log.service[request], service)
    known = service >= 0
    remark = Remark("feedback-no-subject", "It is not said what the answer is about.")
    issues = tuple(matched.issue(int(row), "service_id", remark) for row in judged.rows()[~known])
    answers = Feedbacks(
        row=judged.rows()[known],
        date=judged.values("date")[known],
        request=request[known],
        service=service[known],
        satisfaction=judged.whole("satisfaction", 0)[known],
        recommend=judged.whole("recommend", -1)[known],
    )
    return answers, issues, RowCount(len(judged.row), len(judged.row) - len(answers))


def _clock_changes(matched: Matched, judged: Judged, zone: str) -> Iterator[Issue]:
    """Warn of times that the change to or from summer time skips or repeats; dates without a time are none."""
    for column, form in COMPILED[matched.sheet.key]:
        if form != "time" or column.kind == "day" or column.field not in matched.at or column.field in BOOKKEEPING:
            continue
        times = judged.values(column.field)
        found = to_utc(times, zone)
        timed = times % DAY != 0
        for at in np.flatnonzero((found.skipped | found.ambiguous) & timed).tolist():
            row = int(judged.rows()[at])
            raw = _raw(matched, row, column.field)
            problem = f"On this day {zone} goes from winter to summer time; the hour of this time is skipped."
            remark = Remark("no-such-time", problem)
            if found.ambiguous[at]:
                problem = f"On this day {zone} goes back from summer time; this time occurs twice, the first counts."
                remark = Remark("ambiguous-time", problem)
            yield matched.issue(row, column.field, remark, raw)


def _filled(matched: Matched, grid: Grid) -> npt.NDArray[np.bool_]:
    """Rows that are not blank. A column that must be filled mostly tells; its blanks are looked into."""
    filled = np.ones(len(grid), np.bool_)
    lead = next((c.field for c in matched.columns if c.required), None)
    first = grid.columns[matched.at[lead]] if lead else [None] * len(grid)
    if None not in first and "" not in first:
        return filled
    others = [grid.columns[index] for index in matched.at.values()]
    for at in (at for at, value in enumerate(first) if is_blank(value)):
        filled[at] = not all(is_blank(column[at]) for column in others)
    filled[[index for index in _rows_of_errors(matched) if index < len(filled)]] = True
    return filled


def _rows_of_errors(matched: Matched) -> list[int]:
    """Indexes of the rows with an error cell in one of the columns of the sheet."""
    wanted = set(matched.places.values())
    first = matched.table.first_row
    return sorted({row - first for row, column in matched.table.errors if column in wanted and row >= first})


def _with_error_cells(matched: Matched, row: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
    first = matched.table.first_row
    return np.isin(row, np.array([index + first for index in _rows_of_errors(matched)], dtype=np.int32))


def _cells(grid: Grid, index: int, filled: npt.NDArray[np.bool_]) -> list[Any]:
    cells = grid.columns[index]
    return cells if filled.all() else list(compress(cells, filled))


def _duplicates(matched: Matched, row: npt.NDArray[np.int32], read: Mapping[str, LogColumn]) -> dict[int, Issue]:
    """An issue by position for each row whose id an earlier row has."""
    column = matched.sheet.id_column
    if column is None:
        return {}
    ids = read[column.field]
    # cells that are not odd are of plain signs, so that folding their case gives their key
    keys = [id_.casefold() if isinstance(id_, str) else "" for id_ in ids.values.tolist()]
    for at, cell in ids.odd.items():
        keys[at] = key(plain_text(cell.value))
    first = dict(zip(reversed(keys), range(len(keys) - 1, -1, -1), strict=True))
    if len(first) == len(keys):
        return {}
    again = ((at, first[key_]) for at, key_ in enumerate(keys) if key_ and first[key_] != at)
    return {
        at: id_taken(matched, int(row[at]), ids.odd[at].value if at in ids.odd else ids.values[at], int(row[taken]))
        for at, taken in again
    }


def _issues(
    matched: Matched,
    context: Context,
    row: npt.NDArray[np.int32],
    read: Mapping[str, LogColumn],
    bad: npt.NDArray[np.bool_],
    again: Mapping[int, Issue],
) -> list[Issue]:
    first = matched.table.first_row
    odd = [(at, field, cell) for field, column in read.items() for at, cell in column.odd.items() if cell.remarks]
    found = [
        matched.issue(int(row[at]), field, remark, _raw(matched, int(row[at]), field))
        for at, field, cell in odd
        if not bad[at]
        for remark in cell.remarks
    ]
    wrong = np.flatnonzero(bad).tolist()
    for at in wrong[:MOST_EXPLAINED]:
        number = int(row[at])
        checked = check_row(matched, number, matched.table.rows[number - first], context)
        found.extend(chain(checked.issues, [again[at]] if at in again else []))
    if more := wrong[MOST_EXPLAINED:]:
        rule = next(issue.rule for issue in reversed(found) if issue.severity == "error")
        remark = Remark(rule, f"This row and {len(more) - 1:,} below it have errors too.", "Correct the others first.")
        found.append(matched.issue(int(row[more[0]]), "", remark))
    return found


def _raw(matched: Matched, number: int, field: str) -> Any:
    return matched.table.rows[number - matched.table.first_row][matched.at[field]]
