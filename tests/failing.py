"""Ways in which a step of a write fails, to be put in its place."""

from __future__ import annotations

import errno


def full(*_: object, **__: object) -> None:
    """The disk is full."""
    raise OSError(errno.ENOSPC, "No space left on device")


def interrupted(*_: object, **__: object) -> None:
    """The user presses Ctrl-C."""
    raise KeyboardInterrupt
