"""An Excel workbook for project management offices, and what checks it, measures it and regenerates its reports."""

__version__ = "0.1.0"
