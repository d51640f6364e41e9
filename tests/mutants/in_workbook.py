"""Faults of reading and writing the workbook: the package, cells, tables, what depends on them."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

PACKAGE = ("tests/test_package.py",)
FILE = ("tests/test_file_host.py",)
LISTS = ("tests/test_generated_lists.py",)
DEPENDENTS = ("tests/test_dependents.py",)
READ = ("tests/test_read.py",)
FILL = ("tests/test_fill.py",)

MUTANTS = (
    Mutant(
        "source.seek(fields[-2] + fields[-1], 1)",
        "source.seek(fields[-2], 1)",
        "an entry with extra fields is copied from the wrong byte on",
        PACKAGE,
    ),
    Mutant(
        "if kind != ZIP64_EXTRA:",
        "if kind == kind:",
        "sizes of an old entry are written beside the new ones, and Excel calls the file damaged",
        PACKAGE,
    ),
    Mutant(
        "stamp=self._stamp if same else None",
        "stamp=None",
        "what somebody saved during the run is overwritten",
        (*PACKAGE, "tests/test_atomic_replace.py"),
    ),
    Mutant(
        "self.changed.add(self._entries.pop(gone.lower()).filename)",
        "self.changed.add(self._entries[gone.lower()].filename)",
        "a part that is taken out is still in the file",
        PACKAGE,
    ),
    Mutant(
        'style = element.get("s", "") if element.get("customFormat") in TRUE else self._column_style(column)',
        "style = self._column_style(column)",
        "a new cell loses the format of its row",
        (*FILE, *LISTS),
    ),
    Mutant(
        'f"{min(first, column)}:{max(last, column)}"',
        'f"{min(first, column)}:{last}"',
        "a row says that it ends before its last cell",
        ("tests/test_sheet_xml.py",),
    ),
    Mutant(
        'for name in ("t", "cm", "vm"):',
        'for name in ("t",):',
        "a written cell still claims to be a picture or an array",
        FILE,
    ),
    Mutant(
        'text = _ILLEGAL.sub("\\N{REPLACEMENT CHARACTER}", text)',
        "text = str(text)",
        "a control character in a title makes the file unreadable",
        (f"{FILE[0]}::test_characters_that_a_file_cannot_hold_are_replaced_and_long_text_is_cut",),
    ),
    Mutant(
        """'"' + piece.replace('"', '""') + '"'""",
        """'"' + piece + '"'""",
        "a quotation mark in a text breaks the formula of its link",
        (*FILE, "tests/test_layout_template.py"),
    ),
    Mutant(
        "translator.translate_formula(cell_address(row, column))[1:]",
        "formula.text",
        "cells that shared a formula with one that is overwritten calculate something else",
        (*FILE, "tests/test_nothing_is_lost.py"),
    ),
    Mutant(
        "if target.last_row < old.last_row:",
        "if target.last_row < old.first_row:",
        "a list that shrank leaves its old rows below",
        LISTS,
    ),
    Mutant(
        "for row in range(old_last + 1, new_last + 1):",
        "for row in range(old_last + 2, new_last + 1):",
        "a user's calculated column stays blank in the first new row",
        LISTS,
    ),
    Mutant(
        "if area.meets(target) and not (area in others and area.meets(old)):",
        "if area.meets(old) and not (area in others and area.meets(old)):",
        "a list grows over another table",
        LISTS,
    ),
    Mutant(
        'sheet_id = int(cell.get("i", sheet_id))',
        'sheet_id = int(cell.get("i", 0))',
        "the calculation chain keeps a cell that has no formula any more",
        ("tests/test_nothing_is_lost.py",),
    ),
    Mutant(
        "if at < len(rows) and rows[at] <= area.last_row:",
        "if at < len(rows) and rows[at] < area.last_row:",
        "a formula that reads the last generated row keeps its old value",
        DEPENDENTS,
    ),
    Mutant(
        "end = min(area.last_row - spot.totals, len(rows))",
        "end = min(area.last_row, len(rows))",
        "a totals row is read as a request",
        READ,
    ),
    Mutant(
        "if fresh and cell is not None and column in styles:",
        "if cell is None and column in styles:",
        "rows that are brought in have no date format",
        FILL,
    ),
    Mutant(
        "last, row = row, row + 1",
        "row = row + 1",
        "rows typed right below a table stop an import",
        FILL,
    ),
)
