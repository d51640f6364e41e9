"""The look of Summary: one page for a board, and the services behind it on the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from pmo_workbook import palette
from pmo_workbook.layout import summary as layout
from pmo_workbook.layout.spec import PageTable
from pmo_workbook.layout.tiles import TILES
from pmo_workbook.template import drawing, style
from pmo_workbook.template.drawing import FIRST
from pmo_workbook.template.style import Formats
from pmo_workbook.template.tabs import page
from pmo_workbook.template.tabs.summary_charts import CHART_HEIGHT, draw_charts

LABEL_WIDTH = 27
MONTH_WIDTH = 8.6
_LAST = FIRST + layout.WIDTH - 1
_GAP = 12


@dataclass
class _Pen:
    """Where the page has come to, and what draws on it.

    Attributes:
        book: Workbook being built.
        sheet: The tab.
        formats: Formats of the workbook.
        row: Next free row.
    """

    book: Workbook
    sheet: Worksheet
    formats: Formats
    row: int = 0

    def gap(self, pixels: int = _GAP) -> None:
        """Leave a low row free."""
        self.sheet.set_row_pixels(self.row, pixels)
        self.row += 1

    def heading(self, text: str, said: str = "") -> None:
        """Write the heading of a section with a line below it, and make room for words at its right end."""
        edge = {"bottom": 1, "bottom_color": palette.INK}
        line = self.formats(font_size=style.HEADING, bold=True, **edge)
        self.sheet.set_row_pixels(self.row, 30)
        self.sheet.write_string(self.row, FIRST, text, line)
        for column in range(FIRST + 1, _LAST + 1):
            self.sheet.write_blank(self.row, column, None, line)
        if said:
            grey = self.formats(font_color=palette.GREY, align="right", **edge)
            self.span(self.row, layout.BESIDE, layout.WIDTH - 1, grey)
            self.name(said, 1, layout.BESIDE)
        self.row += 1

    def line(self, name: str, pixels: int, **look: object) -> None:
        """Draw one line of text over the whole width."""
        self.sheet.set_row_pixels(self.row, pixels)
        self.span(self.row, 0, layout.WIDTH - 1, self.formats(**look))
        self.name(name, 1)
        self.row += 1

    def name(self, name: str, rows: int, first: int = 0) -> None:
        """Name the rectangle that begins in this row."""
        drawing.name_grid(self.book, self.sheet, name, (self.row, FIRST + first, self.row + rows - 1, _LAST))

    def span(self, row: int, first: int, last: int, look: object, text: str = "") -> None:
        """Format cells of the page, as one cell where there are several."""
        if first == last:
            self.sheet.write(row, FIRST + first, text or None, look)
        else:
            self.sheet.merge_range(row, FIRST + first, row, FIRST + last, text, look)

    def header(self, table: PageTable[Any]) -> None:
        """Write the headers of a table."""
        self.sheet.set_row_pixels(self.row, table.header_height)
        for column in table.columns:
            align = column.look.align or "left"
            indent = {"indent": column.look.indent} if column.look.indent else {}
            look = self.formats(font_color=palette.GREY, text_wrap=True, align=align, valign="bottom", **indent)
            self.span(self.row, column.first, column.last, look, column.header)
        self.row += 1

    def table(self, table: PageTable[Any]) -> None:
        """Draw a table of fixed size with its heading."""
        self.heading(table.heading, table.said)
        self.header(table)
        last = self.row + table.rows - 1
        for column in table.columns:
            area = xl_range(self.row, FIRST + column.first, last, FIRST + column.last)
            if column.bar:
                page.bars(self.sheet, area, highest=column.highest)
            if column.status:
                drawing.status_words(self.sheet, self.formats, area, column.status)
        for row in range(self.row, last + 1):
            self.sheet.set_row_pixels(row, table.row_height)
            for column in table.columns:
                self.span(row, column.first, column.last, self.formats(**drawing.properties(column.look)))
        drawing.hairlines(self.sheet, self.formats, xl_range(self.row, FIRST, last, _LAST))
        self.name(table.name, table.rows)
        self.row = last + 1


def draw(book: Workbook, sheet: Worksheet, formats: Formats) -> None:
    """Draw the tab.

    Args:
        book: Workbook being built.
        sheet: The tab, empty.
        formats: Formats of the workbook.
    """
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, drawing.MARGIN, formats())
    sheet.set_column(FIRST, FIRST, LABEL_WIDTH, formats())
    sheet.set_column(FIRST + 1, _LAST, MONTH_WIDTH, formats())
    pen = _Pen(book, sheet, formats)
    _draw_head(pen)
    _draw_tiles(pen)
    pen.table(layout.MISSED)
    pen.gap()
    _draw_months(pen)
    pen.table(layout.OUTCOMES)
    pen.gap()
    _draw_facts(pen)
    pen.table(layout.DECISIONS)
    pen.gap()
    sheet.set_h_pagebreaks([pen.row])
    pen.table(layout.SERVICES)
    drawing.print_setup(sheet, last_column=None, header_row=None, landscape=False)
    sheet.set_margins(left=0.4, right=0.4, top=0.4, bottom=0.6)
    sheet.print_area(0, FIRST, pen.row - 1, _LAST)


def _draw_head(pen: _Pen) -> None:
    pen.sheet.set_row_pixels(0, 44)
    pen.sheet.write_string(0, FIRST, "PMO service performance", pen.formats(font_size=style.TITLE, bold=True))
    pen.row = 1
    pen.line(layout.ABOUT, 22, font_color=palette.GREY, valign="top")
    pen.line(layout.HEADLINE, 52, font_size=style.HEADING, bold=True, text_wrap=True)
    pen.line(layout.BANNER, 24, indent=1)
    amber, tint = palette.TONES["amber"]
    area = xl_range(pen.row - 1, FIRST, pen.row - 1, _LAST)
    filled = f'=${xl_rowcol_to_cell(pen.row - 1, FIRST, row_abs=True)}<>""'
    mark = pen.formats.mark(font_color=amber, bg_color=tint)
    pen.sheet.conditional_format(area, {"type": "formula", "criteria": filled, "format": mark})
    pen.gap()


def _draw_tiles(pen: _Pen) -> None:
    sheet, formats = pen.sheet, pen.formats
    for row, pixels in enumerate((26, 40, 40), pen.row):
        sheet.set_row_pixels(row, pixels)
    tile = {"bg_color": palette.TILE, "indent": 1, "align": "left"}
    for place, one in enumerate(TILES):
        edge = {"left": 5, "left_color": palette.WHITE} if place else {}
        pen.span(pen.row, one.first, one.last, formats(font_color=palette.GREY, **tile, **edge), one.label)
        share = {"num_format": one.look.num_format}
        figure = formats(font_size=style.TITLE, bold=True, **tile, **share, **edge)
        pen.span(pen.row + 1, one.first, one.last, figure)
        base = formats(font_color=palette.GREY, text_wrap=True, **{**tile, "valign": "top"}, **edge)
        pen.span(pen.row + 2, one.first, one.last, base)
    pen.row += 1
    pen.name(layout.TILES_GRID, 2)
    pen.row += 2
    pen.gap()


def _draw_months(pen: _Pen) -> None:
    sheet, formats = pen.sheet, pen.formats
    pen.heading("Month by month")
    chart_row = pen.row
    sheet.set_row_pixels(chart_row, CHART_HEIGHT + 6)
    pen.row += 1
    top = pen.row
    lines = layout.MONTH_LINES
    drawing.name_grid(pen.book, sheet, layout.MONTHS_GRID, (top, FIRST + 1, top + len(lines) - 1, _LAST))
    hairline = {"bottom": 1, "bottom_color": palette.HAIRLINE}
    for place, line in enumerate(lines):
        head = {"font_color": palette.GREY, "valign": "bottom"} if place == 0 else {}
        sheet.set_row_pixels(pen.row, 20 if place else 38)
        sheet.write_string(pen.row, FIRST, line.label, formats(**hairline, **head))
        for column in range(FIRST + 1, _LAST + 1):
            running = {"font_color": palette.GREY, "italic": True} if column == _LAST and place else {}
            look = {**drawing.properties(line.look), **hairline, **head, **running}
            sheet.write_blank(pen.row, column, None, formats(**look))
        pen.row += 1
    draw_charts(pen.book, sheet, chart_row, top)
    pen.line(layout.MONTHS_SAID, 38, font_color=palette.GREY, text_wrap=True)
    pen.gap()


def _draw_facts(pen: _Pen) -> None:
    pen.heading("Satisfaction and demand")
    top = pen.row
    for one in layout.FACTS:
        line = {"bottom": 1, "bottom_color": palette.HAIRLINE}
        pen.sheet.set_row_pixels(pen.row, 38)
        pen.sheet.write_string(pen.row, FIRST, one.label, pen.formats(bold=True, **line))
        pen.span(pen.row, 1, layout.WIDTH - 1, pen.formats(text_wrap=True, **line))
        pen.row += 1
    drawing.name_grid(pen.book, pen.sheet, layout.FACTS_GRID, (top, FIRST + 1, pen.row - 1, _LAST))
    pen.gap()
