"""Noting on Communications that a publication went out, and nothing else."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from pmo_workbook import workflow
from pmo_workbook.errors import InputError, InUseError
from pmo_workbook.models import Communication
from pmo_workbook.ooxml.package import Package
from pmo_workbook.ooxml.workbook import Workbook
from pmo_workbook.publish.since.record import Recorded, named, record_publication, recorded
from tests import build
from tests.opened import opened
from tests.witness import openxml_sdk, package_lint
from tests.witness.readback import changed_parts

WHEN = dt.date(2026, 7, 9)
NOW = dt.datetime(2026, 7, 9, 12, tzinfo=dt.UTC)


@pytest.fixture
def book(sample: Path, tmp_path: Path) -> Path:
    path = tmp_path / "Our PMO.xlsm"
    shutil.copyfile(sample, path)
    return path


def told(every: str | None, planned: str, done: str | None = None) -> Communication:
    return build.communication(
        every=every,
        next_planned=dt.date.fromisoformat(planned),
        last_done=dt.date.fromisoformat(done) if done else None,
    )


def test_last_done_is_filled_and_next_planned_moves(book: Path) -> None:
    assert record_publication(book, WHEN, ["com-04"]) == (
        Recorded(
            "COM-04",
            "Monthly service figures",
            WHEN,
            dt.date(2026, 6, 8),
            dt.date(2026, 8, 8),
            dt.date(2026, 7, 8),
        ),
    )
    found = {one.communication_id: one for one in workflow.look(book, NOW).framework.communications}
    assert (found["COM-04"].last_done, found["COM-04"].next_planned) == (WHEN, dt.date(2026, 8, 8))
    assert (found["COM-03"].last_done, found["COM-03"].next_planned) == (dt.date(2026, 1, 7), dt.date(2027, 1, 6))


def test_nothing_but_the_two_cells_is_different(book: Path, sample: Path) -> None:
    record_publication(book, WHEN, ["COM-04"])
    with Package.open(book) as package:
        parts = {sheet.title: sheet.part for sheet in Workbook(package).sheets}
    assert changed_parts(sample, book) == {parts["Communications"]}
    before, after = (
        {cell.coordinate: (cell.value, cell.number_format) for row in opened(path)["Communications"] for cell in row}
        for path in (sample, book)
    )
    different = {cell: after[cell] for cell in after if after[cell] != before.get(cell)}
    assert {value for value, _ in different.values()} == {dt.datetime(2026, 7, 9), dt.datetime(2026, 8, 8)}
    assert len({format_ for _, format_ in different.values()}) == 1
    assert package_lint.lint(book) == package_lint.lint(sample)
    assert openxml_sdk.validate(book) == openxml_sdk.validate(sample)


def test_without_ids_those_that_name_a_report_in_writing_are_taken(book: Path) -> None:
    assert [one.communication_id for one in record_publication(book, WHEN)] == ["COM-03", "COM-04"]


def test_what_is_told_in_person_or_of_something_else_does_not_name_the_publication() -> None:
    rows = [
        build.communication("C1", message="The report, on one page", channel="Presentation"),
        build.communication("C2", message="Team lunch", channel="Email"),
        build.communication("C3", message="RACI, as agreed", channel="Intranet"),
        build.communication("C4", message="Reporting for duty", channel="Email"),
    ]
    assert [one.communication_id for one in named(build.framework(communications=rows))] == ["C3"]


def test_recording_the_same_day_twice_changes_not_a_byte(book: Path) -> None:
    record_publication(book, WHEN, ["COM-04"])
    once = book.read_bytes()
    again = record_publication(book, WHEN, ["COM-04"])
    assert [one.changed for one in again] == [False]
    assert book.read_bytes() == once


@pytest.mark.parametrize(
    ("every", "planned", "when", "following"),
    [
        ("Month", "2026-07-08", "2026-07-09", "2026-08-08"),
        ("Month", "2026-07-09", "2026-07-09", "2026-08-09"),
        ("Month", "2026-07-14", "2026-07-09", "2026-08-14"),
        ("Month", "2026-08-08", "2026-07-10", "2026-08-08"),
        ("Month", "2026-03-31", "2026-07-09", "2026-07-30"),
        ("Week", "2026-07-08", "2026-07-09", "2026-07-15"),
        ("Quarter", "2026-07-01", "2026-07-09", "2026-10-01"),
        ("Year", "2026-07-01", "2026-07-09", "2027-07-01"),
        ("Once", "2026-07-01", "2026-07-09", "2026-07-01"),
        (None, "2026-07-01", "2026-07-09", "2026-07-01"),
    ],
)
def test_the_next_date_keeps_its_rhythm(every: str | None, planned: str, when: str, following: str) -> None:
    found = recorded(told(every, planned), dt.date.fromisoformat(when))
    assert (found.last_done, found.next_planned) == tuple(map(dt.date.fromisoformat, (when, following)))


def test_an_older_day_than_the_last_one_changes_nothing() -> None:
    assert not recorded(told("Month", "2026-07-08", done="2026-07-20"), WHEN).changed


def test_an_id_that_is_not_there_is_refused_and_nothing_written(book: Path, sample: Path) -> None:
    with pytest.raises(InputError, match=r"There is no communication 'COM-99' .* there are: COM-01, COM-02"):
        record_publication(book, WHEN, ["COM-04", "COM-99"])
    assert book.read_bytes() == sample.read_bytes()


def test_an_open_workbook_is_refused(book: Path) -> None:
    book.with_name(f".~lock.{book.name}#").write_text("Somebody,,,")
    with pytest.raises(InUseError):
        record_publication(book, WHEN, ["COM-04"])
