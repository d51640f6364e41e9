"""The .xlsx or .xlsm file as parts and relationships.

Parts are read on demand. A save copies every untouched entry as it is, compressed bytes, name, date and attributes,
and puts the new file in place in one step: whatever happens, the old file or the new one is there, nothing else.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self
from urllib.parse import unquote

from lxml import etree

from pmo_workbook.errors import EncryptedError, NotAWorkbookError, UnsupportedError
from pmo_workbook.ooxml import rawzip
from pmo_workbook.ooxml.atomic import Stamp, put_in_place
from pmo_workbook.ooxml.inuse import check_not_open

__all__ = ["Package", "Relation", "check_not_open", "parse_xml", "relations_part", "to_bytes"]

CONTENT_TYPES = "[Content_Types].xml"
CONTENT_TYPES_NS = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS_NS = "http://schemas.openxmlformats.org/package/2006/relationships"
DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
LARGEST = (1 << 32) - (1 << 20)
"""Uncompressed bytes of all entries together, beyond which the file is refused."""
MOST_ENTRIES = 65_000
BOMB_SIZE, BOMB_RATIO = 1 << 28, 300
KEEP_READ = 128 << 20
"""Uncompressed bytes kept in memory so that a part that is needed twice is inflated once."""


@dataclass(frozen=True)
class Relation:
    """One relationship of a part.

    Attributes:
        id: Its id, unique among the relationships of the part.
        type: The full type, an address.
        target_part: Name of the part it leads to; for an external one the address as written.
        external: Whether it leads out of the package.
    """

    id: str
    type: str
    target_part: str
    external: bool

    @property
    def kind(self) -> str:
        """Last word of the type, such as ``worksheet``."""
        return self.type.rsplit("/", 1)[-1]


class Package:
    """A workbook file as parts, with an overlay of changed and removed ones.

    Use `open`, and as a context manager.

    Attributes:
        path: The file, symbolic links resolved.
        changed: Names of parts replaced or removed since it was opened or saved.
    """

    def __init__(self, path: Path, stream: BinaryIO) -> None:
        self.path = path
        self.changed: set[str] = set()
        self._new: dict[str, bytes] = {}
        self._kept: dict[str, bytes] = {}
        self._load(stream)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a workbook file for reading.

        Args:
            path: The file.

        Returns:
            Its package; nothing is inflated yet but the list of content types.

        Raises:
            NotAWorkbookError: There is no such file, or it is no readable .xlsx or .xlsm.
            EncryptedError: It is protected by an open password.
            UnsupportedError: It is a binary workbook (.xlsb).
        """
        path = Path(path).resolve()
        return cls(path, _opened(path))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()
        self._stream.close()
        self._kept.clear()

    def names(self) -> tuple[str, ...]:
        """Names of all parts, the list of content types and the relationship parts included, in the file's order."""
        return tuple(self._entries[key].filename for key in self._entries)

    def has(self, name: str) -> bool:
        """Whether there is a part of that name; case does not matter, as the standard has it."""
        return name.lower() in self._entries

    def read(self, name: str) -> bytes:
        """The uncompressed bytes of a part.

        Args:
            name: Name of the part, in any case.

        Returns:
            Its bytes, of the new version if it was replaced.

        Raises:
            KeyError: There is no such part.
            NotAWorkbookError: The part is damaged.
        """
        key = name.lower()
        if key in self._new:
            return self._new[key]
        if key not in self._kept:
            info = self._entries[key]
            data = b"".join(self._inflate(info, info.file_size))
            self._keep(key, data)
            return data
        return self._kept[key]

    def chunks(self, name: str, size: int = 1 << 20) -> Iterator[bytes]:
        """The uncompressed bytes of a part piece by piece, without holding it whole.

        Args:
            name: Name of the part, in any case.
            size: Bytes per piece; a part that is in memory comes as one.

        Yields:
            The pieces, in order.

        Raises:
            KeyError: There is no such part.
            NotAWorkbookError: The part is damaged.
        """
        key = name.lower()
        if key in self._new or key in self._kept:
            yield self.read(name)
        else:
            yield from self._inflate(self._entries[key], size)

    def forget(self) -> None:
        """Drop what is kept in memory of parts read so far; replaced parts stay."""
        self._kept.clear()

    def discard(self) -> None:
        """Drop all changes that were not saved."""
        self._new.clear()
        self.changed.clear()
        self._entries = _checked(self.path, self._zip)

    def replace(self, name: str, data: bytes) -> None:
        """Give a part new bytes; a name that is not there yet is added (its content type is the caller's to add).

        Args:
            name: Name of the part.
            data: Uncompressed bytes.
        """
        key = name.lower()
        if key not in self._entries:
            self._entries[key] = rawzip.new_entry(name)
        self._new[key] = data
        self._kept.pop(key, None)
        self.changed.add(self._entries[key].filename)

    def remove(self, name: str) -> None:
        """Take a part out, with its relationships and its entry among the content types.

        Args:
            name: Name of the part.

        Raises:
            KeyError: There is no such part.
        """
        for gone in (name, relations_part(name)):
            if gone == name or self.has(gone):
                self.changed.add(self._entries.pop(gone.lower()).filename)
                self._new.pop(gone.lower(), None)
                self._kept.pop(gone.lower(), None)
        types = parse_xml(self.read(CONTENT_TYPES))
        for override in types.findall(f"{{{CONTENT_TYPES_NS}}}Override"):
            if override.get("PartName", "").lower() == "/" + name.lower():
                types.remove(override)
                self.replace(CONTENT_TYPES, to_bytes(types))

    def relations(self, part: str) -> tuple[Relation, ...]:
        """Relationships of a part.

        Args:
            part: Name of the part; empty for those of the package.

        Returns:
            All of them, in the order of the file; none when the part has no relationships.

        Raises:
            NotAWorkbookError: They cannot be read.
        """
        name = relations_part(part)
        if not self.has(name):
            return ()
        return tuple(
            Relation(
                id=element.get("Id", ""),
                type=element.get("Type", ""),
                target_part=_target(part, element),
                external=element.get("TargetMode") == "External",
            )
            for element in parse_xml(self.read(name)).iterchildren(f"{{{RELATIONS_NS}}}Relationship")
        )

    def save(self, path: Path | None = None) -> None:
        """Write the package, and go on reading from the file just written.

        Args:
            path: Where to; None puts it in the place of the file that was opened.

        Raises:
            InUseError: The file was changed by somebody since it was opened, or (Windows) another program holds it.
            WriteError: It could not be written; the old file is as it was.
            NotAWorkbookError: The old file is damaged.
        """
        target = self.path if path is None else Path(path).resolve()
        same = target == self.path
        fresh = {self._entries[key].filename: data for key, data in self._new.items()}

        def write(stream: BinaryIO) -> None:
            try:
                rawzip.write_archive(stream, self._stream, list(self._entries.values()), fresh, self._zip.comment)
            except zipfile.BadZipFile as error:
                raise NotAWorkbookError(f"{self.path.name} is damaged: {error}.") from error

        put_in_place(target, write, like=self.path, stamp=self._stamp if same else None, before=self._let_go)
        self.path = target
        self._new.clear()
        self.changed.clear()
        self._load(_opened(target))

    def _let_go(self) -> None:
        # Windows does not replace a file that is open
        self._zip.close()
        self._stream.close()

    def _load(self, stream: BinaryIO) -> None:
        self._stream = stream
        try:
            self._stamp = Stamp.of(stream)
            self._zip = zipfile.ZipFile(stream)
            self._entries = _checked(self.path, self._zip)
            self._refuse_binary()
        except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError) as error:
            stream.close()
            raise NotAWorkbookError(f"{self.path.name} is not a readable Excel workbook (.xlsx or .xlsm).") from error
        except BaseException:
            stream.close()
            raise

    def _refuse_binary(self) -> None:
        types = parse_xml(self.read(CONTENT_TYPES))
        kinds = (element.get("ContentType", "") for element in types.iterchildren(f"{{{CONTENT_TYPES_NS}}}Override"))
        if any("excel.sheet.binary" in kind for kind in kinds):
            raise UnsupportedError(f"{self.path.name} is a binary workbook; save it as .xlsx or .xlsm first.")

    def _inflate(self, info: zipfile.ZipInfo, size: int) -> Iterator[bytes]:
        try:
            with self._zip.open(info) as entry:
                while chunk := entry.read(max(size, 1)):
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise NotAWorkbookError(f"{self.path.name} is damaged: {info.filename} cannot be read.") from error

    def _keep(self, key: str, data: bytes) -> None:
        room = KEEP_READ - len(data)
        if room < 0:
            return
        while self._kept and sum(map(len, self._kept.values())) > room:
            self._kept.pop(next(iter(self._kept)))
        self._kept[key] = data


