"""Fixtures that several test modules share: the template and the sample workbook, made once for all workers."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parents[1]
TEMPLATE = ROOT / "workbook_template.xlsm"

# How long an example takes says how busy the machine is, and nothing about the code.
settings.register_profile(
    "tests",
    parent=settings.default,  # on a build server the same examples every time
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("tests")

pytest_plugins = ("tests.left_behind",)


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all workers of one run see."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "shared"
    folder.mkdir(exist_ok=True)
    return folder


def made_once(path: Path, make: Callable[[Path], object]) -> Path:
    """Make a file unless another worker of this run has made it.

    Args:
        path: The file, in the folder that all workers see.
        make: Makes it at the path that it is given, which has the same extension.

    Returns:
        `path`, complete.
    """
    with FileLock(f"{path}.lock"):
        if not path.exists():
            half = path.with_stem(f"{path.stem}-half")
            make(half)
            half.rename(path)
    return path


def run_command(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Call ``python -m pmo_workbook`` as a user would.

    Raises:
        AssertionError: It could not run (exit code 2 or higher); what it said is the message.
    """
    command = [sys.executable, "-m", "pmo_workbook", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode in (0, 1), f"{command} ended with {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done


@pytest.fixture(scope="session")
def template() -> Path:
    """The template at the project's root."""
    return TEMPLATE


@pytest.fixture(scope="session")
def sample_before(shared_folder: Path) -> Path:
    """The sample workbook as ``new --sample`` makes it. Read it; change only copies."""
    return made_once(shared_folder / "sample_before.xlsm", lambda path: run_command("new", path, "--sample"))


@pytest.fixture(scope="session")
def sample(shared_folder: Path, sample_before: Path) -> Path:
    """The sample workbook after one refresh. Read it; change only copies."""

    def refreshed(path: Path) -> None:
        shutil.copyfile(sample_before, path)
        run_command("refresh", path)

    return made_once(shared_folder / "sample.xlsm", refreshed)
