"""One publication: refresh a copy, make everything stakeholders get, and keep what the next one is compared with.

The workbook itself is not touched: it is copied, and the copy is refreshed and published.
"""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pmo_workbook import workflow
from pmo_workbook.errors import InputError, PmoError
from pmo_workbook.publish import CopyReport, Cover, publish_copy
from pmo_workbook.publish.content import publication
from pmo_workbook.publish.records import Publication
from pmo_workbook.publish.since import snapshot
from pmo_workbook.publish.since.changes import Changes
from pmo_workbook.publish.since.diff import diff
from pmo_workbook.report import Report


@dataclass(frozen=True)
class Wanted:
    """What to make.

    Attributes:
        with_note: Publish although errors leave rows out; the copy says so.
        password: Open password of the clean copy; None leaves it open.
        pdf: Print the copy to PDF.
        mail: Write the mail to stakeholders and the one to the team.
        slides: Make slides.
        document: Write the service catalogue.
        page: Make the web page.
        stakeholders: Stakeholder IDs to make a page of their own for.
        slides_template: A company's .pptx; None takes the plain look.
        document_template: A company's .docx; None takes the plain look.
        outlook: Open the mail to stakeholders as a draft in classic Outlook too (Windows).
        excel: The running Excel (``xlwings.App``) to print with; None takes LibreOffice.
    """

    with_note: bool = False
    password: str | None = None
    pdf: bool = True
    mail: bool = True
    slides: bool = False
    document: bool = False
    page: bool = False
    stakeholders: tuple[str, ...] = ()
    slides_template: Path | None = None
    document_template: Path | None = None
    outlook: bool = False
    excel: Any = None


@dataclass(frozen=True)
class Published:
    """What was made.

    Attributes:
        report: Results that were published.
        copy: What the clean copy kept and left behind.
        files: Files made, the clean copy first.
        remarks: What could not be made or needs attention, one sentence each.
        changes: What changed since the last publication; None when this is the first.
    """

    report: Report
    copy: CopyReport
    files: tuple[Path, ...]
    remarks: tuple[str, ...]
    changes: Changes | None


def publish(
    workbook: Path,
    folder: Path,
    now: dt.datetime,
    wanted: Wanted,
    as_of: dt.datetime | None = None,
    progress: workflow.Progress = workflow.quiet,
) -> Published:
    """Make a publication.

    Args:
        workbook: The workbook; not a byte of it changes.
        folder: Where the files go; made when it is not there. Files of the same names are replaced.
        now: The present moment, with its time zone.
        wanted: What to make.
        as_of: Moment the report is about; None takes the setting, else `now`.
        progress: Told the name of each step.

    Raises:
        InputError: Errors leave rows out and `wanted` does not allow that, or a stakeholder or sheet is not there.
        WorkbookError: The workbook cannot be read, the copy would give something away, or a file cannot be written.
    """
    with tempfile.TemporaryDirectory(prefix="pmo-workbook-", ignore_cleanup_errors=True) as temporary:
        refreshed = Path(temporary) / workbook.name
        _copy(workbook, refreshed)
        report = workflow.refresh(refreshed, now, as_of, progress).report
        note = _note(report, wanted.with_note)
        folder.mkdir(parents=True, exist_ok=True)
        before, after = snapshot.last_published(workbook), snapshot.take(report)
        changes = diff(before, after) if before is not None else None
        progress("Publishing")
        maker = _Maker(report, publication(report, changes), _stem(workbook, report, folder), wanted)
        copy = maker.clean_copy(refreshed, note)
        maker.rest()
    maker.made.append(snapshot.keep(after, workbook))
    progress(workflow.DONE)
    return Published(report, copy, tuple(maker.made), tuple(maker.remarks), changes)


def left_out_rows(report: Report) -> int:
    """Rows that errors keep out of every figure."""
    return sum(count.left_out for count in report.framework.counts.values())


