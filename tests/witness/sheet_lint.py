"""Lint of each worksheet part: order of elements, ranges, validations, conditional formats, drawings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations

from tests.witness.findings import Finding
from tests.witness.formulas import LAST_COLUMN, Area, area, areas, mentions
from tests.witness.opc import Element, local
from tests.witness.sheet_scan import SheetScan
from tests.witness.workbook_lint import Book

# The sequence of CT_Worksheet, ECMA-376 part 1, 18.3.1.99.
ORDER = re.findall(
    r"\w+",
    """
    sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios
    autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations
    hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches
    ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF drawingHF picture oleObjects controls webPublishItems
    tableParts extLst
    """,
)

# Characters that Excel takes: title and text of the message, title and text of the error ([MS-XLS] 2.4.90, Dv).
VALIDATION_LIMITS = {"promptTitle": 32, "prompt": 255, "errorTitle": 32, "error": 225}
LONGEST_LIST = 255
FORMULA_COUNT = {"cellIs": 1, "expression": 1, "containsText": 1, "notContainsText": 1, "beginsWith": 1, "endsWith": 1}


def check(book: Book) -> list[Finding]:
    """All checks of this module, for every worksheet."""
    found = []
    for scan in book.scans.values():
        found += scan.findings
        for look in CHECKS:
            found += look(book, scan)
    return found


def _order(book: Book, scan: SheetScan) -> Iterator[Finding]:
    before = -1
    for child in scan.root:
        name = local(child)
        if name == "AlternateContent":
            name = next((local(inner) for choice in child for inner in choice), "")
        if not name:
            continue
        if name not in ORDER:
            yield Finding(scan.part, "element-order", f"a worksheet has no element {name}")
            continue
        place = ORDER.index(name)
        if place < before or (place == before and name != "conditionalFormatting"):
            yield Finding(scan.part, "element-order", f"{name} comes after {ORDER[before]}")
        before = max(place, before)


def _columns(book: Book, scan: SheetScan) -> Iterator[Finding]:
    before = 0
    formats = len(book.styles("cellXfs"))
    for item in scan.root.iterfind("{*}cols/{*}col"):
        low, high = int(item.get("min", 0)), int(item.get("max", 0))
        if not before < low <= high <= LAST_COLUMN:
            yield Finding(scan.part, "column-order", f"columns {low} to {high} come after column {before}")
        if int(item.get("style", 0)) >= max(formats, 1):
            yield Finding(scan.part, "style-index", f"column {low} has format {item.get('style')} of {formats}")
        before = max(before, high)


def _merges(book: Book, scan: SheetScan) -> Iterator[Finding]:
    boxes: list[Area] = []
    for item in scan.root.iterfind("{*}mergeCells/{*}mergeCell"):
        try:
            boxes.append(area(item.get("ref", "")))
        except ValueError as error:
            yield Finding(scan.part, "merge", str(error))
    for box in boxes:
        if (box.top, box.left) == (box.bottom, box.right):
            yield Finding(scan.part, "merge", f"{box} is a single cell")
    for one, other in combinations(boxes, 2):
        if one.meets(other):
            yield Finding(scan.part, "merge-overlap", f"{one} and {other} overlap")


def _filter(book: Book, scan: SheetScan) -> Iterator[Finding]:
    for item in scan.root.iterfind("{*}autoFilter"):
        yield from _range(scan, "filter", item.get("ref", ""))


def _range(scan: SheetScan, what: str, reference: str) -> Iterator[Finding]:
    try:
        areas(reference)
    except ValueError as error:
        yield Finding(scan.part, f"{what}-range", str(error))


def _validations(book: Book, scan: SheetScan) -> Iterator[Finding]:
    holder = scan.root.find("{*}dataValidations")
    if holder is None:
        return
    if holder.get("count") not in (None, str(len(holder))):
        yield Finding(scan.part, "validation-count", f"{holder.get('count')} announced, {len(holder)} there")
    for item in holder.iterfind("{*}dataValidation"):
        where = f"the validation of {item.get('sqref')}"
        yield from _range(scan, "validation", item.get("sqref", ""))
        for attribute, limit in VALIDATION_LIMITS.items():
            if len(item.get(attribute, "")) > limit:
                text = f"{where} has a {attribute} of {len(item.get(attribute))} characters; Excel takes {limit}"
                yield Finding(scan.part, "validation-text", text)
        yield from _validation_formulas(book, scan, item, where)


def _validation_formulas(book: Book, scan: SheetScan, item: Element, where: str) -> Iterator[Finding]:
    kind = item.get("type", "none")
    formula = item.findtext("{*}formula1") or ""
    if kind != "none" and not formula:
        yield Finding(scan.part, "validation-formula", f"{where} has nothing to compare with")
    if kind in ("decimal", "whole", "date", "time", "textLength"):
        between = item.get("operator", "between") in ("between", "notBetween")
        if between and not item.findtext("{*}formula2"):
            yield Finding(scan.part, "validation-formula", f"{where} has no upper bound")
    if kind == "list" and formula.startswith('"') and len(formula) - 2 > LONGEST_LIST:
        yield Finding(scan.part, "validation-list", f"{where} lists {len(formula) - 2} characters; Excel takes 255")
    for text in (formula, item.findtext("{*}formula2")):
        if text:
            yield from book.formula_faults(scan.part, text, where, structured=False)


def _conditional_formats(book: Book, scan: SheetScan) -> Iterator[Finding]:
    known = len(book.styles("dxfs"))
    priorities: Counter[str] = Counter()
    for holder in scan.root.iterfind("{*}conditionalFormatting"):
        where = f"the conditional format of {holder.get('sqref')}"
        yield from _range(scan, "conditional", holder.get("sqref", ""))
        for rule in holder.iterfind("{*}cfRule"):
            priorities[rule.get("priority", "")] += 1
            if int(rule.get("dxfId", -1)) >= known:
                yield Finding(scan.part, "dxf-index", f"{where} has format {rule.get('dxfId')} of {known}")
            formulas = [item.text or "" for item in rule.iterfind("{*}formula")]
            if len(formulas) < FORMULA_COUNT.get(rule.get("type", ""), 0):
                yield Finding(scan.part, "conditional-formula", f"{where} has no formula")
            for formula in formulas:
                yield from book.formula_faults(scan.part, formula, where, structured=False)
    for priority, count in priorities.items():
        if count > 1 or not priority.isdigit() or int(priority) < 1:
            yield Finding(scan.part, "conditional-priority", f"{count} rules have the priority {priority!r}")


def _hyperlinks(book: Book, scan: SheetScan) -> Iterator[Finding]:
    for item in scan.root.iterfind("{*}hyperlinks/{*}hyperlink"):
        yield from _range(scan, "hyperlink", item.get("ref", ""))
        location = item.get("location")
        if not location or any(str(key).endswith("}id") for key in item.attrib):
            continue
        if not _leads_somewhere(location, book.titles, book.known):
            text = f"the link of {item.get('ref')} leads to {location!r}, which does not exist"
            yield Finding(scan.part, "hyperlink-target", text)


def _leads_somewhere(location: str, titles: set[str], names: set[str]) -> bool:
    try:
        found = mentions(location)
    except ValueError:
        return False
    if len(found) != 1 or found[0].broken:
        return False
    only = found[0]
    if only.name:
        return only.name.casefold() in names
    return not only.sheet or only.sheet.casefold() in titles


def _formulas(book: Book, scan: SheetScan) -> Iterator[Finding]:
    seen: set[str] = set()
    for formula in scan.formulas.values():
        if formula and formula not in seen:
            seen.add(formula)
            found = book.formula_faults(scan.part, formula, f"the formula {formula[:60]}")
            yield from (finding for finding in found if finding.code not in ("formula-syntax", "formula-ref"))


def _drawings(book: Book, scan: SheetScan) -> Iterator[Finding]:
    for drawing in book.package.related(scan.part, "drawing"):
        ids = Counter(item.get("id") for item in book.package.tree(drawing).iter("{*}cNvPr"))
        for value, count in ids.items():
            if count > 1:
                yield Finding(drawing, "drawing-id", f"{count} objects have the id {value}")
        for chart in book.package.related(drawing, "chart"):
            for item in book.package.tree(chart).iter("{*}f"):
                yield from book.formula_faults(chart, item.text or "", "a series", structured=False)


CHECKS: tuple[Callable[[Book, SheetScan], Iterator[Finding]], ...] = (
    _order,
    _columns,
    _merges,
    _filter,
    _validations,
    _conditional_formats,
    _hyperlinks,
    _formulas,
    _drawings,
)
