"""Dates of a log, read a column at a time: which order of day and month fits all its cells is decided once.

* `texts`: what one text can mean, day and time and zone;
* `languages`: names of months and halves of the day in other languages, by Unicode's CLDR;
* `zones`: offsets and named zones;
* `orders`: which order of day, month and year fits a column, and where dates were swapped;
* `column`: a column of cells becomes moments.
"""

from pmo_workbook.importing.dates.column import DateColumn, Reading, read_dates

__all__ = ["DateColumn", "Reading", "read_dates"]
