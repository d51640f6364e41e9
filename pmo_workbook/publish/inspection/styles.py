"""Names of styles, and formats that nothing uses: words that stayed behind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pmo_workbook.publish.inspection.book import Book
from pmo_workbook.publish.inspection.categories import Category, Finding, shortened
from pmo_workbook.publish.inspection.cells import CellInspector
from pmo_workbook.publish.inspection.reader import MAIN, Element

_OUR_TABLE_STYLE = re.compile(r"Table style \d+")


def in_styles(book: Book, cells: CellInspector) -> Iterator[Finding]:
    """Findings in the styles part.

    Args:
        book: The workbook.
        cells: The cells, inspected: they know which formats are used.
    """
    part = book.related("styles")
    if not part:
        return
    root = book.parts.root(part)
    for style in root.iterfind(f"{MAIN}cellStyles/{MAIN}cellStyle"):
        if "builtinId" not in style.attrib:
            yield Finding(Category.STYLES, "cell style", shortened(style.get("name", "")))
    for style in root.iterfind(f"{MAIN}tableStyles/{MAIN}tableStyle"):
        if not _OUR_TABLE_STYLE.fullmatch(style.get("name", "")):
            yield Finding(Category.STYLES, "table style", shortened(style.get("name", "")))
    yield from _numbers(root, cells)
    yield from _differences(root, cells)
    for extension in root.iterfind(f"{MAIN}extLst/{MAIN}ext"):
        yield Finding(Category.EXTENSIONS, part, extension.get("uri", ""))


def _numbers(root: Element, cells: CellInspector) -> Iterator[Finding]:
    formats = root.findall(f"{MAIN}cellXfs/{MAIN}xf")
    used = {
        xf.get("numFmtId", "0") for index, xf in enumerate(formats) if index == 0 or str(index) in cells.used_formats
    }
    used |= {number.get("numFmtId", "") for number in root.iterfind(f"{MAIN}dxfs//{MAIN}numFmt")}
    for number in root.iterfind(f"{MAIN}numFmts/{MAIN}numFmt"):
        if number.get("numFmtId", "") not in used:
            yield Finding(Category.STYLES, "number format no cell uses", shortened(number.get("formatCode", "")))
    unused = [index for index in range(1, len(formats)) if str(index) not in cells.used_formats]
    if unused:
        yield Finding(Category.STYLES, "cell formats", f"{len(unused)} no cell uses")


def _differences(root: Element, cells: CellInspector) -> Iterator[Finding]:
    styles = {found.get("dxfId", "") for found in root.iter(f"{MAIN}tableStyleElement")}
    used = cells.used_differences | styles
    for index, difference in enumerate(root.iterfind(f"{MAIN}dxfs/{MAIN}dxf")):
        if str(index) not in used:
            codes = [number.get("formatCode", "") for number in difference.iter(f"{MAIN}numFmt")]
            yield Finding(Category.STYLES, "conditional format no rule uses", shortened(" ".join(codes)))
