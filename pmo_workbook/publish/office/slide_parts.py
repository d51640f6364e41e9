"""What is written on a slide: paragraphs, tiles, tables that fit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from lxml import etree

from pmo_workbook import palette
from pmo_workbook.publish.office.common import plain, typeset
from pmo_workbook.publish.office.slide_look import POINT, A, Box
from pmo_workbook.publish.office.text_size import LINE, line_count, longest_word

BODY: Final = 14.0
SMALL: Final = 12.0
"""The smallest size on a slide, points."""

_NO_STYLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_SIDE, _ABOVE = 5.0, 3.5
_HEAD_LINE, _ROW_LINE = 60, 15

TEXT: Final = "tx1"
SECOND: Final = "tx2"
TONES: Final = {tone: (ink.rgb, fill.rgb) for tone, (ink, fill) in palette.TONES.items()}
"""Font and fill of a status."""


@dataclass(frozen=True)
class Para:
    """A paragraph of one look.

    Attributes:
        text: Its words.
        size: Size of its font, points.
        bold: Whether it is bold.
        colour: Name of a theme colour, or six hexadecimal digits.
        after: Room below, points.
    """

    text: str
    size: float = BODY
    bold: bool = False
    colour: str = TEXT
    after: float = 4.0


@dataclass(frozen=True)
class Cell:
    """A cell of a table.

    Attributes:
        text: Its words.
        bold: Whether they are bold.
        colour: Name of a theme colour, or six hexadecimal digits.
        fill: The same for its ground; empty for none.
        tint: How much of the fill is left when it is mixed with white, per cent; 100 is the colour itself, more is
            darker.
        under: The cell continues the one above.
        rows: Rows that it is joined over with those that continue it.
    """

    text: str
    bold: bool = False
    colour: str = TEXT
    fill: str = ""
    tint: int = 100
    under: bool = False
    rows: int = 1


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        header: Its heading.
        share: Its width, as a share of the widths of all.
        align: Where its texts stand.
        turned: The heading is turned by 90 degrees.
    """

    header: str
    share: float
    align: Literal["l", "r", "ctr"] = "l"
    turned: bool = False


@dataclass(frozen=True)
class TableLook:
    """Sizes of a table.

    Attributes:
        size: Size of its font, points.
        head: Height of the heading, points; 0 takes what its texts need.
        spread: How much wider its font runs than Calibri.
    """

    size: float = SMALL
    head: float = 0.0
    spread: float = 1.0


def write(frame: Any, paragraphs: Iterable[Para], align: str = "l") -> None:
    """Fill a text frame.

    Args:
        frame: The library's text frame.
        paragraphs: Its paragraphs.
        align: Where they stand.
    """
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for number, para in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        _write_paragraph(paragraph, para, align)


def _write_paragraph(paragraph: Any, para: Para, align: str) -> None:
    from pptx.util import Pt

    words = typeset(para.text)
    if words:
        run = paragraph.add_run()
        run.text = words
        run.font.size, run.font.bold = Pt(para.size), para.bold
        properties = run._r.get_or_add_rPr()
        properties.set("lang", "en-GB")
        properties.insert(0, fill(para.colour))
    else:
        # An empty paragraph is as high as its own size says, else as 18 points.
        paragraph.font.size = Pt(para.size)
        end = etree.SubElement(paragraph._p, f"{{{A}}}endParaRPr", lang="en-GB")
        end.set("sz", str(round(para.size * 100)))
    paragraph.space_after = Pt(para.after)
    paragraph._p.get_or_add_pPr().set("algn", align)


