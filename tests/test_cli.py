"""The commands as a user calls them: what they print, what they change, how they end."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pmo_workbook.cli import cli
from pmo_workbook.layout import TABS
from tests.conftest import ROOT
from tests.opened import opened


def call(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pmo_workbook", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture
def book(sample_before: Path, tmp_path: Path) -> Path:
    path = tmp_path / "Our PMO.xlsm"
    shutil.copyfile(sample_before, path)
    return path


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_says_what_it_does(name: str) -> None:
    assert cli.commands[name].get_short_help_str()


def test_a_new_workbook_is_clean(tmp_path: Path) -> None:
    path = tmp_path / "new.xlsm"
    assert call("new", path).returncode == 0
    done = call("refresh", path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 errors" in done.stdout


def test_refresh_of_a_log_with_dirt_ends_with_1_and_names_the_cells(book: Path) -> None:
    done = call("refresh", book)
    assert done.returncode == 1
    assert "promises were kept" in done.stdout
    assert "SVC-21" in done.stdout
    assert done.stderr == ""


def test_check_changes_not_a_byte(book: Path) -> None:
    before = book.read_bytes()
    assert call("check", book).returncode == 1
    assert book.read_bytes() == before


def test_json_is_json(book: Path) -> None:
    done = call("check", book, "--json")
    found = json.loads(done.stdout)
    assert found["as_of"] == "2026-07-09T12:00:00"
    assert {issue["severity"] for issue in found["issues"]} == {"error", "warning", "note"}


def test_as_of_moves_the_period(book: Path) -> None:
    found = json.loads(call("check", book, "--as-of", "2026-03-15", "--json").stdout)
    months = {figure["item"] for figure in found["figures"] if figure["cut"] == "Month"}
    assert found["as_of"] == "2026-03-15T23:59:59"
    assert any(month.startswith("2026-02") for month in months)
    assert not any(month.startswith("2026-06") for month in months)


def test_demo_ends_with_0_in_spite_of_its_dirt(tmp_path: Path) -> None:
    done = call("demo", "--folder", tmp_path / "demo")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "demo" / "Our PMO.xlsm").exists()
    assert "Summary" in done.stdout


def test_explain_shows_the_deadline(book: Path) -> None:
    done = call("explain", book, "REQ-0204")
    assert done.returncode == 0
    assert "REQ-0204" in done.stdout
    assert "deadline" in done.stdout.lower()


def test_import_and_holidays_say_what_they_did(book: Path, tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text("Request ID,Service ID,Submitted\nX-1,SVC-01,2026-07-01 10:00\n", encoding="utf-8")
    assert "1" in call("import-log", book, log).stdout
    assert "X-1" in {row[0].value for row in opened(book)["Requests"].iter_rows()}
    assert "Summer" in call("holidays", book, "--calendar", "UK-OFFICE", "--years", "2027", "--dry-run").stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("refresh", "nowhere.xlsm"), "There is no file"),
        (("refresh", "README.md"), "not a readable Excel workbook"),
        (("new", "a.xlsx"), "must end in .xlsm"),
        (("new", "README.md"), "must end in .xlsm"),
        (("new", "no/such/folder/a.xlsm"), "There is no folder"),
        (("check", "workbook_template.xlsm", "--as-of", "soon"), "'soon' is no date"),
        (("check", "workbook_template.xlsm", "--as-of", "2026-01-01T00:00+01:00"), "without a zone"),
        (("check", "workbook_template.xlsm", "--as-of", "0001-01-01"), "the year lies between 1950 and 2199"),
        (("check", "workbook_template.xlsm", "--as-of", "2999-01-01"), "the year lies between 1950 and 2199"),
        (("explain", "workbook_template.xlsm", "REQ-1"), "REQ-1"),
        (("import-log", "workbook_template.xlsm", "nowhere.csv"), "There is no file"),
        (("dance",), "No such command"),
    ],
)
def test_what_cannot_run_ends_with_2_and_one_plain_sentence(arguments: tuple[str, ...], says: str) -> None:
    done = call(*arguments)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr + done.stdout


def test_a_workbook_that_is_open_elsewhere_is_refused_and_stays_as_it_was(book: Path) -> None:
    owner = book.with_name("~$" + book.name)
    owner.write_bytes(b"\x04Anna" + b" " * 50 + b"A\0n\0n\0a\0" + b" \0" * 50)
    before = book.read_bytes()
    done = call("refresh", book)
    assert done.returncode == 2
    assert "Anna" in done.stderr
    assert book.read_bytes() == before


def test_a_refresh_that_could_write_no_tab_says_so(book: Path) -> None:
    found = opened(book)
    for tab in TABS:
        del found[tab.title]
    path = book.with_suffix(".xlsx")
    found.save(path)

    done = call("refresh", path)

    assert f"Nothing was refreshed in {path}: no tab could be written." in done.stdout
