"""The register of planted texts."""

from __future__ import annotations

from pmo_workbook.publish.inspection.categories import Category

PLANTED: dict[str, Category | None] = {}
"""Every planted text, with the category under which the inspector must show it; None where it shows only the place."""


EXPECTED: set[Category] = set()
"""Categories of plants whose text the inspector cannot show, as it is not in words it reads."""


def secret(name: str, category: Category | None) -> str:
    """The unique text of a hiding place."""
    text = f"Zq{name}qZ"
    PLANTED[text] = category
    return text


def figure(number: int, category: Category) -> int:
    """A number that is a secret, unlike any other in the workbook."""
    PLANTED[str(number)] = category
    return number
