"""``python -m pmo_workbook``."""

from pmo_workbook.cli import main

main()
