"""Lint of the workbook part: sheets, defined names, styles, macros, calculation chain."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from tests.witness.findings import Finding
from tests.witness.formulas import Mention, area, mentions
from tests.witness.opc import Element, Package, Sheet, local
from tests.witness.sheet_scan import Limits, SheetScan, scan, shared_strings

LONGEST_SHEET_NAME = 31
LONGEST_NAME = 255
_NAME = re.compile(r"[^\W\d][\w.\\?]*|\\[\w.\\?]*")
_LIKE_A_CELL = re.compile(r"[A-Za-z]{1,3}\d{1,7}|[Rr]\d*[Cc]\d*|[RrCc]")


@dataclass
class Table:
    """A table part and where it lies.

    Attributes:
        part: Name of the table part.
        sheet: Part of the sheet it lies on.
        root: Root element.
    """

    part: str
    sheet: str
    root: Element

    @property
    def name(self) -> str:
        """The name that formulas use."""
        return str(self.root.get("displayName") or self.root.get("name") or "")

    @property
    def columns(self) -> list[str]:
        """Names of its columns, with line breaks as such."""
        names = [item.get("name", "") for item in self.root.iterfind("{*}tableColumns/{*}tableColumn")]
        return [name.replace("_x000a_", "\n").replace("_x000A_", "\n") for name in names]


@dataclass
class Book:
    """A package with what several checks look up.

    Attributes:
        package: The parts.
        sheets: The sheets by tab order.
        tables: All tables, by sheet order.
        scans: Walks through the worksheet parts, by part.
        names: The ``definedName`` elements.
    """

    package: Package
    sheets: list[Sheet]
    tables: list[Table]
    scans: dict[str, SheetScan] = field(default_factory=dict)
    names: list[Element] = field(default_factory=list)

    @classmethod
    def read(cls, package: Package) -> Book:
        """Walk through all sheets of a package whose parts are well-formed."""
        worksheets = [sheet.part for sheet in package.sheets if sheet.kind == "worksheet"]
        tables = [
            Table(part, sheet, package.tree(part))
            for sheet in dict.fromkeys(worksheets)
            for part in package.related(sheet, "table")
        ]
        names = list(package.tree(package.workbook).iterfind("{*}definedNames/{*}definedName"))
        book = cls(package, package.sheets, tables, names=names)
        parts = package.related(package.workbook, "sharedStrings")
        strings = [text for part in parts for text in shared_strings(package.tree(part))]
        for sheet in dict.fromkeys(worksheets):
            wanted = frozenset(_header_row(table) for table in tables if table.sheet == sheet)
            limits = Limits(strings, len(book.styles("cellXfs")), wanted)
            book.scans[sheet] = scan(sheet, package.blobs[sheet], limits)
        return book

    def styles(self, group: str) -> list[Element]:
        """The children of a group of the styles part, such as ``cellXfs``."""
        parts = self.package.related(self.package.workbook, "styles")
        return [item for part in parts for item in self.package.tree(part).iterfind(f"{{*}}{group}/*")]

    def formula_faults(self, part: str, formula: str, where: str, structured: bool = True) -> Iterator[Finding]:
        """Faults of a formula: syntax, and what it points at.

        Args:
            part: Part that holds it.
            formula: Its text without ``=``.
            where: Words that say where it stands.
            structured: Whether Excel takes a table reference (``Table[Column]``) here.

        Yields:
            A finding for each fault.
        """
        try:
            found = mentions(formula)
        except ValueError as error:
            yield Finding(part, "formula-syntax", f"{where}: {error}")
            return
        for mention in found:
            if mention.broken:
                yield Finding(part, "formula-ref", f"{where} holds #REF!")
            elif mention.sheet and not mention.external and not set(mention.sheet.casefold().split(":")) <= self.titles:
                yield Finding(part, "formula-sheet", f"{where} names the sheet {mention.sheet!r}, which does not exist")
            elif mention.table is not None:
                yield from self._table_faults(part, mention, where, structured)
            elif mention.name and not mention.name.startswith("_xlpm.") and mention.name.casefold() not in self.known:
                yield Finding(part, "formula-name", f"{where} uses the name {mention.name!r}, which does not exist")

    def _table_faults(self, part: str, mention: Mention, where: str, structured: bool) -> Iterator[Finding]:
        if not structured:
            yield Finding(part, "formula-structured", f"{where} refers to a table, which Excel refuses here")
        if not mention.table:
            return
        columns = self.table_columns.get(mention.table.casefold())
        absent = [name for name in mention.columns if columns is None or name.casefold() not in columns]
        if columns is None or absent:
            what = f"{mention.table}[{', '.join(absent)}]"
            yield Finding(part, "formula-table", f"{where} names {what}, which does not exist")

    @cached_property
    def titles(self) -> set[str]:
        """Titles of the sheets, case folded."""
        return {sheet.name.casefold() for sheet in self.sheets}

    @cached_property
    def table_columns(self) -> dict[str, set[str]]:
        """Column names by table name, all case folded."""
        return {table.name.casefold(): {name.casefold() for name in table.columns} for table in self.tables}

    @cached_property
    def known(self) -> set[str]:
        """Names that a formula may use: defined names and tables, case folded."""
        return {name.get("name", "").casefold() for name in self.names} | set(self.table_columns)


def _header_row(table: Table) -> int:
    try:
        return area(table.root.get("ref", "")).top
    except ValueError:
        return 0


def check(book: Book) -> list[Finding]:
    """All checks of this module."""
    return [
        *_sheets(book),
        *_views(book),
        *_names(book),
        *_styles(book),
        *_macros(book),
        *_calculation_chain(book),
    ]


def _sheets(book: Book) -> Iterator[Finding]:
    part = book.package.workbook
    for sheet in book.sheets:
        if not sheet.part:
            yield Finding(part, "sheet-missing", f"the sheet {sheet.name!r} has no part")
        bad = re.search(r"[\[\]:*?/\\]", sheet.name) or sheet.name.startswith("'") or sheet.name.endswith("'")
        if bad or not 1 <= len(sheet.name) <= LONGEST_SHEET_NAME:
            yield Finding(part, "sheet-name", f"{sheet.name!r} is no valid sheet name")
    for name, count in Counter(sheet.name.casefold() for sheet in book.sheets).items():
        if count > 1:
            yield Finding(part, "sheet-name", f"{count} sheets are named {name!r}")
    for attribute in ("sheet_id", "part"):
        for value, count in Counter(getattr(sheet, attribute) for sheet in book.sheets).items():
            if count > 1 and value:
                yield Finding(part, "sheet-id", f"{count} sheets share the {attribute} {value}")
    if all(sheet.state != "visible" for sheet in book.sheets):
        yield Finding(part, "sheet-visible", "no sheet is visible")


def _views(book: Book) -> Iterator[Finding]:
    part = book.package.workbook
    for view in book.package.tree(part).iterfind("{*}bookViews/{*}workbookView"):
        active = int(view.get("activeTab", 0))
        if active >= len(book.sheets) or book.sheets[active].state != "visible":
            yield Finding(part, "active-tab", f"the active tab {active} is no visible sheet")
    selected = [
        part
        for part, found in book.scans.items()
        if any(view.get("tabSelected") in ("1", "true") for view in found.root.iterfind("{*}sheetViews/{*}sheetView"))
    ]
    if len(selected) > 1:
        yield Finding(part, "tab-selected", f"{len(selected)} sheets are selected, so that typing changes all of them")


def _names(book: Book) -> Iterator[Finding]:
    part = book.package.workbook
    seen = Counter((item.get("name", "").casefold(), item.get("localSheetId")) for item in book.names)
    for (name, scope), count in seen.items():
        if count > 1:
            yield Finding(part, "name-duplicate", f"{name!r} is defined {count} times in scope {scope}")
    tables = {table.name.casefold() for table in book.tables}
    for item in book.names:
        name, scope = item.get("name", ""), item.get("localSheetId")
        if name.casefold() in tables:
            yield Finding(part, "name-table", f"{name!r} is a defined name and a table")
        if not _NAME.fullmatch(name) or _LIKE_A_CELL.fullmatch(name) or len(name) > LONGEST_NAME:
            yield Finding(part, "name-invalid", f"{name!r} is no valid name")
        if scope is not None and not (scope.isdigit() and int(scope) < len(book.sheets)):
            yield Finding(part, "name-scope", f"{name!r} belongs to sheet {scope} of {len(book.sheets)}")
        yield from book.formula_faults(part, item.text or "", f"the name {name}")


def _styles(book: Book) -> Iterator[Finding]:
    sizes = {group: len(book.styles(group)) for group in ("fonts", "fills", "borders", "cellStyleXfs")}
    parts = book.package.related(book.package.workbook, "styles")
    wanted = {"fontId": "fonts", "fillId": "fills", "borderId": "borders", "xfId": "cellStyleXfs"}
    for number, xf in enumerate(book.styles("cellXfs")):
        for attribute, group in wanted.items():
            value = int(xf.get(attribute, 0))
            if value >= max(sizes[group], 1):
                yield Finding(parts[0], "style-part", f"format {number} has {attribute} {value} of {sizes[group]}")
    formats = {int(item.get("numFmtId")) for item in book.styles("numFmts")}
    for number, xf in enumerate(book.styles("cellXfs")):
        value = int(xf.get("numFmtId", 0))
        if value >= 164 and value not in formats:
            yield Finding(parts[0], "style-part", f"format {number} has the unknown number format {value}")


def _macros(book: Book) -> Iterator[Finding]:
    part = book.package.workbook
    has_type = "macroEnabled" in (book.package.content_type(part) or "")
    has_project = bool(book.package.related(part, "vbaProject"))
    if has_type != has_project:
        words = ("is", "no") if has_type else ("is not", "a")
        yield Finding(part, "macro", f"the file {words[0]} macro-enabled and has {words[1]} VBA project")
    codes = [_code_name(book.package.tree(part), "workbookPr")]
    codes += [_code_name(book.scans[sheet.part].root, "sheetPr") for sheet in book.sheets if sheet.part in book.scans]
    for code, count in Counter(code.casefold() for code in codes if code).items():
        if count > 1:
            yield Finding(part, "code-name", f"{count} objects have the code name {code!r}")
    if has_project and not all(codes):
        yield Finding(part, "code-name", f"{codes.count('')} of the workbook and its sheets have no code name")


def _code_name(root: Element, element: str) -> str:
    found = root.find(f"{{*}}{element}")
    return "" if found is None else str(found.get("codeName", ""))


def _calculation_chain(book: Book) -> Iterator[Finding]:
    parts = {sheet.sheet_id: sheet.part for sheet in book.sheets}
    for chain in book.package.related(book.package.workbook, "calcChain"):
        sheet = ""
        for item in book.package.tree(chain):
            if local(item) != "c":
                continue
            sheet = item.get("i") or sheet
            found = book.scans.get(parts.get(sheet, ""))
            try:
                place = area(item.get("r", ""))
                known = found is not None and (place.top, place.left) in found.formulas
            except ValueError:
                known = False
            if not known:
                yield Finding(chain, "calc-chain", f"{item.get('r')} of sheet {sheet} has no formula")
