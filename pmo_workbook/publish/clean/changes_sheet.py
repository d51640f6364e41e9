"""The sheet Changes of the copy that is mailed: what is different from the publication before."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final, Literal

from lxml import etree

from pmo_workbook.addresses import cell_address
from pmo_workbook.ooxml.package import to_bytes
from pmo_workbook.ooxml.workbook import MAIN
from pmo_workbook.palette import FONT, GREY, HAIRLINE, INK, Colour
from pmo_workbook.publish.clean.allow import main, new_root
from pmo_workbook.publish.clean.archive import OFFICE
from pmo_workbook.publish.clean.styles import Styles
from pmo_workbook.publish.clean.texts import Texts
from pmo_workbook.publish.since.changes import Changes, change_of

TITLE: Final = "Changes"
WIDTHS: Final = (34.0, 24.0, 34.0, 34.0, 52.0)
"""Widths of the columns, in characters."""

Kind = Literal["title", "said", "heading", "header", "cell"]
Line = tuple[Kind, tuple[str, ...]]

_LONGEST: Final = 32_000
_POINTS: Final = 15.0
_FEWEST_LINES: Final = {"title": 2, "heading": 2}
_SIZES: Final[dict[Kind, tuple[int, Colour, bool]]] = {
    "title": (22, INK, True),
    "said": (11, GREY, False),
    "heading": (14, INK, True),
    "header": (11, GREY, True),
    "cell": (11, INK, False),
}
"""Size, colour and weight of the words."""
_MOST_POINTS: Final = 409.0


def lines(changes: Changes) -> Iterator[Line]:
    """The rows of the sheet: what kind of row, and its texts from the first column on.

    Args:
        changes: What changed.
    """
    yield "title", ("What changed",)
    if not changes:
        yield "said", (f"Nothing since the publication of {changes.since}.",)
        return
    yield "said", (f"Since the publication of {changes.since}.",)
    if changes.restatements:
        yield "heading", ("Figures published before that are different now",)
        yield "header", ("Figure", "Period", "As published", "Now", "Why")
        for told in changes.restatements:
            yield "cell", (told.what, told.period, told.before, told.after, told.why)
    if changes.definitions:
        yield "heading", ("Definitions",)
        yield "header", ("What", "Field", "Before", "Now")
        for one in changes.definitions:
            yield "cell", (f"{one.kind}: {one.item}", change_of(one), one.before, one.after)


def title_beside(taken: Collection[str]) -> str:
    """Title of the sheet beside others, whatever they are called.

    Args:
        taken: Titles of the other sheets.
    """
    known = {title.casefold() for title in taken}
    titles = (TITLE, "What changed", *(f"{TITLE} {number}" for number in range(2, len(known) + 3)))
    return next(title for title in titles if title.casefold() not in known)


def changes_sheet(changes: Changes, styles: Styles, texts: Texts) -> tuple[bytes, dict[str, str]]:
    """Make the sheet.

    Args:
        changes: What changed.
        styles: Styles of the copy.
        texts: Shared strings of the copy.

    Returns:
        The part, and its texts by cell.
    """
    root = new_root(main("worksheet"), MAIN, r=OFFICE.rstrip("/"))
    said = list(lines(changes))
    data = etree.Element(main("sheetData"))
    shown: dict[str, str] = {}
    formats = {kind: _format(styles, kind) for kind in dict.fromkeys(kind for kind, _ in said)}
    for number, (kind, cells) in enumerate(said, 1):
        row = etree.SubElement(data, main("row"), r=str(number), ht=f"{_height(kind, cells):g}", customHeight="1")
        for column, text in enumerate(cells, 1):
            address, words = cell_address(number, column), text[:_LONGEST]
            cell = etree.SubElement(row, main("c"), r=address, s=formats[kind])
            if words:
                shown[address] = words
                cell.set("t", "s")
                etree.SubElement(cell, main("v")).text = texts.add_plain(words)
    root.extend(_frame(len(said)))
    root.insert(4, data)
    etree.cleanup_namespaces(root, keep_ns_prefixes=["r"])
    return to_bytes(root), shown


def _frame(rows: int) -> Iterator[etree._Element]:
    """Everything of the sheet but its rows, which stand before the margins."""
    properties = etree.Element(main("sheetPr"))
    etree.SubElement(properties, main("pageSetUpPr"), fitToPage="1")
    yield properties
    yield etree.Element(main("dimension"), ref=f"A1:E{rows}")
    views = etree.Element(main("sheetViews"))
    etree.SubElement(views, main("sheetView"), showGridLines="0", workbookViewId="0")
    yield views
    columns = etree.Element(main("cols"))
    for number, width in enumerate(WIDTHS, 1):
        etree.SubElement(columns, main("col"), min=str(number), max=str(number), width=f"{width:g}", customWidth="1")
    yield columns
    yield etree.Element(
        main("pageMargins"), left="0.5", right="0.5", top="0.6", bottom="0.6", header="0.3", footer="0.3"
    )
    yield etree.Element(main("pageSetup"), paperSize="9", orientation="landscape", fitToWidth="1", fitToHeight="0")


def _height(kind: Kind, cells: tuple[str, ...]) -> float:
    """Height in points that shows every text in full; a title runs on to the right."""
    if kind in ("title", "heading", "said"):
        return _POINTS * _FEWEST_LINES.get(kind, 1)
    most = max(
        sum(-(-max(len(line), 1) // int(width - 2)) for line in text.split("\n"))
        for text, width in zip(cells, WIDTHS, strict=False)
    )
    return min(most * _POINTS + 3, _MOST_POINTS)


def _format(styles: Styles, kind: Kind) -> str:
    size, colour, bold = _SIZES[kind]
    font = etree.Element(main("font"))
    if bold:
        etree.SubElement(font, main("b"))
    etree.SubElement(font, main("sz"), val=str(size))
    etree.SubElement(font, main("color"), rgb=f"FF{colour.rgb}")
    etree.SubElement(font, main("name"), val=FONT)
    etree.SubElement(font, main("family"), val="2")
    border = None
    if kind in ("header", "cell"):
        border = etree.Element(main("border"))
        for side in ("left", "right", "top", "bottom", "diagonal"):
            etree.SubElement(border, main(side))
        bottom = border[3]
        bottom.set("style", "thin")
        etree.SubElement(bottom, main("color"), rgb=f"FF{HAIRLINE.rgb}")
    wraps = kind in ("header", "cell")
    alignment = etree.Element(main("alignment"), vertical="top" if wraps else "center")
    if wraps:
        alignment.set("wrapText", "1")
    return styles.own(font, border, alignment)
