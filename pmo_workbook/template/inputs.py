"""Draws the input sheets: a title, one Excel Table, and cells that say what they take.

The columns carry the look of the rows to come (number format, wrapping, hairlines), so that a row added by hand, by
pasting or by `import-log` looks like the others.
"""

from __future__ import annotations

import math
from typing import get_args

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pmo_workbook import palette
from pmo_workbook.columns import Column, columns
from pmo_workbook.layout import issues
from pmo_workbook.layout.spec import DAY, WHEN
from pmo_workbook.models import RaciCode
from pmo_workbook.settings import SETTINGS, Chosen, Setting
from pmo_workbook.sheets import MOST_ROLES, SHEETS, Sheet
from pmo_workbook.template import style
from pmo_workbook.template.drawing import (
    HEADER_ROW,
    LAST_LOG_ROW,
    LAST_ROW,
    ROW_HEIGHT,
    open_page,
    print_setup,
)
from pmo_workbook.template.dropdowns import all_columns, ids_name, listed, message, raci_validation, validation
from pmo_workbook.template.style import Formats

ROLE_WIDTH = 9
"""Width of a role column of Activities, in characters."""

WRAP_FROM = 28
"""Text columns from this width on go on in the next line; narrower ones hold ids and single words."""

LONG_TEXTS = ("services", "slas")
"""Sheets whose cells run over several lines: their texts stand at the top of the row."""

FREEZE_UP_TO = 50
"""The second column stays in sight too when both together are at most this wide, in characters."""

PRINTED_ROLES = 14
"""Role columns of Activities that are printed; the report is RACI."""

NARROW = 170
"""Tables up to this width, in characters, print on A4, wider ones on A3."""

WIDE = 260
"""Most characters that fit a page of A3; wider tables go on to the right."""

HEAD_WIDTH = 115
"""Width of the longest line above a table, in characters; printed in full above a narrow table too."""

PLAIN_WIDTH = 8.43
"""Width of a column without a width of its own, in characters."""

_HINT = "Bold headers must be filled; everything else may stay blank."
_ROLE_HINT = "Type a Role ID into each header to the right: one column per role, filled with R, A, C, I or A/R."
_SETTINGS_HINT = "Change the values; a blank value takes the default."


def draw_inputs(book: Workbook, sheets: dict[str, Worksheet], formats: Formats) -> None:
    """Draw every input sheet and the defined names they share.

    Args:
        book: Workbook being built.
        sheets: Worksheets by key.
        formats: Formats of the workbook.
    """
    for key in sorted(listed([*all_columns(SHEETS), *SETTINGS])):
        other = next(sheet for sheet in SHEETS if sheet.key == key)
        assert other.id_column is not None
        book.define_name(ids_name(key), f"={other.table}[{other.id_column.header}]")
    for spec in SHEETS:
        _draw(sheets[spec.key], formats, spec)


def _draw(sheet: Worksheet, formats: Formats, spec: Sheet) -> None:
    fields = spec.columns
    last_row = LAST_LOG_ROW if spec.log else LAST_ROW
    roles = MOST_ROLES if spec.key == "activities" else 0
    width = len(fields) + roles
    _draw_head(sheet, formats, spec, width)
    _draw_table(sheet, formats, spec)
    if spec.key == "settings":
        _draw_settings(sheet, formats)
    else:
        for place, column in enumerate(fields):
            options = validation(column, HEADER_ROW + 1, last_row, place)
            sheet.data_validation(HEADER_ROW + 1, place, last_row, place, options)
    if roles:
        _draw_roles(sheet, formats, len(fields), last_row)
    _light_up(sheet, formats, spec, (HEADER_ROW + 1, 0, last_row, width - 1))
    _set_print(sheet, spec)


def _set_print(sheet: Worksheet, spec: Sheet) -> None:
    """One page wide, or as many as the table needs to be read, the id repeated on each."""
    roles = PRINTED_ROLES if spec.key == "activities" else 0
    characters = sum(column.width for column in spec.columns) + roles * ROLE_WIDTH
    spare = max(0, math.ceil((HEAD_WIDTH - characters) / PLAIN_WIDTH))
    pages = math.ceil(characters / WIDE)
    last = len(spec.columns) + roles + spare - 1
    print_setup(sheet, last_column=last, first_column=0, wide=characters > NARROW, pages=(pages, 0))
    if pages > 1:
        sheet.repeat_columns(0, _frozen(spec.columns) - 1)


def _draw_head(sheet: Worksheet, formats: Formats, spec: Sheet, width: int) -> None:
    """Title, what a row is, the way back; and a clean ground where the columns have hairlines."""
    step = f"Step {spec.step} of 10. " if spec.step else ""
    hint = _ROLE_HINT if spec.key == "activities" else _SETTINGS_HINT if spec.key == "settings" else ""
    for row in range(HEADER_ROW):
        for place in range(width):
            sheet.write_blank(row, place, None, formats())
    open_page(sheet, formats, spec.title, f"{step}One row is {spec.says}. {hint or _HINT}", first=0)
    sheet.set_tab_color(style.INPUT_TAB)
    sheet.set_default_row(ROW_HEIGHT)
    sheet.set_row_pixels(HEADER_ROW, 38)
    sheet.freeze_panes(HEADER_ROW + 1, _frozen(spec.columns))


