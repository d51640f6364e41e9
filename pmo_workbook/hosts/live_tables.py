"""Input tables of an open workbook, as `read` gives them from a closed one: one read for each table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pmo_workbook.addresses import MAX_ROW, Area
from pmo_workbook.binding import BoundTable, bind
from pmo_workbook.epochs import day_zero
from pmo_workbook.hosts.live_memory import LiveMemory
from pmo_workbook.hosts.live_names import Tables
from pmo_workbook.hosts.live_program import Contents, date1904, values_of
from pmo_workbook.hosts.live_sheet import area_of
from pmo_workbook.read.recognise import best, filled, generated_titles, in_rows, nothing_found
from pmo_workbook.sheets import BY_KEY, SHEETS, Sheet
from pmo_workbook.tables import RawTable, is_blank

if TYPE_CHECKING:
    import xlwings as xw

_AHEAD: Final = 20
"""Rows below a table that are read with it, to see what was typed there."""
_ERRORS: Final = frozenset(
    {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!", "#GETTING_DATA"}
)
_ERROR_NUMBER: Final = "Err:"
"""Begins what LibreOffice calls its own errors."""


@dataclass(frozen=True)
class _Spot:
    """Where an input table stands: its rows from the header to the last one of the table (1-based), and its name."""

    sheet: xw.Sheet
    area: Area
    name: str
    totals: int
    found_by: str

    def evidence(self, *more: object) -> Hashable:
        """What a table that was read depends on."""
        return self.sheet.name, self.area, self.name, self.totals, self.found_by, *more


def read_live_tables(book: xw.Book, tables: Tables, memory: LiveMemory) -> dict[str, BoundTable]:
    """Read all input tables of an open workbook; see `read.read_tables`.

    Args:
        book: The workbook.
        tables: Its tables.
        memory: What was read before: a table that is the same since comes as the same object.

    Returns:
        Tables by sheet key (see `sheets.SHEETS`); a missing table has no entry.

    Raises:
        NoFrameworkError: No input table is in the workbook.
    """
    spots: dict[str, _Spot] = {}
    for wanted in SHEETS:
        table = tables.find(wanted.table)
        if table is not None and table.show_headers:
            spots[wanted.key] = _spot(table, "table")
    missing = [sheet for sheet in SHEETS if sheet.key not in spots]
    if missing:
        spots.update(_by_header(book, tables, missing, {spot.name for spot in spots.values()}))
    if not spots:
        raise nothing_found(book.name)
    old_mac = date1904(book)
    return {sheet.key: _table(sheet.key, spots[sheet.key], old_mac, memory) for sheet in SHEETS if sheet.key in spots}


def _spot(table: xw.main.Table, found_by: str) -> _Spot:
    return _Spot(table.parent, area_of(table.range), table.name, int(table.show_totals), found_by)


def _table(key: str, spot: _Spot, old_mac: bool, memory: LiveMemory) -> BoundTable:
    """A table as it is now, as the same object as before if it is the same."""
    # below a totals row stands nothing that belongs to the table
    found, below = _rows_from(spot.sheet, spot.area) if not spot.totals else (_contents(spot.sheet, spot.area), 0)
    evidence = spot.evidence(found.mark, below, old_mac)
    before = memory.tables.get(key)
    if found.mark is not None and before is not None and before[0] == evidence:
        return before[1]
    bound = bind(BY_KEY[key], _raw_table(spot, found.values, below, old_mac))
    memory.tables[key] = evidence, bound
    return bound


def _raw_table(spot: _Spot, rows: Sequence[Sequence[Any]], below: int, old_mac: bool) -> RawTable:
    area = spot.area
    end = area.last_row - spot.totals
    body = rows[1 : end + below - area.first_row + 1]
    errors: dict[tuple[int, int], str] = {}
    clean: list[tuple[Any, ...]] = []
    for number, row in enumerate(body, area.first_row + 1):
        clean.append(tuple(_clean(value, day_zero(old_mac)) for value in row))
        for column, value in enumerate(row, area.first_column):
            if isinstance(value, str) and value[:1] in "#E" and _is_error(value):
                errors[number, column] = value
    return RawTable(
        name=spot.name,
        sheet=spot.sheet.name,
        header_row=area.first_row,
        first_column=area.first_column,
        headers=tuple("" if is_blank(header) else str(header) for header in rows[0]),
        rows=clean,
        below=below,
        errors=errors,
        found_by=spot.found_by,
        date1904=old_mac,
    )


def _rows_from(sheet: xw.Sheet, area: Area) -> tuple[Contents, int]:
    """Rows of a table with those typed directly below it, and how many these are."""
    height, ahead = area.height, _AHEAD
    while True:
        last = min(area.last_row + ahead, MAX_ROW)
        found = _contents(sheet, area._replace(last_row=last))
        below = filled(found.values, height, 0, area.width)
        if height + below < len(found.values) or last == MAX_ROW:
            return found, below
        ahead *= 10


def _contents(sheet: xw.Sheet, area: Area) -> Contents:
    return values_of(sheet.range((area.first_row, area.first_column), (area.last_row, area.last_column)))


def _is_error(text: str) -> bool:
    return text in _ERRORS or text.startswith(_ERROR_NUMBER)


def _clean(value: Any, zero: dt.datetime) -> Any:
    """A value as the reader of the closed file has it: dates without time as such, times of day as such."""
    if isinstance(value, dt.datetime):
        moment = value
        if moment.microsecond:
            moment += dt.timedelta(microseconds=500)
            moment = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
        if moment.date() == zero.date():
            return moment.time()
        return moment if moment.time() != dt.time() else moment.date()
    if isinstance(value, str):
        return None if not value or _is_error(value) else value
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _by_header(book: xw.Book, tables: Tables, missing: Sequence[Sheet], taken: set[str]) -> dict[str, _Spot]:
    """Find tables by their header rows: first among Excel Tables of other names, then anywhere on a sheet."""
    generated = generated_titles()
    wanted = {sheet.key: sheet for sheet in missing}
    found: dict[str, _Spot] = {}
    for name, table in tables.all():
        if name in taken or name.casefold() in generated or not table.show_headers:
            continue
        headers = _contents(table.parent, area_of(table.range)._replace(last_row=table.range.row)).values[0]
        match = best(list(map(_text, headers)), [one for key, one in wanted.items() if key not in found])
        if match:
            found[match.key] = _spot(table, "header")
    for sheet in book.sheets:
        rest = [one for key, one in wanted.items() if key not in found]
        if rest and sheet.name.casefold() not in generated:
            occupied = [area_of(table.range) for table in sheet.tables]
            used = area_of(sheet.used_range)
            found_there = _contents(sheet, Area(1, 1, used.last_row, used.last_column))
            texts = [["" if value is None else value for value in row] for row in found_there.values]
            for match, area in in_rows(texts, rest, occupied):
                found[match.key] = _Spot(sheet, area, match.table, 0, "header")
    return found


def _text(value: Any) -> str:
    return "" if value is None else str(value)
