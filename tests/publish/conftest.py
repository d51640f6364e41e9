"""The workbook with planted texts and its copy, made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmo_workbook.publish import CopyReport, publish_copy
from tests.publish import planted


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with a text in every hiding place. Read it; change only copies."""
    return planted.build(tmp_path_factory.mktemp("planted") / "planted.xlsm")


@pytest.fixture(scope="session")
def published(source: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, CopyReport]:
    """The clean copy of it, with the report."""
    copy = tmp_path_factory.mktemp("copy") / "copy.xlsx"
    return copy, publish_copy(source, copy, [planted.BOARD, planted.FIGURES], title="Board report", note=planted.SHOWN)


@pytest.fixture(scope="session")
def sample_copy(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, CopyReport]:
    """The clean copy of the refreshed sample."""
    copy = tmp_path_factory.mktemp("sample") / "sample.xlsx"
    sheets = ["Summary", "SLA Report", "RACI", "Catalogue"]
    return copy, publish_copy(sample, copy, sheets, title="Service report")