def _draw_table(sheet: Worksheet, formats: Formats, spec: Sheet) -> None:
    rows = len(SETTINGS) if spec.key == "settings" else 1
    headers = [{"header": c.header, "header_format": _header(formats, c)} for c in spec.columns]
    options = {"name": spec.table, "columns": headers, "style": None, "description": f"One row is {spec.says}."}
    sheet.add_table(HEADER_ROW, 0, HEADER_ROW + rows, len(spec.columns) - 1, options)
    for place, column in enumerate(spec.columns):
        more: dict[str, object] = {"valign": "top"} if spec.key in LONG_TEXTS else {}
        if spec.log:
            more["text_wrap"] = False
        sheet.set_column(place, place, column.width, cell_format(formats, column, **more))


def _draw_settings(sheet: Worksheet, formats: Formats) -> None:
    """One row a setting, with its default; each value cell takes what its setting takes."""
    defaults = Chosen().model_dump()
    name, value = columns(Setting)[:2]
    for row, setting in enumerate(SETTINGS, HEADER_ROW + 1):
        default = defaults[setting.field]
        text = ", ".join(default) if isinstance(default, tuple) else default
        look = cell_format(formats, setting, align="left", indent=1, text_wrap=True)
        sheet.write_string(row, 0, setting.header, cell_format(formats, name, bold=True))
        sheet.write(row, 1, text or None, look)
        sheet.write_string(row, 2, setting.help, cell_format(formats, value, font_color=palette.GREY))
        sheet.data_validation(row, 0, row, 0, {"validate": "any", **message(name)})
        sheet.data_validation(row, 1, row, 1, validation(setting, row, row, 1))


def _draw_roles(sheet: Worksheet, formats: Formats, first: int, last_row: int) -> None:
    """Room for the matrix: headers to type Role IDs into, and cells that take RACI codes."""
    last = first + MOST_ROLES - 1
    sheet.set_column(first, last, ROLE_WIDTH, _hairline(formats, align="center", bold=True))
    for place in range(first, last + 1):
        sheet.write_blank(HEADER_ROW, place, None, _role_header(formats))
    sheet.data_validation(HEADER_ROW + 1, first, last_row, last, raci_validation(get_args(RaciCode)))
    says = {"input_title": "Role column", "input_message": "Type a Role ID, or the name of the role."}
    sheet.data_validation(HEADER_ROW, first, HEADER_ROW, last, {"validate": "any", **says})


def _light_up(sheet: Worksheet, formats: Formats, spec: Sheet, area: tuple[int, int, int, int]) -> None:
    """Colour the cells that Issues names."""
    table, row, column = (name for name, _ in issues.TAB.names)
    here = f'{table},"{spec.table}",{row},ROW(),{column},A${HEADER_ROW + 1}'
    wrong = formats.mark(font_color=palette.RED, bg_color=palette.RED_TINT)
    sheet.conditional_format(*area, {"type": "formula", "criteria": f"=COUNTIFS({here})>0", "format": wrong})


def _frozen(fields: tuple[Column, ...]) -> int:
    """How many columns stay in sight: the id, and the name where there is room for it."""
    return 2 if fields[0].unique and fields[0].width + fields[1].width <= FREEZE_UP_TO else 1


def cell_format(formats: Formats, column: Column, **more: object) -> Format:
    """The look of a column's cells.

    Ids, lists and opening hours are formatted as text, so that Excel does not make a date of ``1-2``.

    Args:
        formats: Formats of the workbook.
        column: The column.
        **more: Further XlsxWriter properties.
    """
    look: dict[str, object] = {}
    if column.kind in ("day", "when"):
        look = {
            "num_format": DAY if column.kind == "day" else WHEN,
        }
    elif column.kind in ("whole", "number"):
        look = {"align": "right"}
    elif column.unique or column.refs or column.kind in ("list", "hours"):
        look = {"num_format": "@"}
    if column.kind not in ("whole", "number"):
        look |= {"align": "left", "indent": 1}
    if column.kind in ("text", "list", "hours") and column.width >= WRAP_FROM:
        look["text_wrap"] = True
    return _hairline(formats, **{**look, **more})


def _hairline(formats: Formats, **look: object) -> Format:
    return formats(bottom=1, bottom_color=palette.HAIRLINE, right=1, right_color=palette.HAIRLINE, **look)


def _header(formats: Formats, column: Column) -> Format:
    """Bold under a blue bar where the cell must be filled, plain under a grey one where it may stay blank."""
    look = {"align": "right"} if column.kind in ("whole", "number") else {"align": "left", "indent": 1}
    if column.required:
        return _head_cell(formats, bold=True, top_color=palette.BLUE, **look)
    return _head_cell(formats, font_color=palette.GREY, top_color=palette.HAIRLINE, **look)


def _role_header(formats: Formats) -> Format:
    return _head_cell(formats, bold=True, top_color=palette.HAIRLINE, align="center")


def _head_cell(formats: Formats, **look: object) -> Format:
    return formats(bg_color=palette.TILE, text_wrap=True, top=5, bottom=1, bottom_color=palette.GREY, **look)
