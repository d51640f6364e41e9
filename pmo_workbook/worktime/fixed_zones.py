"""Names of time zones that are a distance from UTC and no place: no clock there is ever put forward for summer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_ABBREVIATED: Final[Mapping[str, int]] = {"EST": -5, "MST": -7, "HST": -10, "GREENWICH": 0, "GMT": 0, "GMT0": 0}
_FROM_UTC: Final = re.compile(r"(ETC/)?(?:GMT|UTC)\s*([+-])\s*0?(\d{1,2})(?::?00)?")
_PLACES: Final[Mapping[int, str]] = {
    -11: "Pacific/Pago_Pago",
    -10: "Pacific/Honolulu",
    -9: "America/Anchorage",
    -8: "America/Los_Angeles",
    -7: "America/Denver",
    -6: "America/Chicago",
    -5: "America/New_York",
    -4: "America/Halifax",
    -3: "America/Sao_Paulo",
    -2: "America/Nuuk",
    -1: "Atlantic/Azores",
    0: "Europe/London",
    1: "Europe/Berlin",
    2: "Europe/Athens",
    3: "Europe/Istanbul",
    4: "Asia/Dubai",
    5: "Asia/Karachi",
    6: "Asia/Dhaka",
    7: "Asia/Bangkok",
    8: "Asia/Shanghai",
    9: "Asia/Tokyo",
    10: "Australia/Sydney",
    11: "Pacific/Noumea",
    12: "Pacific/Auckland",
    13: "Pacific/Tongatapu",
    14: "Pacific/Kiritimati",
}
"""For each distance the place that is most likely meant, by its time in winter."""


def hours_ahead(name: str) -> int | None:
    """How far a zone without a place is ahead of UTC.

    Args:
        name: Of the IANA database, such as ``EST`` and ``Etc/GMT+5``, where the sign counts to the west; or as people
            write it, such as ``UTC+5``, where it counts to the east.

    Returns:
        Whole hours, less than nothing in the west; None for a place, for UTC itself, and for what is no zone.
    """
    name = name.strip().upper()
    if name.removeprefix("ETC/") in _ABBREVIATED:
        return _ABBREVIATED[name.removeprefix("ETC/")]
    found = _FROM_UTC.fullmatch(name)
    if not found:
        return None
    east = (found[2] == "+") != bool(found[1])
    return int(found[3]) if east else -int(found[3])


def place_at(hours: int) -> str:
    """A place whose clock is that far ahead of UTC in winter.

    Args:
        hours: As `hours_ahead` gives them.

    Returns:
        Its IANA name; empty where nobody lives.
    """
    return _PLACES.get(hours, "")
