"""Whatever happens during an upgrade: the old file is there or the new one."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from pmo_workbook.errors import InUseError, UnsupportedError, WriteError
from pmo_workbook.ooxml import atomic, rawzip
from pmo_workbook.upgrade import upgrade
from tests.conftest import ROOT
from tests.failing import full, interrupted
from tests.foreign import Parts

STEPS = [
    (atomic.tempfile, "mkstemp"),
    (rawzip, "_raw"),
    (rawzip, "_compressed"),
    (atomic.os, "fsync"),
    (Path, "replace"),
]


@pytest.mark.parametrize("crash", [full, interrupted])
@pytest.mark.parametrize(("owner", "step"), STEPS, ids=[name for _, name in STEPS])
def test_a_crash_at_any_step_leaves_the_old_file_and_no_half_one(
    book: Path, monkeypatch: pytest.MonkeyPatch, owner: object, step: str, crash: Callable[..., None]
) -> None:
    before = book.read_bytes()
    monkeypatch.setattr(owner, step, crash)

    with pytest.raises(WriteError if crash is full else KeyboardInterrupt):
        upgrade(book)

    monkeypatch.undo()
    assert book.read_bytes() == before
    assert list(book.parent.iterdir()) == [book]


def test_what_fails_after_the_move_leaves_the_old_file_beside_the_new_one(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = book.read_bytes()
    folders: list[Path] = []

    def second_time(folder: Path) -> None:
        # first the copy of the old file is put in place, then the new one
        folders.append(folder)
        if len(folders) == 2:
            interrupted()

    monkeypatch.setattr(atomic, "_sync_folder", second_time)

    with pytest.raises(KeyboardInterrupt):
        upgrade(book)

    (kept,) = (path for path in book.parent.iterdir() if path != book)
    assert book.read_bytes() != before
    assert kept.read_bytes() == before


def test_a_killed_upgrade_leaves_the_old_file_or_the_new_one(book: Path, tmp_path: Path) -> None:
    old = book.read_bytes()
    reference = tmp_path / "reference.xlsm"
    reference.write_bytes(old)
    upgrade(reference)
    program = textwrap.dedent("""
        import sys, time
        from pathlib import Path
        from pmo_workbook.ooxml import atomic, rawzip
        from pmo_workbook.upgrade import upgrade

        def slowed(function):
            def slow(*given, **named):
                print("at work", flush=True)
                time.sleep(0.005)
                return function(*given, **named)
            return slow
        rawzip._raw = slowed(rawzip._raw)
        atomic._move = slowed(atomic._move)
        atomic._sync_folder = slowed(atomic._sync_folder)
        upgrade(Path(sys.argv[1]))
    """)
    for lines in (1, 2, 3, 20, 60, 10_000):
        book.write_bytes(old)
        command = [sys.executable, "-c", program, str(book)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            seen = sum(1 for line, _ in zip(process.stdout, range(lines), strict=False) if line)
            process.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        assert book.read_bytes() in (old, reference.read_bytes())
        backups = [path for path in book.parent.iterdir() if "before upgrade" in path.name]
        assert [path.read_bytes() == old for path in backups] == [True] * len(backups)
    assert seen > 60
    assert book.read_bytes() == reference.read_bytes()


def test_a_workbook_that_is_open_elsewhere_is_left(book: Path) -> None:
    lock = book.with_name(f".~lock.{book.name}#")
    lock.write_text(",ann,laptop,,", encoding="utf-8")

    with pytest.raises(InUseError, match="is open in LibreOffice by ann on laptop"):
        upgrade(book)


def test_a_workbook_that_does_not_say_its_template_is_left(book: Path) -> None:
    parts = Parts.of(book)
    parts.edit("xl/workbook.xml", 'name="pmo_template_version"', 'name="something_else"')
    parts.save(book)
    before = book.read_bytes()

    with pytest.raises(UnsupportedError, match="does not say which template it follows"):
        upgrade(book)

    assert book.read_bytes() == before
