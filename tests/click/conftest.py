"""One LibreOffice for all clicks of a worker, and a clean desk for each test."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.click.desk import Desk
from tests.shared_office import Clearing, Holder
from tests.witness.tools import need

BOOK_NAME = "Büro Ω, the PMO's.xlsm"


@pytest.fixture(scope="session")
def desks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Holder[Desk]]:
    need("soffice")
    need("uno")
    holder = Holder(lambda: Desk(tmp_path_factory.mktemp("desk")), app=lambda desk: desk.app, end=Desk.quit)
    yield holder
    holder.close()


@pytest.fixture
def whole_desk(desks: Holder[Desk]) -> Iterator[Desk]:
    """A LibreOffice that lives."""
    yield from desks.lent()


@pytest.fixture
def bare_desk(whole_desk: Desk) -> Iterator[Desk]:
    """A LibreOffice without a document in front, whose buttons know no Python."""
    yield whole_desk
    with Clearing(whole_desk.app):
        whole_desk.clear()


@pytest.fixture
def desk(bare_desk: Desk, template: Path) -> Desk:
    """The template open in LibreOffice; the buttons know this Python."""
    bare_desk.open(_copy(template, bare_desk.folder / "template"))
    bare_desk.use(sys.executable)
    return bare_desk


@pytest.fixture
def sample_desk(bare_desk: Desk, sample: Path) -> Desk:
    """The sample open in LibreOffice; the buttons know this Python."""
    bare_desk.open(_copy(sample, bare_desk.folder / "sample"))
    bare_desk.use(sys.executable)
    return bare_desk


def _copy(path: Path, folder: Path) -> Path:
    copy = folder / BOOK_NAME
    if not folder.exists():
        folder.mkdir()
        shutil.copy(path, copy)
    return copy


@pytest.fixture
def private_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A private folder of the test's own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    return tmp_path / "pmo-workbook"
