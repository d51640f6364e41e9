"""The sample: the framework of a fictional PMO and eighteen months of its log, the same at every run."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

from pmo_workbook.sheets import BY_KEY

Rows = Sequence[Mapping[str, Any]]
"""Rows of one sheet, values by field name; role columns of Activities as ``role:ID``."""


def sample_rows() -> dict[str, Rows]:
    """All rows of the sample, by sheet key.

    Returns:
        Rows with dates and times as such; about 2,400 requests, the same at every call.
    """
    from pmo_workbook.sample.log import log_rows

    framework: dict[str, list[dict[str, Any]]] = json.loads(
        files(__name__).joinpath("framework.json").read_text(encoding="utf-8")
    )
    for key, rows in framework.items():
        kinds = {column.field: column.kind for column in BY_KEY[key].columns}
        for row in rows:
            for field, value in row.items():
                if value is not None and kinds.get(field) == "day":
                    row[field] = dt.date.fromisoformat(value)
    for row in framework["settings"]:
        if row["name"] == "Report as of":
            row["value"] = dt.datetime.fromisoformat(row["value"])
    return {**framework, **log_rows(framework["calendars"], framework["holidays"])}
