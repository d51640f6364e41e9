"""Rules 25 to 28 of a good workbook: what people type.

The columns are written down here a second time, from the design and not from the package's models, so that a slip
there is seen here.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from tests.witness.formulas import Area, address, areas, mentions
from tests.witness.subject import PlacedTable, Subject, Violation

CODED = {
    "Stakeholders": ("Kind", "Receives report"),
    "Needs": ("Stakeholder ID", "Gathered by", "Met"),
    "Services": ("Category", "Critical", "Status", "Calendar"),
    "SLAs": ("Service ID", "Metric", "Priority", "Unit", "Calendar"),
    "Holidays": ("Calendar ID",),
    "Activities": ("Service ID",),
    "Reviews": ("Every",),
    "Outcomes": ("Better when",),
    "Communications": ("Channel", "Every"),
    "Requests": ("Service ID", "Priority", "Late because"),
    "Holds": ("Waiting for",),
    "Feedback": ("Satisfaction", "Recommend"),
}
"""Columns by table whose values come from a list; with them every role column of Activities."""

ANY_VALIDATION = {"Satisfaction", "Recommend"}
"""Coded by a range of numbers, not by a list."""

KEYS: dict[str, dict[str, tuple[str, ...]]] = {
    "Needs": {"Stakeholder ID": ("Stakeholders",), "Services": ("Services",)},
    "Services": {"Purposes": ("Purpose",), "Audience": ("Stakeholders",), "Calendar": ("Calendars",)},
    "SLAs": {"Service ID": ("Services",), "Calendar": ("Calendars",)},
    "Holidays": {"Calendar ID": ("Calendars",)},
    "Activities": {"Service ID": ("Services",)},
    "Outcomes": {"Service or Purpose ID": ("Services", "Purpose")},
    "Requests": {"Service ID": ("Services",), "Stakeholder ID": ("Stakeholders",)},
    "Holds": {"Request ID": ("Requests",)},
    "Feedback": {"Request ID": ("Requests",), "Service ID": ("Services",)},
}
"""Columns by table that hold ids of other tables; ``All`` and lists separated by commas are taken."""

IN_ORDER = {
    "SLAs": (("Effective from", "Effective to"),),
    "Holds": (("From", "Until"),),
    "Requests": (("Submitted", "First response"), ("Submitted", "Closed"), ("Clock start", "Closed")),
}
EARLIEST, LATEST = dt.datetime(1990, 1, 1), dt.datetime(2100, 1, 1)


def validations(subject: Subject) -> list[Violation]:
    """25: every coded column is validated over all its rows, with a list and an error message; other values are told.

    Told means: the Issues tab names the cell. Blank cells are not looked at, nor whether case and blanks fit. A message
    that only warns may name a word that is taken beside the list, such as All.
    """
    found = []
    for table in subject.tables:
        coded = list(CODED.get(table.name, ()))
        if table.name == "Activities":
            roles = _ids(subject, "Roles") | _ids(subject, "Roles", column=1)
            coded += [header for header in table.columns if _fold(header) in roles]
        for header in coded:
            column = table.column(header)
            if column is None:
                found.append(Violation(table.sheet, str(table.box), f"has no column {header}"))
            else:
                found += list(_validated(subject, table, header, column))
    return found


def _validated(subject: Subject, table: PlacedTable, header: str, column: int) -> Iterator[Violation]:
    where = f"{address(table.rows.start, column)}:{address(table.rows.stop - 1, column)}"
    needed = set(table.rows)
    allowed: set[str] | None = None
    for item in subject.scans[table.sheet].root.iterfind("{*}dataValidations/{*}dataValidation"):
        boxes = [box for box in areas(item.get("sqref")) if box.left <= column <= box.right]
        covered = {row for box in boxes for row in needed if box.top <= row <= box.bottom}
        if not covered or (item.get("type") != "list" and header not in ANY_VALIDATION):
            continue
        needed -= covered
        if item.get("showErrorMessage") not in ("1", "true") or not item.get("error"):
            yield Violation(table.sheet, where, f"the list of {header} has no error message")
        if item.get("type") == "list":
            allowed = _allowed(subject, item.findtext("{*}formula1") or "")
            if allowed is not None and item.get("errorStyle", "stop") != "stop":
                allowed |= {_fold(word) for word in re.findall(r"\w+", item.get("error", ""))}
    if needed:
        yield Violation(table.sheet, where, f"{header} is not validated in {len(needed)} rows")
    for row, value in subject.column_values(table, header):
        cell = address(row, column)
        if allowed and str(value).strip().casefold() not in allowed and (table.sheet, cell) not in subject.told:
            yield Violation(table.sheet, cell, f"{value!r} is not in the list of {header}, and Issues does not say so")


def _allowed(subject: Subject, formula: str) -> set[str] | None:
    """Values of a list, case folded; None if it is more than words, ranges of one sheet, a name or a table column."""
    if formula.startswith('"'):
        return {word.strip().casefold() for word in formula.strip('"').split(",")}
    where = mentions(formula)
    boxes = [(mention.sheet, mention.area) for mention in where if mention.area and mention.sheet in subject.titles]
    if boxes and len(boxes) == len(where):
        # A range that ends at the last filled cell: First:INDEX(Range, COUNTA(Range)).
        return {_fold(value) for title, box in boxes for value in _values(subject, title, box) if value is not None}
    if len(where) != 1:
        return None
    only = where[0]
    if only.name:
        texts = [item.text or "" for item in subject.book.names if item.get("name").casefold() == only.name.casefold()]
        return _allowed(subject, texts[0]) if texts else None
    if only.table is not None and len(only.columns) == 1:
        table = subject.table(only.table)
        return None if table is None else {_fold(value) for _, value in subject.column_values(table, only.columns[0])}
    return None


def _values(subject: Subject, title: str, box: Area) -> Iterator[object]:
    for row in range(box.top, box.bottom + 1):
        for column in range(box.left, box.right + 1):
            yield subject.value(title, row, column)


def _fold(value: object) -> str:
    return str(value).strip().casefold()


def ids(subject: Subject) -> list[Violation]:
    """26: ids are unique in their table and ids of other tables exist there, except cells that Issues names.

    Of cells with the same id it is enough that Issues names one.
    """
    found = []
    for table in (table for table in subject.tables if table.is_input):
        header = table.columns[0]
        if header.endswith(" ID") and header not in KEYS.get(table.name, {}):
            cells = list(subject.column_values(table, header))
            counts = Counter(_fold(value) for _, value in cells)
            named = {
                _fold(value) for row, value in cells if (table.sheet, address(row, table.box.left)) in subject.told
            }
            twice = [(row, value) for row, value in cells if counts[_fold(value)] > 1 and _fold(value) not in named]
            found += [_cell(table, header, row, f"{value!r} is there more than once") for row, value in twice]
        for header, targets in KEYS.get(table.name, {}).items():
            known = {"all"} | {key for name in targets for key in _ids(subject, name)}
            for row, value in subject.column_values(table, header):
                absent = [word for word in str(value).split(",") if _fold(word) and _fold(word) not in known]
                found += [_cell(table, header, row, f"{word.strip()!r} is no id of {targets}") for word in absent]
    return _untold(subject, found)


def _ids(subject: Subject, name: str, column: int = 0) -> set[str]:
    table = subject.table(name)
    if table is None or column >= len(table.columns):
        return set()
    return {_fold(value) for _, value in subject.column_values(table, table.columns[column])}


def _cell(table: PlacedTable, header: str, row: int, text: str) -> Violation:
    return Violation(table.sheet, address(row, table.column(header) or 0), text)


def _untold(subject: Subject, found: list[Violation]) -> list[Violation]:
    return [violation for violation in found if (violation.sheet, violation.cell) not in subject.told]


def dates(subject: Subject) -> list[Violation]:
    """27: dates lie between 1990 and 2100 and an end is not before its start, except cells that Issues names.

    Where one of two has no time of day, only their dates are compared. Either cell of a pair may be the named one.
    """
    found = []
    for table in (table for table in subject.tables if table.is_input):
        for header in table.columns:
            for row, value in subject.column_values(table, header):
                if isinstance(value, dt.datetime) and not EARLIEST <= value < LATEST:
                    found.append(_cell(table, header, row, f"{value} is out of bounds"))
        for start, end in IN_ORDER.get(table.name, ()):
            starts = dict(subject.column_values(table, start))
            for row, value in subject.column_values(table, end):
                told = (table.sheet, address(row, table.column(start) or 0)) in subject.told
                if not told and _is_before(value, starts.get(row)):
                    found.append(_cell(table, end, row, f"{end} {value} is before {start} {starts[row]}"))
    return _untold(subject, found)


def _is_before(end: object, start: object) -> bool:
    if not (isinstance(end, dt.datetime) and isinstance(start, dt.datetime)):
        return False
    if dt.time() in (end.time(), start.time()):
        return end.date() < start.date()
    return end < start


def stray_characters(subject: Subject) -> list[Violation]:
    """28: no text of an input table has blanks at its ends, odd blanks, or a word of mixed alphabets.

    Odd blanks are all but the plain one and the line break. Cells that Issues names are left out.
    """
    found = []
    for table in (table for table in subject.tables if table.is_input):
        for header in table.columns:
            for row, value in subject.column_values(table, header):
                if isinstance(value, str) and (problem := _problem(value)):
                    found.append(_cell(table, header, row, f"{value!r} {problem}"))
    return _untold(subject, found)


def _problem(text: str) -> str:
    if text != text.strip():
        return "has blanks at its ends"
    if any(unicodedata.category(letter) in ("Zs", "Cf") and letter != " " for letter in text):
        return "has an odd blank"
    for word in re.findall(r"\w+", text):
        scripts = {unicodedata.name(letter, "").split()[0] for letter in word if letter.isalpha()}
        if "LATIN" in scripts and scripts & {"CYRILLIC", "GREEK"}:
            return "mixes alphabets"
    return ""
