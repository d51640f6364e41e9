"""The copy that is mailed to stakeholders, and what any workbook would give away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from pmo_workbook.errors import InputError, WriteError
from pmo_workbook.ooxml.atomic import put_in_place
from pmo_workbook.ooxml.inuse import check_not_open
from pmo_workbook.ooxml.package import Package
from pmo_workbook.ooxml.workbook import Workbook
from pmo_workbook.publish.clean.clean_copy import Cover, Draft, Removed, chosen_sheets, draft
from pmo_workbook.publish.inspection.categories import Category, Finding
from pmo_workbook.publish.inspection.inspector import inspect, unclean

__all__ = ["Category", "CopyReport", "Cover", "Finding", "NotCleanError", "Removed", "inspect", "publish_copy"]

_MOST_NAMED = 5


class NotCleanError(WriteError):
    """The copy would give something away, so it was not handed over.

    Attributes:
        findings: What it would give away.
    """

    def __init__(self, message: str, findings: tuple[Finding, ...]) -> None:
        super().__init__(message)
        self.findings = findings


@dataclass(frozen=True)
class CopyReport:
    """What publishing did.

    Attributes:
        kept: Titles of the sheets in the copy, in order.
        removed: What of the source is not in it.
        formulas: Cells, as ``Sheet!A1``, that are formulas in the source and hold its last value in the copy; links
            of the workbook's own are not among them.
        size: Bytes of the copy.
    """

    kept: tuple[str, ...]
    removed: tuple[Removed, ...]
    formulas: tuple[str, ...]
    size: int


def publish_copy(
    workbook_path: Path,
    out_path: Path,
    sheets: Sequence[str],
    *,
    title: str | Cover,
    note: str | None = None,
    people: Collection[str] = (),
    password: str | None = None,
) -> CopyReport:
    """Make a clean copy of some sheets of a refreshed workbook, inspect it, and put it in place.

    Args:
        workbook_path: The workbook; not a byte of it changes.
        out_path: The copy, an ``.xlsx``; one of that name is replaced.
        sheets: Titles of the sheets to publish, as they are called now; for a generated tab also its first title.
        title: Title of the document, which readers see in the program's window or the file's properties; a `Cover`
            also tells what changed, on a sheet of its own.
        note: A sentence that must stand in a cell of the copy, such as how many rows are in no figure; None asks for
            none.
        people: Names and addresses of people that must not be in the copy; empty where Settings allow names.
        password: Open password of the copy; None leaves it open.

    Returns:
        What was kept and removed.

    Raises:
        InputError: A sheet to publish is missing, hidden or never published, or the copy's name does not fit.
        NotCleanError: The copy would give something away; nothing was written.
        WriteError: The note is not in the copy, or the file could not be written.
        WorkbookError: The workbook cannot be read, or the copy's place is open in a program.
    """
    _check_place(workbook_path, out_path)
    with Package.open(workbook_path) as package:
        workbook = Workbook(package)
        cover = Cover(title) if isinstance(title, str) else title
        copy = draft(workbook, chosen_sheets(workbook, sheets), cover)
        removed = tuple(dict.fromkeys((*copy.removed, *_left_parts(workbook_path))))
    _check_note(copy, note)
    own = copy.kept[-1:] if cover.changes is not None else ()
    _check_clean(copy, out_path.name, people, asked=(*sheets, *own), source=workbook_path)
    data = copy.data
    if password is not None:
        from pmo_workbook.publish.password import encrypted

        data = encrypted(data, password)
    put_in_place(out_path.resolve(), lambda stream: _write(stream, data), like=workbook_path, stamp=None)
    return CopyReport(copy.kept, removed, copy.formulas, len(data))


def _write(stream: BinaryIO, data: bytes) -> None:
    stream.write(data)


def _check_place(workbook_path: Path, out_path: Path) -> None:
    if out_path.suffix.lower() != ".xlsx":
        raise InputError(f"{out_path.name} must end in .xlsx: the copy has no macros.")
    if out_path.resolve() == workbook_path.resolve():
        raise InputError("The copy cannot take the place of the workbook itself; give it another name.")
    if not out_path.resolve().parent.is_dir():
        raise InputError(f"There is no folder {out_path.resolve().parent}.")
    check_not_open(out_path)


def _check_note(copy: Draft, note: str | None) -> None:
    if note is not None and not any(note in text for text in copy.texts.values()):
        raise WriteError(f"The copy does not say: {note} Publish a sheet that says it, such as Summary.")


def _check_clean(copy: Draft, name: str, people: Collection[str], *, asked: Collection[str], source: Path) -> None:
    with TemporaryDirectory(prefix="pmo-workbook-") as folder:
        path = Path(folder) / name
        path.write_bytes(copy.data)
        findings = unclean(path, people, asked=asked, source=source)
    if findings:
        named = "; ".join(f"{found.category} ({found.place}: {found.what})" for found in findings[:_MOST_NAMED])
        more = f"; and {len(findings) - _MOST_NAMED} more" if len(findings) > _MOST_NAMED else ""
        raise NotCleanError(f"The copy was not handed over, as it would give away: {named}{more}.", findings)


def _left_parts(path: Path) -> list[Removed]:
    from pmo_workbook.publish.inspection.inspector import beside_sheets

    counted = Counter((finding.category, finding.place) for finding in beside_sheets(path))
    return [Removed(category, f"{place} ({count})") for (category, place), count in counted.items()]
