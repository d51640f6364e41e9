"""Hand-made faults of the program: each must be noticed by a test.

A mutant is one line of the program made wrong in a way that somebody could get it wrong. It is found by its text,
wherever that stands, so that code may move. ``python -m tests.mutants`` plants one after the other in a copy of the
project and runs the tests that should notice; those that nobody notices *live*: they get a test, or are explained.
"""
