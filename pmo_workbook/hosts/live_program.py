"""The program behind an open workbook: what it raises, what it must not lose, and where it takes text for more.

Excel and LibreOffice are driven by the same calls of xlwings; what little differs between them stands here.
"""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pmo_workbook.epochs import day_zero
from pmo_workbook.errors import InUseError, PmoError, WorkbookError, WriteError
from pmo_workbook.hosts.table_xml import without_record

if TYPE_CHECKING:
    import xlwings as xw

ATTEMPTS: Final = 20_000
"""How often a call is repeated that Excel refuses because it is busy: some seconds in all.

Unlimited by default in xlwings, so that a cell left in edit mode would hang a click for ever (its issues 587, 1837).
"""

_REFUSED: Final = {-2147418111, -2146777998}
"""``RPC_E_CALL_REJECTED`` and ``VBA_E_IGNORE``: a cell is being edited, or a dialog is open."""
_DISCONNECTED: Final = {-2147417848, -2147023174, -2147023170}
"""``RPC_E_DISCONNECTED``, server unavailable, call failed."""

_FOREIGN: Final = ("pywintypes", "pythoncom", "appscript", "aem", "com.sun.star", "xlwings")
_GONE: Final = {"DisposedException", "NoConnectException"}
_BUSY: Final = "ExcelBusyError"
_NO_ANSWER: Final = "NoAnswerError"

_LIBREOFFICE: Final = "libreoffice"

_SAFE_LETTERS: Final = re.compile(r"[^\W\d_]")
_SPECIAL: Final = re.compile(r"[=+\-@'#.,(/\\]|\s")
_LONGEST_DATE: Final = 64
"""No date or number that Excel would recognise is longer."""


def literal(text: str) -> str:
    """Text as it must be handed over so that the program stores just this text.

    What is written through the object model is taken as if it were typed: ``=1+1`` becomes a formula, ``007`` a number,
    ``1-2`` a date, ``wahr`` a truth value. An apostrophe in front prevents it and is no part of the text. Text that no
    program could take for more goes without, because the apostrophe shows in the formula bar.

    Args:
        text: The text.
    """
    if not text or _SPECIAL.match(text):
        return "'" + text if text else ""
    plain = len(text) == 1 and _SAFE_LETTERS.match(text)
    words = " " in text.strip() and (len(text) > _LONGEST_DATE or not any(letter.isdigit() for letter in text))
    return text if plain or words else "'" + text


@contextlib.contextmanager
def translated(doing: str, kind: type[WorkbookError] = WorkbookError) -> Iterator[None]:
    """Turn what the program and its bridge raise into one sentence of ours.

    Args:
        doing: What cannot be done then, such as ``Plan.xlsm cannot be read``.
        kind: Error for what is neither busy nor gone.

    Raises:
        InUseError: The program is busy: a cell is being edited, or a dialog is open.
        WorkbookError: The program or the workbook is gone, or it refused.
    """
    try:
        yield
    except PmoError:
        raise
    except Exception as error:
        if not is_foreign(error):
            raise
        raise _sentence(error, doing, kind) from error


def is_foreign(error: BaseException) -> bool:
    """Whether an error comes from the program, its bridge or xlwings, and not from a fault of ours."""
    # UNO's classes carry their full name, and the module in which they were first met
    return any(place.startswith(_FOREIGN) for cls in type(error).__mro__ for place in (cls.__module__, cls.__name__))


def _sentence(error: Exception, doing: str, kind: type[WorkbookError]) -> WorkbookError:
    names = {cls.__name__.rsplit(".", 1)[-1] for cls in type(error).__mro__}
    codes = _codes(error)
    if _BUSY in names or codes & _REFUSED:
        return InUseError(
            f"{doing}: the program is busy. Finish the cell that is being edited, close open dialogs, then try again."
        )
    if names & _GONE or codes & _DISCONNECTED:
        return WorkbookError(f"{doing}: the workbook or its program was closed.")
    said = _said(error)
    if _NO_ANSWER in names:
        return InUseError(f"{doing}: {said}")
    hint = " A protected sheet is the usual reason." if kind is WriteError else ""
    return kind(f"{doing}: {said}{hint}")


def _codes(error: Exception) -> set[int]:
    """Numbers of a COM error: its own, and the one that Excel gave as the cause."""
    cause = error.args[2] if len(error.args) > 2 else None
    numbers = [*error.args[:1], *(cause if isinstance(cause, tuple) else ())]
    return {number for number in numbers if isinstance(number, int)}


def _said(error: Exception) -> str:
    """What the program said, on one line; UNO often names only a place in its own source."""
    cause = error.args[2] if len(error.args) > 2 else None
    texts = [*(cause if isinstance(cause, tuple) else ()), *error.args]
    said = next((text for text in texts if isinstance(text, str) and " " in text and ".cxx:" not in text), "")
    return " ".join(said.split())[:200].rstrip(".") + "." if said else "the program refused."


@contextlib.contextmanager
def patient() -> Iterator[None]:
    """Let calls that a busy Excel refuses end with an error after some seconds, instead of never."""
    module = sys.modules.get("xlwings._xlwindows")
    before = getattr(module, "N_COM_ATTEMPTS", None)
    if module is None or before is None:
        yield
        return
    vars(module)["N_COM_ATTEMPTS"] = before or ATTEMPTS
    try:
        yield
    finally:
        vars(module)["N_COM_ATTEMPTS"] = before


