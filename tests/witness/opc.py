"""A package read for looking at: parts, content types and relationships, without the code of the product."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from lxml import etree

CONTENT_TYPES = "[Content_Types].xml"
RELATIONSHIPS = "application/vnd.openxmlformats-package.relationships+xml"
R_NAMESPACES = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)

# lxml-stubs types an element as etree._Element, whose xpath() and iter() are too loose to be of help here.
Element = Any


@dataclass(frozen=True)
class Relationship:
    """One line of a .rels part.

    Attributes:
        id: Its id, unique in the part.
        kind: Last word of its type, such as ``worksheet``.
        target: Name of the part it points at, or the address if it is external.
        external: It points out of the package.
    """

    id: str
    kind: str
    target: str
    external: bool


@dataclass(frozen=True)
class Sheet:
    """A sheet as the workbook part lists it.

    Attributes:
        name: Its title.
        sheet_id: The ``sheetId``, as text.
        state: ``visible``, ``hidden`` or ``veryHidden``.
        kind: ``worksheet``, ``chartsheet`` …; empty if the relationship is missing.
        part: Name of its part; empty if the relationship is missing.
    """

    name: str
    sheet_id: str
    state: str
    kind: str
    part: str


@dataclass
class Package:
    """An Office file taken apart.

    Attributes:
        path: The file.
        names: Names of the zip entries in their order, with duplicates.
        blobs: Bytes of each part.
    """

    path: Path
    names: list[str]
    blobs: dict[str, bytes]
    _trees: dict[str, Element] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Package:
        """Read all parts of a file.

        Raises:
            zipfile.BadZipFile: The file is no zip, or a part's checksum is wrong.
        """
        with zipfile.ZipFile(path) as archive:
            names = [info.filename for info in archive.infolist() if not info.is_dir()]
            return cls(path, names, {name: archive.read(name) for name in dict.fromkeys(names)})

    def tree(self, part: str) -> Element:
        """Root element of an XML part.

        Raises:
            KeyError: There is no such part.
            etree.XMLSyntaxError: It is not well-formed.
        """
        if part not in self._trees:
            self._trees[part] = etree.fromstring(self.blobs[part], etree.XMLParser(huge_tree=True))
        return self._trees[part]

    @cached_property
    def content_types(self) -> tuple[dict[str, str], dict[str, str]]:
        """Content types by extension (lower case) and by part name."""
        if CONTENT_TYPES not in self.blobs:
            return {}, {}
        root = self.tree(CONTENT_TYPES)
        defaults = {item.get("Extension").lower(): item.get("ContentType") for item in root.iter("{*}Default")}
        overrides = {item.get("PartName").lstrip("/"): item.get("ContentType") for item in root.iter("{*}Override")}
        return defaults, overrides

    def content_type(self, part: str) -> str | None:
        """Content type of a part, None if nothing says it."""
        defaults, overrides = self.content_types
        return overrides.get(part) or defaults.get(part.rpartition(".")[2].lower())

    def relationships(self, part: str) -> dict[str, Relationship]:
        """Relationships of a part by id; ``""`` stands for the package."""
        rels = rels_of(part)
        if rels not in self.blobs:
            return {}
        return {item.id: item for item in self._read_rels(part, rels)}

    def _read_rels(self, part: str, rels: str) -> Iterator[Relationship]:
        for item in self.tree(rels).iter("{*}Relationship"):
            external = item.get("TargetMode") == "External"
            target = item.get("Target", "")
            if not external:
                target = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
            yield Relationship(item.get("Id"), item.get("Type").rsplit("/", 1)[-1], target, external)

    def related(self, part: str, kind: str) -> list[str]:
        """Names of the existing parts that a part points at by a kind of relationship."""
        found = self.relationships(part).values()
        return [rel.target for rel in found if rel.kind == kind and not rel.external and rel.target in self.blobs]

    @cached_property
    def workbook(self) -> str:
        """Name of the workbook part; empty if there is none."""
        return next(iter(self.related("", "officeDocument")), "")

    @cached_property
    def sheets(self) -> list[Sheet]:
        """The sheets in the order of their tabs."""
        rels = self.relationships(self.workbook)
        found = []
        for item in self.tree(self.workbook).iterfind("{*}sheets/{*}sheet"):
            rel = rels.get(r_attribute(item, "id") or "")
            known = rel is not None and rel.target in self.blobs
            kind, part = (rel.kind, rel.target) if known and rel else ("", "")
            found.append(Sheet(item.get("name", ""), item.get("sheetId", ""), item.get("state", "visible"), kind, part))
        return found


def rels_of(part: str) -> str:
    """Name of the part that holds the relationships of a part."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def r_attribute(element: Element, name: str) -> str | None:
    """An attribute of the relationships' namespace, such as ``r:id``."""
    keys = (f"{{{space}}}{name}" for space in R_NAMESPACES)
    return next((element.get(key) for key in keys if key in element.attrib), None)


def local(element: Element) -> str:
    """Name of an element without its namespace; empty for comments and processing instructions."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