def parse_xml(data: bytes) -> etree._Element:
    """Parse a part; entities and the network are never used.

    Args:
        data: The bytes of the part.

    Returns:
        Its root element.

    Raises:
        NotAWorkbookError: It is not well-formed XML.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, strip_cdata=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise NotAWorkbookError("The workbook is damaged: one of its parts is not well-formed.") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise NotAWorkbookError("The workbook is damaged: one of its parts declares a document type.")
    return root


def to_bytes(root: etree._Element) -> bytes:
    """A part as Excel writes it: UTF-8 with a standalone declaration."""
    return DECLARATION + etree.tostring(root.getroottree(), xml_declaration=False, encoding="UTF-8")


def relations_part(part: str) -> str:
    """Name of the part that holds the relationships of a part; empty stands for the package."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", name + ".rels")


def _target(part: str, element: etree._Element) -> str:
    target = element.get("Target", "")
    if element.get("TargetMode") == "External":
        return target
    target = unquote(target)
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))


def _opened(path: Path) -> BinaryIO:
    if path.is_dir():
        raise NotAWorkbookError(f"{path.name} is a folder, not a workbook.")
    try:
        stream = path.open("rb")
    except FileNotFoundError:
        raise NotAWorkbookError(f"There is no file {path}.") from None
    except OSError as error:
        raise NotAWorkbookError(f"{path.name} cannot be read: {error.strerror}.") from error
    try:
        _refuse_compound(path, stream)
    except BaseException:
        stream.close()
        raise
    return stream


