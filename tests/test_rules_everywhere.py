"""A rule raises only what it declares; an error of a rule leaves its row out on every sheet, as one in a cell does."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path
from string import ascii_uppercase

import pytest

from pmo_workbook import check, rules
from pmo_workbook.framework import Framework
from pmo_workbook.hosts.file import FileHost
from pmo_workbook.issues import RULES, Issue
from pmo_workbook.issues import Rule as Code
from pmo_workbook.memory import Memory
from pmo_workbook.report import Report
from pmo_workbook.rules.finding import Cell, issue, setting_cell
from pmo_workbook.rules.rule import Rule, raises
from pmo_workbook.sheets import SHEETS
from pmo_workbook.workflow import look, refresh, study
from tests import build
from tests.build import AS_OF
from tests.opened import opened
from tests.rules_on_files.cases import typed
from tests.rules_on_files.clean import NOW, Break, make

BROKEN: dict[str, tuple[str, Break]] = {
    "settings": ("value", lambda rows: rows["settings"][2].update(value="Nowhere")),
    "purposes": ("focus_area", typed("purposes", 0, focus_area="x" * 81)),
    "stakeholders": ("group", typed("stakeholders", 0, group="x" * 121)),
    "needs": ("gathered_by", typed("needs", 0, gathered_by="Dream")),
    "services": ("status", typed("services", 0, status="Lost")),
    "slas": ("name", typed("slas", 0, name="x" * 121)),
    "calendars": ("tue", typed("calendars", 0, tue="early")),
    "holidays": ("hours", typed("holidays", 0, hours="early")),
    "roles": ("role", typed("roles", 1, role="x" * 81)),
    "activities": ("activity", typed("activities", 0, activity="x" * 301)),
    "reviews": ("every", typed("reviews", 0, every="Moon")),
    "communications": ("channel", typed("communications", 0, channel="Smoke")),
    "requests": ("status", typed("requests", 5, status="Lost")),
    "holds": ("until", typed("holds", 0, until="soon")),
    "feedback": ("satisfaction", typed("feedback", 0, satisfaction=9)),
    "outcomes": ("value", typed("outcomes", 0, value="high")),
    "actions": ("due", typed("actions", 0, due="soon")),
}
"""By sheet: a field, and how somebody breaks it in a row that others may name."""

NAMED_STILL = ("slas", "calendars")


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The clean workbook. Read it; change only copies."""
    return make(tmp_path_factory.mktemp("clean") / "clean.xlsm")


@pytest.fixture
def code(monkeypatch: pytest.MonkeyPatch) -> str:
    """The code of a dummy rule of severity error."""
    monkeypatch.setitem(RULES, "dummy", Code("dummy", "error", "It is not a dummy.", "Take another row."))
    return "dummy"


def rows_of(framework: Framework, key: str) -> list[int]:
    """Worksheet rows that count; of Settings, those that give another value than the default."""
    content = getattr(framework, key)
    if key == "settings":
        return [framework.setting_rows["time_zone"]] if framework.settings.time_zone == "Europe/London" else []
    if key == "activities":
        return [line.activity.row for line in content]
    return [row.row for row in content] if isinstance(content, tuple) else content.row.tolist()


def against(code: str, cell: Cell) -> Rule[dt.datetime]:
    """A rule that finds one row in error, as long as it counts."""

    @raises(code)
    def dummy(framework: Framework, as_of: dt.datetime) -> Iterator[Issue]:
        """This row is not a dummy."""
        if cell.row in rows_of(framework, cell.sheet):
            yield issue(framework, code, cell, "", "This row is a dummy.")

    return dummy


def rest(report: Report, key: str) -> list[Issue]:
    """All issues but those that say that a row of the sheet itself is in error."""
    title = next(sheet.title for sheet in SHEETS if sheet.key == key)
    return [one for one in report.issues if one.severity != "error" or one.sheet != title]


