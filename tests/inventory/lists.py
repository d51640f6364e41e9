"""The lists: how they are kept in files, and what of a list is missing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

FOLDER = Path(__file__).parent
GONE = FOLDER / "gone.txt"
KINDS = ("commands", "workbook", "published")
VERSIONS = tuple(sorted(path.name for path in FOLDER.glob("[0-9]*")))

_SIZE = re.compile(r"(.+) (\d+)x(\d+)")
_REASON = " — "


def kept(version: str, kind: str) -> list[str]:
    """The list of one kind of one version."""
    return (FOLDER / version / f"{kind}.txt").read_text(encoding="utf-8").splitlines()


def write(folder: Path, kind: str, items: Iterable[str]) -> None:
    """Keep a list, sorted, one line a thing."""
    (folder / f"{kind}.txt").write_text("".join(f"{one}\n" for one in sorted(set(items))), encoding="utf-8")


def gone(text: str) -> dict[str, str]:
    """What has been dropped, with its reason.

    Args:
        text: Contents of ``gone.txt``; blank lines and those that begin with # say nothing.
    """
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return {item: why.strip() for item, _, why in (line.partition(_REASON) for line in lines)}


def missing(wanted: Iterable[str], found: Iterable[str]) -> list[str]:
    """What is wanted and not found.

    Args:
        wanted: A list; an item that ends in a size such as ``2x14`` wants a block at least that large.
        found: What there is.
    """
    there = set(found)
    largest: dict[str, tuple[int, int]] = {}
    for one in there:
        if size := _SIZE.fullmatch(one):
            largest[size[1]] = (int(size[2]), int(size[3]))

    def is_there(item: str) -> bool:
        size = _SIZE.fullmatch(item)
        if item in there or size is None:
            return item in there
        rows, columns = largest.get(size[1], (0, 0))
        return rows >= int(size[2]) and columns >= int(size[3])

    return sorted(item for item in wanted if not is_there(item))
