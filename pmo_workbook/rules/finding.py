"""How a rule says what it found: an issue with the exact address of the cell."""

from __future__ import annotations

from typing import NamedTuple

from pmo_workbook import issues, sheets
from pmo_workbook.framework import Framework, Place
from pmo_workbook.issues import Issue


class Cell(NamedTuple):
    """A cell of an input sheet.

    Attributes:
        sheet: Key of the sheet.
        row: Worksheet row (1-based); 0 for rows that come from no sheet.
        field: Field name of its column, ``role:ID`` for a role column of Activities.
    """

    sheet: str
    row: int
    field: str


def place_of(framework: Framework, key: str) -> Place:
    """Where the table of a sheet stands; a table without a place has its title, and no letters.

    Args:
        framework: What counts.
        key: Key of an input sheet.
    """
    found = framework.places.get(key)
    if found is not None:
        return found
    sheet = sheets.BY_KEY[key]
    return Place(sheet.title, sheet.table, {}, {column.field: column.header for column in sheet.columns})


def setting_cell(framework: Framework, field: str) -> Cell:
    """The cell that gives a setting; of row 0 where the sheet does not give it.

    Args:
        framework: What counts.
        field: Field of `settings.Settings`.
    """
    return Cell("settings", framework.setting_rows.get(field, 0), "value")


def issue(framework: Framework, code: str, cell: Cell, value: str, problem: str, action: str | None = None) -> Issue:
    """Report a breach of a rule at its cell.

    A column that the user deleted has no address; the issue then points at the first column of the row.

    Args:
        framework: What counts; gives the address.
        code: Code of the rule, a key of `issues.RULES`.
        cell: Where it was found.
        value: What was found, as text.
        problem: What is wrong, one sentence.
        action: What to do, one sentence; None takes the rule's.
    """
    rule = issues.RULES[code]
    place = place_of(framework, cell.sheet)
    letter = place.letters.get(cell.field) or next(iter(place.letters.values()), "")
    header = place.headers.get(cell.field, cell.field.removeprefix(sheets.ROLE_PREFIX))
    return Issue(
        rule=code,
        severity=rule.severity,
        sheet=place.sheet,
        cell=f"{letter}{cell.row}" if letter and cell.row else "",
        table=place.table,
        row=cell.row,
        column=header,
        value=value,
        problem=problem,
        action=action or rule.action,
    )
