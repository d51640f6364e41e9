"""Bytes of a text file become text; an encoding that the bytes do not name is guessed, and said to be a guess."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Final

from pmo_workbook.errors import InputError

_MARKS: Final[Mapping[bytes, str]] = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
"""Encodings by the mark at the beginning; that of UTF-32 begins with that of UTF-16."""

_LETTERS: Final[tuple[tuple[str, str], ...]] = (
    ("cp1252", "äöüß"),  # German
    ("cp1252", "àâæçéèêëîïôœùûüÿ"),  # French
    ("cp1252", "áéíñóúüªº"),  # Spanish
    ("cp1252", "àáâãçéêíóôõúªº"),  # Portuguese
    ("cp1252", "àèéìíîòóùú"),  # Italian
    ("cp1252", "äåæéöøáíóúýþð"),  # Nordic
    ("cp1252", "äëéèïóöü"),  # Dutch
    ("cp1250", "ąćęłńóśźż"),  # Polish
    ("cp1250", "áčďéěíňóřšťúůýžľĺŕôä"),  # Czech, Slovak
    ("cp1250", "áéíóöőúüű"),  # Hungarian
    ("cp1250", "čćđšž"),  # Croatian, Slovenian
    ("cp1250", "âăîşţ"),  # Romanian
    ("cp1254", "çğıöşüâîiû"),  # Turkish
    ("cp1257", "āčēģīķļņšūž"),  # Latvian
    ("cp1257", "ąčęėįšųūž"),  # Lithuanian
    ("cp1251", "абвгдежзийклмнопрстуфхцчшщъыьэюяёєіїґўѝ"),
    ("cp1253", "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ"),
    ("mac_roman", "äöüßàâçéèêîôùûñáíóú"),
    ("koi8_r", "абвгдежзийклмнопрстуфхцчшщъыьэюяё"),
    ("cp850", "äöüßàâçéèêîôùûñáíóú"),
)
"""Letters outside ASCII of languages, with the encoding in which they are written; the first wins a tie."""

_SIGNS: Final = "’‘“”„–—…€«»§°·•®™©½¼×"
"""Signs that stand between words in any language."""

_FREQUENT: Final[Mapping[str, str]] = {
    "cp1251": "оеаинтсрвлкмдпу",
    "cp1253": "αοιετσνηυρπκμλςάέήίόύώ",
    "koi8_r": "оеаинтсрвлкмдпу",
}
"""The frequent letters of alphabets that are all outside ASCII, which tell two of them apart."""

_MULTIBYTE: Final = ("gb18030", "shift_jis", "big5", "euc_kr")
_WORD = re.compile(r"[^\W\d_]+")
_HIGH_WORD = re.compile(rb"[A-Za-z]*[\x80-\xff][A-Za-z\x80-\xff]*")
_SAMPLE: Final = 20_000


def text_of(name: str, data: bytes, encoding: str | None) -> tuple[str, str]:
    """Decode a text file.

    Args:
        name: Name of the file, for messages.
        data: Its bytes.
        encoding: What a mapping says; None is found out.

    Returns:
        The text, and a sentence that says so where the encoding is a guess.

    Raises:
        InputError: The encoding is unknown, the bytes are not of it, or they are no text.
    """
    if encoding is not None:
        return _told(name, data, encoding), ""
    found = next((marked for mark, marked in _MARKS.items() if data.startswith(mark)), None) or _unmarked_utf16(data)
    for known in (found,) if found else ("utf-8",):
        try:
            return _printable(name, data.decode(known)), ""
        except UnicodeDecodeError:
            continue
    guess = _guessed(data)
    text = _printable(name, data.decode(guess, "replace"))
    shown = {"cp": "windows-"}.get(guess[:2], guess[:2]) + guess[2:] if guess.startswith("cp125") else guess
    return text, (
        f"{name} does not say its encoding; {shown} is a guess. If letters come out wrong, write "
        'encoding = "…" into the mapping file, or save the log as CSV UTF-8.'
    )


def _told(name: str, data: bytes, encoding: str) -> str:
    try:
        codecs.lookup(encoding)
        return data.decode("utf-8-sig" if encoding.lower() in ("utf-8", "utf8") else encoding).lstrip("\ufeff")
    except LookupError:
        raise InputError(
            f"The encoding '{encoding}' in the mapping file is unknown; write one such as utf-8 or windows-1252."
        ) from None
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InputError(f"{name} is not written in {encoding}: line {line:,} cannot be read so.") from None


def _unmarked_utf16(data: bytes) -> str | None:
    """The byte order of UTF-16 without a mark: of letters of ASCII every other byte is zero."""
    sample = data[:4096]
    if len(sample) < 4:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > 0.3 * len(sample) / 2 and even < odd / 4:
        return "utf-16-le"
    return "utf-16-be" if even > 0.3 * len(sample) / 2 and odd < even / 4 else None


def _printable(name: str, text: str) -> str:
    if "\0" in text[:4096]:
        raise InputError(f"{name} is not a text file.")
    return text.lstrip("\ufeff")


def _guessed(data: bytes) -> str:
    """The encoding whose letters the words of a text are written in."""
    sample = b" ".join(_HIGH_WORD.findall(data))[:_SAMPLE]
    scores = [(_plausible(sample, encoding, letters), encoding) for encoding, letters in _LETTERS]
    score, encoding = max(scores, key=lambda one: one[0])
    high = sum(byte >= 0x80 for byte in sample)
    return encoding if score > high / 2 else _multibyte(sample) or encoding


def _multibyte(sample: bytes) -> str | None:
    """An encoding of East Asia, where the bytes are those of one."""
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=[*_MULTIBYTE]).best()
    return best.encoding if best else None


def _plausible(sample: bytes, encoding: str, letters: str) -> float:
    """How many words are written with these letters, less those that are not."""
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        return float("-inf")
    known, frequent = {*letters, *letters.upper()}, _FREQUENT.get(encoding, "")
    score = 0.0
    for word in text.split():
        high = [sign for sign in word if not sign.isascii() and sign not in _SIGNS]
        strange = sum(sign not in known for sign in high)
        # alphabets of their own are not mixed with Latin letters within a word
        strange += len(high) * (bool(frequent) and any(sign.isascii() and sign.isalpha() for sign in word))
        # an upper-case letter after a small one, or a final sigma within a word, tells of another alphabet
        strange += sum(second.isupper() and first.islower() for first, second in pairwise(word))
        strange += sum(part.find("ς") not in (-1, len(part) - 1) for part in _WORD.findall(word))
        score += len(high) - 5 * strange + 0.1 * sum(sign.lower() in frequent for sign in high)
    return score
