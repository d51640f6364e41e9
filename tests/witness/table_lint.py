"""Lint of the Excel Tables across a workbook."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations

from tests.witness.findings import Finding
from tests.witness.formulas import Area, area
from tests.witness.workbook_lint import Book, Table

_NAME = re.compile(r"[^\W\d][\w.]*|\\[\w.]*|_[\w.]*")
_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}\d{1,7}|[Rr]\d*[Cc]\d*|[RrCc]")


def check(book: Book) -> list[Finding]:
    """All checks of this module."""
    found = [*_unique(book, "id", lambda table: str(table.root.get("id")))]
    found += _unique(book, "name", lambda table: table.name.casefold())
    found += _unique(book, "part", lambda table: table.part)
    boxes: dict[str, list[tuple[Table, Area]]] = {}
    for table in book.tables:
        try:
            box = area(table.root.get("ref", ""))
        except ValueError as error:
            found.append(Finding(table.part, "table-ref", f"{table.name}: {error}"))
            continue
        boxes.setdefault(table.sheet, []).append((table, box))
        found += [*_shape(table, box), *_columns(table, box), *_header(book, table, box), *_formats(book, table)]
    found += [finding for placed in boxes.values() for finding in _overlaps(placed)]
    found += [finding for sheet, placed in boxes.items() for finding in _listed(book, sheet, placed)]
    return found


def _unique(book: Book, what: str, key: Callable[[Table], str]) -> Iterator[Finding]:
    for value, count in Counter(key(table) for table in book.tables).items():
        if count > 1:
            yield Finding(book.package.workbook, f"table-{what}", f"{count} tables share the {what} {value}")


def _shape(table: Table, box: Area) -> Iterator[Finding]:
    header, totals = _flag(table, "headerRowCount", 1), _flag(table, "totalsRowCount", 0)
    if not _NAME.fullmatch(table.name) or _LIKE_A_CELL.fullmatch(table.name):
        yield Finding(table.part, "table-name", f"{table.name!r} is no valid table name")
    if box.bottom - box.top + 1 < header + totals + 1:
        yield Finding(table.part, "table-ref", f"{table.name} has no data row: {box}")
    expected = str(Area(box.top, box.left, box.bottom - totals, box.right))
    for item in table.root.iterfind("{*}autoFilter"):
        if not header:
            yield Finding(table.part, "table-filter", f"{table.name} has a filter but no header row")
        if item.get("ref", "").replace("$", "") != expected:
            yield Finding(table.part, "table-filter", f"{table.name} filters {item.get('ref')}, not {expected}")
        for column in item.iterfind("{*}filterColumn"):
            if int(column.get("colId", 0)) > box.right - box.left:
                yield Finding(table.part, "table-filter", f"{table.name} filters a column that it does not have")


def _flag(table: Table, name: str, default: int) -> int:
    return int(table.root.get(name, default))


def _columns(table: Table, box: Area) -> Iterator[Finding]:
    holder = table.root.find("{*}tableColumns")
    items = [] if holder is None else list(holder)
    width = box.right - box.left + 1
    if len(items) != width or (holder is not None and holder.get("count") not in (None, str(width))):
        yield Finding(table.part, "table-columns", f"{table.name} is {width} wide and has {len(items)} columns")
    for value, count in Counter(item.get("id") for item in items).items():
        if count > 1:
            yield Finding(table.part, "table-columns", f"{table.name} has {count} columns of id {value}")
    for value, count in Counter(item.get("name", "").casefold() for item in items).items():
        if count > 1 or not value:
            yield Finding(table.part, "table-columns", f"{table.name} has {count} columns named {value!r}")


def _header(book: Book, table: Table, box: Area) -> Iterator[Finding]:
    if not _flag(table, "headerRowCount", 1):
        return
    texts = book.scans[table.sheet].texts
    for offset, name in enumerate(table.columns):
        cell = texts.get((box.top, box.left + offset), "")
        if cell != name:
            yield Finding(table.part, "table-header", f"{table.name}: column {name!r} is headed {cell!r}")


def _formats(book: Book, table: Table) -> Iterator[Finding]:
    known = len(book.styles("dxfs"))
    for element in table.root.iter():
        for key, value in element.attrib.items():
            if str(key).endswith("DxfId") and int(value) >= known:
                yield Finding(table.part, "dxf-index", f"{table.name} has {key} {value} of {known}")


def _overlaps(placed: list[tuple[Table, Area]]) -> Iterator[Finding]:
    for (one, box), (other, second) in combinations(placed, 2):
        if box.meets(second):
            yield Finding(one.part, "table-overlap", f"{one.name} ({box}) and {other.name} ({second}) overlap")


def _listed(book: Book, sheet: str, placed: list[tuple[Table, Area]]) -> Iterator[Finding]:
    root = book.scans[sheet].root
    listed = len(root.findall("{*}tableParts/{*}tablePart"))
    related = len(book.package.related(sheet, "table"))
    if listed != related:
        yield Finding(sheet, "table-parts", f"the sheet lists {listed} tables and has relationships to {related}")
    merges = [item.get("ref", "") for item in root.iterfind("{*}mergeCells/{*}mergeCell")]
    for table, box in placed:
        for merge in merges:
            if _meets(merge, box):
                yield Finding(sheet, "table-merge", f"the merged cells {merge} lie in {table.name}")
        for item in root.iterfind("{*}autoFilter"):
            if _meets(item.get("ref", ""), box):
                yield Finding(sheet, "table-filter", f"the sheet's filter {item.get('ref')} lies in {table.name}")


def _meets(reference: str, box: Area) -> bool:
    try:
        return area(reference).meets(box)
    except ValueError:
        return False
