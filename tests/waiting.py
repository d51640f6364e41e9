"""Waiting for what another program does, as long as a busy machine may need for it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

SECONDS = 90.0


def until(found: Callable[[], Any], seconds: float = SECONDS, pause: float = 0.05) -> Any:
    """Wait for something to be there.

    Args:
        found: Looks for it.
        seconds: How long to wait; time is lost only where it never comes.
        pause: Seconds between two looks.

    Returns:
        What was found.

    Raises:
        AssertionError: It did not come.
    """
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = found()
        if value:
            return value
        time.sleep(pause)
    raise AssertionError(f"nothing after {seconds:g} seconds")
