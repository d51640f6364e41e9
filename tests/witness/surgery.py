"""Small operations on a package, by which tests plant faults."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

CONTENT_TYPES = "[Content_Types].xml"
Parts = dict[str, bytes]


def operate(source: Path, target: Path, change: Callable[[Parts], object]) -> Path:
    """Copy a package with its parts changed.

    Args:
        source: The package as it is.
        target: Where the copy goes.
        change: Changes the parts, given by name, in place.

    Returns:
        `target`.
    """
    with zipfile.ZipFile(source) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, blob in parts.items():
            archive.writestr(name, blob)
    return target


def swap(part: str, old: str, new: str) -> Callable[[Parts], None]:
    """A change that replaces the first place of a text in a part, which must be there."""

    def change(parts: Parts) -> None:
        text = parts[part].decode()
        if old not in text:
            raise LookupError(f"{part} does not hold {old!r}: {text[:2000]}")
        parts[part] = text.replace(old, new, 1).encode()

    return change


def drop(part: str) -> Callable[[Parts], None]:
    """A change that takes a part out."""

    def change(parts: Parts) -> None:
        del parts[part]

    return change


def put(part: str, text: str, content_type: str = "") -> Callable[[Parts], None]:
    """A change that adds or replaces a part, with its content type if one is given."""

    def change(parts: Parts) -> None:
        parts[part] = text.encode()
        if content_type:
            override = f'<Override PartName="/{part}" ContentType="{content_type}"/></Types>'
            swap(CONTENT_TYPES, "</Types>", override)(parts)

    return change


def link(rels: str, identifier: str, kind: str, target: str) -> Callable[[Parts], None]:
    """A change that adds a relationship to a .rels part."""
    kind = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"
    line = f'<Relationship Id="{identifier}" Type="{kind}" Target="{target}"/></Relationships>'
    return swap(rels, "</Relationships>", line)


def repeat_entry(source: Path, target: Path, name: str) -> Path:
    """Copy a package with one zip entry twice."""
    shutil.copyfile(source, target)
    with zipfile.ZipFile(target, "a") as archive:
        info = zipfile.ZipInfo(name)
        blob = archive.read(name)
        archive.NameToInfo.pop(name)
        archive.writestr(info, blob)
    return target
