"""The XML of one worksheet: cells by row and column, changed in place, everything else left as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TypeVar

from lxml import etree

from pmo_workbook.addresses import Area, cell_address, column_letters, column_number, parse_area
from pmo_workbook.hosts import cells
from pmo_workbook.hosts.cells import C, Content, F, as_xml
from pmo_workbook.ooxml.package import parse_xml, to_bytes
from pmo_workbook.ooxml.workbook import MAIN

T = TypeVar("T")
ROW = f"{{{MAIN}}}row"
TRUE = ("1", "true", "on")
_BATCH = 5000
"""Rows that are parsed at a time."""


class SheetXml:
    """A worksheet whose cells are being changed.

    Attributes:
        root: The root element.
        changed: Cells whose content changed, as (row, column).
        uncalculated: Whether a formula was put in without a value.
    """

    def __init__(self, data: bytes) -> None:
        """Parse a worksheet part.

        Args:
            data: Its bytes.

        Raises:
            NotAWorkbookError: It is not well-formed, or has no cells at all (a chart sheet).
        """
        self.root = parse_xml(data)
        self.changed: set[tuple[int, int]] = set()
        self.uncalculated = False
        self._touched = False
        found = self.root.find(f"{{{MAIN}}}sheetData")
        self._data = found if found is not None else etree.SubElement(self.root, f"{{{MAIN}}}sheetData")
        self._rows: dict[int, etree._Element] = {}
        self._cells: dict[int, dict[int, etree._Element]] = {}
        self._unsorted_rows = False
        self._unsorted: set[int] = set()
        self._appended: dict[int, None] = {}
        self._appended_columns: set[int] = set()
        self._number_rows()
        self._column_styles = _column_styles(self.root)

    @property
    def touched(self) -> bool:
        """Whether anything of the part is other than it was."""
        return self._touched

    def touch(self) -> None:
        """Count the part as changed: something beside its cells is other than it was."""
        self._touched = True

    def cell(self, row: int, column: int) -> etree._Element | None:
        """The element of a cell, None when the part has none."""
        return self._row_cells(row).get(column)

    def row_numbers(self) -> Iterator[int]:
        """Numbers of the rows that the part has, in the order of the part."""
        return iter(self._rows)

    def occupied(self, area: Area) -> Iterator[tuple[int, int]]:
        """Cells of a rectangle that have a value or a formula, by row."""
        for row in sorted(row for row in self._rows if area.first_row <= row <= area.last_row):
            for column, cell in sorted(self._row_cells(row).items()):
                if area.first_column <= column <= area.last_column and cells.occupied(cell):
                    yield row, column

    def is_occupied(self, row: int, column: int) -> bool:
        """Whether a cell has a value or a formula."""
        cell = self.cell(row, column)
        return cell is not None and cells.occupied(cell)

    def has_formula(self, row: int, column: int) -> bool:
        """Whether a cell has a formula."""
        cell = self.cell(row, column)
        return cell is not None and cell.find(F) is not None

    def formula(self, row: int, column: int) -> str:
        """Formula of a cell without equals sign, also where it shares one with others; empty when it has none."""
        cell = self.cell(row, column)
        found = cell.find(F) if cell is not None else None
        if found is None or found.text or found.get("t") != "shared":
            return (found.text or "") if found is not None else ""
        from openpyxl.formula.translate import Translator

        for above, beside, other in self.formulas():
            if other.text and other.get("t") == "shared" and other.get("si") == found.get("si"):
                translator = Translator("=" + other.text, cell_address(above, beside))
                return str(translator.translate_formula(cell_address(row, column)))[1:]
        return ""

    def put(self, row: int, column: int, content: Content | None) -> None:
        """Give a cell its content, keeping its style, else its row's, else its column's.

        Args:
            row: Its row.
            column: Its column.
            content: What it stores; None empties it (a cell without a style of its own is dropped).
        """
        cell = self._row_cells(row).get(column)
        if cell is None:
            if content is None:
                return
            cell = self._new_cell(row, column)
        elif cells.holds(cell, content):
            return
        else:
            self._release_shared_formula(cell)
        if content is not None or cells.occupied(cell):
            self.changed.add((row, column))
        cells.put(cell, content)
        if cell.get("s") is None:
            if content is None:
                self._drop(row, column)
            elif style := self._style(row, column):
                cell.set("s", style)
        self._touched = True

    @property
    def last_row(self) -> int:
        """Number of the last row that the part has; 0 when it has none."""
        return max(self._rows, default=0)

    def append_rows(self, rows: Iterable[tuple[int, Mapping[int, tuple[Content, str]]]]) -> None:
        """Write rows below all others: the same as `put` cell by cell, many times as fast.

        Args:
            rows: Number of each row, above `last_row` and ascending, and what its cells store, by column in ascending
                order, with a style each; an empty style is that of the column.
        """
        letters: dict[int, str] = {}
        for some in _batched(rows, _BATCH):
            texts = []
            for row, contents in some:
                made = [
                    as_xml(
                        f"{letters.get(column) or letters.setdefault(column, column_letters(column))}{row}",
                        content,
                        style or self._plain_style(column),
                    )
                    for column, (content, style) in contents.items()
                ]
                self.changed.update([(row, column) for column in contents])
                self._appended_columns.update(contents)
                texts.append(f'<row r="{row}">{"".join(made)}</row>')
            data = parse_xml(f'<sheetData xmlns="{MAIN}">{"".join(texts)}</sheetData>'.encode())
            for element in list(data):
                self._data.append(element)
                self._rows[int(element.attrib["r"])] = element
            self._appended.update(dict.fromkeys(row for row, _ in some))
            self._touched = True

    def put_formula(self, row: int, column: int, formula: str) -> None:
        """Give a cell a formula without a value; the program that opens the file works it out."""
        cell = self.cell(row, column)
        if cell is None:
            cell = self._new_cell(row, column)
            style = self._style(row, column)
            if style:
                cell.set("s", style)
        cells.put(cell, None)
        etree.SubElement(cell, F).text = formula
        self.uncalculated = True
        self.changed.add((row, column))
        self._touched = True

    def take(self, row: int, column: int) -> etree._Element | None:
        """Take a cell out of the sheet, style and all."""
        cell = self.cell(row, column)
        if cell is not None:
            if cells.occupied(cell):
                self.changed.add((row, column))
            self._drop(row, column)
            self._touched = True
        return cell

    def place(self, row: int, column: int, cell: etree._Element) -> None:
        """Put a cell that was taken out into another place, instead of what is there."""
        self.take(row, column)
        cell.set("r", cell_address(row, column))
        self._row(row).append(cell)
        _take_in(self._row(row), column)
        self._row_cells(row)[column] = cell
        self._unsorted.add(row)
        if cells.occupied(cell):
            self.changed.add((row, column))
        self._touched = True

    def unhide(self, first_row: int, last_row: int) -> None:
        """Show the rows again that a filter has hidden."""
        for number in range(first_row, last_row + 1):
            row = self._rows.get(number)
            if row is not None and row.get("hidden") in TRUE:
                del row.attrib["hidden"]
                self._touched = True

    def set_height(self, row: int, points: float | None) -> None:
        """Store how high a row shows, unless a person fixed its height.

        Args:
            row: Its number.
            points: Its height; None for the sheet's own.
        """
        element = self._rows.get(row)
        height = None if points is None else f"{points:g}"
        if element is None or element.get("customHeight") in TRUE or element.get("ht") == height:
            return
        if height is None:
            del element.attrib["ht"]
        else:
            element.set("ht", height)
        self._touched = True

    def merged(self, area: Area) -> list[Area]:
        """Merged ranges that share a cell with a rectangle."""
        found = (parse_area(merge.get("ref", "")) for merge in self.root.iter(f"{{{MAIN}}}mergeCell"))
        return [merge for merge in found if merge and merge.meets(area)]

    def arrays(self, area: Area) -> list[Area]:
        """Ranges of array formulas, spilled ones included, and of data tables that share a cell with a rectangle."""
        found = (
            parse_area(formula.get("ref", ""))
            for formula in self._data.iter(F)
            if formula.get("t") in ("array", "dataTable")
        )
        return [array for array in found if array and array.meets(area)]

    def formulas(self) -> Iterator[tuple[int, int, etree._Element]]:
        """All formulas: row, column, ``f`` element."""
        for row in self._rows:
            for column, cell in self._row_cells(row).items():
                formula = cell.find(F)
                if formula is not None:
                    yield row, column, formula

    def to_bytes(self) -> bytes:
        """The part, rows and cells in order, with the range it uses."""
        if self._unsorted_rows:
            self._data[:] = [self._rows[number] for number in sorted(self._rows)]
            self._rows = dict(sorted(self._rows.items()))
            self._unsorted_rows = False
        for number in self._unsorted:
            self._sort_cells(number)
        self._unsorted.clear()
        self._set_dimension()
        return to_bytes(self.root)

    def _number_rows(self) -> None:
        number = 0
        for row in self._data.iterchildren(ROW):
            if "r" not in row.attrib:  # allowed: it is then the next one
                row.set("r", str(number + 1))
            number = int(row.attrib["r"])
            self._rows[number] = row

    def _row_cells(self, row: int) -> dict[int, etree._Element]:
        found = self._cells.get(row)
        if found is None:
            found = {}
            column = 0
            element = self._rows.get(row)
            for cell in () if element is None else element.iterchildren(C):
                address = cell.get("r")
                column = column_number(address.rstrip("0123456789")) if address else column + 1
                if not address:
                    cell.set("r", cell_address(row, column))
                found[column] = cell
            self._cells[row] = found
        return found

    def _row(self, number: int) -> etree._Element:
        row = self._rows.get(number)
        if row is None:
            row = etree.SubElement(self._data, ROW)
            row.set("r", str(number))
            if self._rows and number < next(reversed(self._rows)):
                self._unsorted_rows = True
            self._rows[number] = row
        return row

    def _new_cell(self, row: int, column: int) -> etree._Element:
        found = self._row_cells(row)
        element = self._row(row)
        cell = etree.SubElement(element, C)
        cell.set("r", cell_address(row, column))
        if (found and column < next(reversed(found))) or len(element) != len(found) + 1:
            self._unsorted.add(row)
        found[column] = cell
        _take_in(element, column)
        return cell

    def _drop(self, row: int, column: int) -> None:
        cell = self._row_cells(row).pop(column)
        self._rows[row].remove(cell)

    def _sort_cells(self, number: int) -> None:
        found = dict(sorted(self._row_cells(number).items()))
        self._cells[number] = found
        row = self._rows[number]
        others = [child for child in row if child.tag != C]
        row[:] = [*found.values(), *others]

    def _style(self, row: int, column: int) -> str:
        element = self._rows[row]
        style = element.get("s", "") if element.get("customFormat") in TRUE else self._column_style(column)
        return "" if style == "0" else style

    def _plain_style(self, column: int) -> str:
        style = self._column_style(column)
        return "" if style == "0" else style

    def _column_style(self, column: int) -> str:
        for first, last, style in self._column_styles:
            if first <= column <= last:
                return style
        return ""

    def _release_shared_formula(self, cell: etree._Element) -> None:
        """Give the other cells of a shared formula their own, before the cell that spells it out is overwritten."""
        formula = cell.find(F)
        if formula is None or formula.get("t") != "shared" or not formula.text:
            return
        from openpyxl.formula.translate import Translator

        translator = Translator("=" + formula.text, cell.attrib["r"])
        for row, column, other in list(self.formulas()):
            if other is not formula and other.get("t") == "shared" and other.get("si") == formula.get("si"):
                other.text = translator.translate_formula(cell_address(row, column))[1:]
                for name in ("t", "si", "ref"):
                    other.attrib.pop(name, "")

    def _set_dimension(self) -> None:
        dimension = self.root.find(f"{{{MAIN}}}dimension")
        if dimension is None:
            return
        # a row that was appended and not looked at since holds none but the columns that are known
        known = [row for row in self._rows if row not in self._appended or row in self._cells]
        rows = [number for number in known if self._row_cells(number)]
        columns = {*self._appended_columns, *(column for row in rows for column in self._row_cells(row))}
        rows += [*islice(self._appended, 1), *islice(reversed(self._appended), 1)]
        if not columns:
            dimension.set("ref", "A1")
            return
        dimension.set("ref", Area(min(rows), min(columns), max(rows), max(columns)).address())


def _batched(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    """Cut rows into pieces; itertools has this from Python 3.12 on."""
    source = iter(rows)
    while piece := list(islice(source, size)):
        yield piece


def _take_in(row: etree._Element, column: int) -> None:
    """Let the spans of a row, where it has them, take in a column."""
    spans = row.get("spans", "")
    if spans.count(":") == 1:
        first, last = map(int, spans.split(":"))
        row.set("spans", f"{min(first, column)}:{max(last, column)}")


def _column_styles(root: etree._Element) -> list[tuple[int, int, str]]:
    return [
        (int(column.get("min", "0")), int(column.get("max", "0")), column.get("style", ""))
        for column in root.iterfind(f"{{{MAIN}}}cols/{{{MAIN}}}col")
        if column.get("style", "0") != "0"
    ]
