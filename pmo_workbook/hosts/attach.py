"""Finding the workbook that is open in Excel or LibreOffice."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING, Final, Literal

from pmo_workbook.errors import WorkbookError
from pmo_workbook.hosts.live_program import patient, translated

if TYPE_CHECKING:
    import xlwings as xw

Program = Literal["excel", "libreoffice"]
TITLES: Final[dict[Program, str]] = {"excel": "Excel", "libreoffice": "LibreOffice"}


def usual_program() -> Program:
    """The program that is asked when none is named: Excel where there is one, else LibreOffice."""
    return "excel" if sys.platform in ("win32", "darwin") else "libreoffice"


def open_book(workbook: str, program: Program | None = None, profile: Path | None = None) -> xw.Book:
    """Find an open workbook.

    Args:
        workbook: Its path, its address on a server, or, as LibreOffice calls it in macros, its name alone.
        program: The program that has it open; None takes `usual_program`.
        profile: Profile folder of LibreOffice; None takes the usual one.

    Returns:
        The workbook.

    Raises:
        WorkbookError: The program does not run or cannot be reached, does not have it open, or has several of this
            name open.
    """
    program = program or usual_program()
    name = name_of(workbook)
    with translated(f"{name} was not found in {TITLES[program]}"), patient():
        books = list(_books(program, profile))
        chosen = choose(workbook, [(book.fullname, book.name) for book in books])
    if len(chosen) == 1:
        return books[chosen[0]]
    if chosen:
        raise WorkbookError(f"{TITLES[program]} has several workbooks named {name} open; close all but one.")
    raise WorkbookError(f"{name} is not open in {TITLES[program]}; open it there, then try again.")


def is_same(book: xw.Book, workbook: str) -> bool:
    """Whether a workbook that was open before is the one that is meant, and open still; only LibreOffice tells quickly.

    Args:
        book: The workbook.
        workbook: As for `open_book`; a name alone is never taken for sure.
    """
    if book.app.engine.name != "libreoffice" or not _is_path(workbook):
        return False
    with translated(f"{name_of(workbook)} was not found in LibreOffice"):
        return bool(book.impl.is_open) and _same_file(book.fullname, workbook)


def choose(workbook: str, open_books: Iterable[tuple[str, str]]) -> list[int]:
    """Which of the open workbooks is meant.

    Args:
        workbook: As for `open_book`.
        open_books: Full name and name of each open workbook.

    Returns:
        Places in the list, from 0: those at the same place, else, where the place of one of both is not a path of
        this machine, those of the same name.
    """
    books = list(open_books)
    same = [index for index, (full, _) in enumerate(books) if _same_file(full, workbook)]
    if same:
        return same
    name = name_of(workbook).casefold()
    return [
        index
        for index, (full, short) in enumerate(books)
        if short.casefold() == name and not (_is_path(full) and _is_path(workbook))
    ]


def name_of(workbook: str) -> str:
    """Name of a workbook without its folder, whichever slashes the folder has."""
    return PureWindowsPath(workbook.rstrip("/\\")).name.replace("%20", " ")


def _books(program: Program, profile: Path | None) -> Iterable[xw.Book]:
    if program == "libreoffice":
        from pmo_workbook.hosts.libreoffice import attach

        return attach(profile).books
    import xlwings as xw

    if "excel" not in [engine.name for engine in xw.engines]:
        raise WorkbookError("Excel does not run on this machine; open the workbook in LibreOffice.")
    return [book for app in xw.engines["excel"].apps for book in app.books]


def _is_path(workbook: str) -> bool:
    """Whether this names a place on this machine, as opposed to an address on a server or a name alone."""
    return "://" not in workbook and ("/" in workbook or "\\" in workbook)


def _same_file(first: str, second: str) -> bool:
    if first == second:
        return True
    if not (_is_path(first) and _is_path(second)):
        return False
    try:
        return Path(first).samefile(second)
    except OSError:
        return os.path.normcase(first) == os.path.normcase(second)
