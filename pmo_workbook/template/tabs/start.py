"""Start: how the workbook is used, the last refresh, the ten steps with their links."""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range, xl_range_abs
from xlsxwriter.worksheet import Worksheet

from pmo_workbook import palette
from pmo_workbook.check_sum import NOW, TOLERANCE, sheet_formulas
from pmo_workbook.layout import TABS
from pmo_workbook.layout.start import (
    ABOUT,
    ABOUT_LINES,
    CHECK_SUM,
    MOST_WORDS,
    PRIORITIES,
    REASONS,
    RUN,
    RUN_LINES,
    SAID,
    STEP_STATES,
    STEPS_SHOWN,
    TAB,
    TITLE,
)
from pmo_workbook.settings import Chosen
from pmo_workbook.sheets import BY_KEY
from pmo_workbook.steps import STEPS
from pmo_workbook.template import style
from pmo_workbook.template.drawing import (
    FIRST,
    header_format,
    heading,
    link,
    name_grid,
    open_page,
    print_setup,
    status_words,
)
from pmo_workbook.template.dropdowns import WORDS
from pmo_workbook.template.style import Formats
from pmo_workbook.template_version import VERSION

_NUMBER, _STEP, _STATE, _WORDS, _LINKS, _VALUE, _SHOWN = FIRST, 2, 3, 4, 5, 7, 10
_WIDTHS = (5, 35, 10, 56, 17, 13, 10, 10, 9, 12, 12)
_LAST = FIRST + len(_WIDTHS) - 1

_HEADS: dict[int, tuple[str, dict[str, Any]]] = {
    _STEP: ("Step", {}),
    _STATE: (STEPS_SHOWN[0].label, {"align": "center"}),
    _WORDS: (STEPS_SHOWN[1].label, {"indent": 1}),
    _LINKS: ("Fill in", {"indent": 1}),
    _SHOWN: ("Look at", {}),
}
"""Headers of the steps and their look, by column."""

_SAID_ROW = 2
_HOW_ROW = 4
_BUTTON_ROW = 10
_STEPS_ROW = 11
_FIRST_STEP = _STEPS_ROW + 2
_WORDS_ROW = _FIRST_STEP + len(STEPS) + 1
"""Below the steps, after a gap."""
_FIRST_WORD = _WORDS_ROW + 2

_HOW = (
    ("1", "Fill the blue sheets, step by step. Bold headers must be filled, cells say what they take."),
    ("2", "Refresh: the tables are checked, the promises measured, the dark tabs written anew."),
    ("3", "Read Issues and correct what it names; each line has a link to its cell."),
)
_LEGEND = (
    (style.INPUT_TAB, "Blue tabs are yours: a refresh never writes to them."),
    (style.GENERATED_TAB, "Dark tabs are written by a refresh; the formats you give them stay."),
)
_BUTTONS = (
    ("Refresh all", "PmoRefresh", "Checks the tables, measures the promises and writes the dark tabs anew"),
    ("Check", "PmoCheck", "Checks the tables and lists on Issues what to correct"),
    ("Next issue", "PmoNextIssue", "Selects the next cell that needs correcting"),
    ("Import log", "PmoImportLog", "Brings a request log into Requests and Holds"),
    ("Publish", "PmoPublish", "Makes the clean copy that is mailed, its PDF and the mail drafts"),
)
"""Caption, macro and what a reader of the screen is told."""
_LEFT_BUTTONS = 2
_BUTTON_BAND = 56
_BUTTON_WIDTH, _BUTTON_HEIGHT, _BUTTON_STEP = 116, 32, 126
"""Pixels. No button lies across two columns: programs that draw columns a little wider would stretch it."""
_NO_EFFECT = "Buttons do nothing? In Excel press Enable Editing, then Enable Content."
_CHANGED = '@" \u2013 inputs changed since"'
"""Format that adds words to the moment of the last refresh; the cell itself stays as it is."""


def draw(book: Workbook, sheet: Worksheet, formats: Formats) -> None:
    """Draw the tab as it stands before the first refresh.

    Args:
        book: Workbook being built.
        sheet: The tab.
        formats: Formats of the workbook.
    """
    open_page(sheet, formats, "PMO service framework", "Not refreshed yet", home=False)
    for place, width in enumerate(_WIDTHS, FIRST):
        sheet.set_column(place, place, width, formats())
    _draw_said(book, sheet, formats)
    _draw_how(sheet, formats)
    _draw_run(book, sheet, formats)
    _draw_buttons(sheet, formats)
    _draw_steps(book, sheet, formats)
    _draw_words(book, sheet, formats)
    _draw_about(book, sheet, formats)
    print_setup(sheet, last_column=_LAST, header_row=None, pages=(1, 1))