def _refuse_compound(path: Path, stream: BinaryIO) -> None:
    if stream.read(8) == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        data = stream.read()
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise EncryptedError(f"{path.name} is protected by an open password; remove the password and run again.")
        if "Workbook".encode("utf-16-le") in data or "Book".encode("utf-16-le") in data:
            raise NotAWorkbookError(f"{path.name} is of the old .xls kind; save it as .xlsx or .xlsm first.")
        raise NotAWorkbookError(f"{path.name} is not an Excel workbook.")
    stream.seek(0, io.SEEK_SET)


def _checked(path: Path, archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    entries: dict[str, zipfile.ZipInfo] = {}
    for info in archive.infolist():
        key = info.filename.replace("\\", "/").lower()
        if key in entries:
            raise NotAWorkbookError(f"{path.name} is damaged: the part {info.filename} is in it twice.")
        if info.flag_bits & 1:
            raise EncryptedError(f"{path.name} is an encrypted archive; only unprotected workbooks can be read.")
        entries[key] = info
    _refuse_bombs(path, entries)
    if CONTENT_TYPES.lower() not in entries:
        kind = "an OpenDocument file; save it as .xlsx or .xlsm first" if "mimetype" in entries else "not a workbook"
        raise NotAWorkbookError(f"{path.name} is {kind}.")
    return entries


def _refuse_bombs(path: Path, entries: Mapping[str, zipfile.ZipInfo]) -> None:
    size = sum(info.file_size for info in entries.values())
    packed = sum(info.compress_size for info in entries.values())
    bomb = any(
        info.file_size > BOMB_SIZE and info.file_size > BOMB_RATIO * max(info.compress_size, 1)
        for info in entries.values()
    )
    if bomb or max(size, packed) > LARGEST or len(entries) > MOST_ENTRIES:
        raise NotAWorkbookError(f"{path.name} would unpack to {size / 1e9:.1f} GB; such a file is not read.")
