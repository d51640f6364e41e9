"""The look of Coverage."""

from __future__ import annotations

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from pmo_workbook.layout.coverage import HEADERS, SAID, TABLE
from pmo_workbook.template import drawing
from pmo_workbook.template.drawing import FIRST, ListColumn
from pmo_workbook.template.style import Formats
from pmo_workbook.template.tabs import page

_COLUMNS = (
    ListColumn("Kind", 18, wrap=True),
    ListColumn("Item", 52, bold=True, wrap=True),
    ListColumn("Services", 64, wrap=True, indent=1),
    ListColumn("Finding", 40, wrap=True, indent=1),
)


def draw(book: Workbook, sheet: Worksheet, formats: Formats) -> None:
    """Draw the tab.

    Args:
        book: Workbook being built.
        sheet: The tab, empty.
        formats: Formats of the workbook.
    """
    says = "Which services stand behind each purpose and need, and where nothing does."
    drawing.open_page(sheet, formats, "Coverage", says)
    header = page.said_lines(book, sheet, formats, SAID, 1)
    columns = page.columns_of(HEADERS, _COLUMNS)
    body = drawing.draw_list(sheet, formats, TABLE, columns, row=header)
    page.mark_findings(sheet, formats, page.column_area(body, "E"))
    page.rule_between(sheet, formats, body, "B")
    drawing.hairlines(sheet, formats, body)
    drawing.print_setup(sheet, last_column=FIRST + len(columns) - 1, header_row=header)
