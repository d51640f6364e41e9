"""What makes a run impossible. Everything a user typed wrong is an issue instead (see `issues`).

PmoError                    base: the user sees its text as one plain sentence
├── WorkbookError           something about the file
│   ├── NotAWorkbookError       not a readable .xlsx or .xlsm package
│   ├── EncryptedError          protected by an open password
│   ├── UnsupportedError        strict OOXML, signed, of a newer template version
│   ├── NoFrameworkError        a workbook, but none of the framework's tables is in it
│   ├── InUseError              open in Excel or LibreOffice, or locked by another run
│   └── WriteError              the result could not be put in place; the file is as it was
└── InputError              a command's argument cannot be used (mapping, request id, date)
"""


class PmoError(Exception):
    """Base of everything that stops a run; `str(error)` is the sentence the user reads."""


class WorkbookError(PmoError):
    """The file itself is the reason."""


class NotAWorkbookError(WorkbookError):
    """The file is not a readable .xlsx or .xlsm package."""


class EncryptedError(WorkbookError):
    """The file is protected by an open password."""


class UnsupportedError(WorkbookError):
    """The file is of a kind that cannot be handled safely."""


class NoFrameworkError(WorkbookError):
    """None of the framework's tables is in the workbook."""


class InUseError(WorkbookError):
    """The file is open elsewhere, or another run is working on it."""


class WriteError(WorkbookError):
    """The new file could not be put in place; the old one is untouched."""


class InputError(PmoError):
    """A command's argument cannot be used."""
