"""Two files compared: workbooks, published copies, records of publications."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from pmo_workbook import workflow
from pmo_workbook.errors import InputError, NoFrameworkError
from pmo_workbook.publish import CopyReport
from pmo_workbook.publish.since.compare import compare
from pmo_workbook.publish.since.snapshot import Snapshot, keep, take
from pmo_workbook.report import Report
from tests.publish.edited import Edits, edited, met_in_may
from tests.test_cli import call

NOW = dt.datetime(2026, 7, 9, 12, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def report(sample_before: Path) -> Report:
    return workflow.look(sample_before, NOW)


@pytest.fixture(scope="module")
def told(report: Report) -> Snapshot:
    return take(report)


def test_files_of_every_kind_can_be_compared(
    sample: Path, sample_copy: tuple[Path, CopyReport], report: Report, told: Snapshot, tmp_path: Path
) -> None:
    kept = keep(told, tmp_path / "old.xlsm")
    reopened = met_in_may(told, "SLA-08")[0]
    edits = Edits(
        rows={("services", "SVC-01"): {"name": "Front door"}, ("requests", reopened): {"closed": None}},
        codes={("A-01", "PMD"): "C"},
    )
    new = edited(sample, report, tmp_path / "new.xlsm", edits)
    copy, _ = sample_copy
    assert not compare(kept, sample, NOW)
    assert not compare(copy, copy, NOW)
    assert not compare(copy, sample, NOW)
    from_record, from_copy = compare(kept, new, NOW), compare(copy, new, NOW)
    assert from_record == compare(sample, new, NOW)
    assert {one.why for one in from_record.restatements} == {f"{reopened} reopened."}
    assert ("Service", "SVC-01 Front door", "Name") in {
        (one.kind, one.item, one.field) for one in from_record.definitions
    }
    assert ("Service", "SVC-01 Front door", "Service") in {
        (one.kind, one.item, one.field) for one in from_copy.definitions
    }
    assert ("RACI", "Approve the PMO charter and purpose", "PMO Director", "R", "C") in {
        (one.kind, one.item, one.field, one.before, one.after) for one in from_copy.definitions
    }
    assert [one.period for one in from_copy.restatements] == ["May 2026"] * 2
    assert "the reason is not known" in from_copy.restatements[0].why
    with pytest.raises(InputError, match="compare it with another copy or with a workbook"):
        compare(copy, kept, NOW)


def test_the_command_prints_requests_and_definitions(
    sample_before: Path, report: Report, told: Snapshot, tmp_path: Path
) -> None:
    reopened = met_in_may(told, "SLA-08")[0]
    rows: dict[tuple[str, str], dict[str, Any]] = {
        ("services", "SVC-01"): {"name": "Front door"},
        ("requests", reopened): {"closed": None},
    }
    new = edited(sample_before, report, tmp_path / "new.xlsm", Edits(rows=rows))
    shown = call("diff", sample_before, new, "--as-of", "2026-07-09")
    assert f"{reopened} reopened." in shown.stdout
    assert "Service: SVC-01 Front door" in shown.stdout
    found = json.loads(call("diff", sample_before, new, "--as-of", "2026-07-09", "--json").stdout)
    assert {one["why"] for one in found["restatements"]} == {f"{reopened} reopened."}
    assert "Nothing changed since" in call("diff", new, new, "--as-of", "2026-07-09").stdout


def test_a_file_of_no_known_kind_is_refused(tmp_path: Path) -> None:
    import xlsxwriter

    other = tmp_path / "other.xlsx"
    with xlsxwriter.Workbook(other) as book:
        book.add_worksheet()
    with pytest.raises(NoFrameworkError, match="neither a PMO workbook nor a published copy"):
        compare(other, other, NOW)
