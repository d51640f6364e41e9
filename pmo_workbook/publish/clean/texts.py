"""The texts of cells: the few of the source's shared strings that are needed, and the copy's own list of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from lxml import etree

from pmo_workbook.ooxml.package import Package, to_bytes
from pmo_workbook.ooxml.workbook import MAIN, unescaped
from pmo_workbook.publish.clean.allow import allowed, copied, main, new_root, pulled

SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_T = main("t")
_FLAG = "val"
_RICH = allowed(
    si="",
    r="",
    t="",
    rPr="",
    b=_FLAG,
    i=_FLAG,
    strike=_FLAG,
    outline=_FLAG,
    shadow=_FLAG,
    u=_FLAG,
    vertAlign=_FLAG,
    sz=_FLAG,
    color="auto indexed rgb theme tint",
    rFont=_FLAG,
    family=_FLAG,
    charset=_FLAG,
    scheme=_FLAG,
)


def clean_text(item: etree._Element) -> etree._Element:
    """A text as the copy keeps it: its words and their look, no phonetic readings.

    Args:
        item: An ``si`` or ``is`` element.

    Returns:
        An ``si`` element.
    """
    fresh = copied(item, _RICH, ("t",))
    fresh.tag = main("si")
    for text in fresh.iter(main("t")):
        if text.text and text.text != text.text.strip():
            text.set(SPACE, "preserve")
    return fresh


def plain_text(item: etree._Element) -> str:
    """The words of a text, without their look."""
    if len(item) == 1 and item[0].tag == _T:
        return unescaped(item[0].text or "")
    parts = [*item.iterfind(_T), *item.iterfind(f"{main('r')}/{_T}")]
    return unescaped("".join(part.text or "" for part in parts))


def shared_texts(package: Package, part: str) -> Iterator[etree._Element]:
    """The shared strings of a workbook, one at a time; each is emptied when the next is asked for.

    Args:
        package: The package.
        part: Name of the part; empty for none.

    Yields:
        The ``si`` elements.

    Raises:
        NotAWorkbookError: The part is damaged.
    """
    if part:
        yield from pulled(package.chunks(part), main("si"))


def wanted_texts(package: Package, part: str, wanted: Collection[int]) -> dict[int, etree._Element]:
    """Some of the shared strings, cleaned.

    Args:
        package: The package.
        part: Name of the part; empty for none.
        wanted: Their indexes.

    Returns:
        The texts by index; an index that is not there has none.
    """
    if not wanted:
        return {}
    asked, last = frozenset(wanted), max(wanted)
    found: dict[int, etree._Element] = {}
    for index, item in enumerate(shared_texts(package, part)):
        if index in asked:
            found[index] = clean_text(item)
        if index == last:
            break
    return found


class Texts:
    """The shared strings of the copy."""

    def __init__(self) -> None:
        self._items: dict[bytes, int] = {}
        self._uses = 0

    def add(self, item: etree._Element) -> str:
        """Index of a text, as a cell refers to it."""
        self._uses += 1
        return str(self._items.setdefault(etree.tostring(item, with_tail=False), len(self._items)))

    def add_plain(self, text: str) -> str:
        """Index of a text without a look of its own; its escapes are kept as they are."""
        item = new_root(main("si"), MAIN)
        element = etree.SubElement(item, main("t"))
        element.text = text
        if text != text.strip() or "\n" in text:
            element.set(SPACE, "preserve")
        return self.add(item)

    def __bool__(self) -> bool:
        return bool(self._items)

    def to_bytes(self) -> bytes:
        """The part."""
        root = new_root(main("sst"), MAIN)
        root.set("count", str(self._uses))
        root.set("uniqueCount", str(len(self._items)))
        for item in self._items:
            root.append(etree.fromstring(item))
        etree.cleanup_namespaces(root)
        return to_bytes(root)
