"""What is in a workbook and where: sheets, Excel Tables, defined names. Reads the package, changes nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from pmo_workbook.addresses import Area, parse_area, split_sheet
from pmo_workbook.errors import NotAWorkbookError, UnsupportedError
from pmo_workbook.ooxml.package import Package, parse_xml

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
OFFICE_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
STRICT_OFFICE_DOCUMENT = "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CODE_NAME = re.compile(rb"""<(?:\w+:)?sheetPr\b[^>]*?\scodeName=["']([^"']*)["']""")
_HEAD = 4096


@dataclass(frozen=True)
class SheetPart:
    """A sheet of the workbook.

    Attributes:
        title: Its title as it is called now.
        part: Name of its part.
        sheet_id: Its id, by which the calculation chain knows it.
        state: ``visible``, ``hidden`` or ``veryHidden``.
        code_name: Its name in VBA, empty when it has none.
        kind: ``worksheet``, ``chartsheet`` or ``dialogsheet``.
    """

    title: str
    part: str
    sheet_id: int
    state: str
    code_name: str
    kind: str = "worksheet"


@dataclass(frozen=True)
class TablePart:
    """An Excel Table.

    Attributes:
        name: The name formulas use (``displayName``).
        part: Name of its part.
        sheet: The sheet it lies on.
        ref: First row, first column, last row, last column, 1-based, header and totals rows included.
        columns: Header texts, as the table knows them.
        header_rows: 1, or 0 when the header row is switched off.
        totals_rows: 1 when there is a totals row, else 0.
    """

    name: str
    part: str
    sheet: SheetPart
    ref: Area
    columns: tuple[str, ...]
    header_rows: int
    totals_rows: int


@dataclass(frozen=True)
class DefinedName:
    """A defined name.

    Attributes:
        name: The name.
        text: What it stands for, as written, without an equals sign.
        scope: Title of the sheet it is limited to, empty for the whole workbook.
        sheet: Title of the sheet of its range, empty when it is not simply a range.
        area: Its range, None when it is not simply a range.
    """

    name: str
    text: str
    scope: str
    sheet: str
    area: Area | None


class Workbook:
    """The read model of a workbook.

    Attributes:
        package: The package it was read from.
        part: Name of the workbook part.
        sheets: All sheets in the order of the tabs.
        tables: All Excel Tables, by sheet.
        names: All defined names in the order of the file.
        date1904: Whether dates count from 1904.
        calc_chain: Name of the part with the calculation chain, empty when there is none.
        formula_free: Parts of worksheets that a search on the way has shown to hold no formula; added to by whoever
            goes through one, so that it need not be searched again.
    """

    def __init__(self, package: Package) -> None:
        """Read the model.

        Args:
            package: An open package.

        Raises:
            UnsupportedError: The file is of the strict OOXML kind.
            NotAWorkbookError: It is a package, but no workbook.
        """
        self.package = package
        self.part = _workbook_part(package)
        root = parse_xml(package.read(self.part))
        if root.tag != f"{{{MAIN}}}workbook":
            raise NotAWorkbookError(f"{package.path.name} is not an Excel workbook.")
        self._relations = {relation.id: relation for relation in package.relations(self.part)}
        properties = root.find(f"{{{MAIN}}}workbookPr")
        self.date1904 = properties is not None and properties.get("date1904", "0") in ("1", "true", "on")
        self.sheets = tuple(self._sheets(root))
        self.tables = tuple(table for sheet in self.sheets for table in _tables(package, sheet))
        self.names = tuple(self._names(root))
        self.calc_chain = self.related("calcChain")
        self.formula_free: set[str] = set()

    def sheet(self, title: str) -> SheetPart | None:
        """The sheet of a title, in any case."""
        return next((sheet for sheet in self.sheets if sheet.title.casefold() == title.casefold()), None)

    def table(self, name: str) -> TablePart | None:
        """The Excel Table of a name, in any case."""
        return next((table for table in self.tables if table.name.casefold() == name.casefold()), None)

    def tables_on(self, sheet: SheetPart) -> tuple[TablePart, ...]:
        """The Excel Tables of a sheet."""
        return tuple(table for table in self.tables if table.sheet.part == sheet.part)

    def name(self, name: str) -> DefinedName | None:
        """The defined name, in any case: of the workbook, or else of the one sheet that has it."""
        found = [entry for entry in self.names if entry.name.casefold() == name.casefold()]
        whole = [entry for entry in found if not entry.scope]
        if whole:
            return whole[0]
        return found[0] if len(found) == 1 else None

    def related(self, kind: str) -> str:
        """The part the workbook is related to by a kind of relationship, such as ``sharedStrings``; else empty."""
        for relation in self._relations.values():
            if relation.kind == kind and not relation.external and self.package.has(relation.target_part):
                return relation.target_part
        return ""

    @property
    def signed(self) -> bool:
        """Whether the file carries a digital signature, which any change would break."""
        return any(name.lower().startswith("_xmlsignatures/") for name in self.package.names())

    def _sheets(self, root: etree._Element) -> list[SheetPart]:
        sheets = []
        for element in root.iterfind(f"{{{MAIN}}}sheets/{{{MAIN}}}sheet"):
            relation = self._relations.get(element.get(RELATION_ID, ""))
            if relation is None or not self.package.has(relation.target_part):
                raise NotAWorkbookError(
                    f"{self.package.path.name} is damaged: the sheet {element.get('name')} has no content."
                )
            sheets.append(
                SheetPart(
                    title=element.get("name", ""),
                    part=relation.target_part,
                    sheet_id=int(element.get("sheetId", "0")),
                    state=element.get("state", "visible"),
                    code_name=_code_name(self.package, relation.target_part),
                    kind=relation.kind,
                )
            )
        return sheets

    def _names(self, root: etree._Element) -> list[DefinedName]:
        names = []
        for element in root.iterfind(f"{{{MAIN}}}definedNames/{{{MAIN}}}definedName"):
            text = element.text or ""
            local = element.get("localSheetId", "")
            scope = self.sheets[int(local)].title if local.isdigit() and int(local) < len(self.sheets) else ""
            title, rest = split_sheet(text)
            area = parse_area(rest) if title else None
            names.append(DefinedName(element.get("name", ""), text, scope, title if area else "", area))
        return names


def unescaped(text: str) -> str:
    """Text of a workbook part with its ``_x000a_`` escapes resolved."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def escaped(text: str) -> str:
    """Text in which what looks like an ``_x000a_`` escape is kept as it is by a reader that resolves them."""
    return _ESCAPED.sub(lambda found: "_x005F" + found[0], text) if "_x" in text else text


