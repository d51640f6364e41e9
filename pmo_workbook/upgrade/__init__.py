"""Brings a workbook that an earlier template made to the present one, without losing anything that is the user's.

The way of an upgrade: read what the old template had and what the present one has → bring what the workbook never had →
take over what the template changed and the user did not → say what was done and what needs a look.
"""

from __future__ import annotations

import filecmp
from dataclasses import dataclass
from pathlib import Path

from pmo_workbook.create import template_path
from pmo_workbook.errors import UnsupportedError, WorkbookError
from pmo_workbook.hosts.calculation import recalculate_on_load
from pmo_workbook.hosts.file import FileHost
from pmo_workbook.ooxml.inuse import only_run
from pmo_workbook.ooxml.package import Package
from pmo_workbook.ooxml.workbook import Workbook
from pmo_workbook.released import released
from pmo_workbook.template_version import VERSION_NAME
from pmo_workbook.upgrade.backup import check_keepable, keep_backup
from pmo_workbook.upgrade.checks import follow_checks
from pmo_workbook.upgrade.columns import add_columns
from pmo_workbook.upgrade.labels import follow_labels, say_version
from pmo_workbook.upgrade.marks import follow_marks
from pmo_workbook.upgrade.names import bring_names, set_version
from pmo_workbook.upgrade.program import bring_macros, bring_ribbon
from pmo_workbook.upgrade.redraw import changed_layouts, redraw
from pmo_workbook.upgrade.renaming import follow_names
from pmo_workbook.upgrade.setting_rows import add_settings
from pmo_workbook.upgrade.sheets import add_sheets
from pmo_workbook.upgrade.survey import survey, version_of
from pmo_workbook.upgrade.work import Note, Work

__all__ = ["Note", "Upgraded", "upgrade"]


@dataclass(frozen=True)
class Upgraded:
    """What an upgrade did.

    Attributes:
        workbook: The workbook.
        before: Version of the template that it followed.
        after: Version of the template that it follows now; that of before when something is in the way.
        backup: The workbook as it was; None when nothing was changed.
        notes: The report.
        dry_run: Nothing was written.
    """

    workbook: Path
    before: int
    after: int
    backup: Path | None
    notes: tuple[Note, ...]
    dry_run: bool

    @property
    def changed(self) -> bool:
        """Whether the workbook was changed, or would have been."""
        return any(note.kind in ("added", "changed", "renamed") for note in self.notes)


def upgrade(path: Path, *, rename: bool = False, dry_run: bool = False, template: Path | None = None) -> Upgraded:
    """Bring a closed workbook to the present template.

    Args:
        path: The workbook; replaced in one step, or left as it was. It is kept beside under another name.
        rename: Take over new headers and titles too.
        dry_run: Say what would happen; change nothing.
        template: The template to follow; None takes the present one.

    Returns:
        What was done.

    Raises:
        PmoError: The upgrade is impossible; the file is as it was.
    """
    with FileHost(path) as host, Package.open(template or template_path()) as look:
        hindered = _hindered(host)
        if hindered is not None and not dry_run:
            raise hindered
        tables, before = host.tables(), version_of(host.workbook)
        if not before:
            raise UnsupportedError(_no_version(host.workbook))
        present = Workbook(look)
        work = Work(host.workbook, present, released(before), survey(present), tables)
        if hindered is not None:
            work.note("look", "", f"The workbook cannot be upgraded now: {hindered}")
        with only_run(host.package.path):
            _bring(work, rename=rename)
            backup = None if dry_run or not host.package.changed else _save(host.package, before)
        after = before if work.kept_back else work.after.version
        return Upgraded(path, before, after, backup, tuple(work.notes), dry_run)


def _hindered(host: FileHost) -> WorkbookError | None:
    """Why the workbook cannot be written now; None when it can."""
    try:
        host.check_writable()
        check_keepable(host.package.path)
    except WorkbookError as error:
        return error
    return None


def _no_version(workbook: Workbook) -> str:
    """What to say of a workbook that does not say which template it follows."""
    name, path = workbook.name(VERSION_NAME), workbook.package.path.name
    why = f"the name {VERSION_NAME} is gone" if name is None else f"the name {VERSION_NAME} holds no version"
    return (
        f"{path} does not say which template it follows ({why}), so what is missing cannot be told from what was "
        f"deleted. Start says it: in the Name Manager, let {VERSION_NAME} refer to that number (=1 for Template 1), "
        "then upgrade again; or copy your rows into a new workbook."
    )


def _save(package: Package, before: int) -> Path:
    """Put the new file in place of the old one, which is kept beside it; neither when that fails."""
    backup = keep_backup(package.path, before)
    try:
        package.save()
    except BaseException:
        # What fails after the move leaves the new file in place, and then the copy is all there is of the old one.
        if filecmp.cmp(package.path, backup, shallow=False):
            backup.unlink(missing_ok=True)
        raise
    return backup


def _bring(work: Work, *, rename: bool) -> None:
    """All steps; the package holds the new parts afterwards."""
    work.redrawn = changed_layouts(work.before, work.after)
    add_columns(work)
    add_settings(work)
    follow_checks(work)
    follow_marks(work)
    # sheets are counted anew from here on
    redraw(work)
    add_sheets(work)
    bring_names(work)
    bring_ribbon(work, macros=bring_macros(work))
    if not work.kept_back:
        follow_labels(work)
        say_version(work)
        set_version(work)
    work.save()
    follow_names(work, rename=rename)
    if work.workbook.package.changed:
        recalculate_on_load(work.workbook)
