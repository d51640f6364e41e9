"""The mutants can be planted: each text stands once, what takes its place compiles, its tests are there."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.conftest import ROOT
from tests.mutants.catalogue import MUTANTS
from tests.mutants.mutant import Mutant, mutated, places

ALL = [pytest.param(one, id=f"{area}: {one.text}") for area, mutants in MUTANTS.items() for one in mutants]


@pytest.mark.parametrize("mutant", ALL)
def test_the_text_of_a_mutant_stands_once_in_the_package_and_what_replaces_it_compiles(mutant: Mutant) -> None:
    (path,) = places(mutant.text)

    assert mutant.instead != mutant.text
    assert "\n" not in mutant.text
    compile(mutated(mutant, path), str(path), "exec")


@pytest.mark.parametrize("mutant", ALL)
def test_the_tests_of_a_mutant_are_there(mutant: Mutant) -> None:
    assert mutant.tests
    for test in mutant.tests:
        file, _, name = test.partition("::")
        assert (ROOT / file).is_file()
        assert not name or f"def {name}(" in (ROOT / file).read_text(encoding="utf-8")


def test_there_are_sixty_mutants_and_ten_or_more_of_each_area() -> None:
    assert sum(map(len, MUTANTS.values())) >= 60
    assert [area for area, mutants in MUTANTS.items() if len(mutants) < 10] == []


def test_no_mutant_is_planted_twice() -> None:
    planted = Counter((one.text, one.instead) for mutants in MUTANTS.values() for one in mutants)

    assert [text for text, times in planted.items() if times > 1] == []
