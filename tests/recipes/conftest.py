"""A copy of the project for each recipe."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.recipes.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A copy of the project, to be changed."""
    return Project(tmp_path / "project")
