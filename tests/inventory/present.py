"""The lists of the program as it is."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import ROOT, TEMPLATE, run_command
from tests.inventory import commands, published, workbook
from tests.opened import opened
from tests.witness.surgery import Parts, operate

RENAMED = ("Lessons and knowledge library", "Lessons library")
"""A service, before and after: the change of a definition that the second publication tells."""
LATE = "Request ID,Service ID,Submitted,Closed\nREQ-2104,SVC-06,2026-05-05 11:17,2026-07-08 12:00\n"
"""A request of May that is closed late: figures of a past month are told anew."""


def present(sample: Path, folder: Path) -> dict[str, list[str]]:
    """Everything there is, by kind.

    Args:
        sample: The sample workbook, refreshed; stays as it is.
        folder: An empty folder to work in.
    """
    first, (book, out, said) = _publish_before(sample, folder), _publish(sample, folder)
    copy = _named(out, ".xlsx")
    return {
        "commands": [
            *commands.declared(),
            *commands.exit_codes(sample, copy, folder),
            *commands.printed(sample, (first, copy), folder),
            *commands.keys("publish", said),
        ],
        "workbook": [
            *workbook.buttons(TEMPLATE),
            *workbook.sheets(TEMPLATE),
            *workbook.rules(ROOT / "docs" / "data-dictionary.md"),
        ],
        "published": list(_published(book, out)),
    }


def _publish_before(sample: Path, folder: Path) -> Path:
    """Publish the sample before it changes; returns the copy."""
    book = folder / "Our PMO.xlsm"
    shutil.copyfile(sample, book)
    run_command("publish", book, "--to", folder / "before", "--with-note", "--no-pdf", "--no-mail")
    return _named(folder / "before", ".xlsx")


def _publish(sample: Path, folder: Path) -> tuple[Path, Path, str]:
    """Change the workbook and publish all of it; returns it, the folder, and what was printed."""
    book, log = folder / "Our PMO.xlsm", folder / "late.csv"
    operate(sample, book, _rename)
    log.write_text(LATE, encoding="utf-8")
    run_command("import-log", book, log)
    wanted = ("--all", "--for", "STK-03", "--with-note", "--record", "--json")
    return book, folder / "after", run_command("publish", book, "--to", folder / "after", *wanted).stdout


def _rename(parts: Parts) -> None:
    old, new = (name.encode() for name in RENAMED)
    for name, part in parts.items():
        if name.startswith("xl/worksheets/"):
            parts[name] = part.replace(old, new)


def _published(book: Path, out: Path) -> Iterator[str]:
    shape = published.Shape.of(opened(book))
    for path in out.iterdir():
        yield f'file "{shape(path.name.replace(book.stem, "BOOK"))}"'
    copy = _named(out, ".xlsx")
    yield from published.copy(copy, shape)
    yield from published.changes(copy, shape)
    yield from published.slides(_named(out, ".pptx"), shape)
    yield from published.document(_named(out, ".docx"), shape)
    yield from published.page(_named(out, ".html"), "page", shape)
    yield from published.page(_named(out, "STK-03.html"), "stakeholder page", shape)
    yield from published.mail(_named(out, ".eml"), "mail", shape)
    yield from published.mail(_named(out, "team.eml"), "team mail", shape)


def _named(folder: Path, ending: str) -> Path:
    """The file with the shortest name that ends so."""
    return min((path for path in folder.iterdir() if path.name.endswith(ending)), key=lambda path: len(path.name))
