"""Which order of day, month and year fits a column, and whether a program had swapped day and month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from pmo_workbook.errors import InputError
from pmo_workbook.importing.dates.texts import Day, Order
from pmo_workbook.words import count_words, list_words

ORDERS: Final[tuple[Order, ...]] = ("day first", "month first", "year first")

Dates = Mapping[str, Day]
"""Dates by the text that they were read from."""


def order_of(header: str, dates: Dates, place: Callable[[str], str]) -> Order | None:
    """Find the one order that fits all dates of a column.

    Args:
        header: Header of the column.
        dates: Its dates that are written in figures; those that any order reads alike need not be among them.
        place: Where the first cell with a text stands, such as ``line 12``.

    Returns:
        The order; None where none is needed.

    Raises:
        InputError: Two orders fit, or none.
    """
    if not dates:
        return None
    fit = [order for order in ORDERS if all(order in day.by_order for day in dates.values())]
    if len(fit) > 1 and "year first" in fit and _is_far_fetched(dates, fit):
        fit.remove("year first")
    if not fit:
        raise _contradiction(header, dates, place)
    differing = next((text for text, day in dates.items() if len({day.by_order[order] for order in fit}) > 1), None)
    if differing is None:
        return fit[0]
    readings = [f"{in_words(dates[differing].by_order[order])} with the {order}" for order in fit]
    ways = [f'dates = "{order}"' for order in fit]
    raise InputError(
        f"{header} can be read in {'two' if len(fit) == 2 else 'three'} ways; nothing was changed.\n"
        f"  {place(differing)}: '{differing}' is {list_words(readings, 'or')}, "
        "and no other cell of the column decides it.\n"
        f"  Write into the mapping file, above all sections: {list_words(ways, 'or')}"
    )


def _is_far_fetched(dates: Dates, fit: Sequence[Order]) -> bool:
    """Whether reading the year first, where it has two digits, scatters the dates of a log over decades.

    Almost any such date fits that order too: 28/11/25 and 03/12/25 are days of 2028 and 2003. So it counts as a reading
    only where it keeps the dates as close together as another does; with dots between the parts it never does.
    """
    if all("." in text.split()[0] for text in dates):
        return True
    spans = {}
    for order in fit:
        days = [day.by_order[order] for day in dates.values()]
        spans[order] = (max(days) - min(days)).days
    others = min(span for order, span in spans.items() if order != "year first")
    return spans["year first"] > 2 * 366 and spans["year first"] > 4 * others


def _contradiction(header: str, dates: Dates, place: Callable[[str], str]) -> InputError:
    """What to say of dates of which no order fits all."""
    first = min(dates, key=lambda text: len(dates[text].by_order))
    apart = (text for text, day in dates.items() if not day.by_order.keys() & dates[first].by_order.keys())
    # where no two are apart, the three that are left have no order in common
    shown = sorted((first, next(apart, first)), key=list(dates).index)
    said = [f"{place(text)}: '{text}' has the {list_words(list(dates[text].by_order), 'or')}" for text in shown]
    return InputError(
        f"The dates of {header} contradict each other; nothing was changed.\n  {'; '.join(said)}.\n"
        '  Correct the log, or say which order holds (dates = "day first" or "month first", above all sections of the '
        "mapping file): cells that do not fit are then left as they are and named."
    )


def swapped_order(real: Sequence[dt.date], dates: Dates) -> Order | None:
    """Find out whether a program of another order had read the dates of a column.

    It took what it could for dates, those with a day up to 12, with day and month swapped; the rest stayed text.

    Args:
        real: The column's cells that are dates.
        dates: Its texts that are dates in figures.

    Returns:
        The order in which the log was written; None where nothing tells of a swap.
    """
    if not real or not dates or any(date.day > 12 for date in real):
        return None
    if any(len(day.by_order.keys() - {"year first"}) != 1 for day in dates.values()):
        return None
    orders = {order for day in dates.values() for order in day.by_order if order != "year first"}
    return orders.pop() if len(orders) == 1 else None


def swap_found(header: str, real: dt.date, text: str, places: tuple[str, str], order: Order) -> InputError:
    """What to say of a column with day and month swapped.

    Args:
        header: Header of the column.
        real: One of its dates.
        text: One of its texts.
        places: Where the two stand.
        order: The order in which the log was written.
    """
    other = "day first" if order == "month first" else "month first"
    return InputError(
        f"Day and month of {header} were swapped before the log came here; nothing was changed.\n"
        f"  A program that reads the {other} opened a log that is {order}: {places[0]} became {in_words(real)}, where "
        f"{in_words(real.replace(day=real.month, month=real.day))} was meant, and {places[1]} stayed the text "
        f"'{text}'.\n"
        '  Write repair = "swap" above all sections of the mapping file to turn the dates back, or repair = "keep" if '
        "they are right."
    )


def in_words(date: dt.date) -> str:
    """A date that can be read in one way only, such as ``2 March 2026``."""
    return f"{date.day} {date:%B %Y}"


def said(what: str, cells: int) -> str:
    """What was found out about a column, such as ``day first, 148 cells``."""
    return f"{what}, {count_words(cells, 'cell')}"
