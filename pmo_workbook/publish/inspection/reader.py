"""A workbook file as the inspector reads it: the entries of a ZIP archive, parsed by expat.

The inspector is there to find what the code that makes copies got wrong. What both relied on could be wrong in both, so
everything in this package reads for itself.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self, cast
from urllib.parse import unquote
from xml.etree import ElementTree
from xml.parsers import expat

from pmo_workbook.errors import NotAWorkbookError

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
CONTENT_TYPES = "[Content_Types].xml"
TRUE, FALSE = ("1", "true", "on"), ("0", "false", "off")
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_PIECE = 1 << 15
"""Bytes read at once; of larger pieces so many elements are alive that collecting garbage takes longer than parsing."""

Element = ElementTree.Element


@dataclass(frozen=True)
class Link:
    """A relationship of a part.

    Attributes:
        id: Its id.
        kind: Last word of its type, such as ``worksheet``.
        target: Name of the part it leads to; for one that leads out of the file the address as written.
        outside: Whether it leads out of the file.
    """

    id: str
    kind: str
    target: str
    outside: bool


class Parts:
    """The parts of a workbook file. Use it as a context manager.

    Attributes:
        names: Names of all parts, in the file's order.
    """

    def __init__(self, path: Path) -> None:
        """Open the file.

        Args:
            path: The file, which is known to be a workbook.
        """
        self._file = path.name
        self._archive = zipfile.ZipFile(path)
        self._entries = {info.filename.replace("\\", "/").lower(): info for info in self._archive.infolist()}
        self._links: dict[str, tuple[Link, ...]] = {}
        self.names = tuple(info.filename for info in self._entries.values())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._archive.close()

    @property
    def archive(self) -> zipfile.ZipFile:
        """The archive itself."""
        return self._archive

    def has(self, name: str) -> bool:
        """Whether there is a part of that name, in any case."""
        return name.lower() in self._entries

    def pieces(self, name: str) -> Iterator[bytes]:
        """The bytes of a part, piece by piece.

        Args:
            name: Its name, in any case.

        Raises:
            NotAWorkbookError: It is damaged.
        """
        info = self._entries[name.lower()]
        try:
            with self._archive.open(info) as entry:
                while piece := entry.read(_PIECE):
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise NotAWorkbookError(f"{self._file} is damaged: {info.filename} cannot be read.") from error

    def read(self, name: str) -> bytes:
        """The bytes of a part; see `pieces`."""
        return b"".join(self.pieces(name))

    def root(self, name: str) -> Element:
        """The root element of a part, without comments; see `parsed`."""
        return parsed(self.read(name))

    def links(self, part: str) -> tuple[Link, ...]:
        """Relationships of a part; empty stands for the whole file."""
        folder, name = posixpath.split(part)
        source = posixpath.join(folder, "_rels", f"{name}.rels")
        if source not in self._links:
            found = self.root(source).iter(_RELATIONSHIP) if self.has(source) else ()
            self._links[source] = tuple(_link(folder, element) for element in found)
        return self._links[source]

    def linked(self, part: str, kind: str) -> str:
        """The part in the file that a part is related to by a kind of relationship; empty when there is none."""
        inside = (link for link in self.links(part) if link.kind == kind and not link.outside)
        return next((link.target for link in inside if self.has(link.target)), "")


def _link(folder: str, element: Element) -> Link:
    outside = element.get("TargetMode") == "External"
    target = element.get("Target", "")
    if not outside:
        target = unquote(target)
        target = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
    return Link(element.get("Id", ""), element.get("Type", "").rpartition("/")[2], target, outside)


def parsed(data: bytes) -> Element:
    """The root element of XML.

    Args:
        data: The bytes of a part.

    Raises:
        NotAWorkbookError: It is not well-formed, or declares a document type.
    """
    refuse_document_type(data)
    try:
        return ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        raise not_well_formed() from error


def in_pieces(data: bytes) -> Iterator[bytes]:
    """A part that is in memory, piece by piece."""
    return (data[at : at + _PIECE] for at in range(0, len(data), _PIECE))


def pulled(pieces: Iterator[bytes], tag: str) -> Iterator[Element]:
    """The elements of one name in a part that is too large to hold; each is emptied when the next is asked for.

    Args:
        pieces: The part, piece by piece.
        tag: Full name of the elements.

    Raises:
        NotAWorkbookError: The part is not well-formed.
    """
    parser: ElementTree.XMLPullParser[Element] = ElementTree.XMLPullParser(("end",))
    try:
        for piece in pieces:
            parser.feed(piece)
            for event in parser.read_events():
                element = cast("Element", event[-1])
                if element.tag == tag:
                    yield element
                    element.clear()
        parser.close()
    except ElementTree.ParseError as error:
        raise not_well_formed() from error


def refuse_document_type(data: bytes) -> None:
    """Refuse XML whose document type could define entities.

    Args:
        data: The bytes of a part.

    Raises:
        NotAWorkbookError: A document type is declared.
    """

    class RootReachedError(Exception):
        """What comes before the root was read."""

    def declared(*_: object) -> None:
        raise NotAWorkbookError("The workbook is damaged: one of its parts declares a document type.")

    def reached(*_: object) -> None:
        raise RootReachedError

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler, parser.StartElementHandler = declared, reached
    try:
        parser.Parse(data, True)
    except RootReachedError:
        return
    except expat.ExpatError as error:
        raise not_well_formed() from error


def not_well_formed() -> NotAWorkbookError:
    """The reason why XML cannot be read."""
    return NotAWorkbookError("The workbook is damaged: one of its parts is not well-formed.")


def local(element: Element) -> str:
    """Name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def flag(element: Element, name: str) -> bool:
    """Whether an attribute says yes."""
    return element.get(name) in TRUE
