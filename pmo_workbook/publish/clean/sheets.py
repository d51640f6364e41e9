"""A worksheet of the copy, put together from what is allowed, in the order the format wants."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from pmo_workbook.addresses import cell_address, column_letters, parse_area
from pmo_workbook.ooxml.package import to_bytes
from pmo_workbook.ooxml.workbook import MAIN, RELATION_ID, SheetPart
from pmo_workbook.publish.clean.allow import allowed, copied, first, main, new_root
from pmo_workbook.publish.clean.archive import OFFICE
from pmo_workbook.publish.clean.formats import Formats
from pmo_workbook.publish.clean.grid import Cells, Means
from pmo_workbook.publish.clean.headers import clean_header
from pmo_workbook.publish.clean.scope import Scope, absolute
from pmo_workbook.publish.inspection.categories import Category

_SHEET = allowed(
    sheetPr="",
    tabColor="auto indexed rgb theme tint",
    outlinePr="applyStyles summaryBelow summaryRight showOutlineSymbols",
    pageSetUpPr="autoPageBreaks fitToPage",
    sheetFormatPr="baseColWidth defaultColWidth defaultRowHeight customHeight zeroHeight thickTop thickBottom "
    "outlineLevelRow outlineLevelCol",
    mergeCells="count",
    mergeCell="ref",
    printOptions="horizontalCentered verticalCentered headings gridLines gridLinesSet",
    pageMargins="left right top bottom header footer",
    pageSetup="paperSize scale firstPageNumber fitToWidth fitToHeight pageOrder orientation blackAndWhite draft "
    "cellComments useFirstPageNumber errors horizontalDpi verticalDpi",
    rowBreaks="count manualBreakCount",
    colBreaks="count manualBreakCount",
    brk="id min max man",
    ignoredErrors="",
    ignoredError="sqref evalError twoDigitTextYear numberStoredAsText formula formulaRange unlockedFormula "
    "emptyCellReference listDataValidation calculatedColumn",
)
_VIEW = allowed(sheetView="showGridLines showRowColHeaders showZeros rightToLeft view zoomScale zoomScaleNormal")
_HEADERS = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
_HEADER_FLAGS = allowed(headerFooter="differentOddEven differentFirst scaleWithDoc alignWithMargins")
_ARROWS = ("←", "→", "↑", "↓", "⌂", "«", "»", "◀", "▶")
_GONE = {
    "sheetProtection": Category.PROTECTION,
    "protectedRanges": Category.PROTECTION,
    "scenarios": Category.SCENARIOS,
    "customSheetViews": Category.VIEWS,
    "dataValidations": Category.VALIDATIONS,
    "autoFilter": Category.FILTERS,
    "picture": Category.IMAGES,
    "oleObjects": Category.EMBEDDED,
    "controls": Category.CONTROLS,
    "customProperties": Category.SHEET_PROPERTIES,
    "webPublishItems": Category.OTHER,
    "legacyDrawing": Category.COMMENTS,
    "legacyDrawingHF": Category.HEADERS,
}


@dataclass
class CleanSheet:
    """One sheet on its way into the copy.

    Attributes:
        sheet: The sheet in the source.
        root: Root of the source's part.
        cells: Its cells.
        formats: Its conditional formats.
        links: Links inside the copy: range and target.
        left: What was left behind: category and words.
        data: The rows of the copy.
        tables: Relationship ids of its tables.
        drawing: Relationship id of its drawing, empty for none.
    """

    sheet: SheetPart
    root: etree._Element
    cells: Cells
    formats: Formats
    links: list[tuple[str, str]]
    left: list[tuple[Category, str]]
    data: etree._Element
    tables: list[str] = field(default_factory=list)
    drawing: str = ""

    def to_bytes(self, *, selected: bool) -> bytes:
        """The part.

        Args:
            selected: Whether it is the sheet that shows when the copy is opened.
        """
        root = new_root(main("worksheet"), MAIN, r=OFFICE.rstrip("/"))
        root.extend(element for element in self._elements(selected) if element is not None)
        etree.cleanup_namespaces(root, keep_ns_prefixes=["r"])
        return to_bytes(root)

    def _elements(self, selected: bool) -> Iterator[etree._Element | None]:
        yield self._plain("sheetPr")
        yield etree.Element(main("dimension"), ref=self.cells.area().address())
        yield self._views(selected)
        yield self._plain("sheetFormatPr")
        yield self.cells.columns()
        yield self.data
        yield self._plain("mergeCells")
        yield from self.formats.elements
        yield self._hyperlinks()
        for tag in ("printOptions", "pageMargins", "pageSetup"):
            yield self._plain(tag)
        yield self._headers()
        for tag in ("rowBreaks", "colBreaks", "ignoredErrors"):
            yield self._plain(tag)
        if self.drawing:
            yield _related("drawing", self.drawing)
        if self.tables:
            parts = etree.Element(main("tableParts"), count=str(len(self.tables)))
            parts.extend(_related("tablePart", identity) for identity in self.tables)
            yield parts
        yield self.formats.extension()

    def _plain(self, tag: str) -> etree._Element | None:
        found = first(self.root, tag)
        if found is None:
            return None
        fresh = copied(found, _SHEET)
        return fresh if len(fresh) or len(fresh.attrib) else None

    def _views(self, selected: bool) -> etree._Element:
        views = etree.Element(main("sheetViews"))
        old = self.root.find(f"{main('sheetViews')}/{main('sheetView')}")
        view = etree.SubElement(views, main("sheetView")) if old is None else copied(old, _VIEW)
        if old is not None:
            views.append(view)
        if selected:
            view.set("tabSelected", "1")
        view.set("workbookViewId", "0")
        pane = None if old is None else first(old, "pane")
        if pane is not None and pane.get("state") in ("frozen", "frozenSplit"):
            view.extend(_frozen(pane))
        else:
            etree.SubElement(view, main("selection"), activeCell="A1", sqref="A1")
        return views

    def _hyperlinks(self) -> etree._Element | None:
        if not self.links:
            return None
        fresh = etree.Element(main("hyperlinks"))
        for ref, target in self.links:
            etree.SubElement(fresh, main("hyperlink"), ref=ref, location=target)
        return fresh

    def _headers(self) -> etree._Element | None:
        old = first(self.root, "headerFooter")
        if old is None:
            return None
        fresh = copied(old, _HEADER_FLAGS)
        for tag in _HEADERS:
            said = old.findtext(main(tag)) or ""
            kept = clean_header(said)
            if kept:
                etree.SubElement(fresh, main(tag)).text = kept
        return fresh if len(fresh) else None


def clean_sheet(sheet: SheetPart, root: etree._Element, scope: Scope, means: Means) -> CleanSheet:
    """Take the cells, formats and links of a sheet into the copy; tables and drawings come later.

    Args:
        sheet: The sheet in the source.
        root: Root of its part.
        scope: What is in the copy.
        means: What the sheets of the copy share.
    """
    cells = Cells(root, means)
    left: list[tuple[Category, str]] = []
    links, buttons = _links(root, scope, cells, left)
    data = cells.build(buttons)
    formats = Formats(root, scope, means.styles)
    left += cells.left
    left += [(Category.BROKEN_FORMATS, where) for where in formats.dropped]
    left += [(category, tag) for tag, category in _GONE.items() if first(root, tag) is not None]
    headers = first(root, "headerFooter")
    for tag in _HEADERS if headers is not None else ():
        said = "" if headers is None else headers.findtext(main(tag)) or ""
        if clean_header(said) != said:
            left.append((Category.HEADERS, said))
    return CleanSheet(sheet, root, cells, formats, links, left, data)


def _links(
    root: etree._Element, scope: Scope, cells: Cells, left: list[tuple[Category, str]]
) -> tuple[list[tuple[str, str]], set[tuple[int, int]]]:
    """Links that lead to what stays, and the cells that were nothing but a way to what is gone."""
    links: list[tuple[str, str]] = []
    buttons: set[tuple[int, int]] = set()
    for link in root.iterfind(f"{main('hyperlinks')}/{main('hyperlink')}"):
        ref = link.get("ref", "")
        place = None if RELATION_ID in link.attrib else scope.place(link.get("location", ""))
        if place is not None:
            links.append((ref, absolute(*place).replace("$", "")))
            continue
        area = parse_area(ref)
        if RELATION_ID not in link.attrib and area is not None and cells.text(area).startswith(_ARROWS):
            buttons.add((area.first_row, area.first_column))
        left.append((Category.HYPERLINKS, ref))
    return links, buttons


def _frozen(pane: etree._Element) -> Iterator[etree._Element]:
    columns, rows = (int(float(pane.get(name, "0"))) for name in ("xSplit", "ySplit"))
    start = cell_address(rows + 1, columns + 1)
    active = "bottomRight" if rows and columns else "bottomLeft" if rows else "topRight"
    fresh = etree.Element(main("pane"))
    for name, value in (("xSplit", columns), ("ySplit", rows)):
        if value:
            fresh.set(name, str(value))
    fresh.set("topLeftCell", start)
    fresh.set("activePane", active)
    fresh.set("state", "frozen")
    yield fresh
    sides = {"topRight": f"{column_letters(columns + 1)}1", "bottomLeft": f"A{rows + 1}"}
    for side in ("topRight", "bottomLeft") if rows and columns else ():
        yield etree.Element(main("selection"), pane=side, activeCell=sides[side], sqref=sides[side])
    yield etree.Element(main("selection"), pane=active, activeCell=start, sqref=start)


def _related(tag: str, identity: str) -> etree._Element:
    element = etree.Element(main(tag))
    element.set(RELATION_ID, identity)
    return element
