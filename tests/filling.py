"""Filling a file without a host: its input tables are read as they are."""

from __future__ import annotations

from pmo_workbook.fill import Filler
from pmo_workbook.ooxml.package import Package
from pmo_workbook.ooxml.workbook import Workbook
from pmo_workbook.read import read_tables


def filler_of(package: Package) -> Filler:
    workbook = Workbook(package)
    return Filler(workbook, read_tables(workbook))
