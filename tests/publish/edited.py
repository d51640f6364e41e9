"""The sample workbook with a few cells that somebody changed."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pmo_workbook.fill import Filler
from pmo_workbook.ooxml.package import Package
from pmo_workbook.publish.since.snapshot import Snapshot
from pmo_workbook.report import Report
from pmo_workbook.settings import SETTINGS
from tests.filling import filler_of


@dataclass
class Edits:
    """What is changed: rows by sheet key and id, RACI codes by activity and role, rows that are new."""

    rows: Mapping[tuple[str, str], Mapping[str, Any]] = field(default_factory=dict)
    codes: Mapping[tuple[str, str], str | None] = field(default_factory=dict)
    added: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)


def edited(sample: Path, report: Report, target: Path, edits: Edits) -> Path:
    """Copy the sample to `target` and change it; `report` knows where its rows stand."""
    shutil.copyfile(sample, target)
    with Package.open(target) as package:
        filler = filler_of(package)
        for (key, name), values in edits.rows.items():
            row = settings_row(filler, name) if key == "settings" else worksheet_row(report, key, name)
            filler.update(key, row, values)
        for (activity, role), code in edits.codes.items():
            table = filler.table("activities")
            table.columns[role] = table.part.ref.first_column + table.part.columns.index(role)
            filler.update("activities", worksheet_row(report, "activities", activity), {role: code})
        for key, rows in edits.added.items():
            filler.append(key, rows)
        filler.save()
    return target


def settings_row(filler: Filler, name: str) -> int:
    """Worksheet row of a setting, which stand in the order of the sheet."""
    names = [setting.header for setting in SETTINGS]
    return filler.table("settings").part.ref.first_row + 1 + names.index(name)


def worksheet_row(report: Report, key: str, name: str) -> int:
    """Worksheet row of an entry."""
    framework = report.framework
    if key == "requests":
        return int(framework.requests.row[list(framework.requests.request_id).index(name)])
    rows = [one.activity for one in framework.activities] if key == "activities" else getattr(framework, key)
    return next(one.row for one in rows if name in list(one.model_dump().values())[:2])


def met_in_may(told: Snapshot, sla: str) -> list[str]:
    """Ids of the requests that met a promise in May 2026."""
    return [name for name, seen in (told.requests or {}).items() if seen.decided.get(sla) == "2026-05 met"]
