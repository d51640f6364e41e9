"""The slide about the services: a bar for each that can be judged, and its figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from pmo_workbook.layout.sentences import shorten
from pmo_workbook.publish.office.slide_charts import Series, bar_chart
from pmo_workbook.publish.office.slide_frame import GAP, NARROW, base, fitted, numbered
from pmo_workbook.publish.office.slide_look import Box, Deck
from pmo_workbook.publish.office.slide_parts import (
    SECOND,
    SMALL,
    Cell,
    Column,
    Para,
    table,
    text_box,
)
from pmo_workbook.publish.records import Publication, ServiceLine
from pmo_workbook.words import percent_words

_SERVICE_COLUMNS: Final = (
    Column("Service", 3.0),
    Column("Clocks met", 1.35, "r"),
    Column("Promises kept", 0.95, "r"),
    Column("In", 0.6, "r"),
    Column("Out", 0.6, "r"),
    Column("Open", 0.65, "r"),
    Column("Satisfaction, 1 to 5 (answers)", 1.35, "r"),
)


def draw_services(deck: Deck, publication: Publication) -> None:
    """Draw the slides about services.

    Args:
        deck: The deck.
        publication: What is published.
    """
    shown = [service for service in publication.services if service.result is not None]
    judged = [service for service in shown if _share(service) is not None]
    wide = deck.area.width >= NARROW
    left, right = deck.area.split(0.37, GAP) if wide else (deck.area, deck.area)
    rows = [_service_row(service) for service in shown]
    look, tables = fitted(deck, rows, _SERVICE_COLUMNS, right)
    notes = base(publication, "All timed promises of a service pooled.", publication.effort)
    title = _service_title(judged)
    done = 0
    for number, page in enumerate(tables):
        part = [service for service in shown[done : done + len(page)] if service in judged]
        done += len(page)
        slide = deck.slide(numbered(title, number, len(tables)), notes)
        if part:
            _service_bars(slide, left, part)
        if part and not wide:
            slide = deck.slide(f"{numbered(title, number, len(tables))}, in figures", notes)
        box = right if part else deck.area
        table(slide, box, _SERVICE_COLUMNS, page, "Table: figures by service", look)


def _service_title(judged: Sequence[ServiceLine]) -> str:
    if not judged:
        return "Figures by service"
    least = min(judged, key=lambda service: _share(service) or 0.0)
    share = percent_words(_share(least) or 0.0)
    if len(judged) == 1:
        return f"{shorten(least.name, 50)}: {share} of clocks met"
    return f"By service: {shorten(least.name, 45)} is lowest, {share} of clocks met"


def _share(service: ServiceLine) -> float | None:
    return service.result.compliance if service.result else None


def _service_row(service: ServiceLine) -> tuple[Cell, ...]:
    result = service.result
    assert result is not None
    mean = "" if result.satisfaction is None else f"{result.satisfaction:.1f}"
    answers = f"{mean} ({result.answers:,})" if mean else f"({result.answers:,})" if result.answers else "–"
    return (
        Cell(service.name, bold=True),
        Cell(result.compliance_words if result.n else "–"),
        Cell(result.kept_words or "–"),
        Cell(f"{result.submitted:,}"),
        Cell(f"{result.closed:,}"),
        Cell(f"{result.backlog:,}"),
        Cell(answers),
    )


def _service_bars(slide: Any, box: Box, part: Sequence[ServiceLine]) -> None:
    above = [Para("Share of clocks met", SMALL, bold=True, colour=SECOND)]
    text_box(slide, box.strip(20), above)
    room = box.below(20)
    room = room.strip(min(room.height, 24 + 40.0 * len(part)))
    found = [(service, service.result) for service in part if service.result]
    said = "; ".join(f"{service.name} {result.compliance_words}" for service, result in found)
    values = tuple(result.compliance for _, result in found)
    names = [shorten(service.name, 34) for service, _ in found]
    bar_chart(
        slide, room, names, Series("Share of clocks met", values, "accent1"), f"Bar chart: share of clocks met. {said}"
    )
