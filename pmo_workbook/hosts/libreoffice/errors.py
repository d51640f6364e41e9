"""What can go wrong between Python and LibreOffice; every message says what to do."""

from __future__ import annotations

from xlwings import XlwingsError


class LibreOfficeError(XlwingsError):
    """Base of everything that this engine raises by itself."""


class UnoMissingError(LibreOfficeError):
    """This Python cannot load LibreOffice's bridge (``uno``)."""


class NotInstalledError(LibreOfficeError):
    """The program ``soffice`` was not found."""


class NotRunningError(LibreOfficeError):
    """No LibreOffice runs with the profile that was asked for, or it has ended."""


class NoAnswerError(LibreOfficeError):
    """LibreOffice is there and did not answer in time."""


class UnsavedChangesError(LibreOfficeError):
    """Quitting would lose changes in a program that somebody else has started."""


class FormulaError(LibreOfficeError, ValueError):
    """A formula that this engine cannot hand to Calc."""


def is_disconnected(error: BaseException) -> bool:
    """Tell whether one of UNO's exceptions means that nobody is at the other end.

    They are made when UNO's types are first used, hence the comparison by name.
    """
    names = {kind.__name__.rsplit(".", 1)[-1] for kind in type(error).__mro__}
    return bool(names & {"DisposedException", "NoConnectException"})
