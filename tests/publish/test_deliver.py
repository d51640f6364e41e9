"""One publication from start to end: what is made, what is refused, what stays as it was."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import hashlib
import shutil
from pathlib import Path

import pytest

from pmo_workbook.errors import InputError
from pmo_workbook.publish.deliver import Wanted, publish
from pmo_workbook.publish.inspection.inspector import unclean
from tests.test_cli import call
from tests.witness.readback import by_openpyxl

NOW = dt.datetime(2026, 7, 9, 12, tzinfo=dt.UTC)
QUICK = Wanted(with_note=True, pdf=False)


@pytest.fixture
def book(sample_before: Path, tmp_path: Path) -> Path:
    path = tmp_path / "Our PMO.xlsm"
    shutil.copyfile(sample_before, path)
    return path


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_workbook_keeps_every_byte_and_the_copy_is_refreshed(book: Path, tmp_path: Path) -> None:
    before = digest(book)
    done = publish(book, tmp_path / "out", NOW, QUICK)
    assert digest(book) == before
    copy = done.files[0]
    assert copy.name == "Our PMO 2026-07-09.xlsx"
    assert "promises were kept" in str(by_openpyxl(copy)["Summary"])
    assert unclean(copy) == ()


def test_errors_that_leave_rows_out_stop_it_unless_the_copy_may_say_so(book: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\d+ rows with errors are in no figure, so nothing was published"):
        publish(book, tmp_path / "out", NOW, Wanted(pdf=False))
    assert not (tmp_path / "out").exists()
    done = publish(book, tmp_path / "out", NOW, QUICK)
    assert "rows with errors are in no figure" in str(by_openpyxl(done.files[0])["Summary"])


def test_the_mail_is_a_draft_with_its_readers_in_bcc_and_the_copy_attached(book: Path, tmp_path: Path) -> None:
    done = publish(book, tmp_path / "out", NOW, QUICK)
    path = next(path for path in done.files if path.name == "Our PMO 2026-07-09.eml")
    mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert mail["X-Unsent"] == "1"
    assert "executive-sponsors@northwind.example" in mail["Bcc"]
    assert "northwind.example" not in mail["To"].replace("pmo@northwind.example", "")
    assert [part.get_filename() for part in mail.iter_attachments() if part.get_filename()] == [
        "Our PMO 2026-07-09.xlsx"
    ]


def test_everything_that_is_asked_for_is_made(book: Path, tmp_path: Path) -> None:
    wanted = Wanted(
        with_note=True, pdf=False, mail=False, slides=True, document=True, page=True, stakeholders=("STK-03",)
    )
    done = publish(book, tmp_path / "out", NOW, wanted)
    assert sorted(path.name.removeprefix("Our PMO") for path in done.files) == [
        " 2026-07-09 STK-03.html",
        " 2026-07-09 catalogue.docx",
        " 2026-07-09.html",
        " 2026-07-09.pptx",
        " 2026-07-09.xlsx",
        ".published.json",
    ]


def test_the_first_publication_has_nothing_to_compare_with_the_second_says_that_nothing_changed(
    book: Path, tmp_path: Path
) -> None:
    quick = Wanted(with_note=True, pdf=False, mail=False)
    assert publish(book, tmp_path / "out", NOW, quick).changes is None
    changes = publish(book, tmp_path / "out", NOW, quick).changes
    assert changes is not None
    assert not changes


def test_a_stakeholder_who_is_not_there_is_named(book: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="STK-99"):
        publish(book, tmp_path / "out", NOW, Wanted(with_note=True, pdf=False, stakeholders=("STK-99",)))


def test_publish_and_inspect_as_commands(book: Path, tmp_path: Path) -> None:
    refused = call("publish", book, "--to", tmp_path / "out", "--no-pdf")
    assert refused.returncode == 2
    assert "--with-note" in refused.stderr
    done = call("publish", book, "--to", tmp_path / "out", "--no-pdf", "--with-note", "--record")
    assert done.returncode == 0, done.stderr
    assert "Our PMO 2026-07-09.xlsx" in done.stdout
    assert "COM-04" in done.stdout
    copy = tmp_path / "out" / "Our PMO 2026-07-09.xlsx"
    assert call("inspect", copy).returncode == 0
    source = call("inspect", book)
    assert source.returncode == 1
    assert "Macros" in source.stdout


def test_without_outlook_the_file_is_named_instead(book: Path, tmp_path: Path) -> None:
    done = publish(book, tmp_path / "out", NOW, Wanted(with_note=True, pdf=False, outlook=True))
    assert any("open the .eml file" in remark for remark in done.remarks)
