"""Picture files: what of them does not show."""

from __future__ import annotations

import re

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"
_DRAWN = (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"pHYs")
"""Kinds of PNG chunks that say how the picture looks."""
_SCAN = re.compile(rb"(?:[^\xff]++|\xff[\x00\xd0-\xd7]|\xff(?=\xff))*+", re.DOTALL)
"""Coded picture in a JPEG file: everything up to the next marker that is no restart."""
_LONGEST_JFIF = 18
_LONGEST_ADOBE = 16


def is_plain(data: bytes) -> bool:
    """Whether a picture is PNG or JPEG; other kinds can carry texts in places that are not looked into."""
    return data.startswith((_PNG, _JPEG))


def hidden_bytes(data: bytes) -> int:
    """How many bytes of a PNG or JPEG file do not show: texts, times, camera data, thumbnails, what follows the end.

    Args:
        data: The file.

    Returns:
        The number; in a damaged file all that cannot be made out counts.
    """
    return _hidden_in_png(data) if data.startswith(_PNG) else _hidden_in_jpeg(data)


def _hidden_in_png(data: bytes) -> int:
    at, hidden, kind = len(_PNG), 0, b""
    while at < len(data) and kind != b"IEND":
        length, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        size = min(length + 12, len(data) - at)
        hidden += size if kind not in _DRAWN else 0
        at += size
    return hidden + len(data) - at


def _hidden_in_jpeg(data: bytes) -> int:
    at, hidden = len(_JPEG), 0
    while at + 1 < len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xD9:
            at += 2
            break
        size = min(2 + int.from_bytes(data[at + 2 : at + 4]), len(data) - at)
        segment = data[at + 4 : at + size]
        hidden += 0 if _is_drawn(marker, size, segment) else size
        at += size
        if marker == 0xDA:
            scan = _SCAN.match(data, at)
            at = scan.end() if scan else at
    return hidden + len(data) - at


def _is_drawn(marker: int, size: int, segment: bytes) -> bool:
    """Whether a segment of a JPEG file says how the picture looks."""
    if marker == 0xE0:
        return segment.startswith(b"JFIF") and size <= _LONGEST_JFIF
    if marker == 0xEE:
        return segment.startswith(b"Adobe") and size <= _LONGEST_ADOBE
    return marker != 0xFE and not 0xE1 <= marker <= 0xEF
