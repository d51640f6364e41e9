"""Starting a LibreOffice, attaching to one, and plain words where that cannot be done."""

from __future__ import annotations

import builtins
import subprocess
import sys
from pathlib import Path

import pytest
import xlwings as xw

from pmo_workbook.hosts import libreoffice as engine
from pmo_workbook.hosts.libreoffice import bridge, program
from tests.waiting import until

ROOT = Path(__file__).parents[2]


@pytest.fixture
def somebody_elses(libreoffice, tmp_path):
    """A LibreOffice that listens to nobody, as a user starts it."""
    profile = tmp_path / "profile"
    command = [program.find(), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nologo"]
    # With a new profile a LibreOffice starts a second time, and for a moment none runs.
    subprocess.run([*command, "--terminate_after_init"], check=True, timeout=60)
    until(lambda: not (profile / ".lock").exists())
    process = subprocess.Popen(command, start_new_session=True)
    until((profile / ".lock").exists)
    yield profile
    program.stop(process)


def test_attaching_reaches_the_program_that_runs_already(somebody_elses):
    app = engine.attach(somebody_elses)
    book = app.books.add()
    book.sheets[0]["A1"].value = 1
    again = engine.attach(somebody_elses)

    assert again.pid == app.pid
    assert again.books[0].sheets[0]["A1"].value == 1.0

    with pytest.raises(engine.UnsavedChangesError, match="unsaved changes"):
        app.quit()
    assert len(app.books) == 1
    assert not engine.is_gone(app)

    with pytest.raises(engine.LibreOfficeError, match="already runs"):
        engine.start(somebody_elses)
    assert len(app.books) == 1

    book.close()
    app.quit()
    until(lambda: not app.impl.office.alive)
    assert engine.is_gone(app)


def test_attaching_to_nobody_says_so_at_once(libreoffice, tmp_path):
    with pytest.raises(engine.NotRunningError, match="No LibreOffice runs with the profile"):
        engine.attach(tmp_path)


def test_a_lock_that_a_crash_left_behind_does_not_start_a_program(libreoffice, tmp_path, monkeypatch):
    (tmp_path / ".lock").write_text("[Lockdata]\nIPCServer=true\n")
    pipe = program._new_pipe()
    monkeypatch.setattr(program, "_new_pipe", lambda: pipe)

    with pytest.raises(engine.NotRunningError, match="No LibreOffice runs"):
        engine.attach(tmp_path)

    assert not program._listens(pipe)


def test_a_program_that_does_not_exist_is_named(tmp_path):
    with pytest.raises(engine.NotInstalledError, match="no-such-office"):
        program.find(tmp_path / "no-such-office")


def test_a_machine_without_libreoffice_is_told(monkeypatch):
    monkeypatch.setattr(program.shutil, "which", lambda name: None)
    monkeypatch.setattr(program, "_PLACES", ())

    with pytest.raises(engine.NotInstalledError, match="not installed"):
        program.find()


def test_a_start_that_fails_ends_with_a_sentence(libreoffice, tmp_path):
    fake = tmp_path / "soffice"
    fake.write_text("#!/bin/sh\nexit 3\n")
    fake.chmod(0o755)

    with pytest.raises(engine.NotRunningError, match="code 3"):
        engine.start(spec=fake)


def test_a_program_that_never_answers_is_given_up(libreoffice, tmp_path):
    fake = tmp_path / "soffice"
    fake.write_text("#!/bin/sh\nexec sleep 60\n")
    fake.chmod(0o755)

    with pytest.raises(engine.NoAnswerError, match=r"did not answer within 0\.2 seconds"):
        engine.start(spec=fake, seconds=0.2)


def test_a_second_start_that_cannot_hand_over_is_given_up(libreoffice, tmp_path):
    fake = tmp_path / "soffice"
    fake.write_text("#!/bin/sh\nexec sleep 60\n")
    fake.chmod(0o755)
    (tmp_path / ".lock").touch()

    with pytest.raises(engine.LibreOfficeError, match="No LibreOffice runs"):
        engine.attach(tmp_path, spec=fake, seconds=0.2)


def test_quitting_removes_the_profile_and_the_app(libreoffice):
    app = engine.start()
    profile = app.impl.office.started.profile
    pid = app.pid
    assert profile.exists()
    app.quit()

    assert not profile.exists()
    assert pid not in [other.pid for other in xw.engines["libreoffice"].apps]
    with pytest.raises(KeyError):
        xw.engines["libreoffice"].apps[pid]


def test_activating_a_sheet_makes_its_program_the_active_one_of_two(app, sheet):
    other = engine.start()
    assert xw.engines["libreoffice"].apps.active == other
    sheet.activate()
    assert xw.engines["libreoffice"].apps.active == app
    other.quit()


def test_a_killed_program_is_noticed(libreoffice):
    app = engine.start()
    app.books.add()
    app.kill()

    assert app.pid not in [other.pid for other in xw.engines["libreoffice"].apps]


def test_a_program_without_windows_ends_with_the_python_that_started_it(libreoffice):
    code = "from pmo_workbook.hosts.libreoffice import start; print(start().impl.office.started.profile)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    profile = Path(done.stdout.strip())

    assert profile.name.startswith("libreoffice-")
    assert not profile.exists()


def test_xlwings_starts_an_app_by_itself(libreoffice, monkeypatch):
    monkeypatch.setattr(xw.engines, "active", engine.register())
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)

    with xw.App() as app:
        assert len(app.books) == 1
        app.books[0].sheets[0]["A1"].value = "here"
        assert xw.books.active.sheets[0]["A1"].value == "here"


def test_registering_twice_gives_one_engine():
    first, second = engine.register(), engine.register()

    assert first is second
    assert [one.name for one in xw.engines].count("libreoffice") == 1


def _without_uno(monkeypatch, folders, message):
    bridge.uno.cache_clear()
    monkeypatch.setattr(bridge, "FOLDERS", folders)

    def refuse(name):
        raise ImportError(message)

    monkeypatch.setattr(bridge.importlib, "import_module", refuse)


def test_a_python_without_the_bridge_is_told_what_to_install(monkeypatch):
    _without_uno(monkeypatch, (), "No module named 'uno'")

    with pytest.raises(engine.UnoMissingError, match="apt install python3-uno"):
        bridge.uno()


def test_a_python_of_another_version_is_told_which_to_use(monkeypatch, tmp_path):
    (tmp_path / "uno.py").touch()
    _without_uno(monkeypatch, (tmp_path,), "undefined symbol in pyuno.so")

    with pytest.raises(engine.UnoMissingError, match=r"does not fit this Python.*undefined symbol"):
        bridge.uno()
    assert str(tmp_path) not in bridge.sys.path


def test_the_bridge_leaves_the_import_path_as_it_was_when_it_is_loaded_first(libreoffice):
    code = (
        "import sys; from pmo_workbook.hosts.libreoffice import bridge; before = list(sys.path); bridge.uno(); "
        "print(sorted(set(sys.path) ^ set(before)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )

    assert done.stdout.strip() == "[]"


def test_the_bridge_leaves_the_import_function_usable(libreoffice):
    bridge.uno.cache_clear()
    bridge.uno()

    with pytest.raises(ImportError):
        builtins.__import__("no_such_module_anywhere")
