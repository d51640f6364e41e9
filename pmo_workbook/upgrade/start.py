"""The version of the template in words, where Start says it."""

from __future__ import annotations

from pmo_workbook.addresses import parse_cell
from pmo_workbook.hosts.cells import C, Content
from pmo_workbook.upgrade.strings import Strings
from pmo_workbook.upgrade.work import Work


def version_words(version: int) -> str:
    """What Start says of the template."""
    return f"Template {version}"


def say_version(work: Work) -> None:
    """Let Start say the present version, where it said the old one.

    Args:
        work: The upgrade.
    """
    start = work.pairs.get("start")
    if start is None or work.before.version == work.after.version:
        return
    sheet, strings = work.sheet(start.part), Strings(work.workbook)
    for cell in list(sheet.root.iter(C)):
        if strings.text(cell) == version_words(work.before.version):
            row, column = parse_cell(cell.get("r", ""))
            sheet.put(row, column, Content("inlineStr", version_words(work.after.version)))
