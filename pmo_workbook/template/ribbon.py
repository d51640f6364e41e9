"""Adds the ribbon tab to a workbook's package, which XlsxWriter cannot."""

from __future__ import annotations

from pathlib import Path

from pmo_workbook.ooxml.rawzip import changed_archive, read_entry

RIBBON = Path(__file__).parents[2] / "macros" / "ribbon.xml"
"""Where the ribbon is kept as text."""

PART = "customUI/customUI14.xml"
"""Name of the part; the number is that of Office 2010, whose schema it follows."""

RELATIONSHIP = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"

_ROOT = "_rels/.rels"
_TAIL = b"</Relationships>"


def with_ribbon(package: bytes, ribbon: bytes) -> bytes:
    """Add the ribbon to a package.

    Args:
        package: The workbook.
        ribbon: Text of the ribbon.

    Returns:
        The workbook with the part and the relationship of the package to it; all else as it was.
    """
    link = f'<Relationship Id="rIdRibbon" Type="{RELATIONSHIP}" Target="{PART}"/>'.encode()
    relations = read_entry(package, _ROOT).replace(_TAIL, link + _TAIL)
    return changed_archive(package, {_ROOT: relations, PART: ribbon})
