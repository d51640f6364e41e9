"""A rule across rows and sheets: a function that yields issues, and the codes that it may raise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from pmo_workbook.framework import Framework
from pmo_workbook.issues import Issue, declaration, declared

Given = TypeVar("Given")
"""What a rule looks at beside what counts: the report's moment, or what was measured."""

Find = Callable[[Framework, Given], Iterable[Issue]]


@dataclass(frozen=True)
class Rule(Generic[Given]):
    """A function that finds breaches.

    Attributes:
        codes: Codes that it may raise, of `issues.RULES`.
        find: The function.
    """

    codes: frozenset[str]
    find: Find[Given]

    @property
    def name(self) -> str:
        """Name of the function."""
        return f"{self.find.__module__}.{self.find.__name__}"

    def __call__(self, framework: Framework, given: Given) -> Iterator[Issue]:
        """Find all breaches.

        Args:
            framework: What counts.
            given: What else it looks at.

        Raises:
            ValueError: It raises a code that it does not declare.
        """
        return declared(self.name, self.codes, self.find(framework, given))


def raises(*codes: str) -> Callable[[Find[Given]], Rule[Given]]:
    """Make a function a rule.

    Args:
        *codes: Codes that it may raise.

    Raises:
        ValueError: A code is none of `issues.RULES`.
    """
    return lambda find: Rule(declaration(f"{find.__module__}.{find.__name__}", codes), find)
