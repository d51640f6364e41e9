"""Tests of the package and the witnesses that they call."""
