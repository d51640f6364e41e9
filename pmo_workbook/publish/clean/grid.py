"""The cells of one sheet on their way into the copy: values only, and none that a reader cannot see.

A formula becomes the value that was last worked out. What is in hidden rows and columns, under a merged cell, or
written so that nothing shows, is left behind; the cell keeps its format.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lxml import etree

from pmo_workbook.addresses import MAX_COLUMN, Area, cell_address, column_number, parse_area
from pmo_workbook.ooxml.workbook import unescaped
from pmo_workbook.publish.clean.allow import allowed, first, main, set_attributes
from pmo_workbook.publish.clean.look import Look
from pmo_workbook.publish.clean.styles import Styles
from pmo_workbook.publish.clean.texts import Texts, clean_text, plain_text
from pmo_workbook.publish.inspection.categories import Category

TRUE = ("1", "true", "on")
_ROW = ("r", "ht", "customHeight", "hidden", "customFormat", "outlineLevel", "collapsed", "thickTop", "thickBot")
_COLUMN = allowed(col="min max width hidden bestFit customWidth outlineLevel collapsed")
_LARGE_MERGE = 10_000
"""Cells of a merged range above which they are not listed one by one."""
_LOWEST, _NARROWEST = 1.5, 0.3
"""Height of a row in points and width of a column in characters below which nothing can be read."""
_PLAIN_TYPES = ("n", "b", "e", "d")


@dataclass(frozen=True)
class Value:
    """What a cell of the copy holds.

    Attributes:
        kind: ``n`` number, ``b`` truth value, ``e`` error, ``d`` date as text, ``s`` text.
        text: The value as stored, a text without escapes.
        item: Of a text that may have a look of its own, the ``si`` element, cleaned.
    """

    kind: str
    text: str
    item: etree._Element | None = None


@dataclass(frozen=True)
class Means:
    """What all sheets of a copy share.

    Attributes:
        styles: Styles of the copy.
        look: What the source's formats hide.
        shared: Shared strings of the source, by index, cleaned.
        texts: Shared strings of the copy.
    """

    styles: Styles
    look: Look
    shared: Mapping[int, etree._Element]
    texts: Texts


class Cells:
    """The cells of one sheet.

    Attributes:
        values: What the copy's cells hold, by row and column.
        emptied: Cells whose value was left behind.
        left: What was left behind: category and cell.
        formulas: Cells that held a formula other than a link; their values are as old as the last calculation.
    """

    def __init__(self, root: etree._Element, means: Means) -> None:
        """Remember the sheet; `build` does the work.

        Args:
            root: Root of the source's worksheet part.
            means: What the sheets share.
        """
        self._root = root
        self._means = means
        self.values: dict[tuple[int, int], Value] = {}
        self.emptied: set[tuple[int, int]] = set()
        self.left: list[tuple[Category, str]] = []
        self.formulas: list[str] = []
        self._hidden = hidden_columns(root)
        self._covered = Covered(root)

    def columns(self) -> etree._Element | None:
        """The ``cols`` element, None when the source has none."""
        old = first(self._root, "cols")
        if old is None or not len(old):
            return None
        fresh = etree.Element(main("cols"))
        for column in old.iterfind(main("col")):
            copy = etree.SubElement(fresh, main("col"))
            set_attributes(copy, column, _COLUMN["col"])
            if column.get("style", "0") != "0":
                copy.set("style", self._means.styles.format(column.get("style", "0")))
        return fresh

    def build(self, drop: Iterable[tuple[int, int]]) -> etree._Element:
        """The ``sheetData`` element.

        Args:
            drop: Cells to empty for another reason.
        """
        dropped = frozenset(drop)
        fresh = etree.Element(main("sheetData"))
        number = 0
        sheet = first(self._root, "sheetFormatPr")
        usual = None if sheet is None else sheet.get("defaultRowHeight")
        for row in self._root.iterfind(f"{main('sheetData')}/{main('row')}"):
            number = int(row.get("r", number + 1))
            copy = etree.SubElement(fresh, main("row"))
            copy.set("r", str(number))
            set_attributes(copy, row, _ROW)
            if row.get("s") and row.get("customFormat") in TRUE:
                copy.set("s", self._means.styles.format(row.get("s", "0")))
            hidden = hidden_row(row, usual)
            for column, cell in numbered(row):
                self._cell(copy, cell, (number, column), hidden=hidden, dropped=(number, column) in dropped)
        return fresh

    def text(self, area: Area) -> str:
        """The text that the source has in the first cell of a range; empty for anything else."""
        address = cell_address(area.first_row, area.first_column)
        cells = self._root.iterfind(f"{main('sheetData')}/{main('row')}/{main('c')}[@r='{address}']")
        value = next((self._stored(cell) for cell in cells), None)
        return value.text if value is not None and value.kind == "s" else ""

    def area(self) -> Area:
        """The range of cells that hold something; A1 when none does."""
        if not self.values:
            return Area(1, 1, 1, 1)
        rows, columns = [row for row, _ in self.values], [column for _, column in self.values]
        return Area(min(rows), min(columns), max(rows), max(columns))

    def _cell(
        self, row: etree._Element, cell: etree._Element, place: tuple[int, int], *, hidden: bool, dropped: bool
    ) -> None:
        style = cell.get("s", "0")
        value = self._value(cell, place)
        if value is not None:
            why = self._reason(place, style, value, hidden)
            if why is not None or dropped:
                self.emptied.add(place)
                value = None
            if why is not None:
                self.left.append((why, cell_address(*place)))
            if value is not None:
                value = self._legible(value, style, place)
        if value is None and style == "0":
            return
        fresh = etree.SubElement(row, main("c"))
        fresh.set("r", cell_address(*place))
        if style != "0":
            fresh.set("s", self._means.styles.format(style))
        if value is not None:
            self._put(fresh, cell, value, place)

    def _reason(self, place: tuple[int, int], style: str, value: Value, hidden: bool) -> Category | None:
        if hidden or place[1] in self._hidden:
            return Category.HIDDEN_CELLS
        if place in self._covered or self._means.look.hides(style, value.kind, value.text):
            return Category.INVISIBLE
        return None

    def _legible(self, value: Value, style: str, place: tuple[int, int]) -> Value | None:
        """A value without words whose own look hides them; None when no others are in it."""
        shown = value.item if value.item is None else self._means.look.shown(style, value.item)
        if shown is None or shown is value.item:
            return value
        self.left.append((Category.INVISIBLE, cell_address(*place)))
        text = plain_text(shown)
        if not text.strip():
            self.emptied.add(place)
            return None
        return Value("s", text, shown)

    def _value(self, cell: etree._Element, place: tuple[int, int]) -> Value | None:
        formula = first(cell, "f")
        if formula is not None and not (formula.text or "").startswith("HYPERLINK("):
            self.formulas.append(cell_address(*place))
        if "vm" in cell.attrib:  # a linked data type or picture in the cell; what is stored is only its stand-in
            self.left.append((Category.LINKED_DATA, cell_address(*place)))
            self.emptied.add(place)
            return None
        return self._stored(cell)

    def _stored(self, cell: etree._Element) -> Value | None:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = first(cell, "is")
            text = "" if inline is None else plain_text(inline)
            return Value("s", text, None if inline is None else clean_text(inline)) if text else None
        stored = cell.findtext(main("v"))
        if not stored:
            return None
        if kind == "s":
            item = self._means.shared.get(int(stored))
            text = "" if item is None else plain_text(item)
            return Value("s", text, item) if text else None
        if kind == "str":
            return Value("s", unescaped(stored))
        return Value(kind, stored.strip()) if kind in _PLAIN_TYPES else None

    def _put(self, fresh: etree._Element, cell: etree._Element, value: Value, place: tuple[int, int]) -> None:
        self.values[place] = value
        if value.kind != "n":
            fresh.set("t", value.kind)
        stored = value.text
        if value.kind == "s":
            texts = self._means.texts
            plain = cell.findtext(main("v")) or ""
            stored = texts.add_plain(plain) if value.item is None else texts.add(value.item)
        etree.SubElement(fresh, main("v")).text = stored


def shared_indexes(root: etree._Element) -> set[int]:
    """Indexes of the shared strings that a sheet's cells use."""
    cells = root.iterfind(f"{main('sheetData')}/{main('row')}/{main('c')}[@t='s']")
    texts = (cell.findtext(main("v")) for cell in cells)
    return {int(text) for text in texts if text and text.strip().isdigit()}


