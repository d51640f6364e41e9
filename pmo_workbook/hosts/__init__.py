"""Where a workbook lives: a closed file, an open Excel, or memory."""
