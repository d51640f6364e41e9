"""One screen with LibreOffice for all clicks, and a fresh workbook on it for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.desktop import Desktop
from tests.witness.tools import need


@pytest.fixture(scope="session")
def whole_desktop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    for tool in ("soffice", "Xvfb", "xdotool", "uno"):
        need(tool)
    desktop = Desktop(tmp_path_factory.mktemp("desktop"))
    desktop.install()
    yield desktop
    desktop.quit()


@pytest.fixture
def workbook(tmp_path: Path, sample: Path) -> Path:
    """A copy of the sample, refreshed once."""
    return shutil.copyfile(sample, tmp_path / "Our PMO.xlsm")


@pytest.fixture
def desktop(whole_desktop: Desktop, workbook: Path) -> Iterator[Desktop]:
    """The sample in a window of its own on the screen."""
    whole_desktop.open(workbook)
    yield whole_desktop
    whole_desktop.close()
