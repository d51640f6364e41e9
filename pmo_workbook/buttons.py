"""What a click runs: the steps a button may name, each a function on the open workbook.

The clock is passed in by the worker.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmo_workbook.errors import InputError
from pmo_workbook.jobs import Job, Shown
from pmo_workbook.template_version import VERSION, due_words
from pmo_workbook.words import count_words, list_words
from pmo_workbook.workflow import Progress

if TYPE_CHECKING:
    from pmo_workbook.binding import BoundTable
    from pmo_workbook.hosts.base import Host, Skipped
    from pmo_workbook.hosts.live_memory import LiveMemory
    from pmo_workbook.importing import Imported
    from pmo_workbook.issues import Issue
    from pmo_workbook.report import Report
    from pmo_workbook.stamps import Kind

LONGEST_IN_BOX = 1000
"""Letters that a message box of Excel shows."""


@dataclass(frozen=True)
class Said:
    """What the user is told.

    Attributes:
        text: One plain sentence, or a few.
        shown: In the status bar, or in a box.
    """

    text: str
    shown: Shown = "bar"


@dataclass(frozen=True)
class Click:
    """A job on the workbook that it names, found among the open ones.

    Attributes:
        job: What the macro asks for.
        now: The present moment, with its time zone.
        progress: Told what is being done; raises when the user has asked to stop.
        memory: What is known of the workbook from the job before.
    """

    job: Job
    now: dt.datetime
    progress: Progress
    memory: LiveMemory | None = None

    @cached_property
    def book(self) -> Any:
        """The open workbook, as xlwings sees it."""
        from pmo_workbook.hosts.attach import is_same

        known = self.memory.book if self.memory else None
        if known is not None and is_same(known, self.job.workbook):
            return known
        found = self._find_book()
        # Excel does not end as long as somebody holds one of its workbooks.
        if self.memory is not None and self.job.program != "Excel":
            self.memory.book = found
        return found

    def _find_book(self) -> Any:
        from pmo_workbook.hosts.attach import open_book

        if self.job.program == "Excel":
            return open_book(self.job.workbook, "excel")
        return _in_libreoffice(self.job.workbook)

    @cached_property
    def host(self) -> Host:
        """The open workbook, to be read in tables and written in blocks."""
        from pmo_workbook.hosts.live import LiveHost

        return LiveHost(self.book, self.memory)

    @cached_property
    def tables(self) -> Mapping[str, BoundTable]:
        """Its input tables, read once."""
        return self.host.tables()

    def study(self) -> Report:
        """Check and measure, without writing."""
        from pmo_workbook.workflow import study

        self.progress("Reading")
        known = self.memory.study if self.memory else None
        return study(self.tables, self.host.titles(), self.now, progress=self.progress, memory=known)


Step = Callable[[Click], Said]


def run(job: Job, now: dt.datetime, progress: Progress, memory: LiveMemory | None = None) -> Said:
    """Do what a button names.

    Args:
        job: What the macro asks for.
        now: The present moment, with its time zone.
        progress: Told what is being done; may raise to stop the run before it writes.
        memory: What is known of the workbook from the job before, and is kept up to date.

    Returns:
        What the user is told.

    Raises:
        PmoError: The step is unknown, the workbook is not open, or the step is impossible.
    """
    if importlib.util.find_spec("xlwings") is None:
        raise InputError('The buttons need xlwings. Type in a terminal: pip install "pmo-workbook[live]"')
    step = STEPS.get(job.step)
    if step is None:
        raise InputError(
            f"The button names the step '{job.step}', which this version of pmo-workbook does not know. The workbook "
            "may be newer than the program: update pmo-workbook."
        )
    return step(Click(job, now, progress, memory))


def warm_up() -> None:
    """Import what a refresh needs, so that the first click need not wait for it."""
    import pmo_workbook.check
    import pmo_workbook.hosts.attach
    import pmo_workbook.hosts.live
    import pmo_workbook.layout
    import pmo_workbook.measure
    import pmo_workbook.rules
    import pmo_workbook.steps  # noqa: F401 - imported to be there


def check(click: Click) -> Said:
    """Check the sheets and write the Issues tab."""
    report = click.study()
    skipped = _write(click, report, {"issues"})
    return Said(" ".join([_counted(report.issues, report.run.titles), *skipped]))


def refresh(click: Click) -> Said:
    """Check, measure and write all tabs."""
    from pmo_workbook.layout.news import news_sentence

    report = click.study()
    skipped = _write(click, report)
    due = due_words(click.host.template(), click.job.workbook)
    text = " ".join(filter(None, [news_sentence(report), *skipped, due]))
    return Said(text, "box" if skipped else "bar")


def upgrade(click: Click) -> Said:
    """Say whether an upgrade is due, and how it is made: an open workbook is never upgraded."""
    if click.host.template() >= VERSION:
        return Said("This workbook follows the present template; there is nothing to upgrade.")
    if not click.host.template():
        return Said(due_words(0, click.job.workbook), "box")
    command = f'pmo-workbook upgrade "{click.job.workbook}"'
    return Said(f"Save and close this workbook, then type in a terminal: {command}", "box")


def raci_only(click: Click) -> Said:
    """Write RACI and RACI Load."""
    report = click.study()
    skipped = _write(click, report, {"raci", "raci_load"})
    return Said(" ".join(["RACI and RACI Load were written anew.", *skipped]))


def next_issue(click: Click) -> Said:
    """Select the next cell that an issue names, after the one that is selected."""
    issues = [issue for issue in click.study().issues if issue.sheet and issue.cell]
    if not issues:
        return Said("No cell needs correcting.", "box")
    here = (click.job.sheet, click.job.selection.split(":")[0].split(",")[0].replace("$", ""))
    places = list(dict.fromkeys((issue.sheet, issue.cell) for issue in issues))
    place = places[(places.index(here) + 1) % len(places)] if here in places else places[0]
    sheet = click.book.sheets[place[0]]
    sheet.activate()
    sheet.range(place[1]).select()
    issue = next(issue for issue in issues if (issue.sheet, issue.cell) == place)
    return Said(f"{places.index(place) + 1} of {len(places)}, {issue.severity}: {issue}")


def explain(click: Click) -> Said:
    """Tell how the clocks of the selected request were counted."""
    from pmo_workbook.explain import explain as explanation
    from pmo_workbook.explain.short import in_short
    from pmo_workbook.stamps import selected

    report = click.study()
    chosen = selected(click.tables, click.job.sheet, click.job.selection)
    if len(chosen) > 1:
        raise InputError("Select the row of one request to have its clocks explained.")
    return Said(in_short(explanation(report.framework, report.run.as_of, chosen[0].request_id), LONGEST_IN_BOX), "box")


def stamp(kind: Kind, click: Click) -> Said:
    """Stamp the selected requests and keep Holds."""
    from pmo_workbook import stamps
    from pmo_workbook.hosts.live_fill import LiveFiller, visible

    click.progress("Reading")
    chosen = stamps.selected(click.tables, click.job.sheet, click.job.selection)
    rows = visible(click.book, click.job.sheet, [one.row for one in chosen])
    seen = [one for one in chosen if one.row in rows]
    if not seen:
        raise InputError("All selected rows are hidden; clear the filter or select rows that you see.")
    found = stamps.stamp(kind, click.tables, seen, click.now, click.job.detail)
    if found.done:
        click.progress("Writing")
        filler = LiveFiller(click.book, click.tables)
        found.write(filler)
        filler.save()
    return Said(stamps.told(kind, found), "bar" if found.done and not found.left else "box")


def import_log(click: Click) -> Said:
    """Bring a log into Requests and Holds of the open workbook."""
    from pmo_workbook.hosts.live_fill import LiveFiller
    from pmo_workbook.importing import merge_log

    log = Path(click.job.detail)
    if not log.is_file():
        raise InputError(f"There is no file {log}.")
    click.progress(f"Reading {log.name}")
    filler = LiveFiller(click.book, click.tables)
    found = merge_log(filler, click.tables, log, click.now)
    click.progress("Writing")
    filler.save()
    return Said(_imported(found), "box")


def publish(click: Click, *, everything: bool = False, with_note: bool = False) -> Said:
    """Make the clean copy, the PDF and the mail drafts from the workbook as it was saved last."""
    from pmo_workbook.publish.deliver import Wanted
    from pmo_workbook.publish.deliver import publish as deliver

    workbook = Path(click.job.workbook)
    if not workbook.is_file():
        raise InputError("Only a workbook in a folder of this computer can be published; save a copy there first.")
    if _unsaved(click.book):
        raise InputError("Save the workbook first: what is published is the file as it was saved last.")
    excel = click.book.app if click.job.program == "Excel" else None
    wanted = Wanted(with_note=with_note, slides=everything, document=everything, page=everything, excel=excel)
    done = deliver(workbook, workbook.parent / "published", click.now, wanted, progress=click.progress)
    names = list_words([path.name for path in done.files])
    return Said(" ".join([f"In the folder {done.files[0].parent}: {names}.", *done.remarks]), "box")


STEPS: Mapping[str, Step] = {
    "check": check,
    "next_issue": next_issue,
    "refresh": refresh,
    "raci": raci_only,
    "upgrade": upgrade,
    "explain": explain,
    "answered": partial(stamp, "answered"),
    "waiting": partial(stamp, "waiting"),
    "resume": partial(stamp, "resume"),
    "close": partial(stamp, "close"),
    "import_log": import_log,
    "publish": publish,
    "publish_all": partial(publish, everything=True),
    "publish_with_note": partial(publish, with_note=True),
}
"""The steps that a job may name, and what each does."""


def _unsaved(book: Any) -> bool:
    """Whether the open workbook has changes that its file has not."""
    document = book.api
    if hasattr(document, "isModified"):
        return bool(document.isModified())
    saved = document.Saved if hasattr(document, "Saved") else document.saved.get()
    return not saved


def _in_libreoffice(workbook: str) -> Any:
    """The workbook in whichever running LibreOffice has it open."""
    from pmo_workbook.errors import WorkbookError
    from pmo_workbook.hosts.attach import open_book
    from pmo_workbook.hosts.profiles import running_profiles

    *named, usual = running_profiles()
    for profile in named:
        try:
            return open_book(workbook, "libreoffice", profile)
        except WorkbookError:
            continue
    return open_book(workbook, "libreoffice", usual)


def _write(click: Click, report: Report, keys: Collection[str] | None = None) -> list[str]:
    """Write tabs; gives a sentence about each that had to be left as it was."""
    from pmo_workbook.layout import lay_out

    tabs = [tab for tab in lay_out(report) if keys is None or tab.key in keys]
    click.progress("Writing")
    skipped: list[Skipped] = click.host.write(tabs)
    return [one.why for one in skipped]


def _counted(issues: Collection[Issue], titles: Mapping[str, str]) -> str:
    from collections import Counter

    from pmo_workbook.issues import SEVERITIES

    if not issues:
        return "The sheets are clean."
    found = Counter(issue.severity for issue in issues)
    said = list_words([count_words(found[severity], severity) for severity in SEVERITIES if found[severity]])
    return f"{said[0].upper()}{said[1:]}: see {titles.get('issues', 'Issues')}."


def _imported(found: Imported) -> str:
    """What an import did, for a box; what does not fit is left to the command."""
    mapped = f" with {found.mapping}" if found.mapping else ""
    said = [
        f"{count_words(found.read, 'row')} read{mapped}. Requests: {found.requests.added:,} added, "
        f"{found.requests.updated:,} updated. Holds: {found.holds.added:,} added, {found.holds.updated:,} updated.",
        found.outlook.words(done=True),
    ]
    if found.unmapped_values:
        values = [f"{one.value} ({one.header}, {one.rows:,})" for one in found.unmapped_values[:5]]
        said.append(f"Values that the workbook does not know yet: {list_words(values)}.")
    said += [f"{one}." for one in found.dates]
    said += found.notes
    if found.unmapped_columns:
        said.append(f"Columns that go nowhere: {list_words(found.unmapped_columns)}.")
    text = " ".join(filter(None, said))
    return text if len(text) <= LONGEST_IN_BOX else f"{text[: LONGEST_IN_BOX - 1].rsplit(' ', 1)[0]} …"
