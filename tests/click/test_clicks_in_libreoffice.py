"""Buttons pressed in a real LibreOffice: the macro, the job, the worker, the answer."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import sys
import threading
import time
from pathlib import Path

from pmo_workbook import jobs
from tests.click.conftest import BOOK_NAME
from tests.click.desk import Desk
from tests.shared_office import is_alive
from tests.waiting import until

POSTS = 100
"""Jobs that are left while somebody takes each at once: without care one in twenty went wrong."""


def goal_cells(desk: Desk) -> list[object]:
    """Cells of the column Goal % of SLAs that hold a number."""
    rows = desk.cell("SLAs", "A1:Z60").getDataArray()
    head = next(number for number, row in enumerate(rows) if "Goal %" in row)
    column = rows[head].index("Goal %")
    sheet = desk.document.Sheets.getByName("SLAs")
    places = [(column, number) for number in range(head + 1, len(rows)) if isinstance(rows[number][column], float)]
    return [sheet.getCellByPosition(*place) for place in places]


def promises_kept(desk: Desk) -> str:
    """The first tile of Summary, such as ``9 of 12``."""
    shown = (str(row[0]) for row in desk.cell("Summary", "B1:B20").getDataArray())
    return next(text for text in shown if re.fullmatch(r"\d+ of \d+", text))


def test_refresh_measures_what_is_typed_but_not_saved(sample_desk: Desk) -> None:
    file = sample_desk.folder / "sample" / BOOK_NAME
    on_disk, before = file.read_bytes(), promises_kept(sample_desk)
    for cell in goal_cells(sample_desk):
        cell.Value = 2  # type: ignore[attr-defined]

    said = sample_desk.click("PmoRefresh")

    assert promises_kept(sample_desk) != before
    assert said.startswith(f"{promises_kept(sample_desk)} promises kept. Since ")
    assert file.read_bytes() == on_disk


def test_a_job_that_is_taken_before_the_macro_looks_again_is_no_error(desk: Desk) -> None:
    over, taken = threading.Event(), list[str]()
    folder = desk.private / "jobs"

    def take_at_once() -> None:
        beaten = 0.0
        while not over.is_set():
            if time.monotonic() > beaten + 1:
                beaten = time.monotonic()
                jobs.beat(desk.private, {"beat": f"{dt.datetime.now().astimezone():%Y-%m-%d %H:%M:%S}"})
            for name in os.listdir(folder):  # noqa: PTH208 - pathlib is too slow to be faster than the macro
                if name.endswith(".job"):
                    os.rename(f"{folder}/{name}", f"{folder}/{name}.taken")  # noqa: PTH104 - as above
                    jobs.answer(folder, name.removesuffix(".job"), "Taken.", done=True)
                    taken.append(name)

    greedy = threading.Thread(target=take_at_once)
    folder.mkdir(parents=True, exist_ok=True)
    greedy.start()
    until((desk.private / jobs.WORKER_FILE).exists)
    try:
        for number in range(POSTS):
            desk.press("PmoRefresh")
            until(lambda number=number: len(taken) > number)
        said = desk.next_said(POSTS - 1)
    finally:
        over.set()
        greedy.join()

    assert said == "Taken."
    assert set(desk.said()) == {"Taken."}


def test_other_workbooks_may_be_opened_while_the_answer_is_awaited(desk: Desk, template: Path) -> None:
    desk.use_steps("    click.progress('Working')\n    wait()\n    return buttons.Said('Done at last.')")
    before = len(desk.said())

    desk.press("PmoRefresh")
    for _ in range(4):
        desk.open(template, as_template=True)
    desk.go_on()

    assert desk.next_said(before) == "Done at last."


def test_a_workbook_of_the_same_name_may_be_opened_while_the_answer_is_awaited(
    desk: Desk, sample: Path, tmp_path: Path
) -> None:
    desk.use_steps("    click.progress('Working')\n    wait()\n    return buttons.Said('Done at last.')")
    before = len(desk.said())

    desk.press("PmoRefresh")
    # The macro looks once a second; loading takes longer than that.
    for folder in ("last year", "the year before"):
        (tmp_path / folder).mkdir()
        desk.open(shutil.copy(sample, tmp_path / folder / BOOK_NAME))
    desk.go_on()

    assert desk.next_said(before) == "Done at last."
    assert is_alive(desk.app)


def test_a_cleared_desk_awaits_no_answer(desk: Desk) -> None:
    desk.use_steps("    time.sleep(60)")
    desk.press("PmoRefresh")

    desk.clear()
    desk.use_steps("    return buttons.Said('fine')")

    assert desk.click("PmoRefresh") == "fine"
    assert desk.said() == ["fine"]


def test_stamps_are_written_into_the_selected_rows_and_holds_are_kept(sample_desk: Desk) -> None:
    requests = sample_desk.cell("Requests", "A1:L2500").getDataArray()
    row = next(n for n, one in enumerate(requests, 1) if str(one[0]).startswith("REQ-") and one[9] == one[10] == "")
    request_id = requests[row - 1][0]
    sample_desk.select("Requests", f"C{row}")

    answered = sample_desk.click("PmoAnsweredNow")
    again = sample_desk.click("PmoAnsweredNow")
    closed = sample_desk.click("PmoCloseNow")

    after = sample_desk.cell("Requests", f"A{row}:L{row}").getDataArray()[0]
    assert answered.startswith(f"{request_id}: answered at ")
    assert again == f"{request_id} left as before: a first response is recorded already."
    assert closed.startswith(f"{request_id}: closed at ")
    assert after[:9] == requests[row - 1][:9]
    assert 0 <= after[10] - after[9] < 0.01


def test_the_next_issue_is_selected_and_then_the_one_after(sample_desk: Desk) -> None:
    sample_desk.select("Start", "A1")

    first = sample_desk.click("PmoNextIssue")
    at_first = sample_desk.document.CurrentSelection.AbsoluteName
    sample_desk.click("PmoNextIssue")

    assert first.startswith("1 of ")
    assert at_first.replace("$", "").replace(".", "!") in first
    assert sample_desk.document.CurrentSelection.AbsoluteName != at_first


def test_the_clocks_of_the_selected_request_are_explained(sample_desk: Desk) -> None:
    sample_desk.select("Requests", "A6")

    said = sample_desk.click("PmoExplain")

    assert said.startswith("REQ-0002: ")
    assert "deadline" in said
    assert len(said) <= 1000


def test_a_second_click_needs_no_new_process(desk: Desk) -> None:
    desk.use_steps("    return buttons.Said(click.job.workbook)")

    first = desk.click("PmoRefresh")
    worker = desk.worker
    second = desk.click("PmoRefresh")

    assert first == second
    assert first.endswith(BOOK_NAME)
    assert desk.worker == worker > 0


def test_python_killed_in_mid_run_leaves_a_usable_document_and_a_clear_sentence(desk: Desk) -> None:
    desk.use_steps("    click.progress('Measuring')\n    time.sleep(60)")
    desk.press("PmoRefresh")
    until(lambda: list((desk.private / "jobs").glob("*.running")))

    desk.crash_worker()

    assert desk.next_said(0).startswith("Python stopped in the middle of the work. The workbook can still be used")
    desk.use_steps("    return buttons.Said('fine')")
    assert desk.click("PmoRefresh") == "fine"


def test_a_click_while_another_runs_says_so_and_the_first_ends_as_it_would(desk: Desk) -> None:
    desk.use_steps("    wait()\n    return buttons.Said('the first')")
    desk.press("PmoRefresh")

    desk.press("PmoRefresh")
    until(desk.said)
    desk.go_on()
    until(lambda: len(desk.said()) == 2)

    assert desk.said() == ["The last click is still being worked on. Stop it?", "the first"]


def test_a_worker_that_ended_between_two_clicks_is_replaced(desk: Desk) -> None:
    desk.use_steps("    return buttons.Said('done')")
    desk.click("PmoRefresh")
    before = desk.worker
    desk.crash_worker()
    said = desk.click("PmoRefresh")

    assert said == "done"
    assert desk.worker != before


def test_a_failing_step_is_a_sentence_and_no_success(desk: Desk) -> None:
    desk.use_steps("    raise ValueError('broken')")

    said = desk.click("PmoRefresh")

    assert said.startswith("Something unforeseen happened (ValueError).")
    assert "broken" in (desk.private / "worker.log").read_text(encoding="utf-8")


def test_a_step_that_this_version_does_not_know_is_named(desk: Desk) -> None:
    desk.use_steps("    return buttons.Said('never')")

    assert "does not know" in desk.click("PmoCheck")


def test_without_python_the_sentence_says_what_to_type(desk: Desk) -> None:
    desk.command_file.unlink()

    assert desk.click("PmoRefresh").startswith("Python was not found.")


def test_a_workbook_that_was_never_saved_is_refused(bare_desk: Desk, template: Path) -> None:
    bare_desk.open(template, as_template=True)
    bare_desk.use(sys.executable)

    assert bare_desk.click("PmoRefresh").startswith("This workbook was never saved.")
    assert not bare_desk.worker


def python_setting(desk: Desk) -> object:
    rows = desk.cell("Settings", "A1:A60").getDataArray()
    row = next(number for number, one in enumerate(rows) if one[0] == "Python command")
    return desk.document.Sheets.getByName("Settings").getCellByPosition(1, row)


def test_settings_name_python_where_nothing_was_installed(desk: Desk) -> None:
    desk.use_steps("    return buttons.Said('from Settings')")
    program = desk.folder / "python-of-the-test"
    desk.command_file.unlink()
    python_setting(desk).String = str(program)  # type: ignore[attr-defined]

    said = desk.click("PmoRefresh")
    python_setting(desk).String = ""  # type: ignore[attr-defined]

    assert said == "from Settings"


def test_settings_cannot_start_anything_but_a_python_that_is_there(desk: Desk) -> None:
    mark = desk.folder / "mark"
    program = desk.folder / "python-that-marks"
    program.write_text(f"#!/bin/sh\ntouch '{mark}'\n", encoding="utf-8")
    program.chmod(0o755)
    harmless = (
        program.rename(program.with_name("sh-that-marks")),
        f'/bin/python" ; touch "{mark}',
        "python3",
        "/bin/python9",
    )
    desk.command_file.unlink()

    for text in harmless:
        python_setting(desk).String = str(text)  # type: ignore[attr-defined]
        assert desk.click("PmoRefresh").startswith("Python was not found.")
        desk.messages.unlink()
    python_setting(desk).String = ""  # type: ignore[attr-defined]

    assert not mark.exists()


def test_the_macro_ends_at_once_and_leaves_the_program_to_the_user(desk: Desk) -> None:
    desk.use_steps("    wait()\n    return buttons.Said('late')")

    desk.press("PmoRefresh")
    desk.cell("Requests", "A5").String = "typed meanwhile"

    assert not desk.said()
    desk.go_on()
    assert desk.next_said(0) == "late"
    assert desk.cell("Requests", "A5").String == "typed meanwhile"
    desk.cell("Requests", "A5").String = ""
