"""The look of a generated tab that is one table below a few lines in words, from its own description."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from pmo_workbook.layout.spec import Column, TableTab
from pmo_workbook.template import drawing
from pmo_workbook.template.drawing import FIRST
from pmo_workbook.template.style import Formats
from pmo_workbook.template.tabs import page


def draw(book: Workbook, sheet: Worksheet, formats: Formats, tab: TableTab[Any]) -> None:
    """Draw the tab with one blank row, which a refresh fills; the columns carry the formats of the rows to come.

    Args:
        book: Workbook being built.
        sheet: The tab, empty.
        formats: Formats of the workbook.
        tab: What it shows.
    """
    header = draw_head(book, sheet, formats, tab)
    _draw_table(sheet, formats, tab, header)
    mark_rows(sheet, formats, tab, header)
    for name, field in tab.names:
        book.define_name(name, f"={tab.table}[{tab.columns[tab.place(field)].header}]")
    drawing.print_setup(sheet, last_column=FIRST + len(tab.columns) - 1, header_row=header, wide=tab.wide)


def draw_head(book: Workbook, sheet: Worksheet, formats: Formats, tab: TableTab[Any]) -> int:
    """Draw what stands above the table.

    Args:
        book: Workbook being built.
        sheet: The tab, empty.
        formats: Formats of the workbook.
        tab: What it shows.

    Returns:
        Row of the table's header.
    """
    drawing.open_page(sheet, formats, tab.heading, tab.subtitle)
    return page.said_lines(book, sheet, formats, tab.said, tab.lines)


def set_columns(sheet: Worksheet, formats: Formats, columns: Sequence[Column[Any]]) -> None:
    """Give columns their width and the format of the rows to come.

    Args:
        sheet: The tab.
        formats: Formats of the workbook.
        columns: The table's columns.
    """
    for place, column in enumerate(columns, FIRST):
        sheet.set_column(place, place, column.width, formats(**drawing.properties(column.look)))


def mark_rows(sheet: Worksheet, formats: Formats, tab: TableTab[Any], header: int) -> None:
    """Draw the bars, colours and lines that come and go with the rows.

    The hairlines come last: LibreOffice shows only the first conditional format that applies to a cell.

    Args:
        sheet: The tab.
        formats: Formats of the workbook.
        tab: What it shows.
        header: Row of the table's header.
    """

    def area(first: int, last: int) -> str:
        return str(xl_range(header + 1, FIRST + first, tab.last_row - 1, FIRST + last))

    body = area(0, len(tab.columns) - 1)
    for bars in tab.bars:
        page.bars(sheet, area(tab.place(bars.first), tab.place(bars.last)), highest=bars.highest)
    for place, column in enumerate(tab.columns):
        if column.status:
            drawing.status_words(sheet, formats, area(place, place), column.status)
        if column.finding:
            page.mark_findings(sheet, formats, area(place, place))
    if tab.groups:
        page.rule_between(sheet, formats, body, FIRST + tab.place(tab.groups))
    drawing.hairlines(sheet, formats, body)


def _draw_table(sheet: Worksheet, formats: Formats, tab: TableTab[Any], header: int) -> None:
    set_columns(sheet, formats, tab.columns)
    headers = [{"header": c.header, "header_format": _header_format(formats, c)} for c in tab.columns]
    options = {"name": tab.table, "columns": headers, "style": None, "description": f"Table {tab.table}"}
    sheet.add_table(header, FIRST, header + 1, FIRST + len(tab.columns) - 1, options)
    sheet.set_default_row(drawing.ROW_HEIGHT)
    sheet.set_row_pixels(header, 42)
    sheet.freeze_panes(header + 1, FIRST + tab.frozen)


def _header_format(formats: Formats, column: Column[Any]) -> Any:
    return drawing.header_format(formats, right=column.look.align == "right", indent=column.look.indent)
