"""What drawings and pictures give away."""

from __future__ import annotations

from collections.abc import Iterator

from pmo_workbook.publish.inspection.book import Book
from pmo_workbook.publish.inspection.categories import Category, Finding, shortened
from pmo_workbook.publish.inspection.pictures import hidden_bytes, is_plain
from pmo_workbook.publish.inspection.reader import Element, Parts, flag, local

_PICTURE_FILES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".emf", ".wmf", ".tif", ".tiff", ".svg")


def in_drawings(book: Book) -> Iterator[Finding]:
    """Findings in all drawings and pictures of a workbook, whoever points at them.

    Args:
        book: The workbook.
    """
    kinds: dict[str, tuple[str, str]] = {}
    for source in book.parts.names:
        if not source.endswith(".rels"):
            for link in book.parts.links(source):
                if not link.outside and book.parts.has(link.target):
                    kinds[link.target] = (link.kind, book.titles.get(source.lower(), link.target))
    for part, (kind, place) in kinds.items():
        if kind == "drawing":
            yield from _drawing(book.parts, part, place)
        elif kind == "image":
            yield from _picture(book.parts.read(part), part)


def _drawing(parts: Parts, part: str, place: str) -> Iterator[Finding]:
    for anchor in parts.root(part):
        texts = [element.text for element in anchor.iter() if local(element) == "t" and element.text]
        for element in anchor.iter():
            tag = local(element)
            if tag == "cNvPr":
                if flag(element, "hidden"):
                    said = " ".join((element.get("name", ""), *texts))
                    yield Finding(Category.INVISIBLE, place, f"hidden object {shortened(said)}")
                yield from _alternative_text(element, place)
            elif tag == "contentPart":
                yield Finding(Category.INK, place, "ink, or content of another kind")
            elif tag in ("webextensionref", "webExtensionRef"):
                yield Finding(Category.CONTENT_ADDINS, place, "a content add-in")
            if element.get("macro"):
                yield Finding(Category.MACROS, place, f"an object calls {shortened(element.get('macro', ''))}")
            if element.get("textlink"):
                yield Finding(Category.FORMULAS, place, f"an object shows {shortened(element.get('textlink', ''))}")


def _alternative_text(element: Element, place: str) -> Iterator[Finding]:
    words = " ".join(element.get(name, "") for name in ("title", "descr")).strip()
    if not words:
        return
    yield Finding(Category.ALT_TEXTS, place, shortened(words))
    if "\\" in words or "://" in words or words.lower().endswith(_PICTURE_FILES):
        yield Finding(Category.ABSOLUTE_PATH, place, shortened(f"an alternative text names a file: {words}"))


def _picture(data: bytes, part: str) -> Iterator[Finding]:
    if not is_plain(data):
        yield Finding(Category.IMAGES, part, "of a kind that can carry texts")
    elif size := hidden_bytes(data):
        yield Finding(Category.IMAGES, part, f"{size} bytes that do not show")
