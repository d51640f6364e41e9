"""For every rule a workbook file that breaks it, and the exact issue that the file gives."""
