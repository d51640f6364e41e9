"""A screen of its own with a LibreOffice window on it, whose buttons are clicked with the mouse."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pmo_workbook import jobs
from tests import shared_office
from tests.processes import STATE, kill_workers
from tests.waiting import until
from tests.witness.tools import need

ROOT = Path(__file__).parents[2]
SIZE = (1600, 1000)
"""Pixels of the screen."""

_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="ShowTipOfTheDay" oor:op="fuse">
<value>false</value></prop></item>
<item oor:path="/org.openoffice.Setup/Product"><prop oor:name="ooSetupLastVersion" oor:op="fuse">
<value>99.9</value></prop></item>
</oor:items>
"""
_BOX = "PMO"
"""Title of the macros' message boxes."""
_AS_CONFIGURED = 3
"""``MacroExecMode.USE_CONFIG``: macros run because the profile says so, as for a user."""


class Screen:
    """An X server without a monitor, and a hand on its mouse and keyboard."""

    def __init__(self) -> None:
        reader, writer = os.pipe()
        # -noreset: the server would start anew, and lose its windows, when the first program leaves
        self._server = subprocess.Popen(
            [need("Xvfb"), "-displayfd", str(writer), "-screen", "0", f"{SIZE[0]}x{SIZE[1]}x24", "-noreset"],
            pass_fds=[writer],
            stderr=subprocess.DEVNULL,
        )
        os.close(writer)
        with os.fdopen(reader) as stream:
            self.name = f":{stream.readline().strip()}"
        self._hand: subprocess.Popen[bytes] | None = None

    def xdotool(self, *arguments: str | int) -> str:
        """Run xdotool; an empty text where it finds nothing."""
        done = subprocess.run(
            [need("xdotool"), *map(str, arguments)],
            env=os.environ | {"DISPLAY": self.name},
            capture_output=True,
            text=True,
            check=False,
            timeout=20,
        )
        return done.stdout.strip()

    def aim(self, x: int, y: int) -> None:
        """Move the mouse to a place on the screen, and lay a hand on its button."""
        self.xdotool("mousemove", x, y, "sleep", "0.05")
        self._hand = self._hand or subprocess.Popen(
            [need("xdotool"), "-"], stdin=subprocess.PIPE, env=os.environ | {"DISPLAY": self.name}
        )

    def press(self) -> None:
        """Press the mouse's left button where it was moved to; returns at once."""
        assert self._hand is not None
        assert self._hand.stdin is not None
        self._hand.stdin.write(b"click 1\n")
        self._hand.stdin.flush()

    def windows(self, title: str) -> list[str]:
        """Ids of the windows with a title."""
        return self.xdotool("search", "--onlyvisible", "--name", f"^{title}$").split()

    def picture(self, path: Path) -> None:
        """Photograph the screen."""
        command = ["import", "-window", "root", "-display", self.name, str(path)]
        subprocess.run(command, check=True, timeout=30)

    def close(self) -> None:
        """Take the hand away and end the server."""
        for process in (self._hand, self._server):
            if process is not None:
                process.kill()
                process.communicate(timeout=20)


