"""Opening hours as people type them into a weekday cell, and back.

``09:00-12:30, 13:30-17:00`` is two spans, ``22:00-06:00`` a night shift, ``24h`` the whole day, a blank cell closed.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

Spans = tuple[tuple[int, int], ...]
"""Opening and closing in minutes since the local midnight that begins the day, sorted.

A closing above `MINUTES_PER_DAY` is on the next day.
"""

MINUTES_PER_DAY: Final = 1440
HOW_TO_WRITE: Final = "Write for example 09:00-12:30, 13:30-17:00, or 22:00-06:00, or 24h; leave it blank when closed."

_DASHES: Final = re.compile(r"\s*(?:[-‐‑‒–—―−]|\bto\b)\s*", re.IGNORECASE)
_SEPARATORS: Final = re.compile(r"[,;]|\band\b|&", re.IGNORECASE)
_TIME: Final = re.compile(r"(\d{1,2})(?:\s*[:.]\s*(\d{2})(?:[:.]00)?)?|(\d{2})(\d{2})", re.ASCII)
_BARE: Final = re.compile(r"0?\d|1[0-2]", re.ASCII)
"""An hour that may be one of the afternoon."""
_WHOLE_DAY: Final = re.compile(r"24\s*(?:h|hours|hrs)\.?", re.IGNORECASE)
_CLOSED: Final = frozenset({"", "-", "–", "—", "closed"})


def parse_hours(text: str | None) -> Spans:
    """Read the hours of one day.

    Args:
        text: The cell's text; None and blank mean closed. Tolerated: blanks anywhere, any dash, ``9-17``, ``09.00``,
            ``0900``, ``24:00``, the words "to" and "closed"; spans in any order, apart by comma, semicolon, line break,
            "and" or "&".

    Returns:
        The spans in minutes since midnight, sorted; a night shift closes after minute 1440. Empty when closed.

    Raises:
        ValueError: If a part is not a span or can mean two (``9-5``), a time does not exist, a span has no length, or
            two overlap; the message is a sentence for the person who typed it.
    """
    whole = " ".join((text or "").replace("\n", ";").split())
    if whole.lower() in _CLOSED:
        return ()
    parts = [part.strip() for part in _SEPARATORS.split(whole)]
    spans = sorted(_span(part) for part in parts if part)
    if not spans:
        raise ValueError(f"'{whole}' has no hours. {HOW_TO_WRITE}")
    for earlier, later in pairwise(spans):
        if later[0] < earlier[1]:
            raise ValueError(
                f"The hours {_format_span(earlier)} and {_format_span(later)} overlap. "
                "Write them as one span, or end the first where the second begins."
            )
    return tuple(spans)


def format_hours(spans: Spans) -> str:
    """Write spans as `parse_hours` reads them, e.g. ``09:00-12:30, 13:30-17:00``; closed is the empty text."""
    return ", ".join(_format_span(span) for span in spans)


def _span(part: str) -> tuple[int, int]:
    if _WHOLE_DAY.fullmatch(part):
        return (0, MINUTES_PER_DAY)
    ends = _DASHES.split(part)
    if len(ends) != 2 or not all(ends):
        raise ValueError(f"'{part}' is not a span of hours. {HOW_TO_WRITE}")
    opening, closing = (_minute(end, part) for end in ends)
    if opening == MINUTES_PER_DAY:
        raise ValueError(f"'{part}' opens at 24:00, which is the next day. Write it in the cell of the next day.")
    if closing < opening and all(map(_BARE.fullmatch, ends)):
        raise ValueError(
            f"'{part}' can mean {_format_span((opening, closing + MINUTES_PER_DAY // 2))} or a night shift. "
            "Write both times with minutes."
        )
    if opening == closing:
        raise ValueError(f"'{part}' opens and closes at the same time. Write 24h if the whole day is meant.")
    return (opening, closing if closing > opening else closing + MINUTES_PER_DAY)


def _minute(text: str, part: str) -> int:
    match = _TIME.fullmatch(text)
    if match is None:
        raise ValueError(f"'{text}' in '{part}' is not a time of day. {HOW_TO_WRITE}")
    hour = int(match[1] or match[3])
    minute = int(match[2] or match[4] or 0)
    if minute > 59 or hour * 60 + minute > MINUTES_PER_DAY:
        raise ValueError(f"'{text}' in '{part}' is not a time between 00:00 and 24:00. {HOW_TO_WRITE}")
    return hour * 60 + minute


def _format_span(span: tuple[int, int]) -> str:
    opening, closing = span
    if span == (0, MINUTES_PER_DAY):
        return "24h"
    if closing > MINUTES_PER_DAY:
        closing -= MINUTES_PER_DAY
    return f"{opening // 60:02d}:{opening % 60:02d}-{closing // 60:02d}:{closing % 60:02d}"