def numbered(row: etree._Element) -> Iterable[tuple[int, etree._Element]]:
    """The cells of a row with their column numbers; a cell without an address follows the one before."""
    column = 0
    for cell in row.iterchildren(main("c")):
        address = cell.get("r", "").rstrip("0123456789")
        column = column_number(address) if address else column + 1
        yield column, cell


def hidden_row(row: etree._Element, usual: str | None) -> bool:
    """Whether a row does not show: hidden, or as good as of no height.

    Args:
        row: The row.
        usual: Height in points of rows that give none, as stored.
    """
    return row.get("hidden") in TRUE or _below(_LOWEST, row.get("ht", usual))


def hidden_columns(root: etree._Element) -> frozenset[int]:
    """Numbers of the columns that do not show: hidden, or as good as of no width."""
    hidden: set[int] = set()
    said: set[int] = set()
    for column in root.iterfind(f"{main('cols')}/{main('col')}"):
        span = range(int(column.get("min", "1")), min(int(column.get("max", "1")), MAX_COLUMN) + 1)
        said.update(span)
        if column.get("hidden") in TRUE or _below(_NARROWEST, column.get("width")):
            hidden.update(span)
    sheet = first(root, "sheetFormatPr")
    if sheet is not None and _below(_NARROWEST, sheet.get("defaultColWidth")):
        hidden.update(set(range(1, MAX_COLUMN + 1)) - said)
    return frozenset(hidden)


class Covered:
    """Cells under merged ones: all of each merged range but its first cell."""

    def __init__(self, root: etree._Element) -> None:
        """Read the merged ranges of a worksheet part.

        Args:
            root: Its root.
        """
        self._cells: set[tuple[int, int]] = set()
        self._large: list[Area] = []
        for merge in root.iterfind(f"{main('mergeCells')}/{main('mergeCell')}"):
            area = parse_area(merge.get("ref", ""))
            if area is None:
                continue
            if area.height * area.width > _LARGE_MERGE:
                self._large.append(area)
                continue
            rows, columns = range(area.first_row, area.last_row + 1), range(area.first_column, area.last_column + 1)
            self._cells.update((row, column) for row in rows for column in columns)
            self._cells.discard((area.first_row, area.first_column))

    def __contains__(self, cell: tuple[int, int]) -> bool:
        if cell in self._cells or not self._large:
            return cell in self._cells
        return any(area.holds(*cell) and cell != (area.first_row, area.first_column) for area in self._large)


def _below(least: float, size: str | None) -> bool:
    return size is not None and float(size) < least
