"""Names of styles, and formats that nothing uses: words that stayed behind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from pmo_workbook.ooxml.package import parse_xml
from pmo_workbook.ooxml.workbook import Workbook
from pmo_workbook.publish.clean.allow import main
from pmo_workbook.publish.inspection.categories import Category, Finding, shortened
from pmo_workbook.publish.inspection.cells import CellInspector

_OUR_TABLE_STYLE = re.compile(r"Table style \d+")


def in_styles(workbook: Workbook, cells: CellInspector) -> Iterator[Finding]:
    """Findings in the styles part.

    Args:
        workbook: The workbook.
        cells: The cells, inspected: they know which formats are used.
    """
    part = workbook.related("styles")
    if not part:
        return
    root = parse_xml(workbook.package.read(part))
    for style in root.iterfind(f"{main('cellStyles')}/{main('cellStyle')}"):
        if "builtinId" not in style.attrib:
            yield Finding(Category.STYLES, "cell style", shortened(style.get("name", "")))
    for style in root.iterfind(f"{main('tableStyles')}/{main('tableStyle')}"):
        if not _OUR_TABLE_STYLE.fullmatch(style.get("name", "")):
            yield Finding(Category.STYLES, "table style", shortened(style.get("name", "")))
    yield from _numbers(root, cells)
    yield from _differences(root, cells)
    for extension in root.iterfind(f"{main('extLst')}/{main('ext')}"):
        yield Finding(Category.EXTENSIONS, part, extension.get("uri", ""))


def _numbers(root: etree._Element, cells: CellInspector) -> Iterator[Finding]:
    formats = root.findall(f"{main('cellXfs')}/{main('xf')}")
    used = {
        xf.get("numFmtId", "0") for index, xf in enumerate(formats) if index == 0 or str(index) in cells.used_formats
    }
    used |= {number.get("numFmtId", "") for number in root.iterfind(f"{main('dxfs')}//{main('numFmt')}")}
    for number in root.iterfind(f"{main('numFmts')}/{main('numFmt')}"):
        if number.get("numFmtId", "") not in used:
            yield Finding(Category.STYLES, "number format no cell uses", shortened(number.get("formatCode", "")))
    unused = [index for index in range(1, len(formats)) if str(index) not in cells.used_formats]
    if unused:
        yield Finding(Category.STYLES, "cell formats", f"{len(unused)} no cell uses")


def _differences(root: etree._Element, cells: CellInspector) -> Iterator[Finding]:
    styles = {found.get("dxfId", "") for found in root.iter(main("tableStyleElement"))}
    used = cells.used_differences | styles
    for index, difference in enumerate(root.iterfind(f"{main('dxfs')}/{main('dxf')}")):
        if str(index) not in used:
            codes = [number.get("formatCode", "") for number in difference.iter(main("numFmt"))]
            yield Finding(Category.STYLES, "conditional format no rule uses", shortened(" ".join(codes)))