def _draw_said(book: Workbook, sheet: Worksheet, formats: Formats) -> None:
    """The report in a sentence, and what had to be left out of it."""
    sheet.set_row_pixels(_SAID_ROW, 32)
    sheet.set_row_pixels(_SAID_ROW + 1, 32)
    sheet.write_string(_SAID_ROW, FIRST, "Fill the blue sheets, then refresh.", formats(font_size=style.HEADING))
    sheet.write_blank(_SAID_ROW + 1, FIRST, None, formats(font_color=palette.AMBER, bold=True, valign="top"))
    name_grid(book, sheet, TITLE, (0, FIRST, 1, FIRST))
    name_grid(book, sheet, SAID, (_SAID_ROW, FIRST, _SAID_ROW + 1, FIRST))


def _draw_how(sheet: Worksheet, formats: Formats) -> None:
    heading(sheet, formats, _HOW_ROW, "How it works")
    for row, (number, text) in enumerate(_HOW, _HOW_ROW + 1):
        sheet.set_row_pixels(row, 24)
        sheet.write_number(row, _NUMBER, int(number), formats(font_color=palette.BLUE_DARK, bold=True, align="center"))
        sheet.write_string(row, _STEP, text, formats())
    for row, (colour, text) in enumerate(_LEGEND, _HOW_ROW + 1 + len(_HOW)):
        sheet.set_row_pixels(row, 24)
        bar = formats(font_color=palette.GREY, left=5, left_color=colour, indent=1)
        sheet.write_string(row, _STEP, text, bar)


def _draw_buttons(sheet: Worksheet, formats: Formats) -> None:
    """The buttons that are pressed most; in a program without a ribbon the others are in the list of macros."""
    sheet.set_row_pixels(_BUTTON_ROW, _BUTTON_BAND)
    for place, (caption, macro, told) in enumerate(_BUTTONS):
        left = place < _LEFT_BUTTONS
        sheet.insert_button(
            _BUTTON_ROW,
            _STEP if left else _WORDS,
            {
                "macro": macro,
                "caption": caption,
                "width": _BUTTON_WIDTH,
                "height": _BUTTON_HEIGHT,
                "x_offset": (place if left else place - _LEFT_BUTTONS) * _BUTTON_STEP,
                "y_offset": (_BUTTON_BAND - _BUTTON_HEIGHT) // 2,
                "description": told,
            },
        )
    sheet.write_string(_BUTTON_ROW, _LINKS, _NO_EFFECT, formats(font_color=palette.GREY, valign="vcenter", indent=1))


def _draw_run(book: Workbook, sheet: Worksheet, formats: Formats) -> None:
    heading(sheet, formats, _HOW_ROW, "Last refresh", column=_LINKS)
    rows = range(_HOW_ROW + 1, _HOW_ROW + 1 + len(RUN_LINES))
    for row, label in zip(rows, (line.label for line in RUN_LINES), strict=True):
        _ground(sheet, formats, row)
        if label == "Issues":
            link(sheet, formats, (row, _LINKS), "issues", label, bg_color=palette.TILE, indent=1)
        else:
            sheet.write_string(row, _LINKS, label, formats(bg_color=palette.TILE, font_color=palette.GREY, indent=1))
        sheet.write_string(row, _VALUE, "\u2013", formats(bg_color=palette.TILE))
    name_grid(book, sheet, RUN, (rows[0], _VALUE, rows[-1], _VALUE))
    _mark_changes(book, sheet, formats, rows[0])


def _mark_changes(book: Workbook, sheet: Worksheet, formats: Formats, row: int) -> None:
    """Let the moment of the last refresh say that inputs changed since; it is worked out while Start is looked at."""
    for name, formula in sheet_formulas().items():
        book.define_name(name, formula)
    changed = f"=AND({CHECK_SUM}>0,ABS({NOW}-{CHECK_SUM})>{TOLERANCE})"
    look = formats.mark(font_color=palette.AMBER, bold=True, num_format=_CHANGED)
    sheet.conditional_format(row, _VALUE, row, _VALUE, {"type": "formula", "criteria": changed, "format": look})


def _ground(sheet: Worksheet, formats: Formats, row: int) -> None:
    """A calm ground behind a row of the right half."""
    for place in range(_LINKS, _LAST + 1):
        sheet.write_blank(row, place, None, formats(bg_color=palette.TILE))


