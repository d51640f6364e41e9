"""What all tabs are drawn with: the head of a page, tables, defined names, conditional formats, print set-up.

Rows and columns are counted from 0, as XlsxWriter does. A generated tab keeps column A as its left margin; its head
takes the rows above `HEADER_ROW`. An input sheet has no margin, so that rows paste into column A.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_cell_to_rowcol, xl_col_to_name, xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from pmo_workbook.blocks import ANCHOR
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


@dataclass(frozen=True)
class ListColumn:
    """A column of a generated table.

    Attributes:
        header: Header text.
        width: Width in characters.
        num_format: Number format of its cells; empty for text.
        right: The cells are numbers and stand right.
        wrap: Long text that goes on in the next line.
        bold: The column that names the row.
        indent: Distance from the edge it stands at, in steps; for text beside numbers.
        valign: Where text stands in a row that is higher than its lines.
    """

    header: str
    width: float
    num_format: str = ""
    right: bool = False
    wrap: bool = False
    bold: bool = False
    indent: int = 0
    valign: str = "vcenter"


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
    sheet.write_string(1, first, says, formats(font_color=style.GREY, valign="top"))
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
    properties: dict[str, object] = {"font_color": style.BLUE_DARK, **look}
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


def draw_list(
    sheet: Worksheet,
    formats: Formats,
    table: str,
    columns: Sequence[ListColumn],
    *,
    row: int = HEADER_ROW,
    last_row: int = LAST_ROW,
) -> str:
    """Draw an Excel Table with one blank row that a refresh fills and resizes.

    The columns carry the formats of the rows to come. Draw the `hairlines` after all other conditional formats:
    LibreOffice shows only the first that applies to a cell.

    Args:
        sheet: The tab.
        formats: Formats of the workbook.
        table: Name of the Excel Table.
        columns: Its columns, from `FIRST` on.
        row: Row of the header.
        last_row: Last row that conditional formats reach.

    Returns:
        Address of the rows to come, such as ``B5:M5000``, for further conditional formats.
    """
    last = FIRST + len(columns) - 1
    for place, column in enumerate(columns, FIRST):
        sheet.set_column(place, place, column.width, list_format(formats, column))
    headers = [
        {"header": c.header, "header_format": header_format(formats, right=c.right, indent=c.indent)} for c in columns
    ]
    options = {"name": table, "columns": headers, "style": None, "description": f"Table {table}"}
    sheet.add_table(row, FIRST, row + 1, last, options)
    sheet.set_default_row(ROW_HEIGHT)
    sheet.set_row_pixels(row, 42)
    sheet.freeze_panes(row + 1, FIRST + 1)
    return f"{xl_rowcol_to_cell(row + 1, FIRST)}:{xl_rowcol_to_cell(last_row, last)}"


def list_format(formats: Formats, column: ListColumn) -> Format:
    """The format of a column of a generated table.

    Args:
        formats: Formats of the workbook.
        column: The column.
    """
    properties: dict[str, object] = {"valign": column.valign}
    if column.num_format:
        properties["num_format"] = column.num_format
    if column.right:
        properties["align"] = "right"
    if column.wrap:
        properties["text_wrap"] = True
    if column.bold:
        properties["bold"] = True
    if column.indent:
        properties |= {"align": "right" if column.right else "left", "indent": column.indent}
    return formats(**properties)


def header_format(formats: Formats, *, right: bool = False, **more: object) -> Format:
    """The format of a header cell of a generated table.

    Args:
        formats: Formats of the workbook.
        right: The header of a column of numbers.
        **more: Further XlsxWriter properties.
    """
    align = "right" if right else "left"
    look = {"bold": True, "bg_color": style.TILE, "bottom": 2, "bottom_color": style.INK, "text_wrap": True}
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
            "format": formats.mark(bottom=1, bottom_color=style.HAIRLINE),
        },
    )


def status_words(sheet: Worksheet, formats: Formats, area: str, words: Sequence[str] = tuple(style.STATUS)) -> None:
    """Colour cells that hold a status word; one rule a tone.

    Args:
        sheet: The tab.
        formats: Formats of the workbook.
        area: Address of the cells.
        words: Words of `style.STATUS` that may stand there.
    """
    first = area.split(":")[0]
    for tone in style.TONES:
        mine = [word for word in words if style.STATUS[word] == tone]
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
    sheet.set_footer('&L&"Calibri,Regular"&9&K5B6472&A&R&"Calibri,Regular"&9&K5B6472Page &P of &N')
    if header_row is not None:
        sheet.repeat_rows(header_row)
    if last_column is not None:
        sheet.print_area(0, first_column, LAST_SHEET_ROW, last_column)
