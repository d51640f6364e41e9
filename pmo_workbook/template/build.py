"""Builds the template: generated tabs first, then the input sheets, the macros, the document's properties."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from pmo_workbook.layout import TABS
from pmo_workbook.layout.spec import TableTab, TabSpec
from pmo_workbook.ooxml.rawzip import changed_archive, read_entry
from pmo_workbook.sheets import SHEETS
from pmo_workbook.template import style
from pmo_workbook.template.drawing import home_name
from pmo_workbook.template.inputs import draw_inputs
from pmo_workbook.template.package_vba import WORKBOOK_MODULE, code_name, vba_project
from pmo_workbook.template.ribbon import RIBBON, with_ribbon
from pmo_workbook.template.style import Formats
from pmo_workbook.template.tabs import raci, start, summary, table_tab
from pmo_workbook.template_version import VERSION, VERSION_NAME

_OWN: dict[str, Callable[[Workbook, Worksheet, Formats], None]] = {
    "start": start.draw,
    "summary": summary.draw,
    "raci": raci.draw,
}
"""What draws the tabs that are more than a table; all others are drawn from their descriptions."""

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
        titles = {tab.key: tab.title for tab in TABS} | {sheet.key: sheet.title for sheet in SHEETS}
        sheets = {key: book.add_worksheet(title) for key, title in titles.items()}
        for tab in TABS:
            _draw(book, sheets[tab.key], formats, tab)
            sheets[tab.key].set_tab_color(style.GENERATED_TAB)
        draw_inputs(book, sheets, formats)
        for key, sheet in sheets.items():
            book.define_name(home_name(key), f"='{sheet.get_name()}'!$A$1")
        _finish(book, sheets)
    return whole.getvalue()


def _draw(book: Workbook, sheet: Worksheet, formats: Formats, tab: TabSpec) -> None:
    """Draw a generated tab as it looks before the first refresh."""
    if tab.key in _OWN:
        _OWN[tab.key](book, sheet, formats)
    elif isinstance(tab, TableTab):
        table_tab.draw(book, sheet, formats, tab)
    else:
        raise TypeError(f"nothing draws the tab {tab.key}")


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
