"""A template and a program that are one version ahead: a sheet, columns, a setting, a tab and a column of a tab more.

All of them are dummies; what they are put into are the vocabularies that the real ones stand in.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal

import pytest
from xlsxwriter import Workbook as Book
from xlsxwriter.worksheet import Worksheet

from pmo_workbook import layout, logs, models, released, settings, sheets, template
from pmo_workbook.columns import Row, column, columns
from pmo_workbook.layout import watchlist
from pmo_workbook.layout.blocks import Listing, Tab, grid
from pmo_workbook.ooxml.package import Package
from pmo_workbook.ooxml.workbook import Workbook
from pmo_workbook.report import Report
from pmo_workbook.template import build, drawing
from pmo_workbook.template.drawing import FIRST, ListColumn
from pmo_workbook.template.style import Formats
from pmo_workbook.template.tabs import page
from pmo_workbook.template.tabs import watchlist as look
from pmo_workbook.upgrade.survey import survey

VERSION = template.VERSION + 1
SHADE, HEAT, SEEN, MOOD = "Shade", "Heat", "Seen by", "Mood of the PMO"
LIST_HEADERS = ("Lesson", "Words", "Letters")
SAID = "pmo_lessons_said"


class Lesson(Row):
    lesson_id: str = column("Lesson ID", "Short id.", example="L-1", width=12, unique=True, max_length=40)
    lesson: str = column("Lesson", "What was learned.", width=60, max_length=200)
    service_id: str | None = column("Service ID", "Service it is about.", width=12, optional=True, refs=("services",))
    weight: int | None = column("Weight", "From 1 to 5.", width=10, optional=True, ge=1, le=5)


class Service(models.Service):
    shade: Literal["Light", "Dark"] | None = column(SHADE, "Colour of its card.", width=14, optional=True)


class Request(logs.Request):
    heat: float | None = column(HEAT, "How hot it is.", width=11, optional=True, ge=0, le=9)


class Settings(settings.Settings):
    mood: str | None = column(MOOD, "Shown nowhere.", example="calm", optional=True)


class Chosen(settings.Chosen):
    mood: str = "calm"


def _sheets() -> tuple[sheets.Sheet, ...]:
    changed = {"services": Service, "requests": Request}
    mine = [dataclasses.replace(one, model=changed[one.key]) if one.key in changed else one for one in sheets.SHEETS]
    at = [one.key for one in mine].index("reviews")
    return (*mine[:at], sheets.Sheet("lessons", "Lessons learned", 7, Lesson, "a lesson"), *mine[at:])


def _tabs() -> tuple[sheets.Generated, ...]:
    new = sheets.Generated("lesson_list", "Lesson list", "What was learned, by weight.")
    return (*sheets.GENERATED[:4], new, *sheets.GENERATED[4:])


def _draw(book: Book, sheet: Worksheet, formats: Formats) -> None:
    drawing.open_page(sheet, formats, "Lesson list", "What was learned.")
    header = page.said_lines(book, sheet, formats, SAID, 1)
    looks = [
        ListColumn("Lesson", 40, bold=True, wrap=True),
        *(ListColumn(h, 12, "0", right=True) for h in LIST_HEADERS[1:]),
    ]
    body = drawing.draw_list(sheet, formats, "LessonList", looks, row=header)
    page.bars(sheet, page.column_area(body, "C"))
    drawing.hairlines(sheet, formats, body)
    drawing.print_setup(sheet, last_column=FIRST + 2, header_row=header)


def _lay_out_lessons(report: Report) -> Tab:
    names = [service.name for service in report.framework.services]
    rows = tuple((name, len(name.split()), len(name)) for name in names)
    return Tab(
        "lesson_list", (grid(SAID, [[f"{len(names)} lessons"]], (1, 1)), Listing("LessonList", LIST_HEADERS, rows))
    )


def _seen(report: Report, old: Any) -> Tab:
    tab: Tab = old(report)
    said, listing = tab.blocks
    assert isinstance(listing, Listing)
    rows = tuple((*row[:2], f"seen {number}", *row[2:]) for number, row in enumerate(listing.rows))
    return Tab(tab.key, (said, Listing(listing.table, _with_seen(listing.headers), rows)))


def _with_seen(headers: Sequence[Any]) -> tuple[Any, ...]:
    return (*headers[:2], SEEN, *headers[2:])


def everywhere(patch: pytest.MonkeyPatch, name: str, old: object, new: object) -> None:
    """Replace what modules have imported under a name; the checks know no dummies."""
    ours = {key: one for key, one in sys.modules.items() if key.split(".")[0] == "pmo_workbook"}
    for module in [one for key, one in ours.items() if key.split(".")[1:2] != ["check"]]:
        if vars(module).get(name) is old or (isinstance(old, int) and vars(module).get(name) == old):
            patch.setattr(module, name, new)


def go_ahead(patch: pytest.MonkeyPatch) -> None:
    """Put the program one version ahead, until the patch is undone."""
    import pmo_workbook.buttons
    import pmo_workbook.create
    import pmo_workbook.doctor
    import pmo_workbook.upgrade
    import pmo_workbook.workflow  # noqa: F401 - all that has taken over a vocabulary is to be there

    new_sheets, new_tabs = _sheets(), _tabs()
    everywhere(patch, "VERSION", template.VERSION, VERSION)
    everywhere(patch, "SHEETS", sheets.SHEETS, new_sheets)
    everywhere(patch, "GENERATED", sheets.GENERATED, new_tabs)
    everywhere(patch, "BY_KEY", sheets.BY_KEY, {one.key: one for one in new_sheets})
    everywhere(patch, "SETTINGS", settings.SETTINGS, columns(Settings))
    everywhere(patch, "Settings", settings.Settings, Settings)
    everywhere(patch, "Chosen", settings.Chosen, Chosen)
    patch.setitem(build.DRAWN, "lesson_list", _draw)
    patch.setattr(look, "HEADERS", _with_seen(watchlist.HEADERS))
    beside = SimpleNamespace(**vars(page))
    beside.column_area = lambda body, letter: page.column_area(body, chr(ord(letter) + 1))
    patch.setattr(look, "page", beside)
    columns_of = look._COLUMNS
    patch.setattr(look, "_COLUMNS", (*columns_of[:2], ListColumn(SEEN, 16, "0.0", wrap=True), *columns_of[2:]))
    lay_out, old_watchlist = layout.lay_out, watchlist.lay_out
    patch.setattr(watchlist, "lay_out", lambda report: _seen(report, old_watchlist))
    patch.setattr(layout, "lay_out", lambda report: (*lay_out(report), _lay_out_lessons(report)))


def build_newer(path: Path, patch: pytest.MonkeyPatch) -> Path:
    """Build the template of the version ahead, and put it on record; the program must be ahead.

    Args:
        path: Where to.
        patch: What the record is put in place with.
    """
    build.build(path)
    with Package.open(path) as package:
        record = survey(Workbook(package))
    known = released.released
    everywhere(patch, "released", known, lambda version: record if version >= VERSION else known(version))
    return path
