"""What each released template had is on record, and the record is that of the template."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmo_workbook import __version__
from pmo_workbook.ooxml.package import Package
from pmo_workbook.ooxml.workbook import Workbook
from pmo_workbook.released import FOLDER, Released, record_file, released
from pmo_workbook.template_version import VERSION
from pmo_workbook.upgrade.survey import survey
from tests.conftest import ROOT, TEMPLATE

KEPT = sorted((ROOT / "tests" / "data" / "templates").glob("workbook_template-*.xlsm"))


def record(path: Path) -> Released:
    with Package.open(path) as package:
        return survey(Workbook(package))


@pytest.mark.parametrize("path", [*KEPT, TEMPLATE], ids=lambda path: path.name)
def test_a_template_has_what_its_record_says(path: Path) -> None:
    found = record(path)

    assert found == released(found.version)
    assert found.to_json() == record_file(found.version).read_text(encoding="utf-8")


def test_the_template_of_every_earlier_release_is_kept() -> None:
    assert [record(path).version for path in KEPT][: VERSION - 1] == list(range(1, VERSION))
    assert len(list(FOLDER.glob("template-*.json"))) == VERSION
    assert any(f"-{__version__}." in path.name for path in KEPT)


def test_the_record_of_a_version_that_was_never_released_is_that_of_the_last_before_it() -> None:
    assert released(VERSION + 5) == released(VERSION)
