"""What the sheets give away: hidden and invisible cells, filters, headers, links, formulas, texts no cell shows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from lxml import etree

from pmo_workbook.addresses import cell_address
from pmo_workbook.ooxml.package import parse_xml
from pmo_workbook.ooxml.workbook import RELATION_ID, SheetPart, Workbook
from pmo_workbook.publish.clean.allow import first, main, pulled
from pmo_workbook.publish.clean.formats import FORMATS_URI, LINK_URI, SPARKLINES_URI, XM
from pmo_workbook.publish.clean.grid import Covered, hidden_columns, hidden_row, numbered
from pmo_workbook.publish.clean.headers import clean_header
from pmo_workbook.publish.clean.look import Look
from pmo_workbook.publish.clean.scope import Scope
from pmo_workbook.publish.clean.tables import ALT_TEXT_URI
from pmo_workbook.publish.clean.texts import plain_text, shared_texts
from pmo_workbook.publish.inspection.categories import Category, Finding, shortened

KNOWN_EXTENSIONS = frozenset(uri.upper() for uri in (FORMATS_URI, SPARKLINES_URI, LINK_URI, ALT_TEXT_URI))
_MAIL = re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")
_OUTSIDE = re.compile(r"(?<![\w.])\[\d+\]|\[[^\]]+\.xl\w+\]", re.IGNORECASE)
_V, _F, _IS = main("v"), main("f"), main("is")
_PIECE = 1 << 20
_MOST_SHOWN = 5
_ELEMENTS = {
    "sheetProtection": Category.PROTECTION,
    "protectedRanges": Category.PROTECTION,
    "scenarios": Category.SCENARIOS,
    "customSheetViews": Category.VIEWS,
    "dataValidations": Category.VALIDATIONS,
    "oleObjects": Category.EMBEDDED,
    "controls": Category.CONTROLS,
    "customProperties": Category.SHEET_PROPERTIES,
    "webPublishItems": Category.OTHER,
    "smartTags": Category.OTHER,
    "cellWatches": Category.OTHER,
    "dataConsolidate": Category.EXTERNAL_LINKS,
    "picture": Category.IMAGES,
}


class CellInspector:
    """Goes through all sheets once.

    Attributes:
        used_formats: Cell formats in use, as their indexes are written.
        used_differences: Formats that conditions or tables lay over cells.
    """

    def __init__(self, workbook: Workbook, scope: Scope, people: re.Pattern[str] | None) -> None:
        """Remember what to look at; `findings` looks.

        Args:
            workbook: The workbook.
            scope: Its visible sheets.
            people: Finds names of people.
        """
        self.used_formats: set[str] = set()
        self.used_differences: set[str] = set()
        self._workbook = workbook
        self._scope = scope
        self._people = people
        part = workbook.related("styles")
        self._look = Look(parse_xml(workbook.package.read(part) if part else b"<styleSheet/>"))
        strings = workbook.related("sharedStrings")
        self._strings = [plain_text(item) for item in shared_texts(workbook.package, strings)]
        self._used: set[int] = set()

    def findings(self) -> Iterator[Finding]:
        """All findings in cells and sheets, then the texts that no cell shows."""
        for sheet in self._workbook.sheets:
            if sheet.kind == "worksheet":
                yield from self._sheet(sheet)
        for table in self._workbook.tables:
            yield from self._table(table.part, table.name)
        orphans = [text for index, text in enumerate(self._strings) if index not in self._used and text]
        if orphans:
            yield Finding(Category.STRINGS, "shared strings", shortened(f"{len(orphans)}: {' | '.join(orphans[:5])}"))

    def _sheet(self, sheet: SheetPart) -> Iterator[Finding]:
        data = self._workbook.package.read(sheet.part)
        root = parse_xml(_without_rows(data))
        tally: dict[Category, list[tuple[str, str]]] = defaultdict(list)
        covered, hidden = Covered(root), hidden_columns(root)
        self.used_formats |= {column.get("style", "0") for column in root.iter(main("col"))}
        for row in _rows(data):
            self.used_formats.add(row.get("s", "0"))
            unseen = hidden_row(row)
            number = int(row.get("r", "0"))
            for column, cell in numbered(row):
                self._cell(cell, (number, column), tally, unseen=unseen or column in hidden, covered=covered)
        for category, found in tally.items():
            count = f"{len(found)} cells: " if len(found) > 1 else ""
            texts = " | ".join(text for _, text in found[:_MOST_SHOWN])
            yield Finding(category, f"{sheet.title}!{found[0][0]}", shortened(count + texts))
        yield from self._beside_cells(sheet, root)

    def _cell(
        self,
        cell: etree._Element,
        place: tuple[int, int],
        tally: dict[Category, list[tuple[str, str]]],
        *,
        unseen: bool,
        covered: Covered,
    ) -> None:
        style = cell.get("s", "0")
        self.used_formats.add(style)
        text, is_text, formula = self._content(cell)
        if formula is not None:
            for category in _of_formula(formula):
                tally[category].append((cell_address(*place), formula))
        if not text:
            return
        if "vm" in cell.attrib:
            tally[Category.LINKED_DATA].append((cell_address(*place), text))
        if unseen:
            tally[Category.HIDDEN_CELLS].append((cell_address(*place), text))
        elif place in covered or self._look.hides(style, is_text):
            tally[Category.INVISIBLE].append((cell_address(*place), text))
        if is_text:
            if "@" in text and _MAIL.search(text):
                tally[Category.MAIL_ADDRESSES].append((cell_address(*place), text))
            if self._people is not None and self._people.search(text):
                tally[Category.PEOPLE].append((cell_address(*place), text))

    def _content(self, cell: etree._Element) -> tuple[str, bool, str | None]:
        """What a cell holds: its value as text, whether it is a text, and its formula."""
        kind = cell.get("t", "n")
        text, formula = "", None
        for child in cell:
            if child.tag == _V:
                text = child.text or ""
            elif child.tag == _F:
                formula = child.text or ""
            elif child.tag == _IS:
                text = plain_text(child)
        if kind == "s" and text.strip().isdigit():
            index = int(text)
            self._used.add(index)
            return (self._strings[index] if index < len(self._strings) else ""), True, formula
        return text, kind in ("inlineStr", "str"), formula

    def _beside_cells(self, sheet: SheetPart, root: etree._Element) -> Iterator[Finding]:
        for tag, category in _ELEMENTS.items():
            found = first(root, tag)
            if found is not None:
                yield Finding(category, sheet.title, f"{tag} ({max(len(found), 1)})")
        yield from _filters(root, sheet.title)
        for said in root.iterfind(f"{main('headerFooter')}/*"):
            if (said.text or "") != clean_header(said.text or ""):
                yield Finding(Category.HEADERS, sheet.title, shortened(said.text or ""))
        for link in root.iterfind(f"{main('hyperlinks')}/{main('hyperlink')}"):
            target = link.get("location", "")
            if RELATION_ID not in link.attrib and self._scope.place(target) is None:
                yield Finding(Category.HYPERLINKS, f"{sheet.title}!{link.get('ref', '')}", shortened(target))
        links = root.iterfind(f"{main('hyperlinks')}/{main('hyperlink')}")
        tips = [link.get("tooltip", "") for link in links if link.get("tooltip")]
        if tips:
            yield Finding(Category.HYPERLINKS, sheet.title, shortened(f"{len(tips)} tips of links: {' | '.join(tips)}"))
        yield from self._formats(sheet, root)
        for extension in root.iter(main("ext")):
            if extension.get("uri", "").upper() not in KNOWN_EXTENSIONS:
                yield Finding(Category.EXTENSIONS, sheet.title, extension.get("uri", ""))

    def _formats(self, sheet: SheetPart, root: etree._Element) -> Iterator[Finding]:
        formulas = [formula.text or "" for rule in root.iter(main("cfRule")) for formula in rule.iter(main("formula"))]
        formulas += [formula.text or "" for formula in root.iter(f"{{{XM}}}f")]
        self.used_differences |= {rule.get("dxfId", "") for rule in root.iter(main("cfRule"))}
        for formula in formulas:
            if not self._scope.stays(formula):
                yield Finding(Category.BROKEN_FORMATS, sheet.title, shortened(formula))

    def _table(self, part: str, name: str) -> Iterator[Finding]:
        root = parse_xml(self._workbook.package.read(part))
        yield from _filters(root, name)
        for element in root.iter(etree.Element):
            for attribute, value in element.attrib.items():
                if str(attribute).endswith("DxfId") or attribute == "dxfId":
                    self.used_differences.add(str(value))
        comment = root.get("comment", "")
        if comment:
            yield Finding(Category.PROPERTIES, f"table {name}", shortened(comment))


def _of_formula(formula: str) -> Iterator[Category]:
    yield Category.FORMULAS
    upper = formula.upper()
    if "RTD(" in upper:
        yield Category.REAL_TIME
    if "CUBE" in upper:
        yield Category.CUBES
    if _OUTSIDE.search(formula):
        yield Category.EXTERNAL_LINKS


def _filters(root: etree._Element, place: str) -> Iterator[Finding]:
    for column in root.iterfind(f"{main('autoFilter')}/{main('filterColumn')}"):
        values = [value.get("val", "") for value in column.iter() if value.get("val")]
        yield Finding(Category.FILTERS, place, shortened(" ".join(values)) or "a filter is set")


def _without_rows(data: bytes) -> bytes:
    """A worksheet part without what is in its rows, so that the rest can be read whole."""
    found = re.search(rb"<(\w+:)?sheetData(\s[^>]*)?(/)?>", data)
    if found is None or found[3]:
        return data
    end = data.rfind(b"</" + (found[1] or b"") + b"sheetData")
    return data[: found.end()] + data[end:] if end > 0 else data


def _rows(data: bytes) -> Iterator[etree._Element]:
    """The rows of a worksheet part, one at a time, numbered."""
    number = 0
    for row in pulled((data[at : at + _PIECE] for at in range(0, len(data), _PIECE)), main("row")):
        number = int(row.get("r", number + 1))
        row.set("r", str(number))
        yield row
