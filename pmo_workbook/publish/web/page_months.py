"""The web page's charts of months, and their figures as a table."""

from __future__ import annotations

from collections.abc import Sequence

from pmo_workbook.publish.records import MonthLine, Publication
from pmo_workbook.publish.web import svg
from pmo_workbook.publish.web.markup import Html, tag
from pmo_workbook.publish.web.page_parts import Cell, Column, number, section, table


def months(publication: Publication) -> Html:
    """Charts and figures of each month; empty without months.

    Args:
        publication: What is published.
    """
    lines = publication.months
    if not lines:
        return Html()
    return section(
        "months",
        "Month by month",
        _charts(lines),
        tag(
            "details",
            tag("summary", "The figures of each month"),
            _figures(lines),
            class_="figures",
        ),
        tag("p", publication.months_note, class_="note"),
    )


def _charts(lines: Sequence[MonthLine]) -> Html:
    compliance = tag(
        "div",
        tag("h3", "Compliance, all timed promises pooled"),
        tag("p", "Per cent of clocks decided in the month that were met", class_="note"),
        svg.compliance_chart(lines, "compliance"),
        class_="chart-box",
    )
    keys = [
        tag("span", tag("i", class_=f"swatch {key}"), words, class_="key")
        for key, words in (("in", "in"), ("out", "out"), ("open", "open at month’s end"))
    ]
    demand = tag(
        "div",
        tag("h3", "Requests in, out and open"),
        tag("p", *keys, class_="note"),
        svg.demand_chart(lines, "demand"),
        class_="chart-box",
    )
    return tag("div", compliance, demand, class_="charts")


def _figures(lines: Sequence[MonthLine]) -> Html:
    columns = [
        Column("Month"),
        *(Column(name, True) for name in ("Compliance", "Clocks decided, n", "In", "Out", "Open at month’s end")),
    ]
    rows = [
        (
            Cell(f"{month.label} (so far)" if month.running else month.label, month.start.isoformat()),
            number(month.compliance, month.words.partition(" of ")[0] if month.compliance is not None else month.words),
            number(month.n),
            number(month.submitted),
            number(month.closed),
            number(month.backlog),
        )
        for month in lines
    ]
    return table("Figures by month", columns, rows, stacked=False)
