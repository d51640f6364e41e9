"""Writing zip archives, the one place that does; untouched entries of an older one keep their compressed bytes.

`zipfile` can only write an entry by compressing it again; here the stored bytes, name, date, attributes, comment and
extra fields of an entry are carried over as they are.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import BinaryIO

LOCAL_HEADER = struct.Struct("<4s5H3L2H")
CENTRAL_HEADER = struct.Struct("<4s4B4H3L5H2L")
END_RECORD = struct.Struct("<4s4H2LH")
STREAMED = 0x08  # sizes follow the data ("data descriptor")
UTF8_NAME = 0x800
ZIP64_EXTRA = 0x0001
CHUNK = 1 << 20


def write_archive(
    target: BinaryIO,
    source: BinaryIO,
    entries: Sequence[zipfile.ZipInfo],
    replaced: Mapping[str, bytes],
    comment: bytes,
) -> None:
    """Write an archive from the entries of another one.

    Args:
        target: Where the archive goes, at its beginning.
        source: The archive that the entries were read from.
        entries: What the new archive holds, in order. An entry that `source` does not have needs new data and a
            ``header_offset`` of any value.
        replaced: New uncompressed data by entry name (``filename``); every other entry is copied as it is.
        comment: Comment of the archive.

    Raises:
        zipfile.BadZipFile: `source` is damaged.
        OSError: Reading or writing failed.
    """
    directory: list[bytes] = []
    offset = 0
    for info in entries:
        if info.filename in replaced:
            chunks, size, packed, crc = _compressed(info, replaced[info.filename])
        else:
            chunks, size, packed, crc = _raw(source, info), info.file_size, info.compress_size, info.CRC
        name = _name_bytes(info)
        header = LOCAL_HEADER.pack(
            b"PK\3\4",
            info.extract_version,
            info.flag_bits & ~STREAMED,
            info.compress_type,
            *_dos_time(info),
            crc,
            packed,
            size,
            len(name),
            0,
        )
        target.write(header + name)
        for chunk in chunks:
            target.write(chunk)
        directory.append(_central(info, name, (crc, packed, size), offset))
        offset += len(header) + len(name) + packed
    for record in directory:
        target.write(record)
    length = sum(map(len, directory))
    target.write(
        END_RECORD.pack(b"PK\5\6", 0, 0, len(directory), len(directory), length, offset, len(comment)) + comment
    )


def new_archive(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """Write an archive of its own: the same parts give the same bytes.

    Args:
        parts: Names and data of its entries, in order.
    """
    given = dict(parts)
    target = io.BytesIO()
    write_archive(target, io.BytesIO(), [new_entry(name) for name in given], given, b"")
    return target.getvalue()


def changed_archive(archive: bytes, changed: Mapping[str, bytes]) -> bytes:
    """Write an archive with some entries replaced or, at its end, added; all others as they are.

    Args:
        archive: The archive.
        changed: New data by entry name.

    Raises:
        zipfile.BadZipFile: `archive` is none.
    """
    source, target = io.BytesIO(archive), io.BytesIO()
    with zipfile.ZipFile(source) as old:
        entries, comment = old.infolist(), old.comment
    known = {info.filename for info in entries}
    entries += [new_entry(name) for name in changed if name not in known]
    write_archive(target, source, entries, changed, comment)
    return target.getvalue()


def read_entry(archive: bytes, name: str) -> bytes:
    """One entry of an archive.

    Args:
        archive: The archive.
        name: Name of the entry.

    Raises:
        KeyError: There is none of that name.
    """
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return opened.read(name)


def new_entry(name: str) -> zipfile.ZipInfo:
    """An entry that no archive has yet, with the fixed date that reproducible archives use.

    Args:
        name: Name of the entry.

    Returns:
        The entry, to be compressed.
    """
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 0
    if not name.isascii():
        info.flag_bits |= UTF8_NAME
    return info


def _compressed(info: zipfile.ZipInfo, data: bytes) -> tuple[Iterator[bytes], int, int, int]:
    packed = data
    if info.compress_type == zipfile.ZIP_DEFLATED:
        packer = zlib.compressobj(6, zlib.DEFLATED, -15)
        packed = packer.compress(data) + packer.flush()
    return iter((packed,)), len(data), len(packed), zlib.crc32(data)


def _raw(source: BinaryIO, info: zipfile.ZipInfo) -> Iterator[bytes]:
    source.seek(info.header_offset)
    header = source.read(LOCAL_HEADER.size)
    if len(header) < LOCAL_HEADER.size or header[:4] != b"PK\3\4":
        raise zipfile.BadZipFile(f"entry {info.filename} has no header")
    fields = LOCAL_HEADER.unpack(header)
    source.seek(fields[-2] + fields[-1], 1)
    left = info.compress_size
    while left:
        chunk = source.read(min(left, CHUNK))
        if not chunk:
            raise zipfile.BadZipFile(f"entry {info.filename} is cut off")
        left -= len(chunk)
        yield chunk


def _central(info: zipfile.ZipInfo, name: bytes, sizes: tuple[int, int, int], offset: int) -> bytes:
    extra = _without_zip64(info.extra)
    header = CENTRAL_HEADER.pack(
        b"PK\1\2",
        info.create_version,
        info.create_system,
        info.extract_version,
        0,
        info.flag_bits & ~STREAMED,
        info.compress_type,
        *_dos_time(info),
        *sizes,
        len(name),
        len(extra),
        len(info.comment),
        0,
        info.internal_attr,
        info.external_attr,
        offset,
    )
    return header + name + extra + info.comment


def _without_zip64(extra: bytes) -> bytes:
    kept, at = b"", 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind != ZIP64_EXTRA:
            kept += extra[at : at + 4 + length]
        at += 4 + length
    return kept


def _name_bytes(info: zipfile.ZipInfo) -> bytes:
    # orig_filename is the name before zipfile turned the platform's separator into "/"
    return info.orig_filename.encode("utf-8" if info.flag_bits & UTF8_NAME else "cp437")


def _dos_time(info: zipfile.ZipInfo) -> tuple[int, int]:
    year, month, day, hour, minute, second = info.date_time
    return hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day
