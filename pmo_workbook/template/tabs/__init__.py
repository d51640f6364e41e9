"""The generated tabs as they look before the first refresh.

A tab that is one table is drawn from its description by `table_tab`; the others have a module of their own, named by
the tab's key, whose ``draw(book, sheet, formats)`` writes formats, headings, charts, conditional formats, print set-up
and the defined names and tables that a refresh fills.
"""
