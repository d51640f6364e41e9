"""Builds `workbook_template.xlsm` from the sheet models, the macros and the tabs drawn here."""
