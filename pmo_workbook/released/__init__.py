"""What the template of each release had, so that what a user deleted is told from what never was.

The records lie here as ``template-1.json`` and so on; ``python -m pmo_workbook.template`` writes the present one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from pmo_workbook.addresses import Area, parse_area, split_sheet
from pmo_workbook.blocks import ANCHOR, Block, Grid
from pmo_workbook.renamed import called
from pmo_workbook.template_version import VERSION

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Released:
    """What a template had.

    Attributes:
        version: Its version.
        titles: Title by key of the sheet.
        tables: Headers by name of the table.
        settings: Names of the settings.
        names: What each defined name of the workbook stands for.
        checks: Fingerprint of what a column's cells accept and say, by ``Table/Header``; for a setting by its name.
        labels: Fixed words of each generated tab by cell, by key of the tab.
        marks: Fingerprints of the conditional formats of each table.
        modules: Fingerprint of each macro module by name.
        ribbon: Fingerprint of the ribbon tab.
    """

    version: int
    titles: Mapping[str, str]
    tables: Mapping[str, tuple[str, ...]]
    settings: tuple[str, ...]
    names: Mapping[str, str]
    checks: Mapping[str, str]
    labels: Mapping[str, Mapping[str, str]]
    marks: Mapping[str, tuple[str, ...]]
    modules: Mapping[str, str]
    ribbon: str

    def has_table(self, table: str) -> bool:
        """Whether it had a table, under its present name or an old one."""
        return any(name in self.tables for name in called("table", "", table))

    def has_column(self, table: str, header: str) -> bool:
        """Whether its table had a column, under its present header or an old one."""
        headers = {known for name in called("table", "", table) for known in self.tables.get(name, ())}
        return any(word in headers for word in called("column", table, header))

    def has_setting(self, name: str) -> bool:
        """Whether it had a setting, under its present name or an old one."""
        return any(word in self.settings for word in called("setting", "", name))

    def has_block(self, block: Block) -> bool:
        """Whether it had the place of a block: a named rectangle or a table."""
        return block.name in self.names if isinstance(block, Grid) else self.has_table(block.table)

    def rectangles(self, key: str) -> dict[str, Area]:
        """The rectangles of a tab by defined name.

        Args:
            key: Key of the tab.
        """
        places = {name: split_sheet(text) for name, text in self.names.items() if not name.startswith(ANCHOR)}
        areas = {name: parse_area(rest) for name, (title, rest) in places.items() if title == self.titles.get(key)}
        return {name: area for name, area in areas.items() if area is not None}

    def to_json(self) -> str:
        """The record as it is kept."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n"


@cache
def released(version: int) -> Released:
    """The record of a template.

    Args:
        version: Its version; one that was never released counts as the last before it.

    Returns:
        The record.
    """
    known = next(number for number in range(max(version, 1), 0, -1) if record_file(number).exists())
    found = json.loads(record_file(known).read_text(encoding="utf-8"))
    listed = {kind: {name: tuple(one) for name, one in found[kind].items()} for kind in ("tables", "marks")}
    return Released(**{**found, **listed, "settings": tuple(found["settings"])})


def record_file(version: int) -> Path:
    """Where the record of a template is kept."""
    return FOLDER / f"template-{version}.json"


def never_had(block: Block, template: int) -> bool:
    """Whether a workbook lacks a block because its template had none, not because somebody deleted it.

    Args:
        block: What the workbook lacks.
        template: Version of the template that the workbook was made from.
    """
    return template < VERSION and not released(template).has_block(block)


def resized(tab: str, block: str, template: int) -> bool:
    """Whether a rectangle had another size in the template of a workbook than it has in the present one.

    Args:
        tab: Key of its tab.
        block: Its defined name.
        template: Version of the template that the workbook was made from.
    """
    if template >= VERSION:
        return False
    was, now = (released(version).rectangles(tab).get(block) for version in (template, VERSION))
    return was is not None and now is not None and (was.height, was.width) != (now.height, now.width)
