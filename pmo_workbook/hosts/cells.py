"""One generated cell as SpreadsheetML: how a value is stored, put into a cell, and recognised there."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass
from xml.sax.saxutils import escape

from lxml import etree

from pmo_workbook.addresses import quoted_title
from pmo_workbook.blocks import Cell, Link
from pmo_workbook.epochs import to_serial
from pmo_workbook.ooxml.workbook import MAIN, escaped

C, V, F, IS, T = (f"{{{MAIN}}}{tag}" for tag in ("c", "v", "f", "is", "t"))
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
LONGEST_TEXT = 32_767
LONGEST_LINK_TEXT = 1_000
LONGEST_LITERAL = 255
"""Characters that Excel takes in one text literal of a formula."""

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_KEPT_SPACE = ("  ", "\n", "\r", "\t")
"""Blanks within a text that a reader of XML may change unless told not to."""


@dataclass(frozen=True)
class Content:
    """What a cell stores.

    Attributes:
        kind: The cell's type: ``n`` number, ``b`` truth value, ``inlineStr`` text, ``str`` text of a formula.
        value: The stored value.
        formula: The formula, without an equals sign; empty when there is none.
    """

    kind: str
    value: str
    formula: str = ""


def encode(value: Cell, date1904: bool) -> Content | None:
    """How a value is stored.

    Args:
        value: The value; text is always text, whatever it begins with.
        date1904: Whether the workbook's dates count from 1904.

    Returns:
        What the cell stores; None for an empty cell (no value, empty text, not a number).

    Raises:
        TypeError: The value is of no type that a cell holds.
    """
    if isinstance(value, str):
        return Content("inlineStr", clean(value)) if value else None
    if value is None:
        return None
    if isinstance(value, Link):
        return _link(value)
    if isinstance(value, dt.date):
        return _date(value, date1904)
    return _number(value)


def clean(text: str) -> str:
    """Text as a cell can hold it: characters that XML forbids replaced, and no longer than a cell.

    Args:
        text: Any text.

    Returns:
        The text, at most 32,767 UTF-16 units long.
    """
    text = _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", text)
    if len(text) * 2 > LONGEST_TEXT:
        text = text.encode("utf-16-le")[: 2 * LONGEST_TEXT].decode("utf-16-le", "ignore")
    return text


def as_xml(address: str, content: Content, style: str) -> str:
    """A cell as text of XML, as `put` would make it.

    Args:
        address: Its address.
        content: What it stores; no formula.
        style: Index of its style; empty for none.
    """
    kind = "" if content.kind == "n" else f' t="{content.kind}"'
    look = f' s="{style}"' if style else ""
    attributes = f' r="{address}"{look}{kind}'
    if content.kind != "inlineStr":
        return f"<c{attributes}><v>{content.value}</v></c>"
    text = escaped(content.value)
    space = ' xml:space="preserve"' if _keeps_space(text) else ""
    return f"<c{attributes}><is><t{space}>{escape(text)}</t></is></c>"


def put(cell: etree._Element, content: Content | None) -> None:
    """Give a cell its content; style and address stay.

    Args:
        cell: The ``c`` element.
        content: What it stores from now on; None empties it.
    """
    for name in ("t", "cm", "vm"):
        if cell.get(name) is not None:
            del cell.attrib[name]
    for child in list(cell):
        cell.remove(child)
    if content is None:
        return
    if content.kind != "n":
        cell.set("t", content.kind)
    if content.kind == "inlineStr":
        _text(etree.SubElement(etree.SubElement(cell, IS), T), escaped(content.value))
        return
    if content.formula:
        etree.SubElement(cell, F).text = content.formula
    _text(etree.SubElement(cell, V), escaped(content.value) if content.kind == "str" else content.value)


def holds(cell: etree._Element, content: Content | None) -> bool:
    """Whether a cell stores this content already.

    Args:
        cell: The ``c`` element.
        content: The content; None stands for an empty cell.

    Returns:
        True when putting it would change nothing that a reader sees.
    """
    if content is None:
        return len(cell) == 0
    if cell.get("t", "n") != content.kind or cell.get("cm") is not None or cell.get("vm") is not None:
        return False
    if content.kind == "inlineStr":
        return _inline_text(cell) == escaped(content.value)
    stored = {child.tag: child.text or "" for child in cell}
    if stored.get(F, "") != content.formula or V not in stored:
        return False
    if content.kind == "n":
        return _float(stored[V]) == float(content.value)
    return stored[V] == (escaped(content.value) if content.kind == "str" else content.value)


def _inline_text(cell: etree._Element) -> str | None:
    """The text of a cell that holds one plain text and nothing else."""
    text = cell[0][0] if len(cell) == 1 == len(cell[0]) else None
    return text.text if text is not None and text.tag == T else None


def occupied(cell: etree._Element) -> bool:
    """Whether a cell has a value or a formula, not only a style."""
    for child in cell:
        if child.tag == F or (child.tag == V and child.text):
            return True
        if child.tag == IS and any(part.text for part in child.iter(T)):
            return True
    return False


def _text(element: etree._Element, text: str) -> None:
    element.text = text
    if _keeps_space(text):
        element.set(SPACE, "preserve")


def _keeps_space(text: str) -> bool:
    """Whether a text has blanks that a reader of XML may change unless told not to."""
    return text.strip() != text or any(space in text for space in _KEPT_SPACE)


def _float(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def _number(value: float | bool) -> Content | None:
    plain = value.item() if hasattr(value, "item") else value  # a numpy scalar
    if isinstance(plain, bool):
        return Content("b", "1" if plain else "0")
    if isinstance(plain, int):
        return Content("n", str(plain))
    if not isinstance(plain, float):
        raise TypeError(f"a cell cannot hold a {type(value).__name__}")
    if not math.isfinite(plain):
        return None
    return Content("n", str(int(plain)) if plain.is_integer() and abs(plain) < 1e15 else repr(plain))


def _date(value: dt.date, date1904: bool) -> Content:
    serial = to_serial(value, date1904)
    if serial is None:
        return Content("inlineStr", value.isoformat(*([" "] if isinstance(value, dt.datetime) else [])))
    return Content("n", str(int(serial)) if serial.is_integer() else repr(serial))


def _link(link: Link) -> Content:
    text = clean(link.text)[:LONGEST_LINK_TEXT]
    target = f"#{quoted_title(link.sheet)}!{link.cell}"
    return Content("str", text, f"HYPERLINK({_literal(target)},{_literal(text)})")


def _literal(text: str) -> str:
    pieces = [text[at : at + LONGEST_LITERAL] for at in range(0, len(text), LONGEST_LITERAL)] or [""]
    return "&".join('"' + piece.replace('"', '""') + '"' for piece in pieces)
