"""What does not show in a picture file and in a header is left behind."""

from __future__ import annotations

import io
import struct
import zlib

import pytest

from pmo_workbook.publish.clean.headers import clean_header
from pmo_workbook.publish.clean.pictures import clean_picture, picture_kind
from pmo_workbook.publish.inspection.headers import says_more
from pmo_workbook.publish.inspection.pictures import hidden_bytes, is_plain
from tests.foreign import PIXEL


def _segment(marker: int, data: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(data) + 2) + data


JFIF = _segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0")
TABLES = _segment(0xDB, bytes(65)) + _segment(0xC0, bytes(15))
SCAN = _segment(0xDA, bytes(10)) + b"\x12\xff\x00\x34\xff\xd0\x56"
SHOWS = b"\xff\xd8" + JFIF + TABLES + SCAN + b"\xff\xd9"


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@pytest.mark.parametrize(
    "extra",
    [
        _segment(0xE1, b"Exif\0\0 camera of Ann"),
        _segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x/>"),
        _segment(0xFE, b"a comment"),
        _segment(0xE2, b"ICC_PROFILE\0"),
        _segment(0xED, b"Photoshop 3.0"),
        _segment(0xE0, b"JFXX\0 a thumbnail"),
    ],
)
def test_camera_data_and_comments_of_a_jpeg_are_dropped(extra: bytes) -> None:
    picture = SHOWS.replace(JFIF, JFIF + extra)
    assert clean_picture(picture) == SHOWS
    assert hidden_bytes(picture) == len(extra)
    assert hidden_bytes(SHOWS) == 0


def test_what_follows_the_end_of_a_picture_is_dropped() -> None:
    for picture in (SHOWS, PIXEL):
        assert hidden_bytes(picture + b"PK and more") == len(b"PK and more")
        assert hidden_bytes(picture) == 0
    assert clean_picture(SHOWS + b"PK and more") == SHOWS
    assert clean_picture(PIXEL + b"PK and more") == PIXEL


@pytest.mark.parametrize("kind", [b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME", b"iCCP", b"prVt"])
def test_texts_times_and_private_chunks_of_a_png_are_dropped(kind: bytes) -> None:
    picture = PIXEL[:33] + _chunk(kind, b"Author\0Ann") + PIXEL[33:]
    assert clean_picture(picture) == PIXEL
    assert hidden_bytes(picture) == 22


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"<svg/>", PIXEL[:40], SHOWS[:30], b"\xff\xd8\x00\x00"])
def test_other_kinds_and_damaged_pictures_are_not_taken(data: bytes) -> None:
    assert clean_picture(data) is None


def test_the_kind_of_a_picture_is_read_from_its_bytes() -> None:
    assert (picture_kind(PIXEL), picture_kind(SHOWS), picture_kind(b"BM")) == ("png", "jpeg", "")
    assert (is_plain(PIXEL), is_plain(SHOWS), is_plain(b"BM")) == (True, True, False)


def test_a_real_png_still_opens() -> None:
    from openpyxl.drawing.image import Image

    pytest.importorskip("PIL")
    assert Image(io.BytesIO(clean_picture(PIXEL) or b"")).width == 1


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ('&L&"Calibri,Regular"&9&K5B6472&A&RPage &P of &N', '&L&"Calibri,Regular"&9&K5B6472&A&RPage &P of &N'),
        ("&CConfidential: Project Falcon", ""),
        ("&LProject Falcon&RPage &P", "&L&RPage &P"),
        ("&L&F&C&Z&R&P", "&L&C&R&P"),
        ("&G&P", "&P"),
        ('&"Falcon \\\\server\\x,Bold"&P', "&P"),
        ("Q&&A &P", "&P"),
        ("", ""),
    ],
)
def test_a_header_keeps_page_numbers_and_title_and_no_other_words(said: str, kept: str) -> None:
    assert clean_header(said) == kept
    assert clean_header(kept) == kept


@pytest.mark.parametrize("data", [PIXEL[:40], SHOWS[:30], b"\xff\xd8\x00\x00 words"])
def test_of_a_damaged_picture_the_inspector_takes_what_it_cannot_make_out_as_hidden(data: bytes) -> None:
    assert hidden_bytes(data) > 0 or clean_picture(data) is None


@pytest.mark.parametrize(
    ("said", "more"),
    [
        ('&L&"Calibri,Regular"&9&K5B6472&A&RPage &P of &N', False),
        ("&L&C&R&P", False),
        ("&CConfidential", True),
        ("&Lpages &P", True),
        ("&F&P", True),
        ("&Z", True),
        ("&G", True),
        ("&D", True),
        ('&"Falcon \\\\server\\x,Bold"&P', True),
        ("&K01+049&P", False),
        ("2026", True),
        ("", False),
    ],
)
def test_the_inspector_tells_headers_that_say_more_than_pages_and_title(said: str, more: bool) -> None:
    assert says_more(said) == more
