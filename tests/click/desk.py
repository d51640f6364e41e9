"""A LibreOffice with a workbook open in it, whose buttons are pressed, and a private folder of its own."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

from pmo_workbook import jobs
from tests import shared_office
from tests.processes import STATE, kill_workers
from tests.waiting import until

_SECURITY = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>0</value></prop></item></oor:items>
"""
_ALWAYS_RUN_MACROS = 4
ROOT = Path(__file__).parents[2]


class Desk:
    """One LibreOffice; its documents are opened and closed, it stays."""

    def __init__(self, folder: Path) -> None:
        from pmo_workbook.hosts.libreoffice import bridge, start

        self.folder = folder
        self.private = folder / "state" / "pmo-workbook"
        self.messages = folder / "said.txt"
        profile = folder / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_SECURITY, encoding="utf-8")
        self._bridge = bridge
        before = dict(os.environ)
        os.environ.update(
            **{STATE: str(folder / "state")},
            PMO_WORKBOOK_MESSAGES=str(self.messages),
            PYTHONPATH=str(ROOT),
            PATH=f"{Path(sys.executable).parent / 'nowhere'}:/usr/bin:/bin",
        )
        try:
            self.app = start(profile.parent)
        finally:
            os.environ.clear()
            os.environ.update(before)
        self._desktop = self.app.impl.api
        self.document: Any = None
        self._documents: dict[Path, Any] = {}
        self._pressed: list[Any] = []
        self._go_on = folder / "go-on"

    def clear(self) -> None:
        """End runs and workers, forget what was said; the desk's own workbooks stay open, as opening takes longest."""
        self.kill_worker()
        self._stop_waiting()
        for path in [path for path in self._documents if self.folder not in path.parents]:
            self._documents.pop(path).close(True)
        self.messages.unlink(missing_ok=True)
        self.command_file.unlink(missing_ok=True)
        for path in (self.private / "jobs").glob("*"):
            path.unlink(missing_ok=True)

    def _stop_waiting(self) -> None:
        """Let no macro wait for an answer any more."""
        folder = self.private / "jobs"
        for run in {path.stem for path in folder.glob("*.*")}:
            jobs.answer(folder, run, "The test is over.", done=True)
        for document in self._pressed:
            self._call(document, "PmoTick")
        self._pressed.clear()
        # A macro that was still waiting may have started another one meanwhile.
        self.kill_worker()

    def open(self, path: Path, *, as_template: bool = False) -> Any:
        """Open a workbook, or bring it to the front; as a template it has no place of its own yet."""
        if path not in self._documents or as_template:
            arguments = self._bridge.properties(MacroExecutionMode=_ALWAYS_RUN_MACROS, AsTemplate=as_template)
            opened = self._desktop.loadComponentFromURL(self._bridge.to_url(path), "_blank", 0, arguments)
            self._documents[path.with_suffix("") if as_template else path] = opened
        self.document = self._documents[path.with_suffix("") if as_template else path]
        self.document.CurrentController.Frame.activate()
        return self.document

    @property
    def command_file(self) -> Path:
        """Where the macros look for Python first."""
        return self.private / jobs.COMMAND_FILE

    def use(self, python: str | Path) -> None:
        """Record which Python the buttons start."""
        self.private.mkdir(parents=True, exist_ok=True)
        jobs.write_fields(self.command_file, {"python": str(python)})

    def use_steps(self, code: str) -> None:
        """Let the buttons start a Python whose steps are replaced by code of the test.

        Args:
            code: Body of a function ``refresh(click)``, four blanks in; `wait()` in it lasts until :meth:`go_on`.
        """
        script = self.folder / "steps.py"
        self._go_on.unlink(missing_ok=True)
        script.write_text(
            "import os, time\nfrom pathlib import Path\nfrom pmo_workbook import buttons, worker\n"
            f"def wait():\n    while not Path({str(self._go_on)!r}).exists():\n        time.sleep(0.05)\n"
            f"def refresh(click):\n{code}\n"
            "buttons.STEPS = {'refresh': refresh}\nbuttons.warm_up = lambda: None\n"
            "worker.in_background()\nworker.work(0.5)\n",
            encoding="utf-8",
        )
        program = self.folder / "python-of-the-test"
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{script}"\n', encoding="utf-8")
        program.chmod(0o755)
        self.use(program)

    def go_on(self) -> None:
        """End the `wait()` of a step of the test."""
        self._go_on.touch()

    def press(self, button: str) -> None:
        """Press a button: run its macro, which ends at once."""
        if self.document not in self._pressed:
            self._pressed.append(self.document)
        self._call(self.document, button)

    @staticmethod
    def _call(document: Any, macro: str) -> None:
        address = f"vnd.sun.star.script:VBAProject.PmoButtons.{macro}?language=Basic&location=document"
        document.getScriptProvider().getScript(address).invoke((), (), ())

    def click(self, button: str) -> str:
        """Press a button and wait for what it says."""
        before = len(self.said())
        self.press(button)
        return self.next_said(before)

    def said(self) -> list[str]:
        """All that was said so far."""
        # LibreOffice puts a new file in the place of the old one at every sentence; for a moment there is none.
        for _ in range(15):
            try:
                lines = self.messages.read_text(encoding="ascii").splitlines()
                break
            except FileNotFoundError:
                time.sleep(0.02)
        else:
            return []
        return [jobs.unescaped(line.removeprefix("said=")) for line in lines]

    def next_said(self, before: int) -> str:
        """What is said after so many sentences."""
        said: list[str] = until(lambda: self.said()[before:])
        return said[0]

    def select(self, sheet: str, cells: str) -> None:
        """Select cells."""
        found = self.document.Sheets.getByName(sheet)
        self.document.CurrentController.setActiveSheet(found)
        self.document.CurrentController.select(found.getCellRangeByName(cells))

    def cell(self, sheet: str, address: str) -> Any:
        """A cell of the open document."""
        return self.document.Sheets.getByName(sheet).getCellRangeByName(address)

    @property
    def worker(self) -> int:
        """Process of the worker that gave the last sign of life; 0 when there is none."""
        found = jobs.read_fields(self.private / jobs.WORKER_FILE) if self.private.exists() else {}
        return int(found.get("process", "0"))

    def crash_worker(self) -> None:
        """End the worker as a crash would: its sign of life stays until it is too old."""
        os.kill(self.worker, signal.SIGKILL)

    def kill_worker(self) -> None:
        """End the worker, if there is one, and its sign of life."""
        kill_workers(self.private.parent)
        (self.private / jobs.WORKER_FILE).unlink(missing_ok=True)

    def quit(self) -> None:
        """End all of it, dead or alive."""
        shared_office.end(self.app)
        self.kill_worker()
