"""The look of Watchlist."""

from __future__ import annotations

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from pmo_workbook.layout.watchlist import HEADERS, SAID, SAID_ROWS, TABLE
from pmo_workbook.template import drawing, style
from pmo_workbook.template.drawing import FIRST, ListColumn
from pmo_workbook.template.style import Formats
from pmo_workbook.template.tabs import page

_COLUMNS = (
    ListColumn("Request", 14, wrap=True, bold=True),
    ListColumn("Title", 34, wrap=True),
    ListColumn("Service", 31, wrap=True),
    ListColumn("Priority", 11, wrap=True),
    ListColumn("Assigned to", 18, wrap=True),
    ListColumn("SLA", 33, wrap=True),
    ListColumn("Deadline", 18, num_format=style.WHEN, right=True),
    ListColumn("Time left", 12, num_format="#,##0.0;-#,##0.0", right=True),
    ListColumn("Unit", 33, indent=1),
    ListColumn("Used", 10, num_format="0%", right=True),
    ListColumn("State", 19, wrap=True, indent=1),
    ListColumn("Note", 46, wrap=True, indent=1),
)


def draw(book: Workbook, sheet: Worksheet, formats: Formats) -> None:
    """Draw the tab.

    Args:
        book: Workbook being built.
        sheet: The tab, empty.
        formats: Formats of the workbook.
    """
    says = "For the PMO only: it names requests and people. Open requests by time left; a negative time is over."
    drawing.open_page(sheet, formats, "Watchlist", says)
    header = page.said_lines(book, sheet, formats, SAID, SAID_ROWS)
    columns = page.columns_of(HEADERS, _COLUMNS)
    body = drawing.draw_list(sheet, formats, TABLE, columns, row=header, last_row=drawing.LAST_LOG_ROW)
    drawing.status_words(
        sheet,
        formats,
        page.column_area(body, "L"),
        ("Breached", "At risk", "On hold", "On track", "No SLA", "No time recorded", "Left out"),
    )
    drawing.hairlines(sheet, formats, body)
    drawing.print_setup(sheet, last_column=FIRST + len(columns) - 1, header_row=header)
