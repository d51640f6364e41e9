"""The look of Summary: one page for a board, and the services behind it on the next."""

from __future__ import annotations

from dataclasses import dataclass

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from pmo_workbook import palette
from pmo_workbook.layout import summary as layout
from pmo_workbook.template import drawing, style
from pmo_workbook.template.drawing import FIRST
from pmo_workbook.template.style import Formats
from pmo_workbook.template.tabs import page
from pmo_workbook.template.tabs.summary_charts import CHART_HEIGHT, draw_charts

LABEL_WIDTH = 27
MONTH_WIDTH = 8.6
_LAST = FIRST + layout.WIDTH - 1
_GAP = 12

_PERCENT = "0.0%"
_COUNT = "#,##0"
_READING = "#,##0.##"


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

    def header(self, spans: layout.Spans, right: frozenset[str]) -> None:
        """Write the headers of a table."""
        self.sheet.set_row_pixels(self.row, 21 if spans is not layout.SERVICES else 40)
        for text, first, last in spans:
            align = "right" if text in right else "center" if text == "Verdict" else "left"
            indent = {"indent": 1} if text in ("Reason most given", "Out") else {}
            look = self.formats(font_color=palette.GREY, text_wrap=True, align=align, valign="bottom", **indent)
            self.span(self.row, first, last, look, text)
        self.row += 1


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
    _draw_missed(pen)
    _draw_months(pen)
    _draw_outcomes(pen)
    _draw_facts(pen)
    _draw_decisions(pen)
    sheet.set_h_pagebreaks([pen.row])
    _draw_services(pen)
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
    for place, (label, first, last) in enumerate(layout.TILES):
        edge = {"left": 5, "left_color": palette.WHITE} if place else {}
        pen.span(pen.row, first, last, formats(font_color=palette.GREY, **tile, **edge), label)
        share = {"num_format": _PERCENT} if place == 1 else {"num_format": _COUNT}
        figure = formats(font_size=style.TITLE, bold=True, **tile, **share, **edge)
        pen.span(pen.row + 1, first, last, figure)
        base = formats(font_color=palette.GREY, text_wrap=True, **{**tile, "valign": "top"}, **edge)
        pen.span(pen.row + 2, first, last, base)
    pen.row += 1
    pen.name(layout.TILES_GRID, 2)
    pen.row += 2
    pen.gap()


def _draw_missed(pen: _Pen) -> None:
    pen.heading("Promises missed", layout.MISSED_SAID)
    pen.header(layout.MISSED, frozenset(("Result", "Goal", "n", "Action due")))
    looks: dict[str, dict[str, object]] = {
        "Promise": {"bold": True, "text_wrap": True},
        "Result": {"align": "right", "bold": True, "font_color": palette.RED},
        "Goal": {"align": "right"},
        "n": {"align": "right", "num_format": _COUNT},
        "Reason most given": {"text_wrap": True, "indent": 1},
        "Open action": {"text_wrap": True},
        "Action due": {"align": "right", "num_format": style.DAY},
    }
    _draw_rows(pen, layout.MISSED, looks, layout.MISSED_GRID, (layout.MISSED_ROWS, 38))
    pen.gap()


def _draw_rows(
    pen: _Pen, spans: layout.Spans, looks: dict[str, dict[str, object]], name: str, size: tuple[int, int]
) -> None:
    """The rows of a table of fixed size: `size` is their number and their height in pixels."""
    rows, pixels = size
    for row in range(pen.row, pen.row + rows):
        pen.sheet.set_row_pixels(row, pixels)
        for text, first, last in spans:
            pen.span(row, first, last, pen.formats(**looks[text]))
    area = xl_range(pen.row, FIRST, pen.row + rows - 1, _LAST)
    drawing.hairlines(pen.sheet, pen.formats, area)
    pen.name(name, rows)
    pen.row += rows


