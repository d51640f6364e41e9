"""Writes `docs/data-dictionary.md` from the sheet models, the settings and the rules.

``python -m pmo_workbook.template.dictionary``
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pmo_workbook.columns import Column
from pmo_workbook.issues import RULES
from pmo_workbook.layout import TABS
from pmo_workbook.layout.spec import TableTab, TabSpec
from pmo_workbook.settings import SETTINGS, Chosen
from pmo_workbook.sheets import BY_KEY, SHEETS, Sheet
from pmo_workbook.words import list_words

DICTIONARY = Path(__file__).parents[2] / "docs" / "data-dictionary.md"

_HEAD = """# Data dictionary

Every sheet, column, setting and rule of the workbook. Written by `make dictionary` from the definitions in the code;
do not edit it by hand.

A column marked **yes** must be filled in every row. Lists are separated by commas. Ids are free text, unique in their
table. Columns of your own are kept and ignored.
"""

_KINDS = {
    "text": "text",
    "list": "a list",
    "whole": "a whole number",
    "number": "a number",
    "day": "a date",
    "when": "a date, with or without a time",
    "hours": "opening hours",
}


def dictionary() -> str:
    """The whole document."""
    parts = [_HEAD, "## Input sheets\n"]
    parts += [_sheet(sheet) for sheet in SHEETS if sheet.key != "settings"]
    parts += ["## Settings\n", _settings(), "## Generated tabs\n", _generated(), "## Rules\n", _rules()]
    return "\n".join(parts)


def takes(column: Column) -> str:
    """What a cell of a column may hold, in words.

    Args:
        column: The column.
    """
    what = _what(column)
    if column.also:
        what += f", or {list_words(column.also, 'or')}"
    if column.low is not None and column.high is not None:
        what += f" from {column.low:g} to {column.high:g}"
    elif column.low is not None:
        what += f" of at least {column.low:g}"
    if column.longest is not None:
        what += f", at most {column.longest:,} characters"
    return what


def _what(column: Column) -> str:
    if column.choices:
        return f"one of {', '.join(column.choices)}"
    many = column.kind == "list"
    if column.setting:
        name = next(setting.header for setting in SETTINGS if setting.field == column.setting)
        return f"{'words' if many else 'a word'} of the setting {name}"
    if column.refs:
        names = list_words([BY_KEY[key].title for key in column.refs], "or")
        return f"{'ids' if many else 'an id'} of {names}"
    return "an id" if column.unique else _KINDS[column.kind]


def _sheet(sheet: Sheet) -> str:
    rows = (
        (c.header, "yes" if c.required else "", takes(c), c.help, f"`{c.example}`" if c.example else "")
        for c in sheet.columns
    )
    step = f"Step {sheet.step}. Table `{sheet.table}`. One row is {sheet.says}.\n"
    more = ""
    if sheet.key == "activities":
        more = "Then one column per role, headed by its Role ID or name, with R, A, C, I or A/R.\n"
    table = _table(("Column", "Must be filled", "Takes", "What to enter", "Example"), rows)
    return "\n".join(part for part in (f"### {sheet.title}\n", step, table, more) if part)


def _settings() -> str:
    defaults = Chosen().model_dump()
    rows = ((c.header, takes(c), c.help, _default(defaults[c.field])) for c in SETTINGS)
    return _table(("Name", "Takes", "What it means", "Default"), rows)


def _default(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(value)
    return f"{value:g}" if isinstance(value, float) else str(value or "")


def _generated() -> str:
    return "\n".join(_tab(tab) for tab in TABS)


def _tab(tab: TabSpec) -> str:
    table = f" Table `{tab.table}`." if isinstance(tab, TableTab) else ""
    private = " Never published." if tab.private else ""
    shown = list(tab.fields())
    if any(one.block for one in shown):
        rows = _table(("Part", "What stands there", "What it shows"), ((s.block, s.header, s.says) for s in shown))
    else:
        rows = _table(("Column", "What it shows"), ((s.header, s.says) for s in shown))
    return f"### {tab.title}\n\n{tab.says}{table}{private}\n\n{rows}"


def _rules() -> str:
    says = (
        "A row with an **error** is in no figure; with a **warning** it counts; a **note** is advice.\n"
        "The code is the one on the Issues tab and in `--json`.\n"
    )
    rows = ((f"`{r.code}`", r.severity, r.says, r.action) for r in RULES.values())
    return f"{says}\n{_table(('Code', 'Severity', 'What it asks for', 'What to do'), rows)}"


def _table(headers: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    return "\n".join(_lines(list(headers), rows)) + "\n"


def _lines(headers: list[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    yield f"| {' | '.join(headers)} |"
    yield f"|{'---|' * len(headers)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '/') for cell in row)} |"


if __name__ == "__main__":
    DICTIONARY.write_text(dictionary(), encoding="utf-8", newline="\n")
