"""The template and the refreshed sample keep the rules of a good workbook, each by its number."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import TEMPLATE, made_once, run_command
from tests.witness import render, rules_health
from tests.witness.rules import RULES, Violation, violations

NUMBERS = pytest.mark.parametrize("number", list(RULES), ids=[f"{n} {text}" for n, (text, _) in RULES.items()])
SHOWN = 25
REFRESHES = 3


def told(found: list[Violation]) -> str:
    lines = [str(violation) for violation in found[:SHOWN]]
    rest = len(found) - len(lines)
    return "\n".join([*lines, *([f"and {rest} more"] if rest else [])])


@NUMBERS
def test_the_template_keeps_rule(number: int) -> None:
    found = violations(number, TEMPLATE)
    assert not found, told(found)


@NUMBERS
def test_the_sample_keeps_rule(number: int, sample: Path) -> None:
    found = violations(number, sample)
    assert not found, told(found)


@pytest.fixture(scope="session")
def sample_again(shared_folder: Path, sample: Path) -> Path:
    """The sample, refreshed once more with the same as-of."""

    def refreshed(path: Path) -> None:
        shutil.copyfile(sample, path)
        run_command("refresh", path)

    return made_once(shared_folder / "sample_again.xlsm", refreshed)


def test_43_styles_and_conditional_ranges_do_not_grow_with_each_refresh(
    sample_before: Path, sample_again: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copyfile(sample_again, tmp_path / "often.xlsm"))
    for _ in range(REFRESHES):
        run_command("refresh", path)
    found = rules_health.growth(sample_before, path)
    assert not found, told(found)


def test_44_a_second_refresh_gives_the_same_parts_but_for_the_stamp_on_start(sample: Path, sample_again: Path) -> None:
    found = rules_health.same_parts(sample, sample_again)
    assert not found, told(found)


@pytest.mark.parametrize("which", ["template", "sample_before", "sample"])
def test_no_page_shows_an_error_or_a_number_that_does_not_fit(
    which: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    pages = render.page_texts(render.to_pdf(request.getfixturevalue(which), tmp_path))
    assert pages
    assert render.troubles(pages) == []
