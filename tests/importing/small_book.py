"""A small workbook into which logs are brought: two services, a calendar, some promises."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pmo_workbook import workflow
from pmo_workbook.create import fill_template
from pmo_workbook.importing import Imported, import_log
from pmo_workbook.report import Report
from tests.opened import opened

NOW = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)

SERVICE: Mapping[str, Any] = {
    "category": "Other",
    "objective": "o",
    "in_scope": "s",
    "audience": "All",
    "delivery_model": "Online",
    "how_to_request": "h",
    "process": "p",
    "owner_role": "R",
    "critical": "No",
    "status": "Live",
}
OFFICE: Mapping[str, Any] = {
    "calendar_id": "CAL",
    "time_zone": "Europe/Berlin",
    **dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "09:00-17:00"),
}


def sla(sla_id: str = "SLA-01", **given: Any) -> dict[str, Any]:
    usual = {"service_id": "SVC-01", "name": sla_id, "metric": "Resolution", "target": 8.0, "unit": "working hours"}
    return {"sla_id": sla_id, **usual, "goal": 90.0, **given}


def small_book(path: Path, *slas: Mapping[str, Any], zone: str = "Europe/Berlin", **tables: Any) -> Path:
    """Make the workbook.

    Args:
        path: The file to make.
        slas: Rows of SLAs; by default one Resolution promise of 8 working hours for SVC-01.
        zone: Time zone of the log.
        tables: Rows of other sheets, by key, instead of the usual ones.
    """
    usual: dict[str, Sequence[Mapping[str, Any]]] = {
        "settings": [{"name": "Time zone of the log", "value": zone}],
        "roles": [{"role_id": "R", "role": "Role"}],
        "calendars": [OFFICE],
        "services": [{**SERVICE, "service_id": f"SVC-0{n}", "name": f"Service {n}"} for n in (1, 2)],
        "slas": slas or [sla()],
    }
    fill_template(path, {**usual, **tables})
    return path


def bring_in(book: Path, text: str | bytes, mapping: str | None = None, **options: Any) -> Imported:
    """Bring a text in as a log."""
    log = book.with_name("log.csv")
    log.write_bytes(text.encode() if isinstance(text, str) else text)
    file = None
    if mapping is not None:
        file = book.with_name("mapping.toml")
        file.write_text(mapping, encoding="utf-8")
    return import_log(book, log, NOW, file, **options)


def rows(book: Path, title: str) -> list[dict[str, Any]]:
    """Rows of a table, by header, as the sheet holds them; rows without an id are left out."""
    sheet = opened(book)[title]
    header, *lines = sheet[next(iter(sheet.tables.values())).ref]
    names = [cell.value for cell in header]
    found = [dict(zip(names, (cell.value for cell in line), strict=True)) for line in lines]
    return [row for row in found if row["Request ID"] is not None]


def looked(book: Path, as_of: str) -> Report:
    """What a refresh would say as of a moment."""
    return workflow.look(book, NOW, dt.datetime.fromisoformat(as_of))


def judged(report: Report, sla_id: str = "SLA-01") -> tuple[int, int]:
    """Clocks judged and met of an SLA in the period."""
    figure = next(one.figure for one in report.measures.promises if one.sla.sla_id == sla_id)
    return figure.n, figure.met or 0
