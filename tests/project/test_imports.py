"""Imports point one way, and the calculation knows no host, no file and no clock."""

from __future__ import annotations

import ast
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter

import pytest

from tests.conftest import ROOT
from tests.project.source import Module, inside, modules, names

LAYERS: tuple[tuple[str, ...], ...] = (
    # the vocabulary: sheets, columns, rules, reasons, and the records that cross the border to a host
    (
        "pmo_workbook",
        "errors",
        "columns",
        "logs",
        "metrics",
        "models",
        "settings",
        "sheets",
        "issues",
        "palette",
        "renamed",
    ),
    ("addresses", "spelling", "tables", "binding", "blocks", "epochs", "template_version"),
    # the calculation
    ("framework", "results", "report", "words", "worktime", "memory", "check_sum"),
    ("check", "measure"),
    ("raci", "rules", "explain"),
    ("coverage", "steps"),
    ("layout",),
    # files and hosts
    ("ooxml", "released"),
    ("read",),
    ("hosts",),
    # rows into input tables, the template, the run, the copy for stakeholders
    ("fill", "sample"),
    ("create", "importing", "public_holidays", "template", "stamps", "upgrade"),
    ("workflow",),
    ("publish",),
    # entry points
    ("text_table", "terminal", "jobs"),
    ("buttons", "worker", "install", "doctor"),
    ("show", "show_raci", "show_request", "show_publish", "show_upgrade"),
    ("cli_publish",),
    ("cli",),
    ("__main__",),
)
"""Lowest first. A module may import from its own layer and from those below.

An entry is a module, or a package with all its modules; no module of a package has a layer of its own.
"""

PURE = (
    *("errors", "columns", "logs", "metrics", "models", "settings", "sheets", "issues", "palette", "renamed"),
    *("framework", "results", "report", "words", "worktime", "check", "rules", "measure", "explain", "layout"),
    *("pmo_workbook", "raci", "coverage", "steps", "memory", "check_sum"),
    *("addresses", "spelling", "tables", "binding", "blocks", "epochs", "template_version"),
)
"""Know no host, no file, no program and no clock."""

OUTSIDE = {
    *("os", "io", "pathlib", "shutil", "tempfile", "zipfile", "glob", "subprocess", "socket", "sys", "time"),
    *("click", "rich", "lxml", "filelock", "python_calamine", "openpyxl", "xlsxwriter", "xlwings", "uno", "holidays"),
}
"""What a pure module must not import."""

CLOCK_READERS = {"terminal", "cli", "cli_publish", "buttons", "worker"}
"""The only modules that ask what time it is; `time.time` for the age of a file is none of it."""

CLOCKS = {"now", "today", "utcnow", "localtime"}
FILES = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "unlink", "mkdir"}

HEAVY = ("numpy", "pydantic", "lxml", "rich", "openpyxl", "holidays", "xlwings", "python_calamine", "xlsxwriter")


def layer(name: str) -> int:
    """Place of a module in `LAYERS`."""
    return next((place for place, entries in enumerate(LAYERS) if name.split(".")[0] in entries), -1)


def is_pure(name: str) -> bool:
    return name.split(".")[0] in PURE


def called(module: Module) -> set[str]:
    """Names of all functions and methods that a module calls."""
    calls = (node.func for node in ast.walk(module.tree) if isinstance(node, ast.Call))
    return {
        func.attr if isinstance(func, ast.Attribute) else func.id
        for func in calls
        if isinstance(func, ast.Attribute | ast.Name)
    }


def test_every_module_has_a_layer_and_none_is_an_exception() -> None:
    entries = [entry for layer in LAYERS for entry in layer]

    assert {name for name in names() if layer(name) < 0} == set()
    assert sorted(entries) == sorted({name.split(".")[0] for name in names()})


def test_imports_point_down() -> None:
    known = ((module.name, name) for module in modules() for name in inside(module, for_types=True))
    up = {(who, what) for who, what in known if layer(what) > layer(who)}

    assert up == set()


def test_no_module_is_in_a_cycle() -> None:
    graph = {module.name: inside(module) for module in modules()}
    try:
        order = list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(f"Modules import each other: {' -> '.join(error.args[1])}")

    assert set(order) == names()


def test_the_calculation_knows_no_file_and_no_program() -> None:
    pure = [module for module in modules() if is_pure(module.name)]
    outside = {(one.name, name) for one in pure for name in one.imports() if name.split(".")[0] in OUTSIDE}
    hosts = {(one.name, name) for one in pure for name in inside(one) if not is_pure(name)}
    files = {(one.name, name) for one in pure for name in called(one) & FILES}

    assert len(pure) > 50
    assert (outside, hosts, files) == (set(), set(), set())


def test_only_the_entry_points_ask_what_time_it_is() -> None:
    found = {module.name for module in modules() if called(module) & CLOCKS}

    assert found <= CLOCK_READERS


@pytest.mark.parametrize(
    "code", ["import pmo_workbook.cli", "from pmo_workbook.cli import cli; cli(['--help'], standalone_mode=False)"]
)
def test_the_command_line_starts_without_what_is_heavy(code: str) -> None:
    code = f"import sys; {code}; print(sorted(set({HEAVY!r}) & sys.modules.keys()))"

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )

    assert done.stdout.splitlines()[-1] == "[]"
