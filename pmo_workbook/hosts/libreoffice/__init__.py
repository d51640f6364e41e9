"""An xlwings engine for LibreOffice Calc: see the README beside this file.

It stands on its own: it imports nothing of the package that it lies in.
"""

from .engine import attach, is_gone, register, start, still
from .errors import (
    FormulaError,
    LibreOfficeError,
    NoAnswerError,
    NotInstalledError,
    NotRunningError,
    UnoMissingError,
    UnsavedChangesError,
)
from .values import CellError, LiteralText

__all__ = [
    "CellError",
    "FormulaError",
    "LibreOfficeError",
    "LiteralText",
    "NoAnswerError",
    "NotInstalledError",
    "NotRunningError",
    "UnoMissingError",
    "UnsavedChangesError",
    "attach",
    "is_gone",
    "register",
    "start",
    "still",
]
