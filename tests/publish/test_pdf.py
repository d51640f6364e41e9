from __future__ import annotations

import os
import stat
import sys
import time
import types
from pathlib import Path
from typing import Any

import pytest

from pmo_workbook.errors import PmoError, WriteError
from pmo_workbook.publish import CopyReport, pdf
from pmo_workbook.publish.pdf import find_soffice, first_page, make_pdf
from tests.witness.render import page_texts
from tests.witness.tools import need


def test_libreoffice_prints_the_published_copy(sample_copy: tuple[Path, CopyReport], tmp_path: Path) -> None:
    need("soffice")
    copy = sample_copy[0]
    before = copy.read_bytes()
    made = make_pdf(copy, tmp_path / "-strange name.pdf")
    pages = page_texts(made)
    assert "promises were kept" in pages[0]
    assert "Executive Sponsor" in "".join(pages)
    assert b"/MarkInfo" in made.read_bytes(), "tagged, for screen readers"
    assert copy.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["-strange name.pdf"]
    need("pdftoppm")
    picture = first_page(made, 40)
    assert picture is not None
    assert picture.startswith(b"\x89PNG")


def test_without_any_program_a_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pdf, "find_soffice", lambda: None)
    with pytest.raises(PmoError, match="neither was found"):
        make_pdf(tmp_path / "copy.xlsx", tmp_path / "copy.pdf")


def test_libreoffice_is_found_on_the_path_or_in_its_usual_places(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pdf.shutil, "which", lambda name: None)
    monkeypatch.setattr(pdf, "_PLACES", (str(tmp_path / "none"),))
    for variable in ("PROGRAMFILES(X86)", "LOCALAPPDATA"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("PROGRAMFILES", str(tmp_path))
    assert find_soffice() is None
    program = tmp_path / "LibreOffice" / "program" / "soffice.exe"
    program.parent.mkdir(parents=True)
    program.touch()
    assert find_soffice() == str(program)
    monkeypatch.setattr(pdf.shutil, "which", lambda name: "/somewhere/soffice")
    assert find_soffice() == "/somewhere/soffice"


def script(tmp_path: Path, body: str) -> str:
    path = tmp_path / "soffice"
    path.write_text(f"#!{sys.executable}\n{body}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


needs_posix = pytest.mark.skipif(os.name != "posix", reason="stands in for LibreOffice with a script")


@needs_posix
def test_what_libreoffice_says_is_told_when_it_makes_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    copy = tmp_path / "copy.xlsx"
    copy.write_bytes(b"PK")
    program = script(tmp_path, "print('source file could not be loaded')")
    monkeypatch.setattr(pdf, "find_soffice", lambda: program)
    with pytest.raises(WriteError, match=r"copy\.xlsx: source file could not be loaded"):
        make_pdf(copy, tmp_path / "copy.pdf")
    assert not (tmp_path / "copy.pdf").exists()


@needs_posix
def test_a_libreoffice_that_hangs_is_ended_with_its_children(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    copy, noted = tmp_path / "copy.xlsx", tmp_path / "child"
    copy.write_bytes(b"PK")
    body = (
        "import subprocess, sys, pathlib\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        f"pathlib.Path({str(noted)!r}).write_text(str(child.pid))\n"
        "child.wait()"
    )
    program = script(tmp_path, body)
    monkeypatch.setattr(pdf, "find_soffice", lambda: program)
    monkeypatch.setattr(pdf, "SECONDS", 2)
    with pytest.raises(WriteError, match="took longer"):
        make_pdf(copy, tmp_path / "copy.pdf")
    child = int(noted.read_text())
    for _ in range(100):
        if ended(child):
            return
        time.sleep(0.05)
    pytest.fail("the child of the program still runs")


def ended(process: int) -> bool:
    """Whether a process is gone, or only waits to be collected."""
    try:
        os.kill(process, 0)
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return True
    return state == "Z"


class Excel:
    """An Excel that notes what it is asked."""

    def __init__(self, fails: bool = False) -> None:
        self.asked: list[Any] = []
        self.fails = fails
        self.books = types.SimpleNamespace(open=self._open)

    def _open(self, path: str, **options: Any) -> Any:
        self.asked.append((Path(path).name, options))
        return types.SimpleNamespace(to_pdf=self._print, close=lambda: self.asked.append("closed"))

    def _print(self, path: str) -> None:
        if self.fails:
            raise OSError("no printer")
        Path(path).write_bytes(b"%PDF")


def test_a_live_excel_prints_the_copy_and_closes_it(tmp_path: Path) -> None:
    excel = Excel()
    made = make_pdf(tmp_path / "copy.xlsx", tmp_path / "copy.pdf", excel)
    assert made.read_bytes() == b"%PDF"
    assert excel.asked == [("copy.xlsx", {"read_only": True, "update_links": False}), "closed"]


def test_a_fault_of_excel_is_told_and_the_copy_is_closed(tmp_path: Path) -> None:
    excel = Excel(fails=True)
    with pytest.raises(WriteError, match="no printer"):
        make_pdf(tmp_path / "copy.xlsx", tmp_path / "copy.pdf", excel)
    assert excel.asked[-1] == "closed"


def test_a_pdf_that_cannot_be_read_has_no_picture(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"nothing")
    assert first_page(broken) is None
