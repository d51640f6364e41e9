"""One workbook in which everything is wrong at once still refreshes, says so, and keeps what people typed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pmo_workbook.issues import RULES
from pmo_workbook.sheets import SHEETS
from pmo_workbook.workflow import look, refresh
from tests.conftest import run_command
from tests.opened import opened
from tests.rules_on_files import cases
from tests.rules_on_files.cases import Rows, added, copied, deleted, operate, typed
from tests.rules_on_files.clean import NOW, at, day, make
from tests.witness import openxml_sdk
from tests.witness.package_lint import lint, new_findings
from tests.witness.readback import changed_parts

FRAMEWORK = (
    typed("settings", 3, value="OFICE"),
    copied("purposes", 0, purpose_id="P2", focus_area="governance"),
    copied("purposes", 0, purpose_id="P3", focus_area="G" * 81),
    added("stakeholders", stakeholder_id="STK-2"),
    copied("needs", 0, need_id="N-2", services="SVC-1"),
    copied("needs", 0, need_id="N-3", services=None),
    typed("needs", 0, services="SVC-1"),
    typed("services", 0, last_reviewed=day("2024-12-31"), calendar="OFFICE"),
    copied("services", 1, service_id="SVC-3", name="Reporting", critical="Yes"),
    copied("services", 1, service_id="SVC-4", name="Old advice", status="Retired"),
    typed("slas", 0, target=9, unit="working days", goal=95),
    typed("slas", 1, goal=0.95, stops_while_waiting_for="Requester, PMO"),
    copied("slas", 0, sla_id="SLA-3", effective_from=day("2026-04-01")),
    copied("slas", 0, sla_id="SLA-4", effective_from=day("2026-04-01"), effective_to=day("2026-03-01")),
    copied("slas", 0, sla_id="SLA-5", service_id="SVC-2", goal=None),
    copied("slas", 0, sla_id="SLA-6", service_id="SVC-2", target=None),
    copied("slas", 0, sla_id="SLA-7", service_id="SVC-2", unit="score"),
    copied("slas", 1, sla_id="SLA-8", service_id="SVC-2", calendar="CLOSED"),
    copied("slas", 0, sla_id="SLA-9", metric="Promised date"),
    typed("calendars", 0, time_zone="GMT"),
    added("calendars", calendar_id="CLOSED", time_zone="Europe/London"),
    added("calendars", calendar_id="MOON", time_zone="Sea of Tranquility"),
    added("calendars", calendar_id="SHORT", time_zone="UTC", mon="9 to 5"),
    deleted("activities", 1),
    typed("activities", 0, **{"role:PMD": "A/R", "role:PSM": "A/R"}),
    cases.many_roles,
    added("roles", role_id="Y1", role="One role too many"),
    typed("activities", 0, **{"role:Y1": "I"}),
    typed("activities", 0, **{f"role:X{n}": "C" for n in range(5, 11)}, **{"role:X3": None}),
    added("activities", activity_id="A-3", activity="Plan", service_id="SVC-3", **{"role:PMD": "C", "role:PSM": "A"}),
    added("activities", activity_id="A-4", activity="Teach", service_id="SVC-3", **{"role:PMD": "X", "role:PSM": "A"}),
    typed("reviews", 0, last_held=day("2026-02-27")),
    typed("communications", 0, next_planned=day("2026-04-01")),
    typed("actions", 0, because_of="SVC-3", due=day("2026-04-14")),
)
LOG = (
    copied("requests", 6, request_id="R-7"),
    copied("requests", 6, request_id="R-11", service_id="SVC-21"),
    copied("requests", 6, request_id="R-12", priority="Very high"),
    copied("requests", 6, request_id="R-13", priority="urgent", effort_hours="3.5"),
    copied("requests", 6, request_id="R-14", service_id="SV\N{CYRILLIC CAPITAL LETTER ES}-1", effort_hours="two"),
    copied("requests", 6, request_id="R-15", service_id="SV\N{CYRILLIC CAPITAL LETTER ES}-1", times_reopened=1.5),
    copied("requests", 6, request_id="R-16", service_id="SV\N{CYRILLIC CAPITAL LETTER ES}-1"),
    copied("requests", 6, request_id="R-17", first_response="tomorrow"),
    copied("requests", 6, request_id="R-18", first_response="2026-04-14 12:00", status="Completed"),
    copied("requests", 6, request_id="R-19", submitted=at("2026-03-29 01:30"), clock_start=at("2026-03-01 10:00")),
    copied("requests", 6, request_id="R-20", submitted=at("2025-10-26 01:30"), promised=day("2025-10-01")),
    copied("requests", 6, request_id="R-21", submitted=at("2026-07-30 09:00"), first_response=None),
    copied("requests", 6, request_id="R-22", first_response=at("2026-04-13 10:30")),
    copied("requests", 6, request_id="R-23", first_response=None, closed=at("2026-04-13 10:30")),
    copied("requests", 6, request_id="R-24", closed=at("2026-04-14 10:15")),
    copied("requests", 6, request_id="R-25", service_id="SVC-4"),
    copied("requests", 6, request_id="R-26"),
    typed("holds", 0, start=at("2026-03-02 09:00")),
    copied("holds", 0, until=at("2026-02-01 09:00")),
    copied("holds", 0, start=at("2026-03-05 09:00"), until=at("2026-03-06 09:00")),
    added("holds", request_id="R-1", waiting_for="Approver", start=at("2026-02-02 12:00")),
    typed("requests", 7, submitted=at("2026-03-02 14:00")),
    typed("holds", 1, start=at("2026-03-03 09:00")),
    added("feedback", date=day("2026-03-12"), satisfaction=4),
    added("feedback", date=day("2026-03-12"), request_id="R-6"),
    added("feedback", date=day("2026-03-12"), request_id="R-6", satisfaction=6),
)
SURGERIES = (
    lambda book: book.remove(book["Outcomes"]),
    cases.header_becomes("Holidays", "Date", "When"),
    cases.header_becomes("Activities", "X4", "X99"),
    cases.cell_becomes("Settings", "A23", "Pyton command"),
    cases.cell_becomes("Settings", "B17", "Requester, Approver, PMO, Closed"),
    cases.cell_becomes("Requests", "A29", at("2026-03-07")),
    cases.error_in("Requests", "O6", "#DIV/0!"),
    cases.typed_below("Requests", "R-27", "SVC-2", "Normal", None, None, None, at("2026-04-15 09:00")),
)


def late(rows: Rows) -> None:
    for row in rows["requests"][:3]:
        row["closed"] = at("2026-03-20 15:00")


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = make(tmp_path_factory.mktemp("wrong") / "Everything.xlsm", *FRAMEWORK, *LOG, late)
    operate(path, *SURGERIES)
    return path


@pytest.fixture(scope="module")
def refreshed(broken: Path) -> Path:
    path = broken.with_name("Refreshed.xlsm")
    shutil.copyfile(broken, path)
    refresh(path, NOW)
    return path


def test_every_rule_is_broken_in_it(broken: Path) -> None:
    assert set(RULES) - {issue.rule for issue in look(broken, NOW).issues} == set()


def test_it_refreshes_from_the_command_line_and_ends_with_1(broken: Path, tmp_path: Path) -> None:
    path = tmp_path / "Everything.xlsm"
    shutil.copyfile(broken, path)

    done = run_command("refresh", path, "--as-of", "2026-04-15 13:00")

    assert done.returncode == 1
    assert done.stderr == ""
    assert "left out" in done.stdout


def test_the_issues_tab_lists_every_rule(refreshed: Path) -> None:
    written = {cell.value for row in opened(refreshed)["Issues"].iter_rows() for cell in row}

    assert set(RULES) - written == set()


def test_the_inputs_are_byte_for_byte_what_they_were(broken: Path, refreshed: Path) -> None:
    before, after = opened(broken), opened(refreshed)
    sheets = [sheet.title for sheet in SHEETS if sheet.title in before.sheetnames]
    assert len(sheets) == len(SHEETS) - 1
    parts = {f"xl/worksheets/sheet{before.sheetnames.index(title) + 1}.xml" for title in sheets}

    assert parts & set(changed_parts(broken, refreshed)) == set()
    for title in sheets:
        assert [[c.value for c in row] for row in after[title]] == [[c.value for c in row] for row in before[title]]


def test_the_refreshed_file_is_as_sound_as_it_was(broken: Path, refreshed: Path) -> None:
    assert new_findings(lint(broken), lint(refreshed)) == []
    assert openxml_sdk.new_findings(openxml_sdk.validate(broken), openxml_sdk.validate(refreshed)) == []
