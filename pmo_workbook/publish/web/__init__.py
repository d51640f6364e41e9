"""The web page, and the page of one stakeholder group: one file, no request, works offline."""