@pytest.mark.parametrize("key", [sheet.key for sheet in SHEETS])
def test_an_error_of_a_rule_leaves_its_row_out_on_every_sheet(
    key: str, code: str, clean: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    field, broken = BROKEN[key]
    in_cell = look(make(tmp_path / "broken.xlsm", broken), NOW)
    (row,) = {one.row for one in in_cell.issues if one.severity == "error" and one not in rest(in_cell, key)}
    dummy, stages = (against(code, Cell(key, row, field)),), rules.STAGES
    refreshed = Path(shutil.copyfile(clean, tmp_path / "refreshed.xlsm"))

    monkeypatch.setattr(rules, "STAGES", (*stages, dummy))
    last = refresh(refreshed, NOW).report
    monkeypatch.setattr(rules, "STAGES", (dummy, *stages))
    first = look(clean, NOW)

    for report in (first, last):
        (raised,) = [one for one in report.issues if one.rule == code]
        assert (raised.row, raised.cell.lstrip(ascii_uppercase)) == (row, str(row))
        assert report.framework.counts[key].left_out == 1
        assert row not in rows_of(report.framework, key)
        if key not in NAMED_STILL:
            assert report.framework.counts == in_cell.framework.counts
            assert rest(report, key) == rest(in_cell, key)
    assert any("This row is a dummy." in map(str, cells) for cells in opened(refreshed)["Issues"].values)


def test_what_names_a_row_in_error_is_left_out_too_and_says_so(
    code: str, clean: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dummy = against(code, Cell("requests", 10, "status"))
    monkeypatch.setattr(rules, "STAGES", ((dummy,), *rules.STAGES))

    report = look(clean, NOW)

    assert [(one.rule, one.sheet, one.problem) for one in report.issues] == [
        (code, "Requests", "This row is a dummy."),
        ("unknown-reference", "Holds", "The row 'R-6' names on Requests has an error itself."),
        ("unknown-reference", "Feedback", "The row 'R-6' names on Requests has an error itself."),
    ]
    assert report.measures.control.requests == 7


def test_a_calendar_in_error_takes_its_holidays_and_the_slas_that_need_it_at_whatever_stage(
    code: str, clean: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dummy = against(code, Cell("calendars", 5, "mon"))
    monkeypatch.setattr(rules, "STAGES", (*rules.STAGES, (dummy,)))

    report = look(clean, NOW)

    errors = [(one.rule, one.cell) for one in report.issues if one.severity == "error"]
    assert errors == [("no-calendar", "I5"), ("no-calendar", "I6"), (code, "D5")]
    out = {key: count.left_out for key, count in report.framework.counts.items() if count.left_out}
    assert out == {"calendars": 1, "holidays": 1, "slas": 2}


def test_an_action_because_of_an_sla_in_error_stays_an_action(
    code: str, clean: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "STAGES", (*rules.STAGES, (against(code, Cell("slas", 5, "target")),)))

    report = look(clean, NOW)

    assert [sla.sla_id for sla in report.framework.slas] == ["SLA-2"]
    assert [action.because_of for action in report.framework.actions] == ["SLA-1"]


def test_a_setting_in_error_takes_its_default(code: str, clean: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    @raises(code)
    def no_zone(framework: Framework, as_of: dt.datetime) -> Iterator[Issue]:
        """The log is kept in UTC."""
        if framework.settings.time_zone != "UTC":
            yield issue(framework, code, setting_cell(framework, "time_zone"), "", "This is not UTC.")

    monkeypatch.setattr(rules, "STAGES", ((no_zone,), *rules.STAGES))

    report = look(clean, NOW)

    assert report.framework.settings.time_zone == "UTC"
    assert f"{report.run.as_of:%H:%M}" == "12:00"
    assert report.framework.counts["settings"].left_out == 1


def test_a_click_with_an_error_of_a_rule_gives_what_a_fresh_run_does(
    code: str, clean: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory, stages = Memory(), rules.STAGES
    with FileHost(clean) as host:
        tables, titles = host.tables(), host.titles()

    for stage in ((against(code, Cell("services", 5, "name")),), (), (against(code, Cell("requests", 10, "status")),)):
        monkeypatch.setattr(rules, "STAGES", (*stages, stage))
        fresh = study(tables, titles, NOW)
        for _ in range(2):
            again = study(tables, titles, NOW, memory=memory)
            assert (again.issues, again.measures) == (fresh.issues, fresh.measures)
            assert again.framework.counts == fresh.framework.counts


def test_an_error_about_no_row_is_told_once_and_leaves_nothing_out(
    code: str, clean: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    @raises(code)
    def nowhere(framework: Framework, as_of: dt.datetime) -> Iterator[Issue]:
        """There is nothing to find."""
        yield issue(framework, code, Cell("needs", 0, "need"), "", "This belongs to no row.")
        yield issue(framework, code, Cell("slas", 4000, "name"), "", "This row is not there.")

    monkeypatch.setattr(rules, "STAGES", ((nowhere,), *rules.STAGES))

    report = look(clean, NOW)

    assert [one.problem for one in report.issues] == ["This belongs to no row.", "This row is not there."]
    assert sum(count.left_out for count in report.framework.counts.values()) == 0


# What is declared


def test_a_rule_that_raises_what_it_does_not_declare_fails() -> None:
    @raises("need-no-service")
    def careless(framework: Framework, as_of: dt.datetime) -> Iterator[Issue]:
        """It declares one code and raises another."""
        yield issue(framework, "service-no-need", Cell("services", 5, "name"), "", "Nobody asked.")

    with pytest.raises(ValueError, match=r"careless raises service-no-need, which it does not declare\."):
        list(careless(build.framework(), AS_OF))


def test_a_rule_that_declares_an_unknown_code_fails_when_it_is_defined() -> None:
    with pytest.raises(ValueError, match="declares no-such-code, which no rule has as its code"):

        @raises("no-such-code")
        def careless(framework: Framework, as_of: dt.datetime) -> Iterator[Issue]:
            """It does nothing."""
            yield from ()


def test_a_rule_that_needs_figures_cannot_be_an_error() -> None:
    with pytest.raises(ValueError, match="cannot raise an error"):
        rules.no_errors(Rule(frozenset(["sla-target"]), lambda framework, measures: ()))


def test_a_check_that_raises_what_it_does_not_declare_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "CODES", check.CODES - {"missing-table"})

    with pytest.raises(ValueError, match=r"pmo_workbook\.check raises missing-table"):
        check.check({})


def test_every_code_is_declared_by_who_raises_it() -> None:
    declared = {code for rule in (*sum(rules.STAGES, ()), *rules.FIGURE_RULES) for code in rule.codes}

    assert declared | check.CODES == set(RULES)
    assert declared & check.CODES == {"other-spelling"}
