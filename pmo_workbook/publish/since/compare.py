"""Two files to compare: workbooks, published copies, or the records that publishing keeps."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from pmo_workbook.errors import InputError, NoFrameworkError
from pmo_workbook.publish.since.changes import Changes
from pmo_workbook.publish.since.diff import diff
from pmo_workbook.publish.since.published_tables import of_copy, of_report
from pmo_workbook.publish.since.snapshot import Snapshot, load, take
from pmo_workbook.report import Report
from pmo_workbook.workflow import look


def compare(old: Path, new: Path, now: dt.datetime, as_of: dt.datetime | None = None) -> Changes:
    """Tell what changed between two files; for the PMO, so requests are named.

    With a published copy on one side, only what published tables tell can be compared: catalogue, RACI matrix, figures.

    Args:
        old: A workbook, a published copy, or a record of a publication (``.published.json``).
        new: The same.
        now: The present moment, with its time zone.
        as_of: Moment that both workbooks are looked at; None takes each one's setting, else `now`.

    Raises:
        InputError: A published copy cannot be compared with a record.
        WorkbookError: A file cannot be read.
    """
    versions = [_opened(path, now, as_of) for path in (old, new)]
    as_tables = any(map(_is_copy, versions))
    before, after = (_tables(one) if as_tables else take(one) if isinstance(one, Report) else one for one in versions)
    return diff(before, after, named=True)


def _tables(version: Report | Snapshot) -> Snapshot:
    if isinstance(version, Report):
        return of_report(version)
    if not _is_copy(version):
        raise InputError(
            "A published copy tells less than the record of a publication; compare it with another copy or with a "
            "workbook."
        )
    return version


def _is_copy(version: Report | Snapshot) -> bool:
    return isinstance(version, Snapshot) and bool(version.source)


def _opened(path: Path, now: dt.datetime, as_of: dt.datetime | None) -> Report | Snapshot:
    if path.suffix.lower() == ".json":
        return load(path)
    try:
        return look(path, now, as_of)
    except NoFrameworkError:
        return of_copy(path)
