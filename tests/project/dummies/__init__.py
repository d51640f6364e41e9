"""Scripts that look at a copy of the program to which something was added; see `tests.project.recipes`."""
