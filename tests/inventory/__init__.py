"""What there is for the people who use it, as lists: nothing of a list may be missing from the program as it is.

The folder of each version holds its lists, one line a thing: ``commands.txt``, ``workbook.txt``, ``published.txt``.
They are derived from what a user meets (help of the commands, the template, a publication), never from inner names.
``gone.txt`` says what has been dropped since, and where that was decided:

    button start "Next issue" PmoNextIssue — issue 12: the list of issues replaces it

``python -m tests.inventory FOLDER`` writes the lists of the program as it is, for the next version.
"""
