"""Does a formula anywhere in the workbook read a changed cell?

Sheets that were not written to are scanned as bytes, piece by piece: most have no formula at all, and a formula is
taken apart only if it names a changed sheet, table or defined name.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping

from pmo_workbook.addresses import quoted_title
from pmo_workbook.hosts.cells import F
from pmo_workbook.hosts.changes import Changes
from pmo_workbook.hosts.sheet_xml import SheetXml
from pmo_workbook.ooxml.package import Package
from pmo_workbook.ooxml.workbook import Workbook

OUR_LINK = 'HYPERLINK("#'
_AFTER_TAG = b" >\t\r\n"


def any_reads(workbook: Workbook, changes: Changes, sheets: Mapping[str, SheetXml]) -> bool:
    """Whether a formula in a cell reads a changed cell.

    Args:
        workbook: The workbook.
        changes: What was changed.
        sheets: Worksheets that were written to, by part, in their new state.

    Returns:
        True if at least one does.
    """
    if not changes:
        return False
    for sheet in workbook.sheets:
        if sheet.kind != "worksheet" or (sheet.part in workbook.formula_free and sheet.part not in sheets):
            continue
        if sheet.part in sheets:
            found = _in_written(sheets[sheet.part], sheet.title, changes)
        else:
            found = _in_untouched(workbook.package, sheet.part, sheet.title, changes)
        if found:
            return True
    return False


def scan_formulas(package: Package, part: str) -> Iterator[tuple[str, bool]]:
    """All formulas of a worksheet part that are spelled out.

    Args:
        package: The package.
        part: Name of the part.

    Yields:
        The formula, without an equals sign, and whether other cells share it.
    """
    rest, tag, end = b"", b"", b""
    for chunk in package.chunks(part):
        data = rest + chunk
        if not tag:
            prefix = _prefix(data)
            tag, end = b"<" + prefix + b"f", b"</" + prefix + b"f>"
        at = 0
        rest = b""
        while (start := data.find(tag, at)) >= 0:
            after = start + len(tag)
            close = data.find(b">", after)
            if close < 0:
                rest = data[start:]
                break
            if data[after] not in _AFTER_TAG or data[close - 1] == ord("/"):
                at = after
                continue
            finish = data.find(end, close)
            if finish < 0:
                rest = data[start:]
                break
            yield _text(data[close + 1 : finish]), b"shared" in data[after:close]
            at = finish
        else:
            rest = data[max(at, len(data) - len(tag)) :]


def _in_written(sheet: SheetXml, title: str, changes: Changes) -> bool:
    seen: set[str] = set()
    for formula in sheet.root.iter(F):
        text = formula.text or ""
        if text.startswith(OUR_LINK) or text in seen or not text:
            continue
        seen.add(text)
        if changes.read_by(text, title, anywhere=formula.get("t") == "shared"):
            return True
    return False


def _in_untouched(package: Package, part: str, title: str, changes: Changes) -> bool:
    needles = [quoted_title(changed)[1:-1] for changed in changes.titles]
    needles += [*changes.tables, *changes.names]
    seen: set[str] = set()
    for text, shared in scan_formulas(package, part):
        if text in seen:
            continue
        seen.add(text)
        folded = text.casefold()
        if any(needle in folded for needle in needles) and changes.read_by(text, title, anywhere=shared):
            return True
    return False


def _prefix(data: bytes) -> bytes:
    """Namespace prefix of the part's elements with its colon, empty when it has none."""
    at = data.find(b"worksheet")
    return data[data.rfind(b"<", 0, at) + 1 : at] if at > 0 else b""


def _text(raw: bytes) -> str:
    text = raw.decode("utf-8", "replace")
    if text.startswith("<![CDATA["):
        return text[9:-3]
    return html.unescape(text) if "&" in text else text
