"""A template and a program that are one version ahead: a sheet, columns, a setting, a tab and a column of a tab more.

All of them are dummies; what they are put into are the vocabularies that the real ones stand in.
"""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Literal

import pytest

from pmo_workbook import layout, logs, models, released, settings, sheets, template_version
from pmo_workbook.blocks import Tab
from pmo_workbook.columns import Row, column, columns
from pmo_workbook.layout import watchlist
from pmo_workbook.layout.spec import COUNT, NAME, WRAPPED, Bars, Column, TableTab
from pmo_workbook.ooxml.package import Package
from pmo_workbook.ooxml.workbook import Workbook
from pmo_workbook.report import Report
from pmo_workbook.template import build
from pmo_workbook.upgrade.survey import survey

VERSION = template_version.VERSION + 1
SHADE, HEAT, SEEN, MOOD = "Shade", "Heat", "Seen by", "Mood of the PMO"


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


LESSONS: TableTab[str] = TableTab(
    "lesson_list",
    "Lesson list",
    "What was learned, by weight.",
    heading="Lesson list",
    subtitle="What was learned.",
    table="LessonList",
    columns=(
        Column("lesson", "Lesson", lambda name: name, NAME, 40, "What was learned."),
        Column("words", "Words", lambda name: len(name.split()), COUNT, 12, "How many words."),
        Column("letters", "Letters", len, COUNT, 12, "How many letters."),
    ),
    bars=(Bars("words", "words"),),
)


def _lay_out_lessons(report: Report) -> Tab:
    names = [service.name for service in report.framework.services]
    return LESSONS.tab((f"{len(names)} lessons",), names)


def _with_seen() -> TableTab[watchlist.Row]:
    seen: Column[watchlist.Row] = Column(
        "seen", SEEN, lambda row: f"seen {row.request_id}", WRAPPED.but(num_format="0.0"), 16, "Who saw it."
    )
    old = watchlist.TAB.columns
    return dataclasses.replace(watchlist.TAB, columns=(*old[:2], seen, *old[2:]))


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

    new_sheets, list_tab = _sheets(), _with_seen()
    tabs = [list_tab if tab.key == "watchlist" else tab for tab in layout.TABS]
    lessons = SimpleNamespace(TAB=LESSONS, lay_out=_lay_out_lessons)
    modules = layout._MODULES
    everywhere(patch, "VERSION", template_version.VERSION, VERSION)
    everywhere(patch, "SHEETS", sheets.SHEETS, new_sheets)
    everywhere(patch, "BY_KEY", sheets.BY_KEY, {one.key: one for one in new_sheets})
    everywhere(patch, "SETTINGS", settings.SETTINGS, columns(Settings))
    everywhere(patch, "Settings", settings.Settings, Settings)
    everywhere(patch, "Chosen", settings.Chosen, Chosen)
    everywhere(patch, "TABS", layout.TABS, (*tabs[:4], LESSONS, *tabs[4:]))
    patch.setattr(watchlist, "TAB", list_tab)
    patch.setattr(layout, "_MODULES", (*modules[:4], lessons, *modules[4:]))


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
