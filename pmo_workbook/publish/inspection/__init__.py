"""What a workbook would give away, by category and place."""
