"""A workbook with 100,000 requests: measured whole, and as sound after a refresh as before."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from benchmarks.large import large_workbook
from tests.conftest import made_once, run_command
from tests.witness.openxml_sdk import validate
from tests.witness.package_lint import lint
from tests.witness.readback import changed_parts

REQUESTS = 100_000

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def large(shared_folder: Path) -> Path:
    return made_once(shared_folder / "large.xlsm", lambda path: large_workbook(path, REQUESTS))


@pytest.fixture(scope="module")
def refreshed(large: Path, shared_folder: Path) -> Path:
    """The same after one refresh; what the refresh printed is beside it."""

    def refresh(path: Path) -> None:
        shutil.copyfile(large, path)
        printed = run_command("refresh", path, "--json").stdout
        printed_beside(shared_folder / "large_refreshed.xlsm").write_text(printed, encoding="utf-8")

    return made_once(shared_folder / "large_refreshed.xlsm", refresh)


def printed_beside(path: Path) -> Path:
    return path.with_suffix(".json")


def test_all_100_000_requests_are_accounted_for(refreshed: Path) -> None:
    printed = json.loads(printed_beside(refreshed).read_text(encoding="utf-8"))
    rows, control = printed["rows"]["requests"], printed["control"]

    assert rows["read"] == REQUESTS
    assert control["requests"] == REQUESTS - rows["left_out"]
    assert control["measured"] + control["left_out"] + control["later"] == control["requests"]
    assert control["measured"] > 0.95 * REQUESTS
    assert printed["skipped"] == []


def test_the_open_xml_sdk_finds_nothing_in_it_after_a_refresh(refreshed: Path) -> None:
    assert validate(refreshed) == []


def test_the_package_lint_finds_nothing_in_it_after_a_refresh(refreshed: Path) -> None:
    assert lint(refreshed) == []


def test_a_refresh_of_it_changes_no_input(large: Path, refreshed: Path) -> None:
    changed = changed_parts(large, refreshed)

    assert changed
    assert all(part.startswith(("xl/worksheets/sheet", "xl/tables/table", "xl/charts/")) for part in changed)
    assert len([part for part in changed if part.startswith("xl/worksheets/")]) <= 9
