"""Every rule of the vocabulary, broken in a workbook file, gives exactly the issues of `expected.txt`."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmo_workbook.issues import RULES, Issue
from pmo_workbook.workflow import look, refresh
from tests.opened import opened
from tests.rules_on_files.cases import CASES, Case
from tests.rules_on_files.clean import NOW, make

EXPECTED = Path(__file__).with_name("expected.txt")
"""A heading ``# rule`` for each case, below it one line an issue, see `line`."""


def line(issue: Issue) -> str:
    where = f"{issue.sheet}!{issue.cell}" if issue.cell else issue.sheet or "-"
    parts = (issue.severity, issue.rule, where, issue.column, issue.value, issue.problem, issue.action)
    return " | ".join(part or "-" for part in parts)


def expected() -> dict[str, list[str]]:
    blocks = EXPECTED.read_text(encoding="utf-8").split("# ")[1:]
    return {name: lines for name, *lines in (block.strip().splitlines() for block in blocks)}


def test_the_clean_workbook_gives_no_issue(tmp_path: Path) -> None:
    report = look(make(tmp_path / "clean.xlsm"), NOW)

    assert [line(issue) for issue in report.issues] == []
    assert report.measures.control.measured == 8


def test_every_rule_is_broken_once_and_in_order() -> None:
    assert list(RULES) == [case.rule for case in CASES]
    assert list(RULES) == list(expected())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_a_broken_workbook_gives_exactly_the_issues_expected(case: Case, tmp_path: Path) -> None:
    report = look(case.file(tmp_path / "broken.xlsm"), NOW)

    assert [line(issue) for issue in report.issues] == expected()[case.rule]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_what_is_expected_holds_the_rule_with_its_severity(case: Case) -> None:
    found = {tuple(text.split(" | ")[:2]) for text in expected()[case.rule]}

    assert (RULES[case.rule].severity, case.rule) in found


@pytest.mark.parametrize("rule", ["missing-table", "not-a-date", "calendar-closed", "goal-no-action", "raci-one-a"])
def test_the_issues_tab_of_the_refreshed_file_holds_the_same(rule: str, tmp_path: Path) -> None:
    path = next(case for case in CASES if case.rule == rule).file(tmp_path / "broken.xlsm")
    issues = refresh(path, NOW).report.issues

    sheet = opened(path)["Issues"]
    written = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]
    for issue in issues:
        assert any({issue.rule, issue.problem, issue.action} <= set(row) for row in written)
