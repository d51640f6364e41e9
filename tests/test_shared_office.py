"""A LibreOffice that dies fails the test in which it died and no other, and nothing of a run stays behind."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.processes import Process, started_with
from tests.shared_office import is_alive, offices
from tests.waiting import until
from tests.witness.tools import need

LEAVES = """
import os, signal, subprocess, time

def test_that_leaves_a_process():
    subprocess.Popen(["sleep", "600"], start_new_session=True, env=os.environ | {"LEFT_BY": "this test"})
"""
DIES = """
import os, signal

def test_in_which_it_dies(book):
    os.kill(book.app.pid, signal.SIGKILL)

def test_after_it(book):
    book.sheets[0]["A1"].value = 1
    assert book.sheets[0]["A1"].value == 1
"""


def run(folder: Path, tests: str, *plugins: str, workers: int = 0) -> tuple[int, str]:
    """Run tests in a pytest of their own; its exit code and what it said."""
    path = folder / "test_planted.py"
    path.write_text(tests, encoding="utf-8")
    named = [word for name in plugins for word in ("-p", name)]
    # A run that somebody put into the background does not hear an interruption, and neither would this one.
    listening = ["env", "--default-signal=INT"] if sys.platform == "linux" else []
    command = [
        *listening,
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "no:randomly",
        "-p",
        "no:cacheprovider",
        *named,
        "-n",
        str(workers),
    ]
    done = subprocess.run(
        [*command, f"--rootdir={folder}", str(path)], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    return done.returncode, done.stdout + done.stderr


def left(folder: Path) -> list[Process]:
    """What planted tests have left running."""
    return started_with("LEFT_BY", folder)


def test_a_libreoffice_that_died_fails_its_own_test_and_the_next_one_gets_a_fresh_one(tmp_path: Path) -> None:
    need("soffice")
    need("uno")

    code, said = run(tmp_path, DIES, "tests.left_behind", "tests.libreoffice.conftest")

    assert code == pytest.ExitCode.TESTS_FAILED
    assert "ERROR at teardown of test_in_which_it_dies" in said
    assert "LibreOffice died in this test (exit code" in said
    assert "2 passed, 1 error" in said
    assert "LEFT BEHIND" not in said


def test_a_libreoffice_that_died_between_two_tests_is_told() -> None:
    need("soffice")
    need("uno")
    holder = offices()
    app = next(holder.lent())
    app.kill()

    with pytest.raises(pytest.fail.Exception, match="died before this test"):
        next(holder.lent())
    fresh = next(holder.lent())

    assert fresh.pid != app.pid
    assert is_alive(fresh)
    holder.close()
    assert not is_alive(fresh)


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="only Linux tells what a process was started with")
@pytest.mark.parametrize("workers", [0, 1])
@pytest.mark.parametrize("interrupted", [False, True], ids=["finished", "interrupted"])
def test_a_process_that_a_run_leaves_behind_fails_it_and_is_ended(
    tmp_path: Path, workers: int, interrupted: bool
) -> None:
    tests = LEAVES.replace("this test", str(tmp_path))
    if interrupted:
        main = "os.getppid()" if workers else "os.getpid()"
        tests += f"    os.kill({main}, signal.SIGINT)\n    time.sleep(600)\n"

    code, said = run(tmp_path, tests, "tests.left_behind", workers=workers)

    assert code == (pytest.ExitCode.INTERRUPTED if interrupted else pytest.ExitCode.TESTS_FAILED), said
    assert "LEFT BEHIND, and ended:" in said
    until(lambda: not left(tmp_path))
