"""What others may rely on: the version, the commands with their options, the errors, the keys of the JSON."""

from __future__ import annotations

import inspect
import json
import tomllib
from pathlib import Path

import pmo_workbook
from pmo_workbook import errors
from pmo_workbook.cli import cli
from tests.conftest import ROOT, run_command
from tests.rules_on_files.clean import make

COMMANDS = {
    "new": {"workbook", "sample"},
    "check": {"workbook", "as_of", "as_json"},
    "refresh": {"workbook", "as_of", "as_json"},
    "explain": {"workbook", "request_id", "as_of", "as_json"},
    "import-log": {"workbook", "log", "mapping", "dry_run", "as_json"},
    "holidays": {"workbook", "calendar_id", "years", "country", "subdivision", "dry_run", "as_json"},
    "demo": {"folder"},
}
"""Commands and what they take; later versions may add to both, not take away."""

SUMMARY = {"headline", "as_of", "rows", "control", "figures", "issues"}
"""Keys of the JSON of `check`; `refresh` has more."""


def test_the_version_is_that_of_the_project_and_of_the_changelog() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert project["version"] == pmo_workbook.__version__
    assert f"## [{pmo_workbook.__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_no_command_and_no_option_has_gone() -> None:
    taken = {name: {parameter.name for parameter in command.params} for name, command in cli.commands.items()}

    assert {name: COMMANDS[name] - taken.get(name, set()) for name in COMMANDS} == {name: set() for name in COMMANDS}


def test_the_errors_are_the_tree_that_is_drawn_of_them() -> None:
    classes = {name: one for name, one in vars(errors).items() if inspect.isclass(one)}
    drawn = [line.strip(" │├└─").split()[0] for line in (errors.__doc__ or "").splitlines() if "Error  " in line]

    assert sorted(drawn) == sorted(classes)
    assert [name for name, one in classes.items() if not issubclass(one, errors.PmoError)] == []


def test_the_json_of_check_and_refresh_has_its_keys(tmp_path: Path) -> None:
    path = make(tmp_path / "book.xlsm")
    checked, refreshed = (json.loads(run_command(name, path, "--json").stdout) for name in ("check", "refresh"))

    assert set(checked) >= SUMMARY
    assert set(refreshed) >= SUMMARY | {"workbook", "skipped"}
    assert set(checked["figures"][0]) >= {"cut", "item", "sla_id", "metric", "n", "met", "breached", "compliance"}
