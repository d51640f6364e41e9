"""Adds the ribbon tab to a workbook's package, which XlsxWriter cannot."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

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
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            new.writestr(item, data.replace(_TAIL, link + _TAIL) if item.filename == _ROOT else data)
        # The date of the other parts, so that the same text gives the same file.
        part = zipfile.ZipInfo(PART, old.infolist()[0].date_time)
        part.compress_type = zipfile.ZIP_DEFLATED
        new.writestr(part, ribbon)
    return out.getvalue()
