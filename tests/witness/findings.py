"""What a witness says about a file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Finding:
    """One fault in one part of a package.

    Attributes:
        part: Name of the part, without leading slash; empty for the package as a whole.
        code: Short fixed name of the fault.
        text: What is wrong, for a person.
    """

    part: str
    code: str
    text: str

    def __str__(self) -> str:
        return f"{self.part or '(package)'}: {self.code}: {self.text}"


def new_findings(before: Iterable[Finding], after: Iterable[Finding]) -> list[Finding]:
    """Tell which findings are in a file now and were not in it before.

    Some files made by Excel itself have findings, so a refresh is held to adding none. Positions inside a part move
    when rows come and go; two findings are the same when they differ in nothing but numbers.

    Args:
        before: Findings of the file as it was.
        after: Findings of the file as it is.

    Returns:
        The findings that `after` has more often than `before`, sorted.
    """
    left = Counter(_without_numbers(finding) for finding in before)
    fresh = []
    for finding in sorted(after):
        key = _without_numbers(finding)
        if left[key]:
            left[key] -= 1
        else:
            fresh.append(finding)
    return fresh


def _without_numbers(finding: Finding) -> tuple[str, str, str]:
    return finding.part, finding.code, re.sub(r"\d+", "0", finding.text)
