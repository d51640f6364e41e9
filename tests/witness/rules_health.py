"""Rules 41 to 44 of a good workbook: it is sound, and stays so."""

from __future__ import annotations

from pathlib import Path

from tests.witness import openxml_sdk, readback
from tests.witness.package_lint import lint
from tests.witness.subject import Subject, Violation, subject

LARGEST_FILE = 500_000
LARGEST_CELL = 40
STAMP_CELLS = 3
"""How many cells of Start tell of the run itself."""


def sound_package(subject: Subject) -> list[Violation]:
    """41: the Open XML SDK validator and the package lint have nothing to say."""
    found = [*openxml_sdk.validate(subject.path), *lint(subject.path)]
    return [Violation("", finding.part, f"{finding.code}: {finding.text}") for finding in found]


def file_size(subject: Subject) -> list[Violation]:
    """42: the file has at most 500,000 bytes and 40 more for each filled cell."""
    cells = sum(cell.value is not None for sheet in subject.formulas.worksheets for cell in sheet._cells.values())
    size, budget = subject.path.stat().st_size, LARGEST_FILE + LARGEST_CELL * cells
    return [Violation("", "", f"has {size:,} bytes for {cells:,} cells; {budget:,} would do")] if size > budget else []


def growth(before: Path, after: Path) -> list[Violation]:
    """43: styles and ranges of conditional formats are as many after some refreshes as before.

    Args:
        before: The workbook, refreshed once.
        after: The same workbook, refreshed again and again.

    Returns:
        What became more or fewer.
    """
    mine, theirs = _sizes(subject(before)), _sizes(subject(after))
    return [
        Violation("", what, f"{mine.get(what, 0)} became {theirs.get(what, 0)}")
        for what in sorted(mine.keys() | theirs.keys())
        if mine.get(what) != theirs.get(what)
    ]


def _sizes(subject: Subject) -> dict[str, int]:
    found = {
        group: len(subject.book.styles(group))
        for group in ("cellXfs", "dxfs", "fonts", "fills", "numFmts", "cellStyles")
    }
    for title, scan in subject.scans.items():
        holders = scan.root.findall("{*}conditionalFormatting")
        found[f"{title}: conditional ranges"] = sum(len(item.get("sqref", "").split()) for item in holders)
        found[f"{title}: validations"] = len(scan.root.findall("{*}dataValidations/{*}dataValidation"))
    found["names"] = len(subject.book.names)
    return found


def same_parts(one: Path, other: Path, start: str = "Start") -> list[Violation]:
    """44: two refreshes with the same as-of give the same parts, except the run's stamp on Start.

    Args:
        one: The workbook after a refresh.
        other: The same workbook after one more, with the same as-of.
        start: Title of the tab with the stamp.

    Returns:
        The parts that differ; for Start, the cells, if they are more than a stamp.
    """
    sheet = {item.name: item.part for item in subject(one).book.sheets}.get(start, "")
    changed = readback.changed_parts(one, other)
    found = [Violation("", part, "is not the same") for part in sorted(changed - {sheet})]
    if sheet in changed:
        mine, theirs = readback.by_openpyxl(one)[start], readback.by_openpyxl(other)[start]
        cells = [place for place in sorted(mine.keys() | theirs.keys()) if mine.get(place) != theirs.get(place)]
        if len(cells) > STAMP_CELLS:
            found.append(Violation(start, ", ".join(cells), "are more than the stamp of a run"))
    return found
