"""Faults of publishing: what gets out, and whether it is right."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

CLEAN = ("tests/publish/test_nothing_given_away.py",)
STAYS = ("tests/publish/test_what_stays.py",)
CONTENT = ("tests/publish/test_content.py",)
MAIL = ("tests/publish/test_mail.py",)
PAGE = ("tests/publish/test_page.py",)
WHOSE = ("tests/publish/test_whose_time.py",)
SINCE = ("tests/publish/test_changes.py", "tests/publish/test_reasons.py")

MUTANTS = (
    Mutant(
        "if hidden or place[1] in self._hidden:",
        "if hidden:",
        "values of hidden columns are in the copy",
        CLEAN,
    ),
    Mutant(
        'if column.get("hidden") in TRUE or _below(_NARROWEST, column.get("width")):',
        'if column.get("hidden") in TRUE:',
        "values of a column too narrow to be seen are in the copy",
        (*CLEAN, *STAYS),
    ),
    Mutant(
        "return any(area.holds(*cell) and cell != (area.first_row, area.first_column) for area in self._large)",
        "return False",
        "values under a large merged range are in the copy",
        (*CLEAN, *STAYS),
    ),
    Mutant(
        'if "vm" in cell.attrib:  # a linked data type',
        'if "vm" in cell.nsmap:  # a linked data type',
        "the stand-in of a linked data type is published as if it were its value",
        (*CLEAN, *STAYS),
    ),
    Mutant(
        """(not re.search(r'["\\\\\\[]', code) and len(code) < 40)""",
        "len(code) < 40",
        "words in the number format of a chart are in the copy",
        (*CLEAN, *STAYS),
    ),
    Mutant(
        "if title and not self.has_sheet(title):",
        "if title and not rest:",
        "a conditional format names a sheet that is not published",
        (*CLEAN, *STAYS),
    ),
    Mutant(
        'raise InputError(f"The sheet {sheet.title} is hidden and is not published; show it, or leave it out.")',
        "pass",
        "a hidden sheet is published",
        STAYS,
    ),
    Mutant(
        'area = area._replace(last_row=area.last_row - int(old.get("totalsRowCount", "0")))',
        "area = area._replace(last_row=area.last_row)",
        "a totals row becomes a row of the published table",
        STAYS,
    ),
    Mutant(
        "longest = max(lengths)",
        "longest = min(lengths)",
        "of Mary Ann Weber the Weber is published, as there is a Mary Ann too",
        CONTENT,
    ),
    Mutant(
        "return token in self._ids and",
        "return token in self._numbers and",
        "request ids are in texts for stakeholders",
        CONTENT,
    ),
    Mutant(
        "if not self.names_shown:",
        "if self.names_shown is None:",
        "holders of roles are named although the settings say No",
        (*CONTENT, "tests/publish/test_page.py"),
    ),
    Mutant(
        "found.setdefault(sound.casefold(), sound)",
        "found.setdefault(sound, sound)",
        "who stands in two groups gets the report twice",
        MAIL,
    ),
    Mutant(
        'for header, given in (("To", draft.to), ("Bcc", draft.bcc)):',
        'for header, given in (("To", draft.to), ("Cc", draft.bcc)):',
        "every reader sees the addresses of all others",
        MAIL,
    ),
    Mutant(
        'return Html(html.escape(_UNPRINTABLE.sub("", text)))',
        'return Html(html.escape(_UNPRINTABLE.sub("", text), quote=False))',
        "a quotation mark in a text opens an attribute of the page",
        PAGE,
    ),
    Mutant(
        "begin = max(start, first, reached.get(row, first))",
        "begin = max(start, first)",
        "holds that overlap take a stakeholder's time twice",
        WHOSE,
    ),
    Mutant(
        "one.closed_day is not None and first <= one.closed_day < measures.period.running",
        "one.closed_day is not None and first <= one.closed_day <= measures.period.running",
        "a request closed on the first day of the running month is in the period",
        WHOSE,
    ),
    Mutant(
        '("asks", "What we ask of you", _asks(publication)),',
        "*(),",
        "a section that was there is on the page no more",
        ("tests/inventory/test_inventory.py",),
    ),
    Mutant(
        "return (old.n, old.met) != (new.n, new.met)",
        "return old.n != new.n",
        "a figure that changed with the same n is not told",
        SINCE,
    ),
    Mutant(
        "if due >= today:",
        "if due > today:",
        "a review that is due today is neither overdue nor next",
        CONTENT,
    ),
)
