"""One screen with LibreOffice for all clicks, and a fresh workbook on it for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.desktop import Desktop
from tests.shared_office import Clearing, Holder
from tests.witness.tools import need


@pytest.fixture(scope="session")
def desktops(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Holder[Desktop]]:
    for tool in ("soffice", "Xvfb", "xdotool", "uno"):
        need(tool)
    holder = Holder(
        lambda: Desktop(tmp_path_factory.mktemp("desktop")), app=lambda desktop: desktop.app, end=Desktop.quit
    )
    yield holder
    holder.close()


@pytest.fixture
def whole_desktop(desktops: Holder[Desktop]) -> Iterator[Desktop]:
    """A screen with a LibreOffice that lives; its buttons know this Python."""
    for desktop in desktops.lent():
        desktop.install()
        yield desktop


@pytest.fixture
def workbook(tmp_path: Path, sample: Path) -> Path:
    """A copy of the sample, refreshed once."""
    return shutil.copyfile(sample, tmp_path / "Our PMO.xlsm")


@pytest.fixture
def desktop(whole_desktop: Desktop, workbook: Path) -> Iterator[Desktop]:
    """The sample in a window of its own on the screen."""
    whole_desktop.open(workbook)
    yield whole_desktop
    with Clearing(whole_desktop.app):
        whole_desktop.clear()