def fill(colour: str, tint: int = 100) -> etree._Element:
    """A solid fill.

    Args:
        colour: Name of a theme colour, or six hexadecimal digits.
        tint: How much of a theme colour is left when it is mixed with white, per cent; more than 100 is darker.
    """
    made = etree.Element(f"{{{A}}}solidFill")
    if len(colour) == 6 and not colour.startswith("accent"):
        etree.SubElement(made, f"{{{A}}}srgbClr", val=colour)
        return made
    element = etree.SubElement(made, f"{{{A}}}schemeClr", val=colour)
    if tint > 100:
        etree.SubElement(element, f"{{{A}}}lumMod", val=str(10_000_000 // tint))
    elif tint < 100:
        etree.SubElement(element, f"{{{A}}}lumMod", val=str(tint * 1000))
        etree.SubElement(element, f"{{{A}}}lumOff", val=str((100 - tint) * 1000))
    return made


def text_box(slide: Any, box: Box, paragraphs: Sequence[Para], align: str = "l") -> None:
    """Write paragraphs on a slide.

    Args:
        slide: The library's slide.
        box: Where.
        paragraphs: What.
        align: Where they stand in the box.
    """
    write(slide.shapes.add_textbox(*box.emu()).text_frame, paragraphs, align)


def height_of(paragraphs: Iterable[Para], width: float, spread: float = 1.0) -> float:
    """Height that paragraphs take, points.

    Args:
        paragraphs: The paragraphs.
        width: Room, points.
        spread: How much wider the font runs than Calibri.
    """
    width /= spread
    return sum(line_count(p.text, p.size, width, bold=p.bold) * p.size * LINE + p.after for p in paragraphs)


def tile(slide: Any, box: Box, paragraphs: Sequence[Para], name: str) -> None:
    """Write paragraphs on a quiet ground.

    Args:
        slide: The library's slide.
        box: Where.
        paragraphs: What.
        name: Name of the shape.
    """
    from pptx.enum.shapes import MSO_SHAPE
    from pptx.enum.text import MSO_ANCHOR

    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *box.emu())
    shape.name = plain(name)
    shape.shadow.inherit = False
    shape.line.fill.background()
    style = shape._element.find("{*}style")
    shape._element.remove(style)
    shape._element.spPr.find("{*}prstGeom").addnext(fill("bg2"))
    write(shape.text_frame, paragraphs)
    shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    shape.text_frame.margin_left = shape.text_frame.margin_right = round(12 * POINT)


def head_height(columns: Sequence[Column], width: float, look: TableLook) -> float:
    """Height of a table's heading, points."""
    if look.head:
        return look.head
    texts = (Cell(c.header, bold=True) for c in columns)
    return _row_height(tuple(texts), _widths(columns, width), look)


def pages(
    rows: Sequence[tuple[Cell, ...]], columns: Sequence[Column], box: Box, look: TableLook, most: int = 1000
) -> list[list[tuple[Cell, ...]]]:
    """Share rows out to as many tables as are needed for each to fit its box.

    Args:
        rows: All rows.
        columns: Columns of the tables.
        box: Room for one table.
        look: Sizes.
        most: Most rows of a table.

    Returns:
        Rows of each table; no table without rows.
    """
    widths = _widths(columns, box.width)
    head = head_height(columns, box.width, look)
    found: list[list[tuple[Cell, ...]]] = []
    left = 0.0
    for row in rows:
        high = _row_height(row, widths, look)
        if not found or high > left or len(found[-1]) >= most:
            found.append([])
            left = box.height - head
        found[-1].append(row)
        left -= high
    return found


def _widths(columns: Sequence[Column], width: float) -> list[float]:
    whole = sum(column.share for column in columns)
    return [width * column.share / whole for column in columns]


def _row_height(row: Sequence[Cell], widths: Sequence[float], look: TableLook) -> float:
    lines = max(
        _lines(cell, (wide - 2 * _SIDE) / look.spread, look.size) for cell, wide in zip(row, widths, strict=True)
    )
    return lines * look.size * LINE + 2 * _ABOVE


def _lines(cell: Cell, width: float, size: float) -> int:
    if cell.under:
        return 1
    return -(-line_count(typeset(cell.text), size, width, bold=cell.bold) // cell.rows)


def whole_words(rows: Iterable[tuple[Cell, ...]], columns: Sequence[Column], width: float, look: TableLook) -> bool:
    """Whether every word of a table fits its column."""
    rooms = [(wide - 2 * _SIDE) / look.spread for wide in _widths(columns, width)]
    heads = tuple(Cell("" if column.turned else column.header, bold=True) for column in columns)
    return all(
        longest_word(typeset(cell.text), look.size, bold=cell.bold) <= room
        for row in (heads, *rows)
        for cell, room in zip(row, rooms, strict=True)
    )


def evenly(
    rows: Sequence[tuple[Cell, ...]], columns: Sequence[Column], box: Box, look: TableLook, most: int = 1000
) -> list[list[tuple[Cell, ...]]]:
    """As `pages`, with about as many rows on each."""
    found = pages(rows, columns, box, look, most)
    if len(found) < 2:
        return found
    even = pages(rows, columns, box, look, -(-len(rows) // len(found)))
    return even if len(even) == len(found) else found


def table(
    slide: Any,
    box: Box,
    columns: Sequence[Column],
    rows: Sequence[tuple[Cell, ...]],
    title: str,
    look: TableLook | None = None,
) -> Box:
    """Draw a table: a bold heading, hairlines between rows, no frame.

    Args:
        slide: The library's slide.
        box: Where; the table takes its width and as much of its height as it needs.
        columns: Its columns.
        rows: Its rows.
        title: What it is, for readers who do not see it.
        look: Sizes.

    Returns:
        What is left of the box below it.
    """
    look = look or TableLook()
    widths = _widths(columns, box.width)
    heights = [head_height(columns, box.width, look), *(_row_height(row, widths, look) for row in rows)]
    frame = slide.shapes.add_table(len(rows) + 1, len(columns), *replace(box, height=sum(heights)).emu())
    describe(frame, title)
    made = frame.table
    properties = made._tbl.tblPr
    properties.find(f"{{{A}}}tableStyleId").text = _NO_STYLE
    properties.attrib.pop("bandRow", None)
    for column, wide in zip(made.columns, widths, strict=True):
        column.width = round(wide * POINT)
    for row, high in zip(made.rows, heights, strict=True):
        row.height = round(high * POINT)
    for at, column in enumerate(columns):
        _draw_cell(made.cell(0, at), Cell(column.header, bold=True, colour=SECOND), column, look.size)
        for down, cells in enumerate(rows, 1):
            line = _HEAD_LINE if down == 1 else _ROW_LINE
            _draw_cell(made.cell(down, at), cells[at], replace(column, turned=False), look.size, line)
        _merge(made, at, [cells[at] for cells in rows])
    return box.below(sum(heights))


def _draw_cell(cell: Any, what: Cell, column: Column, size: float, above: int = 0) -> None:
    """Draw a cell; `above` is the tint of the line above it, 0 for the heading."""
    from pptx.enum.text import MSO_ANCHOR

    head = not above
    write(cell.text_frame, [Para("" if what.under else what.text, size, what.bold, what.colour, 0)], column.align)
    cell.margin_left = cell.margin_right = round(_SIDE * POINT)
    cell.margin_top = cell.margin_bottom = round(_ABOVE * POINT)
    cell.vertical_anchor = MSO_ANCHOR.BOTTOM if head and not column.turned else MSO_ANCHOR.MIDDLE
    properties = cell._tc.get_or_add_tcPr()
    if column.turned:
        properties.set("vert", "vert270")
    # What a cell says of its upper edge wins over what the cell above says of its lower one: both say the same.
    edges = {"lnT": 0 if head or what.under else above, "lnB": _HEAD_LINE if head else _ROW_LINE}
    for side in ("lnL", "lnR", "lnT", "lnB"):
        tint = edges.get(side, 0)
        line = etree.SubElement(properties, f"{{{A}}}{side}", w=str(12_700 if tint == _HEAD_LINE else 9_525))
        line.append(fill(TEXT, tint) if tint else etree.Element(f"{{{A}}}noFill"))
    if what.fill:
        properties.append(fill(what.fill, what.tint))
    else:
        etree.SubElement(properties, f"{{{A}}}noFill")


def _merge(made: Any, at: int, cells: Sequence[Cell]) -> None:
    """Join every cell with those that continue it."""
    start = 0
    for down in range(1, len(cells) + 1):
        if down < len(cells) and cells[down].under:
            continue
        if down - start > 1:
            made.cell(start + 1, at).merge(made.cell(down, at))
        start = down


def describe(shape: Any, text: str) -> None:
    """Give a table or chart its alternative text and its name."""
    properties = shape._element.nvGraphicFramePr.cNvPr
    properties.set("descr", plain(text))
    properties.set("name", plain(text)[:60])
