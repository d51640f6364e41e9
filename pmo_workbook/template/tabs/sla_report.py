"""The look of SLA Report."""

from __future__ import annotations

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from pmo_workbook.layout.sla_report import HEADERS, SAID, SAID_ROWS, TABLE
from pmo_workbook.template import drawing
from pmo_workbook.template.drawing import FIRST, ListColumn
from pmo_workbook.template.style import Formats
from pmo_workbook.template.tabs import page

_COUNT = {"num_format": "#,##0", "right": True}
_SHARE = {"num_format": "0.0%", "right": True}
_TIME = {"num_format": "#,##0.0", "right": True}


def _look(header: str, width: float, **more: object) -> ListColumn:
    return ListColumn(header, width, **more)  # type: ignore[arg-type]


_COLUMNS = (
    _look("Cut by", 18),
    _look("Item", 34, bold=True),
    _look("SLA ID", 11),
    _look("Metric", 15),
    _look("n", 9, **_COUNT),
    _look("Met", 9, **_COUNT),
    _look("Breached", 11, **_COUNT),
    _look("Compliance", 14, **_SHARE),
    _look("Goal", 10, **_SHARE),
    _look("Misses allowed", 11, **_COUNT),
    _look("Misses used", 11, **_COUNT),
    _look("Without holds", 11, **_SHARE),
    _look("p50", 9, **_TIME),
    _look("p90", 9, **_TIME),
    _look("Mean", 9, **_TIME),
    _look("Worst", 10, **_TIME),
    _look("Unit", 32, indent=1),
    _look("Time over target", 13, **_TIME),
    _look("Verdict", 14, indent=1),
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
