"""The commands that share: publish, inspect, diff."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pmo_workbook.terminal import moment, now, progress

_AS_OF = "Moment the report is about, such as 2026-06-30; default: Settings."


@click.command()
@click.argument("workbook", type=click.Path(path_type=Path))
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path),
    help="Folder for the files; default: 'published' beside the workbook.",
)
@click.option("--as-of", metavar="DATE", help=_AS_OF)
@click.option("--with-note", is_flag=True, help="Publish although errors leave rows out; the copy says how many.")
@click.option("--password", is_flag=True, help="Ask for an open password for the clean copy.")
@click.option("--pdf/--no-pdf", default=True, show_default=True, help="Print the copy to PDF.")
@click.option(
    "--mail/--no-mail", default=True, show_default=True, help="Write mail drafts, to stakeholders and to the team."
)
@click.option("--outlook", is_flag=True, help="Open the mail as a draft in classic Outlook too (Windows).")
@click.option("--slides", is_flag=True, help="Make slides.")
@click.option("--document", is_flag=True, help="Write the service catalogue.")
@click.option("--page", is_flag=True, help="Make the web page.")
@click.option("--all", "everything", is_flag=True, help="Slides, document and page too.")
@click.option(
    "--for", "stakeholders", multiple=True, metavar="ID", help="A page for one stakeholder group; may be repeated."
)
@click.option("--slides-template", type=click.Path(path_type=Path), help="Your company's .pptx.")
@click.option("--document-template", type=click.Path(path_type=Path), help="Your company's .docx.")
@click.option("--record", is_flag=True, help="Fill Last done of the communications that name this publication.")
@click.option("--communication", "communications", multiple=True, metavar="ID", help="With --record: these instead.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def publish(
    workbook: Path,
    folder: Path | None,
    as_of: str | None,
    password: bool,
    record: bool,
    communications: tuple[str, ...],
    as_json: bool,
    **wanted: Any,
) -> None:
    """Make the clean copy that is mailed, with PDF and mail drafts.

    The workbook itself is not changed, but for Last done of communications, and only with --record.
    """
    from pmo_workbook import show_publish
    from pmo_workbook.publish.deliver import Wanted
    from pmo_workbook.publish.deliver import publish as deliver
    from pmo_workbook.publish.since.record import record_publication

    secret = click.prompt("Password of the copy", hide_input=True, confirmation_prompt=True) if password else None
    done = deliver(
        workbook,
        folder or workbook.parent / "published",
        now(),
        Wanted(password=secret, **_choices(**wanted)),
        moment(as_of),
        progress(as_json),
    )
    recorded = record_publication(workbook, done.report.run.at.date(), communications or None) if record else ()
    show_publish.published(done, recorded, as_json)


def _choices(*, everything: bool, slides: bool, document: bool, page: bool, **others: Any) -> dict[str, Any]:
    """What `deliver.Wanted` takes; ``--all`` stands for everything that is off by default."""
    return {**others, "slides": slides or everything, "document": document or everything, "page": page or everything}


@click.command("inspect")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--password", is_flag=True, help="Ask for the file's open password.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def inspect_file(file: Path, password: bool, as_json: bool) -> None:
    """List what a workbook would give away; exit code 1 when a copy with that would not be handed over."""
    from pmo_workbook import show_publish
    from pmo_workbook.publish import inspect
    from pmo_workbook.publish.password import readable

    secret = click.prompt("Password", hide_input=True) if password else None
    with readable(file, secret) as path:
        findings = inspect(path)
    show_publish.inspected(file, findings, as_json)
    grave = [finding for finding in findings if not finding.category.harmless_in_a_copy]
    click.get_current_context().exit(1 if grave else 0)


@click.command("diff")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--as-of", metavar="DATE", help=_AS_OF)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def diff_files(old: Path, new: Path, as_of: str | None, as_json: bool) -> None:
    """Say what changed between two workbooks or published copies: definitions and figures of past months."""
    from pmo_workbook import show_publish
    from pmo_workbook.publish.since.compare import compare

    show_publish.changed(compare(old, new, now(), moment(as_of)), as_json)
