"""Brings a RACI matrix into Activities and Roles, in whatever shape people keep one.

* `grids`: a file becomes grids of texts;
* `letters`: what a cell of a matrix means;
* `blocks`: where in a grid the matrix stands;
* `recognise`: roles, activities and their letters, with the roles across, down, or in columns of their own;
* `bring_in`: into the workbook.
"""

from pmo_workbook.importing.raci_matrix.bring_in import RaciImported, import_raci

__all__ = ["RaciImported", "import_raci"]
