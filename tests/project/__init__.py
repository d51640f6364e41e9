"""Tests of the project itself: its arrows, sizes, docstrings, public names and documents."""
