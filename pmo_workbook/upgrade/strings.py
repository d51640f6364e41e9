"""Texts of cells, wherever they are kept: in the shared list or in the cell."""

from __future__ import annotations

import copy
from functools import cached_property

from lxml import etree

from pmo_workbook.hosts.cells import IS, T, V
from pmo_workbook.ooxml.package import parse_xml
from pmo_workbook.ooxml.workbook import MAIN, Workbook, unescaped


class Strings:
    """The shared texts of a workbook.

    Args:
        workbook: The workbook.
    """

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook

    @cached_property
    def _shared(self) -> list[etree._Element]:
        part = self._workbook.related("sharedStrings")
        if not part:
            return []
        return list(parse_xml(self._workbook.package.read(part)).iterchildren(f"{{{MAIN}}}si"))

    def text(self, cell: etree._Element) -> str:
        """The text of a cell; the stored value where it holds none.

        Args:
            cell: The ``c`` element.
        """
        holder = self._holder(cell)
        if holder is not None:
            texts = [part.text or "" for part in holder.iter(T) if _spoken(part)]
            return unescaped("".join(texts))
        value = cell.find(V)
        return "" if value is None else value.text or ""

    def inline(self, cell: etree._Element) -> None:
        """Let a cell keep its own text instead of a place in the shared list.

        Args:
            cell: The ``c`` element, changed in place.
        """
        if cell.get("t") != "s":
            return
        holder = self._holder(cell)
        for child in list(cell):
            cell.remove(child)
        cell.set("t", "inlineStr")
        inline = etree.SubElement(cell, IS)
        for child in () if holder is None else holder:
            inline.append(copy.deepcopy(child))

    def _holder(self, cell: etree._Element) -> etree._Element | None:
        if cell.get("t") == "inlineStr":
            return cell.find(IS)
        value = cell.find(V)
        if cell.get("t") != "s" or value is None or not (value.text or "").isdigit():
            return None
        at = int(value.text or "0")
        return self._shared[at] if at < len(self._shared) else None


def _spoken(text: etree._Element) -> bool:
    """Whether a text is part of what a cell says, not of how it is pronounced."""
    parent = text.getparent()
    return parent is None or parent.tag != f"{{{MAIN}}}rPh"
