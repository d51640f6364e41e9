"""The two charts of Summary, over the months of the table below them."""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from pmo_workbook import palette
from pmo_workbook.layout.summary import MONTH_LINES, MONTHS
from pmo_workbook.template.drawing import FIRST

CHART_HEIGHT = 236
"""Height of a chart, in pixels."""

_WIDTHS = (508, 514)
_SMALL = 9


def draw_charts(book: Workbook, sheet: Worksheet, row: int, top: int) -> None:
    """Put both charts side by side.

    Args:
        book: Workbook being built.
        sheet: The tab.
        row: Row that holds the charts.
        top: First row of the table of months.
    """
    where = {"object_position": 1, "y_offset": 4}
    sheet.insert_chart(
        row,
        FIRST,
        _compliance(book, sheet, top),
        {
            **where,
            "description": "Line chart: share of clocks kept in time, for each of the last 12 closed months, and a "
            "lighter point for the running month so far. The figures are in the table below.",
        },
    )
    sheet.insert_chart(
        row,
        FIRST + 6,
        _demand(book, sheet, top),
        {
            **where,
            "x_offset": 8,
            "description": "Columns: requests submitted and closed a month; line: requests open at the month's end. "
            "The running month is lighter. The figures are in the table below.",
        },
    )


def _series(sheet: Worksheet, top: int, label: str, months: int = MONTHS) -> dict[str, Any]:
    """Name, categories and values of a row of the table of months."""
    row = top + [line.label for line in MONTH_LINES].index(label)
    name = sheet.get_name()
    return {
        "name": [name, row, FIRST],
        "categories": [name, top, FIRST + 1, top, FIRST + months],
        "values": [name, row, FIRST + 1, row, FIRST + months],
    }


def _compliance(book: Workbook, sheet: Worksheet, top: int) -> Any:
    chart = book.add_chart({"type": "line"})
    chart.add_series(
        {
            **_series(sheet, top, "Compliance"),
            "line": {"color": palette.INK, "width": 2.25},
            "marker": _marker(palette.INK, palette.INK),
        }
    )
    chart.add_series(
        {
            **_series(sheet, top, "Compliance so far"),
            "line": {"none": True},
            "marker": _marker(palette.BLUE, palette.BLUE_LIGHT, 8),
        }
    )
    chart.show_blanks_as("gap")
    _finish(chart, "Compliance, all promises pooled", "Share of clocks", _WIDTHS[0])
    chart.set_y_axis({**_y_axis("Share of clocks"), "num_format": "0%", "max": 1})
    return chart


def _demand(book: Workbook, sheet: Worksheet, top: int) -> Any:
    chart = book.add_chart({"type": "column"})
    for label, colour, lighter in (
        ("Requests submitted", palette.BLUE, palette.BLUE_TINT),
        ("Requests closed", palette.BLUE_LIGHT, palette.HAIRLINE),
    ):
        so_far = {"fill": {"color": lighter}, "border": {"color": colour, "width": 0.75}}
        chart.add_series(
            {
                **_series(sheet, top, label),
                "fill": {"color": colour},
                "border": {"none": True},
                "gap": 60,
                "overlap": 0,
                "points": [*[None] * (MONTHS - 1), so_far],
            }
        )
    line = book.add_chart({"type": "line"})
    line.add_series(
        {
            **_series(sheet, top, "Open at month's end"),
            "line": {"color": palette.INK, "width": 1.75},
            "marker": _marker(palette.INK, palette.INK, 4),
        }
    )
    chart.combine(line)
    _finish(chart, "Requests in and out, and still open", "Requests", _WIDTHS[1])
    return chart


def _marker(border: str, fill: str, size: int = 5) -> dict[str, Any]:
    return {"type": "circle", "size": size, "border": {"color": border, "width": 1.5}, "fill": {"color": fill}}


def _font(**more: Any) -> dict[str, Any]:
    return {"name": palette.FONT, "size": _SMALL, "color": palette.GREY, "bold": False, **more}


def _y_axis(title: str) -> dict[str, Any]:
    return {
        "name": title,
        "name_font": _font(),
        "num_font": _font(),
        "line": {"none": True},
        "major_gridlines": {"visible": True, "line": {"color": palette.HAIRLINE, "width": 0.75}},
    }


def _finish(chart: Any, title: str, y_title: str, width: int) -> None:
    """Title, axes, legend and size, alike for both charts."""
    chart.set_title({"name": title, "name_font": _font(size=11, bold=True, color=palette.INK), "overlay": False})
    chart.set_x_axis(
        {
            "name": "Month",
            "name_font": _font(),
            "num_font": _font(),
            "line": {"color": palette.GREY, "width": 0.75},
            "major_tick_mark": "none",
        }
    )
    chart.set_y_axis({**_y_axis(y_title), "num_format": "#,##0", "min": 0})
    chart.set_legend(
        {"position": "bottom", "font": _font(), "layout": {"x": 0.1, "y": 0.9, "width": 0.8, "height": 0.09}}
    )
    chart.set_chartarea({"border": {"none": True}, "fill": {"none": True}})
    chart.set_plotarea({"fill": {"none": True}, "layout": {"x": 0.1, "y": 0.13, "width": 0.88, "height": 0.5}})
    chart.set_size({"width": width, "height": CHART_HEIGHT})
