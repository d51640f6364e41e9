"""What slides and document share: the libraries, a company's template, safe texts, a file without traces."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, Final

from pmo_workbook.errors import InputError
from pmo_workbook.ooxml.atomic import put_in_place
from pmo_workbook.ooxml.rawzip import new_archive
from pmo_workbook.publish.clean.archive import core_properties

_CONTENT_TYPES: Final = "[Content_Types].xml"
_LARGEST: Final = 100_000_000
"""Most bytes of a template, unpacked."""

# Not allowed in XML 1.0, or (the last ones) of no width and able to turn a text around.
_NOT_ALLOWED: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)
_SPACE: Final = re.compile("[\t\n\r \u2028\u2029]+")
_APP: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>{}</Application></Properties>"
)
TRACES: Final = frozenset(
    {"thumbnail", "printerSettings", "commentAuthors", "authors", "custom-properties", "customXml"}
    | {"comments", "commentsExtended", "commentsIds", "commentsExtensible", "people"}
)
"""Ends of the types of relationships whose parts are not published."""


@dataclass(frozen=True)
class Kind:
    """A kind of Office file.

    Attributes:
        name: Its name in a sentence.
        library: Package to install.
        module: Module to import.
        main: Content type of its main part without ``.main+xml``.
        template: Content type of a template's main part, the same way.
        application: Program that the file names as its own.
    """

    name: str
    library: str
    module: str
    main: str
    template: str
    application: str


_VENDOR: Final = "application/vnd.openxmlformats-officedocument."
SLIDES: Final = Kind(
    "slides",
    "python-pptx",
    "pptx",
    _VENDOR + "presentationml.presentation",
    _VENDOR + "presentationml.template",
    "Microsoft Office PowerPoint",
)
DOCUMENT: Final = Kind(
    "document",
    "python-docx",
    "docx",
    _VENDOR + "wordprocessingml.document",
    _VENDOR + "wordprocessingml.template",
    "Microsoft Office Word",
)


def library(kind: Kind) -> Any:
    """The library that writes a kind of file.

    Args:
        kind: The kind.

    Returns:
        The module.

    Raises:
        InputError: It is not installed.
    """
    try:
        return import_module(kind.module)
    except ImportError as error:
        raise InputError(
            f"The {kind.name} need{'s' * (kind is DOCUMENT)} {kind.library}, which is not installed: "
            "pip install pmo-workbook[publish]"
        ) from error


def plain(text: str) -> str:
    """A text that may stand in any part: no character that XML forbids, one blank for every run of white space."""
    return _SPACE.sub(" ", _NOT_ALLOWED.sub("", text)).strip()


def typeset(text: str) -> str:
    """A text as `plain` has it, in which a number is not parted from its per cent sign at the end of a line."""
    return plain(text).replace(" %", "\u00a0%")


def template_stream(kind: Kind, template: Path) -> BinaryIO:
    """A company's template as a file that the library opens: templates (.potx, .dotx) are read as documents.

    Args:
        kind: The kind of file that is wanted.
        template: The template.

    Raises:
        InputError: There is no such file, it is of another kind, or it has macros.
    """
    try:
        with zipfile.ZipFile(template) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _LARGEST:
                raise InputError(f"The template {template.name} is too large.")
            parts = {name: archive.read(name) for name in archive.namelist()}
    except OSError as error:
        raise InputError(f"The template {template.name} cannot be read: {error.strerror or error}.") from error
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise InputError(f"{template.name} is no template for the {kind.name}: {error}.") from error
    types = parts.get(_CONTENT_TYPES, b"")
    if b"vbaProject" in types or b"macroEnabled" in types:
        raise InputError(f"The template {template.name} has macros; save it as one without.")
    types = types.replace(f"{kind.template}.main+xml".encode(), f"{kind.main}.main+xml".encode())
    if f"{kind.main}.main+xml".encode() not in types:
        raise InputError(f"{template.name} is no template for the {kind.name}.")
    return io.BytesIO(_zipped({**parts, _CONTENT_TYPES: types}))


def opened(kind: Kind, template: Path | None) -> Any:
    """The library's object for a new file.

    Args:
        kind: The kind of file.
        template: A company's template; None starts from the library's own.

    Raises:
        InputError: The library is not installed, or the template cannot be used.
    """
    module = library(kind)
    make = module.Presentation if kind is SLIDES else module.Document
    if template is None:
        return make()
    stream = template_stream(kind, template)
    try:
        return make(stream)
    # The libraries raise what they stumble over first in a damaged file.
    except (KeyError, ValueError, AttributeError, TypeError, IndexError, SyntaxError) as error:
        raise InputError(f"The template {template.name} is damaged: {error}.") from error


def remove_traces(main: Any) -> None:
    """Drop what tells about people and machines, from the package and the main part.

    Args:
        main: The main part.
    """
    for owner in (main.package, main):
        rels = getattr(owner, "_rels", None) or owner.rels
        for key in [key for key, rel in rels.items() if rel.reltype.rsplit("/", 1)[-1] in TRACES]:
            rels.pop(key)


def save(kind: Kind, made: Any, title: str, path: Path) -> None:
    """Write a file; the same content gives the same bytes, and its properties name nobody and no time.

    Args:
        kind: Its kind.
        made: The library's object.
        title: Title of the file.
        path: Where it goes; an older one is replaced in one step.

    Raises:
        WriteError: It could not be written; the older one is as it was.
    """
    stream = io.BytesIO()
    core = made.core_properties
    core.title = plain(title)
    made.save(stream)
    rels = getattr(made.part.package, "_rels", None) or made.part.package.rels
    parts = {
        rel.reltype.rsplit("/", 1)[-1]: str(rel.target_part.partname).lstrip("/")
        for rel in rels.values()
        if not rel.is_external
    }
    instead = {
        parts["core-properties"]: core_properties(plain(title)),
        parts.get("extended-properties", ""): _APP.format(kind.application).encode(),
    }
    data = settled(stream.getvalue(), instead)
    put_in_place(path, lambda target: _write(target, data), like=path, stamp=None)


def settled(data: bytes, instead: dict[str, bytes] | None = None) -> bytes:
    """A zip archive with every date the same.

    Args:
        data: The archive.
        instead: Entries that get another content, if they are there.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, content in (instead or {}).items():
        if name in parts:
            parts[name] = content
    return _zipped(parts)


def _zipped(parts: dict[str, bytes]) -> bytes:
    return new_archive((name, parts[name]) for name in _types_first(parts))


def _types_first(names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: name != _CONTENT_TYPES)


def _write(target: BinaryIO, data: bytes) -> None:
    target.write(data)
