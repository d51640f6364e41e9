"""The inspector shares nothing with the cleaner that could blind both."""

from __future__ import annotations

from pmo_workbook.layout import TABS
from tests.project.source import Module, inside, modules

CLEANER, INSPECTOR = "publish.clean", "publish.inspection"
NEUTRAL = {"errors", "sheets", "layout", "blocks", "ooxml.readable"}
"""Why a file cannot be read, which sheets and tabs there are, by what name they are found, and what is no workbook."""

PARSERS = {"lxml", "python_calamine", "msoffcrypto"}
"""Libraries that read workbooks for the rest of the package."""


def part_of(package: str) -> list[Module]:
    return [module for module in modules() if module.name == package or module.name.startswith(f"{package}.")]


def test_the_inspector_reads_for_itself() -> None:
    own = {module.name for module in part_of(INSPECTOR)}
    shared = {(module.name, name) for module in part_of(INSPECTOR) for name in inside(module) - own - NEUTRAL}
    libraries = {name.split(".")[0] for module in part_of(INSPECTOR) for name in module.imports()}

    assert len(own) > 10
    assert shared == set()
    assert libraries & PARSERS == set()


def test_what_both_may_know_decides_nothing_about_a_sheet() -> None:
    readable = next(module for module in modules() if module.name == "ooxml.readable")

    assert [one.name for one in readable.functions()] == ["check_readable"]


def test_what_names_requests_and_people_is_never_published() -> None:
    assert {tab.key for tab in TABS if tab.private} >= {"watchlist", "issues"}


def test_the_cleaner_knows_of_the_inspector_only_what_findings_are_called() -> None:
    known = {name for module in part_of(CLEANER) for name in inside(module) if name.startswith(INSPECTOR)}

    assert known == {f"{INSPECTOR}.categories"}
