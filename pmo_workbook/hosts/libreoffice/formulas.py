"""Formulas between Excel's way of writing and the one of Calc's programming interface.

Excel writes ``=SUM('My sheet'!A1:B2,1)``, Calc's interface ``=SUM($'My sheet'.A1:B2;1)``. Calc's own parser for
Excel's syntax (``FormulaParser``) takes one cell per call and loses table references (seen in LibreOffice 7.4), so the
text is translated here and whole blocks are written at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from .errors import FormulaError

_EXCEL = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")
      | (?P<error>\#(?:REF!|N/A|NAME\?|DIV/0!|VALUE!|NUM!|NULL!))
      | (?P<sheet>(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)
      | (?P<function>[^\W\d][\w.]*(?=\())
      | (?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?(?![\w$]))
      | (?P<word>[$\w\\][\w.$\\?]*)
      | (?P<blank>\s+)
      | (?P<sign>.)""",
    re.VERBOSE | re.DOTALL,
)
_CALC = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")
      | (?P<error>\#(?:REF!|N/A|NAME\?|DIV/0!|VALUE!|NUM!|NULL!))
      | (?P<function>[^\W\d][\w.]*(?=\())
      | (?P<sheet>\$?(?:'(?:[^']|'')+'|[^\W\d]\w*)\.(?=\$?[A-Za-z]{1,3}(?:\$?\d|:)|\$?\d+:|\#REF!))
      | (?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?)
      | (?P<word>[$\w\\][\w.$\\?]*)
      | (?P<sign>.)""",
    re.VERBOSE | re.DOTALL,
)
_CELL = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)(\d+)")
_COLUMN = re.compile(r"(\$?)([A-Za-z]{1,3})()()")
_ROW = re.compile(r"()()(\$?)(\d+)")
_ADD_IN = re.compile(r"COM\.SUN\.STAR\.SHEET\.ADDIN\.ANALYSIS\.GET([A-Z0-9]+)")
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


@dataclass(frozen=True)
class FunctionNames:
    """How functions are called on either side.

    Attributes:
        to_calc: Calc's name by Excel's, both in capitals, only where they differ.
        to_excel: The other way round.
    """

    to_calc: Mapping[str, str] = field(default_factory=dict)
    to_excel: Mapping[str, str] = field(default_factory=dict)


def pair_names(pairs: list[tuple[str, str]]) -> FunctionNames:
    """Build the table of function names.

    Args:
        pairs: For every function Calc's name and the one that it writes into .xlsx files.
    """
    to_calc: dict[str, str] = {}
    to_excel: dict[str, str] = {}
    for calc, file_name in pairs:
        excel = file_name.removeprefix("_xlfn.")
        to_excel[calc] = excel
        if not excel.startswith("COM.SUN.STAR."):
            to_calc.setdefault(excel, calc)
    # Two of Calc's functions may be stored under one name: the one of that very name is meant.
    to_calc |= {calc: calc for calc, file_name in pairs if calc == file_name.removeprefix("_xlfn.")}
    return FunctionNames(
        {excel: calc for excel, calc in to_calc.items() if excel != calc},
        {calc: excel for calc, excel in to_excel.items() if calc != excel},
    )


@dataclass(frozen=True)
class _Piece:
    kind: str
    text: str


def _pieces(formula: str, pattern: re.Pattern[str]) -> Iterator[_Piece]:
    position = 0
    while position < len(formula):
        if formula[position] == "[":
            end = _closing_bracket(formula, position)
            yield _Piece("brackets", formula[position:end])
            position = end
            continue
        match = pattern.match(formula, position)
        assert match is not None, "the last alternative takes any character"
        yield _Piece(str(match.lastgroup), match.group())
        position = match.end()


def _closing_bracket(formula: str, start: int) -> int:
    depth, position = 0, start
    while position < len(formula):
        character = formula[position]
        if character == "'":
            position += 1
        elif character == "[":
            depth += 1
        elif character == "]":
            depth -= 1
            if depth == 0:
                return position + 1
        position += 1
    raise FormulaError(f"a bracket is not closed in the formula {formula}")


def to_calc(formula: str, names: FunctionNames) -> str:
    """Translate a formula for Calc's programming interface.

    Args:
        formula: In Excel's syntax with English names, with or without its ``=``.
        names: From :func:`pair_names`.

    Raises:
        FormulaError: It refers to another workbook, or its brackets are not closed.
    """
    pieces = list(_pieces(formula, _EXCEL))
    made: list[str] = []
    open_pairs: list[str] = []
    for index, piece in enumerate(pieces):
        before = pieces[index - 1] if index else _Piece("sign", "=")
        if piece.kind == "brackets":
            made.append(_table_to_calc(piece.text, before, formula))
        elif piece.kind == "sheet":
            made.append(_sheet_to_calc(piece.text, formula))
        elif piece.kind == "function":
            name = piece.text.upper().removeprefix("_XLFN.")
            made.append(names.to_calc.get(name, name))
        elif piece.kind == "word" and piece.text.upper() in ("TRUE", "FALSE"):
            made.append(piece.text.upper() + "()")
        elif piece.kind == "blank":
            after = pieces[index + 1] if index + 1 < len(pieces) else _Piece("sign", ")")
            made.append("!" if _ends_reference(before) and _begins_reference(after) else piece.text)
        elif piece.kind == "sign":
            made.append(_sign_to_calc(piece.text, before, open_pairs))
        else:
            made.append(piece.text)
    return "".join(made)


def _sign_to_calc(sign: str, before: _Piece, open_pairs: list[str]) -> str:
    if sign in "({":
        open_pairs.append("call" if sign == "(" and before.kind == "function" else sign)
    elif sign in ")}" and open_pairs:
        open_pairs.pop()
    elif sign in ",;":
        inside = open_pairs[-1] if open_pairs else "("
        if inside == "{":
            return ";" if sign == "," else "|"
        return ";" if inside == "call" or sign == ";" else "~"
    return sign


def _ends_reference(piece: _Piece) -> bool:
    return piece.kind in ("word", "brackets") or piece.text == ")"


def _begins_reference(piece: _Piece) -> bool:
    return piece.kind in ("word", "sheet") or piece.text == "("


def _sheet_to_calc(text: str, formula: str) -> str:
    name = text[:-1]
    if name.startswith("'") and ("[" in name or ":" in name):
        raise FormulaError(f"references to another workbook or across sheets are not supported: {formula}")
    return f"${name}."


def _table_to_calc(text: str, before: _Piece, formula: str) -> str:
    if before.kind != "word":
        raise FormulaError(f"name the workbook's own table in front of {text} in the formula {formula}")
    inside = text[1:-1]
    if inside.startswith("@"):
        column = inside[1:] if inside.startswith("@[") else f"[{inside[1:]}]"
        return f"[[#This Row];{column}]" if column != "[]" else "[[#This Row]]"
    if inside.startswith("#"):
        return f"[[{inside}]]"
    return _outside_names(text, ",", ";")


def _outside_names(text: str, old: str, new: str) -> str:
    """Replace a separator between the names of a table reference, not inside one."""
    made, depth, position = [], 0, 0
    while position < len(text):
        character = text[position]
        if character == "'":
            made.append(text[position : position + 2])
            position += 2
            continue
        depth += {"[": 1, "]": -1}.get(character, 0)
        made.append(new if character == old and depth == 1 else character)
        position += 1
    return "".join(made)


def to_excel(formula: str, names: FunctionNames) -> str:
    """Translate a formula from Calc's programming interface into Excel's syntax with English names."""
    made: list[str] = []
    braces = 0
    for piece in _pieces(formula, _CALC):
        if piece.kind == "brackets":
            made.append(_outside_names(piece.text, ";", ","))
        elif piece.kind == "sheet":
            made.append(piece.text.removeprefix("$")[:-1] + "!")
        elif piece.kind == "function":
            made.append(_function_to_excel(piece.text, names))
        elif piece.kind == "sign":
            braces += {"{": 1, "}": -1}.get(piece.text, 0)
            made.append(_sign_to_excel(piece.text, in_array=braces > 0))
        else:
            made.append(piece.text)
    return "".join(made)


def _sign_to_excel(sign: str, *, in_array: bool) -> str:
    if in_array and sign == "|":
        return ";"
    return {";": ",", "~": ",", "!": " "}.get(sign, sign)


def _function_to_excel(name: str, names: FunctionNames) -> str:
    match = _ADD_IN.fullmatch(name)
    return match.group(1) if match else names.to_excel.get(name, name)


def shift(formula: str, down: int, right: int) -> str:
    """Move the relative references of a formula, as filling a range with it does.

    Args:
        formula: In Excel's syntax.
        down: Rows.
        right: Columns.
    """
    pieces = list(_pieces(formula, _EXCEL))
    made = []
    for index, piece in enumerate(pieces):
        text = piece.text
        if piece.kind in ("word", "number"):
            near = {pieces[i].text for i in (index - 1, index + 1) if 0 <= i < len(pieces)}
            match = _CELL.fullmatch(text)
            if match is None and ":" in near:
                match = _COLUMN.fullmatch(text) or _ROW.fullmatch(text)
            text = _shifted(match, down, right) if match else text
        made.append(text)
    return "".join(made)


def _shifted(match: re.Match[str], down: int, right: int) -> str:
    fixed_column, letters, fixed_row, digits = match.groups()
    if letters and not fixed_column:
        number = column_number(letters) + right
        if not 1 <= number <= _LAST_COLUMN:
            return "#REF!"
        letters = column_letters(number)
    if digits and not fixed_row:
        row = int(digits) + down
        if not 1 <= row <= _LAST_ROW:
            return "#REF!"
        digits = str(row)
    return f"{fixed_column}{letters}{fixed_row}{digits}"


def column_number(letters: str) -> int:
    """Number of a column from its letters: A is 1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """Letters of a column from its number: 1 is A."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
