"""The command line: commands, arguments, options, exit codes, and the keys of what is printed for programs."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from pmo_workbook.cli import cli
from tests.conftest import ROOT

LOG = "Request ID,Service ID,Submitted,Remark\nX-1,SVC-01,2026-07-01 10:00,none\n"


def declared() -> Iterator[str]:
    """Commands with their arguments and options, as click knows them."""
    with click.Context(cli, **cli.context_settings) as above:
        yield from _options("", cli, above)
        for name, command in cli.commands.items():
            yield f"command {name}"
            yield from _options(f"{name} ", command, click.Context(command, parent=above))


def exit_codes(sample: Path, copy: Path, folder: Path) -> Iterator[str]:
    """How commands end.

    Args:
        sample: A workbook with rows that are wrong.
        copy: A clean copy of it.
        folder: A folder to work in.
    """
    empty = folder / "empty.xlsm"
    cases = (
        ("new", (empty,)),
        ("check of a workbook without errors", (empty,)),
        ("refresh of a workbook without errors", (empty,)),
        ("check of a workbook with errors", (sample,)),
        ("inspect of a workbook", (sample,)),
        ("inspect of a copy", (copy,)),
        ("publish of a workbook with errors", (sample, "--to", folder)),
        ("explain of a request that is not there", (sample, "REQ-0")),
        ("check of a file that is not there", (folder / "nowhere.xlsm",)),
        ("dance", ()),
    )
    for case, arguments in cases:
        yield f"exit code {_call(case.split()[0], *arguments).returncode} {case}"


def printed(sample: Path, copies: tuple[Path, Path], folder: Path) -> Iterator[str]:
    """Keys of what ``--json`` prints, those of `publish` left out.

    Args:
        sample: The sample workbook, refreshed; stays as it is.
        copies: Two copies that were published one after the other, with a change between them.
        folder: A folder to work in.
    """
    log = folder / "log.csv"
    log.write_text(LOG, encoding="utf-8")
    book = folder / "book.xlsm"
    book.write_bytes(sample.read_bytes())
    cases: dict[str, tuple[str | Path, ...]] = {
        "check": (book,),
        "refresh": (book,),
        "explain": (book, "REQ-1210"),
        "import-log": (book, log, "--dry-run"),
        "holidays": (book, "--calendar", "UK-OFFICE", "--years", "2027", "--dry-run"),
        "inspect": (book,),
        "diff": copies,
        "doctor": (),
    }
    for name, arguments in cases.items():
        yield from keys(name, _call(name, *arguments, "--json").stdout)


def keys(command: str, text: str) -> Iterator[str]:
    """Items of the keys in a JSON text that a command printed."""
    return (f"json {command} {path}" for path in sorted(_paths(json.loads(text), "")))


def _options(command: str, found: click.Command, context: click.Context) -> Iterator[str]:
    for one in found.get_params(context):
        if isinstance(one, click.Option):
            yield from (f"option {command}{name}" for name in (*one.opts, *one.secondary_opts))
        else:
            yield f"argument {command}{one.human_readable_name}"


def _paths(value: Any, at: str) -> set[str]:
    if isinstance(value, dict):
        below = {f"{at}.{key}".removeprefix("."): inner for key, inner in value.items()}
        return set(below) | {path for key, inner in below.items() for path in _paths(inner, key)}
    if isinstance(value, list):
        return {path for inner in value for path in _paths(inner, f"{at}[]") if isinstance(inner, dict | list)}
    return set()


def _call(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pmo_workbook", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
