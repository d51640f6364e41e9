"""Which template a workbook was made from."""

VERSION = 1
"""Version of the template; a refresh refuses a workbook made from a later one."""

VERSION_NAME = "pmo_template_version"
"""Defined name that holds it as a constant."""
