"""Words of a log that a mapping names with ``*`` and ``?``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

OTHERWISE = "*"
"""Stands for every value of the log that a list of values does not name."""


def matches(word: str, patterns: Iterable[str]) -> bool:
    """Whether a word is one of some patterns, in any case; ``*`` is any letters, ``?`` one, all else itself.

    Args:
        word: A word of the log.
        patterns: Patterns of a mapping.
    """
    folded = word.casefold()
    return any(_compiled(pattern).fullmatch(folded) for pattern in patterns)


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    # not fnmatch, in which [x] means one of some letters: statuses are often written in brackets
    signs = {"*": ".*", "?": "."}
    return re.compile("".join(signs.get(sign) or re.escape(sign) for sign in pattern.casefold()), re.DOTALL)