class _Maker:
    """Makes the files of one publication.

    Args:
        report: What is published.
        words: The same in words.
        stem: Path of the files without an ending.
        wanted: What to make.
    """

    def __init__(self, report: Report, words: Publication, stem: Path, wanted: Wanted) -> None:
        self.made: list[Path] = []
        self.remarks: list[str] = []
        self._report = report
        self._words = words
        self._stem = stem
        self._wanted = wanted

    def clean_copy(self, refreshed: Path, note: str | None) -> CopyReport:
        """Make the clean copy."""
        settings = self._report.framework.settings
        path = self._path(".xlsx")
        report = publish_copy(
            refreshed,
            path,
            settings.sheets_to_publish,
            title=Cover(f"{settings.organisation} {settings.pmo_name}: service report".strip(), self._words.changes),
            note=note,
            people=() if settings.show_names == "Yes" else _people(self._report),
            password=self._wanted.password,
        )
        if report.formulas:
            self.remarks.append(f"Formulas became their last value in the copy: {', '.join(report.formulas[:5])}.")
        self.made.append(path)
        return report

    def rest(self) -> None:
        """Make everything else that is wanted; what a missing program makes impossible is a remark."""
        for wanted, make in (
            (self._wanted.pdf, self._pdf),
            (self._wanted.slides, self._slides),
            (self._wanted.document, self._document),
            (self._wanted.page, self._page),
            (self._wanted.stakeholders, self._stakeholder_pages),
            (self._wanted.mail, self._mails),
        ):
            if wanted:
                make()

    def _pdf(self) -> None:
        from pmo_workbook.publish.pdf import make_pdf

        if self._wanted.password is not None:
            self.remarks.append("No PDF was made: a PDF would carry no password.")
            return
        try:
            self.made.append(make_pdf(self._path(".xlsx"), self._path(".pdf"), self._wanted.excel))
        except PmoError as error:
            self.remarks.append(str(error))

    def _slides(self) -> None:
        from pmo_workbook.publish.office.slides import slides

        slides(self._words, self._path(".pptx"), self._wanted.slides_template)
        self.made.append(self._path(".pptx"))

    def _document(self) -> None:
        from pmo_workbook.publish.office.document import document

        path = self._path(" catalogue.docx")
        document(self._words, path, self._wanted.document_template)
        self.made.append(path)

    def _page(self) -> None:
        from pmo_workbook.publish.web.page import page

        self._write(".html", page(self._words).encode())

    def _stakeholder_pages(self) -> None:
        from pmo_workbook.publish.web.stakeholder import stakeholder_page

        for stakeholder_id in self._wanted.stakeholders:
            name = "".join(sign if sign.isalnum() or sign in "-_" else "_" for sign in stakeholder_id)
            self._write(f" {name}.html", stakeholder_page(self._report, stakeholder_id).encode())

    def _mails(self) -> None:
        from pmo_workbook.publish.mail import recipients, stakeholder_mail, team_mail
        from pmo_workbook.publish.mail_draft import to_eml, to_outlook
        from pmo_workbook.publish.pdf import first_page

        to = recipients(self._report.framework)
        pdf = self._path(".pdf")
        picture = first_page(pdf) if pdf in self.made else None
        attachments = [path for path in self.made if path.suffix in (".xlsx", ".pdf", ".pptx", ".docx")]
        draft = stakeholder_mail(self._words, to, attachments, picture)
        self._write(".eml", to_eml(draft))
        self._write(" for the team.eml", to_eml(team_mail(self._report)))
        if self._wanted.outlook and not to_outlook(draft):
            self.remarks.append("Classic Outlook is not on this computer; open the .eml file with your mail program.")
        if to.unsound:
            self.remarks.append(f"No mail addresses: {', '.join(to.unsound)} (Stakeholders, Email).")
        if to.without:
            self.remarks.append(f"These groups receive the report and have no address: {', '.join(to.without)}.")

    def _path(self, ending: str) -> Path:
        return self._stem.with_name(self._stem.name + ending)

    def _write(self, ending: str, data: bytes) -> None:
        from pmo_workbook.ooxml.atomic import put_in_place

        path = self._path(ending)
        put_in_place(path.resolve(), lambda stream: _put(stream.write, data), like=path, stamp=None)
        self.made.append(path)


def _put(write: Callable[[bytes], int], data: bytes) -> None:
    write(data)


def _copy(workbook: Path, target: Path) -> None:
    if not workbook.is_file():
        raise InputError(f"There is no file {workbook}.")
    shutil.copyfile(workbook, target)


def _note(report: Report, allowed: bool) -> str | None:
    """The sentence about rows left out that the copy must carry; None when there are none."""
    rows = left_out_rows(report)
    if not rows:
        return None
    if not allowed:
        raise InputError(
            f"{rows} rows with errors are in no figure, so nothing was published. Correct them (see Issues), or "
            "publish with a note (--with-note): the copy then says how many rows are missing."
        )
    from pmo_workbook.layout.sentences import banner

    return banner(report)


def _stem(workbook: Path, report: Report, folder: Path) -> Path:
    return folder / f"{workbook.stem} {report.run.as_of:%Y-%m-%d}"


def _people(report: Report) -> set[str]:
    """Names and addresses that must not be in a copy; a single word is no name, as it may be any word."""
    framework = report.framework
    log = framework.requests
    names = {role.holder for role in framework.roles} | set(log.requester) | set(log.assigned_to)
    mailbox = framework.settings.pmo_mailbox.casefold()
    addresses = {one for group in framework.stakeholders for one in group.email or () if one.casefold() != mailbox}
    public = {one.role for one in framework.roles} | {one.group for one in framework.stakeholders}
    return {
        name for name in names if name and " " in name.strip() and name[0].isalpha() and name not in public
    } | addresses
