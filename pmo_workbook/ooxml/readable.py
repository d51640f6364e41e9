"""Whether a file is a workbook that can be read at all."""

from __future__ import annotations

from pathlib import Path

from pmo_workbook.ooxml.package import Package
from pmo_workbook.ooxml.workbook import Workbook


def check_readable(path: Path) -> None:
    """Refuse what is no workbook, is encrypted, damaged, of another kind, or would unpack to too much.

    Args:
        path: The file.

    Raises:
        WorkbookError: It cannot be read; see `Package.open` and `Workbook`.
    """
    with Package.open(path) as package:
        Workbook(package)