class Desktop:
    """A LibreOffice window with one workbook in it, and a private folder for jobs that is not the user's.

    Attributes:
        screen: The screen that it is on.
        private: The private folder.
        document: The open workbook, as UNO sees it.
    """

    def __init__(self, folder: Path) -> None:
        from pmo_workbook.hosts.libreoffice import bridge, start

        self._bridge = bridge
        self.screen = Screen()
        self.private = folder / "state" / "pmo-workbook"
        profile = folder / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        environment = {
            "DISPLAY": self.screen.name,
            "HOME": str(folder),
            STATE: str(folder / "state"),
            "PYTHONPATH": str(ROOT),
            "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
            "SAL_USE_VCLPLUGIN": "gen",
        }
        with _environment(environment):
            self.app = start(profile.parent, headless=False)
        self._api = self.app.impl.api
        self.document: Any = None
        self._run = self._over = ""

    def install(self, python: str = sys.executable) -> None:
        """Record which Python the buttons start, as ``pmo-workbook install`` does; another one that works is ended."""
        self.private.mkdir(parents=True, exist_ok=True)
        if jobs.read_fields(self.private / jobs.COMMAND_FILE) != {"python": python}:
            self.kill_worker()
            (self.private / jobs.WORKER_FILE).unlink(missing_ok=True)
        jobs.write_fields(self.private / jobs.COMMAND_FILE, {"python": python})

    def open(self, path: Path) -> None:
        """Open a workbook in a window that fills the screen."""
        self.close()
        arguments = self._bridge.properties(MacroExecutionMode=_AS_CONFIGURED)
        self.document = self._api.loadComponentFromURL(self._bridge.to_url(path), "_default", 0, arguments)
        window = self.document.CurrentController.Frame.ContainerWindow
        window.setPosSize(0, 0, *SIZE, 15)
        window.toFront()
        self.show("Start")

    def show(self, sheet: str) -> None:
        """Bring a sheet to the front."""
        self.document.CurrentController.setActiveSheet(self.document.Sheets.getByName(sheet))

    def cell(self, sheet: str, address: str) -> Any:
        """A cell or cells of the open document."""
        return self.document.Sheets.getByName(sheet).getCellRangeByName(address)

    @property
    def buttons(self) -> dict[str, tuple[int, int]]:
        """Middle of each button of the sheet in front, in pixels of the screen, by its caption."""
        controller = self.document.CurrentController
        page = controller.ActiveSheet.DrawPage
        shapes = [page.getByIndex(number) for number in range(page.Count)]
        models = [shape.Control for shape in shapes if shape.supportsService("com.sun.star.drawing.ControlShape")]
        return {model.Label: _middle(controller.getControl(model).AccessibleContext) for model in models}

    def click(self, caption: str) -> None:
        """Click a button of Start with the mouse, and see that the macro does something."""
        self.aim(caption)
        self.screen.press()
        until(lambda: self.begun() or self.box)
        self.follow()

    def aim(self, caption: str) -> None:
        """Move the mouse to a button of Start."""
        self.show("Start")
        self.screen.aim(*until(lambda: self.buttons.get(caption)))

    def begun(self) -> bool:
        """Whether the last click has left a job."""
        return bool(self._files())

    def follow(self) -> None:
        """Note which run the last click began."""
        # An id begins with its moment, so the last one is of this click; an older one may be left of a killed run.
        self._run = max((path.stem for path in self._files()), default="")

    def rest(self) -> None:
        """Wait until the run that the last click began is over and reported."""
        until(lambda: not [path for path in self._files() if path.stem == self._run])
        self._over = self._run

    def is_answered(self) -> bool:
        """Whether the run that the last click began is over."""
        return (self.private / "jobs" / f"{self._run}.done").exists()

    def _files(self) -> list[Path]:
        """Jobs and answers of runs that were begun after the last one that was waited for."""
        return [path for path in (self.private / "jobs").glob("*.*") if path.stem > self._over]

    @property
    def box(self) -> str:
        """What the message box on the screen says; empty when there is none."""
        toolkit = self.app.impl.office.service("com.sun.star.awt.Toolkit")
        windows = [toolkit.getTopWindow(number) for number in range(toolkit.getTopWindowCount())]
        found = [window.AccessibleContext for window in windows if window and window.AccessibleContext]
        boxes = [one for one in found if one.getAccessibleName() == _BOX and one.getAccessibleChildCount()]
        return max((text for one in boxes for text in _texts(one)), key=len, default="")

    def dismiss(self) -> None:
        """Press Return in the message box, and see it gone."""
        window = until(lambda: self.screen.windows(_BOX))[0]
        self.screen.xdotool("windowfocus", "--sync", window, "key", "Return")
        until(lambda: not self.screen.windows(_BOX))
        self._over = self._run

    @property
    def worker(self) -> int:
        """Process of the worker that gave the last sign of life; 0 when there is none."""
        found = jobs.read_fields(self.private / jobs.WORKER_FILE) if self.private.exists() else {}
        return int(found.get("process", "0"))

    def save_copy(self, path: Path) -> None:
        """Save the open document under another name as macro-enabled workbook; it stays what it was."""
        arguments = self._bridge.properties(FilterName="Calc MS Excel 2007 VBA XML")
        self.document.storeToURL(self._bridge.to_url(path), arguments)

    def close(self) -> None:
        """Close the workbook without saving."""
        if self.document is not None:
            self.document.close(True)
            self.document = None

    def clear(self) -> None:
        """Close the workbook; a run or a box that a failed test has left goes too, a worker without work stays."""
        if self.screen.windows(_BOX):
            self.dismiss()
        self.close()
        if self._files():
            self.kill_worker()
        for path in (self.private / "jobs").glob("*"):
            path.unlink(missing_ok=True)

    def kill_worker(self) -> None:
        """End the worker, if there is one, as a crash would."""
        kill_workers(self.private.parent)

    def quit(self) -> None:
        """End LibreOffice, dead or alive, the worker and the screen."""
        shared_office.end(self.app)
        self.kill_worker()
        self.screen.close()


def _middle(context: Any) -> tuple[int, int]:
    """Middle of something on the screen."""
    place, size = context.getLocationOnScreen(), context.getSize()
    return place.X + size.Width // 2, place.Y + size.Height // 2


def _texts(context: Any) -> Iterator[str]:
    """What a window and everything in it is called."""
    yield context.getAccessibleName()
    for number in range(context.getAccessibleChildCount()):
        yield from _texts(context.getAccessibleChild(number).AccessibleContext)


@contextmanager
def _environment(values: dict[str, str]) -> Iterator[None]:
    """Change the environment of what is started meanwhile."""
    before = dict(os.environ)
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
