"""With functions of the cleaner that clean nothing, every planted text that gets into the copy is found and named."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pmo_workbook.ooxml.package import Package
from pmo_workbook.ooxml.workbook import Workbook
from pmo_workbook.publish import Cover, Finding, NotCleanError, clean, publish_copy
from pmo_workbook.publish.clean import clean_copy
from pmo_workbook.publish.inspection.inspector import unclean
from tests.publish import planted
from tests.publish.careless import CARELESS, MODULES
from tests.publish.hiding import PLANTED

ASKED = [planted.BOARD, planted.FIGURES]


@pytest.fixture
def careless(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, source: Path) -> str:
    """Makes a function of the cleaner careless, or all of them."""
    name: str = request.param
    for swap in CARELESS.values() if name == "all" else [CARELESS[name]]:
        swap(monkeypatch, source)
    return name


@pytest.mark.parametrize("careless", [*CARELESS, "all"], indirect=True)
def test_what_a_careless_cleaner_lets_pass_is_found_and_named(careless: str, source: Path, tmp_path: Path) -> None:
    path = tmp_path / "draft.xlsx"
    with Package.open(source) as package:
        workbook = Workbook(package)
        path.write_bytes(clean_copy.draft(workbook, clean_copy.chosen_sheets(workbook, ASKED), Cover("x")).data)
    leaked = dict(_leaked(path))
    findings = unclean(path, asked=ASKED, source=source)

    assert leaked != {}
    assert {text: parts for text, parts in leaked.items() if not _named(text, parts, findings)} == {}
    with pytest.raises(NotCleanError) as caught:
        publish_copy(source, tmp_path / "copy.xlsx", ASKED, title="x")
    assert caught.value.findings == findings
    assert not (tmp_path / "copy.xlsx").exists()


def test_each_module_of_the_cleaner_is_made_careless() -> None:
    there = {path.stem for path in Path(clean.__path__[0]).glob("*.py")} - {"__init__"}
    assert there - MODULES == {"changes_sheet"}  # which takes nothing from the workbook


def _leaked(path: Path) -> Iterator[tuple[str, dict[str, bool]]]:
    """Planted texts in a copy: the parts that have each, and whether the part is words."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for text in PLANTED:
        found = {name: name.endswith((".xml", ".rels")) for name, data in parts.items() if text.encode() in data}
        if found:
            yield text, found


def _named(text: str, parts: dict[str, bool], findings: tuple[Finding, ...]) -> bool:
    """Whether findings show a text; of a picture or the like, whether they show each part that has it."""
    if any(text in f"{finding.place} {finding.what}" for finding in findings):
        return True
    places = {place for finding in findings for place in (finding.place, finding.what)}
    return not any(parts.values()) and set(parts) <= places
