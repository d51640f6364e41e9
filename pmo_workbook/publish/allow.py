"""Copying XML by an allow-list: what is not named does not get across."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from lxml import etree

from pmo_workbook.ooxml.workbook import MAIN

Allowed = Mapping[str, frozenset[str]]
"""Local names of elements, each with the names of its attributes."""

_PLAIN = re.compile(r"[\w .,:;#%+\-{}()/&*@$]{0,80}")


def allowed(**tags: str) -> Allowed:
    """An allow-list: each element with its attributes, separated by blanks."""
    return {tag: frozenset(names.split()) for tag, names in tags.items()}


def main(tag: str) -> str:
    """The full name of an element of the spreadsheet vocabulary."""
    return f"{{{MAIN}}}{tag}"


def local(element: etree._Element) -> str:
    """Name of an element without its namespace; empty for comments and processing instructions."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def space(element: etree._Element) -> str:
    """Namespace of an element; empty for comments and processing instructions."""
    return etree.QName(element).namespace or "" if isinstance(element.tag, str) else ""


def copied(element: etree._Element, names: Allowed, text: Iterable[str] = ()) -> etree._Element:
    """A copy of an element of the spreadsheet vocabulary, with nothing in it that is not allowed.

    Args:
        element: The element; it is itself taken as allowed.
        names: Allowed elements below it, and allowed attributes of all, itself included.
        text: Local names of the elements whose text is copied too.

    Returns:
        The copy. Attributes of other namespaces, comments and foreign elements are not in it.
    """
    texts = frozenset(text)
    return _copied(element, names, texts)


def _copied(element: etree._Element, names: Allowed, texts: frozenset[str]) -> etree._Element:
    tag = local(element)
    fresh = etree.Element(main(tag))
    set_attributes(fresh, element, names.get(tag, frozenset()))
    if tag in texts:
        fresh.text = element.text
    for child in element:
        if space(child) == MAIN and local(child) in names:
            fresh.append(_copied(child, names, texts))
    return fresh


def set_attributes(fresh: etree._Element, old: etree._Element, names: Iterable[str]) -> None:
    """Copy the named attributes, in the order of the old element."""
    wanted = frozenset(names)
    for name, value in old.attrib.items():
        if str(name) in wanted:
            fresh.set(name, value)


def plain(value: str) -> bool:
    """Whether an attribute's value is a number, a word of a vocabulary or the like, and no prose or path."""
    return _PLAIN.fullmatch(value) is not None


def first(element: etree._Element, tag: str) -> etree._Element | None:
    """The first child of that name in the spreadsheet vocabulary."""
    return element.find(main(tag))


def append_if(parent: etree._Element, child: etree._Element | None, keep: Callable[[etree._Element], bool]) -> None:
    """Append a child that is there and worth keeping."""
    if child is not None and keep(child):
        parent.append(child)
