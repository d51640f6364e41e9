"""The resident worker: keeps Python warm, takes the macros' jobs one at a time, leaves after some idle minutes."""

from __future__ import annotations

import datetime as dt
import gc
import os
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from pmo_workbook import __version__, jobs
from pmo_workbook.errors import PmoError
from pmo_workbook.jobs import Job

if TYPE_CHECKING:
    from pmo_workbook.hosts.live_memory import LiveMemory

PAUSE_SECONDS = 0.02
EAGER_SECONDS = 60.0
EAGER_PAUSE_SECONDS = 0.002
"""Between two looks for a job in the minute after a click, which another one often follows; a look costs 1 % of it."""
BEAT_SECONDS = 1.0

_LOCK = "worker.lock"
_LOG = "worker.log"
_LONGEST_LOG = 200_000
_MOST_MEMORIES = 2
"""Workbooks of which something is kept: the cells of their tables, and what was worked out from them."""


class Stopped(PmoError):  # noqa: N818 - the user stopped it; nothing went wrong
    """The user asked to stop before anything was written."""

    def __init__(self) -> None:
        super().__init__("Stopped. The tabs are as they were.")


def work(idle_minutes: float, *, once: bool = False) -> bool:
    """Take jobs until there have been none for a while.

    Args:
        idle_minutes: How long to wait for the next job.
        once: Leave after one job.

    Returns:
        Whether this was the worker; False when another one is at work.

    Raises:
        PmoError: The private folder is not the user's alone.
    """
    folder = jobs.open_folder()
    lock = FileLock(folder.parent / _LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return False
    renewed = False
    try:
        renewed = _Worker(folder).run(idle_minutes * 60, once=once)
    finally:
        lock.release()
    if renewed:
        _start_again()
    return True


def in_background() -> None:
    """Leave the program that started this process, and write to a log what would go to a terminal."""
    folder = jobs.open_folder().parent
    log = folder / _LOG
    if log.exists() and log.stat().st_size > _LONGEST_LOG:
        log.unlink()
    if sys.platform != "win32" and os.getpgid(0) != os.getpid():
        os.setsid()
    stream = log.open("a", encoding="utf-8", buffering=1)
    sys.stdout = sys.stderr = stream
    if sys.platform != "win32":
        for number in (1, 2):
            os.dup2(stream.fileno(), number)


class _Worker:
    """One worker, while it holds the lock.

    Args:
        folder: Folder of the jobs.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._current = ""
        self._memories = Memories()
        self._over = threading.Event()
        self._born = _package_mark()

    def run(self, idle_seconds: float, *, once: bool) -> bool:
        """Work until idle.

        Returns:
            Whether the package was replaced meanwhile, so that a fresh worker is needed.
        """
        jobs.tidy(self._folder)
        self._beat()
        heart = threading.Thread(target=self._live, daemon=True)
        heart.start()
        try:
            return self._take_jobs(idle_seconds, once=once)
        finally:
            self._over.set()
            heart.join()
            (self._folder.parent / jobs.WORKER_FILE).unlink(missing_ok=True)

    def _take_jobs(self, idle_seconds: float, *, once: bool) -> bool:
        if not jobs.waiting(self._folder):
            _warm_up()
        last = time.monotonic()
        while time.monotonic() - last < idle_seconds:
            path = next(iter(jobs.waiting(self._folder)), None)
            if path is None:
                time.sleep(EAGER_PAUSE_SECONDS if time.monotonic() - last < EAGER_SECONDS else PAUSE_SECONDS)
                continue
            if _package_mark() != self._born:
                return True
            self._take(path)
            last = time.monotonic()
            if once:
                break
        return False

    def _take(self, path: Path) -> None:
        if jobs.is_stale(path):
            jobs.remove(path)
            return
        running = jobs.take(path)
        if running is None:
            return
        try:
            job = jobs.read(running)
        except jobs.BadJobError as error:
            jobs.refuse(running, str(error))
            return
        self._current = job.run_id
        # What a run leaves behind is cleared up when the user has the answer.
        gc.disable()
        try:
            do(self._folder, job, self._memories.of(job))
        finally:
            self._current = ""
            gc.enable()
            gc.collect()

    def _live(self) -> None:
        while not self._over.wait(BEAT_SECONDS):
            try:
                self._beat()
                for path in jobs.waiting(self._folder) if self._current else ():
                    jobs.progress(self._folder, path.stem, "Waiting for the run before")
            except OSError:
                traceback.print_exc()

    def _beat(self) -> None:
        now = dt.datetime.now().astimezone()
        jobs.beat(
            self._folder.parent,
            {"beat": f"{now:%Y-%m-%d %H:%M:%S}", "process": str(os.getpid()), "version": __version__},
        )


class Memories:
    """What is known of the workbooks that were worked on last."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], LiveMemory] = {}

    def of(self, job: Job) -> LiveMemory:
        """What is known of a job's workbook; goes when enough others were worked on since."""
        from pmo_workbook.hosts.live_memory import LiveMemory

        key = (job.program, job.workbook)
        found = self._known.pop(key, None) or LiveMemory()
        while len(self._known) >= _MOST_MEMORIES:
            self._known.pop(next(iter(self._known)))
        self._known[key] = found
        return found


def do(folder: Path, job: Job, memory: LiveMemory | None = None) -> None:
    """Do one job and leave its answer, whatever happens.

    Args:
        folder: Folder of the jobs.
        job: The job.
        memory: What is known of its workbook from the job before.
    """
    from pmo_workbook import buttons

    def progress(text: str) -> None:
        if jobs.is_cancelled(folder, job.run_id):
            raise Stopped
        jobs.progress(folder, job.run_id, text)

    try:
        progress("Starting")
        said = buttons.run(job, dt.datetime.now(dt.UTC), progress, memory)
    except PmoError as error:
        jobs.answer(folder, job.run_id, str(error), done=False)
    except Exception as error:  # noqa: BLE001 - the worker outlives any run, and the user reads a sentence
        traceback.print_exc()
        text = (
            f"Something unforeseen happened ({type(error).__name__}). Please send this file to whoever looks after "
            f"the PMO workbook: {folder.parent / _LOG}"
        )
        jobs.answer(folder, job.run_id, text, done=False)
    else:
        jobs.answer(folder, job.run_id, said.text, done=True, shown=said.shown)


def is_alive() -> bool:
    """Whether a worker holds the lock."""
    lock = FileLock(jobs.private_folder() / _LOCK)
    try:
        with lock.acquire(timeout=0):
            return False
    except Timeout:
        return True


def _warm_up() -> None:
    """Import what every refresh needs, before the first click asks for it."""
    from pmo_workbook import buttons

    try:
        buttons.warm_up()
        gc.freeze()
    except ImportError:
        # The first click says what is missing.
        traceback.print_exc()


def _package_mark() -> tuple[int, ...]:
    """Changes when the package is upgraded under a running worker."""
    found = Path(__file__).with_name("__init__.py")
    try:
        state = found.stat()
    except OSError:
        return ()
    return (state.st_mtime_ns, state.st_size, state.st_ino)


_again: Callable[[list[str]], object] = subprocess.Popen


def _start_again() -> None:
    _again([sys.executable, "-m", "pmo_workbook", *sys.argv[1:]])
