"""The rule against two spellings of one word where the sheet gives no list to choose from."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np

from pmo_workbook.framework import Framework
from pmo_workbook.issues import Issue
from pmo_workbook.rules.finding import Cell, issue
from pmo_workbook.rules.rule import raises
from pmo_workbook.spelling import key

_GAPS: Final = re.compile(r"[ \-_]+")

Spelled = tuple[int, str]
"""Worksheet row, and the word as typed."""


def spelling_key(word: str) -> str:
    """What two spellings of one word have in common: case, blanks, hyphens and look-alikes do not count.

    Args:
        word: As typed.
    """
    return _GAPS.sub("", key(word))


@raises("other-spelling")
def two_spellings(framework: Framework, as_of: dt.datetime) -> Iterator[Issue]:
    """A word that readers group by has one spelling on its sheet; the commoner one is named."""
    del as_of
    requests = framework.requests
    left_out = np.flatnonzero(requests.left_out_because != np.array(None))
    rows, reasons = requests.row[left_out].tolist(), requests.left_out_because[left_out].tolist()
    models = ((service.row, model) for service in framework.services for model in service.delivery_model)
    units = ((group.row, group.business_unit) for group in framework.stakeholders if group.business_unit)
    yield from _odd(framework, "purposes", "focus_area", ((p.row, p.focus_area) for p in framework.purposes))
    yield from _odd(framework, "stakeholders", "business_unit", units)
    yield from _odd(framework, "services", "delivery_model", models)
    yield from _odd(framework, "outcomes", "measure", ((o.row, o.measure) for o in framework.outcomes))
    yield from _odd(framework, "requests", "left_out_because", zip(rows, reasons, strict=True))


def _odd(framework: Framework, sheet: str, field: str, words: Iterable[Spelled]) -> Iterator[Issue]:
    """One issue for every word that is not spelled as most are; of equally common ones the first is taken."""
    spelled = list(words)
    used = Counter(word for _, word in spelled)
    spellings: defaultdict[str, list[str]] = defaultdict(list)
    for word in used:
        spellings[spelling_key(word)].append(word)
    common = {word: max(group, key=used.__getitem__) for group in spellings.values() for word in group}
    for row, word in spelled:
        usual = common[word]
        if word != usual:
            problem = f"'{word}' is elsewhere spelled '{usual}'; the two count as different words."
            cell = Cell(sheet, row, field)
            yield issue(framework, "other-spelling", cell, word, problem, f"Write '{usual}' in every row.")