def _draw_steps(book: Workbook, sheet: Worksheet, formats: Formats) -> None:
    heading(sheet, formats, _STEPS_ROW, "The ten steps")
    sheet.set_row_pixels(_STEPS_ROW + 1, 30)
    for place in range(FIRST, _LAST + 1):
        text, look = _HEADS.get(place, ("", {}))
        sheet.write(_STEPS_ROW + 1, place, text or None, header_format(formats, **look))
    titles = {tab.key: tab.title for tab in TABS} | {key: spec.title for key, spec in BY_KEY.items()}
    line: dict[str, object] = {"bottom": 1, "bottom_color": palette.HAIRLINE}
    for row, step in enumerate(STEPS, _FIRST_STEP):
        sheet.set_row_pixels(row, 40)
        for place in range(FIRST, _LAST + 1):
            sheet.write_blank(row, place, None, formats(**line))
        sheet.write_number(row, _NUMBER, step.number, formats(**line, font_color=palette.GREY, align="center"))
        sheet.write_string(row, _STEP, step.title, formats(**line, bold=True))
        sheet.write_string(row, _STATE, "To do", formats(**line, align="center"))
        sheet.write_string(row, _WORDS, "Nothing here yet.", formats(**line, text_wrap=True, indent=1))
        for first, keys in ((_LINKS, step.sheets), (_SHOWN, step.shown_on)):
            others = [key for key in keys if key != TAB.key]
            for place, key in enumerate(others, first):
                link(sheet, formats, (row, place), key, titles[key], **line, indent=int(place == _LINKS))
    last = _FIRST_STEP + len(STEPS) - 1
    name_grid(book, sheet, STEP_STATES, (_FIRST_STEP, _STATE, last, _WORDS))
    status_words(sheet, formats, xl_range(_FIRST_STEP, _STATE, last, _STATE), ("Done", "Check", "To do"))


def _draw_words(book: Workbook, sheet: Worksheet, formats: Formats) -> None:
    """The words of Settings, one a cell, as the dropdowns need them; they follow Settings at each refresh.

    The names end at the last word that is filled: a blank at the end of the source would be a blank in the dropdown.
    """
    heading(sheet, formats, _WORDS_ROW, "Words from Settings in your dropdowns")
    places = {
        "priorities": (_STEP, "Priorities", PRIORITIES),
        "waiting_reasons": (_WORDS, "Reasons for waiting", REASONS),
    }
    defaults = Chosen().model_dump()
    for field, (place, label, grid) in places.items():
        sheet.write_string(_FIRST_WORD - 1, place, label, formats(font_color=palette.GREY))
        for row in range(_FIRST_WORD, _FIRST_WORD + MOST_WORDS):
            sheet.write_blank(row, place, None, formats())
        for row, word in enumerate(defaults[field], _FIRST_WORD):
            sheet.write_string(row, place, word, formats())
        area = (_FIRST_WORD, place, _FIRST_WORD + MOST_WORDS - 1, place)
        name_grid(book, sheet, grid, area)
        cells = f"'{sheet.get_name()}'!{xl_range_abs(*area)}"
        first = cells.split(":")[0]
        book.define_name(WORDS[field], f"={first}:INDEX({cells},COUNTA({cells}))")


def _draw_about(book: Workbook, sheet: Worksheet, formats: Formats) -> None:
    heading(sheet, formats, _WORDS_ROW, "About", column=_LINKS)
    labels = [*(line.label for line in ABOUT_LINES), "Template version"]
    rows = range(_FIRST_WORD - 1, _FIRST_WORD - 1 + len(labels))
    for row, label in zip(rows, labels, strict=True):
        sheet.write_string(row, _LINKS, label, formats(font_color=palette.GREY))
        sheet.write_string(row, _VALUE, "\u2013", formats())
    sheet.write_string(rows[-1], _VALUE, f"Template {VERSION}", formats())
    sheet.write_string(rows[-1] + 1, _LINKS, "Check sum of inputs", formats(font_color=palette.GREY))
    number = (rows[-1] + 1, _VALUE)
    sheet.write_blank(*number, None, formats(num_format="0", align="left"))
    name_grid(book, sheet, CHECK_SUM, (*number, *number))
    link(sheet, formats, (rows[-1] + 2, _LINKS), "settings", "Settings")
    name_grid(book, sheet, ABOUT, (rows[0], _VALUE, rows[-2], _VALUE))