def _draw_months(pen: _Pen) -> None:
    sheet, formats = pen.sheet, pen.formats
    pen.heading("Month by month")
    chart_row = pen.row
    sheet.set_row_pixels(chart_row, CHART_HEIGHT + 6)
    pen.row += 1
    top = pen.row
    drawing.name_grid(pen.book, sheet, layout.MONTHS_GRID, (top, FIRST + 1, top + len(layout.MONTH_ROWS) - 1, _LAST))
    for place, label in enumerate(layout.MONTH_ROWS):
        head = place == 0
        sheet.set_row_pixels(pen.row, 38 if head else 20)
        line = {"bottom": 1, "bottom_color": palette.HAIRLINE}
        grey = {"font_color": palette.GREY} if head else {}
        sheet.write_string(pen.row, FIRST, label, formats(**line, **grey, valign="bottom" if head else "vcenter"))
        look: dict[str, object] = {
            "num_format": _PERCENT if label.startswith("Compliance") else _COUNT,
            "align": "right",
            **line,
            **grey,
        }
        if head:
            look |= {"text_wrap": True, "valign": "bottom"}
        for column in range(FIRST + 1, _LAST + 1):
            running = {"font_color": palette.GREY, "italic": True} if column == _LAST and not head else {}
            sheet.write_blank(pen.row, column, None, formats(**{**look, **running}))
        pen.row += 1
    draw_charts(pen.book, sheet, chart_row, top)
    pen.line(layout.MONTHS_SAID, 38, font_color=palette.GREY, text_wrap=True)
    pen.gap()


def _draw_outcomes(pen: _Pen) -> None:
    pen.heading("Effect on project outcomes", layout.OUTCOMES_SAID)
    pen.header(layout.OUTCOMES, frozenset(("Value", "Target", "Before", "Read on")))
    reading = {"align": "right", "num_format": _READING}
    looks: dict[str, dict[str, object]] = {
        "Measure": {"bold": True},
        "What it is about": {},
        "Value": {**reading, "bold": True},
        "Target": {**reading},
        "Verdict": {"align": "center"},
        "Before": {**reading},
        "Read on": {"align": "right", "num_format": style.DAY},
    }
    top = pen.row
    verdict = FIRST + next(first for text, first, _ in layout.OUTCOMES if text == "Verdict")
    area = xl_range(top, verdict, top + layout.OUTCOMES_ROWS - 1, verdict)
    drawing.status_words(pen.sheet, pen.formats, area, ("Reached", "Missed"))
    _draw_rows(pen, layout.OUTCOMES, looks, layout.OUTCOMES_GRID, (layout.OUTCOMES_ROWS, 21))
    pen.gap()


def _draw_facts(pen: _Pen) -> None:
    pen.heading("Satisfaction and demand")
    top = pen.row
    for label in layout.FACTS:
        line = {"bottom": 1, "bottom_color": palette.HAIRLINE}
        pen.sheet.set_row_pixels(pen.row, 38)
        pen.sheet.write_string(pen.row, FIRST, label, pen.formats(bold=True, **line))
        pen.span(pen.row, 1, layout.WIDTH - 1, pen.formats(text_wrap=True, **line))
        pen.row += 1
    drawing.name_grid(pen.book, pen.sheet, layout.FACTS_GRID, (top, FIRST + 1, pen.row - 1, _LAST))
    pen.gap()


def _draw_decisions(pen: _Pen) -> None:
    pen.heading("Decisions asked: what is overdue", layout.DECISIONS_SAID)
    pen.header(layout.DECISIONS, frozenset(("Was due",)))
    looks: dict[str, dict[str, object]] = {
        "What is overdue": {"bold": True},
        "Which": {},
        "Owner role": {},
        "Was due": {"align": "right", "num_format": style.DAY},
    }
    _draw_rows(pen, layout.DECISIONS, looks, layout.DECISIONS_GRID, (layout.DECISIONS_ROWS, 21))
    pen.gap()


def _draw_services(pen: _Pen) -> None:
    pen.heading("Service by service", layout.SERVICES_SAID)
    right = frozenset(text for text, _, _ in layout.SERVICES if text != "Service")
    pen.header(layout.SERVICES, right)
    number: dict[str, object] = {"align": "right", "num_format": _COUNT}
    looks: dict[str, dict[str, object]] = {text: number for text, _, _ in layout.SERVICES}
    looks |= {
        "Service": {"bold": True},
        "Compliance": {"align": "right", "num_format": _PERCENT},
        "Kept of decided": {"align": "right"},
        "Promises kept": {"align": "right"},
        "Out": {**number, "indent": 1},
        "Score of 5": {"align": "right", "num_format": "0.0"},
    }
    top = pen.row
    for header, highest in (("Compliance", 1.0), ("Open now", None)):
        column, last = next((FIRST + f, FIRST + e) for text, f, e in layout.SERVICES if text == header)
        page.bars(pen.sheet, xl_range(top, column, top + layout.SERVICES_ROWS - 1, last), highest=highest)
    _draw_rows(pen, layout.SERVICES, looks, layout.SERVICES_GRID, (layout.SERVICES_ROWS, 21))
