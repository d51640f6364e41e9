"""Opens a workbook with openpyxl for looking at or breaking it; the file itself is let go at once."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

import openpyxl


def opened(path: Path) -> openpyxl.Workbook:
    """The workbook, macros kept; openpyxl's remarks on parts that it drops are not ours to act on."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(path.read_bytes()), keep_vba=True)
