"""Native charts of a deck: they can be edited in PowerPoint, and the sheet behind them holds what they show."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from pmo_workbook.publish.clean.charts import CHART
from pmo_workbook.publish.office.common import plain, settled
from pmo_workbook.publish.office.slide_look import A, Box
from pmo_workbook.publish.office.slide_parts import SMALL, TEXT, describe, fill

_PER_CENT: Final = "0.0\u00a0%"
_CREATED: Final = dt.datetime(2000, 1, 1)


@dataclass(frozen=True)
class Series:
    """A series of a chart.

    Attributes:
        name: Its name.
        values: One a category, fractions of 1; None leaves a gap.
        colour: Name of a theme colour.
    """

    name: str
    values: tuple[float | None, ...]
    colour: str


def chart(slide: Any, box: Box, kind: str, categories: Sequence[str], series: Sequence[Series], title: str) -> Any:
    """Draw a native chart of percentages, which can be edited in PowerPoint.

    Args:
        slide: The library's slide.
        box: Where.
        kind: Name of one of the library's chart types, such as ``LINE_MARKERS``.
        categories: Names of the categories.
        series: The series.
        title: What it shows, for readers who do not see it.

    Returns:
        The library's chart.
    """
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Pt

    data = CategoryChartData(number_format=_PER_CENT)
    # Placeholders: the real names are written below, where no text can become a formula or a link.
    data.categories = [plain(name) or " " for name in categories]
    for one in series:
        data.add_series(plain(one.name), one.values)
    frame = slide.shapes.add_chart(XL_CHART_TYPE[kind], *box.emu(), data)
    describe(frame, title)
    made = frame.chart
    made.part.chart_workbook.update_from_xlsx_blob(_chart_workbook(categories, series))
    made.font.size = Pt(SMALL)
    made._chartSpace.find(".//{*}txPr").find(".//{*}defRPr").insert(0, fill(TEXT))
    made.has_legend, made.has_title = False, False
    # The library writes negative numbers, which the schema does not allow.
    for axis in made._chartSpace.iter(f"{{{CHART}}}axId", f"{{{CHART}}}crossAx"):
        axis.set("val", axis.get("val").lstrip("-"))
    return made


def _chart_workbook(categories: Sequence[str], series: Sequence[Series]) -> bytes:
    """The sheet behind a chart: texts stay texts whatever they begin with, and it says of no time or person."""
    from xlsxwriter import Workbook

    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True})
    book.set_properties({"created": _CREATED})
    sheet = book.add_worksheet()
    per_cent = book.add_format({"num_format": _PER_CENT})
    sheet.set_column(0, 0, 40)
    for down, name in enumerate(categories, 1):
        sheet.write_string(down, 0, plain(name))
    for at, one in enumerate(series, 1):
        sheet.write_string(0, at, plain(one.name))
        for down, value in enumerate(one.values, 1):
            if value is not None:
                sheet.write_number(down, at, value, per_cent)
    book.close()
    return settled(stream.getvalue())


def line_chart(slide: Any, box: Box, categories: Sequence[str], series: Sequence[Series], title: str) -> None:
    """Shares by month: one line a series, a label on every point.

    Args:
        slide: The library's slide.
        box: Where.
        categories: Names of the months.
        series: The series; the first is drawn as a line with dots, the others as hollow dots.
        title: What it shows, for readers who do not see it.
    """
    from pptx.enum.chart import XL_LABEL_POSITION, XL_MARKER_STYLE

    made = chart(slide, box, "LINE_MARKERS", categories, series, title)
    values = [value for one in series for value in one.values if value is not None]
    _set_axes(made, lowest=max(0.0, int(min(values, default=0.8) * 10 - 0.5) / 10))
    for number, (one, drawn) in enumerate(zip(series, made.plots[0].series, strict=True)):
        drawn.smooth = False
        drawn.marker.style, drawn.marker.size = XL_MARKER_STYLE.CIRCLE, 8
        _colour_line(drawn.format.line, one.colour, 2.5)
        _colour_line(drawn.marker.format.line, one.colour, 1.75)
        drawn.marker.format.fill.solid()
        drawn.marker.format.fill._xPr.replace(
            drawn.marker.format.fill._xPr.find("{*}solidFill"), fill("bg1" if number else one.colour)
        )
        _label(drawn, XL_LABEL_POSITION.ABOVE)
        for at in _valleys(one.values):
            label = drawn.points[at].data_label
            label.position = XL_LABEL_POSITION.BELOW
            _complete(label._dLbl)


def _valleys(values: Sequence[float | None]) -> list[int]:
    """Points below both neighbours, whose label would lie on the line if it were above."""
    found = []
    for at in range(1, len(values) - 1):
        before, here, after = values[at - 1 : at + 2]
        if before is not None and here is not None and after is not None and here < before and here <= after:
            found.append(at)
    return found


def _complete(label: Any) -> None:
    """Give the label of a single point the format and look of the others, which it does not inherit."""
    form = etree.Element(f"{{{CHART}}}numFmt", formatCode=_PER_CENT, sourceLinked="0")
    look = etree.fromstring(
        f'<c:txPr xmlns:c="{CHART}" xmlns:a="{A}"><a:bodyPr/><a:lstStyle/><a:p><a:pPr>'
        f'<a:defRPr sz="{round(SMALL * 100)}" b="1"/></a:pPr><a:endParaRPr lang="en-GB"/></a:p></c:txPr>'
    )
    for old in [*label.findall(f"{{{CHART}}}numFmt"), *label.findall(f"{{{CHART}}}txPr")]:
        label.remove(old)
    place = label.find(f"{{{CHART}}}dLblPos")
    shapes = label.find(f"{{{CHART}}}spPr")
    first = shapes if shapes is not None else place
    first.addprevious(form)
    place.addprevious(look)


def bar_chart(slide: Any, box: Box, categories: Sequence[str], series: Series, title: str) -> None:
    """Shares by item: a flat bar each, the first on top, its figure at its end.

    Args:
        slide: The library's slide.
        box: Where.
        categories: Names of the items.
        series: Their shares.
        title: What it shows, for readers who do not see it.
    """
    from pptx.enum.chart import XL_LABEL_POSITION

    made = chart(slide, box, "BAR_CLUSTERED", categories, [series], title)
    made.category_axis.reverse_order = True
    _set_axes(made, lowest=0.0)
    made.value_axis.visible = False
    made.value_axis.has_major_gridlines = False
    made.value_axis.maximum_scale = 1.25
    plot = made.plots[0]
    plot.gap_width = 55
    drawn = plot.series[0]
    drawn.format.fill.solid()
    properties = drawn.format.fill._xPr
    properties.replace(properties.find("{*}solidFill"), fill(series.colour))
    _label(drawn, XL_LABEL_POSITION.OUTSIDE_END)


def _set_axes(made: Any, lowest: float) -> None:
    from pptx.enum.chart import XL_TICK_MARK
    from pptx.util import Pt

    value, category = made.value_axis, made.category_axis
    value.minimum_scale, value.maximum_scale, value.major_unit = lowest, 1.0, 0.1
    value.tick_labels.number_format, value.tick_labels.number_format_is_linked = "0\u00a0%", False
    for axis in (value, category):
        axis.major_tick_mark = XL_TICK_MARK.NONE
        axis.tick_labels.font.size = Pt(SMALL)
    value.format.line.fill.background()
    _colour_line(value.major_gridlines.format.line, TEXT, 0.75, 15)
    _colour_line(category.format.line, TEXT, 0.75, 60)


def _colour_line(line: Any, colour: str, width: float, tint: int = 100) -> None:
    from pptx.util import Pt

    line.width = Pt(width)
    line.fill.solid()
    properties = line._ln
    properties.replace(properties.find("{*}solidFill"), fill(colour, tint))


def _label(series: Any, place: Any) -> None:
    from pptx.util import Pt

    labels = series.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = _PER_CENT, False
    labels.position = place
    labels.font.size, labels.font.bold = Pt(SMALL), True
