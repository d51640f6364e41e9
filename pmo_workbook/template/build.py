"""Builds the template: generated tabs first, then the input sheets, the macros, the document's properties."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from pmo_workbook.ooxml.rawzip import changed_archive, read_entry
from pmo_workbook.sheets import GENERATED, SHEETS
from pmo_workbook.template import style
from pmo_workbook.template.drawing import home_name
from pmo_workbook.template.inputs import draw_inputs
from pmo_workbook.template.package_vba import WORKBOOK_MODULE, code_name, vba_project
from pmo_workbook.template.ribbon import RIBBON, with_ribbon
from pmo_workbook.template.style import Formats
from pmo_workbook.template.tabs import (
    catalogue,
    coverage,
    issues,
    raci,
    raci_load,
    sla_report,
    start,
    summary,
    watchlist,
)
from pmo_workbook.template_version import VERSION, VERSION_NAME

Draw = Callable[[Workbook, Worksheet, Formats], None]

DRAWN: dict[str, Draw] = {
    "start": start.draw,
    "summary": summary.draw,
    "sla_report": sla_report.draw,
    "watchlist": watchlist.draw,
    "raci": raci.draw,
    "raci_load": raci_load.draw,
    "catalogue": catalogue.draw,
    "coverage": coverage.draw,
    "issues": issues.draw,
}
"""What draws each generated tab."""

CREATED = dt.datetime(2026, 1, 1)
"""Date in the document's properties; fixed, so that the same text gives the same file."""

LANGUAGE = "en-GB"

_CALC_ID = 191029
"""Calculation engine of Excel 2019 and later; with an older one Excel recalculates, and asks to save, on opening."""


def build(path: Path) -> None:
    """Build the template.

    Args:
        path: Where to; replaced.
    """
    path.write_bytes(with_ribbon(_with_language(compose()), RIBBON.read_bytes()))


def compose() -> bytes:
    """The template as XlsxWriter leaves it."""
    whole = io.BytesIO()
    with Workbook(whole, {"in_memory": True}) as book:
        formats = Formats(book)
        titles = {tab.key: tab.title for tab in GENERATED} | {sheet.key: sheet.title for sheet in SHEETS}
        sheets = {key: book.add_worksheet(title) for key, title in titles.items()}
        for tab in GENERATED:
            DRAWN[tab.key](book, sheets[tab.key], formats)
            sheets[tab.key].set_tab_color(style.GENERATED_TAB)
        draw_inputs(book, sheets, formats)
        for key, sheet in sheets.items():
            book.define_name(home_name(key), f"='{sheet.get_name()}'!$A$1")
        _finish(book, sheets)
    return whole.getvalue()


def _finish(book: Workbook, sheets: dict[str, Worksheet]) -> None:
    """Code names, macros, version and properties."""
    book.define_name(VERSION_NAME, f"={VERSION}")
    book.set_vba_name(WORKBOOK_MODULE)
    titles = [sheet.get_name() for sheet in sheets.values()]
    for sheet in sheets.values():
        sheet.set_vba_name(code_name(sheet.get_name()))
    book.add_vba_project(io.BytesIO(vba_project(titles)), is_stream=True)
    book.set_calc_mode("auto", _CALC_ID)
    book.calc_on_load = False
    book.set_properties(
        {
            "title": "PMO service framework",
            "subject": "Services, promises and roles of a project management office",
            "category": "PMO",
            "keywords": "PMO, service framework, SLA, RACI",
            "created": CREATED,
        }
    )


def _with_language(package: bytes) -> bytes:
    """Say in the properties which language the workbook is in; XlsxWriter cannot."""
    tail, part = b"</cp:coreProperties>", "docProps/core.xml"
    said = f"<dc:language>{LANGUAGE}</dc:language>".encode() + tail
    return changed_archive(package, {part: read_entry(package, part).replace(tail, said)})
