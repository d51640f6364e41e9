"""Opens a workbook with openpyxl for looking at, without its macros; the file itself is let go at once."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

import openpyxl


def opened(path: Path) -> openpyxl.Workbook:
    """The workbook; openpyxl's remarks on parts that it drops are not ours to act on."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
