"""Rules 13 to 24 of a good workbook: its formulas, without 15 and 22."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from openpyxl.formula.translate import Translator

from tests.witness import formulas
from tests.witness.formulas import LAST_COLUMN, LAST_ROW, address, area, mentions
from tests.witness.sheet_scan import ERRORS
from tests.witness.subject import Formula, PlacedTable, Subject, Violation, is_built_in, without_texts

LONGEST_FORMULA = 200
DEEPEST_NESTING = 2
VOLATILE = {"NOW", "TODAY", "OFFSET", "INDIRECT", "RAND", "RANDBETWEEN", "RANDARRAY", "CELL", "INFO"}
ANY_VALUE = {"Value"}
"""Headers of columns that may hold anything: Settings and Issues."""

_NUMBER = re.compile(r"[-+]?(\d{1,3}(,\d{3})+|\d+)?([.,]\d+)?\s*%?")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2})?)?|\d{1,2}[./]\d{1,2}[./]\d{2,4}")
_NAMES_THINGS = re.compile(r"\bID\b|version|name|title|comment|note|cell|number|\bitem\b", re.IGNORECASE)


def error_values(subject: Subject) -> list[Violation]:
    """13: no cell shows an error value, except one that the Issues tab names."""
    return [
        Violation(sheet.title, cell.coordinate, str(cell.value))
        for sheet in subject.values.worksheets
        for cell in sheet._cells.values()
        if cell.data_type == "e" or cell.value in ERRORS
        if (sheet.title, cell.coordinate) not in subject.told
    ]


def same_formula(subject: Subject) -> list[Violation]:
    """14: within a table column all formulas are one, moved down; what is written in quotes may differ (links)."""
    found = []
    for table in subject.tables:
        for column, cells in _column_formulas(subject, table).items():
            (first, pattern), *others = sorted(cells.items())
            for row, formula in others:
                moved = Translator(f"={pattern}", address(first, column)).translate_formula(address(row, column))
                if without_texts(moved) != without_texts(f"={formula}"):
                    found.append(Violation(table.sheet, address(row, column), f"={formula} is not {moved}"))
    return found


def _column_formulas(subject: Subject, table: PlacedTable) -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for formula in subject.cell_formulas:
        if formula.sheet == table.sheet:
            place = area(formula.cell)
            if place.top in table.rows and table.box.left <= place.left <= table.box.right:
                found[place.left][place.top] = formula.text
    return found


def short_formulas(subject: Subject) -> list[Violation]:
    """16: no formula has more than 200 characters, or functions nested more than two deep inside another one."""
    found = []
    for formula in [*subject.cell_formulas, *subject.other_formulas]:
        if len(formula.text) > LONGEST_FORMULA:
            found.append(_at(formula, f"has {len(formula.text)} characters"))
        if formulas.depth(formula.text) - 1 > DEEPEST_NESTING:
            found.append(_at(formula, f"nests {formulas.depth(formula.text) - 1} deep: {formula.text}"))
    return found


def _at(formula: Formula, text: str) -> Violation:
    return Violation(formula.sheet, formula.cell, f"the {formula.kind} formula {text}")


def volatile_functions(subject: Subject) -> list[Violation]:
    """17: no formula of any kind calls a volatile function: a report must not change by being opened."""
    return [
        _at(formula, f"calls {name}")
        for formula in [*subject.cell_formulas, *subject.other_formulas]
        for name in formulas.functions(formula.text)
        if name in VOLATILE
    ]


def external_references(subject: Subject) -> list[Violation]:
    """18: no formula and no part leads to another workbook."""
    found = [
        _at(formula, f"leads to another file: {formula.text}")
        for formula in [*subject.cell_formulas, *subject.other_formulas]
        if any(mention.external for mention in mentions(formula.text))
    ]
    parts = [name for name in subject.package.blobs if "/externalLinks/" in name]
    return found + [Violation("", part, "is a link to another file") for part in parts]


def circular_references(subject: Subject) -> list[Violation]:
    """19: no formula depends on itself, and iterative calculation is off."""
    found = []
    settings = subject.package.tree(subject.package.workbook).find("{*}calcPr")
    if settings is not None and settings.get("iterate") in ("1", "true"):
        found.append(Violation("", "", "iterative calculation is on"))
    graph = _dependencies(subject)
    waiting = {cell: len(sources) for cell, sources in graph.items()}
    readers: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for cell, sources in graph.items():
        for source in sources:
            readers[source].append(cell)
    ready = [cell for cell, count in waiting.items() if count == 0]
    while ready:
        for reader in readers[ready.pop()]:
            waiting[reader] -= 1
            if waiting[reader] == 0:
                ready.append(reader)
    circular = sorted(cell for cell, count in waiting.items() if count)
    return found + [Violation(title, cell, "depends on itself") for title, cell in circular]


def _dependencies(subject: Subject) -> dict[tuple[str, str], set[tuple[str, str]]]:
    places: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for formula in subject.cell_formulas:
        box = area(formula.cell)
        places[formula.sheet].append((box.top, box.left, formula.cell))
    graph: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for formula in subject.cell_formulas:
        sources = graph.setdefault((formula.sheet, formula.cell), set())
        for mention in mentions(formula.text):
            if mention.area:
                title = mention.sheet or formula.sheet
                near = places[title]
                sources |= {(title, cell) for row, column, cell in near if mention.area.holds(row, column)}
    return graph


def kinds_of_values(subject: Subject) -> list[Violation]:
    """20: no number or date is stored as text, and an input column holds one kind of value.

    Not looked at: columns that name things (ids, titles), the columns headed Value of Settings and Issues, and cells
    that the Issues tab names. Generated tables may mix ("3 of 4" stands where a percentage would mislead).
    """
    found = []
    for table in subject.tables:
        for header in set(table.columns) - ANY_VALUE:
            cells = [
                cell for cell in subject.column_values(table, header) if not _is_told(subject, table, header, cell[0])
            ]
            column = table.column(header) or 0
            if not _NAMES_THINGS.search(header):
                found += [
                    Violation(table.sheet, address(row, column), f"{value!r} is stored as text")
                    for row, value in cells
                    if isinstance(value, str) and _is_number_or_date(value)
                ]
            kinds = {_kind(value) for _, value in cells}
            if table.is_input and len(kinds) > 1:
                rare = Counter(_kind(value) for _, value in cells).most_common()[-1][0]
                row = next(row for row, value in cells if _kind(value) == rare)
                found.append(
                    Violation(table.sheet, address(row, column), f"{header} mixes {' and '.join(sorted(kinds))}")
                )
    return found


def _is_told(subject: Subject, table: PlacedTable, header: str, row: int) -> bool:
    return (table.sheet, address(row, table.column(header) or 0)) in subject.told


def _is_number_or_date(text: str) -> bool:
    text = text.strip().strip("\xa0")
    return bool(re.search(r"\d", text)) and bool(_NUMBER.fullmatch(text) or _DATE.fullmatch(text))


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "numbers"
    return "dates" if isinstance(value, dt.datetime | dt.date | dt.time) else "text"


def overwritten_formulas(subject: Subject) -> list[Violation]:
    """21: in a calculated table column every row has its formula.

    Calculated is a column whose table says so, or with formulas in most rows. A column of links is none: a row
    without a place to go to has plain text.
    """
    found = []
    for table in subject.tables:
        declared = {
            table.box.left + offset
            for offset, item in enumerate(table.root.iterfind("{*}tableColumns/{*}tableColumn"))
            if item.find("{*}calculatedColumnFormula") is not None
        }
        for column, cells in _column_formulas(subject, table).items():
            links = all(text.upper().startswith("HYPERLINK(") for text in cells.values())
            if not links and len(cells) > len(table.rows) / 2:
                declared.add(column)
        formulas_there = _column_formulas(subject, table)
        for column in sorted(declared):
            missing = [row for row in table.rows if row not in formulas_there.get(column, {})]
            found += [Violation(table.sheet, address(row, column), "has a value for its formula") for row in missing]
    return found


def totals(subject: Subject) -> list[Violation]:
    """23: check cells are TRUE, and what is counted twice agrees.

    Check cells are those with a defined name that begins with ``Check``. Counted twice: Met + Breached = n in each row
    of SLA Report, and the letters of RACI against the counts of RACI Load.
    """
    return [*_check_cells(subject), *_sla_report(subject), *_raci(subject)]


def _check_cells(subject: Subject) -> Iterator[Violation]:
    for item in subject.book.names:
        if not item.get("name").casefold().startswith("check"):
            continue
        for mention in mentions(item.text or '""'):
            if mention.area and mention.sheet in subject.values.sheetnames:
                value = subject.value(mention.sheet, mention.area.top, mention.area.left)
                if value is not True:
                    yield Violation(mention.sheet, str(mention.area), f"the check {item.get('name')} is {value!r}")


def _sla_report(subject: Subject) -> Iterator[Violation]:
    for table in subject.tables_of("SLA Report"):
        met, breached = (dict(subject.column_values(table, name)) for name in ("Met", "Breached"))
        for row, count in subject.column_values(table, "n"):
            parts = [found[row] for found in (met, breached) if isinstance(found.get(row), int | float)]
            if len(parts) == 2 and isinstance(count, int | float) and sum(parts) != count:
                yield Violation(
                    table.sheet, address(row, table.column("n") or 0), f"{parts[0]} + {parts[1]} is not {count}"
                )


def _raci(subject: Subject) -> Iterator[Violation]:
    matrix, load = subject.table("RACI"), subject.table("RACILoad") or subject.table("RACI_Load")
    if matrix is None or load is None:
        return
    fixed = {"Service", "Activity", "Finding"}
    counts = {header: Counter[str]() for header in matrix.columns if header not in fixed}
    for header, letters in counts.items():
        for _, value in subject.column_values(matrix, header):
            letters.update(set(re.findall(r"[RACI]", str(value).upper())))
    for letter in "RACI":
        there = sum(count[letter] for count in counts.values())
        told = sum(v for _, v in subject.column_values(load, letter) if isinstance(v, int | float))
        if there != told:
            yield Violation(load.sheet, letter, f"RACI has {there} {letter}, RACI Load counts {told}")


def whole_columns(subject: Subject) -> list[Violation]:
    """24: no formula refers to whole columns or rows; print areas and repeated rows may."""
    return [
        _at(formula, f"refers to a whole column or row: {formula.text}")
        for formula in [*subject.cell_formulas, *subject.other_formulas]
        if not is_built_in(formula.cell.removeprefix("name "))
        for mention in mentions(formula.text)
        if mention.area
        and (
            (mention.area.top == 1 and mention.area.bottom == LAST_ROW)
            or (mention.area.left == 1 and mention.area.right == LAST_COLUMN)
        )
    ]
