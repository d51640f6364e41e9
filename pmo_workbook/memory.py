"""What was worked out from a workbook's tables, for the next run on the same open workbook."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class _Known:
    """One thing that was worked out.

    Attributes:
        objects: What it was worked out from: these very objects.
        values: What else it was worked out from: anything equal does as well.
        result: What came of it.
    """

    objects: tuple[object, ...]
    values: tuple[object, ...]
    result: Any


class Memory:
    """The last result of each piece of work, used again while what it was worked out from stays the same.

    Whoever reads a workbook again and again keeps one for it. An object that is handed over again says that nothing in
    it has changed.
    """

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}

    def get(self, name: str, objects: tuple[object, ...], values: tuple[object, ...], work: Callable[[], T]) -> T:
        """Give what was worked out before from the same objects and equal values; else work it out now.

        Args:
            name: Name of the piece of work.
            objects: Everything the result depends on that is compared by identity, such as tables and arrays.
            values: Everything else it depends on; compared by equality.
            work: Works it out, from nothing but `objects` and `values`.
        """
        known = self._known.get(name)
        if known is None or not _same(known.objects, objects) or known.values != values:
            known = self._known[name] = _Known(objects, values, work())
        result: T = known.result
        return result


def remembered(
    memory: Memory | None,
    name: str,
    objects: tuple[object, ...],
    values: tuple[object, ...],
    work: Callable[[], T],
) -> T:
    """Ask a memory, see `Memory.get`; without one, work it out.

    Args:
        memory: The memory, or None.
        name: Name of the piece of work.
        objects: What is compared by identity.
        values: What is compared by equality.
        work: Works it out.
    """
    return work() if memory is None else memory.get(name, objects, values, work)


def _same(before: tuple[object, ...], now: tuple[object, ...]) -> bool:
    return len(before) == len(now) and all(one is other for one, other in zip(before, now, strict=True))
