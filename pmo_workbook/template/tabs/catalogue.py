"""The look of Catalogue: a card a row."""

from __future__ import annotations

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from pmo_workbook.layout.catalogue import HEADERS, SAID, TABLE
from pmo_workbook.template import drawing
from pmo_workbook.template.drawing import FIRST, ListColumn
from pmo_workbook.template.style import Formats
from pmo_workbook.template.tabs import page

_COLUMNS = (
    ListColumn("Service ID", 10, wrap=True, valign="top"),
    ListColumn("Service", 20, wrap=True, indent=1, bold=True, valign="top"),
    ListColumn("Category", 15, wrap=True, indent=1, valign="top"),
    ListColumn("Status", 9, wrap=True, indent=1, valign="top"),
    ListColumn("Objective", 26, wrap=True, indent=1, valign="top"),
    ListColumn("In scope", 28, wrap=True, indent=1, valign="top"),
    ListColumn("Out of scope", 20, wrap=True, indent=1, valign="top"),
    ListColumn("For whom", 18, wrap=True, indent=1, valign="top"),
    ListColumn("How to get it", 28, wrap=True, indent=1, valign="top"),
    ListColumn("How it works", 30, wrap=True, indent=1, valign="top"),
    ListColumn("Promises", 46, wrap=True, indent=1, valign="top"),
    ListColumn("Answers for it", 24, wrap=True, indent=1, valign="top"),
)


def draw(book: Workbook, sheet: Worksheet, formats: Formats) -> None:
    """Draw the tab.

    Args:
        book: Workbook being built.
        sheet: The tab, empty.
        formats: Formats of the workbook.
    """
    says = "What the PMO does for you, how to get it, and what it promises."
    drawing.open_page(sheet, formats, "Service catalogue", says)
    header = page.said_lines(book, sheet, formats, SAID, 1)
    columns = page.columns_of(HEADERS, _COLUMNS)
    body = drawing.draw_list(sheet, formats, TABLE, columns, row=header)
    sheet.freeze_panes(header + 1, FIRST + 2)
    drawing.hairlines(sheet, formats, body)
    drawing.print_setup(sheet, last_column=FIRST + len(columns) - 1, header_row=header, wide=True)
