"""Whatever happens during a write: the old file or the new one is there, and nothing else."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pmo_workbook.blocks import Grid, Tab
from pmo_workbook.errors import InUseError, WriteError
from pmo_workbook.hosts.file import FileHost
from pmo_workbook.ooxml import atomic, rawzip
from tests import foreign
from tests.failing import full, interrupted

ROOT = Path(__file__).parents[1]
TAB = Tab("report", (Grid(foreign.TILES, ((1, 2, 3), (4, 5, 6), (7, 8, 9))),))


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return foreign.build(tmp_path / "book.xlsm")


STEPS = [
    (atomic.tempfile, "mkstemp"),
    (rawzip, "_raw"),
    (rawzip, "_compressed"),
    (rawzip, "_central"),
    (atomic.os, "fsync"),
    (Path, "chmod"),
    (Path, "replace"),
]


@pytest.mark.parametrize("crash", [full, interrupted])
@pytest.mark.parametrize(("owner", "step"), STEPS, ids=[name for _, name in STEPS])
def test_a_crash_at_any_step_leaves_the_old_file_alone(
    book: Path, monkeypatch: pytest.MonkeyPatch, owner: object, step: str, crash: Callable[..., None]
) -> None:
    before = book.read_bytes()
    expected = WriteError if crash is full else KeyboardInterrupt

    with FileHost(book) as host:
        monkeypatch.setattr(owner, step, crash)
        with pytest.raises(expected):
            host.write([TAB])
        monkeypatch.undo()

    assert book.read_bytes() == before
    assert list(book.parent.iterdir()) == [book]


def test_after_a_failed_write_the_next_one_succeeds(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with FileHost(book) as host:
        monkeypatch.setattr(Path, "replace", full)
        with pytest.raises(WriteError, match="No space left on device"):
            host.write([TAB])
    monkeypatch.undo()

    with FileHost(book) as host:
        assert host.write([TAB]) == []
        assert "xl/worksheets/sheet1.xml" in host.written


def test_after_a_failed_write_the_host_holds_nothing_of_it(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with FileHost(book) as host:
        before = host.package.read("xl/worksheets/sheet1.xml")
        monkeypatch.setattr(atomic.tempfile, "mkstemp", full)
        with pytest.raises(WriteError):
            host.write([TAB])
        monkeypatch.undo()

        assert host.package.changed == set()
        assert host.package.read("xl/worksheets/sheet1.xml") == before
        assert host.write([TAB]) == []


def test_on_windows_a_file_held_by_another_program_is_in_use(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Windows:
        """`os` as it names itself there."""

        name = "nt"

        def __getattr__(self, attribute: str) -> object:
            return getattr(os, attribute)

    def held(*_: object) -> None:
        raise PermissionError(errno.EACCES, "The process cannot access the file")

    with FileHost(book) as host:
        monkeypatch.setattr(atomic, "os", Windows())
        monkeypatch.setattr(Path, "replace", held)
        with pytest.raises(InUseError, match="held by another program"):
            host.write([TAB])


def test_a_killed_run_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    old = foreign.build(tmp_path / "old.xlsm").read_bytes()
    reference = foreign.build(tmp_path / "reference.xlsm")
    with FileHost(reference) as host:
        host.write([TAB])
    book = tmp_path / "folder" / "book.xlsm"
    book.parent.mkdir()
    program = textwrap.dedent("""
        import sys, time
        from pathlib import Path
        from pmo_workbook.ooxml import rawzip
        from tests.test_atomic_replace import TAB
        from pmo_workbook.hosts.file import FileHost

        slow = rawzip._raw
        def drip(source, info):
            for chunk in slow(source, info):
                print("writing", flush=True)
                time.sleep(0.01)
                yield chunk
        rawzip._raw = drip
        with FileHost(Path(sys.argv[1])) as host:
            host.write([TAB])
    """)
    for lines in (1, 20, 10_000):
        book.write_bytes(old)
        command = [sys.executable, "-c", program, str(book)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            seen = sum(1 for line, _ in zip(process.stdout, range(lines), strict=False) if line)
            process.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        expected = old if seen == lines else reference.read_bytes()
        assert book.read_bytes() == expected


def test_what_a_killed_run_left_is_cleared_away_later(book: Path) -> None:
    left, fresh = book.with_name(f".{book.name}.abc.pmo-tmp"), book.with_name(f".{book.name}.def.pmo-tmp")
    for file in (left, fresh):
        file.write_bytes(b"half")
    long_ago = time.time() - 2 * atomic.LEFT_OVER_AFTER
    os.utime(left, (long_ago, long_ago))

    with FileHost(book) as host:
        host.write([TAB])

    assert not left.exists()
    assert fresh.exists()
