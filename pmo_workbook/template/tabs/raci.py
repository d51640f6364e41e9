"""The look of RACI."""

from __future__ import annotations

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from pmo_workbook import palette
from pmo_workbook.layout.raci import TAB
from pmo_workbook.sheets import MOST_ROLES
from pmo_workbook.template import drawing
from pmo_workbook.template.drawing import FIRST
from pmo_workbook.template.style import Formats
from pmo_workbook.template.tabs import table_tab

_CODES = {
    "A": (palette.WHITE, palette.INK),
    "A/R": (palette.WHITE, palette.INK),
    "R": (palette.WHITE, palette.BLUE_DARK),
    "C": (palette.INK, palette.BLUE_TINT),
    "I": (palette.GREY, palette.TILE),
}
"""Font and fill of each code."""

_FIRST_ROLE = FIRST + len(TAB.columns)
_LAST_ROLE = _FIRST_ROLE + MOST_ROLES - 1


def draw(book: Workbook, sheet: Worksheet, formats: Formats) -> None:
    """Draw the tab.

    Args:
        book: Workbook being built.
        sheet: The tab, empty.
        formats: Formats of the workbook.
    """
    header = table_tab.draw_head(book, sheet, formats, TAB)
    _draw_table(sheet, formats, header)
    _grey_repeated(sheet, formats, header)
    table_tab.mark_rows(sheet, formats, TAB, header)
    _colour_codes(sheet, formats, header)
    drawing.print_setup(sheet, last_column=None, header_row=header)


def _draw_table(sheet: Worksheet, formats: Formats, header: int) -> None:
    """The table with its three first columns; a refresh adds the role columns, whose look is here already."""
    table_tab.set_columns(sheet, formats, TAB.columns)
    sheet.set_column(_FIRST_ROLE, _LAST_ROLE, 5.3, formats(align="center"))
    head = drawing.header_format(formats, valign="bottom", bg_color=palette.WHITE)
    options = {
        "name": TAB.table,
        "columns": [{"header": header, "header_format": head} for header in TAB.headers],
        "style": None,
        "autofilter": False,
        "description": "Activities by service, one column per role",
    }
    sheet.add_table(header, FIRST, header + 1, FIRST + len(TAB.columns) - 1, options)
    sheet.set_default_row(drawing.ROW_HEIGHT)
    tilted = formats(rotation=60, align="left", valign="bottom", bold=True, font_color=palette.INK)
    for place in range(_FIRST_ROLE, _LAST_ROLE + 1):
        sheet.write_blank(header, place, None, tilted)
    sheet.set_row_pixels(header, 156)
    sheet.freeze_panes(header + 1, FIRST + TAB.frozen)


def _grey_repeated(sheet: Worksheet, formats: Formats, header: int) -> None:
    """The name of a service stands out only in the first of its rows; it is there in all, to filter and sort by."""
    repeated = f'=AND($B{header + 2}<>"",$B{header + 2}=$B{header + 1})'
    look = formats.mark(font_color=palette.GREY, bottom=1, bottom_color=palette.HAIRLINE)
    sheet.conditional_format(
        xl_range(header + 1, FIRST, TAB.last_row - 1, FIRST), {"type": "formula", "criteria": repeated, "format": look}
    )


def _colour_codes(sheet: Worksheet, formats: Formats, header: int) -> None:
    """A colour a code; the letter stays readable without it."""
    area = xl_range(header + 1, _FIRST_ROLE, TAB.last_row - 1, _LAST_ROLE)
    first = xl_rowcol_to_cell(header + 1, _FIRST_ROLE)
    for code, (ink, fill) in _CODES.items():
        mark = formats.mark(font_color=ink, bg_color=fill, bold=code in ("A", "A/R", "R"))
        sheet.conditional_format(area, {"type": "formula", "criteria": f'={first}="{code}"', "format": mark})
    line = formats.mark(bottom=1, bottom_color=palette.HAIRLINE)
    named = f'=AND($B{header + 2}<>"",{xl_rowcol_to_cell(header, _FIRST_ROLE, row_abs=True)}<>"")'
    sheet.conditional_format(area, {"type": "formula", "criteria": named, "format": line})
