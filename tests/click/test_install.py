from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from pmo_workbook import doctor, install, jobs
from tests.conftest import run_command


@pytest.fixture(autouse=True)
def _own_home(private_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")


def found(what: str, workbook: Path | None = None) -> doctor.Finding:
    return next(one for one in doctor.examine(workbook) if one.what == what)


def test_install_records_this_python_where_the_macros_look(private_folder: Path) -> None:
    said = install.install()

    assert jobs.read_fields(private_folder / "python-command.txt") == {"python": sys.executable}
    assert sys.executable in said[0]
    assert found("Buttons").state == "ok"


def test_installing_twice_and_uninstalling_leaves_nothing(private_folder: Path) -> None:
    install.install()
    install.install()
    (private_folder / "worker.log").write_text("old", encoding="utf-8")

    install.uninstall()

    assert not private_folder.exists()
    assert install.uninstall() == ["Nothing was installed."]


def test_uninstalling_leaves_what_is_not_ours(private_folder: Path) -> None:
    install.install()
    (private_folder / "notes.txt").write_text("mine", encoding="utf-8")

    install.uninstall()

    assert [path.name for path in private_folder.iterdir()] == ["notes.txt"]


def test_the_doctor_says_what_to_type_when_the_buttons_know_no_python() -> None:
    assert found("Buttons") == doctor.Finding(
        "Buttons", "broken", "They do not know where Python is. Type: pmo-workbook install"
    )


def test_the_doctor_notices_that_python_has_moved(private_folder: Path) -> None:
    install.install()
    jobs.write_fields(private_folder / "python-command.txt", {"python": "/gone/python"})

    assert found("Buttons").state == "broken"


def test_the_doctor_looks_at_a_workbook(template: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.xlsm"
    other.write_text("no workbook", encoding="utf-8")

    assert found("Workbook", template).state == "ok"
    assert found("Workbook", other).state == "broken"


def test_the_script_for_the_mac_takes_nothing_from_the_workbook() -> None:
    script = install.applescript(Path('/Users/a "b"/python3'))

    assert script.startswith("on startWorker(ignored)\n")
    assert script.count("ignored") == 1
    assert 'quoted form of "/Users/a \\"b\\"/python3" & " -m pmo_workbook worker --background' in script


@pytest.mark.parametrize(("platform", "word"), [("win32", "Trusted Location"), ("darwin", "Enable Macros")])
def test_install_says_what_is_left_to_the_user(platform: str, word: str) -> None:
    assert any(word in line for line in install.advice(platform))


def test_the_commands_do_what_they_say(private_folder: Path) -> None:
    run_command("install")

    findings = json.loads(run_command("doctor", "--json").stdout)["findings"]
    assert {one["what"]: one["state"] for one in findings}["Buttons"] == "ok"

    run_command("uninstall")
    assert not private_folder.exists()
