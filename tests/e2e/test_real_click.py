"""A mouse clicks the buttons of a workbook that a real LibreOffice shows, and the figures on the screen change."""

from __future__ import annotations

import re
import sys
from itertools import pairwise
from pathlib import Path

from python_calamine import CalamineWorkbook

from tests.conftest import run_command
from tests.e2e.desktop import SIZE, Desktop, until

REPORTS = ("Start", "Summary", "SLA Report", "Watchlist", "RACI", "RACI Load", "Catalogue", "Coverage", "Issues")
OF_THE_MOMENT = "by pmo-workbook"
"""Marks the one cell of the reports that says when they were written."""


def target_of(desktop: Desktop, sla: str) -> object:
    """The cell of SLAs that holds the target of an SLA."""
    rows = desktop.cell("SLAs", "A1:Z60").getDataArray()
    head = next(number for number, row in enumerate(rows) if "Target" in row)
    row = next(number for number, row in enumerate(rows) if row[0] == sla)
    return desktop.document.Sheets.getByName("SLAs").getCellByPosition(rows[head].index("Target"), row)


def shown(desktop: Desktop, sheet: str = "Summary") -> list[str | float]:
    """Everything that a report of the open document shows, row by row."""
    used = desktop.cell(sheet, "A1:AZ400").getDataArray()
    return [value for row in used for value in row if value != "" and OF_THE_MOMENT not in str(value)]


def promises_kept(desktop: Desktop) -> str:
    """The headline of Summary, such as ``9 of 12``."""
    return next(str(value) for value in shown(desktop) if re.fullmatch(r"\d+ of \d+", str(value)))


def change_and_click(desktop: Desktop, target: float) -> None:
    """Promise SLA-01 in another number of hours, click Refresh all, and wait for other figures."""
    before = shown(desktop)
    target_of(desktop, "SLA-01").Value = target  # type: ignore[attr-defined]
    desktop.click("Refresh all")
    until(lambda: shown(desktop) != before)
    desktop.rest()


def test_a_click_brings_the_new_compliance_into_the_open_unsaved_workbook(desktop: Desktop, workbook: Path) -> None:
    on_disk, before, headline = workbook.read_bytes(), shown(desktop), promises_kept(desktop)

    change_and_click(desktop, 1)

    assert not desktop.box
    assert promises_kept(desktop) != headline
    assert workbook.read_bytes() == on_disk
    assert desktop.document.isModified()

    change_and_click(desktop, 4)
    assert shown(desktop) == before, "the second click did not take the change back"


def test_the_screen_shows_what_the_command_line_writes_into_the_resaved_file(desktop: Desktop, tmp_path: Path) -> None:
    change_and_click(desktop, 1)
    resaved = tmp_path / "resaved by LibreOffice.xlsm"
    desktop.save_copy(resaved)
    on_screen = {sheet: shown(desktop, sheet) for sheet in REPORTS}

    run_command("refresh", resaved)
    desktop.open(resaved)

    assert {sheet: shown(desktop, sheet) for sheet in REPORTS} == on_screen
    assert set(REPORTS) < set(CalamineWorkbook.from_path(resaved).sheet_names)


def test_what_cannot_be_run_is_said_in_a_box_and_the_tabs_stay(desktop: Desktop, workbook: Path) -> None:
    before = {sheet: shown(desktop, sheet) for sheet in REPORTS}
    for sheet in desktop.document.Sheets.ElementNames:
        if sheet not in REPORTS:
            desktop.document.Sheets.removeByName(sheet)

    desktop.click("Refresh all")
    said = until(lambda: desktop.box)
    desktop.dismiss()

    assert said.startswith(
        f"{workbook.name} holds none of the framework's tables; make a workbook with the command new"
    )
    assert {sheet: shown(desktop, sheet) for sheet in REPORTS} == before


def python_that_halts_in_mid_write(folder: Path) -> tuple[str, Path]:
    """A Python that stops after half of the tabs, for ever; and a file that is there as soon as it does."""
    halted, script, program = folder / "halted", folder / "halts.py", folder / "python-that-halts"
    script.write_text(
        "import time\nfrom pathlib import Path\nfrom pmo_workbook import worker\n"
        "from pmo_workbook.hosts.live_write import LiveWrite\n"
        "whole = LiveWrite.run\n"
        "def half(self, tabs):\n"
        "    whole(self, tabs[: len(tabs) // 2])\n"
        f"    Path({str(halted)!r}).touch()\n"
        "    time.sleep(600)\n"
        "LiveWrite.run = half\n"
        "worker.in_background()\nworker.work(10)\n",
        encoding="utf-8",
    )
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{script}"\n', encoding="utf-8")
    program.chmod(0o755)
    return str(program), halted


def test_python_killed_while_it_writes_leaves_a_workbook_that_works(desktop: Desktop, tmp_path: Path) -> None:
    python, halted = python_that_halts_in_mid_write(tmp_path)
    desktop.install(python)
    target_of(desktop, "SLA-01").Value = 1  # type: ignore[attr-defined]
    desktop.click("Refresh all")
    until(halted.exists)
    desktop.kill_worker()
    desktop.install()

    said = until(lambda: desktop.box)
    desktop.dismiss()

    assert said.startswith("Python stopped in the middle of the work. The workbook can still be used")
    assert not desktop.document.hasControllersLocked()
    assert not desktop.document.isActionLocked()
    assert desktop.document.isAutomaticCalculationEnabled()
    change_and_click(desktop, 3)
    assert desktop.document.isAutomaticCalculationEnabled()


def test_the_buttons_are_on_the_first_screen_and_apart(desktop: Desktop) -> None:
    places = sorted(desktop.buttons.values())

    assert list(desktop.buttons) == ["Refresh all", "Check", "Next issue", "Import log", "Publish"]
    assert all(0 < x < SIZE[0] and 0 < y < SIZE[1] for x, y in places)
    assert all(right - left > 100 for (left, _), (right, _) in pairwise(places))
