"""Words in cells: ids, references, coded words, lists of them, opening hours, time zones."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from pmo_workbook.check.cells import Cell, Remark, is_word, short
from pmo_workbook.check.references import Context
from pmo_workbook.columns import Column
from pmo_workbook.renamed import present
from pmo_workbook.spelling import Tidy, closest, key, listed, tidy
from pmo_workbook.tables import plain_text
from pmo_workbook.worktime.fixed_zones import hours_ahead, place_at
from pmo_workbook.worktime.hours import parse_hours
from pmo_workbook.worktime.zones import is_zone

_SEPARATORS = re.compile(r"[,;\n\r]")


def text(column: Column, raw: Any, context: Context) -> Cell:
    """A text, a reference or a word of a list of Settings."""
    if isinstance(raw, str) and not is_word(column):
        return _zone(raw.strip()) if column.field == "time_zone" else Cell(raw.strip())
    if isinstance(raw, (dt.date, dt.time, dt.timedelta)) and is_word(column):
        problem = "Excel has turned this text into a date or time."
        return Cell(raw, fault=Remark("not-text", problem, "Format the cell as text and type it again."))
    if isinstance(raw, bool) and is_word(column) and not column.choices:
        return Cell(raw)
    text = plain_text(raw)
    if not is_word(column):
        return Cell(text)
    text = present("value", column.field, text)
    word = tidy(text)
    meant = _resolved(column, word.text, context)
    if isinstance(meant, Remark):
        return Cell(word.text, fault=meant)
    odd = _oddities(word, meant)
    # a coded word has one spelling, ids are alike in any case
    if not odd and meant != text and not column.refs:
        odd = (Remark("other-spelling", f"'{text}' is read as '{meant}'."),)
    return Cell(meant, odd)


def choice(column: Column, raw: Any, context: Context) -> Cell:
    """A word of a fixed list; TRUE and FALSE stand for Yes and No."""
    if isinstance(raw, bool) and {"Yes", "No"} <= set(column.choices):
        meant = "Yes" if raw else "No"
        return Cell(meant, (Remark("other-spelling", f"'{plain_text(raw)}' is read as '{meant}'."),))
    return text(column, raw, context)


def listing(column: Column, raw: Any, context: Context) -> Cell:
    """Words separated by commas, semicolons or line breaks; each is read like a cell of its own."""
    if isinstance(raw, (dt.date, dt.time, dt.timedelta, bool)):
        return Cell(raw)
    items: dict[str, None] = {}
    remarks: list[Remark] = []
    for part in filter(str.strip, _SEPARATORS.split(plain_text(raw))):
        item = text(column, part.strip(), context)
        if item.fault:
            return Cell(raw, fault=item.fault)
        items[item.value] = None
        remarks.extend(item.remarks)
    return Cell(tuple(items) or None, tuple(remarks))


def hours(_: Column, raw: Any, __: Context) -> Cell:
    """Opening hours, kept as typed."""
    if isinstance(raw, str):
        try:
            parse_hours(raw)
        except ValueError as error:
            return Cell(raw.strip(), fault=Remark("bad-hours", *_problem_and_action(str(error))))
        return Cell(raw.strip())
    problem = "Excel has turned the hours into a date, a time or a number."
    action = "Format the cell as text and type, for example, 09:00-17:00."
    return Cell(raw, fault=Remark("bad-hours", problem, action))


def _problem_and_action(sentences: str) -> tuple[str, str]:
    problem, stop, action = sentences.partition(". ")
    return problem + stop.strip(), action


def _zone(name: str) -> Cell:
    if is_zone(name):
        return Cell(name)
    from zoneinfo import available_timezones

    zones = {key(zone): zone for zone in available_timezones()}
    if key(name) in zones:
        meant = zones[key(name)]
        return Cell(meant, (Remark("other-spelling", f"'{name}' is read as '{meant}'."),))
    fault = Remark("bad-time-zone", f"'{short(name)}' is not the name of a time zone.")
    # not 'Etc/GMT+5' for GMT+5: its sign counts the other way
    place = _place(name) or min((zone for lower, zone in zones.items() if key(name) in lower), default="")
    return Cell(name, fault=Remark(fault.rule, fault.problem, f"Write '{place}'.") if place else fault)


def _place(name: str) -> str:
    ahead = hours_ahead(name)
    return place_at(ahead) if ahead is not None else ""


def _oddities(word: Tidy, meant: str) -> tuple[Remark, ...]:
    odd = []
    if word.look_alikes:
        signs = listed(f"'{sign}'" for sign in dict.fromkeys(word.look_alikes))
        odd.append(Remark("look-alike", f"{signs} is not the sign it looks like; the cell is read as '{meant}'."))
    if word.blanks:
        problem = f"There are blanks too many; the cell is read as '{meant}'."
        odd.append(Remark("other-spelling", problem, "Delete the blanks."))
    return tuple(odd)


def _resolved(column: Column, word: str, context: Context) -> str | Remark:
    """The word of the list, or the id of the other sheet, that is meant; else why there is none."""
    also = next((each for each in (*column.also, *column.tolerated) if key(each) == key(word)), None)
    if also:
        return also
    if column.refs:
        return _reference(column, word, context)
    if column.choices or column.setting:
        allowed = column.choices or context.words.get(column.setting or "", ())
        return _choice(word, (*allowed, *column.also))
    return word


def _choice(word: str, allowed: tuple[str, ...]) -> str | Remark:
    meant = next((each for each in allowed if key(each) == key(word)), None)
    if meant is not None:
        return meant
    near = closest(word, allowed)
    action = f"Choose one of: {listed(allowed)}." if not near else f"Choose '{near}' or another of: {listed(allowed)}."
    return Remark("not-allowed", f"'{word}' is none of the values of this column.", action)


def _reference(column: Column, word: str, context: Context) -> str | Remark:
    sheets = [context.ids_of(sheet_key) for sheet_key in column.refs]
    for ids in sheets:
        if word in ids.places:
            return word
        if key(word) in ids.by_key:
            return ids.by_key[key(word)]
    wanted = key(word)
    titles = " or ".join(ids.title for ids in sheets)
    if any(wanted in ids.broken for ids in sheets):
        problem = f"The row '{word}' names on {titles} has an error itself."
        return Remark("unknown-reference", problem, "Correct that row first.")
    near = next((found for ids in sheets if (found := closest(word, ids.places))), "")
    action = f"Did you mean '{near}'? Correct the id, or add the row it names." if near else ""
    return Remark("unknown-reference", f"There is no '{word}' on {titles}.", action)
