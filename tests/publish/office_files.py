"""Publications to write, and what slides and documents hold when opened."""

from __future__ import annotations

import datetime as dt
import functools
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

from pmo_workbook import workflow
from pmo_workbook.publish.content import publication
from pmo_workbook.publish.records import Publication, RaciRowLine, RaciTable, RoleHead
from pmo_workbook.publish.since.changes import Changes, DefinitionChange, Restatement

NOW = dt.datetime(2026, 7, 9, 12, tzinfo=dt.UTC)
CHANGES = Changes(
    "31 May 2026, framework version 1.3",
    (
        DefinitionChange("SLA", "SLA-08 Resource request settled", "Goal %", "90", "85"),
        DefinitionChange("Role", "BUL Business Unit Lead", "", "", "Speaks for a business unit"),
    ),
    (Restatement("Compliance", "May 2026", "98.1 % of 129", "97.7 % of 132", "One request was reopened."),),
)
HOSTILE = (
    '=HYPERLINK("http://x.example","y")\x00\x0b\x1b\ud800\ufffe </w:t><a:fld> '
    '{ INCLUDETEXT "c:\\x" } \u202eback & _x0007_'
)
SECRET = "SECRET-7f3a"


@functools.cache
def published(workbook: Path, changes: Changes | None = CHANGES) -> Publication:
    """The sample, as published."""
    return publication(workflow.look(workbook, NOW), changes)


def hostile(found: Publication) -> Publication:
    """The same with a text in every place that people type into which would break a file or act in it."""

    def spoil(record: Any, *names: str) -> Any:
        return replace(record, **dict.fromkeys(names, HOSTILE))

    promises = tuple(
        spoil(one, "name", "service", "reason", "action", "handling", "escalation") for one in found.missed
    )
    services = tuple(
        replace(spoil(one, "name", "objective", "in_scope", "how_to_request", "accountable"), promises=promises)
        for one in found.services
    )
    rows = tuple(spoil(one, "service", "activity") for one in found.raci.rows)
    roles = tuple(spoil(one, "name") for one in found.raci.roles)
    return replace(
        spoil(found, "organisation", "pmo_name", "title", "version", "mailbox"),
        missed=promises,
        services=services,
        raci=RaciTable(roles, rows),
        outcomes=tuple(spoil(one, "measure", "subject") for one in found.outcomes),
        decisions=tuple(spoil(one, "what", "role") for one in found.decisions),
    )


def many_roles(found: Publication, rows: int, roles: int) -> Publication:
    """The same with a large RACI matrix; row r and role c have a code that tells both."""
    heads = tuple(RoleHead(f"R{c}", f"Long role name number {c}", "", "") for c in range(roles))
    lines = tuple(
        RaciRowLine(f"Service {r // 3}", f"Activity {r}", tuple("RACI"[(r + c) % 4] for c in range(roles)), "")
        for r in range(rows)
    )
    return replace(found, raci=RaciTable(heads, lines))


def parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Every part of a package, those of packages inside it too."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            yield name, content
            if content.startswith(b"PK"):
                yield from ((f"{name}/{inner}", inside) for inner, inside in parts(content))
