"""The look of SLA Report."""

from __future__ import annotations

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from pmo_workbook.layout.sla_report import HEADERS, SAID, SAID_ROWS, TABLE
from pmo_workbook.template import drawing
from pmo_workbook.template.drawing import FIRST, ListColumn
from pmo_workbook.template.style import Formats
from pmo_workbook.template.tabs import page


def _count(header: str, width: float) -> ListColumn:
    return ListColumn(header, width, num_format="#,##0", right=True)


def _share(header: str, width: float) -> ListColumn:
    return ListColumn(header, width, num_format="0.0%", right=True)


def _time(header: str, width: float) -> ListColumn:
    return ListColumn(header, width, num_format="#,##0.0", right=True)


_COLUMNS = (
    ListColumn("Cut by", 18),
    ListColumn("Item", 36, bold=True, wrap=True),
    ListColumn("SLA ID", 11),
    ListColumn("Metric", 15),
    _count("n", 9),
    _count("Met", 9),
    _count("Breached", 11),
    _share("Compliance", 14),
    _share("Goal", 10),
    _count("Misses allowed", 11),
    _count("Misses used", 11),
    _share("Without holds", 11),
    _time("p50", 9),
    _time("p90", 9),
    _time("Mean", 9),
    _time("Worst", 10),
    ListColumn("Unit", 32, indent=1),
    _time("Time over target", 13),
    ListColumn("Verdict", 14, indent=1),
)


def draw(book: Workbook, sheet: Worksheet, formats: Formats) -> None:
    """Draw the tab.

    Args:
        book: Workbook being built.
        sheet: The tab, empty.
        formats: Formats of the workbook.
    """
    says = "Every promise, and the same clocks cut by service, priority, month and stakeholder group."
    drawing.open_page(sheet, formats, "SLA Report", says)
    header = page.said_lines(book, sheet, formats, SAID, SAID_ROWS)
    columns = page.columns_of(HEADERS, _COLUMNS)
    body = drawing.draw_list(sheet, formats, TABLE, columns, row=header)
    sheet.freeze_panes(header + 1, FIRST + 2)
    drawing.status_words(sheet, formats, page.column_area(body, "T"), ("Kept", "Missed"))
    page.rule_between(sheet, formats, body, "B")
    drawing.hairlines(sheet, formats, body)
    drawing.print_setup(sheet, last_column=FIRST + len(columns) - 1, header_row=header)
