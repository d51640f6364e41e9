"""Copying XML by an allow-list: what is not named does not get across."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from lxml import etree

from pmo_workbook.errors import NotAWorkbookError
from pmo_workbook.ooxml.workbook import MAIN

Allowed = Mapping[str, frozenset[str]]
"""Local names of elements, each with the names of its attributes."""

_PLAIN = re.compile(r"[\w .,:;#%+\-{}()]{0,40}")


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


def new_root(tag: str, default: str, **prefixes: str) -> etree._Element:
    """A root element with its namespaces.

    Args:
        tag: Its full name.
        default: The namespace without a prefix.
        prefixes: Namespaces by prefix.
    """
    spaces: dict[str | None, str] = {None: default}
    spaces.update(prefixes)
    return etree.Element(tag, nsmap=spaces)  # type: ignore[arg-type]  # the stubs know no namespace without prefix


def pulled(chunks: Iterable[bytes], tag: str) -> Iterator[etree._Element]:
    """The elements of one name in a part that is too large to hold; each is emptied when the next is asked for.

    Args:
        chunks: The part, piece by piece.
        tag: Full name of the elements.

    Raises:
        NotAWorkbookError: The part is damaged.
    """
    parser = etree.XMLPullParser(events=("end",), tag=tag, resolve_entities=False, no_network=True, huge_tree=True)
    try:
        for chunk in chunks:
            parser.feed(chunk)
            for _, found in parser.read_events():
                element = cast("etree._Element", found)
                yield element
                element.clear()
                parent = element.getparent()
                while parent is not None and element.getprevious() is not None:
                    del parent[0]
    except etree.XMLSyntaxError as error:
        raise NotAWorkbookError(f"The workbook is damaged: one of its parts is not well-formed ({error}).") from error
