"""The generated tabs as they look before the first refresh: one module each, named by the tab's key.

Every module has ``draw(book, sheet, formats)``, which writes formats, headings, charts, conditional formats, print
set-up and the defined names and tables that a refresh fills.
"""
