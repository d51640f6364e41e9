from __future__ import annotations

import os
import re
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_workbook import jobs
from pmo_workbook.errors import PmoError
from tests.conftest import ROOT

RUN = "20261124-085032-984248"
FIELDS = {
    "run": RUN,
    "step": "refresh",
    "program": "Excel",
    "workbook": r"C:\Büro\Ω.xlsm",
    "sheet": "Requests",
    "selection": "$A$1",
    "detail": "",
}

only_posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no owner and mode of this kind")


@pytest.fixture
def folder(private_folder: Path) -> Path:
    return jobs.open_folder()


def leave(folder: Path, run: str = RUN, **changed: str) -> Path:
    """Leave a job as the macro does."""
    path = folder / f"{run}.job"
    jobs.write_fields(path, FIELDS | {"run": run} | changed)
    return path


@given(st.text())
def test_any_text_survives_as_one_line_of_ascii(text: str) -> None:
    line = jobs.escaped(text)

    assert line.isascii()
    assert not set(line) & {"\r", "\n"}
    assert jobs.unescaped(line) == text


@only_posix
def test_the_folder_is_open_to_the_user_alone(private_folder: Path) -> None:
    private_folder.mkdir(mode=0o755)

    folder = jobs.open_folder()

    assert [stat.S_IMODE(path.stat().st_mode) for path in (private_folder, folder)] == [0o700, 0o700]


@only_posix
def test_a_folder_that_is_a_link_is_refused(private_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    private_folder.symlink_to(tmp_path / "elsewhere")

    with pytest.raises(PmoError, match="not yours alone"):
        jobs.open_folder()


def test_a_job_is_read_as_the_macro_wrote_it(folder: Path) -> None:
    job = jobs.read(leave(folder))

    assert (job.run_id, job.step, job.workbook) == (RUN, "refresh", r"C:\Büro\Ω.xlsm")


def test_a_job_is_taken_once(folder: Path) -> None:
    path = leave(folder)

    assert jobs.take(path) == path.with_suffix(".running")
    assert jobs.take(path) is None
    assert jobs.waiting(folder) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (RUN, b"run=another\nstep=refresh\n"),
        (RUN, b"\xff\xfe"),
        (RUN, f"run={RUN}\nstep=refresh\n".encode()),
        (RUN, b"x" * 100_000),
        ("..%2Fx", b"run=..%2Fx\n"),
    ],
)
def test_a_job_that_no_macro_wrote_is_refused(folder: Path, name: str, content: bytes) -> None:
    path = folder / f"{name}.job"
    path.write_bytes(content)

    with pytest.raises(jobs.BadJobError):
        jobs.read(path)


@only_posix
def test_a_job_that_is_a_link_is_refused(folder: Path, tmp_path: Path) -> None:
    leave(tmp_path)
    (folder / f"{RUN}.job").symlink_to(tmp_path / f"{RUN}.job")

    with pytest.raises(jobs.BadJobError):
        jobs.read(folder / f"{RUN}.job")


def test_an_answer_replaces_all_other_files_of_its_run(folder: Path) -> None:
    leave(folder).rename(folder / f"{RUN}.running")
    jobs.progress(folder, RUN, "Measuring")

    jobs.answer(folder, RUN, "7 of 10\npromises", done=True)

    assert [path.name for path in folder.iterdir()] == [f"{RUN}.done"]
    assert jobs.read_fields(folder / f"{RUN}.done") == {
        "run": RUN,
        "state": "done",
        "show": "bar",
        "text": "7 of 10\npromises",
    }


def test_tidying_answers_for_a_dead_worker_and_drops_what_is_old(folder: Path) -> None:
    leave(folder).rename(folder / f"{RUN}.running")
    old = leave(folder, RUN.replace("2026", "2025"))
    os.utime(old, (0, 0))
    young = leave(folder, RUN.replace("2026", "2027"))

    jobs.tidy(folder)

    assert {path.name for path in folder.iterdir()} == {f"{RUN}.done", young.name}
    assert jobs.read_fields(folder / f"{RUN}.done")["state"] == "failed"


def test_macros_and_python_name_the_same_files_and_fields() -> None:
    post = (ROOT / "macros" / "PmoPython.bas").read_text(encoding="ascii")
    state = (ROOT / "macros" / "PmoAppState.bas").read_text(encoding="ascii")
    sent = re.findall(r'PmoFiles\.Pair\("(\w+)"', post.split("Public Sub Post")[1].split("End Sub")[0])

    assert sent == list(FIELDS)
    assert jobs.COMMAND_FILE in post
    assert jobs.WORKER_FILE in post
    assert f'"{jobs.FOLDER}"' in state
    assert jobs.GROUP_CONTAINER.join("//") in state
