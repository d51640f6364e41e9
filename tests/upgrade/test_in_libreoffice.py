"""LibreOffice opens and prints an upgraded workbook, and one that it saved itself upgrades."""

from __future__ import annotations

import subprocess
from pathlib import Path

from pmo_workbook.upgrade import upgrade
from pmo_workbook.workflow import refresh
from tests.rules_on_files.clean import NOW
from tests.upgrade.newer import HEAT, MOOD, SEEN, SHADE
from tests.upgrade.own import WATCH
from tests.upgrade.test_what_is_brought import reopened
from tests.witness.findings import new_findings
from tests.witness.openxml_sdk import validate
from tests.witness.package_lint import lint
from tests.witness.render import page_texts, to_pdf, troubles
from tests.witness.tools import need


def test_an_upgraded_workbook_is_printed_with_all_that_is_new(book: Path, newer: Path, tmp_path: Path) -> None:
    upgrade(book, template=newer)
    refresh(book, NOW)

    pages = page_texts(to_pdf(book, tmp_path / "pdf"))

    text = " ".join(" ".join(pages).split())
    assert [word for word in ("Lesson list", "Lessons learned", MOOD, SEEN, "Cost") if word not in text] == []
    assert troubles(pages) == []


def test_a_workbook_that_libreoffice_saved_upgrades(book: Path, newer: Path, tmp_path: Path) -> None:
    saved = tmp_path / "saved" / book.name
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    kind = "xlsm:Calc MS Excel 2007 VBA XML"
    command = [need("soffice"), profile, "--headless", "--convert-to", kind, "--outdir", str(saved.parent), str(book)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    lint_before, validated_before = lint(saved), validate(saved)

    done = upgrade(saved, template=newer)

    assert [note.what for note in done.notes if note.kind == "added"] == [
        f"Column {SEEN}.",
        f"Column {SHADE}.",
        "Column Last event.",
        f"Column {HEAT}.",
        f"Setting {MOOD}.",
        "Sheet Lesson list.",
        "Sheet Lessons learned.",
    ]
    assert new_findings(lint_before, lint(saved)) == []
    assert new_findings(validated_before, validate(saved)) == []
    assert [entry.what for entry in refresh(saved, NOW).skipped] == ["RACI Load"]
    assert reopened(saved)[WATCH]["C7"].value == "Title"
