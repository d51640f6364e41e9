"""A workbook of 0.1.0 that its user has made their own, and a program and a template that are one version ahead."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import made_once
from tests.upgrade.newer import build_newer, go_ahead
from tests.upgrade.own import make_own


@pytest.fixture(scope="session")
def own_before(shared_folder: Path) -> Path:
    """The user's workbook. Read it; change only copies."""
    return made_once(shared_folder / "own_before.xlsm", make_own)


@pytest.fixture
def book(own_before: Path, tmp_path: Path) -> Path:
    """A copy of the user's workbook, alone in its folder."""
    folder = tmp_path / "book"
    folder.mkdir()
    return Path(shutil.copyfile(own_before, folder / "Our PMO.xlsm"))


@pytest.fixture
def newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The template of the version ahead; the program is ahead as long as it is used."""
    go_ahead(monkeypatch)
    return build_newer(tmp_path / "newer.xlsm", monkeypatch)
