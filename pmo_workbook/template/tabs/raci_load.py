"""The look of RACI Load."""

from __future__ import annotations

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from pmo_workbook.layout.raci_load import HEADERS, SAID, TABLE
from pmo_workbook.template import drawing
from pmo_workbook.template.drawing import FIRST, ListColumn
from pmo_workbook.template.style import Formats
from pmo_workbook.template.tabs import page

_COLUMNS = (
    ListColumn("Role", 30, bold=True, wrap=True),
    *(ListColumn(code, 14, num_format="#,##0", right=True, indent=2) for code in "RACI"),
    ListColumn("Share of A", 16, num_format="0%", right=True, indent=2),
    ListColumn("Finding", 50, wrap=True, indent=1),
)


def draw(book: Workbook, sheet: Worksheet, formats: Formats) -> None:
    """Draw the tab.

    Args:
        book: Workbook being built.
        sheet: The tab, empty.
        formats: Formats of the workbook.
    """
    says = "How many activities each role is responsible (R) and accountable (A) for, consulted (C) or informed (I) on."
    drawing.open_page(sheet, formats, "RACI Load", says)
    header = page.said_lines(book, sheet, formats, SAID, 1)
    columns = page.columns_of(HEADERS, _COLUMNS)
    body = drawing.draw_list(sheet, formats, TABLE, columns, row=header)
    first, last = body.replace("B", "C").replace("H", "F").split(":")
    page.bars(sheet, f"{first}:{last}")
    page.bars(sheet, page.column_area(body, "G"), highest=1)
    page.mark_findings(sheet, formats, page.column_area(body, "H"))
    drawing.hairlines(sheet, formats, body)
    drawing.print_setup(sheet, last_column=FIRST + len(columns) - 1, header_row=header)
