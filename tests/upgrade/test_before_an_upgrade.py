"""A workbook of an earlier template works on with what it has, and says that an upgrade is due."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from pmo_workbook import buttons
from pmo_workbook.hosts.file import FileHost
from pmo_workbook.jobs import Job
from pmo_workbook.template_version import VERSION, VERSION_NAME
from pmo_workbook.workflow import quiet, refresh
from tests.conftest import run_command
from tests.foreign import Parts
from tests.rules_on_files.clean import NOW
from tests.upgrade.newer import SEEN, build_newer, go_ahead
from tests.upgrade.own import WATCH
from tests.upgrade.test_what_is_brought import cells_of, reopened


def test_a_refresh_goes_on_with_what_is_there(book: Path, newer: Path) -> None:
    done = refresh(book, NOW)

    assert done.upgrade_due
    assert [entry.what for entry in done.skipped] == ["RACI Load"]
    assert "Lesson list" not in reopened(book).sheetnames
    headers = [cell.value for cell in reopened(book)[WATCH][7]]
    assert SEEN not in headers
    assert headers[1:4] == ["Request", "Title", "Service"]


def test_the_figures_are_those_of_the_program_before(book: Path, own_before: Path, tmp_path: Path) -> None:
    other = Path(shutil.copyfile(own_before, tmp_path / "Our PMO.xlsm"))
    refresh(other, NOW)
    with pytest.MonkeyPatch.context() as patch:
        go_ahead(patch)
        build_newer(tmp_path / "newer.xlsm", patch)
        refresh(book, NOW)

    assert cells_of(book) == cells_of(other)


def test_a_tab_that_never_was_is_not_called_deleted_and_a_deleted_one_is(book: Path, newer: Path) -> None:
    (deleted,) = refresh(book, NOW).skipped

    assert deleted.why == "The tab is not in the workbook any more: none of its 2 blocks is."


def test_the_command_says_once_that_an_upgrade_is_due(book: Path) -> None:
    done = run_command("refresh", book)

    assert done.stdout.count(f'pmo-workbook upgrade "{book}"') == 1
    assert json.loads(run_command("refresh", book, "--json").stdout)["upgrade_due"] is True


def test_after_the_upgrade_nothing_is_due(book: Path) -> None:
    done = run_command("upgrade", book)

    assert "brought up to date" in done.stdout
    assert f'Next: pmo-workbook refresh "{book}"' in done.stdout
    assert "pmo-workbook upgrade" not in run_command("refresh", book).stdout
    assert json.loads(run_command("refresh", book, "--json").stdout)["upgrade_due"] is False


def test_the_command_upgrade_prints_json_and_tries_dry(book: Path) -> None:
    before = book.read_bytes()

    dry = json.loads(run_command("upgrade", book, "--dry-run", "--json").stdout)
    assert book.read_bytes() == before
    done = json.loads(run_command("upgrade", book, "--json").stdout)

    assert set(done) == {"workbook", "before", "after", "backup", "notes", "dry_run", "changed"}
    assert (done["before"], done["after"], dry["dry_run"], dry["backup"]) == (1, VERSION, True, None)
    assert (done["changed"], dry["changed"]) == (True, True)
    assert json.loads(run_command("upgrade", book, "--json").stdout)["changed"] is False
    assert done["notes"] == dry["notes"]
    assert {"kind": "changed", "where": "", "what": "Macros of the buttons."} in done["notes"]


def refreshed_by_button(book: Path) -> str:
    job = Job("20260415-120000-1", "refresh", "Excel", str(book), "Start", "A1", "")
    click = buttons.Click(job, NOW, quiet)
    with FileHost(book) as host:
        vars(click)["host"] = host
        return buttons.STEPS["refresh"](click).text


def test_the_button_refresh_of_an_older_workbook_names_the_command(book: Path) -> None:
    said = refreshed_by_button(book)

    assert said.endswith(f'what is new comes with: pmo-workbook upgrade "{book}"')
    assert "see Upgrade" not in said


def test_a_workbook_that_does_not_say_its_template_is_refreshed_and_told_so(book: Path) -> None:
    parts = Parts.of(book)
    parts.edit("xl/workbook.xml", f'<definedName name="{VERSION_NAME}">1</definedName>', "")
    parts.save(book)
    said = "No name pmo_template_version says which template this workbook follows"

    done = run_command("refresh", book)

    assert said in done.stdout
    assert "pmo-workbook upgrade" not in done.stdout
    assert json.loads(run_command("refresh", book, "--json").stdout)["upgrade_due"] is False
    assert said in refreshed_by_button(book)
    assert said in clicked(0).text


def clicked(template: int) -> buttons.Said:
    job = Job("20260415-120000-1", "upgrade", "Excel", "C:\\PMO\\Our PMO.xlsm", "Start", "A1", "")
    click: Any = SimpleNamespace(job=job, host=SimpleNamespace(template=lambda: template))
    return buttons.STEPS["upgrade"](click)


def test_the_button_names_the_command_and_leaves_the_open_workbook_alone() -> None:
    assert clicked(1) == buttons.Said(
        'Save and close this workbook, then type in a terminal: pmo-workbook upgrade "C:\\PMO\\Our PMO.xlsm"', "box"
    )
    assert clicked(VERSION).text == "This workbook follows the present template; there is nothing to upgrade."
