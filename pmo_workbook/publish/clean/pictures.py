"""Pictures of the copy: the picture itself, without what cameras and programs wrote into the file."""

from __future__ import annotations

import struct
from collections.abc import Iterator

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8"
_PNG_CHUNKS = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"pHYs"})
_SOS, _EOI, _COM, _ADOBE, _JFIF = 0xDA, 0xD9, 0xFE, 0xEE, 0xE0
_PLAIN_JFIF = b"\xff\xe0\x00\x10JFIF\0\1\1\0\0\1\0\1\0\0"


def picture_kind(data: bytes) -> str:
    """``png`` or ``jpeg``; empty for any other kind of picture."""
    if data.startswith(PNG):
        return "png"
    return "jpeg" if data.startswith(JPEG) else ""


def clean_picture(data: bytes) -> bytes | None:
    """A picture without anything that does not show.

    Args:
        data: The file.

    Returns:
        The file without texts, times, camera data, thumbnails and what follows its end; None when it is neither PNG
        nor JPEG, or damaged.
    """
    try:
        kept = b"".join(part for part, shows in _parts(data) if shows)
    except (struct.error, IndexError, ValueError):
        return None
    return kept or None


def _parts(data: bytes) -> Iterator[tuple[bytes, bool]]:
    if data.startswith(PNG):
        return _png(data)
    return _jpeg(data) if data.startswith(JPEG) else iter(())


def _png(data: bytes) -> Iterator[tuple[bytes, bool]]:
    yield data[:8], True
    at, kind = 8, b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data):
            raise ValueError("cut off")
        yield data[at:end], kind in _PNG_CHUNKS
        at = end
    if at < len(data):
        yield data[at:], False


def _jpeg(data: bytes) -> Iterator[tuple[bytes, bool]]:
    yield data[:2], True
    at = 2
    while True:
        marker = _marker(data, at)
        if marker == _SOS:
            end = _end_of_scan(data, at)
        elif marker == _EOI:
            yield data[at : at + 2], True
            if at + 2 < len(data):
                yield data[at + 2 :], False
            return
        else:
            end = at + 2 + struct.unpack_from(">H", data, at + 2)[0]
        if end > len(data):
            raise ValueError("cut off")
        part = data[at:end]
        yield part, _jpeg_shows(marker, part)
        at = end


def _marker(data: bytes, at: int) -> int:
    if data[at] != 0xFF:
        raise ValueError("no marker")
    return data[at + 1]


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the next marker that is neither a filled byte nor a restart stands."""
    while True:
        at = data.index(b"\xff", at + 1)
        following = data[at + 1]
        if following and following != 0xFF and not 0xD0 <= following <= 0xD7:
            return at


def _jpeg_shows(marker: int, part: bytes) -> bool:
    if marker == _JFIF:
        return len(part) <= len(_PLAIN_JFIF) and part[4:8] == b"JFIF"  # a longer one carries a thumbnail
    if marker == _ADOBE:
        return part[4:9] == b"Adobe" and len(part) <= 16
    return marker != _COM and not 0xE1 <= marker <= 0xEF
