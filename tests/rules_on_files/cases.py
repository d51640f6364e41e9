"""One entry a rule: how to break it. What the file then gives is in `expected`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl.utils import range_boundaries
from openpyxl.workbook import Workbook

from tests.opened import opened
from tests.rules_on_files.clean import Break, Rows, at, day, make

Surgery = Callable[[Workbook], object]
"""What somebody does to the finished workbook in another program."""


@dataclass(frozen=True)
class Case:
    """How to break one rule.

    Attributes:
        rule: Its code.
        breaks: Changes of the rows before they go into the workbook.
        surgery: What is done to the finished file; None when nothing is.
    """

    rule: str
    breaks: tuple[Break, ...] = ()
    surgery: Surgery | None = None

    def file(self, path: Path) -> Path:
        """Make the workbook that breaks the rule."""
        make(path, *self.breaks)
        if self.surgery:
            operate(path, self.surgery)
        return path


def operate(path: Path, *surgeries: Surgery) -> None:
    """Open a workbook with openpyxl, change it, save it."""
    book = opened(path)
    for surgery in surgeries:
        surgery(book)
    book.save(path)


def typed(key: str, row: int, **values: Any) -> Break:
    """Somebody types other values into a row, counted from 0."""
    return lambda rows: rows[key][row].update(values)


def added(key: str, **values: Any) -> Break:
    """Somebody adds a row."""
    return lambda rows: rows[key].append(values)


def copied(key: str, row: int, **values: Any) -> Break:
    """Somebody adds a row like another one, with some other values."""
    return lambda rows: rows[key].append(rows[key][row] | values)


def deleted(key: str, row: int) -> Break:
    """Somebody deletes a row."""
    return lambda rows: rows[key].pop(row)


def setting(name: str, value: Any) -> Break:
    """Somebody fills a setting."""
    return added("settings", name=name, value=value)


def table_of(book: Workbook, sheet: str) -> Any:
    return next(iter(book[sheet].tables.values()))


def header_becomes(sheet: str, old: str, new: str) -> Surgery:
    def change(book: Workbook) -> None:
        cell = next(cell for row in book[sheet].iter_rows() for cell in row if cell.value == old)
        cell.value = new
        next(column for column in table_of(book, sheet).tableColumns if column.name == old).name = new

    return change


def error_in(sheet: str, address: str, error: str) -> Surgery:
    def change(book: Workbook) -> None:
        book[sheet][address] = error
        book[sheet][address].data_type = "e"

    return change


def typed_below(sheet: str, *values: Any) -> Surgery:
    def change(book: Workbook) -> None:
        row = range_boundaries(table_of(book, sheet).ref)[3] + 1
        for column, value in enumerate(values, 1):
            book[sheet].cell(row, column, value)

    return change


def cell_becomes(sheet: str, address: str, value: Any) -> Surgery:
    def change(book: Workbook) -> None:
        book[sheet][address] = value

    return change


def many_roles(rows: Rows) -> None:
    for n in range(3, 32):
        rows["roles"].append({"role_id": f"X{n}", "role": f"Role {n}"})
        rows["activities"][0][f"role:X{n}"] = "I"


def many_consulted(rows: Rows) -> None:
    for n in range(1, 7):
        rows["roles"].append({"role_id": f"X{n}", "role": f"Role {n}"})
        rows["activities"][0][f"role:X{n}"] = "C"


def late_answers(rows: Rows) -> None:
    for row in rows["requests"][:3]:
        row["first_response"] = row["closed"]


MANY_A = setting("Too many A's, share of activities %", 100)

CASES: tuple[Case, ...] = (
    # cells
    Case("missing-table", surgery=lambda book: book.remove(book["Outcomes"])),
    Case("missing-column", surgery=header_becomes("Outcomes", "Measure", "What")),
    Case("missing-value", (typed("stakeholders", 0, group=None), typed("needs", 0, stakeholder_id=None))),
    Case("error-cell", surgery=error_in("Requests", "O6", "#DIV/0!")),
    Case("not-text", surgery=cell_becomes("Requests", "A11", at("2026-03-07"))),
    Case("not-a-number", (typed("requests", 0, effort_hours="two"),)),
    Case("not-whole", (typed("requests", 0, times_reopened=1.5),)),
    Case("not-a-date", (typed("requests", 0, first_response="tomorrow"),)),
    Case("not-allowed", (typed("requests", 0, priority="Very high"),)),
    Case("out-of-range", (typed("feedback", 0, satisfaction=6),)),
    Case("too-long", (typed("purposes", 0, focus_area="G" * 81), typed("services", 0, purposes=None))),
    Case("bad-hours", (typed("holidays", 0, hours="9 to 5"),)),
    Case("bad-time-zone", (typed("calendars", 0, time_zone="London time"),)),
    Case("duplicate-id", (copied("requests", 6, request_id="r-6"),)),
    Case("unknown-reference", (copied("requests", 6, request_id="R-9", service_id="SVC-11"),)),
    Case("number-as-text", (typed("requests", 0, effort_hours="3.5"),)),
    Case("date-as-text", (typed("requests", 0, closed="2026-02-04 15:00"),)),
    Case("percent-fraction", (typed("slas", 0, goal=0.8),)),
    Case("other-spelling", (typed("requests", 0, priority="urgent"),)),
    Case("look-alike", (typed("requests", 0, service_id="SV\N{CYRILLIC CAPITAL LETTER ES}-1"),)),
    Case("below-table", surgery=typed_below("Requests", "R-9", "SVC-2", "Normal", None, None, None, at("2026-04-15"))),
    Case("no-such-time", (typed("requests", 5, submitted=at("2026-03-29 01:30"), first_response=None, closed=None),
                          deleted("holds", 0))),
    Case("ambiguous-time", (copied("requests", 5, request_id="R-0", submitted=at("2025-10-26 01:30"),
                                   first_response=at("2025-10-27 09:30"), closed=at("2025-10-27 12:00")),
                            added("holidays", calendar_id="All", date=day("2025-12-25")))),
    # the framework
    Case("setting-unknown", surgery=cell_becomes("Settings", "A23", "Pyton command")),
    Case("reason-built-in", surgery=cell_becomes("Settings", "B17", "Requester, Approver, PMO, Closed")),
    Case("sla-missing", (typed("services", 1, critical="Yes"),)),
    Case("sla-target", (typed("slas", 0, target=None),)),
    Case("sla-unit", (typed("slas", 0, unit="score"),)),
    Case("sla-ignored", (added("slas", sla_id="SLA-3", service_id="SVC-1", name="Promise", metric="Promised date",
                               target=2, goal=90),)),
    Case("sla-no-goal", (typed("slas", 0, goal=None),)),
    Case("sla-response-longer", (typed("slas", 0, target=9, unit="working days"),)),
    Case("sla-overlap", (copied("slas", 0, sla_id="SLA-3", effective_from=day("2026-04-01")),)),
    Case("effective-order", (copied("slas", 0, sla_id="SLA-3", effective_from=day("2026-04-01"),
                                    effective_to=day("2026-03-01")),)),
    Case("waiting-for-pmo", (typed("slas", 1, stops_while_waiting_for="Requester, PMO"),)),
    Case("no-calendar", (deleted("settings", 3),
                         added("calendars", calendar_id="NIGHT", time_zone="Europe/London", mon="22:00-06:00"))),
    Case("calendar-closed", (added("calendars", calendar_id="CLOSED", time_zone="Europe/London"),)),
    Case("calendar-no-holidays", (deleted("holidays", 0),)),
    Case("fixed-zone", (typed("settings", 2, value="GMT"),
                        added("calendars", calendar_id="NY", time_zone="EST", mon="09:00-17:00"))),
    Case("raci-code", (typed("activities", 1, **{"role:PMD": "X"}),
                       added("activities", activity_id="A-3", activity="Plan courses", service_id="SVC-2",
                             **{"role:PMD": "R", "role:PSM": "A"}))),
    Case("raci-one-a", (typed("activities", 0, **{"role:PSM": "A/R"}), MANY_A)),
    Case("raci-no-r", (typed("activities", 0, **{"role:PSM": "C"}),)),
    Case("raci-many-c", (many_consulted,)),
    Case("role-no-column", surgery=header_becomes("Activities", "PMD", "PMO")),
    Case("column-no-role", surgery=header_becomes("Activities", "PMD", "PND")),
    Case("too-many-roles", (many_roles,)),
    Case("role-many-a", (typed("activities", 0, **{"role:PMD": "R", "role:PSM": "A"}),)),
    Case("role-no-part", (typed("activities", 0, **{"role:PMD": None, "role:PSM": "A/R"}),
                          typed("activities", 1, **{"role:PMD": None}), MANY_A)),
    Case("service-no-activity", (deleted("activities", 1),)),
    Case("need-no-service", (copied("needs", 0, need_id="N-2", services=None),)),
    Case("service-no-need", (typed("needs", 0, services="SVC-1"),)),
    Case("purpose-no-service", (copied("purposes", 0, purpose_id="P2", focus_area="Training"),)),
    Case("review-overdue", (typed("reviews", 0, last_held=day("2026-02-27")),)),
    Case("service-review-overdue", (typed("services", 0, last_reviewed=day("2024-12-31")),)),
    Case("action-overdue", (typed("actions", 0, due=day("2026-04-14")),)),
    Case("communication-overdue", (typed("communications", 0, next_planned=day("2026-04-01")),)),
    Case("goal-no-action", (late_answers, deleted("actions", 0))),
    Case("goal-fragile", (typed("slas", 0, goal=95),)),
    # the logs
    Case("request-future", (copied("requests", 6, request_id="R-9", submitted=at("2026-07-30 09:00"),
                                   first_response=None),)),
    Case("response-before-submission", (typed("requests", 6, first_response=at("2026-04-13 10:30")),)),
    Case("closed-before-submission", (typed("requests", 6, first_response=None, closed=at("2026-04-13 10:30")),)),
    Case("closed-before-response", (typed("requests", 6, closed=at("2026-04-14 10:15")),)),
    Case("clock-start-outside", (typed("requests", 6, clock_start=at("2026-04-13 10:00")),)),
    Case("promise-early", (typed("requests", 6, promised=day("2026-04-13")),)),
    Case("status-contradicts", (typed("requests", 6, status="Completed"),)),
    Case("retired-open", (typed("services", 1, status="Retired"),)),
    Case("hold-order", (typed("holds", 0, until=at("2026-03-03 17:00")),)),
    Case("hold-outside", (typed("holds", 0, start=at("2026-03-02 09:00")),)),
    Case("hold-overlap", (copied("holds", 0, start=at("2026-03-05 09:00"), until=at("2026-03-06 09:00")),)),
    Case("hold-not-ended", (typed("holds", 0, until=None),)),
    Case("hold-long", (typed("requests", 7, submitted=at("2026-03-02 14:00")),
                       typed("holds", 1, start=at("2026-03-03 09:00")))),
    Case("feedback-no-subject", (added("feedback", date=day("2026-03-12"), satisfaction=4),)),
    Case("feedback-no-answer", (typed("feedback", 0, satisfaction=None, recommend=None),)),
)  # fmt: skip
"""In the order of `issues.RULES`."""
