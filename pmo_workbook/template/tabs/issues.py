"""The look of Issues."""

from __future__ import annotations

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from pmo_workbook import palette
from pmo_workbook.layout.issues import HEADERS, NAMES, SAID, TABLE
from pmo_workbook.template import drawing
from pmo_workbook.template.drawing import FIRST, ListColumn
from pmo_workbook.template.style import Formats
from pmo_workbook.template.tabs import page

_COLUMNS = (
    ListColumn("Severity", 12, wrap=True),
    ListColumn("Rule", 25, wrap=True),
    ListColumn("Sheet", 16, wrap=True),
    ListColumn("Cell", 10, wrap=True),
    ListColumn("Table", 16, wrap=True),
    ListColumn("Row", 9, num_format="0", right=True, wrap=True),
    ListColumn("Column", 20, wrap=True, indent=1),
    ListColumn("Value", 24, wrap=True, indent=1),
    ListColumn("What is wrong", 56, wrap=True, bold=True, indent=1),
    ListColumn("What to do", 44, wrap=True, indent=1),
)
_LAST_ROW = 19_999


def draw(book: Workbook, sheet: Worksheet, formats: Formats) -> None:
    """Draw the tab.

    Args:
        book: Workbook being built.
        sheet: The tab, empty.
        formats: Formats of the workbook.
    """
    says = "What to correct on the input sheets. Correct, then refresh: this list is made anew."
    drawing.open_page(sheet, formats, "Issues", says)
    header = page.said_lines(book, sheet, formats, SAID, 1)
    columns = page.columns_of(HEADERS, _COLUMNS)
    body = drawing.draw_list(sheet, formats, TABLE, columns, row=header, last_row=_LAST_ROW)
    link = formats(underline=1, font_color=palette.BLUE_DARK)
    place = FIRST + HEADERS.index("Cell")
    sheet.set_column(place, place, _COLUMNS[HEADERS.index("Cell")].width, link)
    drawing.status_words(sheet, formats, page.column_area(body, "B"), ("error", "warning", "note"))
    drawing.hairlines(sheet, formats, body)
    for name, column in NAMES.items():
        book.define_name(name, f"={TABLE}[{column}]")
    drawing.print_setup(sheet, last_column=FIRST + len(columns) - 1, header_row=header)
