"""All mutants, by area."""

from __future__ import annotations

from collections.abc import Mapping

from tests.mutants import in_check, in_measure, in_publish, in_workbook, in_worktime
from tests.mutants.mutant import Area, Mutant

MUTANTS: Mapping[Area, tuple[Mutant, ...]] = {
    "worktime": in_worktime.MUTANTS,
    "measure": in_measure.MUTANTS,
    "check": in_check.MUTANTS,
    "workbook": in_workbook.MUTANTS,
    "publish": in_publish.MUTANTS,
}