@contextlib.contextmanager
def undisturbed(book: xw.Book) -> Iterator[None]:
    """Keep the program from redrawing during a write, and leave it as it was found, however the write ends.

    Nothing is selected, activated or scrolled by a write, so these stay by themselves. LibreOffice works formulas out
    when they are shown, so that only Excel's calculation must be stopped.
    """
    if _is_libreoffice(book):
        with book.impl.locked():
            yield
        return
    app = book.app
    with contextlib.ExitStack() as stack:
        for name, value in (("enable_events", False), ("calculation", "manual"), ("screen_updating", False)):
            before = supported(lambda name=name: getattr(app, name))  # type: ignore[misc]
            if before is not None and before != value:
                stack.callback(setattr, app, name, before)
                setattr(app, name, value)
        fill = app.api.AutoCorrect if sys.platform == "win32" else None
        if fill is not None and fill.AutoFillFormulasInLists:
            # Excel would fill a table's column with the formula that is written to one of its cells.
            stack.callback(setattr, fill, "AutoFillFormulasInLists", True)
            fill.AutoFillFormulasInLists = False
        yield


def _is_libreoffice(book: xw.Book) -> bool:
    return bool(book.app.engine.name == _LIBREOFFICE)


@contextlib.contextmanager
def still(book: xw.Book) -> Iterator[None]:
    """Let a program that is slow to answer be asked each question only once until the end of the block."""
    if _is_libreoffice(book):
        from pmo_workbook.hosts import libreoffice

        with libreoffice.still(book):
            yield
    else:
        yield


def is_open(book: xw.Book, name: str) -> bool:
    """Whether a workbook was not closed meanwhile.

    Args:
        book: The workbook.
        name: Its name, which one that was closed does not tell any more; empty when it was never asked.
    """
    if _is_libreoffice(book):
        return bool(book.impl.is_open)
    return not name or name in [other.name for other in book.app.books]


@dataclass(frozen=True)
class Contents:
    """What cells hold.

    Attributes:
        values: Rows of values: text, number, truth value, date and time, name of an error; None or empty text for an
            empty cell.
        formulas: Formulas with the equals sign, by row and column from 0, where they were asked for.
        mark: The same object again for as long as the cells hold the same; None where the program cannot tell.
    """

    values: Sequence[Sequence[Any]]
    formulas: Mapping[tuple[int, int], str]
    mark: object | None


def values_of(cells: xw.Range) -> Contents:
    """Read the values of cells in one call; no formulas."""
    if _is_libreoffice(cells.sheet.book):
        held = cells.impl.held
        return Contents(held.values, {}, held)
    return Contents(cells.options(ndim=2, err_to_str=True).value, {}, None)


def contents_of(cells: xw.Range) -> Contents:
    """Read cells: values in one call, formulas in another. A date may come as its number."""
    if _is_libreoffice(cells.sheet.book):
        stored = cells.impl.stored
        return Contents(stored.values, stored.formulas, stored)
    values = values_of(cells).values
    written = as_rows(cells.formula, cells.shape[1])
    formulas = {
        (row, column): formula
        for row, (line, texts) in enumerate(zip(values, written, strict=True))
        for column, (value, formula) in enumerate(zip(line, texts, strict=True))
        # the "formula" of a constant is its text
        if isinstance(formula, str) and formula.startswith(("=", "{=")) and formula != value
    }
    return Contents(values, formulas, None)


def table_at_once(book: xw.Book, name: str) -> xw.main.Table | None:
    """A table by its name, where the program finds it without going through all of them; else None."""
    found = book.impl.sheets.table(name) if _is_libreoffice(book) else None
    if found is None:
        return None
    import xlwings as xw

    return xw.main.Table(impl=found)


def as_rows(found: Any, width: int) -> Sequence[Sequence[Any]]:
    """What a range gives, as rows: a single cell comes bare, and a single row from some programs flat.

    Args:
        found: What it gave.
        width: Columns of the range.
    """
    if not isinstance(found, list | tuple):
        return [[found]]
    if found and isinstance(found[0], list | tuple):
        return found
    return [found] if len(found) == width and width > 1 else [[cell] for cell in found]


def supported(ask: Callable[[], Any]) -> Any:
    """What a call gives; None where the program's engine does not have it."""
    try:
        return ask()
    except NotImplementedError:
        return None


def date1904(book: xw.Book) -> bool:
    """Whether dates of an open workbook count from 1904."""
    api = book.api
    if book.app.engine.name != "excel":
        return bool(api.NullDate.Year == day_zero(date1904=True).year)
    if sys.platform == "darwin":
        return bool(api.date_1904.get())
    return bool(api.Date1904)


def forget_columns(table: xw.main.Table) -> None:
    """Take the record of generated columns out of a table's comment: it holds ids, which Excel gives to new columns.

    The closed file's writer records them anew, see `table_xml`.
    """
    if sys.platform == "win32" and table.parent.book.app.engine.name == "excel":
        comment = table.api.Comment or ""
        if comment != without_record(comment):
            table.api.Comment = without_record(comment)
