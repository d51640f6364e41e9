"""Workbook to tables: every input table as it stands, each cell with its address.

Where tables are comes from the package, values come from calamine, and what calamine hides (error cells, formulas that
were never calculated) from a search through the bytes of the sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from types import TracebackType
from typing import Any, Final, Self

from python_calamine import CalamineError, CalamineWorkbook

from pmo_workbook.addresses import Area, column_number
from pmo_workbook.binding import BoundTable, bind
from pmo_workbook.errors import NotAWorkbookError
from pmo_workbook.ooxml.workbook import SheetPart, Workbook
from pmo_workbook.read.recognise import best, filled, generated_titles, in_rows, nothing_found
from pmo_workbook.sheets import SHEETS, Sheet
from pmo_workbook.tables import Grid, RawTable, is_blank

NOT_CALCULATED: Final = "a formula that was never calculated"
"""What stands for the value of a formula that has none."""

_ROOT = re.compile(rb"<(\w+:)?worksheet[\s>]")
_ROW_END = b"row>"
_ERROR_TYPE = re.compile(rb"t=[\"']e[\"']")


@dataclass(frozen=True)
class _Spot:
    """Where an input table stands: its rows from the header to the last one of the table (1-based), and its name."""

    sheet: SheetPart
    area: Area
    name: str
    totals: int
    found_by: str


def read_tables(workbook: Workbook) -> dict[str, BoundTable]:
    """Read all input tables of a workbook.

    A table is found by its name, else by a header row with the required headers. Hidden and filtered rows are read
    like others; a totals row is not; rows typed directly below a table are.

    Args:
        workbook: The workbook as opened.

    Returns:
        Tables by sheet key (see `sheets.SHEETS`); a missing table has no entry.

    Raises:
        NoFrameworkError: No input table is in the workbook.
        NotAWorkbookError: A sheet cannot be read.
    """
    with _Values(workbook) as sheets:
        spots = _spots(workbook, sheets)
        if not spots:
            raise nothing_found(workbook.package.path.name)
        return {
            sheet.key: bind(sheet, _raw_table(workbook, sheets, spots[sheet.key]))
            for sheet in SHEETS
            if sheet.key in spots
        }


def _spots(workbook: Workbook, sheets: _Values) -> dict[str, _Spot]:
    """Where each input table stands that is in the workbook, by sheet key."""
    named = {table.name.casefold(): table for table in workbook.tables}
    spots: dict[str, _Spot] = {}
    for sheet in SHEETS:
        table = next((named[name.casefold()] for name in sheet.called if name.casefold() in named), None)
        if table and table.header_rows:
            spots[sheet.key] = _Spot(table.sheet, table.ref, table.name, table.totals_rows, "table")
    missing = [sheet for sheet in SHEETS if sheet.key not in spots]
    if missing:
        spots.update(_by_header(workbook, sheets, missing, {spot.name for spot in spots.values()}))
    return spots


class _Values:
    """Values of sheets by calamine, each sheet read once."""

    def __init__(self, workbook: Workbook) -> None:
        self._name = workbook.package.path.name
        self._rows: dict[str, list[list[Any]]] = {}
        self._errors: dict[str, dict[tuple[int, int], str]] = {}
        self._workbook = workbook
        try:
            self._book = CalamineWorkbook.from_path(str(workbook.package.path))
        except (CalamineError, OSError) as error:
            raise self._damaged("it") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # an open file cannot be replaced on Windows
        self._book.close()

    def rows(self, sheet: SheetPart) -> list[list[Any]]:
        """Rows from the first of the sheet, cells from its first column; blank is the empty text."""
        if sheet.title not in self._rows:
            try:
                found = self._book.get_sheet_by_name(sheet.title).to_python(skip_empty_area=False)
            except CalamineError as error:
                raise self._damaged(f"the sheet {sheet.title}") from error
            self._rows[sheet.title] = found
        return self._rows[sheet.title]

    def errors(self, sheet: SheetPart) -> Mapping[tuple[int, int], str]:
        """Error cells and formulas without a value, by row and column (1-based)."""
        if sheet.title not in self._errors:
            found, formulas = error_cells(self._workbook.package.chunks(sheet.part))
            self._errors[sheet.title] = found
            if not formulas:
                self._workbook.formula_free.add(sheet.part)
        return self._errors[sheet.title]

    def _damaged(self, what: str) -> NotAWorkbookError:
        return NotAWorkbookError(f"{self._name} is damaged: {what} cannot be read.")


@dataclass(frozen=True)
class _Signs:
    """How the cells look in the bytes of a sheet whose value calamine does not tell from a blank.

    Attributes:
        pattern: Such a cell: one with an error, or with a formula and no value.
        formula: The beginning of a formula.
        no_value: One of these follows a formula without a value.
    """

    pattern: re.Pattern[bytes]
    formula: re.Pattern[bytes]
    no_value: tuple[bytes, ...]

    def may_be_in(self, data: bytes, formulas: bool) -> bool:
        """Whether a piece may hold such a cell; nearly none does, and to ask is many times as fast as the pattern.

        Args:
            data: The piece.
            formulas: Whether it holds formulas.
        """
        return bool(_ERROR_TYPE.search(data)) or (formulas and any(sign in data for sign in self.no_value))


@cache
def _signs(prefix: bytes) -> _Signs:
    """The signs, where `prefix` stands before the names of elements."""
    formula = rb"<Pf\b(?:[^>]*/>|[^>]*>[^<]*</Pf>)"
    pattern = rb"""<Pc\s(?=[^>]*?\br=["']([A-Z]+)(\d+)["'])(?:"""
    pattern += rb"""(?=[^>]*?\bt=["']e["'])[^>]*>(?:FORMULA)?<Pv>([^<]*)<|[^>]*>FORMULA(?:<Pv\s*/>)?</Pc>)"""
    return _Signs(
        re.compile(pattern.replace(b"FORMULA", formula).replace(b"P", prefix)),
        re.compile(b"<" + prefix + rb"f[\s/>]"),
        (b"f></", b"/></" + prefix + b"c>"),
    )


def error_cells(chunks: Iterator[bytes]) -> tuple[dict[tuple[int, int], str], bool]:
    """Find the cells whose value calamine does not tell from a blank, piece by piece, cut where a row ends.

    Args:
        chunks: The bytes of a worksheet part.

    Returns:
        What stands for their values by row and column (1-based), and whether the sheet holds any formula.
    """
    found: dict[tuple[int, int], str] = {}
    formulas, rest, signs = False, b"", _signs(b"")
    for number, chunk in enumerate(chain(chunks, (b"",))):
        if number == 0:
            root = _ROOT.search(chunk)
            signs = _signs((root[1] if root else None) or b"")
        data = rest + chunk
        cut = max(data.rfind(_ROW_END), 0) if chunk else len(data)
        piece, rest = data[:cut], data[cut:]
        has_formula = signs.formula.search(piece) is not None
        formulas |= has_formula
        if signs.may_be_in(piece, has_formula):
            found.update(_errors_in(piece, signs.pattern))
    return found, formulas


def _errors_in(data: bytes, pattern: re.Pattern[bytes]) -> Iterator[tuple[tuple[int, int], str]]:
    for found in pattern.finditer(data):
        text = NOT_CALCULATED if found[3] is None else found[3].decode("utf-8", "replace")
        yield (int(found[2]), column_number(found[1].decode())), text


def _raw_table(workbook: Workbook, sheets: _Values, spot: _Spot) -> RawTable:
    rows, area = sheets.rows(spot.sheet), spot.area
    first, last = area.first_column - 1, area.last_column
    headers = _row(rows, area.first_row, first, last)
    end = min(area.last_row - spot.totals, len(rows))
    # below a totals row stands nothing that belongs to the table, and below the last cell of the sheet nothing at all
    below = filled(rows, end, first, last) if end == area.last_row else 0
    columns = _columns(rows[area.first_row : end + below], first, last)
    within = Area(area.first_row + 1, area.first_column, end + below, area.last_column)
    return RawTable(
        name=spot.name,
        sheet=spot.sheet.title,
        header_row=area.first_row,
        first_column=area.first_column,
        headers=tuple("" if is_blank(header) else str(header) for header in headers),
        rows=Grid(columns, max(end + below - area.first_row, 0)),
        below=below,
        errors={at: text for at, text in sheets.errors(spot.sheet).items() if within.holds(*at)},
        found_by=spot.found_by,
        date1904=workbook.date1904,
    )


def _columns(rows: Sequence[list[Any]], first: int, last: int) -> list[list[Any]]:
    """Cells by column, None for blank; columns right of all cells of the sheet are blank."""
    width = len(rows[0]) if rows else first
    # one long list, cut into columns in steps: several times as fast as a walk through the rows for each column
    cells = [None if cell == "" else cell for cell in chain.from_iterable(rows)]
    columns = [cells[index::width] for index in range(first, min(width, last))]
    return [*columns, *([None] * len(rows) for _ in range(last - first - len(columns)))]


def _row(rows: Sequence[Sequence[Any]], row: int, first: int, last: int) -> list[Any]:
    """Cells of a worksheet row (1-based) between two columns, as many as asked for."""
    cells = list(rows[row - 1][first:last]) if row <= len(rows) else []
    return [*cells, *[""] * (last - first - len(cells))]


def _by_header(workbook: Workbook, sheets: _Values, missing: Sequence[Sheet], taken: set[str]) -> dict[str, _Spot]:
    """Find tables by their header rows: first among Excel Tables of other names, then anywhere on a sheet."""
    generated = generated_titles()
    wanted = {sheet.key: sheet for sheet in missing}
    found: dict[str, _Spot] = {}
    for table in workbook.tables:
        if table.name in taken or table.name.casefold() in generated or not table.header_rows:
            continue
        sheet = best(table.columns, [sheet for key, sheet in wanted.items() if key not in found])
        if sheet:
            found[sheet.key] = _Spot(table.sheet, table.ref, table.name, table.totals_rows, "header")
    for part in workbook.sheets:
        rest = [sheet for key, sheet in wanted.items() if key not in found]
        if rest and part.kind == "worksheet" and part.title.casefold() not in generated:
            occupied = [table.ref for table in workbook.tables_on(part)]
            for sheet, area in in_rows(sheets.rows(part), rest, occupied):
                found[sheet.key] = _Spot(part, area, sheet.table, 0, "header")
    return found
