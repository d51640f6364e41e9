"""What is said of one cell: its typed value, what was odd about it, why it cannot be used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from pmo_workbook.columns import Column


@dataclass(frozen=True)
class Remark:
    """Something to say about a cell.

    Attributes:
        rule: Code of the rule.
        problem: What is wrong, one sentence.
        action: What to do; empty takes the rule's.
    """

    rule: str
    problem: str
    action: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell as read.

    Attributes:
        value: The typed value, None for blank; what the cell holds where it could not be read.
        remarks: What was odd although it could be read.
        fault: Why the value cannot be used, where that is known better than by its type.
    """

    value: Any
    remarks: tuple[Remark, ...] = ()
    fault: Remark | None = None


BLANK: Final = Cell(None)


def is_percent(column: Column) -> bool:
    """Whether numbers of a column are per cent."""
    return column.header.endswith("%")


def is_word(column: Column) -> bool:
    """Whether a column holds ids or coded words, in which letters and blanks matter."""
    return bool(column.unique or column.refs or column.setting or column.choices)


def short(text: str) -> str:
    """A text for the middle of a sentence: one line, at most 40 characters."""
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= 40 else one_line[:39] + "…"