def _workbook_part(package: Package) -> str:
    for relation in package.relations(""):
        if relation.type == STRICT_OFFICE_DOCUMENT:
            raise UnsupportedError(
                f"{package.path.name} is a Strict Open XML workbook; save it as an ordinary .xlsx or .xlsm first."
            )
        if relation.type == OFFICE_DOCUMENT and package.has(relation.target_part):
            return relation.target_part
    raise NotAWorkbookError(f"{package.path.name} is not an Excel workbook.")


def _code_name(package: Package, part: str) -> str:
    head = next(package.chunks(part, _HEAD), b"")[:_HEAD]
    found = _CODE_NAME.search(head)
    return found[1].decode("utf-8", "replace") if found else ""


def _tables(package: Package, sheet: SheetPart) -> list[TablePart]:
    tables = []
    for relation in package.relations(sheet.part):
        if relation.kind != "table" or relation.external or not package.has(relation.target_part):
            continue
        root = parse_xml(package.read(relation.target_part))
        area = parse_area(root.get("ref", ""))
        if root.tag != f"{{{MAIN}}}table" or area is None:
            continue
        tables.append(
            TablePart(
                name=root.get("displayName", root.get("name", "")),
                part=relation.target_part,
                sheet=sheet,
                ref=area,
                columns=tuple(
                    unescaped(column.get("name", ""))
                    for column in root.iterfind(f"{{{MAIN}}}tableColumns/{{{MAIN}}}tableColumn")
                ),
                header_rows=int(root.get("headerRowCount", "1")),
                totals_rows=int(root.get("totalsRowCount", "0")),
            )
        )
    return tables
