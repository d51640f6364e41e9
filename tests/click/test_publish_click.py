"""Publishing by a click: the saved file is published, an unsaved one is refused."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from pmo_workbook import buttons
from pmo_workbook.errors import InputError
from pmo_workbook.jobs import Job
from pmo_workbook.workflow import quiet

NOW = dt.datetime(2026, 7, 9, 12, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Document:
    """What the step asks of an open document of LibreOffice."""

    modified: bool

    def isModified(self) -> bool:  # noqa: N802 - LibreOffice's name
        return self.modified


@dataclass(frozen=True)
class Book:
    api: Document


@pytest.fixture
def book(sample_before: Path, tmp_path: Path) -> Path:
    path = tmp_path / "Our PMO.xlsm"
    shutil.copyfile(sample_before, path)
    return path


def click(path: Path, *, modified: bool) -> buttons.Click:
    job = Job("run", "publish_with_note", "LibreOffice", str(path), "Start", "A1", "")
    asked = buttons.Click(job, NOW, quiet)
    asked.__dict__["book"] = Book(Document(modified))
    return asked


def test_the_saved_workbook_is_published_beside_itself(book: Path) -> None:
    said = buttons.STEPS["publish_with_note"](click(book, modified=False))
    assert said.shown == "box"
    assert "Our PMO 2026-07-09.xlsx" in said.text
    assert (book.parent / "published" / "Our PMO 2026-07-09.xlsx").exists()


def test_unsaved_changes_are_named_and_nothing_is_made(book: Path) -> None:
    with pytest.raises(InputError, match="Save the workbook first"):
        buttons.STEPS["publish"](click(book, modified=True))
    assert not (book.parent / "published").exists()


def test_rows_left_out_stop_the_plain_button(book: Path) -> None:
    with pytest.raises(InputError, match="rows with errors are in no figure"):
        buttons.STEPS["publish"](click(book, modified=False))


def test_a_workbook_in_the_cloud_is_refused() -> None:
    with pytest.raises(InputError, match="folder of this computer"):
        buttons.STEPS["publish"](click(Path("https://example.sharepoint.example/Our PMO.xlsm"), modified=False))
