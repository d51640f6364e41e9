"""Offsets from UTC as logs write them, in figures or by the name of a zone."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_OFFSET = re.compile(r"(?:utc|gmt)?\s?([+-])(\d{1,2})(?::?(\d{2}))?(?: [a-z]{1,5})?", re.ASCII)

_HOURS: Final[Mapping[str, float]] = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 1, "cet": 1, "mez": 1, "cest": 2, "mesz": 2, "eet": 2,
    "eest": 3, "msk": 3, "sast": 2, "pkt": 5, "npt": 5.75, "wib": 7, "hkt": 8, "sgt": 8, "awst": 8, "jst": 9, "kst": 9,
    "acst": 9.5,
    "acdt": 10.5, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13, "nst": -3.5, "ndt": -2.5, "edt": -4, "mdt": -6,
    "pdt": -7, "akst": -9, "akdt": -8, "hst": -10,
}  # fmt: skip
"""Hours east of UTC of names that mean one thing wherever they are written."""

_SEVERAL: Final[Mapping[str, str]] = {
    "est": "North America (-05:00) or Australia (+10:00)",
    "cst": "North America (-06:00), China (+08:00) or Cuba (-05:00)",
    "cdt": "North America (-05:00) or Cuba (-04:00)",
    "mst": "North America (-07:00), Malaysia (+08:00) or Myanmar (+06:30)",
    "pst": "North America (-08:00) or the Philippines (+08:00)",
    "ist": "India (+05:30), Ireland (+01:00) or Israel (+02:00)",
    "bst": "Britain (+01:00) or Bangladesh (+06:00)",
    "ast": "Atlantic Canada (-04:00) or Arabia (+03:00)",
    "amt": "the Amazon (-04:00) or Armenia (+04:00)",
    "gst": "the Gulf (+04:00) or South Georgia (-02:00)",
    "sst": "Samoa (-11:00) or Singapore (+08:00)",
    "wst": "Samoa (+13:00) or Western Australia (+08:00)",
    "art": "Argentina (-03:00) or Egypt (+02:00)",
    "ect": "Ecuador (-05:00) or Central Europe (+01:00)",
}
"""What a name of more than one zone can mean."""


def is_zone_name(word: str) -> bool:
    """Whether a word is the name of a zone, or of several."""
    return word in _HOURS or word in _SEVERAL


def zone_in(text: str) -> dt.tzinfo:
    """Read what stands behind a time.

    Args:
        text: Such as ``+01:00``, ``gmt+0100``, ``cet`` or ``europe/berlin``, in small letters.

    Raises:
        ValueError: It is no zone, or a name of several; the message ends the sentence "'2 Mar 2026 09:15 CST' …".
    """
    if found := _OFFSET.fullmatch(text):
        minutes = int(found[2]) * 60 + int(found[3] or 0)
        if minutes > 15 * 60:
            raise ValueError("has an offset from UTC that does not exist")
        return dt.timezone(dt.timedelta(minutes=-minutes if found[1] == "-" else minutes))
    if text in _HOURS:
        return dt.timezone(dt.timedelta(hours=_HOURS[text]))
    if text in _SEVERAL:
        raise ValueError(
            f"names the zone {text.upper()}, which can be {_SEVERAL[text]}; write the format with these letters, such "
            f'as dates = "%Y-%m-%d %H:%M {text.upper()}", and the place, such as zone = "Europe/London", '
            "into the mapping"
        )
    if "/" in text:
        try:
            return ZoneInfo("/".join("_".join(map(_capital, part.split("_"))) for part in text.split("/")))
        except (ZoneInfoNotFoundError, ValueError):
            pass
    raise ValueError(f"has a date and a time, but '{text}' behind it cannot be read")


def _capital(word: str) -> str:
    return "-".join(part.capitalize() if part not in ("of", "es", "au") else part for part in word.split("-"))
