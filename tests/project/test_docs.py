"""What the documents say is so."""

from __future__ import annotations

import re
import tomllib
from itertools import chain
from pathlib import Path

import numpy as np
import pytest

from pmo_workbook.cli import cli
from pmo_workbook.framework import Framework
from pmo_workbook.issues import RULES
from pmo_workbook.layout import TABS
from pmo_workbook.measure import measure
from pmo_workbook.results import Figure
from pmo_workbook.sheets import SHEETS
from pmo_workbook.workflow import look
from tests.conftest import ROOT
from tests.project.source import PACKAGE, modules
from tests.rules_on_files.clean import NOW, at
from tests.small_framework import framework, sla

README = (ROOT / "README.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
DICTIONARY = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
IMPORT = (ROOT / "docs" / "import.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DOCUMENTS = (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md")))

TOOLS = {"pytest", "pytest-randomly", "pytest-xdist", "hypothesis", "ruff", "mypy", "lxml-stubs", "pandas"}
"""Dependencies that need no reason: they test the code and are never imported by it."""


def words_of(text: str) -> str:
    return " ".join(text.split())


def packages(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=!~\[ ;]", one)[0] for one in requirements}


@pytest.mark.parametrize("name", sorted(name for name, one in cli.commands.items() if not one.hidden))
def test_every_command_is_in_the_readme(name: str) -> None:
    assert re.search(rf"`(pmo-workbook )?{name}\b|pmo-workbook {name}\b", README)


@pytest.mark.parametrize("sheet", [*SHEETS, *TABS], ids=lambda sheet: sheet.title)
def test_every_sheet_is_in_the_data_dictionary(sheet: object) -> None:
    assert sheet.title in DICTIONARY  # type: ignore[attr-defined]


def test_every_input_sheet_is_in_the_readme() -> None:
    assert [sheet.title for sheet in SHEETS if sheet.step and sheet.title not in README] == []


def test_every_rule_is_in_the_data_dictionary_with_what_it_says() -> None:
    rows = [f"| `{rule.code}` | {rule.severity} | {rule.says} | {rule.action} |" for rule in RULES.values()]

    assert [row for row in rows if row not in DICTIONARY] == []


def test_every_dependency_has_a_reason_in_the_architecture() -> None:
    wanted = packages([*PROJECT["dependencies"], *chain.from_iterable(PROJECT["optional-dependencies"].values())])
    section = ARCHITECTURE.split("## Dependencies")[1].split("\n## ")[0]
    rows = re.findall(r"^\| ([^|]+?)(?: \([^)]*\))? \| ([^|]+) \|$", section, re.MULTILINE)[1:]
    explained = {name.strip() for names, reason in rows if len(reason) > 10 for name in names.split(",")}

    assert wanted - TOOLS - explained == set()
    assert explained - wanted - {"---"} == set()


def test_every_dependency_of_a_user_is_imported_somewhere() -> None:
    imported = {name.split(".")[0] for module in modules() for name in module.imports()}
    names = {name.replace("-", "_") for name in packages(PROJECT["dependencies"])}

    # tzdata is read by the standard library
    assert names - {"tzdata"} - imported == set()


def test_every_file_and_folder_of_the_package_is_in_the_architecture() -> None:
    section = ARCHITECTURE.split("## The file list")[1].split("\n## ")[0]
    entries = {f"{path.name}/" if path.is_dir() else path.name for path in PACKAGE.iterdir()}
    entries = {name for name in entries if name.endswith((".py", "/")) and name not in ("__pycache__/", "__init__.py")}

    assert {name for name in entries if f"`{name}`" not in section} == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_to_files(document: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)", document.read_text(encoding="utf-8"))

    assert [target for target in targets if "://" not in target and not (document.parent / target).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_make_target_that_a_document_names_is_there(document: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = re.findall(r"(?:`|^)make ([a-z -]+?)(?:`|\s{2,}|$)", document.read_text(encoding="utf-8"), re.MULTILINE)

    assert set(" ".join(named).split()) - targets == set()


def test_the_issues_that_the_readme_quotes_are_those_of_the_sample(sample_before: Path) -> None:
    given = {(f"{i.sheet}!{i.cell}", f"{i.problem} {i.action}") for i in look(sample_before, NOW).issues}
    quoted = re.findall(r"^> `([^`]+)` (.+)$", README, re.MULTILINE)

    assert len(quoted) == 3
    assert set(quoted) <= given


def test_the_readme_says_how_the_example_of_an_event_log_reads() -> None:
    # The numbers themselves are held by tests/test_bpi2013.py.
    assert "6,660 events of 1,487 cases" in words_of(IMPORT)
    assert "bpi2013.toml" in IMPORT


# What the numbers mean: each worked example is worked again.


def said(sentence: str) -> None:
    assert sentence in words_of(README)


def figure(of: Framework) -> Figure:
    measured = measure(of, at("2026-04-15 12:00"))
    return next(one for one in measured.figures if one.cut == "SLA")


def closed(count: int, **facts: str) -> list[dict[str, str]]:
    return [{"submitted": "2026-03-02 09:00", "closed": "2026-03-02 10:00"} | facts for _ in range(count)]


def due(submitted: str, **facts: object) -> str:
    of = framework(requests=[{"submitted": submitted}], slas=[sla(**facts)])
    (watched,) = measure(of, at(submitted)).watched
    return f"{watched.deadline:%A %H:%M}"


def test_four_working_hours_from_friday_16_00_are_used_up_on_monday_at_12_00() -> None:
    said("Four working hours from Friday 16:00 in a 09:00–17:00 week are used up on Monday at 12:00.")

    assert due("2026-03-06 16:00", target=4.0) == "Monday 12:00"


def test_three_days_to_close_of_business_are_due_at_closing_of_the_third_working_day_after() -> None:
    said("due at closing of the third working day after the day of the start.")

    assert due("2026-03-02 10:00", target=3.0, unit="working days to close of business") == "Thursday 17:00"
    assert due("2026-03-02 09:00", target=3.0, unit="working days") == "Wednesday 17:00"


def test_a_goal_of_95_per_cent_of_40_allows_2_misses() -> None:
    said("A goal of 95 % of 40 allows 2 misses.")

    assert figure(framework(requests=closed(40), slas=[sla(goal=95.0)])).misses_allowed == 2


def test_below_the_smallest_sample_there_is_no_percentage() -> None:
    said('Below the smallest sample you read "3 of 4", without percentage or verdict.')

    requests = [*closed(3), *closed(1, closed="2026-03-09 10:00")]
    found = figure(framework(requests=requests, slas=[sla()]))
    assert (found.met, found.n, found.compliance) == (3, 4, None)


def test_of_1_to_10_the_p90_is_9_and_excels_is_9_1() -> None:
    said("of 1 to 10 the p90 is 9 (Excel's PERCENTILE.INC says 9.1).")

    requests = [{"submitted": "2026-03-02 00:10", "closed": f"2026-03-02 {hour:02}:10"} for hour in range(1, 11)]
    assert figure(framework(requests=requests, slas=[sla(unit="calendar hours")])).p90 == 9
    assert round(float(np.percentile(range(1, 11), 90)), 6) == 9.1
