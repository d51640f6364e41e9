"""The sheet Changes of the copy."""

from __future__ import annotations

from pathlib import Path

from pmo_workbook.publish import Cover, inspect, publish_copy
from pmo_workbook.publish.clean.changes_sheet import title_beside
from pmo_workbook.publish.since.changes import Changes, DefinitionChange, Restatement
from pmo_workbook.publish.since.diff import ALL_PROMISES
from tests.opened import opened
from tests.witness import openxml_sdk, package_lint, readback

CHANGES = Changes(
    "31 May 2026, framework version 1.3",
    (
        DefinitionChange("Service", "SVC-01 Front door", "Name", "Intake", "Front door"),
        DefinitionChange("Role", "NEW Data Steward", "", "", "Keeps the log <clean>."),
    ),
    (Restatement(ALL_PROMISES, "May 2026", "94.1 % of 120", "93.6 % of 121", "2 requests reopened."),),
)


def test_the_copy_tells_the_changes_on_a_valid_sheet_of_its_own(sample: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.xlsx"
    done = publish_copy(sample, copy, ["Summary", "RACI"], title=Cover("x", CHANGES))
    assert done.kept == ("Summary", "RACI", "Changes")
    assert package_lint.lint(copy) == []
    assert openxml_sdk.validate(copy) == []
    assert [found for found in inspect(copy) if not found.category.harmless_in_a_copy] == []
    assert readback.differences(readback.by_openpyxl(copy), readback.by_calamine(copy)) == []
    assert [[cell.value for cell in row if cell.value] for row in opened(copy)["Changes"].iter_rows()] == [
        ["What changed"],
        ["Since the publication of 31 May 2026, framework version 1.3."],
        ["Figures published before that are different now"],
        ["Figure", "Period", "As published", "Now", "Why"],
        [ALL_PROMISES, "May 2026", "94.1 % of 120", "93.6 % of 121", "2 requests reopened."],
        ["Definitions"],
        ["What", "Field", "Before", "Now"],
        ["Service: SVC-01 Front door", "Name", "Intake", "Front door"],
        ["Role: NEW Data Steward", "added", "Keeps the log <clean>."],
    ]


def test_the_copy_says_that_nothing_changed(sample: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.xlsx"
    publish_copy(sample, copy, ["RACI"], title=Cover("x", Changes("31 May 2026", (), ())))
    assert opened(copy)["Changes"]["A2"].value == "Nothing since the publication of 31 May 2026."
    assert openxml_sdk.validate(copy) == []


def test_a_first_publication_has_no_such_sheet(sample: Path, tmp_path: Path) -> None:
    assert publish_copy(sample, tmp_path / "copy.xlsx", ["RACI"], title=Cover("x")).kept == ("RACI",)


def test_the_sheet_finds_a_title_that_is_not_taken() -> None:
    assert title_beside(["RACI"]) == "Changes"
    assert title_beside(["CHANGES"]) == "What changed"
    assert title_beside(["changes", "what changed"]) == "Changes 2"
