"""What a template has, read from its package: the record that is kept of each release."""

from __future__ import annotations

from collections.abc import Iterator

from pmo_workbook.addresses import Area, parse_area, parse_cell
from pmo_workbook.blocks import ANCHOR
from pmo_workbook.errors import UnsupportedError
from pmo_workbook.ooxml.package import parse_xml
from pmo_workbook.ooxml.workbook import MAIN, SheetPart, Workbook
from pmo_workbook.released import Released
from pmo_workbook.sheets import BY_KEY
from pmo_workbook.template_version import VERSION_NAME, version_in
from pmo_workbook.upgrade.macros import module_texts, ribbon_part
from pmo_workbook.upgrade.prints import canonical, check_of, check_print, checks_on, fingerprint, marks_on
from pmo_workbook.upgrade.strings import Strings

SETTINGS_TABLE = "Settings"


def version_of(workbook: Workbook) -> int:
    """The template that a workbook was made from.

    Args:
        workbook: The workbook.

    Returns:
        Its version; 0 when the workbook does not say.
    """
    name = workbook.name(VERSION_NAME)
    return version_in(name.text if name is not None else "")


def keys(workbook: Workbook) -> dict[str, SheetPart]:
    """Sheets by key, as their anchors tell."""
    found = {}
    for name in workbook.names:
        if name.name.startswith(ANCHOR) and not name.scope and name.sheet:
            sheet = workbook.sheet(name.sheet)
            if sheet is not None:
                found[name.name.removeprefix(ANCHOR)] = sheet
    return found


def survey(workbook: Workbook) -> Released:
    """Put on record what a template has.

    Args:
        workbook: The template.

    Raises:
        UnsupportedError: It is no template: it does not say its version.
    """
    version = version_of(workbook)
    if not version:
        raise UnsupportedError(f"{workbook.package.path.name} does not say which template it is.")
    ribbon = ribbon_part(workbook.package)
    return Released(
        version=version,
        titles={key: sheet.title for key, sheet in sorted(keys(workbook).items())},
        tables={table.name: table.columns for table in workbook.tables},
        settings=tuple(text for _, text in setting_rows(workbook)),
        names={name.name: name.text for name in workbook.names if not name.scope},
        checks=dict(_checks(workbook)),
        labels=dict(_labels(workbook)),
        marks=dict(_marks(workbook)),
        modules={name: fingerprint(text) for name, text in module_texts(workbook).items()},
        ribbon=fingerprint(canonical(parse_xml(workbook.package.read(ribbon)))) if ribbon else "",
    )


def setting_rows(workbook: Workbook) -> Iterator[tuple[int, str]]:
    """Worksheet row and name of each setting."""
    table = workbook.table(SETTINGS_TABLE)
    if table is None:
        return
    root = parse_xml(workbook.package.read(table.sheet.part))
    strings = Strings(workbook)
    rows = Area(table.ref.first_row + 1, table.ref.first_column, table.ref.last_row, table.ref.first_column)
    for cell in root.iter(f"{{{MAIN}}}c"):
        at = parse_area(cell.get("r", ""))
        text = strings.text(cell) if at and at.within(rows) else ""
        if at and text:
            yield at.first_row, text


def _checks(workbook: Workbook) -> Iterator[tuple[str, str]]:
    for table in workbook.tables:
        checks = checks_on(parse_xml(workbook.package.read(table.sheet.part)))
        if table.name == SETTINGS_TABLE:
            for row, name in setting_rows(workbook):
                yield f"{table.name}/{name}", check_print(check_of(checks, row, table.ref.first_column + 1))
        elif checks:
            for place, header in enumerate(table.columns, table.ref.first_column):
                found = check_of(checks, table.ref.first_row + 1, place)
                yield f"{table.name}/{header}", check_print(found)


def version_words(version: int) -> str:
    """What Start says of the template."""
    return f"Template {version}"


def _labels(workbook: Workbook) -> Iterator[tuple[str, dict[str, str]]]:
    strings = Strings(workbook)
    for key, sheet in sorted(keys(workbook).items()):
        if key in BY_KEY:
            continue
        named = (name for name in workbook.names if name.area and name.sheet == sheet.title)
        areas = [name.area for name in named if not name.scope and not name.name.startswith(ANCHOR)]
        areas += [table.ref for table in workbook.tables_on(sheet)]
        found = {}
        for cell in parse_xml(workbook.package.read(sheet.part)).iter(f"{{{MAIN}}}c"):
            row, column = parse_cell(cell.get("r", "A1"))
            text = "" if any(area and area.holds(row, column) for area in areas) else strings.text(cell)
            if text:
                found[cell.get("r", "A1")] = text
        yield key, found


def _marks(workbook: Workbook) -> Iterator[tuple[str, tuple[str, ...]]]:
    for table in workbook.tables:
        root = parse_xml(workbook.package.read(table.sheet.part))
        yield table.name, tuple(sorted({mark.print for mark in marks_on(root, table, table.name)}))
