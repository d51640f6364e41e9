"""What the generated tabs share: lines in words above a table, marks and bars in it."""

from __future__ import annotations

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from pmo_workbook import palette
from pmo_workbook.template import drawing
from pmo_workbook.template.drawing import FIRST
from pmo_workbook.template.style import Formats


def said_lines(book: Workbook, sheet: Worksheet, formats: Formats, name: str, rows: int) -> int:
    """Make room for lines in words below the head; they run over the cells to their right.

    Args:
        book: Workbook being built.
        sheet: The tab.
        formats: Formats of the workbook.
        name: Defined name of the lines.
        rows: How many.

    Returns:
        Row of the table's header: below the lines and a gap.
    """
    first = 3
    for row in range(first, first + rows):
        sheet.set_row_pixels(row, 21)
        sheet.write_blank(row, FIRST, None, formats())
    drawing.name_grid(book, sheet, name, (first, FIRST, first + rows - 1, FIRST))
    sheet.set_row_pixels(first + rows, 12)
    return first + rows + 1


def rule_between(sheet: Worksheet, formats: Formats, body: str, column: int) -> None:
    """Draw a darker line above every row that begins a new group.

    Args:
        sheet: The tab.
        formats: Formats of the workbook.
        body: Address of the rows, such as ``B5:M5000``.
        column: The column that names the group.
    """
    row = int("".join(c for c in body.split(":")[0] if c.isdigit()))
    mark = formats.mark(top=1, top_color=palette.GREY, bottom=1, bottom_color=palette.HAIRLINE)
    letter = xl_col_to_name(column)
    criteria = f'=AND(${letter}{row}<>"",${letter}{row}<>${letter}{row - 1})'
    sheet.conditional_format(body, {"type": "formula", "criteria": criteria, "format": mark})


def bars(sheet: Worksheet, area: str, *, highest: float | None = None) -> None:
    """Draw a solid bar behind each number of an area, from zero on.

    Args:
        sheet: The tab.
        area: Address of the cells.
        highest: The number of the longest bar; None takes the largest of the area.
    """
    look: dict[str, object] = {
        "type": "data_bar",
        "bar_color": palette.BLUE_TINT,
        "bar_solid": True,
        "bar_no_border": True,
        "data_bar_2010": True,
        "min_type": "num",
        "min_value": 0,
    }
    if highest is not None:
        look |= {"max_type": "num", "max_value": highest}
    sheet.conditional_format(area, look)


def mark_findings(sheet: Worksheet, formats: Formats, area: str) -> None:
    """Put findings in words on an amber ground.

    Args:
        sheet: The tab.
        formats: Formats of the workbook.
        area: Address of the cells.
    """
    ink, tint = palette.TONES["amber"]
    mark = formats.mark(font_color=ink, bg_color=tint, bottom=1, bottom_color=palette.HAIRLINE)
    sheet.conditional_format(area, {"type": "no_blanks", "format": mark})
