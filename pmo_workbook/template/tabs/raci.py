"""The look of RACI."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from pmo_workbook import palette
from pmo_workbook.layout.raci import HEADERS, SAID, TABLE
from pmo_workbook.sheets import MOST_ROLES
from pmo_workbook.template import drawing
from pmo_workbook.template.drawing import FIRST, ListColumn
from pmo_workbook.template.style import Formats
from pmo_workbook.template.tabs import page

_COLUMNS = (
    ListColumn("Service", 30, wrap=True),
    ListColumn("Activity", 46, bold=True, wrap=True),
    ListColumn("Finding", 34, wrap=True),
)
_CODES = {
    "A": (palette.WHITE, palette.INK),
    "A/R": (palette.WHITE, palette.INK),
    "R": (palette.WHITE, palette.BLUE_DARK),
    "C": (palette.INK, palette.BLUE_TINT),
    "I": (palette.GREY, palette.TILE),
}
"""Font and fill of each code."""

_FIRST_ROLE = FIRST + len(HEADERS)
_LAST_ROLE = _FIRST_ROLE + MOST_ROLES - 1


def draw(book: Workbook, sheet: Worksheet, formats: Formats) -> None:
    """Draw the tab.

    Args:
        book: Workbook being built.
        sheet: The tab, empty.
        formats: Formats of the workbook.
    """
    says = "R does the work · A answers for it, one a row · C is asked before · I is told after · A/R is both."
    drawing.open_page(sheet, formats, "RACI", says)
    header = page.said_lines(book, sheet, formats, SAID, 1)
    columns = page.columns_of(HEADERS, _COLUMNS)
    _draw_table(sheet, formats, columns, header)
    body = xl_range(header + 1, FIRST, drawing.LAST_ROW, FIRST + len(HEADERS) - 1)
    _grey_repeated(sheet, formats, body, header)
    page.mark_findings(sheet, formats, page.column_area(body, "D"))
    page.rule_between(sheet, formats, body, "B")
    drawing.hairlines(sheet, formats, body)
    _colour_codes(sheet, formats, header)
    drawing.print_setup(sheet, last_column=None, header_row=header)


def _draw_table(sheet: Worksheet, formats: Formats, columns: Sequence[ListColumn], header: int) -> None:
    """The table with its three first columns; a refresh adds the role columns, whose look is here already."""
    for place, column in enumerate(columns, FIRST):
        sheet.set_column(place, place, column.width, drawing.list_format(formats, column))
    sheet.set_column(_FIRST_ROLE, _LAST_ROLE, 5.3, formats(align="center"))
    head = drawing.header_format(formats, valign="bottom", bg_color=palette.WHITE)
    options = {
        "name": TABLE,
        "columns": [{"header": c.header, "header_format": head} for c in columns],
        "style": None,
        "autofilter": False,
        "description": "Activities by service, one column per role",
    }
    sheet.add_table(header, FIRST, header + 1, FIRST + len(columns) - 1, options)
    sheet.set_default_row(drawing.ROW_HEIGHT)
    tilted = formats(rotation=60, align="left", valign="bottom", bold=True, font_color=palette.INK)
    for place in range(_FIRST_ROLE, _LAST_ROLE + 1):
        sheet.write_blank(header, place, None, tilted)
    sheet.set_row_pixels(header, 156)
    sheet.freeze_panes(header + 1, FIRST + 2)


def _grey_repeated(sheet: Worksheet, formats: Formats, body: str, header: int) -> None:
    """The name of a service stands out only in the first of its rows; it is there in all, to filter and sort by."""
    repeated = f'=AND($B{header + 2}<>"",$B{header + 2}=$B{header + 1})'
    look = formats.mark(font_color=palette.GREY, bottom=1, bottom_color=palette.HAIRLINE)
    sheet.conditional_format(page.column_area(body, "B"), {"type": "formula", "criteria": repeated, "format": look})


def _colour_codes(sheet: Worksheet, formats: Formats, header: int) -> None:
    """A colour a code; the letter stays readable without it."""
    area = xl_range(header + 1, _FIRST_ROLE, drawing.LAST_ROW, _LAST_ROLE)
    first = xl_rowcol_to_cell(header + 1, _FIRST_ROLE)
    for code, (ink, fill) in _CODES.items():
        mark = formats.mark(font_color=ink, bg_color=fill, bold=code in ("A", "A/R", "R"))
        sheet.conditional_format(area, {"type": "formula", "criteria": f'={first}="{code}"', "format": mark})
    line = formats.mark(bottom=1, bottom_color=palette.HAIRLINE)
    named = f'=AND($B{header + 2}<>"",{xl_rowcol_to_cell(header, _FIRST_ROLE, row_abs=True)}<>"")'
    sheet.conditional_format(area, {"type": "formula", "criteria": named, "format": line})
