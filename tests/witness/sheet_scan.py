"""One walk through a worksheet part, row by row, so that 100,000 rows need no tree in memory."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from tests.witness.findings import Finding
from tests.witness.formulas import LAST_ROW, address, area, tokens
from tests.witness.opc import Element, local

ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!", "#CALC!"}
LONGEST_TEXT = 32_767
LONGEST_FORMULA = 8_192


@dataclass(frozen=True)
class Limits:
    """What the cells of a sheet may point at.

    Attributes:
        strings: The shared strings.
        formats: How many cell formats there are.
        rows_wanted: Rows whose texts are kept.
    """

    strings: list[str]
    formats: int
    rows_wanted: frozenset[int]


@dataclass
class SheetScan:
    """What one walk found.

    Attributes:
        part: Name of the part.
        root: The part's tree with its rows taken out.
        findings: Faults of rows and cells.
        formulas: Text of each formula by row and column; empty for the followers of a shared one.
        texts: Text of each cell, by row and column, of the rows wanted.
    """

    part: str
    root: Element
    findings: list[Finding] = field(default_factory=list)
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    texts: dict[tuple[int, int], str] = field(default_factory=dict)

    def fault(self, code: str, text: str) -> None:
        """Note a fault of this part."""
        self.findings.append(Finding(self.part, code, text))


def scan(part: str, blob: bytes, limits: Limits) -> SheetScan:
    """Walk through a worksheet part.

    Raises:
        etree.XMLSyntaxError: It is not well-formed.
    """
    walk = etree.iterparse(io.BytesIO(blob), events=("end",), tag="{*}row", huge_tree=True)
    found = SheetScan(part, None)
    before = 0
    for _, row in walk:
        if row.getparent() is None or local(row.getparent()) != "sheetData":
            continue
        before = _row(found, row, before, limits)
        row.clear()
        while row.getprevious() is not None:
            del row.getparent()[0]
    found.root = walk.root
    for data in found.root.iterfind("{*}sheetData"):
        data.clear()
    return found


def _row(found: SheetScan, row: Element, before: int, limits: Limits) -> int:
    number = int(row.get("r", before + 1))
    if not before < number <= LAST_ROW:
        found.fault("row-order", f"row {number} comes after row {before}")
    _style(found, row.get("s"), f"row {number}", limits)
    column = 0
    for cell in row.iterfind("{*}c"):
        column = _cell(found, cell, number, column, limits)
    return max(number, before)


def _cell(found: SheetScan, cell: Element, row: int, before: int, limits: Limits) -> int:
    reference = cell.get("r") or address(row, before + 1)
    # Nearly every cell follows its neighbour; only the others need their address taken apart.
    column = before + 1 if reference == address(row, before + 1) else _place(found, reference, row, before)
    if column is None:
        return before
    _style(found, cell.get("s"), reference, limits)
    for formula in cell.iterfind("{*}f"):
        _formula(found, formula, reference)
        found.formulas[row, column] = formula.text or ""
    text = _text(found, cell, reference, limits)
    if row in limits.rows_wanted:
        found.texts[row, column] = text
    return max(column, before)


def _place(found: SheetScan, reference: str, row: int, before: int) -> int | None:
    try:
        place = area(reference)
    except ValueError as error:
        found.fault("cell-address", str(error))
        return None
    if place.top != row:
        found.fault("cell-address", f"{reference} stands in row {row}")
    if place.left <= before:
        found.fault("cell-order", f"{reference} comes after column {before}")
    return place.left


def _style(found: SheetScan, style: str | None, where: str, limits: Limits) -> None:
    if style is not None and not (style.isdigit() and int(style) < max(limits.formats, 1)):
        found.fault("style-index", f"{where} has format {style} of {limits.formats}")


def _formula(found: SheetScan, formula: Element, where: str) -> None:
    text = formula.text or ""
    if len(text) > LONGEST_FORMULA:
        found.fault("formula-length", f"{where} has a formula of {len(text)} characters")
    if text:
        try:
            tokens(text)
        except ValueError as error:
            found.fault("formula-syntax", f"{where}: {error}")


def _text(found: SheetScan, cell: Element, where: str, limits: Limits) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        text = "".join(_texts(cell))
        if cell.find("{*}is") is None:
            found.fault("cell-value", f"{where} is an inline string without text")
    else:
        text = cell.findtext("{*}v") or ""
        problem = _problem(kind, text, limits)
        if problem:
            found.fault("shared-string" if kind == "s" else "cell-value", f"{where} {problem}")
        elif kind == "s" and text:
            text = limits.strings[int(text)]
    if len(text) > LONGEST_TEXT:
        found.fault("text-length", f"{where} holds {len(text)} characters")
    return text


def _problem(kind: str, text: str, limits: Limits) -> str:
    if kind == "s":
        valid = text.isdigit() and int(text) < len(limits.strings)
        return "" if valid else f"points at shared string {text!r} of {len(limits.strings)}"
    if not text:
        return ""
    if kind == "n":
        return "" if _is_number(text) else f"is a number but holds {text!r}"
    if kind == "b":
        return "" if text in ("0", "1") else f"is true or false but holds {text!r}"
    if kind == "e":
        return "" if text in ERRORS else f"is an error but holds {text!r}"
    return "" if kind in ("str", "d") else f"has the unknown type {kind!r}"


def _is_number(text: str) -> bool:
    try:
        return abs(float(text)) < float("inf")
    except ValueError:
        return False


def _texts(element: Element) -> Iterator[str]:
    """Texts of a rich or plain string without its phonetic hints."""
    for item in element.iter("{*}t"):
        if local(item.getparent()) != "rPh":
            yield item.text or ""


def shared_strings(root: Element) -> list[str]:
    """The strings of a shared-strings part, in order."""
    return ["".join(_texts(item)) for item in root.iterfind("{*}si")]
