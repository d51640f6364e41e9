"""A run of the tests leaves no process behind: those that are left fail it, are named and are ended."""

from __future__ import annotations

import os
import time
import uuid

import pytest

from tests.processes import Process, started_with

RUN = "PMO_WORKBOOK_TEST_RUN"
"""Stands in the environment of every process that a run starts."""
_SECONDS = 10.0
"""How long what is ending may take."""
_LEFT = pytest.StashKey[list[Process]]()


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


def pytest_configure(config: pytest.Config) -> None:
    """Mark what this run starts."""
    if not _is_worker(config):
        os.environ[RUN] = uuid.uuid4().hex


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """End what is left when all workers have ended, also when the run was interrupted."""
    if _is_worker(session.config):
        return
    until = time.monotonic() + _SECONDS
    while (left := started_with(RUN, os.environ[RUN])) and time.monotonic() < until:
        time.sleep(0.1)
    for process in left:
        process.kill()
    session.config.stash[_LEFT] = left
    if left and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Name what was left."""
    for process in config.stash.get(_LEFT, []):
        terminalreporter.write_line(f"LEFT BEHIND, and ended: {process.pid} {process.command}", red=True)
