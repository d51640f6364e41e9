from __future__ import annotations

import datetime as dt
import importlib
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from pmo_workbook import buttons, jobs, worker
from pmo_workbook.errors import InUseError
from pmo_workbook.hosts.live_memory import LiveMemory
from tests.click.test_jobs import RUN, leave
from tests.waiting import until

OTHER = RUN.replace("2026", "2027")


@pytest.fixture
def folder(private_folder: Path) -> Path:
    return jobs.open_folder()


@pytest.fixture
def step(monkeypatch: pytest.MonkeyPatch) -> Callable[[buttons.Step], None]:
    """Puts a step of the test in the place of Refresh."""
    monkeypatch.setattr(buttons, "warm_up", lambda: None)
    return lambda function: monkeypatch.setattr(buttons, "STEPS", {"refresh": function})


def answered(folder: Path, run: str = RUN) -> dict[str, str]:
    return jobs.read_fields(folder / f"{run}.done")


def test_a_job_is_done_and_answered(folder: Path, step: Callable[..., None]) -> None:
    step(lambda click: buttons.Said(f"did {click.job.workbook}", "box"))
    leave(folder)

    assert worker.work(1, once=True)
    assert answered(folder) == {"run": RUN, "state": "done", "show": "box", "text": r"did C:\Büro\Ω.xlsm"}
    assert not (folder.parent / jobs.WORKER_FILE).exists()


def test_what_stops_a_run_is_told_as_it_is(folder: Path, step: Callable[..., None]) -> None:
    def refuse(_: buttons.Click) -> buttons.Said:
        raise InUseError("Finish the cell that is being edited.")

    step(refuse)
    leave(folder)
    worker.work(1, once=True)

    assert (answered(folder)["state"], answered(folder)["text"]) == ("failed", "Finish the cell that is being edited.")


def test_an_unforeseen_error_is_a_sentence_and_the_worker_lives_on(
    folder: Path, step: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    step(lambda click: 1 / 0 if click.job.run_id == RUN else buttons.Said("fine"))
    leave(folder)
    leave(folder, OTHER)
    worker.work(0.005)

    assert answered(folder)["text"].startswith("Something unforeseen happened (ZeroDivisionError).")
    assert answered(folder, OTHER)["text"] == "fine"
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_a_run_is_stopped_before_it_writes(folder: Path, step: Callable[..., None]) -> None:
    def slow(click: buttons.Click) -> buttons.Said:
        (folder / f"{RUN}.cancel").write_bytes(b"")
        click.progress("Writing")
        raise AssertionError("went on")

    step(slow)
    leave(folder)
    worker.work(1, once=True)

    assert answered(folder)["text"] == "Stopped. The tabs are as they were."
    assert [path.name for path in folder.iterdir()] == [f"{RUN}.done"]


def test_of_two_workers_the_second_leaves(folder: Path, step: Callable[..., None]) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def wait(_: buttons.Click) -> buttons.Said:
        begun.set()
        assert go_on.wait(30)
        return buttons.Said("first")

    step(wait)
    leave(folder)
    first = threading.Thread(target=worker.work, args=(1,), kwargs={"once": True})
    first.start()
    assert begun.wait(30)
    leave(folder, OTHER)

    assert worker.is_alive()
    assert not worker.work(1, once=True)
    waiting = until(lambda: jobs.read_fields(folder / f"{OTHER}.progress"))
    go_on.set()
    first.join()
    assert waiting == {"text": "Waiting for the run before"}
    assert not worker.is_alive()
    assert answered(folder)["text"] == "first"


def test_a_step_that_is_not_in_the_list_is_refused(folder: Path) -> None:
    leave(folder, step="__import__('os')")
    worker.work(1, once=True)

    assert answered(folder)["state"] == "failed"
    assert "does not know" in answered(folder)["text"]


def test_a_malformed_job_is_answered_where_it_has_an_id_and_removed_where_not(folder: Path) -> None:
    (folder / f"{RUN}.job").write_bytes(b"nothing")
    (folder / "x.job").write_bytes(b"nothing")
    leave(folder, OTHER, step="unknown")
    worker.work(0.005)

    assert answered(folder)["state"] == "failed"
    assert {path.name for path in folder.iterdir()} == {f"{RUN}.done", f"{OTHER}.done"}


def test_a_job_that_the_user_gave_up_is_not_done_behind_his_back(
    folder: Path, step: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    done = []
    step(lambda click: done.append(click) or buttons.Said(""))
    leave(folder)
    monkeypatch.setattr(jobs, "STALE_SECONDS", -1.0)
    worker.work(0.001)

    assert done == []
    assert list(folder.iterdir()) == []


def test_a_worker_whose_package_was_upgraded_makes_room_for_a_fresh_one(
    folder: Path, step: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[str]] = []
    marks = iter([(1,), (2,)])
    monkeypatch.setattr(worker, "_again", started.append)
    monkeypatch.setattr(worker, "_package_mark", lambda: next(marks))
    step(lambda click: buttons.Said("old"))
    path = leave(folder)

    worker.work(1)

    assert len(started) == 1
    assert path.exists()


def test_a_workbook_that_is_not_open_is_named(folder: Path) -> None:
    leave(folder, program="Excel", workbook="/somewhere/Plan.xlsm")
    worker.work(1, once=True)

    assert answered(folder)["state"] == "failed"
    assert "open" in answered(folder)["text"]


def test_without_xlwings_the_first_click_says_what_to_type(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setattr(buttons, "warm_up", lambda: importlib.import_module("not_installed"))
    later = threading.Timer(0.3, leave, (folder,))
    later.start()
    worker.work(1, once=True)

    assert "pmo-workbook[live]" in answered(folder)["text"]


@pytest.mark.parametrize(("program", "kept"), [("LibreOffice", True), ("Excel", False)])
def test_a_workbook_of_excel_is_not_held_between_two_clicks(
    monkeypatch: pytest.MonkeyPatch, program: str, kept: bool
) -> None:
    book, memory = object(), LiveMemory()
    monkeypatch.setattr("pmo_workbook.hosts.attach.open_book", lambda *_: book)
    monkeypatch.setattr("pmo_workbook.hosts.profiles.running_profiles", lambda: [None])
    click = buttons.Click(
        jobs.Job(RUN, "refresh", program, "C:/Our PMO.xlsm"), dt.datetime.now(dt.UTC), lambda _: None, memory
    )

    assert click.book is book
    assert (memory.book is book) is kept
