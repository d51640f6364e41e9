"""What all tabs are drawn with: the head of a page, tables, defined names, conditional formats, print set-up.

Rows and columns are counted from 0, as XlsxWriter does. A generated tab keeps column A as its left margin; its head
takes the rows above `HEADER_ROW`. An input sheet has no margin, so that rows paste into column A.
"""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_cell_to_rowcol, xl_col_to_name, xl_range_abs
from xlsxwriter.worksheet import Worksheet

from pmo_workbook import palette
from pmo_workbook.blocks import ANCHOR
from pmo_workbook.layout.spec import Look
from pmo_workbook.template import style
from pmo_workbook.template.style import Formats

MARGIN = 2
"""Width of column A on a generated tab, in characters."""

FIRST = 1
"""First column of a generated tab after its margin."""

HEADER_ROW = 3
"""Row of the header of a table, on input sheets and generated tabs."""

ROW_HEIGHT = 18
"""Height of a row of a generated table with one line of text, in points."""

LAST_ROW = 4_999
"""Last row that dropdowns and conditional formats of a table of people's own making reach."""

LAST_LOG_ROW = 199_999
"""The same for logs and for generated tables that list requests."""

LAST_SHEET_ROW = 1_048_575

ARROW = "\u2190 "
"""Stands before the way back to Start."""


def open_page(
    sheet: Worksheet, formats: Formats, title: str, says: str, *, first: int = FIRST, home: bool = True
) -> None:
    """Give a tab its ground, its large title, the grey line below it and the way back to Start.

    Args:
        sheet: The tab.
        formats: Formats of the workbook.
        title: The title.
        says: One line: what the tab shows, for whom.
        first: Column of all three; 0 for an input sheet.
        home: With the way back.
    """
    sheet.hide_gridlines(2)
    if first:
        sheet.set_column(0, first - 1, MARGIN, formats())
    sheet.set_row_pixels(0, 46)
    sheet.set_row_pixels(1, 24)
    sheet.set_row_pixels(2, 28 if home else 12)
    sheet.write_string(0, first, title, formats(font_size=style.TITLE, bold=True))
    sheet.write_string(1, first, says, formats(font_color=palette.GREY, valign="top"))
    if home:
        link(sheet, formats, (2, first), "start", f"{ARROW}Start", valign="top")


def link(sheet: Worksheet, formats: Formats, cell: tuple[int, int], key: str, text: str, **look: object) -> None:
    """Write a link to another sheet that still works when people rename it.

    Args:
        sheet: The tab.
        formats: Formats of the workbook.
        cell: Row and column of the link.
        key: Key of the sheet to jump to.
        text: What the reader sees.
        **look: Further XlsxWriter properties.
    """
    properties: dict[str, object] = {"font_color": palette.BLUE_DARK, **look}
    sheet.write_url(*cell, f"internal:{home_name(key)}", formats(**properties), text, f"Go to {text.strip(ARROW)}")


def home_name(key: str) -> str:
    """Defined name of a sheet's first cell, which links jump to.

    Args:
        key: Key of the sheet.
    """
    return ANCHOR + key


def heading(sheet: Worksheet, formats: Formats, row: int, text: str, *, column: int = FIRST) -> None:
    """Write the heading of a section.

    Args:
        sheet: The tab.
        formats: Formats of the workbook.
        row: Its row.
        text: The heading.
        column: Its column.
    """
    sheet.set_row_pixels(row, 30)
    sheet.write_string(row, column, text, formats(font_size=style.HEADING, bold=True))


def properties(look: Look) -> dict[str, object]:
    """XlsxWriter's properties of a look.

    Args:
        look: How cells look.
    """
    found: dict[str, object] = {"valign": look.valign}
    if look.num_format:
        found["num_format"] = look.num_format
    if look.align:
        found["align"] = look.align
    if look.wrap:
        found["text_wrap"] = True
    if look.bold:
        found["bold"] = True
    if look.indent:
        found["indent"] = look.indent
    if look.underline:
        found["underline"] = 1
    if look.ink is not None:
        found["font_color"] = look.ink
    return found


def header_format(formats: Formats, *, right: bool = False, **more: object) -> Format:
    """The format of a header cell of a generated table.

    Args:
        formats: Formats of the workbook.
        right: The header of a column of numbers.
        **more: Further XlsxWriter properties.
    """
    align = "right" if right else "left"
    look = {"bold": True, "bg_color": palette.TILE, "bottom": 2, "bottom_color": palette.INK, "text_wrap": True}
    return formats(**{**look, "align": align, **more})


def hairlines(sheet: Worksheet, formats: Formats, body: str) -> None:
    """Draw a hairline under every row whose first cell is filled.

    Args:
        sheet: The tab.
        formats: Formats of the workbook.
        body: Address of the rows, such as ``B5:M5000``.
    """
    row, column = xl_cell_to_rowcol(body.split(":")[0])
    sheet.conditional_format(
        body,
        {
            "type": "formula",
            "criteria": f'=${xl_col_to_name(column)}{row + 1}<>""',
            "format": formats.mark(bottom=1, bottom_color=palette.HAIRLINE),
        },
    )


def status_words(sheet: Worksheet, formats: Formats, area: str, words: Sequence[str] = tuple(palette.STATUS)) -> None:
    """Colour cells that hold a status word; one rule a tone.

    Args:
        sheet: The tab.
        formats: Formats of the workbook.
        area: Address of the cells.
        words: Words of `palette.STATUS` that may stand there.
    """
    first = area.split(":")[0]
    for tone in palette.TONES:
        mine = [word for word in words if palette.STATUS[word] == tone]
        if mine:
            either = ",".join(f'{first}="{word}"' for word in mine)
            sheet.conditional_format(
                area, {"type": "formula", "criteria": f"=OR({either})", "format": formats.tone(tone)}
            )


def name_grid(book: Workbook, sheet: Worksheet, name: str, area: tuple[int, int, int, int]) -> None:
    """Give a rectangle the defined name by which a refresh finds it.

    Args:
        book: Workbook being built.
        sheet: The tab.
        name: Defined name, beginning with ``pmo_``.
        area: First row, first column, last row, last column.
    """
    book.define_name(name, f"='{sheet.get_name()}'!{xl_range_abs(*area)}")


def print_setup(
    sheet: Worksheet,
    *,
    last_column: int | None,
    first_column: int = FIRST,
    header_row: int | None = HEADER_ROW,
    landscape: bool = True,
    pages: tuple[int, int] = (1, 0),
    wide: bool = False,
) -> None:
    """Set a tab up for A4 or A3, with the title of the sheet and page numbers in the footer.

    Args:
        sheet: The tab.
        last_column: Last column printed; rows are printed as far as they are filled. None prints what is there.
        first_column: First column printed.
        header_row: Row repeated on every page; None for none.
        landscape: Across, else upright.
        pages: Pages it must fit on from left to right and from top to bottom; 0 for as many as it takes.
        wide: On A3.
    """
    if landscape:
        sheet.set_landscape()
    sheet.set_paper(8 if wide else 9)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.fit_to_pages(*pages)
    look = f'&"{palette.FONT},Regular"&9&K{palette.GREY.rgb}'
    sheet.set_footer(f"&L{look}&A&R{look}Page &P of &N")
    if header_row is not None:
        sheet.repeat_rows(header_row)
    if last_column is not None:
        sheet.print_area(0, first_column, LAST_SHEET_ROW, last_column)
