"""Slides and the written catalogue."""
